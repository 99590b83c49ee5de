//! Plain words as Markdown that says exactly these words: what would be read as
//! markup gets a backslash.

/// Words that stand inside a block.
pub fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut previous = None;
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let next = rest.clone().next();
        let is_markup = match character {
            '\\' | '`' | '*' | '[' | ']' | '~' => true,
            '_' => !(previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => is_entity(rest.as_str()),
            // Two of them would become a dash.
            '-' => previous == Some('-') || next == Some('-'),
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(character);
        previous = Some(character);
    }
    escaped
}

/// Words that begin a paragraph or list item.
pub fn block(text: &str) -> String {
    let escaped = inline(text.trim());
    let after = |count: usize| escaped.as_bytes().get(count).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    let at = match escaped.as_bytes().first() {
        Some(b'>' | b'#' | b'=') => Some(0),
        Some(b'+' | b'-' | b':') if after(1) => Some(0),
        Some(b'0'..=b'9') => {
            let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
            (matches!(escaped.as_bytes().get(digits), Some(b'.' | b')')) && after(digits + 1))
                .then_some(digits)
        }
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", &escaped[..at], &escaped[at..]),
        None => escaped,
    }
}

/// Words of a heading, to stand after its number signs.
pub fn heading(text: &str) -> String {
    without_attributes(&inline(text.trim()).replace('#', "\\#"))
}

/// A heading whose last words are no attributes. A backslash does not help there.
pub fn without_attributes(markdown: &str) -> String {
    if markdown.ends_with('}') { markdown.replace('{', "&#123;") } else { markdown.to_owned() }
}

/// Whether `&` before `rest` begins the name of a character.
pub fn is_entity(rest: &str) -> bool {
    let name = rest.trim_start_matches('#');
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name.as_bytes().get(length) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// What a reader of the Markdown reads, if it is a single paragraph or
    /// heading without anything in it but words.
    fn read(markdown: &str) -> Option<String> {
        let mut words = String::new();
        let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION - Options::ENABLE_MATH;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::Start(Tag::Paragraph | Tag::Heading { .. }) | Event::End(_) => {}
                _ => return None,
            }
        }
        Some(words)
    }

    #[test]
    fn markup_is_escaped_and_ordinary_words_are_left_alone() {
        for text in ["snake_case and C#, 3.5 % of R&D: a < b - c", "\"Quoted\" (1)"] {
            assert_eq!(block(text), text);
        }
        assert_eq!(block("# no heading"), "\\# no heading");
        assert_eq!(block("1. no item"), "1\\. no item");
        assert_eq!(block("run `x --all` on *"), "run \\`x \\-\\-all\\` on \\*");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_are_read_back_as_they_were(text in "[-#>+*_`~\\[\\]{}()<&;:=|!\\\\0-9a-c. ]{1,24}") {
            let words: Vec<&str> = text.split_whitespace().collect();
            let text = words.join(" ");
            prop_assume!(!text.is_empty());
            prop_assert_eq!(read(&block(&text)), Some(text.clone()), "{}", block(&text));
            let marked = format!("## {}", heading(&text));
            prop_assert_eq!(read(&marked), Some(text), "{}", marked);
        }
    }
}
