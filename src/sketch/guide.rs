//! A guide to begin with: front matter, the site's sections with a line of
//! guidance each, and what the site knows of the role already.

use std::collections::BTreeMap;

use super::{Sketch, comment, quoted};
use crate::config::sections::Section;
use crate::content::front_matter::SkillKind;
use crate::model::{Book, SkillId};
use crate::resolve::hearsay::{Hearsay, Move, Quote};
use crate::slug::Slug;

/// Technical skills that a new guide lists, at most.
const TECHNICAL: usize = 10;
/// Soft ones.
const SOFT: usize = 5;
/// Fewer neighbours than this that ask for a skill say nothing.
const LEAST: usize = 2;

/// The guide to the role `title` in `folder`.
pub fn sketch(book: &Book, hearsay: &Hearsay, folder: &str, title: &str) -> Sketch {
    let mut text = format!(
        "+++\ntitle = {}\n# description = \"One sentence, for lists and search engines.\"\n\
         # alternate_titles = [\"Other names of the role\"]\ndraft = true\n\n{}+++\n\n",
        quoted(title),
        skills(book, hearsay),
    );
    text.push_str(&comment(
        "The lede: what somebody in this role does, and for whom, in a sentence or two. It stands at the head of the guide.",
    ));
    if !hearsay.sentences.is_empty() {
        let said: Vec<String> = hearsay.sentences.iter().map(line).collect();
        text.push('\n');
        text.push_str(&comment(&format!("Other guides speak of this role:\n\n{}", said.join("\n\n"))));
    }
    let mut moves = &hearsay.moves[..];
    for section in &book.config.sections {
        let heading = section.title.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&format!("\n## {heading}\n\n{}", comment(guidance(section))));
        if section.transitions {
            text.push_str(&drafts(book, moves, title));
            moves = &[];
        }
    }
    text.push_str(&drafts(book, moves, title));
    Sketch { path: format!("{folder}/{}.md", Slug::of(title)), text }
}

/// The skills that the role's neighbours share; what is known besides in comments.
fn skills(book: &Book, hearsay: &Hearsay) -> String {
    let neighbours = hearsay.neighbours.len();
    let least = LEAST.max(neighbours.div_ceil(2));
    let asked = most_common(book, hearsay.neighbours.iter().map(|role| &*book[*role].requirements));
    let shared: Vec<SkillId> =
        asked.iter().filter(|(_, count)| *count >= least).map(|(skill, _)| *skill).collect();
    let every_role = || book.roles.iter().map(|role| &*role.requirements);
    let (about, listed, known) = if !shared.is_empty() {
        let about = format!(
            "# At least {least} of the {neighbours} roles that other guides connect with this one ask for these."
        );
        (about, shared, Vec::new())
    } else if !asked.is_empty() {
        let about =
            "# What roles that other guides connect with this one ask for, to choose from:".to_owned();
        (about, Vec::new(), asked)
    } else {
        let about = "# The skills that most guides of this site ask for, to choose from:".to_owned();
        (about, Vec::new(), most_common(book, every_role()))
    };
    let known: Vec<SkillId> = known.into_iter().map(|(skill, _)| skill).collect();
    let mut text = String::from("[skills]\n");
    if !(listed.is_empty() && known.is_empty()) {
        text.push_str(&about);
        text.push('\n');
    }
    for (key, kind, most) in [("technical", SkillKind::Technical, TECHNICAL), ("soft", SkillKind::Soft, SOFT)]
    {
        let names = |skills: &[SkillId]| {
            let of_kind = skills.iter().map(|skill| &book[*skill]).filter(|skill| skill.kind == kind);
            of_kind.take(most).map(|skill| quoted(&skill.name)).collect::<Vec<_>>().join(", ")
        };
        if !names(&known).is_empty() {
            text.push_str(&format!("# {}\n", names(&known)));
        }
        text.push_str(&format!("{key} = [{}]\n", names(&listed)));
    }
    text
}

/// Skills by how many of these roles ask for them, then by name.
fn most_common<'b>(
    book: &Book,
    roles: impl Iterator<Item = &'b [crate::model::Requirement]>,
) -> Vec<(SkillId, usize)> {
    let mut counts: BTreeMap<SkillId, usize> = BTreeMap::new();
    for requirement in roles.flatten() {
        *counts.entry(requirement.skill).or_default() += 1;
    }
    let mut counts: Vec<(SkillId, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(skill, count)| (std::cmp::Reverse(*count), book[*skill].name.to_lowercase()));
    counts
}

/// Moves that other guides declare, each with a paragraph to begin with.
fn drafts(book: &Book, moves: &[Move], title: &str) -> String {
    let each = moves.iter().map(|one| {
        let other = &book[one.other].title;
        let (from, to) = if one.is_into { (other.as_str(), title) } else { (title, other.as_str()) };
        let said: Vec<String> = one.notes.iter().map(line).collect();
        let words = format!(
            "This move shows here by itself, in the words of the other guide. To add yours, take the last line out of \
             the comment and write on.\n\n{}\n\n**{from} to {to}** ...",
            said.join("\n\n"),
        );
        format!("\n{}", comment(&words))
    });
    each.collect()
}

/// `content/a/b/c.md:12: The words.`
fn line(quote: &Quote) -> String {
    let (line, _) = quote.span.line_column();
    let colon = if quote.words.is_empty() { "" } else { ": " };
    format!("{}:{line}{colon}{}", quote.span.source.path(), quote.words)
}

/// What a standard section is for, in one line.
const GUIDANCE: &[(&str, &str)] = &[
    (
        "The Role in Practice",
        "An ordinary week, told by its tasks: what comes in, what is made of it, and what a bad day is like.",
    ),
    (
        "Common Backgrounds",
        "Who arrives here, from which jobs, and what each of them brings along. A list reads well.",
    ),
    (
        "What the Market Actually Requires Versus What Job Descriptions List",
        "Which lines of adverts ask too much, which too little, what nobody writes down, and how you know.",
    ),
    (
        "How to Evaluate Your Fit",
        "Something to try for a day, signs that the job suits somebody, and honest reasons to stay away.",
    ),
    ("Closing Insight", "The one thing that you would tell a friend, in a paragraph. No summary."),
];

const MOVES: &str = "A paragraph a move, opening with \"**A to B**\" where one of the two is this role: what carries over, what is new, what is hard.";

const OWN: &str = "What a reader has to know under this heading, told from the job. Delete the heading if there is nothing.";

fn guidance(section: &Section) -> &'static str {
    if section.transitions {
        return MOVES;
    }
    let names: Vec<Slug> =
        std::iter::once(&section.title).chain(&section.aliases).map(|name| Slug::of(name)).collect();
    GUIDANCE.iter().find(|(title, _)| names.contains(&Slug::of(title))).map_or(OWN, |(_, words)| words)
}
