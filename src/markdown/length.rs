//! How much there is to read in a text, and how long that takes. It knows no Markdown.

use unicode_segmentation::UnicodeSegmentation;

/// How much there is to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Words, by Unicode word boundaries (UAX 29), of scripts that have spaces
    /// between words.
    pub words: usize,
    /// Characters of Chinese, Japanese and Thai.
    pub characters: usize,
}

impl Length {
    /// The length of `text`.
    pub fn of(text: &str) -> Self {
        let mut length = Self::default();
        let mut rest = text;
        // No word goes over a space or the end of a line, and most of what stands
        // between two of them needs no table of Unicode's to be one word.
        while !rest.is_empty() {
            let letters = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
            let mark = usize::from(matches!(
                rest.as_bytes().get(letters),
                Some(b'.' | b',' | b';' | b':' | b'?' | b'!')
            ));
            let end = match rest.as_bytes().get(letters + mark) {
                None | Some(b' ' | b'\n') if letters > 0 => {
                    length.words += 1;
                    letters + mark
                }
                _ => {
                    let end = rest.find([' ', '\n']).unwrap_or(rest.len());
                    length.add(&rest[..end]);
                    end
                }
            };
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        length
    }

    fn add(&mut self, text: &str) {
        for word in text.unicode_words() {
            let characters = word.chars().filter(|character| is_unspaced(*character)).count();
            if characters > 0 {
                self.characters += characters;
            } else {
                self.words += 1;
            }
        }
    }

    /// Whole minutes, rounded up, at least one.
    pub fn minutes(self, words_per_minute: usize, characters_per_minute: usize) -> usize {
        // In units of one minute over the product of both rates, so that the
        // sum is exact.
        let (words, characters) = (words_per_minute.max(1) as u128, characters_per_minute.max(1) as u128);
        let parts = self.words as u128 * characters + self.characters as u128 * words;
        usize::try_from(parts.div_ceil(words * characters)).unwrap_or(usize::MAX).max(1)
    }
}

/// Whether words of this character's script stand without spaces between them.
fn is_unspaced(character: char) -> bool {
    matches!(
        u32::from(character),
        0x0E00..=0x0E7F // Thai
            | 0x3005..=0x3007 // ideographic marks
            | 0x3040..=0x30FF // Hiragana, Katakana
            | 0x31F0..=0x31FF // Katakana extensions
            | 0x3400..=0x4DBF // Han
            | 0x4E00..=0x9FFF
            | 0xF900..=0xFAFF
            | 0xFF66..=0xFF9F // half-width Katakana
            | 0x20000..=0x3FFFF // Han extensions
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The length of `text` by Unicode's rules alone.
    fn by_rules(text: &str) -> Length {
        let mut length = Length::default();
        length.add(text);
        length
    }

    #[track_caller]
    fn check(text: &str) {
        assert_eq!(Length::of(text), by_rules(text), "{text:?}");
    }

    #[test]
    fn words_are_counted_as_unicode_has_them() {
        check("One, two: three! can't e.g. 3.5 half-day a_b C++ .NET x");
        check("two  spaces\nand\r\nlines \u{a0} café \u{301}a \u{200d}b c\u{301} \u{1f468}\u{200d}\u{1f469}");
        check("日本語の 言葉 ภาษาไทย и слова. Ends. .");
    }

    proptest! {
        #[test]
        fn any_text_is_as_long_as_unicode_has_it(text in "([a-zA-Z.,:;!? \\n\\r'_-]|[0-9]|\\PC|\u{301}|\u{200d}){0,60}") {
            check(&text);
        }
    }
}
