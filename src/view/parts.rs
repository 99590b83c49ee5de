//! Parts that several kinds of page show: texts, links, cards.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use super::chrome::Frame;
use super::memo::{self, Shared};
use crate::content::front_matter::SkillKind;
use crate::markdown::Html;
use crate::markdown::render::{self, Anchor, Label, Mention, Picture, Rendered, Targets};
use crate::model::{ImageTarget, LinkTarget, Requirement, RoleId, SkillId, Tag, Text};
use crate::plan::routes::skills_route;
use crate::route::Route;

/// A label and where it leads.
#[derive(Serialize)]
pub struct Link {
    /// What the reader sees.
    pub label: String,
    /// The address.
    pub href: String,
}

/// A day, for machines and for readers.
#[derive(Serialize)]
pub struct Day {
    /// As `2026-01-31`, for `datetime`.
    iso: String,
    /// For readers.
    text: String,
}

/// The day of `date`.
pub fn day(frame: &Frame<'_>, date: Date) -> Day {
    Day { iso: date.to_string(), text: frame.words.date(date) }
}

/// A skill that a role requires, or that a move carries over.
#[derive(Serialize)]
pub struct SkillLink {
    /// The skill's name.
    label: String,
    /// Its page; none if it has no page.
    href: Option<String>,
    /// Whether the role can do without it.
    optional: bool,
    /// Whether it is a soft skill.
    soft: bool,
}

/// One of the skills behind a tag.
#[derive(Serialize)]
pub struct Part {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// A tag; a compound has a part for each of its skills.
#[derive(Serialize)]
pub struct Chip {
    /// What the author wrote.
    label: String,
    /// Whether the role can do without it.
    optional: bool,
    /// The skills that it stands for, more than one for `AWS/GCP`.
    parts: Vec<Shared<Part>>,
}

/// A skill and how many guides ask for it.
#[derive(Serialize)]
pub struct SkillCount {
    /// The skill's name.
    label: String,
    /// Its page; none if it has no page.
    href: Option<String>,
    /// Number of guides that ask for it, among those that the list is about.
    count: usize,
    /// `technical` or `soft`.
    kind: &'static str,
}

/// A role in a list.
#[derive(Serialize)]
pub struct RoleCard {
    /// The role's title.
    title: String,
    /// Its guide.
    href: String,
    /// One sentence about it.
    lede: String,
    /// Minutes that reading the guide takes.
    reading_minutes: usize,
    /// The title of its track.
    track: String,
    /// The title of its field.
    field: String,
    /// The first of the skills that it asks for.
    skills: Vec<Shared<SkillLink>>,
    /// Whether the guide is written to stay true for years.
    evergreen: bool,
    /// Whether the guide is a draft.
    draft: bool,
    /// The day of the last review.
    reviewed: Option<Day>,
}

/// A heading in a list of contents, with those below it.
#[derive(Serialize)]
pub struct Entry {
    /// The heading.
    title: String,
    /// The heading's anchor.
    href: String,
    /// Headings below it.
    children: Vec<Entry>,
}

impl Entry {
    /// An entry for the heading of that id.
    pub fn new(title: &str, id: &str, children: Vec<Self>) -> Self {
        Self { title: title.to_owned(), href: format!("#{id}"), children }
    }
}

/// A link to a role's guide.
pub fn role_link(frame: &Frame<'_>, id: RoleId) -> Link {
    Link { label: frame.book[id].title.clone(), href: frame.href(&frame.book[id].route) }
}

/// The same, to be shown by the pages beside this one too.
pub fn shared_role_link(frame: &Frame<'_>, id: RoleId) -> Shared<Link> {
    let is_own = frame.book[id].route.is_within(frame.route);
    frame.shared(memo::Part::Role(id), is_own, || role_link(frame, id))
}

/// Where a skill's tag leads: to its page, or to the index if it has none.
pub fn skill_href(frame: &Frame<'_>, id: SkillId) -> String {
    frame.href(&skill_route(frame, id))
}

fn skill_route<'b>(frame: &Frame<'b>, id: SkillId) -> Cow<'b, Route> {
    frame.book[id].route.as_ref().map_or_else(|| Cow::Owned(skills_route()), Cow::Borrowed)
}

/// A requirement as a link.
pub fn skill_link(frame: &Frame<'_>, requirement: &Requirement) -> Shared<SkillLink> {
    let &Requirement { skill, kind, optional, .. } = requirement;
    let soft = kind == SkillKind::Soft;
    let make = || SkillLink {
        label: frame.book[skill].name.clone(),
        href: Some(skill_href(frame, skill)),
        optional,
        soft,
    };
    let part = memo::Part::Skill { skill, optional, soft };
    frame.shared(part, skill_route(frame, skill).is_within(frame.route), make)
}

/// The skills behind a tag.
pub fn parts(frame: &Frame<'_>, tag: &Tag) -> Vec<Shared<Part>> {
    tag.skills.iter().map(|skill| part(frame, *skill)).collect()
}

/// A skill as a link.
pub fn part(frame: &Frame<'_>, id: SkillId) -> Shared<Part> {
    let make = || Part { label: frame.book[id].name.clone(), href: skill_href(frame, id) };
    frame.shared(memo::Part::Name(id), skill_route(frame, id).is_within(frame.route), make)
}

/// A tag as a chip. One that is called like its only skill is the same in every guide.
pub fn chip(frame: &Frame<'_>, tag: &Tag) -> Shared<Chip> {
    let optional = tag.optional;
    let make = || Chip { label: tag.label.to_string(), optional, parts: parts(frame, tag) };
    match *tag.skills {
        [skill] if *tag.label == frame.book[skill].name => {
            let is_own = skill_route(frame, skill).is_within(frame.route);
            frame.shared(memo::Part::Chip { skill, optional }, is_own, make)
        }
        _ => Shared::new(&make()),
    }
}

