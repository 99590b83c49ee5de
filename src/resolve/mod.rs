//! From documents to the book: every name is resolved, every rule of the whole
//! site is checked, and every mistake is gathered. Reads no file and makes no
//! page.

mod links;
mod mentions;
mod names;
pub mod overlooked;
mod shelf;
mod skills;
mod transitions;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Config;
use crate::content::front_matter::{GuideFront, IndexFront};
use crate::content::sections;
use crate::content::{Document, Front, Parsed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::markdown::highlight;
use crate::model::adjacency::suggestions;
use crate::model::{
    Asset, Book, Field, LinkTarget, Page, Role, RoleId, Section, SkillId, Text, Track, TransitionId,
};
use crate::route::Route;
use crate::slug::Slug;
use crate::source::{Source, SourcePath, Sources, Span};
use mentions::Finder;
use names::{Found, Names};
use shelf::{Index, Shelf};
use skills::Skills;
use transitions::{Declaring, Moves};
use tree::{GuideLeaf, Tree};

/// Makes a book of everything that was parsed, in the order of paths. Drafts
/// are part of it only `with_drafts`.
pub fn resolve(
    parsed: &[Arc<Parsed>],
    config: &Arc<Config>,
    config_source: &Arc<Source>,
    sources: &Sources,
    with_drafts: bool,
) -> (Book, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    check_highlight_themes(config, config_source, &mut diagnostics);
    let shelf = Shelf::sort(parsed, with_drafts, &mut diagnostics);
    let tree = Tree::grow(&shelf);
    let guides = tree.guides.as_slice();

    let fronts: Vec<&GuideFront> = shelf.guides.iter().map(|guide| guide.front).collect();
    let skills = Skills::gather(shelf.vocabulary, &fronts, &mut diagnostics);
    let skill_ids = skills.ids();
    let names = name_roles(guides, &mut diagnostics);
    let moves = read_moves(&shelf, guides, &names, config, &mut diagnostics);

    let prose = place_prose(&shelf, &skills, &mut diagnostics);
    let destinations = tree.destinations(&shelf, &prose, &names, sources);
    let mut site_links = Vec::new();
    let titles = guides.iter().enumerate().flat_map(|(at, guide)| {
        let alternates = guide.front.alternate_titles.iter().map(|title| title.value.as_str());
        std::iter::once(guide.front.title.value.as_str())
            .chain(alternates)
            .map(move |title| (RoleId(at), title))
    });
    let finder = Finder::of_roles(titles, &names);
    let role_of_route: BTreeMap<Route, RoleId> =
        guides.iter().enumerate().map(|(at, guide)| (tree.guide_route(guide), RoleId(at))).collect();
    let mut text = |document: &Arc<Document>, own: Option<RoleId>, crosslink: bool| {
        let mut text = links::resolve(document, &destinations, &mut site_links, &mut diagnostics);
        if crosslink {
            text.mentions = mentions_of(&text, &finder, own, &role_of_route);
        }
        text
    };

    for document in &shelf.damaged {
        text(document, None, false);
    }
    let home = shelf.home.map(|(document, front)| section(front, text(document, None, true)));
    let fields = tree.fields.iter().map(|field| Field {
        slug: field.slug.clone(),
        route: Route::page([field.slug.as_str()]),
        section: index_section(field.index, field.slug, &mut text),
        tracks: field.tracks.clone(),
    });
    let fields: Vec<Field> = fields.collect();
    let tracks: Vec<Track> = tree
        .tracks
        .iter()
        .map(|track| Track {
            slug: track.slug.clone(),
            route: Route::page([fields[track.field.0].slug.as_str(), track.slug.as_str()]),
            section: index_section(track.index, track.slug, &mut text),
            field: track.field,
            roles: track.roles.clone(),
        })
        .collect();
    let texts: Vec<Text> = guides
        .iter()
        .enumerate()
        .map(|(at, guide)| text(guide.document, Some(RoleId(at)), guide.front.crosslink))
        .collect();
    let mut pages: Vec<Page> = Vec::new();
    for page in shelf.pages_in_order() {
        pages.push(Page {
            route: Route::page([page.slug.as_str()]),
            section: section(&page.front.index, text(page.document, None, true)),
            draft: page.front.draft,
        });
    }
    let prose_texts: Vec<(SkillId, Text)> =
        prose.values().map(|prose| (prose.skill, text(prose.document, None, true))).collect();

    let mut roles: Vec<Role> = Vec::with_capacity(guides.len());
    for (guide, text) in guides.iter().zip(texts) {
        let (tags, requirements) =
            skills.read_tags(&skill_ids, guide.document, &guide.front.skills, &mut diagnostics);
        let track = &tracks[guide.track.0];
        roles.push(Role {
            slug: guide.slug.clone(),
            route: track.route.below(&format!("{}/", guide.slug)),
            title: guide.front.title.value.trim().to_owned(),
            alternate_titles: guide.front.alternate_titles.iter().map(|title| title.value.clone()).collect(),
            track: guide.track,
            description: guide.front.description.as_ref().map(|text| text.value.clone()),
            evergreen: guide.front.evergreen,
            draft: guide.front.draft,
            published: guide.front.published,
            reviewed: guide.front.reviewed,
            review_every: guide.front.review_every.clone(),
            codes: guide.front.codes.clone(),
            authors: guide.front.authors.clone(),
            tags,
            requirements,
            reading_minutes: text
                .document
                .outline
                .length
                .minutes(config.reading.words_per_minute, config.reading.characters_per_minute),
            text,
            moves_in: Vec::new(),
            moves_out: Vec::new(),
            suggestions: Vec::new(),
            extra: guide.front.extra.clone(),
            aliases: aliases(guide.document, &guide.front.aliases),
        });
    }
    link_moves(&mut roles, &moves);
    suggest(&mut roles, &moves);
    let assets = destinations
        .assets
        .iter()
        .filter_map(|(path, route)| {
            Some(Asset { route: route.clone(), source: Arc::clone(sources.get(path)?) })
        })
        .collect();

    let mut all_skills = skills.finish();
    for (skill, text) in prose_texts {
        all_skills[skill.0].text = Some(text);
    }
    for (at, role) in roles.iter().enumerate() {
        for requirement in &role.requirements {
            let skill = &mut all_skills[requirement.skill.0];
            let list = if requirement.optional { &mut skill.optional } else { &mut skill.essential };
            list.push(RoleId(at));
        }
    }
    for skill in &mut all_skills {
        let has_page = skill.text.is_some() || skill.role_count() >= config.min_roles;
        skill.route = has_page.then(|| Route::page(["skills", skill.slug.as_str()]));
    }

    let book = Book {
        config: Arc::clone(config),
        home,
        fields,
        tracks,
        roles,
        skills: all_skills,
        pages,
        transitions: moves.transitions,
        wanted: moves.wanted,
        assets,
        site_links,
    };
    (book, diagnostics)
}

/// Prose about a skill.
struct SkillProse<'p> {
    skill: SkillId,
    name: String,
    document: &'p Arc<Document>,
}

