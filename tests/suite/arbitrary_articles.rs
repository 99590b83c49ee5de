//! Articles made up at random: whatever is imported, nothing panics, the guide can
//! be read, and no word of the article's body is lost.

use proptest::prelude::*;
use rolebook::import::Draft;

use crate::targets;

/// The draft, whose text must be one that rolebook can read.
fn draft(name: &str, text: &str) -> Option<Draft> {
    targets::draft(name, text.as_bytes())
}

/// Asserts that every word of `body` is in the guide, or in what is said about it.
fn nothing_is_lost(body: &str, draft: &Draft) {
    let mut all = draft.text.clone();
    for note in &draft.account.unsure {
        all.push_str(&format!("\n{}", note.text));
    }
    for left in &draft.account.left_out {
        all.push_str(&format!("\n{}", left.words));
    }
    for kept in [&draft.named.field, &draft.named.track].into_iter().flatten() {
        all.push_str(&format!("\n{}", kept.value));
    }
    // A link that was cut may have parted two words, and a name is read for its sign.
    let body = body.replace("&amp;", "&");
    for word in body.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let is_there = all.matches(word).count() >= body.matches(word).count();
        assert!(is_there, "`{word}` is lost\n\n{body}\n\n{}", draft.text);
    }
}

/// Pieces that articles are made of, and what could be taken for markup.
const PIECES: &[&str] = &[
    "Baker",
    "bread",
    "A baker bakes bread all night, and sells it in the morning.",
    "7 min read",
    "Evergreen",
    "Bread · Food",
    "• kneading",
    "- shaping",
    "1. One",
    "The Role in Practice",
    "Adjacent Roles",
    "Miller to baker",
    "Miller → Baker",
    "Ready to bake?",
    "Start now",
    "*",
    "**bold**",
    "_",
    "`",
    "[link](x.md)",
    "[",
    "](",
    "<b>",
    "&amp;",
    "#",
    "##",
    "> quote",
    "| a | b |",
    "| --- | --- |",
    "---",
    "===",
    "+++",
    "```",
    "~~",
    ":",
    "\\",
    "    indented",
    "\t",
    "\u{a0}",
    "\u{feff}",
    "\u{1}",
    "é",
    "日本",
    "Updated March 3, 2025",
    "By Ann Lee",
    "<!--",
    "-->",
    "{#a}",
    "[^1]",
    "\"",
    "'''",
    "<p>",
    "</p>",
    "<ul><li>",
    "</ul>",
    "<table><tr><td>",
    "</table>",
    "<h2>",
    "</h2>",
    "<article>",
    "</article>",
    "<nav>",
    "</nav>",
    "<a href=x>",
    "</a>",
    "<strong>",
    "</strong>",
    "<em>",
    "</em>",
    "<pre>",
    "</pre>",
    "<br>",
    "<code>",
    "</code>",
    "<blockquote>",
];

fn made_up() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,12}"];
    let joint = prop::sample::select(&["\n\n", "\n", " ", "", "\r\n"][..]);
    prop::collection::vec((piece, joint), 0..24)
        .prop_map(|parts| parts.into_iter().map(|(piece, joint)| piece + joint).collect())
}

/// Paragraphs of plain words.
fn paragraphs() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec("[a-z]{2,7}[0-9]?", 1..16), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_plain_text_loses_a_word(text in made_up()) {
        // Text that looks like another format is read as that.
        let text = format!("Baker\n\nPlain words come first in this one, so that it is text.\n\n{text}");
        if let Some(draft) = draft("article.txt", &text).filter(|draft| draft.account.format == "plain text") {
            nothing_is_lost(&text, &draft);
        }
    }

    #[test]
    fn no_markdown_loses_a_word(text in made_up()) {
        let text = format!("Some words that begin it.\n\n{text}");
        if let Some(draft) = draft("article.md", &text) {
            nothing_is_lost(&text, &draft);
        }
    }

    #[test]
    fn anything_can_be_imported_or_is_refused(text in made_up(), name in prop::sample::select(&["a.html", "a.md", "a.txt", "a"][..])) {
        draft(name, &text);
        draft(name, &format!("---\n{text}\n---\n\nText.\n"));
        draft(name, &format!("+++\n{text}\n+++\n\nText.\n"));
    }

    #[test]
    fn no_page_loses_a_paragraph(
        paragraphs in paragraphs(),
        marks in prop::collection::vec(prop::sample::select(&["strong", "em", "code", "a href='https://example.org/'", "a href='/x'", "span", "q", "s"][..]), 1..5),
        frames in prop::collection::vec(prop::sample::select(&["p", "div", "li", "h2", "blockquote", "td", "section", "dd", "pre", "figcaption"][..]), 1..5),
    ) {
        let mut html = String::from("<title>Baker</title><nav>Home of jobs</nav><article><h1>Baker</h1>");
        for (at, words) in paragraphs.iter().enumerate() {
            let frame = frames[at % frames.len()];
            html.push_str(&format!("<{frame}>"));
            for (number, word) in words.iter().enumerate() {
                let mark = marks[number % marks.len()];
                let name = mark.split(' ').next().unwrap_or(mark);
                // Some marks touch their neighbours, and some hold a sign.
                let (sign, space) = (["", ".", "*", "_"][number % 4], ["", " "][(number / 2) % 2]);
                html.push_str(&format!("<{mark}>{word}{sign}</{name}>{space}-"));
            }
            html.push_str(&format!("</{frame}>\n"));
        }
        html.push_str("</article><footer>Imprint</footer>");
        let body: Vec<String> = paragraphs.iter().map(|words| words.join("-")).collect();
        let draft = draft("a.html", &html).expect("an article");
        nothing_is_lost(&body.join("\n"), &draft);
    }
}

#[test]
fn deep_pages_are_read_and_deeper_ones_than_any_are_refused() {
    for (open, close) in
        [("<div>", "</div>"), ("<b>", "</b>"), ("<ul><li>", "</li></ul>"), ("<blockquote>", "</blockquote>")]
    {
        let page = |depth: usize| {
            format!("<article><h1>Baker</h1>{}deeply{}</article>", open.repeat(depth), close.repeat(depth))
        };
        let read = draft("a.html", &page(1000)).expect("an article");
        assert!(read.text.contains("deeply"), "{open}");
        assert!(draft("a.html", &page(10_000)).is_none(), "{open}");
    }
    draft("a.md", &"> ".repeat(20_000));
    draft("a.txt", &"  ".repeat(20_000));
}
