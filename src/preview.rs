//! A site while it is being written: what is broken is replaced by its last good
//! version, file by file, so that one mistake spoils no other page. It reads no
//! disk and answers nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::Discriminant;
use std::sync::Arc;

use rayon::prelude::*;

use crate::content::kind::Kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::load::{self, Memory, Options, is_template};
use crate::making::Undrawn;
use crate::plan::Page;
use crate::route::Route;
use crate::site::Site;
use crate::slug::Slug;
use crate::source::{CONFIG, SourcePath, Sources};
use crate::theme::Theme;

/// Makes a [`Snapshot`] of each state of a site's files.
pub struct Preview {
    options: Options,
    /// The last version of each file that nothing was wrong with.
    good: Sources,
    /// The last templates that all pages could be made with, as far as it was tried; `None`
    /// before there are any.
    proven: Option<Sources>,
    /// Of loading the files as they are.
    as_written: Memory,
    /// Of loading them with what is broken replaced.
    as_shown: Memory,
    /// The theme of the last state that had one.
    theme: Option<Arc<Theme>>,
    /// Kinds of pages that there were in a state with that theme.
    kinds: Vec<Discriminant<Page>>,
    /// Routes that failed to render when they were looked at last.
    suspects: BTreeSet<Route>,
    /// Routes that somebody looks at.
    open: Vec<Route>,
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

/// Pages that a new theme has to render before it is shown, where a site has no more.
const SMALL: usize = 100;
/// The same, at most, where it has more: they stand for all others.
const PROBED: usize = 25;

impl Preview {
    /// A preview that has seen no site yet.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            good: Sources::new(),
            proven: None,
            as_written: Memory::default(),
            as_shown: Memory::default(),
            theme: None,
            kinds: Vec::new(),
            suspects: BTreeSet::new(),
            open: Vec::new(),
        }
    }

    /// Loads a state of the files. `failures` says what could not be read.
    pub fn load(&mut self, sources: &Sources, failures: Diagnostics) -> Snapshot {
        let (site, mut diagnostics) = load::load(sources, &self.options, &mut self.as_written);
        diagnostics.append(failures);
        let mut are_all_probed = false;
        if let Some(site) = &site {
            let (found, are_all) = self.probe(site);
            diagnostics.append(found);
            are_all_probed = are_all;
        }

        let blamed = blamed(&diagnostics);
        let mut shown = sources.clone();
        for path in &blamed {
            if let Some(good) = self.good.get(path) {
                shown.insert(path.clone(), Arc::clone(good));
            }
        }
        let is_claimed = diagnostics.iter().any(|diagnostic| diagnostic.code == Code::DuplicateSlug);
        let newcomers = if is_claimed { self.newcomers(sources) } else { Vec::new() };
        newcomers.iter().for_each(|path| _ = shown.remove(path));
        // Templates need each other, so all are shown as they are, or all as they were.
        let is_theme_good = site.is_some() && !has_broken_template(&diagnostics);
        match &self.proven {
            Some(proven) if !is_theme_good => {
                shown.retain(|path, _| !is_template(path));
                shown.extend(proven.clone());
            }
            _ => {}
        }
        let site = if is_same(&shown, sources) {
            // What was known before is given back while the new state is shown already.
            let forgotten = std::mem::replace(&mut self.as_shown, self.as_written.clone());
            rayon::spawn(move || drop(forgotten));
            site
        } else {
            load::load(&shown, &self.options, &mut self.as_shown).0
        };
        let broken = blamed.iter().chain(&newcomers).filter_map(|path| {
            let standing = if self.good.contains_key(path) { Standing::Kept } else { Standing::Withheld };
            Some((route_of(path)?, standing))
        });
        let broken = broken.collect();
        // What is blamed and was never good is no good version of anything.
        let is_proven = is_theme_good && (are_all_probed || self.proven.is_none());
        shown.retain(|path, _| {
            (!blamed.contains(path) || self.good.contains_key(path))
                && (is_proven || self.proven.is_some() || !is_template(path))
        });
        self.good = shown;
        if is_proven {
            self.trust();
        }
        Snapshot { site, diagnostics, broken }
    }

    /// Guides that claim the slug of one that was there before them, and was good.
    fn newcomers(&self, sources: &Sources) -> Vec<SourcePath> {
        let role = |path: &SourcePath| match Kind::of(path) {
            Kind::Guide { role, .. } => Some(role),
            _ => None,
        };
        let (known, new): (Vec<_>, Vec<_>) = sources.keys().partition(|path| self.good.contains_key(*path));
        let claims: Vec<(Slug, &SourcePath)> =
            new.into_iter().filter_map(|path| Some((role(path)?, path))).collect();
        let known: BTreeSet<Slug> = known.into_iter().filter_map(role).collect();
        claims.into_iter().filter(|(role, _)| known.contains(role)).map(|(_, path)| path.clone()).collect()
    }

    /// Takes the templates of the last snapshot for good: all of its pages were rendered.
    pub fn trust(&mut self) {
        let templates = self.good.iter().filter(|(path, _)| is_template(path));
        self.proven = Some(templates.map(|(path, good)| (path.clone(), Arc::clone(good))).collect());
    }

    /// Has these routes rendered before a new theme is shown, in place of those before: somebody
    /// looks at them.
    pub fn look_at(&mut self, routes: Vec<Route>) {
        self.open = routes;
    }

    /// Has these routes rendered at each load from now on until they are well:
    /// what is wrong with them is then known before they are shown. Whether that
    /// is news about any of them.
    pub fn suspect(&mut self, routes: impl IntoIterator<Item = Route>) -> bool {
        let known = self.suspects.len();
        self.suspects.extend(routes);
        self.suspects.len() > known
    }

    /// Renders what failed before, and of each kind that comes up for the first time with a theme, a
    /// page. With a new theme, what is open and as many pages as an author can wait for, and says
    /// whether these are all. Where no theme is proven yet, a page of each kind.
    fn probe(&mut self, site: &Site) -> (Diagnostics, bool) {
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
            self.kinds.clear();
        }
        let new_kinds: Vec<&Route> = first_of_each_kind(site, &mut self.kinds);
        if !has_new_theme && !is_news && new_kinds.is_empty() {
            return (diagnostics, false);
        }
        self.theme = Some(Arc::clone(&site.theme));
        let pages: Vec<&Route> = with_templates(site).map(|(route, _)| route).collect();
        let are_all = pages.len() <= SMALL;
        let step = if are_all { 1 } else { pages.len().div_ceil(PROBED) };
        let probed: Vec<&Route> = match &self.proven {
            Some(_) if has_new_theme || is_news => {
                self.open.iter().chain(pages.into_iter().step_by(step)).collect()
            }
            Some(_) => new_kinds,
            None => first_of_each_kind(site, &mut Vec::new()),
        };
        let are_all = are_all && self.proven.is_some() && (has_new_theme || is_news);
        let failures: Vec<(&Route, Diagnostic)> =
            probed.into_par_iter().filter_map(|route| Some((route, failing(route)?))).collect();
        let mut seen = BTreeSet::new();
        for (route, diagnostic) in failures {
            if seen.insert((diagnostic.path().cloned(), diagnostic.message.clone())) {
                self.suspects.insert(route.clone());
            }
            diagnostics.push(diagnostic);
        }
        (diagnostics, are_all)
    }
}

