//! The preview after each kind of change, as a reader of the disk sees it: what is
//! served then is what a preview serves that was just started.

use std::fs;

use crate::arrange::{CONFIG, Tiny};
use crate::previewed::{BAKER, COOK, Previewed, kitchen, page_template, png, text};

/// Makes a change to the site `kitchen`. What stands at `target` must be other
/// afterwards, and all that is served what a fresh preview serves.
#[track_caller]
fn check(target: &str, change: impl FnOnce(&Tiny)) -> Previewed {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    assert_eq!(previewed.report(), "", "the site is sound to begin with");
    let before = previewed.get(target);
    change(&tiny);
    previewed.look_and_compare();
    assert_eq!(previewed.report(), "");
    assert_ne!(text(&previewed.get(target)), text(&before), "{target} shows the change");
    previewed
}

const COOK_FILE: &str = "content/field/track/cook.md";
const COOK_PAGE: &str = "/field/track/cook/";

fn remove(tiny: &Tiny, path: &str) {
    fs::remove_file(tiny.root().join(path)).expect("a file");
}

fn rename(tiny: &Tiny, from: &str, to: &str) {
    let to = tiny.root().join(to);
    fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
    fs::rename(tiny.root().join(from), to).expect("a file");
}

fn edited() -> String {
    COOK.replace("Cooks cook", "Cooks boil")
}

#[test]
fn a_file_that_is_written_in_place_is_shown() {
    let previewed = check(COOK_PAGE, |tiny| {
        tiny.write(COOK_FILE, edited());
    });
    assert!(previewed.page(COOK_PAGE).contains("Cooks boil"));
}

#[test]
fn a_file_that_is_saved_by_a_rename_is_shown() {
    check(COOK_PAGE, |tiny| {
        tiny.write("content/field/track/.cook.md.tmp", edited());
        rename(tiny, "content/field/track/.cook.md.tmp", COOK_FILE);
    });
}

#[test]
fn a_file_that_is_renamed_away_and_written_anew_is_shown() {
    check(COOK_PAGE, |tiny| {
        rename(tiny, COOK_FILE, "content/field/track/cook.md~");
        tiny.write(COOK_FILE, edited());
    });
}

#[test]
fn what_editors_leave_beside_a_file_is_no_part_of_the_site() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    let before = previewed.get("/sitemap.xml");
    for name in
        ["cook.md~", ".cook.md.swp", ".#cook.md", "#cook.md#", ".goutputstream-1", "cook.md___jb_tmp___"]
    {
        tiny.write(&format!("content/field/track/{name}"), "half a te");
        tiny.write(&format!("static/{name}"), "half a te");
    }
    previewed.look_and_compare();
    assert_eq!(previewed.report(), "");
    assert_eq!(previewed.get("/sitemap.xml"), before);
    assert_eq!(previewed.get("/cook.md~").status, 404);
}

#[test]
fn a_new_guide_is_linked_where_it_is_mentioned() {
    let previewed = check(COOK_PAGE, |tiny| {
        tiny.guide("owner", "Owner", "The Owner owns.");
    });
    assert!(previewed.page(COOK_PAGE).contains("href=\"../owner/\""), "{}", previewed.page(COOK_PAGE));
    assert!(previewed.page("/field/track/").contains("Owner"));
}

#[test]
fn a_new_folder_of_guides_is_shown() {
    let previewed = check("/", |tiny| {
        tiny.write("content/sea/_index.md", "+++\ntitle = \"Sea\"\n+++\n")
            .write("content/sea/boats/_index.md", "+++\ntitle = \"Boats\"\n+++\n")
            .write(
                "content/sea/boats/sailor.md",
                "+++\ntitle = \"Sailor\"\n+++\n\nSailors eat what a head cook cooks.\n",
            );
    });
    assert!(previewed.page("/sea/boats/sailor/").contains("href=\"../../../field/track/cook/\""));
}

