//! `check` and `explain` at work: what an author types, and what the program answers,
//! kept as transcripts in `tests/transcripts`.

use std::fs;

use crate::arrange::{Tiny, read, repository, rolebook, run};
use crate::reports::check_report;

/// Types each command in the site's folder, and keeps what is answered.
#[track_caller]
fn session(tiny: &Tiny, name: &str, lines: &[&str]) {
    let mut transcript = String::new();
    for line in lines {
        let mut words = line.split(' ');
        let answer = match words.next() {
            Some("cat") => words.map(|path| read(&tiny.root().join(path))).collect(),
            _ => {
                let mut command = rolebook();
                command.current_dir(tiny.root()).args(words);
                let run = run(command);
                format!("{}{}[exit code {}]\n", run.stdout, run.stderr, run.exit_code)
            }
        };
        transcript.push_str(&format!("$ {line}\n{answer}\n"));
    }
    let folder = fs::canonicalize(tiny.root()).expect("a folder");
    let transcript = transcript.replace(folder.to_str().expect("UTF-8"), "[SITE]");
    check_report(&repository().join("tests/transcripts"), name, &transcript);
}

/// A site of a field and a track of which an editor has nothing to say.
fn tidy() -> Tiny {
    let tiny = Tiny::new();
    let index = |title: &str| format!("+++\ntitle = \"{title}\"\ndescription = \"Jobs around food.\"\n+++\n");
    tiny.write("content/field/_index.md", index("Field"))
        .write("content/field/track/_index.md", index("Track"))
        .write("config.toml", CONFIG)
        .write("content/skills.toml", VOCABULARY)
        .write("content/field/track/baker.md", BAKER);
    tiny
}

const CONFIG: &str =
    "title = \"Tiny\"\nbase_url = \"https://example.org/\"\n\n[[sections]]\ntitle = \"Day\"\n";

const VOCABULARY: &str =
    "[[skill]]\nname = \"Kubernetes\"\naliases = [\"K8s\"]\n\n[[skill]]\nname = \"REST APIs\"\n";

const BAKER: &str = "\
+++
title = \"Baker\"
description = \"Makes bread.\"
reviewed = 2026-06-01
review_every = \"6 months\"

