//! A script that counts visits: none unless the owner has one, and no more hosts than
//! it needs.

use std::collections::BTreeMap;

use crate::arrange::{CONFIG, Tiny};
use crate::previewed::Previewed;

fn site(analytics: &str) -> Tiny {
    let tiny = Tiny::new();
    tiny.write("config.toml", format!("{CONFIG}{analytics}"))
        .write("static/count.js", "")
        .guide("ada", "Ada", "Words.");
    tiny
}

/// The sources that pages may have anything of, by directive.
fn policy(tiny: &Tiny) -> BTreeMap<String, String> {
    let headers = tiny.built("_headers");
    let policy = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "));
    let directives = policy.expect("a policy").split("; ").filter_map(|directive| directive.split_once(' '));
    directives.map(|(name, sources)| (name.to_owned(), sources.to_owned())).collect()
}

const PAGES: [&str; 3] = ["index.html", "field/track/ada/index.html", "404.html"];

#[test]
fn without_a_word_of_the_owner_nothing_is_asked_of_other_hosts() {
    let tiny = site("");
    tiny.build().without_a_word();
    assert!(policy(&tiny).values().all(|sources| !sources.contains("https:")), "{:?}", policy(&tiny));
    for page in PAGES {
        assert!(!tiny.built(page).contains("src=\"http"), "{page}");
    }
}

#[test]
fn a_script_of_another_host_is_on_every_page_and_its_host_alone_is_allowed() {
    let tiny = site(
        "[analytics]\nscript = \"https://stats.example.com:8443/js/s.js?a=1&b=2\"\n\
         attributes = { data-domain = \"a \\\"b\\\" <c>\", async = \"\" }\n",
    );
    tiny.build().without_a_word();
    for page in PAGES {
        let page = tiny.built(page);
        let script = "<script src=\"https://stats.example.com:8443/js/s.js?a=1&amp;b=2\" defer async=\"\" \
                      data-domain=\"a &quot;b&quot; &lt;c&gt;\"></script>";
        assert!(page.contains(script), "{page}");
    }
    let policy = policy(&tiny);
    assert_eq!(policy["script-src"], "'self' https://stats.example.com:8443");
    assert_eq!(policy["connect-src"], "'self' https://stats.example.com:8443");
    assert_eq!(policy["img-src"], "'self' data:");
    assert_eq!(policy["style-src"], "'self'");
}

#[test]
fn a_script_of_the_site_reaches_what_it_is_allowed() {
    let tiny = site(
        "[analytics]\nscript = \"/count.js\"\n[analytics.allow]\nscripts = [\"https://a.example.com\"]\n\
         connect = [\"https://b.example.com\"]\nimages = [\"https://c.example.com\"]\n",
    );
    tiny.build().without_a_word();
    for (page, src) in PAGES.iter().zip(["count.js", "../../../count.js", "/count.js"]) {
        let page = tiny.built(page);
        assert!(page.contains(&format!("<script src=\"{src}\" defer></script>")), "{page}");
    }
    let policy = policy(&tiny);
    assert_eq!(policy["script-src"], "'self' https://a.example.com");
    assert_eq!(policy["connect-src"], "'self' https://b.example.com");
    assert_eq!(policy["img-src"], "'self' data: https://c.example.com");
}

#[test]
fn where_a_script_sends_to_is_what_the_owner_says_if_they_say_it() {
    let tiny = site(
        "[analytics]\nscript = \"https://a.example.com/s.js\"\nallow = { connect = [\"https://b.example.com\"] }\n",
    );
    tiny.build().without_a_word();
    assert_eq!(policy(&tiny)["script-src"], "'self' https://a.example.com");
    assert_eq!(policy(&tiny)["connect-src"], "'self' https://b.example.com");
}

#[test]
fn the_preview_counts_nobody() {
    let tiny = site("[analytics]\nscript = \"https://stats.example.com/s.js\"\n");
    let previewed = Previewed::of(&tiny.root());
    for target in ["/", "/field/track/ada/"] {
        assert!(!previewed.page(target).contains("stats.example.com"), "{target}");
    }
}

#[test]
fn what_could_not_work_is_refused() {
    for (analytics, message) in [
        (
            "script = \"http://a.example.com/s.js\"",
            "`script` must be an address with `https:`, or a file of the site",
        ),
        ("script = \"//a.example.com/s.js\"", "`script` must be"),
        ("script = \"https://localhost/s.js\"", "`script` must be"),
        ("script = \"/\"", "`script` must be"),
        ("script = \"/no.js\"", "the site has no URL `/no.js`"),
        ("attributes = {}", "`script` is missing"),
        ("script = \"/count.js\"\nsource = \"x\"", "unknown key `source`"),
        ("script = \"/count.js\"\nallow = { fonts = [] }", "unknown key `fonts`"),
        ("script = \"/count.js\"\nattributes = { \"a b\" = \"x\" }", "`a b` is no name of an attribute"),
        ("script = \"/count.js\"\nattributes = { onload = \"x\" }", "`onload` would be code in the page"),
        ("script = \"/count.js\"\nattributes = { src = \"x\" }", "`src` is set by rolebook itself"),
        ("script = \"/count.js\"\nattributes = { data-x = 1 }", "must be a text"),
        (
            "script = \"/count.js\"\nallow = { connect = [\"https://a.example.com/\"] }",
            "is not the origin of a host",
        ),
        (
            "script = \"/count.js\"\nallow = { images = [\"http://a.example.com\"] }",
            "is not the origin of a host",
        ),
        ("script = \"/count.js\"\nallow = { scripts = [\"*\"] }", "`*` is not the origin of a host"),
    ] {
        let run = site(&format!("[analytics]\n{analytics}\n")).build().failed();
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
    }
}
