//! One text, read with what is known of all the others: what its links lead to, which
//! moves it declares.

use std::collections::HashSet;
use std::sync::Arc;

use super::links::{self, Destinations};
use super::raw;
use super::traces::{Trail, traces};
use super::transitions::{self, Said};
use crate::config::Config;
use crate::content::{Document, Front};
use crate::cta::{Cta, Ending};
use crate::diagnostic::Diagnostics;
use crate::model::words::Traces;
use crate::model::{LinkTarget, PageAnchor, RoleId, SiteLink, Text};
use crate::route::Route;
use crate::source::SourcePath;

/// What a text says.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) text: Arc<Text>,
    /// Links that are written as URL paths of the site.
    pub(super) site_links: Vec<SiteLink>,
    /// Links to anchors that pages have of themselves.
    pub(super) page_anchors: Vec<PageAnchor>,
    /// The moves that it speaks of.
    pub(super) said: Arc<Said>,
    /// Of all words that were read as names of roles.
    traces: Traces,
    pub(super) diagnostics: Diagnostics,
}

impl Reading {
    pub(super) fn path(&self) -> &SourcePath {
        self.text.document.source.path()
    }
}

/// What texts are read with.
pub(super) struct Reader<'r> {
    pub(super) config: &'r Config,
    pub(super) destinations: &'r Destinations,
    /// Whether all roles are called as before.
    pub(super) has_same_names: bool,
    /// The names of roles that are called otherwise than before.
    pub(super) other_names: Vec<Trail>,
    /// Pages that links have to say other things of than before; `None` where any link may
    /// lead elsewhere.
    pub(super) other_targets: Option<HashSet<Route>>,
}

impl Reader<'_> {
    /// Reads a text. `own` is the role that it is the guide of; `known` is what was
    /// read in the same text before, when roles had the same ids and addresses.
    pub(super) fn read(
        &self,
        document: &Arc<Document>,
        own: Option<RoleId>,
        known: Option<&Arc<Reading>>,
    ) -> Arc<Reading> {
        // A text with none of the names that changed says the same of roles.
        let known =
            known.filter(|known| !self.other_names.iter().any(|name| name.may_lead_to(&known.traces)));
        if let Some(known) = known.filter(|known| self.leads_where_it_led(known)) {
            return if self.has_same_names {
                Arc::clone(known)
            } else {
                Arc::new(Reading { text: self.again(&known.text), ..Reading::clone(known) })
            };
        }
        let (mut site_links, mut page_anchors) = (Vec::new(), Vec::new());
        let mut diagnostics = Diagnostics::default();
        site_links.extend(ending(document));
        let text =
            links::resolve(document, self.destinations, &mut site_links, &mut page_anchors, &mut diagnostics);
        raw::check(document, self.config.html, &mut diagnostics);
        let known =
            known.filter(|known| (&known.text.links, &known.text.images) == (&text.links, &text.images));
        if let Some(known) = known {
            let (said, traces) = (Arc::clone(&known.said), known.traces.clone());
            let text = self.again(&known.text);
            return Arc::new(Reading { text, site_links, page_anchors, said, traces, diagnostics });
        }
        let wikilinks = document.outline.links.iter().filter(|link| link.is_wikilink);
        let mut read: Vec<&str> = wikilinks.map(|link| link.target.as_str()).collect();
        let mut said = Said::default();
        if let (Front::Guide(front), Some(own)) = (&document.front, own) {
            let names = &self.destinations.naming.names;
            said = transitions::read_guide(document, front, own, names, &self.config.sections);
            read.extend(front.transitions.iter().map(|entry| entry.other.value.as_str()));
            read.extend(document.outline.openings.iter().map(|opening| opening.text.as_str()));
        }
        let (text, said, traces) = (Arc::new(text), Arc::new(said), traces(read));
        Arc::new(Reading { text, site_links, page_anchors, said, traces, diagnostics })
    }

    /// A text that was read before, with the same links.
    fn again(&self, known: &Arc<Text>) -> Arc<Text> {
        if self.has_same_names { Arc::clone(known) } else { Arc::new(known.for_other_names()) }
    }

    /// Whether each link of a text leads to the same as before, and says the same of it.
    fn leads_where_it_led(&self, known: &Reading) -> bool {
        let is_other = |target: &LinkTarget| match target {
            LinkTarget::Route { route, .. } => {
                self.other_targets.as_ref().is_none_or(|others| others.contains(route))
            }
            LinkTarget::Verbatim(_) => false,
        };
        // What is wrong is told with the help of all texts and names that there are.
        self.other_targets.is_some()
            && known.diagnostics.is_empty()
            && !known.text.links.values().any(is_other)
    }
}

/// The page of the site that a document's call to action leads to.
fn ending(document: &Document) -> Option<SiteLink> {
    let ending = match &document.front {
        Front::Guide(front) => front.ending.as_ref(),
        Front::Index(front) => front.ending.as_ref(),
        Front::Page(_) | Front::Skill | Front::Broken => None,
    };
    let Some(Ending::Cta(Cta { link: Some(link), .. })) = ending else { return None };
    Some(SiteLink { route: link.route()?.0, span: document.front_span(link.url.range.clone()) })
}
