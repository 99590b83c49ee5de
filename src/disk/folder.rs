//! Reads chosen files of a folder that is no site: the tables of a release. It
//! never reads a folder below it, nor more of a file than a limit.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs;
use std::path::Path;

use super::output::failure;
use super::regular;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, SourcePath};

/// Megabytes that a file may have. The largest table of a release has 40.
pub const LIMIT: u64 = 200;

/// What lies in a folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// The chosen files, in the order of their names, called by the path of the
    /// folder as its author wrote it.
    pub files: Vec<Source>,
    /// Names of all that lies there, sorted.
    pub names: Vec<String>,
}

/// Reads those files of `folder` whose names are `wanted`.
pub fn read(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Folder, Diagnostics> {
    let shown = folder.display().to_string();
    let folder_path = SourcePath::new(&shown);
    let entries = fs::read_dir(folder).map_err(|error| {
        failure("read", &shown, &error).at_file(&folder_path).help("name the folder that holds the files")
    })?;
    let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names
        .collect::<Result<_, _>>()
        .map_err(|error| failure("read", &shown, &error).at_file(&folder_path))?;
    names.sort();
    let mut found = Folder::default();
    let mut errors = Diagnostics::default();
    for name in names.iter().filter(|name| wanted(name)) {
        match one(&folder.join(name)) {
            Ok(source) => found.files.push(source),
            Err(error) => errors.push(error),
        }
    }
    found.names = names;
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

fn one(path: &Path) -> Result<Source, Diagnostic> {
    let shown = path.display().to_string();
    let source_path = SourcePath::new(&shown);
    let limit = LIMIT * 1_000_000;
    let bytes =
        regular::read(path, limit).map_err(|error| failure("read", &shown, &error).at_file(&source_path))?;
    if bytes.len() as u64 > limit {
        let message = format!("`{shown}` is larger than {LIMIT} MB");
        return Err(Diagnostic::error(Code::ImportRefused, message).at_file(&source_path));
    }
    Ok(Source::new(source_path, bytes))
}
