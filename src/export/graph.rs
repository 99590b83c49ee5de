//! `graph.json`: all of the open data in one file, a record a line, so that two
//! versions of it can be compared.

use serde_json::{Value, json};

use super::records::GRAPH;
use crate::model::Book;

/// The file. No `<` stands in it as such, so that it can stand in a page.
pub(super) fn json(book: &Book) -> String {
    let mut json = String::from("{");
    for (at, key) in GRAPH.iter().enumerate() {
        json.push_str(if at == 0 { "\n" } else { ",\n" });
        push(&mut json, &json!(key.words.name));
        json.push_str(": ");
        match (key.value)(book, &()) {
            Value::Array(rows) if !rows.is_empty() => {
                for (at, row) in rows.iter().enumerate() {
                    json.push_str(if at == 0 { "[\n" } else { ",\n" });
                    push(&mut json, row);
                }
                json.push_str("\n]");
            }
            value => push(&mut json, &value),
        }
    }
    json.push_str("\n}\n");
    json
}

fn push(json: &mut String, value: &Value) {
    json.push_str(&value.to_string().replace('<', "\\u003c"));
}