#[test]
fn a_deleted_guide_is_gone_and_nothing_leads_to_it() {
    let previewed = check("/field/track/", |tiny| remove(tiny, "content/field/track/waiter.md"));
    assert_eq!(previewed.get("/field/track/waiter/").status, 404);
    assert!(!previewed.page(COOK_PAGE).contains("waiter"));
    assert!(!text(&previewed.get("/sitemap.xml")).contains("waiter"));
}

#[test]
fn links_follow_a_guide_that_is_renamed() {
    let previewed = check(COOK_PAGE, |tiny| {
        rename(tiny, "content/field/track/waiter.md", "content/field/track/server.md");
    });
    assert_eq!(previewed.get("/field/track/waiter/").status, 404);
    let page = previewed.page(COOK_PAGE);
    assert!(page.contains("href=\"../server/\"") && !page.contains("href=\"../waiter/\""), "{page}");
}

#[test]
fn links_follow_a_guide_that_moves_to_another_track() {
    let previewed = check(COOK_PAGE, |tiny| {
        rename(tiny, "content/field/track/waiter.md", "content/field/other/waiter.md");
    });
    assert_eq!(previewed.get("/field/track/waiter/").status, 404);
    assert!(previewed.page(COOK_PAGE).contains("href=\"../../other/waiter/\""));
    assert!(previewed.page("/field/other/").contains("Waiter"));
    assert!(!previewed.page("/field/track/").contains("Waiter"));
}

#[test]
fn links_follow_a_track_whose_folder_is_renamed() {
    let previewed = check("/", |tiny| rename(tiny, "content/field/track", "content/field/kitchen"));
    assert_eq!(previewed.get(COOK_PAGE).status, 404);
    assert!(previewed.page("/").contains("href=\"field/kitchen/cook/\""));
}

#[test]
fn another_title_is_shown_wherever_the_role_is_named() {
    let previewed = check("/field/track/", |tiny| {
        tiny.write(
            "content/field/track/waiter.md",
            "+++\ntitle = \"Steward\"\n[[transitions]]\nto = \"cook\"\n+++\n\nWaits.\n",
        );
    });
    assert!(previewed.page(COOK_PAGE).contains("Steward") && !previewed.page(COOK_PAGE).contains("Waiter"));
}

#[test]
fn another_title_of_a_track_is_shown_on_its_guides() {
    let previewed = check(COOK_PAGE, |tiny| {
        tiny.write("content/field/track/_index.md", "+++\ntitle = \"Kitchens\"\n+++\n");
    });
    assert!(previewed.page(COOK_PAGE).contains("Kitchens"));
}

#[test]
fn a_draft_that_is_finished_is_shown_as_such() {
    check("/field/track/brewer/", |tiny| {
        tiny.write("content/field/track/brewer.md", "+++\ntitle = \"Brewer\"\n+++\n\nBrewers brew.\n");
    });
}

#[test]
fn a_skill_that_is_added_and_one_that_is_taken_away_are_shown() {
    let previewed = check("/skills/", |tiny| {
        tiny.write(COOK_FILE, COOK.replace("\"Sauces\"", "\"Soups\""));
    });
    assert_eq!(previewed.get("/skills/sauces/").status, 404);
    assert!(previewed.page("/skills/soups/").contains("Head Cook"));
}

#[test]
fn another_vocabulary_is_shown() {
    let previewed = check("/field/track/baker/", |tiny| {
        tiny.write(
            "content/skills.toml",
            "[[skill]]\nname = \"Knives\"\naliases = [\"Blades\"]\n[[skill]]\nname = \"Pastry\"\naliases = [\"Dough\"]\n",
        );
    });
    assert_eq!(previewed.get("/skills/dough/").status, 404);
    assert!(previewed.page("/skills/pastry/").contains("Baker"));
}

#[test]
fn a_vocabulary_that_is_deleted_is_gone() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    assert!(!previewed.page("/field/track/baker/").contains("Blades"));
    remove(&tiny, "content/skills.toml");
    previewed.look_and_compare();
    assert!(previewed.page("/field/track/baker/").contains("Blades"));
}

