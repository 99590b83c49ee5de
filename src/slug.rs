//! Slugs: the names that authors' words get in URLs, file names and anchors.
//! It never looks at anything but the text that it is given.

use std::fmt;
use std::sync::Arc;

use deunicode::deunicode_char;
use serde::Serialize;

use crate::names::composed;

/// A name of lower-case ASCII letters and digits with single hyphens between
/// them, never empty. Two skills are the same skill exactly if their slugs are
/// equal, so signs that tell names apart are spelled out: `C`, `C++`, `C#`,
/// `.NET` and `CI/CD` become `c`, `c-plus-plus`, `c-sharp`, `dot-net`, `ci-cd`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(Arc<str>);

impl Slug {
    /// The slug of `text`, whatever form of Unicode it is in. Accents are dropped, other
    /// scripts transliterated;
    /// a text of nothing but signs is named by its code points (`!!!` is
    /// `u21-u21-u21`), so that no text is without a slug.
    pub fn of(text: &str) -> Self {
        Self::of_plain(text).unwrap_or_else(|| Self::of_any(text))
    }

    /// The slug of a text of nothing but ASCII letters and digits with single spaces or
    /// hyphens between them, as most are.
    fn of_plain(text: &str) -> Option<Self> {
        let mut slug = String::with_capacity(text.len());
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z' => slug.push(char::from(byte.to_ascii_lowercase())),
                b' ' | b'-' if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                _ => return None,
            }
        }
        (!slug.is_empty() && !slug.ends_with('-')).then(|| Self(slug.into()))
    }

    fn of_any(text: &str) -> Self {
        let mut slug = String::with_capacity(text.len());
        let mut previous = None;
        // Some systems give names of files with each accent as a sign of its own.
        let text = composed(text.trim());
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                'a'..='z' | '0'..='9' => slug.push(character),
                'A'..='Z' => slug.push(character.to_ascii_lowercase()),
                '+' if previous.is_some_and(is_word) || previous == Some('+') => word(&mut slug, "plus"),
                '#' if previous.is_some_and(is_word) => word(&mut slug, "sharp"),
                '&' => word(&mut slug, "and"),
                '.' if !previous.is_some_and(is_word) && characters.peek().copied().is_some_and(is_word) => {
                    word(&mut slug, "dot");
                }
                '\'' | '\u{2019}' => {}
                _ if character.is_alphanumeric() => {
                    let ascii = deunicode_char(character).unwrap_or("").trim();
                    slug.extend(
                        ascii
                            .chars()
                            .filter(char::is_ascii_alphanumeric)
                            .map(|letter| letter.to_ascii_lowercase()),
                    );
                }
                _ => hyphen(&mut slug),
            }
            previous = Some(character);
        }
        while slug.ends_with('-') {
            slug.pop();
        }
        if slug.is_empty() {
            let points: Vec<String> =
                text.chars().map(|character| format!("u{:x}", u32::from(character))).collect();
            slug = if points.is_empty() { "unnamed".to_owned() } else { points.join("-") };
        }
        Self(slug.into())
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
}

fn hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// Adds a spelled-out sign as a word of its own.
fn word(slug: &mut String, spelled: &str) {
    hyphen(slug);
    slug.push_str(spelled);
    slug.push('-');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, slug: &str) {
        assert_eq!(Slug::of(text).as_str(), slug);
    }

    #[test]
    fn names_that_differ_by_signs_alone_stay_apart() {
        check("C", "c");
        check("C++", "c-plus-plus");
        check("C#", "c-sharp");
        check(".NET", "dot-net");
        check("NET", "net");
        check("ASP.NET", "asp-net");
        check("CI/CD", "ci-cd");
        check("CICD", "cicd");
        check("R&D", "r-and-d");
    }

    #[test]
    fn words_become_hyphenated_ascii() {
        check("Infrastructure Engineer", "infrastructure-engineer");
        check("  What's in it, for you?  ", "whats-in-it-for-you");
        check("Café Über", "cafe-uber");
        check("Re\u{301}sume\u{301}", "resume");
        check("Node.js", "node-js");
        check("TCP/IP", "tcp-ip");
        check("Platform / DevOps / Infrastructure", "platform-devops-infrastructure");
    }

    #[test]
    fn plain_names_are_spelled_as_all_others() {
        for text in ["Team Lead", "a-b", "x 1", "SQL", "a", " a", "a ", "a  b", "a- b", "-", " ", "a.b"] {
            assert_eq!(Slug::of(text), Slug::of_any(text), "{text}");
        }
    }

    #[test]
    fn nothing_is_without_a_slug() {
        check("!!!", "u21-u21-u21");
        check("", "unnamed");
        check("+", "u2b");
        assert!(!Slug::of("日本語").as_str().is_empty());
    }

    #[test]
    fn slugs_of_slugs_are_themselves() {
        for text in ["C++", ".NET", "Node.js", "!!!", "Été", "a--b"] {
            let slug = Slug::of(text);
            assert_eq!(Slug::of(slug.as_str()), slug, "{text}");
        }
    }
}
