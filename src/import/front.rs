//! The front matter of another tool's text, as our keys know it. What they do
//! not know goes to `[extra]`.

use jiff::civil::Date;
use toml::{Table, Value};

use super::dates;
use super::{Article, Kept, Note};
use crate::content::front_matter::SkillKind;

/// Keys of a guide that hold one text.
const TEXTS: [&str; 5] = ["description", "review_every", "onet_soc", "esco", "isco08"];

/// Keys of a guide that hold several.
const LISTS: [&str; 3] = ["alternate_titles", "aliases", "authors"];

/// What other tools call our keys.
const OTHER_NAMES: [(&str, &str); 9] = [
    ("name", "title"),
    ("summary", "description"),
    ("excerpt", "description"),
    ("subtitle", "description"),
    ("author", "authors"),
    ("date", "published"),
    ("lastreviewed", "reviewed"),
    ("last_reviewed", "reviewed"),
    ("redirect_from", "aliases"),
];

/// Takes the keys of `table` into `article`. `lines` says where each stands.
pub(super) fn take(table: Table, lines: &[(String, usize)], article: &mut Article) {
    let has = |name: &str| table.contains_key(name);
    let renamed: Vec<(String, bool)> = table
        .keys()
        .map(|key| {
            let lower = key.to_lowercase();
            let ours = OTHER_NAMES.iter().find(|(theirs, ours)| *theirs == lower && !has(ours));
            (ours.map_or(lower, |(_, ours)| (*ours).to_owned()), ours.is_some())
        })
        .collect();
    for ((key, value), (name, _)) in table.into_iter().zip(renamed) {
        let line = lines.iter().find(|(known, _)| *known == key).map_or(1, |(_, line)| *line);
        if let Err(value) = take_one(&name, value, line, article) {
            article.unsure.push(Note {
                line,
                text: format!(
                    "the key `{key}` went to `[extra]`: a guide has no such key, or no such value for it"
                ),
            });
            let before = article.extra.insert(key.clone(), value);
            debug_assert!(before.is_none(), "{key} twice");
        }
    }
}

/// Takes one key, or gives its value back.
fn take_one(name: &str, value: Value, line: usize, article: &mut Article) -> Result<(), Value> {
    match name {
        "title" => {
            let title = as_text(value)?;
            article.title = Some(Kept { line, value: title });
        }
        "slug" => article.slug = Some(as_text(value)?),
        "field" => article.field = Some(Kept { line, value: as_text(value)? }),
        "track" => article.track = Some(Kept { line, value: as_text(value)? }),
        "evergreen" | "draft" | "crosslink" => match value {
            Value::Boolean(flag) => {
                article.keys.insert(name.to_owned(), Value::Boolean(flag));
            }
            other => return Err(other),
        },
        "published" | "reviewed" => {
            let date = as_date(&value).ok_or(value)?;
            article.keys.insert(name.to_owned(), date_value(date));
        }
        "tags" | "skills" if value.is_array() => {
            let names = as_texts(value)?;
            article.tags.extend(names.into_iter().map(|value| (Kept { line, value }, name == "skills")));
        }
        "skills" => {
            let Value::Table(mut skills) = value else { return Err(value) };
            for (key, kind) in [("technical", SkillKind::Technical), ("soft", SkillKind::Soft)] {
                if let Some(Value::Array(list)) = skills.remove(key) {
                    article.skills.extend(list.into_iter().map(|value| (kind, Kept { line, value })));
                }
            }
            if !skills.is_empty() {
                return Err(Value::Table(skills));
            }
        }
        "transitions" => match value {
            Value::Array(entries) if entries.iter().all(Value::is_table) => {
                article.keys.insert(name.to_owned(), Value::Array(entries));
            }
            other => return Err(other),
        },
        "extra" => match value {
            Value::Table(extra) => article.extra.extend(extra),
            other => return Err(other),
        },
        _ if TEXTS.contains(&name) => {
            let text = as_text(value)?;
            if !text.trim().is_empty() {
                article.keys.insert(name.to_owned(), Value::String(text));
            }
        }
        _ if LISTS.contains(&name) => {
            let texts = as_texts(value)?.into_iter().map(Value::String);
            article.keys.insert(name.to_owned(), Value::Array(texts.collect()));
        }
        _ => return Err(value),
    }
    Ok(())
}

fn as_text(value: Value) -> Result<String, Value> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(_) | Value::Float(_) => Ok(value.to_string()),
        other => Err(other),
    }
}

/// A list of texts, or one text.
fn as_texts(value: Value) -> Result<Vec<String>, Value> {
    match value {
        Value::String(text) => Ok(vec![text]),
        Value::Array(values) if values.iter().all(Value::is_str) => Ok(values
            .into_iter()
            .filter_map(|value| match value {
                Value::String(text) => Some(text),
                _ => None,
            })
            .collect()),
        other => Err(other),
    }
}

fn as_date(value: &Value) -> Option<Date> {
    match value {
        Value::Datetime(datetime) => {
            let date = datetime.date?;
            Date::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok()
        }
        Value::String(text) => dates::read(text),
        _ => None,
    }
}

/// A date as TOML writes it.
pub(super) fn date_value(date: Date) -> Value {
    match date.to_string().parse() {
        Ok(date) => Value::Datetime(date),
        Err(_) => Value::String(date.to_string()),
    }
}
