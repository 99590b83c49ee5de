//! What an editor would say: for every rule that only `check` looks after a site that
//! breaks it, and the exact report, in the folders `tests/cases/check_*`. Then what
//! no single site shows: levels, silences, and that all rules are explained.

use std::collections::BTreeSet;
use std::fs;

use rolebook::diagnostic::Code;
use rolebook::rules;

use crate::arrange::{Tiny, case, check_command, read, repository, rolebook, run};
use crate::reports::check_report;

/// A test for every folder, which checks its report.
macro_rules! cases {
    ($($name:ident,)+) => {
        const CASES: &[&str] = &[$(stringify!($name)),+];

        $(
            #[test]
            fn $name() {
                check_case(stringify!($name));
            }
        )+
    };
}

cases! {
    check_contradictory_transition,
    check_contradictory_transition_direction,
    check_empty_section,
    check_large_image,
    check_lone_skill,
    check_long_description,
    check_long_description_of_the_site,
    check_long_title,
    check_missing_description,
    check_missing_section,
    check_near_duplicate_skill,
    check_one_sided_transition,
    check_review_overdue,
    check_skill_spelling,
    check_unlinked_guide,
    check_unmentioned_tag,
    check_untagged_skill,
    check_unused_silence,
}

#[track_caller]
fn check_case(name: &str) {
    let root = case(name);
    let run = run(check_command(&root));
    assert_eq!(run.stderr, "");
    check_report(&root, "report", &format!("exit code {}\n\n{}", run.exit_code, run.stdout));
}

#[test]
fn every_case_is_tested() {
    let folders: BTreeSet<String> = fs::read_dir(repository().join("tests/cases"))
        .expect("cases")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.starts_with("check_"))
        .collect();
    let tested: BTreeSet<String> = CASES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(folders, tested);
}

#[test]
fn our_own_guides_leave_nothing_to_warn_of() {
    let mut command = check_command(&repository());
    command.args(["--deny", "warnings"]);
    let run = run(command);
    assert_eq!(run.exit_code, 0, "{}", run.stdout);
}

#[test]
fn every_rule_is_explained_and_listed_in_the_documentation() {
    let page = read(&repository().join("docs/rules.md"));
    assert_eq!(page, rules::markdown(), "`cargo run -- explain --markdown > docs/rules.md` writes it anew");
    let mut command = rolebook();
    command.arg("explain");
    let list = run(command).succeeded().stdout;
    for code in Code::ALL {
        assert!(page.contains(&format!("\n### {code}\n")), "{code}");
        assert!(list.lines().any(|line| line.split(' ').next() == Some(code.name())), "{code}");
        let mut command = rolebook();
        command.args(["explain", code.name()]);
        let told = run(command).succeeded().without_a_word().stdout;
        assert!(told.starts_with(&format!("{code}: ")) && told.lines().count() > 4, "{told}");
    }
}

/// A site with a picture that has no alternative text, of which every build warns.
fn with_a_picture() -> Tiny {
    let tiny = Tiny::new();
    tiny.write("static/loaf.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"2\"/>")
        .guide("baker", "Baker", "Bakers bake.\n\n![](/loaf.svg)");
    tiny
}

fn with_config(tiny: &Tiny, more: &str) {
    tiny.write("config.toml", format!("title = \"Tiny\"\nbase_url = \"https://example.org/\"\n{more}"));
}

#[test]
fn a_level_holds_for_builds_too() {
    let tiny = with_a_picture();
    assert!(tiny.build().succeeded().stderr.contains("warning[missing-alt]"));
    with_config(&tiny, "[rules]\nmissing-alt = \"error\"\n");
    assert!(tiny.build().failed().stderr.contains("error[missing-alt]"));
    for level in ["note", "off"] {
        with_config(&tiny, &format!("[rules]\nmissing-alt = \"{level}\"\n"));
        tiny.build().without_a_word();
    }
    let is_told = |level: &str| {
        with_config(&tiny, &format!("[rules]\nmissing-alt = \"{level}\"\n"));
        run(check_command(&tiny.root())).stdout.contains("[missing-alt]")
    };
    assert!(is_told("note") && !is_told("off"));
}

#[test]
fn a_silence_holds_in_its_own_text_alone() {
    let tiny = with_a_picture();
    let silent = "+++\ntitle = \"Baker\"\n[silence]\nmissing-alt = \"an ornament\"\n+++\n![](/loaf.svg)\n";
    tiny.write("content/field/track/baker.md", silent);
    tiny.build().without_a_word();
    assert!(!run(check_command(&tiny.root())).stdout.contains("missing-alt"));
    tiny.guide("cook", "Cook", "Cooks cook.\n\n![](/loaf.svg)");
    let run = tiny.build().succeeded();
    assert_eq!(run.stderr.matches("[missing-alt]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("cook.md"), "{}", run.stderr);
}

#[test]
fn what_breaks_when_a_page_is_rendered_is_told() {
    let root = case("err_template_render");
    let run = run(check_command(&root)).failed();
    assert!(run.stdout.contains("error[template]"), "{}", run.stdout);
}

#[test]
fn a_broken_guide_is_not_held_against_the_others() {
    let tiny = Tiny::new();
    tiny.guide("cook", "Cook", "A Cook cooks.")
        .write("content/field/track/baker.md", "+++\ntitle = 1\n+++\n");
    let run = run(check_command(&tiny.root())).failed();
    assert!(run.stdout.contains("error[wrong-type]"), "{}", run.stdout);
    assert!(run.stdout.contains("warning[missing-section]"), "texts are read all the same: {}", run.stdout);
    assert!(!run.stdout.contains("unlinked-guide"), "{}", run.stdout);
}

#[test]
fn soft_skills_are_mentioned_by_any_form_of_their_word() {
    let tiny = Tiny::new();
    tiny.write(
        "content/field/track/baker.md",
        "+++\ntitle = \"Baker\"\n[skills]\ntechnical = [\"AWS/GCP/Azure\", \"CI/CD\"]\nsoft = [\"Communication\", \
         \"Curiosity\", \"Calm Under Pressure\"]\n+++\nThey communicate, stay calm and curious, have a pipeline \
         (CI) and a bill from Azure.\n",
    );
    let run = run(check_command(&tiny.root()));
    assert!(!run.stdout.contains("unmentioned-tag"), "{}", run.stdout);
}
