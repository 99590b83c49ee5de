//! What stands around every page: title, description, breadcrumbs, navigation.

use serde::Serialize;

use super::feeds::changed;
use super::parts::Link;
use super::transition;
use crate::analytics::Analytics;
use crate::cta;
use crate::markdown::outline::Outline;
use crate::model::graph::gap;
use crate::model::{Book, FieldId, RoleId, Section, SkillId, Text, TrackId, TransitionId};
use crate::plan::{
    Plan, data_route, feed_route, field_feed_route, map_route, search_route, skills_route, tools,
    tools_route, transitions_route, twin_route,
};
use crate::route::Route;

/// Where a page stands, from which links are made.
pub struct Frame<'b> {
    /// The book.
    pub book: &'b Book,
    /// The plan that the page is part of.
    pub plan: &'b Plan,
    /// The page's own route.
    pub route: &'b Route,
    /// Whether links begin at the site's root: a page that is shown at any URL
    /// cannot have relative ones.
    pub is_absolute: bool,
}

impl Frame<'_> {
    /// The link from here to `route`.
    pub fn href(&self, route: &Route) -> String {
        let mut href = self.address(route);
        if self.book.config.index_links && (href.ends_with('/') || href.is_empty()) {
            href.push_str("index.html");
        }
        href
    }

    /// The address of `route` from here; of a folder, one that names of files can follow.
    fn address(&self, route: &Route) -> String {
        if self.is_absolute {
            format!("{}{}", self.book.config.base_path(), route.encoded())
        } else {
            route.relative_to(self.route)
        }
    }

    /// The full address of `route`.
    pub fn absolute(&self, route: &Route) -> String {
        self.book.config.absolute(route)
    }
}

/// What stands around a page.
#[derive(Serialize)]
pub struct Chrome {
    kind: &'static str,
    pub(super) title: String,
    /// What tabs and search engines show: no two pages have the same.
    head_title: String,
    /// What search engines and shared links show: never empty, and not longer than
    /// is shown.
    pub(super) description: String,
    /// What stands large above the text: nothing where the text's own first
    /// paragraph is all that its author says.
    lead: Option<String>,
    pub(super) canonical: String,
    noindex: bool,
    /// Whether the page is trusted with what readers know of themselves: it may open no
    /// connection, so nothing on it asks for one or counts visits.
    is_private: bool,
    highlight: bool,
    pub(super) breadcrumbs: Vec<Crumb>,
    nav: Vec<NavItem>,
    /// An image before the name of the site.
    logo: Option<String>,
    /// Whether the theme's own fonts are left out.
    system_font: bool,
    /// The owner's style sheet.
    look: Option<String>,
    footer: Footer,
    home: String,
    /// The page behind the search.
    search: String,
    assets: String,
    feed: Option<String>,
    /// The feed of the field that the page belongs to.
    field_feed: Option<Link>,
    /// Where readers can suggest a change of the page's text.
    edit: Option<String>,
    /// The page about the open data.
    data: Option<String>,
    /// The script that counts visits: none on a page that promises to tell nobody
    /// anything.
    analytics: Option<Script>,
    /// The page about the tools.
    tools: Option<String>,
    /// The same page as Markdown.
    markdown: Option<String>,
    /// What shared links tell of a text.
    article: Option<Article>,
    extra: serde_json::Value,
}

/// A script that an owner decided on.
#[derive(Serialize)]
struct Script {
    src: String,
    attributes: Vec<Attribute>,
}

/// An attribute of an element, beside those that it has in any case.
#[derive(Serialize)]
struct Attribute {
    name: String,
    value: String,
}

/// A text as the Open Graph protocol knows it.
#[derive(Serialize)]
struct Article {
    published: Option<String>,
    modified: Option<String>,
    section: String,
}

#[derive(Serialize)]
pub(super) struct Crumb {
    pub(super) label: String,
    href: Option<String>,
    /// Where it leads; nothing for the page itself.
    #[serde(skip)]
    pub(super) route: Option<Route>,
}

/// What an owner decided about the foot of every page.
#[derive(Serialize)]
struct Footer {
    text: Option<String>,
    links: Vec<Link>,
}

#[derive(Serialize)]
struct NavItem {
    label: String,
    href: String,
    current: bool,
}

