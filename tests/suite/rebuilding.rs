//! Builds after the first one: what is not made again, and that the result is the same
//! as if it were. Whether a page was rendered does not show, but whether a card was drawn
//! does: its folder in `.rolebook-cache` tells.

use std::collections::BTreeMap;
use std::fs::{self, File};

use assert_cmd::Command;

use crate::arrange::{Run, Tiny, build_command, rolebook, run, temporary, tree};

const CONFIG: &str = "title = \"Kitchens\"\nbase_url = \"https://example.org/\"\n";
const BUILT: &str = ".rolebook-cache/built";
const COOK: &str = "field/track/cook/index.html";

/// A site of two guides that draws cards, with a file of its own and a template, built.
fn kitchen() -> Tiny {
    let tiny = Tiny::new();
    tiny.write("config.toml", CONFIG)
        .write("static/menu.txt", "Soup")
        .write("templates/404.html", "Nothing")
        .guide("cook", "Cook", "Cooks cook.")
        .guide("baker", "Baker", "Bakers bake.");
    build(&tiny, &[]).without_a_word();
    tiny
}

/// `build` as an owner does it, who keeps what was made.
fn build(tiny: &Tiny, arguments: &[&str]) -> Run {
    build_by(rolebook(), tiny, arguments)
}

fn build_by(mut program: Command, tiny: &Tiny, arguments: &[&str]) -> Run {
    program.args(["build", "--root"]).arg(tiny.root()).arg("--out").arg(tiny.out()).args(arguments);
    run(program)
}

/// How many cards a build draws that finds none.
#[track_caller]
fn drawn(tiny: &Tiny, arguments: &[&str]) -> usize {
    drawn_by(rolebook(), tiny, arguments)
}

#[track_caller]
fn drawn_by(program: Command, tiny: &Tiny, arguments: &[&str]) -> usize {
    let folder = tiny.root().join(".rolebook-cache/cards");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("a folder");
    }
    build_by(program, tiny, arguments).without_a_word();
    tree(&folder).len()
}

/// What a build gives that knows nothing of others.
fn fresh(tiny: &Tiny, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = temporary();
    let mut command = build_command(&tiny.root(), out.path());
    command.args(arguments);
    run(command).without_a_word();
    tree(out.path())
}

/// Cards of a site: of itself, the field, the track and both guides.
const CARDS: usize = 5;

#[test]
fn where_nothing_changed_nothing_is_made_or_written() {
    let tiny = kitchen();
    let before = tree(&tiny.root());
    let run = build(&tiny, &[]).without_a_word();
    assert!(run.stdout.contains(", 0 changed, "), "{}", run.stdout);
    assert!(tree(&tiny.root()) == before);
    assert_eq!(drawn(&tiny, &[]), 0);
    assert!(tree(&tiny.out()) == fresh(&tiny, &[]));
    let run = build(&tiny, &["--no-cache"]).without_a_word();
    assert!(run.stdout.contains(", 0 changed, "), "{}", run.stdout);
}

#[test]
fn what_somebody_did_to_the_output_is_undone() {
    let tiny = kitchen();
    let before = tree(&tiny.out());
    let path = tiny.out().join(COOK);
    let time = fs::metadata(&path).and_then(|found| found.modified()).expect("a time");
    // As long as it was, and as old.
    fs::write(&path, tiny.built(COOK).replace("Cooks cook", "Crooks coo")).expect("a file");
    File::options().write(true).open(&path).and_then(|file| file.set_modified(time)).expect("a time");
    fs::remove_file(tiny.out().join("menu.txt")).expect("a file");
    fs::remove_file(tiny.out().join("field/track/cook/card.png")).expect("a file");
    assert_eq!(drawn(&tiny, &[]), 1);
    assert!(tree(&tiny.out()) == before);

    fs::remove_dir_all(tiny.out()).expect("a folder");
    assert_eq!(drawn(&tiny, &[]), CARDS);
    assert!(tree(&tiny.out()) == before);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_right_bytes_is_no_file_of_the_site() {
    use std::os::unix::fs::symlink;
    let tiny = kitchen();
    let elsewhere = temporary();
    let (path, target) = (tiny.out().join(COOK), elsewhere.path().join("cook.html"));
    fs::rename(&path, &target).expect("a file");
    symlink(&target, &path).expect("a link");
    build(&tiny, &[]).without_a_word();
    assert!(fs::symlink_metadata(&path).expect("a file").is_file());
}

#[test]
fn whatever_files_depend_on_has_them_made_anew() {
    let tiny = kitchen();
    let edits: [(&str, &dyn Fn()); 7] = [
        ("a guide", &|| _ = tiny.guide("cook", "Cook", "Cooks fry.")),
        ("a static file", &|| _ = tiny.write("static/menu.txt", "Stew")),
        ("a template", &|| _ = tiny.write("templates/404.html", "Nobody")),
        ("the configuration", &|| _ = tiny.write("config.toml", CONFIG.replace("Kitchens", "Hotels"))),
        ("a name", &|| {
            let at = |name: &str| tiny.root().join("static").join(name);
            fs::rename(at("menu.txt"), at("food.txt")).expect("a file");
        }),
        ("a guide less", &|| {
            fs::remove_file(tiny.root().join("content/field/track/baker.md")).expect("a file");
        }),
        ("a draft", &|| {
            let text = "+++\ntitle = \"Chef\"\ndraft = true\n+++\n\nChefs lead.\n";
            tiny.write("content/field/track/chef.md", text);
        }),
    ];
    for (what, edit) in edits {
        edit();
        assert!(drawn(&tiny, &[]) > 0, "{what}");
        assert!(tree(&tiny.out()) == fresh(&tiny, &[]), "{what}");
        assert_eq!(drawn(&tiny, &[]), 0, "{what}, again");
    }
    for options in [&["--drafts"][..], &["--base-url", "https://example.org/sub/"], &[]] {
        assert!(drawn(&tiny, options) > 0, "{options:?}");
        assert!(tree(&tiny.out()) == fresh(&tiny, options), "{options:?}");
    }
}

#[test]
fn another_program_makes_everything_anew() {
    let tiny = kitchen();
    let elsewhere = temporary();
    let copy = elsewhere.path().join("rolebook");
    fs::copy(env!("CARGO_BIN_EXE_rolebook"), &copy).expect("a program");
    assert_eq!(drawn_by(Command::new(&copy), &tiny, &[]), CARDS);
    assert_eq!(drawn_by(Command::new(&copy), &tiny, &[]), 0);
}

#[test]
fn what_was_kept_is_not_believed_without_its_hash() {
    let tiny = kitchen();
    let kept = fs::read(tiny.root().join(BUILT)).expect("a file");
    let last = kept.len() - 1;
    let other = [&kept[..last], &[!kept[last]]].concat();
    for bytes in [&[], &kept[..40], &kept[..last - 31], &[kept.as_slice(), &[0; 32]].concat(), &other] {
        tiny.write(BUILT, bytes);
        assert_eq!(drawn(&tiny, &[]), CARDS);
        assert!(fs::read(tiny.root().join(BUILT)).expect("a file") == kept, "it is kept anew");
    }
}

#[test]
fn a_build_with_errors_changes_nothing_that_is_kept() {
    let tiny = kitchen();
    let before = tree(&tiny.out());
    tiny.write("templates/404.html", "{{ page.title / 2 }}");
    assert!(build(&tiny, &[]).failed().stderr.contains("404.html"));
    assert!(tree(&tiny.out()) == before);
    tiny.write("templates/404.html", "Nothing");
    assert_eq!(drawn(&tiny, &[]), 0);
}
