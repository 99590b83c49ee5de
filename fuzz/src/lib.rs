//! What is done with bytes of no order, and must hold whatever they are: nothing panics,
//! a site without errors renders, and a draft of an article can be read. The fuzzers call
//! these, and so does `tests/suite/arbitrary.rs` with what proptest makes up. Nothing here
//! makes up bytes, or touches a disk or a socket.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

use rolebook::config::{self, Config};
use rolebook::content;
use rolebook::diagnostic::{Code, Diagnostics, Severity};
use rolebook::import::known::Known;
use rolebook::import::onet::drafts::{self, Choice, Limits};
use rolebook::import::{self, Draft, onet};
use rolebook::load::{self, Memory, Options};
use rolebook::making::Undrawn;
use rolebook::preview::{Preview, Snapshot};
use rolebook::report;
use rolebook::server::answer::{Settings, answer};
use rolebook::server::editor::Editor;
use rolebook::server::hosts::Hosts;
use rolebook::server::message::{self, Request};
use rolebook::source::{Source, SourcePath, Sources};

const CONFIG: &str = "title = \"Tiny\"\nbase_url = \"https://example.org/careers/\"\ncards.draw = false\n";

const SITE: [(&str, &str); 5] = [
    ("config.toml", CONFIG),
    ("content/field/_index.md", "+++\ntitle = \"Field\"\n+++\n"),
    ("content/field/track/_index.md", "+++\ntitle = \"Track\"\n+++\n"),
    (
        "content/field/track/cook.md",
        "+++\ntitle = \"Cook\"\n[skills]\ntechnical = [\"a/b\", \"a\"]\n+++\nAsk a [baker](baker.md).\n\n\
         ## Adjacent Roles\n\nBaker to cook is a short way.\n",
    ),
    ("content/field/track/baker.md", "+++\ntitle = \"Baker\"\n+++\nBakers bake.\n"),
];

const GUIDE: &str = "content/field/track/baker.md";

/// A whole guide.
pub fn guide(bytes: &[u8]) {
    site(GUIDE, bytes);
}

/// What stands in a guide below its front matter.
pub fn body(bytes: &[u8]) {
    site(GUIDE, &[b"+++\ntitle = \"Baker\"\n+++\n", bytes].concat());
}

/// What stands in a guide between the lines `+++`.
pub fn front_matter(bytes: &[u8]) {
    site(GUIDE, &[b"+++\n", bytes, b"\n+++\nBakers bake.\n"].concat());
}

/// A `config.toml`, and what stands in one below what has to.
pub fn config(bytes: &[u8]) {
    site("config.toml", bytes);
    site("config.toml", &[CONFIG.as_bytes(), bytes].concat());
}

/// A vocabulary.
pub fn vocabulary(bytes: &[u8]) {
    site("content/skills.toml", bytes);
}

/// A drawing beside a guide.
pub fn drawing(bytes: &[u8]) {
    site("content/field/track/day.svg", bytes);
    site("content/field/track/day.svg", &[b"<svg>", bytes, b"</svg>"].concat());
}

/// A template that draws guides.
pub fn template(bytes: &[u8]) {
    site("templates/guide.html", bytes);
}

/// An article as text.
pub fn text(bytes: &[u8]) {
    draft("article.txt", bytes);
}

/// An article as a saved page.
pub fn html(bytes: &[u8]) {
    draft("article.html", bytes);
}

/// An article as Markdown.
pub fn markdown(bytes: &[u8]) {
    draft("article.md", bytes);
}

/// Tables of a release of O*NET, parted by form feeds. The first line of each is its name.
pub fn onet(bytes: &[u8]) {
    let tables = bytes.split(|byte| *byte == b'\x0c').map(|table| {
        let end = table.iter().position(|byte| *byte == b'\n').unwrap_or(table.len());
        let (name, rows) = table.split_at(end);
        let path = format!("db/{}.txt", String::from_utf8_lossy(name));
        Source::new(SourcePath::new(&path), rows.get(1..).unwrap_or_default().to_vec())
    });
    let (release, errors) = onet::read(tables.collect());
    report::human(&errors, true);
    let limits = Limits { skills: 15, titles: 10, related: 5 };
    let config = plain_config();
    let mut known = Known::of(&config, &[]);
    let (made, errors) = drafts::make(&release, "29.3", &Choice::All, limits, &config.title, &mut known);
    report::human(&errors, true);
    for (path, text) in &made.files {
        let parsed = content::parse(&source(path.as_str(), text.as_bytes()));
        let errors = parsed.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        assert_eq!(errors.map(|error| &error.message).next(), None, "{text}");
    }
}

