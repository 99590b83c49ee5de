//! The names of roles, and finding the one that a text means.

use std::collections::BTreeMap;

use super::mentions::{Finder, Texts};
use crate::model::RoleId;
use crate::names::composed;
use crate::slug::Slug;

/// What all roles are called, and how that is found in texts.
#[derive(Debug)]
pub(super) struct Naming {
    /// Slugs, titles and alternate titles of the roles that it was made of.
    pub(super) roles: Vec<Called>,
    pub(super) names: Names,
    pub(super) finder: Finder<RoleId>,
}

/// What a role is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) slug: Slug,
    pub(super) title: String,
    pub(super) alternates: Vec<String>,
}

impl Naming {
    /// The naming of roles, in the order of their ids, for reading so many texts.
    pub(super) fn new(roles: Vec<Called>, texts: Texts) -> Self {
        let each = || roles.iter().enumerate().map(|(at, called)| (RoleId(at), called));
        let mut names = Names::default();
        for (role, called) in each() {
            names.add_title(called.slug.as_str(), role);
        }
        for (role, called) in each() {
            names.add_title(&called.title, role);
        }
        let titles = names.clone();
        for (role, called) in each() {
            for title in &called.alternates {
                names.add_alternate(title, role, &titles);
            }
        }
        let every_title = each().flat_map(|(role, called)| {
            let alternates = called.alternates.iter().map(String::as_str);
            std::iter::once(called.title.as_str()).chain(alternates).map(move |title| (role, title))
        });
        let finder = Finder::of_roles(every_title, &names, texts);
        Self { roles, names, finder }
    }
}

/// Names of all roles: slugs, titles and alternate titles, singular and plural.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    by_name: BTreeMap<String, Found>,
    /// Words in the longest name.
    longest: usize,
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// This role.
    Role(RoleId),
    /// More than one role.
    Several,
}

impl Names {
    /// Adds a name that is the role's alone: a slug or a title.
    pub(super) fn add_title(&mut self, name: &str, role: RoleId) {
        for form in forms(name) {
            self.longest = self.longest.max(form.split(' ').count());
            self.by_name.entry(form).or_insert(Found::Role(role));
        }
    }

    /// Adds an alternate title. One that is another role's title stays that
    /// role's; one that two roles claim means neither.
    pub(super) fn add_alternate(&mut self, name: &str, role: RoleId, titles: &Self) {
        for form in forms(name) {
            if titles.by_name.contains_key(&form) {
                continue;
            }
            self.longest = self.longest.max(form.split(' ').count());
            let found = self.by_name.entry(form).or_insert(Found::Role(role));
            if *found != Found::Role(role) {
                *found = Found::Several;
            }
        }
    }

    /// The role of that name: any case, singular or plural.
    pub(super) fn find(&self, name: &str) -> Option<Found> {
        self.by_name.get(&fold(name)).copied()
    }

    /// The longest name that `text` begins with, as its length in bytes.
    pub(super) fn prefix(&self, text: &str) -> Option<(Found, usize)> {
        let ends: Vec<usize> = word_ends(text).take(self.longest).collect();
        ends.into_iter().rev().find_map(|end| Some((self.find(&text[..end])?, end)))
    }

    /// All names that mean one role, sorted.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, RoleId)> {
        self.by_name.iter().filter_map(|(name, found)| match found {
            Found::Role(role) => Some((name.as_str(), *role)),
            Found::Several => None,
        })
    }
}

/// Offsets just after each word of `text`. A word ends at a space, or at
/// punctuation that does not join it to what follows.
pub(super) fn word_ends(text: &str) -> impl Iterator<Item = usize> {
    let is_in_word = |character: char| character.is_alphanumeric() || matches!(character, '#' | '+');
    text.char_indices().filter_map(move |(at, character)| {
        let end = at + character.len_utf8();
        let mut after = text[end..].chars();
        let goes_on = match after.next() {
            None => false,
            Some(next) if is_joint(next) => after.next().is_some_and(is_in_word),
            Some(next) => is_in_word(next),
        };
        (is_in_word(character) && !goes_on).then_some(end)
    })
}

/// Signs that can stand inside a word: `full-stack`, `CI/CD`, `Node.js`.
fn is_joint(character: char) -> bool {
    matches!(character, '-' | '/' | '.' | '\'' | '\u{2019}' | '&')
}

