//! A script that counts visits, if a site's owner has one: what pages load, and which
//! hosts a browser may then reach. It knows no page, and counts nothing itself.

use serde::Serialize;

use crate::address::origin;
use crate::diagnostic::{Code, Diagnostic};
use crate::form::asked::Shape;
use crate::form::{Form, Located};
use crate::route::Route;

/// A script that counts visits.
#[derive(Clone, Debug)]
pub struct Analytics {
    /// Its address: a full one, or a URL path of the site.
    pub script: Located<String>,
    /// What it is told: further attributes of its element, by name.
    pub attributes: Vec<(String, String)>,
    /// What it may reach beside the site.
    pub allow: Allow,
}

/// Origins, such as `https://example.org`, that browsers may reach from the pages
/// (Content Security Policy 3, 2.3.1).
#[derive(Clone, Debug, Default, Serialize)]
pub struct Allow {
    /// Where scripts come from.
    pub scripts: Vec<String>,
    /// Where scripts send to.
    pub connect: Vec<String>,
    /// Where images come from, which is how some scripts send.
    pub images: Vec<String>,
}

impl Analytics {
    /// The script's route, if it is a file of the site.
    pub fn route(&self) -> Option<Route> {
        Route::parse(&self.script.value)
    }
}

/// Reads the table `analytics`.
pub fn read(form: &Form<'_, '_>) -> Option<Analytics> {
    form.form("analytics", analytics).flatten()
}

fn analytics(form: &Form<'_, '_>) -> Option<Analytics> {
    let script = form.required_text("script");
    let attributes = attributes(form);
    let mut allow = form.form("allow", allow).unwrap_or_default();
    let script = script?;
    let own = origin(&script.value);
    let is_file = Route::parse(&script.value).is_some_and(|route| !route.as_str().ends_with('/'));
    if own.is_none() && !is_file {
        form.report(
            Diagnostic::error(
                Code::InvalidValue,
                "`script` must be an address with `https:`, or a file of the site",
            )
            .at(form.span(script.range.clone()))
            .help(
                "for example `https://plausible.io/js/script.js`, or `/count.js` for a file under `static/`",
            ),
        );
        return None;
    }
    if let Some(own) = own {
        // Most scripts send to where they come from.
        if allow.connect.is_empty() {
            allow.connect.push(own.to_owned());
        }
        if !allow.scripts.iter().any(|origin| origin == own) {
            allow.scripts.insert(0, own.to_owned());
        }
    }
    Some(Analytics { script, attributes, allow })
}

/// What names of attributes look like here.
pub const ATTRIBUTE: &str = "^[a-z][a-z0-9-]*$";

fn attributes(form: &Form<'_, '_>) -> Vec<(String, String)> {
    let named = form.named_texts("attributes", Shape::Free(ATTRIBUTE)).into_iter();
    let attributes = named.filter_map(|(name, value)| {
        let problem = attribute_problem(&name.value);
        if let Some(problem) = problem {
            form.report(
                Diagnostic::error(Code::InvalidValue, format!("`{}` {problem}", name.value))
                    .at(form.span(name.range))
                    .help("attributes are named like `data-domain`"),
            );
        }
        problem.is_none().then_some((name.value, value.value))
    });
    attributes.collect()
}

/// Why the script cannot have an attribute of this name.
fn attribute_problem(name: &str) -> Option<&'static str> {
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_name {
        Some("is no name of an attribute: small letters, digits and hyphens")
    } else if matches!(name, "src" | "defer") {
        Some("is set by rolebook itself")
    } else if name.starts_with("on") {
        Some("would be code in the page, which its own policy forbids")
    } else {
        None
    }
}

fn allow(form: &Form<'_, '_>) -> Allow {
    let origins = |key| {
        let origins = form.texts(key).into_iter();
        let sound = origins.filter_map(|text| {
            let is_sound = origin(&text.value) == Some(text.value.as_str());
            if !is_sound {
                form.report(
                    Diagnostic::error(
                        Code::InvalidValue,
                        format!("`{}` is not the origin of a host", text.value),
                    )
                    .at(form.span(text.range))
                    .help("`https:`, the host and nothing else: `https://stats.example.org`"),
                );
            }
            is_sound.then_some(text.value)
        });
        sound.collect()
    };
    Allow { scripts: origins("scripts"), connect: origins("connect"), images: origins("images") }
}
