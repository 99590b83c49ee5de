//! Sessions at a command line, as a text that can be read: what is typed, what the
//! program says, and its exit code unless that is 0.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use regex::Regex;
use tempfile::TempDir;

use crate::arrange::{read, rolebook, run, temporary, tree, write};

/// A session in an empty folder.
pub(crate) struct Session {
    folder: TempDir,
    /// Where it is, below the folder.
    place: PathBuf,
    text: String,
}

impl Session {
    pub(crate) fn new() -> Self {
        Self { folder: temporary(), place: PathBuf::new(), text: String::new() }
    }

    /// A session in the folder of a site with these guides of the track `it/ops`:
    /// slug, front matter after the title, body.
    pub(crate) fn in_site(guides: &[(&str, &str, &str)]) -> Self {
        let session = Self::new();
        let index = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n");
        session
            .write("config.toml", "title = \"Guides\"\nbase_url = \"https://example.org/\"\n")
            .write("content/it/_index.md", &index("IT"))
            .write("content/it/ops/_index.md", &index("Operations"));
        for (slug, front, body) in guides {
            let title = slug.replace('-', " ");
            let text = format!("+++\ntitle = \"{title}\"\n{front}\n+++\n\n{body}\n");
            session.write(&format!("content/it/ops/{slug}.md"), &text);
        }
        session
    }

    pub(crate) fn write(&self, path: &str, text: &str) -> &Self {
        write(&self.here().join(path), text);
        self
    }

    pub(crate) fn here(&self) -> PathBuf {
        self.folder.path().join(&self.place)
    }

    /// Every file here.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.here())
    }

    /// Types lines: commands of the program, `cd`, `cat` and `ls`.
    #[track_caller]
    pub(crate) fn types(&mut self, lines: &[&str]) -> &mut Self {
        for line in lines {
            self.text.push_str(&format!("$ {line}\n"));
            let words = words(line);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                ["cd", folder] => self.place.push(folder),
                ["cat", path] => self.text.push_str(&read(&self.here().join(path))),
                ["ls"] => {
                    let paths = self.files().into_keys().filter(|path| !path.starts_with("public/"));
                    self.text.extend(paths.map(|path| path + "\n"));
                }
                ["mkdir", path] => fs::create_dir_all(self.here().join(path)).expect("a folder"),
                ["rolebook", arguments @ ..] => self.run(arguments),
                _ => panic!("no such command: {line}"),
            }
        }
        self
    }

    fn run(&mut self, arguments: &[&str]) {
        let mut command = rolebook();
        command.current_dir(self.here()).args(arguments);
        let run = run(command);
        let times = Regex::new(r", \d+ ms \(.*\)").expect("a pattern");
        self.text.push_str(&times.replace(&run.stdout, ""));
        self.text.push_str(&run.stderr);
        if run.exit_code != 0 {
            self.text.push_str(&format!("[exit code {}]\n", run.exit_code));
        }
    }

    /// All that was typed and said.
    pub(crate) fn transcript(&self) -> String {
        let folder = fs::canonicalize(self.folder.path()).expect("a folder");
        self.text.replace(folder.to_str().expect("UTF-8"), "[FOLDER]")
    }
}

/// The words of a line; quotes, double or single, hold several together.
fn words(line: &str) -> Vec<String> {
    let words = Regex::new(r#""([^"]*)"|'([^']*)'|(\S+)"#).expect("a pattern");
    let words = words
        .captures_iter(line)
        .map(|found| found.iter().skip(1).flatten().map(|part| part.as_str()).collect());
    words.collect()
}
