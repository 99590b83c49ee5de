//! The standard sections of a guide: those that are missing, and those with a
//! heading and nothing below it.

use super::Guide;
use crate::config::sections::Section;
use crate::content::sections;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::without_comments;

/// Checks the sections of a guide.
pub(super) fn check(guide: &Guide<'_>, sections: &[Section], diagnostics: &mut Diagnostics) {
    let document = &guide.role.text.document;
    let (outline, body) = (&document.outline, document.body());
    let found = sections::recognise(outline, sections, body.len());
    for (section, found) in sections.iter().zip(found) {
        let title = &section.title;
        let Some(range) = found else {
            if section.required {
                diagnostics.push(
                    Diagnostic::of(Code::MissingSection, format!("this guide has no section `{title}`"))
                        .at(guide.title_span())
                        .help(format!("add a heading `## {title}` and what belongs below it")),
                );
            }
            continue;
        };
        let headings = || outline.headings.iter().filter(|heading| range.contains(&heading.range.start));
        let starts = headings().map(|heading| heading.range.start).skip(1).chain([range.end]);
        // What follows each heading, up to the next one.
        let is_empty = headings().zip(starts).all(|(heading, next)| {
            let words = without_comments(&body[heading.range.end.min(next)..next]);
            words.trim().is_empty()
        });
        if let Some(heading) = headings().next().filter(|_| is_empty) {
            diagnostics.push(
                Diagnostic::of(Code::EmptySection, format!("the section `{title}` has no text"))
                    .at(document.span(heading.range.start..heading.range.end))
                    .help("write what the heading promises, or take it out"),
            );
        }
    }
}
