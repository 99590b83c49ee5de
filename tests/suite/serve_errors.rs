//! The preview of a site with mistakes: what is broken stays as it was, says what
//! is wrong, spoils nothing else, and comes back by itself when it is mended.

use std::collections::BTreeMap;
use std::fs;

use rolebook::server::message::Response;

use crate::arrange::{CONFIG, Tiny};
use crate::previewed::{BAKER, COOK, Previewed, answers, assert_same, encode, header, kitchen, split, text};

const COOK_FILE: &str = "content/field/track/cook.md";
const COOK_PAGE: &str = "/field/track/cook/";

/// Front matter that is no TOML, with signs of HTML in its line.
fn broken() -> String {
    COOK.replace("alternate_titles = ", "alternate_titles = <script>alert(1)</script> ")
}

/// Every page and file of the site without what the preview adds to pages.
pub(crate) fn pages(previewed: &Previewed) -> BTreeMap<String, (u16, String)> {
    let site = previewed.snapshot.site.as_ref().expect("a site");
    let shown = site.plan.pages.keys().map(|route| {
        let response = previewed.get(&encode(route.as_str()));
        let is_html = header(&response, "Content-Type").is_some_and(|media| media.starts_with("text/html"));
        let body = if is_html { split(&text(&response)).0 } else { text(&response) };
        (route.to_string(), (response.status, body))
    });
    shown.collect()
}

/// The report on a page, and whether it is about that page.
pub(crate) fn report(response: &Response) -> Option<(String, bool)> {
    let (_, injected) = split(&text(response));
    let report = injected.strip_prefix("<rolebook-report ")?.split("</rolebook-report>").next()?;
    let (attributes, report) = report.split_once('>')?;
    Some((report.to_owned(), attributes.split(' ').any(|attribute| attribute == "concerns")))
}

/// Breaks the site `kitchen`. Every page must stay as it was, and those that
/// `concerned` names must say that it is about them. Then mends it, and all must be
/// well again.
#[track_caller]
pub(crate) fn check_that_pages_stay(
    error: &str,
    concerned: &[&str],
    breaks: impl FnOnce(&Tiny),
) -> Previewed {
    let tiny = kitchen();
    let sound = crate::arrange::tree(&tiny.root());
    let mut previewed = Previewed::of(&tiny.root());
    let (before, all_before) = (pages(&previewed), answers(&previewed.snapshot, &previewed.settings));
    breaks(&tiny);
    previewed.look();
    let shown = previewed.report();
    assert!(shown.contains(error), "{shown}");
    let after = pages(&previewed);
    assert!(before.keys().eq(after.keys()), "{:?}", after.keys());
    for (path, page) in &after {
        assert!(*page == before[path], "{path}: {}\n\nbefore: {}", page.1, before[path].1);
        if let Some(injected) = path.ends_with('/').then(|| previewed.get(&encode(path))) {
            let (report, concerns) = report(&injected).unwrap_or_else(|| panic!("{path} has a report"));
            assert!(report.contains("error["), "{path}: {report}");
            assert_eq!(concerns, concerned.contains(&path.as_str()), "{path}");
        }
    }
    for path in crate::arrange::tree(&tiny.root()).keys().filter(|path| !sound.contains_key(*path)) {
        fs::remove_file(tiny.root().join(path)).expect("a file");
    }
    for (path, bytes) in sound {
        tiny.write(&path, bytes);
    }
    previewed.look();
    assert_same(&answers(&previewed.snapshot, &previewed.settings), &all_before, "before");
    previewed
}

#[test]
fn a_broken_guide_keeps_its_last_good_page_and_no_other_page_changes() {
    check_that_pages_stay("error[invalid-toml]", &[COOK_PAGE], |tiny| {
        tiny.write(COOK_FILE, broken());
    });
}

#[test]
fn a_guide_whose_text_is_wrong_keeps_its_last_good_page_too() {
    for (error, text) in [
        ("error[broken-link]", COOK.replace("baker.md", "bakr.md")),
        ("error[unknown-key]", COOK.replace("alternate_titles", "alternate_title")),
        ("error[missing-front-matter]", "Cooks cook.".to_owned()),
        ("error[empty-body]", "+++\ntitle = \"Cook\"\n+++\n".to_owned()),
        ("error[missing-front-matter]", String::new()),
    ] {
        check_that_pages_stay(error, &[COOK_PAGE], |tiny| {
            tiny.write(COOK_FILE, text);
        });
    }
}

