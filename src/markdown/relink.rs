//! Markdown from Markdown: the same text with every link and image at its full
//! address, for readers who have the text without the site around it. What is
//! not a link, an image or a comment stays as its author wrote it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::render::Targets;
use super::{parser, without_comments, words};

/// `text` with links and images leading to where `targets` says. Links by
/// reference become links by address and their definitions go, since nothing
/// refers to them; so do comments, which are for authors. A fence at the end that
/// nothing closes is closed, so that more text can follow.
pub fn relink(text: &str, targets: &dyn Targets) -> String {
    let parser = parser(text, |_| None);
    let definitions = parser.reference_definitions().iter();
    let mut edits: Vec<Edit> =
        definitions.map(|(_, definition)| (definition.span.clone(), String::new())).collect();
    let mut open: Vec<Open> = Vec::new();
    let (mut depth, mut last_code) = (0_usize, 0..0);
    for (event, range) in parser.into_offset_iter() {
        let is_end = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
        if is_end && let Some(link) = open.pop() {
            edits.extend(link.edits());
        }
        // Whatever stands in a link, another one's end among it, widens it.
        if let Some(around) = open.last_mut() {
            around.end = around.end.max(range.end);
        }
        match &event {
            Event::Start(tag) => {
                if depth == 0 && matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(_))) {
                    last_code = range.clone();
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                let anchor = targets.link(&range, &dest_url);
                open.push(Open {
                    href: Some(anchor.href).filter(|href| may_change(link_type, href, &dest_url)),
                    title: title.to_string(),
                    name: anchor.text.filter(|_| link_type == LinkType::WikiLink { has_pothole: false }),
                    ..Open::new(text, range, "[", link_type)
                });
            }
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                let picture = targets.image(&range, &dest_url);
                open.push(Open {
                    href: Some(picture.src).filter(|src| may_change(link_type, src, &dest_url)),
                    title: title.to_string(),
                    ..Open::new(text, range, "![", link_type)
                });
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => edits.push((range, String::new())),
            Event::Start(Tag::HtmlBlock) => {
                let html = &text[range.clone()];
                let kept = without_comments(html);
                if kept != html {
                    edits.push((range, kept));
                }
            }
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut relinked = String::with_capacity(text.len() + text.len() / 4);
    let mut at = 0;
    for (range, replacement) in edits {
        if let Some(before) = text.get(at..range.start) {
            relinked.push_str(before);
            relinked.push_str(&replacement);
            at = range.end;
        }
    }
    relinked.push_str(&text[at..]);
    if text[last_code.end..].trim().is_empty()
        && let Some(fence) = missing_fence(&text[last_code])
    {
        if !relinked.ends_with('\n') {
            relinked.push('\n');
        }
        relinked.push_str(fence);
    }
    relinked
}

/// The fence that a fenced block begins with, unless its last line closes it.
fn missing_fence(block: &str) -> Option<&str> {
    let mut lines = block.trim_end().lines();
    let opening = lines.next()?.trim_start();
    let sign = opening.chars().next()?;
    let fence = &opening[..opening.len() - opening.trim_start_matches(sign).len()];
    let is_closed = lines.last().is_some_and(|last| {
        let last = last.trim();
        last.len() >= fence.len() && last.chars().all(|one| one == sign)
    });
    (!is_closed).then_some(fence)
}

/// A stretch of the text, and what stands in its place.
type Edit = (Range<usize>, String);

/// Whether the link has to be written anew: an address in angle brackets never,
/// one in parentheses only if it is another one.
fn may_change(link_type: LinkType, address: &str, written: &str) -> bool {
    match link_type {
        LinkType::Autolink | LinkType::Email => false,
        LinkType::Inline => address != written,
        _ => true,
    }
}

/// A link or image that is being read.
struct Open {
    range: Range<usize>,
    /// What stands before its words and goes: `[name|` of `[[name|words]]`.
    dropped: Range<usize>,
    /// Where its words end, as far as they are read.
    end: usize,
    /// Its new address, unless it stays as it is.
    href: Option<String>,
    title: String,
    /// What the target of a bare `[[name]]` is called.
    name: Option<String>,
}

impl Open {
    fn new(text: &str, range: Range<usize>, bracket: &str, link_type: LinkType) -> Self {
        let start = range.start + bracket.len();
        let words = match link_type {
            LinkType::WikiLink { has_pothole: true } => {
                text[start..].find('|').map_or(start, |at| start + at + 1)
            }
            LinkType::WikiLink { has_pothole: false } => start + "[".len(),
            _ => start,
        };
        // The parser leaves the second brackets of `[words][]` out of the range.
        let rest =
            if link_type == LinkType::Collapsed && text[range.end..].starts_with("[]") { 2 } else { 0 };
        Self {
            range: range.start..range.end + rest,
            dropped: start..words,
            end: words,
            href: None,
            title: String::new(),
            name: None,
        }
    }

    fn edits(self) -> Vec<Edit> {
        let Some(href) = self.href else {
            return Vec::new();
        };
        let target = destination(&href, &self.title);
        match self.name {
            Some(name) => vec![(self.range, format!("[{}]{target}", words::inline(&name)))],
            None => {
                vec![(self.dropped, String::new()), (self.end..self.range.end, format!("]{target}"))]
            }
        }
    }
}

/// What follows the words of a link: `(address "title")`.
pub fn destination(href: &str, title: &str) -> String {
    let is_plain = !href.is_empty() && !href.contains(|c: char| " ()<>".contains(c) || c.is_control());
    let href = escaped(href, &['<', '>']);
    let address = if is_plain { href } else { format!("<{href}>") };
    if title.is_empty() {
        format!("({address})")
    } else {
        format!("({address} \"{}\")", escaped(title, &['"']))
    }
}

fn escaped(text: &str, signs: &[char]) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, sign) in text.char_indices() {
        if sign == '\\' || signs.contains(&sign) || sign == '&' && words::is_entity(&text[at + 1..]) {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::render::{Anchor, Picture};
    use super::*;

    /// Every target stands below `https://h/`, but for addresses that are whole.
    struct Below;

    impl Targets for Below {
        fn link(&self, _: &Range<usize>, target: &str) -> Anchor {
            let href = if target.contains(':') { target.to_owned() } else { format!("https://h/{target}") };
            Anchor { href, text: Some(format!("The *{target}*")) }
        }

        fn image(&self, _: &Range<usize>, target: &str) -> Picture {
            Picture { src: format!("https://h/{target}"), size: None }
        }
    }

    #[track_caller]
    fn check(markdown: &str, relinked: &str) {
        assert_eq!(relink(markdown, &Below), relinked);
    }

    #[test]
    fn links_and_images_get_their_addresses() {
        check("See [a *b*](x.md).", "See [a *b*](https://h/x.md).");
        check("[a\\]](x.md \"T \\\"q\\\"\")", "[a\\]](https://h/x.md \"T \\\"q\\\"\")");
        check("[\\*a](x.md) [ a ](y.md)", "[\\*a](https://h/x.md) [ a ](https://h/y.md)");
        check("[](x.md)", "[](https://h/x.md)");
        check("![alt](i.png)", "![alt](https://h/i.png)");
        check("[![alt](i.png)](x.md)", "[![alt](https://h/i.png)](https://h/x.md)");
        check("[a](<x (1).md>)", "[a](<https://h/x (1).md>)");
        check("> [a\n> b](\n> x.md)", "> [a\n> b](https://h/x.md)");
    }

    #[test]
    fn links_by_reference_and_by_name_need_nothing_else() {
        check(
            "[a][r], [r][] and [r]\n\n[r]: x.md 'T'\n",
            "[a](https://h/x.md \"T\"), [r](https://h/x.md \"T\") and [r](https://h/x.md \"T\")\n\n\n",
        );
        check("![i][r]\n\n[r]: i.png\n", "![i](https://h/i.png)\n\n\n");
        check("[[cook]]", "[The \\*cook\\*](https://h/cook)");
        check("![[i.png]] ![[i.png|b|c]]", "![i.png](https://h/i.png) ![b|c](https://h/i.png)");
        check("[[a] b|c](x.md)", "[[a] b|c](https://h/x.md)");
        check("[[cook|a *cook*]]", "[a *cook*](https://h/cook)");
    }

    #[test]
    fn what_is_whole_or_no_link_stays_as_it_is() {
        for text in [
            "<https://x.org/> and <a@b.org> and [a]( <https://x.org> 'T')",
            "`[a](x.md)` and [no][reference] and [ ]",
            "```\n[a](x.md)\n<!-- code -->\n```\n",
            "<div>\n[a](x.md)\n</div>\n",
            "- [ ] to do\n- *é* ~~b~~ \"c\"[^1]\n\n[^1]: Note.\n",
            "",
        ] {
            check(text, text);
        }
    }

    /// What a reader gets of a text: words, and where links and images lead.
    fn read(markdown: &str, address: impl Fn(LinkType, &str) -> String) -> String {
        let mut read = String::new();
        let mut names = 0;
        for event in parser(markdown, |_| None) {
            match event {
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    read.push_str(&format!("<{} {title}>", address(link_type, &dest_url)));
                    if link_type == (LinkType::WikiLink { has_pothole: false }) {
                        names += 1;
                        read.push_str(&format!("The *{dest_url}*"));
                    }
                }
                Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                    read.push_str(&format!("<!{} {title}>", address(link_type, &dest_url)));
                }
                Event::End(TagEnd::Link) => names = 0,
                Event::Text(text) | Event::Code(text) if names == 0 => read.push_str(&text),
                _ => {}
            }
        }
        read
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn readers_get_the_same_text_with_every_link_at_its_address(
            parts in prop::collection::vec(prop::sample::select(PARTS), 0..12)
        ) {
            let markdown = parts.concat();
            // Brackets inside of `[[...]]` would have to be escaped: nobody writes them.
            let (pairs, names) = (markdown.matches("[[").count(), parts.iter().filter(|part| part.starts_with("[[")).count());
            prop_assume!(pairs == names && !markdown.contains("[[[") && !markdown.contains("]]]"));
            // The parser takes `[r]\\[]` for `[r][]` and loses the brackets, which a Markdown file keeps.
            prop_assume!(!markdown.contains("]\\["));
            let expected = read(&markdown, |link_type, target| match link_type {
                LinkType::Autolink | LinkType::Email => target.to_owned(),
                _ if target.contains(':') => target.to_owned(),
                _ => format!("https://h/{target}"),
            });
            let relinked = relink(&markdown, &Below);
            let found = read(&relinked, |_, target| target.to_owned());
            prop_assert_eq!(found, expected, "{:?} became {:?}", markdown, relinked);
        }
    }

    const PARTS: &[&str] = &[
        "a",
        " ",
        "*b*",
        "`c`",
        "\\",
        "[",
        "]",
        "!",
        "(x.md)",
        "(<y z> \"t\")",
        "[r]",
        "[r][]",
        "[[d]]",
        "[[e|f]]",
        "|",
        "\n",
        "\n\n[r]: r.md \"\\\"\"\n\n",
        "> ",
        "- ",
        "<g@h.org>",
        "é",
        "&amp;",
        "\"",
    ];

    #[test]
    fn what_follows_is_never_code() {
        check("```sh\na\n", "```sh\na\n```");
        check("~~~~\na\n~~~", "~~~~\na\n~~~\n~~~~");
        check("a\n\n```", "a\n\n```\n```");
        for closed in ["```\na\n```\n", "- ```\n  a", "> ```", "```\na\n```\nb", "    a", "~~~ ~~~\n~~~~"] {
            check(closed, closed);
        }
    }

    #[test]
    fn comments_go() {
        check("a <!-- b --> c", "a  c");
        check("<!-- a\n\nb -->\n\nc", "\n\nc");
        check("<div><!-- a --></div>\n\nc", "<div></div>\n\nc");
    }
}
