//! The names of roles, and finding the one that a text means.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::mentions;
use super::traces::Trail;
use crate::model::RoleId;
use crate::model::mentions::LazyFinder;
use crate::names::{composed, straight};
use crate::slug::Slug;

/// What all roles are called, and how that is found in texts.
#[derive(Debug)]
pub(super) struct Naming {
    /// What each role is called, in the order of ids.
    pub(super) roles: Arc<Vec<Arc<Called>>>,
    pub(super) names: Arc<Names>,
    pub(super) finder: Arc<LazyFinder<RoleId>>,
}

/// What a role is called.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) slug: Slug,
    pub(super) title: String,
    pub(super) alternates: Vec<String>,
    /// The names that are the role's alone: the forms of its slug, then those of its title.
    own: [Arc<str>; 4],
    /// The forms of its alternate titles.
    others: Vec<Arc<str>>,
}

impl Called {
    pub(super) fn new(slug: &Slug, title: &str, alternates: Vec<String>) -> Self {
        let of = |name: &str| forms(name).map(Arc::from);
        let ([slug_one, slug_many], [title_one, title_many]) = (of(slug.as_str()), of(title));
        let own = [slug_one, slug_many, title_one, title_many];
        let others = alternates.iter().flat_map(|title| of(title)).collect();
        Self { slug: slug.clone(), title: title.to_owned(), alternates, own, others }
    }

    /// Its title and alternate titles, as they are.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.title).chain(&self.alternates).map(String::as_str)
    }

    /// Its title, in the form of [`fold`].
    pub(super) fn folded_title(&self) -> &str {
        &self.own[2]
    }

    /// All by which it is known, in the form of [`fold`].
    pub(super) fn forms(&self) -> impl Iterator<Item = &str> {
        self.own.iter().chain(&self.others).map(|form| &**form)
    }
}

impl Naming {
    /// The naming of roles, in the order of their ids.
    pub(super) fn new(roles: Vec<Arc<Called>>) -> Self {
        let each = || roles.iter().enumerate().map(|(at, called)| (RoleId(at), called));
        let mut names = Names::default();
        let slugs_first = [0..2, 2..4];
        for forms in slugs_first {
            for (role, called) in each() {
                called.own[forms.clone()].iter().for_each(|form| names.add_title(form, role));
            }
        }
        for (role, called) in each() {
            called.others.iter().for_each(|form| names.add_alternate(form, role));
        }
        let (roles, names) = (Arc::new(roles), Arc::new(names));
        let finder = Arc::new(finder(Arc::clone(&roles), Arc::clone(&names)));
        // The first page that is shown needs it. Until then there is time.
        let needed = Arc::clone(&finder);
        rayon::spawn(move || {
            LazyLock::force(&needed);
        });
        Self { roles, names, finder }
    }

    /// The names of roles that are called otherwise than `before`, those of now and those of
    /// then. Whoever meets none of them finds the same by both namings, if the roles are the same.
    pub(super) fn others(&self, before: &Self) -> Vec<Trail> {
        let both = self.roles.iter().zip(before.roles.iter());
        let others = both.filter(|(now, then)| !Arc::ptr_eq(now, then) && now != then);
        others.flat_map(|(now, then)| [Trail::of(now), Trail::of(then)]).collect()
    }
}

/// Finds the titles and alternate titles of roles in texts.
fn finder(roles: Arc<Vec<Arc<Called>>>, names: Arc<Names>) -> LazyFinder<RoleId> {
    LazyLock::new(Box::new(move || {
        let roles = roles.iter().enumerate();
        let titles = roles.flat_map(|(at, called)| called.titles().map(move |title| (RoleId(at), title)));
        mentions::of_roles(titles, &names)
    }))
}

/// Names of all roles: slugs, titles and alternate titles, singular and plural.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: HashMap<Arc<str>, Name>,
    /// Words in the longest name.
    longest: usize,
}

/// A name of one role or more.
#[derive(Debug)]
struct Name {
    found: Found,
    /// Whether it is a slug or a title.
    is_title: bool,
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
    /// Adds a form of a name that is the role's alone: of a slug or a title. The first to
    /// have it keeps it.
    fn add_title(&mut self, form: &Arc<str>, role: RoleId) {
        if !self.by_name.contains_key(form) {
            self.add(form, Name { found: Found::Role(role), is_title: true });
        }
    }

    /// Adds a form of an alternate title, once all titles are known. One that is another
    /// role's title stays that role's; one that two roles claim means neither.
    fn add_alternate(&mut self, form: &Arc<str>, role: RoleId) {
        match self.by_name.get_mut(form) {
            Some(Name { is_title: true, .. }) => {}
            Some(name) if name.found == Found::Role(role) => {}
            Some(name) => name.found = Found::Several,
            None => self.add(form, Name { found: Found::Role(role), is_title: false }),
        }
    }

