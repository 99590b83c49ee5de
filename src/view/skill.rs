//! Skills: their index and their pages.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::chrome::Frame;
use super::parts::{Link, RoleCard, SkillCount, kind_name, role_card, role_link, skill_count, text};
use crate::content::front_matter::SkillKind;
use crate::model::graph::gap;
use crate::model::{RoleId, SkillId};

/// The index of skills.
#[derive(Serialize)]
pub struct Index {
    groups: Vec<Group>,
    technical_count: usize,
    soft_count: usize,
}

#[derive(Serialize)]
struct Group {
    letter: String,
    id: String,
    skills: Vec<SkillCount>,
}

/// A skill.
#[derive(Serialize)]
pub struct Skill {
    label: String,
    kind: &'static str,
    description: Option<String>,
    aliases: Vec<String>,
    prose: Option<String>,
    essential: Vec<RoleCard>,
    optional: Vec<RoleCard>,
    together: Vec<SkillCount>,
    unlocks: Vec<Unlocked>,
    role_count: usize,
    share: usize,
}

/// A move for which a skill is to be learned.
#[derive(Serialize)]
struct Unlocked {
    from: Link,
    to: Link,
    learn_count: usize,
}

const TOGETHER: usize = 12;
const UNLOCKS: usize = 12;

/// The data of the index: skills that some guide asks for, and those with words
/// of their own.
pub fn index(frame: &Frame<'_>) -> Index {
    let book = frame.book;
    let mut shown: Vec<SkillId> = (0..book.skills.len())
        .map(SkillId)
        .filter(|id| book[*id].role_count() > 0 || book[*id].text.is_some())
        .collect();
    shown.sort_by_key(|id| (book[*id].name.to_lowercase(), *id));
    let mut groups: BTreeMap<String, Vec<SkillCount>> = BTreeMap::new();
    for id in &shown {
        // The slug's first letter: `.NET` stands under D, `Éclair` under E.
        let first = book[*id].slug.as_str().chars().next().filter(char::is_ascii_alphabetic);
        let letter = first.map_or("0\u{2013}9".to_owned(), |first| first.to_ascii_uppercase().to_string());
        groups.entry(letter).or_default().push(skill_count(frame, *id, book[*id].role_count()));
    }
    let count = |kind| shown.iter().filter(|id| book[**id].kind == kind).count();
    Index {
        technical_count: count(SkillKind::Technical),
        soft_count: count(SkillKind::Soft),
        groups: groups
            .into_iter()
            .map(|(letter, skills)| {
                let id = if letter.len() == 1 { letter.to_lowercase() } else { "digits".to_owned() };
                Group { letter, id: format!("_{id}"), skills }
            })
            .collect(),
    }
}

/// A skill's data.
pub fn skill(frame: &Frame<'_>, id: SkillId) -> Skill {
    let book = frame.book;
    let skill = &book[id];
    let cards = |roles: &[RoleId]| roles.iter().map(|role| role_card(frame, *role)).collect();
    let own = skill.route.as_ref().unwrap_or(frame.route);
    Skill {
        label: skill.name.clone(),
        kind: kind_name(skill.kind),
        description: skill.description.clone(),
        aliases: skill.aliases.clone(),
        prose: skill.text.as_ref().map(|prose| {
            let rendered = text(frame, prose, own);
            rendered.lede + &rendered.body
        }),
        essential: cards(&skill.essential),
        optional: cards(&skill.optional),
        together: together(frame, id),
        unlocks: unlocks(frame, id),
        role_count: skill.role_count(),
        share: percent(skill.role_count(), book.roles.len()),
    }
}

/// `part` of `whole` in percent, rounded to the nearest.
fn percent(part: usize, whole: usize) -> usize {
    (part * 200 + whole) / (whole.max(1) * 2)
}

/// Skills that the same roles ask for, most often first.
fn together(frame: &Frame<'_>, id: SkillId) -> Vec<SkillCount> {
    let book = frame.book;
    let mut counts: BTreeMap<SkillId, usize> = BTreeMap::new();
    for role in book[id].essential.iter().chain(&book[id].optional) {
        for requirement in book[*role].requirements.iter().filter(|one| one.skill != id) {
            *counts.entry(requirement.skill).or_default() += 1;
        }
    }
    let mut counts: Vec<(SkillId, usize)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    counts.sort_by_key(|(skill, count)| (Reverse(*count), *skill));
    counts.into_iter().take(TOGETHER).map(|(skill, count)| skill_count(frame, skill, count)).collect()
}

/// Moves for which the skill is to be learned, those with the least to learn
/// first.
fn unlocks(frame: &Frame<'_>, id: SkillId) -> Vec<Unlocked> {
    let book = frame.book;
    let mut moves = Vec::new();
    for to in book[id].essential.iter().chain(&book[id].optional).copied() {
        for transition in &book[to].moves_in {
            let Some(from) = book[*transition].from.role() else { continue };
            let gap = gap(&book[from], &book[to]);
            if gap.learn.iter().any(|one| one.skill == id) {
                moves.push((gap.learn.len(), from, to));
            }
        }
    }
    moves.sort();
    moves
        .into_iter()
        .take(UNLOCKS)
        .map(|(learn_count, from, to)| Unlocked {
            from: role_link(frame, from),
            to: role_link(frame, to),
            learn_count,
        })
        .collect()
}
