//! Guides to the occupations of a release: which are wanted, where each belongs,
//! and its text.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::alternates::{Titles, role};
use super::skills::{self, Uses};
use super::{Occupation, Release, groups};
use crate::content::kind::Kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::import::known::Known;
use crate::import::place::{self, Place};
use crate::import::write;
use crate::markdown::words;
use crate::slug::Slug;
use crate::source::SourcePath;

/// Tasks of a guide, at most.
const TASKS: usize = 12;

/// Bytes of a description, at most: what search engines show.
const LONGEST: usize = 160;

/// Which occupations become guides.
#[derive(Clone, Debug)]
pub enum Choice {
    /// All that have data.
    All,
    /// Those of job families that have data, by two digits each.
    Families(Vec<String>),
    /// These, by their codes.
    Codes(Vec<String>),
}

/// How much of a release goes into a guide.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Technical skills, at most.
    pub skills: usize,
    /// Alternate titles, at most.
    pub titles: usize,
    /// Related occupations, at most, the nearest first.
    pub related: usize,
}

/// What was made of a release.
#[derive(Debug, Default)]
pub struct Made {
    /// New files of the site.
    pub files: BTreeMap<SourcePath, String>,
    /// What was counted on the way.
    pub(super) account: Account,
}

#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) guides: usize,
    /// Names of new tracks, with the number of their guides.
    pub(super) tracks: BTreeMap<String, usize>,
    /// Occupations that have a guide, with its file.
    pub(super) there: Vec<(String, String, SourcePath)>,
    /// Occupations without data, each with its code.
    pub(super) empty: Vec<(String, String)>,
    /// Alternate titles that were taken, and that were not.
    pub(super) titles: (usize, usize),
    pub(super) skills: (usize, usize),
    pub(super) without_skills: usize,
    pub(super) without_tasks: usize,
    pub(super) moves: usize,
    /// Relations to occupations that have no guide here.
    pub(super) elsewhere: usize,
}

/// A guide that is to be made.
struct Wanted<'r> {
    code: &'r str,
    occupation: &'r Occupation,
    title: String,
    slug: Slug,
    place: Place,
    path: SourcePath,
}

/// Makes guides of a release. `site` is the title of the site, which the attribution
/// names as the one who changed the data.
pub fn make(
    release: &Release,
    version: &str,
    choice: &Choice,
    limits: Limits,
    site: &str,
    known: &mut Known,
) -> (Made, Diagnostics) {
    let mut made = Made::default();
    let mut diagnostics = Diagnostics::default();
    let mut roles: BTreeMap<&str, Slug> = BTreeMap::new();
    for (code, occupation) in &release.occupations {
        let title = role(&occupation.title);
        if let Some((slug, _)) = known.occupation(code, [&occupation.title, &title]) {
            roles.insert(code, slug.clone());
        }
    }
    let chosen = chosen(release, choice, &mut made.account, &mut diagnostics);
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    let mut slugs: BTreeMap<Slug, &str> = BTreeMap::new();
    for (code, occupation) in chosen {
        let title = role(&occupation.title);
        let slug = Slug::of(&title);
        let there = known.occupation(code, [&occupation.title, &title]).map(|(_, path)| path);
        if let Some(path) = there.or_else(|| known.guide(&slug)) {
            made.account.there.push((code.to_owned(), title, path.clone()));
            continue;
        }
        let (field, track) = groups::place(code);
        let place = place::make(&field, &track, known);
        let path = place.guide(&slug).filter(|_| title.contains(char::is_alphanumeric) && title.len() <= 200);
        let Some(path) = path else {
            let message = format!("`{}` ({code}) cannot be the title of a guide", occupation.title);
            diagnostics.push(Diagnostic::error(Code::ImportRefused, message));
            continue;
        };
        if let Some(first) = slugs.insert(slug.clone(), code) {
            let message = format!("{first} and {code} are both called `{title}`");
            diagnostics.push(Diagnostic::error(Code::ImportRefused, message));
            continue;
        }
        for (index, text) in indexes(&place) {
            let kind = Kind::of(&index);
            let title = if matches!(kind, Kind::Field { .. }) { &field } else { &track };
            known.add(&index, &kind, Some(title));
            made.files.insert(index, text);
        }
        roles.insert(code, slug.clone());
        wanted.push(Wanted { code, occupation, title, slug, place, path });
    }
    let desk = Desk {
        titles: Titles::of(release),
        uses: Uses::of(release),
        section: known.sections.first().map_or_else(|| "Tasks".to_owned(), |section| section.title.clone()),
        attribution: attribution(version, site),
        roles,
        limits,
        known,
    };
    for one in &wanted {
        let text = desk.guide(one, &mut made.account);
        made.files.insert(one.path.clone(), text);
    }
    (made, diagnostics)
}

fn chosen<'r>(
    release: &'r Release,
    choice: &Choice,
    account: &mut Account,
    diagnostics: &mut Diagnostics,
) -> Vec<(&'r str, &'r Occupation)> {
    let all = || release.occupations.iter().map(|(code, occupation)| (code.as_str(), occupation));
    if let Choice::Codes(codes) = choice {
        let codes: BTreeSet<&String> = codes.iter().collect();
        let found = codes.into_iter().filter_map(|code| {
            let found = release.occupations.get_key_value(code);
            if found.is_none() {
                let near = did_you_mean(code, release.occupations.keys().map(String::as_str));
                let message = format!("the release has no occupation `{code}`");
                diagnostics.push(Diagnostic::error(Code::ImportRefused, message).maybe_help(near));
            }
            found.map(|(code, occupation)| (code.as_str(), occupation))
        });
        return found.collect();
    }
    let is_chosen = |code: &str| match choice {
        Choice::Families(families) => families.iter().any(|family| code.starts_with(family.as_str())),
        _ => true,
    };
    if let Choice::Families(families) = choice {
        for family in families {
            if !all().any(|(code, _)| code.starts_with(family.as_str())) {
                let name = groups::family(family).unwrap_or_default();
                let message = format!("the release has no occupation of the family {family} ({name})");
                diagnostics.push(Diagnostic::error(Code::ImportRefused, message));
            }
        }
    }
    let (full, empty): (Vec<_>, Vec<_>) =
        all().filter(|(code, _)| is_chosen(code)).partition(|(_, occupation)| occupation.has_data());
    account.empty = empty.into_iter().map(|(code, one)| (code.to_owned(), one.title.clone())).collect();
    full
}

