//! From sources to a site, stage by stage.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::anchors;
use crate::config::{self, Config, Highlight};
use crate::content::kind::CONTENT;
use crate::content::{self, Parsed};
use crate::diagnostic::Diagnostics;
use crate::form::Located;
use crate::levels;
use crate::markdown::highlight;
use crate::model::{Book, Transition};
use crate::plan::{self, Plan};
use crate::resolve::{self, outlook::Outlook};
use crate::site::Site;
use crate::source::CONFIG;
use crate::source::{Source, SourcePath, Sources, Span};
use crate::theme::{self, Assets, Choice, Theme};
use crate::words::Words;

/// What the caller decides over the site's own `config.toml`.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Another `base_url`.
    pub base_url: Option<String>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Whether the site is for its author's eyes alone, whose visits are not counted.
    pub preview: bool,
}

/// What was worked out from files before, to be used again where they are the
/// same. It changes how long a load takes, never what it gives.
///
/// One memory is for one site with the same options.
#[derive(Clone, Default)]
pub struct Memory {
    config: Option<Configured>,
    parsed: BTreeMap<SourcePath, Arc<Parsed>>,
    theme: Option<Compiled>,
    resolve: resolve::Memory,
    plan: Option<Planned>,
}

/// The plan that this outlook gives with these transitions, and with what of the theme is
/// no template.
#[derive(Clone)]
struct Planned {
    outlook: Arc<Outlook>,
    transitions: Arc<Vec<Transition>>,
    files: Vec<Arc<Source>>,
    assets: String,
    plan: Arc<Plan>,
    diagnostics: Diagnostics,
}

/// What a `config.toml` says.
#[derive(Clone)]
struct Configured {
    source: Arc<Source>,
    config: Option<Arc<Config>>,
    diagnostics: Diagnostics,
}

/// The theme that these files give with this configuration.
#[derive(Clone)]
struct Compiled {
    files: Vec<Arc<Source>>,
    config: Arc<Config>,
    theme: Arc<Theme>,
    diagnostics: Diagnostics,
}

/// Takes sources all the way to a site. See [`configure`], [`parse`] and [`site`].
/// What is wrong has the level that it has in this site, and notes are left out.
pub fn load(sources: &Sources, options: &Options, memory: &mut Memory) -> (Option<Site>, Diagnostics) {
    let (config, mut diagnostics) = configure(sources, options, memory);
    let parsed = parse(sources, memory);
    let Some(config) = config else {
        // What is wrong with each file by itself is told all the same.
        for one in &parsed {
            diagnostics.append(one.diagnostics.clone());
        }
        return (None, diagnostics);
    };
    let (site, found) = site(sources, &config, &parsed, options, memory);
    diagnostics.append(found);
    (site, levels::settle(diagnostics, &config, &parsed).without_notes())
}

/// Reads the decisions of the site's owner. Without a result the diagnostics
/// hold an error, unless there is no `config.toml`: whoever read the sources knows
/// where it should be, and has told so.
pub fn configure(
    sources: &Sources,
    options: &Options,
    memory: &mut Memory,
) -> (Option<Arc<Config>>, Diagnostics) {
    let Some(source) = sources.get(CONFIG) else {
        return (None, Diagnostics::default());
    };
    if let Some(known) = memory.config.as_ref().filter(|known| Arc::ptr_eq(&known.source, source)) {
        return (known.config.clone(), known.diagnostics.clone());
    }
    let (config, diagnostics) = config::parse(source);
    let config = config.map(|mut config| {
        if let Some(base_url) = &options.base_url {
            config.base_url = base_url.trim_end_matches('/').to_owned();
        }
        if options.preview {
            config.analytics = None;
        }
        Arc::new(config)
    });
    let source = Arc::clone(source);
    memory.config = Some(Configured { source, config: config.clone(), diagnostics: diagnostics.clone() });
    (config, diagnostics)
}

/// Parses every file of `content/`, in the order of their paths.
pub fn parse(sources: &Sources, memory: &mut Memory) -> Vec<Arc<Parsed>> {
    let content: Vec<_> = sources.values().filter(|source| source.path().below(CONTENT).is_some()).collect();
    let parsed: Vec<Arc<Parsed>> = content
        .into_par_iter()
        .map(|source| match memory.parsed.get(source.path()) {
            Some(parsed) if Arc::ptr_eq(&parsed.source, source) => Arc::clone(parsed),
            _ => Arc::new(content::parse(source)),
        })
        .collect();
    memory.parsed = parsed.iter().map(|one| (one.source.path().clone(), Arc::clone(one))).collect();
    parsed
}

/// The book of a site, drafts and all that has errors as far as it is known. The
/// error of a site whose decisions cannot be read.
pub fn book(sources: &Sources, options: &Options, memory: &mut Memory) -> Result<Book, Diagnostics> {
    let (config, diagnostics) = configure(sources, options, memory);
    let config = config.ok_or(diagnostics)?;
    let parsed = parse(sources, memory);
    Ok(resolve::resolve(&parsed, &config, sources, options.drafts, &mut memory.resolve).0)
}

