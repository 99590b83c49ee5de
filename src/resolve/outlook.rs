//! What is known of a site before a body is read: everything that follows from
//! paths, front matter, anchors and the vocabulary. While these stay the same, so
//! does all that is here, whatever happens in the bodies.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::links::Destinations;
use super::names::{self, Called, Found, Naming};
use super::shelf::{Placed, Shelf};
use super::skills::Skills;
use super::tree::Tree;
use crate::config::Config;
use crate::content::front_matter::GuideFront;
use crate::content::{Content, Document, Parsed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::markdown::{Html, highlight};
use crate::model::{Requirement, RoleId, Skill, SkillId, Tag};
use crate::route::Route;
use crate::slug::Slug;
use crate::source::{CONFIG, STATIC, Source, Sources, Span};

/// What is known of a site before a body is read.
#[derive(Debug)]
pub struct Outlook {
    basis: Basis,
    pub(super) tree: Tree,
    /// The home page, as a place among all that was parsed; so are the others.
    pub(super) home: Option<usize>,
    /// Plain pages by weight, then title.
    pub(super) pages: Vec<(Slug, usize)>,
    /// Prose about skills.
    pub(super) prose: Vec<(SkillId, usize)>,
    /// Texts whose front matter cannot be read.
    pub(super) damaged: Vec<usize>,
    /// Tags and requirements of each role.
    pub(super) skills_of: Vec<Tagged>,
    /// Skills by slug, so far without prose.
    pub(super) skills: Vec<Arc<Skill>>,
    pub(super) destinations: Arc<Destinations>,
    pub(super) diagnostics: Diagnostics,
}

/// Tags of a role, and the requirements behind them.
pub(super) type Tagged = (Arc<[Tag]>, Arc<[Requirement]>);

/// What an outlook was made of.
#[derive(Debug)]
struct Basis {
    parsed: Vec<Arc<Parsed>>,
    statics: Vec<Arc<Source>>,
    config: Arc<Config>,
    with_drafts: bool,
}

impl Basis {
    fn is_still(
        &self,
        parsed: &[Arc<Parsed>],
        statics: &[Arc<Source>],
        config: &Arc<Config>,
        with_drafts: bool,
    ) -> bool {
        self.with_drafts == with_drafts
            && Arc::ptr_eq(&self.config, config)
            && self.statics.len() == statics.len()
            && self.statics.iter().zip(statics).all(|(one, other)| Arc::ptr_eq(one, other))
            && self.parsed.len() == parsed.len()
            && self
                .parsed
                .iter()
                .zip(parsed)
                .all(|(one, other)| Arc::ptr_eq(one, other) || one.looks_like(other))
    }
}

impl Outlook {
    /// The outlook of all that was parsed, in the order of paths: `before`, if
    /// nothing that it depends on is other than it was.
    pub(super) fn of(
        parsed: &[Arc<Parsed>],
        sources: &Sources,
        config: &Arc<Config>,
        with_drafts: bool,
        before: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let statics = sources.iter().filter(|(path, _)| path.below(STATIC).is_some());
        let statics: Vec<Arc<Source>> = statics.map(|(_, source)| Arc::clone(source)).collect();
        if let Some(before) = before
            && before.basis.is_still(parsed, &statics, config, with_drafts)
        {
            return Arc::clone(before);
        }
        let mut diagnostics = Diagnostics::default();
        check_highlight_themes(config, &sources[CONFIG], &mut diagnostics);
        check_assets(parsed, config, &mut diagnostics);
        let shelf = Shelf::sort(parsed, with_drafts, &mut diagnostics);
        // Names of skills go by the first guide in the order of paths.
        let by_path: Vec<&Placed<'_, GuideFront>> = shelf.guides.iter().map(|guide| &guide.text).collect();
        let mut of_skills = Diagnostics::default();
        let ((tree, guides, naming), skills) = rayon::join(
            || {
                let tree = Tree::grow(&shelf);
                let guides = in_order(&tree, &by_path, parsed.len());
                let naming = naming(&tree, &guides, before);
                check_titles(&guides, &naming, &mut diagnostics);
                (tree, guides, naming)
            },
            || Skills::gather(shelf.vocabulary, &by_path, &mut of_skills),
        );
        let prose = place_prose(&shelf, &skills, &mut diagnostics);
        let places: Vec<(SkillId, usize)> = prose.values().map(|prose| (prose.skill, prose.at)).collect();
        let (destinations, (skills, skills_of)) = rayon::join(
            || {
                let destinations = tree.destinations(&shelf, &guides, &prose, naming, sources);
                match before.map(|before| &before.destinations) {
                    Some(before) if before.is_like(&destinations) => Arc::clone(before),
                    _ => Arc::new(destinations),
                }
            },
            || {
                let skills_of = read_tags(&skills, &guides, &mut of_skills);
                (finish(&skills, &skills_of, &places, config.min_roles), skills_of)
            },
        );
        diagnostics.append(of_skills);
        let home = shelf.home.as_ref().map(|home| home.at);
        let pages = shelf.pages_in_order().iter().map(|page| (page.slug.clone(), page.text.at)).collect();
        let (prose, damaged) = (places, shelf.damaged);
        let basis = Basis { parsed: parsed.to_vec(), statics, config: Arc::clone(config), with_drafts };
        Arc::new(Self {
            basis,
            tree,
            home,
            pages,
            prose,
            damaged,
            skills_of,
            skills,
            destinations,
            diagnostics,
        })
    }
}

impl Outlook {
    /// Whether all roles have the same ids and addresses in `other`.
    pub(super) fn has_roles_of(&self, other: &Self) -> bool {
        let others = other.tree.guides.iter().map(|leaf| (&leaf.slug, &leaf.route));
        self.tree.guides.iter().map(|leaf| (&leaf.slug, &leaf.route)).eq(others)
    }

    /// Whether it was made by these decisions.
    pub(super) fn has_config(&self, config: &Arc<Config>) -> bool {
        Arc::ptr_eq(&self.basis.config, config)
    }
}

/// Guides in the order of their ids. `texts` is how many texts were parsed.
fn in_order<'g, 'p>(
    tree: &Tree,
    guides: &[&'g Placed<'p, GuideFront>],
    texts: usize,
) -> Vec<&'g Placed<'p, GuideFront>> {
    let mut by_place = vec![None; texts];
    guides.iter().for_each(|guide| by_place[guide.at] = Some(*guide));
    tree.guides.iter().filter_map(|leaf| by_place[leaf.at]).collect()
}

/// The tags of each guide, and what they ask for.
fn read_tags<'p>(
    skills: &Skills<'p>,
    guides: &[&Placed<'p, GuideFront>],
    diagnostics: &mut Diagnostics,
) -> Vec<Tagged> {
    let read = guides.par_iter().map_init(
        || skills.no_firsts(),
        |firsts, guide| {
            let mut found = Diagnostics::default();
            let (tags, requirements) = skills.read_tags(guide, firsts, &mut found);
            ((tags.into(), requirements.into()), found)
        },
    );
    let (tagged, found): (Vec<Tagged>, Vec<Diagnostics>) = read.unzip();
    found.into_iter().for_each(|found| diagnostics.append(found));
    tagged
}

/// The skills with the roles that require them, and their pages.
fn finish(
    skills: &Skills<'_>,
    skills_of: &[Tagged],
    prose: &[(SkillId, usize)],
    min_roles: usize,
) -> Vec<Arc<Skill>> {
    let mut skills = skills.finish();
    for (at, (_, requirements)) in skills_of.iter().enumerate() {
        for requirement in requirements.iter() {
            let skill = &mut skills[requirement.skill.0];
            let list = if requirement.optional { &mut skill.optional } else { &mut skill.essential };
            list.push(RoleId(at));
        }
    }
    let mut has_page: Vec<bool> = skills.iter().map(|skill| skill.role_count() >= min_roles).collect();
    for (skill, _) in prose {
        has_page[skill.0] = true;
    }
    for (skill, _) in skills.iter_mut().zip(has_page).filter(|(_, has_page)| *has_page) {
        skill.route = Some(Route::page(["skills", skill.slug.as_str()]));
    }
    skills.into_iter().map(Arc::new).collect()
}

/// The names of all roles: those `before`, if they are the same.
fn naming(tree: &Tree, guides: &[&Placed<'_, GuideFront>], before: Option<&Arc<Outlook>>) -> Arc<Naming> {
    let before = before.map(|before| &before.destinations.naming);
    let called = tree.guides.par_iter().zip(guides).enumerate().map(|(at, (leaf, guide))| {
        let (title, alternates) = (&guide.front.title.value, &guide.front.alternate_titles);
        let known = before.and_then(|before| before.roles.get(at)).filter(|known| {
            let others = alternates.iter().map(|title| &title.value);
            known.slug == leaf.slug && known.title == *title && known.alternates.iter().eq(others)
        });
        known.cloned().unwrap_or_else(|| {
            let alternates = alternates.iter().map(|title| title.value.clone()).collect();
            Arc::new(Called::new(&leaf.slug, title, alternates))
        })
    });
    let called: Vec<Arc<Called>> = called.collect();
    match before {
        Some(before) if *before.roles == called => Arc::clone(before),
        _ => Arc::new(Naming::new(called)),
    }
}

/// Titles that two guides have, and alternate titles that two guides claim.
fn check_titles(guides: &[&Placed<'_, GuideFront>], naming: &Naming, diagnostics: &mut Diagnostics) {
    let mut titles: HashMap<&str, usize> = HashMap::new();
    for (at, (guide, called)) in guides.iter().zip(naming.roles.iter()).enumerate() {
        let title = &guide.front.title;
        let first = *titles.entry(called.folded_title()).or_insert(at);
        if first != at {
            let first = &guides[first];
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
    }
    let mut claimed: HashMap<String, (usize, Span)> = HashMap::new();
    for (at, guide) in guides.iter().enumerate() {
        for title in &guide.front.alternate_titles {
            let span = guide.document.front_span(title.range.clone());
            // A name that this guide claims is another's alone only as its title.
            let first = match naming.names.find(&title.value) {
                Some(Found::Role(RoleId(owner))) if owner != at => {
                    Some(guides[owner].document.front_span(guides[owner].front.title.range.clone()))
                }
                _ => {
                    let known = claimed.get(&names::fold(&title.value));
                    known.filter(|(owner, _)| *owner != at).map(|(_, span)| span.clone())
                }
            };
            if let Some(first) = first {
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
        }
    }
}

/// Prose about a skill.
pub(super) struct SkillProse<'p> {
    skill: SkillId,
    /// Its place among all that was parsed.
    at: usize,
    pub(super) name: String,
    pub(super) document: &'p Arc<Document>,
}

/// Prose by the slug of the skill that it is about.
pub(super) type Prose<'p> = BTreeMap<Slug, SkillProse<'p>>;

/// Finds the skill that each prose is about: the file is called like the skill
/// or like one of its other names.
fn place_prose<'p>(shelf: &Shelf<'p>, skills: &Skills<'_>, diagnostics: &mut Diagnostics) -> Prose<'p> {
    let mut placed = Prose::new();
    for (slug, at, document) in &shelf.prose {
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
        placed.insert(canonical, SkillProse { skill, at: *at, name, document });
    }
    placed
}

/// What is published as it is, may run no more than what is written may.
fn check_assets(parsed: &[Arc<Parsed>], config: &Config, diagnostics: &mut Diagnostics) {
    if config.html == Html::Allow {
        return;
    }
    for one in parsed {
        if let Some(Content::Asset(found)) = &one.content {
            diagnostics.append(found.clone());
        }
    }
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
