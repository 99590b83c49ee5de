//! Everything that was parsed, sorted by what it is, and the rules that paths
//! alone can break.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::links::{Absence, Absent};
use crate::content::front_matter::{GuideFront, IndexFront, PageFront};
use crate::content::kind::Kind;
use crate::content::vocabulary::Vocabulary;
use crate::content::{Content, Document, Front, Parsed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::slug::Slug;
use crate::source::{Source, SourcePath};

/// A text on the shelf.
pub(super) struct Placed<'p, F> {
    /// Its place among all that was parsed.
    pub(super) at: usize,
    pub(super) document: &'p Arc<Document>,
    pub(super) front: &'p F,
}

pub(super) struct GuideSource<'p> {
    pub(super) place: (&'p Slug, &'p Slug),
    pub(super) slug: &'p Slug,
    pub(super) text: Placed<'p, GuideFront>,
}

pub(super) struct PageSource<'p> {
    pub(super) slug: &'p Slug,
    pub(super) text: Placed<'p, PageFront>,
}

pub(super) type Index<'p> = Placed<'p, IndexFront>;

/// Everything that was parsed, sorted by what it is.
#[derive(Default)]
pub(super) struct Shelf<'p> {
    pub(super) home: Option<Index<'p>>,
    /// Fields by slug; without an index where it does not parse or is missing.
    pub(super) fields: BTreeMap<&'p Slug, Option<Index<'p>>>,
    pub(super) tracks: BTreeMap<(&'p Slug, &'p Slug), Option<Index<'p>>>,
    pub(super) guides: Vec<GuideSource<'p>>,
    pub(super) pages: Vec<PageSource<'p>>,
    pub(super) prose: Vec<(&'p Slug, usize, &'p Arc<Document>)>,
    pub(super) vocabulary: Option<(&'p Arc<Source>, &'p Vocabulary)>,
    pub(super) assets: Vec<&'p SourcePath>,
    /// Texts whose front matter cannot be read. Only their links are checked.
    pub(super) damaged: Vec<usize>,
    /// Texts that are there but not in the book, by path and by route, and guides
    /// by slug too.
    pub(super) absent: Absent,
    /// Folders of drafts that are left out; nothing in them is published.
    pub(super) hidden: Vec<String>,
}

impl<'p> Shelf<'p> {
    pub(super) fn sort(parsed: &'p [Arc<Parsed>], with_drafts: bool, diagnostics: &mut Diagnostics) -> Self {
        let mut shelf = Self::default();
        for (at, one) in parsed.iter().enumerate() {
            shelf.put(at, one, with_drafts, diagnostics);
        }
        shelf.check_slugs(parsed, diagnostics);
        shelf.check_indexes(parsed, diagnostics);
        shelf
    }

    fn put(&mut self, at: usize, parsed: &'p Parsed, with_drafts: bool, diagnostics: &mut Diagnostics) {
        let document = match &parsed.content {
            Some(Content::Document(document)) => Some(document),
            Some(Content::Vocabulary(vocabulary)) => {
                self.vocabulary = Some((&parsed.source, vocabulary));
                return;
            }
            Some(Content::Asset(_)) => {
                self.assets.push(parsed.source.path());
                return;
            }
            None => None,
        };
        if document.is_some_and(|document| matches!(document.front, Front::Broken)) {
            self.damaged.push(at);
        }
        let index = document.and_then(|document| match &document.front {
            Front::Index(front) => Some(Placed { at, document, front }),
            _ => None,
        });
        let is_index = matches!(parsed.kind, Kind::Home | Kind::Field { .. } | Kind::Track { .. });
        if is_index && index.is_none() {
            self.leave_out(parsed, Absence::Broken);
        }
        match &parsed.kind {
            Kind::Home => self.home = index,
            Kind::Field { field } => {
                if self.fields.insert(field, index).is_some() {
                    diagnostics.push(second_folder(parsed, field));
                }
            }
            Kind::Track { field, track } => {
                if self.tracks.insert((field, track), index).is_some() {
                    diagnostics.push(second_folder(parsed, track));
                }
            }
            Kind::Guide { field, track, role } => {
                match document.map(|document| (document, &document.front)) {
                    Some((document, Front::Guide(front))) => {
                        if front.draft && !with_drafts {
                            self.leave_out(parsed, Absence::Draft);
                            let titles = std::iter::once(&front.title).chain(&front.alternate_titles);
                            let named = titles.map(|title| (Slug::of(&title.value), Absence::Draft));
                            self.absent.roles.extend(named);
                        } else {
                            let text = Placed { at, document, front: front.as_ref() };
                            self.guides.push(GuideSource { place: (field, track), slug: role, text });
                        }
                    }
                    _ => self.leave_out(parsed, Absence::Broken),
                }
            }
            Kind::Page { page } => match document.map(|document| (document, &document.front)) {
                Some((document, Front::Page(front))) => {
                    if front.draft && !with_drafts {
                        self.leave_out(parsed, Absence::Draft);
                    } else {
                        let text = Placed { at, document, front };
                        self.pages.push(PageSource { slug: page, text });
                    }
                }
                _ => self.leave_out(parsed, Absence::Broken),
            },
            Kind::Skill { skill } => {
                match document.filter(|document| matches!(document.front, Front::Skill)) {
                    Some(document) => self.prose.push((skill, at, document)),
                    None => self.leave_out(parsed, Absence::Broken),
                }
            }
            Kind::Vocabulary | Kind::Asset | Kind::Ignored | Kind::Misplaced(_) => {}
        }
    }

