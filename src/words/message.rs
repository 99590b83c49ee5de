//! One message: words with slots for what is different each time, in the plural
//! forms that its language has. Names of slots stand in braces, words that are a link
//! in square brackets, and code between backticks.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::Slot;
use super::language::{CATEGORIES, Plurals};
use super::numbers::Numbers;
use crate::markdown::{are_shown, escape};

/// A message in all its forms.
pub struct Message {
    /// By the name of the form, of which `other` is always there.
    pub forms: Vec<(&'static str, Text)>,
    /// The plurals of the language that it is in, which need not be the site's.
    pub plurals: Arc<Plurals>,
}

/// A message in one form.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Piece>);

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// As written, and with what HTML minds escaped.
    Words {
        plain: String,
        html: String,
    },
    Slot(String),
    LinkStart,
    LinkEnd,
    Code(String),
}

/// How a message is to be said.
pub struct Saying<'a, 's> {
    /// What stands in the slots.
    pub slot: &'a dyn Fn(&str) -> Option<Slot<'s>>,
    /// How numbers are written.
    pub numbers: &'a Numbers,
    /// Whether as HTML.
    pub as_html: bool,
}

impl Message {
    /// Writes it; the first slot that nobody fills comes back, by its name.
    pub fn write<'m>(&'m self, saying: &Saying<'_, '_>, out: &mut String) -> Result<(), &'m str> {
        let form = match (saying.slot)("count") {
            Some(Slot::Count(count)) if self.forms.len() > 1 => self.plurals.form(count),
            _ => icu_plurals::PluralCategory::Other,
        };
        let name = CATEGORIES.iter().find(|(_, known)| *known == form).map_or("other", |(name, _)| *name);
        let find = |name: &str| self.forms.iter().find(|(known, _)| *known == name).map(|(_, text)| text);
        find(name).or_else(|| find("other")).map_or(Ok(()), |text| text.write(saying, out))
    }

    /// The names of the slots in any of its forms.
    pub fn slots(&self) -> BTreeSet<&str> {
        let own = self.forms.iter().flat_map(|(_, text)| text.slots());
        own.chain((self.forms.len() > 1).then_some("count")).collect()
    }

    /// Whether some of its words are a link.
    pub fn has_link(&self) -> bool {
        self.forms.iter().any(|(_, text)| text.has_link())
    }

    /// It as its file has it: a text, or texts by form.
    pub fn written(&self) -> Value {
        match self.forms.as_slice() {
            [(_, only)] => Value::String(only.written()),
            forms => {
                let forms = forms.iter().map(|(name, text)| ((*name).to_owned(), text.written().into()));
                Value::Object(forms.collect())
            }
        }
    }
}

impl Text {
    /// Reads a text; what is wrong with it comes back as a sentence.
    pub fn parse(written: &str) -> Result<Self, String> {
        if !are_shown(written) {
            return Err("it holds a control character".to_owned());
        }
        let mut pieces = Vec::new();
        let mut in_link = false;
        let mut rest = written;
        while let Some(at) = rest.find(['{', '}', '[', ']', '`']) {
            let (words, sign) = rest.split_at(at);
            pieces.extend(Piece::words(words));
            rest = &sign[1..];
            let mut until = |end: char| {
                let (inner, after) = rest.split_once(end)?;
                rest = after;
                Some(inner.to_owned())
            };
            match &sign[..1] {
                "{" => {
                    let is_name = |name: &String| {
                        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                    };
                    let name = until('}').filter(is_name);
                    pieces.push(Piece::Slot(name.ok_or("a name in lower case stands between `{` and `}`")?));
                }
                "`" => pieces.push(Piece::Code(until('`').ok_or("a backtick has no second one")?)),
                "[" if !in_link => {
                    in_link = true;
                    pieces.push(Piece::LinkStart);
                }
                "]" if in_link => {
                    in_link = false;
                    pieces.push(Piece::LinkEnd);
                }
                other => return Err(format!("`{other}` has no counterpart")),
            }
        }
        pieces.extend(Piece::words(rest));
        let links = pieces.iter().filter(|piece| **piece == Piece::LinkStart).count();
        match (in_link, links) {
            (true, _) => Err("`[` has no counterpart".to_owned()),
            (false, 0 | 1) => Ok(Self(pieces)),
            _ => Err("a message has one link at most".to_owned()),
        }
    }

