//! The site that something new is started in: where it belongs, whether it is
//! there already, and whether the site is as sound with it as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cmd::ask;
use crate::content::kind::Kind;
use crate::content::{Content, Parsed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, did_you_mean};
use crate::disk::create::{self, already_there};
use crate::disk::read;
use crate::load::{self, Memory, Options};
use crate::model::{Book, SkillId, TrackId};
use crate::resolve::hearsay::{Hearsay, called};
use crate::sketch::Sketch;
use crate::slug::Slug;
use crate::source::{Source, SourcePath, Sources};

/// The vocabulary of skills.
pub(super) const VOCABULARY: &str = "content/skills.toml";

pub(super) struct Desk {
    root: PathBuf,
    sources: Sources,
    memory: Memory,
    parsed: Vec<Arc<Parsed>>,
    pub(super) book: Book,
    /// Errors that the site has, known once something was written.
    pub(super) errors: usize,
}

/// Somewhere that something new can lie: what it is called on the command line,
/// and its folder.
struct Spot {
    name: String,
    folder: String,
}

impl Desk {
    /// Reads the site. Errors in its guides are no obstacle: what is known of the
    /// others will do.
    pub(super) fn open(root: &Path) -> Result<Self, Diagnostics> {
        let (sources, found) = read::read(root);
        if !sources.contains_key(crate::source::CONFIG) {
            return Err(found);
        }
        let mut memory = Memory::default();
        let book = load::book(&sources, &OPTIONS, &mut memory)?;
        let parsed = load::parse(&sources, &mut memory);
        Ok(Self { root: root.to_owned(), sources, memory, parsed, book, errors: 0 })
    }

    /// Refuses a role that has a guide.
    pub(super) fn check_is_new(&self, title: &str) -> Result<(), Diagnostic> {
        if let Some(role) = called(&self.book, title).first() {
            let role = &self.book[*role];
            let path = role.text.document.source.path();
            let names = if role.title.to_lowercase() == title.to_lowercase() {
                format!("`{title}` has a guide already")
            } else {
                format!("`{title}` is a name of the role `{}`, which has a guide already", role.title)
            };
            return Err(already_there(path.as_str(), names).help("write on there, or choose another title"));
        }
        let slug = Slug::of(title);
        let taken =
            self.parsed.iter().find(|one| matches!(&one.kind, Kind::Guide { role, .. } if *role == slug));
        taken.map_or(Ok(()), |one| {
            let path = one.source.path().as_str();
            let message = format!("`{path}` is the guide of the slug `{slug}` already");
            Err(already_there(path, message).help("a role's slug is unique in the whole site"))
        })
    }

    /// The folder of the track that a guide belongs to: the one that is `asked`
    /// for, else the one of all neighbours, else the one that the author chooses.
    pub(super) fn track(
        &self,
        asked: Option<&str>,
        title: &str,
        heard: &Hearsay,
    ) -> Result<String, Diagnostic> {
        let tracks: Vec<TrackId> = (0..self.book.tracks.len()).map(TrackId).collect();
        let spots = tracks.iter().map(|id| {
            let track = &self.book[*id];
            self.spot(&[&self.book[track.field].slug, &track.slug])
        });
        let spots: Vec<Spot> = spots.collect();
        let of_neighbours: BTreeSet<TrackId> =
            heard.neighbours.iter().map(|role| self.book[*role].track).collect();
        let told = match of_neighbours.first() {
            Some(track) if of_neighbours.len() == 1 => Some(track.0),
            _ => None,
        };
        choose(
            "track",
            &spots,
            asked,
            told,
            title,
            "`rolebook new field \"...\"`, then `rolebook new track \"...\"`",
        )
    }

    /// The folder of the field that a track belongs to, likewise.
    pub(super) fn field(&self, asked: Option<&str>, title: &str) -> Result<String, Diagnostic> {
        let spots: Vec<Spot> = self.book.fields.iter().map(|field| self.spot(&[&field.slug])).collect();
        choose("field", &spots, asked, None, title, "`rolebook new field \"...\"`")
    }

    /// Where a field or track lies: its folder may be spelled otherwise than its slugs.
    fn spot(&self, slugs: &[&Slug]) -> Spot {
        let name = slugs.iter().map(|slug| slug.as_str()).collect::<Vec<_>>().join("/");
        let folder = self.parsed.iter().find_map(|one| {
            let route = one.kind.route()?;
            let is_inside = route.as_str().strip_prefix('/')?.starts_with(&format!("{name}/"));
            let depth = one.source.path().as_str().match_indices('/').nth(slugs.len()).map(|(at, _)| at)?;
            is_inside.then(|| one.source.path().as_str()[..depth].to_owned())
        });
        Spot { folder: folder.unwrap_or_else(|| format!("content/{name}")), name }
    }

    /// The text of the vocabulary, if there is one.
    pub(super) fn vocabulary(&self) -> &str {
        self.sources.get(VOCABULARY).and_then(|source| source.text().ok()).unwrap_or("")
    }