    fn leave_out(&mut self, parsed: &Parsed, absence: Absence) {
        let path = parsed.source.path();
        self.absent.paths.insert(path.clone(), absence);
        // Fields and tracks have their pages all the same.
        if !matches!(parsed.kind, Kind::Guide { .. } | Kind::Page { .. } | Kind::Skill { .. }) {
            return;
        }
        if let Kind::Guide { role, .. } = &parsed.kind {
            self.absent.roles.insert(role.clone(), absence);
        }
        self.absent.routes.extend(parsed.kind.route().map(|route| (route, absence)));
        if path.file_name() == "index.md" {
            self.hidden.push(path.folder().to_owned());
        }
    }

    /// By weight, then title.
    pub(super) fn pages_in_order(&self) -> Vec<&PageSource<'p>> {
        let mut pages: Vec<_> = self.pages.iter().collect();
        pages.sort_by_cached_key(|page| {
            let index = &page.text.front.index;
            (index.weight, index.title.value.to_lowercase(), page.slug)
        });
        pages
    }

    /// Of two guides that claim one slug the first by path stays in the book.
    fn check_slugs(&mut self, parsed: &[Arc<Parsed>], diagnostics: &mut Diagnostics) {
        let mut claimed: HashMap<&Slug, &SourcePath> = HashMap::new();
        for one in parsed {
            let Kind::Guide { role, .. } = &one.kind else { continue };
            let path = one.source.path();
            if let Some(first) = claimed.get(role) {
                diagnostics.push(
                    Diagnostic::error(
                        Code::DuplicateSlug,
                        format!("`{first}` is a guide of the slug `{role}` already"),
                    )
                    .at_file(path)
                    .help("a role's slug is unique in the whole site: rename one of the files"),
                );
            } else {
                claimed.insert(role, path);
            }
        }
        let mut seen = HashSet::new();
        self.guides.retain(|guide| seen.insert(guide.slug));
    }

    fn check_indexes(&mut self, parsed: &'p [Arc<Parsed>], diagnostics: &mut Diagnostics) {
        let mut last = None;
        for one in parsed {
            let place = match &one.kind {
                Kind::Guide { field, track, .. } => (field, Some(track)),
                Kind::Track { field, .. } => (field, None),
                _ => continue,
            };
            // Files of a folder stand beside each other.
            if last.replace(place) == Some(place) {
                continue;
            }
            let (field, track) = place;
            let folder: Vec<&str> = one.source.path().as_str().split('/').collect();
            let mut require = |depth: usize, what: &str, is_there: bool| {
                if !is_there {
                    let folder = folder[..depth].join("/");
                    diagnostics.push(
                        Diagnostic::error(
                            Code::MissingIndex,
                            format!("`{folder}` has no `_index.md`, so it is no {what}"),
                        )
                        .at_file(&SourcePath::new(&folder))
                        .help(format!("add `{folder}/_index.md` with a `title`")),
                    );
                }
            };
            require(2, "field", self.fields.contains_key(field));
            self.fields.entry(field).or_insert(None);
            if let Some(track) = track {
                require(3, "track", self.tracks.contains_key(&(field, track)));
                self.tracks.entry((field, track)).or_insert(None);
            }
        }
    }
}

fn second_folder(parsed: &Parsed, slug: &Slug) -> Diagnostic {
    Diagnostic::error(Code::DuplicateSlug, format!("another folder beside this one has the slug `{slug}`"))
        .at_file(parsed.source.path())
        .help("rename one of the two folders; names that differ by case or accents alone count as the same")
}
