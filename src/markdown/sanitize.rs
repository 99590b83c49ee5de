//! Raw HTML of a text whose author is not trusted: of each piece what guides need, and
//! nothing that runs, looks like the page around it or reaches out of its place. It
//! judges no Markdown.
//!
//! Markdown gives raw HTML in pieces, and what stands between them is ours: `<b>`,
//! rendered words, `</b>`. So a piece is read as browsers read it, its tags are kept if
//! they are on the list, and what is open is remembered. Nothing stays open longer than
//! the Markdown around it, and no end tag closes what it did not open: so a text is a
//! closed tree, whatever stands in it.

use std::cell::RefCell;
use std::mem;

use html5ever::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag as HtmlTag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use pulldown_cmark::Tag;

use super::{escape, raw};
use crate::address;

/// What is open around a place in a text.
#[derive(Debug, Default)]
pub(super) struct Open {
    stack: Vec<Level>,
    /// How many links are among it.
    links: usize,
    removed: Removed,
}

/// What does not come through of the pieces that were read.
#[derive(Debug, Default)]
pub(super) struct Removed {
    /// The element that the first of it is, or that it is an attribute of.
    pub(super) first: String,
    /// The first few tags and attributes, as authors write them.
    pub(super) names: Vec<String>,
    /// Whether more goes than a look: an element, what it does or where it leads.
    pub(super) is_grave: bool,
    /// Whether an element goes that could stand elsewhere.
    pub(super) is_misplaced: bool,
}

impl Removed {
    /// More names are not listed, so that however many there are take no room.
    pub(super) const MOST: usize = 5;

    fn add(&mut self, element: &str, name: String, is_grave: bool) {
        if self.first.is_empty() {
            element.clone_into(&mut self.first);
        }
        if self.names.len() < Self::MOST && !self.names.contains(&name) {
            self.names.push(name);
        }
        self.is_grave |= is_grave;
    }

    fn element(&mut self, name: &str) {
        self.add(name, format!("<{}>", shown(name)), true);
    }

    fn attribute(&mut self, element: &Element, attribute: &Attribute) {
        let name = &*attribute.name.local;
        let is_grave = name.starts_with("on") || element.is_known(name);
        self.add(element.name, shown(name), is_grave);
    }
}

/// A name as far as it is one: of what others write, reports show no more.
pub(super) fn shown(name: &str) -> String {
    const LONGEST: usize = 40;
    name.chars().filter(|c| c.is_ascii_graphic() && *c != '`').take(LONGEST).collect()
}

/// Whether browsers take a text for no more than space between tags.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim_ascii().is_empty()
}

/// Something that is open.
#[derive(Clone, Copy, Debug)]
enum Level {
    /// An element of the author's.
    Raw(&'static Element),
    /// What Markdown opened.
    Markdown(Holds),
}

/// What can stand in something that Markdown opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Whole blocks.
    Blocks,
    /// Words.
    Words,
    /// Words, but no link: it is one.
    WordsOfLink,
}

impl Holds {
    /// What can stand in what `tag` opens; nothing of the author's HTML in code and in what
    /// stands for an image.
    pub(super) fn of(tag: &Tag<'_>) -> Option<Self> {
        match tag {
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Image { .. } => None,
            Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow => Some(Self::Blocks),
            Tag::Link { .. } => Some(Self::WordsOfLink),
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::TableCell
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::DefinitionListTitle => Some(Self::Words),
        }
    }
}

/// Deeper elements are left out, but not what stands in them.
const DEEPEST: usize = 100;

/// A longer tag is no tag that anybody wrote: its attributes are compared with one
/// another, so it would take long.
const LONGEST_TAG: usize = 10_000;

impl Open {
    /// What ends before anything that Markdown puts here: a table of which no cell is open.
    pub(super) fn leave_table(&mut self) -> String {
        if self.is_between_cells() { self.end("table") } else { String::new() }
    }

