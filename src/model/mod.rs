//! The book: fields, tracks, roles, skills and transitions, every name in them
//! resolved. Ids are indexes into its lists, so nothing dangles. It knows no
//! front matter and no page.

pub mod adjacency;
pub mod companions;
pub mod graph;
pub mod mentions;
pub mod paths;
pub mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::config::Config;
use crate::content::Document;
use crate::content::facts::Facts;
use crate::content::front_matter::{Change, Codes, Listing, SkillKind};
use crate::cta::{Cta, Ending};
use crate::markdown::outline::{Heading, Stand};
use crate::route::Route;
use crate::slug::Slug;
use crate::source::{Source, Span};
use adjacency::{Nearness, Suggestion};
use mentions::LazyFinder;

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident of $list:ident: $entity:ident,)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub usize);

            impl std::ops::Index<$name> for Book {
                type Output = $entity;

                fn index(&self, id: $name) -> &$entity {
                    &self.$list[id.0]
                }
            }
        )+
    };
}

ids! {
    /// A field of the book.
    FieldId of fields: Field,
    /// A track of the book.
    TrackId of tracks: Track,
    /// A role of the book.
    RoleId of roles: Role,
    /// A skill of the book.
    SkillId of skills: Skill,
    /// A transition of the book.
    TransitionId of transitions: Transition,
    /// A role that guides speak of but nobody has written yet.
    WantedId of wanted: Wanted,
}

/// A whole site, resolved.
#[derive(Debug)]
pub struct Book {
    /// What its owner decided.
    pub config: Arc<Config>,
    /// The words of the home page.
    pub home: Option<Section>,
    /// Fields by weight, then title.
    pub fields: Vec<Field>,
    /// Tracks by field, then weight, then title.
    pub tracks: Vec<Track>,
    /// Roles by track, then title.
    pub roles: Vec<Arc<Role>>,
    /// Skills by slug.
    pub skills: Vec<Arc<Skill>>,
    /// Authors of guides by slug.
    pub authors: Vec<Author>,
    /// Plain pages by weight, then title.
    pub pages: Vec<Page>,
    /// Transitions by origin, then target.
    pub transitions: Arc<Vec<Transition>>,
    /// Wanted guides by title.
    pub wanted: Arc<Vec<Wanted>>,
    /// The names of roles, to be found in texts.
    pub names: Arc<LazyFinder<RoleId>>,
    /// How near roles are by skills that have no transition between them.
    pub nearness: Arc<Nearness>,
    /// Files published as they are, by route.
    pub assets: Vec<Asset>,
    /// Links that authors wrote as URL paths, to be checked against all URLs.
    pub site_links: Vec<SiteLink>,
    /// Links to anchors that pages have of themselves, which only their HTML tells.
    pub page_anchors: Vec<PageAnchor>,
}

/// A link that an author wrote as a URL path of the site.
#[derive(Clone, Debug)]
pub struct SiteLink {
    /// Where it leads.
    pub route: Route,
    /// Where it stands.
    pub span: Span,
}

/// A link to an anchor with `_` in front, which no heading has.
#[derive(Clone, Debug)]
pub struct PageAnchor {
    /// The page that it leads to.
    pub route: Route,
    /// The anchor.
    pub anchor: String,
    /// Where it stands.
    pub span: Span,
}

/// A text of the site with everything in it resolved.
#[derive(Debug)]
pub struct Text {
    /// The text.
    pub document: Arc<Document>,
    /// What its links lead to, by where they begin in the body.
    pub links: Arc<BTreeMap<usize, LinkTarget>>,
    /// What its images show, by where they begin in the body.
    pub images: Arc<BTreeMap<usize, ImageTarget>>,
    /// Of one book, once they were asked for.
    mentions: OnceLock<Vec<(Range<usize>, RoleId)>>,
}

impl Text {
    /// A text with its links and images, by where they begin in the body.
    pub fn new(
        document: &Arc<Document>,
        links: BTreeMap<usize, LinkTarget>,
        images: BTreeMap<usize, ImageTarget>,
    ) -> Self {
        let (links, images) = (Arc::new(links), Arc::new(images));
        Self { document: Arc::clone(document), links, images, mentions: OnceLock::new() }
    }

