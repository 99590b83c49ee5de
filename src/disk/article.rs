//! Reads a file that is no part of a site: an article to import. It never reads
//! a folder, nor more than a limit.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs;
use std::io;
use std::path::Path;

use super::output::failure;
use super::regular;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, SourcePath};

/// Megabytes that an article may have.
pub const LIMIT: u64 = 10;

/// Reads the file at `path`. Its source is called as its author called it.
pub fn read(path: &Path) -> Result<Source, Diagnostic> {
    let shown = path.display().to_string();
    let source_path = SourcePath::new(&shown);
    let cannot = |error: &io::Error| failure("read", &shown, error).at_file(&source_path);
    let refused = |message: String| Diagnostic::error(Code::ImportRefused, message).at_file(&source_path);
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => cannot(&error).help("files are named from the folder that you are in"),
        _ => cannot(&error),
    })?;
    if metadata.is_dir() {
        return Err(
            refused(format!("`{shown}` is a folder")).help("name the files in it, for example with `*.html`")
        );
    }
    let limit = LIMIT * 1_000_000;
    let bytes = regular::read(path, limit).map_err(|error| cannot(&error))?;
    if bytes.len() as u64 > limit {
        return Err(refused(format!("`{shown}` is larger than {LIMIT} MB"))
            .help("a guide has some thousand words: take the article out of the file"));
    }
    Ok(Source::new(source_path, bytes))
}