/// What a client sends to the preview, and what may stand in its first line.
pub fn request(bytes: &[u8]) {
    heads(bytes);
    heads(&[b"GET ", bytes, b" HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n"].concat());
}

/// Answers one head after the other, as far as they are heads.
fn heads(mut bytes: &[u8]) {
    while let Ok(Some((head, length))) = message::parse(bytes, 32) {
        asked(&head.request);
        assert_ne!(length, 0);
        bytes = &bytes[length..];
    }
}

/// The draft of an article, which must be a guide that rolebook can read.
pub fn draft(name: &str, bytes: &[u8]) -> Option<Draft> {
    let draft = import::draft(&source(name, bytes), &Known::of(&plain_config(), &[])).ok()?;
    let parsed = content::parse(&source("content/field/track/role.md", draft.text.as_bytes()));
    for diagnostic in parsed.diagnostics.iter() {
        let is_of_the_body =
            matches!(diagnostic.code, Code::BrokenLink | Code::DuplicateAnchor | Code::EmptyBody);
        assert!(
            is_of_the_body || diagnostic.severity == Severity::Warning,
            "{}\n\n{}\n\n{}",
            diagnostic.message,
            String::from_utf8_lossy(bytes),
            draft.text
        );
    }
    Some(draft)
}

thread_local! {
    /// The files that never change, and what was made of them: a theme is compiled once.
    static KNOWN: RefCell<(Sources, Memory)> = RefCell::new((sources(), Memory::default()));
    static SNAPSHOT: Snapshot = {
        let options = Options { drafts: true, preview: true, ..Options::default() };
        Preview::new(options).load(&sources(), Diagnostics::default())
    };
}

/// Goes the whole way from sources to bytes or to a report, with `bytes` as the file at `path`.
fn site(path: &str, bytes: &[u8]) {
    KNOWN.with_borrow_mut(|(sources, memory)| {
        let path = SourcePath::new(path);
        let before = sources.insert(path.clone(), source(path.as_str(), bytes));
        let options = Options { drafts: true, ..Options::default() };
        let (site, found) = load::load(sources, &options, memory);
        report::human(&found, true);
        report::html(&found, &|_, _, _| None);
        if let Some(site) = site {
            let rendered = site.render_each(&Undrawn, |_, _| {});
            let is_template = path.below("templates").is_some();
            assert!(rendered.is_ok() || found.has_errors() || is_template, "a site without errors renders");
            if let Err(errors) = rendered {
                report::human(&errors, true);
            }
        }
        match before {
            Some(before) => sources.insert(path, before),
            None => sources.remove(&path),
        };
    });
}

fn asked(request: &Request) {
    let settings = Settings {
        hosts: Hosts::new("127.0.0.1"),
        editor: Editor { root: PathBuf::from("/site") },
        margin: true,
    };
    let response = SNAPSHOT.with(|snapshot| answer(snapshot, &settings, request));
    let (head, _) = message::print(&response, request.method == "HEAD", true);
    let head = std::str::from_utf8(&head).expect("a head of ASCII");
    let head = head.strip_suffix("\r\n\r\n").expect("an end of the head");
    assert!(!head.contains("\r\n\r\n"), "{head}");
    // No value ends its header, and none makes another one.
    assert_eq!(head.lines().count(), head.split("\r\n").count(), "{head}");
    assert!(head.starts_with(&format!("HTTP/1.1 {} ", response.status)), "{head}");
    assert_ne!(response.status, 500, "{head}");
}

fn sources() -> Sources {
    SITE.iter().map(|(path, text)| (SourcePath::new(path), source(path, text.as_bytes()))).collect()
}

fn source(path: &str, bytes: &[u8]) -> Arc<Source> {
    Arc::new(Source::new(SourcePath::new(path), bytes.to_vec()))
}

fn plain_config() -> Config {
    config::parse(&source("config.toml", CONFIG.as_bytes())).0.expect("a config")
}
