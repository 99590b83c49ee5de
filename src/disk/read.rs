//! Reads a site: every file of its folders. Read again, only what changed is.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::changes::is_absence;
use super::output::failure;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{CONFIG, Source, SourcePath, Sources};

/// Folders that hold a site's sources. Nothing else is ever read.
pub const FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// A change this close to the moment of reading may leave no trace in a file's
/// times: the coarsest clock of a file system in use, FAT's, ticks every 2 s.
const COARSEST_TICK: Duration = Duration::from_secs(2);

/// How often a file is read that changes meanwhile.
const ATTEMPTS: usize = 8;

/// Reads the site at `root` once. See [`Reader::read`].
pub fn read(root: &Path) -> (Sources, Diagnostics) {
    match Reader::open(root) {
        Ok(mut reader) => reader.read(&BTreeSet::new()),
        Err(error) => (Sources::new(), error.into()),
    }
}

/// Reads a site again and again. A file that is the same as before keeps its
/// [`Source`], so that whoever made something of it can tell by the pointer.
#[derive(Debug)]
pub struct Reader {
    root: PathBuf,
    known: BTreeMap<SourcePath, Known>,
}

/// A file as it was read.
#[derive(Debug)]
struct Known {
    /// What the file's metadata said; `None` if it may say the same after a change.
    stamp: Option<Stamp>,
    source: Arc<Source>,
}

/// What changes with a file's bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// When anything about the file changed, even its times.
    changed: Option<SystemTime>,
    identity: [u64; 2],
}

impl Reader {
    /// A reader of the site in the folder `root`; an error if there is no such folder.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        match fs::canonicalize(root) {
            Ok(root) => Ok(Self { root, known: BTreeMap::new() }),
            Err(error) => {
                let error = failure("read", &root.display().to_string(), &error);
                Err(error.help("`--root` names the folder of a site"))
            }
        }
    }

    /// The full path of the site's folder, without symbolic links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads `config.toml`, and every file of the site's folders, in any depth.
    /// Symbolic links are followed where they lead to somewhere in the site; one
    /// that leads out of it is refused, and so is one that leads round in a circle.
    /// Whatever cannot be read is reported; the rest is read all the same.
    ///
    /// A file whose size, times and identity are as they were is taken for
    /// unchanged, unless its full path is among the `hints`, or the times are so
    /// young that a later change might not show in them.
    pub fn read(&mut self, hints: &BTreeSet<PathBuf>) -> (Sources, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let root = self.root.as_path();
        let config = root.join(CONFIG);
        let mut found = Vec::new();
        let path = SourcePath::new(CONFIG);
        if is_gone(&config) {
            let message = format!("`{}` is no site: it has no `{CONFIG}`", root.display());
            diagnostics.push(Diagnostic::error(Code::NoSite, message).help(
                "a site is a folder with `config.toml` (`title = \"...\"` and `base_url = \"https://...\"`) and guides in \
                 `content/<field>/<track>/<role>.md`; name another folder with `--root DIR`",
            ));
        } else {
            match inside(root, &config, &path) {
                // To read from a pipe could take for ever.
                Ok(()) if config.is_file() || config.is_dir() => found.push((path, config)),
                Ok(()) => {
                    let message = format!("`{path}` is not a file");
                    diagnostics.push(Diagnostic::error(Code::Io, message).at_file(&path));
                }
                Err(error) => diagnostics.push(error),
            }
        }
        for folder in FOLDERS {
            let (place, path) = (root.join(folder), SourcePath::new(folder));
            match fs::metadata(&place) {
                Ok(metadata) if metadata.is_dir() => walk(root, folder, &mut found, &mut diagnostics),
                Ok(_) => {
                    let message = format!("`{folder}` is a file where a folder should be");
                    diagnostics.push(Diagnostic::error(Code::Io, message).at_file(&path));
                }
                // A site need not have each of them.
                Err(_) if is_gone(&place) => {}
                Err(error) => diagnostics.push(failure("read", folder, &error).at_file(&path)),
            }
        }
        let read: Vec<(SourcePath, Result<Known, Option<Diagnostic>>)> = found
            .into_par_iter()
            .map(|(path, file)| {
                let before = self.known.get(&path).filter(|_| !hints.contains(&file));
                let known = Known::read(&path, &file, before);
                (path, known)
            })
            .collect();
        let mut known_now = BTreeMap::new();
        let mut sources = Sources::new();
        for (path, read) in read {
            match read {
                Ok(known) => {
                    sources.insert(path.clone(), Arc::clone(&known.source));
                    known_now.insert(path, known);
                }
                Err(Some(error)) => diagnostics.push(error),
                Err(None) => {}
            }
        }
        self.known = known_now;
        (sources, diagnostics)
    }

    /// Reads the files that the `hints` name, and takes all others for unchanged. `None` where
    /// there are no hints, or one is no file that was read before, by the same path and
    /// without a link on the way: then everything has to be looked at.
    pub fn read_only(&mut self, hints: &BTreeSet<PathBuf>) -> Option<Sources> {
        let mut read = Vec::new();
        for file in hints {
            let path = source_path(&self.root, file)?;
            // A link may have come in its place, and lead out of the site.
            let is_plain = file.is_file() && fs::canonicalize(file).is_ok_and(|real| real == *file);
            if !is_plain || !self.known.contains_key(&path) {
                return None;
            }
            let known = Known::read(&path, file, None).ok()?;
            read.push((path, known));
        }
        let is_any = !read.is_empty();
        self.known.extend(read);
        let sources = self.known.iter().map(|(path, known)| (path.clone(), Arc::clone(&known.source)));
        is_any.then(|| sources.collect())
    }
}

