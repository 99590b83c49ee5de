//! Links and images: what each leads to. A link into the site is to a `.md`
//! file, to a role by `[[name]]`, to a file beside the text, or to a URL path,
//! which `plan` checks once it knows every URL.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::names::{Found, Naming};
use crate::address;
use crate::content::Document;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::markdown::outline::{Link, Outline};
use crate::model::{ImageTarget, LinkTarget, PageAnchor, RoleId, SiteLink, Text};
use crate::names::composed;
use crate::route::Route;
use crate::slug::Slug;
use crate::source::{STATIC, Source, SourcePath, Span};

/// What links can lead to.
#[derive(Debug)]
pub(super) struct Destinations {
    /// Texts by path.
    pub(super) documents: BTreeMap<SourcePath, Destination>,
    /// The texts that are pages of their own, by route.
    pub(super) by_route: HashMap<Route, SourcePath>,
    /// Files of `content/` that are published as they are, by path.
    pub(super) assets: BTreeMap<SourcePath, Route>,
    /// Names of roles.
    pub(super) naming: Arc<Naming>,
    /// Paths of the guides, by role.
    pub(super) guides: Vec<SourcePath>,
    /// Texts that are there but not in the book.
    pub(super) absent: Absent,
    /// Those files, and the static ones, by path.
    pub(super) files: BTreeMap<SourcePath, Arc<Source>>,
    /// Of all these, and of absent ones, those whose accents are not in their letters, by
    /// their paths with accents that are.
    pub(super) decomposed: BTreeMap<String, SourcePath>,
}

/// A text that links can lead to.
#[derive(Debug)]
pub(super) struct Destination {
    pub(super) route: Route,
    pub(super) title: String,
    pub(super) document: Arc<Document>,
}

impl Destination {
    fn is_like(&self, other: &Self) -> bool {
        self.route == other.route
            && self.title == other.title
            && (Arc::ptr_eq(&self.document, &other.document) || self.document.has_anchors_of(&other.document))
    }
}

/// Texts that are there but not in the book, by each of their names, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Absent {
    /// By path.
    pub(super) paths: BTreeMap<SourcePath, Absence>,
    /// Guides, by the role's slug.
    pub(super) roles: BTreeMap<Slug, Absence>,
    /// By the page that they would have.
    pub(super) routes: BTreeMap<Route, Absence>,
}

impl Absent {
    /// Whether some guide does not parse: any title might be its own.
    pub(super) fn has_broken_guide(&self) -> bool {
        self.roles.values().any(|absence| *absence == Absence::Broken)
    }
}

/// Why a text that is there cannot be linked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absence {
    /// It does not parse, which is reported elsewhere.
    Broken,
    /// It is a draft, and drafts are left out.
    Draft,
}

/// Resolves the links and images of a text.
pub(super) fn resolve(
    document: &Arc<Document>,
    destinations: &Destinations,
    site_links: &mut Vec<SiteLink>,
    page_anchors: &mut Vec<PageAnchor>,
    diagnostics: &mut Diagnostics,
) -> Text {
    let (mut links, mut images) = (BTreeMap::new(), BTreeMap::new());
    for link in &document.outline.links {
        let span = document.span(link.range.clone());
        match destinations.link(document, link, &span, site_links) {
            Ok(target) => {
                page_anchors.extend(destinations.page_anchor(document, &target, &span));
                links.insert(link.range.start, target);
            }
            Err(Some(diagnostic)) => diagnostics.push(diagnostic.at(span)),
            Err(None) => {}
        }
    }
    for image in &document.outline.images {
        let span = document.span(image.range.clone());
        match destinations.image(document, &image.target) {
            Ok(target) => {
                if let ImageTarget::Verbatim(address) = &target
                    && !address.starts_with("data:")
                {
                    diagnostics.push(external_image().at(span));
                }
                images.insert(image.range.start, target);
            }
            Err(diagnostic) => diagnostics.push(diagnostic.at(span)),
        }
    }
    Text::new(document, links, images)
}

type Broken = Option<Diagnostic>;

