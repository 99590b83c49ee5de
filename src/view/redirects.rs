//! Old addresses for hosts that answer them with a status: Netlify and Cloudflare
//! Pages read them from `_redirects`. Elsewhere the pages at the old addresses do.

use serde::Serialize;

use super::chrome::Frame;
use crate::plan::{Page, Plan};
use crate::route::Route;

/// An old address and the new one, as paths from the root of the host.
#[derive(Serialize)]
pub struct Redirect {
    /// The old address.
    from: String,
    /// The new one.
    to: String,
}

/// Every old address, in order.
pub fn redirects(frame: &Frame<'_>, plan: &Plan) -> Vec<Redirect> {
    let base = frame.book.config.base_path();
    let path = |route: &Route| format!("{base}{}", route.encoded());
    let pages = plan.pages.iter();
    pages
        .filter_map(|(route, page)| match page {
            // `*` and `:` would stand for other text there.
            Page::Redirect(target) => Some(Redirect {
                from: path(route).replace('*', "%2A").replace(':', "%3A"),
                to: path(target).replace(':', "%3A"),
            }),
            _ => None,
        })
        .collect()
}
