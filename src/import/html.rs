//! A saved web page: the blocks of its article, as Markdown.

use super::block::{Block, Shape};
use super::dom::{Dom, Id, is_inline, one_line};
use super::page::Page;
use super::{Article, Note, inline};
use crate::markdown::words;

/// Reads a page, if it is one.
pub(super) fn read(html: &str) -> Option<Article> {
    let page = Page::new(html)?;
    let mut reader = Reader { page: &page, blocks: Vec::new(), dropped: Vec::new() };
    reader.container(page.article, 0);
    let Reader { blocks, dropped, .. } = reader;
    let notes = dropped.into_iter().map(|(line, target)| Note {
        line,
        text: format!("`{target}` belongs to the page's own site, so its words were kept without it"),
    });
    let mut article = Article { blocks, unsure: notes.collect(), ..Article::default() };
    article.left_out = page.left_out();
    article.trail = page.breadcrumb();
    let heading = page.heading().map(|(id, words)| (page.dom.line(id), words, true));
    let guess = || {
        let (line, title) = page.meta("og:title").or_else(|| page.meta("title"))?;
        let cut = [" | ", " - ", " \u{2013} ", " \u{2014} ", " \u{b7} ", " \u{ab} "].iter();
        let end = cut.filter_map(|sign| title.find(sign)).min().unwrap_or(title.len());
        Some((line, title[..end].trim().to_owned(), false))
    };
    article.page_title = heading.or_else(guess);
    article.description = page.meta("description").or_else(|| page.meta("og:description"));
    article.published = page.meta("article:published_time").or_else(|| page.meta("date"));
    article.author = page.meta("author");
    Some(article)
}

/// Deeper elements are read for their words alone.
const DEEPEST: usize = 100;

struct Reader<'p> {
    page: &'p Page,
    blocks: Vec<Block>,
    dropped: Vec<(usize, String)>,
}