impl Destinations {
    /// The pages of texts that have another title or other headings than `before`. `None` if
    /// anything else is other than it was, but for names.
    pub(super) fn others(&self, before: &Self) -> Option<HashSet<Route>> {
        let is_same = |(one, other): (&Arc<Source>, &Arc<Source>)| Arc::ptr_eq(one, other);
        let place = |(path, found): (&'_ SourcePath, &'_ Destination)| (path.clone(), found.route.clone());
        let is_alike = self.guides == before.guides
            && self.absent == before.absent
            && self.assets == before.assets
            && self.files.keys().eq(before.files.keys())
            && self.files.values().zip(before.files.values()).all(is_same)
            && self.documents.iter().map(place).eq(before.documents.iter().map(place));
        let documents = self.documents.values().zip(before.documents.values());
        let others = documents.filter(|(one, other)| !one.is_like(other)).map(|(one, _)| one.route.clone());
        is_alike.then(|| others.collect())
    }

    /// Whether every link leads where it leads by `other`: the same texts with the
    /// same headings at the same addresses, the same names and the same files.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.naming, &other.naming) && self.others(other).is_some_and(|others| others.is_empty())
    }

    /// The path as its file is called. What a keyboard types as `é` is `e` and an accent in
    /// the names of files that come from some systems; two files of one name but for that
    /// claim one URL, so no link can mean either of them.
    fn called(&self, path: SourcePath) -> SourcePath {
        if path.as_str().is_ascii() || self.documents.contains_key(&path) || self.files.contains_key(&path) {
            return path;
        }
        let composed = composed(path.as_str());
        self.decomposed.get(&*composed).cloned().unwrap_or_else(|| SourcePath::new(&composed))
    }

    fn link(
        &self,
        document: &Arc<Document>,
        link: &Link,
        span: &Span,
        site_links: &mut Vec<SiteLink>,
    ) -> Result<LinkTarget, Broken> {
        if link.is_wikilink {
            return self.wikilink(&link.target);
        }
        let target = link.target.trim();
        if target.is_empty() {
            return Err(Some(Diagnostic::error(Code::BrokenLink, "this link leads nowhere")));
        }
        if address::is_unsafe(target) {
            return Err(Some(unsafe_link("this link runs what it says, or shows it in place of a page")));
        }
        if address::is_absolute(target) {
            return Ok(LinkTarget::Verbatim(target.to_owned()));
        }
        let (address, fragment) = target.split_once('#').map_or((target, None), |(a, f)| (a, Some(f)));
        let fragment = fragment.map(anchor).filter(|fragment| !fragment.is_empty());
        if address.is_empty() {
            let Some(fragment) = fragment else { return Ok(LinkTarget::Verbatim(target.to_owned())) };
            check_anchor(&document.outline, &fragment)?;
            return Ok(LinkTarget::Verbatim(suffix("", Some(&fragment))));
        }
        let (address, query) = address.find('?').map_or((address, ""), |at| address.split_at(at));
        let path = decode(address);
        if has_extension(&path, "md") {
            let file = inside(document.source.path(), &path).map(|file| self.called(file));
            let found = file.as_ref().and_then(|file| self.documents.get(file));
            let Some(found) = found else { return Err(self.no_document(document, &path, file.as_ref())) };
            return to_document(found, query, fragment);
        }
        if path.starts_with('/') {
            let Some(route) = Route::parse(&path) else {
                return Err(Some(Diagnostic::error(
                    Code::BrokenLink,
                    format!("`{path}` is no path of a URL"),
                )));
            };
            let found = self.by_route.get(&route).and_then(|path| self.documents.get(path));
            if let Some(found) = found {
                return to_document(found, query, fragment);
            }
            match self.absent.routes.get(&route) {
                Some(Absence::Broken) => return Err(None),
                Some(Absence::Draft) => return Err(Some(draft(&path))),
                None => {}
            }
            site_links.push(SiteLink { route: route.clone(), span: span.clone() });
            return Ok(LinkTarget::Route { route, suffix: suffix(query, fragment.as_deref()), title: None });
        }
        let file = inside(document.source.path(), &path).map(|file| self.called(file));
        match file.and_then(|file| self.assets.get(&file).cloned()) {
            Some(route) => {
                Ok(LinkTarget::Route { route, suffix: suffix(query, fragment.as_deref()), title: None })
            }
            None => Err(Some(
                Diagnostic::error(Code::BrokenLink, format!("there is no file `{path}` beside this one")).help(
                    "link to the source of a page (`../track/role.md`), to a role (`[[role]]`), or to a file that lies \
                     beside this one",
                ),
            )),
        }
    }

    /// The anchor of a page's own that a link leads to, if it does.
    fn page_anchor(&self, from: &Document, target: &LinkTarget, span: &Span) -> Option<PageAnchor> {
        let (route, fragment) = match target {
            LinkTarget::Route { route, suffix, .. } => (route, suffix.split_once('#')?.1),
            LinkTarget::Verbatim(target) => {
                (&self.documents.get(from.source.path())?.route, target.strip_prefix('#')?)
            }
        };
        let anchor = decode(fragment);
        anchor.starts_with('_').then(|| PageAnchor { route: route.clone(), anchor, span: span.clone() })
    }

    fn wikilink(&self, target: &str) -> Result<LinkTarget, Broken> {
        let (name, fragment) = target.split_once('#').map_or((target, None), |(n, f)| (n, Some(anchor(f))));
        let name = name.trim();
        match self.naming.names.find(name) {
            Some(Found::Role(RoleId(role))) => match self.documents.get(&self.guides[role]) {
                Some(found) => to_document(found, "", fragment),
                None => Err(None),
            },
            Some(Found::Several) => Err(Some(
                Diagnostic::error(Code::BrokenLink, format!("two guides claim the name `{name}`"))
                    .help("write the role's slug: its file name without `.md`"),
            )),
            None => match self.absent.roles.get(&Slug::of(name)) {
                Some(Absence::Broken) => Err(None),
                Some(Absence::Draft) => Err(Some(draft(name))),
                // It may be a title of a guide that does not parse.
                None if self.absent.has_broken_guide() => Err(None),
                None => {
                    let known = self.naming.names.iter().map(|(known, _)| known);
                    Err(Some(
                        Diagnostic::error(Code::BrokenLink, format!("no guide has the role `{name}`")).help(
                            did_you_mean(name, known).unwrap_or_else(|| {
                                "write a role's slug or any of its titles between the brackets".to_owned()
                            }),
                        ),
                    ))
                }
            },
        }
    }

    fn no_document(&self, document: &Document, path: &str, file: Option<&SourcePath>) -> Broken {
        match file.and_then(|file| self.absent.paths.get(file)) {
            Some(Absence::Broken) => return None,
            Some(Absence::Draft) => return Some(draft(path)),
            None => {}
        }
        let from = document.source.path();
        let wanted = file.map_or(path, SourcePath::as_str);
        let name = wanted.rsplit('/').next().unwrap_or(wanted);
        let help = self
            .documents
            .keys()
            .filter(|known| did_you_mean(name, [known.file_name()]).is_some())
            .min_by_key(|known| strsim::damerau_levenshtein(wanted, known.as_str()))
            .map(|known| format!("did you mean `{}`?", relative(from, known.as_str())));
        Some(
            Diagnostic::error(Code::BrokenLink, format!("there is no text `{path}`"))
                .help("paths count from this file, or from `content/` where they begin with `/`")
                .maybe_help(help),
        )
    }

    fn image(&self, document: &Document, target: &str) -> Result<ImageTarget, Diagnostic> {
        if address::is_unsafe(target) && !target.starts_with("data:image/") {
            return Err(unsafe_link("this image is none, but something that runs or a page"));
        }
        if address::is_absolute(target) {
            return Ok(ImageTarget::Verbatim(target.to_owned()));
        }
        let path = decode(target.split(['#', '?']).next().unwrap_or(target));
        let found = if let Some(path) = path.strip_prefix('/') {
            let file = self.called(SourcePath::new(&format!("{STATIC}/{path}")));
            let route = Route::file(path);
            let in_static = self.files.get(&file).map(|source| (route.clone(), source));
            in_static.or_else(|| {
                let (file, _) = self.assets.iter().find(|(_, asset)| **asset == route)?;
                Some((route, self.files.get(file)?))
            })
        } else {
            document
                .source
                .path()
                .join(&path)
                .map(|file| self.called(file))
                .and_then(|file| Some((self.assets.get(&file)?.clone(), self.files.get(&file)?)))
        };
        match found {
            Some((route, source)) => Ok(ImageTarget::File { route, size: image_size(source) }),
            None => {
                let folder = document.source.path().folder();
                let near = self.assets.keys().filter_map(|asset| asset.below(folder));
                Err(Diagnostic::error(Code::BrokenLink, format!("there is no image `{path}`")).help(
                    did_you_mean(&path, near).unwrap_or_else(|| {
                        "put the file beside the text, or under `static/` and begin with `/`".to_owned()
                    }),
                ))
            }
        }
    }
}

