//! The page about the open data. Its tables are made of the lists that the data is
//! made of, so they say what is there.

use serde::Serialize;

use super::chrome::Frame;
use super::parts::{Entry, Link};
use crate::export::graphml::ATTRIBUTES;
use crate::export::key::{Place, Record, Shape, Words};
use crate::export::{VERSION, records};
use crate::plan::DataFile;
use crate::plan::routes::data_file_route;

/// The page.
#[derive(Serialize)]
pub struct Data {
    /// The version of the format.
    version: &'static str,
    /// The files of the open data.
    files: Vec<File>,
    /// What others may do with the data.
    license: Option<License>,
    /// The kinds of records, with their keys.
    records: Vec<Table>,
    /// What nodes and edges have in the file for programs that draw graphs.
    attributes: Vec<Attribute>,
    /// Headings for the list of contents.
    contents: Vec<Entry>,
}

#[derive(Serialize)]
struct File {
    /// The file.
    link: Link,
    /// What it is.
    about: String,
    /// Its media type.
    media_type: &'static str,
}

#[derive(Serialize)]
struct License {
    /// Its name.
    name: String,
    /// The full address of its text.
    url: Option<String>,
}

/// A kind of record.
#[derive(Serialize)]
struct Table {
    /// The name of the record.
    name: &'static str,
    /// Its anchor.
    id: String,
    /// What it is.
    about: Vec<Piece>,
    /// Its keys.
    keys: Vec<Key>,
}

#[derive(Serialize)]
struct Key {
    /// The key.
    name: &'static str,
    /// What stands there.
    shape: Vec<Piece>,
    /// The kind of record that stands there.
    record: Option<Link>,
    /// Whether `null` may stand there.
    nullable: bool,
    /// The file that it is in alone, if the record is in two.
    only_in: Option<&'static str>,
    /// What it means.
    about: Vec<Piece>,
}

#[derive(Serialize)]
struct Attribute {
    /// Its name.
    name: &'static str,
    /// What has it: `node`, `edge` or `graph`.
    domain: &'static str,
    /// Its type.
    kind: &'static str,
    /// What it means.
    about: Vec<Piece>,
}

/// A stretch of words, or of code.
#[derive(Serialize)]
struct Piece {
    /// The words.
    text: String,
    /// Whether they are code.
    code: bool,
}

/// The page's data.
pub fn data(frame: &Frame<'_>) -> Data {
    let config = &frame.book.config.data;
    let records = records::all();
    Data {
        version: VERSION,
        files: DataFile::ALL.into_iter().map(|one| file(frame, one)).collect(),
        license: config
            .license
            .as_ref()
            .map(|license| License { name: license.name.clone(), url: license.url.clone() }),
        records: records.iter().map(table).collect(),
        attributes: ATTRIBUTES
            .iter()
            .map(|one| Attribute {
                name: one.name,
                domain: one.domain,
                kind: one.kind,
                about: pieces(one.about),
            })
            .collect(),
        contents: contents(frame.words, &records),
    }
}

fn contents(words: &crate::words::Words, records: &[Record]) -> Vec<Entry> {
    let kind = |record: &Record| Entry::new(record.name, &record_id(record.name), Vec::new());
    let entry = |key, id, children| Entry::new(&words.text(key), id, children);
    vec![
        entry("data.files", "_files", Vec::new()),
        entry("data.license", "_license", Vec::new()),
        entry("data.versions", "_versions", Vec::new()),
        entry("data.tables", "_tables", Vec::new()),
        entry("data.records", "_records", records.iter().map(kind).collect()),
        Entry::new("GraphML", "_graphml", Vec::new()),
    ]
}

fn record_id(name: &str) -> String {
    format!("_record-{name}")
}

fn file(frame: &Frame<'_>, file: DataFile) -> File {
    let about = match file {
        DataFile::Graph => "data.file_graph",
        DataFile::Schema => "data.file_schema",
        DataFile::Roles => "data.file_roles",
        DataFile::Skills => "data.file_skills",
        DataFile::Transitions => "data.file_transitions",
        DataFile::GraphMl => "data.file_graphml",
    };
    File {
        link: Link { label: file.name().to_owned(), href: frame.href(&data_file_route(frame.book, file)) },
        about: frame.words.text(about),
        media_type: file.media_type().split(';').next().unwrap_or_default(),
    }
}

fn table(record: &Record) -> Table {
    Table {
        name: record.name,
        id: record_id(record.name),
        about: pieces(record.about),
        keys: record.keys.iter().map(|words| key(record, words)).collect(),
    }
}

fn key(record: &Record, words: &Words) -> Key {
    let shape = match words.shape {
        Shape::Always(text) => format!("`{text}`"),
        Shape::Text => "text".to_owned(),
        Shape::Address => "address".to_owned(),
        Shape::Date => "day".to_owned(),
        Shape::Count => "whole number".to_owned(),
        Shape::Score => "number, 0 to 1".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Choice(names) => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        Shape::Texts => "list of texts".to_owned(),
        Shape::One(_) => "one".to_owned(),
        Shape::Many(_) => "list of".to_owned(),
    };
    let inner = match words.shape {
        Shape::One(name) | Shape::Many(name) => Some(name),
        _ => None,
    };
    Key {
        name: words.name,
        shape: pieces(&shape),
        record: inner.map(|name| Link { label: name.to_owned(), href: format!("#{}", record_id(name)) }),
        nullable: words.nullable,
        only_in: record.table.and_then(|table| match words.place {
            Place::Everywhere => None,
            Place::Graph => Some(DataFile::Graph.name()),
            Place::Table => Some(table.name()),
        }),
        about: pieces(words.about),
    }
}

/// Words with code between backticks.
fn pieces(words: &str) -> Vec<Piece> {
    let pieces = words.split('`').enumerate().filter(|(_, text)| !text.is_empty());
    pieces.map(|(at, text)| Piece { text: text.to_owned(), code: at % 2 == 1 }).collect()
}
