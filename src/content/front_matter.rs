//! Front matter as authors write it: typed, with its places, nothing resolved.

use std::cmp::Reverse;
use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;
use percent_encoding::percent_decode_str;

use super::facts::{self, Facts};
use crate::config::rules;
use crate::cta::{self, Ending};
use crate::diagnostic::{Code, Diagnostic};
use crate::form::asked::{Asked, Shape};
use crate::form::{self, Form, Located};
use crate::markdown::outline::outline;
use crate::route::Route;

/// What an author says about a role above the guide.
#[derive(Clone, Debug)]
pub struct GuideFront {
    /// The preferred label of the role.
    pub title: Located<String>,
    /// One sentence.
    pub description: Option<Located<String>>,
    /// Other names of the role.
    pub alternate_titles: Vec<Located<String>>,
    /// Whether the guide is written to stay true for years.
    pub evergreen: bool,
    /// When it was first published.
    pub published: Option<Date>,
    /// When it was last reviewed.
    pub reviewed: Option<Located<Date>>,
    /// How often it is to be reviewed: "12 months". [`period`] can read it.
    pub review_every: Option<Located<String>>,
    /// O*NET-SOC code, ESCO URI and ISCO-08 code of the occupation.
    pub codes: Codes,
    /// Figures about the role, each with its source.
    pub facts: Facts,
    /// Whether it is left out of the published site.
    pub draft: bool,
    /// Old addresses that lead to the guide.
    pub aliases: Vec<Located<Route>>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What the licence of its sources asks to be said, as Markdown.
    pub attribution: Option<String>,
    /// What was changed since, the last first.
    pub changes: Vec<Change>,
    /// Tags, technical ones first.
    pub skills: Vec<SkillTag>,
    /// Declared transitions.
    pub transitions: Vec<TransitionEntry>,
    /// Whether first mentions of other roles become links.
    pub crosslink: bool,
    /// How the guide ends, if otherwise than those around it.
    pub ending: Option<Ending>,
    /// Rules that the guide goes without.
    pub silence: Vec<Silence>,
    /// The author's own keys.
    pub extra: serde_json::Value,
}

/// Codes of an occupation in public classifications.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// O*NET-SOC 2019, such as `15-1244.00`.
    pub onet_soc: Option<String>,
    /// ESCO, as its URI.
    pub esco: Option<String>,
    /// ISCO-08, four digits.
    pub isco08: Option<String>,
}

/// A change of a guide that its readers should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The day.
    pub date: Date,
    /// What was changed, in a sentence.
    pub text: String,
}

/// A skill as an author tags it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillTag {
    /// What the author wrote.
    pub name: Located<String>,
    /// Under which list.
    pub kind: SkillKind,
    /// Whether the role can do without.
    pub optional: bool,
    /// How job descriptions treat the skill.
    pub listing: Option<Listing>,
}

/// The two kinds of skills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkillKind {
    /// Of a tool, a language, a subject.
    Technical,
    /// Of working with people and with oneself.
    Soft,
}

/// How job descriptions treat a skill, against what the role requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// As it is.
    Accurate,
    /// More than it is.
    Overstated,
    /// Less than it is.
    Understated,
    /// Not at all, because it goes without saying.
    Assumed,
}

impl SkillKind {
    /// What authors call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Technical => "technical",
            Self::Soft => "soft",
        }
    }
}

impl Listing {
    /// What authors call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accurate => "accurate",
            Self::Overstated => "overstated",
            Self::Understated => "understated",
            Self::Assumed => "assumed",
        }
    }
}

/// A transition declared in front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitionEntry {
    /// Whether the move leads into this guide's role (`from = ...`).
    pub is_into: bool,
    /// The other role: its slug or any of its titles.
    pub other: Located<String>,
    /// A sentence about the move.
    pub note: Option<String>,
}

/// A rule that a text goes without, for a reason that its author gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The rule.
    pub rule: Code,
    /// Where it is named.
    pub range: Range<usize>,
}

