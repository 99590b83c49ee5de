//! Whether a text mentions a thing: by its name, by a word of it, or by another form
//! of such a word. It would rather find too much than too little.

/// A text in which mentions are looked for.
pub(super) struct Wording<'t> {
    text: &'t str,
    folded: String,
}

/// Letters of a word that has other forms, and of a stem, at least.
const WORD: usize = 4;
const STEM: usize = 3;

impl<'t> Wording<'t> {
    /// The wording of `text`.
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, folded: text.to_lowercase() }
    }

    /// Whether it mentions `name`, or a word of it that says something.
    pub(super) fn mentions(&self, name: &str) -> bool {
        let name = name.trim();
        let words = name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '&' | '-' | ',' | '(' | ')'));
        self.has(name) || words.filter(|word| is_telling(word)).any(|word| self.has(word))
    }

    /// Whether it has the word or phrase, in any form. One of up to three letters
    /// of the alphabet has no other forms, and its case matters: `Go`.
    fn has(&self, phrase: &str) -> bool {
        let letters = phrase.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < WORD && phrase.is_ascii() {
            return found(self.text, phrase).any(|after| !after.starts_with(char::is_alphanumeric));
        }
        found(&self.folded, stem(&phrase.to_lowercase())).next().is_some()
    }
}

/// What follows each place where a word of `text` begins with `start`.
fn found<'t>(text: &'t str, start: &str) -> impl Iterator<Item = &'t str> {
    // Scripts without spaces have no beginnings of words.
    let has_beginning = start.starts_with(|c: char| c.is_ascii_alphanumeric());
    let places = if start.is_empty() { "" } else { text }.match_indices(start);
    places
        .filter(move |(at, _)| !has_beginning || !text[..*at].ends_with(char::is_alphanumeric))
        .map(|(at, start)| &text[at + start.len()..])
}

/// What the forms of a word have in common, more or less.
fn stem(word: &str) -> &str {
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    let long = stems.filter(|stem| stem.chars().count() >= STEM);
    long.min_by_key(|stem| stem.len()).unwrap_or(word)
}

/// Endings by which the forms of a word differ.
const ENDINGS: &[&str] = &[
    "ability", "al", "ance", "ation", "ations", "e", "ed", "ence", "er", "ers", "es", "ibility", "ic",
    "ication", "ies", "ility", "ing", "ings", "ion", "ions", "isation", "ise", "ition", "ity", "ive",
    "ization", "ize", "ly", "ment", "ments", "ness", "or", "osity", "ous", "s", "y",
];

/// Whether a word of a name tells one skill from others.
fn is_telling(word: &str) -> bool {
    let folded = word.to_lowercase();
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !COMMON.contains(&folded.as_str())
}

/// Words that stand in the names of many skills.
const COMMON: &[&str] = &[
    "and",
    "basic",
    "cross",
    "data",
    "development",
    "engineering",
    "focus",
    "for",
    "fundamentals",
    "general",
    "in",
    "knowledge",
    "level",
    "management",
    "of",
    "on",
    "or",
    "service",
    "services",
    "skill",
    "skills",
    "software",
    "system",
    "systems",
    "technical",
    "technology",
    "the",
    "to",
    "tools",
    "under",
    "with",
    "work",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, mentioned: &[&str], not_mentioned: &[&str]) {
        let wording = Wording::of(text);
        for name in mentioned {
            assert!(wording.mentions(name), "{name} in: {text}");
        }
        for name in not_mentioned {
            assert!(!wording.mentions(name), "{name} in: {text}");
        }
    }

    #[test]
    fn other_forms_of_a_word_are_mentions() {
        check(
            "You communicate, prioritize, and stay curious and reliable; a monitor that fails is observed.",
            &[
                "Communication",
                "Prioritisation",
                "Curiosity",
                "Reliability Focus",
                "Monitoring",
                "Observability",
            ],
            &["Collaboration", "Mentoring", "Customer Empathy"],
        );
        check(
            "Tests that were written down.",
            &["Automated Testing", "Technical Writing"],
            &["Technical Focus"],
        );
    }

    #[test]
    fn parts_of_a_name_are_mentions_but_for_common_words() {
        check("We manage systems and software.", &[], &["Distributed Systems", "Incident Management"]);
        check("Who may access what.", &["Identity & Access Management"], &[]);
    }

    #[test]
    fn short_names_are_words_of_their_own_in_their_case() {
        check("Go, R and C++ (with SQL).", &["Go", "R", "C++", "SQL"], &["C#", "AWS"]);
        check("We go on, mysql or not.", &[], &["Go", "SQL"]);
        check("Node.js 及云计算平台", &["Node.js", "云计算"], &[]);
    }
}
