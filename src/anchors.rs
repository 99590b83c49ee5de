//! Links to anchors that pages have of themselves, such as the one before a guide's moves.
//! Templates write them, so only the HTML of a page tells which it has. It judges no link to
//! a heading.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::making::Undrawn;
use crate::model::PageAnchor;
use crate::route::Route;
use crate::site::Site;

/// Renders each page that has such a link to it, and checks those links. What cannot be
/// rendered is told when it is.
pub fn check(site: &Site) -> Diagnostics {
    let mut links: BTreeMap<&Route, Vec<&PageAnchor>> = BTreeMap::new();
    for link in &site.book.page_anchors {
        links.entry(&link.route).or_default().push(link);
    }
    let mut diagnostics = Diagnostics::default();
    for (route, links) in links {
        let Some(Ok(page)) = site.render_with(route, &Undrawn) else { continue };
        let html = String::from_utf8_lossy(&page.bytes);
        let anchors = anchors(&html);
        for link in links.into_iter().filter(|link| !anchors.contains(link.anchor.as_str())) {
            let known = || anchors.iter().copied().filter(|anchor| anchor.starts_with('_'));
            let all = || {
                let known: Vec<String> = known().take(LISTED).map(|anchor| format!("`{anchor}`")).collect();
                format!("anchors of its own: {}", known.join(", "))
            };
            diagnostics.push(
                Diagnostic::error(
                    Code::BrokenAnchor,
                    format!("the page `{route}` has no anchor `{}` of its own", link.anchor),
                )
                .at(link.span.clone())
                .help(did_you_mean(&link.anchor, known()).unwrap_or_else(all)),
            );
        }
    }
    diagnostics
}

/// Anchors that a help lists. A large map has one for each role.
const LISTED: usize = 20;

/// The anchors of a page. Quotes in its texts are escaped, so nothing else reads so.
fn anchors(html: &str) -> BTreeSet<&str> {
    let starts = html.match_indices(" id=").map(|(at, id)| &html[at + id.len()..]);
    let values = starts.filter_map(|value| match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split(|c: char| c.is_ascii_whitespace() || c == '>').next(),
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_found_however_a_template_quotes_them() {
        let html = "<p id=\"_a\" class=x><p class=x id='_b'><p id=_c><p data-id=\"_d\"> id=";
        assert_eq!(anchors(html), BTreeSet::from(["_a", "_b", "_c"]));
    }
}
