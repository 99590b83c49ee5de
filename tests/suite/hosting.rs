//! What hosts, crawlers and readers of feeds find beside the pages.

use std::collections::BTreeSet;
use std::sync::Arc;

use rolebook::load::{self, Memory, Options};
use rolebook::route::Route;
use rolebook::source::{Source, SourcePath, Sources};
use roxmltree::Document;

use crate::arrange::{CONFIG, Tiny, build, build_command, case, read, run, temporary};
use crate::built::Target;
use crate::site::own;

/// The texts of all elements of that name.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let document = Document::parse(xml).expect("XML");
    let elements = document.descendants().filter(|node| node.tag_name().name() == name);
    elements.filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[test]
fn hosts_are_told_what_to_send() {
    let headers = own().text("_headers");
    let (everywhere, others) = headers.split_once("\n\n").expect("two rules");
    let (of_assets, _) = others.split_once("\n\n").expect("a third rule, of the check of skills");
    let mut lines = everywhere.lines();
    assert_eq!(lines.next(), Some("/*"), "for every page");
    let sent: Vec<(&str, &str)> = lines
        .map(|line| line.strip_prefix("  ").and_then(|line| line.split_once(": ")).expect(line))
        .collect();
    let value = |name: &str| sent.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    assert_eq!(value("X-Content-Type-Options"), Some("nosniff"));
    assert_eq!(value("Cache-Control"), None, "what two rules say of one thing is joined");
    let policy: BTreeSet<&str> = value("Content-Security-Policy").expect("a policy").split("; ").collect();
    for rule in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(rule), "{policy:?}");
    }
    let assets = own().files.keys().find_map(|path| path.strip_suffix("style.css")).expect("assets");
    let rule = format!("/{assets}*\n  Cache-Control: public, max-age=31536000, immutable");
    assert_eq!(of_assets, rule);
    // Cloudflare Pages takes no longer lines.
    assert!(headers.lines().all(|line| line.len() <= 2_000));
    assert_eq!(own().text(".nojekyll"), "");
    assert!(!own().files.contains_key("_redirects"), "no page has an old address");
    assert!(!own().files.contains_key("CNAME"), "the site has no name of its own");
}

#[test]
fn old_addresses_are_told_from_the_root_of_the_host() {
    let out = temporary();
    build(&case("minimal"), out.path()).without_a_word();
    assert_eq!(
        read(&out.path().join("_redirects")),
        "/careers/chef/ /careers/food/kitchen/cook/ 301\n/careers/old/rules.html /careers/rules/ 301\n"
    );
    assert!(read(&out.path().join("_headers")).starts_with("/careers/*\n"));
    let mut command = build_command(&case("minimal"), out.path());
    command.args(["--base-url", "https://example.org"]);
    run(command).without_a_word();
    assert!(read(&out.path().join("_redirects")).starts_with("/chef/ /food/kitchen/cook/ 301\n"));
}

#[test]
fn signs_with_a_meaning_in_old_addresses_stand_for_themselves() {
    let tiny = Tiny::new();
    tiny.write(
        "content/field/track/cook.md",
        "+++\ntitle = \"Cook\"\naliases = [\"/a b/*/:c/\"]\n+++\nCooks cook.\n",
    );
    tiny.build().without_a_word();
    assert_eq!(tiny.built("_redirects"), "/a%20b/%2A/%3Ac/ /field/track/cook/ 301\n");
}

#[test]
fn a_site_has_its_own_name_and_its_own_files() {
    let tiny = Tiny::new();
    tiny.write("config.toml", format!("{CONFIG}cname = \"guides.example.org\"\n")).write(
        "content/field/track/cook.md",
        "+++\ntitle = \"Cook\"\naliases = [\"/chef/\"]\n+++\nCooks cook.\n",
    );
    tiny.build().without_a_word();
    assert_eq!(tiny.built("CNAME"), "guides.example.org\n");
    let names = ["robots.txt", "llms.txt", "_headers", "_redirects", "CNAME", ".nojekyll"];
    for name in names {
        assert!(tiny.has_built(name), "{name}");
        tiny.write(&format!("static/{name}"), "mine");
    }
    tiny.build().without_a_word();
    for name in names {
        assert_eq!(tiny.built(name), "mine", "{name}");
    }
}

