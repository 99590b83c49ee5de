//! The folder of what was found out or made before, in the site's folder. All of it may
//! be deleted at any time. It says where, and never what.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::regular;

/// The folder in the site's folder.
const FOLDER: &str = ".rolebook-cache";

/// Where the folder is, if it is there.
pub(super) fn place(root: &Path) -> PathBuf {
    root.join(FOLDER)
}

/// Makes the folder, unless it is there.
pub(super) fn open(root: &Path) -> io::Result<PathBuf> {
    let folder = place(root);
    make(&folder)?;
    // So that nobody has to tell version control about it.
    let ignored = regular::read(&folder.join(".gitignore"), IGNORED.len() as u64);
    if !ignored.is_ok_and(|text| text == IGNORED) {
        replace(&folder, ".gitignore", IGNORED)?;
    }
    Ok(folder)
}

const IGNORED: &[u8] = b"*\n";

/// Makes a folder, unless it is there. A link to one is refused: it may lead anywhere.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    if fs::symlink_metadata(folder)?.is_dir() {
        Ok(())
    } else {
        let name = folder.file_name().unwrap_or_default().display();
        Err(io::Error::other(format!("`{name}` is not a folder")))
    }
}

/// Puts a file in its place at once. A link in its place is replaced, not followed.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // Others may do the same at the same time, in this process or in another one.
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let unfinished = folder.join(format!("{name}.{}-{number}.tmp", std::process::id()));
    let write = || {
        OpenOptions::new().write(true).create_new(true).open(&unfinished)?.write_all(bytes)?;
        fs::rename(&unfinished, folder.join(name))
    };
    let written = write();
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}
