//! The standard sections of guides: those that the owner names, or the six that are
//! built in.

use super::is_english;
use crate::form::Form;
use crate::slug::Slug;

/// A section that guides of the site have.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Other headings by which it is recognised.
    pub aliases: Vec<String>,
    /// Whether every guide should have it.
    pub required: bool,
    /// Whether paragraphs of it that open with "A to B" declare transitions.
    /// Where its owner does not say, a standard title says it.
    pub transitions: bool,
    /// Whether the verdicts of a guide on job descriptions stand at its end. Where
    /// its owner does not say, a standard title says it.
    pub listings: bool,
}

/// Reads the list `sections` of a site in `language`. The headings of the standard
/// sections are English, so no guide in another language has to have them.
pub(super) fn read(form: &Form<'_, '_>, language: &str) -> Vec<Section> {
    let given = form.forms("sections", |section| {
        let title = section.required_text("title").map(|title| title.value);
        let aliases = section.texts("aliases").into_iter().map(|alias| alias.value).collect();
        let required = section.flag("required").unwrap_or(false);
        let (transitions, listings) = (section.flag("transitions"), section.flag("listings"));
        title.map(|title| {
            let standard = Standard::called(&title);
            let transitions = transitions.unwrap_or(standard.is_some_and(|one| one.transitions));
            let listings = listings.unwrap_or(standard.is_some_and(|one| one.listings));
            Section { title, aliases, required, transitions, listings }
        })
    });
    if given.is_empty() {
        let is_english = is_english(language);
        let standard = STANDARD_SECTIONS.iter().map(Standard::section);
        return standard.map(|one| Section { required: one.required && is_english, ..one }).collect();
    }
    given.into_iter().flatten().collect()
}

/// A section that guides have where a site's owner names none.
struct Standard {
    title: &'static str,
    aliases: &'static [&'static str],
    required: bool,
    transitions: bool,
    listings: bool,
}

impl Standard {
    /// The standard section that is called `title`.
    fn called(title: &str) -> Option<&'static Self> {
        let title = Slug::of(title);
        STANDARD_SECTIONS
            .iter()
            .find(|one| std::iter::once(&one.title).chain(one.aliases).any(|name| Slug::of(name) == title))
    }

    fn section(&self) -> Section {
        Section {
            title: self.title.to_owned(),
            aliases: self.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            required: self.required,
            transitions: self.transitions,
            listings: self.listings,
        }
    }
}

const STANDARD_SECTIONS: &[Standard] = &[
    Standard {
        title: "The Role in Practice",
        aliases: &["What the Job Is", "What the Role Is"],
        required: true,
        transitions: false,
        listings: false,
    },
    Standard {
        title: "Common Backgrounds",
        aliases: &["Where People Come From"],
        required: true,
        transitions: false,
        listings: false,
    },
    Standard {
        title: "Adjacent Roles That Transition Most Naturally",
        aliases: &["Adjacent Roles", "Transitions", "Moves Into and Out of This Role"],
        required: true,
        transitions: true,
        listings: false,
    },
    Standard {
        title: "What the Market Actually Requires Versus What Job Descriptions List",
        aliases: &["What the Market Actually Requires", "Listed Against Required"],
        required: true,
        transitions: false,
        listings: true,
    },
    Standard {
        title: "How to Evaluate Your Fit",
        aliases: &["Is This Role for You"],
        required: true,
        transitions: false,
        listings: false,
    },
    Standard {
        title: "Closing Insight",
        aliases: &["Closing Thoughts", "In Closing"],
        required: false,
        transitions: false,
        listings: false,
    },
];
