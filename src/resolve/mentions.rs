//! The names that are looked for in prose: of roles, of skills, of one role without a guide.

use super::names::{Found, Names, plural};
use crate::model::mentions::{Finder, Pattern};
use crate::model::{RoleId, SkillId};

/// A finder of the titles and alternate titles of all roles, singular and
/// plural. A name that two guides claim is never found.
pub(super) fn of_roles<'t>(
    titles: impl IntoIterator<Item = (RoleId, &'t str)>,
    names: &Names,
) -> Finder<RoleId> {
    let titles = titles.into_iter().filter(|(role, title)| names.find(title) == Some(Found::Role(*role)));
    let patterns = titles.flat_map(|(id, title)| {
        let title = title.trim();
        let is_exact = is_everyday(title);
        [title.to_owned(), plural(title)].map(|name| Pattern { id, name, is_exact })
    });
    Finder::new(patterns.collect())
}

/// A finder of one title, singular and plural. Case matters only if there are
/// no small letters in it: "IT" is none of the many "it".
pub(super) fn of_title(title: &str) -> Finder<()> {
    let is_exact = !title.chars().any(char::is_lowercase);
    let patterns = [title.to_owned(), plural(title)].map(|name| Pattern { id: (), name, is_exact });
    Finder::new(patterns.into())
}

/// A finder of names of skills. Names of one or two letters are words of many
/// other meanings, and are never found.
pub(super) fn of_skills<'t>(names: impl IntoIterator<Item = (SkillId, &'t str)>) -> Finder<SkillId> {
    let names = names.into_iter().map(|(skill, name)| (skill, name.trim()));
    let telling = names.filter(|(_, name)| name.chars().filter(|sign| sign.is_alphanumeric()).count() > 2);
    let patterns =
        telling.map(|(id, name)| Pattern { id, name: name.to_owned(), is_exact: is_everyday(name) });
    Finder::new(patterns.collect())
}

/// Whether a name is of one word or of capitals alone: it may be an everyday word
/// too, so it is found in its exact case only.
fn is_everyday(name: &str) -> bool {
    !name.contains(char::is_whitespace) || !name.chars().any(char::is_lowercase)
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
        let found = of_roles(titles(), &names).first_mentions(&prose, |_| false);
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
        let finder = of_roles(titles(), &names);
        let prose = outline(text).prose.read(text);
        let found = finder.first_mentions(&prose, |_| false);
        let found: Vec<_> = found.into_iter().map(|(range, _)| (range.start, &text[range])).collect();
        assert_eq!(found, [("副料理人は".len(), "料理人"), (text.len() - "SRE。".len(), "SRE")]);
    }

    #[test]
    fn a_name_longer_than_any_role_has_is_not_looked_for() {
        for (words, is_found) in [(31, true), (34, false)] {
            let title = vec!["data"; words].join(" ");
            assert_eq!(
                of_title(&title).mentions(&outline(&title).prose.read(&title)).len(),
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
