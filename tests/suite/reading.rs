//! How files of authors are read: where front matter may stand, which files
//! count, what beside a guide is published, and what a site may put in place of
//! the theme's own.

use std::collections::BTreeSet;

use rolebook::markdown::outline::outline;
use scraper::{Html, Selector};

use crate::arrange::{CONFIG, Tiny};

/// The attributes of the elements that `selector` finds.
fn attributes(html: &str, selector: &str, names: &[&str]) -> Vec<Vec<Option<String>>> {
    let html = Html::parse_document(html);
    html.select(&Selector::parse(selector).expect("a selector"))
        .map(|element| names.iter().map(|name| element.attr(name).map(str::to_owned)).collect())
        .collect()
}

#[track_caller]
fn check_text(text: impl AsRef<[u8]>) {
    let tiny = Tiny::new();
    tiny.write("content/field/track/baker.md", text);
    tiny.build().without_a_word();
    let page = tiny.built("field/track/baker/index.html");
    assert!(page.contains("<h1>Baker</h1>") && page.contains("<p>Bakers bake.</p>"), "{page}");
    assert!(!page.contains('\u{feff}') && !page.contains("+++"), "{page}");
}

#[test]
fn a_text_may_begin_with_a_byte_order_mark() {
    check_text("\u{feff}+++\ntitle = \"Baker\"\n+++\nBakers bake.\n");
}

#[test]
fn a_text_may_have_line_ends_of_windows() {
    check_text("+++\r\ntitle = \"Baker\"\r\n+++\r\n\r\nBakers bake.\r\n");
    check_text("\u{feff}\r\n+++\r\ntitle = \"Baker\"\r\n+++\r\nBakers bake.");
}

#[test]
fn a_text_may_begin_with_blank_lines() {
    check_text("\n  \n\n+++\ntitle = \"Baker\"\n+++\n\n\nBakers bake.\n");
}

#[test]
fn front_matter_may_have_spaces_behind_its_marks() {
    check_text("+++  \ntitle = \"Baker\"\n+++\t\nBakers bake.");
}

#[test]
fn a_config_may_begin_with_a_byte_order_mark() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.").write("config.toml", format!("\u{feff}{CONFIG}"));
    tiny.build().without_a_word();
}

#[test]
fn a_guide_may_lie_in_deeper_folders_which_are_no_part_of_its_address() {
    let tiny = Tiny::new();
    tiny.write("content/field/track/2026/spring/baker.md", "+++\ntitle = \"Baker\"\n+++\nBakers bake.\n")
        .write(
            "content/field/track/more/cook/index.md",
            "+++\ntitle = \"Cook\"\n+++\nAsk a [baker](../../2026/spring/baker.md).\n",
        );
    tiny.build().without_a_word();
    assert!(tiny.has_built("field/track/baker/index.html"));
    assert!(tiny.built("field/track/cook/index.html").contains("href=\"../baker/\""));
}

#[test]
fn hidden_files_are_no_part_of_the_site() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.");
    tiny.build().without_a_word();
    let before = crate::arrange::tree(&tiny.out());
    for path in [
        "field/track/_draft.md",
        "field/track/.baker.md.swp",
        "_notes/a.md",
        "field/.obsidian/b.md",
        ".DS_Store",
        "field/_baker.png",
    ] {
        tiny.write(&format!("content/{path}"), "no front matter, and no end [to](it");
    }
    tiny.write("templates/.page.html.swp", "{% if").write("README.md", "[x](y.md)").write("notes/a.md", "x");
    tiny.build().without_a_word();
    assert!(crate::arrange::tree(&tiny.out()) == before);
}

/// The first bytes of a PNG of that size: all that tells its size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

