//! First mentions of roles in prose, which become links, and of skills.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::names::{Found, Names, plural};
use crate::markdown::outline::ProseText;
use crate::model::{RoleId, SkillId};

/// Finds the names of many things at once.
#[derive(Debug)]
pub(super) struct Finder<Id> {
    automaton: AhoCorasick,
    patterns: Vec<Pattern<Id>>,
}

/// A name that is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Pattern<Id> {
    id: Id,
    name: String,
    /// Whether its case matters.
    is_exact: bool,
}

/// How many texts a finder is for. What finds names faster takes longer to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// All of a site.
    All,
    /// A few of them.
    Few,
}

impl Finder<RoleId> {
    /// A finder of the titles and alternate titles of all roles, singular and
    /// plural. A name that two guides claim is never found.
    pub(super) fn of_roles<'t>(
        titles: impl IntoIterator<Item = (RoleId, &'t str)>,
        names: &Names,
        texts: Texts,
    ) -> Self {
        let titles = titles.into_iter().filter(|(role, title)| names.find(title) == Some(Found::Role(*role)));
        let patterns = titles.flat_map(|(id, title)| {
            let title = title.trim();
            let is_exact = is_everyday(title);
            [title.to_owned(), plural(title)].map(|name| Pattern { id, name, is_exact })
        });
        Self::new(patterns.collect(), texts)
    }
}

impl Finder<()> {
    /// A finder of one title, singular and plural. Case matters only if there are
    /// no small letters in it: "IT" is none of the many "it".
    pub(super) fn of_title(title: &str) -> Self {
        let is_exact = !title.chars().any(char::is_lowercase);
        let patterns = [title.to_owned(), plural(title)].map(|name| Pattern { id: (), name, is_exact });
        Self::new(patterns.into(), Texts::All)
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
        Self::new(patterns.collect(), Texts::All)
    }
}

/// Whether a name is of one word or of capitals alone: it may be an everyday word
/// too, so it is found in its exact case only.
fn is_everyday(name: &str) -> bool {
    !name.contains(char::is_whitespace) || !name.chars().any(char::is_lowercase)
}

/// Bytes of names, at most, that are looked for by a table of all their letters.
const FAST: usize = 128 * 1024;

impl<Id: Copy + Ord + Hash> Finder<Id> {
    /// A finder of names, longest first.
    fn new(mut patterns: Vec<Pattern<Id>>, texts: Texts) -> Self {
        // The fastest kind takes more memory than a large site should.
        let is_small = patterns.iter().map(|pattern| pattern.name.len()).sum::<usize>() < FAST;
        let is_fast = is_small && texts == Texts::All;
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .kind(is_fast.then_some(AhoCorasickKind::DFA))
            .build(patterns.iter().map(|pattern| &pattern.name))
            .unwrap_or_else(|_| {
                // Only more text than memory holds is refused; nothing is found then.
                patterns.clear();
                AhoCorasick::new::<[&str; 0], &str>([]).expect("no pattern at all is always accepted")
            });
        Self { automaton, patterns }
    }

    /// A finder of the names that this one or the other finds, but not both. In a text
    /// without any of them, both find the same.
    pub(super) fn of_others(&self, other: &Self) -> Self {
        let (own, others): (HashSet<_>, HashSet<_>) =
            (self.patterns.iter().collect(), other.patterns.iter().collect());
        let only_own = self.patterns.iter().filter(|pattern| !others.contains(pattern));
        let only_others = other.patterns.iter().filter(|pattern| !own.contains(pattern));
        Self::new(only_own.chain(only_others).cloned().collect(), Texts::Few)
    }

    /// Whether any of the names stands in `prose`, be it as a part of a word.
    pub(super) fn is_in(&self, prose: &ProseText) -> bool {
        self.automaton.is_match(&prose.text)
    }

