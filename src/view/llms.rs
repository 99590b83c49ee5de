//! `llms.txt`: what the site has, for language models, in the form of
//! <https://llmstxt.org>: a title, a summary, and lists of links in Markdown. Guides
//! are linked as Markdown where they are published so. Drafts are left out.

use serde::Serialize;

use super::chrome::{self, Chrome, Frame};
use super::titles::description;
use crate::markdown::relink::destination;
use crate::markdown::words::{block, heading, inline};
use crate::model::{Book, FieldId, RoleId};
use crate::plan::DataFile;
use crate::plan::routes::{data_file_route, data_route, skills_route, transitions_route, twin_route};
use crate::route::Route;

/// The file. All texts are Markdown.
#[derive(Serialize)]
pub struct Llms {
    /// The name of the site.
    title: String,
    /// What the site is about.
    summary: String,
    /// What it offers, group by group.
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    /// The heading.
    title: String,
    /// Its links.
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    /// The link, as Markdown.
    link: String,
    /// A sentence about it.
    about: String,
}

/// The file's data.
pub fn llms(frame: &Frame<'_>) -> Llms {
    let book = frame.book;
    let guides = (0..book.fields.len()).map(FieldId).map(|id| Group {
        title: heading(&one_line(&book[id].section.title)),
        lines: book.roles_of(id).filter(|role| !book[*role].draft).map(|role| guide(book, role)).collect(),
    });
    let groups = guides.chain([lists(frame), data(frame), pages(book)]);
    Llms {
        title: heading(&one_line(&book.config.title)),
        summary: block(&one_line(&book.config.description.value)),
        groups: groups.filter(|group| !group.lines.is_empty()).collect(),
    }
}

fn guide(book: &Book, id: RoleId) -> Line {
    let role = &book[id];
    let route = if data_route(book).is_some() { twin_route(role) } else { role.route.clone() };
    line(book, &role.title, &route, &role.summary())
}

/// The lists over all guides.
fn lists(frame: &Frame<'_>) -> Group {
    let book = frame.book;
    let about = |route: &Route, chrome: Chrome| line(book, &chrome.title, route, &chrome.description);
    let mut lines = vec![about(&skills_route(), chrome::skills(frame))];
    if let Some(route) = frame.plan.published(transitions_route()) {
        lines.push(about(&route, chrome::transitions(frame)));
    }
    Group { title: frame.words.text("llms.lists"), lines }
}

/// The open data as far as it is published.
fn data(frame: &Frame<'_>) -> Group {
    let book = frame.book;
    let files = [(DataFile::Graph, "llms.graph"), (DataFile::Schema, "llms.schema")]
        .map(|(file, key)| (file, frame.words.text(key)));
    let lines = files.into_iter().filter(|_| data_route(book).is_some());
    let lines = lines.map(|(file, about)| line(book, file.name(), &data_file_route(book, file), &about));
    Group { title: frame.words.text("llms.data"), lines: lines.collect() }
}

/// Plain pages. Readers in a hurry leave out what is called so, in this word of the
/// format in every language.
fn pages(book: &Book) -> Group {
    let pages = book.pages.iter().filter(|page| !page.draft);
    let lines = pages.map(|page| line(book, &page.section.title, &page.route, &description(&page.section)));
    Group { title: "Optional".to_owned(), lines: lines.collect() }
}

fn line(book: &Book, label: &str, route: &Route, about: &str) -> Line {
    let address = book.config.absolute(route);
    let link = format!("[{}]{}", inline(&one_line(label)), destination(&address, ""));
    Line { link, about: inline(&one_line(about)) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
