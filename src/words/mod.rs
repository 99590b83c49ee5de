//! The words of the theme: every message that pages say by themselves, in the
//! language of the site, with its plurals, dates and numbers. It knows no page, and
//! says nothing of what authors write.

pub mod language;
pub mod message;
pub mod numbers;
pub mod read;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use jiff::civil::Date;
use serde_json::Value;

use message::{Message, Saying};
use numbers::Numbers;

/// The words of a theme in one language.
pub struct Words {
    messages: HashMap<String, Message>,
    numbers: Numbers,
}

/// What stands in a message in the place of a name in braces.
#[derive(Clone, Copy, Debug)]
pub enum Slot<'s> {
    /// A number. The one called `count` decides on the plural.
    Count(usize),
    /// Plain words.
    Text(&'s str),
    /// Words that are HTML already. Where no HTML is made, they stand as they are.
    Html(&'s str),
}

impl From<usize> for Slot<'_> {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl<'s> From<&'s str> for Slot<'s> {
    fn from(text: &'s str) -> Self {
        Self::Text(text)
    }
}

impl<'s> From<&'s String> for Slot<'s> {
    fn from(text: &'s String) -> Self {
        Self::Text(text)
    }
}

impl Words {
    /// A message without slots, as plain text.
    pub fn text(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A message as plain text: the words of links and of code stand there as words.
    /// Keys are ours, and a test holds that each has its message; any other key
    /// speaks for itself.
    pub fn say(&self, key: &str, slots: &[(&str, Slot<'_>)]) -> String {
        let slot = |name: &str| slots.iter().find(|(known, _)| *known == name).map(|(_, slot)| *slot);
        let Some(message) = self.messages.get(key) else { return key.to_owned() };
        let mut text = String::new();
        // A slot that nobody fills stays empty.
        let _ = message.write(&Saying { slot: &slot, numbers: &self.numbers, as_html: false }, &mut text);
        text
    }

    /// A message as a template asks for it, as HTML or as plain text. `href` is where
    /// its words in brackets lead. What is wrong with the question comes back as a
    /// sentence.
    pub fn answer<'s>(
        &self,
        key: &str,
        slot: &dyn Fn(&str) -> Option<Slot<'s>>,
        as_html: bool,
    ) -> Result<String, String> {
        let Some(message) = self.messages.get(key) else {
            return Err(format!("the theme has no message `{key}`"));
        };
        let mut said = String::with_capacity(64);
        message
            .write(&Saying { slot, numbers: &self.numbers, as_html }, &mut said)
            .map_err(|missing| format!("the message `{key}` needs `{missing}`"))?;
        Ok(said)
    }

    /// The messages that are the same each time, as HTML, by their keys, in any order.
    pub fn constant(&self) -> impl Iterator<Item = (&str, String)> {
        let constant = self.messages.iter().filter(|(_, it)| it.slots().is_empty() && !it.has_link());
        constant.filter_map(|(key, _)| Some((key.as_str(), self.answer(key, &|_| None, true).ok()?)))
    }

    /// A day as people write it: "21 November 2026".
    pub fn date(&self, date: Date) -> String {
        let day = match date.day() {
            1 => self.text("format.first_day"),
            day => day.to_string(),
        };
        let month = self.text(&format!("months.{}", date.month()));
        let year = date.year().to_string();
        self.say(
            "format.date",
            &[("day", (&day).into()), ("month", (&month).into()), ("year", (&year).into())],
        )
    }

    /// A whole number with its groups of digits: "12,500".
    pub fn number(&self, number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}", self.numbers.grouped(number.unsigned_abs()))
    }

    /// A number to one decimal: "1.5".
    pub fn decimal(&self, number: f64) -> String {
        self.numbers.decimal(number)
    }

    /// Several things in a row: "Linux, SQL, Python".
    pub fn list<T: AsRef<str>>(&self, things: impl IntoIterator<Item = T>) -> String {
        let between = self.text("format.list");
        let mut list = String::new();
        for (at, thing) in things.into_iter().enumerate() {
            let _ = write!(list, "{}{}", if at > 0 { between.as_str() } else { "" }, thing.as_ref());
        }
        list
    }

    /// What scripts say, as a module of JavaScript: the messages whose keys begin with
    /// `scripts.`, by the rest of their keys, each as its text or as its texts by plural
    /// form.
    pub fn module(&self) -> String {
        let own = self.messages.iter();
        let own: BTreeMap<&str, Value> = own
            .filter_map(|(key, message)| Some((key.strip_prefix("scripts.")?, message.written())))
            .collect();
        format!("export default {};\n", serde_json::json!(own))
    }
}
