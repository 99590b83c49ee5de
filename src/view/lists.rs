//! Pages that list roles: home, fields, tracks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::chrome::Frame;
use super::memo::Shared;
use super::moves::{MoveLine, move_line};
use super::parts::{Link, RoleCard, SkillCount, role_card, skill_count, text};
use super::titles::description;
use crate::model::graph::gap;
use crate::model::{FieldId, RoleId, SkillId, TrackId, TransitionId};
use crate::plan::routes::{field_map_route, map_route};
use crate::route::Route;

/// The home page.
#[derive(Serialize)]
pub struct Home {
    /// The words of the home page, as HTML.
    intro: String,
    /// The fields in order.
    fields: Vec<FieldCard>,
    /// The guides that were published last.
    newest: Vec<Shared<RoleCard>>,
    /// Moves that ask for the least learning.
    moves: Vec<MoveLine>,
    /// The skills that most guides ask for.
    skills: Vec<SkillCount>,
    /// Number of guides.
    role_count: usize,
    /// Number of skills that guides ask for.
    skill_count: usize,
    /// Number of moves.
    transition_count: usize,
    /// The career map.
    map: String,
    /// Roles that a reader may hold now, by field.
    starts: Vec<StartField>,
    /// Whether that is all of them.
    all_starts: bool,
}

/// Roles of a field from which moves lead on.
#[derive(Serialize)]
struct StartField {
    /// The field's title.
    title: String,
    /// The roles.
    roles: Vec<Start>,
}

/// A role from which moves lead on.
#[derive(Serialize)]
struct Start {
    /// The role's title.
    title: String,
    /// The moves, in its guide.
    href: String,
    /// Number of moves on from it.
    move_count: usize,
}

/// A field in a list.
#[derive(Serialize)]
pub struct FieldCard {
    /// The field's title.
    title: String,
    /// Its page.
    href: String,
    /// What it is about.
    description: String,
    /// Number of its guides.
    role_count: usize,
    /// Its tracks in order.
    tracks: Vec<TrackLine>,
}

#[derive(Serialize)]
struct TrackLine {
    /// The track's title.
    title: String,
    /// Its page.
    href: String,
    /// Number of its guides.
    role_count: usize,
}

/// A field.
#[derive(Serialize)]
pub struct Field {
    /// The words of the field, as HTML.
    intro: String,
    /// Its tracks in order.
    tracks: Vec<TrackCard>,
    /// The skills that most of its guides ask for.
    skills: Vec<SkillCount>,
    /// Number of its guides.
    role_count: usize,
    /// The map that shows its roles.
    map: String,
}

#[derive(Serialize)]
struct TrackCard {
    /// The track's title.
    title: String,
    /// Its page.
    href: String,
    /// What it is about.
    description: String,
    /// Its roles in order.
    roles: Vec<Shared<RoleCard>>,
}

/// An author.
#[derive(Serialize)]
pub struct Author {
    /// A sentence about them.
    about: Option<String>,
    /// The full address of a page of their own.
    url: Option<String>,
    /// The roles whose guides they wrote.
    roles: Vec<Shared<RoleCard>>,
}

/// A track.
#[derive(Serialize)]
pub struct Track {
    /// The words of the track, as HTML.
    intro: String,
    /// Its roles in order.
    roles: Vec<Shared<RoleCard>>,
    /// The field that it belongs to.
    field: Link,
}

const NEWEST: usize = 6;
const MOVES: usize = 8;
const HOME_SKILLS: usize = 24;
/// More names than this are no answer to "where are you now?".
const STARTS: usize = 48;
const FIELD_SKILLS: usize = 16;

/// The home page's data.
pub fn home(frame: &Frame<'_>) -> Home {
    let book = frame.book;
    let mut newest: Vec<RoleId> = (0..book.roles.len()).map(RoleId).collect();
    newest.sort_by_key(|id| (Reverse(book[*id].published), book[*id].title.to_lowercase()));
    let everyone = (0..book.roles.len()).map(RoleId);
    let (starts, all_starts) = starts(frame);
    Home {
        intro: book
            .home
            .as_ref()
            .map(|section| text(frame, &section.text, &Route::page([])))
            .unwrap_or_default(),
        fields: field_counts(frame),
        newest: newest.into_iter().take(NEWEST).map(|id| role_card(frame, id)).collect(),
        moves: short_moves(frame),
        skills: top_skills(frame, everyone, HOME_SKILLS),
        role_count: book.roles.len(),
        skill_count: book.skills.iter().filter(|skill| skill.role_count() > 0).count(),
        transition_count: book.transitions.len(),
        map: frame.href(&map_route()),
        starts,
        all_starts,
    }
}

