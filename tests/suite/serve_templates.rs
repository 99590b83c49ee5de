//! The preview of a site whose templates have mistakes: no page changes, whether the
//! mistake shows when the template is read or only on some page.

use std::fs;

use rolebook::route::Route;

use crate::arrange::Tiny;
use crate::previewed::{COOK, Previewed, kitchen, page_template, text};
use crate::serve_errors::{check_that_pages_stay, pages, report};

const COOK_FILE: &str = "content/field/track/cook.md";
const COOK_PAGE: &str = "/field/track/cook/";

#[test]
fn a_broken_config_and_a_broken_template_change_no_page_together() {
    for template in ["{{ page.title }", "{{ page.titel }}"] {
        check_that_pages_stay("error[invalid-toml]", &[], |tiny| {
            tiny.write("config.toml", "title = ").write("templates/page.html", template);
        });
    }
}

#[test]
fn a_template_that_does_not_parse_changes_no_page() {
    for template in ["{{ page.title }", "{% if page %}", "{% extends \"nothing.html\" %}"] {
        check_that_pages_stay("error[template]", &[], |tiny| {
            tiny.write("templates/page.html", template);
        });
    }
}

#[test]
fn a_template_that_names_what_is_not_there_changes_no_page() {
    for template in [
        "{% include \"nothing.html\" %}",
        "{{ page.title | nothing }}",
        "{{ <nothing /> }}",
        "{{ nothing() }}",
    ] {
        check_that_pages_stay("error[template]", &[], |tiny| {
            tiny.write("templates/page.html", template);
        });
    }
}

#[test]
fn a_template_that_others_need_and_that_is_gone_changes_no_page() {
    let tiny = kitchen();
    tiny.write("templates/layout.html", page_template("layout"))
        .write("templates/page.html", "{% extends \"layout.html\" %}");
    let mut previewed = Previewed::of(&tiny.root());
    let before = pages(&previewed);
    assert!(before["/about/"].1.contains("<main class=\"layout\">"));
    fs::remove_file(tiny.root().join("templates/layout.html")).expect("a file");
    previewed.look();
    assert!(previewed.report().contains("error[template]"), "{}", previewed.report());
    assert_eq!(pages(&previewed), before);
    fs::remove_file(tiny.root().join("templates/page.html")).expect("a file");
    previewed.look_and_compare();
}

#[test]
fn a_new_template_that_does_not_parse_changes_no_page() {
    for path in ["templates/guide.html", "templates/parts/new.html", "themes/default/templates/base.html"] {
        check_that_pages_stay("error[template]", &[], |tiny| {
            tiny.write(path, "{{ page.title }");
        });
    }
}

#[test]
fn a_new_template_that_is_no_text_changes_no_page() {
    check_that_pages_stay("error[invalid-utf8]", &[], |tiny| {
        tiny.write("templates/guide.html", b"\xff");
    });
}

#[test]
fn a_template_that_fails_while_it_renders_changes_no_page() {
    check_that_pages_stay("error[template]", &[], |tiny| {
        tiny.write("templates/page.html", page_template("new").replace("page.title", "page.titel"));
    });
    check_that_pages_stay("error[template]", &[], |tiny| {
        tiny.write("templates/guide.html", "{{ guide.titel }}");
    });
    check_that_pages_stay("error[template]", &[], |tiny| {
        tiny.write("templates/404.html", "{{ nothing }}");
    });
}

#[test]
fn a_template_that_fails_on_one_page_only_changes_no_page() {
    let guide = "{{ guide.title }}{% if guide.title == \"Waiter\" %}{{ guide.titel }}{% endif %}";
    check_that_pages_stay("error[template]", &[], |tiny| {
        tiny.write("templates/guide.html", guide);
    });
}

#[test]
fn a_broken_template_that_fails_while_it_renders_is_not_forgotten_when_pages_change() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    tiny.write("templates/guide.html", "{{ guide.titel }}");
    previewed.look();
    for slug in ["baker", "brewer", "waiter"] {
        let path = tiny.root().join(format!("content/field/track/{slug}.md"));
        fs::rename(&path, path.with_file_name(format!("the-{slug}.md"))).expect("a file");
        tiny.write(COOK_FILE, COOK.replace("[bakers](baker.md)", slug));
        previewed.look();
        assert!(previewed.report().contains("error[template]"), "{slug}: {}", previewed.report());
        assert!(previewed.page(COOK_PAGE).contains(&format!("Cooks cook, and {slug} bake.")), "{slug}");
    }
}

