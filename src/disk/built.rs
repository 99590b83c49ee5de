//! What the last build of a site gave, in a folder of the site's folder: the hash of each
//! file, under the hash of all that files depend on. Where that is the same, a file that has
//! its hash need not be rendered. It is believed only if it has the hash that it gives
//! itself; without it a build takes longer, and gives the same. It may be deleted.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use blake3::{Hash, Hasher, OUT_LEN};
use rayon::prelude::*;

use super::cache;
use super::read::Stamp;
use crate::source::Sources;

/// The file in the folder of what is kept.
const FILE: &str = "built";

/// The files of a site, with their hashes as far as they are known.
pub struct Built<'a> {
    root: &'a Path,
    /// The hash of all that files depend on. Without it nothing is known or kept.
    key: Option<Hash>,
    /// The paths of all files, sorted.
    paths: Vec<&'a str>,
    /// The hash that each had in the last build; nothing if what they depend on was other.
    known: Vec<Hash>,
    /// The hash of each that this build makes.
    made: Vec<OnceLock<Hash>>,
}

impl<'a> Built<'a> {
    /// What is known of the files at `paths`, which the site of these sources has, where its
    /// builder `decided` something over what they say.
    pub fn open(root: &'a Path, sources: &Sources, decided: &str, paths: &'a BTreeSet<String>) -> Self {
        let key = key(sources, decided);
        let known = key.and_then(|key| read(root, &key, paths.len())).unwrap_or_default();
        let made = paths.iter().map(|_| OnceLock::new()).collect();
        Self { root, key, paths: paths.iter().map(String::as_str).collect(), known, made }
    }

    /// The hash of the file at `path`, if it is known before the file is made.
    pub fn hash(&self, path: &str) -> Option<&Hash> {
        self.known.get(self.place(path)?)
    }

    /// Tells what a file is.
    pub fn note(&self, path: &str, bytes: &[u8]) {
        if self.key.is_some()
            && let Some(made) = self.place(path).and_then(|at| self.made.get(at))
        {
            made.get_or_init(|| blake3::hash(bytes));
        }
    }

    /// Keeps all hashes for the next build, if any of them is new. An error costs no more
    /// than the time to render once more.
    pub fn keep(&self) -> io::Result<()> {
        let Some(key) = self.key.filter(|_| self.made.iter().any(|made| made.get().is_some())) else {
            return Ok(());
        };
        let hash = |(at, made): (usize, &'_ OnceLock<Hash>)| made.get().or(self.known.get(at)).copied();
        let Some(hashes) = self.made.iter().enumerate().map(hash).collect::<Option<Vec<Hash>>>() else {
            return Ok(());
        };
        let all = [&[key], hashes.as_slice()].concat();
        let all: Vec<u8> = all.iter().flat_map(Hash::as_bytes).copied().collect();
        let sealed = [blake3::hash(&all).as_bytes().as_slice(), &all].concat();
        cache::replace(&cache::open(self.root)?, FILE, &sealed)
    }

    fn place(&self, path: &str) -> Option<usize> {
        self.paths.binary_search(&path).ok()
    }
}

/// What is known of so many files, if it was kept under this key and is sound.
fn read(root: &Path, key: &Hash, count: usize) -> Option<Vec<Hash>> {
    let path = cache::place(root).join(FILE);
    let metadata = fs::symlink_metadata(&path).ok()?;
    // Nothing of another length is read at all.
    let length = count.checked_add(2)?.checked_mul(OUT_LEN)?;
    if !metadata.is_file() || usize::try_from(metadata.len()) != Ok(length) {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    let (seal, all) = bytes.split_first_chunk::<OUT_LEN>()?;
    if blake3::hash(all) != *seal {
        return None;
    }
    let (its_key, hashes) = all.split_first_chunk::<OUT_LEN>()?;
    if key != its_key {
        return None;
    }
    Some(hashes.chunks_exact(OUT_LEN).filter_map(|hash| Hash::from_slice(hash).ok()).collect())
}

/// The hash of all that the files of a site depend on: its sources, what was decided over
/// them, and the program.
fn key(sources: &Sources, decided: &str) -> Option<Hash> {
    let program = std::env::current_exe().ok().and_then(|path| fs::metadata(path).ok())?;
    let mut hasher = Hasher::new();
    let mut add = |part: &[u8]| {
        // Else the end of one could be the beginning of the next.
        hasher.update(&part.len().to_le_bytes()).update(part);
    };
    add(env!("CARGO_PKG_VERSION").as_bytes());
    // Its bytes would take longer to hash than a small site takes to build.
    add(format!("{:?}", Stamp::of(&program)).as_bytes());
    add(decided.as_bytes());
    let hashes: Vec<Hash> = sources.par_iter().map(|(_, source)| blake3::hash(source.bytes())).collect();
    for (path, hash) in sources.keys().zip(hashes) {
        add(path.as_str().as_bytes());
        add(hash.as_bytes());
    }
    Some(hasher.finalize())
}
