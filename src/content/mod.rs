//! What authors write: a file of `content/` becomes a typed document, by itself
//! and without a look at any other file. Names in it are not resolved here.

mod asset;
pub mod facts;
pub mod front_matter;
pub mod kind;
pub mod sections;
pub mod vocabulary;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::form;
use crate::markdown::outline::{Outline, ProseText, outline};
use crate::source::{Source, Span};
use front_matter::{GuideFront, IndexFront, PageFront};
use kind::Kind;
use vocabulary::Vocabulary;

/// A file of `content/`, read.
#[derive(Debug)]
pub struct Parsed {
    /// The file.
    pub source: Arc<Source>,
    /// What the file is, by its path alone: a file that does not parse still
    /// claims its place.
    pub kind: Kind,
    /// What it says, unless it does not parse.
    pub content: Option<Content>,
    /// What is wrong with it by itself.
    pub diagnostics: Diagnostics,
}

/// What a file says.
#[derive(Debug)]
pub enum Content {
    /// A text with front matter.
    Document(Arc<Document>),
    /// The vocabulary of skills.
    Vocabulary(Vocabulary),
    /// A file that is published as it is, such as an image beside a guide: what is wrong
    /// with it where contributors are not trusted.
    Asset(Diagnostics),
}

/// A text with front matter.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<Source>,
    /// Its front matter.
    pub front: Front,
    /// Offset of the body in the file. Ranges of the outline count from here.
    pub start: usize,
    /// What stands in the body.
    pub outline: Outline,
}

/// Front matter, as the kind of file has it.
#[derive(Debug)]
pub enum Front {
    /// Of a guide.
    Guide(Box<GuideFront>),
    /// Of the site, a field or a track.
    Index(IndexFront),
    /// Of a plain page.
    Page(PageFront),
    /// Of the prose about a skill, which has no keys.
    Skill,
    /// That could not be read, which is among the diagnostics. The body can be
    /// checked all the same.
    Broken,
}

impl Front {
    /// Whether first mentions of roles in the body become links.
    pub fn crosslinks(&self) -> bool {
        match self {
            Self::Guide(front) => front.crosslink,
            Self::Index(_) | Self::Page(_) | Self::Skill => true,
            Self::Broken => false,
        }
    }
}

impl Document {
    /// The body's Markdown.
    pub fn body(&self) -> &str {
        // Only a source that is text becomes a document.
        self.source.text().map_or("", |text| &text[self.start..])
    }

    /// The prose of the body.
    pub fn prose(&self) -> ProseText {
        self.outline.prose.read(self.body())
    }

    /// The place of a stretch of the body.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(&self.source, range.start + self.start..range.end + self.start)
    }

    /// The place of a stretch of the front matter.
    pub fn front_span(&self, range: Range<usize>) -> Span {
        Span::new(&self.source, range)
    }
}

impl Document {
    /// Whether links to headings lead to the same ones as in `other`.
    pub fn has_anchors_of(&self, other: &Self) -> bool {
        let others = other.outline.headings.iter().map(|heading| &heading.id);
        self.outline.headings.iter().map(|heading| &heading.id).eq(others)
    }
}

impl Parsed {
    /// Whether it is a text with a code block.
    pub fn has_code(&self) -> bool {
        matches!(&self.content, Some(Content::Document(document)) if document.outline.has_code)
    }

    /// Whether no other file can tell this one from `other`: the path, the front
    /// matter and the anchors are the same.
    pub fn looks_like(&self, other: &Self) -> bool {
        let (Some(Content::Document(one)), Some(Content::Document(two))) = (&self.content, &other.content)
        else {
            return Arc::ptr_eq(&self.source, &other.source);
        };
        self.source.path() == other.source.path()
            && one.source.bytes()[..one.start] == two.source.bytes()[..two.start]
            && one.has_anchors_of(two)
    }
}

/// Reads one file of `content/`.
pub fn parse(source: &Arc<Source>) -> Parsed {
    let kind = Kind::of(source.path());
    let mut diagnostics = Diagnostics::default();
    let content = match &kind {
        Kind::Ignored => None,
        Kind::Asset => Some(Content::Asset(asset::check(source))),
        Kind::Misplaced(help) => {
            diagnostics.push(
                Diagnostic::error(Code::MisplacedFile, "this file has no place in the site")
                    .at_file(source.path())
                    .help(*help),
            );
            None
        }
        Kind::Vocabulary => text(source, &mut diagnostics)
            .and_then(|text| vocabulary::parse(source, text, &mut diagnostics))
            .map(Content::Vocabulary),
        _ => text(source, &mut diagnostics).and_then(|text| document(source, text, &kind, &mut diagnostics)),
    };
    Parsed { source: Arc::clone(source), kind, content, diagnostics }
}

fn text<'s>(source: &'s Arc<Source>, diagnostics: &mut Diagnostics) -> Option<&'s str> {
    source
        .text()
        .map_err(|offset| {
            let byte = source.bytes().get(offset).copied().unwrap_or_default();
            diagnostics.push(
                Diagnostic::error(Code::InvalidUtf8, format!("byte 0x{byte:02x} is not UTF-8 text"))
                    .at(Span::new(source, offset..offset + 1))
                    .help("save the file in the encoding UTF-8"),
            );
        })
        .ok()
}

