//! Every URL that a site has, and what answers it. What the whole book has to be looked
//! through for is decided here, once, and not by each page.

pub mod cards;
mod claims;
pub mod links;
pub mod routes;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostics, Place};
use crate::drawing::fonts::Fonts;
use crate::model::{Book, End, FieldId, Role, RoleId, SkillId, TrackId, Transition, TransitionId};
use crate::route::Route;
use crate::source::{STATIC, Source, Sources, Span};
use crate::theme::{self, Assets};
use cards::{Card, cards};
use claims::{Claim, Claims, OPEN_DATA, TOOL};
use routes::{
    SITEMAP_PART, data_file_route, data_route, feed_route, field_feed_route, field_map_route, is_map_divided,
    listings_route, map_route, search_route, sitemap_part_route, skills_route, tools, tools_route,
    transitions_route, twin_route,
};

/// What answers a route.
#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    /// The home page.
    Home,
    /// A field.
    Field(FieldId),
    /// A track.
    Track(TrackId),
    /// A role's guide.
    Guide(RoleId),
    /// The index of skills.
    Skills,
    /// A skill.
    Skill(SkillId),
    /// What guides say about listings, skill by skill.
    Listings,
    /// The index of transitions.
    Transitions,
    /// A transition.
    Transition(TransitionId),
    /// The career map, or its overview where the site is too large for one.
    Map,
    /// The career map of a field.
    FieldMap(FieldId),
    /// An author, by their place in the book.
    Author(usize),
    /// The page behind the search.
    Search,
    /// What the search looks through.
    SearchIndex,
    /// The page about the tools of the reader's browser.
    Tools,
    /// The tool that sets roles side by side.
    Compare,
    /// The tool that finds ways over several moves.
    Paths,
    /// The tool that finds skills in a resume.
    SkillsCheck,
    /// A module of what the tools of the reader's browser know.
    ToolData(ToolData),
    /// A plain page, by its place in the book.
    Plain(usize),
    /// What hosts show where there is no page.
    NotFound,
    /// An old address that leads to another one.
    Redirect(Route),
    /// The Atom feed of guides.
    Feed,
    /// The Atom feed of a field's guides.
    FieldFeed(FieldId),
    /// The list of pages for crawlers, or the list of its parts.
    Sitemap,
    /// A part of the list of pages, from 1.
    SitemapPart(usize),
    /// Rules for crawlers.
    Robots,
    /// The list of guides for language models.
    Llms,
    /// What some hosts are to send with each page.
    Headers,
    /// What some hosts are to answer at old addresses.
    Redirects,
    /// The host name, for GitHub Pages.
    Cname,
    /// Has GitHub Pages publish all files as they are.
    NoJekyll,
    /// The page about the open data.
    Data,
    /// A file of the open data.
    DataFile(DataFile),
    /// A role's guide as Markdown.
    Twin(RoleId),
    /// The picture that shared links show of a page.
    Card(Card),
    /// A file as it is.
    File(Arc<Source>),
}

impl Page {
    /// Whether a template has a part in it, which may fail.
    pub fn has_template(&self) -> bool {
        let is_without = matches!(
            self,
            Self::File(_)
                | Self::DataFile(_)
                | Self::Twin(_)
                | Self::SearchIndex
                | Self::ToolData(_)
                | Self::Cname
                | Self::NoJekyll
        );
        !is_without
    }
}

/// The files of the open data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataFile {
    /// All of it.
    Graph,
    /// What may stand in that.
    Schema,
    /// Roles, as a table.
    Roles,
    /// Skills, as a table.
    Skills,
    /// Transitions, as a table.
    Transitions,
    /// Roles and skills, and the lines between them, for programs that draw graphs.
    GraphMl,
}

impl DataFile {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Graph, Self::Schema, Self::Roles, Self::Skills, Self::Transitions, Self::GraphMl];

    /// The file's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Graph => "graph.json",
            Self::Schema => "graph.schema.json",
            Self::Roles => "roles.csv",
            Self::Skills => "skills.csv",
            Self::Transitions => "transitions.csv",
            Self::GraphMl => "graph.graphml",
        }
    }

    /// Its media type. GraphML and JSON Schema have the names that are in use, though
    /// neither is registered.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Graph => "application/json",
            Self::Schema => "application/schema+json",
            // RFC 4180, 3: the first line names the columns.
            Self::Roles | Self::Skills | Self::Transitions => "text/csv; charset=utf-8; header=present",
            Self::GraphMl => "application/graphml+xml",
        }
    }
}

