//! The preview as it follows its author: each way of saving, each kind of file,
//! with browsers listening. What is served in the end is what a fresh preview
//! serves, however long it takes.

use std::fs;
use std::path::Path;

use crate::arrange::{CONFIG, Tiny, copy, tree};
use crate::live::{Server, wait_until};
use crate::previewed::{COOK, kitchen, page_template, png, split};

const COOK_FILE: &str = "content/field/track/cook.md";
const COOK_PAGE: &str = "/field/track/cook/";
const WAITER_FILE: &str = "content/field/track/waiter.md";

/// Makes changes to the site `kitchen` while it is served, one after the other; after
/// each, the preview must serve the site as it is then.
#[track_caller]
fn check(changes: &[&dyn Fn(&Tiny)]) {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    for change in changes {
        change(&tiny);
        server.settles(&tiny.root());
    }
}

fn edited(word: &str) -> String {
    COOK.replace("Cooks cook", &format!("Cooks {word}"))
}

fn rename(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
    fs::rename(from, to).expect("a file");
}

fn move_file(tiny: &Tiny, from: &str, to: &str) {
    rename(&tiny.root().join(from), &tiny.root().join(to));
}

fn remove(tiny: &Tiny, path: &str) {
    fs::remove_file(tiny.root().join(path)).expect("a file");
}

fn write(tiny: &Tiny, path: &str, bytes: impl AsRef<[u8]>) {
    tiny.write(path, bytes);
}

fn save(tiny: &Tiny, path: &str, bytes: impl AsRef<[u8]>) {
    tiny.save(path, bytes);
}

#[test]
fn files_that_are_written_in_place_are_followed() {
    check(&[
        &|tiny| write(tiny, COOK_FILE, edited("boil")),
        &|tiny| write(tiny, COOK_FILE, edited("roast")),
        // The same length, at once.
        &|tiny| write(tiny, COOK_FILE, edited("roost")),
    ]);
}

#[test]
fn files_that_are_saved_by_a_rename_are_followed() {
    check(&[
        &|tiny| save(tiny, COOK_FILE, edited("boil")),
        &|tiny| save(tiny, COOK_FILE, edited("bake")),
        // By a name that could be a file of the site.
        &|tiny| {
            write(tiny, "content/field/track/cook.md.123", edited("stew"));
            move_file(tiny, "content/field/track/cook.md.123", COOK_FILE);
        },
        &|tiny| save(tiny, "config.toml", CONFIG.replace("Tiny", "Grown")),
        &|tiny| save(tiny, "config.toml", CONFIG.replace("Tiny", "Small")),
    ]);
}

#[test]
fn files_that_are_renamed_away_and_written_anew_are_followed() {
    let anew = |tiny: &Tiny, word: &str| {
        move_file(tiny, COOK_FILE, "content/field/track/cook.md~");
        tiny.write(COOK_FILE, edited(word));
    };
    check(&[
        &|tiny| anew(tiny, "boil"),
        &|tiny| anew(tiny, "bake"),
        &|tiny| {
            move_file(tiny, "config.toml", "config.toml~");
            tiny.write("config.toml", CONFIG.replace("Tiny", "Grown"));
        },
        &|tiny| write(tiny, "config.toml", CONFIG.replace("Tiny", "Small")),
    ]);
}

#[test]
fn files_that_are_deleted_first_and_written_anew_are_followed() {
    check(&[&|tiny| {
        remove(tiny, COOK_FILE);
        tiny.write(COOK_FILE, edited("boil"));
    }]);
}

#[test]
fn new_folders_and_what_is_written_to_them_later_are_followed() {
    let sailor = |tiny: &Tiny, word: &str| {
        tiny.write(
            "content/sea/boats/sailor.md",
            format!("+++\ntitle = \"Sailor\"\n+++\n\nSailors {word}.\n"),
        );
    };
    check(&[
        &|tiny| {
            tiny.write("content/sea/_index.md", "+++\ntitle = \"Sea\"\n+++\n")
                .write("content/sea/boats/_index.md", "+++\ntitle = \"Boats\"\n+++\n");
            sailor(tiny, "sail");
        },
        &|tiny| sailor(tiny, "row"),
        &|tiny| save(tiny, "content/sea/_index.md", "+++\ntitle = \"The Sea\"\n+++\n"),
        &|tiny| move_file(tiny, "content/sea", "content/ocean"),
        &|tiny| {
            write(tiny, "content/ocean/boats/sailor.md", "+++\ntitle = \"Sailor\"\n+++\n\nSailors swim.\n")
        },
        &|tiny| fs::remove_dir_all(tiny.root().join("content/ocean")).expect("a folder"),
    ]);
}

