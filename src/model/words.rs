//! Words of a text, as names are looked for in it, and traces of them: which words stand in a
//! text, so that whoever looks for a name can leave out texts that cannot have it.

/// A text in small letters (of ASCII), cut into words. What is between words is cut into
/// single signs, which are words here too.
pub struct Worded {
    small: String,
    /// Where words begin, and the end of the text.
    cuts: Vec<usize>,
}

impl Worded {
    /// Cuts a text.
    pub fn of(text: &str) -> Self {
        let mut cuts = Vec::with_capacity(text.len() / 3 + 2);
        let mut before = None;
        for (at, character) in text.char_indices() {
            let sign = Sign::of(character);
            if sign.is_none() || sign != before {
                cuts.push(at);
            }
            before = sign;
        }
        cuts.push(text.len());
        Self { small: text.to_ascii_lowercase(), cuts }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.cuts.len() - 1
    }

    /// Where the word of that number begins, or the text ends.
    pub(super) fn start(&self, word: usize) -> usize {
        self.cuts[word]
    }

    /// The word of that number. A typographic quote is the straight one that is typed for it.
    pub(super) fn word(&self, word: usize) -> &str {
        match &self.small[self.cuts[word]..self.cuts[word + 1]] {
            "\u{2018}" | "\u{2019}" => "'",
            "\u{201c}" | "\u{201d}" => "\"",
            word => word,
        }
    }

    /// All words.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.word(at))
    }

    /// What tells each word from most others.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        self.words().map(Mark::of)
    }
}

/// Kinds of signs that words are made of. Japanese and Chinese have no spaces between
/// words, but words end where the kind of sign changes: 料理人 is whole in 料理人になる, and
/// part of 副料理人.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Han,
    Hiragana,
    Katakana,
    Letter,
}

impl Sign {
    /// Its kind; `None` if it belongs to no word.
    fn of(character: char) -> Option<Self> {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => Some(Self::Letter),
            '\0'..='\u{7f}' => None,
            _ if !character.is_alphanumeric() => None,
            '\u{3041}'..='\u{309f}' => Some(Self::Hiragana),
            '\u{30a1}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Some(Self::Katakana),
            '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Some(Self::Han),
            _ => Some(Self::Letter),
        }
    }
}

/// Traces of words: a Bloom filter (B. H. Bloom, 1970) with one bit for each word. It may take a
/// text to have a word that it has not, never the other way round.
#[derive(Clone, Debug)]
pub struct Traces(Box<[u64; CELLS]>);

/// A text of a thousand words has some 400 of them, and so a tenth of the bits.
const CELLS: usize = 64;

impl Traces {
    /// Of no words.
    pub fn none() -> Self {
        Self(Box::new([0; CELLS]))
    }

    /// Of all words that there can be.
    pub fn all() -> Self {
        Self(Box::new([u64::MAX; CELLS]))
    }

    /// Adds a word.
    pub fn add(&mut self, Mark(bit): Mark) {
        self.0[usize::from(bit / 64)] |= 1 << (bit % 64);
    }

    /// Whether a word may be there.
    pub fn have(&self, Mark(bit): Mark) -> bool {
        self.0[usize::from(bit / 64)] & (1 << (bit % 64)) != 0
    }
}

/// What tells a word from most others: the number of its bit.
#[derive(Clone, Copy, Debug)]
pub struct Mark(u16);

impl Mark {
    fn of(word: &str) -> Self {
        // The end of a long word tells little more.
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        let hash = word.bytes().take(12).fold(word.len() as u64, mix);
        Self(((hash >> 20) % (CELLS as u64 * 64)) as u16)
    }
}