/// What an author says about the site, a field or a track.
#[derive(Clone, Debug)]
pub struct IndexFront {
    /// Its name.
    pub title: Located<String>,
    /// One sentence.
    pub description: Option<Located<String>>,
    /// Order among its siblings; equal weights go by title.
    pub weight: i64,
    /// How the guides below it end, if otherwise than those around them.
    pub ending: Option<Ending>,
    /// Old addresses that lead here.
    pub aliases: Vec<Located<Route>>,
    /// Rules that the text goes without.
    pub silence: Vec<Silence>,
    /// The author's own keys.
    pub extra: serde_json::Value,
}

/// What an author says about a plain page.
#[derive(Clone, Debug)]
pub struct PageFront {
    /// All that a section has too; the weight is its order in the navigation.
    pub index: IndexFront,
    /// Whether it is left out of the published site.
    pub draft: bool,
}

/// Reads the front matter of a guide.
pub(super) fn guide(form: &Form<'_, '_>) -> Option<GuideFront> {
    let title = form.required_text("title").map(one_line);
    let front = GuideFront {
        title: title.clone().unwrap_or(Located { value: String::new(), range: 0..0 }),
        description: description(form),
        alternate_titles: form
            .texts("alternate_titles")
            .into_iter()
            .map(one_line)
            .filter(|title| !title.value.trim().is_empty())
            .collect(),
        evergreen: form.flag("evergreen").unwrap_or(false),
        published: form.date("published").map(|date| date.value),
        reviewed: form.date("reviewed"),
        review_every: review_every(form),
        codes: codes(form),
        facts: form.form("facts", facts::facts).unwrap_or_default(),
        draft: form.flag("draft").unwrap_or(false),
        aliases: aliases(form),
        authors: authors(form),
        attribution: attribution(form),
        changes: changes(form),
        skills: form.form("skills", skills).unwrap_or_default(),
        transitions: form.forms("transitions", transition).into_iter().flatten().collect(),
        crosslink: form.flag("crosslink").unwrap_or(true),
        ending: cta::read_ending(form),
        silence: silence(form),
        extra: form.extra("extra"),
    };
    title.map(|_| front)
}

/// Reads the front matter of the site, a field or a track.
pub(super) fn index(form: &Form<'_, '_>) -> Option<IndexFront> {
    let ending = cta::read_ending(form);
    Some(IndexFront { ending, ..described(form)? })
}

/// Reads what all texts but guides say about themselves.
fn described(form: &Form<'_, '_>) -> Option<IndexFront> {
    let title = form.required_text("title").map(one_line);
    let (description, weight) = (description(form), weight(form));
    let (aliases, silence, extra) = (aliases(form), silence(form), form.extra("extra"));
    Some(IndexFront { title: title?, description, weight, ending: None, aliases, silence, extra })
}

/// Reads the front matter of a plain page.
pub(super) fn page(form: &Form<'_, '_>) -> Option<PageFront> {
    let draft = form.flag("draft").unwrap_or(false);
    Some(PageFront { index: described(form)?, draft })
}

/// The keys of a guide.
pub fn guide_keys() -> Vec<Asked> {
    form::describe(guide)
}

/// The keys of the site, a field or a track.
pub fn index_keys() -> Vec<Asked> {
    form::describe(index)
}

/// The keys of a plain page.
pub fn page_keys() -> Vec<Asked> {
    form::describe(page)
}

/// A title without line breaks and doubled spaces.
fn one_line(title: Located<String>) -> Located<String> {
    let words: Vec<&str> = title.value.split_whitespace().collect();
    Located { value: words.join(" "), range: title.range }
}

fn description(form: &Form<'_, '_>) -> Option<Located<String>> {
    form.text("description").filter(|text| !text.value.trim().is_empty())
}

fn weight(form: &Form<'_, '_>) -> i64 {
    form.number("weight", i64::MIN).unwrap_or(0)
}