#[test]
fn names_of_hosts_are_names_and_no_more() {
    let tiny = Tiny::new();
    for (name, is_sound) in [
        ("example.org", true),
        ("xn--bcher-kva.example", true),
        ("A-1.example.org", true),
        ("localhost", false),
        ("-a.example.org", false),
        ("a..org", false),
        ("example.org.", false),
        ("example.org/careers", false),
        ("example.org:80", false),
        ("192.0.2.1", false),
        ("b\u{fc}cher.example", false),
        ("", false),
    ] {
        tiny.write("config.toml", format!("{CONFIG}cname = \"{name}\"\n"));
        assert_eq!(tiny.build().exit_code == 0, is_sound, "{name}");
    }
}

#[test]
fn models_are_led_to_every_guide_as_markdown() {
    let list = own().text("llms.txt");
    let mut lines = list.lines();
    assert_eq!(lines.next(), Some("# Career Guides"));
    assert!(lines.nth(1).is_some_and(|line| line.starts_with("> ")), "{list}");
    let addresses: Vec<&str> = list
        .lines()
        .filter(|line| line.starts_with("- ["))
        .map(|line| line.split_once("](").and_then(|(_, rest)| rest.split_once(')')).expect(line).0)
        .collect();
    let files: BTreeSet<String> = addresses
        .iter()
        .map(|address| match own().target("index.html", address) {
            Ok(Target::File(file, None)) => file,
            other => panic!("{address}: {other:?}"),
        })
        .collect();
    assert_eq!(files.len(), addresses.len(), "nothing is listed twice");
    let twins: BTreeSet<&String> = own().files.keys().filter(|path| path.ends_with("/index.md")).collect();
    assert!(twins.len() > 5);
    for twin in twins {
        assert!(files.contains(twin), "{twin} is not listed");
    }
}

#[test]
fn models_are_led_to_pages_where_there_is_no_markdown_and_to_no_drafts() {
    let tiny = Tiny::new();
    tiny.write("config.toml", format!("{CONFIG}[data]\npublish = false\n"))
        .guide("cook", "C*o*ok [1]", "Cooks\ncook.")
        .write("content/field/track/baker.md", "+++\ntitle = \"Baker\"\ndraft = true\n+++\nBakers bake.\n");
    tiny.build_with(&["--drafts"]).without_a_word();
    let list = tiny.built("llms.txt");
    let about = "[C\\*o\\*ok \\[1\\]](https://example.org/field/track/cook/): Cooks cook.";
    assert!(list.starts_with(&format!("# Tiny\n\n## Field\n\n- {about}\n")), "{list}");
    assert!(!list.contains("Baker") && !list.contains("graph.json"), "{list}");
}

#[test]
fn a_field_has_a_feed_of_its_own_guides() {
    let all: BTreeSet<String> = texts(own().text("feed.xml"), "title").into_iter().skip(1).collect();
    let mut of_fields = BTreeSet::new();
    let mut ids = BTreeSet::from([texts(own().text("feed.xml"), "id").remove(0)]);
    let feeds: Vec<&String> = own().files.keys().filter(|path| path.ends_with("/feed.xml")).collect();
    assert!(feeds.len() > 1, "{feeds:?}");
    for path in feeds {
        let feed = own().text(path);
        let folder = path.trim_end_matches("feed.xml");
        assert!(ids.insert(texts(feed, "id").remove(0)), "{path}: a feed of another id");
        let document = Document::parse(feed).expect("XML");
        let links = document.descendants().filter(|node| node.tag_name().name() == "entry");
        let links = links.filter_map(|entry| entry.descendants().find_map(|node| node.attribute("href")));
        for link in links {
            assert!(link.starts_with(&format!("https://example.org/{folder}")), "{path}: {link}");
            let guide = format!("{}index.html", link.trim_start_matches("https://example.org/"));
            let up = "../../feed.xml\" type=\"application/atom+xml\"";
            assert!(own().text(&guide).contains(up), "{guide} names the feed of its field");
        }
        of_fields.extend(texts(feed, "title").into_iter().skip(1));
    }
    assert_eq!(of_fields, all);
}

