//! The schemas say what is accepted, no more and no less: documents are made by the
//! schema, changed at every key, and judged by the schema and by the reader.

use std::collections::BTreeSet;
use std::sync::Arc;

use regex::Regex;
use rolebook::config;
use rolebook::content;
use rolebook::diagnostic::{Code, Diagnostic, Diagnostics};
use rolebook::schema::{Subject, schema};
use rolebook::source::{Source, SourcePath};
use serde_json::Value as Json;
use toml::{Table, Value as Toml};

use crate::arrange::{read, repository, tree};

/// Whether `value` is what `schema` describes; what our schemas use of the
/// vocabulary, and no more.
fn fits(schema: &Json, value: &Toml) -> bool {
    let of_type = match schema.get("type").and_then(Json::as_str) {
        Some("object") => value.is_table(),
        Some("array") => value.is_array(),
        // Editors see a date in quotes as one without; the words tell authors.
        Some("string") if schema.get("format").is_some() => {
            value.as_datetime().is_some_and(|date| date.date.is_some() && date.time.is_none())
        }
        Some("string") => value.is_str(),
        Some("boolean") => value.is_bool(),
        Some("integer") => value.is_integer(),
        None => true,
        other => panic!("an unexpected type: {other:?}"),
    };
    let any = |key: &str, right: &dyn Fn(usize) -> bool| {
        schema
            .get(key)
            .and_then(Json::as_array)
            .is_none_or(|all| right(all.iter().filter(|one| fits(one, value)).count()))
    };
    of_type
        && schema
            .get("enum")
            .and_then(Json::as_array)
            .is_none_or(|names| names.iter().any(|name| name.as_str() == value.as_str()))
        && schema.get("pattern").and_then(Json::as_str).is_none_or(|pattern| {
            let pattern = Regex::new(pattern).expect("a pattern");
            value.as_str().is_none_or(|text| pattern.is_match(text))
        })
        && schema
            .get("minimum")
            .and_then(Json::as_i64)
            .is_none_or(|least| value.as_integer().is_none_or(|number| number >= least))
        && schema
            .get("items")
            .is_none_or(|items| value.as_array().is_none_or(|all| all.iter().all(|one| fits(items, one))))
        && schema.get("required").and_then(Json::as_array).is_none_or(|keys| {
            value
                .as_table()
                .is_none_or(|table| keys.iter().all(|key| table.contains_key(key.as_str().expect("a key"))))
        })
        && schema.get("properties").and_then(Json::as_object).is_none_or(|known| {
            value.as_table().is_none_or(|table| {
                table.iter().all(|(key, value)| known.get(key).is_some_and(|schema| fits(schema, value)))
            })
        })
        && schema.get("propertyNames").is_none_or(|names| {
            let others = &schema["additionalProperties"];
            value.as_table().is_none_or(|table| {
                table
                    .iter()
                    .all(|(key, value)| fits(names, &Toml::String(key.clone())) && fits(others, value))
            })
        })
        && any("anyOf", &|right| right > 0)
        && any("oneOf", &|right| right == 1)
}

/// Texts that mean something, where not any text does.
const TEXTS: &[(&str, &str)] = &[
    ("base_url", "https://example.org/a/"),
    ("logo", "/logo.svg"),
    ("cname", "guides.example.org"),
    ("edit_url", "https://example.org/edit/{path}"),
    ("editor_url", "vscode://file/{path}"),
    ("review_every", "12 months"),
    ("onet_soc", "15-1244.00"),
    ("esco", "http://data.europa.eu/esco/occupation/1"),
    ("isco08", "2522"),
    ("aliases", "/old/"),
    ("url", "https://example.org/a.html"),
    ("currency", "EUR"),
    ("path", "open-data"),
    ("script", "https://example.org/count.js"),
    ("scripts", "https://example.org"),
    ("connect", "https://example.org"),
    ("images", "https://example.org"),
];

/// A document with every key of `schema`, but for one of two that exclude each other.
fn sample(schema: &Json, key: &str) -> Toml {
    if let Some(names) = schema.get("enum") {
        return Toml::String(names[0].as_str().expect("a name").to_owned());
    }
    if let Some(any) = schema.get("anyOf") {
        return sample(&any[1], key);
    }
    match schema["type"].as_str().expect("a type") {
        "string" if schema.get("format").is_some() => Toml::Datetime("2026-01-31".parse().expect("a date")),
        // As names of themes of code are elsewhere.
        "string" if schema["pattern"].as_str().is_some_and(|pattern| pattern.starts_with("^#")) => {
            Toml::String(if key == "light" { "#0b5a6b" } else { "#6fc7d8" }.to_owned())
        }
        "string" => {
            let known = TEXTS.iter().find(|(known, _)| *known == key);
            Toml::String(known.map_or("Words", |(_, text)| text).to_owned())
        }
        "boolean" => Toml::Boolean(true),
        "integer" => Toml::Integer(3),
        "array" => Toml::Array(vec![sample(&schema["items"], key)]),
        _ => {
            let other = schema.get("oneOf").map(|keys| keys[1]["required"][0].as_str().expect("a key"));
            let properties = schema.get("properties").and_then(Json::as_object);
            let properties = properties.into_iter().flatten().filter(|(key, _)| Some(key.as_str()) != other);
            Toml::Table(properties.map(|(key, schema)| (key.clone(), sample(schema, key))).collect())
        }
    }
}

