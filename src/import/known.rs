//! What a site knows that helps to understand an article: its sections, skills,
//! fields, tracks and guides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::tags::Names;
use crate::config::Config;
use crate::config::sections::Section;
use crate::content::front_matter::SkillKind;
use crate::content::kind::Kind;
use crate::content::{Content, Front, Parsed};
use crate::resolve::names;
use crate::slug::Slug;
use crate::source::SourcePath;

/// What a site knows.
#[derive(Debug)]
pub struct Known {
    /// The standard sections of a guide.
    pub(super) sections: Vec<Section>,
    /// The titles and aliases of each.
    headings: Vec<Vec<Slug>>,
    pub(super) skills: Names,
    kinds: BTreeMap<Slug, SkillKind>,
    pub(super) fields: Vec<Folder>,
    /// Each with the slug of its field.
    pub(super) tracks: Vec<(Slug, Folder)>,
    guides: BTreeMap<Slug, SourcePath>,
    /// Guides by the forms of all their titles.
    titles: BTreeMap<String, (Slug, SourcePath)>,
    /// Guides by O*NET-SOC codes.
    codes: BTreeMap<String, (Slug, SourcePath)>,
    /// The skills that a name stands for, as the site spells them.
    spellings: BTreeMap<Slug, Vec<String>>,
}

/// A field or track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folder {
    pub(super) slug: Slug,
    pub(super) title: String,
    /// The name of its folder.
    pub(super) name: String,
}

impl Known {
    /// What the site of these files knows.
    pub fn of(config: &Config, parsed: &[Arc<Parsed>]) -> Self {
        let headings = |section: &Section| -> Vec<Slug> {
            std::iter::once(&section.title).chain(&section.aliases).map(|name| Slug::of(name)).collect()
        };
        let mut skill_names: BTreeSet<&str> = BTreeSet::new();
        let mut kinds = BTreeMap::new();
        let mut known = Self {
            sections: config.sections.clone(),
            headings: config.sections.iter().map(headings).collect(),
            skills: Names::default(),
            kinds: BTreeMap::new(),
            fields: Vec::new(),
            tracks: Vec::new(),
            guides: BTreeMap::new(),
            titles: BTreeMap::new(),
            codes: BTreeMap::new(),
            spellings: BTreeMap::new(),
        };
        for one in parsed {
            let front = match &one.content {
                Some(Content::Document(document)) => Some(&document.front),
                _ => None,
            };
            if let Some(Content::Vocabulary(vocabulary)) = &one.content {
                for entry in &vocabulary.entries {
                    let one = std::slice::from_ref(&entry.name);
                    let skills = if entry.includes.is_empty() { one } else { &entry.includes };
                    let skills: Vec<String> = skills.iter().map(|skill| skill.value.clone()).collect();
                    for name in one.iter().chain(&entry.aliases) {
                        known.spellings.insert(Slug::of(&name.value), skills.clone());
                    }
                    let all = std::iter::once(&entry.name).chain(&entry.aliases).chain(&entry.includes);
                    for name in all {
                        skill_names.insert(&name.value);
                        if let Some(kind) = entry.kind {
                            kinds.insert(Slug::of(&name.value), kind);
                        }
                    }
                }
            }
            if let Some(Front::Guide(front)) = front {
                for tag in &front.skills {
                    skill_names.insert(&tag.name.value);
                    kinds.entry(Slug::of(&tag.name.value)).or_insert(tag.kind);
                }
                if let Kind::Guide { role, .. } = &one.kind {
                    let guide = || (role.clone(), one.source.path().clone());
                    for title in std::iter::once(&front.title).chain(&front.alternate_titles) {
                        for form in names::forms(&title.value) {
                            known.titles.entry(form).or_insert_with(guide);
                        }
                    }
                    if let Some(code) = &front.codes.onet_soc {
                        known.codes.entry(code.clone()).or_insert_with(guide);
                    }
                }
            }
            let title = match front {
                Some(Front::Index(front)) => Some(front.title.value.as_str()),
                _ => None,
            };
            known.add(one.source.path(), &one.kind, title);
        }
        known.skills = Names::new(skill_names);
        known.kinds = kinds;
        known
    }

