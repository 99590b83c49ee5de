//! The facts box of a guide.

use serde::Serialize;

use super::parts::{Day, day};
use crate::content::facts::{Citation, Fact, Pay};
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
    let stated = [
        ("Way in", &facts.entry),
        ("Experience", &facts.experience),
        ("Levels", &facts.levels),
        ("On call", &facts.on_call),
    ];
    let stated: Vec<Stated> = stated
        .into_iter()
        .filter_map(|(label, fact)| {
            let Fact { text, source: said } = fact.as_ref()?;
            Some(Stated { label, text: text.clone(), source: source(said) })
        })
        .collect();
    let has_code = [&codes.onet_soc, &codes.esco, &codes.isco08].into_iter().any(Option::is_some);
    Facts {
        any: has_code || !stated.is_empty() || !facts.pay.is_empty(),
        stated,
        pay: facts.pay.iter().map(paid).collect(),
        onet_soc: codes.onet_soc.clone(),
        esco: codes.esco.clone(),
        isco08: codes.isco08.clone(),
    }
}

fn source(citation: &Citation) -> Source {
    Source { name: citation.name.clone(), href: citation.url.clone() }
}

fn paid(pay: &Pay) -> Paid {
    let median = pay.median.map(|median| format!("{} in the middle", grouped(median)));
    let range = match (pay.low.map(grouped), pay.high.map(grouped)) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("from {low}")),
        (None, high) => high.map(|high| format!("up to {high}")),
    };
    let amounts: Vec<String> = range.into_iter().chain(median).collect();
    Paid {
        region: pay.region.clone(),
        amount: format!("{} {} a {}", pay.currency, amounts.join(", "), pay.per.name()),
        date: day(pay.date),
        source: source(&pay.source),
    }
}

/// A whole number with a comma between every three digits.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_stand_in_threes() {
        let numbers = [1, 12, 123, 1234, 123_456, 1_234_567];
        assert_eq!(numbers.map(grouped), ["1", "12", "123", "1,234", "123,456", "1,234,567"]);
    }
}