fn to_document(found: &Destination, query: &str, fragment: Option<String>) -> Result<LinkTarget, Broken> {
    if let Some(fragment) = &fragment {
        check_anchor(&found.document.outline, fragment)?;
    }
    Ok(LinkTarget::Route {
        route: found.route.clone(),
        suffix: suffix(query, fragment.as_deref()),
        title: Some(found.title.clone()),
    })
}

/// What follows the path of a link.
fn suffix(query: &str, fragment: Option<&str>) -> String {
    let fragment = fragment.map(|fragment| format!("#{}", utf8_percent_encode(fragment, FRAGMENT)));
    query.to_owned() + &fragment.unwrap_or_default()
}

/// What must not stand literally in a fragment (RFC 3986, 3.5).
const FRAGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'%').add(b'#');

fn check_anchor(outline: &Outline, fragment: &str) -> Result<(), Broken> {
    // Anchors with `_` in front are the page's own, which its HTML will tell.
    if fragment.starts_with('_') || outline.headings.iter().any(|heading| heading.id == fragment) {
        return Ok(());
    }
    let known = outline.headings.iter().map(|heading| heading.id.as_str());
    let nearest = did_you_mean(fragment, known.clone());
    let all = || {
        let known: Vec<String> = known.map(|id| format!("`{id}`")).collect();
        if known.is_empty() {
            "that page has no headings".to_owned()
        } else {
            format!("its anchors: {}", known.join(", "))
        }
    };
    Err(Some(
        Diagnostic::error(Code::BrokenAnchor, format!("no heading there has the anchor `{fragment}`"))
            .help(nearest.unwrap_or_else(all)),
    ))
}

