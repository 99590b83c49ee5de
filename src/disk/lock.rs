//! One build at a time in an output folder. It says who goes first, and never
//! touches a file of the site.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::output::{failure, refused};
use crate::diagnostic::Diagnostic;

/// File in the output folder that a build holds while it writes. It stays there and is
/// empty: what counts is who holds it, and the system takes it from a process that ends,
/// however it ends.
pub(super) const LOCK: &str = ".rolebook-lock";

/// The right to change an output folder, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Takes the lock of the folder, which must be there; refused while another build has it.
/// Where the file system knows no locks there is nothing to wait for.
pub(super) fn lock(folder: &Path) -> Result<Lock, Diagnostic> {
    let path = folder.join(LOCK);
    // Opening anything but a file could wait forever, or make a file elsewhere.
    if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(refused(format!("`{LOCK}` in the output folder is not a file"))
            .help("delete it: builds use a file of that name to wait for one another"));
    }
    let file = open(&path).map_err(|error| failure("write", LOCK, &error))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let message = format!("another build is writing to the output folder `{}`", folder.display());
            Err(refused(message).help("build again when it is done, or to another folder by `--out`"))
        }
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Lock { _file: file }),
    }
}

fn open(path: &Path) -> io::Result<File> {
    // Some network file systems lock only what can be written to.
    let made = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    // A build that changes nothing needs no permission to.
    made.or_else(|error| File::open(path).map_err(|_| error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_the_lock_until_it_is_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = lock(folder.path()).expect("the lock");
        let refusal = lock(folder.path()).expect_err("a refusal");
        assert!(refusal.message.starts_with("another build is writing to"), "{}", refusal.message);
        drop(first);
        lock(folder.path()).expect("the lock again");
    }

    #[test]
    fn only_a_file_is_taken_for_a_lock() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(LOCK)).expect("a folder");
        assert!(lock(folder.path()).expect_err("a refusal").message.ends_with("is not a file"));
    }

    #[cfg(unix)]
    #[test]
    fn no_lock_is_made_through_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink("elsewhere", folder.path().join(LOCK)).expect("a link");
        assert!(lock(folder.path()).expect_err("a refusal").message.ends_with("is not a file"));
        assert!(!folder.path().join("elsewhere").exists());
    }
}