#[test]
fn images_beside_a_guide_are_published_with_their_sizes() {
    let tiny = Tiny::new();
    tiny.write(
        "content/field/track/baker/index.md",
        "+++\ntitle = \"Baker\"\n+++\nBakers bake.\n\n![An oven & a \"door\"](oven.png)\n\n![A loaf](img/loaf%20one.svg)\n\n![A sign](/sign.png)\n",
    )
    .write("content/field/track/baker/oven.png", png(640, 480))
    .write("content/field/track/baker/img/loaf one.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 20\"></svg>")
    .write("static/sign.png", png(7, 5));
    tiny.build().without_a_word();
    let page = tiny.built("field/track/baker/index.html");
    let images = attributes(&page, "article img", &["src", "alt", "width", "height", "loading"]);
    let expected = [
        ["oven.png", "An oven & a “door”", "640", "480", "lazy"],
        ["img/loaf%20one.svg", "A loaf", "30", "20", "lazy"],
        ["../../../sign.png", "A sign", "7", "5", "lazy"],
    ];
    let expected = expected.map(|image| image.map(|value| Some(value.to_owned())).to_vec());
    assert_eq!(images, expected);
    assert!(tiny.has_built("field/track/baker/oven.png"));
    assert!(tiny.has_built("field/track/baker/img/loaf one.svg"));
}

#[test]
fn an_image_beside_guides_is_published_below_their_track() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.\n\n![An oven](oven.png)")
        .write("content/field/track/oven.png", png(4, 3));
    tiny.build().without_a_word();
    assert!(tiny.has_built("field/track/oven.png"));
    let page = tiny.built("field/track/baker/index.html");
    assert_eq!(attributes(&page, "article img", &["src"]), [[Some("../oven.png".to_owned())]]);
}

#[test]
fn keys_of_an_author_reach_the_templates_of_the_site() {
    let tiny = Tiny::new();
    tiny.write("config.toml", format!("{CONFIG}[extra]\nteam = \"Bread & Co\"\n"))
        .write(
            "content/field/track/baker.md",
            "+++\ntitle = \"Baker\"\n[extra]\napron = \"white\"\nsizes = [1, 2]\nnested = { since = 2026-01-31 }\n+++\nBakers bake.\n",
        )
        .write(
            "templates/guide.html",
            "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1><p id=\"own\">{{ page.extra.apron }}, {{ page.extra.sizes | length }}, {{ page.extra.nested.since }}, {{ site.extra.team }}</p>{% endblock main %}\n",
        );
    tiny.build().without_a_word();
    let page = tiny.built("field/track/baker/index.html");
    assert!(page.contains("<p id=\"own\">white, 2, 2026-01-31, Bread &amp; Co</p>"), "{page}");
    assert!(page.contains("class=\"masthead\""), "the rest is the theme's");
    assert!(tiny.built("index.html").contains("class=\"masthead\""));
}

#[test]
fn a_theme_replaces_single_files_of_the_default_one() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.")
        .write("config.toml", format!("{CONFIG}theme = \"mine\"\n"))
        .write("themes/mine/assets/style.css", "body { color: red }\n")
        .write("themes/mine/assets/extra/more.css", "p { margin: 0 }\n")
        .write("themes/mine/templates/404.html", "<!doctype html><title>Lost</title>\n")
        .write("themes/other/assets/other.css", "");
    tiny.build().without_a_word();
    let assets = tiny.assets();
    assert_eq!(tiny.built(&format!("{assets}style.css")), "body { color: red }\n");
    assert_eq!(tiny.built(&format!("{assets}extra/more.css")), "p { margin: 0 }\n");
    assert_eq!(tiny.built("404.html"), "<!doctype html><title>Lost</title>\n");
    assert!(tiny.has_built(&format!("{assets}favicon.svg")), "what it does not replace is the default's");
    assert!(!tiny.has_built(&format!("{assets}other.css")), "another theme's files are not published");

    // The site's own templates lie above those of its theme.
    tiny.write("templates/404.html", "<!doctype html><title>Gone</title>\n");
    tiny.build().without_a_word();
    assert_eq!(tiny.built("404.html"), "<!doctype html><title>Gone</title>\n");
}

