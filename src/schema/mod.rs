//! What authors may write in TOML, as JSON Schema for editors and other programs.
//! The keys and types are those that the readers ask for; only the words, and what
//! a text looks like, are said here.

mod words;

use serde_json::{Map, Value, json};

use crate::config;
use crate::content::{front_matter, vocabulary};
use crate::form::MOST;
use crate::form::asked::{Asked, Need, Shape};

/// Something that is written in TOML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `config.toml`.
    Config,
    /// Front matter of a guide.
    Guide,
    /// Front matter of the site, a field or a track.
    Index,
    /// Front matter of a plain page.
    Page,
    /// `content/skills.toml`.
    Skills,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Config, Self::Guide, Self::Index, Self::Page, Self::Skills];

    /// The name, as it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Guide => "guide",
            Self::Index => "index",
            Self::Page => "page",
            Self::Skills => "skills",
        }
    }

    /// What it is.
    pub fn about(self) -> &'static str {
        match self {
            Self::Config => "The decisions of a site: config.toml",
            Self::Guide => "Front matter of a guide: content/<field>/<track>/<role>.md",
            Self::Index => "Front matter of the home page, a field or a track: _index.md",
            Self::Page => "Front matter of a plain page: content/<page>.md",
            Self::Skills => "The vocabulary of skills: content/skills.toml",
        }
    }

    /// The keys that may stand there.
    pub fn keys(self) -> Vec<Asked> {
        match self {
            Self::Config => config::keys(),
            Self::Guide => front_matter::guide_keys(),
            Self::Index => front_matter::index_keys(),
            Self::Page => front_matter::page_keys(),
            Self::Skills => vocabulary::keys(),
        }
    }
}

/// The schema of `subject`, in JSON Schema 2020-12. That knows no dates of TOML:
/// editors take them for texts of the format `date`, and so does the schema. It
/// cannot refuse one in quotes, as the readers do; its words say so.
pub fn schema(subject: Subject) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(format!("rolebook {}", subject.name())));
    schema.insert("description".to_owned(), json!(subject.about()));
    schema.extend(table(&subject.keys(), subject.name()));
    Value::Object(schema)
}

/// A table of these keys at `path`.
fn table(keys: &[Asked], path: &str) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    let properties = keys.iter().map(|asked| (asked.key.to_owned(), property(asked, path)));
    schema.insert("properties".to_owned(), Value::Object(properties.collect()));
    let of_need = |need: Need| keys.iter().filter(move |asked| asked.need == need).map(|asked| asked.key);
    let required: Vec<&str> = of_need(Need::Required).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    let one_of: Vec<Value> = of_need(Need::OneOf).map(|key| json!({ "required": [key] })).collect();
    if !one_of.is_empty() {
        schema.insert("oneOf".to_owned(), json!(one_of));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema
}

fn property(asked: &Asked, path: &str) -> Value {
    let path = format!("{path}.{}", asked.key);
    let is_telling = asked.need == Need::Required;
    let mut schema = match &asked.shape {
        Shape::Text => text(words::pattern(&path).or(is_telling.then_some(r"\S"))),
        Shape::Choice(names) => json!({ "enum": names }),
        Shape::Texts => json!({ "type": "array", "maxItems": MOST, "items": text(words::pattern(&path)) }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Number(i64::MIN) => json!({ "type": "integer" }),
        Shape::Number(least) => json!({ "type": "integer", "minimum": least }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Own => json!({ "type": "object" }),
        Shape::Words => text(Some(r"\S")),
        Shape::Named(names, shape) => {
            let one =
                |name: &&'static str| Asked { key: name, shape: (**shape).clone(), need: Need::Optional };
            Value::Object(table(&names.iter().map(one).collect::<Vec<_>>(), &path))
        }
        Shape::Free(names) => json!({
            "type": "object",
            "propertyNames": { "pattern": names },
            "additionalProperties": { "type": "string" },
        }),
        Shape::Form(keys) => Value::Object(table(keys, &path)),
        Shape::Forms(keys) => json!({ "type": "array", "items": table(keys, &path) }),
        Shape::Entries(keys) => {
            let items = json!({ "anyOf": [text(Some(r"\S")), table(keys, &path)] });
            json!({ "type": "array", "maxItems": MOST, "items": items })
        }
    };
    if let Some(words) = words::about(&path) {
        schema["description"] = json!(words);
    }
    schema
}

fn text(pattern: Option<&str>) -> Value {
    match pattern {
        Some(pattern) => json!({ "type": "string", "pattern": pattern }),
        None => json!({ "type": "string" }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn paths(keys: &[Asked], path: &str, paths: &mut BTreeSet<String>) {
        for asked in keys {
            let path = format!("{path}.{}", asked.key);
            if let Shape::Form(keys) | Shape::Forms(keys) | Shape::Entries(keys) = &asked.shape {
                self::paths(keys, &path, paths);
            }
            paths.insert(path);
        }
    }

    #[test]
    fn every_key_has_its_words_and_no_words_are_about_a_key_that_is_not() {
        let mut asked = BTreeSet::new();
        for subject in Subject::ALL {
            paths(&subject.keys(), subject.name(), &mut asked);
        }
        let told: BTreeSet<String> = words::paths().map(str::to_owned).collect();
        assert_eq!(told, asked);
    }
}