#[test]
fn folders_of_the_site_that_were_not_there_are_followed() {
    let tiny = Tiny::new();
    tiny.guide("cook", "Cook", "Cooks cook.");
    let server = Server::start(&tiny.root());
    for (path, text) in [
        ("templates/guide.html", "<body>{{ guide.title }}</body>"),
        ("templates/guide.html", "<body>The {{ guide.title }}</body>"),
        ("static/note.txt", "A note."),
        ("static/note.txt", "B note."),
        ("themes/default/assets/style.css", "a {}"),
        ("themes/default/assets/style.css", "b {}"),
    ] {
        tiny.write(path, text);
        server.settles(&tiny.root());
    }
    for folder in ["templates", "static", "themes"] {
        fs::remove_dir_all(tiny.root().join(folder)).expect("a folder");
        server.settles(&tiny.root());
    }
    tiny.write("static/note.txt", "C note.");
    server.settles(&tiny.root());
}

#[test]
fn deleted_renamed_and_moved_guides_are_followed() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    let links_to = |address: &str| server.get(COOK_PAGE).text().contains(&format!("href=\"{address}\""));
    assert!(links_to("../waiter/"));

    move_file(&tiny, WAITER_FILE, "content/field/track/steward.md");
    server.settles(&tiny.root());
    assert!(links_to("../steward/") && !links_to("../waiter/"));
    assert_eq!(server.get("/field/track/waiter/").status, 404);

    move_file(&tiny, "content/field/track/steward.md", "content/field/other/steward.md");
    server.settles(&tiny.root());
    assert!(links_to("../../other/steward/"));
    assert_eq!(server.get("/field/track/steward/").status, 404);

    remove(&tiny, "content/field/other/steward.md");
    server.settles(&tiny.root());
    assert_eq!(server.get("/field/other/steward/").status, 404);
    assert!(!server.get(COOK_PAGE).text().contains("steward"));
}

#[test]
fn vocabulary_templates_assets_and_static_files_are_followed() {
    check(&[
        &|tiny| {
            write(tiny, "content/skills.toml", "[[skill]]\nname = \"Blades\"\n[[skill]]\nname = \"Knives\"\n")
        },
        &|tiny| remove(tiny, "content/skills.toml"),
        &|tiny| write(tiny, "content/skills/sauces.md", "+++\n+++\n\nHot.\n"),
        &|tiny| write(tiny, "templates/page.html", page_template("fancy")),
        &|tiny| save(tiny, "templates/page.html", page_template("plainer")),
        &|tiny| remove(tiny, "templates/page.html"),
        &|tiny| write(tiny, "themes/default/assets/style.css", "body { color: red }"),
        &|tiny| remove(tiny, "themes/default/assets/style.css"),
        &|tiny| write(tiny, "static/pot.png", png(80, 60)),
        &|tiny| write(tiny, "static/new/er.txt", "new"),
        &|tiny| remove(tiny, "static/new/er.txt"),
    ]);
}

/// As a switch of branches does it: hundreds of files come, go and change at once.
#[test]
fn a_switch_of_hundreds_of_files_is_followed() {
    let tiny = kitchen();
    let staff = |word: &str, numbers: std::ops::Range<usize>| {
        for number in numbers {
            tiny.guide(
                &format!("helper-{number}"),
                &format!("Helper {number}"),
                &format!("Has {word} work."),
            );
        }
    };
    staff("good", 0..250);
    let server = Server::start(&tiny.root());
    for number in 0..50 {
        remove(&tiny, &format!("content/field/track/helper-{number}.md"));
    }
    staff("bad", 50..300);
    server.settles(&tiny.root());
    // One after the other.
    for number in 50..60 {
        staff("odd", number..number + 1);
        server.wait_for(&format!("/field/track/helper-{number}/"), "odd work");
    }
}

#[test]
fn a_folder_that_another_one_takes_the_place_of_is_followed() {
    let tiny = kitchen();
    let root = tiny.root();
    let server = Server::start(&root);
    for (round, word) in ["boil", "bake", "roast"].into_iter().enumerate() {
        copy(&root.join("content"), &root.join("other"));
        fs::write(root.join("other/field/track/cook.md"), edited(word)).expect("a file");
        rename(&root.join("content"), &root.join(format!("old-{round}")));
        rename(&root.join("other"), &root.join("content"));
        server.settles(&root);
        // The new folder is watched as the old one was.
        tiny.write(COOK_FILE, edited(&format!("{word} again")));
        server.wait_for(COOK_PAGE, &format!("Cooks {word} again"));
    }
}

#[test]
fn a_site_that_is_gone_for_a_while_is_served_when_it_is_back() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    let sources = tree(&tiny.root());
    for folder in ["content", "static", "templates", "themes"] {
        fs::remove_dir_all(tiny.root().join(folder)).expect("a folder");
    }
    wait_until("it is gone", || server.get(COOK_PAGE).status == 404);
    for (path, bytes) in sources {
        tiny.write(&path, bytes);
    }
    server.settles(&tiny.root());
    tiny.write(COOK_FILE, edited("boil"));
    server.settles(&tiny.root());
}

