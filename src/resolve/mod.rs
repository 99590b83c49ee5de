//! From documents to the book: every name is resolved, every rule of the whole
//! site is checked, and every mistake is gathered. Reads no file and makes no
//! page.

mod authors;
mod connections;
pub mod hearsay;
mod links;
mod mentions;
pub mod names;
pub mod outlook;
pub mod overlooked;
mod raw;
mod reading;
mod shelf;
mod skills;
mod traces;
mod transitions;
mod tree;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::content::front_matter::{GuideFront, IndexFront};
use crate::content::{Content, Document, Front, Parsed};
use crate::diagnostic::Diagnostics;
use crate::markdown::outline::Outline;
use crate::model::{Asset, Book, Field, Page, Role, RoleId, Section, Skill, Text, Track};
use crate::route::Route;
use crate::slug::Slug;
use crate::source::{Source, SourcePath, Sources, Span};
use connections::Connections;
use outlook::Outlook;
use reading::{Reader, Reading};

/// What was worked out before, to be used again where all that it depends on is
/// the same. It changes how long resolving takes, never what it gives.
#[derive(Clone, Default)]
pub struct Memory {
    /// The outlook, which changes with everything that other pages can depend on.
    pub outlook: Option<Arc<Outlook>>,
    readings: Vec<Option<Arc<Reading>>>,
    connections: Option<Arc<Connections>>,
    roles: Vec<Arc<Role>>,
}

/// Makes a book of everything that was parsed, in the order of paths. Drafts
/// are part of it only `with_drafts`.
pub fn resolve(
    parsed: &[Arc<Parsed>],
    config: &Arc<Config>,
    sources: &Sources,
    with_drafts: bool,
    memory: &mut Memory,
) -> (Book, Diagnostics) {
    let before = std::mem::take(memory);
    let outlook = Outlook::of(parsed, sources, config, with_drafts, before.outlook.as_ref());
    let readings = read(parsed, config, &outlook, &before);
    let said = Declarations { parsed, outlook: &outlook, readings: &readings };
    let connections = said.connections(&before);
    let roles = roles(parsed, config, &outlook, &readings, &connections, &before);

    let mut diagnostics = outlook.diagnostics.clone();
    diagnostics.append(connections.diagnostics.clone());
    let (mut site_links, mut page_anchors) = (Vec::new(), Vec::new());
    for reading in readings.iter().flatten() {
        diagnostics.append(reading.diagnostics.clone());
        site_links.extend(reading.site_links.iter().cloned());
        page_anchors.extend(reading.page_anchors.iter().cloned());
    }
    let book = Book {
        config: Arc::clone(config),
        home: outlook.home.and_then(|at| section(parsed, &readings, at)),
        fields: fields(parsed, &outlook, &readings),
        tracks: tracks(parsed, &outlook, &readings),
        roles: roles.clone(),
        skills: skills(&outlook, &readings),
        authors: authors::authors(&roles, config),
        pages: pages(parsed, &outlook, &readings),
        transitions: Arc::clone(&connections.transitions),
        wanted: Arc::clone(&connections.wanted),
        names: Arc::clone(&outlook.destinations.naming.finder),
        nearness: Arc::clone(&connections.nearness),
        assets: assets(&outlook, sources),
        site_links,
        page_anchors,
    };
    *memory = Memory { outlook: Some(outlook), readings, connections: Some(connections), roles };
    (book, diagnostics)
}

/// Reads every text of the book, and those that are damaged, in the order of what
/// was parsed.
fn read(
    parsed: &[Arc<Parsed>],
    config: &Arc<Config>,
    outlook: &Outlook,
    before: &Memory,
) -> Vec<Option<Arc<Reading>>> {
    let mut wanted: Vec<Option<Option<RoleId>>> = vec![None; parsed.len()];
    let fields = outlook.tree.fields.iter().filter_map(|field| field.index);
    let tracks = outlook.tree.tracks.iter().filter_map(|track| track.index);
    let pages = outlook.pages.iter().map(|(_, at)| *at);
    let prose = outlook.prose.iter().map(|(_, at)| *at);
    let others = outlook.damaged.iter().copied().chain(outlook.home);
    for at in fields.chain(tracks).chain(pages).chain(prose).chain(others) {
        wanted[at] = Some(None);
    }
    for (at, guide) in outlook.tree.guides.iter().enumerate() {
        wanted[guide.at] = Some(Some(RoleId(at)));
    }
    let destinations = &outlook.destinations;
    let outlook_before =
        before.outlook.as_ref().filter(|before| before.has_config(config) && before.has_roles_of(outlook));
    let destinations_before = outlook_before.map(|before| &before.destinations);
    let has_same_names =
        destinations_before.is_some_and(|before| Arc::ptr_eq(&before.naming, &destinations.naming));
    let other_names = destinations_before.map(|before| destinations.naming.others(&before.naming));
    let other_targets = destinations_before.and_then(|before| destinations.others(before));
    let has_same_links = destinations_before.is_some_and(|before| Arc::ptr_eq(before, destinations));
    let known = if outlook_before.is_some() { before.readings.as_slice() } else { &[] };
    // Both are in the order of paths, so each reading is found by walking along.
    let mut known = known.iter().flatten().peekable();
    let known: Vec<Option<&Arc<Reading>>> = parsed
        .iter()
        .map(|one| {
            let path = one.source.path();
            while known.next_if(|reading| reading.path() < path).is_some() {}
            known.next_if(|reading| reading.path() == path)
        })
        .collect();
    let other_names = other_names.unwrap_or_default();
    let reader = Reader { config, destinations, has_same_names, other_names, other_targets };
    parsed
        .par_iter()
        .zip(wanted)
        .zip(known)
        .map(|((one, wanted), known)| {
            let document = document(one)?;
            let known = known.filter(|known| Arc::ptr_eq(&known.text.document, document));
            Some(match known {
                Some(known) if has_same_links => wanted.map(|_| Arc::clone(known))?,
                _ => reader.read(document, wanted?, known),
            })
        })
        .collect()
}

