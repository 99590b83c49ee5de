//! One event of the parser after another, and what each becomes in HTML: with the anchors,
//! links, alerts, footnotes and highlighted code that ours have. It reads no Markdown itself.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use super::{Label, Mention, Targets};
use crate::address;
use crate::markdown::outline::Outline;
use crate::markdown::sanitize::{Holds, Open, is_blank};
use crate::markdown::{Html, escape, highlight, without_comments};

/// Turns what the parser of a text finds into what is written.
pub(super) struct Writer<'a> {
    text: &'a str,
    /// Where `text` begins in the text that ranges speak of.
    base: usize,
    targets: &'a dyn Targets,
    mentions: &'a [Mention],
    open_mention: Option<&'a Mention>,
    outline: &'a Outline,
    code: Option<(Option<String>, String)>,
    /// What highlighting has cost so far.
    cost: u64,
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
    pub(super) fn new(
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
            cost: 0,
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
    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Event<'a>>) {
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
        let stands_in_a_cell = match &event {
            Event::Text(text) => !is_blank(text),
            Event::Start(Tag::HtmlBlock)
            | Event::End(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak => false,
            _ => true,
        };
        if stands_in_a_cell {
            raw(self.open.leave_table(), out);
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
                    out.push(block(self.code_block(language.as_deref(), &code)));
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
    pub(super) fn close(&mut self, out: &mut Vec<Event<'a>>) {
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
        if self.mentions.is_empty() {
            out.push(Event::Text(text));
            return;
        }
        let mut at = range.start;
        // What stands otherwise in the source, a quote is in a name as a whole, and all else in none.
        let is_verbatim = source == &*text;
        let piece = |from: usize, to: usize| match is_verbatim {
            true => Event::Text(CowStr::Borrowed(&source[from - range.start..to - range.start])),
            false => Event::Text(text.clone()),
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

    fn code_block(&mut self, language: Option<&str>, code: &str) -> String {
        let class = language.map(|name| format!(" class=\"language-{}\"", escape(name))).unwrap_or_default();
        let highlighted = language.and_then(|name| {
            self.cost = self.cost.saturating_add(highlight::cost(code));
            (self.cost <= highlight::MOST).then(|| self.targets.highlight(name, code)).flatten()
        });
        let html = highlighted.unwrap_or_else(|| escape(code).into_owned());
        format!("<pre class=\"hl\" tabindex=\"0\"><code{class}>{html}</code></pre>\n")
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
    pub(super) fn footnotes(&mut self, out: &mut Vec<Event<'a>>) {
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
