//! A small site into which inputs are put, and what must hold of every site: it can be
//! reported on, it can be read as an editor would, and without errors it renders. It
//! makes up no input.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jiff::civil::date;
use rolebook::content;
use rolebook::diagnostic::{Diagnostics, Place, Severity};
use rolebook::load::{self, Memory, Options};
use rolebook::making::Undrawn;
use rolebook::model::Book;
use rolebook::proofreading;
use rolebook::report::{self, machine};
use rolebook::route::Route;
use rolebook::site::{Answer, Site};
use rolebook::source::{CONFIG, Source, SourcePath, Sources};
use rolebook::theme;

pub(super) const PLAIN_CONFIG: &str =
    "title = \"Tiny\"\nbase_url = \"https://example.org/careers/\"\ncards.draw = false\n";

const FILES: [(&str, &str); 5] = [
    (CONFIG, PLAIN_CONFIG),
    ("content/field/_index.md", "+++\ntitle = \"Field\"\n+++\n"),
    ("content/field/track/_index.md", "+++\ntitle = \"Track\"\n+++\n"),
    (
        "content/field/track/cook.md",
        "+++\ntitle = \"Cook\"\n[skills]\ntechnical = [\"a/b\", \"a\"]\n+++\nAsk a [baker](baker.md).\n\n\
         ## Adjacent Roles\n\nBaker to cook is a short way.\n",
    ),
    ("content/field/track/baker.md", "+++\ntitle = \"Baker\"\n+++\nBakers bake.\n"),
];

/// Files that never change, and what was made of them: a theme is compiled once.
pub(super) struct Stage {
    sources: Sources,
    memory: Memory,
    /// Of a site that has the same theme, and no text.
    bare: Memory,
}

impl Stage {
    /// The site as readers see it.
    pub(super) fn full() -> Self {
        Self::of(files())
    }

    /// The site with templates that say nothing. All that templates are given is made
    /// all the same, in a fraction of the time.
    pub(super) fn mute() -> Self {
        let parts = theme::parts(&Sources::new(), "default");
        let templates = parts.iter().filter(|(_, part)| part.kind == theme::Kind::Template);
        let mute = templates.map(|(name, _)| source(&format!("templates/{name}"), b""));
        let mute = mute.map(|source| (source.path().clone(), source));
        Self::of(files().into_iter().chain(mute).collect())
    }

    fn of(sources: Sources) -> Self {
        let mut bare = Memory::default();
        let is_text = |path: &SourcePath| path.below("content").is_some();
        let textless = sources.clone().into_iter().filter(|(path, _)| !is_text(path)).collect();
        load::load(&textless, &OPTIONS, &mut bare);
        let mut memory = bare.clone();
        let (site, found) = load::load(&sources, &OPTIONS, &mut memory);
        assert!(site.is_some() && !found.has_errors(), "{}", report::human(&found, false));
        Self { sources, memory, bare }
    }

    /// Its book.
    pub(super) fn book(&self) -> Book {
        load::book(&self.sources, &OPTIONS, &mut self.memory.clone()).expect("it has a configuration")
    }

    /// Goes the whole way from sources to bytes or to a report, with `bytes` as the file
    /// at `path`.
    pub(super) fn show(&self, path: &str, bytes: &[u8]) {
        let file = source(path, bytes);
        let mut sources = self.sources.clone();
        sources.insert(file.path().clone(), file);
        // Each input begins with the same memory, or none could be tried again by itself.
        let (site, found) = load::load(&sources, &OPTIONS, &mut self.memory.clone());
        judge(site.as_ref(), &found, &sources);
    }

