//! What the preview answers to a request: the page as `build` writes it, with one
//! script tag more, and the report where files are broken. Pure: it looks at a
//! snapshot, never at the disk, so no path can lead anywhere else.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::editor::Editor;
use super::hosts::Hosts;
use super::margin::{self, Margin};
use super::message::{Request, Response};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::markdown::escape;
use crate::preview::{Snapshot, Standing};
use crate::report;
use crate::route::Route;
use crate::site::Bytes;

/// Where what belongs to the preview alone is answered.
pub const OWN: &str = "/_rolebook/";
/// Where the stream of events is answered.
pub const EVENTS: &str = "/_rolebook/events";

const SCRIPT: &str = include_str!("preview.js");
const WORKER: &str = include_str!("events.js");

/// What holds for a whole run of the preview.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Host names that are answered.
    pub hosts: Hosts,
    /// Opens files in the author's editor.
    pub editor: Editor,
    /// Whether guides have the author's margin.
    pub margin: bool,
}

/// Answers a request for anything but [`EVENTS`].
pub fn answer(snapshot: &Snapshot, settings: &Settings, request: &Request) -> Response {
    if let Some(refusal) = refuse(settings, request) {
        return refusal;
    }
    let whole = whole(snapshot, settings, &request.target);
    unchanged(&whole, request).unwrap_or(whole)
}

/// The answer to whoever asks for `target` and knows nothing of it. It is the same
/// each time.
pub(super) fn whole(snapshot: &Snapshot, settings: &Settings, target: &str) -> Response {
    let (path, query) = split(target);
    let mut response = match path.strip_prefix(OWN) {
        Some("preview.js") => Response::new(200, JAVASCRIPT, SCRIPT),
        Some("events.js") => Response::new(200, JAVASCRIPT, WORKER),
        Some("state") => state(snapshot, settings, query),
        Some(_) => text(404, "the preview has nothing at this address"),
        None => match decode(path) {
            Some(path) => at(snapshot, settings, &path, query),
            None => text(400, "this is no path of a URL"),
        },
    };
    response.headers.push((TAG, format!("\"{}\"", fingerprint(&response.body))));
    response
}

/// The answer to a request of whoever knows what is in `whole`, if it is by one who does.
pub(super) fn unchanged(whole: &Response, request: &Request) -> Option<Response> {
    let known = request.if_none_match.as_deref()?;
    let (_, tag) = whole.headers.iter().find(|(name, _)| *name == TAG)?;
    let is_known = known.split(',').any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    });
    let is_unchanged = whole.status == 200 && is_known;
    is_unchanged.then(|| Response { status: 304, headers: whole.headers.clone(), body: Vec::new().into() })
}

/// The header that tells one version of an answer from another.
const TAG: &str = "ETag";

/// What is wrong with a request as such.
pub fn refuse(settings: &Settings, request: &Request) -> Option<Response> {
    if !settings.hosts.accept(request.host.as_deref()) {
        return Some(text(
            403,
            "the preview is answered at the names of this machine only, and at the one that `--host` gives",
        ));
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        let mut refusal = text(405, "the preview can only be read");
        refusal.headers.push(("Allow", "GET, HEAD".to_owned()));
        return Some(refusal);
    }
    None
}

const HTML: &str = "text/html; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

impl Response {
    fn new(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![
            ("Content-Type", media_type.to_owned()),
            // A browser may keep what it got, and asks each time whether it is still true.
            ("Cache-Control", "no-cache".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
        ];
        Self { status, headers, body: body.into() }
    }
}

fn text(status: u16, words: &str) -> Response {
    Response::new(status, "text/plain; charset=utf-8", format!("{words}\n"))
}

fn split(target: &str) -> (&str, &str) {
    target.find('?').map_or((target, ""), |at| target.split_at(at))
}

/// The path that a client means; `None` if it is none that a site could have.
fn decode(path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    Route::decoded(&path).map(|_| path)
}

/// The page of the site that `target` asks for or about, if it is one.
pub(super) fn route(snapshot: &Snapshot, target: &str) -> Option<Route> {
    let site = snapshot.site.as_ref()?;
    let (path, query) = split(target);
    let path = if path.strip_prefix(OWN) == Some("state") { asked_about(query)? } else { decode(path)? };
    let below = percent_decode_str(site.book.config.base_path()).decode_utf8_lossy();
    let route = Route::decoded(path.strip_prefix(below.as_ref())?)?;
    site.plan.pages.get(&route).filter(|page| page.has_template()).map(|_| route)
}

/// What stands at a path of the site.
fn at(snapshot: &Snapshot, settings: &Settings, path: &str, query: &str) -> Response {
    let Place { base, found } = place(snapshot, path);
    match found {
        Found::Elsewhere(route) => {
            let mut response = text(301, "the page has another address");
            response.headers.push(("Location", format!("{base}{}{query}", route.encoded())));
            response
        }
        Found::Page(page) => page.into_response(snapshot, settings),
    }
}

/// What a path leads to, below the path of the site's own address.
struct Place<'s> {
    base: &'s str,
    found: Found,
}

