//! What stands in a line of HTML, as Markdown: emphasis, links, code, breaks.

use super::dom::{Dom, Id, one_line};
use super::page::Page;
use crate::markdown::words;

/// A line of HTML, read.
#[derive(Default)]
pub(super) struct Line {
    /// Its Markdown.
    pub(super) markdown: String,
    /// Its words.
    pub(super) text: String,
    /// Links and images that lead to somewhere in the page's own site: the line,
    /// and where to.
    pub(super) dropped: Vec<(usize, String)>,
}

/// Reads the nodes of one line.
pub(super) fn read(page: &Page, nodes: &[Id]) -> Line {
    let mut reader =
        Reader { page, tokens: Vec::new(), marks: Vec::new(), is_in_link: false, dropped: Vec::new() };
    for node in nodes {
        reader.node(*node, 0);
    }
    let Reader { tokens, dropped, .. } = reader;
    let tokens = tidy(tokens);
    let text: String = tokens.iter().map(Token::words).collect();
    Line { markdown: write(&tokens), text: one_line(&text), dropped }
}

/// Deeper elements are read for their words alone.
const DEEPEST: usize = 48;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Strong,
    Emphasis,
    Strike,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Words(String),
    Code(String),
    Break,
    Open(Mark),
    Close(Mark),
    OpenLink,
    CloseLink(String),
}

struct Reader<'p> {
    page: &'p Page,
    tokens: Vec<Token>,
    /// Open marks: one inside its like says nothing more.
    marks: Vec<Mark>,
    is_in_link: bool,
    dropped: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn node(&mut self, id: Id, depth: usize) {
        let dom = &self.page.dom;
        if self.page.is_left_out(id) {
            return;
        }
        if let Some(text) = dom.text(id) {
            self.words(text);
            return;
        }
        if depth > DEEPEST {
            let words = dom.words(id, |id| self.page.is_left_out(id));
            self.words(&words);
            return;
        }
        let name = dom.name(id);
        match name {
            "br" => self.tokens.push(Token::Break),
            "strong" | "b" => self.marked(id, depth, Mark::Strong),
            "em" | "i" | "cite" | "dfn" => self.marked(id, depth, Mark::Emphasis),
            "del" | "s" | "strike" => self.marked(id, depth, Mark::Strike),
            "code" | "kbd" | "samp" | "tt" => {
                let words = dom.words(id, |id| self.page.is_left_out(id));
                if !words.is_empty() {
                    self.tokens.push(Token::Code(words));
                }
            }
            "q" => {
                self.words("\u{201c}");
                self.children(id, depth);
                self.words("\u{201d}");
            }
            "img" => self.image(id),
            "a" => self.link(id, depth),
            _ => {
                let is_apart = !super::dom::is_inline(name);
                if is_apart {
                    self.words(" ");
                }
                self.children(id, depth);
                if is_apart {
                    self.words(" ");
                }
            }
        }
    }

    fn children(&mut self, id: Id, depth: usize) {
        for child in self.page.dom.children(id) {
            self.node(*child, depth + 1);
        }
    }

    fn words(&mut self, text: &str) {
        if let Some(Token::Words(known)) = self.tokens.last_mut() {
            known.push_str(text);
        } else {
            self.tokens.push(Token::Words(text.to_owned()));
        }
    }

    fn marked(&mut self, id: Id, depth: usize, mark: Mark) {
        if self.marks.contains(&mark) {
            self.children(id, depth);
            return;
        }
        self.marks.push(mark);
        self.tokens.push(Token::Open(mark));
        self.children(id, depth);
        self.tokens.push(Token::Close(mark));
        self.marks.pop();
    }

    fn link(&mut self, id: Id, depth: usize) {
        let dom = &self.page.dom;
        let target = dom.attribute(id, "href").map(str::trim).unwrap_or_default();
        if is_absolute(target) && !self.is_in_link {
            self.tokens.push(Token::OpenLink);
            self.is_in_link = true;
            self.children(id, depth);
            self.is_in_link = false;
            self.tokens.push(Token::CloseLink(target.to_owned()));
        } else {
            if !target.is_empty() && !target.starts_with('#') && !is_absolute(target) {
                self.dropped.push((dom.line(id), target.to_owned()));
            }
            self.children(id, depth);
        }
    }

    /// A picture becomes a link to it: the file is not ours, and a page that
    /// loads it from elsewhere is not wanted.
    fn image(&mut self, id: Id) {
        let dom = &self.page.dom;
        let alt = one_line(dom.attribute(id, "alt").unwrap_or_default());
        let source = dom.attribute(id, "src").map(str::trim).unwrap_or_default();
        if !source.is_empty() {
            let shown: String = source.chars().take(80).collect();
            self.dropped.push((dom.line(id), shown));
        }
        if !alt.is_empty() {
            self.words(&alt);
        }
    }
}

/// Whether a link can be kept as it is.
pub(super) fn is_absolute(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
}

impl Token {
    fn words(&self) -> String {
        match self {
            Self::Words(text) | Self::Code(text) => text.clone(),
            Self::Break => " ".to_owned(),
            _ => String::new(),
        }
    }
}