/// Lower case, accents in their letters, single spaces, which stand for hyphens too.
pub fn fold(name: &str) -> String {
    let name = composed(name);
    let words = name.split(|character: char| character.is_whitespace() || character == '-');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The forms of a name by which it is known in texts: as it is, and its plural.
pub fn forms(name: &str) -> [String; 2] {
    [fold(name), fold(&plural(name))]
}

/// The plural of a title: of the word before "of", else of the last one.
pub(super) fn plural(title: &str) -> String {
    let (head, rest) = title.find(" of ").map_or((title, ""), |at| title.split_at(at));
    let lower = head.to_lowercase();
    let stem = |cut: usize| &head[..head.len() - cut];
    let is_ascii_end = head.is_ascii();
    let plural = if is_ascii_end && lower.ends_with("man") {
        format!("{}men", stem(3))
    } else if is_ascii_end && lower.ends_with("wife") {
        format!("{}ves", stem(2))
    } else if is_ascii_end && lower.ends_with('y') && !ends_with(&lower, &["ay", "ey", "oy", "uy"]) {
        format!("{}ies", stem(1))
    } else if ends_with(&lower, &["s", "x", "ch", "sh"]) {
        format!("{head}es")
    } else {
        format!("{head}s")
    };
    plural + rest
}

/// The singular of a phrase that may be plural, as a plural is made of its last word, or of the one before "of".
pub fn singular(phrase: &str) -> String {
    let (head, rest) = phrase.find(" of ").map_or((phrase, ""), |at| phrase.split_at(at));
    let lower = head.to_lowercase();
    let cut = |count: usize, end: &str| format!("{}{end}", &head[..head.len() - count]);
    let singular = if !head.is_ascii() {
        head.to_owned()
    } else if lower.ends_with("ies") && lower.len() > 4 {
        cut(3, "y")
    } else if ends_with(&lower, &["sses", "xes", "ches", "shes"]) {
        cut(2, "")
    } else if lower.ends_with("men") {
        cut(3, "man")
    } else if lower.ends_with("wives") {
        cut(3, "fe")
    } else if lower.ends_with('s') && !ends_with(&lower, &["ss", "us", "is", "ops"]) {
        cut(1, "")
    } else {
        head.to_owned()
    };
    singular + rest
}

/// Words in lower case get a capital, but for small ones inside.
pub fn title_case(phrase: &str) -> String {
    let words = phrase.split_whitespace().enumerate().map(|(at, word)| {
        let is_small = at > 0 && ["of", "and", "in", "for", "the", "or", "to"].contains(&word);
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if !is_small && !word.chars().any(char::is_uppercase) => {
                first.to_uppercase().chain(characters).collect()
            }
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<String>>().join(" ")
}

fn ends_with(text: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| text.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_singulars_undo_each_other() {
        for (one, many) in [
            ("Network Engineer", "Network Engineers"),
            ("Director of Engineering", "Directors of Engineering"),
            ("Data Secretary", "Data Secretaries"),
            ("Head Coach", "Head Coaches"),
            ("Salesman", "Salesmen"),
            ("Nurse Midwife", "Nurse Midwives"),
            ("Analyst", "Analysts"),
            ("Attorney", "Attorneys"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(singular(many), one);
        }
        assert_eq!(singular("DevOps"), "DevOps");
        assert_eq!(singular("Boss"), "Boss");
    }

    #[test]
    fn names_are_found_in_any_case_and_number_the_longest_first() {
        let mut names = Names::default();
        names.add_title("Systems Administrator", RoleId(0));
        names.add_title("Systems", RoleId(1));
        assert_eq!(names.find("systems  ADMINISTRATORS"), Some(Found::Role(RoleId(0))));
        assert_eq!(names.prefix("systems administrators who"), Some((Found::Role(RoleId(0)), 22)));
        assert_eq!(names.prefix("Systems, and"), Some((Found::Role(RoleId(1)), 7)));
        assert_eq!(names.prefix("Systematic"), None);
    }

    #[test]
    fn an_alternate_title_of_two_roles_means_neither_and_a_title_wins() {
        let mut titles = Names::default();
        titles.add_title("Developer", RoleId(2));
        let mut names = Names::default();
        names.add_alternate("Coder", RoleId(0), &titles);
        names.add_alternate("Coder", RoleId(1), &titles);
        names.add_alternate("Developer", RoleId(0), &titles);
        assert_eq!(names.find("coders"), Some(Found::Several));
        assert_eq!(names.find("developer"), None);
    }

    #[test]
    fn words_end_at_spaces_and_outer_punctuation() {
        let text = "CI/CD full-stack, (C++) Node.js.";
        let words: Vec<_> = word_ends(text).map(|end| &text[..end]).collect();
        assert_eq!(
            words,
            ["CI/CD", "CI/CD full-stack", "CI/CD full-stack, (C++", text.trim_end_matches('.')]
        );
    }
}