    /// The skill of that name: its slug, and itself if the site knows it.
    pub(super) fn skill(&self, name: &str) -> Result<(Slug, Option<SkillId>), Diagnostic> {
        let slug = Slug::of(name);
        let entries = self.parsed.iter().filter_map(|one| match &one.content {
            Some(Content::Vocabulary(vocabulary)) => Some(&vocabulary.entries),
            _ => None,
        });
        for entry in entries.flatten().filter(|entry| !entry.includes.is_empty()) {
            if std::iter::once(&entry.name).chain(&entry.aliases).any(|known| Slug::of(&known.value) == slug)
            {
                let parts: Vec<String> =
                    entry.includes.iter().map(|part| format!("`{}`", part.value)).collect();
                let message = format!("`{name}` stands for several skills");
                let help = format!("write about one of them: {}", parts.join(", "));
                return Err(Diagnostic::error(Code::UnknownSkill, message).help(help));
            }
        }
        let known = self.book.skills.iter().position(|skill| {
            skill.slug == slug || skill.aliases.iter().any(|alias| Slug::of(alias) == slug)
        });
        let slug = known.map_or(slug, |at| self.book.skills[at].slug.clone());
        // Prose about a known skill may be called like one of its other names.
        if let Some(text) = known.and_then(|at| self.book.skills[at].text.as_ref()) {
            let path = text.document.source.path();
            let message = format!("`{name}` has a text already");
            return Err(already_there(path.as_str(), message).help("write on there"));
        }
        Ok((slug, known.map(SkillId)))
    }

    /// Writes a new file, and `entry` at the end of the vocabulary, unless the site
    /// would have an error that it has not now.
    pub(super) fn write(&mut self, sketch: &Sketch, entry: Option<&str>) -> Result<(), Diagnostics> {
        let mut files = BTreeMap::from([(sketch.path.clone(), sketch.text.clone().into_bytes())]);
        let is_there = self.sources.contains_key(VOCABULARY);
        if let Some(entry) = entry.filter(|_| !is_there) {
            files.insert(VOCABULARY.to_owned(), entry.as_bytes().to_vec());
        }
        let in_the_way = create::check(&self.root, &files);
        if !in_the_way.is_empty() {
            return Err(in_the_way);
        }
        self.check_stays_sound(&files, entry.filter(|_| is_there))?;
        // An entry without a text is none the worse, a text without one is an error.
        if let Some(entry) = entry.filter(|_| is_there) {
            create::append(&self.root, VOCABULARY, entry)?;
        }
        create::create(&self.root, &files)
    }

    fn check_stays_sound(
        &mut self,
        files: &BTreeMap<String, Vec<u8>>,
        entry: Option<&str>,
    ) -> Result<(), Diagnostics> {
        let name = |error: &Diagnostic| (error.code, error.message.clone());
        let is_error = |error: &&Diagnostic| error.severity == Severity::Error;
        let (_, before) = load::load(&self.sources, &OPTIONS, &mut self.memory);
        self.errors = before.count(Severity::Error);
        let before: BTreeSet<(Code, String)> = before.iter().filter(is_error).map(name).collect();
        let mut sources = self.sources.clone();
        let mut put = |path: &str, bytes: Vec<u8>| {
            let path = SourcePath::new(path);
            sources.insert(path.clone(), Arc::new(Source::new(path, bytes)));
        };
        for (path, bytes) in files {
            put(path, bytes.clone());
        }
        if let Some(entry) = entry {
            put(VOCABULARY, format!("{}{entry}", self.vocabulary()).into_bytes());
        }
        let (_, after) = load::load(&sources, &OPTIONS, &mut self.memory);
        let worse = after.iter().filter(is_error).filter(|error| !before.contains(&name(error)));
        let worse: Diagnostics = worse.cloned().collect();
        if worse.is_empty() { Ok(()) } else { Err(worse) }
    }
}

const OPTIONS: Options = Options { base_url: None, drafts: true, preview: false };

fn choose(
    what: &str,
    spots: &[Spot],
    asked: Option<&str>,
    told: Option<usize>,
    title: &str,
    begin: &str,
) -> Result<String, Diagnostic> {
    let error = |message: String| Diagnostic::error(Code::UnknownTrack, message);
    let names: Vec<String> = spots.iter().map(|spot| spot.name.clone()).collect();
    let choices = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.is_empty() {
        return Err(error(format!("the site has no {what} yet")).help(format!("begin with {begin}")));
    }
    let folder = |at: usize| spots[at].folder.clone();
    if let Some(asked) = asked {
        let path = asked.trim_matches('/');
        let path = path.strip_prefix("content/").unwrap_or(path);
        let slugs = path.split('/').map(|part| Slug::of(part).to_string()).collect::<Vec<_>>().join("/");
        // The last part alone will do where it is the only one.
        let found = names.iter().enumerate();
        let found = found.filter(|(_, name)| **name == slugs || name.ends_with(&format!("/{slugs}")));
        let found: Vec<usize> = found.map(|(at, _)| at).collect();
        if let [one] = found[..] {
            return Ok(folder(one));
        }
        let near = names.iter().find(|name| {
            let last = name.rsplit('/').next();
            did_you_mean(&slugs, [name.as_str()].into_iter().chain(last)).is_some()
        });
        let near = near.map(|near| format!("did you mean `{near}`? ")).filter(|_| found.is_empty());
        let message = if found.is_empty() {
            format!("there is no {what} `{asked}`")
        } else {
            format!("several {what}s are called `{asked}`")
        };
        return Err(error(message).help(format!("{}{what}s: {}", near.unwrap_or_default(), choices())));
    }
    let only = (names.len() == 1).then_some(0);
    let chosen =
        told.or(only).or_else(|| ask::choose(&format!("Which {what} does `{title}` belong to?"), &names));
    chosen.map(folder).ok_or_else(|| {
        error(format!("cannot tell which {what} `{title}` belongs to"))
            .help(format!("name it by `--{what} PATH`; {what}s: {}", choices()))
    })
}
