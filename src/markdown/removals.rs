//! What `sanitize` takes out of the raw HTML of a text, told as the text is read, long
//! before it is rendered. It takes nothing out itself.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::outline::Removal;
use super::sanitize::{Holds, Open, Removed, shown};
use super::without_comments;

/// Pieces that are told of one text. A page of them has one reason, and drowns the others.
const MOST: usize = 5;

/// Watches a text as it is read, with the same elements open as when it is rendered.
#[derive(Default)]
pub(super) struct Watch {
    open: Open,
    /// The open block of raw HTML.
    block: Option<String>,
    /// Depth of images: what stands in them is read for its words alone.
    images: usize,
    removals: Vec<Removal>,
}

impl Watch {
    pub(super) fn event(&mut self, source: &str, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            _ if self.images > 0 => {}
            Event::Start(Tag::HtmlBlock) => self.block = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                let html = without_comments(&self.block.take().unwrap_or_default());
                self.open.block(&html);
                self.tell(source, range);
            }
            Event::Html(html) | Event::InlineHtml(html) => match &mut self.block {
                Some(block) => block.push_str(html),
                None if html.starts_with("<!--") => {}
                None => {
                    self.open.inline(html);
                    self.tell(source, range);
                }
            },
            Event::Start(tag) => {
                if let Some(holds) = Holds::of(tag) {
                    self.open.enter(holds);
                }
                if let Tag::Heading { classes, attrs, .. } = tag {
                    self.heading(classes, attrs, range);
                }
            }
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => {}
            Event::End(_) => {
                self.open.leave();
            }
            _ => {}
        }
    }

    /// What is told of the text.
    pub(super) fn finish(self) -> Vec<Removal> {
        self.removals
    }

    /// Tells what the piece at `range` lost.
    fn tell(&mut self, source: &str, range: &Range<usize>) {
        let Removed { first, names, is_grave, is_misplaced } = self.open.removed();
        if !names.is_empty() {
            let place = || tag(source, range, &first);
            self.push(place, Removal { range: range.clone(), names, is_grave, is_misplaced, more: 0 });
        }
    }

    /// Attributes in braces are HTML too.
    fn heading(&mut self, classes: &[CowStr<'_>], attributes: &[Attribute<'_>], range: &Range<usize>) {
        let attributes = || attributes.iter().map(|(name, _)| shown(name)).filter(|name| name != "id");
        let classes = classes.iter().map(|class| format!(".{}", shown(class)));
        let names: Vec<String> = classes.chain(attributes()).take(Removed::MOST).collect();
        if !names.is_empty() {
            let is_grave = attributes().any(|name| name.starts_with("on"));
            let removal = Removal { range: range.clone(), names, is_grave, is_misplaced: false, more: 0 };
            self.push(|| None, removal);
        }
    }

    /// Adds what was found. `place` says where it stands more exactly.
    fn push(&mut self, place: impl FnOnce() -> Option<Range<usize>>, removal: Removal) {
        if self.removals.len() < MOST {
            let range = place().unwrap_or_else(|| removal.range.clone());
            self.removals.push(Removal { range, ..removal });
        } else if let Some(last) = self.removals.last_mut() {
            last.more += 1;
            last.is_grave |= removal.is_grave;
        }
    }
}

type Attribute<'e> = (CowStr<'e>, Option<CowStr<'e>>);

/// Where the first tag of that name begins in the stretch `within` of `source`, but for
/// comments.
fn tag(source: &str, within: &Range<usize>, name: &str) -> Option<Range<usize>> {
    let mut rest = source.get(within.clone())?;
    loop {
        rest = &rest[rest.find('<')?..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")?..];
            continue;
        }
        let start = within.end - rest.len();
        rest = &rest[1..];
        let is_it = rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && !rest[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        if is_it {
            return Some(start..start + 1 + name.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;

    /// What is told of a text: the place of each piece, its names, and `!` where it matters.
    #[track_caller]
    fn check(markdown: &str, expected: &[(&str, &str)]) {
        let removals = outline(markdown).removals;
        let told: Vec<(&str, String)> = removals
            .iter()
            .map(|removal| {
                let grave = if removal.is_grave { "!" } else { "" };
                (&markdown[removal.range.clone()], removal.names.join(" ") + grave)
            })
            .collect();
        let told: Vec<(&str, &str)> = told.iter().map(|(place, names)| (*place, names.as_str())).collect();
        assert_eq!(told, expected, "{markdown}");
    }

    #[test]
    fn elements_and_attributes_that_go_are_told() {
        check(
            "a <b onclick=x class=y>b</b> <font color=red>c</font>",
            &[("<b", "onclick class!"), ("<font", "<font>!")],
        );
        check("<p align=center>a</p>", &[("<p", "align")]);
        check(
            "x\n\n<div>\n<!-- <iframe> -->\n<IFRAME src=x></IFRAME><script>1 < 2</script>\n</div>",
            &[("<IFRAME", "<iframe> <script>!")],
        );
        check("> <div>\n> <video\n> src=x>\n", &[("<video", "<video>!")]);
        check("<a href=javascript:x>a</a> <img src=x loading=lazy>", &[("<a", "href!"), ("<img", "loading")]);
        check("## A {.c onclick=x #d}", &[("## A {.c onclick=x #d}", ".c onclick!")]);
        check("<script>\n<a x>\n</script>", &[("<script", "<script>!")]);
    }

    #[test]
    fn what_has_no_place_is_told_as_what_could_stand_elsewhere() {
        for text in ["a <div>b</div>", "<li>a", "[a <a href=x>b</a>](c.md)", "<td>a"] {
            let removals = outline(text).removals;
            assert!(
                matches!(removals.as_slice(), [one] if one.is_misplaced && one.is_grave),
                "{text}: {removals:?}"
            );
        }
    }

    #[test]
    fn what_stays_and_what_is_no_html_of_the_page_is_not_told() {
        for text in [
            "Press <kbd>K</kbd>, <a href=../x hreflang=de title=t>x</a><br/></b></div>",
            "<!-- <iframe> --> a <!-- <iframe> -->",
            "`<iframe>` a < b <3\n\n```\n<iframe>\n```\n\n    <iframe>",
            "![a <b class=x>b</b>](c.png)",
            "<details open>\n<summary>a</summary>\n\n- <b>b\n\n</details>",
            "## A {#b}\n\n<ul><li>a<li>b</ul><table><tr><td colspan=2>a</table>",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn a_page_of_it_is_told_in_a_few_words() {
        let text = "<b class=x>a</b> ".repeat(40) + "<font>x</font>";
        let removals = outline(&text).removals;
        let counts: Vec<(usize, bool)> = removals.iter().map(|one| (one.more, one.is_grave)).collect();
        assert_eq!(counts, [(0, false), (0, false), (0, false), (0, false), (36, true)]);
        let long = format!("<b {}>", (0..500).map(|at| format!("a{at}=x ")).collect::<String>());
        assert_eq!(outline(&long).removals[0].names, ["a0", "a1", "a2", "a3", "a4"]);
        let odd = format!("a <q\u{1b}[31m`{}>", "q".repeat(99));
        assert!(outline(&odd).removals.iter().all(|one| one.names[0].len() < 50), "{odd:?}");
    }
}
