//! Where what a page shows comes from: the attributions of the guides that it is
//! made of, as the licences of their sources ask for.

use std::collections::BTreeSet;

use crate::markdown::outline::outline;
use crate::markdown::render::{Anchor, Picture, Targets, render_paragraph};
use crate::model::{Book, End, RoleId};
use crate::plan::Page;

/// The attributions of a page as HTML, each once. A page of lists has those of all
/// guides in them: titles, skills and first paragraphs are taken from there.
pub fn sources(book: &Book, page: &Page) -> Vec<String> {
    let all = || (0..book.roles.len()).map(RoleId).collect();
    let roles: Vec<RoleId> = match page {
        Page::Guide(id) => vec![*id],
        Page::Track(id) => book[*id].roles.clone(),
        Page::Field(id) | Page::FieldMap(id) => book.roles_of(*id).collect(),
        Page::Skill(id) => book[*id].essential.iter().chain(&book[*id].optional).copied().collect(),
        Page::Transition(id) => [book[*id].from, book[*id].to].into_iter().filter_map(End::role).collect(),
        Page::Author(at) => book.authors[*at].roles.clone(),
        Page::Home
        | Page::Skills
        | Page::Listings
        | Page::Transitions
        | Page::Map
        | Page::Data
        | Page::Compare
        | Page::Paths
        | Page::SkillsCheck
        | Page::Search => all(),
        // The data says so itself, role by role.
        Page::DataFile(_)
        | Page::Twin(_)
        | Page::SearchIndex
        | Page::Plain(_)
        | Page::NotFound
        | Page::Redirect(_)
        | Page::Feed
        | Page::FieldFeed(_)
        | Page::Sitemap
        | Page::SitemapPart(_)
        | Page::Robots
        | Page::Llms
        | Page::Headers
        | Page::Redirects
        | Page::Cname
        | Page::NoJekyll
        | Page::Card(_)
        | Page::Tools
        | Page::ToolData(_)
        | Page::File(_) => Vec::new(),
    };
    let attributions: BTreeSet<&str> =
        roles.iter().filter_map(|role| book[*role].attribution.as_deref()).collect();
    attributions.into_iter().map(html).collect()
}

/// An attribution as HTML: a paragraph.
pub fn html(attribution: &str) -> String {
    render_paragraph(attribution, &(0..attribution.len()), &outline(attribution), &Verbatim, &[])
}

/// Links of an attribution lead where it says: front matter lets in no others than
/// full addresses, and no images.
struct Verbatim;

impl Targets for Verbatim {
    fn link(&self, _: &std::ops::Range<usize>, target: &str) -> Anchor {
        Anchor { href: target.to_owned(), text: None }
    }

    fn image(&self, _: &std::ops::Range<usize>, target: &str) -> Picture {
        Picture { src: target.to_owned(), size: None }
    }
}
