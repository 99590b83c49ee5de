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
}

impl Reader<'_> {
    /// Reads a text. `own` is the role that it is the guide of; `known` is what was
    /// read in the same text with the same names of roles.
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
        if let Some(known) = known
            && (&known.text.links, &known.text.images) == (&text.links, &text.images)
        {
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
            text.mentions = self.mentions(&text, &naming.finder, own);
        }
        Reading { text: Arc::new(text), site_links, page_anchors, said: said.into(), diagnostics }
    }

    /// First mentions of roles in a text, but for its own and those that its author
    /// links to already.
    fn mentions(
        &self,
        text: &Text,
        finder: &Finder<RoleId>,
        own: Option<RoleId>,
    ) -> Vec<(Range<usize>, RoleId)> {
        let mut known: BTreeSet<RoleId> = own.into_iter().collect();
        for target in text.links.values() {
            if let LinkTarget::Route { route, .. } = target {
                known.extend(self.role_of_route.get(route));
            }
        }
        finder.first_mentions(&text.document.prose(), known)
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
