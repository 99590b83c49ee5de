//! What stands above a text: its title, its description, the day of its review.

use std::sync::Arc;

use jiff::civil::Date;

use super::Guide;
use crate::content::front_matter::{IndexFront, period};
use crate::content::{Document, Front};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::form::Located;
use crate::model::Book;
use crate::source::{Source, Span};

/// Characters of a description that search engines show.
const DESCRIPTION: usize = 160;

/// Characters of a title that search engines show.
const TITLE: usize = 60;

/// Checks what stands above a guide.
pub(super) fn guide(guide: &Guide<'_>, today: Date, diagnostics: &mut Diagnostics) {
    let front = guide.front;
    lengths(&guide.role.text.document, &front.title, front.description.as_ref(), diagnostics);
    let Some(every) = &front.review_every else { return };
    let Some(period) = period(&every.value) else { return };
    let (last, what, place) = match (&front.reviewed, front.published) {
        (Some(reviewed), _) => (reviewed.value, "last reviewed", &reviewed.range),
        (None, Some(published)) => (published, "published", &every.range),
        (None, None) => {
            diagnostics.push(
                Diagnostic::of(Code::ReviewOverdue, "this guide has never been reviewed")
                    .at(guide.front_span(&every.range))
                    .help(format!("read it against the job, then add `reviewed = {today}`")),
            );
            return;
        }
    };
    // A day that no calendar has never comes.
    let Ok(due) = last.checked_add(period) else { return };
    if due < today {
        diagnostics.push(
            Diagnostic::of(
                Code::ReviewOverdue,
                format!("this guide was {what} on {last}, so a review was due on {due}"),
            )
            .at(guide.front_span(place))
            .help(format!("read it against the job, mend it, and set `reviewed = {today}`")),
        );
    }
}

/// Checks what stands above the texts that are no guides. `config_source` is where
/// the site's own description stands.
pub(super) fn sections(book: &Book, config_source: Option<&Arc<Source>>, diagnostics: &mut Diagnostics) {
    let of_site = &book.config.description;
    if let Some(source) = config_source {
        long_description(of_site, Span::new(source, of_site.range.clone()), diagnostics);
    }
    // The site's description is that of its home page.
    let home = book.home.iter().filter(|_| of_site.value.is_empty());
    let sections = home.chain(book.fields.iter().map(|field| &field.section));
    let sections = sections.chain(book.tracks.iter().map(|track| &track.section));
    let sections = sections.chain(book.pages.iter().map(|page| &page.section));
    for section in sections {
        let document = &section.text.document;
        let front: &IndexFront = match &document.front {
            Front::Index(front) => front,
            Front::Page(front) => &front.index,
            _ => continue,
        };
        lengths(document, &front.title, front.description.as_ref(), diagnostics);
    }
}

fn lengths(
    document: &Document,
    title: &Located<String>,
    description: Option<&Located<String>>,
    diagnostics: &mut Diagnostics,
) {
    let length = title.value.chars().count();
    if length > TITLE {
        diagnostics.push(
            Diagnostic::of(
                Code::LongTitle,
                format!("this title has {length} characters; search engines show about {TITLE}"),
            )
            .at(document.front_span(title.range.clone()))
            .help("say it in fewer words"),
        );
    }
    match description {
        Some(description) => {
            long_description(description, document.front_span(description.range.clone()), diagnostics)
        }
        None => diagnostics.push(
            Diagnostic::of(Code::MissingDescription, format!("`{}` has no description", title.value))
                .at(document.front_span(title.range.clone()))
                .help(
                    "add `description = \"...\"`: one sentence that tells a searcher what the page answers",
                ),
        ),
    }
}

fn long_description(description: &Located<String>, span: Span, diagnostics: &mut Diagnostics) {
    let length = description.value.trim().chars().count();
    if length > DESCRIPTION {
        diagnostics.push(
            Diagnostic::of(
                Code::LongDescription,
                format!("this description has {length} characters; search engines show about {DESCRIPTION}"),
            )
            .at(span)
            .help(format!("take out {} characters, or more", length - DESCRIPTION)),
        );
    }
}
