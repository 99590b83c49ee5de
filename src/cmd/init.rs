//! `init`: a new site in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{count, refuse, say};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::create::{self, already_there};
use crate::disk::read::FOLDERS;
use crate::sketch::{self, Sketch};
use crate::source::CONFIG;

/// Start a new site: one field, one track and one short guide, ready to be looked at.
///
/// The folder is made if it is not there. A folder with anything in the way is
/// left as it is.
#[derive(Debug, Args)]
#[command(after_help = "Example: rolebook init my-guides")]
pub(super) struct Init {
    /// Folder to start the site in; without it, the folder of `--root`
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Init {
    pub(super) fn run(&self, root: &Path) -> ExitCode {
        let folder = match &self.dir {
            Some(dir) if root == Path::new(".") => dir.clone(),
            Some(dir) => root.join(dir),
            None => root.to_owned(),
        };
        let sketches = sketch::site::sketch(&create::folder_name(&folder).unwrap_or_default());
        match start(&folder, &sketches) {
            Ok(()) => {
                say(&welcome(&folder, sketches.len()));
                ExitCode::SUCCESS
            }
            Err(errors) => refuse(&errors),
        }
    }
}

fn start(folder: &Path, sketches: &[Sketch]) -> Result<(), Diagnostics> {
    let files: BTreeMap<String, Vec<u8>> =
        sketches.iter().map(|sketch| (sketch.path.clone(), sketch.text.clone().into_bytes())).collect();
    if !create::is_free(&folder.join(CONFIG)) {
        let message = format!("`{}` is a site already: it has a `{CONFIG}`", folder.display());
        let help = "add to it with `rolebook new`, or start the new one in another folder";
        return Err(Diagnostic::error(Code::AlreadyThere, message).help(help).into());
    }
    let mut errors = create::check(folder, &files);
    // What lies in these would become part of the site, or keep it from being built.
    for name in FOLDERS.into_iter().chain(["public"]) {
        if !create::is_free(&folder.join(name)) {
            let message = format!("`{name}` is there already, and a site would use what is in it");
            errors.push(already_there(name, message).help("start in an empty folder, or move it away"));
        }
    }
    if errors.is_empty() { create::create(folder, &files) } else { Err(errors) }
}

fn welcome(folder: &Path, files: usize) -> String {
    let name = folder.display().to_string();
    let is_plain =
        name.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '\\' | ':' | '.' | '_' | '-'));
    let shown = if is_plain { name.clone() } else { format!("'{name}'") };
    let enter = if name == "." { String::new() } else { format!("  cd {shown}\n") };
    format!(
        "`{name}` is a site now: {}, with a short guide as an example\n\n\
         Next:\n\n\
         {enter}\
         \x20 rolebook serve --open       look at it; pages follow as you write\n\
         \x20 rolebook new \"Carpenter\"    write a guide that the example speaks of\n\
         \x20 rolebook new --list         see which other guides it asks for\n\n\
         `{CONFIG}` explains every key. The example is yours to change or delete.\n",
        count(files, "file"),
    )
}
