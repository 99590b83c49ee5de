//! The types of schema.org that rolebook knows, as JSON-LD has them. They say nothing of
//! where their values come from.

use serde::Serialize;

/// All that a page describes.
#[derive(Serialize)]
pub(super) struct Graph {
    #[serde(rename = "@context")]
    pub(super) context: &'static str,
    #[serde(rename = "@graph")]
    pub(super) nodes: Vec<Node>,
}

/// Something with an `@id` of its own.
#[derive(Serialize)]
pub(super) struct Node {
    #[serde(rename = "@id")]
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) thing: Thing,
}

/// How programs find something on the site.
#[derive(Serialize)]
pub(super) struct SearchAction {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) target: String,
    #[serde(rename = "query-input")]
    pub(super) query_input: &'static str,
}

/// The types of schema.org that rolebook knows.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
pub(super) enum Thing {
    WebSite {
        name: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        description: String,
        url: String,
        in_language: String,
        publisher: Reference,
        potential_action: SearchAction,
    },
    Organization {
        name: String,
        url: String,
    },
    Person {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        url: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        same_as: Option<String>,
    },
    Article {
        headline: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        description: String,
        url: String,
        in_language: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_published: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_modified: Option<String>,
        /// An ISO 8601 duration.
        time_required: String,
        word_count: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<Box<str>>,
        author: Vec<Reference>,
        publisher: Reference,
        about: Reference,
        is_part_of: Reference,
        #[serde(skip_serializing_if = "Option::is_none")]
        license: Option<Box<str>>,
    },
    Occupation {
        name: String,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        alternate_name: Vec<String>,
        main_entity_of_page: Reference,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        skills: Vec<Reference>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        occupational_category: Vec<Code>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        estimated_salary: Vec<Salary>,
    },
    DefinedTermSet {
        name: String,
        description: String,
        url: String,
        in_language: String,
        is_part_of: Reference,
    },
    DefinedTerm {
        name: String,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        alternate_name: Vec<String>,
        description: String,
        url: String,
        in_defined_term_set: Reference,
        #[serde(skip_serializing_if = "Option::is_none")]
        same_as: Option<String>,
    },
    CollectionPage(WebPage),
    WebPage(WebPage),
    BreadcrumbList {
        item_list_element: Vec<ListItem>,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebPage {
    pub(super) name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    pub(super) url: String,
    pub(super) in_language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
    pub(super) is_part_of: Reference,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) about: Vec<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) has_part: Vec<Reference>,
}

/// Something that is described elsewhere, or has no more than a name. What the same page
/// describes has no more than an id.
#[derive(Serialize)]
pub(super) struct Reference {
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct ListItem {
    pub(super) position: usize,
    pub(super) name: String,
    /// Nothing for the page itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<String>,
}

/// A code of an occupation.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "CategoryCode", rename_all = "camelCase")]
pub(super) struct Code {
    pub(super) code_value: String,
    pub(super) in_code_set: Reference,
}

/// What people earn. schema.org has no type for a range together with its median, so
/// one `[[facts.pay]]` can give two of these.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
pub(super) enum Salary {
    MonetaryAmountDistribution {
        name: String,
        currency: String,
        /// The time that it is paid for, as an ISO 8601 duration.
        duration: &'static str,
        median: i64,
    },
    MonetaryAmount {
        name: String,
        currency: String,
        value: Range,
    },
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "QuantitativeValue", rename_all = "camelCase")]
pub(super) struct Range {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_value: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_value: Option<i64>,
    pub(super) unit_text: String,
}
