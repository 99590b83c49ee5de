//! Skills: their index and their pages.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::chrome::Frame;
use super::letters::{Letter, by_letter};
use super::listings::{Verdict, verdicts};
use super::memo::Shared;
use super::parts::{Link, RoleCard, SkillCount, role_card, role_link, skill_count, skill_href, text};
use crate::content::front_matter::SkillKind;
use crate::model::adjacency::Arrival;
use crate::model::companions::{Companion, companions};
use crate::model::graph::learned;
use crate::model::{FieldId, Role, RoleId, SkillId};
use crate::plan::routes::listings_route;

/// The index of skills.
#[derive(Serialize)]
pub struct Index {
    /// The skills from A to Z.
    groups: Vec<Letter<SkillCount>>,
    /// The page of what guides say about listings.
    listings: Option<String>,
    /// Number of technical skills.
    technical_count: usize,
    /// Number of soft skills.
    soft_count: usize,
}

/// A skill.
#[derive(Serialize)]
pub struct Skill {
    /// The skill's name.
    label: String,
    /// `technical` or `soft`.
    kind: &'static str,
    /// A sentence about it.
    description: Option<String>,
    /// Other spellings.
    aliases: Vec<String>,
    /// Words about it, as HTML.
    prose: Option<String>,
    /// Roles as cards, while there are few.
    essential: Vec<Shared<RoleCard>>,
    /// Roles that can do without it; none if they are too many for cards.
    optional: Vec<Shared<RoleCard>>,
    /// Roles as lines by field, where cards would be too many.
    lines: Vec<FieldLines>,
    /// Skills that often come together with it.
    companions: Vec<Together>,
    /// Roles that it opens, by the role that one comes from.
    origins: Vec<Origin>,
    /// What guides say about how listings treat it.
    verdicts: Vec<Verdict>,
    /// The page of all verdicts; none if there are none about this skill.
    listings: Option<String>,
    /// Number of guides that ask for it.
    role_count: usize,
    /// Number of all guides.
    guide_count: usize,
    /// The first of these in percent of the second.
    share: usize,
}

/// The roles of a field that require a skill.
#[derive(Serialize)]
struct FieldLines {
    /// The field's title.
    title: String,
    /// Its roles.
    roles: Vec<RoleLine>,
}

#[derive(Serialize)]
struct RoleLine {
    /// The role.
    role: Link,
    /// Whether it can do without the skill.
    optional: bool,
    /// Minutes that reading its guide takes.
    reading_minutes: usize,
}

/// A skill that often comes with this one.
#[derive(Serialize)]
struct Together {
    /// The skill, and how many guides ask for both.
    skill: SkillCount,
    /// How many times more often than by chance, to one decimal.
    lift: String,
}

/// What a skill opens to people of one role.
#[derive(Serialize)]
struct Origin {
    /// The role.
    role: Link,
    /// Its anchor.
    id: String,
    /// Moves from it.
    moves: Vec<Unlocked>,
}

/// A role for which a skill is the only one missing, or one of few.
#[derive(Serialize)]
struct Unlocked {
    /// The role that the move leads to.
    role: Link,
    /// What else is missing.
    others: Vec<Link>,
    /// Whether no author vouches for the move.
    suggested: bool,
}

/// More roles than this are lines and not cards.
const CARDS: usize = 24;
const TOGETHER: usize = 12;
/// So many skills missing are few for any role, ...
const FEW: usize = 3;
/// ... and for a role that asks for more, one in so many of those essential for it:
/// a person who has half of them is on the way.
const PART: usize = 2;
/// Origins on the page of a skill, at most.
const ORIGINS: usize = 60;

/// The data of the index: skills that some guide asks for, and those with words
/// of their own.
pub fn index(frame: &Frame<'_>) -> Index {
    let book = frame.book;
    let mut shown: Vec<SkillId> =
        (0..book.skills.len()).map(SkillId).filter(|id| book[*id].is_shown()).collect();
    shown.sort_by_key(|id| (book[*id].name.to_lowercase(), *id));
    let entry = |id: &SkillId| {
        (book[*id].name.as_str(), &book[*id].slug, skill_count(frame, *id, book[*id].role_count()))
    };
    let count = |kind| shown.iter().filter(|id| book[**id].kind == kind).count();
    Index {
        technical_count: count(SkillKind::Technical),
        soft_count: count(SkillKind::Soft),
        listings: frame.published(listings_route()),
        groups: by_letter(frame.words, shown.iter().map(entry)),
    }
}

