//! The tables: CSV as RFC 4180 has it, in UTF-8 without a byte order mark, lines
//! ending in CR LF, the names of the columns in the first.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a line
//! break for a formula, whatever stands around it ("CSV injection", OWASP). Such a
//! cell gets an apostrophe in front, and so does one that begins with an
//! apostrophe: whoever drops one leading apostrophe has the text again.

use serde_json::Value;

use super::key::{Key, Place};
use super::records::{self, ROLE, SKILL, TRANSITION};
use crate::model::Book;

/// What stands between the texts of a list.
pub const BETWEEN: &str = " | ";

/// `roles.csv`.
pub(super) fn roles(book: &Book) -> String {
    table(ROLE, book, records::roles(book))
}

/// `skills.csv`.
pub(super) fn skills(book: &Book) -> String {
    table(SKILL, book, records::skills(book))
}

/// `transitions.csv`.
pub(super) fn transitions(book: &Book) -> String {
    table(TRANSITION, book, records::transitions(book))
}

fn table<T>(keys: &[Key<T>], book: &Book, items: impl Iterator<Item = T>) -> String {
    let columns: Vec<&Key<T>> = keys.iter().filter(|key| key.words.place != Place::Graph).collect();
    let mut csv = String::new();
    line(&mut csv, columns.iter().map(|key| key.words.name.to_owned()));
    for item in items {
        line(&mut csv, columns.iter().map(|key| cell(&(key.value)(book, &item))));
    }
    csv
}

fn line(csv: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|cell| quoted(&defused(cell))).collect();
    csv.push_str(&cells.join(","));
    csv.push_str("\r\n");
}

/// A value as the text of a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(BETWEEN),
        other => other.to_string(),
    }
}

fn defused(text: String) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(value: &Value, expected: &str) {
        assert_eq!(quoted(&defused(cell(value))), expected);
    }

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        check(&json!("plain"), "plain");
        check(&json!("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
        check(&json!(null), "");
        check(&json!(true), "true");
        check(&json!(3), "3");
        check(&json!(["a", "b"]), "a | b");
    }

    #[test]
    fn no_cell_is_a_formula() {
        check(&json!("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        check(&json!(["@a", "=b"]), "'@a | =b");
        check(&json!("-1"), "'-1");
        check(&json!("\tx"), "'\tx");
        check(&json!("'Allo"), "''Allo");
        check(&json!("a=b"), "a=b");
    }
}
