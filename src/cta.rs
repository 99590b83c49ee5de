//! Calls to action: what a reader can do next, at the end of a guide. It knows no
//! guide.

use crate::address;
use crate::diagnostic::{Code, Diagnostic};
use crate::form::{Form, Located};
use crate::route::Route;
use crate::slug::Slug;

/// A call to action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cta {
    /// Its heading.
    pub title: String,
    /// A sentence.
    pub text: Option<String>,
    /// Its link.
    pub link: Option<Link>,
}

/// A link that an owner or author decides on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads: a full address, or a URL path of the site.
    pub url: Located<String>,
}

/// What stands in the address of a link for the role whose guide has it.
const ROLE: &str = "{role}";

impl Link {
    /// The link in the guide to a role of that slug: each `{role}` in its address is the
    /// slug.
    pub fn in_guide(&self, role: &Slug) -> Self {
        let mut link = self.clone();
        link.url.value = link.url.value.replace(ROLE, role.as_str());
        link
    }

    /// The page of the site that it leads to, if it leads to one, and what
    /// follows its path.
    pub fn route(&self) -> Option<(Route, &str)> {
        let url = self.url.value.as_str();
        let (path, suffix) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        Some((Route::parse(path)?, suffix))
    }
}

/// What is decided about the end of a guide, or of all guides of a field or track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// This block.
    Cta(Cta),
    /// No block, whatever is decided above.
    Nothing,
}

/// Reads the call to action under `cta`.
pub fn read(form: &Form<'_, '_>) -> Option<Cta> {
    form.form("cta", cta).flatten()
}

/// Reads a call to action under `cta`, or that there is none: `hide_cta = true`.
pub fn read_ending(form: &Form<'_, '_>) -> Option<Ending> {
    let (cta, is_hidden) = (read(form), form.flag("hide_cta").unwrap_or(false));
    if is_hidden { Some(Ending::Nothing) } else { cta.map(Ending::Cta) }
}

fn cta(form: &Form<'_, '_>) -> Option<Cta> {
    let title = form.required_text("title");
    let text = form.text("text").map(|text| text.value);
    let link = form.form("link", link).flatten();
    Some(Cta { title: title?.value, text, link })
}

/// Reads a link: `label` and `url`.
pub fn link(form: &Form<'_, '_>) -> Option<Link> {
    let (label, url) = (form.required_text("label"), form.required_text("url"));
    let url = url.filter(|url| {
        // From each page, an address without a beginning would lead elsewhere.
        let is_whole = address::is_absolute(&url.value) || url.value.starts_with(['/', '#']);
        if !is_whole {
            form.report(
                Diagnostic::error(
                    Code::InvalidValue,
                    format!("`{}` is neither a full address nor a path of this site", url.value),
                )
                .at(form.span(url.range.clone()))
                .help("begin it with `https://`, or with `/` for a page of this site"),
            );
            return false;
        }
        let is_safe = !address::is_unsafe(&url.value);
        if !is_safe {
            form.report(
                Diagnostic::error(
                    Code::UnsafeLink,
                    "this link runs what it says, or shows it in place of a page",
                )
                .at(form.span(url.range.clone()))
                .help("link to a full address, or to a path of this site"),
            );
        }
        is_safe
    });
    Some(Link { label: label?.value, url: url? })
}
