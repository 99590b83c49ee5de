//! Reads the files of words of a theme, `i18n/<language>.toml`, and lays them over
//! one another: English beneath, then the language, then its region, and of each the
//! built-in file beneath the site's own.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Words;
use super::language::{CATEGORIES, Plurals, fallbacks};
use super::message::{Message, Text};
use super::numbers::Numbers;
use crate::config::is_english;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::form;
use crate::source::{Source, Span};

/// Messages of an owner's own, which no other file need have.
const OWN: &str = "extra.";

/// The words of a theme in the language that is `chosen` at a place of the
/// configuration. `files` are by language, as their names have it, and the lower of two
/// comes first; `folder` is where the site's own ones lie. English is the measure: what
/// is not in it is an error, and what is missing elsewhere stays English and is told.
pub fn load(
    files: &[(String, Arc<Source>)],
    folder: &str,
    language: &str,
    chosen: Span,
) -> (Words, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut messages = BTreeMap::new();
    let mut translated = BTreeMap::new();
    let mut nearest = None;
    let chain = std::iter::once("en").chain(fallbacks(language).filter(|tag| *tag != "en"));
    for tag in chain {
        let plurals = Arc::new(Plurals::of(tag));
        for (_, source) in files.iter().filter(|(name, _)| name.eq_ignore_ascii_case(tag)) {
            let mut reader =
                Reader { source, known: &messages, plurals: &plurals, diagnostics: Diagnostics::default() };
            let found = reader.messages();
            diagnostics.append(reader.diagnostics);
            if tag != "en" {
                nearest = Some(source);
                translated.extend(found.keys().cloned().map(|key| (key, ())));
            }
            messages.extend(found);
        }
    }
    if !is_english(language) {
        diagnostics.extend(match nearest {
            None => Some(no_file(folder, language).at(chosen)),
            Some(source) => {
                let missing = messages.keys().filter(|key| !translated.contains_key(*key));
                untranslated(language, missing).map(|told| told.at_file(source.path()))
            }
        });
    }
    let numbers = numbers(&messages).unwrap_or_else(|key| {
        let told = Diagnostic::error(Code::InvalidValue, format!("`{key}` is no such number in any writing"))
            .help("write 1,000, 10,000 and 0.5 as your language does, in digits: `thousand = \"1.000\"`");
        diagnostics.push(match nearest {
            Some(source) => told.at_file(source.path()),
            None => told,
        });
        Numbers::default()
    });
    (Words { messages: messages.into_iter().collect(), numbers }, diagnostics)
}

fn no_file(folder: &str, language: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::Untranslated,
        format!("the theme has no words in `{language}`, and pages say its own in English"),
    )
    .help(format!(
        "put them into `{folder}/{language}.toml`: `rolebook theme eject i18n/en.toml` copies the English ones, to \
         be translated"
    ))
}

/// As many missing messages are named; who lacks more begins with a copy.
const NAMED: usize = 20;

fn untranslated<'k>(language: &str, missing: impl Iterator<Item = &'k String>) -> Option<Diagnostic> {
    let names: Vec<String> = missing.map(|key| format!("`{key}`")).collect();
    let message = match names.as_slice() {
        [] => return None,
        [one] => format!("the message {one} is missing in `{language}`, and pages say it in English"),
        all => format!("{} messages are missing in `{language}`, and pages say them in English", all.len()),
    };
    let told = Diagnostic::warning(Code::Untranslated, message);
    Some(match names.len() {
        1 => told,
        2..=NAMED => told.help(format!("add {}", names.join(", "))),
        all => told.help(format!(
            "add {} and {} more, which the English file has: `rolebook theme eject i18n/en.toml` copies it",
            names[..NAMED].join(", "),
            all - NAMED
        )),
    })
}

fn numbers(messages: &BTreeMap<String, Message>) -> Result<Numbers, &'static str> {
    let text = |key: &'static str| {
        let written = messages.get(key).map(Message::written);
        written.as_ref().and_then(serde_json::Value::as_str).map(str::to_owned).ok_or(key)
    };
    Numbers::by_example(&text("format.thousand")?, &text("format.ten_thousand")?, &text("format.half")?)
}

/// A file that is being read.
struct Reader<'a> {
    source: &'a Arc<Source>,
    /// What the files beneath have; the lowest one is the measure of all others.
    known: &'a BTreeMap<String, Message>,
    plurals: &'a Arc<Plurals>,
    diagnostics: Diagnostics,
}

type Found = BTreeMap<String, Message>;

