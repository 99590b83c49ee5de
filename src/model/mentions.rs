//! Names of things in prose, and where it first mentions them.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use super::words::{Traces, Worded};
use crate::markdown::outline::ProseText;
use crate::names::straight;

/// Finds the names of many things at once: of those that are made of whole words of a text,
/// and begin at the same one, the longest. It takes time by the length of the text, however
/// many names there are.
#[derive(Debug)]
pub struct Finder<Id> {
    patterns: Vec<Pattern<Id>>,
    /// Of the first words of all names, which few words of a text are.
    firsts: Traces,
    /// Numbers of the words of all names, in small letters.
    words: HashMap<String, usize>,
    /// Where a word leads from what names begin with, which has a number too.
    steps: HashMap<(usize, usize), usize>,
    /// By the number of what names begin with, the patterns that end there.
    ends: Vec<Vec<usize>>,
}

/// A finder that is made when it is first needed.
pub type LazyFinder<Id> = LazyLock<Finder<Id>, Box<dyn FnOnce() -> Finder<Id> + Send>>;

/// A name that is looked for.
#[derive(Debug)]
pub struct Pattern<Id> {
    /// What has the name.
    pub id: Id,
    /// The name.
    pub name: String,
    /// Whether its case matters.
    pub is_exact: bool,
}

impl<Id: Copy + Ord> Finder<Id> {
    /// A finder of these names. Where two are the same, the first is found.
    pub fn new(patterns: Vec<Pattern<Id>>) -> Self {
        let (mut words, mut steps): (HashMap<String, usize>, HashMap<_, _>) = Default::default();
        let mut ends = vec![Vec::new()];
        let mut firsts = Traces::none();
        for (at, pattern) in patterns.iter().enumerate() {
            let mut place = START;
            let name = Worded::of(&pattern.name);
            if name.len() > LONGEST {
                continue;
            }
            name.marks().take(1).for_each(|word| firsts.add(word));
            for word in name.words() {
                let word = words.get(word).copied().unwrap_or_else(|| {
                    let number = words.len();
                    words.insert(word.to_owned(), number);
                    number
                });
                place = *steps.entry((place, word)).or_insert(ends.len());
                if place == ends.len() {
                    ends.push(Vec::new());
                }
            }
            ends[place].push(at);
        }
        Self { patterns, firsts, words, steps, ends }
    }

    /// Where `prose` first mentions each thing but those that are `known`, in source ranges of the text.
    pub fn first_mentions(
        &self,
        prose: &ProseText,
        is_known: impl Fn(Id) -> bool,
    ) -> Vec<(Range<usize>, Id)> {
        let mut seen = BTreeSet::new();
        let mut mentions = self.mentions(prose);
        mentions.retain(|(_, id)| !is_known(*id) && seen.insert(*id));
        mentions
    }

    /// Everywhere that `prose` mentions anything, in source ranges of the text.
    pub fn mentions(&self, prose: &ProseText) -> Vec<(Range<usize>, Id)> {
        let worded = Worded::of(&prose.text);
        let mut mentions = Vec::new();
        let mut next = 0;
        for (word, mark) in worded.marks().enumerate() {
            if word < next || !self.firsts.have(mark) {
                continue;
            }
            if let Some((range, id, after)) = self.longest(&prose.text, &worded, word) {
                mentions.push((prose.source_range(range), id));
                next = after;
            }
        }
        mentions
    }

    /// The longest name that stands in `text` from a word on, where, and the word after it.
    fn longest(&self, text: &str, worded: &Worded, word: usize) -> Option<(Range<usize>, Id, usize)> {
        let mut place = START;
        let mut longest = None;
        for at in word..worded.len() {
            let step = self.words.get(worded.word(at)).and_then(|word| self.steps.get(&(place, *word)));
            let Some(next) = step else { break };
            place = *next;
            let range = worded.start(word)..worded.start(at + 1);
            let patterns = self.ends[place].iter().map(|at| &self.patterns[*at]);
            let is_it = |pattern: &&Pattern<Id>| {
                !pattern.is_exact || straight(&pattern.name) == straight(&text[range.clone()])
            };
            let mut meant = patterns.filter(is_it);
            if let Some(pattern) = meant.next() {
                longest = Some((range, pattern.id, at + 1));
            }
        }
        longest
    }
}

/// What all names begin with: nothing.
const START: usize = 0;
/// Words, and signs between them, of the longest name that is looked for: more than any role
/// or skill is called by, so that no name makes a text take long.
const LONGEST: usize = 64;
