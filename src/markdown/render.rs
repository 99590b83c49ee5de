//! HTML from Markdown. Whoever renders says what each link, image and name
//! leads to; what is rendered depends on nothing else.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html,
};

use super::outline::Outline;
use super::sanitize::{Holds, Open};
use super::{Html, escape, highlight, parser, without_comments};
use crate::address;

/// What a text's links, images and names lead to.
pub trait Targets {
    /// The address of the link at `range` (bytes of the whole text), which was
    /// written as `target`; and its text, if the author left it to us
    /// (`[[name]]`).
    fn link(&self, range: &Range<usize>, target: &str) -> Anchor;
    /// The image at `range`, which was written as `target`.
    fn image(&self, range: &Range<usize>, target: &str) -> Picture;
    /// What becomes of raw HTML.
    fn html(&self) -> Html {
        Html::default()
    }
    /// Code as HTML, if its language is known.
    fn highlight(&self, language: &str, code: &str) -> Option<String> {
        highlight::highlight(language, code)
    }
    /// What is said beside the author's words, in their language. Plain words have
    /// nothing beside them.
    fn say(&self, _: Label) -> String {
        String::new()
    }
}

/// What is said beside an author's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The name of a table that scrolls.
    Table,
    /// The name of the footnotes.
    Footnotes,
    /// The link from a footnote.
    Back,
    /// A task that is done.
    Done,
    /// A task that is not.
    ToDo,
    /// The title of an alert: by the way.
    Note,
    /// The title of an alert: for who wants to do well.
    Tip,
    /// The title of an alert: for everybody.
    Important,
    /// The title of an alert: for who is in a hurry.
    Warning,
    /// The title of an alert: of what can go wrong.
    Caution,
}

/// What a link becomes.
#[derive(Clone, Debug, Default)]
pub struct Anchor {
    /// The address.
    pub href: String,
    /// Text in place of the link's own.
    pub text: Option<String>,
}

/// What an image becomes.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The address.
    pub src: String,
    /// Width and height in pixels.
    pub size: Option<(usize, usize)>,
}

/// A name in the prose that becomes a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its place, in bytes of the text.
    pub range: Range<usize>,
    /// What it leads to.
    pub href: String,
}

/// A rendered text.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The first paragraph, if the text begins with one.
    pub lede: String,
    /// What follows it, up to where the text was to be cut.
    pub body: String,
    /// All the rest, and the footnotes.
    pub rest: String,
}