/// Roles in a part of the texts that the tools show.
pub const DETAILS: usize = 8;

/// The modules of what the tools of the reader's browser know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToolData {
    /// Skills and their names.
    Skills,
    /// Roles and what they require.
    Roles,
    /// Moves and suggestions.
    Moves,
    /// Texts about [`DETAILS`] roles: the part of this number, from 0.
    Details(usize),
}

impl ToolData {
    /// All that a site has: none where it has no guide.
    pub fn all(book: &Book) -> impl Iterator<Item = Self> {
        let parts = book.roles.len().div_ceil(DETAILS);
        let lists = [Self::Skills, Self::Roles, Self::Moves].into_iter().filter(move |_| parts > 0);
        lists.chain((0..parts).map(Self::Details))
    }

    /// Its route.
    pub fn route(self) -> Route {
        let name = match self {
            Self::Skills => "skills.js",
            Self::Roles => "roles.js",
            Self::Moves => "moves.js",
            Self::Details(part) => &format!("details/{part}.js"),
        };
        Route::page(["tools", "data"]).below(name)
    }
}

/// Every URL of a site.
#[derive(Debug)]
pub struct Plan {
    /// What answers each route.
    pub pages: Arc<BTreeMap<Route, Page>>,
    /// The folder of the theme's assets.
    pub assets: Route,
    /// Names that more than one of fields, tracks, roles, authors and plain pages have.
    pub shared_names: BTreeSet<String>,
    claims: Claims,
    collisions: Diagnostics,
}

/// The folder of the assets of all versions.
const ASSETS: &str = "assets";

impl Plan {
    /// The route, if something answers it.
    pub fn published(&self, route: Route) -> Option<Route> {
        self.pages.contains_key(&route).then_some(route)
    }

    /// The address of an asset without its version, if `route` is one.
    pub fn asset_of_any_version(&self, route: &Route) -> Option<Route> {
        let name = route.as_str().strip_prefix(self.assets.as_str())?;
        Some(Route::page([ASSETS]).below(name))
    }

    /// The asset that `route` was in some version: the one of the same name, if there
    /// is one.
    pub fn asset_of_this_version(&self, route: &Route) -> Option<Route> {
        let below = route.as_str().strip_prefix(Route::page([ASSETS]).as_str())?;
        let (version, name) = below.split_once('/')?;
        let asset = self.assets.below(name);
        (theme::is_version(version) && self.pages.contains_key(&asset)).then_some(asset)
    }
}

/// Whether search engines may show a page, which is then in the sitemap.
pub fn is_listed(book: &Book, page: &Page) -> bool {
    match page {
        Page::Home
        | Page::Field(_)
        | Page::Track(_)
        | Page::Skills
        | Page::Listings
        | Page::Transitions
        | Page::Data
        | Page::SkillsCheck
        | Page::Map
        | Page::FieldMap(_)
        | Page::Tools
        | Page::Compare
        | Page::Paths => true,
        Page::Guide(id) => !book[*id].draft,
        Page::Transition(id) => {
            let mut ends = [book[*id].from, book[*id].to].into_iter().filter_map(End::role);
            !ends.any(|role| book[role].draft)
        }
        Page::Author(at) => book.authors[*at].roles.iter().any(|role| !book[*role].draft),
        Page::Skill(id) => !book[*id].is_thin(),
        Page::Plain(at) => !book.pages[*at].draft,
        _ => false,
    }
}