    /// Goes into something that Markdown opens. Gives what ends before it: a link, before
    /// another one.
    pub(super) fn enter(&mut self, holds: Holds) -> String {
        let mut ends = String::new();
        if holds == Holds::WordsOfLink {
            ends += &self.end("a");
            self.links += 1;
        }
        self.stack.push(Level::Markdown(holds));
        ends
    }

    /// Leaves what was entered last: the end tags that its author forgot.
    pub(super) fn leave(&mut self) -> String {
        let ends = self.close(self.floor());
        if let Some(Level::Markdown(Holds::WordsOfLink)) = self.stack.pop() {
            self.links -= 1;
        }
        ends
    }

    /// A piece within a line.
    pub(super) fn inline(&mut self, html: &str) -> String {
        let mut out = String::new();
        self.piece(html, &mut out);
        out
    }

    /// A block. Elements that hold no blocks end with it.
    pub(super) fn block(&mut self, html: &str) -> String {
        let mut out = String::new();
        self.piece(html, &mut out);
        let floor = self.floor();
        let is_words = |level: &Level| matches!(level, Level::Raw(element) if element.kind != Kind::Flow);
        if let Some(at) = self.stack[floor..].iter().position(is_words) {
            out.push_str(&self.close(floor + at));
        }
        out
    }

    /// What did not come through since this was last asked.
    pub(super) fn removed(&mut self) -> Removed {
        mem::take(&mut self.removed)
    }