/// Around the home page.
pub fn home(frame: &Frame<'_>) -> Chrome {
    let config = &frame.book.config;
    let section = frame.book.home.as_ref();
    let title = section.map_or(&config.title, |section| &section.title);
    let description = match section {
        _ if !config.description.value.is_empty() => config.description.value.clone(),
        Some(section) => description(section),
        None => String::new(),
    };
    let mut chrome = chrome(frame, "home", title, description);
    chrome.head_title.clone_from(&config.title);
    chrome.breadcrumbs.clear();
    with_section(frame, chrome, section)
}

/// Around a field.
pub fn field(frame: &Frame<'_>, id: FieldId) -> Chrome {
    let section = &frame.book[id].section;
    let mut about = description(section);
    if about.is_empty() {
        about = listed(frame.book, &section.title, frame.book.roles_of(id));
    }
    let mut chrome = chrome(frame, "field", &section.title, about);
    chrome.field_feed = field_feed(frame, id);
    with_section(frame, chrome, Some(section))
}

/// Around a track.
pub fn track(frame: &Frame<'_>, id: TrackId) -> Chrome {
    let track = &frame.book[id];
    let (title, field) = (&track.section.title, &frame.book[track.field]);
    let mut about = description(&track.section);
    if about.is_empty() {
        let name = format!("{title} in {}", field.section.title);
        about = listed(frame.book, &name, track.roles.iter().copied());
    }
    let mut chrome = chrome(frame, "track", title, about);
    if is_shared(frame.book, title) {
        let both = format!("{title} in {}", field.section.title);
        chrome.head_title = head_title(&both, &frame.book.config.title);
    }
    chrome.step(frame, &[(&field.section.title, &field.route)]);
    chrome.field_feed = field_feed(frame, track.field);
    with_section(frame, chrome, Some(&track.section))
}

/// Around a guide.
pub fn guide(frame: &Frame<'_>, id: RoleId) -> Chrome {
    let role = &frame.book[id];
    let track = &frame.book[role.track];
    let field = &frame.book[track.field];
    let outline = &role.text.document.outline;
    let mut chrome = chrome(frame, "guide", &role.title, role.summary().to_owned());
    chrome.step(frame, &[(&field.section.title, &field.route), (&track.section.title, &track.route)]);
    chrome.noindex = role.draft;
    chrome.field_feed = field_feed(frame, track.field);
    chrome.edit = edit(frame, &role.text);
    chrome.markdown = data_route(frame.book).map(|_| frame.href(&twin_route(role)));
    chrome.highlight = outline.has_code;
    chrome.article = Some(Article {
        published: role.published.map(|date| date.to_string()),
        modified: changed(role).map(|date| date.to_string()),
        section: track.section.title.clone(),
    });
    chrome.extra = role.extra.clone();
    chrome
}

/// Around the index of skills.
pub fn skills(frame: &Frame<'_>) -> Chrome {
    let count = frame.book.skills.iter().filter(|skill| skill.role_count() > 0).count();
    let description = format!(
        "The {count} skills that the guides of this site ask for, from A to Z, each with the roles that need it."
    );
    chrome(frame, "skills", "Skills", description)
}

/// Around a skill.
pub fn skill(frame: &Frame<'_>, id: SkillId) -> Chrome {
    let skill = &frame.book[id];
    let description = skill.description.clone().unwrap_or_else(|| {
        let count = skill.role_count();
        let guides = if count == 1 { "One guide asks".to_owned() } else { format!("{count} guides ask") };
        format!("{guides} for {}: the roles that need it, and the moves that it opens.", skill.name)
    });
    let mut chrome = chrome(frame, "skill", &skill.name, description);
    // Fields, tracks and roles are called like skills often enough.
    let title = format!("{}: roles that ask for it", skill.name);
    chrome.head_title = head_title(&title, &frame.book.config.title);
    chrome.step(frame, &[("Skills", &skills_route())]);
    chrome.noindex = skill.is_thin();
    chrome.edit = skill.text.as_ref().and_then(|text| edit(frame, text));
    chrome.highlight = skill.text.as_ref().is_some_and(|text| text.document.outline.has_code);
    chrome
}

/// Around what guides say about listings.
pub fn listings(frame: &Frame<'_>) -> Chrome {
    let description = "Skills that job descriptions ask for too much, too little or not at all, as the guides of this site judge them.";
    let mut chrome = chrome(frame, "listings", "Listed against required", description.to_owned());
    chrome.step(frame, &[("Skills", &skills_route())]);
    chrome
}

/// Around the index of transitions.
pub fn transitions(frame: &Frame<'_>) -> Chrome {
    let description = format!(
        "{} from one role to another that the guides of this site declare, by where they begin, with what carries over and what is to be learned.",
        count_of(transition::counted(frame), "move")
    );
    chrome(frame, "transitions", "Moves between roles", description)
}

