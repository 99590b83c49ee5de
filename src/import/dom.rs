//! An HTML page as a tree, in which every element knows its line. It is read as
//! browsers read it; nothing in it is judged here.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

/// A page.
pub(super) struct Dom {
    nodes: Vec<Node>,
}

/// Bytes that are read at once.
const PIECE: usize = 4_096;

/// Elements around one another, at most. Browsers have 512 and flatten what is deeper;
/// no page that people read comes near.
const DEEPEST: usize = 8_000;

/// Words in one tag or comment, at most. The parser compares each attribute with all before it,
/// so that a tag of hundreds of thousands would take minutes.
const LONGEST: usize = 10_000;

/// A place in the tree.
pub(super) type Id = usize;

struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    line: usize,
    content: Content,
}

enum Content {
    Document,
    Element(QualName, Vec<Attribute>),
    Text(String),
    Other,
}

impl Dom {
    /// Reads a page. Anything is a page but what is nested deeper than any, and what has a longer
    /// tag than any: what is left open opens again in each paragraph that follows, so that the
    /// tree could be as large as the page by itself.
    pub(super) fn parse(html: &str) -> Option<Self> {
        let sink = Sink { nodes: RefCell::new(Vec::new()), line: Cell::new(1), is_silent: Cell::new(false) };
        sink.add(Content::Document);
        let mut parser = parse_document(sink, ParseOpts::default());
        let (mut rest, mut read) = (html, 0);
        // Since the parser has made something of what it read.
        let mut words = 0;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
            parser.tokenizer.sink.sink.is_silent.set(true);
            parser.process(StrTendril::from_slice(piece));
            let is_silent = parser.tokenizer.sink.sink.is_silent.get();
            let in_piece = piece.split([' ', '\t', '\n', '\x0c', '\r', '/', '"', '\'']);
            let in_piece = in_piece.filter(|word| !word.is_empty()).count();
            words = in_piece + if is_silent { words } else { 0 };
            (rest, read) = (after, read + piece.len());
            let nodes = parser.tokenizer.sink.sink.nodes.borrow();
            let around = |id: &Id| nodes[*id].parent;
            let depth = std::iter::successors(Some(nodes.len() - 1), around).take(DEEPEST + 1).count();
            if nodes.len() > PIECE + read || depth > DEEPEST || words > LONGEST {
                return None;
            }
        }
        let dom = parser.finish();
        dom.is_shallow().then_some(dom)
    }

    /// Whether no element lies deeper than pages have them.
    fn is_shallow(&self) -> bool {
        let mut open = vec![(Self::ROOT, 0)];
        while let Some((id, depth)) = open.pop() {
            if depth > DEEPEST {
                return false;
            }
            open.extend(self.children(id).iter().map(|child| (*child, depth + 1)));
        }
        true
    }

    /// The page as a whole.
    pub(super) const ROOT: Id = 0;

    /// The name of an element, in lower case; empty for everything else.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.nodes[id].content {
            Content::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// The text of a piece of text.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[id].content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match &self.nodes[id].content {
            Content::Element(_, attributes) => {
                attributes.iter().find(|attribute| &*attribute.name.local == name).map(|found| &*found.value)
            }
            _ => None,
        }
    }

    pub(super) fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// Line on which it begins, counted from 1.
    pub(super) fn line(&self, id: Id) -> usize {
        self.nodes[id].line
    }

    /// `id` and everything in it, in order, but for what lies in something that
    /// `is_left_out`.
    pub(super) fn walk(&self, id: Id, is_left_out: impl Fn(Id) -> bool) -> Vec<Id> {
        let mut found = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if !is_left_out(id) {
                found.push(id);
                open.extend(self.children(id).iter().rev());
            }
        }
        found
    }

    /// All words in `id`, with single spaces between them. Where an element
    /// begins or ends that is no part of a line, a word ends.
    pub(super) fn words(&self, id: Id, is_left_out: impl Fn(Id) -> bool) -> String {
        let mut text = String::new();
        let mut open = vec![(id, false)];
        while let Some((id, is_end)) = open.pop() {
            let is_block = !self.name(id).is_empty() && !is_inline(self.name(id));
            if is_block {
                text.push(' ');
            }
            if is_end || is_left_out(id) {
                continue;
            }
            if let Some(piece) = self.text(id) {
                text.push_str(piece);
            }
            open.push((id, true));
            open.extend(self.children(id).iter().rev().map(|child| (*child, false)));
        }
        one_line(&text)
    }
}

