//! The facts box of a guide.

use serde::Serialize;

use super::chrome::Frame;
use super::parts::{Day, day};
use crate::content::facts::{Citation, Pay};
use crate::export::facts::{amounts, topic};
use crate::model::Role;
use crate::words::Words;

/// What is known about a role in figures and codes.
#[derive(Serialize)]
pub struct Facts {
    /// Facts in words.
    stated: Vec<Stated>,
    /// Pay by region.
    pay: Vec<Paid>,
    /// O*NET-SOC code of the occupation.
    onet_soc: Option<String>,
    /// ESCO address of the occupation.
    esco: Option<String>,
    /// ISCO-08 code of the occupation.
    isco08: Option<String>,
    /// Whether there is anything.
    any: bool,
}

#[derive(Serialize)]
struct Stated {
    /// What it is about.
    label: String,
    /// The fact.
    text: String,
    /// Who says so.
    source: Source,
}

#[derive(Serialize)]
struct Paid {
    /// A country or a part of one.
    region: String,
    /// The amounts with their currency and the time that they are paid for.
    amount: String,
    /// The day for which they hold.
    date: Day,
    /// Who says so.
    source: Source,
}

#[derive(Serialize)]
struct Source {
    /// Its name.
    name: String,
    /// Its address.
    href: Option<String>,
}

/// The facts of a role.
pub fn facts(frame: &Frame<'_>, role: &Role) -> Facts {
    let (facts, codes) = (&role.facts, &role.codes);
    let stated = facts.stated.iter().map(|fact| Stated {
        label: topic(frame.words, fact.topic),
        text: fact.text.clone(),
        source: source(&fact.source),
    });
    let has_code = [&codes.onet_soc, &codes.esco, &codes.isco08].into_iter().any(Option::is_some);
    Facts {
        any: has_code || !facts.stated.is_empty() || !facts.pay.is_empty(),
        stated: stated.collect(),
        pay: facts.pay.iter().map(|pay| paid(frame, pay)).collect(),
        onet_soc: codes.onet_soc.clone(),
        esco: codes.esco.clone(),
        isco08: codes.isco08.clone(),
    }
}

/// The figures and statements of a role, each a label, words, and where they come from.
pub fn in_words(words: &Words, role: &Role) -> Vec<[String; 3]> {
    let facts = &role.facts;
    let stated = facts
        .stated
        .iter()
        .map(|fact| [topic(words, fact.topic), fact.text.clone(), fact.source.name.clone()]);
    let paid = facts.pay.iter().map(|pay| {
        let label = words.say("facts.pay", &[("region", (&pay.region).into())]);
        let source = words.list([&pay.source.name, &words.date(pay.date)]);
        [label, amounts(words, pay), source]
    });
    stated.chain(paid).collect()
}

fn source(citation: &Citation) -> Source {
    Source { name: citation.name.clone(), href: citation.url.clone() }
}

fn paid(frame: &Frame<'_>, pay: &Pay) -> Paid {
    Paid {
        region: pay.region.clone(),
        amount: amounts(frame.words, pay),
        date: day(frame, pay.date),
        source: source(&pay.source),
    }
}
