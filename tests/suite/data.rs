//! The open data: it says what the pages say, its schema and the page about it say
//! what it is, and no name can break it. Read from what was built.

use std::collections::{BTreeMap, BTreeSet};

use boon::{Compiler, Schemas};
use roxmltree::Document;
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

use crate::arrange::{build, repository, temporary, tree};
use crate::site::own;

pub(crate) fn graph(files: &BTreeMap<String, Vec<u8>>) -> Value {
    serde_json::from_slice(&files["data/graph.json"]).expect("JSON")
}

pub(crate) fn rows<'g>(graph: &'g Value, list: &str) -> &'g [Value] {
    graph[list].as_array().expect("a list")
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

pub(crate) fn texts(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|one| text(one).to_owned()).collect()
}

/// The lines of a table after the first, each by the names of the columns.
pub(crate) fn table(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(files[&format!("data/{name}")].as_slice());
    reader.deserialize().map(|line| line.expect("a line as long as the first")).collect()
}

/// What is wrong with `graph` by the schema that lies beside it.
pub(crate) fn faults(files: &BTreeMap<String, Vec<u8>>, graph: &Value) -> Option<String> {
    let schema: Value = serde_json::from_slice(&files["data/graph.schema.json"]).expect("JSON");
    let id = text(&schema["$id"]).to_owned();
    let mut compiler = Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource(&id, schema).expect("a schema");
    let mut schemas = Schemas::new();
    let index = compiler.compile(&id, &mut schemas).expect("a schema");
    schemas.validate(graph, index).err().map(|error| format!("{error:#}"))
}

#[test]
fn the_graph_is_what_its_schema_says() {
    assert_eq!(faults(&own().files, &graph(&own().files)), None);
    assert_eq!(graph(&own().files)["schema"], "https://example.org/data/graph.schema.json");
    let mut count = 0;
    for folder in std::fs::read_dir(repository().join("tests/cases")).expect("a folder") {
        let out = temporary();
        if build(&folder.expect("a folder").path(), out.path()).exit_code == 0 {
            let files = tree(out.path());
            assert_eq!(faults(&files, &graph(&files)), None);
            count += 1;
        }
    }
    assert!(count > 15, "{count} sites were built");
}

#[test]
fn the_schema_tells_a_changed_graph() {
    let files = &own().files;
    let graph = graph(files);
    let changes: &[(&str, Value)] = &[
        ("/version", json!("2.0")),
        ("/schema", json!("no address")),
        ("/site/license", json!("MIT")),
        ("/site/license/url", json!(3)),
        ("/fields/0/id", json!(null)),
        ("/roles/0/slug", json!(["a"])),
        ("/roles/0/published", json!("yesterday")),
        ("/roles/0/reading_minutes", json!(-1)),
        ("/roles/0/evergreen", json!("yes")),
        ("/roles/0/requirements/0/kind", json!("hard")),
        ("/roles/0/requirements/0/listing", json!("unknown")),
        ("/roles/0/adjacent/0/score", json!(1.5)),
        ("/roles/0/adjacent/0/shared/0", json!(1)),
        ("/skills/0/essential_count", json!(0.5)),
        ("/transitions/0/carried_over", json!("aws")),
        ("/transitions/0/notes/0", json!({ "guide": "a" })),
        ("/wanted", json!({})),
    ];
    for (place, value) in changes {
        let mut changed = graph.clone();
        *changed.pointer_mut(place).unwrap_or_else(|| panic!("nothing at {place}")) = value.clone();
        assert!(faults(files, &changed).is_some(), "{place} may be {value}");
    }
    for list in ["fields", "tracks", "roles", "skills", "transitions", "wanted"] {
        let record = graph[list][0].as_object().expect("a record");
        for key in record.keys() {
            let mut changed = graph.clone();
            changed[list][0].as_object_mut().expect("a record").shift_remove(key);
            assert!(faults(files, &changed).is_some(), "{list} may do without {key}");
        }
        let mut changed = graph.clone();
        changed[list][0]["another"] = json!(1);
        assert!(faults(files, &changed).is_some(), "{list} may have another key");
    }
}

