//! `import onet`: occupations of a release of the O*NET database become guides.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{Site, tell_mistakes, trial};
use crate::cmd::{refuse, say, tell};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::{create, folder};
use crate::import::known::Known;
use crate::import::onet::drafts::{self, Choice, Limits, Made};
use crate::import::onet::{self, Release, groups};
use crate::source::SourcePath;

/// Skills of one guide alone that a site can have without a word.
const LONE: usize = 20;

/// Make guides of occupations, from a release of the O*NET database: the folder of
/// its text files, release 28 or later.
///
/// Each guide is a draft with the official title, alternate titles, the code,
/// technical and soft skills, tasks, moves to related occupations, and the
/// attribution that the license of the data asks for. An occupation that has a guide
/// is left alone. No file is ever overwritten.
#[derive(Debug, Args)]
#[command(after_help = "Example: rolebook import onet db_29_3_text --family 15")]
pub(super) struct Onet {
    /// Folder of the release: `Occupation Data.txt` and the tables beside it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Occupations by their O*NET-SOC codes, instead of all that have data
    #[arg(long, value_name = "CODE,...", value_delimiter = ',', value_parser = code)]
    codes: Vec<String>,
    /// Occupations of job families, by the first two digits of their codes
    #[arg(long, value_name = "NN,...", value_delimiter = ',', value_parser = family, conflicts_with = "codes")]
    family: Vec<String>,
    /// Technical skills of a guide, at most: those that employers ask for in this
    /// occupation come first, then, as optional, those that are asked for everywhere
    #[arg(long, value_name = "N", default_value_t = 15)]
    skills: usize,
    /// Alternate titles of a guide, at most. Those that several occupations claim are
    /// left out
    #[arg(long, value_name = "N", default_value_t = 10)]
    titles: usize,
    /// Related occupations of a guide, at most. O*NET calls 5 of its 20 the short list,
    /// and 10 primary
    #[arg(long, value_name = "N", default_value_t = 5)]
    related: usize,
    /// Number of the release, where neither its files nor its folder tell
    #[arg(long, value_name = "NN.N", value_parser = version)]
    release: Option<String>,
    /// Print the guides and write nothing
    #[arg(long)]
    dry_run: bool,
}

fn code(text: &str) -> Result<String, String> {
    let text = text.trim();
    if onet::is_code(text) { Ok(text.to_owned()) } else { Err("a code is like `15-1244.00`".to_owned()) }
}

fn family(text: &str) -> Result<String, String> {
    let known = groups::family(text.trim()).map(|_| text.trim().to_owned());
    known.ok_or_else(|| format!("families are {}", groups::families().collect::<Vec<_>>().join(", ")))
}

fn version(text: &str) -> Result<String, String> {
    onet::version(text).filter(|version| version == text).ok_or_else(|| "a release is like `29.3`".to_owned())
}

impl Onet {
    pub(super) fn run(&self, root: &Path) -> ExitCode {
        match self.import(root) {
            Ok(()) => ExitCode::SUCCESS,
            Err(errors) => refuse(&errors),
        }
    }

    fn import(&self, root: &Path) -> Result<(), Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let site = Site::read(root, &mut diagnostics);
        let release = self.read().map_err(|errors| diagnostics.append(errors));
        let (Some(site), Ok((release, version))) = (site, release) else { return Err(diagnostics) };
        let choice = match (&self.codes[..], &self.family[..]) {
            ([], []) => Choice::All,
            ([], families) => Choice::Families(families.to_vec()),
            (codes, _) => Choice::Codes(codes.to_vec()),
        };
        let limits = Limits { skills: self.skills, titles: self.titles, related: self.related };
        let mut known = Known::of(&site.config, &site.parsed);
        let (made, errors) =
            drafts::make(&release, &version, &choice, limits, &site.config.title, &mut known);
        if !errors.is_empty() {
            return Err(errors);
        }
        if !self.dry_run {
            let files = made.files.iter().map(|(path, text)| (path.to_string(), text.clone().into_bytes()));
            create::create(root, &files.collect())?;
        }
        self.tell(&site, &release, &version, &made);
        Ok(())
    }

    /// The release and its number.
    fn read(&self) -> Result<(Release, String), Diagnostics> {
        let shown = self.folder.display().to_string();
        let refused = |message: String| {
            Diagnostic::error(Code::ImportRefused, message).at_file(&SourcePath::new(&shown))
        };
        let found = folder::read(&self.folder, onet::is_wanted)?;
        let (release, mut errors) = onet::read(found.files);
        if release.is_empty() && errors.is_empty() {
            let names: Vec<&str> = found.names.iter().map(String::as_str).collect();
            let help = match names[..] {
                [] => "the folder is empty".to_owned(),
                _ => format!("name the folder of the text files; in this one are {}", names.join(", ")),
            };
            errors.push(
                refused(format!("there is no `Occupation Data.txt` with occupations in `{shown}`"))
                    .help(help),
            );
        }
        let folder_name = || create::folder_name(&self.folder).and_then(|name| onet::version(&name));
        let version = self.release.clone().or_else(|| release.version.clone()).or_else(folder_name);
        match version {
            Some(version) if errors.is_empty() => Ok((release, version)),
            Some(_) => Err(errors),
            None if release.is_empty() => Err(errors),
            None => {
                let error = refused(format!("nothing in `{shown}` says which release of O*NET this is"));
                errors
                    .push(error.help("say it, for example with `--release 29.3`: the attribution names it"));
                Err(errors)
            }
        }
    }

    fn tell(&self, site: &Site, release: &Release, version: &str, made: &Made) {
        let mut told = made.told(release, version, !self.dry_run);
        let files = made.files.iter().map(|(path, text)| (path.clone(), text.clone()));
        let (book, mistakes) = trial(site, files);
        if let Some(book) = book.filter(|book| book.config.min_roles <= 1) {
            let asked = book.skills.iter().filter(|skill| skill.role_count() > 0).count();
            let lone = book.skills.iter().filter(|skill| skill.role_count() == 1).count();
            if lone > LONE && lone * 3 > asked {
                told.push_str(&format!(
                    "  thin pages: {lone} of {asked} skills are asked for by one guide; `min_roles = 3` below \
                     `[skills]` in config.toml leaves such pages out\n"
                ));
            }
        }
        if self.dry_run {
            made.guides().for_each(say);
            tell(&told);
        } else {
            say(&told);
        }
        tell_mistakes(&mistakes);
        if !made.is_empty() && !self.dry_run {
            tell(
                "they are drafts: `rolebook serve` shows them, and `rolebook build` leaves them out. Keep \
                 `attribution` in each for as long as it holds what is O*NET's\n",
            );
        }
    }
}
