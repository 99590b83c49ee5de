//! Fields, tracks and guides in their order, which gives them their ids, and
//! the addresses that follow from it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::links::{Destination, Destinations};
use super::names::Naming;
use super::outlook::Prose;
use super::shelf::{GuideSource, Index, Placed, Shelf};
use crate::content::Document;
use crate::content::front_matter::GuideFront;
use crate::content::kind::CONTENT;
use crate::model::{FieldId, RoleId, TrackId};
use crate::names::composed;
use crate::route::Route;
use crate::slug::Slug;
use crate::source::{STATIC, SourcePath, Sources};

/// A field. What it says of itself is the text at `index` among all that was
/// parsed; one without is missing or broken.
#[derive(Debug)]
pub(super) struct FieldBranch {
    pub(super) slug: Slug,
    pub(super) route: Route,
    pub(super) index: Option<usize>,
    pub(super) tracks: Vec<TrackId>,
}

/// A track, likewise.
#[derive(Debug)]
pub(super) struct TrackBranch {
    pub(super) slug: Slug,
    pub(super) route: Route,
    pub(super) index: Option<usize>,
    pub(super) field: FieldId,
    pub(super) roles: Vec<RoleId>,
}

/// A guide, the text at `at`.
#[derive(Debug)]
pub(super) struct GuideLeaf {
    pub(super) slug: Slug,
    pub(super) route: Route,
    pub(super) track: TrackId,
    pub(super) at: usize,
}

/// Fields, tracks and guides in their order, which gives them their ids.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) fields: Vec<FieldBranch>,
    pub(super) tracks: Vec<TrackBranch>,
    pub(super) guides: Vec<GuideLeaf>,
}

impl Tree {
    pub(super) fn grow(shelf: &Shelf<'_>) -> Self {
        let order = |index: &Option<Index<'_>>, slug: &Slug| {
            let (weight, title) = index.as_ref().map_or((0, String::new()), |index| {
                (index.front.weight, index.front.title.value.to_lowercase())
            });
            (weight, title, slug.clone())
        };
        let mut fields: Vec<_> = shelf.fields.iter().collect();
        fields.sort_by_cached_key(|(slug, index)| order(index, slug));
        let mut tracks_of: BTreeMap<&Slug, Vec<_>> = BTreeMap::new();
        for ((field, track), index) in &shelf.tracks {
            tracks_of.entry(field).or_default().push((*track, index));
        }
        let mut guides_of: HashMap<(&Slug, &Slug), Vec<&GuideSource<'_>>> = HashMap::new();
        for guide in &shelf.guides {
            guides_of.entry(guide.place).or_default().push(guide);
        }
        let mut tree = Self { fields: Vec::new(), tracks: Vec::new(), guides: Vec::new() };
        for (at, (field, index)) in fields.into_iter().enumerate() {
            let route = Route::page([field.as_str()]);
            let mut branch = FieldBranch {
                slug: (*field).clone(),
                route: route.clone(),
                index: index.as_ref().map(|index| index.at),
                tracks: Vec::new(),
            };
            let mut own = tracks_of.remove(*field).unwrap_or_default();
            own.sort_by_cached_key(|(slug, index)| order(index, slug));
            for (track, index) in own {
                let id = TrackId(tree.tracks.len());
                branch.tracks.push(id);
                let route = route.below(&format!("{track}/"));
                let mut leaves = guides_of.remove(&(*field, track)).unwrap_or_default();
                leaves.sort_by_cached_key(|guide| (guide.text.front.title.value.to_lowercase(), guide.slug));
                let first = tree.guides.len();
                tree.guides.extend(leaves.into_iter().map(|guide| GuideLeaf {
                    slug: guide.slug.clone(),
                    route: route.below(&format!("{}/", guide.slug)),
                    track: id,
                    at: guide.text.at,
                }));
                tree.tracks.push(TrackBranch {
                    slug: track.clone(),
                    route,
                    index: index.as_ref().map(|index| index.at),
                    field: FieldId(at),
                    roles: (first..tree.guides.len()).map(RoleId).collect(),
                });
            }
            tree.fields.push(branch);
        }
        tree
    }

    /// Everything that links can lead to.
    pub(super) fn destinations(
        &self,
        shelf: &Shelf<'_>,
        guides: &[&Placed<'_, GuideFront>],
        prose: &Prose<'_>,
        naming: Arc<Naming>,
        sources: &Sources,
    ) -> Destinations {
        let mut documents = Vec::new();
        let mut folders: BTreeMap<String, Route> = BTreeMap::from([(CONTENT.to_owned(), Route::page([]))]);
        let mut add = |document: &Arc<Document>, route: Route, title: &str| {
            let path = document.source.path();
            if matches!(path.file_name(), "index.md" | "_index.md") {
                folders.insert(path.folder().to_owned(), route.clone());
            }
            let destination = Destination { route, title: title.to_owned(), document: Arc::clone(document) };
            documents.push((path.clone(), destination));
        };
        if let Some(home) = &shelf.home {
            add(home.document, Route::page([]), &home.front.title.value);
        }
        for field in &self.fields {
            if let Some(Some(index)) = shelf.fields.get(&field.slug) {
                add(index.document, field.route.clone(), &index.front.title.value);
            }
        }
        for track in &self.tracks {
            let field = &self.fields[track.field.0].slug;
            if let Some(Some(index)) = shelf.tracks.get(&(field, &track.slug)) {
                add(index.document, track.route.clone(), &index.front.title.value);
            }
        }
        for (leaf, guide) in self.guides.iter().zip(guides) {
            add(guide.document, leaf.route.clone(), &guide.front.title.value);
        }
        for page in &shelf.pages {
            add(page.text.document, Route::page([page.slug.as_str()]), &page.text.front.index.title.value);
        }
        for (slug, prose) in prose {
            add(prose.document, Route::page(["skills", slug.as_str()]), &prose.name);
        }
        let documents: BTreeMap<SourcePath, Destination> = documents.into_iter().collect();
        let is_hidden = |path: &SourcePath| shelf.hidden.iter().any(|folder| path.below(folder).is_some());
        let assets: BTreeMap<SourcePath, Route> = shelf
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
        let is_file = |path: &SourcePath| path.below(STATIC).is_some() || assets.contains_key(path);
        let files = sources.iter().filter(|(path, _)| is_file(path));
        let files: BTreeMap<_, _> = files.map(|(path, source)| (path.clone(), Arc::clone(source))).collect();
        let all = files.keys().chain(documents.keys()).chain(shelf.absent.paths.keys());
        let decomposed = all.filter_map(|path| {
            let composed = composed(path.as_str());
            (composed != path.as_str()).then(|| (composed.into_owned(), path.clone()))
        });
        Destinations {
            decomposed: decomposed.collect(),
            by_route,
            guides: guides.iter().map(|guide| guide.document.source.path().clone()).collect(),
            absent: shelf.absent.clone(),
            documents,
            assets,
            files,
            naming,
        }
    }
}