/// Renders a whole text; `outline` is the text's own, `mentions` are sorted. It is
/// cut before the first block that begins at `cut` or later.
pub fn render(
    text: &str,
    outline: &Outline,
    targets: &dyn Targets,
    mentions: &[Mention],
    cut: usize,
) -> Rendered {
    let lede_end = outline.lede.as_ref().map_or(0, |(range, _)| range.end);
    let mut writer = Writer::new(text, 0, outline, targets, mentions);
    let (mut lede, mut body, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    let (mut depth, mut is_cut) = (0_usize, false);
    for (event, range) in super::events(text, parser(text, |_| None)) {
        if depth == 0 && range.start >= cut && !is_cut {
            is_cut = true;
            writer.close(&mut body);
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let events = match range.end <= lede_end {
            true => &mut lede,
            false if is_cut => &mut rest,
            false => &mut body,
        };
        writer.event(event, range, events);
    }
    writer.close(if is_cut { &mut rest } else { &mut body });
    writer.footnotes(&mut rest);
    Rendered { lede: to_html(lede), body: to_html(body), rest: to_html(rest) }
}

/// Renders the paragraph at `range` of `text` by itself, without its footnotes.
pub fn render_paragraph(
    text: &str,
    range: &Range<usize>,
    outline: &Outline,
    targets: &dyn Targets,
    mentions: &[Mention],
) -> String {
    let html = read_paragraph(text, range, outline, targets, mentions, to_html);
    if html.starts_with("<p>") { html } else { format!("<p>{html}</p>") }
}

/// The words of that paragraph without any marks, images or raw HTML.
pub fn plain_paragraph(text: &str, range: &Range<usize>, outline: &Outline, targets: &dyn Targets) -> String {
    read_paragraph(text, range, outline, targets, &[], |events| {
        let mut words = String::new();
        for event in events {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

fn read_paragraph(
    text: &str,
    range: &Range<usize>,
    outline: &Outline,
    targets: &dyn Targets,
    mentions: &[Mention],
    finish: impl FnOnce(Vec<Event<'_>>) -> String,
) -> String {
    let mut slice = text[range.clone()].to_owned();
    if slice.contains("[^") {
        // With definitions beside them footnote marks are known for what they
        // are, and can be left out.
        for label in &outline.footnotes {
            slice.push_str(&format!("\n\n[^{label}]: -"));
        }
    }
    let mut writer = Writer::new(&slice, range.start, outline, targets, mentions);
    let mut events = Vec::new();
    let references = |link: pulldown_cmark::BrokenLink<'_>| {
        let label = link.reference.to_lowercase();
        let found = outline.references.iter().find(|(known, _, _)| known.to_lowercase() == label)?;
        Some((CowStr::from(found.1.clone()), CowStr::from(found.2.clone())))
    };
    for (event, place) in super::events(&slice, parser(&slice, references)) {
        if !matches!(event, Event::FootnoteReference(_)) {
            writer.event(event, place.start + range.start..place.end + range.start, &mut events);
        }
    }
    writer.close(&mut events);
    finish(events)
}

fn to_html(events: Vec<Event<'_>>) -> String {
    let mut html = String::new();
    html::push_html(&mut html, events.into_iter());
    html
}

struct Writer<'a> {
    text: &'a str,
    /// Where `text` begins in the text that ranges speak of.
    base: usize,
    targets: &'a dyn Targets,
    mentions: &'a [Mention],
    open_mention: Option<&'a Mention>,
    outline: &'a Outline,
    code: Option<(Option<String>, String)>,
    html: Option<String>,
    /// The author's elements that are open.
    open: Open,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// How many open links have had their text written already.
    replaces_link_text: usize,
    /// The open image's depth and alternative text.
    alt: Option<(usize, String)>,
    /// Whether each open quotation is an alert.
    quotes: Vec<bool>,
    /// Definitions as they were met. They are translated when their turn has
    /// come, so that a definition that nobody refers to refers to nothing.
    footnotes: BTreeMap<String, Vec<(Event<'a>, Range<usize>)>>,
    open_footnote: Option<String>,
    /// Labels in the order of first reference, with the number of references.
    referred: Vec<(String, usize)>,
    /// The places of labels among those.
    numbers: BTreeMap<String, usize>,
}

impl<'a> Writer<'a> {
    fn new(
        text: &'a str,
        base: usize,
        outline: &'a Outline,
        targets: &'a dyn Targets,
        mentions: &'a [Mention],
    ) -> Self {
        Self {
            text,
            base,
            targets,
            mentions,
            open_mention: None,
            outline,
            code: None,
            html: None,
            open: Open::default(),
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            replaces_link_text: 0,
            alt: None,
            quotes: Vec::new(),
            footnotes: BTreeMap::new(),
            open_footnote: None,
            referred: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// Takes one event of the parser and appends what it becomes.
    fn event(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Event<'a>>) {
        match &event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.open_footnote = Some(label.to_string());
                return;
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.open_footnote = None;
                return;
            }
            _ => {}
        }
        if let Some(label) = self.open_footnote.clone() {
            self.footnotes.entry(label).or_default().push((event, range));
        } else {
            self.translate(event, range, out);
        }
    }

    fn translate(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Event<'a>>) {
        if self.replaces_link_text > 0 && !matches!(event, Event::End(TagEnd::Link)) {
            return;
        }
        if let Some((depth, alt)) = &mut self.alt {
            match event {
                Event::Start(Tag::Image { .. }) => *depth += 1,
                Event::End(TagEnd::Image) => *depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
            if *depth == 0 {
                out.push(Event::InlineHtml(format!("{}\">", escape(alt)).into()));
                self.alt = None;
            }
            return;
        }
        match event {
            Event::Start(tag) => {
                if let Some(holds) = Holds::of(&tag) {
                    raw(self.open.enter(holds), out);
                }
                self.start(tag, &range, out);
            }
            Event::End(tag) => {
                if !matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) {
                    raw(self.open.leave(), out);
                }
                self.end(tag, out);
            }
            Event::Text(text) => {
                if let Some((_, code)) = &mut self.code {
                    code.push_str(&text);
                } else {
                    self.text(text, range, out);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                // A comment is for authors; it never reaches a page.
                None if html.starts_with("<!--") => {}
                None => match self.targets.html() {
                    Html::Allow => out.push(Event::InlineHtml(html)),
                    Html::Escape => out.push(Event::Text(html)),
                    Html::Sanitize => raw(self.open.inline(&html), out),
                },
            },
            Event::FootnoteReference(label) => {
                let reference = self.footnote_reference(&label);
                out.push(Event::InlineHtml(reference.into()));
            }
            Event::TaskListMarker(is_done) => {
                let (state, checked) = if is_done { (Label::Done, " checked") } else { (Label::ToDo, "") };
                let state = self.label(state);
                let marker = format!("<input type=\"checkbox\" disabled aria-label=\"{state}\"{checked}> ");
                out.push(Event::InlineHtml(marker.into()));
            }
            event => out.push(event),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>, out: &mut Vec<Event<'a>>) {
        match tag {
            Tag::Heading { level, mut classes, mut attrs, .. } => {
                let headings = &self.outline.headings;
                let at = headings.binary_search_by_key(&range.start, |heading| heading.range.start).ok();
                let id = at.map(|at| headings[at].id.clone().into());
                // The anchor is given once, and not by an attribute.
                attrs.retain(|(name, _)| !name.eq_ignore_ascii_case("id"));
                // Others are HTML, and classes are the page's own.
                if self.targets.html() != Html::Allow {
                    attrs.clear();
                    classes.clear();
                }
                // The page's title is its one first-level heading.
                let level = if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level };
                out.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{']).next().filter(|name| !name.is_empty()).map(str::to_owned)
                    }
                    CodeBlockKind::Indented => None,
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                let label = self.label(Label::Table);
                out.push(block(format!(
                    "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\"><table>\n"
                )));
            }
            Tag::TableHead => {
                (self.column, self.in_head) = (0, true);
                out.push(block("<thead><tr>"));
            }
            Tag::TableRow => {
                self.column = 0;
                out.push(block("<tr>"));
            }
            Tag::TableCell => {
                let class = match self.alignments.get(self.column) {
                    Some(Alignment::Left) => " class=\"align-left\"",
                    Some(Alignment::Center) => " class=\"align-center\"",
                    Some(Alignment::Right) => " class=\"align-right\"",
                    Some(Alignment::None) | None => "",
                };
                let name = if self.in_head { "th scope=\"col\"" } else { "td" };
                self.column += 1;
                out.push(Event::InlineHtml(format!("<{name}{class}>").into()));
            }
            Tag::BlockQuote(kind) => {
                self.quotes.push(kind.is_some());
                match kind {
                    None => out.push(Event::Start(Tag::BlockQuote(None))),
                    Some(kind) => {
                        let (class, title) = alert(kind);
                        let title = self.label(title);
                        out.push(block(format!(
                            "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">{title}</p>\n"
                        )));
                    }
                }
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                let anchor = self.targets.link(range, &target);
                let title = attribute("title", &title);
                out.push(Event::InlineHtml(format!("<a href=\"{}\"{title}>", address(&anchor.href)).into()));
                let is_bare = matches!(link_type, LinkType::WikiLink { has_pothole: false });
                if let (true, Some(text)) = (is_bare, anchor.text) {
                    out.push(Event::Text(text.into()));
                    self.replaces_link_text += 1;
                }
            }
            Tag::Image { dest_url, title, .. } => {
                let picture = self.targets.image(range, &dest_url);
                let size = picture
                    .size
                    .map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""))
                    .unwrap_or_default();
                let title = attribute("title", &title);
                let start = format!(
                    "<img src=\"{}\"{size}{title} loading=\"lazy\" decoding=\"async\" alt=\"",
                    address(&picture.src)
                );
                out.push(Event::InlineHtml(start.into()));
                self.alt = Some((1, String::new()));
            }
            tag => out.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd, out: &mut Vec<Event<'a>>) {
        match tag {
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    out.push(block(code_block(self.targets, language.as_deref(), &code)));
                }
            }
            TagEnd::HtmlBlock => {
                let html = without_comments(&self.html.take().unwrap_or_default());
                if html.trim().is_empty() {
                    return;
                }
                match self.targets.html() {
                    Html::Allow => out.push(block(html)),
                    Html::Escape => out.push(block(format!("<p>{}</p>\n", escape(html.trim())))),
                    Html::Sanitize => raw(self.open.block(&html), out),
                }
            }
            TagEnd::Table => out.push(block("</tbody></table></div>\n")),
            TagEnd::TableHead => {
                self.in_head = false;
                out.push(block("</tr></thead><tbody>\n"));
            }
            TagEnd::TableRow => out.push(block("</tr>\n")),
            TagEnd::TableCell => {
                let end = if self.in_head { "</th>" } else { "</td>" };
                out.push(Event::InlineHtml(end.into()));
            }
            TagEnd::BlockQuote(kind) => match self.quotes.pop() {
                Some(true) => out.push(block("</div>\n")),
                _ => out.push(Event::End(TagEnd::BlockQuote(kind))),
            },
            TagEnd::Link => {
                self.replaces_link_text = self.replaces_link_text.saturating_sub(1);
                out.push(Event::InlineHtml("</a>".into()));
            }
            TagEnd::Heading(HeadingLevel::H1) => out.push(Event::End(TagEnd::Heading(HeadingLevel::H2))),
            tag => out.push(Event::End(tag)),
        }
    }

    /// Ends what the author left open at the end of a part.
    fn close(&mut self, out: &mut Vec<Event<'a>>) {
        raw(self.open.leave(), out);
    }

    /// What is said beside the author's words, as HTML.
    fn label(&self, label: Label) -> String {
        escape(&self.targets.say(label)).into_owned()
    }

    /// Text, with the names in it linked.
    fn text(&mut self, text: CowStr<'a>, range: Range<usize>, out: &mut Vec<Event<'a>>) {
        let local = range.start - self.base..range.end - self.base;
        let source = self.text.get(local).unwrap_or_default();
        if source != &*text || self.mentions.is_empty() {
            out.push(Event::Text(text));
            return;
        }
        let mut at = range.start;
        let piece = |from: usize, to: usize| {
            Event::Text(CowStr::Borrowed(&source[from - range.start..to - range.start]))
        };
        while at < range.end {
            if let Some(open) = self.open_mention {
                let end = open.range.end.min(range.end);
                out.push(piece(at, end));
                at = end;
                if open.range.end <= range.end {
                    out.push(Event::InlineHtml("</a>".into()));
                    self.open_mention = None;
                }
                continue;
            }
            let next = self.mentions.partition_point(|mention| mention.range.start < at);
            let Some(mention) = self.mentions.get(next).filter(|mention| mention.range.start < range.end)
            else {
                out.push(piece(at, range.end));
                break;
            };
            if mention.range.start > at {
                out.push(piece(at, mention.range.start));
            }
            out.push(Event::InlineHtml(
                format!("<a class=\"role-link\" href=\"{}\">", escape(&mention.href)).into(),
            ));
            at = mention.range.start;
            self.open_mention = Some(mention);
        }
    }

    fn footnote_reference(&mut self, label: &str) -> String {
        let next = self.referred.len();
        let at = *self.numbers.entry(label.to_owned()).or_insert(next);
        if at == next {
            self.referred.push((label.to_owned(), 0));
        }
        self.referred[at].1 += 1;
        let (number, count) = (at + 1, self.referred[at].1);
        let id = reference_id(number, count);
        format!("<sup class=\"footnote\"><a id=\"{id}\" href=\"#_fn-{number}\">{number}</a></sup>")
    }

    /// Appends the footnotes that the text refers to, in the order of their
    /// numbers.
    fn footnotes(&mut self, out: &mut Vec<Event<'a>>) {
        if self.referred.is_empty() {
            return;
        }
        let (title, back) = (self.label(Label::Footnotes), self.label(Label::Back));
        out.push(block(format!("<section class=\"footnotes\" aria-label=\"{title}\"><ol>\n")));
        let mut at = 0;
        // A footnote may refer to a further one, so the list grows as it is read.
        while at < self.referred.len() {
            let (label, number) = (self.referred[at].0.clone(), at + 1);
            out.push(block(format!("<li id=\"_fn-{number}\">")));
            let mut events = Vec::new();
            for (event, range) in self.footnotes.remove(&label).unwrap_or_default() {
                self.translate(event, range, &mut events);
            }
            self.close(&mut events);
            let count = self.referred[at].1;
            let links: String = (1..=count)
                .map(|count| {
                    let id = reference_id(number, count);
                    format!(" <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"{back}\">\u{21a9}</a>")
                })
                .collect();
            let last_is_paragraph = matches!(events.last(), Some(Event::End(TagEnd::Paragraph)));
            let end = if last_is_paragraph { events.len() - 1 } else { events.len() };
            events.insert(end, Event::InlineHtml(links.into()));
            out.append(&mut events);
            out.push(block("</li>\n"));
            at += 1;
        }
        out.push(block("</ol></section>\n"));
    }
}

fn reference_id(number: usize, count: usize) -> String {
    if count == 1 { format!("_ref-{number}") } else { format!("_ref-{number}-{count}") }
}

/// Appends HTML of the author's, if there is any.
fn raw(html: String, out: &mut Vec<Event<'_>>) {
    if !html.is_empty() {
        out.push(Event::InlineHtml(html.into()));
    }
}

fn block<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::Html(html.into())
}

/// An address as the value of an attribute.
fn address(address: &str) -> String {
    escape(&address::encoded(address)).into_owned()
}

fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" {name}=\"{}\"", escape(value)) }
}

