//! Whatever stands in a file, the program answers with a site or with errors,
//! and never with a panic.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::arrange::{repository, tree};
use crate::targets;

/// Bytes of no order, and words in any order that have a meaning somewhere.
fn bytes(words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let words = vec(
        prop_oneof![4 => proptest::sample::select(words).prop_map(str::to_owned), 1 => any::<String>()],
        0..24,
    );
    prop_oneof![1 => vec(any::<u8>(), 0..96), 3 => words.prop_map(|words| words.concat().into_bytes())]
}

const MARKDOWN: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n## ",
    "\n# ",
    "\n### Adjacent Roles\n\n",
    "## Closing Insight {#x}\n",
    "```rust\n",
    "\n```\n",
    "~~~",
    "![",
    "](",
    ")",
    "[[",
    "]]",
    "[^1]",
    "\n[^1]: ",
    "[x][y]",
    "[y]: /z\n",
    "**",
    "*",
    "_",
    "`",
    "|",
    "\n|-|-|\n",
    "\n: ",
    "<b>",
    "<!--",
    "-->",
    "</",
    "&amp;",
    "\\",
    "{#a .b}",
    "#",
    "baker",
    "Bakers",
    "cook to baker",
    "baker to cook",
    "Baker to ",
    " to ",
    "cook.md",
    "#day",
    "https://",
    "/",
    "..",
    "%",
    "%ff",
    "[!NOTE]",
    "- [ ] ",
    "\t",
    "    ",
    " ",
    "\u{feff}",
    "\u{0}",
    "é",
    "日本語",
    "🍞",
    "e\u{301}",
    "İ",
    "ß",
];

const FRONT: &[&str] = &[
    "\n",
    "title = ",
    "\"\"",
    "\"Baker\"",
    "\"Cook\"",
    "[skills]\n",
    "technical = ",
    "soft = ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"a\"",
    "\"a/b\"",
    "name = ",
    "[[transitions]]\n",
    "to = ",
    "from = ",
    "note = ",
    "aliases = ",
    "\"/a/\"",
    "\"/\"",
    "\"/a/../b\"",
    "published = ",
    "2026-01-31",
    "12:00:00",
    "0000-00-00",
    "draft = ",
    "true",
    "false",
    "1",
    "-1",
    "9999999999999999999",
    "0x1f",
    "nan",
    "[extra]\n",
    "a.b = ",
    "'''",
    "\"\"\"",
    "#",
    "=",
    ".",
    "evergreen = ",
    "review_every = ",
    "\"12 months\"",
    "alternate_titles = ",
    "\\u0000",
    "\u{feff}",
    "\r\n",
    "é",
    "🍞",
];

const CONFIGURATION: &[&str] = &[
    "\n",
    "title = \"T\"\n",
    "base_url = \"https://example.org\"\n",
    "base_url = ",
    "\"http://a/b//c\"",
    "language = ",
    "theme = ",
    "\"..\"",
    "\"default\"",
    "[reading]\n",
    "words_per_minute = ",
    "0",
    "1",
    "9223372036854775807",
    "[skills]\n",
    "min_roles = ",
    "[feed]\n",
    "limit = ",
    "[highlight]\n",
    "light = ",
    "[[sections]]\n",
    "title = ",
    "\"x\"",
    "\"\"",
    "aliases = [\"x\", \"\"]\n",
    "transitions = true\n",
    "required = true\n",
    "[cta]\n",
    "link = { label = \"a\", url = \"b\" }\n",
    "[extra]\n",
    "a = ",
    "inf",
    "1979-05-27",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    "\u{feff}",
    "é",
];

const DRAWING: &[&str] = &[
    "<?xml version='1.0' encoding='",
    "utf-8",
    "latin1",
    "'?>",
    "<!DOCTYPE svg",
    "<!ENTITY a '",
    " [",
    "]>",
    "<svg xmlns='http://www.w3.org/2000/svg'",
    "<use",
    " href='",
    " xlink:href=\"",
    " onload='x'",
    "data:",
    "javascript:",
    "'",
    "\"",
    ">",
    "/>",
    "</svg>",
    "<script",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml-stylesheet ",
    "&#106;",
    "&a;",
    "=",
    " ",
    "\n",
    "\u{feff}",
    "\u{0}",
    "é",
];