    fn piece(&mut self, html: &str, out: &mut String) {
        if raw::longest_tag(html) > LONGEST_TAG {
            out.push_str(&self.leave_table());
            out.push_str(&escape(html));
            return;
        }
        let mut is_silent = false;
        for token in tokens(html) {
            match token {
                Token::TagToken(tag) if raw_text(&tag.name).is_some() => {
                    is_silent = tag.kind == TagKind::StartTag;
                    if is_silent {
                        self.removed.element(&tag.name);
                    }
                }
                Token::TagToken(tag) => match tag.kind {
                    TagKind::StartTag => self.start(&tag, out),
                    TagKind::EndTag => out.push_str(&self.end(&tag.name)),
                },
                Token::CharacterTokens(text) if !is_silent => {
                    if !is_blank(&text) {
                        out.push_str(&self.leave_table());
                    }
                    out.push_str(&escape(&text));
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &HtmlTag, out: &mut String) {
        let Some(element) = ELEMENTS.iter().find(|element| *element.name == *tag.name) else {
            self.removed.element(&tag.name);
            return;
        };
        let floor = self.floor();
        let holds = match self.stack[..floor].last() {
            Some(Level::Markdown(holds)) => *holds,
            _ => Holds::Blocks,
        };
        let is_link = element.name == "a";
        if holds != Holds::Blocks && element.kind != Kind::Phrasing
            || is_link && self.links > 0
            || self.stack.len() - floor >= DEEPEST
        {
            self.misplaced(element);
            return;
        }
        // Browsers end a paragraph before a block, and an item before the next one.
        if let Some(parents) = parents(element.name) {
            let is_parent = |level: &Level| matches!(level, Level::Raw(open) if parents.contains(&open.name));
            let Some(parent) = self.stack[floor..].iter().rposition(is_parent) else {
                self.misplaced(element);
                return;
            };
            out.push_str(&self.close(floor + parent + 1));
        } else if self.is_between_cells() {
            self.misplaced(element);
            return;
        }
        let is_paragraph = |level: &Level| matches!(level, Level::Raw(open) if open.name == "p");
        if element.kind != Kind::Phrasing
            && let Some(paragraph) = self.stack[floor..].iter().rposition(is_paragraph)
        {
            out.push_str(&self.close(floor + paragraph));
        }
        out.push('<');
        out.push_str(element.name);
        for attribute in &tag.attrs {
            let name = &*attribute.name.local;
            if element.may_have(attribute) {
                out.push_str(&format!(" {name}=\"{}\"", escape(&attribute.value)));
            } else {
                self.removed.attribute(element, attribute);
            }
        }
        out.push('>');
        if !VOID.contains(&element.name) {
            self.links += usize::from(is_link);
            self.stack.push(Level::Raw(element));
        }
    }

    /// Whether a table is open, and no cell of it. What stands there, browsers put before the
    /// table, and a table there ends the one around it.
    fn is_between_cells(&self) -> bool {
        let is_between = |level: &Level| match level {
            Level::Raw(open) => match open.name {
                "table" | "thead" | "tbody" | "tfoot" | "tr" => Some(true),
                "td" | "th" | "caption" => Some(false),
                _ => None,
            },
            Level::Markdown(_) => None,
        };
        self.stack.iter().rev().find_map(is_between).unwrap_or(false)
    }

    fn misplaced(&mut self, element: &Element) {
        self.removed.element(element.name);
        self.removed.is_misplaced = true;
    }

    /// Ends the innermost element of that name, if one is open here.
    fn end(&mut self, name: &str) -> String {
        let floor = self.floor();
        let is_it = |level: &Level| matches!(level, Level::Raw(open) if *open.name == *name);
        let found = self.stack[floor..].iter().rposition(is_it);
        found.map(|at| self.close(floor + at)).unwrap_or_default()
    }

    /// Where what stands in the innermost element of Markdown's begins.
    fn floor(&self) -> usize {
        let of_markdown = self.stack.iter().rposition(|level| matches!(level, Level::Markdown(_)));
        of_markdown.map_or(0, |at| at + 1)
    }

    /// Closes the author's elements down to the one `at` that place.
    fn close(&mut self, at: usize) -> String {
        let mut ends = String::new();
        for level in self.stack.drain(at..).rev() {
            if let Level::Raw(element) = level {
                self.links -= usize::from(element.name == "a");
                ends.push_str(&format!("</{}>", element.name));
            }
        }
        ends
    }
}

/// An element that may stand in a guide.
#[derive(Debug)]
struct Element {
    name: &'static str,
    kind: Kind,
    /// Its attributes, besides those that any element may have.
    attributes: &'static [&'static str],
}

/// What an element is, and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Stands among words and holds words.
    Phrasing,
    /// Stands among blocks and holds words.
    Words,
    /// Stands among blocks and holds blocks.
    Flow,
}

impl Element {
    fn may_have(&self, attribute: &Attribute) -> bool {
        let name = &*attribute.name.local;
        let is_address = ["href", "src", "cite"].contains(&name);
        self.is_known(name) && (!is_address || may_lead(name, &attribute.value))
    }

