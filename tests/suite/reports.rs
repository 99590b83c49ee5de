//! What authors are told about mistakes: for every rule a site that breaks it,
//! and the exact report. The sites are the folders `tests/cases/err_*`, each
//! with its report beside it; what cannot be checked in is made here. Those of rules
//! that only `check` looks after are in `check`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use insta::{Settings, assert_snapshot};
use rolebook::diagnostic::Code;

use crate::arrange::{Run, Tiny, build, build_command, case, read, repository, rolebook, run, temporary};

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
    err_ambiguous_title,
    err_broken_anchor,
    err_broken_anchor_elsewhere,
    err_broken_anchor_of_the_page,
    err_broken_link,
    err_broken_link_draft,
    err_broken_link_file,
    err_broken_link_image,
    err_broken_link_reference,
    err_broken_link_url,
    err_broken_link_wikilink,
    err_duplicate_anchor,
    err_duplicate_anchor_of_the_page,
    err_duplicate_skill,
    err_duplicate_slug,
    err_duplicate_slug_author,
    err_duplicate_slug_folder,
    err_duplicate_title,
    err_duplicate_vocabulary,
    err_empty_body,
    err_external_image,
    err_external_image_raw,
    err_five_in_one_file,
    err_invalid_toml,
    err_invalid_toml_config,
    err_invalid_toml_date,
    err_invalid_toml_vocabulary,
    err_invalid_utf8,
    err_invalid_utf8_template,
    err_invalid_value,
    err_invalid_value_alias,
    err_invalid_value_attribution,
    err_invalid_value_author,
    err_invalid_value_base_url,
    err_invalid_value_code,
    err_invalid_value_control,
    err_invalid_value_cname,
    err_invalid_value_data_path,
    err_invalid_value_font,
    err_invalid_value_highlight_theme,
    err_invalid_value_level,
    err_invalid_value_license,
    err_invalid_value_link,
    err_invalid_value_listing,
    err_invalid_value_review_every,
    err_invalid_value_rule,
    err_invalid_value_silence,
    err_invalid_value_theme,
    err_invalid_value_vocabulary,
    err_misplaced_file,
    err_missing_alt,
    err_missing_front_matter,
    err_missing_front_matter_skill,
    err_missing_front_matter_unclosed,
    err_missing_front_matter_yaml,
    err_missing_index,
    err_missing_key,
    err_missing_key_config,
    err_missing_key_empty,
    err_missing_key_transition,
    err_missing_letter,
    err_no_site,
    err_one_broken_guide,
    err_one_broken_index,
    err_output_refused,
    err_removed_html,
    err_removed_html_comment,
    err_second_title,
    err_self_transition,
    err_self_transition_declared,
    err_template,
    err_template_parent,
    err_template_render,
    err_template_unknown,
    err_undefined_footnote,
    err_unknown_key,
    err_unknown_key_config,
    err_unknown_key_guide,
    err_unknown_key_nested,
    err_unknown_key_rule,
    err_unknown_key_silence,
    err_unknown_key_vocabulary,
    err_unknown_role,
    err_unknown_role_near,
    err_unknown_skill,
    err_unsafe_file,
    err_unsafe_file_page,
    err_unsafe_link,
    err_unsafe_link_config,
    err_unsafe_link_image,
    err_untranslated,
    err_url_collision,
    err_url_collision_case,
    err_url_collision_data,
    err_url_collision_field,
    err_url_collision_static,
    err_url_collision_tool,
    err_words,
    err_wrong_type,
    err_wrong_type_config,
    err_wrong_type_date,
    err_wrong_type_list,
}

/// Codes whose sites cannot be checked in, because they need symbolic links, a
/// folder that is in the way, a name that not every system has, another host, or
/// another command. Their tests stand
/// below, and beside those of the commands.
const MADE_HERE: &[Code] = &[
    Code::AlreadyThere,
    Code::DeadLink,
    Code::ImportRefused,
    Code::Io,
    Code::OutputRefused,
    Code::OutsideSite,
    Code::UnknownTrack,
    Code::UnportableName,
    Code::UnverifiedLink,
];

