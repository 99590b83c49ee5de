//! Skills: what tags mean, by the vocabulary and by what other guides tag.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::shelf::Placed;
use crate::content::Document;
use crate::content::front_matter::{GuideFront, SkillKind, SkillTag};
use crate::content::vocabulary::{Entry, Vocabulary};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Requirement, Skill, SkillId, Tag};
use crate::slug::Slug;
use crate::source::{Source, Span};

/// Every skill of a site, and what each tag means.
pub(super) struct Skills<'v> {
    vocabulary: Names<'v>,
    /// Skills by slug. Their ids are their places here.
    by_slug: Vec<(Slug, Known<'v>)>,
    ids: HashMap<Slug, SkillId>,
    /// What each way of writing a tag stands for: guides write the same ones.
    meanings: Vec<Meaning<'v>>,
    /// Of each guide, by its place among all that was parsed, the places of its tags in `meanings`.
    written: Vec<Vec<usize>>,
}

/// What a tag stands for.
struct Meaning<'v> {
    skills: Arc<[SkillId]>,
    /// What they are called.
    names: Vec<&'v str>,
    /// What it is called itself.
    label: Arc<str>,
}

/// The names by which tags are understood.
struct Names<'v> {
    /// Entries of the vocabulary by the slugs of their names and aliases.
    entries: HashMap<Slug, Named<'v>>,
    /// Slugs that guides tag by themselves.
    tagged: HashSet<Slug>,
}

/// An entry of the vocabulary.
#[derive(Clone)]
struct Named<'v> {
    /// The slug of its name.
    slug: Slug,
    entry: &'v Entry,
}

struct Known<'v> {
    entry: Option<&'v Entry>,
    /// As the first guide that tags it spells it.
    name: &'v str,
    technical: usize,
    soft: usize,
}

impl<'v> Known<'v> {
    fn new(entry: Option<&'v Entry>, name: &'v str) -> Self {
        Self { entry, name, technical: 0, soft: 0 }
    }
}

