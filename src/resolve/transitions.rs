//! Transitions, read from front matter and from prose: a paragraph or list item
//! of the transitions section that opens with "A to B", where one of the two is
//! the guide's own role, declares that move, and the paragraph is its note.

use std::collections::BTreeMap;
use std::ops::Range;

use super::links::Absent;
use super::names::{Found, Names, fold, name_ends, plural, singular, title_case, word_ends};
use crate::config::sections::Section;
use crate::content::Document;
use crate::content::front_matter::{GuideFront, TransitionEntry};
use crate::content::sections;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::markdown::outline::{JOINTS, Opening};
use crate::model::{Declared, End, Note, NoteWords, RoleId, Transition, Wanted, WantedId};
use crate::slug::Slug;

/// What one guide says about moves.
pub(super) struct Declaring<'d> {
    /// The guide.
    pub(super) role: RoleId,
    /// Its text.
    pub(super) document: &'d Document,
    /// Its front matter.
    pub(super) front: &'d GuideFront,
    /// What it says, see [`read_guide`].
    pub(super) said: &'d Said,
}

/// What a guide says about moves, with the names of roles read that it says it with.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    openings: Vec<Opened>,
    entries: Vec<Entry>,
}

/// What an opening of a guide's prose says.
#[derive(Debug, PartialEq, Eq)]
struct Opened {
    /// Its number in the outline.
    opening: usize,
    read: Read,
}

/// What an entry of a guide's front matter says.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    is_into: bool,
    /// What it calls the other role.
    name: String,
    /// What that means.
    found: Option<Found>,
    note: Option<String>,
}

/// Everything about moves.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// By origin, then target.
    pub(super) transitions: Vec<Transition>,
    /// By title.
    pub(super) wanted: Vec<Wanted>,
}

/// An end before wanted guides have ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Role(RoleId),
    Wanted(Slug),
}

type Moved = BTreeMap<(Named, Named), Vec<Note>>;

