//! Titles and descriptions of pages, as search engines and shared links show them.

use super::chrome::Frame;
use crate::markdown::outline::Outline;
use crate::model::{FieldId, RoleId, Section};

/// Characters that search engines show of a title, about.
const SHOWN_TITLE: usize = 60;

/// A page's title with the name of the site, as far as both are shown.
pub(super) fn head_title(title: &str, site: &str) -> String {
    let both = format!("{title} \u{b7} {site}");
    if both.chars().count() > SHOWN_TITLE { title.to_owned() } else { both }
}

/// Characters that search engines show of a description, about.
const SHOWN_DESCRIPTION: usize = 170;

/// A description as far as it is shown, cut between two words.
pub(super) fn shown(description: &str) -> String {
    let mut ends = description.char_indices().map(|(at, _)| at);
    if ends.clone().count() <= SHOWN_DESCRIPTION {
        return description.to_owned();
    }
    let limit = ends.nth(SHOWN_DESCRIPTION - 1).unwrap_or(description.len());
    let fits = description.get(..limit).unwrap_or(description);
    // A text without spaces is cut where it has to be.
    let words = fits.rsplit_once(char::is_whitespace).map_or(fits, |(words, _)| words);
    format!("{}\u{2026}", words.trim_end_matches(|c: char| c.is_whitespace() || ",;:".contains(c)))
}

/// What a list of roles is about where its author does not say it.
pub(super) fn listed(frame: &Frame<'_>, name: &str, roles: impl Iterator<Item = RoleId>) -> String {
    let titles: Vec<&str> = roles.map(|role| frame.book[role].title.as_str()).collect();
    if titles.is_empty() {
        return frame.words.say("about.no_roles", &[("name", name.into())]);
    }
    let count = titles.len();
    let roles = frame.words.list(titles);
    frame
        .words
        .say("about.roles", &[("count", count.into()), ("name", name.into()), ("roles", (&roles).into())])
}

/// What the map of a field, or of the whole site, shows.
pub(super) fn on_the_map(frame: &Frame<'_>, field: Option<FieldId>) -> String {
    match field {
        None => frame.words.say("about.map", &[("count", frame.book.roles.len().into())]),
        Some(id) => {
            let count = frame.book.roles_of(id).count();
            let field = &frame.book[id].section.title;
            frame.words.say("about.map_of", &[("count", count.into()), ("field", field.into())])
        }
    }
}

/// What an author says a section is, or its first paragraph.
pub fn description(section: &Section) -> String {
    section.description.clone().unwrap_or_else(|| lede(&section.text.document.outline))
}

fn lede(outline: &Outline) -> String {
    outline.lede.as_ref().map(|(_, text)| text.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[track_caller]
    fn check(description: &str, expected: &str) {
        let found = shown(description);
        assert_eq!(found, expected);
        assert!(found.chars().count() <= 170);
    }

    #[test]
    fn descriptions_end_between_words() {
        check("Short.", "Short.");
        let fits = format!("{}é.", "word ".repeat(33) + "abc");
        assert_eq!(fits.chars().count(), 170);
        check(&fits, &fits);
        check(&format!("{fits}x"), &format!("{}…", "word ".repeat(33).trim_end()));
        check(&format!("{}, and so on", "ab".repeat(79)), &format!("{}, and so on", "ab".repeat(79)));
        check(&format!("{}, {}", "ab".repeat(40), "cd".repeat(60)), &format!("{}…", "ab".repeat(40)));
        check(&"日".repeat(200), &format!("{}…", "日".repeat(169)));
    }
}
