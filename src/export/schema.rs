//! `graph.schema.json`: what may stand in `graph.json`, in JSON Schema 2020-12.

use serde_json::{Map, Value, json};

use super::VERSION;
use super::key::{Place, Record, Shape, Words};
use super::records;
use crate::model::Book;
use crate::plan::DataFile;
use crate::plan::routes::data_file_route;

/// The file.
pub(super) fn json(book: &Book) -> String {
    let mut records = records::all().into_iter();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".to_owned(), json!(book.config.absolute(&data_file_route(book, DataFile::Schema))));
    schema.insert("title".to_owned(), json!(format!("rolebook open data {VERSION}")));
    schema.extend(records.next().iter().flat_map(table));
    let definitions = records.map(|record| (record.name.to_owned(), Value::Object(table(&record))));
    schema.insert("$defs".to_owned(), Value::Object(definitions.collect()));
    format!("{:#}\n", Value::Object(schema))
}

/// Every key of a record is always there, and there are no others.
fn table(record: &Record) -> Map<String, Value> {
    let keys = || record.keys.iter().filter(|key| key.place != Place::Table);
    let properties: Map<String, Value> = keys().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys().map(|key| key.name).collect();
    let mut table = Map::new();
    table.insert("description".to_owned(), json!(record.about));
    table.insert("type".to_owned(), json!("object"));
    table.insert("properties".to_owned(), Value::Object(properties));
    table.insert("required".to_owned(), json!(required));
    table.insert("additionalProperties".to_owned(), json!(false));
    table
}

fn property(key: &Words) -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    let mut schema = match key.shape {
        Shape::Always(text) => json!({ "const": text }),
        Shape::Text => json!({ "type": "string" }),
        Shape::Address => json!({ "type": "string", "format": "uri" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Count => json!({ "type": "integer", "minimum": 0 }),
        Shape::Score => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Choice(names) => json!({ "enum": names }),
        Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::One(name) => reference(name),
        Shape::Many(name) => json!({ "type": "array", "items": reference(name) }),
    };
    if key.nullable {
        schema = json!({ "anyOf": [schema, { "type": "null" }] });
    }
    schema["description"] = json!(key.about);
    schema
}