#[test]
fn assets_have_another_address_whenever_one_of_them_is_another() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.").build().without_a_word();
    let first = tiny.assets();
    let mut known = BTreeSet::from([first.clone()]);
    let mut check = |what: &str| {
        tiny.build().without_a_word();
        let assets = tiny.assets();
        assert!(known.insert(assets.clone()), "{what}");
        for page in ["index.html", "field/track/baker/index.html", "404.html"] {
            let page = tiny.built(page);
            assert!(page.contains(&format!("{assets}style.css\"")), "{what}: {page}");
            assert!(!page.contains(&first), "{what}: {page}");
        }
    };
    tiny.write("themes/default/assets/style.css", "body { color: red }\n");
    check("another style sheet");
    tiny.write("themes/default/assets/more/site.js", "");
    check("one more file");
    tiny.write("config.toml", format!("{CONFIG}[highlight]\nlight = \"InspiredGitHub\"\n"));
    check("other colours of code");
    tiny.write("config.toml", format!("{CONFIG}[look]\nfont = \"system\"\n"));
    check("another look");
    std::fs::remove_dir_all(tiny.root().join("themes")).expect("a folder");
    tiny.write("config.toml", CONFIG).write("content/about.md", "+++\ntitle = \"About\"\n+++\nWords.\n");
    tiny.build().without_a_word();
    assert_eq!(tiny.assets(), first, "pages have no say in it");
}

#[track_caller]
fn check_minutes(text: &str, minutes: usize) {
    assert_eq!(outline(text).length.minutes(200, 500), minutes);
}

#[test]
fn reading_time_is_counted_in_words_and_rounded_up() {
    check_minutes("", 1);
    check_minutes("one", 1);
    check_minutes(&"word ".repeat(200), 1);
    check_minutes(&"word ".repeat(201), 2);
    check_minutes(&"word ".repeat(1_200), 6);
    check_minutes(&"word ".repeat(1_201), 7);
    // Markup is not read, and neither are addresses.
    check_minutes(&"**it's** [a](https://example.org/a/b/c) ".repeat(600), 6);
    check_minutes(&"- one\n\n".repeat(1_200), 6);
}

#[test]
fn reading_time_of_scripts_without_spaces_is_counted_in_characters() {
    check_minutes(&"日本語です".repeat(100), 1);
    check_minutes(&"日本語です。".repeat(100), 1);
    check_minutes(&format!("{}字", "日本語です".repeat(100)), 2);
    check_minutes(&format!("{}\n\n{}", "日本語です".repeat(100), "word ".repeat(200)), 2);
}

#[test]
fn readers_are_told_the_reading_time_at_the_rate_of_the_site() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", &"word ".repeat(1_201));
    tiny.build().without_a_word();
    assert!(tiny.built("field/track/baker/index.html").contains("7 min read"));
    tiny.write("config.toml", format!("{CONFIG}[reading]\nwords_per_minute = 100\n"));
    tiny.build().without_a_word();
    assert!(tiny.built("field/track/baker/index.html").contains("13 min read"));
}

#[test]
fn signs_of_markup_in_names_are_shown_as_they_are() {
    let name = "A & B <script>alert(1)</script> \"C\" 'D' {{ 7777 * 7777 }} ]]>";
    let toml = name.replace('"', "\\\"");
    let tiny = Tiny::new();
    tiny.write(
        "config.toml",
        format!("title = \"{toml}\"\nbase_url = \"https://example.org/\"\ndescription = \"{toml}\"\n[cta]\ntitle = \"{toml}\"\nlink = {{ label = \"{toml}\", url = \"https://example.org/?a=1&b=2\" }}\n"),
    )
    .write("content/field/_index.md", format!("+++\ntitle = \"{toml}\"\ndescription = \"{toml}\"\n+++\n"))
    .write(
        "content/field/track/baker.md",
        format!("+++\ntitle = \"{toml}\"\ndescription = \"{toml}\"\nalternate_titles = [\"x {toml}\"]\nauthors = [\"{toml}\"]\npublished = 2026-01-31\n[skills]\ntechnical = [\"{toml}\"]\nsoft = [\"Calm\"]\n[[transitions]]\nto = \"cook\"\nnote = \"{toml}\"\n+++\nBakers bake.\n"),
    )
    .write("content/field/track/cook.md", format!("+++\ntitle = \"Cook\"\n[skills]\ntechnical = [\"{toml}\"]\n+++\nCooks cook.\n"))
    .write("content/skills.toml", format!("[[skill]]\nname = \"{toml}\"\ndescription = \"{toml}\"\n"));
    tiny.build().without_a_word();
    for (path, bytes) in crate::arrange::tree(&tiny.out()) {
        let text = String::from_utf8_lossy(&bytes);
        if !path.ends_with(".html") {
            // Tables and Markdown are no markup, and say what their authors say.
            let is_foreign = path.starts_with("assets/")
                || [".csv", ".md", "llms.txt"].iter().any(|end| path.ends_with(end));
            assert!(is_foreign || !text.contains("<script>"), "{path}");
            continue;
        }
        let html = Html::parse_document(&text);
        assert!(html.errors.is_empty(), "{path}: {:?}", html.errors);
        let scripts = attributes(&text, "script:not([type='application/ld+json'])", &["src"]);
        assert!(scripts.iter().all(|script| script[0].is_some()), "{path}");
        assert!(!text.contains("60481729"), "{path}: a name is no template");
    }
    let page = tiny.built("field/track/baker/index.html");
    let heading = Html::parse_document(&page);
    let heading = heading.select(&Selector::parse("h1").expect("a selector")).next().expect("a heading");
    assert_eq!(heading.text().collect::<String>(), name);
}

