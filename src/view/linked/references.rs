//! How a page refers to what is described on another: by the `@id` that it has there, and
//! its name. It describes nothing.

use super::types::Reference;
use crate::model::{Book, FieldId, Role, RoleId, SkillId, TrackId};
use crate::plan::routes::skills_route;
use crate::route::Route;
use crate::view::chrome::Frame;

// Fragments of ids. They are part of the site's face to programs: once published, they stay.
pub(super) const PAGE: &str = "page";
pub(super) const ARTICLE: &str = "article";
pub(super) const OCCUPATION: &str = "occupation";
pub(super) const PERSON: &str = "person";
pub(super) const TERM: &str = "term";
pub(super) const TERMS: &str = "terms";
pub(super) const WEBSITE: &str = "website";
pub(super) const OWNER: &str = "organization";
pub(super) const BREADCRUMBS: &str = "breadcrumbs";

pub(super) fn id(book: &Book, route: &Route, fragment: &str) -> String {
    book.config.absolute(route) + "#" + fragment
}

impl Reference {
    pub(super) fn to(kind: &'static str, id: String, name: &str) -> Self {
        Self { kind: Some(kind), id: Some(id), name: Some(name.to_owned()) }
    }

    pub(super) fn name(kind: &'static str, name: &str) -> Self {
        Self { kind: Some(kind), id: None, name: Some(name.to_owned()) }
    }

    /// The same, where the page says itself what that is.
    pub(super) fn again(self) -> Self {
        match self.id {
            Some(id) => Self { kind: None, id: Some(id), name: None },
            None => self,
        }
    }
}

pub(super) fn website(book: &Book) -> Reference {
    Reference::to("WebSite", id(book, &Route::page([]), WEBSITE), &book.config.title)
}

pub(super) fn owner(book: &Book) -> Reference {
    Reference::to("Organization", id(book, &Route::page([]), OWNER), &book.config.title)
}

pub(super) fn terms(frame: &Frame<'_>) -> Reference {
    let name = frame.words.text("skills.title");
    Reference::to("DefinedTermSet", id(frame.book, &skills_route(), TERMS), &name)
}

pub(super) fn field_page(book: &Book, field: FieldId) -> Reference {
    let field = &book[field];
    Reference::to("CollectionPage", id(book, &field.route, PAGE), &field.section.title)
}

pub(super) fn track_page(book: &Book, track: TrackId) -> Reference {
    let track = &book[track];
    Reference::to("CollectionPage", id(book, &track.route, PAGE), &track.section.title)
}

pub(super) fn article(book: &Book, role: RoleId) -> Reference {
    Reference::to("Article", id(book, &book[role].route, ARTICLE), &book[role].title)
}

pub(super) fn occupation(book: &Book, role: &Role) -> Reference {
    Reference::to("Occupation", id(book, &role.route, OCCUPATION), &role.title)
}

pub(super) fn person(book: &Book, name: &str) -> Reference {
    match book.author(name) {
        Some(author) => Reference::to("Person", id(book, &author.route, PERSON), &author.name),
        None => Reference::name("Person", name),
    }
}

pub(super) fn term(book: &Book, skill: SkillId) -> Reference {
    let skill = &book[skill];
    match &skill.route {
        Some(route) => Reference::to("DefinedTerm", id(book, route, TERM), &skill.name),
        None => Reference::name("DefinedTerm", &skill.name),
    }
}
