//! What a page says to programs that read schema.org: one `@graph` for each page, as
//! JSON-LD 1.1. It says what readers see on the page, never more, and no job is
//! offered there.
//!
//! A thing is described on one page, and its `@id` is that page's address with a
//! fragment. Other pages refer to it by the id, with its name.

mod references;
mod types;

use super::chrome::{Chrome, Frame};
use super::feeds::changed;
use crate::content::facts::{Pay, Period};
use crate::model::{Role, RoleId, SkillId, TransitionId};
use crate::plan::Page;
use crate::plan::routes::{search_route, transitions_route};
use references::{
    ARTICLE, BREADCRUMBS, OCCUPATION, OWNER, PAGE, PERSON, TERM, TERMS, WEBSITE, article, field_page, id,
    occupation, owner, person, term, terms, track_page, website,
};
use types::{Code, Graph, ListItem, Node, Range, Reference, Salary, SearchAction, Thing, WebPage};

/// What a page describes, as a text that can stand in a `<script>`; `None` for what
/// is no page of the site to be found.
pub fn linked(frame: &Frame<'_>, page: &Page, chrome: &Chrome) -> Option<String> {
    let book = frame.book;
    let mut nodes = match page {
        Page::Home => home(frame, chrome),
        Page::Guide(id) => guide(frame, chrome, *id),
        Page::Skill(id) => vec![skill(frame, chrome, *id)],
        Page::Field(id) => {
            let tracks = book[*id].tracks.iter().map(|track| track_page(book, *track)).collect();
            vec![collection(frame, chrome, website(book), tracks)]
        }
        Page::Track(id) => {
            let guides = book[*id].roles.iter().map(|role| article(book, *role)).collect();
            vec![collection(frame, chrome, field_page(book, book[*id].field), guides)]
        }
        Page::Author(at) => author(frame, chrome, *at),
        Page::Skills => {
            vec![collection(frame, chrome, website(book), vec![terms(frame)]), term_set(frame, chrome)]
        }
        Page::Transitions | Page::Listings => vec![collection(frame, chrome, website(book), Vec::new())],
        Page::Transition(id) => vec![transition(frame, chrome, *id)],
        Page::Plain(_)
        | Page::Map
        | Page::FieldMap(_)
        | Page::Data
        | Page::Search
        | Page::Tools
        | Page::Compare
        | Page::Paths
        | Page::SkillsCheck => {
            let page = web_page(frame, chrome, website(book));
            vec![node(frame, PAGE, Thing::WebPage(page))]
        }
        _ => return None,
    };
    if !chrome.breadcrumbs.is_empty() {
        nodes.push(breadcrumbs(frame, chrome));
    }
    // What is made of texts and numbers alone can always be written.
    serde_json::to_string(&Graph { context: "https://schema.org", nodes }).ok().map(|json| escape(&json))
}

/// Nothing in a script can end it, or begin another one: these characters stand in
/// texts only, where JSON has another way to write them. (U+2028 and U+2029 end lines
/// in JavaScript, as which some programs read JSON.)
fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = first_special(rest.as_bytes()) {
        let (plain, mut signs) = (&rest[..at], rest[at..].chars());
        escaped.push_str(plain);
        match signs.next() {
            Some(sign @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                escaped.push_str(&format!("\\u{:04x}", u32::from(sign)));
            }
            sign => escaped.extend(sign),
        }
        rest = signs.as_str();
    }
    escaped + rest
}

/// Where the first byte is that one of these characters may begin with.
fn first_special(bytes: &[u8]) -> Option<usize> {
    // In UTF-8 both line ends begin with 0xe2.
    let is_special = |byte: &u8| (*byte == b'<') | (*byte == b'>') | (*byte == b'&') | (*byte == 0xe2);
    // They are rare, and without a way out before its end a piece is looked at in one step.
    let (pieces, _) = bytes.as_chunks::<32>();
    let is_plain = |piece: &&[u8; 32]| !piece.iter().fold(false, |any, byte| any | is_special(byte));
    let plain = pieces.iter().take_while(is_plain).count() * 32;
    Some(plain + bytes.get(plain..)?.iter().position(is_special)?)
}

fn node(frame: &Frame<'_>, fragment: &str, thing: Thing) -> Node {
    Node { id: id(frame.book, frame.route, fragment), thing }
}

fn home(frame: &Frame<'_>, chrome: &Chrome) -> Vec<Node> {
    let config = &frame.book.config;
    let (name, url) = (config.title.clone(), chrome.canonical.clone());
    let site = Thing::WebSite {
        name: name.clone(),
        description: chrome.description.clone(),
        url: url.clone(),
        in_language: config.language.value.clone(),
        publisher: owner(frame.book),
        potential_action: SearchAction {
            kind: "SearchAction",
            target: format!("{}?q={{query}}", frame.absolute(&search_route())),
            query_input: "required name=query",
        },
    };
    vec![node(frame, WEBSITE, site), node(frame, OWNER, Thing::Organization { name, url })]
}

fn web_page(frame: &Frame<'_>, chrome: &Chrome, is_part_of: Reference) -> WebPage {
    WebPage {
        name: chrome.title.clone(),
        description: chrome.description.clone(),
        url: chrome.canonical.clone(),
        in_language: frame.book.config.language.value.clone(),
        image: chrome.image.as_ref().map(|image| image.url.clone()),
        is_part_of,
        about: Vec::new(),
        has_part: Vec::new(),
    }
}

fn collection(frame: &Frame<'_>, chrome: &Chrome, whole: Reference, parts: Vec<Reference>) -> Node {
    let page = WebPage { has_part: parts, ..web_page(frame, chrome, whole) };
    node(frame, PAGE, Thing::CollectionPage(page))
}

