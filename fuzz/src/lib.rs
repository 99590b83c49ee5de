//! What is done with bytes of no order, and must hold whatever they are: nothing panics,
//! a site without errors renders, and a draft of an article can be read. The fuzzers call
//! these, and so does `tests/suite/arbitrary.rs` with what proptest makes up. Nothing here
//! makes up bytes, or touches a disk or a socket.

mod site;
pub mod sound;

use std::path::PathBuf;

use rolebook::config::{self, Config};
use rolebook::content;
use rolebook::content::front_matter::SkillKind;
use rolebook::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use rolebook::import::known::Known;
use rolebook::import::onet::drafts::{self, Choice, Limits};
use rolebook::import::{self, Draft, onet, place};
use rolebook::load::Options;
use rolebook::preview::{Preview, Snapshot};
use rolebook::resolve::hearsay::hearsay;
use rolebook::server::answer::{Settings, answer};
use rolebook::server::editor::Editor;
use rolebook::server::hosts::Hosts;
use rolebook::server::message::{self, Request};
use rolebook::sketch::{self, Sketch};
use rolebook::slug::Slug;
use rolebook::source::{Source, SourcePath};

use site::{PLAIN_CONFIG, Stage, source};

const GUIDE: &str = "content/field/track/baker.md";

/// Has everything done by the thread that asks for it. An input is too little for several,
/// and what others do while it waits would be laid at its door.
#[cfg(fuzzing)]
pub fn alone() {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    threads.build_global().expect("nothing was done yet");
}

/// A whole guide.
pub fn guide(bytes: &[u8]) {
    FULL.with(|stage| stage.show(GUIDE, bytes));
}

/// What stands in a guide below its front matter.
pub fn body(bytes: &[u8]) {
    put(GUIDE, &[b"+++\ntitle = \"Baker\"\n+++\n", bytes].concat());
}

/// What stands in a guide between the lines `+++`.
pub fn front_matter(bytes: &[u8]) {
    put(GUIDE, &[b"+++\n", bytes, b"\n+++\nBakers bake.\n"].concat());
}

/// A `config.toml`, and what stands in one below what has to.
pub fn config(bytes: &[u8]) {
    put("config.toml", bytes);
    put("config.toml", &[PLAIN_CONFIG.as_bytes(), bytes].concat());
}

/// A vocabulary.
pub fn vocabulary(bytes: &[u8]) {
    put("content/skills.toml", bytes);
}

/// A drawing beside a guide.
pub fn drawing(bytes: &[u8]) {
    put("content/field/track/day.svg", bytes);
    put("content/field/track/day.svg", &[b"<svg>", bytes, b"</svg>"].concat());
}

/// A template that draws guides.
pub fn template(bytes: &[u8]) {
    put("templates/guide.html", bytes);
}

/// Words that pages say by themselves.
pub fn words(bytes: &[u8]) {
    put("themes/default/i18n/en.toml", bytes);
}

/// Files of a site, each below its path, parted by form feeds.
pub fn files(bytes: &[u8]) {
    FULL.with(|stage| stage.show_all(parted(bytes)));
}

/// The name of something new.
pub fn title(bytes: &[u8]) {
    let Ok(title) = sketch::sound_title(&String::from_utf8_lossy(bytes)) else { return };
    let book = FULL.with(Stage::book);
    let sketches = [
        sketch::guide::sketch(&book, &hearsay(&book, &title), "content/field/track", &title),
        sketch::page::index("content/field", &title, "Words."),
        sketch::page::page(&title),
        sketch::page::skill(&book, &Slug::of(&title), book.skills.first().map(AsRef::as_ref)),
        Sketch {
            path: "content/skills.toml".to_owned(),
            text: sketch::page::entry("", &title, SkillKind::Technical),
        },
    ];
    for Sketch { path, text } in sketches {
        let parsed = content::parse(&source(&path, text.as_bytes()));
        let errors: Vec<_> = parsed.diagnostics.iter().map(|error| &error.message).collect();
        assert!(errors.is_empty(), "{path}: {errors:?}\n\n{text}");
    }
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
    let tables = parted(bytes)
        .map(|(name, rows)| Source::new(SourcePath::new(&format!("db/{name}.txt")), rows.to_vec()));
    let (release, errors) = onet::read(tables.collect());
    site::tell(&errors);
    let limits = Limits { skills: 15, titles: 10, related: 5 };
    let config = plain_config();
    let mut known = Known::of(&config, &[]);
    let (made, errors) = drafts::make(&release, "29.3", &Choice::All, limits, &config.title, &mut known);
    site::tell(&errors);
    for (path, text) in &made.files {
        let parsed = content::parse(&source(path.as_str(), text.as_bytes()));
        let errors = parsed.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        assert_eq!(errors.map(|error| &error.message).next(), None, "{text}");
    }
}

/// Texts between form feeds, each with the line above it.
fn parted(bytes: &[u8]) -> impl Iterator<Item = (String, &[u8])> {
    bytes.split(|byte| *byte == b'\x0c').map(|part| {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        (String::from_utf8_lossy(&part[..end]).into_owned(), part.get(end + 1..).unwrap_or_default())
    })
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
    let known = Known::of(&plain_config(), &[]);
    let draft = import::draft(&source(name, bytes), &known).ok()?;
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
    if let Some(place) = place::named(&draft.named, &known) {
        for (path, text) in place.indexes() {
            let parsed = content::parse(&source(path.as_str(), text.as_bytes()));
            let is_misplaced = |error: &Diagnostic| error.code == Code::MisplacedFile;
            assert!(parsed.diagnostics.iter().all(is_misplaced), "{path}\n\n{text}");
        }
    }
    Some(draft)
}

thread_local! {
    static FULL: Stage = Stage::full();
    static MUTE: Stage = Stage::mute();
    static SNAPSHOT: Snapshot = {
        let options = Options { drafts: true, preview: true, ..Options::default() };
        let broken = source("content/field/track/broken.md", b"+++\ntitle = 1\n+++\n[x](nowhere.md)\n");
        let editor = format!("{PLAIN_CONFIG}editor_url = \"vscode://file/{{path}}:{{line}}:{{column}}\"\n");
        let config = source("config.toml", editor.as_bytes());
        let files = [broken, config].map(|file| (file.path().clone(), file));
        let sources = site::files().into_iter().chain(files).collect();
        Preview::new(options).load(&sources, Diagnostics::default())
    };
}

/// Puts `bytes` into the small site. Fuzzers, which try hundreds in a second, leave its
/// templates to [`guide`].
fn put(path: &str, bytes: &[u8]) {
    let stage = if cfg!(fuzzing) { &MUTE } else { &FULL };
    stage.with(|stage| stage.show(path, bytes));
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

fn plain_config() -> Config {
    config::parse(&source("config.toml", PLAIN_CONFIG.as_bytes())).0.expect("a config")
}