/// Prose by the slug of the skill that it is about.
type Prose<'p> = BTreeMap<Slug, SkillProse<'p>>;

/// Finds the skill that each prose is about: the file is called like the skill
/// or like one of its other names.
fn place_prose<'p>(shelf: &Shelf<'p>, skills: &Skills<'_>, diagnostics: &mut Diagnostics) -> Prose<'p> {
    let mut placed = Prose::new();
    for (slug, document) in &shelf.prose {
        let path = document.source.path();
        let Some((skill, canonical, name)) = skills.find(slug) else {
            diagnostics.push(
                Diagnostic::error(Code::UnknownSkill, format!("no skill of the site is called `{slug}`"))
                    .at_file(path)
                    .help(did_you_mean(slug.as_str(), skills.slugs()).unwrap_or_else(|| {
                        "name the file after the slug of a skill in `content/skills.toml`".to_owned()
                    })),
            );
            continue;
        };
        if let Some(first) = placed.get(&canonical) {
            let first = first.document.source.path();
            diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateSlug,
                    format!("`{first}` is about the skill `{name}` already"),
                )
                .at_file(path)
                .help("make one text of both"),
            );
            continue;
        }
        placed.insert(canonical, SkillProse { skill, name, document });
    }
    placed
}

fn check_highlight_themes(config: &Config, source: &Arc<Source>, diagnostics: &mut Diagnostics) {
    for theme in [&config.highlight.light, &config.highlight.dark] {
        if !highlight::is_theme(&theme.value) {
            let names = highlight::theme_names();
            let help = did_you_mean(&theme.value, names.iter().copied())
                .unwrap_or_else(|| format!("colour themes: {}", names.join(", ")));
            diagnostics.push(
                Diagnostic::error(Code::InvalidValue, format!("there is no colour theme `{}`", theme.value))
                    .at(Span::new(source, theme.range.clone()))
                    .help(help),
            );
        }
    }
}