/// Lays out every URL of a book. Of what stands in bodies, transitions alone have a
/// say in it. Cards are drawn in `fonts`, or not at all. Where the same is asked for as
/// `before`, it is settled already.
pub fn plan(
    book: &Book,
    assets: &Assets,
    fonts: Option<&Fonts>,
    sources: &Sources,
    before: Option<&Plan>,
) -> (Plan, Diagnostics) {
    let mut claims = Claims::default();
    let document = |text: &crate::model::Text| Place::File(text.document.source.path().clone());
    let home = book.home.as_ref();
    claims.add(
        Route::page([]),
        Page::Home,
        "the home page",
        home.map_or(Place::Site, |home| document(&home.text)),
    );
    // Before fields, so that one of the same name is told where its author can see it.
    claims.add(search_route(), Page::Search, "the search", Place::Site);
    claims.add(search_route().below("index.json"), Page::SearchIndex, "the index of the search", Place::Site);
    let about = (tools_route(), Page::Tools);
    for (route, page) in tools().into_iter().chain([about]).filter(|(_, page)| has_tool(book, page)) {
        claims.add(route, page, TOOL, Place::Site);
    }
    for data in ToolData::all(book) {
        claims.add(data.route(), Page::ToolData(data), TOOL, Place::Site);
    }
    let data = data_route(book);
    if let Some(route) = &data {
        claims.add(route.clone(), Page::Data, OPEN_DATA, Place::Site);
        for file in DataFile::ALL {
            let route = data_file_route(book, file);
            claims.add(route, Page::DataFile(file), "a file of the open data", Place::Site);
        }
    }
    for (at, field) in book.fields.iter().enumerate() {
        claims.add(field.route.clone(), Page::Field(FieldId(at)), "a field", document(&field.section.text));
    }
    for (at, track) in book.tracks.iter().enumerate() {
        claims.add(track.route.clone(), Page::Track(TrackId(at)), "a track", document(&track.section.text));
    }
    claims.add_all(book.roles.par_iter().enumerate(), |(at, role)| {
        let guide = (role.route.clone(), Page::Guide(RoleId(at)), "a guide");
        let twin = (twin_route(role), Page::Twin(RoleId(at)), "the Markdown of a guide");
        let both = [Some(guide), data.is_some().then_some(twin)].into_iter().flatten();
        both.map(|(route, page, what)| Claim::new(route, page, what, document(&role.text)))
    });
    claims.add(skills_route(), Page::Skills, "the index of skills", Place::Site);
    for (at, skill) in book.skills.iter().enumerate() {
        if let Some(route) = &skill.route {
            claims.add(route.clone(), Page::Skill(SkillId(at)), "a skill", Place::Site);
        }
    }
    let mut requirements = book.roles.iter().flat_map(|role| role.requirements.iter());
    if requirements.any(|one| one.listing.is_some()) {
        claims.add(listings_route(), Page::Listings, "what guides say about listings", Place::Site);
    }
    let is_between_guides = |one: &Transition| one.from.role().is_some() && one.to.role().is_some();
    if book.transitions.iter().any(is_between_guides) {
        claims.add(transitions_route(), Page::Transitions, "the index of moves", Place::Site);
    }
    for (at, transition) in book.transitions.iter().enumerate() {
        if let Some(route) = &transition.route {
            claims.add(route.clone(), Page::Transition(TransitionId(at)), "a move", Place::Site);
        }
    }
    claims.add(map_route(), Page::Map, "the career map", Place::Site);
    if is_map_divided(book) {
        for at in 0..book.fields.len() {
            let id = FieldId(at);
            claims.add(field_map_route(book, id), Page::FieldMap(id), "the map of a field", Place::Site);
        }
    }
    for (at, author) in book.authors.iter().enumerate() {
        claims.add(author.route.clone(), Page::Author(at), "an author", Place::Site);
    }
    for (at, page) in book.pages.iter().enumerate() {
        claims.add(page.route.clone(), Page::Plain(at), "a page", document(&page.section.text));
    }
    for (path, page, what) in [
        ("404.html", Page::NotFound, "the page for unknown addresses"),
        ("sitemap.xml", Page::Sitemap, "the sitemap"),
    ] {
        claims.add(Route::file(path), page, what, Place::Site);
    }
    let is_dated = |role: &Role| role.published.or(role.reviewed).is_some();
    if book.roles.iter().any(|role| is_dated(role)) {
        claims.add(feed_route(), Page::Feed, "the feed", Place::Site);
    }
    for id in (0..book.fields.len()).map(FieldId) {
        if book.roles_of(id).any(|role| is_dated(&book[role])) {
            let route = field_feed_route(book, id);
            claims.add(route, Page::FieldFeed(id), "the feed of a field", Place::Site);
        }
    }
    let listed = claims.pages().filter(|page| is_listed(book, page)).count();
    if listed > SITEMAP_PART {
        for number in 1..=listed.div_ceil(SITEMAP_PART) {
            let page = Page::SitemapPart(number);
            claims.add(sitemap_part_route(number), page, "a part of the sitemap", Place::Site);
        }
    }
    let statics: BTreeMap<&str, &Arc<Source>> =
        sources.iter().filter_map(|(path, source)| Some((path.below(STATIC)?, source))).collect();
    let has_aliases = aliases(book).next().is_some();
    for (path, page, what, is_needed) in [
        ("robots.txt", Page::Robots, "the rules for crawlers", true),
        ("llms.txt", Page::Llms, "the list for language models", true),
        ("_headers", Page::Headers, "what hosts send with pages", true),
        ("_redirects", Page::Redirects, "what hosts answer at old addresses", has_aliases),
        ("CNAME", Page::Cname, "the host name", book.config.cname.is_some()),
        (".nojekyll", Page::NoJekyll, "a word to GitHub Pages", true),
    ] {
        // A site's own file stands in place of ours.
        let is_own = statics.contains_key(path);
        if is_needed && !is_own {
            claims.add(Route::file(path), page, what, Place::Site);
        }
    }
    let (cards, found) = fonts.map(|fonts| cards(book, fonts)).unwrap_or_default();
    let files: HashSet<&Route> = book.assets.iter().map(|asset| &asset.route).collect();
    claims.add_all(cards.into_par_iter(), |card| {
        let route = card.route(book);
        let is_own = statics.contains_key(&route.as_str()[1..]) || files.contains(&route);
        (!is_own).then(|| Claim::new(route, Page::Card(card), "a card", card.place(book)))
    });
    let folder = Route::page([ASSETS, assets.version.as_str()]);
    for (name, source) in &assets.files {
        claims.add(
            folder.below(name),
            Page::File(Arc::clone(source)),
            "a file of the theme",
            Place::File(source.path().clone()),
        );
    }
    for asset in &book.assets {
        let place = Place::File(asset.source.path().clone());
        claims.add(asset.route.clone(), Page::File(Arc::clone(&asset.source)), "a file", place);
    }
    for (name, source) in statics {
        let place = Place::File(source.path().clone());
        claims.add(Route::file(name), Page::File(Arc::clone(source)), "a static file", place);
    }
    for (route, span, target) in aliases(book) {
        claims.add(route.clone(), Page::Redirect(target), "an alias", Place::Span(span.clone()));
    }
    let (pages, collisions) = match before.filter(|before| before.claims == claims) {
        Some(before) => (Arc::clone(&before.pages), before.collisions.clone()),
        None => {
            let (pages, collisions) = claims.settle();
            (Arc::new(pages), collisions)
        }
    };
    let mut diagnostics = collisions.clone();
    diagnostics.append(found);
    (Plan { pages, assets: folder, shared_names: shared_names(book), claims, collisions }, diagnostics)
}

