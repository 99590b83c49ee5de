//! Search: the page behind it, which is an A to Z of roles, and the index that the
//! theme's script loads when a reader first searches. Matching is the script's part.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};

use super::chrome::Frame;
use super::letters::{Letter, by_letter};
use super::parts::role_link;
use crate::content::front_matter::SkillKind;
use crate::model::{Book, Role, RoleId, TransitionId};
use crate::plan::routes::{skills_route, transitions_route};
use crate::slug::Slug;

/// The page behind the search.
#[derive(Serialize)]
pub struct Page {
    /// The roles from A to Z.
    letters: Vec<Letter<Entry>>,
    /// Number of roles.
    role_count: usize,
    /// The index of skills.
    skills: String,
    /// The index of moves; none if there are none.
    transitions: Option<String>,
}

#[derive(Serialize)]
struct Entry {
    /// The role's title.
    label: String,
    /// Its guide.
    href: String,
    /// The track, which tells roles with similar names apart.
    track: String,
}

/// The data of the page: every role from A to Z.
pub fn page(frame: &Frame<'_>) -> Page {
    let book = frame.book;
    let mut roles: Vec<RoleId> = (0..book.roles.len()).map(RoleId).collect();
    roles.sort_by_cached_key(|id| (book[*id].title.to_lowercase(), *id));
    let entries = roles.into_iter().map(|id| {
        let link = role_link(frame, id);
        let track = book[book[id].track].section.title.clone();
        (book[id].title.as_str(), &book[id].slug, Entry { label: link.label, href: link.href, track })
    });
    Page {
        letters: by_letter(frame.words, entries),
        role_count: book.roles.len(),
        skills: frame.href(&skills_route()),
        transitions: frame.published(transitions_route()),
    }
}

/// Sites with more roles than this are searched by names and skills alone: ledes and
/// headings are most of the index, and a reader would wait for them.
const WITH_TEXTS: usize = 1_000;
/// Sites with more roles than this are searched by names and main skills.
const WITH_SKILLS: usize = 4_000;
/// The main skills of a role: the first so many that are essential for it.
const MAIN_SKILLS: usize = 5;
/// Characters of a lede that are searched and shown.
const LEDE: usize = 160;

/// The index as JSON. Each list is a table, column by column: all of it is sent to
/// readers, and like texts side by side are smallest when compressed.
///
/// - `end`: what the address of every page ends with;
/// - `tracks`: `title`, `address`;
/// - `skills`: `title`, `slug` (empty if it has no page), `names` beside the title,
///   whether it is `soft`, `guides` that ask for it. The page is at `skills/<slug>`;
/// - `roles`: `title`, number of its `track`, `slug`, `names` beside the title, numbers
///   of its `skills`, `moves`, `headings`, their `anchors`, `lede`; the last three are
///   empty on large sites. An anchor is empty if it is the heading in small letters with
///   hyphens between its words, and so are those of a role if all are. The page is at `<address of the track><slug>`. A move is the number of the
///   role that it leads to, less that of the role itself; its page is at
///   `transitions/<slug>/<slug of the other>`.
///
/// Addresses begin at the site's home.
pub fn index(book: &Book) -> String {
    let texts = if book.roles.len() <= WITH_TEXTS { book.roles.as_slice() } else { &[] };
    let standard = standard_headings(book);
    let index = json!({
        "end": if book.config.index_links { "/index.html" } else { "/" },
        "tracks": {
            "title": column(&book.tracks, |track| &track.section.title),
            "address": column(&book.tracks, |track| track.route.encoded().trim_start_matches('/').to_owned()),
        },
        "skills": {
            "title": column(&book.skills, |skill| &skill.name),
            "slug": column(&book.skills, |skill| skill.route.as_ref().map_or("", |_| skill.slug.as_str())),
            "names": column(&book.skills, |skill| &skill.aliases),
            "soft": column(&book.skills, |skill| u8::from(skill.kind == SkillKind::Soft)),
            "guides": column(&book.skills, |skill| skill.role_count()),
        },
        "roles": {
            "title": column(&book.roles, |role| &role.title),
            "track": column(&book.roles, |role| role.track.0),
            "slug": column(&book.roles, |role| role.slug.as_str()),
            "names": column(&book.roles, |role| &role.alternate_titles),
            "skills": column(&book.roles, |role| skills(book, role)),
            "moves": column(&book.roles, |role| moves(book, role)),
            "headings": column(texts, |role| column(&headings(role, &standard), |(words, _)| words.clone())),
            "anchors": column(texts, |role| anchors(&headings(role, &standard))),
            "lede": column(texts, |role| lede(&role.summary())),
        },
    });
    // No `<` stands in it as such, so that it can stand in a page.
    index.to_string().replace('<', "\\u003c") + "\n"
}

