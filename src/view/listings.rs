//! Listed against required: what guides say about how job descriptions treat the
//! skills of a role, in each guide and over the site.

use std::cmp::Reverse;

use serde::Serialize;

use super::chrome::Frame;
use super::memo::Shared;
use super::parts::{Link, Part, parts, role_link, skill_href};
use crate::content::front_matter::Listing;
use crate::content::sections;
use crate::model::{Book, Role, RoleId, SkillId, Text};

/// A tag and the verdict on it.
#[derive(Serialize)]
pub struct Judged {
    /// The skills that it is about.
    parts: Vec<Shared<Part>>,
    /// The verdict in a word.
    verdict: &'static str,
    /// The verdict in a word, in the language of the site.
    label: String,
    /// The verdict in a sentence.
    meaning: String,
}

/// Verdicts over the whole site.
#[derive(Serialize)]
pub struct Index {
    /// Skills with verdicts, by name.
    skills: Vec<Skill>,
    /// Number of verdicts.
    verdict_count: usize,
    /// Number of guides that judge.
    guide_count: usize,
}

/// The verdicts on a skill.
#[derive(Serialize)]
pub struct Skill {
    /// The skill.
    skill: Link,
    /// What guides say about it.
    verdicts: Vec<Verdict>,
    /// Number of guides that judge it.
    count: usize,
}

/// Guides of one opinion.
#[derive(Serialize)]
pub struct Verdict {
    /// The verdict in a word.
    verdict: &'static str,
    /// The verdict in a word, in the language of the site.
    label: String,
    /// The verdict in a sentence.
    meaning: String,
    /// The guides that say so.
    guides: Vec<Link>,
}

/// Verdicts in the order in which they are told: what misleads most comes first.
const VERDICTS: [Listing; 4] =
    [Listing::Overstated, Listing::Understated, Listing::Assumed, Listing::Accurate];

/// The name of a verdict, the word for it, and what it means.
fn words(frame: &Frame<'_>, listing: Listing) -> (&'static str, String, String) {
    let name = listing.name();
    let [label, meaning] = match listing {
        Listing::Accurate => ["listings.accurate", "listings.accurate_means"],
        Listing::Overstated => ["listings.overstated", "listings.overstated_means"],
        Listing::Understated => ["listings.understated", "listings.understated_means"],
        Listing::Assumed => ["listings.assumed", "listings.assumed_means"],
    };
    (name, frame.words.text(label), frame.words.text(meaning))
}

/// The verdicts of a guide, in the order of its tags. The skills behind a tag share
/// the verdict on it.
pub fn judged(frame: &Frame<'_>, role: &Role) -> Vec<Judged> {
    let verdict = |id: &SkillId| role.requirements.iter().find(|one| one.skill == *id)?.listing;
    let tags = role.tags.iter().filter_map(|tag| Some((tag, tag.skills.first().and_then(verdict)?)));
    tags.map(|(tag, listing)| {
        let (verdict, label, meaning) = words(frame, listing);
        Judged { parts: parts(frame, tag), verdict, label, meaning }
    })
    .collect()
}

/// Where in the body the section ends that the verdicts belong to.
pub fn listings_section(book: &Book, text: &Text) -> Option<usize> {
    let sections = &book.config.sections;
    let found = sections::recognise(&text.document.outline, sections, text.document.body().len());
    let mut found = sections.iter().zip(found).filter(|(section, _)| section.listings);
    found.find_map(|(_, range)| Some(range?.end))
}

/// The verdicts on a skill, by what they say.
pub fn verdicts(frame: &Frame<'_>, id: SkillId) -> Vec<Verdict> {
    let book = frame.book;
    let roles = || book[id].essential.iter().chain(&book[id].optional).copied();
    let says = |role: &RoleId, listing| {
        book[*role].requirements.iter().any(|one| one.skill == id && one.listing == Some(listing))
    };
    VERDICTS
        .into_iter()
        .map(|listing| {
            let (verdict, label, meaning) = words(frame, listing);
            let guides = roles().filter(|role| says(role, listing)).map(|role| role_link(frame, role));
            Verdict { verdict, label, meaning, guides: guides.collect() }
        })
        .filter(|verdict| !verdict.guides.is_empty())
        .collect()
}

/// The data of the page over the whole site: the skills that most guides judge
/// first.
pub fn index(frame: &Frame<'_>) -> Index {
    let book = frame.book;
    let skills = (0..book.skills.len()).map(SkillId).filter_map(|id| {
        let verdicts = verdicts(frame, id);
        let count = verdicts.iter().map(|verdict| verdict.guides.len()).sum();
        let skill = Link { label: book[id].name.clone(), href: skill_href(frame, id) };
        (count > 0).then_some(Skill { skill, verdicts, count })
    });
    let mut skills: Vec<Skill> = skills.collect();
    skills.sort_by_cached_key(|skill| (Reverse(skill.count), skill.skill.label.to_lowercase()));
    let judges = |role: &&std::sync::Arc<Role>| role.requirements.iter().any(|one| one.listing.is_some());
    Index {
        verdict_count: skills.iter().map(|skill| skill.count).sum(),
        guide_count: book.roles.iter().filter(judges).count(),
        skills,
    }
}