    /// Where `prose` first mentions each thing but those in `known`, in source
    /// ranges of the text.
    pub(super) fn first_mentions(
        &self,
        prose: &ProseText,
        mut known: BTreeSet<Id>,
    ) -> Vec<(Range<usize>, Id)> {
        self.mentions(prose).filter(|(_, id)| known.insert(*id)).collect()
    }

    /// Everywhere that `prose` mentions anything, in source ranges of the text.
    pub(super) fn mentions(&self, prose: &ProseText) -> impl Iterator<Item = (Range<usize>, Id)> {
        let text = prose.text.as_str();
        self.automaton.find_iter(text).filter_map(move |found| {
            let pattern = &self.patterns[found.pattern().as_usize()];
            let written = &text[found.range()];
            let (before, after) =
                (text[..found.start()].chars().next_back(), text[found.end()..].chars().next());
            let (first, last) = (written.chars().next(), written.chars().next_back());
            let is_whole = !are_one_word(before, first) && !are_one_word(last, after);
            let is_meant = is_whole && (!pattern.is_exact || pattern.name == written);
            is_meant.then(|| (prose.source_range(found.range()), pattern.id))
        })
    }
}

/// Whether two neighbours belong to one word. Japanese and Chinese have no spaces between
/// words, but words end where the kind of sign changes: 料理人 is whole in 料理人になる, and
/// part of 副料理人.
fn are_one_word(one: Option<char>, other: Option<char>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let (left, right) = (Sign::of(one), Sign::of(other));
    is_word(one) && is_word(other) && left == right
}

/// Kinds of signs in scripts without spaces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Han,
    Hiragana,
    Katakana,
    Letter,
}

impl Sign {
    fn of(character: char) -> Self {
        match character {
            '\u{3041}'..='\u{309f}' => Self::Hiragana,
            '\u{30a1}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Self::Katakana,
            '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Han,
            _ => Self::Letter,
        }
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
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
        titles().for_each(|(role, title)| names.add_title(title, role));
        let prose = outline(text).prose.read(text);
        let found = [Texts::All, Texts::Few].map(|texts| {
            let finder = Finder::of_roles(titles(), &names, texts);
            finder.first_mentions(&prose, BTreeSet::new())
        });
        assert_eq!(found[0], found[1]);
        let found: Vec<_> = found[0].iter().map(|(range, role)| (&text[range.clone()], role.0)).collect();
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
        titles().for_each(|(role, title)| names.add_title(title, role));
        let finder = Finder::of_roles(titles(), &names, Texts::All);
        let found = finder.first_mentions(&outline(text).prose.read(text), BTreeSet::new());
        let found: Vec<_> = found.into_iter().map(|(range, _)| (range.start, &text[range])).collect();
        assert_eq!(found, [("副料理人は".len(), "料理人"), (text.len() - "SRE。".len(), "SRE")]);
    }

    #[test]
    fn what_is_in_none_of_the_names_that_changed_is_found_as_before() {
        let finder = |titles: &[&str]| {
            let titles = || titles.iter().enumerate().map(|(at, title)| (RoleId(at), *title));
            let mut names = Names::default();
            titles().for_each(|(role, title)| names.add_title(title, role));
            Finder::of_roles(titles(), &names, Texts::Few)
        };
        let before = finder(&["Data Engineer", "Tester"]);
        let is_other = |after: &[&str], text: &str| {
            finder(after).of_others(&before).is_in(&outline(text).prose.read(text))
        };
        assert!(!is_other(&["Data Engineer", "Tester"], "A data engineer and a Tester."));
        assert!(!is_other(&["Data Engineer", "Test Lead"], "A data engineer."));
        assert!(is_other(&["Data Engineer", "Test Lead"], "A Tester."), "a name that is gone");
        assert!(is_other(&["Data Engineer", "Test Lead"], "Some test leads."), "a name that is new");
        assert!(is_other(&["Tester", "Data Engineer"], "A Tester."), "names of other roles");
        assert!(is_other(&["Data Engineer", "Tester", "Senior Data Engineer"], "A senior data engineer."));
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