enum Found {
    Elsewhere(Route),
    Page(Page),
}

/// What is shown at an address.
struct Page {
    status: u16,
    media_type: String,
    body: Bytes,
    /// What rendering it found, which no snapshot knows yet.
    failure: Option<Diagnostic>,
    /// Whether the page itself is broken, not only others.
    concerns: bool,
}

fn place<'s>(snapshot: &'s Snapshot, path: &str) -> Place<'s> {
    let base = snapshot.site.as_ref().map_or("", |site| site.book.config.base_path());
    let below = percent_decode_str(base).decode_utf8_lossy();
    let inner = match path.strip_prefix(below.as_ref()) {
        Some("") => return Place { base, found: Found::Elsewhere(Route::page([])) },
        Some(inner) if inner.starts_with('/') => inner,
        // The site stands below its own path, so that links from any page work.
        _ => {
            let route = Route::decoded(path).unwrap_or_else(|| Route::page([]));
            return Place { base, found: Found::Elsewhere(route) };
        }
    };
    let has = |route: &Route| {
        snapshot.broken.contains_key(route)
            || snapshot.site.as_ref().is_some_and(|site| site.plan.pages.contains_key(route))
    };
    let candidates = [Cow::Borrowed(inner), Cow::Owned(format!("{inner}/"))];
    let mut routes = candidates.iter().filter_map(|path| Route::decoded(path));
    let route = routes.next().unwrap_or_else(|| Route::page([]));
    let index =
        inner.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).and_then(Route::decoded);
    if !has(&route) {
        if let Some(route) = index.filter(has) {
            return Place { base, found: Found::Page(Page::of(snapshot, &route)) };
        }
        if let Some(route) = routes.next().filter(has) {
            return Place { base, found: Found::Elsewhere(route) };
        }
        // A page that is open keeps asking for assets of the version that it was made with.
        let site = snapshot.site.as_ref();
        if let Some(asset) = site.and_then(|site| site.plan.asset_of_this_version(&route)) {
            return Place { base, found: Found::Page(Page::of(snapshot, &asset)) };
        }
    }
    Place { base, found: Found::Page(Page::of(snapshot, &route)) }
}

impl Page {
    fn of(snapshot: &Snapshot, route: &Route) -> Self {
        let standing = snapshot.broken.get(route).copied();
        let Some(site) = snapshot.site.as_ref().filter(|_| standing != Some(Standing::Withheld)) else {
            return Self::report(None);
        };
        let concerns = standing.is_some();
        let (status, answer) = match site.render(route) {
            Some(answer) => (200, answer),
            None => match site.render(&Route::file("404.html")) {
                Some(answer) => (404, answer),
                None => return Self::report(None),
            },
        };
        match answer {
            Ok(answer) => {
                Self { status, media_type: answer.media_type, body: answer.bytes, failure: None, concerns }
            }
            Err(failure) => Self::report(Some(failure)),
        }
    }

    /// A page of nothing but the report.
    fn report(failure: Option<Diagnostic>) -> Self {
        Self { status: 500, media_type: HTML.to_owned(), body: REPORT.into(), failure, concerns: true }
    }

    fn is_html(&self) -> bool {
        self.media_type.starts_with("text/html")
    }

    /// What tells this page from any other version of it. Other assets do not make it
    /// another page: browsers exchange them where they are.
    fn fingerprint(&self, snapshot: &Snapshot) -> String {
        let assets = snapshot.site.as_ref().map_or("/", |site| site.plan.assets.as_str());
        let text = String::from_utf8_lossy(&self.body);
        fingerprint(text.replace(assets, "/").as_bytes())
    }

