//! HTML from Markdown. Whoever renders says what each link, image and name
//! leads to; what is rendered depends on nothing else.

mod writer;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, html};

use super::outline::Outline;
use super::{Html, highlight, parser};
use writer::Writer;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::outline::outline;

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
