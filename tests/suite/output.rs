//! The output folder: what a build changes in it, what it keeps, and where it
//! refuses to write. Nothing here looks into a page.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::arrange::{Tiny, build, build_command, copy, repository, run, temporary, tree, write};

/// A site of three guides, built.
fn built() -> Tiny {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.\n\n## Day\n\nIt begins early.")
        .guide("cook", "Cook", "Cooks cook.\n\n## Day\n\nIt ends late.")
        .guide("waiter", "Waiter", "Waiters wait.\n\n## Day\n\nIt is long.");
    tiny.build().without_a_word();
    tiny
}

/// A time long ago, for files that are then left as they are.
fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}

fn date_back(folder: &Path) {
    for path in tree(folder).keys() {
        let file = File::options().write(true).open(folder.join(path)).expect("a file");
        file.set_modified(long_ago()).expect("a time");
    }
}

/// Files that were written since [`date_back`].
fn touched(folder: &Path) -> Vec<String> {
    let modified =
        |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).expect("a time");
    tree(folder).into_keys().filter(|path| modified(path) != long_ago()).collect()
}

#[test]
fn a_second_build_writes_nothing() {
    let tiny = built();
    date_back(&tiny.out());
    let run = tiny.build().without_a_word();
    assert!(run.stdout.contains(", 0 changed, "), "{}", run.stdout);
    assert_eq!(touched(&tiny.out()), Vec::<String>::new());
}

#[test]
fn an_edited_guide_changes_its_own_page_and_what_counts_its_words() {
    let tiny = built();
    date_back(&tiny.out());
    tiny.guide("cook", "Cook", "Cooks cook.\n\n## Day\n\nIt ends very late.");
    let run = tiny.build().without_a_word();
    assert!(run.stdout.contains(", 4 changed, "), "{}", run.stdout);
    let changed =
        ["data/graph.json", "data/roles.csv", "field/track/cook/index.html", "field/track/cook/index.md"];
    assert_eq!(touched(&tiny.out()), changed);
}

#[test]
fn a_new_guide_changes_the_pages_that_show_it() {
    let tiny = built();
    let before = tree(&tiny.out());
    tiny.guide("brewer", "Brewer", "Brewers brew.");
    tiny.build().without_a_word();
    let after = tree(&tiny.out());
    assert!(after.contains_key("field/track/brewer/index.html"));
    assert_ne!(after["field/track/index.html"], before["field/track/index.html"]);
    let assets = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        let assets = files.iter().filter(|(path, _)| path.starts_with("assets/"));
        assets.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    assert_eq!(assets(&after), assets(&before));
}

#[test]
fn files_of_others_are_kept() {
    let tiny = built();
    for path in ["CNAME", "field/track/baker/notes.txt", "deep/er/file.bin"] {
        write(&tiny.out().join(path), path);
    }
    tiny.guide("cook", "Cook", "Cooks cook again.");
    tiny.build().without_a_word();
    for path in ["CNAME", "field/track/baker/notes.txt", "deep/er/file.bin"] {
        assert_eq!(tiny.built(path), path);
    }
}

#[test]
fn the_page_of_a_deleted_guide_goes_and_files_of_others_in_its_folder_stay() {
    let tiny = built();
    write(&tiny.out().join("field/track/cook/notes.txt"), "mine");
    for slug in ["baker", "cook"] {
        fs::remove_file(tiny.root().join(format!("content/field/track/{slug}.md"))).expect("no guide");
    }
    let run = tiny.build().without_a_word();
    // With one role left there is nothing to compare.
    assert!(run.stdout.contains(" 5 deleted, "), "{}", run.stdout);
    assert!(!tiny.has_built("compare") && tiny.has_built("tools/index.html"));
    assert!(!tiny.has_built("field/track/baker"), "its folder was empty");
    assert!(!tiny.has_built("field/track/cook/index.html"));
    assert_eq!(tiny.built("field/track/cook/notes.txt"), "mine");
    assert!(tiny.has_built("field/track/waiter/index.html"));
}

#[test]
fn a_page_that_an_author_moves_takes_its_address_along() {
    let tiny = built();
    fs::rename(
        tiny.root().join("content/field/track/cook.md"),
        tiny.root().join("content/field/track/chef.md"),
    )
    .expect("a guide");
    tiny.build().without_a_word();
    assert!(tiny.has_built("field/track/chef/index.html"));
    assert!(!tiny.has_built("field/track/cook"));
}