fn document(parsed: &Parsed) -> Option<&Arc<Document>> {
    match &parsed.content {
        Some(Content::Document(document)) => Some(document),
        _ => None,
    }
}

fn guide(parsed: &Parsed) -> Option<(&Arc<Document>, &GuideFront)> {
    let document = document(parsed)?;
    match &document.front {
        Front::Guide(front) => Some((document, front)),
        _ => None,
    }
}

/// What all guides declare.
struct Declarations<'r> {
    parsed: &'r [Arc<Parsed>],
    outlook: &'r Arc<Outlook>,
    readings: &'r [Option<Arc<Reading>>],
}

impl Declarations<'_> {
    /// How the roles are connected: as `before`, if every guide says the same.
    fn connections(&self, before: &Memory) -> Arc<Connections> {
        let guides = || self.outlook.tree.guides.iter().map(|leaf| leaf.at);
        let known = before.outlook.as_ref().zip(before.connections.as_ref());
        let known = known.filter(|(outlook, connections)| {
            let then = outlook.tree.guides.iter().map(|leaf| &before.readings[leaf.at]);
            let mut both = guides().map(|at| &self.readings[at]).zip(then);
            outlook.has_roles_of(self.outlook)
                && outlook.destinations.absent == self.outlook.destinations.absent
                && connections.diagnostics.is_empty()
                && both.all(says_the_same)
        });
        if let Some((outlook, connections)) = known {
            return if Arc::ptr_eq(outlook, self.outlook) {
                Arc::clone(connections)
            } else {
                Arc::new(connections.again(self.outlook, outlook))
            };
        }
        let declaring = guides().enumerate().filter_map(|(role, at)| {
            let (document, front) = guide(&self.parsed[at])?;
            let said = &self.readings[at].as_ref()?.said;
            Some(transitions::Declaring { role: RoleId(role), document, front, said })
        });
        let declaring: Vec<transitions::Declaring<'_>> = declaring.collect();
        Arc::new(Connections::new(&declaring, self.outlook, before.connections.as_deref()))
    }
}

fn says_the_same((one, other): (&Option<Arc<Reading>>, &Option<Arc<Reading>>)) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(&one.said, &other.said) || one.said == other.said,
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn roles(
    parsed: &[Arc<Parsed>],
    config: &Arc<Config>,
    outlook: &Arc<Outlook>,
    readings: &[Option<Arc<Reading>>],
    connections: &Arc<Connections>,
    before: &Memory,
) -> Vec<Arc<Role>> {
    let is_like_before = before.outlook.as_ref().is_some_and(|before| Arc::ptr_eq(before, outlook))
        && before.connections.as_ref().is_some_and(|before| Arc::ptr_eq(before, connections));
    let known = if is_like_before { before.roles.as_slice() } else { &[] };
    let guides = outlook.tree.guides.par_iter().enumerate();
    guides
        .filter_map(|(at, leaf)| {
            let text = &readings[leaf.at].as_ref()?.text;
            if let Some(role) = known.get(at).filter(|role| Arc::ptr_eq(&role.text, text)) {
                return Some(Arc::clone(role));
            }
            let (document, front) = guide(&parsed[leaf.at])?;
            let (tags, requirements) = &outlook.skills_of[at];
            let (moves_in, moves_out) = &connections.moves[at];
            let (words, characters) = (config.reading.words_per_minute, config.reading.characters_per_minute);
            Some(Arc::new(Role {
                slug: leaf.slug.clone(),
                route: leaf.route.clone(),
                title: front.title.value.trim().to_owned(),
                alternate_titles: front.alternate_titles.iter().map(|title| title.value.clone()).collect(),
                track: leaf.track,
                description: front.description.as_ref().map(|text| text.value.clone()),
                evergreen: front.evergreen,
                draft: front.draft,
                published: front.published,
                reviewed: front.reviewed.as_ref().map(|date| date.value),
                review_every: front.review_every.as_ref().map(|every| every.value.clone()),
                codes: front.codes.clone(),
                facts: front.facts.clone(),
                attribution: front.attribution.clone(),
                authors: front.authors.clone(),
                changes: front.changes.clone(),
                tags: Arc::clone(tags),
                requirements: Arc::clone(requirements),
                reading_minutes: document.outline.length.minutes(words, characters),
                text: Arc::clone(text),
                moves_in: moves_in.clone(),
                moves_out: moves_out.clone(),
                ending: front.ending.clone(),
                extra: front.extra.clone(),
                aliases: aliases(document, &front.aliases),
            }))
        })
        .collect()
}

