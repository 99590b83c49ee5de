//! What writing a site changes in its output folder: which files to write and
//! to delete, and whether anything is in the way that is not ours. It looks and
//! never changes anything, so that a refusal leaves the folder as it was.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::{fs, io};

use blake3::Hash;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::disk::output::{Manifest, Output, failure, is_sound, refused};
use crate::names::folded;

/// What can be told of a folder and the files that are to be in it before
/// their bytes are known.
pub(super) struct Survey<'a> {
    output: &'a Output,
    manifest: &'a Manifest,
    /// The files.
    pub(super) paths: &'a BTreeSet<String>,
    /// Of each whose folders are not all there, the outermost one that is missing.
    missing: HashMap<&'a str, &'a str>,
    /// Files to delete before, since they stand where folders or other files
    /// have to be.
    pub(super) in_the_way: BTreeSet<&'a str>,
    /// Files to delete after all is written.
    pub(super) stale: BTreeSet<&'a str>,
    /// Those in the way of files that are the same on some system, by what their paths
    /// have in common.
    renamed: HashMap<String, &'a str>,
    /// What is in the way and not ours.
    pub(super) errors: Diagnostics,
}

/// How a file that has to be written gets there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change<'a> {
    /// With all of this folder, which is not there yet.
    Within(&'a str),
    /// By itself.
    Alone(&'a str),
}

impl<'a> Survey<'a> {
    /// Looks at the folders that `paths` are in. An error if no folder can have
    /// files of these names.
    pub(super) fn new(
        output: &'a Output,
        manifest: &'a Manifest,
        paths: &'a BTreeSet<String>,
    ) -> Result<Self, Diagnostics> {
        check_names(paths)?;
        let mut survey = Self {
            output,
            manifest,
            paths,
            missing: HashMap::new(),
            in_the_way: BTreeSet::new(),
            stale: BTreeSet::new(),
            renamed: HashMap::new(),
            errors: Diagnostics::default(),
        };
        let mut folders = Folders { output: &output.path, known: HashMap::new() };
        for path in manifest.paths.difference(paths) {
            match folders.way_to(path) {
                Ok(Way::Open | Way::Absent(_)) => {
                    survey.stale.insert(path);
                }
                // What lies behind a link is not ours, whatever the manifest says.
                Ok(Way::Blocked(..)) => {}
                Err(error) => survey.errors.push(failure("look at", path, &error)),
            }
        }
        survey.find_in_the_way();

        // A blocker can stand before many files, and is told once.
        let mut blockers = BTreeMap::new();
        for path in paths {
            match folders.way_to(path) {
                Ok(Way::Open) => {}
                Ok(Way::Absent(folder)) => {
                    survey.missing.insert(path, folder);
                }
                Ok(Way::Blocked(at, kind)) => {
                    if kind == Kind::File && output.force {
                        survey.in_the_way.insert(at);
                    }
                    if !survey.in_the_way.contains(at) {
                        blockers.insert(at, kind);
                    }
                    survey.missing.insert(path, at);
                }
                Err(error) => survey.errors.push(failure("write", path, &error)),
            }
        }
        for (path, kind) in blockers {
            survey.errors.push(blocked(path, kind));
        }
        Ok(survey)
    }

    /// Whether the file at `path` is in its place, and has this hash.
    pub(super) fn is_there(&self, path: &str, hash: &Hash) -> bool {
        let place = self.output.path.join(path);
        !self.missing.contains_key(path)
            && self.renamed.is_empty()
            && fs::symlink_metadata(&place).is_ok_and(|found| found.is_file())
            && fs::read(place).is_ok_and(|bytes| blake3::hash(&bytes) == *hash)
    }

    /// Compares what is at `path` with `bytes`, and tells how they get there, unless
    /// they are there already. An error if something is in the way that is not ours.
    pub(super) fn look_at(&self, path: &'a str, bytes: &[u8]) -> Result<Option<Change<'a>>, Diagnostic> {
        if let Some(folder) = self.missing.get(path) {
            return Ok(Some(Change::Within(folder)));
        }
        let place = self.output.path.join(path);
        let may_write = match Found::at(&place, bytes) {
            Ok(Found::Same) if self.renamed.is_empty() => return Ok(None),
            Ok(Found::Absent) => Ok(true),
            Ok(_) if self.is_renamed(path, &place) => Ok(true),
            Ok(Found::Same) => return Ok(None),
            Ok(Found::Other) if self.output.force || self.manifest.paths.contains(path) => Ok(true),
            Ok(Found::Other) => return Err(blocked(path, Kind::File)),
            Ok(Found::Folder) => self.will_be_empty(&place, path),
            Err(error) => Err(error),
        };
        match may_write {
            Ok(true) => Ok(Some(Change::Alone(path))),
            Ok(false) => Err(blocked(path, Kind::Folder)),
            Err(error) => Err(failure("write", path, &error)),
        }
    }

    /// Whether what is there is a file to be deleted whose name is another and the same.
    fn is_renamed(&self, path: &str, place: &Path) -> bool {
        self.renamed.get(&folded(path)).is_some_and(|old| are_one(place, &self.output.path.join(old)))
    }

    /// Moves stale files that stand in the way of new ones from `stale` to
    /// `in_the_way`. Names that are one on some system are taken for one: where they are
    /// not, a file is only deleted a little early.
    fn find_in_the_way(&mut self) {
        if self.stale.is_empty() {
            return;
        }
        let new: BTreeSet<String> = self.paths.iter().map(|path| folded(path)).collect();
        let new_folders: BTreeSet<&str> = new.iter().flat_map(|path| folders_of(path)).collect();
        self.stale.retain(|path| {
            let folded = folded(path);
            let is_new = new.contains(&folded);
            let moves = is_new
                || new_folders.contains(folded.as_str())
                || folders_of(&folded).any(|folder| new.contains(folder));
            if moves {
                self.in_the_way.insert(path);
            }
            if is_new {
                self.renamed.insert(folded, *path);
            }
            !moves
        });
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
    /// The outermost that is not there.
    Absent(&'a str),
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
                Kind::Absent => return Ok(Way::Absent(folder)),
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

/// Whether two names are those of one file, as on a system that takes `A` for `a`:
/// there, deleting the old name deletes the new file.
fn are_one(new: &Path, old: &Path) -> bool {
    let is_file = |place: &Path| fs::symlink_metadata(place).is_ok_and(|found| found.is_file());
    let real = |place: &Path| fs::canonicalize(place).ok();
    is_file(new) && is_file(old) && real(new).is_some_and(|new| real(old) == Some(new))
}

/// Refuses paths that no file of a site can have, and a path that would have to
/// be both a file and a folder.
fn check_names(paths: &BTreeSet<String>) -> Result<(), Diagnostics> {
    let mut errors = Diagnostics::default();
    for path in paths.iter().filter(|path| !is_sound(path)) {
        let message = format!("cannot write `{}`: no file of a site can have this name", path.escape_debug());
        errors.push(
            Diagnostic::error(Code::Io, message).help("give the file that it is made from another name"),
        );
    }
    let folders: BTreeSet<&str> = paths.iter().flat_map(|path| folders_of(path)).collect();
    for path in folders.into_iter().filter(|folder| paths.contains(*folder)) {
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
