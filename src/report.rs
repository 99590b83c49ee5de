//! Diagnostics as text. It decides how they look, not where they go.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::Span;

/// The diagnostics as a terminal shows them, sorted, an empty line after each;
/// in colour where `styled`.
pub fn human(diagnostics: &Diagnostics, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut report = String::new();
    for diagnostic in diagnostics.sorted() {
        report.push_str(&one(diagnostic, &renderer));
        report.push_str("\n\n");
    }
    report
}

/// "2 errors, 1 warning"; empty where there is nothing.
pub fn count(diagnostics: &Diagnostics) -> String {
    let sorted = diagnostics.sorted();
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning")].map(|(severity, name)| {
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
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = match &diagnostic.place {
        Place::Site => title.elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new()),
        Place::File(path) => title.element(Origin::path(path.as_str())),
        Place::Span(span) => title.element(snippet(span, AnnotationKind::Primary, None)),
    };
    for (span, label) in &diagnostic.labels {
        group = group.element(snippet(span, AnnotationKind::Context, Some(label)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

type Annotated = Snippet<'static, annotate_snippets::Annotation<'static>>;

/// The lines that a span touches, at most three of them. Only these are handed
/// on, so that an error in a large file costs no more than one in a small one.
fn snippet(span: &Span, kind: AnnotationKind, label: Option<&str>) -> Annotated {
    let bytes = span.source.bytes();
    let start = span.start.min(bytes.len());
    let line_start = bytes[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let mut end = start;
    for _ in 0..3 {
        end = bytes[end..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| end + at + 1);
        if end >= span.end {
            break;
        }
    }
    // Bytes that are no text are shown as marks, so places are counted anew.
    let before = String::from_utf8_lossy(&bytes[line_start..start]).into_owned();
    let marked = String::from_utf8_lossy(&bytes[start..span.end.clamp(start, end)]).into_owned();
    let after = String::from_utf8_lossy(&bytes[span.end.clamp(start, end)..end]).into_owned();
    let marked_len = marked.trim_end_matches(['\n', '\r']).len();
    let range = before.len()..before.len() + marked_len;
    let (line, _) = span.line_column();
    let annotation = kind.span(range).label(label.map(str::to_owned));
    Snippet::source(before + &marked + &after)
        .path(span.source.path().as_str().to_owned())
        .line_start(line)
        .annotation(annotation)
}