[skills]
technical = [\"Kubernetes\"]
+++

Bakers bake on Kubernetes.
";

#[test]
fn check_of_a_tidy_site() {
    session(
        &tidy(),
        "check_of_a_tidy_site",
        &[
            "rolebook check --date 2026-11-21",
            "rolebook check --date 2026-11-21 --deny warnings",
            "rolebook check --date 2026-11-21 --format json",
            "rolebook check --date 2026-11-21 --format github",
        ],
    );
}

#[test]
fn check_in_every_format() {
    let tiny = tidy();
    tiny.guide("cook", "Cook, and 100%: all", "Cooks cook, as a Baker does. [Nowhere](nowhere.md)");
    session(
        &tiny,
        "check_in_every_format",
        &[
            "rolebook check --date 2026-12-02",
            "rolebook check --date 2026-12-02 --format json",
            "rolebook check --date 2026-12-02 --format github",
        ],
    );
}

#[test]
fn check_that_denies_warnings() {
    session(
        &tidy(),
        "check_that_denies_warnings",
        &[
            "rolebook check --date 2026-12-01 --deny warnings",
            "rolebook check --date 2026-12-02",
            "rolebook check --date 2026-12-02 --deny warnings",
        ],
    );
}

#[test]
fn check_that_fixes() {
    let tiny = tidy();
    let guide = BAKER
        .replace("[\"Kubernetes\"]", "[\r\n  'k8s', # as we say\n\t{name=\"rest apis\", optional = true},\n]")
        .replace("on Kubernetes", "on K8s, by REST");
    tiny.write("content/field/track/baker.md", guide);
    session(
        &tiny,
        "check_that_fixes",
        &[
            "rolebook check --date 2026-11-21",
            "rolebook check --date 2026-11-21 --fix",
            "rolebook check --date 2026-11-21 --fix",
            "cat content/field/track/baker.md",
        ],
    );
}

#[test]
fn a_fix_keeps_every_other_byte_and_the_permissions() {
    let tiny = tidy();
    let path = tiny.root().join("content/field/track/baker.md");
    let before = format!("\u{feff}{}", BAKER.replace("\"Kubernetes\"", "'K8s'").replace('\n', "\r\n"));
    tiny.write("content/field/track/baker.md", &before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    }
    let mut command = rolebook();
    command.args(["check", "--date", "2026-11-21", "--fix", "--format", "json"]).current_dir(tiny.root());
    let run = run(command).succeeded();
    assert_eq!(run.stdout, "", "programs read only what is left");
    assert!(run.stderr.contains("+technical = [\"Kubernetes\"]"), "{}", run.stderr);
    assert_eq!(read(&path), before.replace("'K8s'", "\"Kubernetes\""));
    assert_eq!(
        fs::read_dir(path.parent().expect("a folder")).expect("a folder").count(),
        2,
        "nothing is left over"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
    }
}

#[cfg(unix)]
#[test]
fn a_fix_through_a_symbolic_link_is_refused() {
    let tiny = tidy();
    let path = tiny.root().join("content/field/track/baker.md");
    let text = BAKER.replace("\"Kubernetes\"", "\"K8s\"");
    tiny.write("templates/notes/baker.md", &text);
    fs::remove_file(&path).expect("no file");
    std::os::unix::fs::symlink("../../../templates/notes/baker.md", &path).expect("a link");
    session(&tiny, "check_that_fixes_through_a_link", &["rolebook check --date 2026-11-21 --fix"]);
    assert_eq!(read(&path), text);
}

#[cfg(unix)]
#[test]
fn a_fix_is_never_written_to_what_a_link_in_its_way_leads_to() {
    let tiny = tidy();
    tiny.write("content/field/track/baker.md", BAKER.replace("\"Kubernetes\"", "\"K8s\""));
    tiny.write("templates/notes/mine.md", "mine");
    let beside = tiny.root().join("content/field/track/.baker.md.rolebook-tmp");
    std::os::unix::fs::symlink("../../../templates/notes/mine.md", &beside).expect("a link");
    let mut command = rolebook();
    command.args(["check", "--date", "2026-11-21", "--fix"]).current_dir(tiny.root());
    run(command).succeeded();
    assert_eq!(read(&tiny.root().join("content/field/track/baker.md")), BAKER);
    assert_eq!(read(&tiny.root().join("templates/notes/mine.md")), "mine");
    assert!(!beside.exists());
}

#[test]
fn a_silenced_fix_is_not_made() {
    let tiny = tidy();
    let guide = BAKER.replace("\"Kubernetes\"", "\"K8s\"");
    let guide = guide.replacen("\n+++\n\n", "\n[silence]\nskill-spelling = \"a test\"\n+++\n\n", 1);
    tiny.write("content/field/track/baker.md", &guide);
    session(&tiny, "check_that_fixes_nothing", &["rolebook check --date 2026-11-21 --fix"]);
    assert_eq!(read(&tiny.root().join("content/field/track/baker.md")), guide);
}

#[test]
fn check_that_is_refused() {
    session(
        &tidy(),
        "check_that_is_refused",
        &[
            "rolebook check --format xml",
            "rolebook check --deny errors",
            "rolebook check --date 2026-02-30",
            "rolebook check --root elsewhere",
            "rolebook check --root content",
            "rolebook check guides",
        ],
    );
}

#[test]
fn explain() {
    session(
        &tidy(),
        "explain",
        &[
            "rolebook explain review-overdue",
            "rolebook explain broken-link",
            "rolebook explain",
            "rolebook explain review-overdu",
            "rolebook explain spelling",
        ],
    );
}

#[test]
fn files_of_the_theme_are_copied_to_be_changed() {
    let tiny = tidy();
    session(
        &tiny,
        "theme",
        &[
            "rolebook theme",
            "rolebook theme eject robots.txt parts/breadcrumbs.html favicon.svg",
            "cat templates/robots.txt",
            "rolebook theme",
            "rolebook theme eject robots.txt base.html",
            "rolebook theme eject gude.html styles.css",
            "rolebook theme eject --all guide.html",
            "rolebook theme eject",
            "rolebook --root content theme",
        ],
    );
    // What was copied changes nothing until somebody changes it.
    tiny.build().without_a_word();
    let before = tiny.built("robots.txt");
    let changed = format!("{}# Mine\n", read(&tiny.root().join("templates/robots.txt")));
    tiny.write("templates/robots.txt", changed).build().without_a_word();
    assert_eq!(tiny.built("robots.txt"), format!("{before}# Mine\n"));
    let run = run({
        let mut command = rolebook();
        command.args(["theme", "eject", "--all", "--root"]).arg(tiny.root());
        command
    });
    assert!(run.stdout.contains("themes/default/assets/style.css\n"), "{run:?}");
    assert!(!run.stdout.contains("robots.txt"), "{run:?}");
    tiny.build().without_a_word();
}
