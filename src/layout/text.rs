//! How wide words are, before any browser has drawn them. It knows no font file
//! and never looks at where the words will stand.

use unicode_segmentation::UnicodeSegmentation;

/// Size of all text in a drawing, in units.
pub const SIZE: i32 = 15;
/// Distance from one baseline to the next, in units.
pub const LINE: i32 = 19;
/// A label has no more lines than this; what does not fit ends in an ellipsis.
const LINES: usize = 3;

/// Advance widths of the printable signs of ASCII in hundredths of the size. They
/// are those of DejaVu Sans, the widest font that systems have for their own
/// texts, or of Liberation Sans and a tenth where that is more: Arial, Segoe UI,
/// Roboto and San Francisco are narrower, so a box made for these widths holds
/// the words in any of them.
const ASCII: [i32; 95] = [
    32, 41, 46, 84, 64, 98, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    34, 34, 84, 84, 84, 62, 112, 74, 74, 80, 80, 74, 68, 86, 80, 31, 56, 74, 62, 92, 80, 86, 74, 86, 80, 74,
    68, 80, 74, 104, 74, 74, 69, 40, 34, 40, 84, 62, 50, 62, 64, 56, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98,
    64, 62, 64, 64, 42, 56, 40, 64, 60, 82, 60, 60, 56, 64, 34, 64, 84,
];

/// Width of a text in units, rounded up.
pub fn width(text: &str) -> i32 {
    let hundredths = text.chars().map(advance).fold(0, i32::saturating_add);
    // What is as wide as that fits nowhere; sums of widths must stay numbers.
    (hundredths.min(100_000_000) / 10 * SIZE + 9) / 10
}

/// Of other scripts only what is surely wide enough is known.
fn advance(character: char) -> i32 {
    match u32::from(character) {
        code @ 0x20..=0x7e => ASCII[code as usize - 0x20],
        0x300..=0x36f => 0,
        0..0x250 => 80,
        0x250..0x1100 => 100,
        0x1100..0x1_f000 => 105,
        _ => 130,
    }
}

/// Breaks a text into lines of at most `max` units, between words where it can.
pub fn wrap(text: &str, max: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().flat_map(|word| pieces(word, max)) {
        match lines.last_mut() {
            Some(line) if width(line) + width(" ") + width(&word) <= max => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(last) + width("\u{2026}") > max {
                let end = last.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
                last.truncate(end);
            }
            last.truncate(last.trim_end().len());
            last.push('\u{2026}');
        }
    }
    lines
}

/// A word, cut where it is wider than a line.
fn pieces(word: &str, max: i32) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for grapheme in word.graphemes(true) {
        match pieces.last_mut() {
            Some(piece) if piece.is_empty() || width(piece) + width(grapheme) <= max => {
                piece.push_str(grapheme)
            }
            _ => pieces.push(grapheme.to_owned()),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, max: i32, lines: &[&str]) {
        assert_eq!(wrap(text, max), lines);
    }

    #[test]
    fn lines_break_between_words_and_within_those_that_are_too_long() {
        check("Cook", 100, &["Cook"]);
        check("Site Reliability Engineer", 140, &["Site Reliability", "Engineer"]);
        check("  a \n b ", 100, &["a b"]);
        check("WWWWWW", 35, &["WW", "WW", "WW"]);
        check("\u{6599}\u{7406}\u{4eba}", 40, &["\u{6599}\u{7406}", "\u{4eba}"]);
        check("", 100, &[]);
    }

    #[test]
    fn what_needs_more_than_three_lines_is_cut() {
        check("one two three four five", 45, &["one", "two", "thre\u{2026}"]);
    }

    #[test]
    fn a_sign_above_another_has_no_width_of_its_own() {
        assert_eq!(width("e\u{301}"), width("e"));
        assert!(width("\u{6599}") >= SIZE, "an ideograph fills its square");
    }
}