/// Reads all moves. `absent` are guides that are there but not in the book: a
/// move that names one of them, or that may name one that does not parse, is
/// held against nobody.
pub(super) fn read(
    guides: &[Declaring<'_>],
    names: &Names,
    title_of: impl Fn(RoleId) -> String,
    absent: &Absent,
    diagnostics: &mut Diagnostics,
) -> Moves {
    let mut declared = Moved::new();
    let mut wanted: BTreeMap<Slug, Wanted> = BTreeMap::new();
    for guide in guides {
        from_prose(guide, &mut declared, &mut wanted, diagnostics);
    }
    for guide in guides {
        from_front_matter(guide, names, &title_of, absent, &mut declared, &mut wanted, diagnostics);
    }
    let mut by_title: Vec<(Slug, Wanted)> = wanted.into_iter().collect();
    by_title.sort_by_key(|(slug, wanted)| (fold(&wanted.title), slug.clone()));
    let ids: BTreeMap<&Slug, WantedId> =
        by_title.iter().enumerate().map(|(at, (slug, _))| (slug, WantedId(at))).collect();
    let end = |named: &Named| match named {
        Named::Role(role) => End::Role(*role),
        Named::Wanted(slug) => End::Wanted(ids[slug]),
    };
    let mut transitions: Vec<Transition> = declared
        .into_iter()
        .map(|((from, to), notes)| Transition { from: end(&from), to: end(&to), notes, route: None })
        .collect();
    transitions.sort_by_key(|transition| (transition.from, transition.to));
    Moves { transitions, wanted: by_title.into_iter().map(|(_, wanted)| wanted).collect() }
}

/// The moves that a guide speaks of, in its front matter and in those of its `sections` that
/// declare any.
pub(super) fn read_guide(
    document: &Document,
    front: &GuideFront,
    own: RoleId,
    names: &Names,
    sections: &[Section],
) -> Said {
    let entry = |entry: &TransitionEntry| Entry {
        is_into: entry.is_into,
        name: entry.other.value.clone(),
        found: names.find(&entry.other.value),
        note: entry.note.clone(),
    };
    let entries = front.transitions.iter().map(entry).collect();
    let found = sections::recognise(&document.outline, sections, document.body().len());
    let declaring = sections.iter().zip(found).filter(|(section, _)| section.transitions);
    let declaring: Vec<Range<usize>> = declaring.filter_map(|(_, range)| range).collect();
    let own = Own::new(own, front);
    let openings = document.outline.openings.iter().enumerate();
    let openings = openings
        .filter(|(_, opening)| declaring.iter().any(|section| section.contains(&opening.range.start)))
        .filter_map(|(at, opening)| Some(Opened { opening: at, read: read_opening(opening, &own, names)? }))
        .collect();
    Said { openings, entries }
}

fn from_prose(
    guide: &Declaring<'_>,
    declared: &mut Moved,
    wanted: &mut BTreeMap<Slug, Wanted>,
    diagnostics: &mut Diagnostics,
) {
    for said in &guide.said.openings {
        let (is_into, other) = match &said.read {
            Read::Move { is_into, other } => (*is_into, other),
            Read::ToItself => {
                let opening = &guide.document.outline.openings[said.opening];
                diagnostics.push(self_transition(guide, guide.document.span(opening.range.clone())));
                continue;
            }
        };
        let other = match other {
            Other::Role(role) => Named::Role(*role),
            Other::Unknown(phrase) => want(phrase, guide.role, wanted),
        };
        let notes = declared.entry(ends(is_into, other, guide.role)).or_default();
        // A second paragraph of the same guide about the same move adds nothing
        // to the declaration; the first is its note.
        let declared = Declared::Prose(said.opening);
        match notes.iter_mut().find(|note| note.role == guide.role) {
            Some(note) => note.again.push(declared),
            None => {
                let words = Some(NoteWords::Prose(said.opening));
                notes.push(Note { role: guide.role, declared, words, again: Vec::new() });
            }
        }
    }
}

fn from_front_matter(
    guide: &Declaring<'_>,
    names: &Names,
    title_of: &impl Fn(RoleId) -> String,
    absent: &Absent,
    declared: &mut Moved,
    wanted: &mut BTreeMap<Slug, Wanted>,
    diagnostics: &mut Diagnostics,
) {
    let written = guide.front.transitions.iter().map(|entry| &entry.other.range);
    for (at, (entry, range)) in guide.said.entries.iter().zip(written).enumerate() {
        let span = || guide.document.front_span(range.clone());
        let slug = || Slug::of(&singular(&entry.name));
        let other = match entry.found {
            Some(Found::Role(role)) if role == guide.role => {
                diagnostics.push(self_transition(guide, span()));
                continue;
            }
            Some(Found::Role(role)) => Named::Role(role),
            // Some guide's prose wants this role already: then it is no typo.
            None if wanted.contains_key(&slug()) => want(&entry.name, guide.role, wanted),
            found => {
                let may_be_absent = absent.roles.contains_key(&slug()) || absent.has_broken_guide();
                if !may_be_absent {
                    diagnostics.push(unknown_role(&entry.name, found, names, title_of).at(span()));
                }
                continue;
            }
        };
        let notes = declared.entry(ends(entry.is_into, other, guide.role)).or_default();
        let words = entry.note.clone().map(NoteWords::Plain);
        match notes.iter_mut().find(|note| note.role == guide.role) {
            // The entry refines what the prose declares.
            Some(note) => {
                let has_words = matches!(note.words, Some(NoteWords::Plain(_)));
                if words.is_some() && has_words {
                    note.again.push(Declared::FrontMatter(at));
                }
                note.words = words.or(note.words.take());
            }
            None => {
                let declared = Declared::FrontMatter(at);
                notes.push(Note { role: guide.role, declared, words, again: Vec::new() });
            }
        }
    }
}

fn unknown_role(
    name: &str,
    found: Option<Found>,
    names: &Names,
    title_of: &impl Fn(RoleId) -> String,
) -> Diagnostic {
    if found == Some(Found::Several) {
        return Diagnostic::error(Code::UnknownRole, format!("two guides claim the name `{name}`"))
            .help("write the role's slug: its file name without `.md`");
    }
    let nearest = did_you_mean(&fold(name), names.iter().map(|(known, _)| known));
    let titles = nearest.or_else(|| {
        // A name of several words may differ by one of them.
        let last = name.split_whitespace().last()?.to_lowercase();
        let (_, role) = names.iter().find(|(known, _)| known.split(' ').next_back() == Some(&last))?;
        Some(format!("for example `{}` has a guide", title_of(role)))
    });
    Diagnostic::error(Code::UnknownRole, format!("no guide has the role `{name}`"))
        .help(titles.unwrap_or_else(|| "write a role's slug or any of its titles".to_owned()))
}

fn self_transition(guide: &Declaring<'_>, span: crate::source::Span) -> Diagnostic {
    Diagnostic::error(Code::SelfTransition, format!("`{}` cannot move to itself", guide.front.title.value))
        .at(span)
        .help("name the role that the move comes from or leads to")
}

fn ends(is_into: bool, other: Named, own: RoleId) -> (Named, Named) {
    if is_into { (other, Named::Role(own)) } else { (Named::Role(own), other) }
}

fn want(phrase: &str, by: RoleId, wanted: &mut BTreeMap<Slug, Wanted>) -> Named {
    let title = title_case(&singular(phrase.trim()));
    let slug = Slug::of(&title);
    let entry = wanted.entry(slug.clone()).or_insert_with(|| Wanted { title, wanted_by: Vec::new() });
    if !entry.wanted_by.contains(&by) {
        entry.wanted_by.push(by);
    }
    Named::Wanted(slug)
}

/// What an opening says.
#[derive(Debug, PartialEq, Eq)]
enum Read {
    Move { is_into: bool, other: Other },
    ToItself,
}

#[derive(Debug, PartialEq, Eq)]
enum Other {
    Role(RoleId),
    Unknown(String),
}

/// A guide's own role, and what it is called, singular and plural.
struct Own {
    role: RoleId,
    names: Vec<String>,
    /// Words in the longest name.
    longest: usize,
}

impl Own {
    fn new(role: RoleId, front: &GuideFront) -> Self {
        let titles = std::iter::once(&front.title).chain(&front.alternate_titles);
        let names: Vec<String> =
            titles.flat_map(|title| [fold(&title.value), fold(&plural(&title.value))]).collect();
        let longest = names.iter().map(|name| name.split(' ').count()).max().unwrap_or(0);
        Self { role, names, longest }
    }

    /// The longest of the names that `text` begins with, as its length in bytes.
    fn prefix(&self, text: &str) -> Option<usize> {
        let ends: Vec<usize> = name_ends(text, self.longest).collect();
        ends.into_iter().rev().find(|end| self.names.contains(&fold(&text[..*end])))
    }
}

fn read_opening(opening: &Opening, own: &Own, names: &Names) -> Option<Read> {
    let (text, role) = (opening.text.as_str(), own.role);
    let after_own = own.prefix(text).map(|end| &text[end..]);
    if let Some(rest) = after_own.and_then(|after| JOINTS.iter().find_map(|joint| after.strip_prefix(joint)))
    {
        let rest = without_article(rest);
        let at = text.len() - rest.len();
        let emphasised = &rest[..opening.emphasis.saturating_sub(at).min(rest.len())];
        let other = match names.prefix(rest) {
            Some((Found::Role(found), _)) if found != role => Other::Role(found),
            Some((Found::Role(_), end)) if !goes_on(&rest[end..]) => return Some(Read::ToItself),
            Some((Found::Several, _)) => return None,
            _ if is_title(emphasised.trim_end_matches(is_mark)) => {
                Other::Unknown(emphasised.trim_end_matches(is_mark).to_owned())
            }
            _ if !emphasised.is_empty() => Other::Unknown(unknown_target(emphasised)?.to_owned()),
            _ => Other::Unknown(unknown_target(rest)?.to_owned()),
        };
        return Some(Read::Move { is_into: false, other });
    }

    let (origin, _) = text
        .char_indices()
        .filter_map(|(at, _)| {
            let rest = JOINTS.iter().find_map(|joint| text[at..].strip_prefix(joint))?;
            Some((&text[..at], rest))
        })
        .find(|(_, rest)| {
            let rest = without_article(rest);
            let is_own = matches!(names.prefix(rest), None | Some((Found::Several, _)))
                || names.prefix(rest).is_some_and(|(found, _)| found == Found::Role(role));
            is_own && own.prefix(rest).is_some_and(|end| !goes_on(&rest[end..]))
        })?;
    let other = match names.find(origin) {
        Some(Found::Role(found)) => Other::Role(found),
        Some(Found::Several) => return None,
        None if is_phrase(origin) || origin.len() < opening.emphasis && is_title(origin) => {
            Other::Unknown(origin.to_owned())
        }
        None => return None,
    };
    Some(Read::Move { is_into: true, other })
}

/// Whether a name goes on after what looks like one: a capital follows.
fn goes_on(after: &str) -> bool {
    after.strip_prefix([' ', '-']).is_some_and(|after| after.starts_with(char::is_uppercase))
}

fn without_article(text: &str) -> &str {
    ["a ", "an ", "the "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text)
}

fn is_mark(character: char) -> bool {
    matches!(character, '.' | ',' | ';' | ':' | '!' | '?') || character.is_whitespace()
}

/// Whether `phrase` reads like a role's name and not like the start of a
/// sentence.
fn is_phrase(phrase: &str) -> bool {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    (1..=6).contains(&words.len())
        && !words.iter().skip(1).any(|word| is_any_of(word, NO_NAME_HOLDS))
        && !words.iter().any(|word| word.ends_with(is_mark))
        && !phrase.contains(['(', ')', '"', '\u{201c}', '\u{201d}'])
        && !words.first().is_some_and(|first| is_any_of(first, NO_ROLE_BEGINS))
        && !words.iter().any(|word| is_any_of(word, VERBS))
}

/// Whether a phrase in bold is written as titles are, in capitals but for small words: then it is
/// the name of a role as a whole, whatever signs are in it.
fn is_title(phrase: &str) -> bool {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let is_capital = |word: &str| {
        word.chars().find(|sign| sign.is_alphanumeric()).is_some_and(|sign| !sign.is_lowercase())
    };
    (1..=8).contains(&words.len())
        && is_capital(words[0])
        && !is_any_of(words[0], NO_ROLE_BEGINS)
        && words.iter().all(|word| {
            let is_small = SMALL.contains(word) || !word.contains(char::is_alphanumeric);
            is_small || is_capital(word) && !is_any_of(word, BEING)
        })
}

/// Whether a word is in a list. "IT" is a name, "It" is not.
fn is_any_of(word: &str, list: &[&str]) -> bool {
    let is_name = word.len() > 1 && !word.chars().any(char::is_lowercase);
    !is_name && list.contains(&word.to_lowercase().as_str())
}

/// The role that `text` begins with, if what follows it is the verb of the
/// sentence or its end.
fn unknown_target(text: &str) -> Option<&str> {
    let ends: Vec<usize> = word_ends(text).take(7).collect();
    ends.into_iter().find_map(|end| {
        let mut after = text[end..].split_whitespace();
        let (next, then) = (after.next().unwrap_or(""), after.next().unwrap_or(""));
        let is_end =
            text[end..].is_empty() || text[end..].starts_with(is_mark) && !text[end..].starts_with(' ');
        let is_verb = VERBS.contains(&next.to_lowercase().trim_end_matches(is_mark))
            // The verb of one role, and what it does to something.
            || next.ends_with('s') && !next.ends_with("ss") && NO_NAME_HOLDS.contains(&then);
        ((is_end || is_verb) && is_phrase(&text[..end])).then(|| &text[..end])
    })
}

/// Words that titles have in small letters.
const SMALL: &[&str] = &["a", "an", "and", "at", "for", "in", "of", "on", "or", "the", "to", "with"];

/// Verbs that no title has, whatever its capitals.
const BEING: &[&str] = &["is", "are", "was", "were", "has", "have"];

/// Words that begin sentences, not the names of roles.
const NO_ROLE_BEGINS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "you", "your", "we", "our", "they",
    "their", "from", "to", "in", "on", "at", "by", "for", "with", "as", "if", "when", "where", "what", "how",
    "why", "who", "some", "many", "most", "people", "moving", "going", "coming", "getting", "another", "one",
    "each", "every", "not", "no", "and", "or", "but", "because", "although", "while", "there", "here",
    "compared", "close", "next",
];