fn fields(parsed: &[Arc<Parsed>], outlook: &Outlook, readings: &[Option<Arc<Reading>>]) -> Vec<Field> {
    let fields = outlook.tree.fields.iter().map(|field| Field {
        slug: field.slug.clone(),
        route: field.route.clone(),
        section: section_of(parsed, readings, field.index, &field.slug),
        tracks: field.tracks.clone(),
    });
    fields.collect()
}

fn tracks(parsed: &[Arc<Parsed>], outlook: &Outlook, readings: &[Option<Arc<Reading>>]) -> Vec<Track> {
    let tracks = outlook.tree.tracks.iter().map(|track| Track {
        slug: track.slug.clone(),
        route: track.route.clone(),
        section: section_of(parsed, readings, track.index, &track.slug),
        field: track.field,
        roles: track.roles.clone(),
    });
    tracks.collect()
}

fn pages(parsed: &[Arc<Parsed>], outlook: &Outlook, readings: &[Option<Arc<Reading>>]) -> Vec<Page> {
    let pages = outlook.pages.iter().filter_map(|(slug, at)| {
        let draft = match &document(&parsed[*at])?.front {
            Front::Page(front) => front.draft,
            _ => false,
        };
        Some(Page { route: Route::page([slug.as_str()]), section: section(parsed, readings, *at)?, draft })
    });
    pages.collect()
}

fn skills(outlook: &Outlook, readings: &[Option<Arc<Reading>>]) -> Vec<Arc<Skill>> {
    let mut skills = outlook.skills.clone();
    for (id, at) in &outlook.prose {
        let text = readings[*at].as_ref().map(|reading| Arc::clone(&reading.text));
        let skill = &mut skills[id.0];
        *skill = Arc::new(Skill { text, ..Skill::clone(skill) });
    }
    skills
}

fn assets(outlook: &Outlook, sources: &Sources) -> Vec<Asset> {
    let assets = outlook.destinations.assets.iter().filter_map(|(path, route)| {
        Some(Asset { route: route.clone(), source: Arc::clone(sources.get(path)?) })
    });
    assets.collect()
}

/// The words of a page that is no guide.
fn section(parsed: &[Arc<Parsed>], readings: &[Option<Arc<Reading>>], at: usize) -> Option<Section> {
    let document = document(&parsed[at])?;
    let front: &IndexFront = match &document.front {
        Front::Index(front) => front,
        Front::Page(front) => &front.index,
        _ => return None,
    };
    Some(Section {
        title: front.title.value.trim().to_owned(),
        description: front.description.as_ref().map(|text| text.value.clone()),
        ending: front.ending.clone(),
        extra: front.extra.clone(),
        aliases: aliases(document, &front.aliases),
        text: Arc::clone(&readings[at].as_ref()?.text),
    })
}

/// The words of a field or track. One whose index is missing or does not parse
/// goes by its slug, so that what lies in it can be checked all the same.
fn section_of(
    parsed: &[Arc<Parsed>],
    readings: &[Option<Arc<Reading>>],
    index: Option<usize>,
    slug: &Slug,
) -> Section {
    index.and_then(|at| section(parsed, readings, at)).unwrap_or_else(|| {
        let source = Arc::new(Source::new(SourcePath::new("_index.md"), Vec::new()));
        let document = Document { source, front: Front::Skill, start: 0, outline: Outline::default() };
        Section {
            title: slug.to_string(),
            description: None,
            text: Arc::new(Text::new(&Arc::new(document), BTreeMap::new(), BTreeMap::new())),
            ending: None,
            extra: serde_json::Value::Null,
            aliases: Vec::new(),
        }
    })
}

fn aliases(document: &Document, aliases: &[crate::form::Located<Route>]) -> Vec<(Route, Span)> {
    aliases.iter().map(|alias| (alias.value.clone(), document.front_span(alias.range.clone()))).collect()
}
