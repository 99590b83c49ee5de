//! `theme`: what the look of a site is made of, and copies of it to change.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::{count, fail, refuse, say};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::disk::create;
use crate::disk::read;
use crate::load::{self, Memory, Options};
use crate::source::Sources;
use crate::theme::{self, Kind, Part};

/// List the files that the site's look is made of, or copy some to change them.
///
/// A file of the site stands in place of the built-in one of its name. What you do
/// not copy stays as it is, and comes better with every release: so copy little.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  rolebook theme\n  rolebook theme eject guide.html style.css"
)]
pub(super) struct Theme {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Copy built-in templates, words and assets into the site, where they can be changed
    Eject(Eject),
}

/// Copy built-in templates, words and assets into the site, where they can be changed.
///
/// Templates go to `templates/`, assets and words to the folder of the site's theme.
/// What is there already stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "Example: rolebook theme eject guide.html parts/move-card.html")]
struct Eject {
    /// Names as `rolebook theme` lists them
    #[arg(value_name = "NAME", required_unless_present = "all")]
    names: Vec<String>,
    /// Copy all of them
    #[arg(long, conflicts_with = "names")]
    all: bool,
}

impl Theme {
    pub(super) fn run(&self, root: &Path) -> ExitCode {
        let (sources, config) = match open(root) {
            Ok(site) => site,
            Err(errors) => return fail(&errors),
        };
        let parts = theme::parts(&sources, &config.theme.value);
        match &self.action {
            None => {
                say(&list(&parts));
                ExitCode::SUCCESS
            }
            Some(Action::Eject(eject)) => match eject.copies(&parts, &config).and_then(|files| {
                create::create(root, &files)?;
                Ok(files)
            }) {
                Ok(files) => {
                    for path in files.keys() {
                        say(&format!("{path}\n"));
                    }
                    say(&format!(
                        "{} copied; `rolebook serve` shows what you change\n",
                        count(files.len(), "file")
                    ));
                    ExitCode::SUCCESS
                }
                Err(errors) => refuse(&errors),
            },
        }
    }
}

fn open(root: &Path) -> Result<(Sources, Arc<Config>), Diagnostics> {
    let (sources, found) = read::read(root);
    let (config, errors) = load::configure(&sources, &Options::default(), &mut Memory::default());
    match config {
        Some(config) => Ok((sources, config)),
        None => Err(if errors.is_empty() { found } else { errors }),
    }
}

/// A line for each file: its name, and where it comes from.
fn list(parts: &BTreeMap<String, Part>) -> String {
    let width = parts.keys().map(String::len).max().unwrap_or(0);
    let line = |(name, part): (&String, &Part)| match &part.own {
        Some(path) => format!("{name:width$}  {path}\n"),
        None => format!("{name:width$}  built in\n"),
    };
    parts.iter().map(line).collect()
}

impl Eject {
    /// The files to make, by path.
    fn copies(
        &self,
        parts: &BTreeMap<String, Part>,
        config: &Config,
    ) -> Result<BTreeMap<String, Vec<u8>>, Diagnostics> {
        let built_in: BTreeMap<&str, &Part> = parts
            .iter()
            .filter(|(_, part)| part.built_in.is_some())
            .map(|(name, part)| (name.as_str(), part))
            .collect();
        let names: Vec<&str> = match self.all {
            // One's own are copies already, and may have been changed.
            true => built_in.iter().filter(|(_, part)| part.own.is_none()).map(|(name, _)| *name).collect(),
            false => self.names.iter().map(String::as_str).collect(),
        };
        let mut files = BTreeMap::new();
        let mut errors = Diagnostics::default();
        for name in names {
            match built_in.get(name).and_then(|part| Some((part, part.built_in.as_ref()?))) {
                Some((part, source)) => {
                    let folder = match part.kind {
                        Kind::Template => "templates".to_owned(),
                        Kind::Asset => format!("themes/{}/assets", config.theme.value),
                        Kind::Words => format!("themes/{}", config.theme.value),
                    };
                    files.insert(format!("{folder}/{name}"), source.bytes().to_vec());
                }
                None => errors.push(
                    Diagnostic::error(Code::InvalidValue, format!("the theme has no file `{name}`")).help(
                        did_you_mean(name, built_in.keys().copied())
                            .unwrap_or_else(|| "`rolebook theme` lists them".to_owned()),
                    ),
                ),
            }
        }
        if errors.is_empty() { Ok(files) } else { Err(errors) }
    }
}
