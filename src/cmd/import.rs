//! `import`: articles become guides, and so do occupations of O*NET.

mod onet;

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::{count, say, tell, tell_diagnostics};
use crate::config::Config;
use crate::content::kind::Kind;
use crate::content::{self, Parsed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place as At};
use crate::disk::{article, create, read};
use crate::import::known::Known;
use crate::import::place::{self, Place};
use crate::import::{self, Draft};
use crate::load::{self, Memory, Options};
use crate::model::Book;
use crate::report;
use crate::source::{Source, SourcePath, Sources};

/// Make guides of articles: plain text as copied from a web page, a saved HTML
/// page, or Markdown with TOML, YAML or no front matter.
///
/// Prints what it understood, what it left out and what it was unsure of, with
/// the lines of the article. No file is ever overwritten.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: rolebook import baker.html --track food/bread --dry-run",
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
pub(super) struct Import {
    #[command(subcommand)]
    source: Option<Database>,
    /// Articles: .txt, .html or .md
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Track that the guides belong to, instead of the one that an article names:
    /// FIELD/TRACK, made if the site lacks it
    #[arg(long, value_name = "FIELD/TRACK")]
    track: Option<String>,
    /// Print the guides and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What guides are made of besides articles. A file of such a name is `./onet`.
#[derive(Debug, Subcommand)]
enum Database {
    /// Make guides of occupations, from a release of the O*NET database
    Onet(onet::Onet),
}

/// A guide that is to be written.
struct Imported {
    file: PathBuf,
    draft: Draft,
    place: Place,
    path: SourcePath,
    /// Files that make its field and track.
    indexes: Vec<(SourcePath, String)>,
}

/// The site as it is read.
struct Site {
    sources: Sources,
    parsed: Vec<Arc<Parsed>>,
    config: Arc<Config>,
}

impl Site {
    /// Reads the site as far as its decisions can be read.
    fn read(root: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        let (sources, found) = read::read(root);
        let mut memory = Memory::default();
        let (config, wrong) = load::configure(&sources, &Options::default(), &mut memory);
        // Other mistakes of the site are for `build` to tell.
        if config.is_none() {
            diagnostics.append(found);
            diagnostics.append(wrong);
        }
        let config = config?;
        let parsed = load::parse(&sources, &mut memory);
        Some(Self { sources, parsed, config })
    }
}

impl Import {
    pub(super) fn run(&self, root: &Path) -> ExitCode {
        if let Some(Database::Onet(onet)) = &self.source {
            return onet.run(root);
        }
        let mut diagnostics = Diagnostics::default();
        let imported = match Site::read(root, &mut diagnostics) {
            Some(site) => self.import(root, &site, &mut diagnostics),
            None => 0,
        };
        tell_diagnostics(&diagnostics);
        if !diagnostics.has_errors() {
            return ExitCode::SUCCESS;
        }
        let outcome = match (imported, self.dry_run) {
            (0, _) => "nothing was written".to_owned(),
            (some, true) => format!("{} can be imported", count(some, "article")),
            (some, false) => format!("{} imported", count(some, "article")),
        };
        tell(&format!("{}; {outcome}\n", report::count(&diagnostics)));
        ExitCode::FAILURE
    }

    /// Imports what can be imported, and gives the number of articles.
    fn import(&self, root: &Path, site: &Site, diagnostics: &mut Diagnostics) -> usize {
        let mut known = Known::of(&site.config, &site.parsed);
        let mut imported = Vec::new();
        for file in &self.files {
            match self.one(file, site, &mut known) {
                Ok(one) => imported.push(one),
                Err(error) => diagnostics.push(error),
            }
        }
        if !self.dry_run {
            imported.retain(|one| {
                let files = one.indexes.iter().map(|(path, text)| (path, text));
                let files = files.chain([(&one.path, &one.draft.text)]);
                let files = files.map(|(path, text)| (path.to_string(), text.clone().into_bytes())).collect();
                create::create(root, &files).map_err(|errors| diagnostics.append(errors)).is_ok()
            });
        }
        let files = imported.iter().flat_map(|one| {
            let guide = (one.path.clone(), one.draft.text.clone());
            one.indexes.iter().cloned().chain([guide])
        });
        let (book, mistakes) = trial(site, files);
        for one in &imported {
            let told = self.told(one, book.as_ref());
            if self.dry_run {
                say(&one.draft.text);
                tell(&told);
            } else {
                say(&told);
            }
        }
        tell_mistakes(&mistakes);
        imported.len()
    }

