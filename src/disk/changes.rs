//! What writing a site changes in its output folder: which files to write and
//! to delete, and whether anything is in the way that is not ours. It looks and
//! never changes anything, so that a refusal leaves the folder as it was.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::{fs, io};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::output::{Manifest, Output, failure, is_sound, refused};

/// What has to be done.
#[derive(Default)]
pub(super) struct Changes<'a> {
    /// Files to write.
    pub(super) changed: Vec<(&'a str, &'a [u8])>,
    /// Files to delete before, since they stand where folders or other files
    /// have to be.
    pub(super) in_the_way: BTreeSet<&'a str>,
    /// Files to delete after all is written.
    pub(super) stale: BTreeSet<&'a str>,
}

/// Compares the folder with `files`, and calls `progress` for each that is
/// there already. An error if anything is in the way that is not ours.
pub(super) fn find<'a>(
    output: &'a Output,
    manifest: &'a Manifest,
    files: &'a BTreeMap<String, Vec<u8>>,
    progress: &(dyn Fn() + Sync),
) -> Result<Changes<'a>, Diagnostics> {
    check_names(files)?;
    let mut changes = Changes::default();
    let mut errors = Diagnostics::default();
    let mut folders = Folders { output: &output.path, known: HashMap::new() };
    for path in manifest.paths.iter().filter(|path| !files.contains_key(*path)) {
        match folders.way_to(path) {
            Ok(Way::Open | Way::Absent) => {
                changes.stale.insert(path);
            }
            // What lies behind a link is not ours, whatever the manifest says.
            Ok(Way::Blocked(..)) => {}
            Err(error) => errors.push(failure("look at", path, &error)),
        }
    }
    let renamed = changes.find_in_the_way(files);

    let mut present = Vec::new();
    // A blocker can stand before many files, and is told once.
    let mut blockers = BTreeMap::new();
    for (path, bytes) in files {
        match folders.way_to(path) {
            Ok(Way::Open) => present.push((path.as_str(), bytes.as_slice())),
            Ok(Way::Absent) => changes.changed.push((path, bytes)),
            Ok(Way::Blocked(at, kind)) => {
                if kind == Kind::File && output.force {
                    changes.in_the_way.insert(at);
                }
                if !changes.in_the_way.contains(at) {
                    blockers.insert(at, kind);
                }
                changes.changed.push((path, bytes));
            }
            Err(error) => errors.push(failure("write", path, &error)),
        }
    }
    for (path, kind) in blockers {
        errors.push(blocked(path, kind));
    }

    let look_at = |path: &str, bytes: &[u8]| {
        let place = output.path.join(path);
        let found = Found::at(&place, bytes)?;
        if renamed.get(&path.to_lowercase()).is_some_and(|old| are_one(&place, &output.path.join(old))) {
            return Ok(Found::Absent);
        }
        if matches!(found, Found::Same) {
            progress();
        }
        Ok(found)
    };
    let found: Vec<io::Result<Found>> =
        present.par_iter().map(|(path, bytes)| look_at(path, bytes)).collect();
    for ((path, bytes), found) in present.into_iter().zip(found) {
        let (kind, may_write) = match found {
            Ok(Found::Same) => continue,
            Ok(Found::Absent) => (Kind::Absent, Ok(true)),
            Ok(Found::Other) => (Kind::File, Ok(output.force || manifest.paths.contains(path))),
            Ok(Found::Folder) => (Kind::Folder, changes.will_be_empty(&output.path.join(path), path)),
            Err(error) => (Kind::Absent, Err(error)),
        };
        match may_write {
            Ok(true) => changes.changed.push((path, bytes)),
            Ok(false) => errors.push(blocked(path, kind)),
            Err(error) => errors.push(failure("write", path, &error)),
        }
    }
    changes.changed.sort_unstable();
    if errors.is_empty() { Ok(changes) } else { Err(errors) }
}

/// The folders above `path`, outermost first.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether a folder is there, and no link to one.
pub(super) fn is_folder(place: &Path) -> bool {
    matches!(Kind::at(place), Ok(Kind::Folder))
}

/// Whether the error says that nothing is there.
pub(super) fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