    /// Adds a file that there will be.
    pub fn add(&mut self, path: &SourcePath, kind: &Kind, title: Option<&str>) {
        let parts: Vec<&str> = path.as_str().split('/').collect();
        let folder = |slug: &Slug, depth: usize| Folder {
            slug: slug.clone(),
            title: title.unwrap_or(parts[depth]).to_owned(),
            name: parts[depth].to_owned(),
        };
        match kind {
            Kind::Field { field } => self.fields.push(folder(field, 1)),
            Kind::Track { field, track } => self.tracks.push((field.clone(), folder(track, 2))),
            Kind::Guide { role, .. } => {
                self.guides.entry(role.clone()).or_insert_with(|| path.clone());
            }
            _ => {}
        }
    }

    /// The guide to the role of that slug.
    pub fn guide(&self, slug: &Slug) -> Option<&SourcePath> {
        self.guides.get(slug)
    }

    /// The section that has this heading, and whether that is certain.
    pub(super) fn section(&self, heading: &str) -> Option<(&Section, bool)> {
        // Running text is none, and would take long to compare.
        if heading.len() > 200 {
            return None;
        }
        let find = |is_it: &dyn Fn(&Slug) -> bool| {
            let at = self.headings.iter().position(|names| names.iter().any(is_it))?;
            self.sections.get(at)
        };
        let exact = Slug::of(heading);
        if let Some(section) = find(&|name| *name == exact) {
            return Some((section, true));
        }
        let slug = Slug::of(without_number(heading));
        let spelled = format!("-{slug}-").replace("-vs-", "-versus-").replace("-v-", "-versus-");
        let spelled = spelled.trim_matches('-');
        find(&|name| is_near(name.as_str(), spelled)).map(|section| (section, false))
    }

    /// How guides of the site tag the skill of that name.
    pub(super) fn kind(&self, skill: &str) -> Option<SkillKind> {
        self.kinds.get(&Slug::of(skill)).copied()
    }

    /// The guide of the site to the occupation of that code or of one of those titles:
    /// its role and its file.
    pub(super) fn occupation(&self, code: &str, titles: [&str; 2]) -> Option<&(Slug, SourcePath)> {
        let mut forms = titles.into_iter().flat_map(names::forms);
        self.codes.get(code).or_else(|| forms.find_map(|form| self.titles.get(&form)))
    }

    /// Whether a guide of the site is called that.
    pub(super) fn is_title(&self, form: &str) -> bool {
        self.titles.contains_key(form)
    }

    /// What the vocabulary calls the skill of that name; several skills, if the name
    /// stands for them.
    pub(super) fn spelling(&self, skill: &str) -> Option<&[String]> {
        self.spellings.get(&Slug::of(skill)).map(Vec::as_slice)
    }

    /// All tracks as `--track` takes them, sorted.
    pub fn choices(&self) -> Vec<String> {
        let mut choices: Vec<String> =
            self.tracks.iter().map(|(field, track)| format!("{field}/{}", track.slug)).collect();
        choices.sort();
        choices
    }
}

/// Whether two headings differ by some letters only.
fn is_near(one: &str, other: &str) -> bool {
    const NEAR: f64 = 0.85;
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // Where the lengths differ by more, so do the letters: that is so for most lines of an article.
    let can_be = short as f64 >= long as f64 * NEAR;
    can_be && strsim::normalized_damerau_levenshtein(one, other) >= NEAR
}

/// A heading without the number before it.
fn without_number(heading: &str) -> &str {
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')', ':']) {
        Some(after) if rest.len() < heading.len() => after.trim_start(),
        _ => heading,
    }
}
