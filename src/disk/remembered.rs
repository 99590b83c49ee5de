//! The addresses of other hosts that answered lately, in a file of the site's folder.
//! It may be deleted at any time: whatever is wrong with it, it is made anew.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder in the site's folder.
const FOLDER: &str = ".rolebook-cache";

/// Seconds for which an answer holds.
const HOLDS: u64 = 24 * 60 * 60;

/// The addresses that answered less than a day before `now`, and when. Times are in
/// seconds since 1970.
pub fn read(root: &Path, now: u64) -> BTreeMap<String, u64> {
    let text = fs::read(file(root)).unwrap_or_default();
    let mut known: BTreeMap<String, u64> = serde_json::from_slice(&text).unwrap_or_default();
    known.retain(|_, when| *when <= now && now - *when < HOLDS);
    known
}

/// Keeps these for later.
pub fn write(root: &Path, known: &BTreeMap<String, u64>) -> io::Result<()> {
    let folder = root.join(FOLDER);
    match fs::create_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    if !fs::symlink_metadata(&folder)?.is_dir() {
        return Err(io::Error::other(format!("`{FOLDER}` is not a folder")));
    }
    // So that nobody has to tell version control about it.
    replace(&folder, ".gitignore", b"*\n")?;
    let text = serde_json::to_vec_pretty(known).map_err(io::Error::other)?;
    replace(&folder, "links.json", &text)
}

/// Puts a file in its place at once. A link in its place is replaced, not followed.
fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!("{name}.tmp"));
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::write(&unfinished, bytes)?;
    fs::rename(&unfinished, folder.join(name))
}

fn file(root: &Path) -> PathBuf {
    root.join(FOLDER).join("links.json")
}