const VOCABULARY: &[&str] = &[
    "\n",
    "[[skill]]\n",
    "name = ",
    "\"a\"",
    "\"b\"",
    "\"a/b\"",
    "\"\"",
    "\"/\"",
    "\"C++\"",
    "\"é\"",
    "kind = ",
    "\"soft\"",
    "aliases = ",
    "includes = ",
    "[",
    "]",
    ",",
    "[\"a\"]",
    "[\"b\", \"c\"]",
    "[\"zz\"]",
    "description = ",
    "esco = ",
    "1",
    "true",
    "{",
    "}",
    "=",
    "\u{feff}",
];

const TEMPLATE: &[&str] = &[
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{# ",
    " #}",
    "if guide.moves",
    "for move in guide.moves",
    "for a, b in page",
    "else",
    "endif",
    "endfor",
    "set a = ",
    "extends \"base.html\"",
    "extends \"guide.html\"",
    "include \"guide.html\"",
    "block main",
    "endblock",
    "page.title",
    "guide",
    "site?.x",
    " | length",
    " | say(count=1)",
    " | say(",
    " | date",
    "\"guide.reading_time\"",
    "1 / 0",
    "9223372036854775807 + 1",
    "-1 % 0",
    "1.5",
    "[1, 2][9]",
    "range(end=9)",
    "not ",
    " and ",
    "~",
    "(",
    ")",
    "<a.b />",
    "é",
    "\n",
];

const HTML: &[&str] = &[
    "<title>",
    "<article>",
    "</article>",
    "<h1>Baker</h1>",
    "<h2>",
    "</h2>",
    "<p>",
    "</p>",
    "<ul><li>",
    "</li></ul>",
    "<table><tr><td>",
    "<pre><code>",
    "<b>",
    "</b>",
    "<i>",
    "<a href=\"https://example.org/?a&b\">",
    "<a href=x>",
    "</a>",
    "<img src=a.png alt='",
    "'>",
    "<script>",
    "</script>",
    "<style>",
    "<!--",
    "-->",
    "<svg>",
    "<template>",
    "<br>",
    "&amp;",
    "&#0;",
    "&nbsp;",
    "<nav>",
    "<blockquote>",
    "words of it ",
    "*",
    "_",
    "[x](y)",
    "Evergreen",
    "7 min read",
    "Technical Skills",
    "\n",
    "日本語",
];

const TABLES: &[&str] = &[
    "Occupation Data\nO*NET-SOC Code\tTitle\tDescription\n",
    "51-3011.00\tBakers\tMix dough.\n",
    "35-2014.00\tCooks\tCook food.\n",
    "\x0c",
    "Technology Skills\nO*NET-SOC Code\tExample\tHot Technology\tIn Demand\n",
    "51-3011.00\tOvens\tY\tN\n",
    "Alternate Titles\nO*NET-SOC Code\tAlternate Title\n",
    "Task Statements\nO*NET-SOC Code\tTask\tTask Type\n",
    "Related Occupations\nO*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n",
    "51-3011.00\t35-2014.00\tPrimary-Short\t1\n",
    "\t",
    "\n",
    "\r\n",
    "\"",
    "+++",
    "# ",
    "[x](y)",
    "1.5",
    "é",
];

const WORDS: &[&str] = &[
    "\n",
    "[format]\n",
    "thousand = ",
    "half = ",
    "direction = ",
    "[guide]\n",
    "reading_time = ",
    "[extra]\n",
    "a = ",
    "\"\"",
    "\"{count} min\"",
    "\"{x} [a](b) `c`\"",
    "\"0,5\"",
    "{ one = \"1\", other = \"{count}\" }",
    "{ other = \"a\" }",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "1",
    "é",
];

const FILES: &[&str] = &[
    "\x0c",
    "\n",
    "config.toml\ntitle = \"T\"\nbase_url = \"https://example.org\"\n",
    "content/_index.md\n",
    "content/about.md\n",
    "content/field/_index.md\n",
    "content/field/track/cook/index.md\n",
    "content/field/track/Miller.MD\n",
    "content/field/track/baker.md\n",
    "content/field/track/baker.md/a.png\n",
    "content/other/track/baker.md\n",
    "content/skills/a.md\n",
    "content/skills.toml\n[[skill]]\nname = \"a\"\n",
    "static/field/index.html\n",
    "templates/page.html\n{{ page.title }}",
    "themes/default/i18n/en.toml\n",
    "themes/default/assets/style.css\n",
    "+++\n",
    "title = \"Baker\"\n",
    "title = \"Field\"\n",
    "aliases = [\"/field/\", \"/old/\"]\n",
    "[skills]\nsoft = [\"a\", \"b\"]\n",
    "Baker to cook. ",
    "[x](../cook/) ",
    "![](a.png)",
    "é",
];

const REQUEST: &[&str] = &[
    "GET ",
    "HEAD ",
    "POST ",
    "/",
    "/careers/",
    "field/track/baker/",
    "/_rolebook/state?path=",
    "/_rolebook/preview.js",
    "%2e%2e",
    "../",
    "%252e",
    "%c0%af",
    "%00",
    "%0d%0a",
    "\\",
    "//example.org/",
    "http://127.0.0.1/",
    "*",
    "?a=b",
    "#",
    " HTTP/1.1\r\n",
    " HTTP/1.0\r\n",
    "Host: localhost\r\n",
    "Host: 127.0.0.1:4000\r\n",
    "Host: example.org\r\n",
    "If-None-Match: *\r\n",
    "If-None-Match: W/\"a\"\r\n",
    "Content-Length: 0\r\n",
    "Content-Length: 99999999999999999999\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Connection: close\r\n",
    "X: y\n z\r\n",
    "\r\n",
    "\n",
    "\u{0}",
    "é",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_can_be_a_guide(bytes in bytes(MARKDOWN)) {
        targets::guide(&bytes);
    }

    #[test]
    fn any_bytes_can_be_the_body_of_a_guide(bytes in bytes(MARKDOWN)) {
        targets::body(&bytes);
    }

    #[test]
    fn any_bytes_can_be_front_matter(bytes in bytes(FRONT)) {
        targets::front_matter(&bytes);
    }

    #[test]
    fn any_bytes_can_be_the_config(bytes in bytes(CONFIGURATION)) {
        targets::config(&bytes);
    }

    #[test]
    fn any_bytes_can_be_the_vocabulary(bytes in bytes(VOCABULARY)) {
        targets::vocabulary(&bytes);
    }

    #[test]
    fn any_bytes_can_be_a_drawing(bytes in bytes(DRAWING)) {
        targets::drawing(&bytes);
    }

    #[test]
    fn any_bytes_can_be_a_template(bytes in bytes(TEMPLATE)) {
        targets::template(&bytes);
    }

    #[test]
    fn any_bytes_can_be_words_of_a_theme(bytes in bytes(WORDS)) {
        targets::words(&bytes);
    }

    #[test]
    fn any_bytes_can_be_files(bytes in bytes(FILES)) {
        targets::files(&bytes);
    }

    #[test]
    fn any_bytes_can_be_the_name_of_something_new(bytes in bytes(MARKDOWN)) {
        targets::title(&bytes);
    }

    #[test]
    fn any_bytes_can_be_an_article(bytes in bytes(MARKDOWN)) {
        targets::text(&bytes);
        targets::markdown(&bytes);
    }

    #[test]
    fn any_bytes_can_be_a_saved_page(bytes in bytes(HTML)) {
        targets::html(&bytes);
    }

    #[test]
    fn any_bytes_can_be_a_release(bytes in bytes(TABLES)) {
        targets::onet(&bytes);
    }

    #[test]
    fn any_bytes_can_be_a_request(bytes in bytes(REQUEST)) {
        targets::request(&bytes);
    }
}

/// What fuzzers begin with, and what they found, is gone through each time.
#[test]
fn all_seeds_of_the_fuzzers_hold() {
    type Target = fn(&[u8]);
    let all: [(&str, Target); 15] = [
        ("body", targets::body),
        ("config", targets::config),
        ("drawing", targets::drawing),
        ("files", targets::files),
        ("front_matter", targets::front_matter),
        ("guide", targets::guide),
        ("html", targets::html),
        ("markdown", targets::markdown),
        ("onet", targets::onet),
        ("request", targets::request),
        ("template", targets::template),
        ("text", targets::text),
        ("title", targets::title),
        ("vocabulary", targets::vocabulary),
        ("words", targets::words),
    ];
    let seeds = repository().join("fuzz/seeds");
    let folders: BTreeSet<String> = tree(&seeds).into_keys().map(|path| folder(&path)).collect();
    let programs = tree(&repository().join("fuzz/fuzz_targets"));
    let programs: BTreeSet<String> = programs.into_keys().map(|name| name.replace(".rs", "")).collect();
    assert_eq!(folders, all.iter().map(|(name, _)| (*name).to_owned()).collect());
    assert_eq!(programs, folders);
    for (name, target) in all {
        for (seed, bytes) in tree(&seeds.join(name)) {
            let held = std::panic::catch_unwind(|| target(&bytes));
            assert!(held.is_ok(), "{name}/{seed}");
        }
    }
}

fn folder(path: &str) -> String {
    path.split('/').next().unwrap_or_default().to_owned()
}
