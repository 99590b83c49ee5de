//! The examples of CommonMark and of GitHub's tables, task lists and strikethrough, as
//! their specifications publish them (`tests/spec`): what we render of them is what
//! they say, but for what is listed here with its reason.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rolebook::markdown::Html as Raw;
use rolebook::markdown::outline::outline;
use rolebook::markdown::render::{Anchor, Label, Picture, Targets, render};
use scraper::{ElementRef, Html};

use crate::arrange::{read, repository};

/// Every link leads where it says.
struct Literal;

impl Targets for Literal {
    fn link(&self, _: &Range<usize>, target: &str) -> Anchor {
        Anchor { href: target.to_owned(), text: None }
    }

    fn image(&self, _: &Range<usize>, target: &str) -> Picture {
        Picture { src: target.to_owned(), size: None }
    }

    fn html(&self) -> Raw {
        Raw::Allow
    }

    fn say(&self, _: Label) -> String {
        String::new()
    }
}

#[derive(serde::Deserialize)]
struct Example {
    example: usize,
    section: String,
    markdown: String,
    html: String,
}

fn examples(file: &str) -> Vec<Example> {
    let text = read(&repository().join("tests/spec").join(file));
    serde_json::from_str(&text).expect("a list of examples")
}

/// HTML without what we add for readers and without what says nothing: of two pieces that
/// mean the same this is the same.
fn meaning(html: &str) -> String {
    let html = Html::parse_fragment(html);
    let mut out = String::new();
    write(&html.root_element(), false, &mut out);
    let around_blocks = Regex::new(
        r" *(</?(?:p|div|ul|ol|li|blockquote|h\d|hr|pre|table|thead|tbody|tr|td|th|br|details|summary|form|input)(?: [^>]*)?>) *",
    );
    let out = around_blocks.expect("a pattern").replace_all(&out, "$1").trim().to_owned();
    // Quotes and dashes are typographic.
    ["\u{201c}\"", "\u{201d}\"", "\u{2018}'", "\u{2019}'", "\u{2013}--", "\u{2014}---", "\u{2026}..."]
        .iter()
        .fold(out, |out, pair| {
            let (sign, plain) = pair.split_at(3);
            out.replace(sign, plain)
        })
}

static SPACES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s+").expect("a pattern"));

fn write(element: &ElementRef<'_>, is_pre: bool, out: &mut String) {
    for child in element.children() {
        if let Some(text) = child.value().as_text() {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            if is_pre {
                out.push_str(&text);
            } else {
                let text = SPACES.replace_all(&text, " ");
                // A comment between two spaces is nothing.
                out.push_str(if out.ends_with(' ') { text.trim_start() } else { &text });
            }
        }
        let Some(child) = ElementRef::wrap(child) else { continue };
        let name = child.value().name();
        let class = child.attr("class").unwrap_or_default();
        if name == "span" && class.starts_with("hl-") || name == "div" && class == "scroll" {
            write(&child, is_pre, out);
            continue;
        }
        // The title of the page is its one heading of the first level.
        let name = if name == "h1" { "h2" } else { name };
        let mut attributes: Vec<String> = Vec::new();
        for (key, value) in child.value().attrs() {
            let value = value.replace("text-align: ", "align-");
            match (name, key) {
                ("h2" | "h3" | "h4" | "h5" | "h6", "id")
                | ("pre", "class" | "tabindex")
                | ("img", "loading" | "decoding")
                | ("input", "aria-label")
                | ("th", "scope") => {}
                ("td" | "th", "style") => attributes.push(format!("class={value:?}")),
                _ => attributes.push(format!("{key}={value:?}")),
            }
        }
        attributes.sort();
        let attributes: String = attributes.iter().map(|attribute| format!(" {attribute}")).collect();
        out.push_str(&format!("<{name}{attributes}>"));
        write(&child, is_pre || name == "pre", out);
        out.push_str(&format!("</{name}>"));
    }
}

/// Asserts that all examples of a file are rendered as they say, but for those.
#[track_caller]
fn check(file: &str, count: usize, others: &[(&str, &[usize])]) {
    let examples = examples(file);
    assert_eq!(examples.len(), count);
    let expected: BTreeSet<usize> =
        others.iter().flat_map(|(_, examples)| examples.iter().copied()).collect();
    let mut found = BTreeSet::new();
    let mut shown = String::new();
    for (at, Example { example, section, markdown, html }) in examples.iter().enumerate() {
        let rendered = render(markdown, &outline(markdown), &Literal, &[], usize::MAX);
        let rendered = rendered.lede + &rendered.body + &rendered.rest;
        if meaning(&rendered) != meaning(html) {
            found.insert(at + 1);
            if !expected.contains(&(at + 1)) {
                shown.push_str(&format!(
                    "{section} {example}:\n{markdown}\n{}\n{}\n\n",
                    meaning(html),
                    meaning(&rendered)
                ));
            }
        }
    }
    assert_eq!(found, expected, "{shown}");
}

#[test]
fn commonmark_is_rendered_as_specified() {
    check("commonmark.json", 652, &[("`[[name]]` is a link to a role", &[548, 559, 590])]);
}

#[test]
fn tables_tasks_and_strikethrough_are_rendered_as_github_specifies() {
    check("gfm.json", 14, &[]);
}
