//! The facts about a role that a guide may state in figures: each with where it
//! comes from, or not at all.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::form::Form;

/// Facts about a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// In words, in the order of [`Topic::ALL`], each topic at most once.
    pub stated: Vec<Fact>,
    /// What people earn, by region.
    pub pay: Vec<Pay>,
}

/// A fact in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub topic: Topic,
    /// The words.
    pub text: String,
    /// Where it comes from.
    pub source: Citation,
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// How people typically enter the role.
    Entry,
    /// Years and kinds of work that employers ask for.
    Experience,
    /// Steps of the ladder, from the first.
    Levels,
    /// How often people are on call.
    OnCall,
}

impl Topic {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Entry, Self::Experience, Self::Levels, Self::OnCall];

    /// Its name in front matter and in the data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Experience => "experience",
            Self::Levels => "levels",
            Self::OnCall => "on_call",
        }
    }
}

/// What people earn before tax in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pay {
    /// A country or a part of one, in words.
    pub region: String,
    /// ISO 4217 code of the currency that amounts are in.
    pub currency: String,
    /// The time that amounts are for.
    pub per: Period,
    /// What half of the people earn at most.
    pub median: Option<i64>,
    /// The lower end of what most people earn, as the source has it.
    pub low: Option<i64>,
    /// The upper end of it.
    pub high: Option<i64>,
    /// The day for which amounts hold, or on which they were published.
    pub date: Date,
    /// Where they come from.
    pub source: Citation,
}

/// The time that an amount is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Period {
    /// Its name in front matter and in the data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Who says it, and where.
    pub name: String,
    /// The address to look it up at.
    pub url: Option<String>,
}

/// Reads the facts of a guide.
pub(super) fn facts(form: &Form<'_, '_>) -> Facts {
    let fact = |topic: Topic| form.form(topic.name(), |form| fact(form, topic)).flatten();
    Facts {
        stated: Topic::ALL.into_iter().filter_map(fact).collect(),
        pay: form.forms("pay", pay).into_iter().flatten().collect(),
    }
}

fn fact(form: &Form<'_, '_>, topic: Topic) -> Option<Fact> {
    let (text, source) = (form.required_text("text"), citation(form));
    Some(Fact { topic, text: text?.value.trim().to_owned(), source: source? })
}

fn citation(form: &Form<'_, '_>) -> Option<Citation> {
    let name = form.required_text("source");
    let url = form.address("url", "the source", "https://example.org/wages.html");
    Some(Citation { name: name?.value.trim().to_owned(), url: url.map(|url| url.value) })
}

fn pay(form: &Form<'_, '_>) -> Option<Pay> {
    let (region, currency) = (form.required_text("region"), form.required_text("currency"));
    let per = form.choice("per", PERIODS, ("a time that is paid for", "times"));
    let amount = |key| form.number(key, 1);
    let (median, low, high) = (amount("median"), amount("low"), amount("high"));
    let date = form.required_date("date");
    let source = citation(form);
    let report = |message: &str, help: &str| {
        form.report(Diagnostic::error(Code::InvalidValue, message).at(form.span(form.range())).help(help));
    };
    let is_code =
        |currency: &str| currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    let currency = currency.filter(|currency| {
        let is_sound = is_code(&currency.value);
        if !is_sound {
            form.report(
                Diagnostic::error(
                    Code::InvalidValue,
                    format!("`{}` is not the code of a currency", currency.value),
                )
                .at(form.span(currency.range.clone()))
                .help("three capital letters (ISO 4217): `\"EUR\"`, `\"GBP\"`, `\"USD\"`"),
            );
        }
        is_sound
    });
    let amounts: Vec<i64> = [low, median, high].into_iter().flatten().collect();
    if amounts.is_empty() {
        report(
            "pay has a `median`, or a `low` and a `high` end",
            "amounts are whole numbers: `median = 96800`",
        );
        return None;
    }
    if !amounts.is_sorted() {
        report(
            "the `low` end, the `median` and the `high` end of pay do not rise",
            "look at the amounts once more",
        );
        return None;
    }
    Some(Pay {
        region: region?.value.trim().to_owned(),
        currency: currency?.value,
        per: per.unwrap_or(Period::Year),
        median,
        low,
        high,
        date: date?.value,
        source: source?,
    })
}

const PERIODS: &[(&str, Period)] =
    &[("hour", Period::Hour), ("day", Period::Day), ("month", Period::Month), ("year", Period::Year)];
