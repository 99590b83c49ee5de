//! What is wrong with a site, where, and what to do about it. Diagnostics are
//! gathered, never thrown: no stage stops at the first one. Printing them is
//! `report`'s.

use std::fmt;

use crate::source::{SourcePath, Span};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site cannot be built as its author meant it.
    Error,
    /// The site can be built, but something is probably not as meant.
    Warning,
    /// Nothing is wrong; an editor would mention it all the same.
    Note,
}

impl Severity {
    /// From the gravest down, each by its name.
    pub const NAMES: [(&'static str, Self); 3] =
        [("error", Self::Error), ("warning", Self::Warning), ("note", Self::Note)];

    /// Its name, as it is printed.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// One rule that a site can break. Shown in kebab-case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The rule's name, as it is printed.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// How much it matters where nobody decides otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// What it means to break the rule, in lines that belong together.
            pub fn meaning(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($doc),+]),+ }
            }
        }
    };
}

codes! {
    /// A file or role that was to be made is there already.
    AlreadyThere = "already-there", Error;
    /// An alternate title that two guides claim is never linked by itself.
    AmbiguousTitle = "ambiguous-title", Warning;
    /// A link's `#fragment` names no heading of the page that it leads to, nor, with `_` in
    /// front, an anchor of the page's own.
    BrokenAnchor = "broken-anchor", Error;
    /// A link leads to no file, page or role of the site.
    BrokenLink = "broken-link", Error;
    /// A guide says two things of one move: it declares the move twice, or its front
    /// matter has the move in one direction and its prose only in the other.
    ContradictoryTransition = "contradictory-transition", Warning;
    /// An address of another host answers that nothing is there.
    DeadLink = "dead-link", Warning;
    /// Two headings of a page claim the same anchor, or one claims an anchor of the page's
    /// own, which begin with `_`.
    DuplicateAnchor = "duplicate-anchor", Error;
    /// A guide lists the same skill twice, perhaps through an alias.
    DuplicateSkill = "duplicate-skill", Error;
    /// Two guides, two folders beside each other, two texts about a skill or two `[[authors]]` of the
    /// configuration have the same slug.
    DuplicateSlug = "duplicate-slug", Error;
    /// Two guides have the same title.
    DuplicateTitle = "duplicate-title", Error;
    /// Two entries of the vocabulary claim the same name or alias.
    DuplicateVocabulary = "duplicate-vocabulary", Error;
    /// A guide or page has no text.
    EmptyBody = "empty-body", Error;
    /// A standard section of a guide has a heading and no text.
    EmptySection = "empty-section", Warning;
    /// An image of another host: the site would not load without that host.
    ExternalImage = "external-image", Warning;
    /// A file that `import` makes no guide of, or a table that it cannot read.
    ImportRefused = "import-refused", Error;
    /// A file that must be TOML is not.
    InvalidToml = "invalid-toml", Error;
    /// A file that must be text holds bytes that are not UTF-8.
    InvalidUtf8 = "invalid-utf8", Error;
    /// A value of the right type that means nothing: a date that does not
    /// exist, a theme that is not there.
    InvalidValue = "invalid-value", Error;
    /// A file could not be read or written.
    Io = "io", Error;
    /// An image is larger than any page shows it, or takes long to load.
    LargeImage = "large-image", Warning;
    /// No other guide asks for a skill that a guide lists.
    LoneSkill = "lone-skill", Note;
    /// A description is longer than search engines show.
    LongDescription = "long-description", Warning;
    /// A title is longer than search engines show.
    LongTitle = "long-title", Warning;
    /// A file of `content/` that no rule gives a page.
    MisplacedFile = "misplaced-file", Error;
    /// An image without alternative text.
    MissingAlt = "missing-alt", Warning;
    /// A text has no description for lists and search engines.
    MissingDescription = "missing-description", Warning;
    /// A source that must begin with front matter does not, or never ends it.
    MissingFrontMatter = "missing-front-matter", Error;
    /// A folder of guides without the `_index.md` that makes it a field or a
    /// track.
    MissingIndex = "missing-index", Error;
    /// A key that is required is absent.
    MissingKey = "missing-key", Error;
    /// A title has letters that no font of the drawn cards has.
    MissingLetter = "missing-letter", Warning;
    /// A guide lacks a section that every guide of the site should have.
    MissingSection = "missing-section", Warning;
    /// Two skills of the site look like two spellings of one.
    NearDuplicateSkill = "near-duplicate-skill", Warning;
    /// The folder holds no site.
    NoSite = "no-site", Error;
    /// A guide declares a move into its role, and the guide to the role where the
    /// move begins never mentions it.
    OneSidedTransition = "one-sided-transition", Note;
    /// The output folder is not one that rolebook may write to.
    OutputRefused = "output-refused", Error;
    /// A source that leads out of the site, by a symbolic link.
    OutsideSite = "outside-site", Error;
    /// HTML in a text that does not reach the page whole, because its author need not be
    /// trusted. Where only its look is lost, as by a class, that is a note.
    RemovedHtml = "removed-html", Warning;
    /// A guide was to be reviewed by now, by its own `review_every`.
    ReviewOverdue = "review-overdue", Warning;
    /// A body has a first-level heading, though the title already is one.
    SecondTitle = "second-title", Warning;
    /// A transition from a role to itself.
    SelfTransition = "self-transition", Error;
    /// A guide lists a skill by another name than the vocabulary does.
    SkillSpelling = "skill-spelling", Note;
    /// A template that does not parse or render.
    Template = "template", Error;
    /// A footnote that is referred to but not defined.
    UndefinedFootnote = "undefined-footnote", Warning;
    /// A key that rolebook does not know.
    UnknownKey = "unknown-key", Error;
    /// A `[[transitions]]` entry names a role that no guide has.
    UnknownRole = "unknown-role", Error;
    /// Prose about a skill that the site does not know.
    UnknownSkill = "unknown-skill", Error;
    /// A new guide without a track of the site, or a new track without a field.
    UnknownTrack = "unknown-track", Error;
    /// No other guide leads to a guide: neither a link nor a mention nor a move.
    UnlinkedGuide = "unlinked-guide", Warning;
    /// A guide lists a skill that its text never mentions.
    UnmentionedTag = "unmentioned-tag", Warning;
    /// A file of the built site has a name that Windows refuses.
    UnportableName = "unportable-name", Warning;
    /// A guide mentions a skill of the vocabulary often, and does not list it.
    UntaggedSkill = "untagged-skill", Warning;
    /// A file of `content/` that runs in a reader's browser: a drawing with a script, or a
    /// page of its own.
    UnsafeFile = "unsafe-file", Error;
    /// A link that runs what it says, or shows it in place of a page: `javascript:`,
    /// `vbscript:` or `data:`.
    UnsafeLink = "unsafe-link", Error;
    /// A text silences a rule that it does not break.
    UnusedSilence = "unused-silence", Note;
    /// Words of the theme are missing in the language of the site.
    Untranslated = "untranslated", Warning;
    /// An address of another host gave no answer that tells whether something is
    /// there.
    UnverifiedLink = "unverified-link", Note;
    /// Two things of the site would be published at the same URL.
    UrlCollision = "url-collision", Error;
    /// A value of the wrong type.
    WrongType = "wrong-type", Error;
}

