//! What the theme says, in its own languages and in those that a site adds: that all
//! files of words say the same things, that pages say nothing besides, and that dates,
//! numbers and plurals are those of the language.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use insta::assert_snapshot;
use regex::Regex;
use rolebook::words::language::{CATEGORIES, Plurals};
use scraper::{Html, Selector};
use toml::{Table, Value};

use crate::arrange::{Tiny, build, check_command, repository, run, tree};

/// The languages that the theme comes with.
const LANGUAGES: [&str; 5] = ["de", "en", "es", "fr", "ja"];

/// The messages of a language by key, each with its texts by form.
fn messages(language: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    fn gather(table: &Table, within: &str, found: &mut BTreeMap<String, BTreeMap<String, String>>) {
        for (name, value) in table {
            let key = format!("{within}{name}");
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            match value {
                Value::Table(forms) if forms.contains_key("other") => {
                    found
                        .insert(key, forms.iter().map(|(form, value)| (form.clone(), text(value))).collect());
                }
                Value::Table(inner) => gather(inner, &format!("{key}."), found),
                value => {
                    found.insert(key, BTreeMap::from([("other".to_owned(), text(value))]));
                }
            }
        }
    }
    let path = repository().join(format!("themes/default/i18n/{language}.toml"));
    let table: Table = fs::read_to_string(path).expect("the file").parse().expect("TOML");
    let mut found = BTreeMap::new();
    gather(&table, "", &mut found);
    found
}