#[test]
fn a_build_with_errors_leaves_the_old_output_as_it_was() {
    let errors: &[(&str, &str)] = &[
        ("content/about.md", "+++\ntitle = \"About\"\n+++\n[Nowhere](nowhere.md)\n"),
        ("content/field/track/cook.md", "no front matter"),
        ("templates/guide.html", "{% if %}"),
        ("templates/guide.html", "{{ guide.no_such_field }}"),
        ("config.toml", "title = 1"),
    ];
    for (path, text) in errors {
        let tiny = built();
        let before = tree(&tiny.out());
        date_back(&tiny.out());
        tiny.guide("baker", "Baker", "Other words.").write(path, text);
        let run = tiny.build().failed();
        assert!(run.stderr.ends_with("; nothing was written\n"), "{}", run.stderr);
        assert_eq!(run.stdout, "");
        assert!(tree(&tiny.out()) == before, "{path}: the old output changed");
        assert_eq!(touched(&tiny.out()), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn sources_are_no_place_to_write_to() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.").write("static/robots.txt", "User-agent: *\n");
    let root = tiny.root();
    let before = tree(&root);
    let folders = [
        root.clone(),
        root.join("content"),
        root.join("content/field/public"),
        root.join("static"),
        root.join("static/site"),
        root.join("templates"),
        root.join("themes/own"),
        root.join(".."),
        root.join("public/../content"),
    ];
    for out in &folders {
        for force in [false, true] {
            let mut command = build_command(&root, out);
            if force {
                command.arg("--force");
            }
            let run = run(command).failed();
            assert!(run.stderr.starts_with("error[output-refused]: "), "{}: {}", out.display(), run.stderr);
        }
    }
    assert!(tree(&root) == before, "a refused build wrote something");
}

#[test]
fn a_folder_with_files_of_others_is_written_to_only_by_force() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.");
    write(&tiny.out().join("thesis.txt"), "years of work");
    tiny.build().failed();
    assert_eq!(tree(&tiny.out()).len(), 1, "nothing was written");
    tiny.build_with(&["--force"]).without_a_word();
    assert_eq!(tiny.built("thesis.txt"), "years of work");
    assert!(tiny.has_built("index.html"));
    // From now on rolebook knows which files are its own.
    tiny.build().without_a_word();
    assert_eq!(tiny.built("thesis.txt"), "years of work");
}

#[test]
fn without_an_option_the_output_is_where_the_config_says() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.")
        .write("config.toml", format!("{}output = \"dist/www\"\n", crate::arrange::CONFIG));
    let mut command = crate::arrange::rolebook();
    command.current_dir(tiny.root()).arg("build");
    run(command).without_a_word();
    assert!(tiny.root().join("dist/www/index.html").exists());
    assert!(!tiny.root().join("public").exists());
}

#[test]
fn static_files_are_copied_as_they_are() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.")
        .write("static/.well-known/security.txt", "Contact: mailto:a@example.org\n")
        .write("static/bytes.bin", [0_u8, 255, 10, 13, 0])
        .write("static/robots.txt", "User-agent: *\nDisallow: /\n");
    tiny.build().without_a_word();
    let built = tree(&tiny.out());
    assert_eq!(built["bytes.bin"], [0_u8, 255, 10, 13, 0]);
    assert_eq!(tiny.built(".well-known/security.txt"), "Contact: mailto:a@example.org\n");
    // A site's own rules for crawlers stand in place of ours.
    assert_eq!(tiny.built("robots.txt"), "User-agent: *\nDisallow: /\n");
}

/// The tree that a build of the repository's site makes, with surroundings of
/// its own.
fn tree_with(variables: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let out = temporary();
    let mut command = build_command(&repository(), &out.path().join("out"));
    command.envs(variables.iter().copied());
    run(command).without_a_word();
    tree(&out.path().join("out"))
}

