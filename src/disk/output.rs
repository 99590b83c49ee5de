//! The output folder: whether a site may be written there, and the manifest
//! that says which of its files are ours. It looks and never writes.

#![expect(clippy::disallowed_methods, reason = "this is part of `disk`, which alone touches files")]

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::lock::LOCK;
use crate::diagnostic::{Code, Diagnostic};
use crate::names::refused_by_windows;
use crate::source::SOURCES;

/// A folder that a site may be written to.
#[derive(Debug)]
pub struct Output {
    /// Its real place: absolute, without symbolic links.
    pub(super) path: PathBuf,
    /// Whether files that are not ours are overwritten where they are in the
    /// way.
    pub(super) force: bool,
}

/// The list of the files in the output folder that are ours.
#[derive(Default)]
pub(super) struct Manifest {
    /// The list as it lies on the disk; empty if there is none.
    pub(super) text: String,
    /// The files, every one sound as [`is_sound`] means it.
    pub(super) paths: BTreeSet<String>,
}

/// File that holds the manifest, in the output folder.
pub(super) const MANIFEST: &str = ".rolebook-manifest";

/// Folder in the output folder where files are while they are being written.
pub(super) const UNFINISHED: &str = ".rolebook-tmp";

/// Bytes that the path of a file may have, as on Linux.
const LONGEST_PATH: usize = 4096;

const MANIFEST_HEADER: &str = "rolebook manifest 1\n";

/// Checks that the site at `root` may be written to the folder `output`, which
/// need not exist. Refused is a folder that holds sources or lies among them,
/// the root of the file system, the user's home, and a folder with files that
/// are not ours; only the last is allowed by `force`.
pub fn check_output(root: &Path, output: &Path, force: bool) -> Result<Output, Diagnostic> {
    let home = std::env::home_dir().filter(|home| home.is_absolute());
    check_with_home(root, output, force, home.as_deref())
}

impl Output {
    /// The manifest, without any file if the folder has none. An error if there
    /// is one that cannot be trusted: what is ours is then not known.
    pub(super) fn manifest(&self) -> Result<Manifest, Diagnostic> {
        let path = self.path.join(MANIFEST);
        let text = match fs::symlink_metadata(&path) {
            // Opening anything but a file could wait forever, or lead elsewhere.
            Ok(metadata) if !metadata.is_file() => return Err(self.distrust("is not a file")),
            Ok(_) => fs::read(&path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Manifest::default()),
            Err(error) => Err(error),
        };
        let text = text.map_err(|error| failure("read", &path.display().to_string(), &error))?;
        let text = String::from_utf8(text).map_err(|_| self.distrust("is not UTF-8 text"))?;
        let mut lines = text.lines();
        if lines.next() != Some(MANIFEST_HEADER.trim_end()) {
            return Err(self.distrust("does not begin with the line `rolebook manifest 1`"));
        }
        if !text.ends_with('\n') {
            return Err(self.distrust("breaks off in the middle of a line"));
        }
        let paths: BTreeSet<String> = lines.map(str::to_owned).collect();
        if let Some(path) = paths.iter().find(|path| !is_sound(path)) {
            let path = path.escape_debug();
            return Err(self.distrust(&format!("lists `{path}`, which is no file of a site")));
        }
        Ok(Manifest { text, paths })
    }

    fn distrust(&self, why: &str) -> Diagnostic {
        let message = format!("the list of written files `{}` {why}", self.path.join(MANIFEST).display());
        refused(message).help(
            "delete the whole folder if nothing in it is yours, or the list alone and build with `--force`",
        )
    }