/// The errors of the reader.
fn judge(subject: Subject, document: &Toml) -> Vec<String> {
    found(subject, document).iter().map(|one| format!("{}: {}", one.code, one.message)).collect()
}

fn found(subject: Subject, document: &Toml) -> Diagnostics {
    let text = toml::to_string(document).expect("TOML");
    let front = || format!("+++\n{text}+++\nWords.\n");
    let source = |path: &str, text: String| Arc::new(Source::new(SourcePath::new(path), text.into_bytes()));
    match subject {
        Subject::Config => config::parse(&source("config.toml", text)).1,
        Subject::Guide => content::parse(&source("content/a/b/c.md", front())).diagnostics,
        Subject::Index => content::parse(&source("content/_index.md", front())).diagnostics,
        Subject::Page => content::parse(&source("content/a.md", front())).diagnostics,
        Subject::Skills => content::parse(&source("content/skills.toml", text)).diagnostics,
    }
}

#[track_caller]
fn agree(subject: Subject, schema: &Json, document: &Toml, is_right: impl Into<Option<bool>>) {
    let errors = judge(subject, document);
    let text = toml::to_string(document).expect("TOML");
    assert_eq!(fits(schema, document), errors.is_empty(), "{} {errors:?}\n{text}", subject.name());
    if let Some(is_right) = is_right.into() {
        assert_eq!(errors.is_empty(), is_right, "{} {errors:?}\n{text}", subject.name());
    }
}

/// Every change of one place in `value`, each given to `judge` with whether it must
/// be accepted, where that is plain.
fn changes(schema: &Json, value: &Toml, key: &str, judge: &mut dyn FnMut(Toml, Option<bool>)) {
    if let Some(any) = schema.get("anyOf") {
        judge(Toml::String("Words".to_owned()), Some(true));
        judge(Toml::String(" ".to_owned()), Some(false));
        return changes(&any[1], value, key, judge);
    }
    let is_text = schema.get("type").and_then(Json::as_str) == Some("string");
    // A meaning that no schema tells is not asked for.
    let has_meaning = schema.get("format").is_some() || key == "aliases";
    for other in [
        Toml::Integer(0),
        Toml::Integer(7),
        Toml::Float(1.5),
        Toml::Boolean(false),
        Toml::Datetime("2026-01-31T07:00:00Z".parse().expect("a time")),
        Toml::Datetime("07:00:00".parse().expect("a time")),
        Toml::String("Words".to_owned()),
        Toml::String(" ".to_owned()),
        Toml::Array(vec![Toml::Integer(1)]),
        Toml::Array(vec![Toml::Table(Table::new())]),
        Toml::Array(Vec::new()),
        Toml::Table(Table::new()),
    ] {
        // Amounts have to rise, which no schema tells either.
        if other.is_integer() && matches!(key, "low" | "median" | "high") {
            continue;
        }
        let is_free_text = is_text && matches!(key, "language" | "theme") || has_meaning;
        if !(other.is_str() && is_free_text) {
            judge(other, None);
        }
    }
    match value {
        Toml::Table(table) => {
            let with = |key: &str, value: Option<Toml>| {
                let mut table = table.clone();
                match value {
                    Some(value) => table.insert(key.to_owned(), value),
                    None => table.remove(key),
                };
                Toml::Table(table)
            };
            let is_own = schema.get("properties").or(schema.get("propertyNames")).is_none();
            judge(with("zebra", Some(Toml::Integer(1))), Some(is_own));
            if schema.get("propertyNames").is_some() {
                for key in ["zebra", "data-zebra", "Zebra", "zebra_", "1", ""] {
                    judge(with(key, Some(Toml::String("Words".to_owned()))), None);
                }
            }
            let one_of = schema.get("oneOf").and_then(Json::as_array);
            for other in one_of.into_iter().flatten() {
                judge(
                    with(other["required"][0].as_str().expect("a key"), Some(Toml::String("x".to_owned()))),
                    None,
                );
            }
            for (key, value) in table {
                judge(with(key, None), None);
                changes(&schema["properties"][key], value, key, &mut |value, is_right| {
                    judge(with(key, Some(value)), is_right);
                });
            }
        }
        Toml::Array(values) => changes(&schema["items"], &values[0], key, &mut |value, is_right| {
            judge(Toml::Array(vec![value]), is_right);
        }),
        _ => {}
    }
}

#[test]
fn schemas_and_readers_agree() {
    let mut count = 0;
    for subject in Subject::ALL {
        let schema = schema(subject);
        let document = sample(&schema, "");
        agree(subject, &schema, &document, true);
        changes(&schema, &document, "", &mut |document, is_right| {
            if document.is_table() {
                agree(subject, &schema, &document, is_right);
                count += 1;
            }
        });
    }
    assert!(count > 500, "{count} documents");
}