/// The names of all roles; titles that two guides have, and alternate titles
/// that two guides claim, are reported.
fn name_roles(guides: &[GuideLeaf<'_>], diagnostics: &mut Diagnostics) -> Names {
    let mut names = Names::default();
    for (at, guide) in guides.iter().enumerate() {
        names.add_title(guide.slug.as_str(), RoleId(at));
    }
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    for (at, guide) in guides.iter().enumerate() {
        let title = &guide.front.title;
        if let Some(first) = titles.get(&names::fold(&title.value)) {
            let first = &guides[*first];
            diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateTitle,
                    format!("another guide has the title `{}`", title.value),
                )
                .at(guide.document.front_span(title.range.clone()))
                .label(first.document.front_span(first.front.title.range.clone()), "first claimed here")
                .help("give one of them another title, or make one guide of both"),
            );
        }
        titles.entry(names::fold(&title.value)).or_insert(at);
        names.add_title(&title.value, RoleId(at));
    }
    let fixed = names.clone();
    let mut claimed: BTreeMap<String, (usize, Span)> = BTreeMap::new();
    for (at, guide) in guides.iter().enumerate() {
        for title in &guide.front.alternate_titles {
            let span = guide.document.front_span(title.range.clone());
            let owner = match fixed.find(&title.value) {
                Some(Found::Role(RoleId(owner))) if owner != at => {
                    Some((owner, guides[owner].document.front_span(guides[owner].front.title.range.clone())))
                }
                _ => claimed.get(&names::fold(&title.value)).filter(|(owner, _)| *owner != at).cloned(),
            };
            if let Some((_, first)) = owner {
                diagnostics.push(
                    Diagnostic::warning(
                        Code::AmbiguousTitle,
                        format!("another guide claims the name `{}`", title.value),
                    )
                    .at(span.clone())
                    .label(first, "claimed here")
                    .help("keep it in one guide: a name that two claim is never linked by itself"),
                );
            }
            claimed.entry(names::fold(&title.value)).or_insert((at, span));
            names.add_alternate(&title.value, RoleId(at), &fixed);
        }
    }
    names
}