fn author(frame: &Frame<'_>, chrome: &Chrome, at: usize) -> Vec<Node> {
    let book = frame.book;
    let author = &book.authors[at];
    let guides = author.roles.iter().map(|role| article(book, *role)).collect();
    let person = Thing::Person {
        name: author.name.clone(),
        description: author.about.clone(),
        url: chrome.canonical.clone(),
        same_as: author.url.clone(),
    };
    vec![collection(frame, chrome, website(book), guides), node(frame, PERSON, person)]
}

fn transition(frame: &Frame<'_>, chrome: &Chrome, id: TransitionId) -> Node {
    let book = frame.book;
    let ends = [book[id].from, book[id].to].into_iter().filter_map(|end| end.role());
    let about = ends.map(|role| occupation(book, &book[role])).collect();
    let index = frame.plan.published(transitions_route());
    let whole = index.map_or_else(
        || website(book),
        |route| {
            let name = frame.words.text("transitions.title");
            Reference::to("CollectionPage", self::id(book, &route, PAGE), &name)
        },
    );
    node(frame, PAGE, Thing::WebPage(WebPage { about, ..web_page(frame, chrome, whole) }))
}

fn term_set(frame: &Frame<'_>, chrome: &Chrome) -> Node {
    let set = Thing::DefinedTermSet {
        name: chrome.title.clone(),
        description: chrome.description.clone(),
        url: chrome.canonical.clone(),
        in_language: frame.book.config.language.value.clone(),
        is_part_of: website(frame.book),
    };
    node(frame, TERMS, set)
}

fn skill(frame: &Frame<'_>, chrome: &Chrome, id: SkillId) -> Node {
    let skill = &frame.book[id];
    let term = Thing::DefinedTerm {
        name: skill.name.clone(),
        alternate_name: skill.aliases.clone(),
        description: chrome.description.clone(),
        url: chrome.canonical.clone(),
        in_defined_term_set: terms(frame),
        same_as: skill.esco.clone(),
    };
    node(frame, TERM, term)
}

fn guide(frame: &Frame<'_>, chrome: &Chrome, id: RoleId) -> Vec<Node> {
    let book = frame.book;
    let role = &book[id];
    let mut author: Vec<Reference> = role.authors.iter().map(|name| person(book, name)).collect();
    let mut publisher = owner(book);
    if author.is_empty() {
        author.push(owner(book));
        publisher = publisher.again();
    }
    let license = book.config.data.license.as_ref();
    let text = Thing::Article {
        headline: role.title.clone(),
        description: chrome.description.clone(),
        url: chrome.canonical.clone(),
        in_language: book.config.language.value.clone(),
        date_published: role.published.map(|date| date.to_string()),
        date_modified: changed(role).map(|date| date.to_string()),
        time_required: format!("PT{}M", role.reading_minutes),
        word_count: role.text.document.outline.length.words,
        image: chrome.image.as_ref().map(|image| image.url.as_str().into()),
        author,
        publisher,
        about: occupation(book, role).again(),
        is_part_of: track_page(book, role.track),
        license: license.and_then(|license| Some(license.url.as_deref()?.into())),
    };
    let role = Thing::Occupation {
        name: role.title.clone(),
        alternate_name: role.alternate_titles.clone(),
        main_entity_of_page: article(book, id).again(),
        skills: role.requirements.iter().map(|one| term(book, one.skill)).collect(),
        occupational_category: codes(role),
        estimated_salary: role.facts.pay.iter().flat_map(salaries).collect(),
    };
    vec![node(frame, ARTICLE, text), node(frame, OCCUPATION, role)]
}

fn codes(role: &Role) -> Vec<Code> {
    let codes = &role.codes;
    [("O*NET-SOC", &codes.onet_soc), ("ISCO-08", &codes.isco08), ("ESCO", &codes.esco)]
        .into_iter()
        .filter_map(|(set, code)| {
            let in_code_set = Reference::name("CategoryCodeSet", set);
            Some(Code { code_value: code.clone()?, in_code_set })
        })
        .collect()
}

fn salaries(pay: &Pay) -> impl Iterator<Item = Salary> {
    let name = format!("{}, {}", pay.region, pay.date);
    let duration = match pay.per {
        Period::Hour => "PT1H",
        Period::Day => "P1D",
        Period::Month => "P1M",
        Period::Year => "P1Y",
    };
    let median = pay.median.map(|median| Salary::MonetaryAmountDistribution {
        name: name.clone(),
        currency: pay.currency.clone(),
        duration,
        median,
    });
    let range = (pay.low.is_some() || pay.high.is_some()).then(|| Salary::MonetaryAmount {
        name: name.clone(),
        currency: pay.currency.clone(),
        value: Range { min_value: pay.low, max_value: pay.high, unit_text: pay.per.name().to_uppercase() },
    });
    range.into_iter().chain(median)
}

/// The trail that readers see above the page.
fn breadcrumbs(frame: &Frame<'_>, chrome: &Chrome) -> Node {
    let crumbs = chrome.breadcrumbs.iter().enumerate().map(|(at, crumb)| ListItem {
        position: at + 1,
        name: crumb.label.clone(),
        item: crumb.route.as_ref().map(|route| frame.absolute(route)),
    });
    node(frame, BREADCRUMBS, Thing::BreadcrumbList { item_list_element: crumbs.collect() })
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_ends_a_script() {
        let json = serde_json::to_string("</script><!-- & \u{2028}\u{2029} \\u").expect("JSON");
        let escaped = escape(&json);
        assert_eq!(escaped, r#""\u003c/script\u003e\u003c!-- \u0026 \u2028\u2029 \\u""#);
        let read: String = serde_json::from_str(&escaped).expect("JSON");
        assert_eq!(read, "</script><!-- & \u{2028}\u{2029} \\u");
    }
}
