//! Reads TOML tables as forms: typed values with their places, and every
//! mistake at once. The keys that a reader asks for are the keys that exist, so
//! a list of known keys cannot fall behind; [`describe`] gives it. It knows no key
//! by itself.

pub mod asked;

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::address;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::markdown::are_shown;
use crate::source::{Source, SourcePath, Span};
use asked::{Asked, Need, Shape};

/// Mistakes in the TOML of a file that are told, at most: most that follow are of the first.
const MOST_ERRORS: usize = 100;

/// Entries of a list of texts, at most.
pub const MOST: usize = 1_000;

/// A value and where it was written, in bytes from the start of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub range: Range<usize>,
}

/// A stretch of TOML in a file, and what was found wrong in it.
pub struct Reader<'a> {
    source: &'a Arc<Source>,
    /// Offset of the TOML in its file.
    base: usize,
    /// What is read where it is asked what would be read: nothing. A reader that is asked
    /// itself has none.
    blank: Option<Box<(Self, DeTable<'a>)>>,
    diagnostics: RefCell<Diagnostics>,
}

impl Reader<'_> {
    /// Of what stands at `base` and behind it in `source`; with no `blank` it describes.
    fn new<'a>(
        source: &'a Arc<Source>,
        base: usize,
        blank: Option<Box<(Reader<'a>, DeTable<'a>)>>,
    ) -> Reader<'a> {
        Reader { source, base, blank, diagnostics: RefCell::default() }
    }
}

/// One table of it.
pub struct Form<'r, 'a> {
    reader: &'r Reader<'a>,
    table: &'r DeTable<'a>,
    range: Range<usize>,
    name: &'static str,
    asked: RefCell<Vec<Asked>>,
    missing: RefCell<Vec<&'static str>>,
}

type Value<'a> = Spanned<DeValue<'a>>;

/// Parses the TOML at `range` of `source` and has `read` take it apart.
/// Returns nothing where the text is no TOML at all: every error in it is then
/// among the diagnostics, and none that follows from it.
pub fn read<T>(
    source: &Arc<Source>,
    text: &str,
    range: Range<usize>,
    read: impl FnOnce(&Form<'_, '_>) -> T,
) -> (Option<T>, Diagnostics) {
    let table = match parse(source, text, range.clone()) {
        Ok(table) => table,
        Err(errors) => return (None, errors),
    };
    let blank = Box::new((Reader::new(source, 0, None), DeTable::new()));
    let reader = Reader::new(source, range.start, Some(blank));
    let form = Form::new(&reader, table.get_ref(), range.start..range.start, "");
    let value = read(&form);
    form.finish();
    (Some(value), reader.diagnostics.into_inner())
}

/// Parses the TOML at `range` of `source`. Places in the table are counted from the
/// start of the range. What is no TOML gives every error in it.
pub fn parse<'t>(
    source: &Arc<Source>,
    text: &'t str,
    range: Range<usize>,
) -> Result<Spanned<DeTable<'t>>, Diagnostics> {
    let (table, errors) = DeTable::parse_recoverable(&text[range.clone()]);
    if errors.is_empty() {
        return Ok(table);
    }
    let diagnostics = errors.into_iter().take(MOST_ERRORS).map(|error| {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim().replace('\n', ", ");
        Diagnostic::error(Code::InvalidToml, format!("this is not valid TOML: {message}"))
            .at(Span::new(source, span.start + range.start..span.end + range.start))
            .help("texts stand in double quotes, lists in square brackets, dates without quotes")
    });
    Err(diagnostics.collect())
}

/// What `read` asks for: the keys that it knows, in its order.
pub fn describe<T>(read: impl FnOnce(&Form<'_, '_>) -> T) -> Vec<Asked> {
    let source = Arc::new(Source::new(SourcePath::new("none"), Vec::new()));
    let reader = Reader::new(&source, 0, None);
    Form::new(&reader, &DeTable::new(), 0..0, "").described(read)
}

impl<'r, 'a> Form<'r, 'a> {
    fn new(reader: &'r Reader<'a>, table: &'r DeTable<'a>, range: Range<usize>, name: &'static str) -> Self {
        Self { reader, table, range, name, asked: RefCell::default(), missing: RefCell::default() }
    }