impl Known {
    /// Reads a file, unless it is as it was `before`. A file that went away since
    /// its folder was listed is no error: it is not there.
    fn read(path: &SourcePath, file: &Path, before: Option<&Self>) -> Result<Self, Option<Diagnostic>> {
        let failure = |error| (!is_gone(file)).then(|| failure("read", path.as_str(), &error).at_file(path));
        let stamp = Stamp::at(file).map_err(failure)?;
        if let Some(before) = before
            && before.stamp.as_ref() == Some(&stamp)
        {
            return Ok(Self { stamp: Some(stamp), source: Arc::clone(&before.source) });
        }
        let Some((stamp, bytes)) =
            whole(stamp, || Ok((fs::read(file)?, Stamp::at(file)?))).map_err(failure)?
        else {
            let message = format!("`{path}` changes again and again while it is read");
            let error = Diagnostic::error(Code::Io, message).at_file(path);
            return Err(Some(error.help("wait until whatever writes it is done")));
        };
        let source = match before.filter(|before| before.source.bytes() == bytes) {
            Some(before) => Arc::clone(&before.source),
            None => Arc::new(Source::new(path.clone(), bytes)),
        };
        Ok(Self { stamp: stamp.is_settled().then_some(stamp), source })
    }
}

/// Reads a file until it is the same after as before, so that nothing is published that is
/// half of one version and half of another; `None` if it never is. `read` gives the bytes and
/// the stamp after them.
fn whole<E>(
    mut stamp: Stamp,
    mut read: impl FnMut() -> Result<(Vec<u8>, Stamp), E>,
) -> Result<Option<(Stamp, Vec<u8>)>, E> {
    for _ in 0..ATTEMPTS {
        let (bytes, after) = read()?;
        if after == stamp {
            return Ok(Some((stamp, bytes)));
        }
        stamp = after;
    }
    Ok(None)
}

impl Stamp {
    fn at(file: &Path) -> io::Result<Self> {
        fs::metadata(file).map(|metadata| Self::of(&metadata))
    }

    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let seconds = u64::try_from(metadata.ctime()).ok();
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok();
        let changed = seconds.zip(nanoseconds).and_then(|(seconds, nanoseconds)| {
            SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
        });
        let identity = [metadata.ino(), metadata.dev()];
        Self { length: metadata.len(), modified: metadata.modified().ok(), changed, identity }
    }

    #[cfg(not(unix))]
    pub(super) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok();
        Self { length: metadata.len(), modified, changed: modified, identity: [0; 2] }
    }

    /// Whether any later change must show in the times.
    fn is_settled(&self) -> bool {
        #[expect(
            clippy::disallowed_methods,
            reason = "how old a file is decides only whether it is read again"
        )]
        let now = SystemTime::now();
        // Some programs give a file that they write an old time.
        [self.modified, self.changed].into_iter().all(|time| {
            let age = time.and_then(|time| now.duration_since(time).ok());
            age.is_some_and(|age| age > COARSEST_TICK)
        })
    }
}

