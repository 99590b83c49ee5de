//! Changes a source in its place, for its author. Only `check --fix` asks for that.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::output::failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, SourcePath};

/// Puts `bytes` in the place of a file of the site at `root`: at once, so that its
/// readers see the old bytes or the new ones, and with the permissions that it had.
/// Refused if the file is reached by a symbolic link, or is no longer what was read.
pub fn mend(root: &Path, source: &Source, bytes: &[u8]) -> Result<(), Diagnostic> {
    let path = source.path();
    let wrong = |error: io::Error| failure("write", path.as_str(), &error).at_file(path);
    let root = fs::canonicalize(root).map_err(wrong)?;
    let place = root.join(path.as_str());
    if fs::canonicalize(&place).map_err(wrong)? != place {
        let refusal = format!("`{path}` is reached by a symbolic link, and nothing is written through one");
        return Err(refused(path, refusal).help("change the file that it leads to"));
    }
    if fs::read(&place).map_err(wrong)? != source.bytes() {
        return Err(
            refused(path, format!("`{path}` has changed since it was read")).help("run the check again")
        );
    }
    let unfinished = place.with_file_name(format!(".{}.rolebook-tmp", path.file_name()));
    let replace = || {
        let permissions = fs::metadata(&place)?.permissions();
        // What lies there is left of a run that was cut short, or a link to anywhere.
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = File::create_new(&unfinished)?;
        file.write_all(bytes)?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        fs::rename(&unfinished, &place)
    };
    replace().map_err(|error| {
        // Whatever went wrong, nothing unfinished is left if that can be helped.
        let _ = fs::remove_file(&unfinished);
        wrong(error)
    })
}

fn refused(path: &SourcePath, message: String) -> Diagnostic {
    Diagnostic::error(Code::Io, message).at_file(path)
}