/// Single spaces, none inside the edges of marks, no marks around nothing, no
/// breaks at the ends.
fn tidy(tokens: Vec<Token>) -> Vec<Token> {
    let mut tidied: Vec<Token> = Vec::new();
    let mut is_space_due = false;
    let mut has_words = false;
    for token in tokens {
        match token {
            Token::Words(text) => {
                let words = one_line(&text);
                is_space_due |= text.starts_with(char::is_whitespace);
                if words.is_empty() {
                    continue;
                }
                space(&mut tidied, is_space_due && has_words);
                tidied.push(Token::Words(words));
                (is_space_due, has_words) = (text.ends_with(char::is_whitespace), true);
            }
            Token::Code(code) => {
                space(&mut tidied, is_space_due && has_words);
                tidied.push(Token::Code(code));
                (is_space_due, has_words) = (false, true);
            }
            Token::Break => {
                if has_words {
                    tidied.push(Token::Break);
                }
                (is_space_due, has_words) = (false, false);
            }
            Token::Open(_) | Token::OpenLink => tidied.push(token),
            Token::Close(_) | Token::CloseLink(_) => {
                let is_empty = matches!(
                    (tidied.last(), &token),
                    (Some(Token::Open(_)), Token::Close(_)) | (Some(Token::OpenLink), Token::CloseLink(_))
                );
                if is_empty {
                    tidied.pop();
                } else {
                    tidied.push(token);
                }
            }
        }
    }
    // A break before the end, or before what closes there, breaks nothing.
    while let Some(last) =
        tidied.iter().rposition(|token| !matches!(token, Token::Close(_) | Token::CloseLink(_)))
    {
        if tidied[last] != Token::Break {
            break;
        }
        tidied.remove(last);
    }
    tidied
}

/// Puts a space that is due before the marks that open here, not inside them.
fn space(tokens: &mut Vec<Token>, is_due: bool) {
    if is_due {
        let opens = |token: &&Token| matches!(token, Token::Open(_) | Token::OpenLink);
        let at = tokens.len() - tokens.iter().rev().take_while(opens).count();
        tokens.insert(at, Token::Words(" ".to_owned()));
    }
}

fn write(tokens: &[Token]) -> String {
    // Each token as it would be written, to see what stands beside a mark.
    let pieces: Vec<String> = tokens
        .iter()
        .map(|token| match token {
            Token::Words(text) => words::inline(text),
            Token::Code(code) => in_backticks(code),
            Token::Break => "\\\n".to_owned(),
            Token::OpenLink => "[".to_owned(),
            Token::CloseLink(target) => format!("]({})", as_target(target)),
            Token::Open(_) | Token::Close(_) => String::new(),
        })
        .collect();
    let before = |at: usize| pieces[..at].iter().rev().find_map(|piece| piece.chars().next_back());
    let after = |at: usize| pieces[at + 1..].iter().find_map(|piece| piece.chars().next());
    // A mark that letters touch on one side and signs on the other is none to
    // Markdown, nor one that begins or ends with a space, nor one that meets another.
    let is_sound = |at: usize| {
        let (outer, inner) = match tokens[at] {
            Token::Open(_) => (before(at), after(at)),
            _ => (after(at), before(at)),
        };
        let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let is_apart = |at: Option<usize>| {
            at.and_then(|at| tokens.get(at))
                .is_none_or(|token| !matches!(token, Token::Open(_) | Token::Close(_)))
        };
        is_letter(inner) && !is_letter(outer) && is_apart(at.checked_sub(1)) && is_apart(Some(at + 1))
            || inner.is_some_and(|character| !character.is_whitespace())
                && outer.is_none_or(char::is_whitespace)
                && is_apart(at.checked_sub(1))
                && is_apart(Some(at + 1))
    };
    let mut open: Vec<(Mark, usize)> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(mark) => open.push((*mark, at)),
            Token::Close(mark) => {
                if let Some(position) = open.iter().rposition(|(opened, _)| opened == mark) {
                    pairs.push((open.remove(position).1, at));
                }
            }
            _ => {}
        }
    }
    let mut written = pieces.clone();
    for (start, end) in pairs {
        let (Token::Open(mark) | Token::Close(mark)) = &tokens[start] else { continue };
        let (sign, element) = match mark {
            Mark::Strong => ("**", "strong"),
            Mark::Emphasis => ("*", "em"),
            Mark::Strike => ("~~", "del"),
        };
        if is_sound(start) && is_sound(end) {
            (written[start], written[end]) = (sign.to_owned(), sign.to_owned());
        } else {
            (written[start], written[end]) = (format!("<{element}>"), format!("</{element}>"));
        }
    }
    written.concat()
}

/// Code in as many backticks as it needs.
fn in_backticks(code: &str) -> String {
    let longest = code.split(|c: char| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{code}{space}{fence}")
}

/// An address as Markdown takes it.
pub(super) fn as_target(target: &str) -> String {
    let mut written = String::with_capacity(target.len());
    for (at, character) in target.char_indices() {
        match character {
            '&' if !words::is_entity(&target[at + 1..]) => written.push('&'),
            ' ' => written.push_str("%20"),
            '<' | '>' | '(' | ')' | '\\' | '&' => {
                // Escaped signs stay what they are.
                written.push('\\');
                written.push(character);
            }
            character if character.is_control() || character.is_whitespace() => {}
            character => written.push(character),
        }
    }
    written
}

/// Whether a line is one link or button and nothing else.
pub(super) fn is_link(dom: &Dom, nodes: &[Id]) -> bool {
    let mut seen =
        nodes.iter().copied().filter(|id| !dom.text(*id).is_some_and(|text| text.trim().is_empty()));
    let (Some(first), None) = (seen.next(), seen.next()) else { return false };
    match dom.name(first) {
        "a" | "button" => true,
        "span" | "strong" | "b" | "em" => is_link(dom, dom.children(first)),
        _ => false,
    }
}