fn alert(kind: BlockQuoteKind) -> (&'static str, Label) {
    match kind {
        BlockQuoteKind::Note => ("note", Label::Note),
        BlockQuoteKind::Tip => ("tip", Label::Tip),
        BlockQuoteKind::Important => ("important", Label::Important),
        BlockQuoteKind::Warning => ("warning", Label::Warning),
        BlockQuoteKind::Caution => ("caution", Label::Caution),
    }
}

fn code_block(targets: &dyn Targets, language: Option<&str>, code: &str) -> String {
    let class = language.map(|name| format!(" class=\"language-{}\"", escape(name))).unwrap_or_default();
    let highlighted = language.and_then(|name| targets.highlight(name, code));
    let html = highlighted.unwrap_or_else(|| escape(code).into_owned());
    format!("<pre class=\"hl\" tabindex=\"0\"><code{class}>{html}</code></pre>\n")
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;
    use super::*;

    struct Literal;

    impl Targets for Literal {
        fn link(&self, _: &Range<usize>, target: &str) -> Anchor {
            Anchor { href: target.to_owned(), text: Some(target.to_uppercase()) }
        }

        fn image(&self, _: &Range<usize>, target: &str) -> Picture {
            Picture { src: target.to_owned(), size: Some((3, 2)) }
        }

        fn say(&self, label: Label) -> String {
            format!("{label:?}")
        }
    }

    #[track_caller]
    fn check(markdown: &str, html: &str) {
        let rendered = render(markdown, &outline(markdown), &Literal, &[], usize::MAX);
        assert_eq!((rendered.lede + &rendered.body + &rendered.rest).trim(), html);
    }

    #[test]
    fn the_first_paragraph_is_apart() {
        let text = "First *words*.\n\nSecond.\n";
        let rendered = render(text, &outline(text), &Literal, &[], usize::MAX);
        assert_eq!(rendered.lede.trim(), "<p>First <em>words</em>.</p>");
        assert_eq!(rendered.body.trim(), "<p>Second.</p>");
    }

    #[test]
    fn signs_that_nothing_can_show_are_marked_however_they_are_written() {
        let text = "a\0b &#1; `c\u{c}` [d](e \"f&#xffff;\") &auml;\tg\n";
        let rendered = render(text, &outline(text), &Literal, &[], usize::MAX);
        assert_eq!(
            rendered.lede + &rendered.body,
            "<p>a\u{fffd}b \u{fffd} <code>c\u{fffd}</code> <a href=\"e\" title=\"f\u{fffd}\">d</a> \u{e4}\tg</p>\n"
        );
    }

    #[test]
    fn a_text_is_cut_between_blocks_and_footnotes_come_last() {
        let text = "First.\n\n## A\n\n- x[^1]\n\n  ## y\n\n## B\n\nEnd.\n\n[^1]: Note.\n";
        let parts = |cut: &str| {
            let cut = text.find(cut).unwrap_or(usize::MAX);
            render(text, &outline(text), &Literal, &[], cut)
        };
        let cut = parts("## B");
        assert!(cut.body.contains(">A</h2>") && cut.body.trim_end().ends_with("</ul>"), "{}", cut.body);
        assert!(cut.rest.starts_with("<h2 id=\"b\">B</h2>") && cut.rest.contains("Note."), "{}", cut.rest);
        // Not inside a list.
        assert_eq!(parts("## y").rest, cut.rest);
        let whole = parts("nowhere");
        assert!(
            whole.body.contains(">B</h2>") && !whole.rest.contains(">B</h2>") && whole.rest.contains("Note.")
        );
        assert_eq!(cut.body + &cut.rest, whole.body + &whole.rest);
    }

    #[test]
    fn headings_get_unique_anchors_and_the_first_level_is_the_titles() {
        check("# A\n## A\n## B {#x .c}\n", "<h2 id=\"a\">A</h2>\n<h2 id=\"a-2\">A</h2>\n<h2 id=\"x\">B</h2>");
    }

    #[test]
    fn tables_scroll_and_have_no_inline_style() {
        check(
            "| a | b |\n|---|--:|\n| 1 | 2 |\n",
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">a</th>\
             <th scope=\"col\" class=\"align-right\">b</th></tr></thead><tbody>\n<tr><td>1</td><td class=\"align-right\">2</td></tr>\n\
             </tbody></table></div>",
        );
    }

    #[test]
    fn footnotes_are_numbered_by_first_reference_and_lead_back() {
        check(
            "## H\nx[^b] y[^a] z[^b]\n\n[^a]: A\n[^b]: B\n",
            "<h2 id=\"h\">H</h2>\n<p>x<sup class=\"footnote\"><a id=\"_ref-1\" href=\"#_fn-1\">1</a></sup> \
             y<sup class=\"footnote\"><a id=\"_ref-2\" href=\"#_fn-2\">2</a></sup> \
             z<sup class=\"footnote\"><a id=\"_ref-1-2\" href=\"#_fn-1\">1</a></sup></p>\n\
             <section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n\
             <li id=\"_fn-1\">\n<p>B <a class=\"footnote-back\" href=\"#_ref-1\" aria-label=\"Back\">\u{21a9}</a> \
             <a class=\"footnote-back\" href=\"#_ref-1-2\" aria-label=\"Back\">\u{21a9}</a></p>\n</li>\n\
             <li id=\"_fn-2\">\n<p>A <a class=\"footnote-back\" href=\"#_ref-2\" aria-label=\"Back\">\u{21a9}</a></p>\n</li>\n\
             </ol></section>",
        );
    }

    #[test]
    fn alerts_tasks_and_images() {
        check(
            "> [!WARNING]\n> Mind *this*.\n",
            "<div class=\"alert alert-warning\" role=\"note\"><p class=\"alert-title\">Warning</p>\n<p>Mind <em>this</em>.</p>\n</div>",
        );
        check(
            "- [x] a\n",
            "<ul>\n<li><input type=\"checkbox\" disabled aria-label=\"Done\" checked> a</li>\n</ul>",
        );
        check(
            "![a *b* \"c\"](d.png \"t\")",
            "<p><img src=\"d.png\" width=\"3\" height=\"2\" title=\"t\" loading=\"lazy\" decoding=\"async\" alt=\"a b \u{201c}c\u{201d}\"></p>",
        );
    }

    #[test]
    fn comments_never_reach_a_page() {
        check("a <!-- b --> c\n\n<!-- d\n\ne -->\n\n<p>f<!-- g --></p>\n", "<p>a  c</p>\n<p>f</p>");
    }

    #[test]
    fn wikilinks_take_their_text_from_the_target() {
        check("[[a]] [[a|b]]", "<p><a href=\"a\">A</a> <a href=\"a\">b</a></p>");
    }

    #[test]
    fn names_are_linked_across_a_line_break() {
        let text = "The DevOps\nengineer *here*.";
        let mentions = [Mention { range: 4..19, href: "d".to_owned() }];
        let rendered = render(text, &outline(text), &Literal, &mentions, usize::MAX);
        assert_eq!(
            rendered.lede.trim(),
            "<p>The <a class=\"role-link\" href=\"d\">DevOps\nengineer</a> <em>here</em>.</p>"
        );
    }

    #[test]
    fn a_footnote_that_nobody_refers_to_refers_to_nothing() {
        check("## H\nx\n\n[^a]: see [^b]\n[^b]: B\n", "<h2 id=\"h\">H</h2>\n<p>x</p>");
        check("<!-- for authors -->\n\n## H {id=x #y}\n", "<h2 id=\"y\">H</h2>");
    }

    #[test]
    fn a_paragraph_by_itself_keeps_references_and_drops_footnotes() {
        let text = "- **A to B** is [long][l][^n].\n- x\n\n[l]: far.html\n\n[^n]: note\n";
        let outline = outline(text);
        let html = render_paragraph(text, &outline.openings[0].range, &outline, &Literal, &[]);
        assert_eq!(html.trim(), "<p><strong>A to B</strong> is <a href=\"far.html\">long</a>.</p>");
    }

    #[test]
    fn the_words_of_a_paragraph_are_what_a_reader_reads_of_it() {
        let text = "- **A to\n  B** is [long][l][^n] `<x>` <kbd>K</kbd> &amp; [[c]].\n\n[l]: far.html\n\n[^n]: note\n";
        let outline = outline(text);
        let words = plain_paragraph(text, &outline.openings[0].range, &outline, &Literal);
        assert_eq!(words, "A to B is long <x> K & C.");
    }
}
