//! New files in a site's folder. What is there already stays as it is: a file is
//! made or refused, never replaced, and nothing is made through a symbolic link
//! that leads out of the folder.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::changes::{folders_of, is_absence};
use super::output::{failure, is_sound, real_path};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::SourcePath;

/// Makes `files` below `root`, bytes by path with `/` between the parts, and the
/// folders that they lie in, `root` too. If anything is in the way, all of it is
/// told and nothing is made; if a file cannot be written, those of this call that
/// were are taken back.
pub fn create(root: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Diagnostics> {
    let place = real_path(root).map_err(|error| failure("find", &root.display().to_string(), &error))?;
    let refused = check(root, files);
    if !refused.is_empty() {
        return Err(refused);
    }
    let mut made = Vec::new();
    for (path, bytes) in files {
        let file = place.join(path);
        if let Err(error) = make(&file, bytes, &mut made) {
            for file in made {
                // What cannot be taken back either is no worse than what is told.
                let _ = fs::remove_file(file);
            }
            return Err(failure("write", path, &error).at_file(&SourcePath::new(path)).into());
        }
    }
    Ok(())
}

/// What is in the way of `files` below `root`.
pub fn check(root: &Path, files: &BTreeMap<String, Vec<u8>>) -> Diagnostics {
    let shown = root.display();
    let root = match real_path(root) {
        Ok(real) if fs::symlink_metadata(&real).is_ok_and(|metadata| !metadata.is_dir()) => {
            let message = format!("`{shown}` is there already, and is no folder");
            return Diagnostic::error(Code::AlreadyThere, message).into();
        }
        Ok(real) => real,
        Err(error) => return failure("find", &shown.to_string(), &error).into(),
    };
    files.keys().filter_map(|path| check_one(&root, path).err()).collect()
}

/// Adds `text` at the end of a file that is there: all of it, or none. What the file holds
/// is kept.
pub fn append(root: &Path, path: &str, text: &str) -> Result<(), Diagnostic> {
    let failure = |error: io::Error| failure("write", path, &error).at_file(&SourcePath::new(path));
    let root = fs::canonicalize(root).map_err(failure)?;
    let file = fs::canonicalize(root.join(path)).map_err(failure)?;
    if !file.starts_with(&root) {
        return Err(outside(path));
    }
    let mut file = OpenOptions::new().append(true).open(file).map_err(failure)?;
    let length = file.metadata().map_err(failure)?.len();
    file.write_all(text.as_bytes()).map_err(|error| {
        // Half an entry is a mistake in the file.
        let _ = file.set_len(length);
        failure(error)
    })
}

/// The name of a folder that need not exist: the last part of its full path.
pub fn folder_name(folder: &Path) -> Option<String> {
    let path = real_path(folder).ok()?;
    Some(path.file_name()?.to_string_lossy().into_owned())
}

/// Whether nothing is at that path, or a folder that holds nothing. What cannot be
/// looked at counts as nothing: whoever writes there is told why.
pub fn is_free(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => fs::symlink_metadata(path).is_err(),
    }
}

/// The error that says that something is in the way of a new file.
pub fn already_there(path: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::AlreadyThere, message).at_file(&SourcePath::new(path))
}

fn outside(path: &str) -> Diagnostic {
    Diagnostic::error(Code::OutsideSite, format!("`{path}` leads out of the site"))
        .at_file(&SourcePath::new(path))
        .help("it lies behind a symbolic link; nothing is written through one that leaves the site")
}

fn check_one(root: &Path, path: &str) -> Result<(), Diagnostic> {
    if !is_sound(path) {
        let message = format!("`{}` is no name for a file of a site", path.escape_debug());
        return Err(Diagnostic::error(Code::Io, message));
    }
    for folder in folders_of(path) {
        let place = root.join(folder);
        match fs::symlink_metadata(&place) {
            Err(error) if is_absence(&error) => return Ok(()),
            Err(error) => return Err(failure("look at", folder, &error).at_file(&SourcePath::new(folder))),
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => match fs::canonicalize(&place) {
                Ok(real) if !real.starts_with(root) => return Err(outside(folder)),
                Ok(real) if real.is_dir() => {}
                _ => {
                    return Err(already_there(
                        folder,
                        format!("`{folder}` is there already, and is no folder"),
                    ));
                }
            },
        }
    }
    match fs::symlink_metadata(root.join(path)) {
        Err(error) if is_absence(&error) => Ok(()),
        Err(error) => Err(failure("look at", path, &error).at_file(&SourcePath::new(path))),
        Ok(_) => Err(already_there(path, format!("`{path}` is there already"))),
    }
}

/// Makes a file, noting it in `made` as soon as it is there.
fn make(file: &Path, bytes: &[u8], made: &mut Vec<PathBuf>) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut new = OpenOptions::new().write(true).create_new(true).open(file)?;
    made.push(file.to_owned());
    new.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> BTreeMap<String, Vec<u8>> {
        paths.iter().map(|path| ((*path).to_owned(), path.as_bytes().to_vec())).collect()
    }

    /// Codes and places of what is refused.
    fn refused(root: &Path, paths: &[&str]) -> Vec<String> {
        let errors = create(root, &files(paths)).expect_err("a refusal");
        errors.sorted().into_iter().map(|error| format!("{}: {}", error.code, error.message)).collect()
    }

    #[test]
    fn files_and_folders_are_made_and_nothing_twice() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("new/site");
        create(&root, &files(&["config.toml", "content/a/b.md"])).expect("new files");
        assert_eq!(fs::read(root.join("content/a/b.md")).expect("a file"), b"content/a/b.md");
        fs::write(root.join("config.toml"), "mine").expect("a file");
        assert_eq!(
            refused(&root, &["config.toml", "content/a/b.md", "content/a/c.md", "config.toml/x"]),
            [
                "already-there: `config.toml` is there already",
                "already-there: `config.toml` is there already, and is no folder",
                "already-there: `content/a/b.md` is there already",
            ]
        );
        assert_eq!(fs::read(root.join("config.toml")).expect("a file"), b"mine");
        assert!(!root.join("content/a/c.md").exists(), "all is checked before anything is made");
    }

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in ["../a", "a/../../b", "/etc/a", "", "a//b", "a\nb"] {
            assert!(refused(folder.path(), &[path])[0].starts_with("io: "), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_the_site_and_nowhere_else() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("real")).expect("a folder");
        fs::create_dir(folder.path().join("elsewhere")).expect("a folder");
        symlink("real", root.join("inside")).expect("a link");
        symlink("../elsewhere", root.join("outside")).expect("a link");
        symlink("nowhere", root.join("a.md")).expect("a link");
        assert_eq!(
            refused(&root, &["a.md", "outside/b.md"]),
            ["already-there: `a.md` is there already", "outside-site: `outside` leads out of the site"]
        );
        create(&root, &files(&["inside/b.md"])).expect("a new file");
        assert!(root.join("real/b.md").exists());
    }

    #[test]
    fn text_is_added_at_the_end() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a"), "one\n").expect("a file");
        append(folder.path(), "a", "two\n").expect("more");
        assert_eq!(fs::read(folder.path().join("a")).expect("a file"), b"one\ntwo\n");
        assert!(append(folder.path(), "b", "x").is_err());
    }

    #[test]
    fn a_folder_is_free_if_it_is_absent_or_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("full/empty")).expect("folders");
        fs::write(folder.path().join("file"), "").expect("a file");
        let free = ["absent", "full/empty", "full", "file"].map(|path| is_free(&folder.path().join(path)));
        assert_eq!(free, [true, true, false, false]);
    }
}
