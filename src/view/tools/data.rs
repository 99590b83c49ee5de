//! What the tools that run in a reader's browser know of the site: script modules, so
//! that a page that may open no connection can load them. They are for the site's own
//! pages and say nothing beyond these; the open data is for everybody else.
//!
//! A page loads the modules that it needs: `skills.js`, `roles.js` and `moves.js` are
//! about all of the site, while texts stand in `details/<n>.js`, a few roles in each.
//! The theme's `graph.js` reads them and says what its types are. Each list is a table,
//! column by column, and roles and skills are numbers: all of it is sent to readers, and
//! like values side by side are smallest when compressed.

use serde::Serialize;
use serde_json::{Value, json};

use crate::content::front_matter::SkillKind;
use crate::export::prose::said;
use crate::model::{Book, Requirement, RoleId, TransitionId};
use crate::plan::{DETAILS, ToolData};
use crate::view::facts;
use crate::words::Words;

/// The module.
pub fn module(book: &Book, words: &Words, data: ToolData) -> String {
    let value = match data {
        ToolData::Skills => skills(book),
        ToolData::Roles => roles(book),
        ToolData::Moves => moves(book),
        ToolData::Details(part) => details(book, words, part),
    };
    // JSON is an expression of JavaScript (ECMA-262, since 2019). No `<` stands in it
    // as such, so that it can stand in a page.
    format!("export default {};\n", value.to_string().replace('<', "\\u003c"))
}

/// What the address of every page ends with.
fn end(book: &Book) -> &'static str {
    if book.config.index_links { "/index.html" } else { "/" }
}

/// `slug` is empty where a skill has no page; a page is at `skills/<slug><end>` from
/// the site's home. `names` are those beside the title.
/// `ambiguous` and `clear` are numbers of skills whose names the vocabulary says are,
/// or are not, ordinary words too.
fn skills(book: &Book) -> Value {
    let said_to_be = |ambiguous| -> Vec<usize> {
        let skills = book.skills.iter().enumerate();
        skills.filter(|(_, skill)| skill.ambiguous == Some(ambiguous)).map(|(id, _)| id).collect()
    };
    json!({
        "end": end(book),
        "title": column(&book.skills, |skill| &skill.name),
        "slug": column(&book.skills, |skill| skill.route.as_ref().map_or("", |_| skill.slug.as_str())),
        "names": column(&book.skills, |skill| &skill.aliases),
        "soft": column(&book.skills, |skill| u8::from(skill.kind == SkillKind::Soft)),
        "ambiguous": said_to_be(true),
        "clear": said_to_be(false),
    })
}

/// A guide is at `<address of its track><slug><end>` from the site's home. `needs` are
/// requirements in the author's order: four times the number of the skill, and 2 more
/// if the role can do without it, and 1 more if the guide calls it soft. Texts about
/// `part` roles stand in one file.
fn roles(book: &Book) -> Value {
    let address = |track: &crate::model::Track| track.route.encoded().trim_start_matches('/').to_owned();
    let need = |one: &Requirement| {
        one.skill.0 * 4 + usize::from(one.optional) * 2 + usize::from(one.kind == SkillKind::Soft)
    };
    json!({
        "end": end(book),
        "part": DETAILS,
        "fields": column(&book.fields, |field| &field.section.title),
        "tracks": {
            "title": column(&book.tracks, |track| &track.section.title),
            "address": column(&book.tracks, address),
            "field": column(&book.tracks, |track| track.field.0),
        },
        "title": column(&book.roles, |role| &role.title),
        "track": column(&book.roles, |role| role.track.0),
        "slug": column(&book.roles, |role| role.slug.as_str()),
        "names": column(&book.roles, |role| &role.alternate_titles),
        "minutes": column(&book.roles, |role| role.reading_minutes),
        "needs": column(&book.roles, |role| role.requirements.iter().map(need).collect::<Vec<_>>()),
    })
}

/// Other roles are told by how far they are from a role in the list of all. `out` are
/// moves to other guides, in the order of roles: twice that distance, and 1 more if
/// somebody vouches for the move, which then has a page at
/// `transitions/<slug>/<slug of the other><end>`. `near` are suggestions, nearest first.
fn moves(book: &Book) -> Value {
    let ids = || (0..book.roles.len()).map(RoleId);
    let out = |id: RoleId| -> Vec<isize> {
        let way =
            |(to, one): (RoleId, TransitionId)| distance(id, to) * 2 + isize::from(book[one].is_vouched());
        onward(book, id).into_iter().map(way).collect()
    };
    let near = |id: RoleId| -> Vec<isize> {
        book.suggestions(id).iter().map(|one| distance(id, one.role)).collect()
    };
    json!({ "out": ids().map(out).collect::<Vec<_>>(), "near": ids().map(near).collect::<Vec<_>>() })
}

fn distance(from: RoleId, to: RoleId) -> isize {
    to.0.checked_signed_diff(from.0).unwrap_or_default()
}

/// Moves from a role to others that have a guide, in the order of roles.
fn onward(book: &Book, id: RoleId) -> Vec<(RoleId, TransitionId)> {
    let ends = book[id].moves_out.iter().filter_map(|one| Some((book[*one].to.role()?, *one)));
    let mut ends: Vec<_> = ends.collect();
    ends.sort_unstable();
    ends
}

/// Texts about some roles, from `first` on: a summary, facts as a label,
/// words and where they come from, and for each move that leads out what guides say about it, as plain text:
/// pairs of whose guide it is, 0 for the origin and 1 for the target, and its words.
fn details(book: &Book, words: &Words, part: usize) -> Value {
    let first = part * DETAILS;
    let roles: Vec<RoleId> = (first..book.roles.len()).take(DETAILS).map(RoleId).collect();
    let notes = |id: &RoleId| -> Vec<Vec<(u8, String)>> {
        onward(book, *id).into_iter().map(|(to, one)| notes(book, to, one)).collect()
    };
    json!({
        "first": first,
        "summary": column(&roles, |id| book[*id].summary()),
        "facts": column(&roles, |id| facts::in_words(words, &book[*id])),
        "notes": column(&roles, notes),
    })
}

fn notes(book: &Book, to: RoleId, id: TransitionId) -> Vec<(u8, String)> {
    let notes = book[id].notes.iter();
    notes.filter_map(|note| Some((u8::from(note.role == to), said(book, note)?))).collect()
}

fn column<'b, T, C: Serialize>(rows: &'b [T], cell: impl Fn(&'b T) -> C) -> Value {
    rows.iter().map(|row| json!(cell(row))).collect()
}
