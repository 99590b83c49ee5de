//! `content/skills.toml`: the skills that the site's owner has named.

use std::sync::Arc;

use super::front_matter::{SkillKind, is_esco};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::form::asked::Asked;
use crate::form::{self, Form, Located};
use crate::source::Source;

/// The vocabulary of a site.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// A skill, or a compound of several.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its preferred name.
    pub name: Located<String>,
    /// Its kind; where absent, as guides tag it.
    pub kind: Option<SkillKind>,
    /// Other spellings, in tags and in prose.
    pub aliases: Vec<Located<String>>,
    /// The skills that this one stands for. Not empty in a compound.
    pub includes: Vec<Located<String>>,
    /// Whether its name is also an ordinary word, which by itself tells nothing in a
    /// text; where absent, as the name tells.
    pub ambiguous: Option<bool>,
    /// A sentence about it.
    pub description: Option<String>,
    /// Its URI in ESCO.
    pub esco: Option<String>,
}

/// Reads the vocabulary; nothing where it is no TOML at all.
pub(super) fn parse(source: &Arc<Source>, text: &str, diagnostics: &mut Diagnostics) -> Option<Vocabulary> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (entries, found) = form::read(source, text, start..text.len(), entries_of);
    diagnostics.append(found);
    entries.map(|entries| Vocabulary { entries })
}

/// The keys of the vocabulary.
pub fn keys() -> Vec<Asked> {
    form::describe(entries_of)
}

fn entries_of(form: &Form<'_, '_>) -> Vec<Entry> {
    form.forms("skill", entry).into_iter().flatten().collect()
}

fn entry(form: &Form<'_, '_>) -> Option<Entry> {
    let name = form.required_text("name");
    let kinds = [SkillKind::Technical, SkillKind::Soft].map(|kind| (kind.name(), kind));
    let kind = form.choice("kind", &kinds, ("a kind of skill", "kinds"));
    let (aliases, includes) = (form.texts("aliases"), form.texts("includes"));
    let ambiguous = form.flag("ambiguous");
    let description = form.text("description").map(|text| text.value).filter(|text| !text.trim().is_empty());
    let esco = form.text("esco").and_then(|esco| {
        if !is_esco(&esco.value) {
            form.report(
                Diagnostic::error(Code::InvalidValue, "`esco` is no address of a skill in ESCO")
                    .at(form.span(esco.range))
                    .help("for example `\"http://data.europa.eu/esco/skill/...\"`"),
            );
            return None;
        }
        Some(esco.value)
    });
    Some(Entry { name: name?, kind, aliases, includes, ambiguous, description, esco })
}
