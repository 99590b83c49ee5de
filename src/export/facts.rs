//! Facts about a role as pages and their twins in Markdown say them.

use crate::content::facts::{Pay, Period, Topic};
use crate::content::front_matter::{Unit, parts_of_period};
use crate::words::Words;

/// What a fact is about.
pub fn topic(words: &Words, topic: Topic) -> String {
    words.text(match topic {
        Topic::Entry => "facts.entry",
        Topic::Experience => "facts.experience",
        Topic::Levels => "facts.levels",
        Topic::OnCall => "facts.on_call",
    })
}

/// The amounts of pay in words: "USD 50,000 to 120,000, 90,520 (median) a year".
pub fn amounts(words: &Words, pay: &Pay) -> String {
    let number = |amount: Option<i64>| amount.map(|amount| words.number(amount));
    let range = match (number(pay.low), number(pay.high)) {
        (Some(low), Some(high)) => {
            Some(words.say("facts.amount_from_to", &[("low", (&low).into()), ("high", (&high).into())]))
        }
        (Some(low), None) => Some(words.say("facts.amount_from", &[("low", (&low).into())])),
        (None, high) => high.map(|high| words.say("facts.amount_to", &[("high", (&high).into())])),
    };
    let median =
        number(pay.median).map(|median| words.say("facts.amount_median", &[("median", (&median).into())]));
    let amounts = words.list(range.into_iter().chain(median));
    let key = match pay.per {
        Period::Hour => "facts.per_hour",
        Period::Day => "facts.per_day",
        Period::Month => "facts.per_month",
        Period::Year => "facts.per_year",
    };
    words.say(key, &[("currency", (&pay.currency).into()), ("amounts", (&amounts).into())])
}

/// How often a guide is to be reviewed, as its front matter says: "12 months".
pub fn review_every(words: &Words, every: &str) -> Option<String> {
    let (count, unit) = parts_of_period(every)?;
    let key = match unit {
        Unit::Day => "guide.every_days",
        Unit::Week => "guide.every_weeks",
        Unit::Month => "guide.every_months",
        Unit::Year => "guide.every_years",
    };
    Some(words.say(key, &[("count", usize::from(count).into())]))
}