    /// The span of `range`, for diagnostics of the caller's own.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.reader.source, range)
    }

    /// Adds a diagnostic of the caller's own.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.reader.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Where the table stands: its brackets or braces, or the start of a file.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// A text that may be absent.
    pub fn text(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.value(key, Shape::Text)?;
        self.as_text(key, value)
    }

    /// The full address of `what`, on the web, that may be absent. One that is none is
    /// reported, with an example.
    pub fn address(&self, key: &'static str, what: &str, example: &str) -> Option<Located<String>> {
        let address = self.text(key)?;
        let rest = address.value.strip_prefix("https://").or_else(|| address.value.strip_prefix("http://"));
        let is_sound = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace));
        if !is_sound {
            self.report(
                Diagnostic::error(Code::InvalidValue, format!("`{key}` must be the full address of {what}"))
                    .at(self.span(address.range.clone()))
                    .help(format!("for example `{example}`")),
            );
        }
        let value = address::encoded(&address.value);
        is_sound.then_some(Located { value, ..address })
    }

    /// A text that is one of the names of `choices`. `what` it is stands in reports,
    /// in the singular with its article and in the plural.
    pub fn choice<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&'static str, T)],
        what: (&str, &str),
    ) -> Option<T> {
        let names = || choices.iter().map(|(name, _)| *name);
        let value = self.value(key, Shape::Choice(names().collect()))?;
        let text = self.as_text(key, value)?;
        let known = choices.iter().find(|(name, _)| *name == text.value);
        if known.is_none() {
            let quoted: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            let (last, others) = quoted.split_last().map_or(("", &[][..]), |(last, rest)| (last, rest));
            let all = format!("{} are {} and {last}", what.1, others.join(", "));
            self.report(
                Diagnostic::error(Code::InvalidValue, format!("`{}` is not {}", text.value, what.0))
                    .at(self.span(text.range))
                    .help(did_you_mean(&text.value, names()).unwrap_or(all)),
            );
        }
        known.map(|(_, choice)| *choice)
    }

    /// Two texts of which one must be there and the other must not, which the
    /// caller checks.
    pub fn one_of(&self, keys: [&'static str; 2]) -> [Option<Located<String>>; 2] {
        for key in keys {
            self.ask(key, Shape::Text, Need::OneOf);
        }
        keys.map(|key| self.text(key))
    }

    /// A text that must be there and not blank; absent, it is reported.
    pub fn required_text(&self, key: &'static str) -> Option<Located<String>> {
        self.ask(key, Shape::Text, Need::Required);
        if self.table.get(key).is_none() {
            self.missing.borrow_mut().push(key);
            return None;
        }
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.report(
                Diagnostic::error(Code::MissingKey, format!("`{key}` is empty{}", self.within()))
                    .at(self.span(text.range))
                    .help("write at least a word between the quotes"),
            );
            return None;
        }
        Some(text)
    }

    /// A list of texts; empty where absent.
    pub fn texts(&self, key: &'static str) -> Vec<Located<String>> {
        let values = self.bounded(key, Shape::Texts);
        values.into_iter().filter_map(|value| self.as_text(key, value)).collect()
    }

    /// A list of texts and tables, each read by `text` or by `read`; empty where
    /// absent.
    pub fn entries<T>(
        &self,
        key: &'static str,
        mut text: impl FnMut(Located<String>) -> T,
        mut read: impl FnMut(&Form<'r, 'a>) -> Option<T>,
    ) -> Vec<T> {
        let shape = if self.describes() { Shape::Entries(self.described(&mut read)) } else { Shape::Texts };
        let values = self.bounded(key, shape).into_iter();
        let entries = values.filter_map(|value| match value.get_ref() {
            DeValue::Table(_) => self.subform(key, value, &mut read).flatten(),
            _ => self.as_text(key, value).map(&mut text),
        });
        entries.collect()
    }

    /// A table of texts by names. `shape` says which names and texts there may be;
    /// whoever asks judges both. Empty where absent.
    pub fn named_texts(&self, key: &'static str, shape: Shape) -> Vec<(Located<String>, Located<String>)> {
        let Some(value) = self.value(key, shape) else {
            return Vec::new();
        };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, value, "a table");
            return Vec::new();
        };
        let named = table.iter().filter_map(|(name, value)| {
            let span = name.span();
            let range = span.start + self.reader.base..span.end + self.reader.base;
            let name = Located { value: name.get_ref().to_string(), range };
            let text = self.as_text(&name.value, value)?;
            Some((name, text))
        });
        named.collect()
    }

    /// A list that nobody writes longer by hand. What is made of lists is often made
    /// for each pair of their entries.
    fn bounded(&self, key: &'static str, shape: Shape) -> Vec<&'r Value<'a>> {
        let mut values = self.values(key, shape);
        if let Some(first) = values.get(MOST) {
            let message = format!("`{key}` has {} entries, and at most {MOST} can stand there", values.len());
            self.report(Diagnostic::error(Code::InvalidValue, message).at(self.span(self.range_of(first))));
            values.truncate(MOST);
        }
        values
    }

    /// A list of values of any type; empty where absent.
    fn values(&self, key: &'static str, shape: Shape) -> Vec<&'r Value<'a>> {
        let Some(value) = self.value(key, shape) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(values) => values.iter().collect(),
            _ => {
                self.wrong_type(key, value, "a list in square brackets");
                Vec::new()
            }
        }
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key, Shape::Flag)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => {
                self.wrong_type(key, value, "`true` or `false`");
                None
            }
        }
    }

    /// A whole number of at least `least`.
    pub fn number(&self, key: &'static str, least: i64) -> Option<i64> {
        let value = self.value(key, Shape::Number(least))?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(key, value, "a whole number");
            return None;
        };
        match i64::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(number) if number >= least => Some(number),
            _ => {
                self.report(
                    Diagnostic::error(
                        Code::InvalidValue,
                        format!("`{key}` must be a whole number of at least {least}"),
                    )
                    .at(self.span(self.range_of(value))),
                );
                None
            }
        }
    }

    /// A date of the calendar.
    pub fn date(&self, key: &'static str) -> Option<Located<Date>> {
        let value = self.value(key, Shape::Date)?;
        let range = self.range_of(value);
        let DeValue::Datetime(datetime) = value.get_ref() else {
            self.wrong_type(key, value, "a date without quotes");
            return None;
        };
        let date = datetime.date.filter(|_| datetime.time.is_none()).and_then(|date| {
            Date::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok()
        });
        if date.is_none() {
            self.report(
                Diagnostic::error(Code::InvalidValue, format!("`{key}` is no day of the calendar"))
                    .at(self.span(range.clone()))
                    .help("write year, month and day, and no time: `2026-01-31`"),
            );
        }
        date.map(|value| Located { value, range })
    }

    /// A date of the calendar that must be there; absent, it is reported.
    pub fn required_date(&self, key: &'static str) -> Option<Located<Date>> {
        self.ask(key, Shape::Date, Need::Required);
        if self.table.get(key).is_none() {
            self.missing.borrow_mut().push(key);
        }
        self.date(key)
    }

    /// A table that may be absent, read by `read`.
    pub fn form<T>(&self, key: &'static str, read: impl FnOnce(&Form<'r, 'a>) -> T) -> Option<T> {
        let value = self.table.get(key);
        if self.describes() || value.is_some_and(|value| !value.get_ref().is_table()) {
            self.ask(key, Shape::Form(self.described(read)), Need::Optional);
            self.wrong_type(key, value?, "a table");
            return None;
        }
        let value = self.value(key, Shape::Form(Vec::new()))?;
        self.subform(key, value, read)
    }

    /// A list of tables, each read by `read`; empty where absent.
    pub fn forms<T>(&self, key: &'static str, mut read: impl FnMut(&Form<'r, 'a>) -> T) -> Vec<T> {
        let is_sound = |value: &Value<'_>| {
            let values = value.get_ref().as_array();
            values.is_some_and(|values| values.iter().all(|value| value.get_ref().is_table()))
        };
        let is_told = self.describes() || self.table.get(key).is_some_and(|value| !is_sound(value));
        let keys = if is_told { self.described(&mut read) } else { Vec::new() };
        let values = self.values(key, Shape::Forms(keys));
        values.into_iter().filter_map(|value| self.subform(key, value, &mut read)).collect()
    }

    /// A value as a table, read by `read`.
    fn subform<T>(
        &self,
        name: &'static str,
        value: &'r Value<'a>,
        read: impl FnOnce(&Form<'r, 'a>) -> T,
    ) -> Option<T> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(name, value, "a table");
            return None;
        };
        let form = Form::new(self.reader, table, self.range_of(value), name);
        let read = read(&form);
        form.finish();
        Some(read)
    }

    /// A value as a text.
    fn as_text(&self, key: &str, value: &'r Value<'a>) -> Option<Located<String>> {
        match value.get_ref() {
            DeValue::String(text) if !are_shown(text) => {
                self.report(
                    Diagnostic::error(Code::InvalidValue, format!("`{key}` holds a control character"))
                        .at(self.span(self.range_of(value)))
                        .help("take it out; no page could show it"),
                );
                None
            }
            DeValue::String(text) => {
                Some(Located { value: text.clone().into_owned(), range: self.range_of(value) })
            }
            _ => {
                self.wrong_type(key, value, "a text in quotes");
                None
            }
        }
    }

    /// A table of the author's own, as the templates will see it.
    pub fn extra(&self, key: &'static str) -> serde_json::Value {
        match self.value(key, Shape::Own) {
            None => serde_json::Value::Object(serde_json::Map::new()),
            Some(value) if value.get_ref().is_table() => as_json(value.get_ref()),
            Some(value) => {
                self.wrong_type(key, value, "a table");
                serde_json::Value::Object(serde_json::Map::new())
            }
        }
    }

    /// Reports that `value` has the wrong type and what it should have been.
    fn wrong_type(&self, key: &str, value: &Value<'_>, expected: &str) {
        let found = value.get_ref().type_str();
        self.report(
            Diagnostic::error(Code::WrongType, format!("`{key}` must be {expected}, not {}", article(found)))
                .at(self.span(self.range_of(value)))
                .help(format!("for example `{}`", self.example(key))),
        );
    }

    /// How `key` is written. A key that nobody asked for by its name holds a text.
    fn example(&self, key: &str) -> String {
        let asked = self.asked.borrow();
        asked.iter().find(|asked| asked.key == key).map_or_else(|| format!("{key} = \"...\""), Asked::example)
    }

    fn value(&self, key: &'static str, shape: Shape) -> Option<&'r Value<'a>> {
        self.ask(key, shape, Need::Optional);
        self.table.get(key)
    }

    /// Notes that a key is asked for. What is asked first is what counts.
    fn ask(&self, key: &'static str, shape: Shape, need: Need) {
        let mut asked = self.asked.borrow_mut();
        if asked.iter().all(|known| known.key != key) {
            asked.push(Asked { key, shape, need });
        }
    }

    /// Whether nothing is read, but asked what would be.
    fn describes(&self) -> bool {
        self.reader.blank.is_none()
    }

    /// What `read` asks of a table here.
    fn described<T>(&self, read: impl FnOnce(&Form<'r, 'a>) -> T) -> Vec<Asked> {
        let blank = self.reader.blank.as_ref();
        let (reader, table) = blank.map_or((self.reader, self.table), |blank| (&blank.0, &blank.1));
        let form = Form::new(reader, table, 0..0, self.name);
        read(&form);
        form.asked.into_inner()
    }

    fn range_of(&self, value: &Value<'_>) -> Range<usize> {
        let span = value.span();
        span.start + self.reader.base..span.end + self.reader.base
    }

    fn within(&self) -> String {
        if self.name.is_empty() { String::new() } else { format!(" in `{}`", self.name) }
    }

    /// Reports keys that nobody asked for and required ones that are absent. A
    /// required key that is merely misspelt is told once.
    fn finish(&self) {
        let mut known: Vec<&str> = self.asked.borrow().iter().map(|asked| asked.key).collect();
        known.sort_unstable();
        let mut missing = self.missing.borrow().clone();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            missing.retain(|missing| did_you_mean(name, [*missing]).is_none());
            let span = key.span();
            let range = span.start + self.reader.base..span.end + self.reader.base;
            let fallback = if known.contains(&"extra") {
                "keys of your own go under `[extra]`".to_owned()
            } else {
                let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
                match known.as_slice() {
                    [] => "no keys are known here: take it out".to_owned(),
                    known => format!("known here: {}", known.join(", ")),
                }
            };
            self.report(
                Diagnostic::error(Code::UnknownKey, format!("unknown key `{name}`{}", self.within()))
                    .at(self.span(range))
                    .help(did_you_mean(name, known.iter().copied()).unwrap_or(fallback)),
            );
        }
        for key in missing {
            let example = self.example(key);
            self.report(
                Diagnostic::error(Code::MissingKey, format!("`{key}` is missing{}", self.within()))
                    .at(self.span(self.range.clone()))
                    .help(format!("add `{example}`")),
            );
        }
    }
}

fn article(type_name: &str) -> String {
    let article = if type_name.starts_with(['a', 'i']) { "an" } else { "a" };
    format!("{article} {type_name}")
}

fn as_json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        DeValue::String(text) => Json::String(text.clone().into_owned()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| Json::String(integer.as_str().to_owned()), Json::from),
        DeValue::Float(float) => float
            .as_str()
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| Json::String(float.as_str().to_owned()), Json::Number),
        DeValue::Boolean(flag) => Json::Bool(*flag),
        DeValue::Datetime(datetime) => Json::String(datetime.to_string()),
        DeValue::Array(values) => values.iter().map(|value| as_json(value.get_ref())).collect(),
        DeValue::Table(table) => Json::Object(
            table.iter().map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref()))).collect(),
        ),
    }
}
