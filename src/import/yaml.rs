//! YAML front matter as TOML values. Only what front matter is made of is read:
//! texts, numbers, dates, lists and tables, no anchors.

use saphyr_parser::{Event, Parser, ScalarStyle};
use toml::{Table, Value};

/// What is wrong with a text that is no YAML, and on which of its lines.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) line: usize,
    pub(super) message: String,
}

/// Reads the table that `text` is, and the line of each of its keys, counted
/// from 1.
pub(super) fn read(text: &str) -> Result<(Table, Vec<(String, usize)>), Mistake> {
    let mut lines = Vec::new();
    // Tables and lists that are open, the outermost first.
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Mistake {
            line: error.marker().line().max(1),
            message: error.info().to_owned(),
        })?;
        let line = span.start.line().max(1);
        let mistake = |message: &str| Mistake { line, message: message.to_owned() };
        let value = match event {
            Event::Scalar(text, style, _, _) => Some(scalar(&text, style)),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Table(Table::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(Open::close),
            Event::Alias(_) => {
                return Err(mistake("references to other parts of the front matter are not read"));
            }
            _ => None,
        };
        if open.len() > DEEPEST {
            return Err(mistake("this is nested too deeply"));
        }
        let depth = open.len();
        let Some(value) = value else { continue };
        match open.last_mut() {
            None => root = Some(value),
            Some(Open::List(values)) => values.extend(value),
            Some(Open::Table(table, key)) => match key.take() {
                None => {
                    let name = match value {
                        Some(Value::String(name)) => name,
                        Some(other @ (Value::Integer(_) | Value::Boolean(_))) => other.to_string(),
                        _ => return Err(mistake("a key must be a text")),
                    };
                    if depth == 1 {
                        lines.push((name.clone(), line));
                    }
                    *key = Some(name);
                }
                Some(name) => {
                    if let Some(value) = value {
                        table.insert(name, value);
                    }
                }
            },
        }
    }
    match root {
        Some(Some(Value::Table(table))) => Ok((table, lines)),
        None | Some(None) => Ok((Table::new(), lines)),
        Some(Some(_)) => Err(Mistake { line: 1, message: "this is no table of keys".to_owned() }),
    }
}

const DEEPEST: usize = 32;

enum Open {
    List(Vec<Value>),
    /// What is in it so far, and the key whose value comes next.
    Table(Table, Option<String>),
}

impl Open {
    fn close(self) -> Option<Value> {
        Some(match self {
            Self::List(values) => Value::Array(values),
            Self::Table(table, _) => Value::Table(table),
        })
    }
}

/// A value that is written as a word: what it means, or nothing for `null`.
fn scalar(text: &str, style: ScalarStyle) -> Option<Value> {
    if style != ScalarStyle::Plain {
        return Some(Value::String(text.to_owned()));
    }
    let number = || text.parse::<i64>().ok().map(Value::Integer);
    let fraction = || {
        let is_number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
        text.parse::<f64>().ok().filter(|number| is_number && number.is_finite()).map(Value::Float)
    };
    match text {
        "" | "~" | "null" | "Null" | "NULL" => None,
        "true" | "True" | "TRUE" => Some(Value::Boolean(true)),
        "false" | "False" | "FALSE" => Some(Value::Boolean(false)),
        _ => number().or_else(fraction).or_else(|| Some(Value::String(text.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_becomes_a_table() {
        let text = "title: Data Analyst\ndraft: true\ntags: [SQL, \"5\"]\nskills:\n  soft:\n    - Care\nnone:\nn: 3\n";
        let (table, lines) = read(text).expect("YAML");
        let expected = "draft = true\nn = 3\ntags = [\"SQL\", \"5\"]\ntitle = \"Data Analyst\"\n\n[skills]\nsoft = [\"Care\"]\n";
        assert_eq!(toml::to_string(&table).expect("TOML"), expected);
        assert_eq!(lines[2], ("tags".to_owned(), 3));
    }

    #[test]
    fn what_is_no_front_matter_is_told_with_its_line() {
        assert_eq!(read("a: 1\nb: [1\n").expect_err("a mistake").line, 3);
        assert!(read("- a\n").is_err());
        assert!(read("a: &x [1]\nb: *x\n").is_err());
        assert!(read(&"[".repeat(10_000)).is_err());
    }
}
