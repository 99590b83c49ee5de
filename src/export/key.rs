//! Keys of the open data: a name, what stands there, what it means, and how it is
//! read off a book, all told in one place. Which keys there are is said in
//! `records`.

use std::borrow::Borrow;

use serde_json::{Map, Value};

use crate::model::Book;
use crate::plan::DataFile;

/// A key of a record about a `T`.
pub struct Key<T: 'static> {
    /// What is said about it.
    pub words: Words,
    /// What stands there.
    pub value: fn(&Book, &T) -> Value,
}

/// What is said about a key.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Its name, in JSON and at the head of a column.
    pub name: &'static str,
    /// What stands there.
    pub shape: Shape,
    /// Whether `null`, an empty cell, may stand there.
    pub nullable: bool,
    /// In which files it is.
    pub place: Place,
    /// What it means.
    pub about: &'static str,
}

/// What stands under a key.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// This text and no other.
    Always(&'static str),
    /// A text.
    Text,
    /// A full address.
    Address,
    /// A day, `2026-11-01`.
    Date,
    /// A whole number from 0.
    Count,
    /// A number from 0 to 1, with four decimals at most.
    Score,
    /// True or false.
    Flag,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// A list of texts; in tables one text, with ` | ` between them.
    Texts,
    /// A record of this name.
    One(&'static str),
    /// A list of records of this name.
    Many(&'static str),
}

/// The files that a key is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `graph.json` and the record's table, if it has one.
    Everywhere,
    /// `graph.json` alone.
    Graph,
    /// The table alone: what the JSON tells in another way.
    Table,
}

/// A kind of record, for those who describe it.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The table that has a line for each, if there is one.
    pub table: Option<DataFile>,
    /// Its keys in order.
    pub keys: Vec<Words>,
}

impl<T> Key<T> {
    /// A key that is in all files and never empty.
    pub(super) const fn new(
        name: &'static str,
        shape: Shape,
        about: &'static str,
        value: fn(&Book, &T) -> Value,
    ) -> Self {
        Self { words: Words { name, shape, nullable: false, place: Place::Everywhere, about }, value }
    }
}

/// The key, where there may be nothing.
pub(super) const fn or_null<T>(mut key: Key<T>) -> Key<T> {
    key.words.nullable = true;
    key
}

/// The key, in `graph.json` alone.
pub(super) const fn in_graph<T>(mut key: Key<T>) -> Key<T> {
    key.words.place = Place::Graph;
    key
}

/// The key, in its table alone.
pub(super) const fn in_table<T>(mut key: Key<T>) -> Key<T> {
    key.words.place = Place::Table;
    key
}

/// What the JSON says about `item`.
pub(super) fn object<T>(keys: &[Key<T>], book: &Book, item: &T) -> Value {
    let keys = keys.iter().filter(|key| key.words.place != Place::Table);
    let members = keys.map(|key| (key.words.name.to_owned(), (key.value)(book, item)));
    Value::Object(members.collect::<Map<_, _>>())
}

/// The same of many.
pub(super) fn objects<T>(keys: &[Key<T>], book: &Book, items: impl IntoIterator<Item: Borrow<T>>) -> Value {
    items.into_iter().map(|item| object(keys, book, item.borrow())).collect()
}
