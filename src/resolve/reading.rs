//! One text, read with what is known of all the others: what its links lead to,
//! which roles it mentions, which moves its prose declares.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::links::{self, Destinations};
use super::mentions::Worded;
use super::raw;
use super::traces::{Traces, Trail};
use super::transitions::{self, Said};
use crate::config::Config;
use crate::content::{Document, Front};
use crate::cta::{Cta, Ending};
use crate::diagnostic::Diagnostics;
use crate::model::{LinkTarget, PageAnchor, RoleId, SiteLink, Text};
use crate::route::Route;
use crate::source::SourcePath;

/// What a text says.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) text: Arc<Text>,
    /// Links that are written as URL paths of the site.
    pub(super) site_links: Vec<SiteLink>,
    /// Links to anchors that pages have of themselves.
    pub(super) page_anchors: Vec<PageAnchor>,
    /// The moves that its prose speaks of.
    pub(super) said: Arc<[Said]>,
    /// Of all words that names of roles are looked for in.
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
    pub(super) role_of_route: HashMap<&'r Route, RoleId>,
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
            return Arc::clone(known);
        }
        let (mut site_links, mut page_anchors) = (Vec::new(), Vec::new());
        let mut diagnostics = Diagnostics::default();
        site_links.extend(ending(document));
        let mut text =
            links::resolve(document, self.destinations, &mut site_links, &mut page_anchors, &mut diagnostics);
        raw::check(document, self.config.html, &mut diagnostics);
        let known =
            known.filter(|known| (&known.text.links, &known.text.images) == (&text.links, &text.images));
        if let Some(known) = known {
            let (text, said, traces) =
                (Arc::clone(&known.text), Arc::clone(&known.said), known.traces.clone());
            return Arc::new(Reading { text, site_links, page_anchors, said, traces, diagnostics });
        }
        let naming = &self.destinations.naming;
        let mut said = Vec::new();
        let mut traces = Traces::none();
        let crosslink = match &document.front {
            Front::Guide(front) => {
                if let Some(own) = own {
                    said =
                        transitions::read_prose(document, front, own, &naming.names, &self.config.sections);
                    document.outline.openings.iter().for_each(|opening| traces.add_folded(&opening.text));
                }
                front.crosslink
            }
            Front::Index(_) | Front::Page(_) | Front::Skill => true,
            Front::Broken => false,
        };
        let wikilinks = document.outline.links.iter().filter(|link| link.is_wikilink);
        wikilinks.for_each(|link| traces.add_folded(&link.target));
        if crosslink {
            let prose = document.prose();
            let worded = Worded::of(&prose.text);
            traces.add(&worded.marks);
            let known = self.linked(&text, own);
            text.mentions = naming.finder.first_mentions(&prose, &worded, known);
        }
        let (text, said) = (Arc::new(text), said.into());
        Arc::new(Reading { text, site_links, page_anchors, said, traces, diagnostics })
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

    /// The role of a text, and those that its author links to already.
    fn linked(&self, text: &Text, own: Option<RoleId>) -> BTreeSet<RoleId> {
        let routes = text.links.values().filter_map(|target| match target {
            LinkTarget::Route { route, .. } => Some(route),
            LinkTarget::Verbatim(_) => None,
        });
        let linked = routes.filter_map(|route| self.role_of_route.get(route));
        own.into_iter().chain(linked.copied()).collect()
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
