//! Fields, tracks and guides in their order, which gives them their ids, and
//! the addresses that follow from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Prose;
use super::links::{Destination, Destinations};
use super::names::Names;
use super::shelf::{Index, Shelf};
use crate::content::Document;
use crate::content::front_matter::GuideFront;
use crate::content::kind::CONTENT;
use crate::model::{FieldId, RoleId, TrackId};
use crate::route::Route;
use crate::slug::Slug;
use crate::source::{SourcePath, Sources};

pub(super) struct FieldBranch<'p> {
    pub(super) slug: &'p Slug,
    pub(super) index: Option<Index<'p>>,
    pub(super) tracks: Vec<TrackId>,
}

pub(super) struct TrackBranch<'p> {
    pub(super) slug: &'p Slug,
    pub(super) index: Option<Index<'p>>,
    pub(super) field: FieldId,
    pub(super) roles: Vec<RoleId>,
}

pub(super) struct GuideLeaf<'p> {
    pub(super) slug: &'p Slug,
    pub(super) track: TrackId,
    pub(super) document: &'p Arc<Document>,
    pub(super) front: &'p GuideFront,
}

/// Fields, tracks and guides in their order, which gives them their ids.
pub(super) struct Tree<'p> {
    pub(super) fields: Vec<FieldBranch<'p>>,
    pub(super) tracks: Vec<TrackBranch<'p>>,
    pub(super) guides: Vec<GuideLeaf<'p>>,
}

impl<'p> Tree<'p> {
    pub(super) fn grow(shelf: &Shelf<'p>) -> Self {
        let order = |index: &Option<Index<'p>>, slug: &'p Slug| {
            let (weight, title) = index
                .map_or((0, String::new()), |(_, front)| (front.weight, front.title.value.to_lowercase()));
            (weight, title, slug)
        };
        let mut fields: Vec<FieldBranch<'_>> = shelf
            .fields
            .iter()
            .map(|(slug, index)| FieldBranch { slug, index: *index, tracks: Vec::new() })
            .collect();
        fields.sort_by_key(|field| order(&field.index, field.slug));
        let mut tracks = Vec::new();
        let mut guides = Vec::new();
        for (at, field) in fields.iter_mut().enumerate() {
            let mut own: Vec<_> =
                shelf.tracks.iter().filter(|((parent, _), _)| *parent == field.slug).collect();
            own.sort_by_key(|((_, slug), index)| order(index, slug));
            for ((_, slug), index) in own {
                let id = TrackId(tracks.len());
                field.tracks.push(id);
                let mut leaves: Vec<_> =
                    shelf.guides.iter().filter(|guide| guide.place == (field.slug, *slug)).collect();
                leaves.sort_by_key(|guide| (guide.front.title.value.to_lowercase(), guide.slug));
                let first = guides.len();
                guides.extend(leaves.into_iter().map(|guide| GuideLeaf {
                    slug: guide.slug,
                    track: id,
                    document: guide.document,
                    front: guide.front,
                }));
                let roles = (first..guides.len()).map(RoleId).collect();
                tracks.push(TrackBranch { slug, index: *index, field: FieldId(at), roles });
            }
        }
        Self { fields, tracks, guides }
    }

    pub(super) fn guide_route(&self, guide: &GuideLeaf<'_>) -> Route {
        let track = &self.tracks[guide.track.0];
        Route::page([self.fields[track.field.0].slug.as_str(), track.slug.as_str(), guide.slug.as_str()])
    }

    /// Everything that links can lead to.
    pub(super) fn destinations<'s>(
        &self,
        shelf: &Shelf<'_>,
        prose: &Prose<'_>,
        names: &'s Names,
        sources: &'s Sources,
    ) -> Destinations<'s> {
        let mut documents = BTreeMap::new();
        let mut folders: BTreeMap<String, Route> = BTreeMap::from([(CONTENT.to_owned(), Route::page([]))]);
        let mut add = |document: &Arc<Document>, route: Route, title: &str| {
            let path = document.source.path();
            if matches!(path.file_name(), "index.md" | "_index.md") {
                folders.insert(path.folder().to_owned(), route.clone());
            }
            let destination = Destination { route, title: title.to_owned(), document: Arc::clone(document) };
            documents.insert(path.clone(), destination);
        };
        if let Some((document, front)) = shelf.home {
            add(document, Route::page([]), &front.title.value);
        }
        for field in &self.fields {
            if let Some((document, front)) = field.index {
                add(document, Route::page([field.slug.as_str()]), &front.title.value);
            }
        }
        for track in &self.tracks {
            if let Some((document, front)) = track.index {
                let field = self.fields[track.field.0].slug.as_str();
                add(document, Route::page([field, track.slug.as_str()]), &front.title.value);
            }
        }
        for guide in &self.guides {
            add(guide.document, self.guide_route(guide), &guide.front.title.value);
        }
        for page in &shelf.pages {
            add(page.document, Route::page([page.slug.as_str()]), &page.front.index.title.value);
        }
        for (slug, prose) in prose {
            add(prose.document, Route::page(["skills", slug.as_str()]), &prose.name);
        }
        let is_hidden = |path: &SourcePath| shelf.hidden.iter().any(|folder| path.below(folder).is_some());
        let assets = shelf
            .assets
            .iter()
            .filter(|path| !is_hidden(path))
            .filter_map(|path| {
                // A file lies below the page of the nearest folder that is one.
                let mut folder = path.folder();
                loop {
                    if let Some(route) = folders.get(folder) {
                        return Some(((*path).clone(), route.below(path.below(folder)?)));
                    }
                    folder = folder.rsplit_once('/').map(|(parent, _)| parent)?;
                }
            })
            .collect();
        let by_route = documents.iter().map(|(path, found)| (found.route.clone(), path.clone())).collect();
        Destinations {
            documents,
            by_route,
            assets,
            names,
            guides: self.guides.iter().map(|guide| guide.document.source.path().clone()).collect(),
            absent: shelf.absent.clone(),
            sources,
        }
    }
}
