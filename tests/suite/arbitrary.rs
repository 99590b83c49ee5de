//! Whatever stands in a file, the program answers with a site or with errors,
//! and never with a panic.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use rolebook::drawing::Never;
use rolebook::load::{self, Memory, Options};
use rolebook::report;
use rolebook::source::{Source, SourcePath, Sources};

use crate::arrange::CONFIG;

/// Goes the whole way from sources to bytes or to a report, with `bytes` as the
/// file at `path`.
fn go(path: &str, bytes: &[u8]) {
    let mut sources = Sources::new();
    for (path, bytes) in [
        ("config.toml", CONFIG.as_bytes()),
        ("content/field/_index.md", b"+++\ntitle = \"Field\"\n+++\n"),
        ("content/field/track/_index.md", b"+++\ntitle = \"Track\"\n+++\n"),
        (
            "content/field/track/cook.md",
            b"+++\ntitle = \"Cook\"\n[skills]\ntechnical = [\"a/b\", \"a\"]\n+++\nAsk a [baker](baker.md).\n\n## Adjacent Roles\n\nBaker to cook is a short way.\n",
        ),
        ("content/field/track/baker.md", b"+++\ntitle = \"Baker\"\n+++\nBakers bake.\n"),
        (path, bytes),
    ] {
        let path = SourcePath::new(path);
        sources.insert(path.clone(), Arc::new(Source::new(path, bytes.to_vec())));
    }
    let options = Options { drafts: true, ..Options::default() };
    let (site, found) = load::load(&sources, &options, &mut Memory::default());
    report::human(&found, true);
    report::html(&found, &|_, _, _| None);
    if let Some(site) = site {
        let rendered = site.render_each(&Never, |_, _| {});
        assert!(rendered.is_ok() || found.has_errors(), "a site without errors renders");
    }
}

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_can_be_a_guide(bytes in bytes(MARKDOWN)) {
        go("content/field/track/baker.md", &bytes);
    }

    #[test]
    fn any_bytes_can_be_the_body_of_a_guide(bytes in bytes(MARKDOWN)) {
        go("content/field/track/baker.md", &[b"+++\ntitle = \"Baker\"\n+++\n", bytes.as_slice()].concat());
    }

    #[test]
    fn any_bytes_can_be_front_matter(bytes in bytes(FRONT)) {
        go("content/field/track/baker.md", &[b"+++\n", bytes.as_slice(), b"\n+++\nBakers bake.\n"].concat());
    }

    #[test]
    fn any_bytes_can_be_the_config(bytes in bytes(CONFIGURATION)) {
        go("config.toml", &bytes);
        go("config.toml", &[CONFIG.as_bytes(), bytes.as_slice()].concat());
    }

    #[test]
    fn any_bytes_can_be_the_vocabulary(bytes in bytes(VOCABULARY)) {
        go("content/skills.toml", &bytes);
    }

    #[test]
    fn any_bytes_can_be_a_template(bytes in vec(any::<u8>(), 0..64)) {
        go("templates/unused.html", &bytes);
    }
}
