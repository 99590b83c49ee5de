//! Markdown of other tools: front matter in TOML or YAML or none at all, and a
//! body whose blocks are kept letter by letter.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::block::{Block, Shape};
use super::dom::one_line;
use super::inline::is_absolute;
use super::{Article, Note, front, yaml};

/// Why a text cannot be read, and on which line.
pub(super) struct Refusal {
    pub(super) line: usize,
    pub(super) message: String,
}

/// Reads a text.
pub(super) fn read(text: &str) -> Result<Article, Refusal> {
    let mut article = Article::default();
    let start = match front_matter(text) {
        None => 0,
        Some((sign, range, start)) => {
            take_front(sign, &text[range], &mut article)?;
            start
        }
    };
    let first_line = text[..start].matches('\n').count() + 1;
    body(&text[start..], first_line, &mut article);
    Ok(article)
}

/// Whether a text without a telling name is Markdown.
pub(super) fn looks_like_it(text: &str) -> bool {
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    front_matter(text).is_some() || text.lines().filter(|line| is_heading(line)).count() > 1
}

/// The sign of the front matter, where it stands, and where the body begins.
fn front_matter(text: &str) -> Option<(&'static str, Range<usize>, usize)> {
    let mut at = 0;
    let mut opening = None;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (opening, line.trim_end()) {
            (None, "") => {}
            (None, "+++") => opening = Some(("+++", end)),
            (None, "---") => opening = Some(("---", end)),
            (None, _) => return None,
            (Some((sign, start)), found) if found == sign || sign == "---" && found == "..." => {
                return Some((sign, start..at, end));
            }
            _ => {}
        }
        at = end;
    }
    None
}

fn take_front(sign: &str, text: &str, article: &mut Article) -> Result<(), Refusal> {
    // The first line of the front matter is the second of the file, at least.
    let (table, lines) = if sign == "+++" {
        let table = text.parse::<toml::Table>().map_err(|error| {
            let line =
                error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count());
            Refusal {
                line: line + 2,
                message: format!("this TOML cannot be read: {}", error.message().replace('\n', ", ")),
            }
        })?;
        let keys = text.lines().enumerate().filter_map(|(at, line)| {
            let key = line.split(['=', '.', ']']).next()?.trim().trim_start_matches('[').trim_matches('"');
            Some((key.to_owned(), at + 2))
        });
        (table, keys.collect())
    } else {
        let (table, lines) = yaml::read(text).map_err(|mistake| Refusal {
            line: mistake.line + 1,
            message: format!("this YAML cannot be read: {}", mistake.message),
        })?;
        (table, lines.into_iter().map(|(key, line)| (key, line + 1)).collect::<Vec<_>>())
    };
    front::take(table, &lines, article);
    Ok(())
}

/// A change of the text: what stands in `range` becomes what stands in `with`.
struct Cut {
    range: Range<usize>,
    with: String,
}

fn body(text: &str, first_line: usize, article: &mut Article) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(text, options).into_offset_iter().collect();
    let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line_of = |at: usize| first_line + breaks.partition_point(|end| *end < at);
    let mut starts = Vec::new();
    let mut depth = 0_usize;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => {
                if depth == 0 {
                    starts.push(at);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ if depth == 0 => starts.push(at),
            _ => {}
        }
    }
    let first = starts.first().map_or(text.len(), |at| events[*at].1.start);
    loose(text, 0..first, first_line, article);
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(events.len());
        let own = &events[*start..end];
        let range = own[0].1.clone();
        let next = starts.get(number + 1).map_or(text.len(), |at| events[*at].1.start);
        let cuts = cuts(text, own, &line_of, article);
        let block = block(text, own, line_of(range.start), &cuts);
        article.blocks.push(block);
        if next > range.end {
            loose(text, range.end..next, line_of(range.end), article);
        }
    }
}

/// Keeps what stands between blocks and is none: definitions of links.
fn loose(text: &str, range: Range<usize>, line: usize, article: &mut Article) {
    let found = &text[range];
    if found.trim().is_empty() {
        return;
    }
    let line = line + found.len().saturating_sub(found.trim_start().len()).min(1);
    let found = found.trim_matches(['\n', '\r']).trim_end();
    article
        .blocks
        .push(Block { shape: Shape::Other, ..Block::paragraph(line, one_line(found), found.to_owned()) });
}

