//! What earlier builds drew, in a folder of the site's folder. An entry is believed only
//! if it has the hash that it gives itself; whatever is missing or wrong is drawn anew,
//! and no failure here makes a build fail. The folder may be deleted while it is in use.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use blake3::{Hash, Hasher};

use super::cache;
use crate::drawing::fonts::Fonts;
use crate::drawing::{Draw, VERSION, draw};

/// Bytes that the folder may hold after a build.
pub const LIMIT: u64 = 256 * 1024 * 1024;

/// The folder in the folder of what is kept.
const FOLDER: &str = "cards";

/// Bytes of an entry, at most. No drawing comes near.
const LARGEST: u64 = 16 * 1024 * 1024;

/// An entry that was used is marked as used once in that time.
const STEP: Duration = Duration::from_secs(60 * 60);

/// Drawings by the hash of all that they depend on.
pub struct Drawn {
    /// Nothing where there is no folder to be had.
    folder: Option<PathBuf>,
    limit: u64,
    /// Drawings that were made.
    made: AtomicUsize,
    /// The first thing that went wrong.
    failure: Mutex<Option<io::Error>>,
}

impl Draw for Drawn {
    fn draw(&self, svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
        let Some(folder) = &self.folder else { return draw(svg, fonts) };
        let key = key(svg, fonts);
        if let Some(png) = entry(folder, &key) {
            return Ok(png);
        }
        let png = draw(svg, fonts)?;
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        if let Err(error) = keep(folder, &key, number, &png) {
            self.fail(error);
        }
        Ok(png)
    }
}

impl Drawn {
    /// The drawings of a site. `limit` bytes are kept of them, of those used last.
    pub fn open(root: &Path, limit: u64) -> Self {
        let folder = cache::open(root).map(|folder| folder.join(FOLDER));
        let folder = folder.and_then(|folder| cache::make(&folder).map(|()| folder));
        let drawn = Self { folder: None, limit, made: AtomicUsize::new(0), failure: Mutex::new(None) };
        match folder {
            Ok(folder) => Self { folder: Some(folder), ..drawn },
            Err(error) => {
                drawn.fail(error);
                drawn
            }
        }
    }

    /// Forgets what is too much. The error is the first of all that went wrong, and
    /// costs no more than the time to draw once more.
    pub fn close(self) -> io::Result<()> {
        if let Some(folder) = &self.folder
            && self.made.load(Ordering::Relaxed) > 0
            && let Err(error) = tidy(folder, self.limit)
        {
            self.fail(error);
        }
        match self.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn fail(&self, error: io::Error) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert(error);
    }
}

/// What tells a drawing from all others.
fn key(svg: &str, fonts: &Fonts) -> Hash {
    let mut hasher = Hasher::new();
    hasher.update(VERSION.as_bytes());
    hasher.update(fonts.hash().as_bytes());
    hasher.update(svg.as_bytes());
    hasher.finalize()
}

/// The hash that an entry begins with: of its name too, so that none is taken for
/// another.
fn seal(key: &Hash, png: &[u8]) -> Hash {
    let mut hasher = Hasher::new();
    hasher.update(key.as_bytes());
    hasher.update(png);
    hasher.finalize()
}

/// The drawing that is kept under a key, if it is there and sound.
fn entry(folder: &Path, key: &Hash) -> Option<Vec<u8>> {
    let path = folder.join(key.to_hex().as_str());
    let metadata = fs::symlink_metadata(&path).ok()?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return None;
    }
    let mut bytes = fs::read(&path).ok()?;
    let png = (bytes.len() >= blake3::OUT_LEN).then(|| bytes.split_off(blake3::OUT_LEN))?;
    if bytes != seal(key, &png).as_bytes() {
        return None;
    }
    let now = SystemTime::now();
    let is_old = metadata.modified().is_ok_and(|used| now.duration_since(used).is_ok_and(|age| age > STEP));
    if is_old && let Ok(file) = File::options().write(true).open(&path) {
        // It is used all the same where this cannot be told.
        let _ = file.set_modified(now);
    }
    Some(png)
}

/// Keeps a drawing: whole, or not at all.
fn keep(folder: &Path, key: &Hash, number: usize, png: &[u8]) -> io::Result<()> {
    let name = key.to_hex();
    let unfinished = folder.join(format!("{name}.{}-{number}.tmp", std::process::id()));
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&unfinished)?;
        file.write_all(seal(key, png).as_bytes())?;
        file.write_all(png)?;
        fs::rename(&unfinished, folder.join(name.as_str()))
    };
    let written = write();
    if written.is_err() {
        // What is left would be in the way of nobody, but it takes room.
        let _ = fs::remove_file(&unfinished);
    }
    match written {
        // Whoever deletes the folder meanwhile may do so.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        written => written,
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
