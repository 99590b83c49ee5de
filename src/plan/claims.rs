//! Who gets a URL, where two things ask for the same one.

use std::collections::BTreeMap;

use super::Page;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::names::{folded, refused_by_windows};
use crate::route::Route;

/// What stands at the folder of the open data.
pub(super) const OPEN_DATA: &str = "the page about the open data";
pub(super) const TOOL: &str = "a tool for readers";

/// What asks for a URL, and who is to be told if it cannot have it.
struct Claim {
    route: Route,
    page: Page,
    what: &'static str,
    place: Place,
}

/// All that is asked for, in the order of who goes first.
#[derive(Default)]
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
        self.list.push(Claim { route, page, what, place });
    }

    /// The first to claim a URL has it. Two that differ by case alone, or by the form
    /// of an accent, are one file on some systems, and a file is in the way of a folder
    /// of its name.
    pub(super) fn settle(self) -> (BTreeMap<Route, Page>, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut settled: BTreeMap<String, Claim> = BTreeMap::new();
        for claim in self.list {
            let path = claim.route.output_path();
            // What an old address was called is no longer for anybody to choose.
            let is_old = matches!(claim.page, Page::Redirect(_));
            if let Some((name, reason)) = refused_by_windows(&path).filter(|_| !is_old) {
                diagnostics.push(unportable(&claim, name, reason));
            }
            let key = folded(&path);
            let taken = settled.get(&key).or_else(|| {
                let mut folder = key.as_str();
                while let Some((parent, _)) = folder.rsplit_once('/') {
                    if settled.contains_key(parent) {
                        return settled.get(parent);
                    }
                    folder = parent;
                }
                let inside = format!("{key}/");
                settled
                    .range(inside.clone()..)
                    .next()
                    .filter(|(path, _)| path.starts_with(&inside))
                    .map(|(_, c)| c)
            });
            match taken {
                Some(first) => diagnostics.push(collision(&claim, first)),
                None => {
                    settled.insert(key, claim);
                }
            }
        }
        let pages = settled.into_values().map(|claim| (claim.route, claim.page)).collect();
        (pages, diagnostics)
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
