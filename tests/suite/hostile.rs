//! A site whose texts all try to be more than texts (`tests/cases/hostile`): whatever
//! is built of it, nothing of theirs is code, an element of the page, a line of a header
//! or a formula. The browser tests open the same site.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rolebook::load::{self, Memory, Options};
use rolebook::report;
use rolebook::source::{Source, SourcePath, Sources};
use scraper::{Html, Selector};

use crate::arrange::{build, case, read, temporary, tree};
use crate::built::Built;
use crate::data::table;
use crate::targets::sound::faults;

fn files() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let out = temporary();
        build(&case("hostile"), out.path()).succeeded();
        tree(out.path())
    })
}

/// The files whose names end so, as text.
fn texts(end: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let found = files().iter().filter(move |(path, _)| path.ends_with(end));
    found.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).expect("UTF-8 text")))
}

#[test]
fn no_page_has_code_or_elements_of_its_authors() {
    let mut count = 0;
    for (path, page) in texts(".html") {
        let html = Html::parse_document(page);
        assert_eq!(faults(&html), Vec::<String>::new(), "{path}");
        assert!(html.errors.is_empty(), "{path}: {:?}", html.errors);
        for element in
            html.select(&Selector::parse("script[type='application/ld+json']").expect("a selector"))
        {
            let text = element.text().collect::<String>();
            let linked: Result<serde_json::Value, _> = serde_json::from_str(&text);
            assert!(linked.is_ok() && !text.contains('<'), "{path}: {text}");
        }
        count += 1;
    }
    assert!(count > 20, "{count} pages");
}

#[test]
fn the_site_is_as_whole_as_any() {
    let out = temporary();
    build(&case("hostile"), out.path()).succeeded();
    // Addresses are compared as they are meant, not as they are written.
    let built = Built::read(out.path(), "https://example.org/a\"b/", true);
    built.check_html();
    built.check_that_every_page_is_found();
}

/// A check that cannot fail would be none.
#[test]
fn the_checks_see_code() {
    for page in [
        "<script>x</script>",
        "<script src=//a.b/assets/x></script>",
        "<script src=x.js></script>",
        "<img src=x onerror=y>",
        "<a href=' javascript:x'>",
        "<p style=x>",
        "<svg><a xlink:href=javascript:x>",
        "<base href=x>",
    ] {
        assert!(!faults(&Html::parse_document(page)).is_empty(), "{page}");
    }
}

#[test]
fn what_the_owner_allows_is_published_and_what_is_escaped_is_shown() {
    for (how, shown) in [
        ("allow", "<kbd onclick=\"x\">K</kbd>"),
        ("escape", "&lt;kbd onclick=\"x\"&gt;K&lt;/kbd&gt;"),
        ("sanitize", "<kbd>K</kbd>"),
    ] {
        let tiny = crate::arrange::Tiny::new();
        tiny.write("config.toml", format!("{}markdown.html = \"{how}\"\n", crate::arrange::CONFIG));
        tiny.guide("cook", "Cook", "Press <kbd onclick=\"x\">K</kbd>.\n\n<div onclick=\"y\">\n\nWords.\n");
        tiny.build().succeeded();
        let page = tiny.built("field/track/cook/index.html");
        assert!(page.contains(shown), "{how}: {page}");
        let block = match how {
            "allow" => "<div onclick=\"y\">\n<p>Words.</p>",
            "escape" => "<p>&lt;div onclick=&quot;y&quot;&gt;</p>\n<p>Words.</p>",
            _ => "<div>\n<p>Words.</p>\n</div>",
        };
        assert!(page.contains(block), "{how}: {page}");
    }
}

#[test]
fn authors_are_told_what_of_their_html_and_drawings_is_not_published() {
    let told = |how: &str, drawing: &str| {
        let tiny = crate::arrange::Tiny::new();
        tiny.write("config.toml", format!("{}markdown.html = \"{how}\"\n", crate::arrange::CONFIG));
        tiny.guide("cook", "Cook", "A <b class=x>cook</b> <blink>cooks</blink>. ![Soup](soup.svg)\n");
        tiny.write("content/field/track/soup.svg", drawing).write("static/own.svg", "<svg onload=\"x\"/>");
        let said = crate::arrange::run(crate::arrange::check_command(&tiny.root())).stdout;
        let built = tiny.build();
        assert_eq!(built.exit_code == 0, !said.contains("error["), "{}", built.stderr);
        assert!(!built.stderr.contains("note["), "{}", built.stderr);
        let rules = ["note[removed-html]", "warning[removed-html]", "error[unsafe-file]"];
        rules.map(|rule| said.contains(rule))
    };
    assert_eq!(told("sanitize", "<svg onload=\"x\"/>"), [true, true, true]);
    assert_eq!(told("sanitize", "<svg/>"), [true, true, false]);
    assert_eq!(told("escape", "<svg onload=\"x\"/>"), [false, false, true]);
    assert_eq!(told("allow", "<svg onload=\"x\"/>"), [false, false, false]);
}

