//! A role's guide, with its moves and suggestions.

use serde::Serialize;

use super::around::{Around, around};
use super::chrome::Frame;
use super::facts::{Facts, facts};
use super::listings::{Judged, judged, listings_section};
use super::memo::Shared;
use super::moves::{Note, anchor, notes};
use super::navigation::link;
use super::parts::{
    Chip, Day, Entry, Link, Part, SkillLink, chip, contents, day, part, role_link, shared_role_link,
    skill_link, text_in_parts,
};
use super::tools::{comparison, paths_to};
use crate::content::front_matter::SkillKind;
use crate::cta;
use crate::export::facts::review_every;
use crate::model::adjacency::Suggestion;
use crate::model::graph::gap;
use crate::model::paths;
use crate::model::{Requirement, RoleId, TransitionId};
use crate::plan::routes::{listings_route, skills_check_route};

/// A guide.
#[derive(Serialize)]
pub struct Guide {
    /// The role's title.
    title: String,
    /// Other names of the role.
    alternate_titles: Vec<String>,
    /// The first paragraph, as HTML without `<p>`.
    lede: String,
    /// The text after the first paragraph, as HTML, up to the end of the section for the
    /// verdicts if it has one.
    body: String,
    /// Verdicts on job descriptions, which stand between the body and the rest.
    listings: Vec<Judged>,
    /// The page of all verdicts.
    listings_page: Option<String>,
    /// The text after that section, as HTML.
    rest: String,
    /// Whether the text has a section for the verdicts.
    has_listings_section: bool,
    /// Figures about the role.
    facts: Facts,
    /// Minutes that reading the guide takes.
    reading_minutes: usize,
    /// Words of the guide.
    words: usize,
    /// Whether it is written to stay true for years.
    evergreen: bool,
    /// Whether it is a draft.
    draft: bool,
    /// The day of its publication.
    published: Option<Day>,
    /// The day of the last review.
    reviewed: Option<Day>,
    /// How often a review is due, in the author's words: `12 months`.
    review_every: Option<String>,
    /// Who wrote it, with their pages.
    authors: Vec<Link>,
    /// What was changed since, the last first.
    changes: Vec<Changed>,
    /// The field that the role belongs to.
    field: Link,
    /// The track that the role belongs to.
    track: Link,
    /// Technical skills, as the author tags them.
    technical: Shared<Vec<Chip>>,
    /// Soft skills, as the author tags them.
    soft: Shared<Vec<Chip>>,
    /// Headings for the list of contents.
    contents: Vec<Entry>,
    /// The map of the roles around it; none if no move leads to or from another guide.
    around: Option<Around>,
    /// Moves into the role.
    moves_in: Vec<Move>,
    /// Moves on from the role.
    moves_out: Vec<Move>,
    /// How many of them nobody has said anything about.
    unvouched_in: usize,
    /// How many of those on from it nobody has said anything about.
    unvouched_out: usize,
    /// Roles that are close by skills.
    suggestions: Vec<Near>,
    /// The tool that finds ways to this role.
    paths: Option<String>,
    /// The guide before this one in the track.
    previous: Option<Link>,
    /// The guide after this one in the track.
    next: Option<Link>,
    /// The check of a reader's skills against this role.
    skills_check: Option<String>,
    /// What stands for the role in addresses and in what readers keep.
    slug: String,
    /// What a reader can do next.
    cta: Option<Cta>,
}

/// What a reader can do next.
#[derive(Serialize)]
struct Cta {
    /// Its heading.
    title: String,
    /// A sentence.
    text: Option<String>,
    /// Where it leads.
    link: Option<Link>,
}

/// A change of the guide.
#[derive(Serialize)]
struct Changed {
    /// The day.
    date: Day,
    /// What was changed.
    text: String,
}

