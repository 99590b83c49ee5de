//! Links that are written as addresses of the site, held against all that there are.

use std::sync::Arc;

use super::Plan;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::model::{Book, SiteLink};
use crate::route::Route;
use crate::source::{Source, Span};

/// Links that authors wrote as addresses of the site, and that lead nowhere.
/// `config_source` is where the book's configuration was read.
pub fn broken_links(book: &Book, config_source: Option<&Arc<Source>>, plan: &Plan) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let config = &book.config;
    let cta = config.cta.as_ref().and_then(|cta| cta.link.as_ref());
    let links = config.nav.iter().chain(&config.footer.links).chain(cta);
    let targets = links.filter_map(|link| Some((link.route()?.0, link.url.range.clone())));
    let logo = config.look.logo.iter().map(|logo| (logo.value.clone(), logo.range.clone()));
    let script = config.analytics.iter().filter_map(|one| Some((one.route()?, one.script.range.clone())));
    let decided = targets
        .chain(logo)
        .chain(script)
        .filter_map(|(route, range)| Some(SiteLink { route, span: Span::new(config_source?, range) }));
    let decided: Vec<SiteLink> = decided.collect();
    for link in book.site_links.iter().chain(&decided) {
        if plan.pages.contains_key(&link.route) {
            continue;
        }
        let path = link.route.as_str();
        let with_slash = format!("{path}/");
        let known = plan.pages.keys().map(Route::as_str);
        let help = if plan.pages.keys().any(|route| route.as_str() == with_slash) {
            Some(format!("did you mean `{with_slash}`?"))
        } else {
            did_you_mean(path, known)
        };
        diagnostics.push(
            Diagnostic::error(Code::BrokenLink, format!("the site has no URL `{path}`"))
                .at(link.span.clone())
                .help("link to the source of a page: `/field/track/role.md`")
                .maybe_help(help),
        );
    }
    diagnostics
}
