//! `config.toml`: what a site owner decides once for the whole site. It reads
//! one source and knows no guide.

pub mod rules;
pub mod sections;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::address;
use crate::analytics::{self, Analytics};
use crate::cta::{self, Cta, Link};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::form::asked::Asked;
use crate::form::{self, Form, Located};
use crate::look::{self, Look};
use crate::markdown::Html;
use crate::route::Route;
use crate::slug::Slug;
use crate::source::{SOURCES, Source};
use sections::Section;

/// The decisions of a site, with defaults where its owner made none.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the site.
    pub title: String,
    /// Where the site will be published: scheme and host, and the path if it is
    /// not at the root; without a slash at its end.
    pub base_url: String,
    /// Host name of a domain of the owner's own, as GitHub Pages asks for it.
    pub cname: Option<String>,
    /// One sentence about the site; empty where its owner wrote none.
    pub description: Located<String>,
    /// Language of the site as a BCP 47 tag.
    pub language: Located<String>,
    /// Name of the folder under `themes/`, or `default`.
    pub theme: Located<String>,
    /// Folder that `build` writes to, relative to the site's root.
    pub output: String,
    /// Whether links name the `index.html` of a page, so that a folder opened
    /// without any server (`file://`) can be browsed.
    pub index_links: bool,
    /// How fast readers are taken to read.
    pub reading: Reading,
    /// The standard sections of a guide, in order.
    pub sections: Vec<Section>,
    /// Decisions about the look.
    pub look: Look,
    /// Entries of the navigation, in place of the usual ones.
    pub nav: Vec<Link>,
    /// What stands at the foot of every page, besides the usual.
    pub footer: Footer,
    /// A script that counts visits.
    pub analytics: Option<Analytics>,
    /// The block at the end of every guide.
    pub cta: Option<Cta>,
    /// What is said of authors, besides what they wrote.
    pub authors: Vec<Author>,
    /// A skill that fewer roles than this require has no page of its own.
    pub min_roles: usize,
    /// Guides in the feed, newest first, at most.
    pub feed_limit: usize,
    /// The open data.
    pub data: Data,
    /// Whether pictures are drawn for shared links.
    pub draw_cards: bool,
    /// How code is highlighted.
    pub highlight: Highlight,
    /// What becomes of HTML in the texts.
    pub html: Html,
    /// Address of the page on which a reader can suggest a change of a text, with
    /// `{path}` for the path of its file in the site.
    pub edit_url: Option<String>,
    /// Address that opens a file in the author's editor, from the preview only:
    /// `{path}` stands for the file's full path, `{line}` and `{column}` for the
    /// place in it, both counted from 1.
    pub editor_url: Option<String>,
    /// How much rules matter, where that is not as usual; `None` is not at all.
    pub rules: BTreeMap<Code, Option<Severity>>,
    /// The owner's own keys, for templates.
    pub extra: serde_json::Value,
}

impl Config {
    /// The path of `base_url`, without a slash at its end: `https://a.b/c` has `/c`.
    pub fn base_path(&self) -> &str {
        let host = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[host..].find('/').map_or("", |at| &self.base_url[host + at..])
    }

    /// The full address of `route`.
    pub fn absolute(&self, route: &Route) -> String {
        self.base_url.clone() + &route.encoded()
    }
}

/// How fast readers are taken to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Words a minute, for scripts with spaces between words.
    pub words_per_minute: usize,
    /// Characters a minute, for Chinese, Japanese and Thai.
    pub characters_per_minute: usize,
}

/// What stands at the foot of every page.
#[derive(Clone, Debug, Default)]
pub struct Footer {
    /// A sentence.
    pub text: Option<String>,
    /// Links: to an imprint, to accounts elsewhere.
    pub links: Vec<Link>,
}

