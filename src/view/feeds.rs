//! What programs read: the Atom feed and the sitemap.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::chrome::{Frame, is_thin};
use super::sources;
use crate::model::Role;
use crate::plan::{Page, Plan};
use crate::route::Route;

/// An Atom feed (RFC 4287) of guides.
#[derive(Serialize)]
pub struct Feed {
    title: String,
    subtitle: String,
    id: String,
    updated: String,
    self_url: String,
    home_url: String,
    entries: Vec<FeedEntry>,
}

#[derive(Serialize)]
struct FeedEntry {
    title: String,
    url: String,
    id: String,
    updated: String,
    published: Option<String>,
    summary: String,
    authors: Vec<String>,
    rights: Option<String>,
    categories: Vec<String>,
}

/// A URL of the sitemap.
#[derive(Serialize)]
pub struct SitemapUrl {
    loc: String,
    lastmod: Option<String>,
}

/// Guides with a date, the last changed first.
pub fn feed(frame: &Frame<'_>) -> Feed {
    let book = frame.book;
    let mut dated: Vec<(Date, &Role)> =
        book.roles.iter().filter_map(|role| Some((changed(role)?, role.as_ref()))).collect();
    dated.sort_by_key(|(date, role)| (Reverse(*date), role.title.to_lowercase()));
    dated.truncate(book.config.feed_limit);
    let updated = dated.first().map(|(date, _)| instant(*date)).unwrap_or_default();
    Feed {
        title: book.config.title.clone(),
        subtitle: book.config.description.value.clone(),
        id: frame.absolute(&Route::page([])),
        updated,
        self_url: frame.absolute(frame.route),
        home_url: frame.absolute(&Route::page([])),
        entries: dated
            .into_iter()
            .map(|(date, role)| FeedEntry {
                title: role.title.clone(),
                url: frame.absolute(&role.route),
                id: frame.absolute(&role.route),
                updated: instant(date),
                published: role.published.map(instant),
                summary: role.summary().to_owned(),
                authors: if role.authors.is_empty() {
                    vec![book.config.title.clone()]
                } else {
                    role.authors.clone()
                },
                rights: role.attribution.as_deref().map(sources::html),
                categories: vec![
                    book[book[role.track].field].section.title.clone(),
                    book[role.track].section.title.clone(),
                ],
            })
            .collect(),
    }
}

/// Pages that search engines may show.
pub fn sitemap(frame: &Frame<'_>, plan: &Plan) -> Vec<SitemapUrl> {
    let book = frame.book;
    let latest = |roles: &mut dyn Iterator<Item = &Role>| roles.filter_map(changed).max();
    plan.pages
        .iter()
        .filter_map(|(route, page)| {
            let lastmod = match page {
                Page::Home => latest(&mut book.roles.iter().map(Arc::as_ref)),
                Page::Field(id) => latest(&mut book.roles_of(*id).map(|role| &book[role])),
                Page::Track(id) => latest(&mut book[*id].roles.iter().map(|role| &book[*role])),
                Page::Guide(id) if !book[*id].draft => changed(&book[*id]),
                Page::Skills
                | Page::Listings
                | Page::Transitions
                | Page::Data
                | Page::Map
                | Page::FieldMap(_) => None,
                Page::Transition(id) => {
                    let ends = [book[*id].from.role(), book[*id].to.role()];
                    let mut ends = ends.into_iter().flatten().map(|role| &book[role]);
                    if ends.clone().any(|role| role.draft) {
                        return None;
                    }
                    latest(&mut ends)
                }
                Page::Author(at) => latest(&mut book.authors[*at].roles.iter().map(|role| &book[*role])),
                Page::Skill(id) if !is_thin(book, *id) => None,
                Page::Plain(at) if !book.pages[*at].draft => None,
                _ => return None,
            };
            Some(SitemapUrl { loc: frame.absolute(route), lastmod: lastmod.map(|date| date.to_string()) })
        })
        .collect()
}

/// When a guide last changed, as far as its author says.
pub(super) fn changed(role: &Role) -> Option<Date> {
    role.reviewed.max(role.published)
}

fn instant(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
