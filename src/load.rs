//! From sources to a site, stage by stage.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::config::{self, Config};
use crate::content::kind::CONTENT;
use crate::content::{self, Parsed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Book;
use crate::plan;
use crate::resolve;
use crate::site::Site;
use crate::source::CONFIG;
use crate::source::{Sources, Span};
use crate::theme;

/// What the caller decides over the site's own `config.toml`.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Another `base_url`.
    pub base_url: Option<String>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
}

/// Reads the decisions of the site's owner. Without a result the diagnostics
/// hold an error.
pub fn configure(sources: &Sources, options: &Options) -> (Option<Arc<Config>>, Diagnostics) {
    let Some(source) = sources.get(CONFIG) else {
        return (None, Diagnostic::error(Code::NoSite, format!("there is no `{CONFIG}`")).into());
    };
    let (config, diagnostics) = config::parse(source);
    let config = config.map(|mut config| {
        if let Some(base_url) = &options.base_url {
            config.base_url = base_url.trim_end_matches('/').to_owned();
        }
        Arc::new(config)
    });
    (config, diagnostics)
}

/// Parses every file of `content/`, in the order of their paths.
pub fn parse(sources: &Sources) -> Vec<Arc<Parsed>> {
    let content: Vec<_> = sources.values().filter(|source| source.path().below(CONTENT).is_some()).collect();
    content.into_par_iter().map(|source| Arc::new(content::parse(source))).collect()
}

/// Resolves and plans a site. There is a site where no error is among the
/// diagnostics.
pub fn site(
    sources: &Sources,
    config: &Arc<Config>,
    parsed: &[Arc<Parsed>],
    options: &Options,
) -> (Option<Site>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    for one in parsed {
        diagnostics.append(one.diagnostics.clone());
    }
    let config_source = &sources[CONFIG];
    let (book, found) = resolve::resolve(parsed, config, config_source, sources, options.drafts);
    diagnostics.append(found);
    let chosen = Span::new(config_source, config.theme.range.clone());
    let (theme, found) = theme::load(sources, &config.theme.value, chosen, |context| {
        context.insert("site", &globals(&book));
    });
    diagnostics.append(found);
    let assets = theme.as_ref().map(|theme| theme.assets.clone()).unwrap_or_default();
    let (plan, found) = plan::plan(&book, &assets, sources);
    diagnostics.append(found);
    let site = if diagnostics.has_errors() { None } else { theme.map(|theme| Site { book, plan, theme }) };
    (site, diagnostics)
}

/// What every template sees as `site`.
#[derive(Serialize)]
struct Globals<'b> {
    title: &'b str,
    description: &'b str,
    language: &'b str,
    base_url: &'b str,
    generator: &'static str,
    extra: &'b serde_json::Value,
}

fn globals(book: &Book) -> Globals<'_> {
    let config = &book.config;
    Globals {
        title: &config.title,
        description: &config.description,
        language: &config.language,
        base_url: &config.base_url,
        generator: concat!("rolebook ", env!("CARGO_PKG_VERSION")),
        extra: &config.extra,
    }
}