/// An author of guides.
#[derive(Clone, Debug)]
pub struct Author {
    /// Their name, as guides have it in some spelling.
    pub name: String,
    /// A sentence about them.
    pub about: Option<String>,
    /// The full address of a page of their own.
    pub url: Option<String>,
}

/// What a site offers to programs.
#[derive(Clone, Debug)]
pub struct Data {
    /// Whether it offers anything: the page about the data, its files, and the
    /// Markdown of each guide.
    pub publish: bool,
    /// The folder of the page and its files, a slug.
    pub path: String,
    /// What others may do with the guides and the data; `None` if the owner says
    /// nothing.
    pub license: Option<License>,
}

/// What others may do with a work.
#[derive(Clone, Debug)]
pub struct License {
    /// Its name, best as an SPDX expression.
    pub name: String,
    /// The full address of its text.
    pub url: Option<String>,
}

/// Whether code is highlighted, and the names of its colour themes, as `syntect` and
/// `two-face` name them.
#[derive(Clone, Debug)]
pub struct Highlight {
    /// Whether it is.
    pub code: bool,
    /// On a light page.
    pub light: Located<String>,
    /// On a dark page.
    pub dark: Located<String>,
}

/// Reads `config.toml`. Without a result the diagnostics hold an error.
pub fn parse(source: &Arc<Source>) -> (Option<Config>, Diagnostics) {
    let text = match source.text() {
        Ok(text) => text,
        Err(offset) => {
            let error = Diagnostic::error(Code::InvalidUtf8, "this file is not UTF-8 text");
            return (None, error.at(crate::source::Span::new(source, offset..offset + 1)).into());
        }
    };
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (config, diagnostics) = form::read(source, text, start..text.len(), read);
    (config.flatten(), diagnostics)
}

/// The keys of `config.toml`.
pub fn keys() -> Vec<Asked> {
    form::describe(read)
}

fn read(form: &Form<'_, '_>) -> Option<Config> {
    let title = form.required_text("title");
    let base_url = form.required_text("base_url").and_then(|url| base_url(form, &url));
    let language = language(form).unwrap_or_else(|| default("en"));
    let config = Config {
        title: title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        base_url: base_url.clone().unwrap_or_default(),
        cname: cname(form),
        description: form.text("description").unwrap_or_else(|| default("")),
        theme: theme(form).unwrap_or_else(|| default("default")),
        output: output(form).unwrap_or_else(|| "public".to_owned()),
        index_links: form.flag("index_links").unwrap_or(false),
        reading: form.form("reading", reading).unwrap_or(READING),
        sections: sections::read(form, &language.value),
        language,
        look: look::read(form),
        nav: form.forms("nav", cta::link).into_iter().flatten().collect(),
        footer: form.form("footer", footer).unwrap_or_default(),
        analytics: analytics::read(form),
        cta: cta::read(form),
        authors: authors(form),
        min_roles: form
            .form("skills", |skills| skills.number("min_roles", 1))
            .flatten()
            .map_or(1, |least| usize::try_from(least).unwrap_or(usize::MAX)),
        feed_limit: form
            .form("feed", |feed| feed.number("limit", 1))
            .flatten()
            .map_or(50, |limit| usize::try_from(limit).unwrap_or(usize::MAX)),
        data: form.form("data", data).unwrap_or_else(|| Data {
            publish: true,
            path: DATA.to_owned(),
            license: None,
        }),
        draw_cards: form.form("cards", |cards| cards.flag("draw")).flatten().unwrap_or(true),
        highlight: highlight(form),
        html: form.form("markdown", html).flatten().unwrap_or_default(),
        edit_url: edit_url(form),
        editor_url: editor_url(form),
        rules: rules::read(form),
        extra: form.extra("extra"),
    };
    (title.is_some() && base_url.is_some()).then_some(config)
}