#[track_caller]
fn check_case(name: &str) {
    let out = temporary();
    let root = case(name);
    let run = build(&root, &out.path().join("out"));
    let report = shown(&run, &[(&root, "[SITE]")]);
    check_report(&root, "report", &report);
    let is_written = out.path().join("out/index.html").exists();
    assert_eq!(is_written, run.exit_code == 0, "a site with errors is not written");
}

/// The exit code and the report, with the names of folders that differ from
/// machine to machine replaced.
fn shown(run: &Run, folders: &[(&Path, &str)]) -> String {
    let mut report = run.stderr.clone();
    for (folder, name) in folders {
        let real = fs::canonicalize(folder).expect("a folder");
        report = report.replace(real.to_str().expect("UTF-8"), name);
        report = report.replace(folder.to_str().expect("UTF-8"), name);
    }
    // What was built is told with times; its last line counts the warnings.
    let summary = run.stdout.lines().skip(1).collect::<Vec<_>>().join("\n");
    format!("exit code {}\n\n{report}{summary}", run.exit_code)
}

/// Compares a report with the one that is kept in `folder`.
#[track_caller]
pub(crate) fn check_report(folder: &Path, name: &str, report: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!(name, report));
}

#[track_caller]
fn check_made_here(name: &str, tiny: &Tiny, run: &Run) {
    let root = tiny.root();
    let folder = root.parent().expect("a folder");
    let report = shown(run, &[(&root, "[SITE]"), (folder, "[FOLDER]")]);
    check_report(&repository().join("tests/cases/made_here"), name, &report);
}

#[test]
fn every_case_is_tested() {
    let folders: BTreeSet<String> = fs::read_dir(repository().join("tests/cases"))
        .expect("cases")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.starts_with("err_"))
        .collect();
    let tested: BTreeSet<String> = CASES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(folders, tested);
}

#[test]
fn every_code_has_a_case_whose_report_names_it() {
    for code in Code::ALL {
        let name = code.name().replace('-', "_");
        let report = if MADE_HERE.contains(code) {
            read(&repository().join(format!("tests/cases/made_here/{name}.snap")))
        } else {
            let kind = if case(&format!("check_{name}")).exists() { "check" } else { "err" };
            read(&case(&format!("{kind}_{name}")).join("report.snap"))
        };
        let count = report.matches(&format!("[{code}]: ")).count();
        assert_eq!(count, 1, "{code} in its report:\n{report}");
        let others: usize =
            ["error[", "warning[", "note["].iter().map(|level| report.matches(level).count()).sum();
        assert_eq!(others, 1, "nothing but {code} in its report:\n{report}");
    }
}

#[test]
fn a_broken_guide_is_told_once_and_no_link_to_it() {
    let out = temporary();
    let run = build(&case("err_one_broken_guide"), out.path()).failed();
    assert!(run.stderr.ends_with("\n1 error; nothing was written\n"), "{}", run.stderr);
}

#[test]
fn a_broken_index_is_told_once_and_no_link_to_it() {
    let out = temporary();
    let run = build(&case("err_one_broken_index"), out.path()).failed();
    assert!(!run.stderr.contains("content/field/track/baker.md"), "{}", run.stderr);
}

#[test]
fn a_broken_page_hides_no_mistake_of_a_guide() {
    let tiny = Tiny::new();
    tiny.write("content/about.md", "+++\ntitle = 1\n+++\nSome words.\n")
        .write("content/_index.md", "no front matter")
        .write(
            "content/field/track/baker.md",
            "+++\ntitle = \"Baker\"\n[[transitions]]\nto = \"bread scientist\"\n+++\nSome words.\n",
        );
    let run = tiny.build().failed();
    assert!(run.stderr.contains("error[unknown-role]"), "{}", run.stderr);
    assert!(run.stderr.ends_with("\n3 errors; nothing was written\n"), "{}", run.stderr);
}

#[test]
fn a_broken_config_hides_no_mistake_of_a_file() {
    let tiny = Tiny::new();
    tiny.write("config.toml", "title = \"Tiny\"\n").write("content/about.md", "no front matter");
    let run = tiny.build().failed();
    assert!(run.stderr.contains("error[missing-key]: `base_url` is missing"), "{}", run.stderr);
    assert!(run.stderr.contains("error[missing-front-matter]"), "{}", run.stderr);
}

