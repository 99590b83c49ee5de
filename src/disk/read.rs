//! Reads a site: every file of its folders, once.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::output::failure;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{CONFIG, Source, SourcePath, Sources};

/// Folders that hold a site's sources. Nothing else is ever read.
const FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// Reads the site at `root`: `config.toml`, and every file of its folders, in
/// any depth. Symbolic links are followed where they lead to somewhere in the
/// site; one that leads out of it is refused, and so is one that leads round in
/// a circle. Whatever cannot be read is reported; the rest is read all the same.
pub fn read(root: &Path) -> (Sources, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let root = match fs::canonicalize(root) {
        Ok(root) => root,
        Err(error) => {
            let error = failure("read", &root.display().to_string(), &error);
            return (Sources::new(), error.help("`--root` names the folder of a site").into());
        }
    };
    if !root.join(CONFIG).exists() {
        let error = Diagnostic::error(Code::NoSite, format!("`{}` is no site: it has no `{CONFIG}`", root.display()))
            .help(
                "a site is a folder with `config.toml` (`title = \"...\"` and `base_url = \"https://...\"`) and guides in \
                 `content/<field>/<track>/<role>.md`; name another folder with `--root DIR`",
            );
        return (Sources::new(), error.into());
    }
    let mut found = vec![(SourcePath::new(CONFIG), root.join(CONFIG))];
    for folder in FOLDERS {
        if root.join(folder).exists() {
            walk(&root, folder, &mut found, &mut diagnostics);
        }
    }
    let read: Vec<Result<Source, Diagnostic>> = found
        .into_par_iter()
        .map(|(path, file)| {
            match inside(&root, &file, &path).and_then(|()| {
                fs::read(&file).map_err(|error| failure("read", path.as_str(), &error).at_file(&path))
            }) {
                Ok(bytes) => Ok(Source::new(path, bytes)),
                Err(error) => Err(error),
            }
        })
        .collect();
    let mut sources = Sources::new();
    for source in read {
        match source {
            Ok(source) => {
                sources.insert(source.path().clone(), Arc::new(source));
            }
            Err(error) => diagnostics.push(error),
        }
    }
    (sources, diagnostics)
}

fn walk(root: &Path, folder: &str, found: &mut Vec<(SourcePath, PathBuf)>, diagnostics: &mut Diagnostics) {
    let mut entries = WalkDir::new(root.join(folder)).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().and_then(|path| source_path(root, path));
                let place = path.clone().unwrap_or_else(|| SourcePath::new(folder));
                let message = if error.loop_ancestor().is_some() {
                    format!("the symbolic link `{place}` leads round in a circle")
                } else if let Some(error) = error.io_error() {
                    diagnostics.push(failure("read", place.as_str(), error).at_file(&place));
                    continue;
                } else {
                    format!("cannot read `{place}`")
                };
                diagnostics.push(Diagnostic::error(Code::Io, message).at_file(&place));
                continue;
            }
        };
        let Some(path) = source_path(root, entry.path()) else {
            diagnostics.push(Diagnostic::error(
                Code::Io,
                format!("the name of `{}` is not UTF-8 text", entry.path().display()),
            ));
            continue;
        };
        if is_litter(path.file_name()) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_dir() {
            if entry.path_is_symlink()
                && let Err(error) = inside(root, entry.path(), &path)
            {
                diagnostics.push(error);
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            found.push((path, entry.into_path()));
        }
    }
}

/// What version control and systems leave in folders.
fn is_litter(name: &str) -> bool {
    matches!(name, ".git" | ".hg" | ".svn" | ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Refuses a file that really lies outside the site.
fn inside(root: &Path, file: &Path, path: &SourcePath) -> Result<(), Diagnostic> {
    match fs::canonicalize(file) {
        Ok(real) if real.starts_with(root) => Ok(()),
        Ok(_) => Err(Diagnostic::error(Code::OutsideSite, format!("`{path}` leads out of the site"))
            .at_file(path)
            .help("copy what it leads to into the site; links inside the site are followed")),
        Err(error) => Err(failure("read", path.as_str(), &error).at_file(path)),
    }
}

fn source_path(root: &Path, file: &Path) -> Option<SourcePath> {
    let parts: Option<Vec<&str>> = file.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| SourcePath::new(&parts.join("/")))
}
