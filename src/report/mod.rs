//! Diagnostics as text and as HTML. It decides how they look, not where they go.

pub mod machine;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::markdown::escape;
use crate::source::{SourcePath, Span};

/// The diagnostics as a terminal shows them, sorted, an empty line after each;
/// in colour where `styled`.
pub fn human(diagnostics: &Diagnostics, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut report = String::new();
    let (told, more) = told(diagnostics);
    for diagnostic in told.into_iter().chain(&more) {
        report.push_str(&one(diagnostic, &renderer));
        report.push_str("\n\n");
    }
    report
}

/// Findings of one file and severity that people are shown, at most: a text can have one in every
/// third byte, and nobody mends thousands one by one. Programs are told all.
const MOST: usize = 1_000;

/// What people are shown, sorted, and what says how much they are not.
pub fn told(diagnostics: &Diagnostics) -> (Vec<&Diagnostic>, Vec<Diagnostic>) {
    let mut counts: BTreeMap<(Option<&SourcePath>, Severity), (usize, &Diagnostic)> = BTreeMap::new();
    let mut told = Vec::new();
    for diagnostic in diagnostics.sorted() {
        let (count, _) = counts.entry((diagnostic.path(), diagnostic.severity)).or_insert((0, diagnostic));
        *count += 1;
        if *count <= MOST {
            told.push(diagnostic);
        }
    }
    let more = counts.into_iter().filter(|(_, (count, _))| *count > MOST);
    let more = more.map(|((path, severity), (count, first))| {
        let message = format!("{} more {}s of this file are not shown", count - MOST, severity.name());
        let more = Diagnostic { severity, ..Diagnostic::of(first.code, message) };
        let more = more.help("mend those above first; `check --format json` tells all");
        match path {
            Some(path) => more.at_file(path),
            None => more,
        }
    });
    (told, more.collect())
}

/// The address that opens a file of the site in an editor, at a line and column.
pub type Edit<'e> = &'e dyn Fn(&SourcePath, usize, usize) -> Option<String>;

/// The diagnostics as a list in HTML, sorted, everything in it escaped. Places are
/// links where `edit` has an address for them.
pub fn html(diagnostics: &Diagnostics, edit: Edit<'_>) -> String {
    let mut html = String::from("<ol>");
    let (told, more) = told(diagnostics);
    for diagnostic in told.into_iter().chain(&more) {
        let level = diagnostic.severity.name();
        let (code, message) = (diagnostic.code, with_code(&diagnostic.message));
        html.push_str(&format!(
            "<li class=\"{level}\"><p class=\"message\"><b>{level}[{code}]</b>: {message}</p>"
        ));
        match &diagnostic.place {
            Place::Site => {}
            Place::File(path) => html.push_str(&place(path, None, edit)),
            Place::Span(span) => html.push_str(&excerpt(span, None, edit)),
        }
        for (span, label) in &diagnostic.labels {
            html.push_str(&excerpt(span, Some(label), edit));
        }
        if let Some(help) = &diagnostic.help {
            html.push_str(&format!("<p class=\"help\"><b>help</b>: {}</p>", with_code(help)));
        }
        html.push_str("</li>");
    }
    html.push_str("</ol>");
    html
}

/// Text with what stands in backticks as code.
fn with_code(text: &str) -> String {
    let mut html = String::new();
    let mut parts = text.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        // A backtick without a second one is just a sign.
        let is_open = is_code && parts.peek().is_none();
        let escaped = escape(part);
        html.push_str(&match (is_code, is_open) {
            (true, true) => format!("`{escaped}"),
            (true, false) => format!("<code>{escaped}</code>"),
            (false, _) => escaped.into_owned(),
        });
        is_code = !is_code;
    }
    html
}

fn place(path: &SourcePath, at: Option<(usize, usize)>, edit: Edit<'_>) -> String {
    let (line, column) = at.unwrap_or((1, 1));
    let text = at.map_or_else(|| path.to_string(), |(line, column)| format!("{path}:{line}:{column}"));
    let text = escape(&text);
    match edit(path, line, column) {
        Some(address) => format!("<p class=\"place\"><a href=\"{}\">{text}</a></p>", escape(&address)),
        None => format!("<p class=\"place\">{text}</p>"),
    }
}

/// The lines that a span touches, numbered, with marks below the first.
fn excerpt(span: &Span, label: Option<&str>, edit: Edit<'_>) -> String {
    let Excerpt { text, marked, .. } = Excerpt::of(span);
    let (number, column) = span.line_column();
    let width = (number + 2).to_string().len();
    let mut html = place(span.source.path(), Some((number, column)), edit);
    html.push_str("<pre>");
    for (at, line) in text.lines().enumerate() {
        html.push_str(&format!("{:width$} | {}\n", number + at, escape(line)));
        if at == 0 {
            let before = &line[..marked.start.min(line.len())];
            let under = &line[before.len()..marked.end.clamp(before.len(), line.len())];
            // A tab stays one, so that the marks stand below what they mean.
            let space: String = before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
            let marks = "^".repeat(under.chars().count().max(1));
            html.push_str(&format!(
                "{:width$} | {space}<b>{marks} {}</b>\n",
                "",
                with_code(label.unwrap_or(""))
            ));
        }
    }
    html.push_str("</pre>");
    html
}

