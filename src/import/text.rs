//! Plain text, as it is copied from a web page: a line is a paragraph, unless
//! the lines are broken at a width; `•` and its like begin items; nothing says
//! what is a heading.

use super::block::{Block, Shape};
use crate::markdown::words;

/// The blocks of a text.
pub(super) fn read(text: &str) -> Vec<Block> {
    let lines: Vec<Line<'_>> = text.lines().enumerate().map(|(at, text)| Line::new(at + 1, text)).collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].text.is_empty() {
            at += 1;
        } else if lines[at].bullet().is_some() {
            at = list(&lines, at, &mut blocks);
        } else {
            at = paragraphs(&lines, at, &mut blocks);
        }
    }
    blocks
}

#[derive(Clone, Copy)]
struct Line<'t> {
    number: usize,
    indent: usize,
    text: &'t str,
}

/// The mark that begins an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bullet<'t> {
    Dot,
    Number(&'t str),
}

impl<'t> Line<'t> {
    fn new(number: usize, line: &'t str) -> Self {
        let text = line.trim();
        Self { number, indent: line.len() - line.trim_start().len(), text }
    }

    /// The mark that the line begins with, and the rest of the line.
    fn bullet(self) -> Option<(Bullet<'t>, &'t str)> {
        let first = self.text.chars().next()?;
        let rest = &self.text[first.len_utf8()..];
        let is_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
        if "•◦▪▫‣⁃∙·●○■□–".contains(first) && is_apart
            || "-*+".contains(first) && rest.starts_with([' ', '\t'])
        {
            return Some((Bullet::Dot, rest.trim_start()));
        }
        // These are nothing else, and some pages put no space after them.
        if "•◦▪‣●".contains(first) {
            return Some((Bullet::Dot, rest));
        }
        let digits = self.text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = self.text.get(digits..)?.strip_prefix(['.', ')'])?;
        ((1..=3).contains(&digits) && rest.starts_with([' ', '\t']))
            .then(|| (Bullet::Number(&self.text[..digits]), rest.trim_start()))
    }
}

struct Item<'t> {
    bullet: Bullet<'t>,
    indent: usize,
    words: Vec<&'t str>,
}

/// Reads the list that begins at line `at`, and gives the line after it. Blank
/// lines may stand between items.
fn list(lines: &[Line<'_>], mut at: usize, blocks: &mut Vec<Block>) -> usize {
    let first = lines[at];
    let mut items: Vec<Item<'_>> = Vec::new();
    while at < lines.len() {
        let line = lines[at];
        let is_after_blank = at > 0 && lines[at - 1].text.is_empty();
        if line.text.is_empty() {
            at += 1;
        } else if let Some((bullet, rest)) = line.bullet() {
            items.push(Item { bullet, indent: line.indent, words: vec![rest] });
            at += 1;
        } else if let Some(item) = items.last_mut()
            && (item.words == [""] || !is_after_blank && line.indent > item.indent)
        {
            item.words.push(line.text);
            at += 1;
        } else {
            break;
        }
    }
    items.retain(|item| item.words.iter().any(|word| !word.is_empty()));
    // A number by itself is more likely part of a heading.
    if let [item] = items.as_slice()
        && let Bullet::Number(number) = item.bullet
    {
        let sign = first.text[number.len()..].chars().next().unwrap_or('.');
        let text = format!("{number}{sign} {}", joined(item));
        blocks.push(Block { may_be_heading: item.words.len() == 1, ..paragraph(first.number, text) });
        return at;
    }
    if items.is_empty() {
        return at;
    }
    let pieces: Vec<String> = items.iter().map(joined).collect();
    blocks.push(Block {
        shape: Shape::List,
        pieces: pieces.clone(),
        ..Block::paragraph(first.number, pieces.join(" "), list_markdown(&items))
    });
    at
}

fn joined(item: &Item<'_>) -> String {
    let words: Vec<&str> = item.words.iter().copied().filter(|words| !words.is_empty()).collect();
    words.join(" ")
}

/// Items that stand further to the right belong to the one before them.
fn list_markdown(items: &[Item<'_>]) -> String {
    // Indents of the open levels, and the width of the mark of each.
    let mut levels: Vec<(usize, usize)> = Vec::new();
    let mut markdown = String::new();
    for item in items {
        while levels.last().is_some_and(|(indent, _)| *indent > item.indent) {
            levels.pop();
        }
        if levels.last().is_some_and(|(indent, _)| *indent == item.indent) {
            levels.pop();
        }
        // Deeper lists would be hard to tell from code.
        if levels.len() > 5 {
            levels.truncate(5);
        }
        let mark = match item.bullet {
            Bullet::Dot => "-".to_owned(),
            Bullet::Number(number) => format!("{number}."),
        };
        let padding: usize = levels.iter().map(|(_, width)| width).sum();
        levels.push((item.indent, mark.len() + 1));
        markdown.push_str(&format!("{:padding$}{mark} {}\n", "", words::block(&joined(item))));
    }
    markdown.truncate(markdown.trim_end().len());
    markdown
}

/// Reads the lines up to the next blank one or item.
fn paragraphs(lines: &[Line<'_>], from: usize, blocks: &mut Vec<Block>) -> usize {
    let count =
        lines[from..].iter().take_while(|line| !line.text.is_empty() && line.bullet().is_none()).count();
    let chunk = &lines[from..from + count];
    if is_wrapped(chunk) {
        let words: Vec<&str> = chunk.iter().map(|line| line.text).collect();
        blocks.push(paragraph(chunk[0].number, words.join(" ")));
    } else {
        let each = chunk.iter().map(|line| paragraph(line.number, line.text.to_owned()));
        blocks.extend(each.map(|block| Block { may_be_heading: true, ..block }));
    }
    from + count
}

/// Whether lines were broken at a width: all but the last are nearly as long as
/// each other, and not longer than a line on a screen.
fn is_wrapped(chunk: &[Line<'_>]) -> bool {
    let [before @ .., _] = chunk else { return false };
    !before.is_empty() && before.iter().all(|line| (45..=120).contains(&line.text.chars().count()))
}

fn paragraph(line: usize, text: String) -> Block {
    let markdown = words::block(&text);
    Block::paragraph(line, text, markdown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let blocks: Vec<String> = read(text).into_iter().map(|block| block.markdown).collect();
        assert_eq!(blocks, expected, "{text}");
    }

    #[test]
    fn lines_are_paragraphs_unless_they_were_broken_at_a_width() {
        check("One.\nTwo.\n\nThree.", &["One.", "Two.", "Three."]);
        let wrapped =
            "This line is long enough to have been broken by a mail program,\nand this is its rest.";
        check(wrapped, &[&wrapped.replace('\n', " ")]);
    }

    #[test]
    fn items_are_told_by_their_marks() {
        check("Before:\n\n  • One\n  • Two\n\nAfter.", &["Before:", "- One\n- Two", "After."]);
        check("• One\n\n• Two\n    ◦ Inner\n• Three", &["- One\n- Two\n  - Inner\n- Three"]);
        check("1. One\n2) Two\n   goes on", &["1. One\n2. Two goes on"]);
        check("•\nOn a line of its own\n•\nAnother", &["- On a line of its own\n- Another"]);
        check("•No space\n- # no heading", &["- No space\n- \\# no heading"]);
        check("1. Introduction\n\nWords.", &["1\\. Introduction", "Words."]);
    }
}