fn document(source: &Arc<Source>, text: &str, kind: &Kind, diagnostics: &mut Diagnostics) -> Option<Content> {
    let (front, start) = match split(text) {
        Ok(split) => split,
        Err((range, message, help)) => {
            let help = match kind {
                Kind::Skill { .. } => {
                    "begin with two lines of nothing but `+++`: texts about skills have no keys"
                }
                _ => help,
            };
            let error = Diagnostic::error(Code::MissingFrontMatter, message);
            diagnostics.push(error.at(Span::new(source, range)).help(help));
            return None;
        }
    };
    let (front, found) = form::read(source, text, front, |form| match kind {
        Kind::Guide { .. } => front_matter::guide(form).map(|front| Front::Guide(Box::new(front))),
        Kind::Page { .. } => front_matter::page(form).map(Front::Page),
        Kind::Skill { .. } => Some(Front::Skill),
        _ => front_matter::index(form).map(Front::Index),
    });
    diagnostics.append(found);
    let document = Document {
        source: Arc::clone(source),
        front: front.flatten().unwrap_or(Front::Broken),
        start,
        outline: outline(&text[start..]),
    };
    check_body(&document, kind, diagnostics);
    Some(Content::Document(Arc::new(document)))
}

type Malformed = (Range<usize>, &'static str, &'static str);

/// Where the front matter stands in `text` and where the body begins. A byte
/// order mark and blank lines may come first.
fn split(text: &str) -> Result<(Range<usize>, usize), Malformed> {
    let mut lines = lines(text);
    let opening = lines
        .find(|(_, line)| !line.trim_start_matches('\u{feff}').trim().is_empty())
        .filter(|(_, line)| line.trim_start_matches('\u{feff}').trim_end() == "+++");
    let Some((at, line)) = opening else {
        let first = self::lines(text).map(|(at, line)| at..at + line.trim_end().len()).next().unwrap_or(0..0);
        return Err((
            first,
            "this file does not begin with front matter",
            "begin with a line `+++`, then `title = \"...\"`, then a line `+++`",
        ));
    };
    let start = at + line.len();
    match lines.find(|(_, line)| line.trim_end() == "+++") {
        Some((end, line)) => Ok((start..end, end + line.len())),
        None => Err((
            at..at + line.trim_end().len(),
            "this front matter never ends",
            "close it with a line that holds nothing but `+++`",
        )),
    }
}

/// Lines with their ends, and where they begin.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |offset, line| {
        let at = *offset;
        *offset += line.len();
        Some((at, line))
    })
}

fn check_body(document: &Document, kind: &Kind, diagnostics: &mut Diagnostics) {
    let outline = &document.outline;
    let mut report = |diagnostic: Diagnostic, range: &Range<usize>| {
        diagnostics.push(diagnostic.at(document.span(range.clone())));
    };
    let is_draft = match &document.front {
        Front::Guide(front) => front.draft,
        Front::Page(front) => front.draft,
        _ => false,
    };
    if outline.is_empty && !is_draft && matches!(kind, Kind::Guide { .. } | Kind::Page { .. }) {
        let end = document.body().len();
        report(
            Diagnostic::error(Code::EmptyBody, "there is no text after the front matter")
                .help("write at least a sentence, or set `draft = true`"),
            &(end..end),
        );
    }
    for (range, id) in &outline.duplicate_anchors {
        report(
            Diagnostic::error(
                Code::DuplicateAnchor,
                format!("another heading has the anchor `{id}` already"),
            )
            .help("give one of the two another one, or none: it then gets its own from its words"),
            range,
        );
    }
    for (range, id) in &outline.reserved_anchors {
        report(
            Diagnostic::error(
                Code::DuplicateAnchor,
                format!("the anchor `{id}` is the page's own, as are all that begin with `_`"),
            )
            .help("take the `_` away: links to the heading do not need it"),
            range,
        );
    }
    for (range, label) in &outline.undefined_references {
        report(
            Diagnostic::error(Code::BrokenLink, format!("no link reference `{label}` is defined"))
                .help(format!("add a line `[{label}]: https://...`")),
            range,
        );
    }
    for (range, label) in &outline.undefined_footnotes {
        report(
            Diagnostic::warning(Code::UndefinedFootnote, format!("no footnote `{label}` is defined"))
                .help(format!("add a line `[^{label}]: ...`")),
            range,
        );
    }
    for heading in outline.headings.iter().filter(|heading| heading.level == 1) {
        report(
            Diagnostic::warning(Code::SecondTitle, "the title is this page's first-level heading already")
                .help("begin with `##`; the heading is shown as one of the second level"),
            &heading.range,
        );
    }
    for image in &outline.images {
        if !image.has_alt {
            report(
                Diagnostic::warning(Code::MissingAlt, "this image has no alternative text")
                    .help("say in the brackets what it shows: `![what it shows](...)`"),
                &image.range,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, front: &str, body: &str) {
        let (range, start) = split(text).expect("front matter");
        assert_eq!((&text[range], &text[start..]), (front, body));
    }

    #[test]
    fn front_matter_may_follow_a_mark_and_blank_lines_and_have_any_line_ends() {
        check("+++\na = 1\n+++\nx\n", "a = 1\n", "x\n");
        check("\u{feff}+++\n+++\n", "", "");
        check("\u{feff}\r\n \r\n+++\r\na = 1\r\n+++ \r\nx", "a = 1\r\n", "x");
        check("\n+++\n+++", "", "");
    }

    #[test]
    fn front_matter_must_begin_and_end() {
        assert_eq!(split("# Title\n").expect_err("no front matter").0, 0..7);
        assert_eq!(split("").expect_err("no front matter").0, 0..0);
        assert_eq!(split("\n+++\ntitle = 1\n").expect_err("no end").0, 1..4);
        assert!(split("---\ntitle: x\n---\n").is_err());
    }
}