    /// The same with several files; and what is known of the site before must change
    /// nothing.
    pub(super) fn show_all<'f>(&self, files: impl Iterator<Item = (String, &'f [u8])>) {
        let mut sources = self.sources.clone();
        for (path, bytes) in files.filter(|(path, _)| is_path(path)) {
            let file = source(&path, bytes);
            // No disk has a file and a folder of one name.
            let is_inside = |one: &SourcePath, other: &SourcePath| one.below(other.as_str()).is_some();
            sources.retain(|path, _| !is_inside(path, file.path()) && !is_inside(file.path(), path));
            sources.insert(file.path().clone(), file);
        }
        let (site, found) = load::load(&sources, &OPTIONS, &mut self.memory.clone());
        let shown = judge(site.as_ref(), &found, &sources);
        let (site, found_anew) = load::load(&sources, &OPTIONS, &mut self.bare.clone());
        assert_eq!(report::human(&found, false), report::human(&found_anew, false));
        let anew = |route: &Route| site.as_ref()?.render_with(route, &Undrawn)?.ok();
        for (route, bytes) in shown {
            assert!(anew(&route).is_some_and(|anew| anew.bytes == bytes), "{route}");
        }
    }
}

/// Whether a file of a site can lie there.
fn is_path(path: &str) -> bool {
    let is_read = path == CONFIG
        || ["content/", "static/", "templates/", "themes/"].iter().any(|folder| path.starts_with(folder));
    is_read && path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\0')
}

const OPTIONS: Options = Options { base_url: None, drafts: true, preview: false };

/// Looks at a site in all the ways that there are, and gives its pages.
fn judge(site: Option<&Site>, found: &Diagnostics, sources: &Sources) -> BTreeMap<Route, Vec<u8>> {
    tell(found);
    let Some(site) = site else { return BTreeMap::new() };
    proofread(site, sources, found);
    let shown: Mutex<BTreeMap<Route, Vec<u8>>> = Mutex::default();
    let take = |route: &Route, answer: Answer| {
        shown.lock().expect("no page panics").insert(route.clone(), answer.bytes);
    };
    if let Err(errors) = site.render_each(&Undrawn, take) {
        // The default theme never fails; what authors make of it may.
        let has_template =
            sources.iter().any(|(path, source)| is_template(path) && !source.bytes().is_empty());
        assert!(found.has_errors() || has_template, "{}", report::human(&errors, false));
        tell(&errors);
    }
    shown.into_inner().expect("no page panics")
}

/// Tells what is wrong in all the ways that there are.
pub(super) fn tell(found: &Diagnostics) {
    report::human(found, true);
    report::html(found, &|_, _, _| None);
    machine::json(found);
    machine::github(found, "site/");
}

/// Does what `check` does.
fn proofread(site: &Site, sources: &Sources, found: &Diagnostics) {
    let today = date(2026, 1, 31);
    let mut remarks = proofreading::texts(&site.book, &site.plan, sources.get(CONFIG), today);
    if !found.has_errors() {
        remarks.append(proofreading::whole(&site.book));
    }
    tell(&remarks);
    mend(&remarks);
}

/// What is certain to be better can be put in its place, and is no error there.
fn mend(remarks: &Diagnostics) {
    for remark in remarks.iter() {
        if let (Place::Span(span), Some(fix)) = (&remark.place, &remark.fix) {
            let text = span.source.text().expect("only texts are mended");
            let mended = [&text[..span.start], &fix.text, &text[span.end..]].concat();
            let count = |source: &Arc<Source>| content::parse(source).diagnostics.count(Severity::Error);
            let mended = source(span.source.path().as_str(), mended.as_bytes());
            assert!(count(&mended) <= count(&span.source), "{}", mended.text().unwrap_or_default());
        }
    }
}

/// Whether a page may be made with the file at `path`.
fn is_template(path: &SourcePath) -> bool {
    ["templates", "themes"].iter().any(|folder| path.below(folder).is_some())
}

/// All files of the small site.
pub(super) fn files() -> Sources {
    FILES.iter().map(|(path, text)| (SourcePath::new(path), source(path, text.as_bytes()))).collect()
}

pub(super) fn source(path: &str, bytes: &[u8]) -> Arc<Source> {
    Arc::new(Source::new(SourcePath::new(path), bytes.to_vec()))
}
