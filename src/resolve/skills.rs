//! Skills: what tags mean, by the vocabulary and by what other guides tag.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::content::Document;
use crate::content::front_matter::{GuideFront, SkillKind, SkillTag};
use crate::content::vocabulary::{Entry, Vocabulary};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Requirement, Skill, SkillId, Tag};
use crate::slug::Slug;
use crate::source::{Source, Span};

/// Every skill of a site, and what each tag means.
pub(super) struct Skills<'v> {
    /// Entries of the vocabulary by the slugs of their names and aliases.
    entries: BTreeMap<Slug, &'v Entry>,
    /// Slugs that guides tag by themselves.
    tagged: BTreeSet<Slug>,
    /// Skills by slug. Their ids are their places here.
    by_slug: BTreeMap<Slug, Known<'v>>,
}

#[derive(Default)]
struct Known<'v> {
    entry: Option<&'v Entry>,
    /// As the first guide that tags it spells it.
    name: String,
    technical: usize,
    soft: usize,
}

impl<'v> Skills<'v> {
    /// Gathers the skills of the vocabulary and of all guides, which come in
    /// the order of their paths.
    pub(super) fn gather(
        vocabulary: Option<(&Arc<Source>, &'v Vocabulary)>,
        guides: &[&GuideFront],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut skills = Self { entries: BTreeMap::new(), tagged: BTreeSet::new(), by_slug: BTreeMap::new() };
        if let Some((source, vocabulary)) = vocabulary {
            skills.index(source, vocabulary, diagnostics);
        }
        let all_tags = || guides.iter().flat_map(|guide| &guide.skills);
        for tag in all_tags() {
            skills.tagged.insert(Slug::of(&tag.name.value));
        }
        for tag in all_tags() {
            for (slug, name) in skills.meaning(&tag.name.value) {
                let entry = skills.entries.get(&slug).copied();
                let known =
                    skills.by_slug.entry(slug).or_insert_with(|| Known { entry, name, ..Known::default() });
                match tag.kind {
                    SkillKind::Technical => known.technical += 1,
                    SkillKind::Soft => known.soft += 1,
                }
            }
        }
        skills
    }

    fn index(&mut self, source: &Arc<Source>, vocabulary: &'v Vocabulary, diagnostics: &mut Diagnostics) {
        for entry in &vocabulary.entries {
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                let known = *self.entries.entry(Slug::of(&name.value)).or_insert(entry);
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
                    self.entries.get(&Slug::of(&part.value)).is_some_and(|part| !part.includes.is_empty());
                if is_compound {
                    diagnostics.push(
                        Diagnostic::error(
                            Code::InvalidValue,
                            format!("`{}` is itself a compound", part.value),
                        )
                        .at(Span::new(source, part.range.clone()))
                        .help("include the skills that it stands for"),
                    );
                }
            }
            if entry.includes.is_empty() {
                let known = Known { entry: Some(entry), name: entry.name.value.clone(), ..Known::default() };
                self.by_slug.insert(Slug::of(&entry.name.value), known);
            }
        }
    }

    /// Slugs and names of the skills that a tag stands for.
    fn meaning(&self, tag: &str) -> Vec<(Slug, String)> {
        if let Some(entry) = self.entries.get(&Slug::of(tag)) {
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
                    || self.entries.get(&slug).is_some_and(|entry| entry.includes.is_empty()))
        };
        if parts.len() > 1 && parts.iter().all(is_known) {
            return parts.into_iter().map(|part| self.single(part)).collect();
        }
        vec![self.single(tag)]
    }

    fn single(&self, name: &str) -> (Slug, String) {
        let slug = Slug::of(name);
        match self.entries.get(&slug) {
            Some(entry) => (Slug::of(&entry.name.value), entry.name.value.clone()),
            None => (slug, name.trim().to_owned()),
        }
    }

    /// Ids of all skills by slug.
    pub(super) fn ids(&self) -> BTreeMap<&Slug, SkillId> {
        self.by_slug.keys().enumerate().map(|(at, slug)| (slug, SkillId(at))).collect()
    }

    /// The skill of that slug, or of the name or alias with that slug: its id,
    /// slug and name.
    pub(super) fn find(&self, slug: &Slug) -> Option<(SkillId, Slug, String)> {
        let name = self.entries.get(slug).map(|entry| Slug::of(&entry.name.value));
        let slug = name.as_ref().unwrap_or(slug);
        let known = self.by_slug.get(slug)?;
        // Ids are places in a sorted map, so counting what comes before is exact.
        Some((SkillId(self.by_slug.range(..slug.clone()).count()), slug.clone(), known.name.clone()))
    }

    /// Names of all skills, for suggestions.
    pub(super) fn slugs(&self) -> impl Iterator<Item = &str> {
        self.by_slug.keys().map(Slug::as_str)
    }

    /// The tags of a guide and the requirements behind them.
    pub(super) fn read_tags(
        &self,
        ids: &BTreeMap<&Slug, SkillId>,
        document: &Document,
        tags: &[SkillTag],
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Tag>, Vec<Requirement>) {
        let mut first_of: BTreeMap<SkillId, &SkillTag> = BTreeMap::new();
        let mut read = Vec::new();
        let mut requirements = Vec::new();
        for tag in tags {
            let mut skills = Vec::new();
            for (slug, name) in self.meaning(&tag.name.value) {
                let Some(skill) = ids.get(&slug).copied() else { continue };
                if let Some(first) = first_of.insert(skill, tag) {
                    first_of.insert(skill, first);
                    if !std::ptr::eq(first, tag) {
                        diagnostics.push(duplicate(document, tag, first, &name));
                    }
                    continue;
                }
                let (kind, optional, listing) = (tag.kind, tag.optional, tag.listing);
                requirements.push(Requirement { skill, kind, optional, listing });
                skills.push(skill);
            }
            if !skills.is_empty() {
                let label =
                    self.entries.get(&Slug::of(&tag.name.value)).map_or(&tag.name, |entry| &entry.name);
                let label = label.value.trim().to_owned();
                let (written, kind, optional) = (tag.name.clone(), tag.kind, tag.optional);
                read.push(Tag { label, written, kind, optional, skills });
            }
        }
        (read, requirements)
    }

    /// The skills, so far without roles, prose and pages.
    pub(super) fn finish(self) -> Vec<Skill> {
        self.by_slug
            .into_iter()
            .map(|(slug, known)| {
                let by_use =
                    if known.soft > known.technical { SkillKind::Soft } else { SkillKind::Technical };
                let entry = known.entry;
                Skill {
                    slug,
                    name: known.name,
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
        skills.tagged = tags.split_whitespace().map(Slug::of).collect();
        assert!(diagnostics.is_empty());
        let names = |tag| skills.meaning(tag).into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" ");
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