fn read_moves(
    shelf: &Shelf<'_>,
    guides: &[GuideLeaf<'_>],
    names: &Names,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Moves {
    let declaring: Vec<Declaring<'_>> = guides
        .iter()
        .enumerate()
        .map(|(at, guide)| {
            let document = guide.document.as_ref();
            let found = sections::recognise(&document.outline, &config.sections, document.body().len());
            let declaring = config.sections.iter().zip(found).filter(|(section, _)| section.transitions);
            let sections = declaring.filter_map(|(_, range)| range).collect();
            Declaring { role: RoleId(at), document, front: guide.front, sections }
        })
        .collect();
    let title_of = |role: RoleId| guides[role.0].front.title.value.clone();
    transitions::read(&declaring, names, title_of, &shelf.absent, diagnostics)
}

/// Gives each role its moves: those that its own guide declares first, in the
/// order in which it does, then the others by title; wanted roles last.
fn link_moves(roles: &mut [Role], moves: &Moves) {
    let titles: Vec<String> = roles.iter().map(|role| role.title.to_lowercase()).collect();
    let order = |id: &TransitionId, own: RoleId, is_in: bool| {
        let transition = &moves.transitions[id.0];
        let other = if is_in { transition.from } else { transition.to };
        let declared = transition.notes.iter().find(|note| note.role == own).map(|note| note.declared);
        let title = other.role().map_or(String::new(), |role| titles[role.0].clone());
        (other.role().is_none(), declared.is_none(), declared, title, other)
    };
    for (at, transition) in moves.transitions.iter().enumerate() {
        if let Some(from) = transition.from.role() {
            roles[from.0].moves_out.push(TransitionId(at));
        }
        if let Some(to) = transition.to.role() {
            roles[to.0].moves_in.push(TransitionId(at));
        }
    }
    for (at, role) in roles.iter_mut().enumerate() {
        role.moves_in.sort_by_key(|id| order(id, RoleId(at), true));
        role.moves_out.sort_by_key(|id| order(id, RoleId(at), false));
    }
}

fn suggest(roles: &mut [Role], moves: &Moves) {
    let declared: BTreeSet<(RoleId, RoleId)> = moves
        .transitions
        .iter()
        .filter_map(|transition| Some((transition.from.role()?, transition.to.role()?)))
        .collect();
    let requirements: Vec<_> = roles.iter().map(|role| role.requirements.as_slice()).collect();
    let near = suggestions(&requirements, |one, other| {
        declared.contains(&(one, other)) || declared.contains(&(other, one))
    });
    for (role, suggestions) in roles.iter_mut().zip(near) {
        role.suggestions = suggestions;
    }
}

/// First mentions of roles in a text, but for its own and those that its author
/// links to already.
fn mentions_of(
    text: &Text,
    finder: &Finder<RoleId>,
    own: Option<RoleId>,
    role_of_route: &BTreeMap<Route, RoleId>,
) -> Vec<(std::ops::Range<usize>, RoleId)> {
    let mut known: BTreeSet<RoleId> = own.into_iter().collect();
    for target in text.links.values() {
        if let LinkTarget::Route { route, .. } = target {
            known.extend(role_of_route.get(route));
        }
    }
    finder.first_mentions(&text.document.outline.prose, known)
}

fn section(front: &IndexFront, text: Text) -> Section {
    Section {
        title: front.title.value.trim().to_owned(),
        description: front.description.as_ref().map(|text| text.value.clone()),
        extra: front.extra.clone(),
        aliases: aliases(&text.document, &front.aliases),
        text,
    }
}

/// The words of a field or track. One whose index is missing or does not parse
/// goes by its slug, so that what lies in it can be checked all the same.
fn index_section(
    index: Option<Index<'_>>,
    slug: &Slug,
    text: &mut impl FnMut(&Arc<Document>, Option<RoleId>, bool) -> Text,
) -> Section {
    match index {
        Some((document, front)) => section(front, text(document, None, true)),
        None => {
            let source = Arc::new(Source::new(SourcePath::new("_index.md"), Vec::new()));
            let outline = crate::markdown::outline::Outline::default();
            let document = Arc::new(Document { source, front: Front::Skill, start: 0, outline });
            Section {
                title: slug.to_string(),
                description: None,
                text: text(&document, None, false),
                extra: serde_json::Value::Null,
                aliases: Vec::new(),
            }
        }
    }
}

fn aliases(document: &Document, aliases: &[crate::form::Located<Route>]) -> Vec<(Route, Span)> {
    aliases.iter().map(|alias| (alias.value.clone(), document.front_span(alias.range.clone()))).collect()
}