/// What the page about the data documents: the names under each heading, with the
/// file that alone has them.
fn documented() -> BTreeMap<String, Vec<(String, Option<String>)>> {
    let page = Html::parse_document(own().text("data/index.html"));
    let heading = Selector::parse("h3[id^=_record-]").expect("a selector");
    let words = |element: ElementRef<'_>| element.text().collect::<String>();
    page.select(&heading)
        .map(|heading| {
            let list = heading.next_siblings().filter_map(ElementRef::wrap);
            let list = list.into_iter().find(|next| next.value().name() == "dl").expect("a list");
            let keys = select(list, "dt").into_iter().map(|term| {
                let code: Vec<String> = select(term, "code").into_iter().map(words).collect();
                let only = words(term).ends_with(" only").then(|| code.last().cloned()).flatten();
                (code[0].clone(), only)
            });
            (words(heading), keys.collect())
        })
        .collect()
}

pub(crate) fn select<'e>(within: ElementRef<'e>, selector: &str) -> Vec<ElementRef<'e>> {
    within.select(&Selector::parse(selector).expect("a selector")).collect()
}

#[test]
fn the_page_about_the_data_explains_every_key_and_column() {
    let documented = documented();
    let names = |record: &str, file: &str| -> BTreeSet<String> {
        let keys = documented.get(record).unwrap_or_else(|| panic!("nothing about {record}")).iter();
        let keys = keys.filter(|(_, only)| only.as_ref().is_none_or(|only| only == file));
        keys.map(|(name, _)| name.clone()).collect()
    };
    let graph = graph(&own().files);
    let keys = |record: &Value| -> BTreeSet<String> {
        record.as_object().expect("a record").keys().cloned().collect()
    };
    // Not every role has facts.
    let of_some_role = |list: &str| {
        let mut places =
            (0..graph["roles"].as_array().map_or(0, Vec::len)).map(|at| format!("/roles/{at}/{list}/0"));
        places.find(|place| graph.pointer(place).is_some()).unwrap_or_else(|| panic!("a role with {list}"))
    };
    let (fact, pay) = (of_some_role("facts"), of_some_role("pay"));
    for (record, place) in [
        ("graph", ""),
        ("site", "/site"),
        ("license", "/site/license"),
        ("field", "/fields/0"),
        ("track", "/tracks/0"),
        ("role", "/roles/0"),
        ("requirement", "/roles/0/requirements/0"),
        ("adjacency", "/roles/0/adjacent/0"),
        ("skill", "/skills/0"),
        ("transition", "/transitions/0"),
        ("note", "/transitions/0/notes/0"),
        ("wanted", "/wanted/0"),
        ("fact", fact.as_str()),
        ("pay", pay.as_str()),
    ] {
        assert_eq!(names(record, "graph.json"), keys(graph.pointer(place).expect("a record")), "{record}");
    }
    assert_eq!(documented.len(), 14, "{:?}", documented.keys());
    for (record, file) in [("role", "roles.csv"), ("skill", "skills.csv"), ("transition", "transitions.csv")]
    {
        let columns: BTreeSet<String> = table(&own().files, file)[0].keys().cloned().collect();
        assert_eq!(names(record, file), columns, "{file}");
    }
    let page = Html::parse_document(own().text("data/index.html"));
    let code: BTreeSet<String> = select(page.root_element(), "#_graphml ~ dl dt code")
        .iter()
        .map(|one| one.text().collect())
        .collect();
    let xml = own().text("data/graph.graphml");
    let xml = Document::parse(xml).expect("XML");
    let keys: BTreeSet<String> =
        xml.descendants().filter_map(|node| node.attribute("attr.name")).map(str::to_owned).collect();
    assert_eq!(code, keys);
}
