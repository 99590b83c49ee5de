//! What the template engine finds wrong, at the template's own line. It compiles nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use tera::ErrorKind;

use super::{filters, indents};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::source::{Source, Span, offset};

/// Templates by their names.
pub(super) type Templates = BTreeMap<String, Arc<Source>>;

/// A thing that is wrong, and the name of the template that it is wrong with.
pub(super) struct Fault {
    pub(super) template: Option<String>,
    pub(super) diagnostic: Diagnostic,
}

/// All that an error of the engine tells of.
pub(super) fn faults(error: &tera::Error, templates: &Templates) -> Vec<Fault> {
    let told = error.to_string();
    let reports = reports(&told);
    if !matches!(error.kind(), ErrorKind::Msg(_)) || reports.is_empty() {
        return vec![fault(error, templates)];
    }
    let tell =
        |report: Report<'_>| at(templates, report.template, report.message, |it| Some(report.range(it)));
    reports.into_iter().map(tell).collect()
}

/// What an error of the engine tells of, if that is one thing, as when a page is rendered.
pub(super) fn fault(error: &tera::Error, templates: &Templates) -> Fault {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = &report.span().range;
            at(templates, report.filename(), report.message(), |_| Some(range.clone()))
        }
        ErrorKind::MissingParent { current: name, .. }
        | ErrorKind::CircularExtend { tpl: name, .. }
        | ErrorKind::CircularInclude { tpl: name, .. } => at(templates, name, &error.to_string(), |_| None),
        _ => Fault { template: None, diagnostic: Diagnostic::error(Code::Template, error.to_string()) },
    }
}

/// A fault in a template, at a range of the text that was compiled if there is one.
fn at(
    templates: &Templates,
    name: &str,
    message: &str,
    range: impl Fn(&str) -> Option<Range<usize>>,
) -> Fault {
    let mut diagnostic = Diagnostic::error(Code::Template, sentence(message));
    if let Some(help) = help(message, templates) {
        diagnostic = diagnostic.help(help);
    }
    let compiled = |source: &Arc<Source>| range(&indents::without(name, source.text().ok()?));
    let diagnostic = match templates.get(name).map(|source| (source, compiled(source))) {
        Some((source, Some(range))) => {
            let [start, end] = [(range.start, false), (range.end, true)]
                .map(|(at, is_end)| indents::place(name, source, at, is_end));
            diagnostic.at(Span::new(source, start..end.max(start)))
        }
        Some((source, None)) => diagnostic.at_file(source.path()),
        None => diagnostic,
    };
    Fault { template: Some(name.to_owned()), diagnostic }
}

/// What a name may have been meant to be that the engine tells to be unknown.
fn help(message: &str, templates: &Templates) -> Option<String> {
    let (kind, name) = message.strip_prefix("Unknown ")?.strip_suffix('`')?.split_once(" `")?;
    match kind {
        "filter" => did_you_mean(name, filters::FILTERS),
        "function" => did_you_mean(name, filters::FUNCTIONS),
        "test" => did_you_mean(name, filters::TESTS),
        "component" => did_you_mean(name, components(templates)),
        "template" => did_you_mean(name, templates.keys().map(String::as_str)),
        _ => None,
    }
}

/// The names of components, which the engine does not tell before it knows all templates.
fn components(templates: &Templates) -> impl Iterator<Item = &str> {
    let texts = templates.values().filter_map(|source| source.text().ok());
    let tags = texts.flat_map(|text| text.split("{%").skip(1));
    tags.filter_map(|tag| {
        tag.trim_start_matches('-').trim_start().strip_prefix("component ")?.split(['(', ' ', '%']).next()
    })
}

/// The templates that several things are wrong with.
pub(super) fn culprits(faults: &[Fault]) -> BTreeSet<String> {
    faults.iter().filter_map(|fault| fault.template.clone()).collect()
}

/// One of several faults, which the engine tells in one text:
///
/// ```text
/// error: Unknown filter `lenght`
///   --> guide.html:3:14
/// ```
struct Report<'t> {
    message: &'t str,
    template: &'t str,
    /// From one, as the column, which counts signs.
    line: usize,
    column: usize,
    length: usize,
}

fn reports(told: &str) -> Vec<Report<'_>> {
    let lines: Vec<&str> = told.lines().collect();
    let report = |at: usize| {
        let message = lines.get(at)?.strip_prefix("error: ")?;
        let place = lines.get(at + 1)?.trim_start().strip_prefix("--> ")?;
        let (place, column) = place.rsplit_once(':')?;
        let (template, line) = place.rsplit_once(':')?;
        let marks = lines.get(at + 4).map_or(0, |line| line.matches('^').count());
        let (line, column) = (line.parse().ok()?, column.parse().ok()?);
        Some(Report { message, template, line, column, length: marks.max(1) })
    };
    (0..lines.len()).filter_map(report).collect()
}

impl Report<'_> {
    /// Its place in the text that was compiled.
    fn range(&self, text: &str) -> Range<usize> {
        let at = |column| offset(text, self.line, column);
        at(self.column)..at(self.column.saturating_add(self.length))
    }
}

/// The engine's words as we say such things.
fn sentence(message: &str) -> String {
    let mut message = message.trim().trim_end_matches('.').replace('\n', " ");
    if let Some(first) = message.get(..1).map(str::to_lowercase) {
        message.replace_range(..1, &first);
    }
    message
}
