//! Texts made to fit: broken into lines as large as they can be, or in a row of boxes.
//! SVG has neither, so templates ask for it by the functions `fit` and `row`.

use serde::{Deserialize, Serialize};
use tera::{Kwargs, TeraResult, Value};
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::Fonts;

/// A text and the room that it has.
#[derive(Deserialize)]
pub struct Fit {
    text: String,
    /// Name of the family that it is set in.
    font: String,
    /// Pixels that a line may be wide.
    width: f32,
    /// Sizes to try, in pixels, the best first.
    sizes: Vec<f32>,
    /// Pixels that all lines together may be high.
    height: f32,
    /// From one baseline to the next, as a multiple of the size.
    leading: f32,
}

/// A text that fits.
#[derive(Debug, PartialEq, Serialize)]
pub struct Fitted {
    size: f32,
    lines: Vec<String>,
}

/// The function `fit` of templates: `{size, lines}`.
pub fn fit(fonts: &Fonts, arguments: &Kwargs) -> TeraResult<Value> {
    let fit: Fit = arguments.deserialize()?;
    Ok(Value::from_serializable(&fit.fitted(fonts)))
}

/// The function `row` of templates: a list of `{text, x, width}`.
pub fn row(fonts: &Fonts, arguments: &Kwargs) -> TeraResult<Value> {
    let row: Row = arguments.deserialize()?;
    Ok(Value::from_serializable(&row.boxes(fonts)))
}

impl Fit {
    /// The first size in which the words fit. Where they do not even fit in the last
    /// one, words are cut, and what is left over ends in an ellipsis.
    pub fn fitted(&self, fonts: &Fonts) -> Fitted {
        let mut last = Fitted { size: 0.0, lines: Vec::new() };
        for size in &self.sizes {
            let setting = Setting { fonts, font: &self.font, size: *size, width: self.width };
            let (lines, is_whole) = setting.lines(&self.text);
            let fits = is_whole && lines.len() <= self.most(*size);
            last = Fitted { size: *size, lines };
            if fits {
                return last;
            }
        }
        let setting = Setting { fonts, font: &self.font, size: last.size, width: self.width };
        setting.cut(&mut last.lines, self.most(last.size));
        last
    }

    /// Lines of that size that there is room for: one at least.
    fn most(&self, size: f32) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it rounds towards zero")]
        let most = (self.height / (size * self.leading)) as usize;
        most.max(1)
    }
}

/// How a text is set.
struct Setting<'f> {
    fonts: &'f Fonts,
    font: &'f str,
    size: f32,
    width: f32,
}

impl Setting<'_> {
    fn fits(&self, text: &str) -> bool {
        self.fonts.width(text, self.font, self.size) <= self.width
    }

    /// The lines of a text, and whether no word had to be cut.
    fn lines(&self, text: &str) -> (Vec<String>, bool) {
        let mut lines: Vec<String> = Vec::new();
        let mut is_whole = true;
        for word in words(text) {
            if let Some(line) = lines.last_mut() {
                let longer = format!("{line}{word}");
                if self.fits(longer.trim_end()) {
                    *line = longer;
                    continue;
                }
            }
            if self.fits(word.trim_end()) {
                lines.push(word);
                continue;
            }
            is_whole = false;
            lines.push(String::new());
            for sign in word.graphemes(true) {
                if let Some(line) = lines.last_mut() {
                    let longer = format!("{line}{sign}");
                    if line.is_empty() || self.fits(longer.trim_end()) {
                        *line = longer;
                    } else {
                        lines.push(sign.to_owned());
                    }
                }
            }
        }
        for line in &mut lines {
            line.truncate(line.trim_end().len());
        }
        (lines, is_whole)
    }

    /// Leaves so many lines, of which the last tells that there was more.
    fn cut(&self, lines: &mut Vec<String>, most: usize) {
        if lines.len() <= most {
            return;
        }
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && !self.fits(&format!("{last}\u{2026}")) {
                let end = last.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
                last.truncate(end);
            }
            last.truncate(last.trim_end().len());
            last.push('\u{2026}');
        }
    }
}

/// What a line can be broken after, spaces included: words, their parts up to a hyphen
/// or a slash, and the signs of scripts that have no spaces.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut can_break = true;
    let mut signs = text.graphemes(true).peekable();
    while let Some(sign) = signs.next() {
        match words.last_mut() {
            Some(word) if !can_break || sign.trim().is_empty() => word.push_str(sign),
            _ => words.push(sign.to_owned()),
        }
        let next = signs.peek().copied().unwrap_or_default();
        let is_end = sign.trim().is_empty() || is_joint(sign) || is_unspaced(sign) || is_unspaced(next);
        can_break = is_end && !is_joint(next) && !is_closing(next);
    }
    words
}

/// Signs between two words, which stay with the first.
fn is_joint(sign: &str) -> bool {
    matches!(sign, "-" | "/" | "\u{2010}" | "\u{2013}" | "\u{2014}")
}

