//! The skills of an occupation: of its many technologies those that employers ask
//! for, and of its traits those that matter most.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::{Occupation, Release, Technology};
use crate::import::known::Known;
use crate::slug::Slug;

/// Soft skills of a guide, at most.
const SOFT: usize = 6;

/// Which occupations list what, in the whole release and in its job families.
pub(super) struct Uses<'r> {
    /// Occupations with technologies, by family and in all.
    occupations: BTreeMap<&'r str, usize>,
    all: usize,
    /// Occupations that list a technology, by family and in all.
    of_family: BTreeMap<(&'r str, &'r str), usize>,
    of_all: BTreeMap<&'r str, usize>,
}

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
        let mut uses = Self {
            occupations: BTreeMap::new(),
            all: 0,
            of_family: BTreeMap::new(),
            of_all: BTreeMap::new(),
        };
        for (code, occupation) in &release.occupations {
            let names: BTreeSet<&str> = occupation.technologies.iter().map(|one| one.name.as_str()).collect();
            if names.is_empty() {
                continue;
            }
            uses.all += 1;
            *uses.occupations.entry(family(code)).or_default() += 1;
            for name in names {
                *uses.of_family.entry((family(code), name)).or_default() += 1;
                *uses.of_all.entry(name).or_default() += 1;
            }
        }
        uses
    }

    /// How telling a technology is of a family: the share of its occupations that list
    /// it, less the share of all; times both numbers of occupations, to stay whole.
    /// Then how many list it at all, which decides where there is one family only.
    fn tells(&self, family: &str, name: &str) -> (i64, usize) {
        let number = |count: Option<&usize>| count.copied().unwrap_or(0);
        let (here, all) = (number(self.of_family.get(&(family, name))), number(self.of_all.get(name)));
        let occupations = number(self.occupations.get(family));
        ((here * self.all) as i64 - (all * occupations) as i64, all)
    }
}

/// The two digits of a code's job family.
fn family(code: &str) -> &str {
    code.get(..2).unwrap_or(code)
}

/// At most `most` technologies, of those that are marked as in demand here or hot
/// anywhere: what is both first, then what is in demand, then, as optional, what is
/// hot. Among equals, what the job family uses more than others comes first: it tells
/// more of a role than what is on every desk.
pub(super) fn list(
    code: &str,
    occupation: &Occupation,
    uses: &Uses<'_>,
    known: &Known,
    most: usize,
) -> Listed {
    let mut seen = BTreeSet::new();
    let mut listed = Listed::default();
    let mut technologies: Vec<&Technology> =
        occupation.technologies.iter().filter(|one| one.is_in_demand || one.is_hot).collect();
    technologies.sort_by_cached_key(|one| {
        (!one.is_in_demand, !one.is_hot, Reverse(uses.tells(family(code), &one.name)))
    });
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
