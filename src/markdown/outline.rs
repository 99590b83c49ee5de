//! What stands in a Markdown text: headings, links, images, words, and the
//! stretches of prose in which names can be looked for. Everything is given by
//! its place in the text; nothing is resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::length::Length;
use super::removals::Watch;
use super::{parser, raw, without_comments};
use crate::names::{composed, straight};
use crate::slug::Slug;

/// What stands in a text. Ranges are bytes of the text.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links in order, autolinks and wikilinks among them.
    pub links: Vec<Link>,
    /// Images in order.
    pub images: Vec<Image>,
    /// Addresses that raw HTML names in `href` and `src`, in order.
    pub raw_addresses: Vec<RawAddress>,
    /// Raw HTML of which something is taken out where it is sanitised, in order: the first
    /// pieces, of which the last one stands for all that follow.
    pub removals: Vec<Removal>,
    /// A comment without an end, which takes all that follows.
    pub unclosed_comment: Option<Range<usize>>,
    /// Words and characters, for the reading time.
    pub length: Length,
    /// Where names are looked for.
    pub prose: Prose,
    /// The first paragraph, if the text begins with one: its place, and what it
    /// says without any marks.
    pub lede: Option<(Range<usize>, String)>,
    /// What stands in the lede for the names of roles.
    pub lede_names: Vec<Stand>,
    /// Paragraphs and list items that could open with "A to B".
    pub openings: Vec<Opening>,
    /// Whether there is any code block.
    pub has_code: bool,
    /// Whether the text holds anything at all.
    pub is_empty: bool,
    /// Link reference definitions: label, target, title.
    pub references: Vec<(String, String, String)>,
    /// References in two brackets, `[text][label]`, whose label is not defined.
    pub undefined_references: Vec<(Range<usize>, String)>,
    /// Footnotes that are referred to but not defined.
    pub undefined_footnotes: Vec<(Range<usize>, String)>,
    /// Labels of the footnotes that are defined.
    pub footnotes: Vec<String>,
    /// Explicit heading anchors that were taken already.
    pub duplicate_anchors: Vec<(Range<usize>, String)>,
    /// Explicit heading anchors as they were written, with `_` in front as those that pages
    /// have of themselves. Their headings have them without.
    pub reserved_anchors: Vec<(Range<usize>, String)>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its place.
    pub range: Range<usize>,
    /// 1 to 6, as written.
    pub level: u8,
    /// Its anchor, unique in the text: the one that the author gave, or the
    /// slug of the heading with `-2`, `-3`, ... where it repeats.
    pub id: String,
    /// What it says, without any marks.
    pub text: String,
    /// What stands in that for the names of roles.
    pub names: Vec<Stand>,
}

/// Words that stand for a name: those of `[[cook]]`, which pages show as the title of the role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Where the link begins.
    pub link: usize,
    /// The words, in the text without marks.
    pub words: Range<usize>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its place.
    pub range: Range<usize>,
    /// Its target as written; for `[[name]]` the name.
    pub target: String,
    /// Whether it is a `[[name]]`.
    pub is_wikilink: bool,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its place.
    pub range: Range<usize>,
    /// Its target as written.
    pub target: String,
    /// Whether it has alternative text.
    pub has_alt: bool,
}

/// An address that raw HTML names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawAddress {
    /// Its place.
    pub range: Range<usize>,
    /// The address as written.
    pub address: String,
    /// Whether it is that of an image.
    pub is_image: bool,
}

/// A piece of raw HTML of which something is taken out where HTML is sanitised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The place of the first tag that loses something.
    pub range: Range<usize>,
    /// What is taken out, a few of each piece: `<tag>` or `attribute`.
    pub names: Vec<String>,
    /// Whether more goes than a look: an element, what it does or where it leads.
    pub is_grave: bool,
    /// Whether an element goes that could stand elsewhere.
    pub is_misplaced: bool,
    /// How many later pieces it stands for.
    pub more: usize,
}

