//! A file of the site as it was read: its path, its bytes, places in it.
//! Nothing here reads a disk or knows what a file means.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// File that makes a folder a site.
pub const CONFIG: &str = "config.toml";

/// Folder of files that are published as they are, at the root of the site.
pub const STATIC: &str = "static";

/// What a site is made of, relative to its root.
pub const SOURCES: [&str; 5] = ["content", STATIC, "templates", "themes", CONFIG];

/// Where a file lies in the site: relative to its root, `/` between the parts
/// on every system, never empty, never with `.` or `..` in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// The path made of `text`, which must already be relative to the root and
    /// use `/`.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds this file; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The rest of the path below `folder`, if it lies there.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// The path that `relative` means when it is written in this file; `None`
    /// if it leads out of the site.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                _ => parts.push(part),
            }
        }
        (!parts.is_empty()).then(|| Self(parts.join("/").into()))
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One file, read once and never changed.
#[derive(Debug)]
pub struct Source {
    path: SourcePath,
    contents: Contents,
    /// Once a report has asked.
    places: OnceLock<Places>,
}

/// What lines and columns are counted by, or a line with thousands of mistakes would be
/// counted through for each of them.
#[derive(Debug)]
struct Places {
    /// Where lines begin, but for the first.
    lines: Vec<usize>,
    /// How many characters begin before each piece of [`PIECE`] bytes.
    characters: Vec<usize>,
}

/// Bytes that are counted through for a column.
const PIECE: usize = 512;

#[derive(Debug)]
enum Contents {
    Text(String),
    Binary(Vec<u8>),
}

/// A file is one with itself alone, and not with another one that says the same.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Source {
    /// The file at `path` with these bytes.
    pub fn new(path: SourcePath, bytes: Vec<u8>) -> Self {
        let contents = match String::from_utf8(bytes) {
            Ok(text) => Contents::Text(text),
            Err(error) => Contents::Binary(error.into_bytes()),
        };
        Self { path, contents, places: OnceLock::new() }
    }

    /// Where the file lies in the site.
    pub fn path(&self) -> &SourcePath {
        &self.path
    }

    /// The whole file.
    pub fn bytes(&self) -> &[u8] {
        match &self.contents {
            Contents::Text(text) => text.as_bytes(),
            Contents::Binary(bytes) => bytes,
        }
    }

    /// The file as text, or the offset in bytes of the first byte that is not
    /// UTF-8.
    pub fn text(&self) -> Result<&str, usize> {
        match &self.contents {
            Contents::Text(text) => Ok(text),
            Contents::Binary(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text),
                Err(error) => Err(error.valid_up_to()),
            },
        }
    }

    /// The line of the byte at `offset`, from 0, and where it begins.
    pub(crate) fn line(&self, offset: usize) -> (usize, usize) {
        let lines = &self.places().lines;
        let line = lines.partition_point(|start| *start <= offset);
        (line, line.checked_sub(1).and_then(|before| lines.get(before)).copied().unwrap_or(0))
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| {
            let ends = self.bytes().iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            let mut characters = vec![0];
            for (at, piece) in self.bytes().chunks(PIECE).enumerate() {
                characters.push(characters[at] + beginnings(piece));
            }
            Places { lines: ends.map(|(at, _)| at + 1).collect(), characters }
        })
    }

    /// How many characters begin before the byte at `offset`, which is none behind the last.
    fn characters_before(&self, offset: usize) -> usize {
        let piece = offset / PIECE;
        self.places().characters[piece] + beginnings(&self.bytes()[piece * PIECE..offset])
    }
}

/// The byte at a line and a column of a text, both counted from 1, the column in characters, as
/// others tell of a place; the end of the line or of the text where there is no such place.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = before.map(str::len).sum();
    let rest = text[start..].lines().next().unwrap_or_default();
    let within = rest.char_indices().nth(column.saturating_sub(1));
    start + within.map_or(rest.len(), |(at, _)| at)
}

/// How many characters begin in text.
fn beginnings(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// A stretch of a source, in bytes. It carries its source, so that a report
/// needs nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The file.
    pub source: Arc<Source>,
    /// Offset of the first byte, from the start of the file.
    pub start: usize,
    /// Offset just after the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch `range` of `source`.
    pub fn new(source: &Arc<Source>, range: Range<usize>) -> Self {
        Self { source: Arc::clone(source), start: range.start, end: range.end.max(range.start) }
    }

    /// Line and column of the start, both counted from 1, the column in
    /// characters.
    pub fn line_column(&self) -> (usize, usize) {
        let start = self.start.min(self.source.bytes().len());
        let (line, line_start) = self.source.line(start);
        let column = self.source.characters_before(start) - self.source.characters_before(line_start) + 1;
        (line + 1, column)
    }
}

/// Every file of a site, by path.
pub type Sources = BTreeMap<SourcePath, Arc<Source>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_are_resolved_inside_the_site_only() {
        let path = SourcePath::new("content/a/b/role.md");
        let join = |text| path.join(text).map(|path| path.to_string());
        assert_eq!(join("other.md").as_deref(), Some("content/a/b/other.md"));
        assert_eq!(join("../c/./x.md").as_deref(), Some("content/a/c/x.md"));
        assert_eq!(join("../../../config.toml").as_deref(), Some("config.toml"));
        assert_eq!(join("../../../../etc/passwd"), None);
    }

    #[test]
    fn a_place_that_others_tell_of_is_an_offset() {
        let text = "éa\r\n\nüx y\n";
        for (line, column, at) in
            [(1, 1, 0), (1, 2, 2), (1, 9, 3), (2, 1, 5), (3, 3, 9), (9, 9, 12), (0, 0, 0)]
        {
            assert_eq!(offset(text, line, column), at, "{line}:{column}");
        }
    }

    #[test]
    fn columns_of_a_long_line_count_characters() {
        let source =
            Arc::new(Source::new(SourcePath::new("a.md"), format!("x\n{}", "\u{e9}y".repeat(999)).into()));
        for at in [2, 509, 512, 515, 1538, 2999] {
            let before = &source.bytes()[2..at];
            let characters = String::from_utf8_lossy(before).chars().count();
            assert_eq!(Span::new(&source, at..at).line_column(), (2, characters + 1), "{at}");
        }
    }

    #[test]
    fn columns_count_characters() {
        let source = Arc::new(Source::new(SourcePath::new("a.md"), "é\nüx y".into()));
        let place = |at: usize| Span::new(&source, at..at).line_column();
        assert_eq!(place(6), (2, 3));
        assert_eq!(
            [place(0), place(2), place(3), place(8), place(99)],
            [(1, 1), (1, 2), (2, 1), (2, 5), (2, 5)]
        );
    }
}