impl Reader<'_> {
    /// Reads what stands in `id`: blocks, and between them lines without any.
    fn container(&mut self, id: Id, depth: usize) {
        let dom = &self.page.dom;
        let mut line: Vec<Id> = Vec::new();
        for child in dom.children(id) {
            let name = dom.name(*child);
            if self.page.is_left_out(*child) {
                continue;
            }
            if dom.text(*child).is_some() || is_inline(name) && !holds_blocks(dom, *child) || name == "br" {
                line.push(*child);
            } else if !name.is_empty() {
                self.line(&line);
                line.clear();
                self.block(*child, depth + 1);
            }
        }
        self.line(&line);
    }

    /// A line that may be nothing but space.
    fn line(&mut self, nodes: &[Id]) {
        let line = inline::read(self.page, nodes);
        if line.text.is_empty() {
            return;
        }
        let dom = &self.page.dom;
        let is_something = |id: &&Id| dom.text(**id).is_none_or(|text| !text.trim().is_empty());
        let number = nodes.iter().find(is_something).map_or(1, |id| self.first_line(*id));
        self.dropped.extend(line.dropped);
        let markdown = at_start(&line.markdown, &line.text);
        let mut block = Block::paragraph(number, line.text, markdown);
        block.is_link = inline::is_link(dom, nodes);
        block.may_be_heading = is_all_bold(&block.markdown);
        block.pieces = self.pieces(nodes);
        self.blocks.push(block);
    }

    /// Text begins on a later line than the break before it.
    fn first_line(&self, id: Id) -> usize {
        let dom = &self.page.dom;
        let blank = dom
            .text(id)
            .map_or(0, |text| text.chars().take_while(|c| c.is_whitespace()).filter(|c| *c == '\n').count());
        dom.line(id) + if blank > 0 && dom.line(id) == 1 { blank } else { 0 }
    }

    /// The words of elements that make up a line, with nothing but space between.
    fn pieces(&self, nodes: &[Id]) -> Vec<String> {
        let dom = &self.page.dom;
        let mut pieces = Vec::new();
        for id in nodes {
            match dom.text(*id) {
                Some(text) if text.trim().is_empty() => {}
                Some(_) => return Vec::new(),
                None => pieces.push(dom.words(*id, |id| self.page.is_left_out(id))),
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        if pieces.len() > 1 { pieces } else { Vec::new() }
    }

    fn block(&mut self, id: Id, depth: usize) {
        let dom = &self.page.dom;
        if depth > DEEPEST {
            let words = dom.words(id, |id| self.page.is_left_out(id));
            if !words.is_empty() {
                self.blocks.push(Block::paragraph(dom.line(id), words.clone(), words::block(&words)));
            }
            return;
        }
        let name = dom.name(id);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, name.as_bytes()[1] - b'0'),
            "ul" | "ol" | "menu" => self.list(id, depth),
            "dl" => self.definitions(id, depth),
            "blockquote" => self.quotation(id, depth),
            "pre" => self.code(id),
            "table" => self.table(id),
            "hr" => {}
            _ => self.container(id, depth),
        }
    }

    fn heading(&mut self, id: Id, level: u8) {
        let dom = &self.page.dom;
        let line = inline::read(self.page, dom.children(id));
        self.dropped.extend(line.dropped);
        // A sign by itself is a link to the heading.
        let (text, markdown) = (line.text, line.markdown.replace("\\\n", " "));
        if !text.chars().any(char::is_alphanumeric) {
            return;
        }
        let text = text.trim_end_matches(['#', '\u{b6}', '\u{1f517}', ' ']).to_owned();
        let markdown = if one_line(&dom.words(id, |_| false)) == markdown || markdown.contains('#') {
            words::heading(&text)
        } else {
            words::without_attributes(&markdown)
        };
        self.blocks
            .push(Block { shape: Shape::Heading(level), ..Block::paragraph(dom.line(id), text, markdown) });
    }

    fn list(&mut self, id: Id, depth: usize) {
        let dom = &self.page.dom;
        let is_ordered = dom.name(id) == "ol";
        let start: usize = dom.attribute(id, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in dom.children(id) {
            if self.page.is_left_out(*child) || dom.text(*child).is_some_and(|text| text.trim().is_empty()) {
                continue;
            }
            let mut reader = Reader { page: self.page, blocks: Vec::new(), dropped: Vec::new() };
            match dom.name(*child) {
                "" => reader.line(&[*child]),
                "li" => reader.container(*child, depth + 1),
                _ => reader.block(*child, depth + 1),
            }
            self.dropped.extend(reader.dropped);
            if !reader.blocks.is_empty() {
                items.push(reader.blocks);
            }
        }
        if items.is_empty() {
            return;
        }
        let is_tight = items.iter().all(|item| {
            item.iter().filter(|block| block.shape != Shape::List).count() <= 1
                && item[0].shape == Shape::Paragraph
        });
        let written: Vec<String> = items
            .iter()
            .enumerate()
            .map(|(at, item)| {
                let mark = if is_ordered {
                    format!("{}. ", start.saturating_add(at) % 1_000_000)
                } else {
                    "- ".to_owned()
                };
                let inner: Vec<String> = item.iter().map(nested).collect();
                let text = inner.join(if is_tight { "\n" } else { "\n\n" });
                format!("{mark}{}", indented(&text, &" ".repeat(mark.len())).trim_start())
            })
            .collect();
        let pieces: Vec<String> = items.iter().map(|item| words_of(item)).collect();
        self.blocks.push(Block {
            shape: Shape::List,
            is_link: pieces.len() == 1 && items[0].len() == 1 && items[0][0].is_link,
            pieces: pieces.clone(),
            ..Block::paragraph(
                dom.line(id),
                pieces.join(" "),
                written.join(if is_tight { "\n" } else { "\n\n" }),
            )
        });
    }

    fn definitions(&mut self, id: Id, depth: usize) {
        let dom = &self.page.dom;
        for child in dom.children(id) {
            if self.page.is_left_out(*child) {
                continue;
            }
            match dom.name(*child) {
                "dt" => {
                    let line = inline::read(self.page, dom.children(*child));
                    self.dropped.extend(line.dropped);
                    if !line.text.is_empty() {
                        let markdown = format!("**{}**", words::inline(&line.text));
                        self.blocks.push(Block::paragraph(dom.line(*child), line.text, markdown));
                    }
                }
                "" => self.line(&[*child]),
                _ => self.container(*child, depth + 1),
            }
        }
    }

    fn quotation(&mut self, id: Id, depth: usize) {
        let mut reader = Reader { page: self.page, blocks: Vec::new(), dropped: Vec::new() };
        reader.container(id, depth + 1);
        self.dropped.extend(reader.dropped);
        if reader.blocks.is_empty() {
            return;
        }
        let inner: Vec<String> = reader.blocks.iter().map(nested).collect();
        let markdown = indented(&inner.join("\n\n"), "> ");
        self.other(id, words_of(&reader.blocks), markdown);
    }

    fn code(&mut self, id: Id) {
        let dom = &self.page.dom;
        let mut code = String::new();
        for inner in dom.walk(id, |id| self.page.is_left_out(id)) {
            match dom.text(inner) {
                Some(text) => code.push_str(text),
                None if dom.name(inner) == "br" => code.push('\n'),
                None => {}
            }
        }
        let code = code.trim_matches('\n').trim_end();
        if code.trim().is_empty() {
            return;
        }
        let classes = dom.walk(id, |_| false).into_iter().filter_map(|id| dom.attribute(id, "class"));
        let language: String = classes
            .flat_map(str::split_whitespace)
            .find_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")))
            .unwrap_or("")
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '#'))
            .collect();
        let longest = code.split(|c: char| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let markdown = format!("{fence}{language}\n{code}\n{fence}");
        self.other(id, one_line(code), markdown);
    }

    fn table(&mut self, id: Id) {
        let dom = &self.page.dom;
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut caption = None;
        // Rows of a table in a cell are part of the cell.
        let inner_tables =
            |inner: Id| inner != id && dom.name(inner) == "table" || self.page.is_left_out(inner);
        let all = dom.walk(id, inner_tables);
        for row in all.iter().copied() {
            match dom.name(row) {
                "caption" => caption = Some(row),
                "tr" => {}
                _ => continue,
            }
            let cells = dom.children(row).iter().filter(|cell| matches!(dom.name(**cell), "td" | "th"));
            let cells: Vec<String> = cells
                .map(|cell| {
                    let line = inline::read(self.page, dom.children(*cell));
                    self.dropped.extend(line.dropped);
                    line.markdown.replace("\\\n", " ").replace('|', "\\|")
                })
                .collect();
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
        if let Some(caption) = caption {
            self.line(dom.children(caption));
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        let row = |cells: &[String]| {
            let cells = (0..width).map(|at| cells.get(at).map_or("", String::as_str));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut lines: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
        lines.insert(1, format!("|{}", " --- |".repeat(width)));
        let words = dom.words(id, |inner| self.page.is_left_out(inner) || Some(inner) == caption);
        self.other(id, words, lines.join("\n"));
    }

    fn other(&mut self, id: Id, text: String, markdown: String) {
        let line = self.page.dom.line(id);
        self.blocks.push(Block { shape: Shape::Other, ..Block::paragraph(line, text, markdown) });
    }
}

/// A block inside a list or quotation. A heading there is no heading of the guide.
fn nested(block: &Block) -> String {
    match block.shape {
        Shape::Heading(_) => format!("**{}**", block.markdown.replace("**", "")),
        _ => block.markdown.clone(),
    }
}

fn words_of(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn indented(text: &str, with: &str) -> String {
    let lines = text.lines().map(|line| format!("{with}{line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether an element that stands within lines holds something that does not.
fn holds_blocks(dom: &Dom, id: Id) -> bool {
    dom.walk(id, |_| false).into_iter().skip(1).any(|inner| {
        let name = dom.name(inner);
        !name.is_empty() && name != "br" && !is_inline(name)
    })
}

/// A line that begins a paragraph: its first signs may not be markup.
fn at_start(markdown: &str, text: &str) -> String {
    let plain = words::inline(text);
    let guarded = words::block(text);
    // Only what stands at the very start can differ.
    let same = plain.bytes().zip(guarded.bytes()).take_while(|(one, two)| one == two).count();
    if guarded.len() > plain.len() && markdown.get(..same) == plain.get(..same) {
        format!("{}\\{}", &markdown[..same], &markdown[same..])
    } else {
        markdown.to_owned()
    }
}

fn is_all_bold(markdown: &str) -> bool {
    let inner = markdown.strip_prefix("**").and_then(|inner| inner.strip_suffix("**"));
    inner.is_some_and(|inner| !inner.contains("**") && !inner.is_empty())
}
