//! A release of the O*NET database becomes drafts of guides, one for each
//! occupation. Releases 28 to 31 call files and columns differently; both are
//! known by name. Nothing here reads or writes a file.

mod alternates;
pub mod drafts;
pub mod groups;
mod release;
mod skills;
mod table;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::source::Source;

/// A release, as far as guides are made of it.
#[derive(Debug, Default)]
pub struct Release {
    /// Such as `29.3`, if the release says so itself.
    pub version: Option<String>,
    /// Occupations by their codes.
    occupations: BTreeMap<String, Occupation>,
    /// Tables that were read, with the number of their rows.
    tables: Vec<(String, usize)>,
    /// What guides go without, because a table or a column is missing.
    missing: Vec<String>,
    /// Rows about occupations that the release does not have.
    strays: usize,
}

/// An occupation, as the tables describe it.
#[derive(Debug, Default)]
struct Occupation {
    title: String,
    description: String,
    alternates: Vec<Alternate>,
    technologies: Vec<Technology>,
    /// Soft skills, with how much they matter on a scale of the table's own.
    traits: Vec<(String, f64)>,
    tasks: Vec<Task>,
    /// Codes of related occupations, the nearest first.
    related: Vec<String>,
    /// Number of the job zone.
    zone: Option<String>,
}

/// Another title of an occupation.
#[derive(Debug)]
struct Alternate {
    title: String,
    /// How many sources have it.
    sources: usize,
}

/// A tool of the trade.
#[derive(Debug)]
struct Technology {
    name: String,
    /// Employers ask for it often, in whatever occupation.
    is_hot: bool,
    /// Employers ask for it often in this occupation.
    is_in_demand: bool,
}

#[derive(Debug)]
struct Task {
    text: String,
    is_core: bool,
}

impl Release {
    /// Whether there is no occupation in it.
    pub fn is_empty(&self) -> bool {
        self.occupations.is_empty()
    }
}

impl Occupation {
    /// Whether more is known of it than its name. The remainders of a group ("All
    /// Other") have no data of their own.
    fn has_data(&self) -> bool {
        !(self.tasks.is_empty() && self.technologies.is_empty() && self.traits.is_empty())
    }
}

/// Whether a release has a table in a file of that name that guides are made of.
pub fn is_wanted(file_name: &str) -> bool {
    release::is_wanted(file_name)
}

/// Reads the files of a release, in the order in which they are given.
pub fn read(files: Vec<Source>) -> (Release, Diagnostics) {
    let files: Vec<Arc<Source>> = files.into_iter().map(table::as_text).collect();
    release::read(&files)
}

/// The version that a text names, such as the name of a folder: `29.3` in
/// `db_29_3_text`.
pub fn version(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts = |at: usize| at == 0 || !digit(at - 1);
    (0..bytes.len())
        .find(|&at| {
            let is_joint = bytes.get(at + 2).is_some_and(|sign| matches!(sign, b'.' | b'_' | b'-'));
            starts(at) && digit(at) && digit(at + 1) && is_joint && digit(at + 3) && !digit(at + 4)
        })
        .map(|at| format!("{}.{}", &text[at..at + 2], &text[at + 3..at + 4]))
}

/// Whether a text is an O*NET-SOC code, such as `15-1244.00`.
pub fn is_code(text: &str) -> bool {
    let pattern = b"00-0000.00";
    text.len() == pattern.len()
        && text.bytes().zip(pattern).all(|(byte, expected)| match expected {
            b'0' => byte.is_ascii_digit(),
            sign => byte == *sign,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_names_and_sentences() {
        for (text, found) in [
            ("db_29_3_text", Some("29.3")),
            ("onet-29.3-family-15", Some("29.3")),
            ("O*NET 30.0 Database", Some("30.0")),
            ("30-1", Some("30.1")),
            ("onet", None),
            ("2025-05-01", None),
            ("é29", None),
        ] {
            assert_eq!(version(text).as_deref(), found, "{text}");
        }
    }

    #[test]
    fn codes_have_eight_digits() {
        assert!(is_code("15-1244.00"));
        for text in ["15-1244", "15-1244.0", "15-12x4.00", "15–1244.00", ""] {
            assert!(!is_code(text), "{text}");
        }
    }
}
