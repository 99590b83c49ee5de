//! Raw HTML of a text: what of it does not reach the page, and which of its images stand
//! on other hosts. It changes nothing, and judges no link.

use super::links::external_image;
use crate::address::is_absolute;
use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::markdown::Html;
use crate::markdown::outline::Removal;

/// Checks the raw HTML of a text that is published in that way.
pub(super) fn check(document: &Document, html: Html, diagnostics: &mut Diagnostics) {
    let outline = &document.outline;
    if html == Html::Sanitize {
        for removal in &outline.removals {
            diagnostics.push(removed(removal).at(document.span(removal.range.clone())));
        }
    }
    if html != Html::Escape {
        if let Some(range) = &outline.unclosed_comment {
            let message = "this comment never ends, so nothing that follows is shown";
            let comment = Diagnostic::of(Code::RemovedHtml, message).help("end it with `-->`");
            diagnostics.push(comment.at(document.span(range.clone())));
        }
        let images = outline.raw_addresses.iter().filter(|raw| raw.is_image);
        for image in images.filter(|raw| is_absolute(&raw.address) && !raw.address.starts_with("data:")) {
            diagnostics.push(external_image().at(document.span(image.range.clone())));
        }
    }
}

fn removed(removal: &Removal) -> Diagnostic {
    let names: Vec<String> = removal.names.iter().map(|name| format!("`{name}`")).collect();
    let names = match names.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    };
    let more = match removal.more {
        0 => String::new(),
        1 => ", and another piece below loses something too".to_owned(),
        more => format!(", and {more} more pieces below lose something too"),
    };
    let why = if removal.is_misplaced {
        "blocks begin on a line of their own, items stand in a list, and all of a table in its cells"
    } else {
        "contributors may write what guides need, such as `<kbd>` and tables"
    };
    let help = format!("{why}; `[markdown] html = \"allow\"` keeps all HTML, where every author is trusted");
    // A look that goes is no harm to what the text says.
    let severity = if removal.is_grave { Severity::Warning } else { Severity::Note };
    let diagnostic = Diagnostic::of(Code::RemovedHtml, format!("this HTML loses {names}{more}")).help(help);
    Diagnostic { severity, ..diagnostic }
}
