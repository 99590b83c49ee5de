//! How sites and guides are started: `init`, `new`, and what shells are told.

use std::fs;

use insta::assert_snapshot;
use rolebook::content::{self, Content};
use rolebook::source::{Source, SourcePath};

use crate::arrange::{repository, rolebook, run, tree};
use crate::transcript::Session;

/// Three roles that speak of platform engineers, and one that does not.
fn team() -> Session {
    Session::in_site(&[
        (
            "Builder",
            "[skills]\ntechnical = [\"Linux\", \"Terraform\", \"Go\"]\nsoft = [\"Patience\"]",
            "Builds. A platform engineer once\nhelped here.\n\n## Adjacent Roles\n\n**Builder to platform engineer** is short. --> Linux carries over.",
        ),
        (
            "Keeper",
            "[skills]\ntechnical = [\"Linux\", \"Terraform\"]\nsoft = [\"Patience\"]\n\n[[transitions]]\nto = \"Platform Engineer\"\nnote = \"Common.\"",
            "Keeps.\n\n- Platform engineers, at times\n- others\n",
        ),
        (
            "Mender",
            "[skills]\ntechnical = [\"Linux\", \"Perl\"]",
            "Mends.\n\n## Adjacent Roles\n\n**Platform engineer to mender** is rare.\n\n**Mender to cook** happens.",
        ),
        ("Watcher", "[skills]\ntechnical = [\"Sight\"]", "Watches."),
    ])
}

#[test]
fn a_site_is_started_and_looked_at() {
    let mut session = Session::new();
    session.types(&[
        "rolebook init my-guides",
        "cd my-guides",
        "ls",
        "rolebook check --deny warnings",
        "rolebook build",
        "rolebook new --list",
    ]);
    session.types(&["rolebook new Carpenter", "rolebook build", "rolebook build --drafts"]);
    assert_snapshot!(session.transcript());
    let config = String::from_utf8(session.files().remove("config.toml").expect("a file")).expect("UTF-8");
    assert!(config.contains("title = \"My Guides\"\n"), "{config}");
}

#[test]
fn a_site_is_started_here() {
    let mut session = Session::new();
    session.types(&["mkdir guides", "cd guides"]).write("README.md", "Mine.").write("LICENSE", "Mine.");
    session.types(&["rolebook init", "rolebook build"]);
    assert_snapshot!(session.transcript());
}

#[test]
fn no_site_is_started_where_something_is_in_the_way() {
    let mut session = Session::new();
    session
        .write("taken/.gitignore", "*")
        .write("taken/content/about.md", "Mine.")
        .write("taken/templates/x.html", "")
        .write("site/config.toml", "")
        .write("file", "Mine.");
    let before = session.files();
    session.types(&["rolebook init taken", "rolebook init site", "rolebook init file"]);
    session.types(&["rolebook init file/inside", "rolebook init a b", "rolebook init \"\""]);
    assert_snapshot!(session.transcript());
    assert_eq!(session.files(), before);
}

#[test]
fn a_guide_begins_with_what_others_say() {
    let mut session = team();
    session.types(&["rolebook new --list", "rolebook new \"Platform Engineer\""]);
    session.types(&[
        "cat content/it/ops/platform-engineer.md",
        "rolebook build --drafts",
        "rolebook new --list",
    ]);
    assert_snapshot!(session.transcript());
}

#[test]
fn a_guide_of_which_nobody_speaks_begins_with_the_skills_of_the_site() {
    let mut session = team();
    session.write(
        "config.toml",
        "title = \"Guides\"\nbase_url = \"https://example.org/\"\n[[sections]]\ntitle = \"Pay\"\n[[sections]]\ntitle = \"What the job is\"\naliases = [\"The Role in Practice\"]\n",
    );
    session.types(&["rolebook new \"Night \\ Porter\"", "cat content/it/ops/night-porter.md"]);
    assert_snapshot!(session.transcript());
}

#[test]
fn nothing_of_a_new_guide_but_its_headings_reaches_a_page() {
    let mut session = team();
    session.types(&["rolebook new \"Platform Engineer\"", "rolebook build --drafts"]);
    let page = fs::read_to_string(session.here().join("public/it/ops/platform-engineer/index.html"));
    let page = page.expect("a page");
    assert!(!page.contains("<!--") && !page.contains("An ordinary week") && !page.contains("once"), "{page}");

    let file = SourcePath::new("content/it/ops/platform-engineer.md");
    let bytes = fs::read(session.here().join(file.as_str())).expect("a file");
    let parsed = content::parse(&Source::new(file, bytes).into());
    let Some(Content::Document(document)) = parsed.content else { panic!("a guide") };
    let headings = document.outline.headings.iter().map(|heading| heading.text.split_whitespace().count());
    assert_eq!(document.outline.length.words, headings.sum::<usize>());
    assert!(document.outline.openings.is_empty());
}

#[test]
fn the_track_is_that_of_all_neighbours_or_has_to_be_named() {
    let mut session = team();
    let index = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n");
    session
        .write("content/it/Dev/_index.md", &index("Development"))
        .write("content/food/_index.md", &index("Food"))
        .write("content/food/dev/_index.md", &index("New Recipes"));
    session.types(&[
        "rolebook new \"Platform Engineer\"",
        "rolebook new Tester",
        "rolebook new Tester --track devs",
        "rolebook new Tester --track dev",
        "rolebook new Tester --track nowhere",
        "rolebook new Tester --track content/it/dev/",
        "rolebook new Taster --track food/dev",
        "rolebook new Caster --track ops",
    ]);
    assert_snapshot!(session.transcript());
}

