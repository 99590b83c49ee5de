//! Who gets a URL, where two things ask for the same one.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::Page;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::names::{folded, refused_by_windows};
use crate::route::Route;

/// What stands at the folder of the open data.
pub(super) const OPEN_DATA: &str = "the page about the open data";
pub(super) const TOOL: &str = "a tool for readers";

/// What asks for a URL, and who is to be told if it cannot have it.
#[derive(Debug, PartialEq)]
pub(super) struct Claim {
    route: Route,
    page: Page,
    what: &'static str,
    place: Place,
}

/// All that is asked for, in the order of who goes first.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Claims {
    list: Vec<Claim>,
}

impl Claims {
    /// The pages that asked so far.
    pub(super) fn pages(&self) -> impl Iterator<Item = &Page> {
        self.list.iter().map(|claim| &claim.page)
    }

    /// Asks for a URL. `what` asks is told in reports.
    pub(super) fn add(&mut self, route: Route, page: Page, what: &'static str, place: Place) {
        self.list.push(Claim::new(route, page, what, place));
    }

    /// Asks for all URLs that each thing asks for.
    pub(super) fn add_all<T, C: IntoIterator<Item = Claim, IntoIter: Send>>(
        &mut self,
        things: impl IndexedParallelIterator<Item = T>,
        claims_of: impl Fn(T) -> C + Send + Sync,
    ) {
        self.list.par_extend(things.flat_map_iter(claims_of));
    }

    /// The first to claim a URL has it. Two that differ by case alone, or by the form
    /// of an accent, are one file on some systems, and a file is in the way of a folder
    /// of its name.
    pub(super) fn settle(&self) -> (BTreeMap<Route, Page>, Diagnostics) {
        let (settled, order) = rayon::join(
            || self.settled(),
            || {
                let mut order: Vec<usize> = (0..self.list.len()).collect();
                order.par_sort_by_key(|at| &self.list[*at].route);
                order
            },
        );
        let (is_settled, diagnostics) = settled;
        let pages = order.into_iter().filter(|at| is_settled[*at]).map(|at| &self.list[at]);
        (pages.map(|claim| (claim.route.clone(), claim.page.clone())).collect(), diagnostics)
    }

    /// Whether each gets its URL.
    fn settled(&self) -> (Vec<bool>, Diagnostics) {
        let paths: Vec<(String, Option<Diagnostic>)> = self.list.par_iter().map(Claim::path).collect();
        let mut diagnostics = Diagnostics::default();
        let mut files: HashMap<&str, &Claim> = HashMap::with_capacity(paths.len());
        // Each with the first file in it. What is a folder is no file, nor is what it lies in.
        let mut folders: HashMap<&str, &Claim> = HashMap::with_capacity(paths.len());
        let mut is_settled = Vec::with_capacity(paths.len());
        for (claim, (path, unportable)) in self.list.iter().zip(&paths) {
            diagnostics.extend(unportable.clone());
            let path = path.as_str();
            let fresh = path.rmatch_indices('/').map(|(end, _)| &path[..end]);
            let fresh: Vec<&str> = fresh.take_while(|folder| !folders.contains_key(folder)).collect();
            let taken = std::iter::once(&path).chain(&fresh).find_map(|path| files.get(path));
            let taken = taken.or_else(|| folders.get(path));
            is_settled.push(taken.is_none());
            match taken {
                Some(first) => diagnostics.push(collision(claim, first)),
                None => {
                    files.insert(path, claim);
                    folders.extend(fresh.into_iter().map(|folder| (folder, claim)));
                }
            }
        }
        (is_settled, diagnostics)
    }
}

impl Claim {
    /// `what` asks is told in reports.
    pub(super) fn new(route: Route, page: Page, what: &'static str, place: Place) -> Self {
        Self { route, page, what, place }
    }

    /// The file that answers it, in the form that is one on every system, and what is wrong
    /// with its name on some.
    fn path(&self) -> (String, Option<Diagnostic>) {
        let path = self.route.output_path();
        // What an old address was called is no longer for anybody to choose.
        let is_old = matches!(self.page, Page::Redirect(_));
        let refused = refused_by_windows(&path).filter(|_| !is_old);
        let refused = refused.map(|(name, reason)| unportable(self, name, reason));
        (folded(&path), refused)
    }
}

fn unportable(claim: &Claim, name: &str, reason: &str) -> Diagnostic {
    let message = format!("Windows refuses the name `{name}` in `{}`: {reason}", claim.route);
    let diagnostic = Diagnostic::warning(Code::UnportableName, message);
    let diagnostic = Diagnostic { place: claim.place.clone(), ..diagnostic };
    diagnostic.help("rename what it is made from; elsewhere the site is built all the same")
}

fn collision(claim: &Claim, first: &Claim) -> Diagnostic {
    let by = match &first.place {
        Place::Site => first.what.to_owned(),
        Place::File(path) => format!("{} (`{path}`)", first.what),
        Place::Span(span) => format!("{} of `{}`", first.what, span.source.path()),
    };
    let message = format!("{} claims the URL `{}`, which is {by} already", claim.what, claim.route);
    let diagnostic = Diagnostic::error(Code::UrlCollision, message);
    let diagnostic = Diagnostic { place: claim.place.clone(), ..diagnostic };
    diagnostic.help(match first.what {
        OPEN_DATA => "rename this one, or give the open data another `path` under `[data]` in `config.toml`",
        TOOL => {
            "rename this one: `tools`, `skills-check`, `compare` and `paths` are where readers find the tools of the site"
        }
        _ => "rename one of the two; names that differ by case or the form of an accent alone count as the same",
    })
}