    /// Whether it may have an attribute of that name, if its value is sound.
    fn is_known(&self, name: &str) -> bool {
        ["title", "lang", "dir"].contains(&name) || self.attributes.contains(&name)
    }
}

/// Whether an address may stand in the attribute `name`.
fn may_lead(name: &str, address: &str) -> bool {
    match address::scheme(address).as_deref() {
        None | Some("https" | "http") => true,
        Some("mailto" | "tel") => name == "href",
        Some(_) => false,
    }
}

const fn element(name: &'static str, kind: Kind, attributes: &'static [&'static str]) -> Element {
    Element { name, kind, attributes }
}

/// What may stand in a guide. No element has an id, a class, a style or a role: those
/// are the page's own.
const ELEMENTS: &[Element] = &[
    element("a", Kind::Phrasing, &["href", "hreflang"]),
    element("abbr", Kind::Phrasing, &[]),
    element("b", Kind::Phrasing, &[]),
    element("bdi", Kind::Phrasing, &[]),
    element("bdo", Kind::Phrasing, &[]),
    element("br", Kind::Phrasing, &[]),
    element("cite", Kind::Phrasing, &[]),
    element("code", Kind::Phrasing, &[]),
    element("data", Kind::Phrasing, &["value"]),
    element("del", Kind::Phrasing, &["cite", "datetime"]),
    element("dfn", Kind::Phrasing, &[]),
    element("em", Kind::Phrasing, &[]),
    element("i", Kind::Phrasing, &[]),
    element("img", Kind::Phrasing, &["src", "alt", "width", "height"]),
    element("ins", Kind::Phrasing, &["cite", "datetime"]),
    element("kbd", Kind::Phrasing, &[]),
    element("mark", Kind::Phrasing, &[]),
    element("q", Kind::Phrasing, &["cite"]),
    element("rp", Kind::Phrasing, &[]),
    element("rt", Kind::Phrasing, &[]),
    element("ruby", Kind::Phrasing, &[]),
    element("s", Kind::Phrasing, &[]),
    element("samp", Kind::Phrasing, &[]),
    element("small", Kind::Phrasing, &[]),
    element("span", Kind::Phrasing, &[]),
    element("strong", Kind::Phrasing, &[]),
    element("sub", Kind::Phrasing, &[]),
    element("sup", Kind::Phrasing, &[]),
    element("time", Kind::Phrasing, &["datetime"]),
    element("u", Kind::Phrasing, &[]),
    element("var", Kind::Phrasing, &[]),
    element("wbr", Kind::Phrasing, &[]),
    element("caption", Kind::Words, &[]),
    element("dt", Kind::Words, &[]),
    element("figcaption", Kind::Words, &[]),
    element("h2", Kind::Words, &[]),
    element("h3", Kind::Words, &[]),
    element("h4", Kind::Words, &[]),
    element("h5", Kind::Words, &[]),
    element("h6", Kind::Words, &[]),
    element("hr", Kind::Words, &[]),
    element("p", Kind::Words, &[]),
    element("pre", Kind::Words, &[]),
    element("summary", Kind::Words, &[]),
    element("blockquote", Kind::Flow, &["cite"]),
    element("dd", Kind::Flow, &[]),
    element("details", Kind::Flow, &["open"]),
    element("div", Kind::Flow, &[]),
    element("dl", Kind::Flow, &[]),
    element("figure", Kind::Flow, &[]),
    element("li", Kind::Flow, &["value"]),
    element("ol", Kind::Flow, &["start", "reversed", "type"]),
    element("table", Kind::Flow, &[]),
    element("tbody", Kind::Flow, &[]),
    element("td", Kind::Flow, &["colspan", "rowspan"]),
    element("tfoot", Kind::Flow, &[]),
    element("th", Kind::Flow, &["colspan", "rowspan", "scope"]),
    element("thead", Kind::Flow, &[]),
    element("tr", Kind::Flow, &[]),
    element("ul", Kind::Flow, &[]),
];

/// Elements without an end tag.
const VOID: &[&str] = &["br", "hr", "img", "wbr"];

/// What an element must stand in, if not anywhere: elsewhere it would end what the page
/// has open around the text.
fn parents(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "li" => Some(&["ul", "ol"]),
        "dt" | "dd" => Some(&["dl"]),
        "rt" | "rp" => Some(&["ruby"]),
        "caption" | "thead" | "tbody" | "tfoot" => Some(&["table"]),
        "tr" => Some(&["table", "thead", "tbody", "tfoot"]),
        "td" | "th" => Some(&["tr"]),
        "summary" => Some(&["details"]),
        "figcaption" => Some(&["figure"]),
        _ => None,
    }
}

/// How browsers read what stands in an element whose content is for no reader.
fn raw_text(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" => Some(RawKind::Rawtext),
        _ => None,
    }
}

/// A piece of HTML as browsers read it.
fn tokens(html: &str) -> Vec<Token> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Tokens::default(), TokenizerOpts::default());
    // It stops early for a sink that runs scripts alone.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[derive(Default)]