#[test]
fn bytes_that_are_no_text_change_no_page() {
    check_that_pages_stay("error[invalid-utf8]", &[COOK_PAGE], |tiny| {
        tiny.write(COOK_FILE, [COOK.as_bytes(), b"\xff\xfe"].concat());
    });
}

#[test]
fn several_broken_files_change_no_page() {
    check_that_pages_stay("error[broken-link]", &[COOK_PAGE, "/field/track/baker/", "/about/"], |tiny| {
        tiny.write(COOK_FILE, broken())
            .write("content/field/track/baker.md", format!("{BAKER}\n[a link](nothing.md)\n"))
            .write("content/about.md", "no front matter");
    });
}

#[test]
fn a_broken_field_or_track_keeps_its_last_good_page() {
    check_that_pages_stay("error[missing-key]", &["/field/"], |tiny| {
        tiny.write("content/field/_index.md", "+++\n+++\n");
    });
    check_that_pages_stay("error[invalid-toml]", &["/field/track/"], |tiny| {
        tiny.write("content/field/track/_index.md", "+++\ntitle =\n+++\n");
    });
}

#[test]
fn a_broken_home_page_and_broken_words_about_a_skill_keep_their_last_good_page() {
    check_that_pages_stay("error[broken-link]", &["/"], |tiny| {
        tiny.write("content/_index.md", "+++\n+++\n\nAsk [nobody](nobody.md).\n");
    });
    check_that_pages_stay("error[missing-front-matter]", &["/skills/knives/"], |tiny| {
        tiny.write("content/skills/knives.md", "Blunt.");
    });
}

#[test]
fn a_broken_vocabulary_changes_no_page() {
    check_that_pages_stay("error[invalid-toml]", &[], |tiny| {
        tiny.write("content/skills.toml", "[[skill]\n");
    });
    check_that_pages_stay("error[missing-key]", &[], |tiny| {
        tiny.write("content/skills.toml", "[[skill]]\naliases = [\"Blades\"]\n");
    });
}

#[test]
fn a_broken_config_changes_no_page() {
    for (error, config) in [
        ("error[invalid-toml]", "title = "),
        ("error[missing-key]", "title = \"Tiny\"\n"),
        ("error[missing-key]", ""),
        ("error[unknown-key]", &format!("{CONFIG}colour = \"red\"\n")),
        ("error[invalid-value]", &format!("{CONFIG}theme = \"nothing\"\n")),
        ("error[invalid-value]", &format!("{CONFIG}[highlight]\nlight = \"nothing\"\n")),
        ("error[invalid-value]", "title = \"Tiny\"\nbase_url = \"example\"\n"),
    ] {
        check_that_pages_stay(error, &[], |tiny| {
            tiny.write("config.toml", config);
        });
    }
}

#[test]
fn a_config_that_is_gone_changes_no_page() {
    check_that_pages_stay("error[no-site]", &[], |tiny| {
        fs::remove_file(tiny.root().join("config.toml")).expect("a file");
    });
}

#[test]
fn a_new_guide_takes_no_slug_from_one_that_was_there() {
    // Whichever of the two comes first by path.
    for folder in ["alpha", "zeta"] {
        let tiny = kitchen();
        for index in [format!("content/{folder}/_index.md"), format!("content/{folder}/track/_index.md")] {
            tiny.write(&index, "+++\ntitle = \"Another\"\n+++\n\nWords.\n");
        }
        let mut previewed = Previewed::of(&tiny.root());
        let before = previewed.page(COOK_PAGE);
        let newcomer = format!("content/{folder}/track/cook.md");
        tiny.write(&newcomer, "+++\ntitle = \"Another Cook\"\n+++\n\nNew.\n");
        previewed.look();
        assert!(previewed.report().contains("error[duplicate-slug]"), "{}", previewed.report());
        assert_eq!(previewed.page(COOK_PAGE), before);
        assert!(previewed.page("/field/track/").contains("href=\"cook/\""));
        assert_ne!(previewed.get(&format!("/{folder}/track/cook/")).status, 200);
        // Edited, it is as new; by itself, it is a guide.
        tiny.write(&newcomer, "+++\ntitle = \"Another Cook\"\n+++\n\nNewer.\n");
        previewed.look();
        assert_eq!(previewed.page(COOK_PAGE), before);
        fs::remove_file(tiny.root().join(COOK_FILE)).expect("a file");
        tiny.write("content/field/track/baker.md", "+++\ntitle = \"Baker\"\n+++\n\nBakes.\n");
        previewed.look();
        assert!(previewed.page(&format!("/{folder}/track/cook/")).contains("Newer."));
    }
}

