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
    let mut text = String::from("+++\n");
    text.push_str(&format!("title = {}\n", Value::String(front.title.to_owned())));
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
    text.push_str("+++\n\n");
    text.push_str(body.trim_matches('\n'));
    text.push('\n');
    text
}