/// The pages of a site that templates have a part in.
fn with_templates(site: &Site) -> impl Iterator<Item = (&Route, &Page)> {
    site.plan.pages.iter().filter(|(_, page)| page.has_template())
}

/// Of those, the first of each kind that is not among `kinds`, which it then is.
fn first_of_each_kind<'s>(site: &'s Site, kinds: &mut Vec<Discriminant<Page>>) -> Vec<&'s Route> {
    let pages = with_templates(site).filter(|(_, page)| {
        let kind = std::mem::discriminant(*page);
        let is_new = !kinds.contains(&kind);
        kinds.extend(is_new.then_some(kind));
        is_new
    });
    pages.map(|(route, _)| route).collect()
}

impl Snapshot {
    /// Renders every page, first of all one of each kind, and gives one route for each thing
    /// that is wrong with any. `None` where it ended early because `is_over`.
    pub fn failing(&self, is_over: &dyn Fn() -> bool) -> Option<Vec<Route>> {
        let Some(site) = &self.site else { return Some(Vec::new()) };
        let mut seen = BTreeSet::new();
        let mut failing = Vec::new();
        let kinds = first_of_each_kind(site, &mut Vec::new()).into_iter();
        for route in kinds.chain(with_templates(site).map(|(route, _)| route)) {
            if is_over() {
                return None;
            }
            if let Some(Err(diagnostic)) = site.render_with(route, &Undrawn)
                && seen.insert((diagnostic.path().cloned(), diagnostic.message))
            {
                failing.push(route.clone());
            }
        }
        Some(failing)
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