fn shared_names(book: &Book) -> BTreeSet<String> {
    let fields = book.fields.iter().map(|field| &field.section.title);
    let tracks = book.tracks.iter().map(|track| &track.section.title);
    let roles = book.roles.iter().map(|role| &role.title);
    let authors = book.authors.iter().map(|author| &author.name);
    let pages = book.pages.iter().map(|page| &page.section.title);
    let mut seen = HashSet::new();
    let all = fields.chain(tracks).chain(roles).chain(authors).chain(pages);
    all.filter(|name| !seen.insert(*name)).cloned().collect()
}

/// Whether a tool has something to say: whether there is a guide, two of them to set
/// side by side, or a move that somebody vouches for.
fn has_tool(book: &Book, page: &Page) -> bool {
    match page {
        Page::Compare => book.roles.len() > 1,
        Page::Paths => book.transitions.iter().any(|one| one.route.is_some()),
        _ => !book.roles.is_empty(),
    }
}

/// Old addresses, where each was written, and what it leads to.
fn aliases(book: &Book) -> impl Iterator<Item = (&Route, &Span, Route)> {
    book.home
        .iter()
        .map(|home| (&home.aliases, Route::page([])))
        .chain(book.fields.iter().map(|field| (&field.section.aliases, field.route.clone())))
        .chain(book.tracks.iter().map(|track| (&track.section.aliases, track.route.clone())))
        .chain(book.roles.iter().map(|role| (&role.aliases, role.route.clone())))
        .chain(book.pages.iter().map(|page| (&page.section.aliases, page.route.clone())))
        .flat_map(|(aliases, target)| aliases.iter().map(move |(route, span)| (route, span, target.clone())))
}