    /// What a heading says.
    pub fn heading<'h>(&self, heading: &'h Heading) -> Cow<'h, str> {
        self.with_names(&heading.text, &heading.names)
    }

    /// Words of this text with the titles of roles in place of what stands for them.
    fn with_names<'w>(&self, words: &'w str, stands: &[Stand]) -> Cow<'w, str> {
        let mut named = Cow::Borrowed(words);
        for stand in stands.iter().rev() {
            if let Some(LinkTarget::Route { title: Some(title), .. }) = self.links.get(&stand.link)
                && named.get(stand.words.clone()).is_some()
            {
                named.to_mut().replace_range(stand.words.clone(), title);
            }
        }
        named
    }

    /// The same text for a book whose roles have other names.
    pub fn for_other_names(&self) -> Self {
        let (links, images) = (Arc::clone(&self.links), Arc::clone(&self.images));
        Self { document: Arc::clone(&self.document), links, images, mentions: OnceLock::new() }
    }
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address that is written out as it is.
    Verbatim(String),
    /// A page or file of the site.
    Route {
        /// Which.
        route: Route,
        /// What follows the path: a query, an anchor, both or nothing.
        suffix: String,
        /// What the target is called.
        title: Option<String>,
    },
}

/// What an image shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageTarget {
    /// An address that is written out as it is.
    Verbatim(String),
    /// A file of the site.
    File {
        /// Its route.
        route: Route,
        /// Width and height in pixels, where the file tells.
        size: Option<(usize, usize)>,
    },
}

/// The home page, a field or a track as their authors describe them.
#[derive(Debug)]
pub struct Section {
    /// Its name.
    pub title: String,
    /// One sentence.
    pub description: Option<String>,
    /// Its prose.
    pub text: Arc<Text>,
    /// How the guides below it end, if otherwise than those around them.
    pub ending: Option<Ending>,
    /// The author's own keys.
    pub extra: serde_json::Value,
    /// Old addresses that lead here.
    pub aliases: Vec<(Route, Span)>,
}

/// A discipline.
#[derive(Debug)]
pub struct Field {
    /// Its slug.
    pub slug: Slug,
    /// Its page.
    pub route: Route,
    /// Its words.
    pub section: Section,
    /// Its tracks in order.
    pub tracks: Vec<TrackId>,
}

/// A branch of a field.
#[derive(Debug)]
pub struct Track {
    /// Its slug.
    pub slug: Slug,
    /// Its page.
    pub route: Route,
    /// Its words.
    pub section: Section,
    /// The field that it belongs to.
    pub field: FieldId,
    /// Its roles in order.
    pub roles: Vec<RoleId>,
}

/// One occupation and the guide about it.
#[derive(Debug)]
pub struct Role {
    /// Its slug, unique in the site.
    pub slug: Slug,
    /// Its page.
    pub route: Route,
    /// Its preferred label.
    pub title: String,
    /// Other names of it.
    pub alternate_titles: Vec<String>,
    /// The track that it belongs to.
    pub track: TrackId,
    /// One sentence, where the author gave one.
    pub description: Option<String>,
    /// Whether the guide is written to stay true for years.
    pub evergreen: bool,
    /// Whether the guide is a draft.
    pub draft: bool,
    /// When the guide was first published.
    pub published: Option<Date>,
    /// When the guide was last reviewed.
    pub reviewed: Option<Date>,
    /// How often the guide is to be reviewed.
    pub review_every: Option<String>,
    /// Codes of the occupation.
    pub codes: Codes,
    /// Figures about the role, each with its source.
    pub facts: Facts,
    /// What the licence of its sources asks to be said, as Markdown.
    pub attribution: Option<String>,
    /// Who wrote the guide.
    pub authors: Vec<String>,
    /// What was changed in the guide, the last first.
    pub changes: Vec<Change>,
    /// Skills as the author tagged them.
    pub tags: Arc<[Tag]>,
    /// The skills behind the tags, each once.
    pub requirements: Arc<[Requirement]>,
    /// The guide.
    pub text: Arc<Text>,
    /// Minutes that reading the guide takes.
    pub reading_minutes: usize,
    /// Transitions into this role, those that its guide declares first.
    pub moves_in: Vec<TransitionId>,
    /// Transitions out of this role, those that its guide declares first.
    pub moves_out: Vec<TransitionId>,
    /// How the guide ends, if otherwise than those around it.
    pub ending: Option<Ending>,
    /// The author's own keys.
    pub extra: serde_json::Value,
    /// Old addresses that lead to the guide.
    pub aliases: Vec<(Route, Span)>,
}

