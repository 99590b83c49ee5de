//! A theme: compiled templates, assets and fonts of drawings. The embedded default lies beneath,
//! the site's own theme over it, the site's own templates on top, so that any
//! single file can be replaced by one of the same name. Files of words are laid over
//! one another message by message. It knows no role.

mod faults;
mod filters;
mod indents;

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use tera::{Context, Tera};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::drawing::fonts::Fonts;
use crate::source::{Source, SourcePath, Sources, Span};
use crate::words::{Words, read};
use faults::{Templates, culprits, fault, faults};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Compiled templates, words and assets.
pub struct Theme {
    tera: Tera,
    /// What pages say by themselves.
    pub words: Arc<Words>,
    templates: Templates,
    /// What is published with every page.
    pub assets: Assets,
    /// What drawings are set in.
    pub fonts: Arc<Fonts>,
}

/// Files of a theme that are published, below one folder.
pub struct Assets {
    /// The files by name.
    pub files: BTreeMap<String, Arc<Source>>,
    /// The name of their folder: another one whenever any of the files is. So browsers
    /// may keep what they have for ever, and what one file says of another by a relative
    /// address is of the same version.
    pub version: String,
}

/// Digits of a version, each of four bits: a site has few versions in its life.
const VERSION_DIGITS: usize = 10;

impl Assets {
    /// These files.
    pub fn new(files: BTreeMap<String, Arc<Source>>) -> Self {
        let mut hash = blake3::Hasher::new();
        for (name, file) in &files {
            for part in [name.as_bytes(), file.bytes()] {
                // Else the end of one could be the beginning of the next.
                hash.update(&part.len().to_le_bytes()).update(part);
            }
        }
        Self { files, version: hash.finalize().to_hex()[..VERSION_DIGITS].to_owned() }
    }
}

/// Whether a folder has the name of a version, of now or before.
pub fn is_version(folder: &str) -> bool {
    folder.len() == VERSION_DIGITS && folder.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What an owner chose, and where they wrote it.
pub struct Choice<'c> {
    /// The name of the theme, or the tag of the language.
    pub name: &'c str,
    /// Its place in `config.toml`.
    pub span: Span,
}

/// Compiles the theme of a site. `generated` are assets that follow from decisions of
/// the owner, by name. `globals` is what every template sees beside its own data.
/// Without a result the diagnostics hold an error.
pub fn load(
    sources: &Sources,
    Choice { name, span: chosen }: Choice<'_>,
    language: Choice<'_>,
    generated: Vec<(&str, String)>,
    globals: impl FnOnce(&Words, &mut Context),
) -> (Option<Theme>, Diagnostics) {
    let generated = generated.into_iter().map(|(name, text)| built_in(format!("assets/{name}"), text.into()));
    let mut layers = vec![embedded(), generated.collect()];
    let own = format!("themes/{name}");
    let own_files = files_below(sources, &own);
    if own_files.is_empty() && name != "default" {
        return (None, unknown_theme(sources, name).at(chosen).into());
    }
    layers.push(own_files);
    let site_templates = files_below(sources, "templates");
    layers.push(site_templates.into_iter().map(|(name, file)| (format!("templates/{name}"), file)).collect());

    let mut candidates: BTreeMap<String, Vec<Arc<Source>>> = BTreeMap::new();
    let mut assets = BTreeMap::new();
    let mut words = Vec::new();
    let mut fonts = BTreeMap::new();
    for (name, file) in layers.into_iter().flatten() {
        if let Some(template) = name.strip_prefix("templates/") {
            if !file_name(template).starts_with('.') {
                candidates.entry(template.to_owned()).or_default().push(file);
            }
        } else if let Some(asset) = name.strip_prefix("assets/")
            && !file_name(asset).starts_with('.')
        {
            assets.insert(asset.to_owned(), file);
        } else if let Some(tag) = name.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml")) {
            words.push((tag.to_owned(), file));
        } else if let Some(font) = name.strip_prefix("fonts/")
            && is_font(font)
        {
            fonts.insert(font.to_owned(), file);
        }
    }
    let (words, mut diagnostics) = read::load(&words, &format!("{own}/i18n"), language.name, language.span);
    let words = Arc::new(words);
    let (fonts, refused) = Fonts::read(fonts.into_values());
    let fonts = Arc::new(fonts);
    for file in refused {
        let refusal = Diagnostic::error(Code::InvalidValue, "this is no font that can be drawn with");
        diagnostics
            .push(refusal.at_file(file.path()).help("take a TrueType or OpenType font: `.ttf` or `.otf`"));
    }
    let (compiled, found) = compile(candidates, &words, &fonts);
    diagnostics.append(found);
    let theme = compiled.map(|(mut tera, templates)| {
        globals(&words, tera.global_context());
        // `words.js`, an asset like any other, imports them.
        let (_, messages) = built_in("assets/messages.js".to_owned(), words.module().into());
        assets.insert("messages.js".to_owned(), messages);
        Theme { tera, words, templates, assets: Assets::new(assets), fonts }
    });
    (theme, diagnostics)
}

/// The files of a site that its theme of that name is made of.
pub fn files(sources: &Sources, name: &str) -> Vec<Arc<Source>> {
    let own = format!("themes/{name}");
    let is_part = |path: &SourcePath| path.below(&own).or_else(|| path.below("templates")).is_some();
    sources.iter().filter(|(path, _)| is_part(path)).map(|(_, source)| Arc::clone(source)).collect()
}

