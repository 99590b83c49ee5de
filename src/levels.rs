//! How much each breach of a rule matters here: by the levels that the site's owner
//! sets in `config.toml`, and by the rules that single texts silence. It finds no
//! breach itself, but for silences of nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::content::front_matter::Silence;
use crate::content::{Content, Document, Front, Parsed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::SourcePath;

/// Leaves out what is silenced or off, and gives the rest its level.
pub fn settle(found: Diagnostics, config: &Config, parsed: &[Arc<Parsed>]) -> Diagnostics {
    Silences::of(parsed).settle(found, config)
}

/// The same, and a note about each silence that silenced nothing, unless its rule
/// is one of those that were `not_checked`.
pub fn settle_all(
    found: Diagnostics,
    config: &Config,
    parsed: &[Arc<Parsed>],
    not_checked: &[Code],
) -> Diagnostics {
    let mut silences = Silences::of(parsed);
    let mut settled = silences.settle(found, config);
    let unused = silences.unused(not_checked).filter_map(|diagnostic| leveled(diagnostic, config));
    settled.append(unused.collect());
    settled
}

/// Every silence of a site, by file.
struct Silences<'p>(BTreeMap<&'p SourcePath, Vec<Kept<'p>>>);

struct Kept<'p> {
    document: &'p Document,
    silence: &'p Silence,
    is_used: bool,
}

impl<'p> Silences<'p> {
    fn of(parsed: &'p [Arc<Parsed>]) -> Self {
        let documents = parsed.iter().filter_map(|one| match &one.content {
            Some(Content::Document(document)) => Some(document.as_ref()),
            _ => None,
        });
        let silences = documents.filter_map(|document| {
            let silences = match &document.front {
                Front::Guide(front) => &front.silence,
                Front::Index(front) => &front.silence,
                Front::Page(front) => &front.index.silence,
                Front::Skill | Front::Broken => return None,
            };
            let kept = silences.iter().map(|silence| Kept { document, silence, is_used: false });
            (!silences.is_empty()).then(|| (document.source.path(), kept.collect()))
        });
        Self(silences.collect())
    }

    fn settle(&mut self, found: Diagnostics, config: &Config) -> Diagnostics {
        found
            .into_iter()
            .filter(|diagnostic| !self.silences(diagnostic))
            .filter_map(|diagnostic| leveled(diagnostic, config))
            .collect()
    }

    fn silences(&mut self, diagnostic: &Diagnostic) -> bool {
        let of_file = diagnostic.path().and_then(|path| self.0.get_mut(path));
        let kept = of_file.and_then(|kept| kept.iter_mut().find(|kept| kept.silence.rule == diagnostic.code));
        kept.map(|kept| kept.is_used = true).is_some()
    }

    fn unused(&self, not_checked: &[Code]) -> impl Iterator<Item = Diagnostic> {
        let unused = self.0.values().flatten().filter(|kept| !kept.is_used);
        unused.filter(|kept| !not_checked.contains(&kept.silence.rule)).map(|kept| {
            let rule = kept.silence.rule;
            Diagnostic::of(Code::UnusedSilence, format!("this text does not break the rule `{rule}`"))
                .at(kept.document.front_span(kept.silence.range.clone()))
                .help("take the line out")
        })
    }
}

fn leveled(diagnostic: Diagnostic, config: &Config) -> Option<Diagnostic> {
    match config.rules.get(&diagnostic.code) {
        Some(level) => Some(Diagnostic { severity: (*level)?, ..diagnostic }),
        None => Some(diagnostic),
    }
}
