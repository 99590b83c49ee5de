//! What the guides of a site say about a role that none of them is about: the
//! moves that they declare with it, and the sentences that speak of it.

use std::ops::Range;

use super::mentions;
use super::names::{fold, plural, singular};
use crate::content::{Document, Front};
use crate::model::{Book, Declared, End, Note, NoteWords, RoleId, WantedId};
use crate::slug::Slug;
use crate::source::Span;

/// What a site says about a role without a guide.
#[derive(Debug, Default)]
pub struct Hearsay {
    /// Moves that guides declare with the role.
    pub moves: Vec<Move>,
    /// Sentences that speak of it, but for the notes of the moves.
    pub sentences: Vec<Quote>,
    /// The roles at the other ends of the moves, each once.
    pub neighbours: Vec<RoleId>,
}

/// A move that a guide declares with the role.
#[derive(Debug)]
pub struct Move {
    /// Whether it leads into the role.
    pub is_into: bool,
    /// The role at the other end.
    pub other: RoleId,
    /// What guides say about it.
    pub notes: Vec<Quote>,
}

/// Words of a guide, on one line, and where they stand.
#[derive(Debug)]
pub struct Quote {
    /// The words, as their author wrote them.
    pub words: String,
    /// Their place.
    pub span: Span,
}

/// The roles that go by the name `title`: any case, singular or plural.
pub fn called(book: &Book, title: &str) -> Vec<RoleId> {
    let title = fold(title);
    let is_called = |name: &str| fold(name) == title || fold(&plural(name)) == title;
    let roles = book.roles.iter().enumerate().filter(|(_, role)| {
        let alternates = role.alternate_titles.iter().map(String::as_str);
        alternates.chain([role.slug.as_str(), role.title.as_str()]).any(is_called)
    });
    roles.map(|(at, _)| RoleId(at)).collect()
}

/// Gathers what the guides of `book` say about the role `title`.
pub fn hearsay(book: &Book, title: &str) -> Hearsay {
    let wanted = wanted(book, title);
    let mut hearsay = Hearsay::default();
    let mut told: Vec<Span> = Vec::new();
    for transition in book.transitions.iter() {
        let (is_into, other) = match (transition.from, transition.to) {
            (End::Role(other), End::Wanted(to)) if Some(to) == wanted => (true, other),
            (End::Wanted(from), End::Role(other)) if Some(from) == wanted => (false, other),
            _ => continue,
        };
        let notes: Vec<Quote> = transition.notes.iter().filter_map(|note| quote(book, note)).collect();
        told.extend(notes.iter().map(|note| note.span.clone()));
        hearsay.moves.push(Move { is_into, other, notes });
        if !hearsay.neighbours.contains(&other) {
            hearsay.neighbours.push(other);
        }
    }
    let finder = mentions::of_title(title);
    for role in &book.roles {
        let document = &role.text.document;
        let mut last = 0..0;
        for (found, ()) in finder.mentions(&document.prose()) {
            let range = sentence(document.body(), &found);
            let span = document.span(range.clone());
            let is_told = told.iter().any(|told| {
                told.source.path() == span.source.path() && told.start <= span.start && span.end <= told.end
            });
            if range != last && !is_told {
                let words = one_line(&document.body()[range.clone()]);
                hearsay.sentences.push(Quote { words, span });
            }
            last = range;
        }
    }
    hearsay
}

/// How and where a note is declared.
pub fn place(book: &Book, note: &Note) -> Option<(&'static str, Span)> {
    let document = &book[note.role].text.document;
    Some(match note.declared {
        Declared::Prose(at) => ("prose", document.span(document.outline.openings.get(at)?.range.clone())),
        Declared::FrontMatter(at) => {
            let Front::Guide(front) = &document.front else { return None };
            ("front matter", document.front_span(front.transitions.get(at)?.other.range.clone()))
        }
    })
}

fn wanted(book: &Book, title: &str) -> Option<WantedId> {
    let slugs = [Slug::of(title), Slug::of(&singular(title))];
    book.wanted.iter().position(|wanted| slugs.contains(&Slug::of(&wanted.title))).map(WantedId)
}

fn quote(book: &Book, note: &Note) -> Option<Quote> {
    let document: &Document = &book[note.role].text.document;
    let (_, span) = place(book, note)?;
    let words = match &note.words {
        Some(NoteWords::Plain(words)) => one_line(words),
        Some(NoteWords::Prose(at)) => {
            one_line(document.body().get(document.outline.openings.get(*at)?.range.clone())?)
        }
        None => String::new(),
    };
    Some(Quote { words, span })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentence of `text` around `range`. It ends at a full stop before a space,
/// at an empty line, and where an item of a list or a row begins.
fn sentence(text: &str, range: &Range<usize>) -> Range<usize> {
    let mut start = 0;
    let mut end = text.len();
    let mut at = 0;
    'lines: for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches(|c: char| c.is_whitespace() || "-*+>|#0123456789.)".contains(c));
        // Emphasis begins like an item does, but without a space after its sign.
        let is_item = line.trim_start().starts_with(['-', '+', '>', '|', '#'])
            || line.trim_start().starts_with("* ")
            || line.starts_with(|c: char| c.is_ascii_digit()) && words.len() < line.len();
        let mut bounds = Vec::new();
        if line.trim().is_empty() {
            bounds.push((at, at + line.len()));
        } else if is_item {
            bounds.push((at, at + line.len() - words.len()));
        }
        for (dot, sign) in line.match_indices(['.', '!', '?']) {
            let after = line[dot + sign.len()..].trim_start_matches(['*', '_', '"', ')', '\'', '\u{201d}']);
            if after.is_empty() || after.starts_with(char::is_whitespace) {
                let stop = at + line.len() - after.len();
                bounds.push((stop, stop));
            }
        }
        for (before, after) in bounds {
            if after <= range.start {
                start = after;
            } else if before >= range.end {
                end = before;
                break 'lines;
            }
        }
        at += line.len();
    }
    let words = &text[start..end];
    let start = start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, expected: &str) {
        let at = text.find(name).expect("the name");
        assert_eq!(one_line(&text[sentence(text, &(at..at + name.len()))]), expected);
    }

    #[test]
    fn a_sentence_ends_where_its_author_ended_it() {
        check("One. A cook\nhelps. Two.", "cook", "A cook helps.");
        check("No stop\n\nA cook helps\n\nTwo", "cook", "A cook helps");
        check("- one\n- a cook, version 1.2 of one\n- two", "cook", "a cook, version 1.2 of one");
        check("1. one\n2. a cook\n3. two", "cook", "a cook");
        check("**Cook to baker.** It is. More.", "It", "It is.");
        check("*Cooks* bake! Others?", "Cook", "*Cooks* bake!");
        check("A cook", "cook", "A cook");
    }
}