#[test]
fn five_errors_of_one_file_are_all_told() {
    let out = temporary();
    let run = build(&case("err_five_in_one_file"), out.path()).failed();
    let codes: Vec<&str> =
        run.stderr.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next()).collect();
    assert_eq!(codes, ["wrong-type", "invalid-value", "unknown-key", "broken-link", "broken-anchor"]);
}

#[test]
fn an_article_without_a_word_is_not_imported() {
    let tiny = Tiny::new();
    let article = tiny.root().join("../baker.md");
    fs::write(&article, "\n").expect("a file");
    let mut command = rolebook();
    command.arg("--root").arg(tiny.root()).args(["import", "--track", "field/track"]).arg(&article);
    check_made_here("import_refused", &tiny, &run(command));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_round_in_a_circle_cannot_be_read() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Some words.");
    std::os::unix::fs::symlink("..", tiny.root().join("content/field/round")).expect("a link");
    check_made_here("io", &tiny, &tiny.build());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_cannot_be_read() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Some words.");
    std::os::unix::fs::symlink("nowhere.md", tiny.root().join("content/about.md")).expect("a link");
    check_made_here("io_dangling_link", &tiny, &tiny.build());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_site_is_refused_and_one_inside_is_followed() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Some words.");
    std::os::unix::fs::symlink("baker.md", tiny.root().join("content/field/track/bread-maker.md"))
        .expect("a link");
    fs::write(tiny.root().join("../secret.md"), "+++\ntitle = \"Secret\"\n+++\nSecret.\n").expect("a file");
    tiny.write("content/field/track/baker.md", "+++\ntitle = \"Baker\"\n+++\nBread.\n");
    let linked = tiny.root().join("content/about.md");
    std::os::unix::fs::symlink("../../secret.md", &linked).expect("a link");
    fs::remove_file(tiny.root().join("content/field/track/bread-maker.md")).expect("no link");
    check_made_here("outside_site", &tiny, &tiny.build());

    fs::remove_file(&linked).expect("no link");
    tiny.write("templates/notes/about.md", "+++\ntitle = \"About\"\n+++\nWords from a linked file.\n");
    std::os::unix::fs::symlink("../templates/notes/about.md", &linked).expect("a link");
    tiny.build().succeeded();
    assert!(tiny.built("about/index.html").contains("Words from a linked file."));
}

#[test]
fn a_folder_with_files_of_others_is_refused() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Some words.");
    fs::create_dir(tiny.out()).expect("a folder");
    fs::write(tiny.out().join("thesis.txt"), "Years of work.").expect("a file");
    check_made_here("output_refused", &tiny, &tiny.build());
}

