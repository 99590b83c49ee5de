//! `check`: everything that is wrong with a site, and everything that an editor
//! would say about it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use similar::TextDiff;

use super::progress::{Progress, now};
use super::{count, is_styled, say, tell, tell_diagnostics};
use crate::diagnostic::{Code, Diagnostics, Place, Severity};
use crate::disk::{mend, read, remembered};
use crate::load::{self, Memory, Options};
use crate::making::Undrawn;
use crate::net::{self, Answer, Manners};
use crate::proofreading::outside;
use crate::report::machine;
use crate::source::{CONFIG, Source, SourcePath, Span};
use crate::{levels, proofreading, report};

/// Tell everything that is wrong with the site or could be better.
///
/// That is all that `build` tells, and what an editor would say besides: sections
/// that are missing, reviews that are overdue, skills that the text never mentions,
/// and the like. Nothing is written, unless you say `--fix`. `rolebook explain` has
/// more to say about each rule.
#[derive(Debug, Args)]
#[command(after_help = "Example: rolebook check --deny warnings")]
pub(super) struct Check {
    /// How to tell it: for people, as one JSON object a line, or for GitHub Actions
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// End with exit code 1 for these too
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Denied>,
    /// Correct what is certain, and show the difference: names of skills
    #[arg(long)]
    fix: bool,
    /// Check drafts too
    #[arg(long)]
    drafts: bool,
    /// Ask other hosts whether the addresses that texts link to are still there
    #[arg(long)]
    external: bool,
    /// The day to judge reviews by [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object a line
    Json,
    /// Workflow commands of GitHub Actions
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Warnings
    Warnings,
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "it must be a day of the calendar, such as `2026-01-31`".to_owned())
}

/// What one look at a site found.
struct Found {
    diagnostics: Diagnostics,
    /// What was looked at, in words.
    checked: Option<String>,
}