fn aliases(form: &Form<'_, '_>) -> Vec<Located<Route>> {
    let texts = form.texts("aliases");
    texts
        .into_iter()
        .filter_map(|text| {
            let route = alias(&text.value).filter(|route| route.as_str() != "/");
            if route.is_none() {
                form.report(
                    Diagnostic::error(
                        Code::InvalidValue,
                        format!("`{}` is not the path of an address", text.value),
                    )
                    .at(form.span(text.range.clone()))
                    .help("write the path from the site's root: `/old/address/`"),
                );
            }
            Some(Located { value: route?, range: text.range })
        })
        .collect()
}

/// The route that an old address means. One whose last part has no dot is a
/// page's, with or without a slash at its end.
fn alias(address: &str) -> Option<Route> {
    let mut path = percent_decode_str(address).decode_utf8().ok()?.into_owned();
    if path.rsplit('/').next().is_some_and(|last| !last.is_empty() && !last.contains('.')) {
        path.push('/');
    }
    Route::parse(&path)
}

/// Rules, each with the reason why the text goes without it.
fn silence(form: &Form<'_, '_>) -> Vec<Silence> {
    let named =
        form.named_texts("silence", Shape::Named(rules::settable_names().collect(), Box::new(Shape::Words)));
    let silences = named.into_iter().filter_map(|(name, reason)| {
        let rule = rules::settable(form, &name)?;
        if reason.value.trim().is_empty() {
            form.report(
                Diagnostic::error(Code::InvalidValue, format!("`{rule}` is silenced without a reason"))
                    .at(form.span(reason.range))
                    .help("say in a few words why this text goes without the rule"),
            );
            return None;
        }
        Some(Silence { rule, range: name.range })
    });
    silences.collect()
}

fn review_every(form: &Form<'_, '_>) -> Option<Located<String>> {
    let text = form.text("review_every")?;
    let sound = period(&text.value).is_some();
    if !sound {
        form.report(
            Diagnostic::error(Code::InvalidValue, "`review_every` must be a number and a unit")
                .at(form.span(text.range.clone()))
                .help("for example `\"12 months\"`; units are days, weeks, months and years"),
        );
    }
    sound.then_some(text)
}

/// A unit of time between two reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// The number and the unit of "12 months".
pub fn parts_of_period(text: &str) -> Option<(u16, Unit)> {
    let (number, unit) = text.split_once(' ')?;
    let number: u16 = number.parse().ok().filter(|number| *number > 0)?;
    let unit = match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    };
    Some((number, unit))
}

/// The time that "12 months" means.
pub fn period(text: &str) -> Option<Span> {
    let (number, unit) = parts_of_period(text)?;
    match unit {
        Unit::Day => Span::new().try_days(number),
        Unit::Week => Span::new().try_weeks(number),
        Unit::Month => Span::new().try_months(number),
        // Years that no calendar has are too many.
        Unit::Year => Span::new().try_years(number),
    }
    .ok()
}

fn codes(form: &Form<'_, '_>) -> Codes {
    let digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = |key, is_sound: &dyn Fn(&str) -> bool, example: &str| {
        let text = form.text(key)?;
        if !is_sound(&text.value) {
            form.report(
                Diagnostic::error(
                    Code::InvalidValue,
                    format!("`{key}` is not a code of that classification"),
                )
                .at(form.span(text.range.clone()))
                .help(format!("for example `\"{example}\"`")),
            );
            return None;
        }
        Some(text.value)
    };
    Codes {
        // Two digits, a hyphen, four digits, a dot, two digits.
        onet_soc: code(
            "onet_soc",
            &|text| {
                let parts =
                    text.split_once('-').and_then(|(major, rest)| Some((major, rest.split_once('.')?)));
                parts.is_some_and(|(major, (minor, detail))| {
                    digits(major, 2) && digits(minor, 4) && digits(detail, 2)
                })
            },
            "15-1244.00",
        ),
        esco: code("esco", &is_esco, "http://data.europa.eu/esco/occupation/..."),
        isco08: code("isco08", &|text| digits(text, 4), "2522"),
    }
}