/// What stands between the two roles of a move: a word in English texts, a sign in those
/// of any language.
pub const JOINTS: [&str; 2] = [" to ", " → "];

/// The start of a paragraph or list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The place of the paragraph, or of the item's first paragraph.
    pub range: Range<usize>,
    /// Its first words, without any marks: at most 200 characters.
    pub text: String,
    /// Length in bytes of the emphasis that `text` begins with, or 0.
    pub emphasis: usize,
}

/// Where the text of paragraphs, lists and tables stands, but for links, headings
/// and code. It is made of stretches, which no emphasis and no mark breaks.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    pieces: Vec<Piece>,
    /// Whether what comes next goes on with the last stretch.
    is_open: bool,
}

/// A part of a stretch that stands in the source as it is read.
#[derive(Clone, Debug)]
struct Piece {
    source: Range<usize>,
    /// Whether a stretch begins with it.
    is_first: bool,
}

/// Prose, written out.
#[derive(Debug)]
pub struct ProseText {
    /// Its stretches, one a line. A line break in the source is a space.
    pub text: String,
    /// Where each piece begins in `text`, and where in the source.
    starts: Vec<(usize, usize)>,
}

impl Prose {
    /// Writes out the prose of `source`, the text that was read.
    pub fn read(&self, source: &str) -> ProseText {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            if piece.is_first && !text.is_empty() {
                text.push('\n');
            }
            starts.push((text.len(), piece.source.start));
            let mut words = source.get(piece.source.clone()).unwrap_or_default();
            while let Some(at) = words.bytes().position(|byte| matches!(byte, b'\n' | b'\r')) {
                text.push_str(&words[..at]);
                text.push(' ');
                words = &words[at + 1..];
            }
            text.push_str(words);
        }
        ProseText { text, starts }
    }

    fn push(&mut self, source: Range<usize>) {
        match self.pieces.last_mut() {
            Some(last) if self.is_open && last.source.end == source.start => last.source.end = source.end,
            _ => self.pieces.push(Piece { source, is_first: !self.is_open }),
        }
        self.is_open = true;
    }

    fn end_stretch(&mut self) {
        self.is_open = false;
    }
}

impl ProseText {
    /// Where `range` of the text stands in the source.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.source_offset(range.start)..self.source_offset(range.end.saturating_sub(1)) + 1
    }

    fn source_offset(&self, offset: usize) -> usize {
        let next = self.starts.partition_point(|(start, _)| *start <= offset);
        let (start, source) = self.starts[next.saturating_sub(1)];
        source + (offset - start)
    }
}

/// Reads `text`.
pub fn outline(text: &str) -> Outline {
    let mut undefined_references = Vec::new();
    let parser = parser(text, |link| {
        let label = link.reference.to_string();
        if link.link_type != LinkType::ShortcutUnknown && link.link_type != LinkType::Shortcut {
            undefined_references.push((link.span, label));
        }
        None
    });
    let references = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| {
            let title = definition.title.as_deref().unwrap_or_default();
            (label.to_owned(), definition.dest.to_string(), title.to_owned())
        })
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut walk = Walk { source: text, ..Walk::default() };
    for (event, range) in super::events(text, parser) {
        walk.event(event, range);
    }
    let mut outline = walk.finish();
    outline.references = references;
    outline.undefined_references = undefined_references;
    outline
}

/// The label of a reference to a footnote, whose text begins after its bracket.
fn footnote_label(text: &str) -> Option<&str> {
    let (label, _) = text.strip_prefix('^')?.split_once(']')?;
    (!label.is_empty() && !label.contains(|c: char| c == '[' || c.is_whitespace())).then_some(label)
}

