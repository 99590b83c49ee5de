//! Languages by their tags: how they fall back to one another, and which plurals they
//! have, as the Unicode CLDR says. It knows no message.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

/// The plural forms that some language has, by their names in CLDR.
pub const CATEGORIES: [(&str, PluralCategory); 6] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
    ("other", PluralCategory::Other),
];

/// The tag and those that it falls back to, the most general one first: `zh`,
/// `zh-Hant`, `zh-Hant-TW`.
pub fn fallbacks(tag: &str) -> impl Iterator<Item = &str> {
    let ends = tag.match_indices('-').map(|(at, _)| at).chain([tag.len()]);
    ends.map(|end| &tag[..end])
}

/// The plurals of a language (UTS #35, part 3: language plural rules).
pub struct Plurals(Option<PluralRules>);

impl Plurals {
    /// Those of the language of a tag. One that CLDR does not know has a single form.
    pub fn of(tag: &str) -> Self {
        let preferences = Locale::try_from_str(tag).map(|locale| PluralRulesPreferences::from(&locale));
        Self(preferences.ok().and_then(|preferences| PluralRules::try_new_cardinal(preferences).ok()))
    }

    /// The form that goes with a number.
    pub fn form(&self, count: usize) -> PluralCategory {
        self.0.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(count))
    }

    /// The names of the forms that the language has.
    pub fn names(&self) -> Vec<&'static str> {
        let known: Vec<PluralCategory> =
            self.0.as_ref().map_or(vec![PluralCategory::Other], |rules| rules.categories().collect());
        CATEGORIES.iter().filter(|(_, form)| known.contains(form)).map(|(name, _)| *name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_fall_back_to_their_language() {
        let check = |tag: &str, expected: &[&str]| {
            assert_eq!(fallbacks(tag).collect::<Vec<_>>(), expected);
        };
        check("en", &["en"]);
        check("de-AT", &["de", "de-AT"]);
        check("zh-Hant-TW", &["zh", "zh-Hant", "zh-Hant-TW"]);
    }

    #[test]
    fn plurals_are_those_of_the_language() {
        let check = |tag: &str, names: &[&str], counts: &[(usize, PluralCategory)]| {
            let plurals = Plurals::of(tag);
            assert_eq!(plurals.names(), names, "{tag}");
            for (count, form) in counts {
                assert_eq!(plurals.form(*count), *form, "{tag}: {count}");
            }
        };
        use PluralCategory::{Few, Many, One, Other, Two, Zero};
        check("en", &["one", "other"], &[(0, Other), (1, One), (2, Other)]);
        check("fr-CA", &["one", "many", "other"], &[(0, One), (1, One), (2, Other), (1_000_000, Many)]);
        check("ja", &["other"], &[(1, Other)]);
        check("pl", &["one", "few", "many", "other"], &[(1, One), (22, Few), (12, Many)]);
        let arabic = [(0, Zero), (1, One), (2, Two), (3, Few), (11, Many), (100, Other), (103, Few)];
        check("ar", &["zero", "one", "two", "few", "many", "other"], &arabic);
        check("tlh", &["other"], &[(1, Other)]);
        check("not-a-tag-that-anybody-knows", &["other"], &[(1, Other)]);
    }
}