#[test]
fn words_about_a_skill_are_shown() {
    let previewed = check("/skills/sauces/", |tiny| {
        tiny.write("content/skills/sauces.md", "+++\n+++\n\nSauces hide much.\n");
    });
    assert!(previewed.page("/skills/sauces/").contains("Sauces hide much."));
}

#[test]
fn another_config_is_shown() {
    let previewed = check("/", |tiny| {
        tiny.write("config.toml", CONFIG.replace("Tiny", "Grown Up"));
    });
    assert!(previewed.page(COOK_PAGE).contains("Grown Up"));
}

#[test]
fn another_path_of_the_site_is_where_it_is_served() {
    let previewed = check("/about/", |tiny| {
        tiny.write("config.toml", CONFIG.replace("example.org/", "example.org/careers/"));
    });
    assert_eq!(previewed.get("/careers/about/").status, 200);
}

#[test]
fn other_sections_make_other_moves() {
    let previewed = check(COOK_PAGE, |tiny| {
        tiny.write(
            "config.toml",
            format!("{CONFIG}[[sections]]\ntitle = \"Other Ways\"\ntransitions = true\n"),
        );
    });
    assert!(!previewed.page("/field/track/baker/").contains("is a short way"));
}

#[test]
fn other_colors_of_code_are_shown() {
    check("/assets/0123456789/highlight.css", |tiny| {
        tiny.write("config.toml", format!("{CONFIG}[highlight]\nlight = \"InspiredGitHub\"\n"));
    });
}

#[test]
fn another_template_is_shown_and_the_theme_without_it() {
    let previewed = check("/about/", |tiny| {
        tiny.write("templates/page.html", page_template("fancy"));
    });
    assert!(previewed.page("/about/").contains("<main class=\"fancy\">"));
    let previewed = check("/about/", |tiny| remove(tiny, "templates/page.html"));
    assert!(previewed.page("/about/").contains("style.css"));
}

#[test]
fn a_template_that_is_new_is_shown() {
    let previewed = check("/field/track/cook/", |tiny| {
        tiny.write(
            "templates/guide.html",
            page_template("new").replace("page.title", "guide.title").replace("body |", "guide.body |"),
        );
    });
    assert!(previewed.page(COOK_PAGE).contains("<main class=\"new\"><h1>Head Cook</h1>"));
}

#[test]
fn a_part_of_the_theme_that_is_replaced_is_shown_everywhere() {
    let previewed = check(COOK_PAGE, |tiny| {
        tiny.write(
            "themes/default/templates/parts/breadcrumbs.html",
            "{% component breadcrumbs(trail) %}<p class=\"path\">A path.</p>{% endcomponent breadcrumbs %}",
        );
    });
    assert!(
        previewed.page(COOK_PAGE).contains("<p class=\"path\">A path.</p>"),
        "{}",
        previewed.page(COOK_PAGE)
    );
}

#[test]
fn assets_of_the_theme_are_shown() {
    let previewed = check("/assets/0123456789/style.css", |tiny| {
        tiny.write("themes/default/assets/style.css", "body { color: red }\n");
    });
    assert_eq!(text(&previewed.get("/assets/0123456789/style.css")), "body { color: red }\n");
    assert_eq!(previewed.get("/assets/style.css").status, 404, "no page asks for that");
    check("/assets/0123456789/extra.css", |tiny| remove(tiny, "themes/default/assets/extra.css"));
}

#[test]
fn other_assets_do_not_make_another_page_though_it_names_them() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    let [page, state] = [previewed.page(COOK_PAGE), previewed.state(COOK_PAGE)["page"].to_string()];
    tiny.write("themes/default/assets/style.css", "body { color: red }\n");
    previewed.look_and_compare();
    assert_ne!(previewed.page(COOK_PAGE), page);
    assert_eq!(previewed.state(COOK_PAGE)["page"].to_string(), state, "so that no browser reloads it");
}