/// Silent readers of non-fiction manage 238 words a minute in English (Brysbaert 2019,
/// doi:10.1016/j.jml.2019.104047); guides are weighed, so we take fewer. Characters are
/// read aloud at 255 a minute in Chinese and 357 in Japanese (Trauzettel-Klosinski and
/// Dietz 2012, doi:10.1167/iovs.11-8284), and faster in silence: 500 is what publishers
/// such as Medium reckon with. Both are an estimate, and the owner's to set.
const READING: Reading = Reading { words_per_minute: 200, characters_per_minute: 500 };

fn reading(form: &Form<'_, '_>) -> Reading {
    let rate = |key, default| form.number(key, 1).and_then(|rate| rate.try_into().ok()).unwrap_or(default);
    Reading {
        words_per_minute: rate("words_per_minute", READING.words_per_minute),
        characters_per_minute: rate("characters_per_minute", READING.characters_per_minute),
    }
}

fn base_url(form: &Form<'_, '_>, url: &Located<String>) -> Option<String> {
    let sound = address::of_site(&url.value);
    if sound.is_none() {
        form.report(
            Diagnostic::error(
                Code::InvalidValue,
                "`base_url` must be the full address of the published site",
            )
            .at(form.span(url.range.clone()))
            .help("for example `https://example.org/` or `https://example.org/careers/`"),
        );
    }
    sound
}

fn cname(form: &Form<'_, '_>) -> Option<String> {
    let name = form.text("cname")?;
    let is_sound = address::is_host_name(&name.value);
    if !is_sound {
        form.report(
            Diagnostic::error(Code::InvalidValue, "`cname` must be the name of a host, and nothing else")
                .at(form.span(name.range))
                .help("for example `guides.example.org`; letters of other scripts as `xn--...`"),
        );
    }
    is_sound.then_some(name.value)
}

fn edit_url(form: &Form<'_, '_>) -> Option<String> {
    let url = form.text("edit_url")?;
    let rest = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
    let sound = rest.is_some_and(|rest| rest.contains("{path}") && !rest.contains(char::is_whitespace));
    if !sound {
        form.report(
            Diagnostic::error(Code::InvalidValue, "`edit_url` must be a full address with `{path}` in it")
                .at(form.span(url.range.clone()))
                .help("for example `https://github.com/you/site/edit/main/{path}`"),
        );
    }
    sound.then_some(url.value)
}

fn editor_url(form: &Form<'_, '_>) -> Option<String> {
    let url = form.text("editor_url")?;
    let sound = address::scheme(&url.value).is_some()
        && !address::is_unsafe(&url.value)
        && url.value.contains("{path}");
    if !sound {
        form.report(
            Diagnostic::error(Code::InvalidValue, "`editor_url` must be an address with `{path}` in it")
                .at(form.span(url.range.clone()))
                .help("for example `vscode://file/{path}:{line}:{column}`"),
        );
    }
    sound.then_some(url.value)
}

/// Whether the language of a BCP 47 tag is English, of any region.
pub fn is_english(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}

fn language(form: &Form<'_, '_>) -> Option<Located<String>> {
    let language = form.text("language")?;
    let sound = !language.value.is_empty()
        && language
            .value
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    if !sound {
        form.report(
            Diagnostic::error(Code::InvalidValue, "`language` must be a language tag")
                .at(form.span(language.range.clone()))
                .help("for example `en`, `de` or `pt-BR` (BCP 47)"),
        );
    }
    sound.then_some(language)
}

fn theme(form: &Form<'_, '_>) -> Option<Located<String>> {
    let theme = form.text("theme")?;
    let sound =
        !theme.value.is_empty() && !theme.value.starts_with('.') && !theme.value.contains(['/', '\\']);
    if !sound {
        form.report(
            Diagnostic::error(Code::InvalidValue, "`theme` must be the name of a folder under `themes/`")
                .at(form.span(theme.range.clone())),
        );
    }
    sound.then_some(theme)
}

fn footer(form: &Form<'_, '_>) -> Footer {
    Footer {
        text: form.text("text").map(|text| text.value),
        links: form.forms("links", cta::link).into_iter().flatten().collect(),
    }
}