/// Resolves and plans a site. What is wrong has yet to be settled by
/// [`levels::settle`]. Where there are errors the site is made of what is
/// left, and is none to be published; there is none at all without a theme.
pub fn site(
    sources: &Sources,
    config: &Arc<Config>,
    parsed: &[Arc<Parsed>],
    options: &Options,
    memory: &mut Memory,
) -> (Option<Site>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    for one in parsed {
        diagnostics.append(one.diagnostics.clone());
    }
    let Memory { resolve: texts, theme: compiled, .. } = memory;
    let ((book, found), (theme, of_theme)) = rayon::join(
        || resolve::resolve(parsed, config, sources, options.drafts, texts),
        || theme(sources, config, compiled),
    );
    diagnostics.append(found);
    diagnostics.append(of_theme);
    let (plan, found) = plan(&book, theme.as_ref(), sources, memory);
    diagnostics.append(found);
    diagnostics.append(plan::links::broken_links(&book, sources.get(CONFIG), &plan));
    let site = theme.map(|theme| Site { book, plan, theme });
    // A page of a site with errors may lack what it will have.
    if let Some(site) = site.as_ref().filter(|_| !diagnostics.has_errors()) {
        diagnostics.append(anchors::check(site));
    }
    (site, diagnostics)
}

/// Lays out the site, unless nothing that the plan depends on is other than before.
fn plan(
    book: &Book,
    theme: Option<&Arc<Theme>>,
    sources: &Sources,
    memory: &mut Memory,
) -> (Arc<Plan>, Diagnostics) {
    let outlook = memory.resolve.outlook.as_ref();
    let files = theme::files(sources, &book.config.theme.value).into_iter();
    let files: Vec<Arc<Source>> = files.filter(|file| !is_template(file.path())).collect();
    if let (Some(known), Some(outlook), Some(theme)) = (&memory.plan, outlook, theme)
        && Arc::ptr_eq(&known.outlook, outlook)
        && Arc::ptr_eq(&known.transitions, &book.transitions)
        && are_same(&known.files, &files)
        && known.assets == theme.assets.version
    {
        return (Arc::clone(&known.plan), known.diagnostics.clone());
    }
    let no_assets = Assets::new(BTreeMap::new());
    let assets = theme.map_or(&no_assets, |theme| &theme.assets);
    let fonts = theme.map(|theme| theme.fonts.as_ref());
    let before = memory.plan.as_ref().map(|known| known.plan.as_ref());
    let (plan, diagnostics) = plan::plan(book, assets, fonts, sources, before);
    let plan = Arc::new(plan);
    memory.plan = outlook.zip(theme).map(|(outlook, theme)| Planned {
        outlook: Arc::clone(outlook),
        transitions: Arc::clone(&book.transitions),
        files,
        assets: theme.assets.version.clone(),
        plan: Arc::clone(&plan),
        diagnostics: diagnostics.clone(),
    });
    (plan, diagnostics)
}

/// Whether a file of a site is a template.
pub fn is_template(path: &SourcePath) -> bool {
    let of_theme = path.below("themes").and_then(|path| path.split_once('/'));
    path.below("templates").is_some() || of_theme.is_some_and(|(_, path)| path.starts_with("templates/"))
}

/// Compiles the theme, unless it is the same as before.
fn theme<'c>(
    sources: &Sources,
    config: &'c Arc<Config>,
    memory: &mut Option<Compiled>,
) -> (Option<Arc<Theme>>, Diagnostics) {
    let files = theme::files(sources, &config.theme.value);
    if let Some(known) = memory
        && Arc::ptr_eq(&known.config, config)
        && are_same(&known.files, &files)
    {
        return (Some(Arc::clone(&known.theme)), known.diagnostics.clone());
    }
    let chosen = |what: &'c Located<String>| Choice {
        name: &what.value,
        span: Span::new(&sources[CONFIG], what.range.clone()),
    };
    let (name, language) = (chosen(&config.theme), chosen(&config.language));
    let (theme, diagnostics) = theme::load(sources, name, language, generated(config), |words, context| {
        context.insert("site", &globals(config, words));
    });
    let theme = theme.map(Arc::new);
    let config = Arc::clone(config);
    *memory = theme.clone().map(|theme| Compiled { files, config, theme, diagnostics: diagnostics.clone() });
    (theme, diagnostics)
}

/// Whether these are the same files, read once.
fn are_same(one: &[Arc<Source>], other: &[Arc<Source>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// Assets that follow from the owner's decisions, by name.
fn generated(config: &Config) -> Vec<(&'static str, String)> {
    let Highlight { light, dark, .. } = &config.highlight;
    let code = ("highlight.css", highlight::stylesheet(&light.value, &dark.value));
    let look = config.look.style_sheet().map(|sheet| ("look.css", sheet));
    [code].into_iter().chain(look).collect()
}

/// What every template sees as `site`.
#[derive(Serialize)]
struct Globals<'b> {
    /// Its name.
    title: &'b str,
    /// One sentence about it.
    description: &'b str,
    /// The language of its texts, as a BCP 47 tag.
    language: &'b str,
    /// `ltr` or `rtl`: where its lines begin.
    direction: String,
    /// Its full address, without a slash at its end.
    base_url: &'b str,
    /// `rolebook` and its version.
    generator: &'static str,
    /// The owner's own keys, from `[extra]` in `config.toml`.
    extra: &'b serde_json::Value,
}

fn globals<'b>(config: &'b Config, words: &Words) -> Globals<'b> {
    Globals {
        title: &config.title,
        description: &config.description.value,
        language: &config.language.value,
        direction: words.text("format.direction"),
        base_url: &config.base_url,
        generator: concat!("rolebook ", env!("CARGO_PKG_VERSION")),
        extra: &config.extra,
    }
}
