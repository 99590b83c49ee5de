//! The search: that its index tells what the pages are, and that its page is there
//! for readers without scripts. What is found is for the browser tests.

use std::path::Path;

use scraper::{Html, Selector};
use serde_json::Value;

use crate::arrange::{Tiny, build, read, repository, temporary, tree};

fn index(out: &Path) -> Value {
    serde_json::from_str(&read(&out.join("search/index.json"))).expect("JSON")
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[track_caller]
fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a number")
}

/// Titles and addresses of every role, skill and move, put together as the script
/// does it.
fn pages(index: &Value) -> Vec<(String, String)> {
    let end = text(&index["end"]);
    let [roles, skills] = [&index["roles"], &index["skills"]];
    let [titles, slugs] = ["title", "slug"].map(|key| rows(&roles[key]));
    let mut pages = Vec::new();
    for (at, (title, slug)) in titles.iter().zip(slugs).enumerate() {
        let [title, slug] = [title, slug].map(text);
        let track = text(&index["tracks"]["address"][number(&roles["track"][at])]);
        pages.push((title.to_owned(), format!("{track}{slug}{end}")));
        for offset in rows(&roles["moves"][at]) {
            let offset = isize::try_from(offset.as_i64().expect("a number")).expect("a number");
            let to = at.strict_add_signed(offset);
            let address = format!("transitions/{slug}/{}{end}", text(&slugs[to]));
            pages.push((format!("From {title} to {}", text(&titles[to])), address));
        }
        for skill in rows(&roles["skills"][at]) {
            assert!(skills["title"][number(skill)].is_string(), "{title} has skill {skill}");
        }
    }
    for (title, slug) in
        rows(&skills["title"]).iter().zip(rows(&skills["slug"])).filter(|(_, slug)| *slug != "")
    {
        pages.push((text(title).to_owned(), format!("skills/{}{end}", text(slug))));
    }
    pages
}

#[track_caller]
fn heading(html: &str) -> String {
    let h1 = Selector::parse("h1").expect("a selector");
    Html::parse_document(html).select(&h1).next().expect("a heading").text().collect()
}

#[test]
fn every_guide_skill_and_move_with_a_page_is_found_at_it() {
    let out = temporary();
    build(&repository(), out.path()).succeeded();
    let pages = pages(&index(out.path()));
    for (title, address) in &pages {
        assert_eq!(&heading(&read(&out.path().join(format!("{address}index.html")))), title);
    }
    // And no page of these kinds is missing.
    let sought = tree(out.path()).into_keys().filter(|path| {
        let parts = path.split('/').count();
        let kind = path.split('/').next().unwrap_or_default();
        let is_list = matches!(path.as_str(), "skills/listings/index.html");
        path.ends_with("index.html")
            && !is_list
            && (matches!((kind, parts), ("skills", 3) | ("transitions", 4)) || parts == 4)
    });
    assert_eq!(sought.count(), pages.len());
}

#[test]
fn links_that_name_files_are_found_as_such() {
    let tiny = Tiny::new();
    tiny.write(
        "config.toml",
        "title = \"Tiny\"\nbase_url = \"https://example.org/below/\"\nindex_links = true\n",
    )
    .guide("cook", "Cook", "Cooks cook.");
    tiny.build().succeeded();
    let pages = pages(&index(&tiny.out()));
    assert_eq!(pages, [("Cook".to_owned(), "field/track/cook/index.html".to_owned())]);
    assert!(tiny.built("404.html").contains("action=\"/below/search/index.html\""));
    assert!(tiny.built("field/index.html").contains("class=\"search-link\" href=\"../search/index.html\""));
}

#[test]
fn the_index_has_what_is_particular_about_a_role() {
    let tiny = Tiny::new();
    let title = "</script><img src=x onerror=alert(1)> \"Cook\"";
    tiny.write(
        "content/field/track/cook.md",
        format!(
            "+++\ntitle = '{title}'\nalternate_titles = [\"Chef\"]\n[skills]\ntechnical = [\"Knives\"]\n+++\n\n\
             Cooks *cook*.\n\n## The Role in Practice\n\nWork.\n\n### Night *shifts*\n\nLate.\n\n\
             ## Adjacent Roles That Transition Most Naturally\n\n{{#none}}\n"
        ),
    );
    tiny.guide(
        "baker",
        "Baker",
        "Bakers bake.\n\n## Adjacent Roles That Transition Most Naturally\n\nBaker to Chef: heat is heat.",
    );
    tiny.build().succeeded();
    let index = index(&tiny.out());
    let roles = &index["roles"];
    let at = rows(&roles["slug"]).iter().position(|slug| slug == "cook").expect("a role");
    assert_eq!(roles["title"][at], title);
    assert_eq!(roles["names"][at], serde_json::json!(["Chef"]));
    assert_eq!(index["skills"]["title"][number(&roles["skills"][at][0])], "Knives");
    assert_eq!(
        roles["headings"][at],
        serde_json::json!(["Night shifts"]),
        "headings that all guides have are not told"
    );
    assert_eq!(roles["anchors"][at], serde_json::json!([]), "the heading tells its anchor");
    assert_eq!(roles["lede"][at], "Cooks cook.");
    assert!(pages(&index).iter().any(|(title, _)| title.starts_with("From Baker to </script>")));
}

#[test]
fn without_scripts_every_role_is_listed_from_a_to_z() {
    let tiny = Tiny::new();
    for (slug, title) in [("b", "baker"), ("e", "\u{c9}clair maker"), ("c", "Chef"), ("n", "3D printer")] {
        tiny.guide(slug, title, "Words.");
    }
    tiny.build().succeeded();
    let page = Html::parse_document(&tiny.built("search/index.html"));
    let all = |selector: &str| -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        page.select(&selector).map(|element| element.text().collect()).collect()
    };
    assert_eq!(all(".rows a"), ["baker", "Chef", "\u{c9}clair maker", "3D printer"]);
    assert_eq!(all(".letters a"), all(".letter h2"));
    assert!(tiny.built("search/index.html").contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(!tiny.built("sitemap.xml").contains("/search/"));
}
