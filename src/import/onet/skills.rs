//! The skills of an occupation: of its many technologies those that employers ask
//! for, and of its traits those that matter most.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::{Occupation, Release, Technology};
use crate::import::known::Known;
use crate::slug::Slug;

/// Soft skills of a guide, at most.
const SOFT: usize = 6;

/// In how many occupations of a release a technology is listed, by its name.
pub(super) struct Uses<'r>(BTreeMap<&'r str, usize>);

/// The skills of a guide, as its front matter lists them.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) technical: Vec<Value>,
    pub(super) soft: Vec<Value>,
    /// Technologies in demand or hot that did not fit.
    pub(super) left_out: usize,
}

impl<'r> Uses<'r> {
    pub(super) fn of(release: &'r Release) -> Self {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for occupation in release.occupations.values() {
            let names: BTreeSet<&str> = occupation.technologies.iter().map(|one| one.name.as_str()).collect();
            for name in names {
                *uses.entry(name).or_default() += 1;
            }
        }
        Self(uses)
    }

    fn count(&self, name: &str) -> usize {
        self.0.get(name).copied().unwrap_or(0)
    }
}

/// At most `most` technologies, of those that are marked as in demand here or hot
/// anywhere: what is both first, then what is in demand, then, as optional, what is
/// hot. Among equals, what few occupations use comes first, for it tells more of a
/// role than what is on every desk.
pub(super) fn list(occupation: &Occupation, uses: &Uses<'_>, known: &Known, most: usize) -> Listed {
    let mut seen = BTreeSet::new();
    let mut listed = Listed::default();
    let mut technologies: Vec<&Technology> =
        occupation.technologies.iter().filter(|one| one.is_in_demand || one.is_hot).collect();
    technologies.sort_by_key(|one| (!one.is_in_demand, !one.is_hot, uses.count(&one.name)));
    for technology in technologies {
        for name in spellings(technology, known) {
            if !seen.insert(Slug::of(&name)) {
                continue;
            }
            if listed.technical.len() < most {
                listed.technical.push(if technology.is_in_demand {
                    Value::String(name)
                } else {
                    optional(name)
                });
            } else {
                listed.left_out += 1;
            }
        }
    }
    let mut traits: Vec<&(String, f64)> = occupation.traits.iter().collect();
    traits.sort_by(|one, other| other.1.total_cmp(&one.1));
    for (name, _) in traits {
        for name in known.spelling(name).map_or_else(|| vec![name.clone()], <[String]>::to_vec) {
            if listed.soft.len() < SOFT && seen.insert(Slug::of(&name)) {
                listed.soft.push(Value::String(name));
            }
        }
    }
    listed
}

fn optional(name: String) -> Value {
    Value::Table(Table::from_iter([
        ("name".to_owned(), Value::String(name)),
        ("optional".to_owned(), Value::Boolean(true)),
    ]))
}

/// What the site calls a technology. Its vocabulary may know it by the short name
/// that O*NET puts last: "Structured query language SQL". Names of products go
/// without the word "software".
fn spellings(technology: &Technology, known: &Known) -> Vec<String> {
    let name = technology.name.as_str();
    let product = name.strip_suffix(" software").unwrap_or(name);
    let short = product
        .rsplit(' ')
        .next()
        .filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
    let spelled =
        [Some(name), Some(product), short].into_iter().flatten().find_map(|name| known.spelling(name));
    match spelled {
        Some(spelled) => spelled.to_vec(),
        None => vec![if technology.is_hot { product } else { name }.to_owned()],
    }
}