    fn one(&self, file: &Path, site: &Site, known: &mut Known) -> Result<Imported, Diagnostic> {
        let source = Arc::new(article::read(file)?);
        let draft = import::draft(&source, known)?;
        let place = self.place(&source, &draft, known)?;
        let path = place.guide(&draft.slug).ok_or_else(|| {
            let message = format!("a guide `{}` cannot be in the field `{}`", draft.slug, place.titles().0);
            refused(message, &source).help(
                "`skills` is no field, and `index` no role: name another with `--track`, or change the title",
            )
        })?;
        if site.sources.contains_key(&path) {
            return Err(create::already_there(path.as_str(), format!("`{path}` is there already"))
                .help("move or delete it if the article is to take its place"));
        }
        if let Some(other) = known.guide(&draft.slug) {
            let message = format!("`{other}` is the guide to `{}` already", draft.title);
            return Err(refused(message, &source)
                .help("a role has one guide: move or delete that one if the article is to take its place"));
        }
        let indexes = place.indexes();
        for (path, text) in &indexes {
            let parsed = content::parse(&Arc::new(Source::new(path.clone(), text.clone().into_bytes())));
            let (field, track) = place.titles();
            let title = if matches!(parsed.kind, Kind::Field { .. }) { field } else { track };
            known.add(path, &parsed.kind, Some(title));
        }
        known.add(&path, &Kind::of(&path), None);
        Ok(Imported { file: file.to_owned(), draft, place, path, indexes })
    }

    fn place(&self, source: &Arc<Source>, draft: &Draft, known: &Known) -> Result<Place, Diagnostic> {
        if let Some(track) = &self.track {
            return place::chosen(track, known)
                .ok_or_else(|| refused(format!("`{track}` names no track"), source).help(choices(known)));
        }
        if let Some(place) = place::named(&draft.named, known) {
            return Ok(place);
        }
        ask(source, draft, known).ok_or_else(|| {
            refused(format!("the article `{}` does not say which track it belongs to", draft.title), source)
                .help(choices(known))
        })
    }

    fn told(&self, one: &Imported, book: Option<&Book>) -> String {
        let verb = if self.dry_run { "would become" } else { "became" };
        let Imported { file, draft, place, path, indexes } = one;
        let mut told = format!("{} ({}) {verb} {path}\n", file.display(), draft.account.format);
        for (path, _) in indexes {
            told.push_str(&format!("  new: {path}\n"));
        }
        let (field, track) = place.titles();
        let names = |kept: &Option<import::Kept<String>>, title: &str| {
            kept.as_ref().is_none_or(|kept| kept.value == title)
        };
        told.push_str(&draft.told());
        if draft.named.track.is_none()
            || !names(&draft.named.track, track)
            || !names(&draft.named.field, field)
        {
            told.push_str(&format!("  placed in: {field}, {track}\n"));
        }
        if let Some(book) = book
            && let Some(role) = book.roles.iter().find(|role| role.slug == draft.slug)
        {
            for (label, moves) in [("move in", &role.moves_in), ("move out", &role.moves_out)] {
                for id in moves {
                    let transition = &book.transitions[id.0];
                    let (from, to) = (book.title(transition.from), book.title(transition.to));
                    told.push_str(&format!("  {label}: {from} to {to}\n"));
                }
            }
            let words = role.text.document.outline.length.words;
            let minutes = count(role.reading_minutes, "minute");
            told.push_str(&format!("  length: {}, {minutes}\n", count(words, "word")));
        }
        told.push_str(&draft.doubts());
        told
    }
}

fn refused(message: String, source: &Arc<Source>) -> Diagnostic {
    Diagnostic::error(Code::ImportRefused, message).at_file(source.path())
}

fn choices(known: &Known) -> String {
    let choices = known.choices();
    if choices.is_empty() {
        return "say it with `--track FIELD/TRACK`, for example `--track food/bread`".to_owned();
    }
    format!("say it with `--track FIELD/TRACK`: a new one, or {}", choices.join(", "))
}

/// Asks for the track, if somebody is there to answer.
fn ask(source: &Arc<Source>, draft: &Draft, known: &Known) -> Option<Place> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let choices = known.choices();
    let mut question = format!("Which track does `{}` ({}) belong to?\n", draft.title, source.path());
    for (at, choice) in choices.iter().enumerate() {
        question.push_str(&format!("  {}  {choice}\n", at + 1));
    }
    tell(&format!("{question}Its number, or a new FIELD/TRACK: "));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).ok()?;
    let answer = answer.trim();
    let numbered = answer.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
    place::chosen(numbered.map_or(answer, String::as_str), known)
}

/// Tells what is wrong with the new files, which are there all the same.
fn tell_mistakes(mistakes: &Diagnostics) {
    if !mistakes.is_empty() {
        tell_diagnostics(mistakes);
        tell("these are for you to mend: `rolebook build` says the same\n");
    }
}

/// The book of the site with the new files in it, and what is wrong with them.
fn trial(site: &Site, files: impl Iterator<Item = (SourcePath, String)>) -> (Option<Book>, Diagnostics) {
    let mut sources = site.sources.clone();
    let mut new = BTreeSet::new();
    for (path, text) in files {
        new.insert(path.clone());
        sources.insert(path.clone(), Arc::new(Source::new(path, text.into_bytes())));
    }
    let options = Options { drafts: true, ..Options::default() };
    let (loaded, found) = load::load(&sources, &options, &mut Memory::default());
    let is_new = |diagnostic: &&Diagnostic| match &diagnostic.place {
        At::Site => false,
        At::File(path) => new.contains(path),
        At::Span(span) => new.contains(span.source.path()),
    };
    let mistakes = found.iter().filter(is_new).cloned().collect();
    (loaded.map(|site| site.book), mistakes)
}