#[test]
fn what_is_for_programs_says_no_more_than_its_texts() {
    for (path, text) in texts(".xml").chain(texts(".graphml")) {
        let xml = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let odd = ["script", "img", "svg", "input"];
        let is_odd = |node: &roxmltree::Node<'_, '_>| odd.contains(&node.tag_name().name());
        assert_eq!(xml.descendants().filter(is_odd).count(), 0, "{path}");
    }
    for (path, text) in texts(".json") {
        let json: Result<serde_json::Value, _> = serde_json::from_str(text);
        assert!(json.is_ok(), "{path}");
    }
    for (path, text) in texts(".js").filter(|(path, _)| path.starts_with("tools/")) {
        let value = text
            .strip_prefix("export default ")
            .and_then(|rest| rest.strip_suffix(";\n").or(rest.strip_suffix(';')));
        let value: Result<serde_json::Value, _> = serde_json::from_str(value.unwrap_or_default());
        assert!(value.is_ok() && !text.contains(['<', '\u{2028}', '\u{2029}']), "{path}: {text}");
    }
    for file in ["roles.csv", "skills.csv", "transitions.csv"] {
        let cells: Vec<_> = table(files(), file).into_iter().flatten().collect();
        assert!(cells.iter().any(|(_, cell)| cell.starts_with("'=")), "{file}: some text is a formula");
        for (column, cell) in cells {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{file}: {column}: {cell}");
        }
    }
}

#[test]
fn no_text_becomes_a_line_for_the_host() {
    let text = |path: &str| texts(path).next().map(|(_, text)| text).expect("a file");
    for line in text("_headers").lines().filter(|line| !line.is_empty()) {
        let name = line.trim_start().split(':').next().unwrap_or_default();
        let is_known = line.starts_with("/a%22b/")
            || line.starts_with("  ")
                && [
                    "Content-Security-Policy",
                    "X-Content-Type-Options",
                    "Referrer-Policy",
                    "Permissions-Policy",
                    "Cache-Control",
                ]
                .contains(&name);
        assert!(is_known && !line.contains("ran()"), "{line}");
    }
    let redirects: Vec<&str> = text("_redirects").lines().collect();
    assert_eq!(
        redirects,
        ["/a%22b/old/%2Asplat%20%3Ax%20https%3A')/ /a%22b/field/track/cook/ 301"],
        "three words a line, without a wildcard or a host of the author's"
    );
    assert!(text("robots.txt").lines().count() == 4, "{}", text("robots.txt"));
    // One line is one entry, with a link that is ours.
    for line in text("llms.txt").lines().filter(|line| line.starts_with("- ")) {
        assert!(line.contains("](https://example.org/a%22b/"), "{line}");
        assert!(!line.replace("\\<", "").contains('<'), "{line}");
    }
}

/// What the preview lays over pages quotes files that have errors.
#[test]
fn reports_show_what_they_quote() {
    let mut sources = Sources::new();
    let root = case("hostile");
    for (path, bytes) in tree(&root) {
        // The same texts, now with mistakes in them.
        let bytes = match Path::new(&path).extension().and_then(|end| end.to_str()) {
            Some("md") => {
                String::from_utf8_lossy(&bytes).replacen("title = ", "title = 0 + ", 1).into_bytes()
            }
            _ => bytes,
        };
        let path = SourcePath::new(&path);
        sources.insert(path.clone(), Arc::new(Source::new(path, bytes)));
    }
    let config = read(&root.join("config.toml")).replace("url = \"/about/", "uri = \"/about/");
    let path = SourcePath::new("config.toml");
    sources.insert(path.clone(), Arc::new(Source::new(path, config.into_bytes())));
    let (_, found) = load::load(&sources, &Options::default(), &mut Memory::default());
    let shown = report::html(&found, &|_, _, _| Some("editor:\"><script>ran()</script>".to_owned()));
    assert!(shown.contains("ran()") && found.iter().count() >= 5, "{shown}");
    assert_eq!(faults(&Html::parse_fragment(&shown)), Vec::<String>::new());
}
