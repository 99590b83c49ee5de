//! What pages say to programs that read schema.org, against what readers see: read
//! from the HTML that was written.

use std::collections::BTreeSet;

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::arrange::{CONFIG, Tiny};
use crate::previewed::{Previewed, text};
use crate::site::own;

/// The nodes that a page describes; `None` if it has no such script.
#[track_caller]
fn nodes(page: &str) -> Option<Vec<Value>> {
    let html = Html::parse_document(page);
    let selector = Selector::parse("script[type='application/ld+json']").expect("a selector");
    let mut scripts = html.select(&selector).map(|script| script.text().collect::<String>());
    let script = scripts.next()?;
    assert_eq!(scripts.next(), None, "a page has one graph");
    let mut graph: Value = serde_json::from_str(&script).expect("JSON");
    assert_eq!(graph["@context"], "https://schema.org");
    match graph["@graph"].take() {
        Value::Array(nodes) => Some(nodes),
        other => panic!("{other}"),
    }
}

/// The one node of that type.
#[track_caller]
fn one(page: &str, kind: &str) -> Value {
    let nodes = nodes(page).expect("a graph");
    let found: Vec<&Value> = nodes.iter().filter(|node| node["@type"] == kind).collect();
    assert_eq!(found.len(), 1, "{kind}: {nodes:?}");
    found[0].clone()
}

/// Every value of `key`, at any depth.
fn all<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get(key).and_then(Value::as_str));
            map.values().for_each(|value| all(value, key, found));
        }
        Value::Array(list) => list.iter().for_each(|value| all(value, key, found)),
        _ => {}
    }
}

/// What stands at the places of a selector.
fn read(page: &str, selector: &str, attribute: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).filter_map(|element| element.attr(attribute).map(str::to_owned)).collect()
}

#[test]
fn every_id_is_described_on_its_own_page_and_every_reference_leads_to_one() {
    let mut described = BTreeSet::new();
    let mut graphs = Vec::new();
    for (path, page) in &own().pages {
        let Some(nodes) = nodes(&page.text) else {
            assert!(path == "404.html" || page.is_redirect, "{path} says nothing");
            continue;
        };
        let canonical = read(&page.text, "link[rel=canonical]", "href").remove(0);
        for node in &nodes {
            let id = node["@id"].as_str().expect("an id");
            assert_eq!(id.split_once('#').map(|(page, _)| page), Some(canonical.as_str()), "{path}");
            assert!(described.insert(id.to_owned()), "{path}: {id} is described twice");
        }
        graphs.push(Value::Array(nodes));
    }
    assert!(graphs.len() > 20);
    let (mut ids, mut kinds) = (Vec::new(), Vec::new());
    for graph in &graphs {
        all(graph, "@id", &mut ids);
        all(graph, "@type", &mut kinds);
    }
    assert!(ids.len() > described.len() * 2, "things refer to each other");
    let dangling: Vec<&&str> = ids.iter().filter(|id| !described.contains(**id)).collect();
    assert!(dangling.is_empty(), "{dangling:?}");
    let kinds: BTreeSet<&str> = kinds.into_iter().collect();
    for kind in [
        "Article",
        "BreadcrumbList",
        "CollectionPage",
        "DefinedTerm",
        "DefinedTermSet",
        "Occupation",
        "Organization",
        "WebSite",
    ] {
        assert!(kinds.contains(kind), "no {kind}");
    }
    assert!(!kinds.contains("JobPosting"), "nobody offers a job here");
}

#[test]
fn trails_are_those_that_readers_see() {
    let mut trails = 0;
    for (path, page) in &own().pages {
        let shown = page.select(".breadcrumbs li");
        if path == "404.html" || shown.is_empty() {
            continue;
        }
        trails += 1;
        let trail = one(&page.text, "BreadcrumbList");
        let items = trail["itemListElement"].as_array().expect("a list");
        assert_eq!(items.len(), shown.len(), "{path}");
        for (at, (item, shown)) in items.iter().zip(&shown).enumerate() {
            assert_eq!(item["position"], at + 1, "{path}");
            let shown = Html::parse_fragment(shown);
            let words: String = shown.root_element().text().collect();
            assert_eq!(item["name"], words.trim(), "{path}");
            let link = shown.select(&Selector::parse("a").expect("a selector")).next();
            let target = link.map(|link| own().target(path, link.attr("href").expect("an address")));
            assert_eq!(target, item["item"].as_str().map(|address| own().target(path, address)), "{path}");
        }
    }
    assert!(trails > 20);
}