/// A skill with a number beside it.
pub fn skill_count(frame: &Frame<'_>, id: SkillId, count: usize) -> SkillCount {
    SkillCount {
        label: frame.book[id].name.clone(),
        href: Some(skill_href(frame, id)),
        count,
        kind: frame.book[id].kind.name(),
    }
}

/// A role as a card: its first five essential technical skills are its main ones.
pub fn role_card(frame: &Frame<'_>, id: RoleId) -> Shared<RoleCard> {
    let role = &frame.book[id];
    let track = &frame.book[role.track];
    let is_main = |one: &&Requirement| one.kind == SkillKind::Technical && !one.optional;
    let skills = || role.requirements.iter().filter(is_main).take(5);
    let is_own = role.route.is_within(frame.route)
        || skills().any(|one| skill_route(frame, one.skill).is_within(frame.route));
    let make = || RoleCard {
        title: role.title.clone(),
        href: frame.href(&role.route),
        lede: role.summary().into_owned(),
        reading_minutes: role.reading_minutes,
        track: track.section.title.clone(),
        field: frame.book[track.field].section.title.clone(),
        skills: skills().map(|one| skill_link(frame, one)).collect(),
        evergreen: role.evergreen,
        draft: role.draft,
        reviewed: role.reviewed.map(|date| day(frame, date)),
    };
    frame.shared(memo::Part::Card(id), is_own, make)
}

/// Second- and third-level headings. First-level ones are shown as second-level.
pub fn contents(text: &Text) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let headings = text.document.outline.headings.iter();
    for heading in headings.filter(|heading| heading.level <= 3 && !heading.text.is_empty()) {
        let entry = Entry::new(&text.heading(heading), &heading.id, Vec::new());
        match entries.last_mut() {
            Some(parent) if heading.level == 3 => parent.children.push(entry),
            _ => entries.push(entry),
        }
    }
    entries
}

/// A text as HTML. `own` is the page of the text.
pub fn text(frame: &Frame<'_>, text: &Text, own: &Route) -> String {
    let rendered = text_in_parts(frame, text, own, usize::MAX);
    rendered.lede + &rendered.body + &rendered.rest
}

/// A text as HTML, cut before the first block that begins at `cut` of the body or
/// later. `own` is the page of the text.
pub fn text_in_parts(frame: &Frame<'_>, text: &Text, own: &Route, cut: usize) -> Rendered {
    let targets = Resolved { frame, text, own };
    render::render(text.document.body(), &text.document.outline, &targets, &mentions(frame, text), cut)
}

/// One paragraph of a text as HTML, perhaps on another page than its own.
pub fn paragraph(frame: &Frame<'_>, text: &Text, own: &Route, range: &Range<usize>) -> String {
    let targets = Resolved { frame, text, own };
    let mentions = mentions(frame, text);
    render::render_paragraph(text.document.body(), range, &text.document.outline, &targets, &mentions)
}

fn mentions(frame: &Frame<'_>, text: &Text) -> Vec<Mention> {
    let mentions = frame.book.mentions(text).iter();
    mentions
        // A paragraph may be shown on the page of the very role that it mentions.
        .filter(|(_, role)| frame.book[*role].route != *frame.route)
        .map(|(range, role)| Mention { range: range.clone(), href: frame.href(&frame.book[*role].route) })
        .collect()
}

/// Links and images of a text, from where it is shown.
struct Resolved<'r> {
    frame: &'r Frame<'r>,
    text: &'r Text,
    own: &'r Route,
}

impl Targets for Resolved<'_> {
    fn link(&self, range: &Range<usize>, target: &str) -> Anchor {
        match self.text.links.get(&range.start) {
            Some(LinkTarget::Route { route, suffix, title }) => {
                Anchor { href: self.frame.href(route) + suffix, text: title.clone() }
            }
            Some(LinkTarget::Verbatim(address))
                if address.starts_with('#') && self.own != self.frame.route =>
            {
                Anchor { href: self.frame.href(self.own) + address, text: None }
            }
            Some(LinkTarget::Verbatim(address)) => Anchor { href: address.clone(), text: None },
            // A link that leads nowhere has been reported.
            None => Anchor { href: target.to_owned(), text: None },
        }
    }

    fn highlight(&self, language: &str, code: &str) -> Option<String> {
        let wanted = self.frame.book.config.highlight.code;
        wanted.then(|| self.frame.make.highlight(language, code)).flatten()
    }

    fn image(&self, range: &Range<usize>, target: &str) -> Picture {
        match self.text.images.get(&range.start) {
            Some(ImageTarget::File { route, size }) => Picture { src: self.frame.href(route), size: *size },
            Some(ImageTarget::Verbatim(address)) => Picture { src: address.clone(), size: None },
            None => Picture { src: target.to_owned(), size: None },
        }
    }

    fn html(&self) -> Html {
        self.frame.book.config.html
    }

    fn say(&self, label: Label) -> String {
        self.frame.words.text(match label {
            Label::Table => "markdown.table",
            Label::Footnotes => "markdown.footnotes",
            Label::Back => "markdown.back",
            Label::Done => "markdown.done",
            Label::ToDo => "markdown.to_do",
            Label::Note => "markdown.note",
            Label::Tip => "markdown.tip",
            Label::Important => "markdown.important",
            Label::Warning => "markdown.warning",
            Label::Caution => "markdown.caution",
        })
    }
}
