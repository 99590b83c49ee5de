//! The images that texts show: how large they are. That they are there and have
//! alternative text, `resolve` and `content` check.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{ImageTarget, Text};
use crate::plan::{Page, Plan};
use crate::route::Route;

/// Bytes that are slow to load on a telephone.
const BYTES: usize = 500_000;

/// Pixels a side that no page shows, even on the finest screens.
const PIXELS: usize = 2560;

/// Checks the images of a text.
pub(super) fn check(plan: &Plan, text: &Text, diagnostics: &mut Diagnostics) {
    for image in &text.document.outline.images {
        let Some(ImageTarget::File { route, size }) = text.images.get(&image.range.start) else { continue };
        let bytes = bytes(plan, route);
        // A drawing is as sharp at any size.
        let size = size.filter(|_| !route.as_str().to_ascii_lowercase().ends_with(".svg"));
        let (width, height) = size.unwrap_or_default();
        let message = if width > PIXELS || height > PIXELS {
            format!("this image has {width} by {height} pixels; no page shows more than {PIXELS} a side")
        } else if bytes > BYTES {
            format!("this image has {} kB; readers wait for more than {}", bytes / 1000, BYTES / 1000)
        } else {
            continue;
        };
        diagnostics.push(
            Diagnostic::of(Code::LargeImage, message)
                .at(text.document.span(image.range.clone()))
                .help("scale it down and save it as WebP or AVIF"),
        );
    }
}

fn bytes(plan: &Plan, route: &Route) -> usize {
    match plan.pages.get(route) {
        Some(Page::File(source)) => source.bytes().len(),
        _ => 0,
    }
}