#[test]
fn guides_say_what_their_pages_show() {
    let mut guides = 0;
    for (path, page) in &own().pages {
        if page.select(".guide .closing").is_empty() {
            continue;
        }
        guides += 1;
        let text = one(&page.text, "Article");
        let occupation = one(&page.text, "Occupation");
        assert_eq!(text["about"]["@id"], occupation["@id"], "{path}");
        assert_eq!(occupation["mainEntityOfPage"]["@id"], text["@id"], "{path}");
        let title = Html::parse_fragment(&page.select("h1")[0]).root_element().text().collect::<String>();
        assert_eq!(text["headline"], title);
        assert_eq!(occupation["name"], title);
        let minutes =
            text["timeRequired"].as_str().and_then(|time| time.strip_prefix("PT")?.strip_suffix('M'));
        let minutes = minutes.expect("minutes");
        assert!(page.select(".meta span")[0].contains(&format!(">{minutes} min read<")), "{path}");
        let days = read(&page.text, "time", "datetime");
        for key in ["datePublished", "dateModified"] {
            if let Some(day) = text[key].as_str() {
                assert!(days.iter().any(|shown| shown == day), "{path}: {key} {day} is not shown: {days:?}");
            }
        }
        let skills = occupation["skills"].as_array().expect("skills").iter();
        let skills: BTreeSet<&str> = skills.filter_map(|skill| skill["@id"].as_str()).collect();
        let chips = read(&page.text, ".requirements .chip a", "href");
        assert_eq!(skills.len(), chips.len(), "{path}: {skills:?} {chips:?}");
    }
    assert!(guides > 5);
}

#[test]
fn what_stands_for_a_title_is_shown_as_the_title_everywhere() {
    let tiny = Tiny::new();
    tiny.write("config.toml", CONFIG).guide("eng", "Sound Engineer", "Mixes.").guide(
        "chief",
        "Chief",
        "With the [[eng]], a *chief* and the [[eng|others]].\n\n## The [[eng]] and you\n\nWords.",
    );
    let previewed = Previewed::of(&tiny.root());
    for page in ["/field/track/chief/", "/field/track/", "/llms.txt", "/search/index.json", "/data/roles.csv"]
    {
        let page = text(&previewed.get(page));
        assert!(page.contains("With the Sound Engineer, a chief and the others."), "{page}");
        assert!(!page.contains("the eng"), "{page}");
    }
    let contents = read(&previewed.page("/field/track/chief/"), "nav a[href='#the-eng-and-you']", "href");
    assert!(!contents.is_empty());
    assert!(text(&previewed.get("/search/index.json")).contains("The Sound Engineer and you"));
}

#[test]
fn no_title_ends_the_script() {
    let tiny = Tiny::new();
    let title = "</script><script>alert(1)</script> & <!--";
    tiny.guide("odd", title, "Odd work.");
    tiny.build().without_a_word();
    let page = tiny.built("field/track/odd/index.html");
    assert_eq!(one(&page, "Article")["headline"], title);
    assert!(!page.contains("<script>alert"), "{page}");
    assert_eq!(one(&tiny.built("field/track/index.html"), "CollectionPage")["hasPart"][0]["name"], title);
}

#[test]
fn pay_and_codes_are_told_where_a_guide_states_them() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.").write(
        "content/field/track/cook.md",
        r#"+++
title = "Cook"
authors = ["Ann Author"]
published = 2026-01-31
reviewed = 2026-03-01
onet_soc = "35-2014.00"
isco08 = "5120"
[[facts.pay]]
region = "United States"
currency = "USD"
low = 25000
high = 50000
median = 34110
date = 2024-05-01
source = "A survey"
[[facts.pay]]
region = "France"
currency = "EUR"
per = "month"
median = 1900
date = 2025-01-01
source = "Another one"
+++
Cooks cook.
"#,
    );
    tiny.build().without_a_word();
    let page = tiny.built("field/track/cook/index.html");
    let cook = one(&page, "Occupation");
    let code = |value: &str, set: &str| json!({ "@type": "CategoryCode", "codeValue": value, "inCodeSet": { "@type": "CategoryCodeSet", "name": set } });
    assert_eq!(
        cook["occupationalCategory"],
        json!([code("35-2014.00", "O*NET-SOC"), code("5120", "ISCO-08")])
    );
    assert_eq!(
        cook["estimatedSalary"],
        json!([
            {
                "@type": "MonetaryAmount",
                "name": "United States, 2024-05-01",
                "currency": "USD",
                "value": { "@type": "QuantitativeValue", "minValue": 25000, "maxValue": 50000, "unitText": "YEAR" }
            },
            {
                "@type": "MonetaryAmountDistribution",
                "name": "United States, 2024-05-01",
                "currency": "USD",
                "duration": "P1Y",
                "median": 34110
            },
            {
                "@type": "MonetaryAmountDistribution",
                "name": "France, 2025-01-01",
                "currency": "EUR",
                "duration": "P1M",
                "median": 1900
            }
        ])
    );
    let text = one(&page, "Article");
    assert_eq!((&text["datePublished"], &text["dateModified"]), (&json!("2026-01-31"), &json!("2026-03-01")));
    let ann = one(&tiny.built("authors/ann-author/index.html"), "Person");
    assert_eq!(text["author"], json!([{ "@type": "Person", "@id": ann["@id"], "name": "Ann Author" }]));
    let baker = tiny.built("field/track/baker/index.html");
    let keys: BTreeSet<String> =
        one(&baker, "Occupation").as_object().expect("a node").keys().cloned().collect();
    assert!(!keys.contains("estimatedSalary") && !keys.contains("occupationalCategory"), "{keys:?}");
    let text = one(&baker, "Article");
    assert!(text.get("dateModified").is_none() && text.get("datePublished").is_none(), "there is no clock");
    assert_eq!(text["author"][0]["@type"], "Organization");
}
