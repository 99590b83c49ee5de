//! What stands around every page. Its title and description are made by `titles`, its
//! navigation by `navigation`.

use serde::Serialize;

use super::card::Image;
use super::feeds::changed;
use super::memo::{Memo, Part, Shared};
use super::navigation::{NavItem, link, nav};
use super::parts::Link;
use super::titles::{description, head_title, listed, on_the_map, shown};
use super::transition;
use crate::analytics::Analytics;
use crate::making::Make;
use crate::model::graph::gap;
use crate::model::{Book, FieldId, RoleId, Section, SkillId, Text, TrackId, TransitionId};
use crate::plan::Plan;
use crate::plan::routes::{
    data_route, feed_route, field_feed_route, map_route, search_route, skills_route, tools_route,
    transitions_route, twin_route,
};
use crate::route::Route;
use crate::words::Words;

/// Where a page stands, from which links are made.
pub struct Frame<'b> {
    /// The book.
    pub book: &'b Book,
    /// The plan that the page is part of.
    pub plan: &'b Plan,
    /// What the page says by itself.
    pub words: &'b Words,
    /// The page's own route.
    pub route: &'b Route,
    /// Whether links begin at the site's root: a page that is shown at any URL
    /// cannot have relative ones.
    pub is_absolute: bool,
    /// What pages beside this one show too.
    pub memo: &'b Memo,
    /// Who makes what takes long.
    pub make: &'b dyn Make,
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

    /// The link from here to `route`, if something answers it.
    pub fn published(&self, route: Route) -> Option<String> {
        self.plan.published(route).map(|route| self.href(&route))
    }

    /// The address of `route` from here; of a folder, one that names of files can follow.
    fn address(&self, route: &Route) -> String {
        if self.is_absolute {
            format!("{}{}", self.book.config.base_path(), route.encoded())
        } else {
            route.relative_to(self.route)
        }
    }

    /// A part that pages beside this one may show too, as templates see it. One that
    /// links into this page `is_own`: from elsewhere those links would be others.
    pub fn shared<T: Serialize>(&self, part: Part, is_own: bool, make: impl FnOnce() -> T) -> Shared<T> {
        if self.is_absolute || is_own { Shared::new(&make()) } else { self.memo.part(part, make) }
    }

    /// The full address of `route`.
    pub fn absolute(&self, route: &Route) -> String {
        self.book.config.absolute(route)
    }
}

/// What stands around a page.
#[derive(Serialize)]
pub struct Chrome {
    /// What kind of page it is: `home`, `field`, `track`, `guide` and so on.
    kind: &'static str,
    /// The title, as it stands in the page.
    pub(super) title: String,
    /// What tabs and search engines show: no two pages have the same.
    head_title: String,
    /// What search engines and shared links show: never empty, and not longer than
    /// is shown.
    pub(super) description: String,
    /// What stands large above the text: nothing where the text's own first
    /// paragraph is all that its author says.
    lead: Option<String>,
    /// The page's full address.
    pub(super) canonical: String,
    /// Whether search engines are to leave it out.
    noindex: bool,
    /// Whether the page is trusted with what readers know of themselves: it may open no
    /// connection, so nothing on it asks for one or counts visits.
    is_private: bool,
    /// Whether there is highlighted code in it.
    highlight: bool,
    /// The way from home to the page, which is the last.
    pub(super) breadcrumbs: Vec<Crumb>,
    /// Entries of the navigation.
    nav: Vec<NavItem>,
    /// An image before the name of the site.
    logo: Option<String>,
    /// Whether the theme's own fonts are left out.
    system_font: bool,
    /// The owner's style sheet.
    look: Option<String>,
    /// The foot of the page.
    footer: Footer,
    /// The home page.
    home: String,
    /// The page behind the search.
    search: String,
    /// The folder of the theme's files: `{{ page.assets }}style.css`.
    assets: String,
    /// The feed of the site; none if no guide has a date.
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
    /// The picture that shared links show.
    pub(super) image: Option<Image>,
    /// What shared links tell of a text.
    article: Option<Article>,
    /// The author's own keys, from `[extra]` in front matter.
    extra: serde_json::Value,
}

