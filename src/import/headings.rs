//! Headings: those that are marked, at the level that a guide has them, and those
//! that only look like headings. And the body that they divide, as Markdown.

use super::block::{Block, Shape};
use super::known::Known;
use super::{Account, Kept, Note};
use crate::markdown::words;

/// The body of a guide about the role `title`.
pub(super) fn body(
    blocks: &[Block],
    title: &str,
    known: &Known,
    is_text: bool,
    account: &mut Account,
) -> String {
    let mut writer =
        Writer { title, known, is_text, account, pieces: Vec::new(), in_section: None, level: None };
    let shift = writer.shift(blocks);
    let mut at = 0;
    while at < blocks.len() {
        at += writer.block(blocks, at, shift);
    }
    writer.pieces.join("\n\n")
}

struct Writer<'a> {
    title: &'a str,
    known: &'a Known,
    is_text: bool,
    account: &'a mut Account,
    pieces: Vec<String>,
    /// Whether the section that is open declares moves; none before the first.
    in_section: Option<bool>,
    /// Of the heading before.
    level: Option<u8>,
}

impl Writer<'_> {
    /// What to add to the level of a marked heading.
    fn shift(&self, blocks: &[Block]) -> i8 {
        let level = |block: &Block| match block.shape {
            Shape::Heading(level) => Some(level),
            _ => None,
        };
        let sections =
            blocks.iter().filter(|block| self.known.section(&block.text).is_some_and(|(_, sure)| sure));
        let base = sections.filter_map(level).min().or_else(|| blocks.iter().filter_map(level).min());
        2 - base.unwrap_or(2).min(6) as i8
    }

    /// Writes the block at `at`, and gives the number of blocks that it took.
    fn block(&mut self, blocks: &[Block], at: usize, shift: i8) -> usize {
        let block = &blocks[at];
        let next = blocks.get(at + 1);
        let section = self.known.section(&block.text);
        let is_section = matches!(section, Some((_, true)));
        let level = match block.shape {
            Shape::Heading(_) if section.is_some() => Some(2),
            Shape::Heading(level) => Some(level.saturating_add_signed(shift).clamp(2, 6)),
            Shape::Paragraph if block.may_be_heading && is_section => Some(2),
            Shape::Paragraph if section.is_some() && self.looks_like_heading(block, next) => Some(2),
            Shape::Paragraph if self.holds_move(block) => Some(3),
            Shape::Paragraph if self.looks_like_heading(block, next) => Some(self.shaped_level()),
            _ => None,
        };
        let Some(level) = level else {
            self.paragraph(block);
            return 1;
        };
        if section.is_none() && self.in_section == Some(true) && self.is_move(&block.text) {
            return self.move_of(block, next);
        }
        if matches!(block.shape, Shape::Paragraph) && section.is_none() {
            self.unsure(block.line, format!("`{}` was taken for a heading by its looks", block.text));
        }
        let named = section.filter(|(_, is_certain)| *is_certain).map(|(section, _)| section);
        if let Some((section, false)) = section {
            let text = format!(
                "`{}` is nearly the section `{}`: change one of the two, or add an alias to `config.toml`",
                block.text, section.title
            );
            self.unsure(block.line, text);
        }
        let heading = Kept { line: block.line, value: block.text.clone() };
        self.account.headings.push((heading, named.map(|section| section.title.clone())));
        if level == 2 {
            self.in_section = section.map(|(section, is_certain)| is_certain && section.transitions);
        }
        self.level = Some(level);
        let markdown = match block.shape {
            Shape::Heading(_) => block.markdown.clone(),
            _ => words::heading(&block.text),
        };
        self.pieces.push(format!("{} {markdown}", "#".repeat(usize::from(level))));
        1
    }

    fn unsure(&mut self, line: usize, text: String) {
        self.account.unsure.push(Note { line, text });
    }

    /// Whether a line that is not marked looks like a heading: short, no sentence,
    /// and text or a list comes after it.
    fn looks_like_heading(&self, block: &Block, next: Option<&Block>) -> bool {
        let Some(next) = next else { return false };
        let begins = block.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let leads = next.is_prose() || next.shape == Shape::List && !block.text.ends_with(',');
        block.may_be_heading && begins && leads && block.words() <= 12 && !block.ends_a_sentence()
    }

    /// The level of a heading that is not marked: below the section that is open.
    fn shaped_level(&self) -> u8 {
        match (self.is_text, self.level) {
            (true, _) if self.in_section.is_some() => 3,
            (true, _) | (false, None) => 2,
            (false, Some(_)) => 3,
        }
    }

    /// Whether a line that is not marked is nothing but a move.
    fn holds_move(&self, block: &Block) -> bool {
        self.in_section == Some(true)
            && block.may_be_heading
            && block.words() <= 12
            && !block.ends_a_sentence()
            && self.is_move(&block.text)
    }

    /// Whether a heading holds the move of the paragraph below it: "A to B", where
    /// one of the two is the guide's own role.
    fn is_move(&self, text: &str) -> bool {
        let text = with_words(text).to_lowercase();
        let title = self.title.to_lowercase();
        let is_own = |side: &str| {
            let side = side.trim().trim_end_matches(['.', ':', '!']);
            side == title || side.strip_suffix('s') == Some(&title)
        };
        text.match_indices(" to ").any(|(at, sign)| is_own(&text[..at]) || is_own(&text[at + sign.len()..]))
    }

    /// Rolebook reads a move from the start of a paragraph, so the heading becomes
    /// its first words, in bold.
    fn move_of(&mut self, block: &Block, next: Option<&Block>) -> usize {
        let words = with_words(&block.text);
        let words = words.trim().trim_end_matches(['.', ':']);
        let bold = format!("**{}.**", words::inline(words));
        let is_text = |next: &&Block| next.shape == Shape::Paragraph && !self.is_move(&next.text);
        let is_line = |next: &&Block| next.may_be_heading && self.known.section(&next.text).is_some();
        let text = next.filter(|next| is_text(next) && !is_line(next));
        self.pieces.push(match text {
            Some(text) => format!("{bold} {}", text.markdown),
            None => bold,
        });
        1 + usize::from(text.is_some())
    }

    /// A paragraph may begin with a move that an arrow stands in.
    fn paragraph(&mut self, block: &Block) {
        let mut markdown = block.markdown.clone();
        if self.in_section == Some(true) && matches!(block.shape, Shape::Paragraph) {
            let start: String = block.text.chars().take(80).collect();
            if ARROWS.iter().any(|arrow| start.contains(arrow)) {
                let written = with_words(&markdown);
                if written != markdown {
                    self.unsure(
                        block.line,
                        "the arrow was written as `to`, so that the move is read".to_owned(),
                    );
                    markdown = written;
                }
            }
        }
        self.pieces.push(markdown);
    }
}

const ARROWS: [&str; 4] = [" \u{2192} ", " -> ", " \u{27a1} ", " \u{21d2} "];

/// A move with the word "to" in the place of its first arrow.
fn with_words(text: &str) -> String {
    let found = ARROWS.iter().filter_map(|arrow| Some((text.find(arrow)?, *arrow))).min();
    found.map_or_else(|| text.to_owned(), |(_, arrow)| text.replacen(arrow, " to ", 1))
}

/// A title made of the name of a file.
pub(super) fn title_of(stem: &str) -> String {
    let words = stem.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).map(|word| {
        let mut characters = word.chars();
        let first = characters.next().map(|first| first.to_uppercase().collect::<String>());
        first.unwrap_or_default() + characters.as_str()
    });
    let title = words.filter(|word| !word.chars().all(char::is_control)).collect::<Vec<_>>().join(" ");
    if title.is_empty() { "Untitled".to_owned() } else { title }
}