#[test]
fn the_same_sources_give_the_same_bytes_everywhere() {
    let first = tree_with(&[]);
    let others = [
        tree_with(&[]),
        tree_with(&[("RAYON_NUM_THREADS", "1")]),
        tree_with(&[("RAYON_NUM_THREADS", "7"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")]),
        tree_with(&[("TZ", "Pacific/Kiritimati"), ("SOURCE_DATE_EPOCH", "1")]),
    ];
    for other in &others {
        assert!(first.keys().eq(other.keys()));
        for (path, bytes) in &first {
            assert!(*bytes == other[path], "{path} differs");
        }
    }
}

#[test]
fn neither_the_order_nor_the_age_of_files_shows_nor_who_builds_where() {
    let folder = temporary();
    let root = folder.path().join("site");
    for path in tree(&repository().join("content")).into_keys().rev() {
        let from = repository().join("content").join(&path);
        write(&root.join("content").join(&path), fs::read(from).expect("a file"));
    }
    copy(&repository().join("themes"), &root.join("themes"));
    write(&root.join("config.toml"), fs::read(repository().join("config.toml")).expect("a file"));
    let here = tree_with(&[]);
    build(&root, &folder.path().join("out")).without_a_word();
    assert!(tree(&folder.path().join("out")) == here);

    // Somebody else, in another folder, long after: files are touched, cards were kept.
    let moved = folder.path().join("élsewhere/deep er/site");
    fs::create_dir_all(moved.parent().expect("a folder")).expect("a folder");
    fs::rename(&root, &moved).expect("a folder");
    for out in ["drawn", "kept"] {
        date_back(&moved);
        let mut command = crate::arrange::rolebook();
        command.current_dir(&moved).args(["build", "--out"]).arg(folder.path().join(out));
        command.env("RAYON_NUM_THREADS", "2").env("HOME", folder.path()).env("USER", "somebody");
        command.env("LC_ALL", "ja_JP.eucJP").env("LANG", "C").env("TZ", "America/St_Johns");
        run(command).without_a_word();
        assert!(tree(&folder.path().join(out)) == here, "{out}");
    }
}

#[test]
fn drafts_are_published_only_when_asked_for() {
    let tiny = built();
    let before = tree(&tiny.out());
    tiny.write(
        "content/field/track/butcher.md",
        "+++\ntitle = \"Butcher\"\ndraft = true\npublished = 2026-01-31\naliases = [\"/meat/\"]\n[skills]\ntechnical = [\"Knife work\"]\n[[transitions]]\nto = \"cook\"\n+++\nButchers cut.\n",
    )
    .write("content/plans.md", "+++\ntitle = \"Plans\"\ndraft = true\n+++\nAll of them.\n")
    .write("content/field/track/grocer/index.md", "+++\ntitle = \"Grocer\"\ndraft = true\n+++\n![A shop](shop.svg)\n")
    .write("content/field/track/grocer/shop.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"></svg>");
    let run = tiny.build().without_a_word();
    assert!(run.stdout.starts_with("3 guides, "), "{}", run.stdout);
    assert!(tree(&tiny.out()) == before, "a draft leaves no trace");

    let run = tiny.build_with(&["--drafts"]).without_a_word();
    assert!(run.stdout.starts_with("5 guides, "), "{}", run.stdout);
    let pages = [
        "field/track/butcher/index.html",
        "plans/index.html",
        "field/track/grocer/shop.svg",
        "meat/index.html",
    ];
    for path in pages {
        assert!(tiny.has_built(path), "{path}");
    }
    tiny.build().without_a_word();
    assert!(tree(&tiny.out()) == before, "what is a draft again goes again");
}

#[test]
fn a_link_to_a_draft_is_told_so() {
    let tiny = built();
    tiny.write(
        "content/field/track/butcher.md",
        "+++\ntitle = \"Butcher\"\ndraft = true\n+++\nButchers cut.\n",
    );
    for link in ["[butchers](field/track/butcher.md)", "[[butcher]]", "[butchers](/field/track/butcher.md)"] {
        tiny.write("content/about.md", format!("+++\ntitle = \"About\"\n+++\nSee {link}.\n"));
        let run = tiny.build().failed();
        assert!(run.stderr.contains("is a draft, and drafts are not published"), "{link}: {}", run.stderr);
        assert!(run.stderr.contains("content/about.md:4:5"), "{link}: {}", run.stderr);
        tiny.build_with(&["--drafts"]).without_a_word();
        assert!(tiny.built("about/index.html").contains("href=\"../field/track/butcher/\""), "{link}");
    }
}