/// "2 errors, 1 warning, 3 notes"; empty where there is nothing.
pub fn count(diagnostics: &Diagnostics) -> String {
    let sorted = diagnostics.sorted();
    let counts = Severity::NAMES.map(|(name, severity)| {
        let count = sorted.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (count, format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
    });
    let counts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    counts.join(", ")
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = match &diagnostic.place {
        Place::Site => title.elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new()),
        Place::File(path) => title.element(Origin::path(shown(path))),
        Place::Span(span) => title.elements(snippet(span, AnnotationKind::Primary, None)),
    };
    for (span, label) in &diagnostic.labels {
        group = group.elements(snippet(span, AnnotationKind::Context, Some(label)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// A path as a terminal may print it: the signs that would command it are shown, as they are in
/// lines (Unicode, "Control Pictures").
fn shown(path: &SourcePath) -> Cow<'_, str> {
    let picture = |sign: char| match u32::from(sign) {
        code @ 0..0x20 => char::from_u32(0x2400 + code),
        0x7f => Some('\u{2421}'),
        _ if sign.is_control() => Some('\u{fffd}'),
        _ => None,
    };
    if !path.as_str().contains(char::is_control) {
        return Cow::Borrowed(path.as_str());
    }
    Cow::Owned(path.as_str().chars().map(|sign| picture(sign).unwrap_or(sign)).collect())
}

type Elements<'r> = Vec<Element<'r>>;

/// The lines that a span touches, under the place of its start.
fn snippet<'r>(span: &'r Span, kind: AnnotationKind, label: Option<&'r str>) -> Elements<'r> {
    let Excerpt { text, marked, is_cut } = Excerpt::of(span);
    let (line, column) = span.line_column();
    let path = shown(span.source.path());
    let annotation = kind.span(marked).label(label.map(str::to_owned));
    let snippet = Snippet::source(text).line_start(line).annotation(annotation);
    if is_cut {
        // Its columns are those of the excerpt.
        return vec![Origin::path(path).line(line).char_column(column).into(), snippet.into()];
    }
    vec![snippet.path(path).into()]
}

/// Bytes of a line that are shown beside what is marked, and of what is marked.
const NEAR: usize = 500;

/// The lines that a span touches, at most three of them, as far as they stand near its
/// start, and where it stands in them. Only these are handed on, so that an error in a
/// large file or a long line costs no more than one in a small one.
struct Excerpt {
    text: String,
    marked: Range<usize>,
    /// Whether the first line begins before the excerpt.
    is_cut: bool,
}

impl Excerpt {
    fn of(span: &Span) -> Self {
        let bytes = span.source.bytes();
        let start = span.start.min(bytes.len());
        let (_, line_start) = span.source.line(start);
        let is_cut = start - line_start > NEAR;
        // In bytes that are no text, the next place may lie behind the start.
        let from = if is_cut { boundary(bytes, start - NEAR).min(start) } else { line_start };
        let marked_end = match span.end.clamp(start, bytes.len()) {
            end if end - start > NEAR => boundary(bytes, start + NEAR),
            end => end,
        };
        let last = boundary(bytes, marked_end.saturating_add(NEAR).min(bytes.len()));
        let mut end = start;
        for _ in 0..3 {
            end = bytes[end..last].iter().position(|byte| *byte == b'\n').map_or(last, |at| end + at + 1);
            if end >= span.end {
                break;
            }
        }
        // Bytes that are no text are shown as marks, so places are counted anew.
        let text = |range: Range<usize>| String::from_utf8_lossy(&bytes[range]).into_owned();
        let before = if is_cut { "\u{2026}" } else { "" }.to_owned() + &text(from..start);
        let marked = text(start..marked_end.min(end).max(start));
        let mut after = text(marked_end.min(end).max(start)..end);
        if end == last && last < bytes.len() && bytes.get(last.wrapping_sub(1)) != Some(&b'\n') {
            after.push('\u{2026}');
        }
        let marked_len = marked.trim_end_matches(['\n', '\r']).len();
        let range = before.len()..before.len() + marked_len;
        Self { text: before + &marked + &after, marked: range, is_cut }
    }
}

/// The next place in `bytes`, from `at` on, at which no character is cut in two.
fn boundary(bytes: &[u8], at: usize) -> usize {
    let is_inside = |byte: &&u8| **byte & 0b1100_0000 == 0b1000_0000;
    at + bytes.get(at..).unwrap_or_default().iter().take(3).take_while(is_inside).count()
}