/// The roles with the most moves on, in the order of the site, and whether these are
/// all that have any.
fn starts(frame: &Frame<'_>) -> (Vec<StartField>, bool) {
    let book = frame.book;
    let mut from: Vec<RoleId> =
        (0..book.roles.len()).map(RoleId).filter(|id| !book[*id].moves_out.is_empty()).collect();
    let is_all = from.len() <= STARTS;
    from.sort_by_key(|id| (Reverse(book[*id].moves_out.len()), *id));
    from.truncate(STARTS);
    let kept: BTreeSet<RoleId> = from.into_iter().collect();
    let start = |id: RoleId| Start {
        title: book[id].title.clone(),
        href: format!("{}#_moves-out", frame.href(&book[id].route)),
        move_count: book[id].moves_out.len(),
    };
    let fields = book.fields.iter().enumerate().map(|(at, field)| StartField {
        title: field.section.title.clone(),
        roles: book.roles_of(FieldId(at)).filter(|id| kept.contains(id)).map(start).collect(),
    });
    (fields.filter(|field| !field.roles.is_empty()).collect(), is_all)
}

/// All fields with their tracks and counts.
pub fn field_counts(frame: &Frame<'_>) -> Vec<FieldCard> {
    let book = frame.book;
    book.fields
        .iter()
        .map(|field| {
            let tracks: Vec<TrackLine> = field
                .tracks
                .iter()
                .map(|id| TrackLine {
                    title: book[*id].section.title.clone(),
                    href: frame.href(&book[*id].route),
                    role_count: book[*id].roles.len(),
                })
                .collect();
            FieldCard {
                title: field.section.title.clone(),
                href: frame.href(&field.route),
                description: description(&field.section),
                role_count: tracks.iter().map(|track| track.role_count).sum(),
                tracks,
            }
        })
        .collect()
}

/// A field's data.
pub fn field(frame: &Frame<'_>, id: FieldId) -> Field {
    let book = frame.book;
    let tracks: Vec<TrackCard> = book[id]
        .tracks
        .iter()
        .map(|track| {
            let track = &book[*track];
            TrackCard {
                title: track.section.title.clone(),
                href: frame.href(&track.route),
                description: description(&track.section),
                roles: track.roles.iter().map(|role| role_card(frame, *role)).collect(),
            }
        })
        .collect();
    Field {
        intro: text(frame, &book[id].section.text, &book[id].route),
        role_count: tracks.iter().map(|track| track.roles.len()).sum(),
        tracks,
        skills: top_skills(frame, book.roles_of(id), FIELD_SKILLS),
        map: frame.href(&field_map_route(book, id)),
    }
}

/// An author's data.
pub fn author(frame: &Frame<'_>, at: usize) -> Author {
    let author = &frame.book.authors[at];
    Author {
        about: author.about.clone(),
        url: author.url.clone(),
        roles: author.roles.iter().map(|role| role_card(frame, *role)).collect(),
    }
}

/// A track's data.
pub fn track(frame: &Frame<'_>, id: TrackId) -> Track {
    let track = &frame.book[id];
    let field = &frame.book[track.field];
    Track {
        intro: text(frame, &track.section.text, &track.route),
        roles: track.roles.iter().map(|role| role_card(frame, *role)).collect(),
        field: Link { label: field.section.title.clone(), href: frame.href(&field.route) },
    }
}

/// The moves that ask for the least learning, at most one into each role, so
/// that no single role fills the list.
fn short_moves(frame: &Frame<'_>) -> Vec<MoveLine> {
    let book = frame.book;
    let mut moves: Vec<_> = book
        .transitions
        .iter()
        .enumerate()
        .filter(|(_, transition)| transition.is_vouched())
        .filter_map(|(at, transition)| {
            let (from, to) = (transition.from.role()?, transition.to.role()?);
            let gap = gap(&book[from], &book[to]);
            (!gap.carried.is_empty()).then_some((gap.learn.len(), Reverse(gap.carried.len()), at, to))
        })
        .collect();
    moves.sort();
    let mut seen = BTreeSet::new();
    moves
        .into_iter()
        .filter(|(_, _, _, to)| seen.insert(*to))
        .take(MOVES)
        .filter_map(|(_, _, at, _)| move_line(frame, TransitionId(at)))
        .collect()
}

fn top_skills(frame: &Frame<'_>, roles: impl Iterator<Item = RoleId>, limit: usize) -> Vec<SkillCount> {
    let mut counts: BTreeMap<SkillId, usize> = BTreeMap::new();
    for role in roles {
        for requirement in frame.book[role].requirements.iter() {
            *counts.entry(requirement.skill).or_default() += 1;
        }
    }
    let mut counts: Vec<(SkillId, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(skill, count)| (Reverse(*count), *skill));
    counts.into_iter().take(limit).map(|(skill, count)| skill_count(frame, skill, count)).collect()
}