/// Whether a text is an address in ESCO, the European classification of occupations and skills.
pub(super) fn is_esco(text: &str) -> bool {
    text.starts_with("http://data.europa.eu/esco/") && !text.contains(char::is_whitespace)
}

fn authors(form: &Form<'_, '_>) -> Vec<String> {
    let named = form.texts("authors").into_iter().filter_map(|author| {
        if author.value.trim().is_empty() {
            form.report(
                Diagnostic::error(Code::InvalidValue, "an author without a name")
                    .at(form.span(author.range))
                    .help("write the name, or take the entry out"),
            );
            return None;
        }
        Some(author.value)
    });
    named.collect()
}

/// It is shown on several pages, so its links must mean the same on all of them.
fn attribution(form: &Form<'_, '_>) -> Option<String> {
    let text = form.text("attribution").filter(|text| !text.value.trim().is_empty())?;
    let outline = outline(&text.value);
    let is_full = |target: &str| target.starts_with("https://") || target.starts_with("http://");
    let is_sound = outline.links.iter().all(|link| is_full(&link.target)) && outline.images.is_empty();
    if !is_sound {
        form.report(
            Diagnostic::error(
                Code::InvalidValue,
                "`attribution` links to no full address, or shows an image",
            )
            .at(form.span(text.range.clone()))
            .help(
                "write text, with links such as `[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)`",
            ),
        );
    }
    is_sound.then_some(text.value)
}

fn changes(form: &Form<'_, '_>) -> Vec<Change> {
    let change = |form: &Form<'_, '_>| {
        let (date, text) = (form.required_date("date"), form.required_text("text"));
        Some(Change { date: date?.value, text: text?.value.trim().to_owned() })
    };
    let mut changes: Vec<Change> = form.forms("changes", change).into_iter().flatten().collect();
    changes.sort_by_key(|change| Reverse(change.date));
    changes
}

fn skills(form: &Form<'_, '_>) -> Vec<SkillTag> {
    [SkillKind::Technical, SkillKind::Soft]
        .into_iter()
        .flat_map(|kind| {
            let by_name = |name| SkillTag { name, kind, optional: false, listing: None };
            form.entries(kind.name(), by_name, |form| skill(form, kind))
        })
        .filter(|tag| {
            let is_blank = tag.name.value.trim().is_empty();
            if is_blank {
                form.report(
                    Diagnostic::error(Code::InvalidValue, "a skill must have a name")
                        .at(form.span(tag.name.range.clone())),
                );
            }
            !is_blank
        })
        .collect()
}

fn skill(form: &Form<'_, '_>, kind: SkillKind) -> Option<SkillTag> {
    let name = form.required_text("name");
    let optional = form.flag("optional").unwrap_or(false);
    let listing = form.choice("listing", LISTINGS, ("a verdict on listings", "verdicts"));
    Some(SkillTag { name: name?, kind, optional, listing })
}

const LISTINGS: &[(&str, Listing)] = &[
    (Listing::Accurate.name(), Listing::Accurate),
    (Listing::Overstated.name(), Listing::Overstated),
    (Listing::Understated.name(), Listing::Understated),
    (Listing::Assumed.name(), Listing::Assumed),
];

fn transition(form: &Form<'_, '_>) -> Option<TransitionEntry> {
    let [from, to] = form.one_of(["from", "to"]);
    let note = form.text("note").map(|note| note.value).filter(|note| !note.trim().is_empty());
    let (is_into, other) = match (from, to) {
        (Some(from), None) => (true, from),
        (None, Some(to)) => (false, to),
        _ => {
            form.report(
                Diagnostic::error(Code::MissingKey, "a transition has either `from` or `to`: the other role")
                    .at(form.span(form.range()))
                    .help("`from = \"...\"` for a move into this role, `to = \"...\"` for a move out of it"),
            );
            return None;
        }
    };
    Some(TransitionEntry { is_into, other, note })
}