/// Edits that come while the preview is busy with the ones before.
#[test]
fn no_edit_is_lost_however_fast_they_come() {
    let tiny = kitchen();
    for number in 0..100 {
        tiny.guide(&format!("helper-{number}"), &format!("Helper {number}"), "Helps.");
    }
    let server = Server::start(&tiny.root());
    for round in 0..150 {
        match round % 3 {
            0 => tiny.write(COOK_FILE, edited(&format!("cook {round}"))),
            1 => tiny.save(WAITER_FILE, format!("+++\ntitle = \"Waiter {round}\"\n+++\n\nWaits.\n")),
            _ => tiny.write(&format!("static/{round}.txt"), "new"),
        };
        if round % 10 == 0 {
            server.get(COOK_PAGE);
        }
    }
    server.settles(&tiny.root());
    for round in 0..10 {
        tiny.write("static/note.txt", format!("note {round}"));
        wait_until("it is served", || server.get("/note.txt").text() == format!("note {round}"));
        // At the moment when the last one is done.
        tiny.write(COOK_FILE, edited(&format!("wait {round}")));
        server.wait_for(COOK_PAGE, &format!("Cooks wait {round}"));
    }
}

#[test]
fn a_broken_guide_changes_no_other_page_and_recovers() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    let others = [
        "/",
        "/field/",
        "/field/track/",
        "/field/track/baker/",
        "/field/track/waiter/",
        "/about/",
        "/skills/knives/",
    ];
    let page = |target: &str| {
        let answer = server.get(target);
        assert_eq!(answer.status, 200, "{target}");
        split(&answer.text())
    };
    let before: Vec<_> = others.iter().map(|target| page(target).0).collect();
    let own = page(COOK_PAGE).0;
    for text in ["no front matter".to_owned(), COOK.replace("title = ", "titel = "), String::new()] {
        tiny.save(COOK_FILE, &text);
        wait_until("it is told", || page(COOK_PAGE).1.contains("<rolebook-report errors="));
        assert_eq!(page(COOK_PAGE).0, own);
        for (target, before) in others.iter().zip(&before) {
            assert_eq!(page(target).0, *before, "{target}");
        }
        tiny.save(COOK_FILE, COOK);
        server.settles(&tiny.root());
    }
}

#[test]
fn every_browser_hears_of_a_change_at_once() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    let mut clients: Vec<_> = (0..10).map(|_| server.events()).collect();
    tiny.save("static/note.txt", "Another.\n");
    for client in &mut clients {
        client.wait_for_file("/note.txt");
    }
    // What they heard of can be had.
    assert_eq!(server.get("/note.txt").text(), "Another.\n");
    tiny.save("themes/default/assets/style.css", "body { color: red }");
    for client in &mut clients {
        client.wait_for_file("/assets/style.css");
    }
    assert_eq!(server.get("/assets/0123456789/style.css").text(), "body { color: red }");
}

#[test]
fn browsers_are_told_which_files_changed_and_find_out_about_their_page() {
    let tiny = kitchen();
    tiny.write("config.toml", CONFIG.replace("example.org/", "example.org/careers/"));
    let server = Server::start(&tiny.root());
    let state = |path: &str| -> serde_json::Value {
        serde_json::from_str(&server.get(&format!("/_rolebook/state?path=/careers{path}")).text())
            .expect("JSON")
    };
    let [cook, about] = [COOK_PAGE, "/about/"].map(|path| state(path)["page"].clone());
    let mut events = server.events();
    tiny.save(COOK_FILE, edited("boil"));
    let (name, data) = events.next();
    assert_eq!((name.as_str(), &data["files"]), ("change", &serde_json::json!([])), "no file but a page");
    assert_ne!(state(COOK_PAGE)["page"], cook);
    assert_eq!(state("/about/")["page"], about);
    let version = data["version"].as_u64().expect("a number");

    tiny.save("static/note.txt", "Another.\n");
    let (_, data) = events.next();
    assert_eq!(data, serde_json::json!({ "version": version + 1, "files": ["/careers/note.txt"] }));

    let base = CONFIG.replace("example.org/", "example.org/careers/");
    tiny.save("config.toml", format!("{base}[highlight]\nlight = \"InspiredGitHub\"\n"));
    assert_eq!(events.next().1["files"], serde_json::json!(["/careers/assets/highlight.css"]));
    tiny.save("config.toml", base);
    assert_eq!(events.next().1["files"], serde_json::json!(["/careers/assets/highlight.css"]));

    remove(&tiny, "static/note.txt");
    wait_until("it is gone", || server.get("/careers/note.txt").status == 404);
    assert_eq!(state("/about/")["page"], about);
}
