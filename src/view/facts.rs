//! The facts box of a guide.

use serde::Serialize;

use super::parts::{Day, day};
use crate::content::facts::{Citation, Pay};
use crate::model::Role;

/// What is known about a role in figures and codes.
#[derive(Serialize)]
pub struct Facts {
    stated: Vec<Stated>,
    pay: Vec<Paid>,
    onet_soc: Option<String>,
    esco: Option<String>,
    isco08: Option<String>,
    /// Whether there is anything.
    any: bool,
}

#[derive(Serialize)]
struct Stated {
    label: &'static str,
    text: String,
    source: Source,
}

#[derive(Serialize)]
struct Paid {
    region: String,
    amount: String,
    date: Day,
    source: Source,
}

#[derive(Serialize)]
struct Source {
    name: String,
    href: Option<String>,
}

/// The facts of a role.
pub fn facts(role: &Role) -> Facts {
    let (facts, codes) = (&role.facts, &role.codes);
    let stated = facts.stated.iter().map(|fact| Stated {
        label: fact.topic.label(),
        text: fact.text.clone(),
        source: source(&fact.source),
    });
    let has_code = [&codes.onet_soc, &codes.esco, &codes.isco08].into_iter().any(Option::is_some);
    Facts {
        any: has_code || !facts.stated.is_empty() || !facts.pay.is_empty(),
        stated: stated.collect(),
        pay: facts.pay.iter().map(paid).collect(),
        onet_soc: codes.onet_soc.clone(),
        esco: codes.esco.clone(),
        isco08: codes.isco08.clone(),
    }
}

/// The figures and statements of a role, each a label, words, and where they come from.
pub fn in_words(role: &Role) -> Vec<[String; 3]> {
    let facts = &role.facts;
    let stated = facts
        .stated
        .iter()
        .map(|fact| [fact.topic.label().to_owned(), fact.text.clone(), fact.source.name.clone()]);
    let paid = facts.pay.iter().map(|pay| {
        [
            format!("Pay, {}", pay.region),
            pay.amounts(),
            format!("{}, {}", pay.source.name, day(pay.date).text()),
        ]
    });
    stated.chain(paid).collect()
}

fn source(citation: &Citation) -> Source {
    Source { name: citation.name.clone(), href: citation.url.clone() }
}

fn paid(pay: &Pay) -> Paid {
    Paid {
        region: pay.region.clone(),
        amount: pay.amounts(),
        date: day(pay.date),
        source: source(&pay.source),
    }
}
