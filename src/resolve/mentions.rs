//! First mentions of roles in prose, which become links, and of skills.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::names::{Found, Names, plural};
use super::traces::{Mark, Traces};
use crate::markdown::outline::ProseText;
use crate::model::{RoleId, SkillId};

/// Finds the names of many things at once: of those that are made of whole words of a text,
/// and begin at the same one, the longest. It takes time by the length of the text, however
/// many names there are.
#[derive(Debug)]
pub(super) struct Finder<Id> {
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

/// A name that is looked for.
#[derive(Debug)]
struct Pattern<Id> {
    id: Id,
    name: String,
    /// Whether its case matters.
    is_exact: bool,
}

impl Finder<RoleId> {
    /// A finder of the titles and alternate titles of all roles, singular and
    /// plural. A name that two guides claim is never found.
    pub(super) fn of_roles<'t>(titles: impl IntoIterator<Item = (RoleId, &'t str)>, names: &Names) -> Self {
        let titles = titles.into_iter().filter(|(role, title)| names.find(title) == Some(Found::Role(*role)));
        let patterns = titles.flat_map(|(id, title)| {
            let title = title.trim();
            let is_exact = is_everyday(title);
            [title.to_owned(), plural(title)].map(|name| Pattern { id, name, is_exact })
        });
        Self::new(patterns.collect())
    }
}

impl Finder<()> {
    /// A finder of one title, singular and plural. Case matters only if there are
    /// no small letters in it: "IT" is none of the many "it".
    pub(super) fn of_title(title: &str) -> Self {
        let is_exact = !title.chars().any(char::is_lowercase);
        let patterns = [title.to_owned(), plural(title)].map(|name| Pattern { id: (), name, is_exact });
        Self::new(patterns.into())
    }
}

impl Finder<SkillId> {
    /// A finder of names of skills. Names of one or two letters are words of many
    /// other meanings, and are never found.
    pub(super) fn of_skills<'t>(names: impl IntoIterator<Item = (SkillId, &'t str)>) -> Self {
        let names = names.into_iter().map(|(skill, name)| (skill, name.trim()));
        let telling =
            names.filter(|(_, name)| name.chars().filter(|sign| sign.is_alphanumeric()).count() > 2);
        let patterns =
            telling.map(|(id, name)| Pattern { id, name: name.to_owned(), is_exact: is_everyday(name) });
        Self::new(patterns.collect())
    }
}

/// Whether a name is of one word or of capitals alone: it may be an everyday word
/// too, so it is found in its exact case only.
fn is_everyday(name: &str) -> bool {
    !name.contains(char::is_whitespace) || !name.chars().any(char::is_lowercase)
}

