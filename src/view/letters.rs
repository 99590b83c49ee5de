//! Lists from A to Z, and what stands in the place of A to Z in other scripts.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::slug::Slug;
use crate::words::Words;

/// What begins with one letter.
#[derive(Serialize)]
pub struct Letter<T> {
    /// The letter, or `#` for what begins with none.
    letter: String,
    /// Its anchor.
    id: String,
    /// What begins with it.
    entries: Vec<T>,
}

/// What a name begins with, in the order in which it stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Initial {
    /// A digit, or what has a digit for its slug.
    Digit,
    /// A letter of an alphabet: a Latin one without its accent.
    Letter(char),
    /// A row of the kana: か, ガ, き and ゴ stand under か.
    Kana(char),
    /// A Chinese character, which does not say how it is read.
    Han,
}

/// Entries by the first letters of their names. A Latin one is that of the slug: `.NET`
/// stands under D, `Éclair` under E. Within a letter entries keep their order.
pub fn by_letter<'s, T>(
    words: &Words,
    entries: impl Iterator<Item = (&'s str, &'s Slug, T)>,
) -> Vec<Letter<T>> {
    let mut letters: BTreeMap<Initial, Vec<T>> = BTreeMap::new();
    for (name, slug, entry) in entries {
        letters.entry(initial(name, slug)).or_default().push(entry);
    }
    let letter = |(first, entries): (Initial, Vec<T>)| {
        let (letter, id) = match first {
            Initial::Digit => (words.text("letters.digits"), "_digits".to_owned()),
            Initial::Han => (words.text("letters.han"), "_han".to_owned()),
            Initial::Letter(first) if first.is_ascii() => {
                (first.to_ascii_uppercase().to_string(), format!("_{first}"))
            }
            Initial::Letter(first) | Initial::Kana(first) => {
                (first.to_uppercase().to_string(), format!("_u{:x}", u32::from(first)))
            }
        };
        Letter { letter, id, entries }
    };
    letters.into_iter().map(letter).collect()
}

fn initial(name: &str, slug: &Slug) -> Initial {
    match name.chars().find(|sign| sign.is_alphabetic() || sign.is_ascii_digit()) {
        Some(first) if is_han(first) => Initial::Han,
        Some(first) if ('ぁ'..='ヺ').contains(&first) => Initial::Kana(row(first)),
        // Greek comes first of what is not Latin, but for Latin letters with two accents.
        Some(first) if first >= '\u{370}' && !('\u{1e00}'..='\u{1eff}').contains(&first) => {
            Initial::Letter(first.to_lowercase().next().unwrap_or(first))
        }
        _ => match slug.as_str().chars().next().filter(char::is_ascii_alphabetic) {
            Some(first) => Initial::Letter(first),
            None => Initial::Digit,
        },
    }
}

fn is_han(sign: char) -> bool {
    matches!(
        sign,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}'
    )
}

/// Where each row of the kana begins, in the order of Unicode, and its first kana.
const ROWS: [(char, char); 10] = [
    ('ぁ', 'あ'),
    ('か', 'か'),
    ('さ', 'さ'),
    ('た', 'た'),
    ('な', 'な'),
    ('は', 'は'),
    ('ま', 'ま'),
    ('ゃ', 'や'),
    ('ら', 'ら'),
    ('ゎ', 'わ'),
];

/// The first kana of the row that a kana belongs to.
fn row(kana: char) -> char {
    let hiragana = match kana {
        'ヴ' | 'ゔ' => 'う',
        // Katakana have the order of the hiragana, 0x60 further on.
        'ァ'..='ヶ' => char::from_u32(u32::from(kana) - 0x60).unwrap_or(kana),
        _ => kana,
    };
    ROWS.iter().rev().find(|(start, _)| *start <= hiragana).map_or('あ', |(_, first)| *first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_readers_look_for_them() {
        let check = |name: &str, expected: Initial| {
            assert_eq!(initial(name, &Slug::of(name)), expected, "{name}");
        };
        check("Cook", Initial::Letter('c'));
        check(".NET", Initial::Letter('d'));
        check("Éclair", Initial::Letter('e'));
        check("3D Artist", Initial::Digit);
        check("Повар", Initial::Letter('п'));
        check("ガラス職人", Initial::Kana('か'));
        check("すし職人", Initial::Kana('さ'));
        check("ヴァイオリン奏者", Initial::Kana('あ'));
        check("料理人", Initial::Han);
        check("!!!", Initial::Letter('u'));
    }
}