    fn diagnostics<'s>(&self, snapshot: &'s Snapshot) -> Cow<'s, Diagnostics> {
        match &self.failure {
            None => Cow::Borrowed(&snapshot.diagnostics),
            Some(failure) => {
                let mut diagnostics = snapshot.diagnostics.clone();
                diagnostics.push(failure.clone());
                Cow::Owned(diagnostics)
            }
        }
    }

    fn into_response(self, snapshot: &Snapshot, settings: &Settings) -> Response {
        if !self.is_html() {
            return Response::new(self.status, &self.media_type, self.body);
        }
        let mut injected = String::new();
        let diagnostics = self.diagnostics(snapshot);
        if diagnostics.has_errors() {
            injected.push_str(&format!(
                "<rolebook-report errors=\"{}\" warnings=\"{}\"{} style=\"{OVER_THE_PAGE}\">{}</rolebook-report>",
                diagnostics.count(Severity::Error),
                diagnostics.count(Severity::Warning),
                if self.concerns { " concerns" } else { "" },
                report::html(&diagnostics, &|path, line, column| {
                    settings.editor.address(snapshot.site.as_ref(), path, line, column)
                }),
            ));
        }
        let site = snapshot.site.as_ref();
        let assets =
            site.map(|site| format!("{}{}", site.book.config.base_path(), site.plan.assets.encoded()));
        injected.push_str(&format!(
            "<script src=\"{OWN}preview.js\" data-page=\"{}\" data-assets=\"{}\" data-margin=\"{}\" defer></script>",
            self.fingerprint(snapshot),
            escape(&assets.unwrap_or_default()),
            if settings.margin { "on" } else { "off" },
        ));
        let end = b"</body>";
        let place = self.body.windows(end.len()).rposition(|window| window == end);
        let (before, after) = self.body.split_at(place.unwrap_or(self.body.len()));
        Response::new(self.status, &self.media_type, [before, injected.as_bytes(), after].concat())
    }
}

/// How the report looks until the script takes it, and without scripts.
const OVER_THE_PAGE: &str =
    "position:fixed;inset:auto 0 0;max-height:60vh;overflow:auto;background:Canvas;color:CanvasText";

const REPORT: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>This page cannot be shown</title>\n\
<style>body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color-scheme: light dark }\
 pre { overflow-x: auto }</style>\n</head>\n<body>\n<main>\n<h1>This page cannot be shown</h1>\n\
<p>It appears by itself when what is reported here is mended.</p>\n</main>\n</body>\n</html>\n";

/// What a tab wants to know about the page that it shows.
#[derive(Serialize)]
struct State {
    page: String,
    report: Option<Report>,
    margin: Option<Margin>,
}

#[derive(Serialize)]
struct Report {
    errors: usize,
    warnings: usize,
    concerns: bool,
    html: String,
}

/// The path of the page that a tab asks about.
fn asked_about(query: &str) -> Option<String> {
    let path = query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("path="))?;
    // The path of a location is encoded once by itself and once as a parameter.
    decode(&percent_decode_str(path).decode_utf8().ok()?)
}

fn state(snapshot: &Snapshot, settings: &Settings, query: &str) -> Response {
    let Some(path) = asked_about(query) else {
        return text(400, "`path` names a page: `?path=%2Fskills%2F`");
    };
    let found = place(snapshot, &path);
    let edit = |path: &_, line, column| settings.editor.address(snapshot.site.as_ref(), path, line, column);
    let state = match found.found {
        Found::Elsewhere(_) => State { page: String::new(), report: None, margin: None },
        Found::Page(page) => {
            let diagnostics = page.diagnostics(snapshot);
            let report = diagnostics.has_errors().then(|| Report {
                errors: diagnostics.count(Severity::Error),
                warnings: diagnostics.count(Severity::Warning),
                concerns: page.concerns,
                html: report::html(&diagnostics, &edit),
            });
            let base = percent_decode_str(found.base).decode_utf8_lossy();
            let inner = path.strip_prefix(base.as_ref()).unwrap_or(&path);
            let inner = inner.strip_suffix("index.html").unwrap_or(inner);
            let margin = Route::decoded(inner)
                .filter(|_| settings.margin)
                .and_then(|route| margin::margin(snapshot, &route, &edit));
            State { page: page.fingerprint(snapshot), report, margin }
        }
    };
    match serde_json::to_vec(&state) {
        Ok(json) => Response::new(200, "application/json", json),
        Err(error) => text(500, &escape(&error.to_string())),
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}