/// Ideographs, kana and Thai, between which lines may be broken.
fn is_unspaced(sign: &str) -> bool {
    let first = sign.chars().next().unwrap_or_default();
    matches!(first, '\u{e00}'..='\u{eff}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Signs with which no line begins (JIS X 4051, the most frequent ones).
fn is_closing(sign: &str) -> bool {
    "\u{3001}\u{3002}\u{ff0c}\u{ff0e}\u{ff1a}\u{ff1b}\u{ff1f}\u{ff01}\u{300d}\u{300f}\u{ff09}\u{3015}\u{30fc}\u{30fb}"
        .contains(sign)
}

/// Texts that stand in boxes, one beside the other.
#[derive(Deserialize)]
pub struct Row {
    texts: Vec<String>,
    /// Name of the family that they are set in.
    font: String,
    /// Size of the letters in pixels.
    size: f32,
    /// Pixels between a text and each side of its box.
    padding: f32,
    /// Pixels between two boxes.
    gap: f32,
    /// Pixels that the row may be wide.
    width: f32,
}

/// A text in its box.
#[derive(Debug, PartialEq, Serialize)]
pub struct Boxed {
    text: String,
    /// From the left end of the row.
    x: f32,
    width: f32,
}

impl Row {
    /// The boxes that fit, in order. A text that does not, or has letters that no font
    /// has, is left out, and others after it may still find room.
    pub fn boxes(&self, fonts: &Fonts) -> Vec<Boxed> {
        let mut boxes = Vec::new();
        let mut x = 0.0;
        for text in &self.texts {
            // Whole pixels have clean edges.
            let width = (fonts.width(text, &self.font, self.size) + 2.0 * self.padding).ceil();
            if fonts.spell(text).is_ok() && x + width <= self.width {
                boxes.push(Boxed { text: text.clone(), x, width });
                x += width + self.gap;
            }
        }
        boxes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::fonts::tests::built_in;

    #[track_caller]
    fn check(text: &str, sizes: &[f32], height: f32, expected: (f32, &[&str])) {
        let (text, font) = (text.to_owned(), "Inter".to_owned());
        let fit = Fit { text, font, width: 300.0, sizes: sizes.to_vec(), height, leading: 1.0 };
        let fitted = fit.fitted(&built_in());
        assert_eq!((fitted.size, fitted.lines.iter().map(String::as_str).collect::<Vec<_>>()), {
            let (size, lines) = expected;
            (size, lines.to_vec())
        });
    }

    #[test]
    fn a_text_is_set_as_large_as_it_fits() {
        check("Cook", &[60.0, 30.0], 60.0, (60.0, &["Cook"]));
        check("Pastry Cook and Baker", &[60.0, 30.0], 59.0, (30.0, &["Pastry Cook and\u{2026}"]));
        check("Pastry Cook", &[60.0, 30.0], 120.0, (60.0, &["Pastry", "Cook"]));
        // A smaller size is better than a word that is cut.
        check("Anaesthesiologist", &[60.0, 30.0], 180.0, (30.0, &["Anaesthesiologist"]));
        check("", &[60.0], 120.0, (60.0, &[]));
    }

    #[test]
    fn lines_end_after_spaces_joints_and_ideographs() {
        check("Linux / Unix", &[60.0], 120.0, (60.0, &["Linux /", "Unix"]));
        check("Full-stack/Web", &[60.0], 180.0, (60.0, &["Full-", "stack/", "Web"]));
        check(
            "\u{6599}\u{7406}\u{4eba}\u{3001}\u{5e97}\u{9577}",
            &[60.0],
            120.0,
            (60.0, &["\u{6599}\u{7406}\u{4eba}\u{3001}\u{5e97}", "\u{9577}"]),
        );
        check(
            "\u{6599}\u{7406}\u{4eba}\u{5e97}\u{9577}\u{3002}",
            &[60.0],
            120.0,
            (60.0, &["\u{6599}\u{7406}\u{4eba}\u{5e97}", "\u{9577}\u{3002}"]),
        );
    }

    #[test]
    fn what_fits_in_no_size_is_cut() {
        check(&"W".repeat(300), &[60.0], 120.0, (60.0, &["WWWWW", "WWWW\u{2026}"]));
        check(&"word ".repeat(30), &[60.0, 50.0], 120.0, (50.0, &["word word", "word word\u{2026}"]));
    }

    #[test]
    fn boxes_stand_side_by_side_and_leave_out_what_is_too_wide() {
        let texts = ["SQL", "Incident Response and Observability", "Go"].map(str::to_owned).to_vec();
        let font = "Inter".to_owned();
        let row = Row { texts, font, size: 20.0, padding: 10.0, gap: 5.0, width: 200.0 };
        let boxes = row.boxes(&built_in());
        let [one, other] = boxes.as_slice() else { panic!("{boxes:?}") };
        assert_eq!((one.text.as_str(), one.x, other.text.as_str()), ("SQL", 0.0, "Go"));
        assert!(one.width > 50.0 && one.width < 80.0, "{one:?}");
        assert!((other.x - one.width - 5.0).abs() < 0.01, "{other:?}");
    }
}