#[test]
fn broken_files_and_good_edits_live_side_by_side() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    tiny.write(COOK_FILE, broken()).write("static/note.txt", "Another.\n").guide(
        "potter",
        "Head Potter",
        "A friend of the head cook.",
    );
    previewed.look();
    assert!(previewed.page(COOK_PAGE).contains("Cooks cook"));
    assert!(previewed.page("/field/track/potter/").contains("href=\"../cook/\""));
    assert!(previewed.page("/field/track/").contains("Head Potter"));
    assert_eq!(text(&previewed.get("/note.txt")), "Another.\n");
    // What was good first and is edited while others are broken is good as well.
    tiny.guide("potter", "Head Potter", "Pots.");
    previewed.look();
    tiny.guide("potter", "Head Potter", "[x](nothing.md)");
    previewed.look();
    assert!(previewed.page("/field/track/potter/").contains("Pots."));
}

#[test]
fn the_report_shows_the_line_and_the_help_with_all_signs_escaped() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    tiny.write(COOK_FILE, broken());
    tiny.write(
        "content/about.md",
        "+++\ntitle = \"About\"\n+++\n\n[<b>&\"'](</x\"><img src=y>.md>) and [cooks](field/track/waitr.md)\n",
    );
    previewed.look();
    let (report, _) = report(&previewed.get(COOK_PAGE)).expect("a report");
    for part in [
        "content/field/track/cook.md:3:",
        "3 | alternate_titles = &lt;script&gt;alert(1)&lt;/script&gt; ",
        "content/about.md:5:",
        "did you mean",
        "<b>error[broken-link]</b>",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let tags = report.split('<').skip(1).filter_map(|rest| rest.split([' ', '>']).next());
    for tag in tags {
        assert!(
            ["ol", "li", "p", "b", "code", "pre"].contains(&tag.trim_start_matches('/')),
            "{tag}: {report}"
        );
    }
}

#[test]
fn a_page_that_was_never_good_shows_the_report_itself_and_says_so() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    tiny.write("content/field/track/potter.md", "+++\ntitle = <b>\n+++\n\nPots.\n");
    previewed.look();
    let response = previewed.get("/field/track/potter/");
    assert_eq!(response.status, 500);
    assert_eq!(header(&response, "Content-Type"), Some("text/html; charset=utf-8"));
    let (report, concerns) = report(&response).expect("a report");
    assert!(report.contains("potter.md:2:9") && report.contains("title = &lt;b&gt;"), "{report}");
    assert!(concerns);
    assert_eq!(previewed.get("/field/track/nothing/").status, 404, "other addresses are still unknown");

    tiny.guide("potter", "Potter", "Pots.");
    previewed.look_and_compare();
    assert!(previewed.page("/field/track/potter/").contains("Pots."));
}

#[test]
fn a_new_guide_that_is_broken_changes_no_other_page() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    let before = pages(&previewed);
    tiny.write("content/field/track/potter.md", "no front matter");
    previewed.look();
    assert_eq!(pages(&previewed), before);
}

#[test]
fn a_broken_guide_that_is_deleted_is_gone() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    tiny.write("content/field/track/waiter.md", "no front matter");
    previewed.look();
    assert_eq!(previewed.get("/field/track/waiter/").status, 200);
    fs::remove_file(tiny.root().join("content/field/track/waiter.md")).expect("a file");
    previewed.look_and_compare();
    assert_eq!(previewed.get("/field/track/waiter/").status, 404);
}