#[test]
fn another_theme_is_shown() {
    let previewed = check("/assets/0123456789/style.css", |tiny| {
        tiny.write("themes/paper/assets/style.css", "body { color: green }\n")
            .write("config.toml", format!("{CONFIG}theme = \"paper\"\n"));
    });
    assert_eq!(previewed.get("/assets/0123456789/extra.css").status, 404);
}

#[test]
fn static_files_are_shown() {
    check("/note.txt", |tiny| {
        tiny.write("static/note.txt", "Another note.\n");
    });
    check("/deep/er.txt", |tiny| {
        tiny.write("static/deep/er.txt", "New.\n");
    });
    let previewed = check("/note.txt", |tiny| remove(tiny, "static/note.txt"));
    assert_eq!(previewed.get("/note.txt").status, 404);
    let previewed = check("/robots.txt", |tiny| {
        tiny.write("static/robots.txt", "User-agent: *\nDisallow: /\n");
    });
    assert!(text(&previewed.get("/robots.txt")).contains("Disallow: /"));
}

#[test]
fn an_image_of_another_size_is_shown_at_its_size() {
    let previewed = check("/field/track/baker/", |tiny| {
        tiny.write("static/pot.png", png(80, 60));
    });
    assert!(previewed.page("/field/track/baker/").contains("width=\"80\""));
}

#[test]
fn files_in_the_folder_of_a_guide_come_and_go_with_it() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    rename(&tiny, "content/field/track/waiter.md", "content/field/track/waiter/index.md");
    tiny.write("content/field/track/waiter/oven.png", png(10, 10));
    previewed.look_and_compare();
    assert_eq!(previewed.get("/field/track/waiter/oven.png").status, 200);
    fs::remove_dir_all(tiny.root().join("content/field/track/waiter")).expect("a folder");
    tiny.write(COOK_FILE, COOK.replace("[waiters](waiter.md)", "waiters"));
    previewed.look_and_compare();
    assert_eq!(previewed.get("/field/track/waiter/oven.png").status, 404);
}

#[test]
fn hundreds_of_files_that_change_at_once_are_shown() {
    let tiny = kitchen();
    let write = |word: &str, numbers: std::ops::Range<usize>| {
        for number in numbers {
            let body = format!("Has {word} work, unlike helper {}.", number + 1);
            tiny.guide(&format!("helper-{number}"), &format!("Helper {number}"), &body);
        }
    };
    write("good", 0..300);
    let mut previewed = Previewed::of(&tiny.root());
    for number in 0..40 {
        remove(&tiny, &format!("content/field/track/helper-{number}.md"));
    }
    write("bad", 40..340);
    previewed.look_and_compare();
    assert_eq!(previewed.get("/field/track/helper-39/").status, 404);
    assert!(previewed.page("/field/track/helper-339/").contains("Has bad work"));
}

#[test]
fn a_site_can_go_and_come_back() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    let before = previewed.get(COOK_PAGE);
    rename(&tiny, "content", "elsewhere");
    previewed.look_and_compare();
    assert_eq!(previewed.get(COOK_PAGE).status, 404);
    rename(&tiny, "elsewhere", "content");
    previewed.look_and_compare();
    assert_eq!(previewed.get(COOK_PAGE), before);
}

#[test]
fn a_page_is_another_only_where_its_bytes_are() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    let fingerprints = |previewed: &Previewed| {
        ["/field/track/baker/", COOK_PAGE, "/about/"].map(|path| previewed.state(path)["page"].clone())
    };
    let [baker, cook, about] = fingerprints(&previewed);
    assert_ne!(baker, cook);
    // Its own text, which no other page quotes.
    tiny.write("content/field/track/baker.md", BAKER.replace("echo bread", "echo cake"));
    previewed.look();
    let [now, same_cook, same_about] = fingerprints(&previewed);
    assert_ne!(now, baker);
    assert_eq!([same_cook, same_about], [cook, about]);
    // Mended, it is the page that it was.
    tiny.write("content/field/track/baker.md", BAKER);
    previewed.look();
    assert_eq!(fingerprints(&previewed)[0], baker);
}
