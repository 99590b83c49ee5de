//! An article taken apart: what stands around its title and is no text, its tags,
//! and the rest, which is the body.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::block::{Block, Shape};
use super::known::Known;
use super::{
    Account, Article, Draft, Kept, LeftOut, Named, Note, badges, clean, clean_value, closing, date, dates,
    front, headings, write,
};
use crate::slug::Slug;

/// Makes a draft of an article; `None` if no text is left for its body. `stem` is
/// the name of its file, where it has no better one.
pub(super) fn understand(article: Article, known: &Known, format: &'static str, stem: &str) -> Option<Draft> {
    let mut article = article;
    let blocks = std::mem::take(&mut article.blocks);
    let mut head = Head {
        account: Account {
            format,
            unsure: std::mem::take(&mut article.unsure),
            left_out: std::mem::take(&mut article.left_out),
            ..Account::default()
        },
        article,
        known,
        is_text: format == "plain text",
        technical: Vec::new(),
        soft: Vec::new(),
        seen: BTreeSet::new(),
        body: Vec::new(),
    };
    head.given_skills();
    head.read(blocks);
    head.finish(stem)
}

/// An article while it is taken apart.
pub(super) struct Head<'k> {
    pub(super) article: Article,
    pub(super) known: &'k Known,
    pub(super) account: Account,
    pub(super) is_text: bool,
    pub(super) technical: Vec<Value>,
    pub(super) soft: Vec<Value>,
    /// Skills that are listed already.
    pub(super) seen: BTreeSet<Slug>,
    pub(super) body: Vec<Block>,
}

