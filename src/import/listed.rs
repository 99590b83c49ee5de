//! The skills of an article: lists of tags below a heading that says so, and what
//! its front matter lists.

use toml::Value;

use super::Kept;
use super::block::{Block, Shape};
use super::front;
use super::head::Head;
use super::tags::{self, Split};
use crate::content::front_matter::SkillKind;
use crate::slug::Slug;

impl Head<'_> {
    /// Takes a list of tags that stands first in `blocks`, and gives the number of
    /// blocks that it is made of.
    pub(super) fn tags(&mut self, blocks: &[Block], is_head: bool) -> usize {
        let Some(label) = blocks.first() else { return 0 };
        if let Some((kind, rest)) =
            label_before(&label.text).filter(|_| is_head && label.shape == Shape::Paragraph)
        {
            let split = tags::split(rest, &self.known.skills);
            self.list(kind, label.line, split);
            return 1;
        }
        let Some(kind) = label_of(&label.text).filter(|_| label.shape != Shape::List) else { return 0 };
        let Some(list) = blocks.get(1).filter(|list| looks_like_tags(list)) else { return 0 };
        let has_any = match kind {
            SkillKind::Technical => self.account.technical.is_some(),
            SkillKind::Soft => self.account.soft.is_some(),
        };
        if has_any || !is_head && list.shape != Shape::List && list.pieces.is_empty() {
            return 0;
        }
        if !list.pieces.is_empty() {
            self.list(kind, list.line, Split { tags: list.pieces.clone(), guessed: Vec::new() });
            return 2;
        }
        let mut split = tags::split(&list.text, &self.known.skills);
        let mut taken = 2;
        if split.tags.len() == 1 && self.is_text {
            // One tag a line.
            let is_tag = |block: &&Block| {
                block.shape == Shape::Paragraph
                    && block.words() <= 4
                    && !block.ends_a_sentence()
                    && label_of(&block.text).is_none()
                    && self.known.section(&block.text).is_none()
            };
            let more: Vec<String> =
                blocks[2..].iter().take_while(is_tag).map(|block| block.text.clone()).collect();
            // The last of them stands before text: it may be a heading.
            if !more.is_empty() {
                taken += more.len();
                split.tags.extend(more);
                self.unsure(list.line, format!("each line below `{}` was taken for a tag", label.text));
            }
        }
        self.list(kind, list.line, split);
        taken
    }

    fn list(&mut self, kind: SkillKind, line: usize, split: Split) {
        if !split.guessed.is_empty() {
            let tags = split.guessed.join(", ");
            self.unsure(line, format!("nothing but a capital says where these tags end: {tags}"));
        }
        let mut listed = Vec::new();
        for tag in split.tags {
            if !self.seen.insert(Slug::of(&tag)) {
                self.unsure(line, format!("the tag `{tag}` stands there more than once"));
                continue;
            }
            match kind {
                SkillKind::Technical => self.technical.push(Value::String(tag.clone())),
                SkillKind::Soft => self.soft.push(Value::String(tag.clone())),
            }
            listed.push(tag);
        }
        let place = match kind {
            SkillKind::Technical => &mut self.account.technical,
            SkillKind::Soft => &mut self.account.soft,
        };
        place.get_or_insert_with(|| Kept { line, value: Vec::new() }).value.extend(listed);
    }

    /// Skills and tags of the front matter.
    pub(super) fn given_skills(&mut self) {
        for (kind, Kept { line, value }) in std::mem::take(&mut self.article.skills) {
            let name =
                value.as_str().or_else(|| value.get("name").and_then(Value::as_str)).map(str::to_owned);
            let list = match kind {
                SkillKind::Technical => (&mut self.technical, &mut self.account.technical),
                SkillKind::Soft => (&mut self.soft, &mut self.account.soft),
            };
            if let Some(name) = name {
                self.seen.insert(Slug::of(&name));
                list.1.get_or_insert_with(|| Kept { line, value: Vec::new() }).value.push(name);
            }
            list.0.push(value);
        }
        let mut others = Vec::new();
        for (tag, is_skill) in std::mem::take(&mut self.article.tags) {
            let kind = self.known.kind(&tag.value);
            if kind.is_none() && !is_skill && !self.known.skills.knows(&tag.value) {
                others.push(tag);
                continue;
            }
            if kind.is_none() {
                self.unsure(tag.line, format!("`{}` was taken for a technical skill", tag.value));
            }
            let split = Split { tags: vec![tag.value], guessed: Vec::new() };
            self.list(kind.unwrap_or(SkillKind::Technical), tag.line, split);
        }
        if let Some(first) = others.first() {
            let names: Vec<&str> = others.iter().map(|tag| tag.value.as_str()).collect();
            let text = format!(
                "no skill of the site is called like these tags, which went to `[extra]`: {}",
                names.join(", ")
            );
            let line = first.line;
            let names = others.iter().map(|tag| Value::String(tag.value.clone())).collect();
            front::add("tags", Value::Array(names), &mut self.article.extra);
            self.unsure(line, text);
        }
    }
}

/// The kind of the tags below a heading of that name.
fn label_of(text: &str) -> Option<SkillKind> {
    match Slug::of(text).as_str() {
        "technical-skills"
        | "technical"
        | "hard-skills"
        | "key-skills"
        | "skills"
        | "tools"
        | "technologies"
        | "tools-and-technologies"
        | "tech-stack" => Some(SkillKind::Technical),
        "soft-skills" | "soft" | "people-skills" | "interpersonal-skills" => Some(SkillKind::Soft),
        _ => None,
    }
}

/// The kind and the tags of a line "Technical skills: Linux, SQL".
fn label_before(text: &str) -> Option<(SkillKind, &str)> {
    let (label, rest) = text.split_once(':')?;
    let kind = label_of(label)?;
    let is_list = !rest.trim().is_empty() && !rest.contains(". ") && rest.len() < 400;
    is_list.then_some((kind, rest.trim().trim_end_matches('.')))
}

fn looks_like_tags(block: &Block) -> bool {
    let is_short =
        |text: &str| text.split_whitespace().count() <= 6 && !text.ends_with(['.', ';', ':', '?', '!']);
    match block.shape {
        Shape::List => block.pieces.iter().all(|piece| is_short(piece)),
        Shape::Paragraph if !block.pieces.is_empty() => block.pieces.iter().all(|piece| is_short(piece)),
        Shape::Paragraph => {
            block.text.len() < 2000
                && !block.ends_a_sentence()
                && !block.text.contains(". ")
                && block.words() <= 60
        }
        _ => false,
    }
}