/// A transition, seen from one of its ends.
#[derive(Serialize)]
struct Move {
    /// The other role.
    role: Other,
    /// The title of the role that it comes from.
    from: String,
    /// The title of the role that it leads to.
    to: String,
    /// Whether it leads into this guide's role.
    into: bool,
    /// Minutes that reading the other guide takes; none if there is none.
    reading_minutes: Option<usize>,
    /// What guides say about it.
    notes: Vec<Note>,
    /// The first of the skills that carry over.
    carried: Shared<Vec<SkillLink>>,
    /// The first of the skills to be learned.
    learn: Shared<Vec<SkillLink>>,
    /// Number of skills that carry over.
    carried_count: usize,
    /// Number of skills to be learned.
    learn_count: usize,
    /// Number of skills that its end asks for.
    required_count: usize,
    /// Whether the other role has a guide, so that the skills are known.
    known: bool,
    /// The move's anchor in the page.
    anchor: String,
    /// The page of the move.
    page: Option<String>,
    /// Both roles side by side.
    comparison: Option<String>,
}

/// The role at the other end, without an address where nobody wrote its guide.
#[derive(Serialize)]
struct Other {
    /// Its title.
    label: String,
    /// Its guide; none if it has yet to be written.
    href: Option<String>,
}

#[derive(Serialize)]
struct Near {
    /// The role.
    role: Shared<Link>,
    /// Minutes that reading its guide takes.
    reading_minutes: usize,
    /// Number of skills that both ask for.
    shared_count: usize,
    /// Number of skills that it asks for.
    required_count: usize,
    /// The most telling skills that both ask for.
    skills: Vec<Shared<Part>>,
    /// The moves that lead there, where authors vouch for some.
    way: Option<Way>,
    /// Both roles side by side.
    comparison: Option<String>,
}

/// A path over declared moves, from this guide's role.
#[derive(Serialize)]
struct Way {
    /// The roles between.
    over: Vec<Link>,
    /// Number of skills to be learned on the whole way.
    learn_count: usize,
}

/// A guide's data.
pub fn guide(frame: &Frame<'_>, id: RoleId) -> Guide {
    let book = frame.book;
    let role = &book[id];
    let track = &book[role.track];
    let field = &book[track.field];
    let section = listings_section(book, &role.text);
    let listings = judged(frame, role);
    let rendered = text_in_parts(frame, &role.text, &role.route, section.unwrap_or(usize::MAX));
    let place = track.roles.iter().position(|other| *other == id);
    let neighbour =
        |at: Option<usize>| at.and_then(|at| track.roles.get(at)).map(|other| role_link(frame, *other));
    let unvouched = |moves: &[TransitionId]| moves.iter().filter(|id| !book[**id].is_vouched()).count();
    let chips = |kind| {
        let tags = role.tags.iter().filter(|tag| tag.kind == kind);
        Shared::list(tags.map(|tag| chip(frame, tag)))
    };
    Guide {
        title: role.title.clone(),
        alternate_titles: role.alternate_titles.clone(),
        lede: rendered.lede,
        body: rendered.body,
        listings_page: (!listings.is_empty()).then(|| frame.href(&listings_route())),
        listings,
        rest: rendered.rest,
        has_listings_section: section.is_some(),
        facts: facts(frame, role),
        reading_minutes: role.reading_minutes,
        words: role.text.document.outline.length.words,
        evergreen: role.evergreen,
        draft: role.draft,
        published: role.published.map(|date| day(frame, date)),
        reviewed: role.reviewed.map(|date| day(frame, date)),
        review_every: role.review_every.as_deref().and_then(|every| review_every(frame.words, every)),
        authors: role.authors.iter().filter_map(|name| author(frame, name)).collect(),
        changes: role
            .changes
            .iter()
            .map(|one| Changed { date: day(frame, one.date), text: one.text.clone() })
            .collect(),
        field: Link { label: field.section.title.clone(), href: frame.href(&field.route) },
        track: Link { label: track.section.title.clone(), href: frame.href(&track.route) },
        technical: chips(SkillKind::Technical),
        soft: chips(SkillKind::Soft),
        contents: contents(&role.text),
        around: around(frame, id),
        moves_in: role.moves_in.iter().map(|id_of| transition(frame, id, *id_of, true)).collect(),
        moves_out: role.moves_out.iter().map(|id_of| transition(frame, id, *id_of, false)).collect(),
        unvouched_in: unvouched(&role.moves_in),
        unvouched_out: unvouched(&role.moves_out),
        suggestions: book.suggestions(id).iter().map(|suggestion| near(frame, id, suggestion)).collect(),
        paths: paths_to(frame, id),
        previous: neighbour(place.and_then(|at| at.checked_sub(1))),
        next: neighbour(place.map(|at| at + 1)),
        skills_check: skills_check(frame, id),
        slug: role.slug.to_string(),
        cta: book.cta(id).map(|cta| Cta {
            title: cta.title.clone(),
            text: cta.text.clone(),
            link: cta.link.as_ref().map(|one| link(frame, &one.in_guide(&role.slug))),
        }),
    }
}