#[test]
fn a_field_without_dates_has_no_feed() {
    let tiny = Tiny::new();
    tiny.guide("cook", "Cook", "Cooks cook.")
        .write("content/trades/_index.md", "+++\ntitle = \"Trades\"\n+++\n")
        .write("content/trades/wood/_index.md", "+++\ntitle = \"Wood\"\n+++\n")
        .write(
            "content/trades/wood/joiner.md",
            "+++\ntitle = \"Joiner\"\nreviewed = 2026-01-31\n+++\nJoiners join.\n",
        );
    tiny.build().without_a_word();
    assert!(!tiny.has_built("field/feed.xml") && !tiny.built("field/index.html").contains("Feed of"));
    assert_eq!(texts(&tiny.built("trades/feed.xml"), "title"), ["Trades \u{b7} Tiny", "Joiner"]);
}

/// A site of so many plain pages, and one guide.
fn rendered(pages: usize) -> impl Fn(&str) -> Option<String> {
    let mut sources = Sources::new();
    let mut add = |path: String, text: String| {
        let path = SourcePath::new(&path);
        sources.insert(path.clone(), Arc::new(Source::new(path, text.into_bytes())));
    };
    add("config.toml".to_owned(), CONFIG.to_owned());
    add("content/field/_index.md".to_owned(), "+++\ntitle = \"Field\"\n+++\n".to_owned());
    add("content/field/track/_index.md".to_owned(), "+++\ntitle = \"Track\"\n+++\n".to_owned());
    let cook = "+++\ntitle = \"Cook\"\nreviewed = 2026-03-01\n+++\nCooks cook.\n";
    add("content/field/track/cook.md".to_owned(), cook.to_owned());
    for number in 0..pages {
        add(format!("content/page-{number}.md"), format!("+++\ntitle = \"Page {number}\"\n+++\nWords.\n"));
    }
    let (site, found) = load::load(&sources, &Options::default(), &mut Memory::default());
    assert!(!found.has_errors());
    let site = site.expect("a site");
    move |path| {
        let answer = site.render(&Route::file(path))?.unwrap_or_else(|_| panic!("{path} cannot be rendered"));
        Some(String::from_utf8(answer.bytes.to_vec()).expect("UTF-8"))
    }
}

#[test]
fn a_long_sitemap_comes_in_parts() {
    let render = rendered(100);
    let others = texts(&render("sitemap.xml").expect("a sitemap"), "loc").len() - 100;
    assert_eq!(render("sitemap-1.xml"), None, "one file is enough");

    let fits = rendered(30_000 - others);
    assert_eq!(texts(&fits("sitemap.xml").expect("a sitemap"), "loc").len(), 30_000);
    assert_eq!(fits("sitemap-1.xml"), None);

    let render = rendered(30_001 - others);
    let index = render("sitemap.xml").expect("a sitemap");
    assert_eq!(Document::parse(&index).expect("XML").root_element().tag_name().name(), "sitemapindex");
    let parts = ["sitemap-1.xml", "sitemap-2.xml"];
    assert_eq!(texts(&index, "loc"), parts.map(|part| format!("https://example.org/{part}")));
    assert_eq!(texts(&index, "lastmod"), ["2026-03-01"], "that of the guide, in the first part");
    let parts = parts.map(|part| texts(&render(part).expect("a part"), "loc"));
    assert_eq!(parts.each_ref().map(Vec::len), [30_000, 1]);
    let all: BTreeSet<&String> = parts.iter().flatten().collect();
    assert_eq!(all.len(), 30_001, "each address once");
    assert_eq!(render("sitemap-3.xml"), None);
}