impl Head<'_> {
    pub(super) fn unsure(&mut self, line: usize, text: String) {
        self.account.unsure.push(Note { line, text });
    }

    fn leave_out(&mut self, line: usize, what: &'static str, words: &str) {
        self.account.left_out.push(LeftOut { line, what, words: words.to_owned() });
    }

    fn read(&mut self, blocks: Vec<Block>) {
        let mut is_head = true;
        let mut at = 0;
        while at < blocks.len() {
            let block = &blocks[at];
            let taken = self.tags(&blocks[at..], is_head);
            if taken > 0 {
                self.anchor(block);
                at += taken;
                continue;
            }
            if is_head && self.head_line(block) {
                self.anchor(block);
                at += 1;
                continue;
            }
            let is_section = self.known.section(&block.text).is_some_and(|(_, is_certain)| is_certain);
            if block.is_prose() || is_section || block.shape != Shape::Paragraph {
                is_head = false;
            }
            self.body.push(block.clone());
            at += 1;
        }
    }

    /// Tells of the anchor of a heading that is none of the guide.
    fn anchor(&mut self, block: &Block) {
        let anchor = block.markdown.rfind('{').map(|at| &block.markdown[at..]);
        if let Some(anchor) = anchor.filter(|anchor| !block.text.contains(*anchor)) {
            self.leave_out(block.line, "an anchor", anchor);
        }
    }

    /// Takes a line of the head, unless it is text.
    fn head_line(&mut self, block: &Block) -> bool {
        if matches!(block.shape, Shape::Other) || block.is_prose() {
            return false;
        }
        let text = block.text.as_str();
        let is_title = |kept: &Kept<String>| Slug::of(&kept.value) == Slug::of(text);
        if self.article.title.as_ref().is_some_and(is_title) {
            self.leave_out(block.line, "the title once more", text);
            return true;
        }
        if self.small_print(block) || self.trail(block) {
            return true;
        }
        let is_line = block.shape == Shape::Paragraph
            && self.is_text
            && block.words() <= 12
            && !block.ends_a_sentence();
        let is_heading = block.shape == Shape::Heading(1);
        let is_section = self.known.section(text).is_some_and(|(_, is_certain)| is_certain);
        if self.article.title.is_none() && (is_heading || is_line && block.may_be_heading && !is_section) {
            self.article.title = Some(Kept { line: block.line, value: text.to_owned() });
            return true;
        }
        false
    }

    /// Takes reading time, badges, dates and authors.
    fn small_print(&mut self, block: &Block) -> bool {
        let parts: Vec<&str> = if badges::read(&block.text).is_some() {
            vec![&block.text]
        } else {
            block.text.split(['·', '•', '|']).map(str::trim).filter(|part| !part.is_empty()).collect()
        };
        let is_small = |part: &&str| {
            badges::read(part).is_some() || badges::byline(part).is_some() || dates::read(part).is_some()
        };
        let is_numbered = block.shape == Shape::List && !block.markdown.starts_with(['-', '*', '+']);
        if parts.is_empty() || is_numbered || !parts.iter().all(is_small) {
            return false;
        }
        let mut unclear = Vec::new();
        for part in parts {
            if let Some(found) = badges::read(part) {
                if found.evergreen {
                    self.article.keys.insert("evergreen".to_owned(), Value::Boolean(true));
                }
                for (key, date) in [("published", found.published), ("reviewed", found.reviewed)] {
                    if let Some(date) = date {
                        self.article.keys.entry(key).or_insert_with(|| front::date_value(date));
                    }
                }
                unclear.extend(found.unclear);
            } else if let Some(names) = badges::byline(part) {
                let names = names.into_iter().map(Value::String).collect();
                self.article.keys.entry("authors").or_insert(Value::Array(names));
            } else {
                unclear.push(part.to_owned());
            }
        }
        for date in unclear {
            let text =
                format!("`{date}` was left out: only you can say whether it is `published` or `reviewed`");
            self.unsure(block.line, text);
        }
        self.leave_out(block.line, "small print", &block.text);
        true
    }

    /// Takes the line that names the track and the field: "Track · Field", or the
    /// trail of a page, "Home > Field > Track".
    fn trail(&mut self, block: &Block) -> bool {
        let is_line =
            block.shape == Shape::Paragraph && !block.markdown.contains('\n') && block.words() <= 16;
        if self.article.track.is_some() || !is_line || block.ends_a_sentence() {
            return false;
        }
        let text = block.text.as_str();
        for (sign, is_outermost_first) in [
            (" · ", false),
            (" • ", false),
            (" | ", false),
            (" › ", true),
            (" » ", true),
            (" > ", true),
            (" → ", true),
        ] {
            let parts: Vec<String> = text.split(sign).map(|part| part.trim().to_owned()).collect();
            if (2..=4).contains(&parts.len())
                && parts.iter().all(|part| part.chars().any(char::is_alphabetic))
            {
                return self.take_trail(block.line, parts, is_outermost_first, false);
            }
        }
        // A line that is the name of a field or track of the site.
        let slug = Slug::of(text);
        if let Some((_, track)) = self.known.tracks.iter().find(|(_, track)| Slug::of(&track.title) == slug) {
            self.article.track = Some(Kept { line: block.line, value: track.title.clone() });
            return true;
        }
        let field = self.known.fields.iter().find(|field| Slug::of(&field.title) == slug);
        if let Some(field) = field.filter(|_| self.article.field.is_none()) {
            self.article.field = Some(Kept { line: block.line, value: field.title.clone() });
            return true;
        }
        false
    }

    fn take_trail(
        &mut self,
        line: usize,
        parts: Vec<String>,
        is_outermost_first: bool,
        is_told: bool,
    ) -> bool {
        let all = parts.join(", ");
        let own = self.article.title.as_ref().map(|title| Slug::of(&title.value));
        let page = self.article.page_title.as_ref().map(|(_, title, _)| Slug::of(title));
        let mut parts = parts;
        let total = parts.len();
        parts.retain(|part| {
            let slug = Slug::of(part);
            !["home", "start", "guides", "careers"].contains(&slug.as_str())
                && Some(&slug) != own.as_ref()
                && Some(&slug) != page.as_ref()
        });
        if parts.len() != 2 {
            return false;
        }
        // Navigation is told as such.
        if total > 2 && !is_told {
            self.leave_out(line, "the rest of the trail", &all);
        }
        let knows_field =
            |name: &str| self.known.fields.iter().any(|field| Slug::of(&field.title) == Slug::of(name));
        let is_first = match (knows_field(&parts[0]), knows_field(&parts[1])) {
            (true, false) => true,
            (false, true) => false,
            _ => {
                let order = if is_outermost_first { "first" } else { "last" };
                let field = if is_outermost_first { &parts[0] } else { &parts[1] };
                let text = format!("`{field}` was taken for the field because it stands {order}");
                self.unsure(line, text);
                is_outermost_first
            }
        };
        let (field, track) = if is_first { (0, 1) } else { (1, 0) };
        self.article.field = Some(Kept { line, value: parts[field].clone() });
        self.article.track = Some(Kept { line, value: parts[track].clone() });
        true
    }

    /// What a page says of itself outside its article.
    fn page(&mut self) {
        if let Some((line, parts)) = self.article.trail.take()
            && self.article.track.is_none()
        {
            self.take_trail(line, parts, true, true);
        }
        if let Some((line, title, is_heading)) = self.article.page_title.take()
            && self.article.title.is_none()
        {
            if !is_heading {
                self.unsure(
                    line,
                    "the article has no heading of the first level, so the page's title was taken".to_owned(),
                );
            }
            self.article.title = Some(Kept { line, value: title });
        }
        let lede = self.body.iter().find(|block| block.shape == Shape::Paragraph);
        if let Some((_, text)) = self.article.description.take() {
            let begins = text.chars().take(40).collect::<String>();
            let is_lede = lede.is_some_and(|lede| lede.text.starts_with(begins.trim_end()));
            if !is_lede && text.chars().count() <= 300 {
                self.article.keys.entry("description").or_insert(Value::String(text));
            }
        }
        if let Some(found) = self.article.published.take().and_then(|(_, text)| date(&text)) {
            self.article.keys.entry("published").or_insert_with(|| front::date_value(found));
        }
        if let Some(names) =
            self.article.author.take().and_then(|(_, name)| badges::byline(&format!("By {name}")))
        {
            let names = names.into_iter().map(Value::String).collect();
            self.article.keys.entry("authors").or_insert(Value::Array(names));
        }
    }

    fn finish(mut self, stem: &str) -> Option<Draft> {
        self.page();
        let mut body = std::mem::take(&mut self.body);
        if let Some(start) = closing::start(&body, self.known) {
            let closing = body.split_off(start);
            let words: Vec<&str> = closing.iter().map(|block| block.text.as_str()).collect();
            let line = closing.first().map_or(1, |block| block.line);
            // What is left out needs no look.
            self.account.unsure.retain(|note| note.line < line);
            self.leave_out(line, "a call to action", &words.join(" / "));
        }
        let title = match self.article.title.take() {
            Some(kept) if kept.value.chars().any(char::is_alphanumeric) => {
                self.account.title = Some(kept.line);
                clean(&kept.value).split_whitespace().collect::<Vec<_>>().join(" ")
            }
            _ => {
                let title = headings::title_of(stem);
                self.unsure(1, format!("the article has no title, so the name of its file gave `{title}`"));
                title
            }
        };
        let text = headings::body(&body, &title, self.known, self.is_text, &mut self.account);
        if !body.iter().any(|block| block.text.chars().any(char::is_alphanumeric)) {
            return None;
        }
        self.account.lists = body.iter().filter(|block| block.shape == Shape::List).count();
        // A reference such as `&#1;` can stand for a sign that the text itself could not have.
        let table = |table: Table| table.into_iter().map(|(key, value)| (key, clean_value(value))).collect();
        let (keys, extra): (Table, Table) = (table(self.article.keys), table(self.article.extra));
        let skills = |skills: Vec<Value>| {
            let name =
                |skill: &Value| Some(skill.as_str().or_else(|| skill.get("name")?.as_str())?.to_owned());
            let cleaned = skills.into_iter().map(clean_value);
            // Signs that nothing can show may have been all of a name.
            let named = cleaned.filter(|skill| name(skill).is_none_or(|name| !name.trim().is_empty()));
            named.collect::<Vec<_>>()
        };
        let name = |kept: Kept<String>| Kept { value: clean(&kept.value), ..kept };
        let written = write::Front {
            title: &title,
            keys: &keys,
            technical: &skills(self.technical),
            soft: &skills(self.soft),
            extra: &extra,
        };
        self.account.keys = keys.iter().map(|(key, value)| shown(key, value)).collect();
        self.account.unsure.sort_by_key(|note| note.line);
        self.account.left_out.sort_by_key(|left| left.line);
        Some(Draft {
            slug: Slug::of(self.article.slug.as_deref().unwrap_or(&title)),
            text: write::guide(&written, &text),
            title,
            named: Named { field: self.article.field.map(name), track: self.article.track.map(name) },
            account: self.account,
        })
    }
}

fn shown(key: &str, value: &Value) -> String {
    match value {
        Value::Boolean(true) => key.to_owned(),
        _ => format!("{key} = {value}"),
    }
}
