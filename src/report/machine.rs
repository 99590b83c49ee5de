//! Diagnostics for programs: JSON, and the commands of GitHub's workflows. What is
//! written here is kept stable; `mod` is for people.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::Span;

/// One object of JSON a line, sorted. Keys are never taken away.
pub fn json(diagnostics: &Diagnostics) -> String {
    let mut lines = String::new();
    for diagnostic in diagnostics.sorted() {
        if let Ok(line) = serde_json::to_string(&Entry::of(diagnostic)) {
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    lines
}

/// A diagnostic. Lines and columns are counted from 1, columns in characters; the
/// end is just after the last character.
#[derive(Serialize)]
struct Entry<'d> {
    severity: &'static str,
    rule: &'static str,
    message: &'d str,
    #[serde(flatten)]
    place: Location<'d>,
    help: Option<&'d str>,
    labels: Vec<Label<'d>>,
}

#[derive(Default, Serialize)]
struct Location<'d> {
    file: Option<&'d str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct Label<'d> {
    message: &'d str,
    #[serde(flatten)]
    place: Location<'d>,
}

impl<'d> Entry<'d> {
    fn of(diagnostic: &'d Diagnostic) -> Self {
        let labels = diagnostic.labels.iter();
        let labels = labels.map(|(span, message)| Label { message, place: Location::of_span(span) });
        Self {
            severity: diagnostic.severity.name(),
            rule: diagnostic.code.name(),
            message: &diagnostic.message,
            place: Location::of(&diagnostic.place),
            help: diagnostic.help.as_deref(),
            labels: labels.collect(),
        }
    }
}

impl<'d> Location<'d> {
    fn of(place: &'d Place) -> Self {
        match place {
            Place::Site => Self::default(),
            Place::File(path) => Self { file: Some(path.as_str()), ..Self::default() },
            Place::Span(span) => Self::of_span(span),
        }
    }

    fn of_span(span: &'d Span) -> Self {
        let (line, column) = span.line_column();
        let (end_line, end_column) = Span::new(&span.source, span.end..span.end).line_column();
        Self {
            file: Some(span.source.path().as_str()),
            line: Some(line),
            column: Some(column),
            end_line: Some(end_line),
            end_column: Some(end_column),
        }
    }
}

/// One workflow command a line, sorted. Files are given below `folder`, which is the
/// site's folder in the repository: empty, or with a slash at its end.
pub fn github(diagnostics: &Diagnostics, folder: &str) -> String {
    let mut lines = String::new();
    for diagnostic in diagnostics.sorted() {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = Location::of(&diagnostic.place);
        let mut properties = Vec::new();
        let mut property =
            |name: &str, value: String| properties.push(format!("{name}={}", escape(&value, true)));
        if let Some(file) = place.file {
            property("file", format!("{folder}{file}"));
        }
        if let (Some(line), Some(column), Some(end_line), Some(end_column)) =
            (place.line, place.column, place.end_line, place.end_column)
        {
            property("line", line.to_string());
            property("endLine", end_line.to_string());
            property("col", column.to_string());
            // Columns of two lines make no sense to GitHub.
            if line == end_line {
                property("endColumn", end_column.to_string());
            }
        }
        property("title", diagnostic.code.name().to_owned());
        let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let message = escape(&format!("{}{help}", diagnostic.message), false);
        lines.push_str(&format!("::{command} {}::{message}\n", properties.join(",")));
    }
    lines
}

/// Text as a workflow command can hold it.
fn escape(text: &str, is_property: bool) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            ':' if is_property => escaped.push_str("%3A"),
            ',' if is_property => escaped.push_str("%2C"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workflow_command_is_one_line_whatever_it_says() {
        assert_eq!(escape("100%: a,\r\nb", false), "100%25: a,%0D%0Ab");
        assert_eq!(escape("100%: a,\r\nb", true), "100%25%3A a%2C%0D%0Ab");
    }
}
