//! Articles that others' tools published become guides: the text of an article and
//! what the site knows give a draft, and an account of what was understood and
//! what was not sure. So do releases of the O*NET database. Nothing here reads or
//! writes a file.

mod account;
mod badges;
mod block;
mod capitals;
mod closing;
mod dates;
mod dom;
mod front;
mod head;
mod headings;
mod html;
mod inline;
pub mod known;
mod listed;
mod markdown;
pub mod onet;
mod page;
pub mod place;
mod tags;
mod text;
mod write;
mod yaml;

use std::sync::Arc;

use jiff::civil::Date;
use toml::{Table, Value};

use crate::content::front_matter::SkillKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::can_be_shown;
use crate::slug::Slug;
use crate::source::{Source, Span};
use block::Block;
use known::Known;

/// A guide that an article became.
#[derive(Debug)]
pub struct Draft {
    /// The role's title.
    pub title: String,
    /// The role's slug.
    pub slug: Slug,
    /// The field and the track that the article names.
    pub named: Named,
    /// The guide's whole text: front matter and body.
    pub text: String,
    /// What was understood.
    pub account: Account,
}

/// The field and the track that an article names, by their titles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The discipline.
    pub field: Option<Kept<String>>,
    /// The branch of it.
    pub track: Option<Kept<String>>,
}

/// Something that the source says, and on which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<T> {
    /// Line of the source, counted from 1.
    pub line: usize,
    /// What it says.
    pub value: T,
}

/// What was understood of an article.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// How the file was read.
    pub format: &'static str,
    /// Line of the title; none if the name of the file gave it.
    pub title: Option<usize>,
    /// Keys of the front matter besides title and skills, as they were written.
    pub keys: Vec<String>,
    /// Tags of either kind.
    pub technical: Option<Kept<Vec<String>>>,
    /// See `technical`.
    pub soft: Option<Kept<Vec<String>>>,
    /// Headings, each with the section that it is.
    pub headings: Vec<(Kept<String>, Option<String>)>,
    /// Number of lists.
    pub lists: usize,
    /// What may have been misunderstood.
    pub unsure: Vec<Note>,
    /// Words of the source that are not in the guide.
    pub left_out: Vec<LeftOut>,
}

/// What an author should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Line of the source, counted from 1.
    pub line: usize,
    /// A sentence without a full stop.
    pub text: String,
}

/// Words of the source that are not in the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Line of the source, counted from 1.
    pub line: usize,
    /// What they are.
    pub what: &'static str,
    /// All of them.
    pub words: String,
}

/// An article as a reader of its format gives it.
#[derive(Default)]
struct Article {
    blocks: Vec<Block>,
    title: Option<Kept<String>>,
    slug: Option<String>,
    field: Option<Kept<String>>,
    track: Option<Kept<String>>,
    /// Keys of a guide, with values of the right type.
    keys: Table,
    extra: Table,
    /// Skills that were marked as such, with their kind.
    skills: Vec<(SkillKind, Kept<Value>)>,
    /// Names of tags, and whether they were called skills.
    tags: Vec<(Kept<String>, bool)>,
    /// Where the page says it stands, from the outermost.
    trail: Option<(usize, Vec<String>)>,
    /// What a page calls itself outside the article, and whether that is a heading.
    page_title: Option<(usize, String, bool)>,
    description: Option<(usize, String)>,
    published: Option<(usize, String)>,
    author: Option<(usize, String)>,
    unsure: Vec<Note>,
    left_out: Vec<LeftOut>,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Html,
    Markdown,
}

/// Makes a guide of an article. An error says why there is none to be made.
pub fn draft(source: &Arc<Source>, known: &Known) -> Result<Draft, Diagnostic> {
    let text = source.text().map_err(|offset| {
        let byte = source.bytes().get(offset).copied().unwrap_or_default();
        Diagnostic::error(Code::InvalidUtf8, format!("byte 0x{byte:02x} is not UTF-8 text"))
            .at(Span::new(source, offset..offset + 1))
            .help("save the file in the encoding UTF-8")
    })?;
    let text = clean(text);
    if text.trim().is_empty() {
        return Err(refused("this file is empty", source));
    }
    let format = format(source.path().file_name(), &text);
    let article = match format {
        Format::Text => Article { blocks: text::read(&text), ..Article::default() },
        Format::Html => html::read(&text).ok_or_else(|| {
            refused(
                "this page has elements deeper in one another, or longer tags, than any that is read",
                source,
            )
            .help("open it in a browser, and import the words of the article as text")
        })?,
        Format::Markdown => markdown::read(&text).map_err(|refusal| {
            Diagnostic::error(Code::ImportRefused, refusal.message)
                .at(line_span(source, refusal.line))
                .help("mend the front matter, or take it out: an article needs none")
        })?,
    };
    let name = match format {
        Format::Text => "plain text",
        Format::Html => "HTML",
        Format::Markdown => "Markdown",
    };
    let stem = source.path().file_name().rsplit_once('.').map_or(source.path().file_name(), |(stem, _)| stem);
    head::understand(article, known, name, stem).ok_or_else(|| {
        refused("there is no text of an article in this file", source)
            .help("an article has at least a title and a paragraph")
    })
}

fn refused(message: &str, source: &Arc<Source>) -> Diagnostic {
    Diagnostic::error(Code::ImportRefused, message).at_file(source.path())
}

/// The text without a mark at its start, with `\n` at the ends of its lines, and
/// with spaces for control characters, which no page could show.
fn clean(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    text.chars().map(|c| if can_be_shown(c) { c } else { ' ' }).collect()
}

/// The same for all texts of a value of the front matter.
fn clean_value(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean(&text)),
        Value::Array(values) => values.into_iter().map(clean_value).collect::<Vec<_>>().into(),
        Value::Table(table) => {
            table.into_iter().map(|(key, value)| (key, clean_value(value))).collect::<Table>().into()
        }
        other => other,
    }
}

/// By the name of the file; where that says nothing, by what it begins with.
fn format(name: &str, text: &str) -> Format {
    let lower = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    if ends(&[".html", ".htm", ".xhtml"]) {
        return Format::Html;
    }
    if ends(&[".md", ".markdown", ".mdown", ".mkd"]) {
        return Format::Markdown;
    }
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag)) {
        Format::Html
    } else if markdown::looks_like_it(text) {
        Format::Markdown
    } else {
        Format::Text
    }
}

/// A line of the source, as a place in it.
fn line_span(source: &Arc<Source>, line: usize) -> Span {
    let mut at = 0;
    let text = source.text().unwrap_or_default();
    for (number, found) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            return Span::new(source, at..at + found.trim_end().len());
        }
        at += found.len();
    }
    Span::new(source, at..at)
}

/// The date of a `<meta>`, if it is one.
fn date(text: &str) -> Option<Date> {
    dates::read(text)
}
