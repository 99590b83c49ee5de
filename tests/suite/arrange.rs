//! Sites on disk, and the program run on them. Nothing here asserts more than
//! that a site could be arranged, and nothing writes into the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// The repository, which is a site itself.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The checked-in site of that name.
pub(crate) fn case(name: &str) -> PathBuf {
    repository().join("tests/cases").join(name)
}

/// The program, in surroundings that are the same everywhere.
pub(crate) fn rolebook() -> Command {
    Command::from_std(program())
}

/// The same, to be started and left alone.
pub(crate) fn program() -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rolebook"));
    for name in ["CLICOLOR_FORCE", "NO_COLOR", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    // Whatever is asked here is on this machine.
    for name in ["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command
}

/// `rolebook build` of the site at `root` into `out`.
pub(crate) fn build_command(root: &Path, out: &Path) -> Command {
    let mut command = rolebook();
    // Nothing is kept in the folder of the site, which may be the repository.
    command.args(["build", "--no-cache", "--root"]).arg(root).arg("--out").arg(out);
    command
}

/// `rolebook check` of the site at `root`, on a day that is always the same.
pub(crate) fn check_command(root: &Path) -> Command {
    let mut command = rolebook();
    command.args(["check", "--date", "2026-11-21", "--root"]).arg(root);
    command
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) exit_code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// The run, which must have succeeded.
    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        assert_eq!(self.exit_code, 0, "{}", self.stderr);
        self
    }

    /// The run, which must have succeeded and had nothing to say.
    #[track_caller]
    pub(crate) fn without_a_word(self) -> Self {
        assert_eq!(self.stderr, "");
        self.succeeded()
    }

    /// The run, which must have found errors.
    #[track_caller]
    pub(crate) fn failed(self) -> Self {
        assert_eq!(self.exit_code, 1, "{}{}", self.stdout, self.stderr);
        self
    }
}

/// Runs a command to its end.
pub(crate) fn run(mut command: Command) -> Run {
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8 text");
    Run { exit_code: status.code().expect("an exit code"), stdout: text(stdout), stderr: text(stderr) }
}

/// Builds the site at `root` into `out`.
pub(crate) fn build(root: &Path, out: &Path) -> Run {
    run(build_command(root, out))
}

/// An empty folder that goes when the test ends.
pub(crate) fn temporary() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A site in a folder of its own, and a place beside it for what is built.
pub(crate) struct Tiny {
    folder: TempDir,
}

/// Cards are drawn where they are what the test is about: each takes its time.
pub(crate) const CONFIG: &str = "title = \"Tiny\"\nbase_url = \"https://example.org/\"\ncards.draw = false\n";

impl Tiny {
    /// A site of one field with one track, so far without guides.
    pub(crate) fn new() -> Self {
        let tiny = Self { folder: temporary() };
        tiny.write("config.toml", CONFIG)
            .write("content/field/_index.md", "+++\ntitle = \"Field\"\n+++\n")
            .write("content/field/track/_index.md", "+++\ntitle = \"Track\"\n+++\n");
        tiny
    }

    /// The site's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Where it is built.
    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// A file of the site.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        write(&self.root().join(path), bytes);
        self
    }

    /// The same as most editors do it: another file, that nobody takes for one of the
    /// site, gets the name. So it is never seen half written.
    pub(crate) fn save(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.root().join(path);
        let beside = path.with_added_extension("___jb_tmp___");
        write(&beside, bytes);
        fs::rename(beside, path).expect("a file");
        self
    }

    /// A guide of the site's track, in the file `<slug>.md`.
    pub(crate) fn guide(&self, slug: &str, title: &str, body: &str) -> &Self {
        self.write(
            &format!("content/field/track/{slug}.md"),
            format!("+++\ntitle = \"{title}\"\n+++\n\n{body}\n"),
        )
    }

    /// Builds it.
    pub(crate) fn build(&self) -> Run {
        build(&self.root(), &self.out())
    }

    /// Builds it with further arguments.
    pub(crate) fn build_with(&self, arguments: &[&str]) -> Run {
        let mut command = build_command(&self.root(), &self.out());
        command.args(arguments);
        run(command)
    }

    /// The text of a built file.
    #[track_caller]
    pub(crate) fn built(&self, path: &str) -> String {
        read(&self.out().join(path))
    }

    /// The built folder of the theme's assets, as `assets/<version>/`.
    #[track_caller]
    pub(crate) fn assets(&self) -> String {
        assets(&self.out())
    }

    /// Whether there is such a built file.
    pub(crate) fn has_built(&self, path: &str) -> bool {
        self.out().join(path).exists()
    }
}

/// The folder of the theme's assets in a built site, as `assets/<version>/`.
#[track_caller]
pub(crate) fn assets(out: &Path) -> String {
    let folders = fs::read_dir(out.join("assets")).expect("assets");
    let names: Vec<_> = folders.map(|entry| entry.expect("an entry").file_name()).collect();
    let [version] = names.as_slice() else { panic!("one version: {names:?}") };
    format!("assets/{}/", version.to_str().expect("UTF-8"))
}

/// Writes a file and the folders that it lies in.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// Reads a text.
#[track_caller]
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below `folder` by its path from there, with `/` between the parts.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_str().expect("UTF-8"));
            if entry.file_type().expect("a type").is_dir() {
                gather(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).expect("a file"));
            }
        }
    }
    let mut files = BTreeMap::new();
    gather(folder, "", &mut files);
    files
}

/// Copies a folder with all that lies in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        write(&to.join(path), bytes);
    }
}
