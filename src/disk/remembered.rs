//! The addresses of other hosts that answered lately, in a file of the site's folder.
//! It may be deleted at any time: whatever is wrong with it, it is made anew.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::{cache, regular};

/// Seconds for which an answer holds.
const HOLDS: u64 = 24 * 60 * 60;

/// The addresses that answered less than a day before `now`, and when. Times are in
/// seconds since 1970.
pub fn read(root: &Path, now: u64) -> BTreeMap<String, u64> {
    let text = regular::read(&cache::place(root).join(FILE), LARGEST).unwrap_or_default();
    let mut known: BTreeMap<String, u64> = serde_json::from_slice(&text).unwrap_or_default();
    known.retain(|_, when| *when <= now && now - *when < HOLDS);
    known
}

/// Keeps these for later.
pub fn write(root: &Path, known: &BTreeMap<String, u64>) -> io::Result<()> {
    let folder = cache::open(root)?;
    let text = serde_json::to_vec_pretty(known).map_err(io::Error::other)?;
    cache::replace(&folder, FILE, &text)
}

const FILE: &str = "links.json";

/// Bytes of that file that are read: more than any site has links for.
const LARGEST: u64 = 100_000_000;