impl Role {
    /// One sentence about the role: its author's, or else the guide's first paragraph.
    pub fn summary(&self) -> Cow<'_, str> {
        let outline = &self.text.document.outline;
        match (&self.description, &outline.lede) {
            (Some(description), _) => Cow::Borrowed(description),
            (None, Some((_, lede))) => self.text.with_names(lede, &outline.lede_names),
            (None, None) => Cow::Borrowed(""),
        }
    }
}

/// A skill as an author wrote it: one, or a compound of several.
#[derive(Debug)]
pub struct Tag {
    /// What the author wrote, in the vocabulary's spelling.
    pub label: Arc<str>,
    /// Its number among the tags of the guide's front matter, which has it as the author wrote it.
    pub number: usize,
    /// Its kind.
    pub kind: SkillKind,
    /// Whether the role can do without.
    pub optional: bool,
    /// The skills that it stands for.
    pub skills: Arc<[SkillId]>,
}

/// A skill that a role requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The skill.
    pub skill: SkillId,
    /// Its kind, as the guide tags it.
    pub kind: SkillKind,
    /// Whether the role can do without.
    pub optional: bool,
    /// How job descriptions treat it.
    pub listing: Option<Listing>,
}

/// Something that roles require.
#[derive(Clone, Debug)]
pub struct Skill {
    /// Its slug, which is what makes it one skill.
    pub slug: Slug,
    /// Its preferred name.
    pub name: String,
    /// Whether the vocabulary names it.
    pub is_named: bool,
    /// Its kind.
    pub kind: SkillKind,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Whether its name is also an ordinary word; `None` where nobody has said it.
    pub ambiguous: Option<bool>,
    /// A sentence about it.
    pub description: Option<String>,
    /// Its URI in ESCO.
    pub esco: Option<String>,
    /// Prose about it.
    pub text: Option<Arc<Text>>,
    /// Its page, unless too few roles require it.
    pub route: Option<Route>,
    /// Roles for which it is essential.
    pub essential: Vec<RoleId>,
    /// Roles that can do without it.
    pub optional: Vec<RoleId>,
}

impl Skill {
    /// Number of roles that require it, essential or not.
    pub fn role_count(&self) -> usize {
        self.essential.len() + self.optional.len()
    }

    /// Whether its page says hardly more than the one guide that leads there: it is
    /// then kept from search engines.
    pub fn is_thin(&self) -> bool {
        self.role_count() <= 1 && self.text.is_none() && self.description.is_none()
    }

    /// Whether readers meet it: a role requires it, or there is prose about it.
    pub fn is_shown(&self) -> bool {
        self.role_count() > 0 || self.text.is_some()
    }
}

/// A move from one role to another that a guide declares.
#[derive(Debug)]
pub struct Transition {
    /// Where it begins.
    pub from: End,
    /// Where it leads.
    pub to: End,
    /// What guides say about it.
    pub notes: Vec<Note>,
    /// Its page, if both ends have a guide and one of them says something about it.
    pub route: Option<Route>,
}

impl Transition {
    /// Whether a guide says something about it. One that is only listed is vouched
    /// for by nobody yet.
    pub fn is_vouched(&self) -> bool {
        self.notes.iter().any(|note| note.words.is_some())
    }
}

/// An end of a transition. At least one of the two is a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// A role with a guide.
    Role(RoleId),
    /// A role without one.
    Wanted(WantedId),
}

impl End {
    /// The role, if it has a guide.
    pub fn role(self) -> Option<RoleId> {
        match self {
            Self::Role(role) => Some(role),
            Self::Wanted(_) => None,
        }
    }
}

