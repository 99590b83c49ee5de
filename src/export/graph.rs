//! `graph.json`: all of the open data in one file, a record a line, so that two
//! versions of it can be compared.

use std::fmt::Write;

use serde_json::Value;

use super::key::object;
use super::records::GRAPH;
use crate::model::Book;

/// The file.
pub(super) fn json(book: &Book) -> String {
    let Value::Object(graph) = object(GRAPH, book, &()) else {
        return String::new();
    };
    let mut json = String::from("{");
    for (at, (key, value)) in graph.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Writing into a text cannot fail.
        let _ = match value.as_array().filter(|rows| !rows.is_empty()) {
            Some(rows) => {
                let rows: Vec<String> = rows.iter().map(Value::to_string).collect();
                write!(json, "{comma}\n\"{key}\": [\n{}\n]", rows.join(",\n"))
            }
            None => write!(json, "{comma}\n\"{key}\": {value}"),
        };
    }
    json.push_str("\n}\n");
    // As a number it means the same, and the file can stand in a page.
    json.replace('<', "\\u003c")
}