#[test]
fn a_template_that_is_broken_from_the_start_recovers() {
    for template in ["{{ page.title }", "{{ page.titel }}"] {
        let tiny = kitchen();
        tiny.write("templates/page.html", template);
        let mut previewed = Previewed::of(&tiny.root());
        let response = previewed.get("/about/");
        assert!(previewed.report().contains("error[template]"));
        assert!(report(&response).is_some(), "{}", text(&response));
        tiny.write("templates/page.html", page_template("mended"));
        previewed.look_and_compare();
        assert!(previewed.page("/about/").contains("mended"));
    }
}

/// A site with many pages, `/page-100/` and so on.
fn large() -> Tiny {
    let tiny = kitchen();
    for number in 100..340 {
        let text = format!("+++\ntitle = \"Page {number}\"\n+++\n\nWords.\n");
        tiny.write(&format!("content/page-{number}.md"), text);
    }
    tiny
}

/// A template with that word in it, which fails on the page of that number.
fn fails_on(number: usize, word: &str) -> String {
    let wrong = format!("{{% if page.title == \"Page {number}\" %}}{{{{ page.titel }}}}{{% endif %}}");
    page_template(word).replace("{{ page.title }}", &wrong)
}

#[test]
fn of_a_large_site_some_pages_are_tried_before_a_new_template_is_shown() {
    let tiny = large();
    let mut previewed = Previewed::of(&tiny.root());
    let site = previewed.snapshot.site.as_ref().expect("a site");
    let pages = site.plan.pages.values().filter(|page| page.has_template()).count();
    let mut tried = 0;
    // Pages that stand beside each other, of which one is tried.
    for number in 200..200 + pages.div_ceil(25) {
        let word = format!("new-{number}");
        tiny.write("templates/page.html", fails_on(number, &word));
        previewed.look();
        let is_kept = !previewed.page("/page-150/").contains(&word);
        // What was not tried tells of its mistake as soon as it is looked at.
        assert!(report(&previewed.get(&format!("/page-{number}/"))).is_some(), "{number}");
        assert_eq!(previewed.report().contains("error[template]"), is_kept, "{number}");
        tried += usize::from(is_kept);
    }
    assert_eq!(tried, 1);
}

#[test]
fn a_page_of_a_kind_that_was_not_there_is_tried_when_it_comes() {
    let tiny = Tiny::new();
    tiny.write("templates/page.html", "{{ page.nothing }}")
        .write("content/_index.md", "+++\ntitle = \"Home\"\n+++\n\nWords.\n");
    let mut previewed = Previewed::of(&tiny.root());
    assert_eq!(previewed.report(), "");
    // It comes, goes, and comes again.
    for _ in 0..2 {
        tiny.write("content/about.md", "+++\ntitle = \"About\"\n+++\n\nWords.\n");
        previewed.look();
        assert!(previewed.report().contains("error[template]"), "{}", previewed.report());
        fs::remove_file(tiny.root().join("content/about.md")).expect("a file");
        previewed.look();
        assert_eq!(previewed.report(), "");
    }
}

#[test]
fn what_was_not_tried_is_found_later_and_the_last_sound_template_is_shown_again() {
    let tiny = large();
    let mut previewed = Previewed::of(&tiny.root());
    tiny.write("templates/page.html", page_template("sound"));
    previewed.look();
    previewed.check();
    assert!(previewed.page("/page-150/").contains("sound"));
    // One of the two is not tried at once.
    for number in [200, 201] {
        for word in ["worse", "worst"] {
            tiny.write("templates/page.html", fails_on(number, word));
            previewed.look();
        }
        previewed.check();
        assert!(previewed.report().contains("error[template]"), "{number}");
        assert!(previewed.page(&format!("/page-{number}/")).contains("sound"), "{number}");
    }
    tiny.write("templates/page.html", page_template("mended"));
    previewed.look_and_compare();
}

#[test]
fn what_somebody_looks_at_is_tried_before_a_new_template_is_shown() {
    let tiny = large();
    let mut previewed = Previewed::of(&tiny.root());
    for number in [200, 201] {
        previewed.preview.look_at(vec![Route::page([format!("page-{number}").as_str()])]);
        tiny.write("templates/page.html", fails_on(number, "new"));
        previewed.look();
        assert!(previewed.report().contains("error[template]"), "{number}");
        assert!(!previewed.page(&format!("/page-{number}/")).contains("new"), "{number}");
    }
}