impl<Id: Copy + Ord> Finder<Id> {
    fn new(patterns: Vec<Pattern<Id>>) -> Self {
        let (mut words, mut steps): (HashMap<String, usize>, HashMap<_, _>) = Default::default();
        let mut ends = vec![Vec::new()];
        let mut firsts = Traces::none();
        for (at, pattern) in patterns.iter().enumerate() {
            let mut place = START;
            let name = Worded::of(&pattern.name);
            if name.len() > LONGEST {
                continue;
            }
            firsts.add(name.marks.iter().take(1));
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

    /// Where `prose`, cut into words, first mentions each thing but those in `known`, in source
    /// ranges of the text.
    pub(super) fn first_mentions(
        &self,
        prose: &ProseText,
        worded: &Worded,
        mut known: BTreeSet<Id>,
    ) -> Vec<(Range<usize>, Id)> {
        self.mentions_in(prose, worded).into_iter().filter(|(_, id)| known.insert(*id)).collect()
    }

    /// Everywhere that `prose` mentions anything, in source ranges of the text.
    pub(super) fn mentions(&self, prose: &ProseText) -> Vec<(Range<usize>, Id)> {
        self.mentions_in(prose, &Worded::of(&prose.text))
    }

    /// The same, where the text of `prose` is cut into words already.
    pub(super) fn mentions_in(&self, prose: &ProseText, worded: &Worded) -> Vec<(Range<usize>, Id)> {
        let mut mentions = Vec::new();
        let mut word = 0;
        while word < worded.len() {
            let may_begin = self.firsts.have(&worded.marks[word..=word]);
            let found = if may_begin { self.longest(&prose.text, worded, word) } else { None };
            word = found.as_ref().map_or(word + 1, |(_, _, next)| *next);
            mentions.extend(found.map(|(range, id, _)| (prose.source_range(range), id)));
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
            let mut meant =
                patterns.filter(|pattern| !pattern.is_exact || pattern.name == text[range.clone()]);
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

/// A text in small letters (of ASCII), cut into words. What is between words is cut into
/// single signs, which are words here too.
pub(super) struct Worded {
    small: String,
    /// Where words begin, and the end of the text.
    cuts: Vec<usize>,
    /// By which words are told from most others.
    pub(super) marks: Vec<Mark>,
}

impl Worded {
    pub(super) fn of(text: &str) -> Self {
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
        let small = text.to_ascii_lowercase();
        let marks = cuts.windows(2).map(|ends| Mark::of(&small[ends[0]..ends[1]])).collect();
        Self { small, cuts, marks }
    }

    /// How many words there are.
    fn len(&self) -> usize {
        self.cuts.len() - 1
    }

    /// Where the word of that number begins, or the text ends.
    fn start(&self, word: usize) -> usize {
        self.cuts[word]
    }

    fn word(&self, word: usize) -> &str {
        &self.small[self.cuts[word]..self.cuts[word + 1]]
    }

    /// All words.
    fn words(&self) -> impl Iterator<Item = &str> {
        self.cuts.windows(2).map(|ends| &self.small[ends[0]..ends[1]])
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::outline::outline;

    /// Finds mentions in a text, on a site with a few roles.
    #[track_caller]
    fn check(text: &str, mentions: &[(&str, usize)]) {
        let titles = ["Data Engineer", "Senior Data Engineer", "Tester", "SRE"];
        let titles = || titles.iter().enumerate().map(|(at, title)| (RoleId(at), *title));
        let mut names = Names::default();
        titles().for_each(|(role, title)| names.know(title, role));
        let prose = outline(text).prose.read(text);
        let found = Finder::of_roles(titles(), &names).first_mentions(
            &prose,
            &Worded::of(&prose.text),
            BTreeSet::new(),
        );
        let found: Vec<_> = found.iter().map(|(range, role)| (&text[range.clone()], role.0)).collect();
        assert_eq!(found, mentions);
    }

    #[test]
    fn the_first_mention_of_each_role_is_found_the_longest_name_first() {
        check("A data engineer and data\nengineers.", &[("data engineer", 0)]);
        check(
            "Senior data\nengineers, then a data engineer.",
            &[("Senior data\nengineers", 1), ("data engineer", 0)],
        );
        check("Metadata engineer, data engineering.", &[]);
    }

    #[test]
    fn words_without_spaces_end_where_the_kind_of_sign_changes() {
        let text = "副料理人は料理人になる。パン職人とSRE。";
        let titles = || [(RoleId(0), "料理人"), (RoleId(1), "SRE")].into_iter();
        let mut names = Names::default();
        titles().for_each(|(role, title)| names.know(title, role));
        let finder = Finder::of_roles(titles(), &names);
        let prose = outline(text).prose.read(text);
        let found = finder.first_mentions(&prose, &Worded::of(&prose.text), BTreeSet::new());
        let found: Vec<_> = found.into_iter().map(|(range, _)| (range.start, &text[range])).collect();
        assert_eq!(found, [("副料理人は".len(), "料理人"), (text.len() - "SRE。".len(), "SRE")]);
    }

    #[test]
    fn a_name_longer_than_any_role_has_is_not_looked_for() {
        for (words, is_found) in [(31, true), (34, false)] {
            let title = vec!["data"; words].join(" ");
            assert_eq!(
                Finder::of_title(&title).mentions(&outline(&title).prose.read(&title)).len(),
                usize::from(is_found)
            );
        }
    }

    #[test]
    fn single_words_and_capitals_need_their_case() {
        check("A tester, an sre.", &[]);
        check("A Tester, some Testers, two SREs.", &[("Tester", 2), ("SREs", 3)]);
    }

    #[test]
    fn headings_links_and_code_are_left_alone() {
        check("## Data engineer\n\n[data engineer](x) `data engineer`\n\n```\ndata engineer\n```\n", &[]);
        check("*A data engineer* and **data** engineer", &[("data engineer", 0)]);
    }
}