/// A file that the look of a site is made of.
pub struct Part {
    /// Whether it is a template, an asset, or words.
    pub kind: Kind,
    /// The one that is built in.
    pub built_in: Option<Arc<Source>>,
    /// The site's own one, which stands in its place.
    pub own: Option<SourcePath>,
}

/// The kinds of files in a theme, each of which has a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `templates/`
    Template,
    /// `assets/`
    Asset,
    /// `i18n/`, which is part of the name.
    Words,
}

/// The templates, assets and words of a site whose theme is called `name`, by their names.
pub fn parts(sources: &Sources, name: &str) -> BTreeMap<String, Part> {
    let site = files_below(sources, "templates");
    let site = site.into_iter().map(|(name, file)| (format!("templates/{name}"), file));
    let own = files_below(sources, &format!("themes/{name}")).into_iter().chain(site);
    let mut parts = BTreeMap::new();
    let files = embedded().into_iter().map(|file| (file, false)).chain(own.map(|file| (file, true)));
    for ((name, file), is_own) in files {
        let (kind, name) = match (name.strip_prefix("templates/"), name.strip_prefix("assets/")) {
            (Some(template), _) => (Kind::Template, template),
            (None, Some(asset)) => (Kind::Asset, asset),
            (None, None) if name.starts_with("i18n/") => (Kind::Words, name.as_str()),
            (None, None) => continue,
        };
        if file_name(name).starts_with('.') {
            continue;
        }
        let part = Part { kind, built_in: None, own: None };
        let part: &mut Part = parts.entry(name.to_owned()).or_insert(part);
        if is_own {
            part.own = Some(file.path().clone());
        } else {
            part.built_in = Some(file);
        }
    }
    parts
}

impl Theme {
    /// The error that says what is wrong with what a template gave.
    pub fn refuse(&self, template: &str, message: String) -> Diagnostic {
        let error = Diagnostic::error(Code::Template, message);
        match self.templates.get(template) {
            Some(source) => error.at_file(source.path()),
            None => error,
        }
    }

    /// Renders a template.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Diagnostic> {
        self.tera.render(template, context).map_err(|error| fault(&error, &self.templates).diagnostic)
    }
}

type Files = Vec<(String, Arc<Source>)>;

/// A file of the default theme.
fn built_in(name: String, bytes: Vec<u8>) -> (String, Arc<Source>) {
    let path = SourcePath::new(&format!("themes/default/{name}"));
    (name, Arc::new(Source::new(path, bytes)))
}

fn embedded() -> Files {
    fn gather(folder: &Dir<'_>, files: &mut Files) {
        for file in folder.files() {
            let Some(name) = file.path().to_str().map(|name| name.replace('\\', "/")) else { continue };
            files.push(built_in(name, file.contents().to_vec()));
        }
        for folder in folder.dirs() {
            gather(folder, files);
        }
    }
    let mut files = Vec::new();
    gather(&DEFAULT, &mut files);
    files
}

fn files_below(sources: &Sources, folder: &str) -> Files {
    sources
        .iter()
        .filter_map(|(path, source)| Some((path.below(folder)?.to_owned(), Arc::clone(source))))
        .collect()
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_font(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    !file_name(name).starts_with('.') && matches!(ending.as_deref(), Some("ttf" | "otf"))
}

fn unknown_theme(sources: &Sources, name: &str) -> Diagnostic {
    let known = sources.keys().filter_map(|path| path.below("themes")?.split('/').next()).chain(["default"]);
    Diagnostic::error(Code::InvalidValue, format!("there is no theme `{name}`")).help(
        did_you_mean(name, known)
            .unwrap_or_else(|| format!("add the folder `themes/{name}/`, or take `default`")),
    )
}

type Compiled = (Tera, Templates);

/// Compiles the topmost candidate of every template. One that does not compile
/// is reported and the next below it is tried, so that all mistakes are found.
fn compile(
    mut candidates: BTreeMap<String, Vec<Arc<Source>>>,
    words: &Arc<Words>,
    fonts: &Arc<Fonts>,
) -> (Option<Compiled>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    candidates.retain(|_, layers| {
        layers.retain(|source| match source.text() {
            Ok(_) => true,
            Err(offset) => {
                diagnostics.push(
                    Diagnostic::error(Code::InvalidUtf8, "this template is not UTF-8 text")
                        .at(Span::new(source, offset..offset + 1)),
                );
                false
            }
        });
        !layers.is_empty()
    });
    loop {
        let templates: Templates = candidates
            .iter()
            .filter_map(|(name, layers)| Some((name.clone(), Arc::clone(layers.last()?))))
            .collect();
        let mut tera = engine(words, fonts);
        let texts = templates
            .iter()
            .map(|(name, source)| (name.as_str(), indents::without(name, source.text().unwrap_or_default())));
        let error = match tera.add_raw_templates(texts) {
            Ok(()) if diagnostics.has_errors() => return (None, diagnostics),
            Ok(()) => return (Some((tera, templates)), diagnostics),
            Err(error) => error,
        };
        let faults = faults(&error, &templates);
        let mut has_others = false;
        for name in culprits(&faults) {
            let layers = candidates.get_mut(&name).filter(|layers| layers.len() > 1);
            has_others |= layers.and_then(Vec::pop).is_some();
        }
        diagnostics.append(faults.into_iter().map(|fault| fault.diagnostic).collect());
        if !has_others {
            return (None, diagnostics);
        }
    }
}

/// The template engine, without templates.
fn engine(words: &Arc<Words>, fonts: &Arc<Fonts>) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
    filters::register(&mut tera, words, fonts);
    tera
}