impl Check {
    pub(super) fn run(&self, root: &Path) -> ExitCode {
        let mut found = self.look(root);
        if self.fix {
            match self.mend(root, &found.diagnostics) {
                Ok(0) => {}
                Ok(_) => found = self.look(root),
                Err(errors) => {
                    tell_diagnostics(&errors);
                    return ExitCode::FAILURE;
                }
            }
        }
        let Found { diagnostics, checked } = &found;
        match self.format {
            Format::Human => {
                say(&report::human(diagnostics, is_styled(&io::stdout())));
                let counted = report::count(diagnostics);
                let outcome = if counted.is_empty() { "nothing to mend".to_owned() } else { counted };
                let checked = checked.as_ref().map(|checked| format!("{checked}: ")).unwrap_or_default();
                say(&format!("{checked}{outcome}\n"));
            }
            Format::Json => say(&machine::json(diagnostics)),
            Format::Github => say(&machine::github(diagnostics, &folder_of(root))),
        }
        let denied = self.deny.is_some() && diagnostics.count(Severity::Warning) > 0;
        if diagnostics.has_errors() || denied { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    fn look(&self, root: &Path) -> Found {
        let options = Options { drafts: self.drafts, ..Options::default() };
        let (sources, mut diagnostics) = read::read(root);
        let mut memory = Memory::default();
        let (config, found) = load::configure(&sources, &options, &mut memory);
        diagnostics.append(found);
        let parsed = load::parse(&sources, &mut memory);
        let Some(config) = config else {
            for one in &parsed {
                diagnostics.append(one.diagnostics.clone());
            }
            return Found { diagnostics, checked: None };
        };
        let (site, found) = load::site(&sources, &config, &parsed, &options, &mut memory);
        diagnostics.append(found);
        let config_source = sources.get(CONFIG);
        let mut checked = None;
        if let Some(site) = &site {
            if !diagnostics.has_errors() {
                let progress = Progress::new(site.plan.pages.len() as u64, now());
                let rendered = site.render_each(&Undrawn, |_, _| progress.step());
                progress.finish();
                diagnostics.append(rendered.err().unwrap_or_default());
            }
            diagnostics.append(proofreading::texts(&site.book, &site.plan, config_source, self.today()));
            if !diagnostics.has_errors() {
                diagnostics.append(proofreading::whole(&site.book));
            }
            if self.external {
                let links = outside::links(&site.book, config_source);
                diagnostics.append(outside::judge(&links, &answers(root, &links)));
            }
            checked = Some(count(site.book.roles.len(), "guide"));
        }
        let not_checked: &[Code] = if self.external { &[] } else { &[Code::DeadLink, Code::UnverifiedLink] };
        let diagnostics = if diagnostics.has_errors() {
            // Not everything was looked at, so no silence is known to be of no use.
            levels::settle(diagnostics, &config, &parsed)
        } else {
            levels::settle_all(diagnostics, &config, &parsed, not_checked)
        };
        Found { diagnostics, checked }
    }

    fn today(&self) -> Date {
        self.date.unwrap_or_else(today)
    }

    /// Corrects what is certain, and shows it. Gives the number of files.
    fn mend(&self, root: &Path, diagnostics: &Diagnostics) -> Result<usize, Diagnostics> {
        let mut edits: BTreeMap<SourcePath, (Arc<Source>, Vec<Edit<'_>>)> = BTreeMap::new();
        for diagnostic in diagnostics.sorted() {
            if let (Place::Span(span), Some(fix)) = (&diagnostic.place, &diagnostic.fix) {
                let path = span.source.path().clone();
                let (_, edits) = edits.entry(path).or_insert_with(|| (Arc::clone(&span.source), Vec::new()));
                edits.push(Edit { start: span.start, end: span.end, text: &fix.text });
            }
        }
        let mut errors = Diagnostics::default();
        let mut shown = String::new();
        for (path, (source, edits)) in &edits {
            let Ok(before) = source.text() else { continue };
            let after = edited(before, edits);
            if let Err(error) = mend::mend(root, source, after.as_bytes()) {
                errors.push(error);
                continue;
            }
            let diff = TextDiff::from_lines(before, &after);
            let diff = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
            shown.push_str(&diff);
        }
        if !shown.is_empty() && self.format == Format::Human {
            say(&format!("{shown}\n"));
        } else {
            // Programs read nothing but what is left.
            tell(&shown);
        }
        if errors.is_empty() { Ok(edits.len()) } else { Err(errors) }
    }
}

/// Asks other hosts, but for what answered within a day.
fn answers<'l>(root: &Path, links: &'l BTreeMap<String, Vec<Span>>) -> BTreeMap<&'l str, Answer> {
    let time = seconds();
    let mut known = remembered::read(root, time);
    let asked: Vec<&str> =
        links.keys().map(String::as_str).filter(|link| !known.contains_key(*link)).collect();
    let progress = Progress::new(asked.len() as u64, now());
    let answers = net::ask(asked, &Manners::default(), &|| progress.step());
    progress.finish();
    let there = answers.iter().filter(|(_, answer)| **answer == Answer::There);
    let there: Vec<String> = there.map(|(link, _)| (*link).to_owned()).collect();
    if !there.is_empty() {
        known.extend(there.into_iter().map(|link| (link, time)));
        if let Err(error) = remembered::write(root, &known) {
            tell(&format!("what answered is not remembered: {error}\n"));
        }
    }
    answers
}

/// What stands from `start` to `end` gives way to `text`.
struct Edit<'t> {
    start: usize,
    end: usize,
    text: &'t str,
}

/// `text` after edits that are in order and do not overlap.
fn edited(text: &str, edits: &[Edit<'_>]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        edited.push_str(&text[at..edit.start]);
        edited.push_str(edit.text);
        at = edit.end;
    }
    edited + &text[at..]
}

/// The site's folder as GitHub knows it: below the folder where the command runs.
fn folder_of(root: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let below = root.strip_prefix(&here).unwrap_or(root);
    let parts = below.components().filter_map(|part| match part {
        Component::CurDir => None,
        part => Some(part.as_os_str().to_string_lossy()),
    });
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { String::new() } else { format!("{}/", parts.join("/").replace("//", "/")) }
}

#[expect(
    clippy::disallowed_methods,
    reason = "whether a review is overdue depends on the day, and no page does"
)]
fn today() -> Date {
    jiff::Zoned::now().date()
}

/// Seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "how old an answer is decides only whether it is asked for again"
)]
fn seconds() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
