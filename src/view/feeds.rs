//! What programs read: the Atom feeds and the sitemap.

use std::cmp::Reverse;

use jiff::civil::Date;
use serde::Serialize;

use super::chrome::Frame;
use super::sources;
use super::titles::description;
use crate::model::{Book, End, Field, FieldId, Role, RoleId};
use crate::plan::routes::{SITEMAP_PART, sitemap_part_route};
use crate::plan::{Page, Plan, is_listed};
use crate::route::Route;

/// An Atom feed (RFC 4287) of guides.
#[derive(Serialize)]
pub struct Feed {
    /// The feed's title.
    title: String,
    /// What it is about.
    subtitle: String,
    /// Its id: the address of what it belongs to.
    id: String,
    /// When its newest guide changed, as `2026-01-31T00:00:00Z`.
    updated: String,
    /// Its own full address.
    self_url: String,
    /// The full address of the page that it belongs to.
    home_url: String,
    /// Who speaks where an entry names nobody.
    author: String,
    /// Its guides, the last changed first.
    entries: Vec<FeedEntry>,
}

#[derive(Serialize)]
struct FeedEntry {
    /// The role's title.
    title: String,
    /// The full address of the guide.
    url: String,
    /// Its id: the same address.
    id: String,
    /// When it was last changed.
    updated: String,
    /// When it was first published.
    published: Option<String>,
    /// One sentence about it.
    summary: String,
    /// Who wrote it, or the name of the site.
    authors: Vec<String>,
    /// What the license of its sources asks to be said, as HTML.
    rights: Option<String>,
    /// The titles of its field and its track.
    categories: Vec<String>,
}

/// A URL of the sitemap.
#[derive(Serialize)]
pub struct SitemapUrl {
    /// The full address.
    loc: String,
    /// The day on which it last changed, as far as authors say.
    lastmod: Option<String>,
}

/// Guides with a date, the last changed first: of one field or of all.
pub fn feed(frame: &Frame<'_>, field: Option<FieldId>) -> Feed {
    let book = frame.book;
    let roles: Vec<RoleId> = match field {
        Some(field) => book.roles_of(field).collect(),
        None => (0..book.roles.len()).map(RoleId).collect(),
    };
    let dated = roles.into_iter().filter_map(|id| Some((changed(&book[id])?, &book[id])));
    let mut dated: Vec<(Date, &Role)> = dated.collect();
    dated.sort_by_key(|(date, role)| (Reverse(*date), role.title.to_lowercase()));
    dated.truncate(book.config.feed_limit);
    let updated = dated.first().map(|(date, _)| instant(*date)).unwrap_or_default();
    let site = &book.config.title;
    let (title, subtitle, home) = match field {
        Some(id) => {
            let Field { section, route, .. } = &book[id];
            (format!("{} \u{b7} {site}", section.title), description(section), route.clone())
        }
        None => (site.clone(), book.config.description.value.clone(), Route::page([])),
    };
    let home_url = frame.absolute(&home);
    Feed {
        title,
        subtitle,
        id: home_url.clone(),
        updated,
        self_url: frame.absolute(frame.route),
        home_url,
        author: site.clone(),
        entries: dated
            .into_iter()
            .map(|(date, role)| FeedEntry {
                title: role.title.clone(),
                url: frame.absolute(&role.route),
                id: frame.absolute(&role.route),
                updated: instant(date),
                published: role.published.map(instant),
                summary: role.summary().into_owned(),
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

/// Pages that search engines may show, in the order of their addresses.
pub fn sitemap<'p>(frame: &'p Frame<'_>, plan: &'p Plan) -> impl Iterator<Item = SitemapUrl> + 'p {
    let listed = plan.pages.iter().filter(|(_, page)| is_listed(frame.book, page));
    listed.map(|(route, page)| SitemapUrl {
        loc: frame.absolute(route),
        lastmod: last_change(frame.book, page).map(|date| date.to_string()),
    })
}

/// The parts of a sitemap that is too long for one file; a part is as new as the
/// newest page in it. None if one file is enough.
pub fn sitemap_parts(frame: &Frame<'_>, plan: &Plan) -> Vec<SitemapUrl> {
    if !plan.pages.contains_key(&sitemap_part_route(1)) {
        return Vec::new();
    }
    let urls: Vec<SitemapUrl> = sitemap(frame, plan).collect();
    let parts = urls.chunks(SITEMAP_PART).enumerate();
    parts
        .map(|(at, part)| SitemapUrl {
            loc: frame.absolute(&sitemap_part_route(at + 1)),
            // Days in ISO 8601 sort as texts.
            lastmod: part.iter().filter_map(|url| url.lastmod.clone()).max(),
        })
        .collect()
}

/// When what a page shows last changed, as far as authors say.
fn last_change(book: &Book, page: &Page) -> Option<Date> {
    let latest = |roles: &mut dyn Iterator<Item = RoleId>| roles.filter_map(|id| changed(&book[id])).max();
    match page {
        Page::Home => latest(&mut (0..book.roles.len()).map(RoleId)),
        Page::Field(id) => latest(&mut book.roles_of(*id)),
        Page::Track(id) => latest(&mut book[*id].roles.iter().copied()),
        Page::Guide(id) => changed(&book[*id]),
        Page::Author(at) => latest(&mut book.authors[*at].roles.iter().copied()),
        Page::Transition(id) => latest(&mut [book[*id].from, book[*id].to].into_iter().filter_map(End::role)),
        _ => None,
    }
}

/// When a guide last changed, as far as its author says.
pub(super) fn changed(role: &Role) -> Option<Date> {
    role.reviewed.max(role.published)
}

fn instant(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