/// The files that make the field and the track of an occupation, where the site
/// lacks them, with a description that says what they hold.
fn indexes(place: &Place) -> Vec<(SourcePath, String)> {
    let files = place.indexes().into_iter().map(|(path, _)| {
        let (field, track) = place.titles();
        let (title, description) = if matches!(Kind::of(&path), Kind::Field { .. }) {
            (field, format!("Occupations of the job family {field}: their tasks, tools and ways on."))
        } else {
            (track, format!("Guides to occupations of the group {track}."))
        };
        let (title, description) = (Value::from(title), Value::from(description));
        (path, format!("+++\ntitle = {title}\ndescription = {description}\n+++\n"))
    });
    files.collect()
}

/// The first of several sentences, if it is a description for lists and search
/// engines: the whole text would be cut off there.
fn first_sentence(text: &str) -> Option<&str> {
    let end = text.find(". ")? + 1;
    (end <= LONGEST).then(|| &text[..end])
}

/// What the licence of O*NET asks for, in the words that O*NET asks for.
fn attribution(version: &str, site: &str) -> String {
    let site = words::inline(site);
    format!(
        "This page includes information from the [O\\*NET {version} Database](https://www.onetcenter.org/database.html) \
         by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA). Used under the \
         [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/) license. O\\*NET® is a trademark of USDOL/ETA. \
         {site} has modified all or some of this information. USDOL/ETA has not approved, endorsed, or tested these \
         modifications."
    )
}

/// All that the guides of a run have in common.
struct Desk<'r> {
    titles: Titles,
    uses: Uses<'r>,
    /// Heading of the tasks.
    section: String,
    attribution: String,
    /// Roles that have a guide or get one now, by code.
    roles: BTreeMap<&'r str, Slug>,
    limits: Limits,
    known: &'r Known,
}

impl Desk<'_> {
    fn guide(&self, wanted: &Wanted<'_>, account: &mut Account) -> String {
        let occupation = wanted.occupation;
        let alternates = self.titles.alternates(occupation, self.known, self.limits.titles);
        let skills = skills::list(wanted.code, occupation, &self.uses, self.known, self.limits.skills);
        let moves = self.moves(wanted, account);
        account.guides += 1;
        *account.tracks.entry(wanted.place.titles().1.to_owned()).or_default() += 1;
        account.titles.0 += alternates.len();
        account.titles.1 += occupation.alternates.len() - alternates.len();
        account.skills.0 += skills.technical.len();
        account.skills.1 += skills.left_out;
        account.without_skills += usize::from(skills.technical.is_empty());
        account.without_tasks += usize::from(occupation.tasks.is_empty());
        account.moves += moves.len();
        let texts = |texts: Vec<String>| Value::Array(texts.into_iter().map(Value::String).collect());
        let mut keys = Table::new();
        if let Some(sentence) = first_sentence(&occupation.description) {
            keys.insert("description".to_owned(), Value::from(sentence));
        }
        if !alternates.is_empty() {
            keys.insert("alternate_titles".to_owned(), texts(alternates));
        }
        keys.insert("onet_soc".to_owned(), Value::from(wanted.code));
        keys.insert("draft".to_owned(), Value::Boolean(true));
        keys.insert("attribution".to_owned(), Value::from(self.attribution.as_str()));
        if !moves.is_empty() {
            keys.insert("transitions".to_owned(), Value::Array(moves));
        }
        let front = write::Front {
            title: &wanted.title,
            keys: &keys,
            technical: &skills.technical,
            soft: &skills.soft,
            extra: &Table::new(),
        };
        write::guide(&front, &self.body(occupation))
    }

    /// Moves to related occupations. They have no note: nobody vouches for them yet.
    fn moves(&self, wanted: &Wanted<'_>, account: &mut Account) -> Vec<Value> {
        let mut seen = BTreeSet::from([&wanted.slug]);
        let mut moves = Vec::new();
        for code in wanted.occupation.related.iter().take(self.limits.related) {
            match self.roles.get(code.as_str()) {
                Some(role) if seen.insert(role) => {
                    let to = ("to".to_owned(), Value::from(role.as_str()));
                    moves.push(Value::Table(Table::from_iter([to])));
                }
                Some(_) => {}
                None => account.elsewhere += 1,
            }
        }
        moves
    }

    fn body(&self, occupation: &Occupation) -> String {
        let mut body = format!("{}\n", words::block(&occupation.description));
        if let Some(zone) = &occupation.zone {
            body.push_str(&format!(
                "\nO\\*NET puts this occupation in Job Zone {}. Zones tell how much preparation an occupation needs, \
                 and 5 is the most.\n",
                words::inline(zone)
            ));
        }
        let mut tasks: Vec<_> = occupation.tasks.iter().collect();
        tasks.sort_by_key(|task| !task.is_core);
        if !tasks.is_empty() {
            body.push_str(&format!("\n## {}\n\n", words::heading(&self.section)));
        }
        for task in tasks.into_iter().take(TASKS) {
            body.push_str(&format!("- {}\n", words::block(&task.text)));
        }
        body
    }
}
