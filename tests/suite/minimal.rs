//! One small site with everything in it once, and all that is made of it. A
//! change of the default theme shows here, and is reviewed here.

use std::sync::OnceLock;

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::arrange::{assets, build, case, read, temporary, tree};

fn built() -> &'static TempDir {
    static BUILT: OnceLock<TempDir> = OnceLock::new();
    BUILT.get_or_init(|| {
        let out = temporary();
        build(&case("minimal"), out.path()).without_a_word();
        out
    })
}

/// A built file, without versions.
fn text(path: &str) -> String {
    without_versions(&read(&built().path().join(path)))
}

fn without_versions(text: &str) -> String {
    let version = concat!("rolebook ", env!("CARGO_PKG_VERSION"));
    text.replace(version, "rolebook [VERSION]").replace(&assets(built().path()), "assets/[VERSION]/")
}

#[test]
fn the_list_of_files() {
    let files: Vec<String> = tree(built().path()).into_keys().collect();
    assert_snapshot!(without_versions(&files.join("\n")));
}

#[test]
fn the_page_of_a_guide() {
    assert_snapshot!(text("food/kitchen/cook/index.html"));
}

#[test]
fn the_page_of_a_skill() {
    assert_snapshot!(text("skills/knives/index.html"));
}

#[test]
fn the_feed() {
    assert_snapshot!(text("feed.xml"));
}

#[test]
fn the_sitemap() {
    assert_snapshot!(text("sitemap.xml"));
}

#[test]
fn the_rules_for_crawlers() {
    assert_snapshot!(text("robots.txt"));
}

#[test]
fn the_list_for_language_models() {
    assert_snapshot!(text("llms.txt"));
}

#[test]
fn what_hosts_are_to_send() {
    assert_snapshot!(text("_headers"));
}

#[test]
fn the_page_at_an_old_address() {
    assert_snapshot!(text("chef/index.html"));
}

#[test]
fn an_old_address_may_be_a_file() {
    let page = text("old/rules.html");
    assert!(page.contains("content=\"0; url=../rules/\""), "{page}");
}
