//! Opens what may be anything: files that others made, where a pipe or a device could lie. It
//! never waits for either.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// The first bytes of the file at `path`, as many as `limit` and one more if there are. An
/// error if it is no file: to open a pipe waits until somebody writes to it, and some
/// devices never end.
pub(super) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is a pipe or a device, and no file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
