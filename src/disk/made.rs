//! What earlier builds made that takes long: drawings and highlighted code, in folders of the
//! site's folder. An entry is believed only if it has the hash that it gives itself; whatever
//! is missing or wrong is made anew, and no failure here makes a build fail. The folders may
//! be deleted while they are in use.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::convert::Infallible;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use blake3::{Hash, Hasher};

use super::cache;
use crate::drawing::fonts::Fonts;
use crate::drawing::{self, draw};
use crate::making::Make;
use crate::markdown::highlight::{self, highlight};

/// Bytes that each of the folders may hold after a build.
pub const LIMIT: u64 = 128 * 1024 * 1024;

/// Bytes of an entry, at most. No drawing comes near.
const LARGEST: u64 = 16 * 1024 * 1024;

/// An entry that was used is marked as used once in that time.
const STEP: Duration = Duration::from_secs(60 * 60);

/// What was made, by the hash of all that it depends on.
pub struct Made {
    cards: Folder,
    code: Folder,
    limit: u64,
    /// The first thing that went wrong.
    failure: Mutex<Option<io::Error>>,
}

/// Entries of one kind.
struct Folder {
    /// Nothing where there is no folder to be had.
    path: Option<PathBuf>,
    /// Whether any entry was made.
    has_more: AtomicBool,
}

impl Make for Made {
    fn draw(&self, svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
        let key = key([drawing::VERSION.as_bytes(), fonts.hash().as_bytes(), svg.as_bytes()]);
        self.entry(&self.cards, &key, || draw(svg, fonts))
    }

    fn highlight(&self, language: &str, code: &str) -> Option<String> {
        let key = key([highlight::VERSION, language, code].map(str::as_bytes));
        let Ok(entry) = self.entry(&self.code, &key, || {
            // An unknown language is worth remembering too: to look for it, all are loaded.
            let html = highlight(language, code);
            Ok::<_, Infallible>(html.map_or_else(Vec::new, |html| [KNOWN, html.as_bytes()].concat()))
        });
        String::from_utf8(entry.strip_prefix(KNOWN)?.to_vec()).ok()
    }
}

/// What highlighted code begins with where it is kept.
const KNOWN: &[u8] = b"=";

/// Whether any code was highlighted for a site.
pub fn has_code(root: &Path) -> bool {
    fs::read_dir(cache::place(root).join(CODE)).is_ok_and(|mut entries| entries.next().is_some())
}

/// The folder of drawings.
const CARDS: &str = "cards";
/// The folder of highlighted code.
const CODE: &str = "code";

impl Made {
    /// What was made for a site. `limit` bytes of each kind are kept, of those used last.
    pub fn open(root: &Path, limit: u64) -> Self {
        let open = |name| {
            let path = cache::open(root).map(|folder| folder.join(name));
            path.and_then(|path| cache::make(&path).map(|()| path))
        };
        let mut failure = None;
        let [cards, code] = [open(CARDS), open(CODE)].map(|folder| Folder {
            path: folder.map_err(|error| failure = Some(error)).ok(),
            has_more: AtomicBool::new(false),
        });
        Self { cards, code, limit, failure: Mutex::new(failure) }
    }

    /// Forgets what is too much. The error is the first of all that went wrong, and
    /// costs no more than the time to make things once more.
    pub fn close(self) -> io::Result<()> {
        for folder in [&self.cards, &self.code] {
            if let Some(path) = &folder.path
                && folder.has_more.load(Ordering::Relaxed)
                && let Err(error) = tidy(path, self.limit)
            {
                self.fail(error);
            }
        }
        match self.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// The entry that is kept under a key, or else is made.
    fn entry<E>(
        &self,
        folder: &Folder,
        key: &Hash,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, E> {
        let Some(path) = &folder.path else { return make() };
        if let Some(entry) = entry(path, key) {
            return Ok(entry);
        }
        let made = make()?;
        folder.has_more.store(true, Ordering::Relaxed);
        if let Err(error) = keep(path, key, &made) {
            self.fail(error);
        }
        Ok(made)
    }

    fn fail(&self, error: io::Error) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert(error);
    }
}

/// What tells an entry from all others.
fn key<const PARTS: usize>(parts: [&[u8]; PARTS]) -> Hash {
    let mut hasher = Hasher::new();
    for part in parts {
        // Else the end of one could be the beginning of the next.
        hasher.update(&part.len().to_le_bytes()).update(part);
    }
    hasher.finalize()
}

/// The hash that an entry begins with: of its name too, so that none is taken for
/// another.
fn seal(key: &Hash, entry: &[u8]) -> Hash {
    let mut hasher = Hasher::new();
    hasher.update(key.as_bytes());
    hasher.update(entry);
    hasher.finalize()
}

/// What is kept under a key, if it is there and sound.
fn entry(folder: &Path, key: &Hash) -> Option<Vec<u8>> {
    let path = folder.join(key.to_hex().as_str());
    let metadata = fs::symlink_metadata(&path).ok()?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return None;
    }
    let mut bytes = fs::read(&path).ok()?;
    let entry = (bytes.len() >= blake3::OUT_LEN).then(|| bytes.split_off(blake3::OUT_LEN))?;
    if bytes != seal(key, &entry).as_bytes() {
        return None;
    }
    let now = SystemTime::now();
    let is_old = metadata.modified().is_ok_and(|used| now.duration_since(used).is_ok_and(|age| age > STEP));
    if is_old && let Ok(file) = File::options().write(true).open(&path) {
        // It is used all the same where this cannot be told.
        let _ = file.set_modified(now);
    }
    Some(entry)
}

/// Keeps an entry: whole, or not at all.
fn keep(folder: &Path, key: &Hash, entry: &[u8]) -> io::Result<()> {
    let sealed = [seal(key, entry).as_bytes(), entry].concat();
    match cache::replace(folder, key.to_hex().as_str(), &sealed) {
        // Whoever deletes the folder meanwhile may do so.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        kept => kept,
    }
}

/// Deletes entries until no more than `limit` bytes are left, those first that were not
/// used for longest, and what an earlier build did not finish.
fn tidy(folder: &Path, limit: u64) -> io::Result<()> {
    let now = SystemTime::now();
    let mut entries = Vec::new();
    let mut total = 0;
    let found = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found?,
    };
    for found in found {
        let found = found?;
        let name = found.file_name();
        let Some((hash, rest)) = name.to_str().and_then(|name| name.split_at_checked(2 * blake3::OUT_LEN))
        else {
            continue;
        };
        // Others may tidy up at the same time.
        let Ok(metadata) = found.metadata() else { continue };
        if Hash::from_hex(hash).is_err() || !metadata.is_file() {
            continue;
        }
        let used = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let is_left = rest.ends_with(".tmp") && now.duration_since(used).is_ok_and(|age| age > STEP);
        if is_left {
            delete(&found.path())?;
        } else if rest.is_empty() {
            total += metadata.len();
            entries.push((used, found.path(), metadata.len()));
        }
    }
    entries.sort();
    for (_, path, length) in entries {
        if total <= limit {
            break;
        }
        delete(&path)?;
        total -= length;
    }
    Ok(())
}

fn delete(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        deleted => deleted,
    }
}
