//! The text of a guide: front matter with our keys in our order, then the body.

use toml::{Table, Value};

/// Keys between the title and the skills, in the order of the manual.
const ORDER: [&str; 13] = [
    "description",
    "alternate_titles",
    "evergreen",
    "published",
    "reviewed",
    "review_every",
    "onet_soc",
    "esco",
    "isco08",
    "draft",
    "aliases",
    "authors",
    "attribution",
];

/// The front matter of a guide.
pub(super) struct Front<'d> {
    pub(super) title: &'d str,
    pub(super) keys: &'d Table,
    pub(super) technical: &'d [Value],
    pub(super) soft: &'d [Value],
    pub(super) extra: &'d Table,
}

/// The whole text.
pub(super) fn guide(front: &Front<'_>, body: &str) -> String {
    let mut text = format!("title = {}\n", Value::String(front.title.to_owned()));
    for key in ORDER.iter().chain(&["crosslink"]) {
        if let Some(value) = front.keys.get(*key) {
            text.push_str(&format!("{key} = {value}\n"));
        }
    }
    if !front.technical.is_empty() || !front.soft.is_empty() {
        text.push_str("\n[skills]\n");
        for (key, skills) in [("technical", front.technical), ("soft", front.soft)] {
            if !skills.is_empty() {
                let skills: Vec<String> = skills.iter().map(Value::to_string).collect();
                text.push_str(&format!("{key} = [{}]\n", skills.join(", ")));
            }
        }
    }
    let mut rest = Table::new();
    if let Some(transitions) = front.keys.get("transitions") {
        rest.insert("transitions".to_owned(), transitions.clone());
    }
    for (key, table) in [("transitions", rest), ("extra", front.extra.clone())] {
        let table = if key == "extra" && !table.is_empty() {
            Table::from_iter([(key.to_owned(), Value::Table(table))])
        } else {
            table
        };
        if let Ok(written) = toml::to_string(&table)
            && !written.is_empty()
        {
            text.push_str(&format!("\n{written}"));
        }
    }
    format!("+++\n{}+++\n\n{}\n", without_end(&text), body.trim_matches('\n'))
}

/// Front matter of which no line ends it: one in a text of several lines gets a space.
fn without_end(front: &str) -> String {
    let ends = |line: &str| line.trim_end() == "+++";
    front.split_inclusive('\n').flat_map(|line| [if ends(line) { " " } else { "" }, line]).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::content::{self, Content};
    use crate::source::{Source, SourcePath};

    #[test]
    fn no_text_of_an_article_ends_the_front_matter() {
        for odd in ["a\n+++\n+++ \nb", "+++\n\"'''\\\n+++", "\n+++\r\n\t+++\n\"\"\"+++\n"] {
            let table = |key: &str| Table::from_iter([(key.to_owned(), Value::String(odd.to_owned()))]);
            let (keys, extra) = (table("description"), table("note"));
            let front = Front { title: odd, keys: &keys, technical: &[], soft: &[], extra: &extra };
            let guide = guide(&front, "+++\nBakers bake.\n");
            let path = SourcePath::new("content/a/b/c.md");
            let parsed = content::parse(&Arc::new(Source::new(path, guide.clone().into_bytes())));
            assert!(parsed.diagnostics.is_empty(), "{guide}");
            let Some(Content::Document(document)) = parsed.content else { panic!("{guide}") };
            assert_eq!(document.body(), "\n+++\nBakers bake.\n");
        }
    }
}
