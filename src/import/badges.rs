//! The small print around an article's title: reading time, badges, dates, who
//! wrote it.

use jiff::civil::Date;

use super::dates;

/// What a line of small print says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Badges {
    pub(super) evergreen: bool,
    pub(super) published: Option<Date>,
    /// Only if it says that somebody reviewed the text.
    pub(super) reviewed: Option<Date>,
    /// Words that say nothing that a guide keeps: "7 min read".
    pub(super) dropped: Vec<String>,
    /// Dates that may mean several things.
    pub(super) unclear: Vec<String>,
}

/// Reads a line that is nothing but small print.
pub(super) fn read(text: &str) -> Option<Badges> {
    let mut badges = Badges::default();
    let mut rest = text.trim();
    let mut count = 0;
    while !rest.is_empty() {
        let is_between = |c: char| {
            c.is_whitespace() || matches!(c, '·' | '•' | '|' | ',' | ';' | '-' | '\u{2013}' | '\u{2014}')
        };
        let trimmed = rest.trim_start_matches(is_between);
        if trimmed.is_empty() {
            break;
        }
        rest = one(trimmed, &mut badges)?;
        count += 1;
    }
    (count > 0).then_some(badges)
}

/// Reads one badge, and gives what follows it.
fn one<'t>(text: &'t str, badges: &mut Badges) -> Option<&'t str> {
    if let Some(rest) = without(text, "evergreen") {
        badges.evergreen = true;
        return Some(rest);
    }
    if let Some(end) = reading_time(text) {
        badges.dropped.push(text[..end].trim().to_owned());
        return Some(&text[end..]);
    }
    let labels = [
        ("last reviewed", Some(true)),
        ("reviewed", Some(true)),
        ("first published", Some(false)),
        ("published", Some(false)),
        ("posted", Some(false)),
        ("last updated", None),
        ("updated", None),
        ("last modified", None),
        ("modified", None),
    ];
    let (label, meaning, rest) =
        labels.iter().find_map(|(label, meaning)| Some((*label, *meaning, without(text, label)?)))?;
    let rest = rest.trim_start_matches(':').trim_start();
    let rest = ["on ", "at "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    // The longest that is a date.
    let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(30).filter(|end| {
        // "9" is no end where "9th" goes on, nor is "202" where "2025" does.
        let parts = |one: char, other: char| one.is_ascii_digit() != other.is_ascii_digit();
        let last = rest[..*end].chars().next_back().unwrap_or(' ');
        rest[*end..].chars().next().is_none_or(|next| !next.is_alphanumeric() || parts(last, next))
    });
    let (end, date) = ends.filter_map(|end| Some((end, dates::read(&rest[..end])?))).last()?;
    match meaning {
        Some(true) => badges.reviewed = Some(date),
        Some(false) => badges.published = Some(date),
        None => badges.unclear.push(format!("{label} {}", rest[..end].trim())),
    }
    Some(&rest[end..])
}

/// How long "7 min read" or "Reading time: 7 minutes" is.
fn reading_time(text: &str) -> Option<usize> {
    let mut rest = text;
    let is_labeled = ["reading time", "read time"].iter().any(|label| {
        without(rest, label).is_some_and(|after| {
            rest = after.trim_start_matches(':').trim_start();
            true
        })
    });
    rest = rest.strip_prefix(['~', '\u{2248}']).unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 4 {
        return None;
    }
    rest = rest[digits..].trim_start_matches([' ', '-', '\u{a0}']);
    rest = ["minutes", "minute", "mins", "min"].iter().find_map(|unit| without(rest, unit))?;
    rest = rest.strip_prefix('.').unwrap_or(rest);
    let read = without(rest.trim_start(), "reading time")
        .or_else(|| without(rest.trim_start(), "reading"))
        .or_else(|| without(rest.trim_start(), "read"));
    match read {
        Some(after) => Some(text.len() - after.len()),
        None if is_labeled => Some(text.len() - rest.len()),
        None => None,
    }
}

/// `text` without `word` at its start, in any case.
fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let start = text.get(..word.len())?;
    start.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// The names of the line "By Ada Lovelace and Grace Hopper".
pub(super) fn byline(text: &str) -> Option<Vec<String>> {
    let names = without(text, "by ").or_else(|| without(text, "written by "))?.trim();
    let words: Vec<&str> = names.split_whitespace().collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase) || matches!(*word, "and" | "&" | "de" | "van" | "von")
    };
    let is_byline =
        (1..=8).contains(&words.len()) && words.iter().all(is_name) && !names.contains(['.', ':', '!', '?']);
    is_byline.then(|| {
        let names = names.replace(" and ", ",").replace(" & ", ",");
        names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_print_is_told_from_text() {
        let read_one = |text: &str| read(text).expect("small print");
        assert_eq!(read_one("7 min readEvergreen").dropped, ["7 min read"]);
        assert!(read_one("7 min readEvergreen").evergreen);
        assert_eq!(read_one("Reading time: 12 minutes").dropped.len(), 1);
        assert_eq!(
            read_one("Evergreen · 3-minute read"),
            Badges { evergreen: true, dropped: vec!["3-minute read".to_owned()], ..Badges::default() }
        );
        assert_eq!(read_one("Reviewed March 9, 2025Evergreen").reviewed, Some(Date::constant(2025, 3, 9)));
        assert_eq!(read_one("Published on 2025-03-09").published, Some(Date::constant(2025, 3, 9)));
        assert_eq!(read_one("5 min read | Updated 9 March 2025").unclear, ["updated 9 March 2025"]);
        for text in ["Evergreens are trees", "7 minutes", "Updated weekly", "Read it", "", "5 min walk", "é"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn bylines_hold_names_and_nothing_else() {
        assert_eq!(
            byline("By Ada Lovelace and Grace Hopper"),
            Some(vec!["Ada Lovelace".to_owned(), "Grace Hopper".to_owned()])
        );
        assert_eq!(byline("By the time it rains"), None);
        assert_eq!(byline("Baker"), None);
    }
}