/// The document with another value at one of its keys.
type With<'w> = &'w dyn Fn(Toml) -> Toml;

/// Each key of `value`, and the way to put another value there.
fn each_key(value: &Toml, judge: &mut dyn FnMut(&str, With<'_>)) {
    match value {
        Toml::Table(table) => {
            for (key, inner) in table {
                let with = |value: Toml| {
                    let mut table = table.clone();
                    table.insert(key.clone(), value);
                    Toml::Table(table)
                };
                judge(key, &with);
                if key != "extra" {
                    each_key(inner, &mut |key, inner| judge(key, &|value| with(inner(value))));
                }
            }
        }
        Toml::Array(values) => {
            each_key(&values[0], &mut |key, inner| judge(key, &|value| Toml::Array(vec![inner(value)])));
        }
        _ => {}
    }
}

#[test]
fn what_a_mistake_in_the_type_is_answered_with_is_right() {
    let mut count = 0;
    for subject in Subject::ALL {
        each_key(&sample(&schema(subject), ""), &mut |key, with| {
            let wrong = found(subject, &with(Toml::Float(1.5)));
            let told = wrong.iter().find(|one| one.code == Code::WrongType).expect(key);
            let help = told.help.as_deref().unwrap_or_default();
            let example = help.strip_prefix("for example `").and_then(|help| help.strip_suffix('`'));
            let example: Table = example.unwrap_or_else(|| panic!("{key}: {help}")).parse().expect("TOML");
            let mended = found(subject, &with(example[key].clone()));
            let is_of_type =
                |one: &Diagnostic| [Code::WrongType, Code::MissingKey, Code::UnknownKey].contains(&one.code);
            let left: Vec<_> = mended.iter().filter(|one| is_of_type(one)).map(|one| &one.message).collect();
            assert!(left.is_empty(), "{} {key}: {help}: {left:?}", subject.name());
            count += 1;
        });
    }
    assert!(count > 150, "{count} keys");
}

#[test]
fn our_own_files_fit_their_schemas() {
    let mut count = 0;
    for (path, bytes) in tree(&repository().join("content")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let subject = match path.as_str() {
            "skills.toml" => Subject::Skills,
            path if path.starts_with("skills/") => continue,
            path if path.ends_with("_index.md") => Subject::Index,
            path if !path.contains('/') => Subject::Page,
            _ => Subject::Guide,
        };
        let toml = if subject == Subject::Skills {
            &*text
        } else {
            text.split("+++\n").nth(1).expect("front matter")
        };
        let document = Toml::Table(toml.parse().expect("TOML"));
        assert!(fits(&schema(subject), &document), "{path}");
        count += 1;
    }
    assert!(count > 10, "{count} files");
}

/// Paths of all keys in a schema, or in a document.
fn paths(schema: &Json, path: &str, found: &mut BTreeSet<String>) {
    let schema = schema.get("items").unwrap_or(schema);
    for (key, schema) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
        found.insert(format!("{path}{key}"));
        paths(schema, &format!("{path}{key}."), found);
    }
}

fn paths_of(value: &Toml, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Toml::Table(table) => {
            for (key, value) in table {
                found.insert(format!("{path}{key}"));
                // Names that are the owner's own.
                if !matches!(key.as_str(), "extra" | "attributes") {
                    paths_of(value, &format!("{path}{key}."), found);
                }
            }
        }
        Toml::Array(values) => values.iter().for_each(|value| paths_of(value, path, found)),
        _ => {}
    }
}

#[test]
fn the_config_that_init_writes_explains_every_key_and_each_can_be_taken() {
    let text = read(&repository().join("starter/config.toml"));
    let is_key = |line: &str| line.starts_with('#') && line[1..].starts_with(|c: char| !c.is_whitespace());
    let taken: Vec<&str> = text.lines().map(|line| if is_key(line) { &line[1..] } else { line }).collect();
    let document = Toml::Table(taken.join("\n").parse().expect("TOML"));
    assert_eq!(judge(Subject::Config, &document), [""; 0]);
    let (mut known, mut explained) = (BTreeSet::new(), BTreeSet::new());
    paths(&schema(Subject::Config), "", &mut known);
    paths_of(&document, "", &mut explained);
    // The rules are many; `rolebook explain` lists them.
    for keys in [&mut known, &mut explained] {
        keys.retain(|key| !key.starts_with("rules."));
    }
    assert_eq!(explained, known);
}

#[test]
fn the_readme_names_every_key_of_a_guide_and_of_the_site() {
    let readme = read(&repository().join("README.md"));
    for subject in [Subject::Config, Subject::Guide] {
        for asked in subject.keys() {
            let key = asked.key;
            let names =
                [format!("`{key}`"), format!("`[{key}]`"), format!("`[[{key}]]`"), format!("`{key}.")];
            assert!(names.iter().any(|name| readme.contains(name)), "{key}");
        }
    }
}
