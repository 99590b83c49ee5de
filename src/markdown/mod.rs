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
use std::ops::Range;

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

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

/// What `parser` finds in `text`, piece by piece and with its place. Signs that nothing can show
/// have become U+FFFD, as CommonMark has it for one of them (2.3, "Insecure characters").
fn events<'a, F: BrokenLinkCallback<'a>>(
    text: &'a str,
    parser: Parser<'a, F>,
) -> impl Iterator<Item = (Event<'a>, Range<usize>)> {
    // `&#1;` is such a sign too.
    let is_sound = !text.contains("&#") && are_shown(text);
    parser.into_offset_iter().map(move |(event, range)| (if is_sound { event } else { marked(event) }, range))
}

/// Whether a page and a feed can hold a character. Neither HTML nor XML has a place for control
/// characters but those that part words and lines, nor for U+FFFE and U+FFFF (XML 1.0, 2.2, "Char").
pub fn can_be_shown(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t')
        || !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// Whether all characters of a text can be shown. Most texts have none of the bytes that are part
/// of one that cannot.
pub fn are_shown(text: &str) -> bool {
    // C1 controls begin with 0xc2, U+FFFE and U+FFFF with 0xef.
    let is_sign = |byte: u8| (byte >= b' ') & (byte != 0x7f) & (byte != 0xc2) & (byte != 0xef);
    let is_sure = |byte: u8| is_sign(byte) | (byte == b'\n') | (byte == b'\r') | (byte == b'\t');
    // Without a way out before the end, many bytes are looked at in one step.
    text.bytes().fold(true, |all, byte| all & is_sure(byte)) || text.chars().all(can_be_shown)
}

fn marked<'a>(event: Event<'a>) -> Event<'a> {
    let marked = |text: CowStr<'a>| match are_shown(&text) {
        true => text,
        false => text.replace(|sign| !can_be_shown(sign), "\u{fffd}").into(),
    };
    match event {
        Event::Text(text) => Event::Text(marked(text)),
        Event::Code(code) => Event::Code(marked(code)),
        Event::Html(html) => Event::Html(marked(html)),
        Event::InlineHtml(html) => Event::InlineHtml(marked(html)),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(marked(language))))
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: marked(dest_url), title: marked(title), id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: marked(dest_url), title: marked(title), id })
        }
        Event::Start(Tag::Heading { level, id, classes, attrs }) => Event::Start(Tag::Heading {
            level,
            id: id.map(marked),
            classes: classes.into_iter().map(marked).collect(),
            attrs: attrs.into_iter().map(|(name, value)| (marked(name), value.map(marked))).collect(),
        }),
        other => other,
    }
}

/// `text` with the five characters escaped that HTML text and attributes mind.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_look_at_a_text_sees_what_the_long_one_does() {
        for sign in (0..=0x10_ffff).filter_map(char::from_u32) {
            assert_eq!(are_shown(&format!("a{sign}")), can_be_shown(sign), "{:x}", u32::from(sign));
        }
    }
}
