//! `graph.graphml`: roles and skills as nodes, with what connects them as edges, for
//! programs that draw and measure graphs. It says less than `graph.json`.

use std::fmt::Write;

use super::prose::said;
use super::records::{self, gap_of, role_id, rounded};
use crate::markdown::escape;
use crate::model::{Book, End};
use crate::slug::Slug;

/// A datum of nodes or edges.
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// `node` or `edge`.
    pub domain: &'static str,
    /// `string`, `int`, `double` or `boolean`, as GraphML has them.
    pub kind: &'static str,
    /// What it means, and on which nodes or edges it is.
    pub about: &'static str,
}

/// Every datum. A node or edge has those that make sense for it.
pub const ATTRIBUTES: &[Attribute] = &[
    node("type", "string", "`role`, `skill`, or `wanted` for a role without a guide."),
    node("label", "string", "What it is called."),
    node("path", "string", "Of a role: its `id` in `graph.json`."),
    node("url", "string", "Its page, if it has one."),
    node("kind", "string", "Of a skill: `technical` or `soft`."),
    edge("relation", "string", "`requires`, `transition` or `adjacent`."),
    edge("optional", "boolean", "Of `requires`: whether the role can do without the skill."),
    edge("carried_over", "int", "Of `transition`: number of skills that both roles require."),
    edge("to_learn", "int", "Of `transition`: number of skills that the target alone requires."),
    edge("note", "string", "Of `transition`: what guides say about it, as plain text."),
    edge("score", "double", "Of `adjacent`: nearness by skills, from 0 to 1."),
];

const fn node(name: &'static str, kind: &'static str, about: &'static str) -> Attribute {
    Attribute { name, domain: "node", kind, about }
}

const fn edge(name: &'static str, kind: &'static str, about: &'static str) -> Attribute {
    Attribute { name, domain: "edge", kind, about }
}

/// The file. Ids of nodes are names as XML has them (NMTOKEN), so a role goes by
/// its slug there.
pub(super) fn xml(book: &Book) -> String {
    let mut xml = Xml { text: HEAD.to_owned() };
    for Attribute { name, domain, kind, .. } in ATTRIBUTES {
        let key = format!(r#"<key id="{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>"#);
        xml.line(&key);
    }
    xml.line(r#"<graph id="rolebook" edgedefault="directed">"#);
    nodes(book, &mut xml);
    edges(book, &mut xml);
    xml.line("</graph>\n</graphml>");
    xml.text
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"#;

fn nodes(book: &Book, xml: &mut Xml) {
    for id in records::roles(book) {
        let role = &book[id];
        xml.node(
            &node_id(book, End::Role(id)),
            &[
                ("type", Some("role")),
                ("label", Some(&role.title)),
                ("path", Some(role_id(book, id))),
                ("url", Some(&book.config.absolute(&role.route))),
            ],
        );
    }
    for id in records::skills(book) {
        let skill = &book[id];
        let url = skill.route.as_ref().map(|route| book.config.absolute(route));
        xml.node(
            &format!("skill:{}", skill.slug),
            &[
                ("type", Some("skill")),
                ("label", Some(&skill.name)),
                ("url", url.as_deref()),
                ("kind", Some(skill.kind.name())),
            ],
        );
    }
    for id in records::wanted(book) {
        let data = [("type", Some("wanted")), ("label", Some(book[id].title.as_str()))];
        xml.node(&node_id(book, End::Wanted(id)), &data);
    }
}

fn edges(book: &Book, xml: &mut Xml) {
    for id in records::roles(book) {
        let own = node_id(book, End::Role(id));
        for requirement in book[id].requirements.iter() {
            let skill = format!("skill:{}", book[requirement.skill].slug);
            let optional = if requirement.optional { "true" } else { "false" };
            xml.edge(&own, &skill, &[("relation", Some("requires")), ("optional", Some(optional))]);
        }
        for near in book.suggestions(id) {
            let score = rounded(near.score).to_string();
            let data = [("relation", Some("adjacent")), ("score", Some(score.as_str()))];
            xml.edge(&own, &node_id(book, End::Role(near.role)), &data);
        }
    }
    for id in records::transitions(book) {
        let transition = &book[id];
        let gap = gap_of(book, id);
        let carried = gap.as_ref().map(|gap| gap.carried.len().to_string());
        let learn = gap.as_ref().map(|gap| gap.learn.len().to_string());
        let notes: Vec<String> = transition.notes.iter().filter_map(|note| said(book, note)).collect();
        let note = notes.join("\n");
        xml.edge(
            &node_id(book, transition.from),
            &node_id(book, transition.to),
            &[
                ("relation", Some("transition")),
                ("carried_over", carried.as_deref()),
                ("to_learn", learn.as_deref()),
                ("note", Some(note.as_str()).filter(|note| !note.is_empty())),
            ],
        );
    }
}

fn node_id(book: &Book, end: End) -> String {
    match end {
        End::Role(role) => format!("role:{}", book[role].slug),
        End::Wanted(wanted) => format!("wanted:{}", Slug::of(&book[wanted].title)),
    }
}

struct Xml {
    text: String,
}

/// A datum's name and what stands there.
type Datum<'d> = (&'static str, Option<&'d str>);

impl Xml {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn node(&mut self, id: &str, data: &[Datum<'_>]) {
        self.element("node", &format!("id=\"{id}\""), data);
    }

    fn edge(&mut self, from: &str, to: &str, data: &[Datum<'_>]) {
        self.element("edge", &format!("source=\"{from}\" target=\"{to}\""), data);
    }

    fn element(&mut self, name: &str, attributes: &str, data: &[Datum<'_>]) {
        // Writing into a text cannot fail.
        let _ = write!(self.text, "<{name} {attributes}>");
        for (key, value) in data {
            if let Some(value) = value {
                let _ = write!(self.text, "<data key=\"{key}\">{}</data>", escape(value));
            }
        }
        self.line(&format!("</{name}>"));
    }
}