impl<'v> Skills<'v> {
    /// Gathers the skills of the vocabulary and of all guides, which come in
    /// the order of their paths.
    pub(super) fn gather(
        vocabulary: Option<(&Arc<Source>, &'v Vocabulary)>,
        guides: &[&Placed<'v, GuideFront>],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut all: HashMap<Slug, Known<'v>> = HashMap::new();
        let entries = vocabulary.map(|(source, vocabulary)| index(source, vocabulary, &mut all, diagnostics));
        let Uses { list: uses, of_guides: written } = Uses::of(guides);
        let tagged = uses.iter().map(|one| Slug::of(one.tag)).collect();
        let names = Names { entries: entries.unwrap_or_default(), tagged };
        let meant: Vec<Vec<(Slug, &'v str)>> = uses.iter().map(|one| names.meaning(one.tag)).collect();
        for (one, (slug, name)) in
            uses.iter().zip(&meant).flat_map(|(one, meant)| meant.iter().map(move |skill| (one, skill)))
        {
            let entry = names.entries.get(slug).map(|named| named.entry);
            let known = all.entry(slug.clone()).or_insert_with(|| Known::new(entry, name));
            known.technical += one.technical;
            known.soft += one.soft;
        }
        let mut by_slug: Vec<(Slug, Known<'v>)> = all.into_iter().collect();
        by_slug.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let ids = by_slug.iter().enumerate().map(|(at, (slug, _))| (slug.clone(), SkillId(at)));
        let ids: HashMap<Slug, SkillId> = ids.collect();
        let meanings = uses.iter().zip(meant).map(|(one, meant)| {
            let skills = meant.into_iter().filter_map(|(slug, name)| Some((*ids.get(&slug)?, name)));
            let (skills, called): (Vec<SkillId>, Vec<&str>) = skills.unzip();
            let entry = names.entries.get(&Slug::of(one.tag));
            let label = entry.map_or(one.tag, |named| &named.entry.name.value).trim();
            Meaning { skills: skills.into(), names: called, label: label.into() }
        });
        let meanings = meanings.collect();
        Self { vocabulary: names, by_slug, ids, meanings, written }
    }

    /// The skill of that slug, or of the name or alias with that slug: its id,
    /// slug and name.
    pub(super) fn find(&self, slug: &Slug) -> Option<(SkillId, Slug, String)> {
        let slug = self.vocabulary.entries.get(slug).map_or(slug, |named| &named.slug);
        let skill = *self.ids.get(slug)?;
        let (slug, known) = &self.by_slug[skill.0];
        Some((skill, slug.clone(), known.name.to_owned()))
    }

    /// Names of all skills, for suggestions.
    pub(super) fn slugs(&self) -> impl Iterator<Item = &str> {
        self.by_slug.iter().map(|(slug, _)| slug.as_str())
    }

    /// The tags of a guide and the requirements behind them. `firsts` are by skill what was read
    /// before: the last guide that has it, and the first of its tags that does.
    pub(super) fn read_tags(
        &self,
        guide: &Placed<'v, GuideFront>,
        firsts: &mut [(usize, usize)],
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Tag>, Vec<Requirement>) {
        let tags = &guide.front.skills;
        let mut read = Vec::with_capacity(tags.len());
        let mut requirements = Vec::with_capacity(tags.len());
        for (at, (tag, written)) in tags.iter().zip(&self.written[guide.at]).enumerate() {
            let meaning = &self.meanings[*written];
            let (kind, optional, listing) = (tag.kind, tag.optional, tag.listing);
            let known = requirements.len();
            for (skill, name) in meaning.skills.iter().zip(&meaning.names) {
                let first = &mut firsts[skill.0];
                if first.0 != guide.at {
                    *first = (guide.at, at);
                    requirements.push(Requirement { skill: *skill, kind, optional, listing });
                } else if first.1 != at {
                    diagnostics.push(duplicate(guide.document, tag, &tags[first.1], name));
                }
            }
            let fresh = &requirements[known..];
            let skills = if fresh.len() == meaning.skills.len() {
                Arc::clone(&meaning.skills)
            } else {
                fresh.iter().map(|one| one.skill).collect()
            };
            if !skills.is_empty() {
                read.push(Tag { label: Arc::clone(&meaning.label), number: at, kind, optional, skills });
            }
        }
        (read, requirements)
    }

    /// For [`Self::read_tags`], before any guide.
    pub(super) fn no_firsts(&self) -> Vec<(usize, usize)> {
        vec![(usize::MAX, 0); self.by_slug.len()]
    }

    /// The skills, so far without roles, prose and pages.
    pub(super) fn finish(&self) -> Vec<Skill> {
        self.by_slug
            .iter()
            .map(|(slug, known)| {
                let by_use =
                    if known.soft > known.technical { SkillKind::Soft } else { SkillKind::Technical };
                let entry = known.entry;
                Skill {
                    slug: slug.clone(),
                    name: known.name.to_owned(),
                    is_named: entry.is_some(),
                    kind: entry.and_then(|entry| entry.kind).unwrap_or(by_use),
                    aliases: entry.map_or_else(Vec::new, |entry| {
                        entry.aliases.iter().map(|alias| alias.value.clone()).collect()
                    }),
                    ambiguous: entry.and_then(|entry| entry.ambiguous),
                    description: entry.and_then(|entry| entry.description.clone()),
                    esco: entry.and_then(|entry| entry.esco.clone()),
                    text: None,
                    route: None,
                    essential: Vec::new(),
                    optional: Vec::new(),
                }
            })
            .collect()
    }
}

/// How guides tag by one name.
struct Use<'v> {
    tag: &'v str,
    technical: usize,
    soft: usize,
}

/// The names by which guides tag.
#[derive(Default)]
struct Uses<'v> {
    /// In the order in which guides first tag by them.
    list: Vec<Use<'v>>,
    /// Of each guide, by its place among all that was parsed, the places of its tags in the list.
    of_guides: Vec<Vec<usize>>,
}

impl<'v> Uses<'v> {
    /// Of all guides, in the order of their paths.
    fn of(guides: &[&Placed<'v, GuideFront>]) -> Self {
        let mut uses = Self::default();
        let mut places = HashMap::new();
        for guide in guides {
            let place = |tag: &'v SkillTag| {
                let name = tag.name.value.as_str();
                let at = *places.entry(name).or_insert(uses.list.len());
                if at == uses.list.len() {
                    uses.list.push(Use { tag: name, technical: 0, soft: 0 });
                }
                match tag.kind {
                    SkillKind::Technical => uses.list[at].technical += 1,
                    SkillKind::Soft => uses.list[at].soft += 1,
                }
                at
            };
            let tags = guide.front.skills.iter().map(place).collect();
            uses.of_guides.resize_with(guide.at, Vec::new);
            uses.of_guides.push(tags);
        }
        uses
    }
}

impl<'v> Names<'v> {
    /// Slugs and names of the skills that a tag stands for.
    fn meaning(&self, tag: &'v str) -> Vec<(Slug, &'v str)> {
        if let Some(Named { entry, .. }) = self.entries.get(&Slug::of(tag)) {
            if entry.includes.is_empty() {
                return vec![self.single(tag)];
            }
            return entry.includes.iter().map(|part| self.single(&part.value)).collect();
        }
        let parts: Vec<&str> = tag.split('/').map(str::trim).collect();
        let is_known = |part: &&str| {
            let slug = Slug::of(part);
            !part.is_empty()
                && (self.tagged.contains(&slug)
                    || self.entries.get(&slug).is_some_and(|named| named.entry.includes.is_empty()))
        };
        if parts.len() > 1 && parts.iter().all(is_known) {
            return parts.into_iter().map(|part| self.single(part)).collect();
        }
        vec![self.single(tag)]
    }

    fn single(&self, name: &'v str) -> (Slug, &'v str) {
        let slug = Slug::of(name);
        match self.entries.get(&slug) {
            Some(named) => (named.slug.clone(), &named.entry.name.value),
            None => (slug, name.trim()),
        }
    }
}

/// The entries of a vocabulary by the slugs of their names and aliases. Adds the skills
/// that it names to `all`.
fn index<'v>(
    source: &Arc<Source>,
    vocabulary: &'v Vocabulary,
    all: &mut HashMap<Slug, Known<'v>>,
    diagnostics: &mut Diagnostics,
) -> HashMap<Slug, Named<'v>> {
    let mut entries: HashMap<Slug, Named<'v>> = HashMap::new();
    for entry in &vocabulary.entries {
        let named = Named { slug: Slug::of(&entry.name.value), entry };
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            let known = entries.entry(Slug::of(&name.value)).or_insert_with(|| named.clone()).entry;
            if !std::ptr::eq(known, entry) {
                diagnostics.push(
                    Diagnostic::error(
                        Code::DuplicateVocabulary,
                        format!("`{}` is a name of the skill `{}` already", name.value, known.name.value),
                    )
                    .at(Span::new(source, name.range.clone()))
                    .label(Span::new(source, known.name.range.clone()), "this skill")
                    .help("make one entry of both, or drop the name from one"),
                );
            }
        }
    }
    for entry in &vocabulary.entries {
        for part in &entry.includes {
            let is_compound =
                entries.get(&Slug::of(&part.value)).is_some_and(|part| !part.entry.includes.is_empty());
            if is_compound {
                diagnostics.push(
                    Diagnostic::error(Code::InvalidValue, format!("`{}` is itself a compound", part.value))
                        .at(Span::new(source, part.range.clone()))
                        .help("include the skills that it stands for"),
                );
            }
        }
        if entry.includes.is_empty() {
            all.insert(Slug::of(&entry.name.value), Known::new(Some(entry), &entry.name.value));
        }
    }
    entries
}