#[test]
fn a_link_to_a_guide_that_is_deleted_is_told_and_the_guide_is_gone() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    fs::remove_file(tiny.root().join("content/field/track/baker.md")).expect("a file");
    previewed.look();
    assert_eq!(previewed.get("/field/track/baker/").status, 404);
    let response = previewed.get(COOK_PAGE);
    assert_eq!(response.status, 200);
    let (report, concerns) = report(&response).expect("a report");
    assert!(report.contains("there is no text <code>baker.md</code>") && concerns, "{report}");
}

#[test]
fn a_track_without_its_index_does_not_spoil_its_guides() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    fs::remove_file(tiny.root().join("content/field/track/_index.md")).expect("a file");
    previewed.look();
    assert!(previewed.report().contains("error[missing-index]"), "{}", previewed.report());
    assert!(previewed.page(COOK_PAGE).contains("Cooks cook"));
    assert_eq!(previewed.get("/about/").status, 200);
}

#[test]
fn a_site_that_is_broken_from_the_start_is_served_as_its_report_and_recovers() {
    let tiny = kitchen();
    tiny.write("config.toml", "title = \n");
    let mut previewed = Previewed::of(&tiny.root());
    for target in ["/", COOK_PAGE, "/nothing/", "/note.txt"] {
        let response = previewed.get(target);
        assert_eq!(response.status, 500, "{target}");
        let (report, concerns) = report(&response).expect("a report");
        assert!(report.contains("config.toml:1:") && concerns, "{report}");
    }
    let state = previewed.state("/");
    assert_eq!(state["report"]["errors"], 1);
    tiny.write("config.toml", CONFIG);
    previewed.look_and_compare();
    assert_eq!(previewed.get(COOK_PAGE).status, 200);
}

#[test]
fn a_guide_that_is_broken_from_the_start_is_the_only_page_that_is_not_served() {
    let tiny = kitchen();
    tiny.write(COOK_FILE, broken());
    let mut previewed = Previewed::of(&tiny.root());
    for (target, status) in [(COOK_PAGE, 500), ("/", 200), ("/field/track/waiter/", 200), ("/nothing/", 404)]
    {
        assert_eq!(previewed.get(target).status, status, "{target}");
    }
    tiny.write(COOK_FILE, COOK);
    previewed.look_and_compare();
    assert_eq!(previewed.get(COOK_PAGE).status, 200);
}

#[test]
fn a_report_is_part_of_the_state_of_every_page() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    assert!(previewed.state(COOK_PAGE)["report"].is_null());
    let page = previewed.state(COOK_PAGE)["page"].clone();
    tiny.write(COOK_FILE, broken());
    previewed.look();
    for (path, concerns) in [(COOK_PAGE, true), ("/about/", false), ("/nothing/", false)] {
        let state = previewed.state(path);
        let (html, _) = report(&previewed.get(path)).expect("a report");
        assert_eq!(state["report"]["html"], html);
        assert_eq!(state["report"]["concerns"], concerns, "{path}");
        assert_eq!(state["report"]["errors"], 2);
    }
    assert_eq!(previewed.state(COOK_PAGE)["page"], page, "the page itself did not change");
}

#[test]
fn the_number_of_errors_is_how_many_the_report_shows() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    for template in ["{{ guide.titel }}", "{{ guide.titel }} saved again"] {
        tiny.write("templates/guide.html", template).write(COOK_FILE, broken());
        previewed.look();
    }
    let (html, _) = report(&previewed.get(COOK_PAGE)).expect("a report");
    assert!(html.contains("error[template]") && html.contains("error[invalid-toml]"), "{html}");
    let shown = html.matches("<li class=\"error\">").count();
    assert_eq!(previewed.state(COOK_PAGE)["report"]["errors"], shown);
    let (_, injected) = split(&text(&previewed.get(COOK_PAGE)));
    assert!(injected.contains(&format!("errors=\"{shown}\" warnings=\"0\"")), "{injected}");
}

#[test]
fn warnings_are_no_reason_for_a_report() {
    let tiny = kitchen();
    tiny.write(COOK_FILE, format!("{COOK}\nA note that is not there.[^1]\n"));
    let previewed = Previewed::of(&tiny.root());
    assert!(previewed.report().contains("warning["));
    assert_eq!(report(&previewed.get(COOK_PAGE)), None);
    assert_eq!(previewed.state(COOK_PAGE)["margin"]["diagnostics"][0]["severity"], "warning");
}