    fn add(&mut self, form: &Arc<str>, name: Name) {
        self.longest = self.longest.max(form.split(' ').count());
        self.by_name.insert(Arc::clone(form), name);
    }

    /// Adds a name that is the role's alone.
    #[cfg(test)]
    pub(super) fn know(&mut self, name: &str, role: RoleId) {
        forms(name).map(Arc::from).iter().for_each(|form| self.add_title(form, role));
    }

    /// The role of that name: any case, singular or plural.
    pub(super) fn find(&self, name: &str) -> Option<Found> {
        self.by_name.get(fold(name).as_str()).map(|name| name.found)
    }

    /// The longest name that `text` begins with, as its length in bytes.
    pub(super) fn prefix(&self, text: &str) -> Option<(Found, usize)> {
        let ends: Vec<usize> = name_ends(text, self.longest).collect();
        ends.into_iter().rev().find_map(|end| Some((self.find(&text[..end])?, end)))
    }

    /// All names that mean one role, sorted.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, RoleId)> {
        let names = self.by_name.iter().filter_map(|(form, name)| match name.found {
            Found::Role(role) => Some((&**form, role)),
            Found::Several => None,
        });
        let mut names: Vec<(&str, RoleId)> = names.collect();
        names.sort_unstable();
        names.into_iter()
    }
}

/// Offsets just after each word of `text`. A word ends at a space, or at
/// punctuation that does not join it to what follows.
pub(super) fn word_ends(text: &str) -> impl Iterator<Item = usize> {
    ends(text).filter_map(|(end, character)| is_in_word(character).then_some(end))
}

/// Offsets in `text` where a name of up to so many words (as [`fold`] parts them) may end: after
/// each word, and after each sign, since `Nurse (RN)` and `Bäcker:in` are names too.
pub(super) fn name_ends(text: &str, words: usize) -> impl Iterator<Item = usize> {
    let mut begun = 0;
    let mut is_between = true;
    let mut up_to = text.len();
    for (at, character) in text.char_indices() {
        let is_gap = is_gap(character);
        begun += usize::from(is_between && !is_gap);
        is_between = is_gap;
        if begun > words {
            up_to = at;
            break;
        }
    }
    ends(text)
        .take_while(move |(end, _)| *end <= up_to)
        .filter_map(|(end, sign)| (!is_gap(sign)).then_some(end))
}

/// Offsets after each sign of `text` but those that a word goes on behind, and the sign.
fn ends(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().filter_map(move |(at, character)| {
        let end = at + character.len_utf8();
        let mut after = text[end..].chars();
        let goes_on = match after.next() {
            None => false,
            Some(next) if is_joint(next) => after.next().is_some_and(is_in_word),
            Some(next) => is_in_word(next),
        };
        (!is_in_word(character) || !goes_on).then_some((end, character))
    })
}

fn is_in_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '#' | '+')
}

/// Whether a sign parts the words of a name.
fn is_gap(character: char) -> bool {
    character.is_whitespace() || character == '-'
}

/// Signs that can stand inside a word: `full-stack`, `CI/CD`, `Node.js`.
fn is_joint(character: char) -> bool {
    matches!(character, '-' | '/' | '.' | '\'' | '\u{2019}' | '&')
}

/// Lower case, accents in their letters, straight quotes, single spaces, which stand for hyphens too.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return fold_ascii(name);
    }
    let name = composed(name);
    let name = straight(&name);
    let words = name.split(is_gap);
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn fold_ascii(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split([' ', '\t', '\n', '\x0b', '\x0c', '\r', '-']).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
    }
    folded
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
        names.know("Systems Administrator", RoleId(0));
        names.know("Systems", RoleId(1));
        assert_eq!(names.find("systems  ADMINISTRATORS"), Some(Found::Role(RoleId(0))));
        assert_eq!(names.prefix("systems administrators who"), Some((Found::Role(RoleId(0)), 22)));
        assert_eq!(names.prefix("Systems, and"), Some((Found::Role(RoleId(1)), 7)));
        assert_eq!(names.prefix("Systematic"), None);
    }

    #[test]
    fn an_alternate_title_of_two_roles_means_neither_and_a_title_wins() {
        let called = |slug, others: &[&str]| {
            let others = others.iter().map(|title| (*title).to_owned()).collect();
            Arc::new(Called::new(&Slug::of(slug), slug, others))
        };
        let roles = [called("a", &["Coder", "Developer"]), called("b", &["Coder"]), called("developer", &[])];
        let Naming { names, .. } = Naming::new(roles.into());
        assert_eq!(names.find("coders"), Some(Found::Several));
        assert_eq!(names.find("developer"), Some(Found::Role(RoleId(2))));
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
