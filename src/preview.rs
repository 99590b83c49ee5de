//! A site while it is being written: what is broken is replaced by its last good
//! version, file by file, so that one mistake spoils no other page. It reads no
//! disk and answers nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::content::kind::Kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::load::{self, Memory, Options, is_template};
use crate::making::Undrawn;
use crate::route::Route;
use crate::site::Site;
use crate::source::{CONFIG, SourcePath, Sources};
use crate::theme::Theme;

/// Makes a [`Snapshot`] of each state of a site's files.
pub struct Preview {
    options: Options,
    /// The last version of each file that nothing was wrong with.
    good: Sources,
    /// Whether `good` has templates that pages could be made with.
    has_good_theme: bool,
    /// Of loading the files as they are.
    as_written: Memory,
    /// Of loading them with what is broken replaced.
    as_shown: Memory,
    /// The theme of the last state that had one.
    theme: Option<Arc<Theme>>,
    /// Routes that failed to render when they were looked at last.
    suspects: BTreeSet<Route>,
}

/// A state of a site: what is shown, and what is wrong with what is written. It
/// never changes.
#[derive(Default)]
pub struct Snapshot {
    /// The site that is shown; `None` while nothing can be.
    pub site: Option<Site>,
    /// What is wrong with the files as they are.
    pub diagnostics: Diagnostics,
    /// Pages whose own file is broken.
    pub broken: BTreeMap<Route, Standing>,
}

/// How a page is shown whose own file is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In its last good version.
    Kept,
    /// Not at all: it has no good version yet.
    Withheld,
}

/// Pages that a new theme has to render before it is shown, of those of one kind a few more.
const PROBED: usize = 100;

impl Preview {
    /// A preview that has seen no site yet.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            good: Sources::new(),
            has_good_theme: false,
            as_written: Memory::default(),
            as_shown: Memory::default(),
            theme: None,
            suspects: BTreeSet::new(),
        }
    }

    /// Loads a state of the files. `failures` says what could not be read.
    pub fn load(&mut self, sources: &Sources, failures: Diagnostics) -> Snapshot {
        let (site, mut diagnostics) = load::load(sources, &self.options, &mut self.as_written);
        diagnostics.append(failures);
        if let Some(site) = &site {
            diagnostics.append(self.probe(site));
        }

        let blamed = blamed(&diagnostics);
        let mut shown = sources.clone();
        for path in &blamed {
            if let Some(good) = self.good.get(path) {
                shown.insert(path.clone(), Arc::clone(good));
            }
        }
        // Templates need each other, so all are shown as they are, or all as they were.
        let is_theme_good = site.is_some() && !has_broken_template(&diagnostics);
        if !is_theme_good {
            shown.retain(|path, _| !self.has_good_theme || !is_template(path));
            let templates = self.good.iter().filter(|(path, _)| is_template(path));
            shown.extend(templates.map(|(path, good)| (path.clone(), Arc::clone(good))));
        }
        let site = if is_same(&shown, sources) {
            self.as_shown = self.as_written.clone();
            site
        } else {
            load::load(&shown, &self.options, &mut self.as_shown).0
        };
        let broken = blamed.iter().filter_map(|path| {
            let standing = if self.good.contains_key(path) { Standing::Kept } else { Standing::Withheld };
            Some((route_of(path)?, standing))
        });
        let broken = broken.collect();
        // What is blamed and was never good is no good version of anything.
        self.has_good_theme |= is_theme_good;
        shown.retain(|path, _| {
            (!blamed.contains(path) || self.good.contains_key(path))
                && (self.has_good_theme || !is_template(path))
        });
        self.good = shown;
        Snapshot { site, diagnostics, broken }
    }

    /// Has these routes rendered at each load from now on until they are well:
    /// what is wrong with them is then known before they are shown. Whether that
    /// is news about any of them.
    pub fn suspect(&mut self, routes: impl IntoIterator<Item = Route>) -> bool {
        let known = self.suspects.len();
        self.suspects.extend(routes);
        self.suspects.len() > known
    }

    /// Renders what failed before. With a new theme, as many pages as an author can wait
    /// for, which are all of most sites: once it is taken for good, the one before is gone.
    /// Where there is none before, a page of each kind.
    fn probe(&mut self, site: &Site) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        let failing = |route: &Route| site.render_with(route, &Undrawn)?.err();
        let suspected = self.suspects.len();
        self.suspects.retain(|route| match failing(route) {
            Some(diagnostic) => {
                diagnostics.push(diagnostic);
                true
            }
            None => false,
        });
        // A suspect that is gone may have been the only one that was known.
        let is_news = self.suspects.len() < suspected;
        let has_new_theme = self.theme.as_ref().is_none_or(|theme| !Arc::ptr_eq(theme, &site.theme));
        if has_new_theme || is_news {
            self.theme = Some(Arc::clone(&site.theme));
            let mut kinds = Vec::new();
            let pages = site.plan.pages.iter().filter(|(_, page)| page.has_template());
            let step = pages.clone().count().div_ceil(PROBED).max(1);
            let pages = pages.enumerate().filter(|(at, (_, page))| {
                let kind = std::mem::discriminant(*page);
                let is_new = !kinds.contains(&kind);
                kinds.extend(is_new.then_some(kind));
                is_new || self.has_good_theme && at % step == 0
            });
            let pages: Vec<&Route> = pages.map(|(_, (route, _))| route).collect();
            let failures: Vec<(&Route, Diagnostic)> =
                pages.into_par_iter().filter_map(|route| Some((route, failing(route)?))).collect();
            let mut seen = BTreeSet::new();
            for (route, diagnostic) in failures {
                if seen.insert((diagnostic.path().cloned(), diagnostic.message.clone())) {
                    self.suspects.insert(route.clone());
                }
                diagnostics.push(diagnostic);
            }
        }
        diagnostics
    }
}

impl Snapshot {
    /// Renders every page, and gives one route for each thing that is wrong with
    /// any. Ends early when `is_over`.
    pub fn failing(&self, is_over: &dyn Fn() -> bool) -> Vec<Route> {
        let Some(site) = &self.site else { return Vec::new() };
        let mut seen = BTreeSet::new();
        let mut failing = Vec::new();
        for (route, page) in &site.plan.pages {
            if is_over() {
                break;
            }
            if !page.has_template() {
                continue;
            }
            if let Some(Err(diagnostic)) = site.render_with(route, &Undrawn)
                && seen.insert((diagnostic.path().cloned(), diagnostic.message))
            {
                failing.push(route.clone());
            }
        }
        failing
    }
}

/// Files that errors point at.
fn blamed(diagnostics: &Diagnostics) -> BTreeSet<SourcePath> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    // What is wrong with templates together has no place. Else only the whole site
    // lacks its configuration.
    let config = |error: &Diagnostic| (error.code != Code::Template).then(|| SourcePath::new(CONFIG));
    errors.filter_map(|error| error.path().cloned().or_else(|| config(error))).collect()
}

fn has_broken_template(diagnostics: &Diagnostics) -> bool {
    let is_about_one =
        |error: &Diagnostic| error.code == Code::Template || error.path().is_some_and(is_template);
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error && is_about_one(diagnostic))
}

/// Whether these are the same files, read once.
fn is_same(one: &Sources, other: &Sources) -> bool {
    one.len() == other.len() && one.values().zip(other.values()).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// The page of the file at `path`, or of the folder that should have an index.
fn route_of(path: &SourcePath) -> Option<Route> {
    let index = SourcePath::new(&format!("{path}/_index.md"));
    Kind::of(path).route().or_else(|| Kind::of(&index).route())
}