fn column<'b, T, C: Serialize>(rows: &'b [T], cell: impl Fn(&'b T) -> C) -> Value {
    rows.iter().map(|row| json!(cell(row))).collect()
}

/// Numbers of the skills of a role.
fn skills(book: &Book, role: &Role) -> Vec<usize> {
    if book.roles.len() > WITH_SKILLS {
        let main = role.requirements.iter().filter(|one| !one.optional);
        main.take(MAIN_SKILLS).map(|one| one.skill.0).collect()
    } else {
        role.requirements.iter().map(|one| one.skill.0).collect()
    }
}

fn moves(book: &Book, role: &Role) -> Vec<isize> {
    role.moves_out.iter().filter_map(|id| offset(book, *id)).collect()
}

/// How far from its origin a move leads in the list of roles, if it has a page.
fn offset(book: &Book, id: TransitionId) -> Option<isize> {
    let transition = &book[id];
    transition.route.as_ref()?;
    transition.to.role()?.0.checked_signed_diff(transition.from.role()?.0)
}

/// The names of standard sections, which tell nothing about a role.
fn standard_headings(book: &Book) -> Vec<Slug> {
    let sections = book.config.sections.iter();
    sections
        .flat_map(|section| section.aliases.iter().chain([&section.title]))
        .map(|name| Slug::of(name))
        .collect()
}

/// What headings say, and their anchors.
fn headings<'r>(role: &'r Role, standard: &[Slug]) -> Vec<(Cow<'r, str>, &'r str)> {
    let headings = role.text.document.outline.headings.iter();
    let own = headings.filter(|one| !one.text.is_empty() && !standard.contains(&Slug::of(&one.text)));
    own.map(|one| (role.text.heading(one), one.id.as_str())).collect()
}

fn anchors<'r>(headings: &[(Cow<'_, str>, &'r str)]) -> Vec<&'r str> {
    let anchors = headings.iter().map(|(words, id)| if plain_anchor(words) == **id { "" } else { *id });
    let anchors: Vec<&str> = anchors.collect();
    if anchors.iter().all(|anchor| anchor.is_empty()) { Vec::new() } else { anchors }
}

/// The anchor that a script can tell of a heading: the words of Latin letters and digits
/// in it, in small letters, with hyphens between.
fn plain_anchor(heading: &str) -> String {
    let words = heading.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// The beginning of a text, up to the end of a word.
fn lede(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LEDE) else { return text.to_owned() };
    let start = &text[..end];
    let words = start.rsplit_once(char::is_whitespace).map_or(start, |(words, _)| words);
    format!("{words}\u{2026}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::outline::outline;

    #[test]
    fn anchors_are_told_where_a_heading_does_not_tell_them() {
        let outline = outline("## Night shifts\n\n## C++\n\n## Night shifts\n\n## \u{c9}t\u{e9} {#summer}\n");
        let headings: Vec<_> =
            outline.headings.iter().map(|one| (Cow::Borrowed(one.text.as_str()), one.id.as_str())).collect();
        assert_eq!(anchors(&headings), ["", "c-plus-plus", "night-shifts-2", "summer"]);
        assert_eq!(anchors(&headings[..1]), [""; 0]);
    }

    #[test]
    fn a_long_lede_ends_with_a_word() {
        assert_eq!(lede("Cooks cook."), "Cooks cook.");
        let long = lede(&"w\u{f6}rter ".repeat(40));
        assert!(long.ends_with("w\u{f6}rter\u{2026}") && long.chars().count() <= LEDE + 1, "{long}");
        assert_eq!(lede(&"x".repeat(500)).chars().count(), LEDE + 1);
    }
}