impl Code {
    /// Whether a site may decide how much the rule matters. What makes a site no
    /// site stays an error.
    pub fn is_settable(self) -> bool {
        self.severity() != Severity::Error
    }

    /// The rule of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// The rule that is broken.
    pub code: Code,
    /// A lower-case sentence with names in backticks.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Further places that explain the first, each with a few words.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
    /// What mends it, if that is certain. Few have one, so it takes little room.
    pub fix: Option<Box<Fix>>,
}

/// What mends a breach of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to write in the place of the span that the diagnostic points at.
    pub text: String,
}

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// At the site as a whole.
    Site,
    /// At a file or folder as a whole.
    File(SourcePath),
    /// At a stretch of a file.
    Span(Span),
}

impl Diagnostic {
    /// A breach of the rule, as grave as it is where nobody decides otherwise, so far
    /// without a place.
    pub fn of(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: code.severity(),
            code,
            message: message.into(),
            place: Place::Site,
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The same, of a rule that makes an error.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        debug_assert_eq!(code.severity(), Severity::Error, "{code}");
        Self::of(code, message)
    }

    /// The same, of a rule that makes a warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        debug_assert_eq!(code.severity(), Severity::Warning, "{code}");
        Self::of(code, message)
    }

    /// The same, at `span`.
    pub fn at(self, span: Span) -> Self {
        Self { place: Place::Span(span), ..self }
    }

    /// The same, at a file or folder.
    pub fn at_file(self, path: &SourcePath) -> Self {
        Self { place: Place::File(path.clone()), ..self }
    }

    /// The same, with a further place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// The same, with what to do.
    pub fn help(self, text: impl Into<String>) -> Self {
        Self { help: Some(text.into()), ..self }
    }

    /// The same, with what to write at its place instead.
    pub fn fix(self, text: impl Into<String>) -> Self {
        Self { fix: Some(Box::new(Fix { text: text.into() })), ..self }
    }

    /// The same, with `help` if there is one.
    pub fn maybe_help(self, help: Option<String>) -> Self {
        Self { help: help.or(self.help), ..self }
    }

    /// The file that it points at or into.
    pub fn path(&self) -> Option<&SourcePath> {
        match &self.place {
            Place::Site => None,
            Place::File(path) => Some(path),
            Place::Span(span) => Some(span.source.path()),
        }
    }

    fn order(&self) -> (&str, usize, Severity, Code, &str) {
        let (path, offset) = match &self.place {
            Place::Site => ("", 0),
            Place::File(path) => (path.as_str(), 0),
            Place::Span(span) => (span.source.path().as_str(), span.start),
        };
        (path, offset, self.severity, self.code, &self.message)
    }
}