struct Tokens(RefCell<Vec<Token>>);

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let content = match &token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => raw_text(&tag.name),
            _ => None,
        };
        self.0.borrow_mut().push(token);
        content.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};
    use std::ops::Range;

    use proptest::prelude::*;
    use scraper::Html;

    use super::super::outline::outline;
    use super::super::render::{Anchor, Picture, Targets, render};
    use super::*;

    struct Literal;

    impl Targets for Literal {
        fn link(&self, _: &Range<usize>, target: &str) -> Anchor {
            Anchor { href: target.to_owned(), text: None }
        }

        fn image(&self, _: &Range<usize>, target: &str) -> Picture {
            Picture { src: target.to_owned(), size: None }
        }
    }

    fn html(markdown: &str) -> String {
        let rendered = render(markdown, &outline(markdown), &Literal, &[], usize::MAX);
        rendered.lede + &rendered.body + &rendered.rest
    }

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(html(markdown).trim(), expected, "{markdown}");
    }

    #[test]
    fn what_guides_need_stays() {
        check(
            "Press <kbd>K</kbd>, H<sub>2</sub>O, <abbr title=\"a &amp; b\">ab</abbr><br/>x",
            "<p>Press <kbd>K</kbd>, H<sub>2</sub>O, <abbr title=\"a &amp; b\">ab</abbr><br>x</p>",
        );
        check(
            "<details open>\n<summary>More</summary>\n\n*a*\n\n</details>\n\nEnd.",
            "<details open=\"\">\n<summary>More</summary>\n<p><em>a</em></p>\n</details>\n<p>End.</p>",
        );
        check(
            "<table><tr><td colspan=2>\n\n*a*\n\n</td></tr>\n</table>",
            "<table><tr><td colspan=\"2\">\n<p><em>a</em></p>\n</td></tr>\n</table>",
        );
        check("<table><div><table>", "<table></table>");
        check("<table>\n\na\n\n</table>", "<table>\n</table>\n<p>a</p>");
        check("<table><tr><b><td><table></table>b", "<table><tr><td><table></table>b</td></tr></table>");
        // Text that stands in no cell ends the table.
        check("<table><tr><td>a</td>b</tr></table>", "<table><tr><td>a</td></tr></table>b");
        check("- <table> a", "<ul>\n<li><table></table> a</li>\n</ul>");
        check("- a <table> `b`", "<ul>\n<li>a <table> </table><code>b</code></li>\n</ul>");
        check("<table>\n\n---", "<table>\n</table>\n<hr />");
        check("<a href='../a/?b&amp;c'>x</a>", "<p><a href=\"../a/?b&amp;c\">x</a></p>");
        check("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>");
        check("<p>a<p>b\n\nc", "<p>a</p><p>b\n</p>\n<p>c</p>");
    }

    #[test]
    fn what_runs_or_looks_like_the_page_goes() {
        check("a <b onclick=x() class=y id=z style=w role=main>b</b>", "<p>a <b>b</b></p>");
        check("<script>alert(1)</script>", "");
        check("<style>p{}</style><div>x</div>", "<div>x</div>");
        check("<iframe src=x></iframe><svg onload=x><a>y</a></svg>", "<a>y</a>");
        check("<a href=' java&#9;script:x'>x</a><img src=data:x onerror=y>", "<p><a>x</a><img></p>");
        check("a <input autofocus><form action=x><button>b</button>", "<p>a b</p>");
        check("## A {onclick=x .c #d}", "<h2 id=\"d\">A</h2>");
    }

    #[test]
    fn nothing_gets_out_of_its_place() {
        check("a <b>b *c <i>d* e\n\nf </b>", "<p>a <b>b <em>c <i>d</i></em> e</b></p>\n<p>f </p>");
        check("</div></main>\n\n> <div>x\n\ny", "<blockquote>\n<div>x\n</div></blockquote>\n<p>y</p>");
        check("<div>\n\na", "<div>\n<p>a</p>\n</div>");
        check("- a <li> b", "<ul>\n<li>a  b</li>\n</ul>");
        check("a <div>b</div>", "<p>a b</p>");
        check("<a href=x>\n\nb", "<a href=\"x\">\n</a>\n<p>b</p>");
        check("<a href=x>a [b](c) <a>d</a>", "<p><a href=\"x\">a </a><a href=\"c\">b</a> <a>d</a></p>");
    }

    #[test]
    fn what_is_no_tag_is_shown() {
        let long = format!("<b {}>", "a=b ".repeat(LONGEST_TAG));
        check(
            &format!("x {long}"),
            &format!("<p>x {long}</p>").replace("<b", "&lt;b").replace(" >", " &gt;"),
        );
        let deep = html(&"<b>".repeat(DEEPEST * 2));
        assert_eq!((deep.matches("<b>").count(), deep.matches("</b>").count()), (DEEPEST, DEEPEST));
    }

    /// What a judge who knows no more than the list finds nothing wrong with.
    fn is_clean(html: &str) -> bool {
        let mut judge = ammonia::Builder::default();
        let mut tags: HashSet<&str> = ELEMENTS.iter().map(|element| element.name).collect();
        tags.extend(["section", "input"]);
        let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
        for element in ELEMENTS {
            attributes.insert(element.name, element.attributes.iter().copied().collect());
        }
        // What Markdown itself makes.
        attributes.insert("input", ["type", "disabled", "checked", "aria-label"].into());
        judge
            .tags(tags)
            .tag_attributes(attributes)
            .generic_attributes(
                [
                    "title",
                    "lang",
                    "dir",
                    "class",
                    "id",
                    "role",
                    "tabindex",
                    "aria-label",
                    "loading",
                    "decoding",
                ]
                .into(),
            )
            .url_schemes(["http", "https", "mailto", "tel"].into())
            .link_rel(None)
            .strip_comments(false)
            .id_prefix(None);
        let read = |html: &str| Html::parse_fragment(html).root_element().inner_html();
        read(&judge.clean(html).to_string()) == read(html)
    }

    const PIECES: &[&str] = &[
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "</p>",
        "<p>",
        "<li>",
        "<td>",
        "<tr>",
        "<table>",
        "</table>",
        "<a href=x>",
        "</a>",
        "<a href=javascript:x>",
        "<script>",
        "</script>",
        "<style>",
        "<!--",
        "-->",
        "<textarea>",
        "<svg>",
        "<math><mtext>",
        "<title>",
        "<noscript>",
        "<template>",
        "<select>",
        "<option>",
        "<plaintext>",
        "<img src=x onerror=y>",
        "<img alt=\"",
        "\">",
        "'",
        "<br",
        "/>",
        " onclick=x ",
        "<![CDATA[",
        "]]>",
        "<?",
        "&lt;script&gt;",
        "&#0;",
        "\u{0}",
        "\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "*",
        "**",
        "`",
        "[a](b)",
        "![",
        "](",
        ")",
        "\n|-|\n",
        "|",
        "<h1>",
        "<base href=//x>",
        "<body onload=x>",
        "</body>",
        "<form>",
        "<iframe srcdoc=x>",
        "a",
        " ",
        "\n## ",
        "{#a onclick=b}",
        "<details>",
        "<summary>",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_stands_in_a_text_its_html_is_clean(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
            let html = html(&pieces.concat());
            prop_assert!(is_clean(&html), "{html}");
            // Whatever is open around it stays open.
            let page = Html::parse_document(&format!("<!doctype html><body><main><ul><li><div>{html}<i id=_after></i></div></li></ul></main>"));
            let after = scraper::Selector::parse("body > main > ul > li > div > #_after").expect("a selector");
            prop_assert_eq!(page.select(&after).count(), 1, "{}", html);
            // Browsers put it before the table.
            prop_assert!(page.errors.iter().all(|error| error != "Non-space table text"), "{html}");
        }
    }
}
