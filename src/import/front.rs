//! The front matter of another tool's text, as our keys know it. What they do
//! not know goes to `[extra]`.

use std::sync::Arc;

use jiff::civil::Date;
use toml::{Table, Value};

use super::dates;
use super::{Article, Kept, Note};
use crate::content::{self, front_matter::SkillKind};
use crate::source::{Source, SourcePath};

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
        let taken = take_one(&name, value, line, article);
        if let Err(value) = taken.and_then(|()| check(&name, article)) {
            let ours = add(&key, value, &mut article.extra);
            let called = if ours == key { String::new() } else { format!(" as `{ours}`") };
            article.unsure.push(Note {
                line,
                text: format!(
                    "the key `{key}` went to `[extra]`{called}: a guide has no such key, or no such value for it"
                ),
            });
        }
    }
}

/// Gives back the value of a key that guides have, but not with such a value.
fn check(name: &str, article: &mut Article) -> Result<(), Value> {
    match article.keys.get(name) {
        Some(value) if !is_sound(name, value) => article.keys.remove(name).map_or(Ok(()), Err),
        _ => Ok(()),
    }
}

/// Whether a guide with this key can be read: whoever reads guides is asked.
fn is_sound(name: &str, value: &Value) -> bool {
    let front = Table::from_iter([
        ("title".to_owned(), Value::String("Title".to_owned())),
        (name.to_owned(), value.clone()),
    ]);
    let guide = format!("+++\n{front}+++\nWords.\n");
    let source = Source::new(SourcePath::new("content/field/track/role.md"), guide.into());
    !content::parse(&Arc::new(source)).diagnostics.has_errors()
}

/// Adds a key to a table that may have one of that name, and says what it is called there.
pub(super) fn add(key: &str, value: Value, table: &mut Table) -> String {
    let mut name = key.to_owned();
    while table.contains_key(&name) {
        name.push('_');
    }
    table.insert(name.clone(), value);
    name
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
                    let is_skill = |value: &Value| {
                        is_sound(
                            "skills",
                            &Table::from_iter([(key.to_owned(), vec![value.clone()].into())]).into(),
                        )
                    };
                    let (sound, others): (Vec<_>, Vec<_>) = list.into_iter().partition(is_skill);
                    article.skills.extend(sound.into_iter().map(|value| (kind, Kept { line, value })));
                    if !others.is_empty() {
                        skills.insert(key.to_owned(), others.into());
                    }
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
            Value::Table(extra) => {
                for (key, value) in extra {
                    add(&key, value, &mut article.extra);
                }
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(front: &str) -> Article {
        let mut article = Article::default();
        take(front.parse().expect("TOML"), &[], &mut article);
        article
    }

    #[test]
    fn what_a_guide_cannot_hold_goes_to_extra() {
        let article = taken(
            "isco08 = 2522\nonet_soc = \"1\"\nskills.soft = [\"a\", 1]\ndraft = true\nauthors = [\"A\"]",
        );
        let keys: Vec<&str> = article.keys.keys().map(String::as_str).collect();
        assert_eq!(keys, ["authors", "draft", "isco08"]);
        let extra = "onet_soc = \"1\"\nskills.soft = [1]".parse::<Table>().expect("TOML");
        assert_eq!(article.extra, extra);
        assert_eq!((article.skills.len(), article.unsure.len()), (1, 2));
    }

    #[test]
    fn no_key_takes_the_place_of_another() {
        let extra = taken("a = 1\nextra.a = 2\nextra.z = 3\nz = 4").extra;
        assert_eq!(extra, "a = 1\na_ = 2\nz = 3\nz_ = 4".parse::<Table>().expect("TOML"));
    }
}
