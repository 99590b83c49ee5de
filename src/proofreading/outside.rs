//! Links that lead out of the site: which there are, and what to say of the answers
//! that other hosts gave. Asking them is `net`'s.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::every_text;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Book, ImageTarget, LinkTarget};
use crate::net::Answer;
use crate::source::{Source, Span};

/// The addresses of other hosts that texts and the call to action link to, without
/// what follows a `#`, and where the links stand. `config_source` is where the
/// book's configuration was read.
pub fn links(book: &Book, config_source: Option<&Arc<Source>>) -> BTreeMap<String, Vec<Span>> {
    let mut links: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut add = |address: &str, span: Span| {
        if let Some(address) = outside(address) {
            links.entry(address).or_default().push(span);
        }
    };
    for text in every_text(book) {
        let outline = &text.document.outline;
        for link in &outline.links {
            if let Some(LinkTarget::Verbatim(address)) = text.links.get(&link.range.start) {
                add(address, text.document.span(link.range.clone()));
            }
        }
        for image in &outline.images {
            if let Some(ImageTarget::Verbatim(address)) = text.images.get(&image.range.start) {
                add(address, text.document.span(image.range.clone()));
            }
        }
        for raw in &outline.raw_addresses {
            add(&raw.address, text.document.span(raw.range.clone()));
        }
    }
    let link = book.config.cta.as_ref().and_then(|cta| cta.link.as_ref());
    if let (Some(link), Some(source)) = (link, config_source) {
        // An address for each guide is asked as that of the first.
        let asked = book.roles.first().map_or_else(|| link.clone(), |role| link.in_guide(&role.slug));
        add(&asked.url.value, Span::new(source, link.url.range.clone()));
    }
    links
}

/// The full address that a link names, if it is one that can be asked.
fn outside(address: &str) -> Option<String> {
    let address = address.split('#').next().unwrap_or(address);
    let is_web = |scheme: &str| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    if address.starts_with("//") {
        return Some(format!("https:{address}"));
    }
    (is_web("http://") || is_web("https://")).then(|| address.to_owned())
}

/// What is to be said of the links, by what their addresses answered.
pub fn judge(links: &BTreeMap<String, Vec<Span>>, answers: &BTreeMap<&str, Answer>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for (address, spans) in links {
        let (code, message, help) = match answers.get(address.as_str()) {
            Some(Answer::Gone(status)) => (
                Code::DeadLink,
                format!("nothing is at `{address}`: it answers {status}"),
                "link to where it has moved, or to another source, or take the link out",
            ),
            Some(Answer::Unknown(reason)) => (
                Code::UnverifiedLink,
                format!("whether anything is at `{address}` is not known: {reason}"),
                "open it in a browser",
            ),
            Some(Answer::There) | None => continue,
        };
        for span in spans {
            diagnostics.push(Diagnostic::of(code, message.clone()).at(span.clone()).help(help));
        }
    }
    diagnostics
}