    fn holds_files(&self) -> io::Result<bool> {
        let entries = match fs::read_dir(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            entries => entries?,
        };
        for entry in entries {
            // A first build that was interrupted leaves no more than these.
            let name = entry?.file_name();
            if name != UNFINISHED && name != LOCK {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The text of a manifest that lists `paths`, which must be sorted.
pub(super) fn manifest_text<'a>(paths: impl IntoIterator<Item = &'a String>) -> String {
    let mut text = String::from(MANIFEST_HEADER);
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// Whether `path` can be a file of a site on this system: relative, in the
/// output folder, no longer than systems allow, without control characters
/// (which would break the manifest), and no file of our own bookkeeping.
pub(super) fn is_sound(path: &str) -> bool {
    let mut parts = path.split('/');
    // The system may split where we do not, as at `\` on Windows.
    let normal = Path::new(path).components().all(|part| match part {
        Component::Normal(name) => parts.next().is_some_and(|part| name == part),
        _ => false,
    });
    let first = path.split('/').next().unwrap_or("");
    let ours = [MANIFEST, UNFINISHED, LOCK].iter().any(|name| first.eq_ignore_ascii_case(name));
    path.len() <= LONGEST_PATH
        && normal
        && !(cfg!(windows) && refused_by_windows(path).is_some())
        && parts.next().is_none()
        && !ours
        && !path.contains(char::is_control)
}

/// The error that says why a folder or file is left alone.
pub(super) fn refused(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::OutputRefused, message)
}

/// The error that says what could not be done with a file or folder, and why.
pub(super) fn failure(verb: &str, path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::Io, format!("cannot {verb} `{path}`: {}", in_words(error)))
}

fn in_words(error: &io::Error) -> String {
    use io::ErrorKind;
    let words = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "a file is where a folder should be",
        ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty => "a folder is where a file should be",
        ErrorKind::InvalidFilename => "the name is too long, or one that the system does not allow",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the disk quota is used up",
        // These kinds say nothing; the system's own words may.
        ErrorKind::Other => return error.to_string(),
        kind if kind.to_string().starts_with("uncategorized") => return error.to_string(),
        kind => return kind.to_string(),
    };
    words.to_owned()
}

fn check_with_home(
    root: &Path,
    output: &Path,
    force: bool,
    home: Option<&Path>,
) -> Result<Output, Diagnostic> {
    let shown = output.display();
    let refused = |why: &str| {
        refused(format!("the output folder `{shown}` {why}"))
            .help("choose a folder for the site alone, such as `public`, by `--out` or in `config.toml`")
    };
    let path =
        real_path(output).map_err(|error| refused(&format!("cannot be found: {}", in_words(&error))))?;
    if path.parent().is_none() {
        return Err(refused("is the root of the file system"));
    }
    if home.is_some_and(|home| real_path(home).is_ok_and(|home| home == path)) {
        return Err(refused("is your home folder"));
    }
    let find = |source: &Path| {
        real_path(source).map_err(|error| failure("find", &source.display().to_string(), &error))
    };
    if find(root)?.starts_with(&path) {
        return Err(refused("holds the site that it would be built from"));
    }
    for name in SOURCES {
        // A source may be a link to a place outside the site's root.
        let source = find(&root.join(name))?;
        let relation = match (source.starts_with(&path), path.starts_with(&source)) {
            (false, false) => continue,
            (true, true) => "is",
            (true, false) => "holds",
            (false, true) => "lies in",
        };
        return Err(refused(&format!("{relation} `{name}`, which the site is built from")));
    }
    if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(refused("is not a folder"));
    }
    let output = Output { path, force };
    if output.manifest()?.text.is_empty() && !force {
        match output.holds_files() {
            Ok(false) => {}
            Ok(true) => {
                return Err(refused("holds files that rolebook did not write")
                    .help("choose an empty folder, or keep these files beside the site's by `--force`"));
            }
            Err(error) => return Err(failure("read", &shown.to_string(), &error)),
        }
    }
    Ok(output)
}