fn walk(root: &Path, folder: &str, found: &mut Vec<(SourcePath, PathBuf)>, diagnostics: &mut Diagnostics) {
    let mut entries = WalkDir::new(root.join(folder)).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().and_then(|path| source_path(root, path));
                if path.as_ref().is_some_and(|path| is_litter(path.file_name()))
                    || error.path().is_some_and(is_gone)
                {
                    continue;
                }
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
        // What lies in a folder of the site and is no link is in the site too.
        if entry.path_is_symlink()
            && let Err(error) = inside(root, entry.path(), &path)
        {
            diagnostics.push(error);
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            found.push((path, entry.into_path()));
        }
    }
}

/// What version control and systems leave in folders, and editors while they save.
fn is_litter(name: &str) -> bool {
    let ends = ["~", ".swp", ".swo", ".swx", ".kate-swp", "___jb_tmp___", "___jb_old___"];
    matches!(name, ".git" | ".hg" | ".svn" | ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || ends.iter().any(|end| name.ends_with(end))
        || name.starts_with(".#")
        || name.starts_with(".goutputstream-")
        || name.len() > 1 && name.starts_with('#') && name.ends_with('#')
}

/// Whether nothing is there any more, not even a link that leads nowhere.
fn is_gone(file: &Path) -> bool {
    fs::symlink_metadata(file).is_err_and(|error| is_absence(&error))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of a file that changes `changes` times, each time while it is read.
    fn read(changes: u64) -> Option<u64> {
        let stamp = |length| Stamp { length, modified: None, changed: None, identity: [0; 2] };
        let mut version = 0;
        let read = || {
            let bytes = vec![0; version as usize];
            version = (version + 1).min(changes);
            Ok::<_, ()>((bytes, stamp(version)))
        };
        let (stamp, bytes) = whole(stamp(0), read).expect("a file that can be read")?;
        assert_eq!(stamp.length, bytes.len() as u64);
        Some(stamp.length)
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_read_again() {
        assert_eq!(read(0), Some(0));
        assert_eq!(read(1), Some(1));
        assert_eq!(read(ATTEMPTS as u64 - 1), Some(ATTEMPTS as u64 - 1));
        assert_eq!(read(ATTEMPTS as u64), None);
    }

    #[test]
    fn files_are_read_alone_only_where_nothing_but_them_can_have_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = fs::canonicalize(folder.path()).expect("a folder");
        let [config, page, other] =
            [CONFIG, "content/page.md", "content/other.md"].map(|path| root.join(path));
        fs::create_dir(root.join("content")).expect("a folder");
        for file in [&config, &page, &other] {
            fs::write(file, "then").expect("a file");
        }
        let mut reader = Reader::open(&root).expect("a site");
        let (all, _) = reader.read(&BTreeSet::new());
        fs::write(&page, "now").expect("a file");
        let read = reader.read_only(&[page.clone()].into()).expect("the page alone");
        assert_eq!(read["content/page.md"].bytes(), b"now");
        assert!(Arc::ptr_eq(&read["content/other.md"], &all["content/other.md"]));
        assert_eq!(read.len(), all.len());
        let mut is_all_read =
            |hints: &[&PathBuf]| reader.read_only(&hints.iter().copied().cloned().collect()).is_none();
        assert!(!is_all_read(&[&page, &config]));
        assert!(is_all_read(&[]), "nobody says what changed");
        assert!(is_all_read(&[&page, &root.join("content")]), "anything in the folder");
        fs::write(root.join("content/new.md"), "").expect("a file");
        assert!(is_all_read(&[&root.join("content/new.md")]), "a new file");
        fs::remove_file(&other).expect("a file");
        assert!(is_all_read(&[&other]), "a file that is gone");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/dev/null", &other).expect("a link");
            assert!(is_all_read(&[&other]), "a link in the place of a file");
            std::os::unix::fs::symlink("page.md", root.join("content/link.md")).expect("a link");
            reader.read(&BTreeSet::new());
            assert!(reader.read_only(&[root.join("content/link.md")].into()).is_none(), "a link");
        }
    }

    #[test]
    fn a_file_that_goes_while_it_is_read_is_not_there() {
        let gone = tempfile::tempdir().expect("a folder").path().join("a.md");
        assert!(matches!(Known::read(&SourcePath::new("a.md"), &gone, None), Err(None)));
    }
}
