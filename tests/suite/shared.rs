//! What tabs, search engines and shared links show of a page: its title, what it is
//! about, and when it was written.

use std::collections::BTreeMap;

use scraper::{Html, Selector};

use crate::arrange::{Tiny, build, case, temporary};
use crate::built::{Built, Page};
use crate::site::own;

/// What the head of a page says under a selector; `None` if it says nothing.
fn said(page: &Page, selector: &str, attribute: &str) -> Option<String> {
    let html = Html::parse_document(&page.text);
    let selector = Selector::parse(selector).expect("a selector");
    let mut found = html.select(&selector).map(|element| element.attr(attribute).map(str::to_owned));
    let first = found.next()?;
    assert!(found.next().is_none(), "said twice");
    first
}

fn meta(page: &Page, name: &str) -> Option<String> {
    said(page, &format!("meta[name='{name}'], meta[property='{name}']"), "content")
}

fn title(page: &Page) -> String {
    let html = Html::parse_document(&page.text);
    html.select(&Selector::parse("title").expect("a selector")).flat_map(|title| title.text()).collect()
}

/// The pages that somebody reads, each with its path.
fn pages(built: &Built) -> impl Iterator<Item = (&String, &Page)> {
    built.pages.iter().filter(|(_, page)| !page.is_redirect)
}

#[track_caller]
fn check_unique(built: &Built) {
    let mut seen: BTreeMap<(&str, String), &String> = BTreeMap::new();
    for (path, page) in pages(built) {
        let description = meta(page, "description").expect("a description");
        assert!(!description.trim().is_empty(), "{path} says nothing of itself");
        for (what, text) in [("title", title(page)), ("description", description)] {
            if let Some(other) = seen.insert((what, text.clone()), path) {
                panic!("{path} and {other} have one {what}: {text}");
            }
        }
    }
    assert!(seen.len() > 10);
}

#[test]
fn no_two_pages_have_one_title_or_one_description() {
    check_unique(own());
    let out = temporary();
    build(&case("minimal"), out.path()).without_a_word();
    check_unique(&Built::read(out.path(), "https://example.org/careers/", true));
}

#[test]
fn names_that_two_things_have_are_told_apart() {
    let tiny = Tiny::new();
    tiny.write("content/numbers/_index.md", "+++\ntitle = \"Data\"\n+++\n")
        .write("content/numbers/data/_index.md", "+++\ntitle = \"Data\"\n+++\n")
        .write("content/numbers/work/_index.md", "+++\ntitle = \"Track\"\n+++\n")
        .write(
            "content/numbers/data/analyst.md",
            "+++\ntitle = \"Analyst\"\nauthors = [\"Analyst\"]\n[skills]\ntechnical = [\"Data\", \"Track\", \"Analyst\"]\n+++\n## Day\n\nLong.\n",
        );
    tiny.write("content/empty/_index.md", "+++\ntitle = \"Analyst\"\n+++\n")
        .write("content/page.md", "+++\ntitle = \"Analyst\"\n+++\nA page of words.\n");
    tiny.build().without_a_word();
    check_unique(&Built::read(&tiny.out(), "https://example.org/", true));
    let page = |path: &str| Page::parse(&tiny.built(path));
    assert_eq!(title(&page("field/track/index.html")), "Track in Field \u{b7} Tiny");
    assert_eq!(title(&page("numbers/data/analyst/index.html")), "Analyst \u{b7} Tiny", "what most look for");
    assert_eq!(title(&page("numbers/index.html")), "Data: Data, Track \u{b7} Tiny");
    assert_eq!(title(&page("empty/index.html")), "Analyst: /empty/ \u{b7} Tiny");
    assert_eq!(meta(&page("numbers/index.html"), "description").as_deref(), Some("Data, 1 role: Analyst."));
}

#[test]
fn titles_and_descriptions_are_as_long_as_is_shown() {
    for (path, page) in pages(own()) {
        let title = title(page);
        assert!(title.chars().count() <= 60, "{path}: {title}");
        let description = meta(page, "description").expect("a description");
        assert!((50..=170).contains(&description.chars().count()), "{path}: {description}");
    }
}

#[test]
fn shared_links_show_what_the_page_says() {
    let mut articles = 0;
    for (path, page) in pages(own()) {
        let heading = page.select("h1").remove(0);
        let heading: String = Html::parse_fragment(&heading).root_element().text().collect();
        assert_eq!(meta(page, "og:title").as_deref(), Some(heading.trim()), "{path}");
        assert_eq!(meta(page, "og:description"), meta(page, "description"), "{path}");
        assert_eq!(meta(page, "og:url"), said(page, "link[rel=canonical]", "href"), "{path}");
        assert_eq!(meta(page, "og:site_name").as_deref(), Some("Career Guides"), "{path}");
        assert!(meta(page, "twitter:card").is_some(), "{path}");
        let is_guide = !page.select(".guide .closing").is_empty();
        assert_eq!(meta(page, "og:type").as_deref(), Some(if is_guide { "article" } else { "website" }));
        assert_eq!(meta(page, "article:section").is_some(), is_guide, "{path}");
        articles += usize::from(is_guide);
    }
    assert!(articles > 5);
}

#[test]
fn guides_tell_their_own_days_and_no_others() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.").write(
        "content/field/track/cook.md",
        "+++\ntitle = \"Cook\"\npublished = 2026-01-31\nreviewed = 2026-03-01\n+++\nCooks cook.\n",
    );
    tiny.build().without_a_word();
    let days = |slug: &str| {
        let page = Page::parse(&tiny.built(&format!("field/track/{slug}/index.html")));
        ["article:published_time", "article:modified_time"].map(|name| meta(&page, name))
    };
    assert_eq!(days("cook"), [Some("2026-01-31".to_owned()), Some("2026-03-01".to_owned())]);
    assert_eq!(days("baker"), [None, None]);
}
