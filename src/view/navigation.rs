//! The navigation: the same on every page, but for the mark of where one is.

use serde::Serialize;

use super::chrome::Frame;
use super::parts::Link;
use crate::cta;
use crate::plan::routes::{map_route, skills_route, tools, tools_route, transitions_route};
use crate::route::Route;

/// An entry.
#[derive(Serialize)]
pub(super) struct NavItem {
    /// What it is called.
    label: String,
    /// Where it leads.
    href: String,
    /// Whether the page is there or below.
    current: bool,
}

/// Fields that the navigation names one by one; more would not fit in one line of
/// most windows.
const NAMED_FIELDS: usize = 3;

/// A link that the owner or an author decided on.
pub fn link(frame: &Frame<'_>, link: &cta::Link) -> Link {
    let inside = link.route().map(|(route, suffix)| frame.href(&route) + suffix);
    Link { label: link.label.clone(), href: inside.unwrap_or_else(|| link.url.value.clone()) }
}

/// The navigation: what the owner put there, or else what the site has.
pub(super) fn nav(frame: &Frame<'_>) -> Vec<NavItem> {
    let book = frame.book;
    if !book.config.nav.is_empty() {
        let item = |one: &cta::Link| {
            let current =
                one.route().is_some_and(|(route, _)| frame.route.as_str().starts_with(route.as_str()));
            let Link { label, href } = link(frame, one);
            NavItem { label, href, current }
        };
        return book.config.nav.iter().map(item).collect();
    }
    let (skills, map) = (skills_route(), map_route());
    let moves = frame.plan.published(transitions_route());
    let fields = book.fields.iter().map(|field| (field.section.title.as_str(), &field.route));
    let pages = book.pages.iter().map(|page| (page.section.title.as_str(), &page.route));
    let is_current = |route: &Route| frame.route.as_str().starts_with(route.as_str());
    let item = |(label, route): (&str, &Route)| NavItem {
        label: label.to_owned(),
        href: frame.href(route),
        current: is_current(route),
    };
    let fields: Vec<NavItem> = if book.fields.len() > NAMED_FIELDS {
        let href = format!("{}#_fields", frame.href(&Route::page([])));
        let current = fields.clone().any(|(_, route)| is_current(route));
        vec![NavItem { label: frame.words.text("base.fields"), href, current }]
    } else {
        fields.map(item).collect()
    };
    let names = ["base.skills", "base.moves", "base.map", "base.tools"].map(|key| frame.words.text(key));
    let [skills_name, moves_name, map_name, tools_name] = names.each_ref().map(String::as_str);
    let moves = moves.as_ref().map(|route| (moves_name, route));
    let others = [(skills_name, &skills)].into_iter().chain(moves).chain([(map_name, &map)]);
    let tool = frame.plan.published(tools_route()).map(|route| {
        let current = is_current(&route) || tools().iter().any(|(tool, _)| is_current(tool));
        NavItem { current, ..item((tools_name, &route)) }
    });
    fields.into_iter().chain(others.map(item)).chain(tool).chain(pages.map(item)).collect()
}