/// `text` with single spaces between its words.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether elements of that name stand within a line.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "button"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "output"
            | "picture"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "source"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Builds the tree as the parser says.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    line: Cell<usize>,
    /// Whether nothing became of what was read since this was last set.
    is_silent: Cell<bool>,
}

impl Sink {
    fn add(&self, content: Content) -> Id {
        self.is_silent.set(false);
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: None, children: Vec::new(), line: self.line.get(), content });
        nodes.len() - 1
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].parent.take() {
            nodes[parent].children.retain(|child| *child != id);
        }
    }

    /// Puts `child` among the children of `parent`, before the one at `at`.
    fn insert(&self, parent: Id, at: usize, child: NodeOrText<Id>) {
        self.is_silent.set(false);
        let id = match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = at.checked_sub(1).and_then(|at| nodes[parent].children.get(at).copied());
                if let Some(before) = before
                    && let Content::Text(known) = &mut nodes[before].content
                {
                    known.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(Content::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[id].parent = Some(parent);
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, id);
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        Dom { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Dom::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        self.is_silent.set(false);
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].content {
            Content::Element(name, _) => name,
            _ => unreachable!("the parser asks for the names of elements only"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.add(Content::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Content::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Content::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let end = self.nodes.borrow()[*parent].children.len();
        self.insert(*parent, end, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.nodes.borrow()[*element].parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    // What a template holds is its own content here: templates are left out.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, new: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(id) = &new {
            self.detach(*id);
        }
        let place = {
            let nodes = self.nodes.borrow();
            nodes[*sibling].parent.and_then(|parent| {
                let at = nodes[parent].children.iter().position(|child| child == sibling)?;
                Some((parent, at))
            })
        };
        if let Some((parent, at)) = place {
            self.insert(parent, at, new);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        if let Content::Element(_, known) = &mut self.nodes.borrow_mut()[*target].content {
            for attribute in attributes {
                if known.iter().all(|known| known.name != attribute.name) {
                    known.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for child in &children {
            nodes[*child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(children);
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX).max(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_lines_and_words_do_not_run_together() {
        let dom = Dom::parse("<h1>One</h1>\n<div><p>Two<p>Th<b>re</b>e\n</div>\n\n<ul><li>Four</ul>")
            .expect("a page");
        let lines: Vec<(&str, usize)> = dom
            .walk(Dom::ROOT, |_| false)
            .into_iter()
            .filter(|id| !dom.name(*id).is_empty())
            .map(|id| (dom.name(id), dom.line(id)))
            .filter(|(name, _)| !["html", "head", "body"].contains(name))
            .collect();
        assert_eq!(lines, [("h1", 1), ("div", 2), ("p", 2), ("p", 2), ("b", 2), ("ul", 5), ("li", 5)]);
        assert_eq!(dom.words(Dom::ROOT, |_| false), "One Two Three Four");
    }

    #[test]
    fn what_nobody_could_read_is_no_page() {
        let opened: String = (0..20_000).map(|at| format!("<p><b id=b{at}>x")).collect();
        for html in [&opened, &"<div>".repeat(50_000), &"<ul><li>".repeat(50_000), &"<b><i>".repeat(50_000)] {
            assert!(Dom::parse(html).is_none(), "{}", &html[..12]);
        }
        assert!(Dom::parse(&"<p>\u{e9}<i>x</i> ".repeat(50_000)).is_some());
    }

    #[test]
    fn a_tag_of_more_attributes_than_any_is_no_page() {
        for attributes in [("a", " "), ("a", "/"), ("a=''", ""), ("a=b", "\n")] {
            let (attribute, gap) = attributes;
            let all: String = (0..50_000).map(|at| format!("{gap}a{at}{}", &attribute[1..])).collect();
            assert!(Dom::parse(&format!("<h1>Cook</h1><p {all}>x</p>")).is_none(), "{attributes:?}");
        }
        // What is long by itself is none of them: a picture, a script, a text.
        let long = "x".repeat(100_000);
        let words = "a word ".repeat(30_000);
        let indented = format!("{}word\n", " ".repeat(40)).repeat(2_000);
        let page = format!(
            "<img src='data:{long}'><script>if (a<b) {{ {words} }}</script><p>{words}<!-- {indented} --><p>x"
        );
        assert!(Dom::parse(&page).is_some());
    }
}
