//! Where things stand whose place follows from what they are. Whether a site has one of
//! them is for its [`Plan`](super::Plan) to say.

use super::{DataFile, Page};
use crate::model::{Book, FieldId, Role};
use crate::route::Route;

/// Route of the index of skills.
pub fn skills_route() -> Route {
    Route::page(["skills"])
}

/// Route of the index of transitions.
pub fn transitions_route() -> Route {
    Route::page(["transitions"])
}

/// Route of the page of what guides say about listings.
pub fn listings_route() -> Route {
    Route::page(["skills", "listings"])
}

/// Route of the page about the open data, if its owner publishes it.
pub fn data_route(book: &Book) -> Option<Route> {
    let data = &book.config.data;
    data.publish.then(|| Route::page([data.path.as_str()]))
}

/// Route of a file of the open data, published or not.
pub fn data_file_route(book: &Book, file: DataFile) -> Route {
    Route::page([book.config.data.path.as_str()]).below(file.name())
}

/// Route of a guide as Markdown, published or not.
pub fn twin_route(role: &Role) -> Route {
    role.route.below("index.md")
}

/// Route of the page behind the search.
pub fn search_route() -> Route {
    Route::page(["search"])
}

/// Route of the page about the tools.
pub fn tools_route() -> Route {
    Route::page(["tools"])
}

/// Route of the tool that finds skills in a resume.
pub fn skills_check_route() -> Route {
    Route::page(["skills-check"])
}

/// Route of the tool that sets roles side by side.
pub fn compare_route() -> Route {
    Route::page(["compare"])
}

/// Route of the tool that finds ways.
pub fn paths_route() -> Route {
    Route::page(["paths"])
}

/// The tools, in the order in which they are told.
pub fn tools() -> [(Route, Page); 3] {
    [
        (skills_check_route(), Page::SkillsCheck),
        (compare_route(), Page::Compare),
        (paths_route(), Page::Paths),
    ]
}

/// A site with more roles than this has a map for each field: a reader cannot take
/// in more boxes than that at once.
const MAP_ROLES: usize = 200;

/// Route of the career map.
pub fn map_route() -> Route {
    Route::page(["map"])
}

/// Route of the map that shows the roles of a field: its own one, or that of the
/// whole site if this one shows all roles.
pub fn field_map_route(book: &Book, id: FieldId) -> Route {
    if is_map_divided(book) { Route::page(["map", book[id].slug.as_str()]) } else { map_route() }
}

/// Whether each field has a map of its own.
pub fn is_map_divided(book: &Book) -> bool {
    book.roles.len() > MAP_ROLES
}

/// Route of the feed.
pub fn feed_route() -> Route {
    Route::file("feed.xml")
}

/// Route of the feed of a field.
pub fn field_feed_route(book: &Book, id: FieldId) -> Route {
    book[id].route.below("feed.xml")
}

/// Addresses in one file of the sitemap, at most. Crawlers take 50,000 or 50 MB,
/// whichever is less (sitemaps.org); long addresses leave room so.
pub const SITEMAP_PART: usize = 30_000;

/// Route of a part of the sitemap, from 1.
pub fn sitemap_part_route(number: usize) -> Route {
    Route::file(&format!("sitemap-{number}.xml"))
}
