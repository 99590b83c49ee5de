//! New files of a site. A file that is there is never touched, and nothing is
//! written through a symbolic link that leads out of the site.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::output::failure;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourcePath;

/// Writes a new file of the site at `root`, and the folders that it lies in.
pub fn create(root: &Path, path: &SourcePath, text: &str) -> Result<(), Diagnostic> {
    let cannot = |what: &str, error: &io::Error| failure(what, path.as_str(), error).at_file(path);
    let root = fs::canonicalize(root).map_err(|error| cannot("write", &error))?;
    let mut folder = root.clone();
    for part in path.folder().split('/').filter(|part| !part.is_empty()) {
        folder.push(part);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(cannot("write", &error));
            }
            _ => {}
        }
        // A link in its place may lead anywhere.
        let real = fs::canonicalize(&folder).map_err(|error| cannot("write", &error))?;
        if !real.starts_with(&root) {
            return Err(Diagnostic::error(
                Code::OutsideSite,
                format!("the folder of `{path}` leads out of the site"),
            )
            .at_file(path)
            .help("nothing is written outside the site"));
        }
    }
    let place = folder.join(path.file_name());
    let mut file = match OpenOptions::new().write(true).create_new(true).open(&place) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(there_already(path)),
        opened => opened.map_err(|error| cannot("write", &error))?,
    };
    file.write_all(text.as_bytes()).map_err(|error| {
        // Half a file would be in the way of the next attempt.
        let _ = fs::remove_file(&place);
        cannot("write", &error)
    })
}

/// What is said of a file that is there.
pub fn there_already(path: &SourcePath) -> Diagnostic {
    Diagnostic::error(Code::ImportRefused, format!("`{path}` is there already, and is never overwritten"))
        .at_file(path)
        .help("move or delete it if the article is to take its place")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_files_are_made_with_their_folders_and_none_is_overwritten() {
        let site = tempfile::tempdir().expect("a folder");
        let path = SourcePath::new("content/a/b/c.md");
        create(site.path(), &path, "one").expect("a new file");
        assert_eq!(create(site.path(), &path, "two").expect_err("no overwriting").code, Code::ImportRefused);
        assert_eq!(fs::read(site.path().join("content/a/b/c.md")).expect("a file"), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_a_new_file_out_of_the_site() {
        let (site, elsewhere) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::os::unix::fs::symlink(elsewhere.path(), site.path().join("content")).expect("a link");
        let refusal = create(site.path(), &SourcePath::new("content/a/b.md"), "x").expect_err("a refusal");
        assert_eq!(refusal.code, Code::OutsideSite);
        assert!(!elsewhere.path().join("a").exists());
        // A file that leads nowhere is there all the same.
        fs::create_dir(site.path().join("static")).expect("a folder");
        std::os::unix::fs::symlink("nowhere", site.path().join("static/x.md")).expect("a link");
        assert!(create(site.path(), &SourcePath::new("static/x.md"), "x").is_err());
    }
}