/// The check of skills against this role, unless the guide's call to action leads there.
fn skills_check(frame: &Frame<'_>, id: RoleId) -> Option<String> {
    let route = frame.plan.published(skills_check_route())?;
    let link = frame.book.cta(id).and_then(|cta| cta.link.as_ref());
    let is_there = link.and_then(cta::Link::route).is_some_and(|(called, _)| called == route);
    (!is_there).then(|| format!("{}?role={}", frame.href(&route), frame.book[id].slug))
}

fn author(frame: &Frame<'_>, name: &str) -> Option<Link> {
    let author = frame.book.author(name)?;
    Some(Link { label: author.name.clone(), href: frame.href(&author.route) })
}

fn transition(frame: &Frame<'_>, own: RoleId, id: TransitionId, into: bool) -> Move {
    let book = frame.book;
    let transition = &book[id];
    let other = if into { transition.from } else { transition.to };
    let ends = transition.from.role().zip(transition.to.role());
    let gap = ends.map(|(from, to)| gap(&book[from], &book[to]));
    let (carried, learn) = gap.as_ref().map_or((&[][..], &[][..]), |gap| (&gap.carried[..], &gap.learn[..]));
    let links = |side: &[&Requirement]| Shared::list(side.iter().map(|one| skill_link(frame, one)));
    let (from, to) = (book.title(transition.from), book.title(transition.to));
    Move {
        role: Other {
            label: book.title(other).to_owned(),
            href: other.role().map(|role| frame.href(&book[role].route)),
        },
        from: from.to_owned(),
        to: to.to_owned(),
        into,
        reading_minutes: other.role().map(|role| book[role].reading_minutes),
        // A guide's own prose is left out, which the reader has before their eyes.
        notes: notes(frame, transition, Some(own)),
        page: transition.route.as_ref().map(|route| frame.href(route)),
        comparison: other.role().and_then(|other| comparison(frame, own, other)),
        carried_count: carried.len(),
        learn_count: learn.len(),
        required_count: carried.len() + learn.len(),
        carried: links(carried),
        learn: links(learn),
        known: gap.is_some(),
        anchor: anchor(book, other, into),
    }
}

/// A suggestion: "6 of 9 skills shared", counted in the suggested role.
fn near(frame: &Frame<'_>, own: RoleId, suggestion: &Suggestion) -> Near {
    let role = &frame.book[suggestion.role];
    let path = paths::best(frame.book, own, suggestion.role);
    Near {
        role: shared_role_link(frame, suggestion.role),
        comparison: comparison(frame, own, suggestion.role),
        reading_minutes: role.reading_minutes,
        shared_count: suggestion.shared.len(),
        required_count: role.requirements.len(),
        skills: suggestion.shared.iter().map(|skill| part(frame, *skill)).collect(),
        way: path.and_then(|path| {
            let (last, over) = path.split_last()?;
            let over = over.iter().map(|hop| role_link(frame, hop.to)).collect();
            Some(Way { over, learn_count: last.total })
        }),
    }
}