/// What the site is made of is no place for what is made of it. Whoever builds looks at the disk too.
fn output(form: &Form<'_, '_>) -> Option<String> {
    let output = form.text("output")?;
    let parts: Vec<&str> = output.value.split('/').filter(|part| *part != ".").collect();
    if parts.first().is_none_or(|first| SOURCES.contains(first)) {
        form.report(
            Diagnostic::error(
                Code::OutputRefused,
                format!("`{}` holds sources of the site, or lies among them", output.value),
            )
            .at(form.span(output.range.clone()))
            .help("name a folder of its own, such as `public`"),
        );
        return None;
    }
    Some(output.value)
}

fn authors(form: &Form<'_, '_>) -> Vec<Author> {
    let mut claimed: BTreeMap<Slug, Located<String>> = BTreeMap::new();
    let authors = form.forms("authors", |form| {
        let (name, author) = author(form)?;
        match claimed.entry(Slug::of(&name.value)) {
            Entry::Vacant(free) => _ = free.insert(name),
            Entry::Occupied(first) => form.report(
                Diagnostic::error(
                    Code::DuplicateSlug,
                    format!("`{}` and `{}` would have the same page", first.get().value, name.value),
                )
                .at(form.span(name.range))
                .label(form.span(first.get().range.clone()), "the other one")
                .help("make one entry of both, or tell two people apart, as by an initial"),
            ),
        }
        Some(author)
    });
    authors.into_iter().flatten().collect()
}

fn author(form: &Form<'_, '_>) -> Option<(Located<String>, Author)> {
    let name = form.required_text("name");
    let about = form.text("about").map(|about| about.value).filter(|about| !about.trim().is_empty());
    let url = form.address("url", "the author's page", "https://example.org/ann/").map(|url| url.value);
    let name = name?;
    Some((name.clone(), Author { name: name.value, about, url }))
}

const DATA: &str = "data";

fn data(form: &Form<'_, '_>) -> Data {
    let publish = form.flag("publish").unwrap_or(true);
    let path = form.text("path").and_then(|path| {
        let slug = Slug::of(&path.value);
        let is_sound = slug.as_str() == path.value;
        if !is_sound {
            form.report(
                Diagnostic::error(Code::InvalidValue, "`path` must be the name of one folder, as in a URL")
                    .at(form.span(path.range))
                    .help(format!("for example `{slug}`")),
            );
        }
        is_sound.then_some(path.value)
    });
    let license = form.form("license", license).flatten();
    Data { publish, path: path.unwrap_or_else(|| DATA.to_owned()), license }
}

fn license(form: &Form<'_, '_>) -> Option<License> {
    let name = form.required_text("name").map(|name| name.value);
    let url = form.address("url", "the license", "https://creativecommons.org/licenses/by/4.0/");
    Some(License { name: name?, url: url.map(|url| url.value) })
}

fn highlight(form: &Form<'_, '_>) -> Highlight {
    form.form("highlight", |highlight| Highlight {
        code: highlight.flag("code").unwrap_or(true),
        light: highlight.text("light").unwrap_or_else(|| default(LIGHT)),
        dark: highlight.text("dark").unwrap_or_else(|| default(DARK)),
    })
    .unwrap_or_else(|| Highlight { code: true, light: default(LIGHT), dark: default(DARK) })
}

fn html(form: &Form<'_, '_>) -> Option<Html> {
    let choices = [("allow", Html::Allow), ("escape", Html::Escape), ("sanitize", Html::Sanitize)];
    form.choice("html", &choices, ("a way with HTML", "ways with HTML"))
}

/// A value that no file gives.
fn default(value: &str) -> Located<String> {
    Located { value: value.to_owned(), range: 0..0 }
}

const LIGHT: &str = "OneHalfLight";
const DARK: &str = "OneHalfDark";
