//! The open data against the pages that readers see: the same skills, moves, counts
//! and words, and a Markdown twin for each guide whose links lead somewhere.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{ElementRef, Html};
use serde_json::Value;

use crate::built::Target;
use crate::data::{graph, rows, select, table, text, texts};
use crate::site::own;

/// The words of an element, with single spaces.
fn words(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The words of the one element there.
#[track_caller]
fn one(within: ElementRef<'_>, selector: &str) -> String {
    let found = select(within, selector);
    assert_eq!(found.len(), 1, "{selector}");
    words(found[0])
}

/// The folders that links on the page at `path` lead to.
fn led_to(path: &str, within: ElementRef<'_>, selector: &str) -> Vec<String> {
    select(within, selector)
        .into_iter()
        .map(|link| match own().target(path, link.attr("href").expect("an address")) {
            Ok(Target::File(file, _)) => file.trim_end_matches("/index.html").to_owned(),
            other => panic!("{path}: {other:?}"),
        })
        .collect()
}

/// Slugs as the folders of skills.
fn skill_folders(slugs: &Value) -> Vec<String> {
    texts(slugs).iter().map(|slug| format!("skills/{slug}")).collect()
}

/// `6 of 9` at the end.
fn counts(words: &str) -> (usize, usize) {
    let number = |word: &str| word.parse().unwrap_or_else(|_| panic!("{words}"));
    let parts: Vec<&str> = words.split(' ').collect();
    let of = parts.iter().position(|part| *part == "of").unwrap_or_else(|| panic!("{words}"));
    (number(parts[of - 1]), number(parts[of + 1]))
}

#[test]
fn guides_ask_for_the_skills_that_the_data_lists() {
    let graph = graph(&own().files);
    let lines = table(&own().files, "roles.csv");
    assert_eq!(rows(&graph, "roles").len(), lines.len());
    let mut guides = 0;
    for (role, line) in rows(&graph, "roles").iter().zip(&lines) {
        let path = format!("{}/index.html", text(&role["id"]));
        let html = Html::parse_document(own().text(&path));
        let page = html.root_element();
        let listed = |optional: bool| -> Vec<String> {
            let requirements = rows(role, "requirements").iter();
            let requirements = requirements.filter(|one| one["optional"] == optional);
            requirements.map(|one| format!("skills/{}", text(&one["skill"]))).collect()
        };
        assert_eq!(listed(false), led_to(&path, page, ".requirements .chip:not(.optional) a"), "{path}");
        assert_eq!(listed(true), led_to(&path, page, ".requirements .chip.optional a"), "{path}");
        for (optional, column) in [(false, "essential_skills"), (true, "optional_skills")] {
            let cells = line[column].split(" | ").filter(|cell| !cell.is_empty());
            assert_eq!(listed(optional), cells.map(|slug| format!("skills/{slug}")).collect::<Vec<_>>());
        }
        assert_eq!(text(&role["title"]), one(page, "h1"));
        assert_eq!(line["title"], text(&role["title"]));
        let minutes = words(select(page, ".meta span")[0]);
        assert_eq!(minutes, format!("{} min read", role["reading_minutes"]), "{path}");
        assert_eq!(line["reading_minutes"], role["reading_minutes"].to_string());
        let description = select(page, "meta[name=description]")[0].attr("content").expect("a description");
        assert_eq!(text(&role["description"]), description);
        let days: Vec<&str> = select(page, "time").iter().filter_map(|time| time.attr("datetime")).collect();
        for key in ["published", "reviewed"] {
            assert!(days.contains(&text(&role[key])), "{path}: {key}");
        }
        let near: Vec<&str> = rows(role, "adjacent").iter().map(|near| text(&near["role"])).collect();
        assert_eq!(near, led_to(&path, page, ".suggestions h3 a"), "{path}");
        assert_eq!(line["adjacent_roles"], near.join(" | "));
        for (near, item) in rows(role, "adjacent").iter().zip(select(page, ".suggestions li")) {
            assert_eq!(texts(&near["shared"]).len(), counts(&words(item)).0, "{path}");
        }
        guides += 1;
    }
    let pages = own()
        .pages
        .values()
        .filter(|page| page.text.contains("<meta property=\"og:type\" content=\"article\">"));
    assert_eq!(guides, pages.count(), "every guide is there");
}

#[test]
fn skills_are_counted_as_their_index_counts_them() {
    let graph = graph(&own().files);
    let html = Html::parse_document(own().text("skills/index.html"));
    let mut shown = BTreeMap::new();
    for row in select(html.root_element(), ".rows li") {
        shown.insert(led_to("skills/index.html", row, "a").remove(0), one(row, "span"));
    }
    let mut told = BTreeMap::new();
    for (skill, line) in rows(&graph, "skills").iter().zip(table(&own().files, "skills.csv")) {
        let number = |key: &str| skill[key].as_u64().expect("a number");
        let count = number("essential_count") + number("optional_count");
        let plural = if count == 1 { "" } else { "s" };
        let folder = format!("skills/{}", text(&skill["slug"]));
        told.insert(folder, format!("{}, {count} guide{plural}", text(&skill["kind"])));
        assert_eq!(line["slug"], text(&skill["slug"]));
        assert_eq!(
            line["essential_roles"].split(" | ").filter(|id| !id.is_empty()).count() as u64,
            number("essential_count")
        );
    }
    assert_eq!(told, shown);
}

#[test]
fn moves_have_the_gap_and_the_words_that_both_guides_show() {
    let graph = graph(&own().files);
    let moves = rows(&graph, "transitions");
    let lines = table(&own().files, "transitions.csv");
    assert_eq!(moves.len(), lines.len());
    let (mut cards, mut notes) = (0, 0);
    for (told, line) in moves.iter().zip(&lines) {
        let counted =
            |side: &str| told[side].as_array().map(|side| side.len().to_string()).unwrap_or_default();
        assert_eq!(line["carried_over_count"], counted("carried_over"));
        assert_eq!(
            line["to_learn"],
            told["to_learn"].as_array().map(|_| texts(&told["to_learn"]).join(" | ")).unwrap_or_default()
        );
        for (own_end, other_end, heading) in [("from", "to", "_moves-out"), ("to", "from", "_moves-in")] {
            let Some(id) = told[own_end].as_str() else { continue };
            let path = format!("{id}/index.html");
            let html = Html::parse_document(own().text(&path));
            let card = select(html.root_element(), &format!("section[aria-labelledby={heading}] article"));
            let title = text(&told[&format!("{other_end}_title")]);
            let card = card.into_iter().find(|card| one(*card, "h3").ends_with(&format!(" {title}")));
            let card = card.unwrap_or_else(|| panic!("{path} shows no move of {title}"));
            cards += 1;
            match told[other_end].as_str() {
                Some(other) => {
                    assert_eq!(led_to(&path, card, "h3 a"), [other]);
                    let (carried, learn) = (texts(&told["carried_over"]), texts(&told["to_learn"]));
                    let required = carried.len() + learn.len();
                    assert_eq!(counts(&one(card, ".carry dt span")), (carried.len(), required), "{path}");
                    assert_eq!(counts(&one(card, ".learn dt span")), (learn.len(), required), "{path}");
                    assert_eq!(
                        led_to(&path, card, ".learn dd a"),
                        skill_folders(&told["to_learn"]),
                        "{path}"
                    );
                }
                None => assert_eq!(select(card, ".wanted").len(), 1, "{path}"),
            }
            let said = rows(told, "notes").iter().filter(|note| text(&note["guide"]) != id);
            let said: Vec<&str> = said.filter_map(|note| note["text"].as_str()).collect();
            let shown: Vec<String> = select(card, ".notes > p:not(.credit)").into_iter().map(words).collect();
            assert_eq!(said, shown, "{path}");
            notes += said.len();
        }
    }
    let shown = own().pages.values().map(|page| page.select(".move-card").len()).sum::<usize>();
    assert_eq!(cards, shown, "every move that a guide shows is in the data");
    assert!(notes > 20, "{notes} notes were compared");
}

/// Headings of a Markdown text, and where its links and images lead.
fn read(markdown: &str) -> (Vec<String>, Vec<String>) {
    let (mut headings, mut addresses) = (Vec::new(), Vec::new());
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(markdown, Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => headings.extend(heading.take()),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                addresses.push(dest_url.to_string());
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    (headings, addresses)
}

#[test]
fn every_guide_has_a_twin_in_markdown_that_says_the_same() {
    for role in rows(&graph(&own().files), "roles") {
        let folder = text(&role["id"]);
        let markdown = own().text(&format!("{folder}/index.md"));
        let (headings, addresses) = read(markdown);
        assert_eq!(headings[0], text(&role["title"]));
        let html = Html::parse_document(own().text(&format!("{folder}/index.html")));
        let moves = "section[aria-labelledby^=_moves]";
        let of_moves = format!("{moves} h2, {moves} h3 a, {moves} h3 > span:not(.way)");
        for heading in select(html.root_element(), &format!(".prose h2, {of_moves}")) {
            let heading = words(heading).replace('\u{2019}', "'");
            assert!(headings.iter().any(|one| one.contains(&heading)), "{folder}: {heading}");
        }
        for near in select(html.root_element(), ".suggestions h3 a") {
            assert!(markdown.contains(&format!("\n- [{}](", words(near))), "{folder}");
        }
        assert!(addresses.len() > 20, "{folder}: {addresses:?}");
        for address in addresses {
            assert!(address.contains("://"), "{folder}: {address} is no full address");
            assert_eq!(own().fault("", &address), None);
        }
        assert!(!markdown.contains("+++"), "{folder}");
    }
}

#[test]
fn data_and_twins_are_found_from_the_home_page() {
    let linked: std::collections::BTreeSet<String> = own()
        .pages
        .iter()
        .flat_map(|(path, page)| page.links.iter().map(move |address| own().target(path, address)))
        .filter_map(|target| match target {
            Ok(Target::File(file, _)) => Some(file),
            _ => None,
        })
        .collect();
    let offered = own().files.keys().filter(|path| path.starts_with("data/") || path.ends_with(".md"));
    let offered: Vec<&String> = offered.collect();
    assert!(offered.len() > 20, "{offered:?}");
    assert!(offered.iter().all(|path| linked.contains(*path)), "{offered:?}");
    assert!(own().text("sitemap.xml").contains("<loc>https://example.org/data/</loc>"));
}