/// The state of one reading.
#[derive(Default)]
struct Walk<'t> {
    source: &'t str,
    outline: Outline,
    /// Everything that a reader reads.
    all: String,
    /// The open heading, with the anchor that its author gave.
    heading: Option<(Heading, Option<String>)>,
    explicit: Vec<Option<String>>,
    /// Open blocks around the place, outermost first.
    blocks: Vec<Block>,
    opening: Option<Opening>,
    /// Depth of links, code blocks and images, where no names are looked for.
    quiet: usize,
    /// Depth of raw inline HTML in which no names are looked for.
    raw_quiet: usize,
    /// The text of the open block of raw HTML.
    raw_block: Option<String>,
    in_image: Option<usize>,
    lede_open: bool,
    /// Where an open link begins that has no words of its own, and how long the lede and the heading
    /// were then.
    stand: Option<(usize, usize, usize)>,
    lede: String,
    /// Whether any block has ended.
    seen_block: bool,
    watch: Watch,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    List,
    /// An item, and whether nothing of it has been seen yet.
    Item {
        is_fresh: bool,
    },
    Other,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        self.watch.event(self.source, &event, &range);
        if let Event::TaskListMarker(_) = event {
            // The mark is no part of what the item says.
            if let Some(opening) = self.opening.as_mut().filter(|opening| opening.text.is_empty()) {
                opening.range.start = range.end;
            }
            return;
        }
        if !matches!(event, Event::Start(_) | Event::End(_)) {
            self.open_tight_item(&range);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => {
                // A reference without a footnote is text to the parser, whose
                // bracket stands by itself; an escaped one does not.
                if self.quiet == 0
                    && &*text == "["
                    && let Some(label) = footnote_label(&self.source[range.end..])
                {
                    let end = range.end + label.len() + "^]".len();
                    self.outline.undefined_footnotes.push((range.start..end, label.to_owned()));
                }
                self.read(&text, &range);
                if self.quiet == 0 && self.raw_quiet == 0 && self.heading.is_none() {
                    // Entities and escapes say something else than the source does: no name
                    // can run through them. Quotes are the same, whichever way.
                    let source = self.source.get(range.clone());
                    if source == Some(&*text) || source == Some(&*straight(&text)) {
                        self.outline.prose.push(range);
                    } else {
                        self.outline.prose.end_stretch();
                    }
                }
            }
            Event::Code(code) => {
                self.read(&code, &range);
                self.outline.prose.end_stretch();
            }
            Event::SoftBreak => {
                self.read(" ", &range);
                if self.quiet == 0 && self.heading.is_none() {
                    self.outline.prose.push(range.start..range.start + 1);
                }
            }
            Event::HardBreak => {
                self.read(" ", &range);
                self.outline.prose.end_stretch();
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.raw_block {
                    block.push_str(&html);
                }
            }
            Event::InlineHtml(html) => {
                self.raw(&range);
                self.outline.prose.end_stretch();
                let is_quiet = |name: &str| {
                    let rest = html.trim_start_matches(['<', '/']).to_ascii_lowercase();
                    rest.strip_prefix(name)
                        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
                };
                if ["a", "code", "kbd"].into_iter().any(is_quiet) {
                    if html.starts_with("</") {
                        self.raw_quiet = self.raw_quiet.saturating_sub(1);
                    } else {
                        self.raw_quiet += 1;
                    }
                }
            }
            _ => self.outline.prose.end_stretch(),
        }
    }

    /// Reads the addresses of raw HTML that stands there.
    fn raw(&mut self, range: &Range<usize>) {
        let html = self.source.get(range.clone()).unwrap_or_default();
        let found = raw::addresses(html).into_iter();
        let found = found.map(|raw| RawAddress {
            range: range.start + raw.range.start..range.start + raw.range.end,
            ..raw
        });
        self.outline.raw_addresses.extend(found);
    }

    /// Adds text that a reader reads to whatever is open.
    fn read(&mut self, text: &str, range: &Range<usize>) {
        if let Some(image) = self.in_image {
            self.outline.images[image].has_alt |= !text.trim().is_empty();
            return;
        }
        self.all.push_str(text);
        if let Some((heading, _)) = &mut self.heading {
            heading.text.push_str(text);
        }
        if self.lede_open {
            self.lede.push_str(text);
        }
        if let Some(opening) = &mut self.opening {
            let room = 200_usize.saturating_sub(opening.text.chars().count());
            let end = (text.len() > room).then(|| text.char_indices().nth(room)).flatten();
            opening.text.push_str(end.map_or(text, |(at, _)| &text[..at]));
            opening.range.end = opening.range.end.max(range.end);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                let level = level_number(level);
                if let Some(id) = id.as_deref().filter(|id| id.starts_with('_')) {
                    self.outline.reserved_anchors.push((range.clone(), id.to_owned()));
                }
                let id = id.map(|id| composed(id.trim_start_matches('_')).into_owned());
                let id = id.filter(|id| !id.is_empty());
                self.heading = Some((
                    Heading { range, level, id: String::new(), text: String::new(), names: Vec::new() },
                    id,
                ));
                self.blocks.push(Block::Other);
            }
            Tag::Paragraph => {
                if self.blocks.is_empty() && !self.seen_block {
                    self.lede_open = true;
                }
                let may_open = match self.blocks.as_slice() {
                    [] => true,
                    [Block::List, Block::Item { is_fresh }] => *is_fresh,
                    _ => false,
                };
                if may_open {
                    self.opening = Some(Opening { range, text: String::new(), emphasis: 0 });
                }
                self.stale_item();
                self.blocks.push(Block::Other);
            }
            Tag::List(_) => {
                self.close_opening();
                self.stale_item();
                self.blocks.push(Block::List);
            }
            Tag::Item => self.blocks.push(Block::Item { is_fresh: true }),
            Tag::CodeBlock(_) => {
                self.outline.has_code = true;
                self.quiet += 1;
                self.block();
            }
            Tag::FootnoteDefinition(label) => {
                self.outline.footnotes.push(label.to_string());
                self.block();
            }
            Tag::HtmlBlock => {
                self.raw_block = Some(String::new());
                self.block();
            }
            Tag::BlockQuote(_)
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => self.block(),
            Tag::Link { link_type, dest_url, .. } => {
                self.open_tight_item(&range);
                let is_wikilink = matches!(link_type, LinkType::WikiLink { .. });
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                if link_type == (LinkType::WikiLink { has_pothole: false }) {
                    let heading = self.heading.as_ref().map_or(0, |(heading, _)| heading.text.len());
                    self.stand = Some((range.start, self.lede.len(), heading));
                }
                self.outline.links.push(Link { range, target, is_wikilink });
                self.quiet += 1;
                self.outline.prose.end_stretch();
            }
            Tag::Image { dest_url, .. } => {
                self.open_tight_item(&range);
                self.outline.images.push(Image { range, target: dest_url.to_string(), has_alt: false });
                if self.in_image.is_none() {
                    self.in_image = Some(self.outline.images.len() - 1);
                }
                self.quiet += 1;
                self.outline.prose.end_stretch();
            }
            Tag::Strong | Tag::Emphasis => {
                self.open_tight_item(&range);
                if let Some(opening) = &mut self.opening
                    && opening.text.is_empty()
                {
                    opening.emphasis = usize::MAX;
                }
                self.outline.prose.end_stretch();
            }
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.open_tight_item(&range);
                self.outline.prose.end_stretch();
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        let is_inline = matches!(
            tag,
            TagEnd::Link | TagEnd::Image | TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough
        );
        if let Some(opening) = self.opening.as_mut().filter(|_| is_inline) {
            // The closing marks belong to what was opened.
            opening.range.end = opening.range.end.max(range.end);
        }
        match tag {
            TagEnd::Link => {
                if let Some((link, in_lede, in_heading)) = self.stand.take() {
                    if let Some((heading, _)) = &mut self.heading {
                        heading.names.push(Stand { link, words: in_heading..heading.text.len() });
                    } else if self.lede_open {
                        self.outline.lede_names.push(Stand { link, words: in_lede..self.lede.len() });
                    }
                }
                self.quiet -= 1;
                self.outline.prose.end_stretch();
            }
            TagEnd::Image => {
                self.quiet -= 1;
                if self.in_image.is_some_and(|image| self.outline.images[image].range == *range) {
                    self.in_image = None;
                }
                self.outline.prose.end_stretch();
            }
            TagEnd::Strong | TagEnd::Emphasis => {
                if let Some(opening) = &mut self.opening
                    && opening.emphasis == usize::MAX
                {
                    opening.emphasis = opening.text.len();
                }
                self.outline.prose.end_stretch();
            }
            TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.outline.prose.end_stretch()
            }
            TagEnd::Heading(_) => {
                if let Some((mut heading, id)) = self.heading.take() {
                    heading.text = heading.text.trim().to_owned();
                    self.outline.headings.push(heading);
                    self.explicit.push(id);
                }
                self.end_block();
            }
            TagEnd::Paragraph => {
                if self.lede_open {
                    self.lede_open = false;
                    self.outline.lede = Some((range.clone(), self.lede.trim().to_owned()));
                }
                self.close_opening();
                self.end_block();
            }
            TagEnd::Item => {
                self.close_opening();
                self.end_block();
            }
            TagEnd::CodeBlock => {
                self.quiet -= 1;
                self.end_block();
            }
            TagEnd::HtmlBlock => {
                self.raw(range);
                let seen_block = self.seen_block;
                self.end_block();
                let html = self.raw_block.take().unwrap_or_default();
                if html.trim_start().starts_with("<!--") && !html.contains("-->") {
                    let line = self.source[range.clone()].lines().next().map_or(0, str::len);
                    self.outline.unclosed_comment = Some(range.start..range.start + line);
                }
                // A comment for authors is nothing that a reader sees.
                self.seen_block = seen_block || !without_comments(&html).trim().is_empty();
            }
            _ => self.end_block(),
        }
    }

    fn block(&mut self) {
        self.close_opening();
        self.stale_item();
        self.blocks.push(Block::Other);
    }

    fn end_block(&mut self) {
        self.blocks.pop();
        self.all.push('\n');
        self.outline.prose.end_stretch();
        self.seen_block = true;
        self.raw_quiet = 0;
    }

    /// An item of a tight list has no paragraph: its first words open it.
    fn open_tight_item(&mut self, range: &Range<usize>) {
        if let [Block::List, Block::Item { is_fresh: true }] = self.blocks.as_slice() {
            self.opening = Some(Opening { range: range.clone(), text: String::new(), emphasis: 0 });
        }
        self.stale_item();
    }

    fn stale_item(&mut self) {
        if let Some(Block::Item { is_fresh }) = self.blocks.last_mut() {
            *is_fresh = false;
        }
    }

    fn close_opening(&mut self) {
        let Some(mut opening) = self.opening.take() else {
            return;
        };
        if opening.emphasis == usize::MAX {
            opening.emphasis = 0;
        }
        if JOINTS.iter().any(|joint| opening.text.contains(joint)) {
            self.outline.openings.push(opening);
        }
    }

    fn finish(mut self) -> Outline {
        self.outline.is_empty = self.all.trim().is_empty() && self.outline.images.is_empty();
        self.outline.length = Length::of(&self.all);
        self.outline.removals = self.watch.finish();
        self.outline.prose.pieces.shrink_to_fit();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (heading, explicit) in self.outline.headings.iter_mut().zip(&self.explicit) {
            if let Some(id) = explicit {
                if !taken.insert(id.clone()) {
                    self.outline.duplicate_anchors.push((heading.range.clone(), id.clone()));
                }
                heading.id.clone_from(id);
            }
        }
        let mut counts: BTreeMap<Slug, usize> = BTreeMap::new();
        for (heading, explicit) in self.outline.headings.iter_mut().zip(&self.explicit) {
            if explicit.is_none() {
                let slug = Slug::of(&heading.text);
                let mut id = slug.as_str().to_owned();
                // All numbers up to that of the last one are taken.
                let count = counts.entry(slug.clone()).or_insert(1);
                while !taken.insert(id.clone()) {
                    *count += 1;
                    id = format!("{slug}-{count}");
                }
                heading.id = id;
            }
        }
        self.outline
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