/// The text files below a folder of the repository.
fn texts(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let files = tree(&repository().join(folder)).into_iter().filter(|(path, _)| path.ends_with(ending));
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

#[test]
fn all_languages_have_the_same_messages_in_the_forms_that_they_need() {
    let keys: Vec<String> = messages("en").into_keys().collect();
    for language in LANGUAGES {
        let messages = messages(language);
        assert_eq!(messages.keys().cloned().collect::<Vec<_>>(), keys, "{language}");
        let plurals = Plurals::of(language);
        for (key, forms) in messages.iter().filter(|(_, forms)| forms.len() > 1) {
            for count in 0..1000 {
                let form = plurals.form(count);
                let name = CATEGORIES.iter().find(|(_, known)| *known == form).map(|(name, _)| *name);
                assert!(name.is_some_and(|name| forms.contains_key(name)), "{language}: {key} for {count}");
            }
        }
    }
}

#[test]
fn every_message_is_said_somewhere_and_no_other_one_is() {
    let known: BTreeSet<String> = messages("en").into_keys().collect();
    let parts: BTreeSet<&str> = known.iter().filter_map(|key| key.split('.').next()).collect();
    let quoted = Regex::new(r#"["']([a-z_]+(?:\.[a-z_0-9]+)+)["']"#).expect("a pattern");
    let in_code = |text: &str, within: &str| -> BTreeSet<String> {
        // What tests make up stands at the end of a file.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        quoted.captures_iter(text).map(|found| format!("{within}{}", &found[1])).collect()
    };
    let sources =
        texts("src", ".rs").into_iter().chain(texts("themes/default/templates", "")).map(|one| (one, ""));
    let scripts = texts("themes/default/assets", ".js").into_iter().map(|one| (one, "scripts."));
    let mut said: BTreeSet<String> = BTreeSet::from(["scripts.list".to_owned()]);
    for ((path, text), within) in sources.chain(scripts) {
        let is_not_ours = path.starts_with("minisearch") || path.starts_with("pdfjs");
        if is_not_ours || ["sketch/", "import/", "schema/"].iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        for key in in_code(&text, within) {
            let is_ours = parts.contains(key.split('.').next().unwrap_or_default());
            let is_file = [".html", ".json", ".js", ".toml", ".md", ".txt", ".xml", ".csv", ".css"]
                .iter()
                .any(|ending| key.ends_with(ending));
            if is_ours && !is_file {
                assert!(known.contains(&key), "{path} says `{key}`");
                said.insert(key);
            }
        }
    }
    said.extend((1..=12).map(|month| format!("months.{month}")));
    let silent: Vec<&String> = known.difference(&said).collect();
    assert!(silent.is_empty(), "nobody says {silent:?}");
}

#[test]
fn templates_say_nothing_by_themselves() {
    let unseen = Regex::new(r"(?s)\{#.*?#\}|<!--.*?-->|<svg.*?</svg>").expect("a pattern");
    let filled = Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}").expect("a pattern");
    let tags = Regex::new(r"(?s)<[^>]*>").expect("a pattern");
    let named = Regex::new(r#"(?:aria-label|title|alt|placeholder|label)="([^"]*)""#).expect("a pattern");
    // Names that are the same in every language, and the English tables of the data.
    let names = ["O*NET-SOC", "ISCO-08", "ESCO", "GraphML", ", or", "null", "; in", "only", ", on  s"];
    for (path, text) in texts("themes/default/templates", ".html") {
        // A tag in an expression is a component, and a quotation mark in one no end.
        let visible = filled.replace_all(&unseen.replace_all(&text, " "), " ").into_owned();
        for attribute in named.captures_iter(&visible) {
            assert_eq!(attribute[1].trim(), "", "{path}: {}", &attribute[0]);
        }
        let with_marks = tags.replace_all(&visible, "\n").into_owned();
        for words in with_marks.lines().map(str::trim) {
            let is_name = names.contains(&words);
            assert!(is_name || !words.chars().any(char::is_alphabetic), "{path} says `{words}`");
        }
    }
}

/// A site with two guides, of which one has all that a guide can show.
fn site(language: &str) -> Tiny {
    let tiny = Tiny::new();
    tiny.write(
        "config.toml",
        format!("title = \"Tiny\"\nbase_url = \"https://example.org/\"\nlanguage = \"{language}\"\n"),
    )
    .write(
        "content/field/track/cook.md",
        "+++\ntitle = \"Cook\"\nalternate_titles = [\"Chef\", \"Line Cook\"]\nevergreen = true\npublished = \
         2026-01-01\nreviewed = 2026-11-21\nreview_every = \"12 months\"\nauthors = [\"A. Cook\"]\n\n[facts]\nentry = { \
         text = \"By doing.\", source = \"S\" }\n\n[[facts.pay]]\nregion = \"R\"\ncurrency = \"EUR\"\nlow = \
         9500\nmedian = 12500\nhigh = 30000\ndate = 2026-02-01\nsource = \"S\"\n\n[skills]\ntechnical = \
         [\"Knives\", { name = \"Fire\", optional = true, listing = \"overstated\" }]\nsoft = [\"Calm\"]\n\n\
         [[changes]]\ndate = 2026-03-01\ntext = \"New.\"\n+++\n\nCooks cook.\n\n## Adjacent Roles\n\n**Cook to \
         baker** is short.\n\n**Waiter to cook** is long.\n",
    )
    .write(
        "content/field/track/baker.md",
        "+++\ntitle = \"Baker\"\n\n[skills]\ntechnical = [\"Knives\", \"Dough\"]\nsoft = [\"Calm\"]\n+++\n\nBakers \
         bake.[^1]\n\n> [!NOTE]\n> Early.\n\n| A |\n|---|\n| 1 |\n\n[^1]: Bread.\n",
    );
    tiny
}

/// What readers and screen readers get of a page, a line each: texts and names.
fn seen(page: &str) -> String {
    let html = Html::parse_document(page);
    let mut lines = Vec::new();
    for element in html.select(&Selector::parse("body *").expect("a selector")) {
        lines.extend(element.attr("aria-label").map(str::to_owned));
        let own =
            element.children().filter_map(|child| child.value().as_text().map(|text| text.trim().to_owned()));
        lines.extend(own.filter(|text| text.chars().any(char::is_alphanumeric)));
    }
    lines.join("\n")
}

#[test]
fn a_guide_in_every_language() {
    for language in LANGUAGES {
        let tiny = site(language);
        build(&tiny.root(), &tiny.out()).without_a_word();
        let read = |path: &str| fs::read_to_string(tiny.out().join(path)).expect("a page");
        let page = read("field/track/cook/index.html");
        assert!(page.starts_with(&format!("<!doctype html>\n<html lang=\"{language}\">")), "{language}");
        let [move_page, skill, twin] =
            ["transitions/cook/baker/index.html", "skills/knives/index.html", "field/track/cook/index.md"]
                .map(read);
        assert_snapshot!(
            format!("a_site_in_{language}"),
            format!("{}\n\n{}\n\n{}\n\n{twin}", seen(&page), seen(&move_page), seen(&skill))
        );
    }
}

#[test]
fn a_site_adds_a_language_with_its_direction_and_plurals() {
    let tiny = site("ar");
    tiny.write(
        "themes/default/i18n/ar.toml",
        "[format]\ndirection = \"rtl\"\n\n[count]\nguides = { zero = \"لا أدلة\", one = \"دليل واحد\", two = \"دليلان\", few \
         = \"{count} أدلة\", many = \"{count} دليلاً\", other = \"{count} دليل\" }\n",
    );
    let run = build(&tiny.root(), &tiny.out()).succeeded();
    assert!(
        run.stderr.contains("messages are missing in `ar`")
            && run.stderr.contains(" more, which the English file has")
    );
    let page = || fs::read_to_string(tiny.out().join("field/index.html")).expect("a page");
    assert!(page().contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(page().contains("دليلان"));
    tiny.write("content/field/track/host.md", "+++\ntitle = \"Host\"\n+++\n\nHosts host.\n");
    build(&tiny.root(), &tiny.out()).succeeded();
    assert!(page().contains("3 أدلة"));
    // English words that stand in have English plurals.
    assert!(page().contains("1 track<"));
}

#[test]
fn guides_in_other_languages_need_no_english_headings() {
    let missing = |language: &str, more: &str| {
        let tiny = site(language);
        let config = fs::read_to_string(tiny.root().join("config.toml")).expect("the file");
        tiny.write("config.toml", config + more);
        run(check_command(&tiny.root())).stdout.matches("warning[missing-section]").count()
    };
    assert_eq!(missing("en-GB", ""), 9);
    assert_eq!(missing("de", ""), 0);
    assert_eq!(missing("de", "[[sections]]\ntitle = \"Der Alltag\"\nrequired = true\n"), 2);
}

#[test]
fn what_a_language_lacks_is_told_at_once() {
    let tiny = site("eo");
    let english = repository().join("themes/default/i18n/en.toml");
    let english = fs::read_to_string(english).expect("the file");
    let lines = english.lines().filter(|line| !line.starts_with("skip = ") && !line.starts_with("menu = "));
    tiny.write("themes/default/i18n/eo.toml", lines.map(|line| format!("{line}\n")).collect::<String>());
    let report = build(&tiny.root(), &tiny.out()).succeeded().stderr;
    assert!(report.contains("2 messages are missing in `eo`, and pages say them in English"), "{report}");
    assert!(report.contains("add `base.menu`, `base.skip`"), "{report}");
    assert!(report.contains("themes/default/i18n/eo.toml"), "{report}");
}

#[test]
fn a_region_falls_back_to_its_language_and_may_differ_in_a_word() {
    let tiny = site("de-AT");
    tiny.write("themes/default/i18n/de-AT.toml", "[months]\n1 = \"Jänner\"\n");
    build(&tiny.root(), &tiny.out()).without_a_word();
    let page = fs::read_to_string(tiny.out().join("field/track/cook/index.html")).expect("a page");
    assert!(page.contains("1. Jänner 2026") && page.contains("Zum Inhalt springen"));
}

#[test]
fn an_owner_has_messages_of_their_own() {
    let tiny = site("en");
    tiny.write("themes/default/i18n/en.toml", "[extra]\nhello = \"Hello <{name}>, see [this]\"\n").write(
        "templates/parts/cta.html",
        "{% component hello(name) %}{{ \"extra.hello\" | say(name=name, href=\"/a?b&c\") }}{% endcomponent hello %}",
    );
    let home =
        fs::read_to_string(repository().join("themes/default/templates/404.html")).expect("a template");
    tiny.write(
        "templates/404.html",
        home.replace("<header class=\"hero\">", "{{ <hello name=\"R&D\" /> }}<header class=\"hero\">"),
    );
    build(&tiny.root(), &tiny.out()).without_a_word();
    let page = fs::read_to_string(tiny.out().join("404.html")).expect("a page");
    assert!(page.contains("Hello &lt;R&amp;D&gt;, see <a href=\"/a?b&amp;c\">this</a>"), "{page}");
}