impl Reader<'_> {
    fn messages(&mut self) -> Found {
        let mut found = Found::new();
        let text = match self.source.text() {
            Ok(text) => text,
            Err(offset) => {
                let error = Diagnostic::error(Code::InvalidUtf8, "this file is not UTF-8 text");
                self.diagnostics.push(error.at(Span::new(self.source, offset..offset + 1)));
                return found;
            }
        };
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        match form::parse(self.source, text, start..text.len()) {
            Ok(table) => self.table(table.get_ref(), "", start, &mut found),
            Err(errors) => self.diagnostics.append(errors),
        }
        found
    }

    fn table(&mut self, table: &DeTable<'_>, within: &str, start: usize, found: &mut Found) {
        for (name, value) in table {
            let key = format!("{within}{}", name.get_ref());
            let place = |range: Range<usize>| range.start + start..range.end + start;
            let forms = match value.get_ref() {
                DeValue::String(_) => vec![("other".to_owned(), place(name.span()), value)],
                DeValue::Table(inner) if self.is_message(&key, inner) => inner
                    .iter()
                    .map(|(form, text)| (form.get_ref().to_string(), place(form.span()), text))
                    .collect(),
                DeValue::Table(inner) => {
                    self.table(inner, &format!("{key}."), start, found);
                    continue;
                }
                _ => {
                    self.wrong_type(&key, place(value.span()));
                    continue;
                }
            };
            if self.is_unknown(&key, place(name.span())) {
                continue;
            }
            let mut message = Message { forms: Vec::new(), plurals: Arc::clone(self.plurals) };
            for (form, range, text) in forms {
                if let Some(form) = self.form(&key, &form, range)
                    && let Some(text) = self.text(&key, text, start)
                {
                    message.forms.push((form, text));
                }
            }
            if message.forms.iter().any(|(form, _)| *form == "other") {
                found.insert(key, message);
            } else if value.get_ref().is_table() {
                self.report(
                    Code::MissingKey,
                    format!("`{key}` lacks the form `other`"),
                    place(name.span()),
                    None,
                );
            }
        }
    }

    /// Whether a table is a message in several forms, and not a part of the file.
    fn is_message(&self, key: &str, table: &DeTable<'_>) -> bool {
        self.known.contains_key(key) || table.contains_key("other")
    }

    fn is_unknown(&mut self, key: &str, range: Range<usize>) -> bool {
        let is_known = self.known.is_empty() || self.known.contains_key(key) || key.starts_with(OWN);
        if !is_known {
            let near = did_you_mean(key, self.known.keys().map(String::as_str));
            let help = near.unwrap_or_else(|| "messages of your own go under `[extra]`".to_owned());
            self.report(Code::UnknownKey, format!("the theme has no message `{key}`"), range, Some(help));
        }
        !is_known
    }

    /// The name of a plural form, if it is one of the language.
    fn form(&mut self, key: &str, name: &str, range: Range<usize>) -> Option<&'static str> {
        let known = self.plurals.names();
        // A message that does not go with any number has one form in every language.
        let form = CATEGORIES.iter().map(|(known, _)| *known).find(|known| *known == name);
        let form = form.filter(|form| *form == "other" || known.contains(form));
        if form.is_none() {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            let help = format!("forms of this language, by the Unicode CLDR: {}", known.join(", "));
            self.report(
                Code::UnknownKey,
                format!("`{name}` is no plural form of `{key}`"),
                range,
                Some(help),
            );
        }
        form
    }

    fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>, start: usize) -> Option<Text> {
        let range = value.span().start + start..value.span().end + start;
        let DeValue::String(written) = value.get_ref() else {
            self.wrong_type(key, range);
            return None;
        };
        let text = match Text::parse(written) {
            Ok(text) => text,
            Err(wrong) => {
                self.report(Code::InvalidValue, format!("`{key}` cannot be read: {wrong}"), range, None);
                return None;
            }
        };
        let Some(measure) = self.known.get(key).filter(|_| !key.starts_with(OWN)) else {
            return Some(text);
        };
        let slots = measure.slots();
        if let Some(unknown) = text.slots().find(|slot| !slots.contains(slot)) {
            let names: Vec<String> = slots.iter().map(|slot| format!("`{{{slot}}}`")).collect();
            let help =
                did_you_mean(unknown, slots.iter().copied()).unwrap_or_else(|| match names.as_slice() {
                    [] => "this message has none".to_owned(),
                    names => format!("known here: {}", names.join(", ")),
                });
            let message = format!("`{key}` has no placeholder `{{{unknown}}}`");
            self.report(Code::InvalidValue, message, range, Some(help));
            return None;
        }
        if text.has_link() != measure.has_link() {
            let message = match measure.has_link() {
                true => format!("`{key}` lacks its link"),
                false => format!("`{key}` has no link"),
            };
            let help = "words in square brackets are a link, exactly where English has one";
            self.report(Code::InvalidValue, message, range, Some(help.to_owned()));
            return None;
        }
        Some(text)
    }

    fn wrong_type(&mut self, key: &str, range: Range<usize>) {
        let name = key.rsplit('.').next().unwrap_or(key);
        let help = format!("for example `{name} = \"...\"`");
        self.report(Code::WrongType, format!("`{key}` must be a text in quotes"), range, Some(help));
    }

    fn report(&mut self, code: Code, message: String, range: Range<usize>, help: Option<String>) {
        let error = Diagnostic::error(code, message).at(Span::new(self.source, range));
        self.diagnostics.push(error.maybe_help(help));
    }
}