fn duplicate(document: &Document, tag: &SkillTag, first: &SkillTag, name: &str) -> Diagnostic {
    let (written, earlier) = (&tag.name.value, &first.name.value);
    let message = if written == earlier {
        format!("the skill `{written}` is listed twice")
    } else if name == written {
        format!("the skill `{name}` is listed already, by `{earlier}`")
    } else {
        format!("`{written}` lists `{name}`, which `{earlier}` lists already")
    };
    Diagnostic::error(Code::DuplicateSkill, message)
        .at(document.front_span(tag.name.range.clone()))
        .label(document.front_span(first.name.range.clone()), "first listed here")
        .help("keep one of the two")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Located;

    fn located(text: &str) -> Located<String> {
        Located { value: text.to_owned(), range: 0..0 }
    }

    /// `K8s=Kubernetes` is an alias, `A+B` a compound `A/B`.
    #[track_caller]
    fn check(vocabulary: &str, tags: &str, meaning: &str) {
        let entries = vocabulary
            .split_whitespace()
            .map(|drawing| {
                let (alias, name) = drawing.split_once('=').map_or((None, drawing), |(a, n)| (Some(a), n));
                let parts: Vec<_> = name.split('+').map(located).collect();
                Entry {
                    name: located(&name.replace('+', "/")),
                    kind: None,
                    aliases: alias.map(located).into_iter().collect(),
                    includes: if parts.len() > 1 { parts } else { Vec::new() },
                    ambiguous: None,
                    description: None,
                    esco: None,
                }
            })
            .collect();
        let vocabulary = Vocabulary { entries };
        let source = Arc::new(Source::new(crate::source::SourcePath::new("content/skills.toml"), Vec::new()));
        let mut diagnostics = Diagnostics::default();
        let mut skills = Skills::gather(Some((&source, &vocabulary)), &[], &mut diagnostics);
        skills.vocabulary.tagged = tags.split_whitespace().map(Slug::of).collect();
        assert!(diagnostics.is_empty());
        let names = |tag| {
            skills.vocabulary.meaning(tag).into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" ")
        };
        let all: Vec<_> = tags.split_whitespace().map(names).collect();
        assert_eq!(all.join(", "), meaning);
    }

    #[test]
    fn a_tag_with_a_slash_is_split_only_where_every_part_is_known() {
        check("AWS Azure", "AWS/Azure", "AWS Azure");
        check("", "Python Bash Python/Bash", "Python, Bash, Python Bash");
        check("Python", "Python/Bash", "Python/Bash");
        check("", "CI/CD TCP/IP UI/UX", "CI/CD, TCP/IP, UI/UX");
        check("UI", "UI/UX", "UI/UX");
    }

    #[test]
    fn the_vocabulary_gives_names_and_compounds() {
        check("K8s=Kubernetes", "k8s KUBERNETES", "Kubernetes, Kubernetes");
        check("GCP=Google-Cloud AWS+GCP", "AWS/GCP", "AWS Google-Cloud");
        check("CI/CD CI CD", "CI/CD", "CI/CD");
        check("K8s=Kubernetes Docker", "Docker/K8s", "Docker Kubernetes");
    }
}
