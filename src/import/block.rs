//! What an article is made of, whatever its format: blocks in order, each with
//! the line it stands on, its words, and the Markdown that says the same.

/// One block of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Line of the source, counted from 1.
    pub(super) line: usize,
    pub(super) shape: Shape,
    /// Its words, without any marks.
    pub(super) text: String,
    /// The words of its parts, where the source keeps them apart: items of a
    /// list, or pieces of a line that each have an element of their own.
    pub(super) pieces: Vec<String>,
    /// Its Markdown; of a heading, what follows the number signs.
    pub(super) markdown: String,
    /// Whether all of it is one link or button.
    pub(super) is_link: bool,
    /// Whether it may be a heading that is not marked as one: a line of a plain
    /// text, or a paragraph that is bold from end to end.
    pub(super) may_be_heading: bool,
}

/// What a block looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Marked as a heading, of level 1 to 6.
    Heading(u8),
    Paragraph,
    List,
    /// A table, a quotation, code.
    Other,
}

impl Block {
    /// A paragraph of plain words.
    pub(super) fn paragraph(line: usize, text: String, markdown: String) -> Self {
        Self {
            line,
            shape: Shape::Paragraph,
            text,
            pieces: Vec::new(),
            markdown,
            is_link: false,
            may_be_heading: false,
        }
    }

    /// Number of words.
    pub(super) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Whether it ends as a sentence does, or as what announces a list.
    pub(super) fn ends_a_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(['"', '\'', ')', ']', '\u{201d}', '\u{2019}']);
        end.ends_with(['.', ',', ';', ':', '!', '\u{2026}', '\u{3002}'])
    }

    /// Whether it is running text and no title, label or badge.
    pub(super) fn is_prose(&self) -> bool {
        self.shape == Shape::Paragraph && (self.words() > 14 || self.words() > 5 && self.ends_a_sentence())
    }
}
