//! Which words stand in a text, so that whoever looks for a name can leave out texts that
//! cannot have it. It may take a text to have a word that it has not, never the other way round.

use super::mentions::Worded;
use super::names::{Called, fold, plural};
use crate::names::composed;

/// Traces of words: a Bloom filter (B. H. Bloom, 1970) with one bit for each word.
#[derive(Clone, Debug)]
pub(super) struct Traces(Box<[u64; CELLS]>);

/// A text of a thousand words has some 400 of them, and so a tenth of the bits.
const CELLS: usize = 64;

impl Traces {
    pub(super) fn none() -> Self {
        Self(Box::new([0; CELLS]))
    }

    /// Adds the words with these marks.
    pub(super) fn add<'m>(&mut self, marks: impl IntoIterator<Item = &'m Mark>) {
        for Mark(bit) in marks {
            self.0[usize::from(bit / 64)] |= 1 << (bit % 64);
        }
    }

    /// Adds the words of a text that is read as [`fold`] has it, from any word on.
    pub(super) fn add_folded(&mut self, text: &str) {
        if composed(text) == text {
            self.add(&folded(text));
        } else {
            // What is composed with what stands around it, need not be by itself.
            *self.0 = [u64::MAX; CELLS];
        }
    }

    /// Whether all words with these marks may be there.
    pub(super) fn have(&self, marks: &[Mark]) -> bool {
        marks.iter().all(|Mark(bit)| self.0[usize::from(bit / 64)] & (1 << (bit % 64)) != 0)
    }
}

/// What tells texts that may have one of a role's names.
pub(super) struct Trail(Vec<Vec<Mark>>);

impl Trail {
    /// Of all names in `called`.
    pub(super) fn of(called: &Called) -> Self {
        let titles = called.titles().flat_map(|title| [title.trim().to_owned(), plural(title.trim())]);
        let as_they_are = titles.map(|title| Worded::of(&title).marks);
        Self(as_they_are.chain(called.forms().map(folded)).collect())
    }

    /// Whether a text with these traces may have one of the names.
    pub(super) fn may_lead_to(&self, traces: &Traces) -> bool {
        self.0.iter().any(|name| traces.have(name))
    }
}

fn folded(text: &str) -> Vec<Mark> {
    Worded::of(&fold(text).replace('_', " ")).marks
}

/// What tells a word from most others: the number of its bit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(u16);

impl Mark {
    pub(super) fn of(word: &str) -> Self {
        // The end of a long word tells little more.
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        let hash = word.bytes().take(12).fold(word.len() as u64, mix);
        Self(((hash >> 20) % (CELLS as u64 * 64)) as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slug::Slug;

    #[track_caller]
    fn check(title: &str, text: &str, is_there: bool) {
        let trail = Trail::of(&Called::new(&Slug::of(title), title, Vec::new()));
        let (mut standing, mut read) = (Traces::none(), Traces::none());
        standing.add(&Worded::of(text).marks);
        read.add_folded(text);
        assert_eq!(trail.may_lead_to(&standing), is_there, "{title} as it stands in: {text}");
        assert_eq!(trail.may_lead_to(&read), is_there, "{title} read in: {text}");
    }

    #[test]
    fn a_name_leaves_traces_in_any_case_and_number() {
        check("Data Engineer", "From DATA engineers to cooks.", true);
        check("Data Engineer", "From data to a train.", false);
        check("料理人", "副料理人は料理人になる。", true);
        check("Data Engineer", "Caf\u{e9}: a data engineer.", true);
    }

    #[test]
    fn what_is_read_otherwise_than_it_stands_leaves_traces() {
        let trail = Trail::of(&Called::new(&Slug::of("data-engineer"), "Caf\u{e9} Owner", Vec::new()));
        for text in ["data-engineer_x", "A cafe\u{301} owner.", "CAF\u{c9}-OWNERS"] {
            let mut traces = Traces::none();
            traces.add_folded(text);
            assert!(trail.may_lead_to(&traces), "{text}");
        }
    }
}