impl<'a> Changes<'a> {
    /// Moves stale files that stand in the way of new ones from `stale` to
    /// `in_the_way`, and gives those whose whole path is a new one but for upper
    /// and lower case, by their path in lower case. Case is ignored throughout:
    /// where the system heeds it, a file is only deleted a little early.
    fn find_in_the_way(&mut self, files: &BTreeMap<String, Vec<u8>>) -> HashMap<String, &'a str> {
        let mut renamed = HashMap::new();
        if self.stale.is_empty() {
            return renamed;
        }
        let new: BTreeSet<String> = files.keys().map(|path| path.to_lowercase()).collect();
        let new_folders: BTreeSet<&str> = new.iter().flat_map(|path| folders_of(path)).collect();
        self.stale.retain(|path| {
            let folded = path.to_lowercase();
            let is_new = new.contains(&folded);
            let moves = is_new
                || new_folders.contains(folded.as_str())
                || folders_of(&folded).any(|folder| new.contains(folder));
            if moves {
                self.in_the_way.insert(path);
            }
            if is_new {
                renamed.insert(folded, *path);
            }
            !moves
        });
        renamed
    }

    /// Whether the folder holds nothing but files to be deleted and folders of
    /// such.
    fn will_be_empty(&self, place: &Path, folder: &str) -> io::Result<bool> {
        for entry in fs::read_dir(place)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { return Ok(false) };
            let path = format!("{folder}/{name}");
            let goes = if entry.file_type()?.is_dir() {
                let below = format!("{path}/");
                let first = self.in_the_way.range(below.as_str()..).next();
                first.is_some_and(|first| first.starts_with(&below))
                    && self.will_be_empty(&entry.path(), &path)?
            } else {
                self.in_the_way.contains(path.as_str())
            };
            if !goes {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What stands where a file has to be.
enum Found {
    Absent,
    /// A file with the same bytes.
    Same,
    /// Something else that is no folder.
    Other,
    Folder,
}

impl Found {
    fn at(place: &Path, bytes: &[u8]) -> io::Result<Self> {
        let metadata = match fs::symlink_metadata(place) {
            Err(error) if is_absence(&error) => return Ok(Self::Absent),
            metadata => metadata?,
        };
        if metadata.is_dir() {
            return Ok(Self::Folder);
        }
        // A file that cannot be read can still be replaced.
        let same = metadata.is_file()
            && usize::try_from(metadata.len()) == Ok(bytes.len())
            && fs::read(place).is_ok_and(|found| found == bytes);
        Ok(if same { Self::Same } else { Self::Other })
    }
}

/// What the folders of the site are on the disk; each is looked at once.
struct Folders<'a> {
    output: &'a Path,
    known: HashMap<&'a str, Kind>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Absent,
    Folder,
    Link,
    File,
}

/// Whether the folders above a file are there.
enum Way<'a> {
    Open,
    Absent,
    /// The first that is no folder, and what it is.
    Blocked(&'a str, Kind),
}

impl<'a> Folders<'a> {
    fn way_to(&mut self, path: &'a str) -> io::Result<Way<'a>> {
        for folder in folders_of(path) {
            let kind = match self.known.get(folder) {
                Some(kind) => *kind,
                None => {
                    let kind = Kind::at(&self.output.join(folder))?;
                    self.known.insert(folder, kind);
                    kind
                }
            };
            match kind {
                Kind::Folder => {}
                Kind::Absent => return Ok(Way::Absent),
                Kind::Link | Kind::File => return Ok(Way::Blocked(folder, kind)),
            }
        }
        Ok(Way::Open)
    }
}

impl Kind {
    fn at(place: &Path) -> io::Result<Self> {
        match fs::symlink_metadata(place) {
            Ok(metadata) if metadata.is_dir() => Ok(Self::Folder),
            Ok(metadata) if metadata.is_symlink() => Ok(Self::Link),
            Ok(_) => Ok(Self::File),
            Err(error) if is_absence(&error) => Ok(Self::Absent),
            Err(error) => Err(error),
        }
    }
}

/// Whether two names that differ in case are those of one file, as on a system
/// that takes `A` for `a`: there, deleting the old name deletes the new file.
fn are_one(new: &Path, old: &Path) -> bool {
    let is_file = |place: &Path| fs::symlink_metadata(place).is_ok_and(|found| found.is_file());
    let real = |place: &Path| fs::canonicalize(place).ok();
    is_file(new) && is_file(old) && real(new).is_some_and(|new| real(old) == Some(new))
}

/// Refuses paths that no file of a site can have, and a path that would have to
/// be both a file and a folder.
fn check_names(files: &BTreeMap<String, Vec<u8>>) -> Result<(), Diagnostics> {
    let mut errors = Diagnostics::default();
    for path in files.keys().filter(|path| !is_sound(path)) {
        let message = format!("cannot write `{}`: no file of a site can have this name", path.escape_debug());
        errors.push(
            Diagnostic::error(Code::Io, message).help("give the file that it is made from another name"),
        );
    }
    let folders: BTreeSet<&str> = files.keys().flat_map(|path| folders_of(path)).collect();
    for path in folders.into_iter().filter(|folder| files.contains_key(*folder)) {
        let message = format!("`{path}` would have to be both a file and a folder of the built site");
        errors.push(Diagnostic::error(Code::UrlCollision, message).help("rename the page or the file"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn blocked(path: &str, kind: Kind) -> Diagnostic {
    match kind {
        Kind::Link => {
            refused(format!("`{path}` in the output folder is a symbolic link where a folder should be"))
                .help("delete the link: nothing is written through it, since it may lead anywhere")
        }
        Kind::Folder => refused(format!("`{path}` in the output folder is a folder where a file should be"))
            .help("move it away: it holds files that rolebook did not write"),
        _ => refused(format!("`{path}` in the output folder is in the way and was not written by rolebook"))
            .help("move it away, or overwrite it with `--force`"),
    }
}