/// Links and pictures that lead to files beside the text are replaced by their
/// words: these files are not imported.
fn cuts(
    text: &str,
    events: &[(Event<'_>, Range<usize>)],
    line_of: &impl Fn(usize) -> usize,
    article: &mut Article,
) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    for (at, (event, range)) in events.iter().enumerate() {
        let Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) =
            event
        else {
            continue;
        };
        let is_inline = matches!(link_type, LinkType::Inline);
        let is_inside = cuts.last().is_some_and(|cut| cut.range.contains(&range.start));
        if !is_inline || is_inside || is_absolute(dest_url) || dest_url.starts_with('#') {
            continue;
        }
        let inside = events[at + 1..].iter().take_while(|(_, inner)| inner.start < range.end);
        let inside = inside.filter(|(event, _)| !matches!(event, Event::End(TagEnd::Link | TagEnd::Image)));
        let span = inside.fold(None, |span: Option<Range<usize>>, (_, inner)| {
            Some(span.map_or(inner.clone(), |span| span.start.min(inner.start)..span.end.max(inner.end)))
        });
        article.unsure.push(Note {
            line: line_of(range.start),
            text: format!(
                "`{dest_url}` is a file or page beside the source, so its words were kept without it"
            ),
        });
        let words = span.map_or("", |span| &text[span]);
        cuts.push(Cut { range: range.clone(), with: words.to_owned() });
    }
    cuts
}

fn block(text: &str, events: &[(Event<'_>, Range<usize>)], line: usize, cuts: &[Cut]) -> Block {
    let mut range = events[0].1.clone();
    // What a block is can depend on its indent.
    let indent = text[..range.start].bytes().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    range.start -= indent;
    let shape = match &events[0].0 {
        Event::Start(Tag::Heading { level, .. }) => Shape::Heading(number(*level)),
        Event::Start(Tag::Paragraph) => Shape::Paragraph,
        Event::Start(Tag::List(_)) => Shape::List,
        _ => Shape::Other,
    };
    let written = with_cuts(text, range.clone(), cuts);
    let markdown = match shape {
        Shape::Heading(_) => heading(&written),
        _ => written.trim_end().trim_start_matches(['\n', '\r']).to_owned(),
    };
    let mut words = String::new();
    let mut pieces: Vec<String> = Vec::new();
    let (mut items, mut strong, mut links) = (0_usize, 0_usize, 0_usize);
    let (mut is_all_strong, mut is_all_link) = (true, true);
    for (event, _) in events {
        match event {
            Event::Start(Tag::Item) => {
                items += 1;
                if items == 1 {
                    pieces.push(String::new());
                }
            }
            Event::End(TagEnd::Item) => items -= 1,
            Event::Start(Tag::Strong) => strong += 1,
            Event::End(TagEnd::Strong) => strong -= 1,
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::End(TagEnd::Link) => links -= 1,
            Event::Text(found) | Event::Code(found) | Event::InlineHtml(found) | Event::Html(found) => {
                words.push_str(found);
                if let Some(piece) = pieces.last_mut() {
                    piece.push_str(found);
                }
                is_all_strong &= strong > 0 || found.trim().is_empty();
                is_all_link &= links > 0 || found.trim().is_empty();
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {
                let ends_words = !matches!(
                    event,
                    Event::End(
                        TagEnd::Emphasis
                            | TagEnd::Strong
                            | TagEnd::Strikethrough
                            | TagEnd::Link
                            | TagEnd::Image
                    )
                );
                if ends_words {
                    words.push(' ');
                    if let Some(piece) = pieces.last_mut() {
                        piece.push(' ');
                    }
                }
            }
            _ => {}
        }
    }
    let has_words = !words.trim().is_empty();
    Block {
        shape,
        pieces: pieces.iter().map(|piece| one_line(piece)).filter(|piece| !piece.is_empty()).collect(),
        is_link: has_words && is_all_link,
        may_be_heading: has_words && is_all_strong && shape == Shape::Paragraph,
        ..Block::paragraph(line, one_line(&words), markdown)
    }
}

fn with_cuts(text: &str, range: Range<usize>, cuts: &[Cut]) -> String {
    let mut written = String::new();
    let mut at = range.start;
    for cut in cuts.iter().filter(|cut| cut.range.start >= range.start && cut.range.end <= range.end) {
        written.push_str(&text[at..cut.range.start]);
        written.push_str(&cut.with);
        at = cut.range.end;
    }
    written.push_str(&text[at..range.end]);
    written
}

/// What follows the number signs of a heading, or stands above its line.
fn heading(written: &str) -> String {
    let written = written.trim();
    let inner = written.trim_start_matches('#');
    if inner.len() < written.len() && (inner.is_empty() || inner.starts_with([' ', '\t'])) {
        let inner = inner.trim();
        let open = inner.trim_end_matches('#');
        let is_closed = open.len() < inner.len() && (open.is_empty() || open.ends_with([' ', '\t']));
        return if is_closed { open.trim_end().to_owned() } else { inner.to_owned() };
    }
    let lines: Vec<&str> = written.lines().map(str::trim).collect();
    lines[..lines.len().saturating_sub(1)].join(" ")
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}