#[test]
fn no_guide_is_started_twice_or_without_a_name() {
    let mut session = team();
    session
        .write(
            "content/it/ops/seer.md",
            "+++\ntitle = \"Seer\"\nalternate_titles = [\"Night Watch\"]\ndraft = true\n+++\n",
        )
        .write("content/it/ops/broken.md", "no front matter");
    let before = session.files();
    session.types(&[
        "rolebook new Builder",
        "rolebook new keepers",
        "rolebook new \"night  watch\"",
        "rolebook new Broken",
        "rolebook new \"!?\"",
        "rolebook new \" \"",
        "rolebook new index",
        "rolebook new Cook --track \"\"",
        "rolebook new skill \"\"",
        "rolebook new field ...",
        "rolebook new track ...",
        "rolebook new page ...",
    ]);
    assert_snapshot!(session.transcript());
    assert_eq!(session.files(), before);
}

#[test]
fn folders_and_pages_are_started() {
    let mut session = Session::new();
    session.write("config.toml", "title = \"Guides\"\nbase_url = \"https://example.org/\"\n");
    session.types(&[
        "rolebook new Cook",
        "rolebook new track Kitchen",
        "rolebook new field Food",
        "rolebook new track Kitchen",
        "rolebook new field Health",
        "rolebook new track Nursing",
        "rolebook new track Nursing --field helth",
        "rolebook new --root . track Nursing --field health",
        "rolebook new guide page --track kitchen",
        "rolebook new page 'Who \"We\" Are'",
        "cat content/who-we-are.md",
        "cat content/food/kitchen/_index.md",
        "rolebook build --drafts",
    ]);
    assert_snapshot!(session.transcript());
}

#[test]
fn no_folder_or_page_takes_the_place_of_another() {
    let mut session = team();
    session.types(&["rolebook new page About"]);
    let before = session.files();
    session.types(&[
        "rolebook new field It",
        "rolebook new track Ops",
        "rolebook new page about",
        "rolebook new page It",
        "rolebook new field About",
        "rolebook new field Skills",
        "rolebook new page Skills",
    ]);
    assert_snapshot!(session.transcript());
    assert_eq!(session.files(), before);
}

#[test]
fn skills_are_written_about_and_named() {
    let mut session = team();
    session.types(&[
        "rolebook new skill linux",
        "cat content/skills/linux.md",
        "rolebook new skill Linux",
        "rolebook new skill \"Listening Well\" --soft",
        "rolebook new skill C++",
        "cat content/skills.toml",
        "rolebook build",
    ]);
    assert_snapshot!(session.transcript());
}

#[test]
fn a_vocabulary_that_takes_no_entry_stays_as_it_is() {
    let mut session = team();
    session.write("content/skills.toml", "skill = [{ name = \"A/B\", includes = [\"A\", \"B\"] }]");
    let before = session.files();
    session.types(&["rolebook new skill A/B", "rolebook new skill Rust"]);
    assert_snapshot!(session.transcript());
    assert_eq!(session.files(), before);
}

#[test]
fn a_site_with_errors_can_be_added_to_and_none_cannot() {
    let mut session = team();
    session
        .write("content/it/ops/broken.md", "+++\ntitel = \"Broken\"\n+++\n[x](nowhere.md)\n")
        .write("templates/guide.html", "{% if %}");
    session.types(&["rolebook new \"Platform Engineer\"", "mkdir empty", "cd empty", "rolebook new Cook"]);
    session.write("config.toml", "title = \"Guides\"\n");
    session.types(&["rolebook new Cook", "rolebook new --list", "rolebook new Cook --root elsewhere"]);
    assert_snapshot!(session.transcript());
}

#[test]
fn usage_that_means_two_things_is_refused() {
    let mut session = team();
    let before = session.files();
    session.types(&[
        "rolebook new",
        "rolebook new Cook field Food",
        "rolebook new --list Cook",
        "rolebook new --list --track ops",
        "rolebook new field",
        "rolebook new skill Cooking --track ops",
        "rolebook completions",
        "rolebook completions tcsh",
        "rolebook schema site",
    ]);
    assert_snapshot!(session.transcript());
    assert_eq!(session.files(), before);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_leaves_the_site() {
    let mut session = team();
    let elsewhere = crate::arrange::temporary();
    fs::remove_dir_all(session.here().join("content/it/ops")).expect("no folder");
    std::os::unix::fs::symlink(elsewhere.path(), session.here().join("content/it/ops")).expect("a link");
    session.write("content/it/dev/_index.md", "+++\ntitle = \"Development\"\n+++\n");
    std::os::unix::fs::symlink(elsewhere.path(), session.here().join("content/food")).expect("a link");
    session.types(&["rolebook new field Food", "rolebook new track Ops"]);
    assert_snapshot!(session.transcript());
    assert!(tree(elsewhere.path()).is_empty());
}

#[test]
fn every_shell_has_completions() {
    for (shell, telling) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef rolebook"),
        ("fish", "complete -c rolebook"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let mut command = rolebook();
        command.args(["completions", shell]);
        let script = run(command).without_a_word().stdout;
        assert!(script.contains(telling), "{shell}");
        for verb in ["build", "serve", "init", "new", "schema", "completions"] {
            assert!(script.contains(verb), "{verb} in {shell}");
        }
    }
}

#[test]
fn the_package_holds_the_starter() {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).expect("a file");
    assert!(manifest.contains("\"/starter\""));
}