/// Where `path` really is: absolute, without `..` or symbolic links, also if
/// its last parts do not exist.
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                // All before is resolved, so its parent is the one meant.
                real.pop();
            }
            Component::Normal(name) => {
                real.push(name);
                match fs::symlink_metadata(&real) {
                    Ok(_) => real = fs::canonicalize(&real)?,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
            _ => real.push(part),
        }
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site with `content/` and a file `readme.txt`.
    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(site.path().join("content/guides")).expect("content");
        fs::write(site.path().join("config.toml"), "").expect("config");
        fs::write(site.path().join("readme.txt"), "").expect("readme");
        site
    }

    #[track_caller]
    fn refusal(result: Result<Output, Diagnostic>) -> String {
        let error = result.expect_err("a refusal");
        assert_eq!(error.code, Code::OutputRefused, "{}", error.message);
        assert!(error.help.is_some());
        error.message
    }

    #[test]
    fn folders_that_hold_sources_or_lie_among_them_are_refused() {
        let site = site();
        let root = site.path();
        for (output, why) in [
            ("", "holds the site"),
            (".", "holds the site"),
            ("..", "holds the site"),
            ("new/../../", "holds the site"),
            ("content", "is `content`"),
            ("content/guides", "lies in `content`"),
            ("public/../content/new/folder", "lies in `content`"),
            ("static", "is `static`"),
            ("static/new", "lies in `static`"),
            ("templates/new", "lies in `templates`"),
            ("themes/mine/public", "lies in `themes`"),
            ("config.toml", "is `config.toml`"),
            ("readme.txt", "is not a folder"),
            ("readme.txt/public", "cannot be found: a file is where a folder should be"),
            ("/", "is the root of the file system"),
        ] {
            // `--force` is about foreign files and nothing else.
            for force in [false, true] {
                let message = refusal(check_output(root, &root.join(output), force));
                assert!(message.contains(why), "{output}: {message}");
            }
        }
        for output in ["public", "contents", "new/../other/public", "../beside"] {
            assert!(check_output(root, &root.join(output), false).is_ok(), "{output}");
        }
    }

    #[test]
    fn the_home_folder_is_refused() {
        let (site, home) = (site(), tempfile::tempdir().expect("a folder"));
        let check = |output: &Path| check_with_home(site.path(), output, true, Some(home.path()));
        assert!(refusal(check(home.path())).ends_with("is your home folder"));
        assert!(check(&home.path().join("public")).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_judged_by_where_they_lead() {
        let (site, elsewhere) = (site(), tempfile::tempdir().expect("a folder"));
        let root = site.path();
        let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, root.join(at)).expect("a link");
        let check = |output: &str| check_output(root, &root.join(output), false);

        link(&root.join("content"), "hidden");
        assert!(refusal(check("hidden/public")).contains("lies in `content`"));
        link(&root.join("nowhere"), "broken");
        assert!(refusal(check("broken")).contains("cannot be found"));

        // Sources may lie elsewhere, and the output beside or among them.
        fs::create_dir(elsewhere.path().join("files")).expect("a folder");
        link(&elsewhere.path().join("files"), "static");
        let check = |output: PathBuf| check_output(root, &output, false);
        assert!(refusal(check(elsewhere.path().join("files/public"))).contains("lies in `static`"));
        assert!(refusal(check(elsewhere.path().to_owned())).contains("holds `static`"));

        fs::create_dir(elsewhere.path().join("www")).expect("a folder");
        link(&elsewhere.path().join("www"), "public");
        let output = check(root.join("public/site")).expect("an output folder");
        assert_eq!(output.path, fs::canonicalize(elsewhere.path()).expect("a path").join("www/site"));
    }

    #[test]
    fn a_folder_with_foreign_files_needs_force() {
        let site = site();
        let output = site.path().join("public");
        fs::create_dir_all(output.join(UNFINISHED)).expect("a folder");
        fs::write(output.join(LOCK), "").expect("a lock");
        assert!(check_output(site.path(), &output, false).is_ok(), "an interrupted first build");
        fs::write(output.join("mine.txt"), "").expect("a file");
        let message = refusal(check_output(site.path(), &output, false));
        assert!(message.ends_with("holds files that rolebook did not write"), "{message}");
        assert!(check_output(site.path(), &output, true).is_ok());
        fs::write(output.join(MANIFEST), MANIFEST_HEADER).expect("a manifest");
        assert!(check_output(site.path(), &output, false).is_ok());
    }

    #[test]
    fn a_manifest_that_cannot_be_trusted_is_an_error() {
        let site = site();
        let output = site.path().join("public");
        fs::create_dir(&output).expect("a folder");
        for (manifest, why) in [
            (&b""[..], "does not begin"),
            (b"rolebook manifest 2\n", "does not begin"),
            (b"rolebook manifest 1", "breaks off"),
            (b"rolebook manifest 1\nindex.ht", "breaks off"),
            (b"rolebook manifest 1\n\xff\n", "is not UTF-8"),
            (b"rolebook manifest 1\n\n", "lists ``"),
            (b"rolebook manifest 1\na\n../content/a.md\n", "lists `../content/a.md`"),
            (b"rolebook manifest 1\na/../../b\n", "lists `a/../../b`"),
            (b"rolebook manifest 1\n/etc/passwd\n", "lists `/etc/passwd`"),
            (b"rolebook manifest 1\n./a\n", "lists `./a`"),
            (b"rolebook manifest 1\na//b\n", "lists `a//b`"),
            (b"rolebook manifest 1\na/\n", "lists `a/`"),
            (b"rolebook manifest 1\na\0b\n", "lists `a\\0b`"),
            (b"rolebook manifest 1\n.rolebook-manifest\n", "lists `.rolebook-manifest`"),
            (b"rolebook manifest 1\n.Rolebook-tmp/a\n", "lists `.Rolebook-tmp/a`"),
            (b"rolebook manifest 1\n.rolebook-lock\n", "lists `.rolebook-lock`"),
        ] {
            fs::write(output.join(MANIFEST), manifest).expect("a manifest");
            for force in [false, true] {
                let message = refusal(check_output(site.path(), &output, force));
                assert!(message.contains(why), "{why}: {message}");
            }
        }
        // Version control may have changed the line ends.
        fs::write(output.join(MANIFEST), "rolebook manifest 1\r\na/b\r\n").expect("a manifest");
        let output = check_output(site.path(), &output, false).expect("an output folder");
        assert!(output.manifest().expect("a manifest").paths.contains("a/b"));
        fs::remove_file(output.path.join(MANIFEST)).expect("no manifest");
        fs::create_dir(output.path.join(MANIFEST)).expect("a folder");
        assert!(refusal(output.manifest().map(|_| output)).ends_with("is not a file"));
    }
}