// Windows could not make the file.
#[cfg(unix)]
#[test]
fn a_name_that_windows_refuses_is_told() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Some words.").write("static/js/aux.js", "");
    check_made_here("unportable_name", &tiny, &tiny.build());
    assert!(tiny.has_built("js/aux.js"));

    for (file, name) in [("static/10:30.txt", "10:30.txt"), ("static/draft./a.txt", "draft.")] {
        let tiny = Tiny::new();
        tiny.guide("baker", "Baker", "Some words.").write(file, "");
        let run = tiny.build().succeeded();
        assert!(
            run.stderr
                .starts_with(&format!("warning[unportable-name]: Windows refuses the name `{name}` in `")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn names_that_are_one_on_some_system_are_a_collision() {
    let tiny = Tiny::new();
    // One system's folders cannot hold both, and another's can.
    tiny.guide("baker", "Baker", "Some words.").write("static/caf\u{e9}/menu.txt", "").write(
        "content/caf\u{e9}.md",
        "+++\ntitle = \"Caf\u{e9}\"\naliases = [\"/cafe\u{301}/menu.txt\"]\n+++\nOpen.\n",
    );
    let run = tiny.build().failed();
    assert!(run.stderr.starts_with("error[url-collision]: "), "{}", run.stderr);
    assert!(run.stderr.ends_with("\n1 error; nothing was written\n"), "{}", run.stderr);
}

/// macOS used to give all names with accents behind their letters, and archives made there
/// still do; people type them in their letters everywhere. Addresses are what people type.
#[test]
fn a_link_finds_its_file_in_whatever_form_the_accents_are() {
    let (typed, given) = ("caf\u{e9}", "cafe\u{301}");
    for (file, link) in [(given, typed), (typed, given), (typed, typed), (given, given)] {
        let tiny = Tiny::new();
        tiny.write(
            &format!("content/field/track/{file}.md"),
            "+++\ntitle = \"Caf\u{e9} Owner\"\n+++\nOwns it.\n",
        )
        .write(&format!("content/field/track/{file}/map.svg"), "<svg/>")
        .write(&format!("static/{file}.txt"), "Menu")
        .write(&format!("static/{file}.svg"), "<svg/>");
        let body = format!(
            "[a]({link}.md) [b]({link}/map.svg) [c](/{link}.txt) ![d]({link}/map.svg) ![e](/{link}.svg) \
             [f](#{link}) [g](baker.md#{link}) [[Caf{} owner]]\n\n## X {{#{file}}}\n\nWords.\n",
            link.trim_start_matches("caf"),
        );
        tiny.guide("baker", "Baker", &body);
        let run = tiny.build();
        assert_eq!((run.exit_code, run.stderr.as_str()), (0, ""), "{file:?} {link:?}");
        let page = tiny.built("field/track/baker/index.html");
        let encoded = "caf%C3%A9";
        for address in [
            format!("href=\"../{encoded}/map.svg\""),
            format!("href=\"../../../{encoded}.txt\""),
            format!("src=\"../{encoded}/map.svg\""),
            format!("src=\"../../../{encoded}.svg\""),
            format!("href=\"#{encoded}\""),
            "id=\"caf\u{e9}\"".to_owned(),
        ] {
            assert!(page.contains(&address), "{file:?} {link:?}: {address} in {page}");
        }
        assert!(page.matches("href=\"../cafe/\"").count() >= 2, "{page}");
        assert!(
            tiny.has_built(&format!("{typed}.txt"))
                && tiny.has_built(&format!("field/track/{typed}/map.svg"))
        );
    }
}

#[test]
fn a_guide_that_is_there_is_not_started_again() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Some words.");
    check_made_here("already_there", &tiny, &new(&tiny, &["Baker"]));
}

#[test]
fn a_guide_is_not_started_in_a_track_that_is_not_there() {
    let tiny = Tiny::new();
    check_made_here("unknown_track", &tiny, &new(&tiny, &["Baker", "--track", "trick"]));
}

/// `rolebook new` in the site.
fn new(tiny: &Tiny, arguments: &[&str]) -> Run {
    let mut command = rolebook();
    command.arg("new").arg("--root").arg(tiny.root()).args(arguments);
    run(command)
}

#[test]
fn a_root_that_does_not_exist_is_told() {
    let tiny = Tiny::new();
    let run = build(&tiny.root().join("elsewhere"), &tiny.out());
    check_made_here("io_root", &tiny, &run);
}

#[test]
fn the_exit_code_tells_errors_from_warnings_and_wrong_usage() {
    let out = temporary();
    let exit_code = |name: &str| build(&case(name), &out.path().join(name)).exit_code;
    assert_eq!(exit_code("err_broken_link"), 1);
    assert_eq!(exit_code("err_no_site"), 1);
    assert_eq!(exit_code("err_missing_alt"), 0);

    let usage = |arguments: &[&str]| {
        let mut command = build_command(&case("err_missing_alt"), &out.path().join("usage"));
        command.args(arguments);
        run(command)
    };
    assert_eq!(usage(&["--no-such-flag"]).exit_code, 2);
    for url in ["example.org", "ftp://example.org/", "https://", "https://example.org/a b/", "/sub/", ""] {
        let run = usage(&["--base-url", url]);
        assert_eq!(run.exit_code, 2, "{url}");
        assert!(run.stderr.contains("it must be a full address"), "{}", run.stderr);
    }
    let mut command = rolebook();
    command.arg("bild");
    assert_eq!(run(command).exit_code, 2);
    assert!(!out.path().join("usage").exists());
}

#[test]
fn a_report_has_no_colours_where_nobody_sees_them() {
    let out = temporary();
    let run = build(&case("err_broken_link"), out.path());
    assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
}