/// A script that an owner decided on.
#[derive(Serialize)]
struct Script {
    /// Its address.
    src: String,
    /// Further attributes.
    attributes: Vec<Attribute>,
}

/// An attribute of an element, beside those that it has in any case.
#[derive(Serialize)]
struct Attribute {
    /// Its name.
    name: String,
    /// Its value.
    value: String,
}

/// A text as the Open Graph protocol knows it.
#[derive(Serialize)]
struct Article {
    /// The day of its publication.
    published: Option<String>,
    /// The day of its last change.
    modified: Option<String>,
    /// The title of its track.
    section: String,
}

#[derive(Serialize)]
pub(super) struct Crumb {
    /// What it is called.
    pub(super) label: String,
    /// Where it leads; none for the page itself.
    href: Option<String>,
    /// Where it leads; nothing for the page itself.
    #[serde(skip)]
    pub(super) route: Option<Route>,
}

/// What an owner decided about the foot of every page.
#[derive(Serialize)]
struct Footer {
    /// A sentence.
    text: Option<String>,
    /// Links of the owner's.
    links: Vec<Link>,
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
        about = listed(frame, &section.title, frame.book.roles_of(id));
    }
    let mut chrome = chrome(frame, "field", &section.title, about);
    let tracks = frame.book[id].tracks.iter().map(|track| frame.book[*track].section.title.as_str());
    chrome.tell_apart(frame, &frame.words.list(tracks.collect::<Vec<_>>()));
    chrome.field_feed = field_feed(frame, id);
    with_section(frame, chrome, Some(section))
}

