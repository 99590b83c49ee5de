//! Files that nobody writes but somebody may send: deep, long and many. Each ends, soon,
//! with a site or with errors. The sizes are such that a machine would not get to the end
//! if it took a step for each pair of parts.

use std::sync::Arc;

use rolebook::load::{self, Memory, Options};
use rolebook::report;
use rolebook::route::Route;
use rolebook::source::{Source, SourcePath, Sources};

use crate::arrange::CONFIG;

/// Goes the whole way from a guide to bytes or to a report.
fn go(front: &str, body: &str) {
    let mut sources = Sources::new();
    let guide = format!("+++\ntitle = \"Baker\"\n{front}\n+++\n{body}\n");
    for (path, text) in [
        ("config.toml", CONFIG),
        ("content/field/_index.md", "+++\ntitle = \"Field\"\n+++\n"),
        ("content/field/track/_index.md", "+++\ntitle = \"Track\"\n+++\n"),
        ("content/field/track/cook.md", "+++\ntitle = \"Cook\"\n+++\nCooks cook.\n"),
        ("content/field/track/baker.md", &guide),
    ] {
        let path = SourcePath::new(path);
        sources.insert(path.clone(), Arc::new(Source::new(path, text.as_bytes().to_vec())));
    }
    let (site, found) = load::load(&sources, &Options::default(), &mut Memory::default());
    let shown = report::human(&found, false).len() + report::html(&found, &|_, _, _| None).len();
    let each = found.iter().count().max(1);
    assert!(shown / each < 20_000, "{shown} bytes for {each} mistakes");
    match site {
        // The guide, the guide as Markdown, what is told of it elsewhere.
        Some(site) => {
            for path in ["/field/track/baker/", "/field/track/baker/index.md", "/search/index.json"] {
                let page = site.render(&Route::parse(path).expect("a path"));
                assert!(page.map_or(found.has_errors(), |page| page.is_ok()), "{path}");
            }
        }
        None => assert!(found.has_errors()),
    }
}

#[test]
fn deep_texts_are_texts() {
    const DEEP: usize = 10_000;
    for part in [
        ">",
        "> ",
        "- ",
        "1. ",
        "*a ",
        "**a",
        "_a ",
        "~~a",
        "[",
        "![",
        "[[",
        "[a](",
        "![a](<",
        "<b>",
        "<a href=x>",
        "</b>",
        "<div>",
        "|",
    ] {
        go("", &part.repeat(DEEP));
        go("", &format!("x {}", part.repeat(DEEP)));
    }
    for (open, close) in [
        ("*a ", " a*"),
        ("[", "](b)"),
        ("![", "](b.png)"),
        ("<b>", "</b>"),
        ("<div>\n\n", "\n\n</div>"),
        ("`", "`"),
    ] {
        go("", &format!("x {}y{}", open.repeat(DEEP), close.repeat(DEEP)));
    }
}

#[test]
fn deep_tables_are_front_matter_or_none() {
    const DEEP: usize = 50_000;
    for (open, close) in [("[", "]"), ("{a=", "}"), ("[", ""), ("{a=", ""), ("[{a=", "}]")] {
        go(&format!("extra.x = {}1{}", open.repeat(DEEP), close.repeat(DEEP)), "Words.");
    }
    go(&format!("extra.{}b = 1", "a.".repeat(DEEP)), "Words.");
    go(&format!("[extra.{}b]\nc = 1", "a.".repeat(DEEP)), "Words.");
}

#[test]
fn long_lines_are_lines() {
    for part in ["words and a cook ", "a", "\u{e9}", "&amp;", "<b>x</b>", "`a` ", "[cook](cook.md) "] {
        go("", &part.repeat(600_000 / part.len()));
    }
    // Mistakes on one line, each with its place.
    go("", &"[a](b.md) ".repeat(5_000));
    go("", &"a[^b] ".repeat(5_000));
    go("", &"[a][b] ".repeat(5_000));
    go(&format!("x = [{}]", "1, ".repeat(200_000)), "Words.");
    go("", &format!("<div {}>", (0..200_000).map(|at| format!("a{at} ")).collect::<String>()));
}

#[test]
fn code_that_takes_long_to_highlight_is_shown_as_it_is() {
    let fence = |language: &str, code: &str| format!("```{language}\n{code}\n```\n");
    let intricate = |length: usize| format!(".a<b{}}}", "\\".repeat(length));
    go("", &fence("c++", &intricate(100_000)));
    // Each line takes long, and so does each block.
    go("", &fence("c++", &format!("{}\n", intricate(140)).repeat(2_000)).repeat(3));
    for language in ["yaml", "toml", "bash", "javascript", "makefile", "lua", "r", "erlang", "cs"] {
        for (begin, sign, end) in [("a", " ", "x"), ("", "0", "z"), ("", "a", "!")] {
            go("", &fence(language, &format!("{begin}{}{end}", sign.repeat(100_000))));
        }
    }
}

#[test]
fn of_thousands_of_mistakes_people_are_told_the_first_and_programs_all() {
    let body = format!("{}\n\n[a](nothing.md)\n", "[^a] ".repeat(5_000));
    let source = Source::new(
        SourcePath::new("content/about.md"),
        format!("+++\ntitle = \"About\"\n+++\n{body}").into(),
    );
    let config = Source::new(SourcePath::new("config.toml"), CONFIG.as_bytes().to_vec());
    let sources = [source, config].map(|source| (source.path().clone(), Arc::new(source)));
    let (_, found) = load::load(&Sources::from(sources), &Options::default(), &mut Memory::default());
    let shown = report::human(&found, false);
    assert_eq!(shown.matches("warning[undefined-footnote]: no footnote").count(), 1_000);
    assert!(
        shown.contains("warning[undefined-footnote]: 4000 more warnings of this file are not shown"),
        "{shown}"
    );
    assert!(shown.contains("error[broken-link]"), "{shown}");
    assert_eq!(report::html(&found, &|_, _, _| None).matches("<li class=\"warning\">").count(), 1_001);
    assert_eq!(report::machine::json(&found).lines().count(), 5_001);
    assert_eq!(report::count(&found), "1 error, 5000 warnings");
}

#[test]
fn many_parts_are_parts() {
    let many = |part: &dyn Fn(usize) -> String, count: usize| (0..count).map(part).collect::<String>();
    go("", &"## Same\n\n".repeat(100_000));
    go("", &many(&|at| format!("## H {at}\n\n"), 100_000));
    go("", &many(&|at| format!("x[^{at}]\n\n[^{at}]: n\n\n"), 5_000));
    go(
        "",
        &format!(
            "{}\n{}",
            many(&|at| format!("[r{at}]: https://x.org/\n"), 50_000),
            many(&|at| format!("[r{at}] "), 50_000)
        ),
    );
    go("", &format!("|a|b|\n|-|-|\n{}", "|c\n".repeat(50_000)));
    go("", &"- [ ] a\n".repeat(50_000));
    go(&format!("[extra]\n{}", many(&|at| format!("k{at} = 1\n"), 50_000)), "Words.");
}

#[test]
fn more_entries_than_anybody_writes_are_refused() {
    for key in ["alternate_titles", "authors", "aliases", "skills.technical"] {
        let list: String = (0..50_000).map(|at| format!("\"/t{at}\", ")).collect();
        go(&format!("{key} = [{list}]"), "Words.");
    }
    let compound: Vec<String> = (0..50_000).map(|at| format!("s{at}")).collect();
    go(&format!("skills.technical = [\"{}\"]", compound.join("/")), "Words.");
}