pub(super) fn external_image() -> Diagnostic {
    Diagnostic::warning(Code::ExternalImage, "this image is loaded from another host")
        .help("put the file beside the text and link to it there")
}

fn unsafe_link(message: &str) -> Diagnostic {
    Diagnostic::error(Code::UnsafeLink, message)
        .help("link to a page with `https:`, or to a file of the site; what is to be shown as it is stands in `` ` ``")
}

fn draft(name: &str) -> Diagnostic {
    Diagnostic::error(Code::BrokenLink, format!("`{name}` is a draft, and drafts are not published"))
        .help("publish it, take the link out, or build with `--drafts`")
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// An anchor as headings have it.
fn anchor(text: &str) -> String {
    composed(&decode(text)).into_owned()
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

/// The file that `path` means in `from`: relative to it, or to `content/` where
/// it begins with a slash.
fn inside(from: &SourcePath, path: &str) -> Option<SourcePath> {
    match path.strip_prefix('/') {
        Some(path) => SourcePath::new("content/_index.md").join(path),
        None => from.join(path),
    }
}

/// How `path` is written in a link from `from`.
fn relative(from: &SourcePath, path: &str) -> String {
    match SourcePath::new(path).below(from.folder()) {
        Some(below) => below.to_owned(),
        None => path.strip_prefix("content").unwrap_or(path).to_owned(),
    }
}

/// Width and height in pixels as the file tells them, for raster images and for
/// SVG with a size or a view box.
fn image_size(source: &Source) -> Option<(usize, usize)> {
    if has_extension(source.path().as_str(), "svg") {
        return svg_size(source.text().ok()?);
    }
    let size = imagesize::blob_size(source.bytes()).ok()?;
    Some((size.width, size.height))
}

fn svg_size(text: &str) -> Option<(usize, usize)> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=")).or_else(|| tag.find(&format!("\n{name}=")))?;
        let value = &tag[at + name.len() + 2..];
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value[1..].split(quote).next()
    };
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let size = match (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let mut parts = attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
            (parts.next().and_then(pixels)?, parts.next().and_then(pixels)?)
        }
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both are checked to be in range"
    )]
    let whole = |length: f64| (1.0..1e6).contains(&length).then(|| length.round() as usize);
    Some((whole(size.0)?, whole(size.1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_drawing_is_read_from_its_size_or_its_view_box() {
        assert_eq!(svg_size("<svg width=\"30\" height='20px' viewBox=\"0 0 1 1\">"), Some((30, 20)));
        assert_eq!(svg_size("<?xml?>\n<svg xmlns=\"x\"\nviewBox=\"0 0 640.4,480\">"), Some((640, 480)));
        assert_eq!(svg_size("<svg width=\"100%\" height=\"auto\">"), None);
    }
}
