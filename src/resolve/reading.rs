//! One text, read with what is known of all the others: what its links lead to,
//! which roles it mentions, which moves its prose declares.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::links::{self, Destinations};
use super::mentions::Finder;
use super::raw;
use super::transitions::{self, Said};
use crate::config::Config;
use crate::content::{Document, Front};
use crate::cta::{Cta, Ending};
use crate::diagnostic::Diagnostics;
use crate::markdown::outline::ProseText;
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
    pub(super) role_of_route: BTreeMap<&'r Route, RoleId>,
    /// The names that roles have now or had before, but not both; `None` if there are none.
    pub(super) other_names: Option<Finder<RoleId>>,
}

impl Reader<'_> {
    /// Reads a text. `own` is the role that it is the guide of; `known` is what was
    /// read in the same text before, when roles had the same ids and addresses.
    pub(super) fn read(
        &self,
        document: &Arc<Document>,
        own: Option<RoleId>,
        known: Option<&Reading>,
    ) -> Reading {
        let (mut site_links, mut page_anchors) = (Vec::new(), Vec::new());
        let mut diagnostics = Diagnostics::default();
        site_links.extend(ending(document));
        let mut text =
            links::resolve(document, self.destinations, &mut site_links, &mut page_anchors, &mut diagnostics);
        raw::check(document, self.config.html, &mut diagnostics);
        let known =
            known.filter(|known| (&known.text.links, &known.text.images) == (&text.links, &text.images));
        if let (Some(known), None) = (known, &self.other_names) {
            return Reading {
                text: Arc::clone(&known.text),
                site_links,
                page_anchors,
                said: Arc::clone(&known.said),
                diagnostics,
            };
        }
        let naming = &self.destinations.naming;
        let mut said = Vec::new();
        let crosslink = match &document.front {
            Front::Guide(front) => {
                if let Some(own) = own {
                    said =
                        transitions::read_prose(document, front, own, &naming.names, &self.config.sections);
                }
                front.crosslink
            }
            Front::Index(_) | Front::Page(_) | Front::Skill => true,
            Front::Broken => false,
        };
        if crosslink {
            let prose = document.prose();
            // A text with none of the names that changed mentions whom it did.
            let known = known.filter(|_| self.other_names.as_ref().is_some_and(|names| !names.is_in(&prose)));
            text.mentions = match known {
                Some(known) => known.text.mentions.clone(),
                None => self.mentions(&text, &prose, own),
            };
        }
        let text = match known {
            Some(known) if known.text.mentions == text.mentions => Arc::clone(&known.text),
            _ => Arc::new(text),
        };
        Reading { text, site_links, page_anchors, said: said.into(), diagnostics }
    }

    /// First mentions of roles in a text, but for its own and those that its author
    /// links to already.
    fn mentions(&self, text: &Text, prose: &ProseText, own: Option<RoleId>) -> Vec<(Range<usize>, RoleId)> {
        let mut known: BTreeSet<RoleId> = own.into_iter().collect();
        for target in text.links.values() {
            if let LinkTarget::Route { route, .. } = target {
                known.extend(self.role_of_route.get(route));
            }
        }
        self.destinations.naming.finder.first_mentions(prose, known)
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
