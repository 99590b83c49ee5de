//! The repository's own site, as its readers get it: every link of the built
//! pages leads somewhere, and every page can be found. Read from the HTML that
//! was written, never from what the program meant to write.

use std::fs;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::arrange::{build, build_command, case, copy, read, repository, run, temporary, write};
use crate::built::{Built, Page, Target};

/// The site as `config.toml` has it, built once for all tests.
pub(crate) fn own() -> &'static Built {
    static OWN: OnceLock<Built> = OnceLock::new();
    OWN.get_or_init(|| {
        let out = temporary();
        build(&repository(), out.path()).without_a_word();
        Built::read(out.path(), "https://example.org/", true)
    })
}

/// The same, published below a path.
fn below_a_path() -> &'static Built {
    static BELOW: OnceLock<Built> = OnceLock::new();
    BELOW.get_or_init(|| {
        let out = temporary();
        let mut command = build_command(&repository(), out.path());
        command.args(["--base-url", "https://example.org/sub/path/"]);
        run(command).without_a_word();
        Built::read(out.path(), "https://example.org/sub/path/", true)
    })
}

/// A copy of the site whose links name files.
fn with_index_links() -> (TempDir, Built) {
    let folder = temporary();
    let root = folder.path().join("site");
    for sources in ["content", "themes"] {
        copy(&repository().join(sources), &root.join(sources));
    }
    let config = read(&repository().join("config.toml"));
    assert!(config.contains("\nindex_links = false\n"));
    let config = config.replace("\nindex_links = false\n", "\nindex_links = true\n");
    fs::write(root.join("config.toml"), config).expect("a file");
    let out = folder.path().join("out");
    build(&root, &out).without_a_word();
    let built = Built::read(&out, "https://example.org/", false);
    (folder, built)
}

#[test]
fn the_repository_builds_without_a_warning_and_says_what_it_built() {
    let out = temporary();
    let run = build(&repository(), out.path()).without_a_word();
    assert!(run.stdout.contains(" guides, ") && run.stdout.contains(" changed, "), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
}

#[test]
fn every_link_anchor_and_file_of_the_pages_is_there() {
    assert!(own().pages.len() > 20, "the site has pages at all");
    own().check_links();
    own().check_style_sheets();
    own().check_absolute_addresses();
}

#[test]
fn every_page_is_sound_html_without_inline_code() {
    own().check_html();
}

#[test]
fn every_page_is_found_from_the_home_page() {
    own().check_that_every_page_is_found();
}

#[test]
fn every_transition_is_shown_at_both_ends() {
    own().check_that_moves_have_two_ends();
}

#[test]
fn a_site_below_a_path_is_as_whole() {
    let built = below_a_path();
    built.check_links();
    built.check_style_sheets();
    built.check_absolute_addresses();
    built.check_html();
    built.check_that_every_page_is_found();
    built.check_that_moves_have_two_ends();
}

#[test]
fn only_what_is_absolute_depends_on_the_address() {
    let (own, below) = (own(), below_a_path());
    assert!(own.files.keys().eq(below.files.keys()));
    for (path, page) in &own.pages {
        if path != "404.html" {
            let links = |page: &Page| [page.links.clone(), page.fetched.clone()];
            assert_eq!(links(page), links(&below.pages[path]), "{path}");
        }
    }
}

#[test]
fn with_index_links_every_link_names_a_file() {
    let (_folder, built) = with_index_links();
    built.check_links();
    built.check_html();
    built.check_that_every_page_is_found();
    built.check_that_moves_have_two_ends();
}

#[test]
fn redirects_footnotes_and_images_lead_somewhere_too() {
    let folder = temporary();
    let root = folder.path().join("site");
    copy(&case("minimal"), &root);
    for has_indexes in [true, false] {
        let config = read(&case("minimal").join("config.toml"));
        let config = format!("{config}index_links = {}\n", !has_indexes);
        fs::write(root.join("config.toml"), config).expect("a file");
        let out = folder.path().join("out");
        build(&root, &out).without_a_word();
        let built = Built::read(&out, "https://example.org/careers/", has_indexes);
        built.check_links();
        built.check_html();
        built.check_that_every_page_is_found();
    }
}

/// A check that cannot fail would be none.
#[test]
fn the_checks_see_what_is_wrong() {
    let page = "<!doctype html><title>x</title><main><h1>x</h1><p id=a><p id=a></div>\
                <a href=\"b/\"></a><a href=\"../x\"></a><a href=\"#b\"></a><a href=\"#a\"></a><a href=\"/else/\"></a></main>";
    let folder = temporary();
    write(&folder.path().join("index.html"), page);
    let built = Built::read(folder.path(), "https://example.org/sub/", true);
    let page = &built.pages["index.html"];
    assert!(!page.errors.is_empty(), "an end tag without a start");
    let faults: Vec<String> =
        page.links.iter().filter_map(|address| built.fault("index.html", address)).collect();
    assert_eq!(
        faults,
        [
            "index.html: b/: there is no file b/index.html",
            "index.html: ../x: leads above the site",
            "index.html: #b: index.html has no id b",
            "index.html: /else/: leads out of the site",
        ]
    );
    assert_eq!(built.fault("index.html", "https://example.org/sub/#a"), None);
    assert_eq!(built.target("index.html", "https://example.org/"), Ok(Target::Elsewhere));
    assert_eq!(built.target("index.html", "mailto:a@example.org"), Ok(Target::Elsewhere));
}