/// A skill's data.
pub fn skill(frame: &Frame<'_>, id: SkillId) -> Skill {
    let book = frame.book;
    let skill = &book[id];
    let has_cards = skill.role_count() <= CARDS;
    let cards =
        |roles: &[RoleId]| roles.iter().filter(|_| has_cards).map(|role| role_card(frame, *role)).collect();
    let own = skill.route.as_ref().unwrap_or(frame.route);
    let verdicts = verdicts(frame, id);
    Skill {
        label: skill.name.clone(),
        kind: skill.kind.name(),
        description: skill.description.clone(),
        aliases: skill.aliases.clone(),
        prose: skill.text.as_ref().map(|prose| text(frame, prose, own)),
        essential: cards(&skill.essential),
        optional: cards(&skill.optional),
        lines: if has_cards { Vec::new() } else { lines(frame, id) },
        companions: companions(book, id).iter().take(TOGETHER).map(|one| together(frame, one)).collect(),
        origins: origins(frame, id),
        listings: (!verdicts.is_empty()).then(|| frame.href(&listings_route())),
        verdicts,
        role_count: skill.role_count(),
        guide_count: book.roles.len(),
        share: percent(skill.role_count(), book.roles.len()),
    }
}

/// `part` of `whole` in percent, rounded to the nearest.
fn percent(part: usize, whole: usize) -> usize {
    (part * 200 + whole) / (whole.max(1) * 2)
}

/// Roles by field, those for which the skill is essential first.
fn lines(frame: &Frame<'_>, id: SkillId) -> Vec<FieldLines> {
    let book = frame.book;
    let mut fields: BTreeMap<FieldId, Vec<RoleLine>> = BTreeMap::new();
    for (roles, optional) in [(&book[id].essential, false), (&book[id].optional, true)] {
        for role in roles {
            let field = book[book[*role].track].field;
            let reading_minutes = book[*role].reading_minutes;
            let line = RoleLine { role: role_link(frame, *role), optional, reading_minutes };
            fields.entry(field).or_default().push(line);
        }
    }
    let lines = fields.into_iter();
    lines.map(|(field, roles)| FieldLines { title: book[field].section.title.clone(), roles }).collect()
}

fn together(frame: &Frame<'_>, companion: &Companion) -> Together {
    let skill = skill_count(frame, companion.skill, companion.both);
    Together { skill, lift: frame.words.decimal(companion.lift) }
}

/// Roles that the skill unlocks, by the role that people come from: over declared
/// moves and suggested ones, because only those are worth a thought. Origins from
/// which most moves lead come first.
fn origins(frame: &Frame<'_>, id: SkillId) -> Vec<Origin> {
    let book = frame.book;
    let requires = |role: &RoleId| {
        [&book[id].essential, &book[id].optional].iter().any(|roles| roles.binary_search(role).is_ok())
    };
    let mut origins: BTreeMap<RoleId, Vec<(usize, bool, RoleId)>> = BTreeMap::new();
    for to in book[id].essential.iter().copied() {
        let essential = book[to].requirements.iter().filter(|one| !one.optional).count();
        let near = book.nearness.arrivals(to).iter().filter(|one| one.missing <= FEW.max(essential / PART));
        for Arrival { from, suggested, missing } in near.filter(|one| !requires(&one.from)) {
            origins.entry(*from).or_default().push((*missing, *suggested, to));
        }
    }
    let mut origins: Vec<_> = origins.into_iter().collect();
    origins.sort_by_cached_key(|(from, moves)| {
        let onward = book[*from].moves_out.len();
        (Reverse(onward), Reverse(moves.len()), book[*from].title.to_lowercase(), *from)
    });
    origins.into_iter().take(ORIGINS).map(|(from, moves)| origin(frame, id, from, moves)).collect()
}

/// Essential skills that a move asks a person to learn.
fn missing<'b>(from: &'b Role, to: &'b Role) -> impl Iterator<Item = SkillId> + 'b {
    learned(from, to).filter(|one| !one.optional).map(|one| one.skill)
}

fn origin(frame: &Frame<'_>, id: SkillId, from: RoleId, mut moves: Vec<(usize, bool, RoleId)>) -> Origin {
    let book = frame.book;
    moves.sort_unstable();
    let unlocked = moves.into_iter().map(|(_, suggested, to)| {
        let others = missing(&book[from], &book[to]).filter(|skill| *skill != id);
        let others = others
            .map(|skill| Link { label: book[skill].name.clone(), href: skill_href(frame, skill) })
            .collect();
        Unlocked { role: role_link(frame, to), others, suggested }
    });
    Origin {
        role: role_link(frame, from),
        id: format!("_from-{}", book[from].slug),
        moves: unlocked.collect(),
    }
}