/// Around a transition.
pub fn transition(frame: &Frame<'_>, id: TransitionId) -> Chrome {
    let book = frame.book;
    let (from, to) = (book[id].from, book[id].to);
    let title = format!("From {} to {}", book.title(from), book.title(to));
    let ends = from.role().zip(to.role());
    let description = ends.map_or_else(String::new, |(from, to)| {
        let gap = gap(&book[from], &book[to]);
        let (carried, learn) = (gap.carried.len(), gap.learn.len());
        format!(
            "{carried} of the {} for {} carry over from {}, and {learn} {} to be learned: what people who know the move say about it.",
            count_of(carried + learn, "skill"),
            book[to].title,
            book[from].title,
            if learn == 1 { "is" } else { "are" },
        )
    });
    let mut chrome = chrome(frame, "transition", &title, description);
    if let Some(index) = transitions_route(book) {
        chrome.step(frame, &[("Moves", &index)]);
    }
    chrome.noindex = ends.is_some_and(|(from, to)| book[from].draft || book[to].draft);
    chrome
}

/// "1 move", "2 moves".
fn count_of(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// Around the career map.
pub fn map(frame: &Frame<'_>) -> Chrome {
    chrome(frame, "map", "Career map", on_the_map(frame.book.roles.len(), "of this site"))
}

/// Around the career map of a field.
pub fn field_map(frame: &Frame<'_>, id: FieldId) -> Chrome {
    let name = &frame.book[id].section.title;
    let description = on_the_map(frame.book.roles_of(id).count(), &format!("of {name}"));
    let mut chrome = chrome(frame, "map", &format!("Career map: {name}"), description);
    chrome.step(frame, &[("Career map", &map_route())]);
    chrome
}

fn on_the_map(roles: usize, of: &str) -> String {
    format!(
        "The {} {of} and the moves between them, as a picture and as a list: where people begin, and what comes next.",
        count_of(roles, "role")
    )
}

/// Around an author.
pub fn author(frame: &Frame<'_>, at: usize) -> Chrome {
    let author = &frame.book.authors[at];
    let count = count_of(author.roles.len(), "guide");
    let description =
        author.about.clone().unwrap_or_else(|| format!("{count} by {} on this site.", author.name));
    chrome(frame, "author", &author.name, description)
}

/// Around a plain page.
pub fn plain(frame: &Frame<'_>, at: usize) -> Chrome {
    let page = &frame.book.pages[at];
    let mut chrome = chrome(frame, "page", &page.section.title, description(&page.section));
    chrome.noindex = page.draft;
    with_section(frame, chrome, Some(&page.section))
}

/// Around the page about the open data.
pub fn data(frame: &Frame<'_>) -> Chrome {
    let book = frame.book;
    let skills = book.skills.iter().filter(|skill| skill.is_shown()).count();
    let description = format!(
        "All {} roles, {skills} skills and {} moves of this site as JSON, CSV and GraphML: what each key means, and \
         what you may do with it.",
        book.roles.len(),
        book.transitions.len()
    );
    chrome(frame, "data", "Open data", description)
}

/// Around the page behind the search.
pub fn search(frame: &Frame<'_>) -> Chrome {
    let roles = count_of(frame.book.roles.len(), "role");
    let description =
        format!("Search this site by role, skill or move, or look through its {roles} from A to Z.");
    let mut chrome = chrome(frame, "search", "Search", description);
    chrome.noindex = true;
    chrome
}

/// Around the page about the tools.
pub fn about_tools(frame: &Frame<'_>) -> Chrome {
    let description =
        "Tools that answer in your browser from what the guides of this site say, and send nothing anywhere.";
    chrome(frame, "tools", "Career tools", description.to_owned())
}

/// Around the tool that sets roles side by side.
pub fn compare(frame: &Frame<'_>) -> Chrome {
    let roles = count_of(frame.book.roles.len(), "role");
    let description = format!(
        "Set two or three of the {roles} of this site side by side: the skills they share, those they do not, and the moves between them."
    );
    tool(frame, "compare", "Compare roles", description)
}

/// Around the tool that finds ways.
pub fn paths(frame: &Frame<'_>) -> Chrome {
    let moves = count_of(transition::counted(frame), "move");
    let description = format!(
        "From the role you hold to the one you want, over the {moves} of this site: up to three ways, and what you would learn on each."
    );
    tool(frame, "paths", "Find a path", description)
}

/// Around the tool that finds skills in a resume.
pub fn skills_check(frame: &Frame<'_>) -> Chrome {
    let description = "Paste a resume and see which of the skills in these guides it shows, which roles they fit, and what is left to learn. Nothing leaves your browser.";
    let mut chrome = tool(frame, "skills-check", "Check your skills", description.to_owned());
    chrome.is_private = true;
    chrome
}

fn tool(frame: &Frame<'_>, kind: &'static str, title: &str, description: String) -> Chrome {
    let mut chrome = chrome(frame, kind, title, description);
    // The address says what a reader has and wants.
    chrome.analytics = None;
    if let Some(tools) = tools_route(frame.book) {
        chrome.step(frame, &[("Career tools", &tools)]);
    }
    chrome
}

/// Around the page for unknown addresses.
pub fn not_found(frame: &Frame<'_>) -> Chrome {
    let description =
        "There is no page at this address. The fields of this site and their guides are listed here.";
    let mut chrome = chrome(frame, "not-found", "Page not found", description.to_owned());
    chrome.noindex = true;
    chrome
}

fn chrome(frame: &Frame<'_>, kind: &'static str, title: &str, description: String) -> Chrome {
    let book = frame.book;
    let home = Route::page([]);
    Chrome {
        kind,
        title: title.to_owned(),
        head_title: head_title(title, &book.config.title),
        description: shown(&if description.is_empty() {
            format!("{title}: a page of {}.", book.config.title)
        } else {
            description.clone()
        }),
        lead: Some(description),
        canonical: frame.absolute(frame.route),
        noindex: false,
        is_private: false,
        highlight: false,
        breadcrumbs: vec![
            Crumb::to(frame, "Home", &home),
            Crumb { label: title.to_owned(), href: None, route: None },
        ],
        nav: nav(frame),
        logo: book.config.look.logo.as_ref().map(|logo| frame.href(&logo.value)),
        system_font: book.config.look.system_font,
        look: book.config.look.style_sheet().map(|_| frame.href(&frame.plan.assets.below("look.css"))),
        footer: Footer {
            text: book.config.footer.text.clone(),
            links: book.config.footer.links.iter().map(|one| link(frame, one)).collect(),
        },
        home: frame.href(&home),
        search: frame.href(&search_route()),
        assets: frame.address(&frame.plan.assets),
        feed: feed_route(book).map(|route| frame.href(&route)),
        field_feed: None,
        edit: None,
        data: data_route(book).map(|route| frame.href(&route)),
        analytics: book.config.analytics.as_ref().map(|analytics| script(frame, analytics)),
        tools: tools_route(book).map(|route| frame.href(&route)),
        markdown: None,
        article: None,
        extra: serde_json::Value::Object(serde_json::Map::new()),
    }
}

fn script(frame: &Frame<'_>, analytics: &Analytics) -> Script {
    let attributes = analytics.attributes.iter();
    Script {
        src: analytics.route().map_or_else(|| analytics.script.value.clone(), |route| frame.href(&route)),
        attributes: attributes
            .map(|(name, value)| Attribute { name: name.clone(), value: value.clone() })
            .collect(),
    }
}

fn field_feed(frame: &Frame<'_>, id: FieldId) -> Option<Link> {
    let label = frame.book[id].section.title.clone();
    field_feed_route(frame.book, id).map(|route| Link { label, href: frame.href(&route) })
}

/// Where readers can suggest a change of a text.
fn edit(frame: &Frame<'_>, text: &Text) -> Option<String> {
    let path = Route::file(text.document.source.path().as_str());
    Some(frame.book.config.edit_url.as_ref()?.replace("{path}", path.encoded().trim_start_matches('/')))
}

/// Characters that search engines show of a title, about.
const SHOWN_TITLE: usize = 60;

/// A page's title with the name of the site, as far as both are shown.
fn head_title(title: &str, site: &str) -> String {
    let both = format!("{title} \u{b7} {site}");
    if both.chars().count() > SHOWN_TITLE { title.to_owned() } else { both }
}

/// Characters that search engines show of a description, about.
const SHOWN_DESCRIPTION: usize = 170;

/// A description as far as it is shown, cut between two words.
fn shown(description: &str) -> String {
    let mut ends = description.char_indices().map(|(at, _)| at);
    if ends.clone().count() <= SHOWN_DESCRIPTION {
        return description.to_owned();
    }
    let limit = ends.nth(SHOWN_DESCRIPTION - 1).unwrap_or(description.len());
    let fits = description.get(..limit).unwrap_or(description);
    // A text without spaces is cut where it has to be.
    let words = fits.rsplit_once(char::is_whitespace).map_or(fits, |(words, _)| words);
    format!("{}\u{2026}", words.trim_end_matches(|c: char| c.is_whitespace() || ",;:".contains(c)))
}

/// What a list of roles is about where its author does not say it.
fn listed(book: &Book, name: &str, roles: impl Iterator<Item = RoleId>) -> String {
    let titles: Vec<&str> = roles.map(|role| book[role].title.as_str()).collect();
    if titles.is_empty() {
        return format!("{name}: no roles yet.");
    }
    format!("{name}, {}: {}.", count_of(titles.len(), "role"), titles.join(", "))
}

/// Whether a track is called like a field, a role or another track.
fn is_shared(book: &Book, title: &str) -> bool {
    let fields = book.fields.iter().map(|field| &field.section.title);
    let tracks = book.tracks.iter().map(|track| &track.section.title);
    let roles = book.roles.iter().map(|role| &role.title);
    fields.chain(tracks).chain(roles).filter(|other| *other == title).count() > 1
}

impl Crumb {
    fn to(frame: &Frame<'_>, label: &str, route: &Route) -> Self {
        Self { label: label.to_owned(), href: Some(frame.href(route)), route: Some(route.clone()) }
    }
}

impl Chrome {
    /// Adds steps between home and the page itself.
    fn step(&mut self, frame: &Frame<'_>, steps: &[(&str, &Route)]) {
        let last = self.breadcrumbs.len() - 1;
        let crumbs = steps.iter().map(|(label, route)| Crumb::to(frame, label, route));
        self.breadcrumbs.splice(last..last, crumbs.collect::<Vec<_>>());
    }
}

fn with_section(frame: &Frame<'_>, mut chrome: Chrome, section: Option<&Section>) -> Chrome {
    if let Some(section) = section {
        chrome.edit = edit(frame, &section.text);
        chrome.highlight = section.text.document.outline.has_code;
        if chrome.kind != "home" {
            chrome.lead.clone_from(&section.description);
        }
        if section.extra.is_object() {
            chrome.extra = section.extra.clone();
        }
    }
    chrome
}

/// Fields that the navigation names one by one; more would not fit in one line of
/// most windows.
const NAMED_FIELDS: usize = 3;

/// A link that the owner or an author decided on.
pub fn link(frame: &Frame<'_>, link: &cta::Link) -> Link {
    let inside = link.route().map(|(route, suffix)| frame.href(&route) + suffix);
    Link { label: link.label.clone(), href: inside.unwrap_or_else(|| link.url.value.clone()) }
}

fn nav(frame: &Frame<'_>) -> Vec<NavItem> {
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
    let moves = transitions_route(book);
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
        vec![NavItem { label: "Fields".to_owned(), href, current }]
    } else {
        fields.map(item).collect()
    };
    let moves = moves.as_ref().map(|route| ("Moves", route));
    let others = [("Skills", &skills)].into_iter().chain(moves).chain([("Map", &map)]);
    let tool = tools_route(book).map(|route| {
        let current = is_current(&route) || tools(book).any(|(tool, _)| is_current(&tool));
        NavItem { current, ..item(("Tools", &route)) }
    });
    fields.into_iter().chain(others.map(item)).chain(tool).chain(pages.map(item)).collect()
}

/// What an author says a section is, or its first paragraph.
pub fn description(section: &Section) -> String {
    section.description.clone().unwrap_or_else(|| lede(&section.text.document.outline))
}

fn lede(outline: &Outline) -> String {
    outline.lede.as_ref().map(|(_, text)| text.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[track_caller]
    fn check(description: &str, expected: &str) {
        let found = shown(description);
        assert_eq!(found, expected);
        assert!(found.chars().count() <= 170);
    }

    #[test]
    fn descriptions_end_between_words() {
        check("Short.", "Short.");
        let fits = format!("{}é.", "word ".repeat(33) + "abc");
        assert_eq!(fits.chars().count(), 170);
        check(&fits, &fits);
        check(&format!("{fits}x"), &format!("{}…", "word ".repeat(33).trim_end()));
        check(&format!("{}, and so on", "ab".repeat(79)), &format!("{}, and so on", "ab".repeat(79)));
        check(&format!("{}, {}", "ab".repeat(40), "cd".repeat(60)), &format!("{}…", "ab".repeat(40)));
        check(&"日".repeat(200), &format!("{}…", "日".repeat(169)));
    }
}