/// Around a track.
pub fn track(frame: &Frame<'_>, id: TrackId) -> Chrome {
    let track = &frame.book[id];
    let (title, field) = (&track.section.title, &frame.book[track.field]);
    let both = [("track", title.into()), ("field", (&field.section.title).into())];
    let both = frame.words.say("about.track_in", &both);
    let mut about = description(&track.section);
    if about.is_empty() {
        about = listed(frame, &both, track.roles.iter().copied());
    }
    let mut chrome = chrome(frame, "track", title, about);
    if frame.plan.shared_names.contains(title) {
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
    let mut chrome = chrome(frame, "guide", &role.title, role.summary().into_owned());
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
    let description = frame.words.say("about.skills", &[("count", count.into())]);
    chrome(frame, "skills", &frame.words.text("skills.title"), description)
}

/// Around a skill.
pub fn skill(frame: &Frame<'_>, id: SkillId) -> Chrome {
    let skill = &frame.book[id];
    let description = skill.description.clone().unwrap_or_else(|| {
        let slots = [("count", skill.role_count().into()), ("skill", (&skill.name).into())];
        frame.words.say("about.skill", &slots)
    });
    let mut chrome = chrome(frame, "skill", &skill.name, description);
    // Fields, tracks and roles are called like skills often enough.
    let title = frame.words.say("skill.title", &[("skill", (&skill.name).into())]);
    chrome.head_title = head_title(&title, &frame.book.config.title);
    chrome.step(frame, &[(&frame.words.text("skills.title"), &skills_route())]);
    chrome.noindex = skill.is_thin();
    chrome.edit = skill.text.as_ref().and_then(|text| edit(frame, text));
    chrome.highlight = skill.text.as_ref().is_some_and(|text| text.document.outline.has_code);
    chrome
}

/// Around what guides say about listings.
pub fn listings(frame: &Frame<'_>) -> Chrome {
    let (title, description) = (frame.words.text("listings.title"), frame.words.text("about.listings"));
    let mut chrome = chrome(frame, "listings", &title, description);
    chrome.step(frame, &[(&frame.words.text("skills.title"), &skills_route())]);
    chrome
}

/// Around the index of transitions.
pub fn transitions(frame: &Frame<'_>) -> Chrome {
    let description = frame.words.say("about.moves", &[("count", transition::counted(frame).into())]);
    chrome(frame, "transitions", &frame.words.text("transitions.title"), description)
}

/// Around a transition.
pub fn transition(frame: &Frame<'_>, id: TransitionId) -> Chrome {
    let book = frame.book;
    let (from, to) = (book[id].from, book[id].to);
    let names = [("from", book.title(from).into()), ("to", book.title(to).into())];
    let title = frame.words.say("move.from_to", &names);
    let ends = from.role().zip(to.role());
    let description = ends.map_or_else(String::new, |(from, to)| {
        let gap = gap(&book[from], &book[to]);
        let (carried, learn) = (gap.carried.len(), gap.learn.len());
        let required = frame.words.say("count.skills", &[("count", (carried + learn).into())]);
        let slots = [("carried", carried.into()), ("required", (&required).into()), ("count", learn.into())];
        frame.words.say("about.move", &[&names[..], &slots].concat())
    });
    let mut chrome = chrome(frame, "transition", &title, description);
    if let Some(index) = frame.plan.published(transitions_route()) {
        chrome.step(frame, &[(&frame.words.text("base.moves"), &index)]);
    }
    chrome.noindex = ends.is_some_and(|(from, to)| book[from].draft || book[to].draft);
    chrome
}

/// Around the career map.
pub fn map(frame: &Frame<'_>) -> Chrome {
    chrome(frame, "map", &frame.words.text("map.title"), on_the_map(frame, None))
}

/// Around the career map of a field.
pub fn field_map(frame: &Frame<'_>, id: FieldId) -> Chrome {
    let name = &frame.book[id].section.title;
    let title = frame.words.say("map.title_of", &[("field", name.into())]);
    let mut chrome = chrome(frame, "map", &title, on_the_map(frame, Some(id)));
    chrome.step(frame, &[(&frame.words.text("map.title"), &map_route())]);
    chrome
}

/// Around an author.
pub fn author(frame: &Frame<'_>, at: usize) -> Chrome {
    let author = &frame.book.authors[at];
    let description = author.about.clone().unwrap_or_else(|| {
        let slots = [("count", author.roles.len().into()), ("author", (&author.name).into())];
        frame.words.say("about.author", &slots)
    });
    let mut chrome = chrome(frame, "author", &author.name, description);
    chrome.tell_apart(frame, author.route.as_str());
    chrome
}

/// Around a plain page.
pub fn plain(frame: &Frame<'_>, at: usize) -> Chrome {
    let page = &frame.book.pages[at];
    let mut chrome = chrome(frame, "page", &page.section.title, description(&page.section));
    chrome.tell_apart(frame, page.route.as_str());
    chrome.noindex = page.draft;
    with_section(frame, chrome, Some(&page.section))
}

/// Around the page about the open data.
pub fn data(frame: &Frame<'_>) -> Chrome {
    let book = frame.book;
    let skills = book.skills.iter().filter(|skill| skill.is_shown()).count();
    let (roles, moves) = (book.roles.len(), book.transitions.len());
    let slots = [("roles", roles.into()), ("skills", skills.into()), ("moves", moves.into())];
    chrome(frame, "data", &frame.words.text("data.title"), frame.words.say("about.data", &slots))
}

/// Around the page behind the search.
pub fn search(frame: &Frame<'_>) -> Chrome {
    let description = frame.words.say("about.search", &[("count", frame.book.roles.len().into())]);
    let mut chrome = chrome(frame, "search", &frame.words.text("search.title"), description);
    chrome.noindex = true;
    chrome
}

/// Around the page about the tools.
pub fn about_tools(frame: &Frame<'_>) -> Chrome {
    chrome(frame, "tools", &frame.words.text("tools.title"), frame.words.text("about.tools"))
}

/// Around the tool that sets roles side by side.
pub fn compare(frame: &Frame<'_>) -> Chrome {
    let description = frame.words.say("about.compare", &[("count", frame.book.roles.len().into())]);
    tool(frame, "compare", &frame.words.text("compare.title"), description)
}

/// Around the tool that finds ways.
pub fn paths(frame: &Frame<'_>) -> Chrome {
    let description = frame.words.say("about.paths", &[("count", transition::counted(frame).into())]);
    tool(frame, "paths", &frame.words.text("paths.title"), description)
}

/// Around the tool that finds skills in a resume.
pub fn skills_check(frame: &Frame<'_>) -> Chrome {
    let words = frame.words;
    let description = words.text("about.skills_check");
    let mut chrome = tool(frame, "skills-check", &words.text("skills_check.title"), description);
    chrome.is_private = true;
    chrome
}

fn tool(frame: &Frame<'_>, kind: &'static str, title: &str, description: String) -> Chrome {
    let mut chrome = chrome(frame, kind, title, description);
    // The address says what a reader has and wants.
    chrome.analytics = None;
    chrome.step(frame, &[(&frame.words.text("tools.title"), &tools_route())]);
    chrome
}

/// Around the page for unknown addresses.
pub fn not_found(frame: &Frame<'_>) -> Chrome {
    let (title, description) = (frame.words.text("not_found.title"), frame.words.text("about.not_found"));
    let mut chrome = chrome(frame, "not-found", &title, description);
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
            frame.words.say("about.page", &[("title", title.into()), ("site", (&book.config.title).into())])
        } else {
            description.clone()
        }),
        lead: Some(description),
        canonical: frame.absolute(frame.route),
        noindex: false,
        is_private: false,
        highlight: false,
        breadcrumbs: vec![
            Crumb::to(frame, &frame.words.text("base.home"), &home),
            Crumb { label: title.to_owned(), href: None, route: None },
        ],
        nav: nav(frame),
        logo: book.config.look.logo.as_ref().map(|logo| frame.href(&logo.value)),
        system_font: book.config.look.system_font,
        look: frame.published(frame.plan.assets.below("look.css")),
        footer: Footer {
            text: book.config.footer.text.clone(),
            links: book.config.footer.links.iter().map(|one| link(frame, one)).collect(),
        },
        home: frame.href(&home),
        search: frame.href(&search_route()),
        assets: frame.address(&frame.plan.assets),
        feed: frame.published(feed_route()),
        field_feed: None,
        edit: None,
        data: data_route(book).map(|route| frame.href(&route)),
        analytics: book.config.analytics.as_ref().map(|analytics| script(frame, analytics)),
        tools: frame.published(tools_route()),
        markdown: None,
        image: None,
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
    frame.published(field_feed_route(frame.book, id)).map(|href| Link { label, href })
}

/// Where readers can suggest a change of a text.
fn edit(frame: &Frame<'_>, text: &Text) -> Option<String> {
    let path = Route::file(text.document.source.path().as_str());
    Some(frame.book.config.edit_url.as_ref()?.replace("{path}", path.encoded().trim_start_matches('/')))
}

impl Crumb {
    fn to(frame: &Frame<'_>, label: &str, route: &Route) -> Self {
        Self { label: label.to_owned(), href: Some(frame.href(route)), route: Some(route.clone()) }
    }
}

impl Chrome {
    /// Adds to the title where another page is called the same. Guides are left alone,
    /// since they are what most readers look for.
    fn tell_apart(&mut self, frame: &Frame<'_>, by: &str) {
        if frame.plan.shared_names.contains(&self.title) {
            let by = if by.is_empty() { frame.route.as_str() } else { by };
            self.head_title = head_title(&format!("{}: {by}", self.title), &frame.book.config.title);
        }
    }

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
