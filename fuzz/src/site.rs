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
use rolebook::markdown::Html;
use rolebook::model::Book;
use rolebook::plan::Page;
use rolebook::proofreading;
use rolebook::report::{self, machine};
use rolebook::route::Route;
use rolebook::site::{Answer, Site};
use rolebook::source::{CONFIG, Source, SourcePath, Sources};
use rolebook::theme;

use super::sound;

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
    /// Its pages, if they are what readers see.
    pages: Option<BTreeMap<Route, Vec<u8>>>,
    /// Of a site that has the same theme, and no text.
    bare: Memory,
}

impl Stage {
    /// The site as readers see it.
    pub(super) fn full() -> Self {
        let mut stage = Self::of(files());
        let (site, _) = stage.load(&stage.sources, &stage.memory);
        stage.pages = site.map(|site| rendered(&site).0);
        stage
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
        Self { sources, memory, pages: None, bare }
    }

    /// Each input begins with the same memory, or none could be tried again by itself.
    fn load(&self, sources: &Sources, memory: &Memory) -> (Option<Site>, Diagnostics) {
        load::load(sources, &OPTIONS, &mut memory.clone())
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
        let (site, found) = self.load(&sources, &self.memory);
        self.judge(site.as_ref(), &found, &sources);
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
        let (site, found) = self.load(&sources, &self.memory);
        let pages = self.judge(site.as_ref(), &found, &sources);
        let (site, found_anew) = self.load(&sources, &self.bare);
        assert_eq!(report::human(&found, false), report::human(&found_anew, false));
        let anew = |route: &Route| site.as_ref()?.render_with(route, &Undrawn)?.ok();
        for (route, bytes) in pages {
            assert!(anew(&route).is_some_and(|anew| *anew.bytes == *bytes), "{route}");
        }
    }

    /// Looks at a site in all the ways that there are, and gives its pages.
    fn judge(&self, site: Option<&Site>, found: &Diagnostics, sources: &Sources) -> BTreeMap<Route, Vec<u8>> {
        tell(found);
        let Some(site) = site else { return BTreeMap::new() };
        proofread(site, sources, found);
        let (pages, errors) = rendered(site);
        tell(&errors);
        // What owners make of a theme, what they allow and what they add is theirs to answer for.
        let is_of_theme =
            |path: &SourcePath| ["templates", "themes"].iter().any(|folder| path.below(folder).is_some());
        let is_known =
            |file: &Arc<Source>| self.sources.get(file.path()).is_some_and(|known| Arc::ptr_eq(known, file));
        let has_own = sources.values().any(|file| is_of_theme(file.path()) && !is_known(file));
        let config = &site.book.config;
        if found.has_errors() || has_own {
            return pages;
        }
        assert!(errors.is_empty(), "{}", report::human(&errors, false));
        if let Some(known) = &self.pages
            && config.html != Html::Allow
            && config.analytics.is_none()
        {
            for (route, bytes) in pages.iter().filter(|(route, bytes)| known.get(route) != Some(bytes)) {
                if !matches!(site.plan.pages.get(route), Some(Page::File(_))) {
                    sound::check(&route.output_path(), bytes);
                }
            }
        }
        pages
    }
}

/// All pages of a site, and what is wrong with templates.
fn rendered(site: &Site) -> (BTreeMap<Route, Vec<u8>>, Diagnostics) {
    let pages: Mutex<BTreeMap<Route, Vec<u8>>> = Mutex::default();
    let take = |route: &Route, answer: Answer| {
        pages.lock().expect("no page panics").insert(route.clone(), answer.bytes.to_vec());
    };
    let errors = site.render_each(&Undrawn, take).err().unwrap_or_default();
    (pages.into_inner().expect("no page panics"), errors)
}

/// Whether a file of a site can lie there.
fn is_path(path: &str) -> bool {
    let is_read = path == CONFIG
        || ["content/", "static/", "templates/", "themes/"].iter().any(|folder| path.starts_with(folder));
    is_read && path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\0')
}

const OPTIONS: Options = Options { base_url: None, drafts: true, preview: false };

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

/// All files of the small site.
pub(super) fn files() -> Sources {
    FILES.iter().map(|(path, text)| (SourcePath::new(path), source(path, text.as_bytes()))).collect()
}

pub(super) fn source(path: &str, bytes: &[u8]) -> Arc<Source> {
    Arc::new(Source::new(SourcePath::new(path), bytes.to_vec()))
}
