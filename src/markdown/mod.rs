//! Markdown: what stands in a text (`outline`), the HTML that it becomes
//! (`render`), the Markdown that it is elsewhere (`relink`), and `words` as
//! Markdown. It knows no role and no file; whoever renders says what links and
//! images lead to.

pub mod highlight;
pub mod length;
pub mod outline;
mod raw;
pub mod relink;
mod removals;
pub mod render;
mod sanitize;
pub mod words;

use std::borrow::Cow;

use pulldown_cmark::{BrokenLink, CowStr, Options, Parser};

/// What becomes of raw HTML in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Html {
    /// It is published as it is: its authors are trusted as the owner is.
    Allow,
    /// It is shown as it is written.
    Escape,
    /// What guides need is kept, and nothing that runs.
    #[default]
    Sanitize,
}

/// CommonMark, with what authors of other tools expect beside it.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// A parser of `text` that asks `unresolved` about references without a
/// definition.
fn parser<'a, F>(text: &'a str, unresolved: F) -> Parser<'a, F>
where
    F: FnMut(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>,
{
    Parser::new_with_broken_link_callback(text, options(), Some(unresolved))
}

/// `text` with the five characters escaped that HTML text and attributes mind.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

/// Comments are for authors; they never reach a page.
pub(crate) fn without_comments(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    kept.push_str(rest);
    kept
}