/// Diagnostics as they are gathered.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of `others`.
    pub fn append(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// All of them, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds those of `others`.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(others);
    }

    /// Without notes: what `build` and `serve` tell.
    pub fn without_notes(mut self) -> Self {
        self.0.retain(|diagnostic| diagnostic.severity != Severity::Note);
        self
    }

    /// Number of diagnostics of that severity; what two paths found counts once.
    pub fn count(&self, severity: Severity) -> usize {
        self.sorted().into_iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Sorted by path, then offset, so that the order of discovery does not
    /// show; a diagnostic that two paths found stands once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.0.iter().collect();
        sorted.sort_by(|left, right| left.order().cmp(&right.order()));
        sorted.dedup_by(|left, right| left.order() == right.order());
        sorted
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}

/// A help that names the nearest of `known` to `word`, if one is near:
/// "did you mean `x`?". Distance is Damerau-Levenshtein, at most a third of the
/// word's length.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let folded = word.to_lowercase();
    let length = word.chars().count();
    let limit = (length / 3).max(1);
    known
        .into_iter()
        // A name of quite another length cannot be near, and is cheaper to tell.
        .filter(|name| name.chars().count().abs_diff(length) <= limit)
        .map(|name| (strsim::damerau_levenshtein(&folded, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let known = ["title", "description", "draft"];
        assert_eq!(did_you_mean("tilte", known).as_deref(), Some("did you mean `title`?"));
        assert_eq!(did_you_mean("Title", known).as_deref(), Some("did you mean `title`?"));
        assert_eq!(did_you_mean("salary", known), None);
    }

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