/// Words that stand in sentences, not in the names of roles.
const NO_NAME_HOLDS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "you", "your", "we", "our", "they",
    "their", "them", "his", "her", "from", "with", "without", "by", "as", "into", "than", "when", "where",
    "what", "how", "who", "whom", "which", "if", "but", "because", "not", "no", "only", "more", "most",
    "less", "fewer", "some", "any", "many", "much", "every", "each", "one", "both", "all", "very", "well",
    "too", "also", "about", "over", "back", "away", "up", "out", "there", "here", "along", "through",
    "toward", "towards", "better", "best",
];

/// Words that can follow the name of a role as the verb of its sentence, or end
/// the name in another way.
const VERBS: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "be",
    "has",
    "have",
    "had",
    "can",
    "could",
    "may",
    "might",
    "must",
    "should",
    "will",
    "would",
    "does",
    "do",
    "did",
    "works",
    "work",
    "means",
    "mean",
    "takes",
    "take",
    "requires",
    "require",
    "remains",
    "remain",
    "involves",
    "involve",
    "tends",
    "tend",
    "offers",
    "offer",
    "makes",
    "make",
    "happens",
    "happen",
    "becomes",
    "become",
    "usually",
    "often",
    "sometimes",
    "rarely",
    "never",
    "always",
    "still",
    "just",
    "seems",
    "looks",
    "feels",
    "asks",
    "needs",
    "calls",
    "suits",
    "brings",
    "follows",
    "trades",
    "adds",
    "keeps",
    "leads",
    "draws",
    "fits",
    "goes",
    "comes",
    "turns",
    "changes",
    "swaps",
    "moves",
    "starts",
    "begins",
    "depends",
    "rewards",
    "demands",
    "appeals",
    "opens",
    "when",
    "where",
    "for",
    "through",
    "via",
    "after",
    "in",
    "at",
    "and",
    "or",
    "if",
    "that",
    "which",
    "who",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{self, Content, Front};
    use crate::source::{Source, SourcePath};
    use std::sync::Arc;

    /// Reads one paragraph in a guide about infrastructure engineers, on a site
    /// that has guides about network engineers and DevOps engineers besides.
    fn read(paragraph: &str) -> Option<String> {
        let text = format!(
            "+++\ntitle = \"Infrastructure Engineer\"\nalternate_titles = [\"Infra Engineer\"]\n+++\n## Adjacent\n\n{paragraph}\n"
        );
        let source = Arc::new(Source::new(SourcePath::new("content/f/t/r.md"), text.into()));
        let parsed = content::parse(&source);
        let Some(Content::Document(document)) = parsed.content else { panic!("no guide") };
        let Front::Guide(front) = &document.front else { panic!("no guide") };
        let mut names = Names::default();
        names.know("Network Engineer", RoleId(1));
        names.know("DevOps Engineer", RoleId(2));
        names.know("Sysadmin", RoleId(3));
        names.know("Infrastructure Engineer", RoleId(0));
        names.know("Infra Engineer", RoleId(0));
        let opening = document.outline.openings.first()?;
        Some(match read_opening(opening, &Own::new(RoleId(0), front), &names)? {
            Read::ToItself => "itself".to_owned(),
            Read::Move { is_into, other } => {
                let other = match other {
                    Other::Role(role) => role.0.to_string(),
                    Other::Unknown(phrase) => title_case(&singular(&phrase)),
                };
                if is_into { format!("{other} -> 0") } else { format!("0 -> {other}") }
            }
        })
    }

    #[track_caller]
    fn check(paragraph: &str, expected: impl Into<Option<&'static str>>) {
        assert_eq!(read(paragraph).as_deref(), expected.into(), "{paragraph}");
    }

    #[test]
    fn moves_between_known_roles() {
        check("Network engineer to infrastructure engineer is a broadening move.", "1 -> 0");
        check("**Network Engineer to Infrastructure Engineer.** Broad.", "1 -> 0");
        check("Sysadmins to infra engineers: natural.", "3 -> 0");
        check("- [ ] Network-engineer to infrastructure engineer works.", "1 -> 0");
        check("- DevOps engineer to infrastructure engineer works.", "2 -> 0");
        check("- *DevOps engineers to infrastructure engineer*\n\n  Works.", "2 -> 0");
        check("Infrastructure engineer to DevOps engineer is common.", "0 -> 2");
        check("Infrastructure Engineer to a network\nengineer is rare.", "0 -> 1");
    }

    #[test]
    fn unknown_roles_are_wanted() {
        check("Cloud support engineers to infrastructure engineer is viable.", "Cloud Support Engineer -> 0");
        check("Infrastructure engineer to cloud architect is a step up.", "0 -> Cloud Architect");
        check("**Infrastructure engineer to head of platform**: a step.", "0 -> Head of Platform");
        check(
            "Infrastructure engineer to site reliability engineer, in short.",
            "0 -> Site Reliability Engineer",
        );
        check(
            "**Infrastructure engineer to cloud architect is the most common move.** It is.",
            "0 -> Cloud Architect",
        );
        check(
            "Infrastructure Engineer to Infrastructure Engineer Advocate is natural.",
            "0 -> Infrastructure Engineer Advocate",
        );
        check("IT support specialist to infrastructure engineer takes years.", "IT Support Specialist -> 0");
        // No list of verbs holds them all.
        check("Infrastructure engineer to data engineer chases the data downstream.", "0 -> Data Engineer");
        check(
            "Infrastructure engineer to developer relations manager pays you to talk.",
            "0 -> Developer Relations Manager",
        );
        check(
            "Infrastructure engineer to systems analyst swaps one pager for another.",
            "0 -> Systems Analyst",
        );
        check("Infrastructure engineer to data engineer never quite loses the pager.", "0 -> Data Engineer");
        check("Infrastructure engineer to head of operations.", "0 -> Head of Operations");
        check("Infrastructure engineer to Node.js developer is odd.", "0 -> Node.js Developer");
    }

    #[test]
    fn titles_in_bold_end_where_the_bold_does() {
        for title in [
            "VP, Engineering",
            "Dr. Who",
            "Entwickler:in",
            "Art Director: Film",
            ".NET Developer",
            "Nurse (RN)",
            "Ph.D. Student",
            "Head of Research and Development",
            "Assistant to the CEO",
            "Nurse\u{2019}s Aide",
        ] {
            let found = read(&format!("**Infrastructure engineer to {title}.** It is."));
            assert_eq!(found, Some(format!("0 -> {title}")));
            let found = read(&format!("**{title} to infrastructure engineer**: it is."));
            assert_eq!(found, Some(format!("{title} -> 0")));
        }
        check("**Infrastructure Engineer to Baker Is a Step.** It is.", "0 -> Baker");
        check("**From Baker to Infrastructure Engineer** in a year.", None);
    }

    #[test]
    fn names_may_have_any_signs() {
        for title in [
            "Nurse (RN)",
            "B\u{e4}cker:in",
            "Pfleger*in",
            "Chef & Co.",
            "Head of IT?",
            "Nurse's Aide",
            "\"Big\" Boss",
        ] {
            let mut names = Names::default();
            names.know(title, RoleId(0));
            names.know("Cook", RoleId(1));
            let typographic =
                title.replace('\'', "\u{2019}").replacen('"', "\u{201c}", 1).replace('"', "\u{201d}");
            for title in [title, &typographic] {
                for text in [format!("Cook to {title} is short."), format!("{title} to Cook: it is short.")] {
                    let opening = Opening { range: 0..0, text, emphasis: 0 };
                    for (role, own, other) in [(0, title, 1), (1, "Cook", 0)] {
                        let own = Own { role: RoleId(role), names: vec![fold(own)], longest: 3 };
                        let Some(Read::Move { other: Other::Role(found), .. }) =
                            read_opening(&opening, &own, &names)
                        else {
                            panic!("{} says nothing in the guide of {role}", opening.text)
                        };
                        assert_eq!(found.0, other);
                    }
                }
            }
        }
    }

    #[test]
    fn an_arrow_says_it_in_any_language() {
        check("**Network engineer → Infrastructure engineer**: leicht.", "1 -> 0");
        check("Infrastructure engineer → Cloud Architect. Ein Schritt.", "0 -> Cloud Architect");
        check("Der Weg → nach oben.", None);
    }

    #[test]
    fn other_sentences_declare_nothing() {
        check("The road to infrastructure engineer is long.", None);
        check("Close to infrastructure engineers sit network engineers.", None);
        check("It is harder, in practice, to infrastructure engineer your way out.", None);
        check("Network engineer to DevOps engineer is not our business.", None);

        check("Infrastructure engineer to wherever the money goes.", None);
        check(
            "Infrastructure engineers need to be told what they already know about it all too often here",
            None,
        );
        check("> Network engineer to infrastructure engineer in a quotation.", None);
        check("**Infrastructure engineer to .** x", None);
        check("Network engineer to Infrastructure Engineer Advocate is natural.", None);
        check("Infrastructure engineer to infra engineer.", "itself");
    }
}