#[test]
fn what_only_looks_like_a_footnote_is_none() {
    let tiny = Tiny::new();
    tiny.guide(
        "baker",
        "Baker",
        "A class `[^1]`, \\[^2], and a note.[^3]\n\n```\n[^4]\n```\n\n    [^5]\n\n[^3]: Here.",
    );
    tiny.build().without_a_word();
    tiny.guide("baker", "Baker", "One.[^a] *Two.[^b]*\n\n- Three.[^c]\n\n| Four[^d] |\n|---|\n");
    let run = tiny.build().succeeded();
    assert_eq!(run.stderr.matches("warning[undefined-footnote]").count(), 4, "{}", run.stderr);
}

#[test]
fn the_note_of_an_item_is_shown_whole_in_the_other_guide() {
    let tiny = Tiny::new();
    let baker = "Bakers bake.\n\n## Adjacent Roles\n\n- Baker to **Cook**\n- Cook to [Baker](baker.md)\n";
    tiny.guide("baker", "Baker", baker).guide("cook", "Cook", "Cooks cook.");
    tiny.build().without_a_word();
    let page = tiny.built("field/track/cook/index.html");
    assert!(page.contains("<p>Baker to <strong>Cook</strong></p>"), "{page}");
    assert!(page.contains("<p>Cook to <a href=\"../baker/\">Baker</a></p>"), "{page}");
}

#[test]
fn a_comment_above_the_first_paragraph_hides_nothing() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "<!-- ask a baker -->\n\nBakers bake.\n");
    tiny.build().without_a_word();
    let page = tiny.built("field/track/baker/index.html");
    assert_eq!(
        attributes(&page, "meta[name=description]", &["content"]),
        [[Some("Bakers bake.".to_owned())]],
        "{page}"
    );
    assert!(!page.contains("ask a baker"), "{page}");
}

#[test]
fn raw_links_of_an_author_stay_as_they_are() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Head Baker", "Bakers bake.\n").guide(
        "cook",
        "Cook",
        "Ask <a href=\"https://example.com/\">a head baker</a>, or any head baker.\n",
    );
    tiny.build().without_a_word();
    let page = tiny.built("field/track/cook/index.html");
    assert!(
        page.contains("<a href=\"https://example.com/\">a head baker</a>, or any <a class=\"role-link\""),
        "{page}"
    );
}

#[test]
fn an_old_address_may_be_encoded_and_lack_its_slash() {
    let tiny = Tiny::new();
    tiny.write(
        "content/field/track/baker.md",
        "+++\ntitle = \"Baker\"\naliases = [\"/old-baker\", \"/caf%C3%A9/\", \"/old.html\"]\n+++\nBakers bake.\n",
    );
    tiny.build().without_a_word();
    for path in ["old-baker/index.html", "café/index.html", "old.html"] {
        assert!(tiny.built(path).contains("http-equiv=\"refresh\""), "{path}");
    }
}