    fn write<'m>(&'m self, saying: &Saying<'_, '_>, out: &mut String) -> Result<(), &'m str> {
        for piece in &self.0 {
            match piece {
                Piece::Words { html, .. } if saying.as_html => out.push_str(html),
                Piece::Words { plain, .. } => out.push_str(plain),
                Piece::Slot(name) => match (saying.slot)(name).ok_or(name.as_str())? {
                    Slot::Count(count) => out.push_str(&saying.numbers.grouped(count as u64)),
                    Slot::Text(text) if saying.as_html => out.push_str(&escape(text)),
                    Slot::Text(text) | Slot::Html(text) => out.push_str(text),
                },
                Piece::Code(code) if saying.as_html => {
                    out.push_str("<code>");
                    out.push_str(&escape(code));
                    out.push_str("</code>");
                }
                Piece::Code(code) => out.push_str(code),
                Piece::LinkStart if saying.as_html => match (saying.slot)("href").ok_or("href")? {
                    Slot::Text(href) | Slot::Html(href) => {
                        out.push_str("<a href=\"");
                        out.push_str(&escape(href));
                        out.push_str("\">");
                    }
                    Slot::Count(_) => return Err("href"),
                },
                Piece::LinkEnd if saying.as_html => out.push_str("</a>"),
                Piece::LinkStart | Piece::LinkEnd => {}
            }
        }
        Ok(())
    }

    /// The names of its slots.
    pub fn slots(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Slot(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether some of its words are a link.
    pub fn has_link(&self) -> bool {
        self.0.contains(&Piece::LinkStart)
    }

    fn written(&self) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Words { plain, .. } => plain.clone(),
            Piece::Slot(name) => format!("{{{name}}}"),
            Piece::Code(code) => format!("`{code}`"),
            Piece::LinkStart => "[".to_owned(),
            Piece::LinkEnd => "]".to_owned(),
        });
        pieces.collect()
    }
}

impl Piece {
    fn words(plain: &str) -> Option<Self> {
        (!plain.is_empty()).then(|| Self::Words { plain: plain.to_owned(), html: escape(plain).into_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(written: &str, slots: &[(&str, Slot<'_>)], as_html: bool) -> Result<String, String> {
        let text = Text::parse(written)?;
        assert_eq!(text.written(), written);
        let numbers = Numbers::by_example("1,000", "10,000", "0.5")?;
        let slot = |name: &str| slots.iter().find(|(known, _)| *known == name).map(|(_, slot)| *slot);
        let mut out = String::new();
        let done = text.write(&Saying { slot: &slot, numbers: &numbers, as_html }, &mut out);
        done.map_err(str::to_owned)?;
        Ok(out)
    }

    #[test]
    fn slots_are_filled_and_escaped_where_html_is_made() {
        let slots =
            [("role", Slot::Text("R&D <Lead>")), ("count", 12_500.into()), ("marked", Slot::Html("<b>"))];
        let check = |written: &str, plain: &str, html: &str| {
            assert_eq!(said(written, &slots, false).as_deref(), Ok(plain));
            assert_eq!(said(written, &slots, true).as_deref(), Ok(html));
        };
        check("{count} for {role}", "12,500 for R&D <Lead>", "12,500 for R&amp;D &lt;Lead&gt;");
        check("Q&A {marked}", "Q&A <b>", "Q&amp;A <b>");
        check("`a<b`, as is", "a<b, as is", "<code>a&lt;b</code>, as is");
        check("", "", "");
    }

    #[test]
    fn words_in_brackets_are_a_link() {
        let slots = [("href", Slot::Text("a?b&c"))];
        assert_eq!(
            said("See [the list].", &slots, true).as_deref(),
            Ok("See <a href=\"a?b&amp;c\">the list</a>.")
        );
        assert_eq!(said("See [the list].", &[], false).as_deref(), Ok("See the list."));
        assert_eq!(said("See [the list].", &[], true), Err("href".to_owned()));
        assert_eq!(said("{role}", &[], true), Err("role".to_owned()));
    }

    #[test]
    fn what_does_not_come_in_pairs_is_told() {
        for written in ["{", "}", "{}", "{Count}", "{a b}", "[", "]", "[[a]]", "[a] [b]", "`", "a { b [ c"] {
            assert!(Text::parse(written).is_err(), "{written}");
        }
    }
}