/// What one guide says about a transition.
#[derive(Debug)]
pub struct Note {
    /// The guide.
    pub role: RoleId,
    /// Where in the guide it stands.
    pub declared: Declared,
    /// Its words; `None` where it only declares the transition.
    pub words: Option<NoteWords>,
    /// Further places of the guide that declare the transition with words of their
    /// own, one of which stands in place of the others.
    pub again: Vec<Declared>,
}

/// Where a guide declares a transition. Front matter comes before prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Declared {
    /// In the `[[transitions]]` entry of this number, from 0.
    FrontMatter(usize),
    /// In the opening of this number in the outline of the guide, from 0.
    Prose(usize),
}

/// The words of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteWords {
    /// The paragraph of the opening of this number in the outline of the guide.
    Prose(usize),
    /// A sentence of its front matter, plain text.
    Plain(String),
}

/// A role that guides speak of but nobody has written yet.
#[derive(Debug)]
pub struct Wanted {
    /// What guides call it.
    pub title: String,
    /// Guides that speak of it, by declaring a transition.
    pub wanted_by: Vec<RoleId>,
}

/// Somebody who wrote guides.
#[derive(Debug)]
pub struct Author {
    /// Their slug, which is what makes them one author.
    pub slug: Slug,
    /// Their name.
    pub name: String,
    /// A sentence about them.
    pub about: Option<String>,
    /// The address of a page of their own.
    pub url: Option<String>,
    /// Their page on the site.
    pub route: Route,
    /// Roles whose guides they wrote, in order.
    pub roles: Vec<RoleId>,
}

/// A plain page.
#[derive(Debug)]
pub struct Page {
    /// Its page.
    pub route: Route,
    /// Its words.
    pub section: Section,
    /// Whether it is a draft.
    pub draft: bool,
}

/// A file that is published as it is.
#[derive(Debug)]
pub struct Asset {
    /// Its route.
    pub route: Route,
    /// The file.
    pub source: Arc<Source>,
}

impl Book {
    /// What an end of a transition is called.
    pub fn title(&self, end: End) -> &str {
        match end {
            End::Role(role) => &self[role].title,
            End::Wanted(wanted) => &self[wanted].title,
        }
    }

    /// The call to action at the end of a guide: its own, or that of the nearest of
    /// its track, its field, the home page and the configuration.
    pub fn cta(&self, role: RoleId) -> Option<&Cta> {
        let track = &self[self[role].track];
        let home = self.home.as_ref().and_then(|home| home.ending.as_ref());
        let above = [&track.section.ending, &self[track.field].section.ending];
        let nearest = self[role].ending.as_ref().or_else(|| above.into_iter().flatten().next()).or(home);
        match nearest {
            Some(Ending::Cta(cta)) => Some(cta),
            Some(Ending::Nothing) => None,
            None => self.config.cta.as_ref(),
        }
    }

    /// First mentions in a text of this book of roles that its author does not link to: where in
    /// the body, and which. There are none where the author wants none.
    pub fn mentions<'t>(&self, text: &'t Text) -> &'t [(Range<usize>, RoleId)] {
        text.mentions.get_or_init(|| {
            if !text.document.front.crosslinks() {
                return Vec::new();
            }
            let routes = text.links.values().filter_map(|target| match target {
                LinkTarget::Route { route, .. } => Some(route),
                LinkTarget::Verbatim(_) => None,
            });
            let linked: BTreeSet<&Route> = routes.collect();
            let is_known = |role: RoleId| {
                let role = &self[role];
                linked.contains(&role.route) || Arc::ptr_eq(&role.text.document, &text.document)
            };
            self.names.first_mentions(&text.document.prose(), is_known)
        })
    }

    /// Roles near a role by skills, nearest first.
    pub fn suggestions(&self, role: RoleId) -> &[Suggestion] {
        self.nearness.suggestions(role)
    }

    /// The author whom a guide calls `name`.
    pub fn author(&self, name: &str) -> Option<&Author> {
        let slug = Slug::of(name);
        let at = self.authors.binary_search_by(|author| author.slug.cmp(&slug)).ok()?;
        self.authors.get(at)
    }

    /// The roles of a field in order.
    pub fn roles_of(&self, field: FieldId) -> impl Iterator<Item = RoleId> {
        self[field].tracks.iter().flat_map(|track| self[*track].roles.iter().copied())
    }
}
