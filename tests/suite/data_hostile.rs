//! The open data of a site whose names are made to break it, and of one whose owner
//! wants none or wants it elsewhere.

use std::collections::BTreeMap;

use roxmltree::Document;

use crate::arrange::{CONFIG, Tiny, tree};
use crate::data::{faults, graph, rows, table, text};

const TITLE: &str = "=HYPERLINK(\"http://x\", 'y') ]]> </script> & <b> | `c` [d](e) *f*";

fn hostile() -> Tiny {
    let tiny = Tiny::new();
    let toml = TITLE.replace('"', "\\\"");
    tiny.write(
        "content/field/track/cook.md",
        format!(
            "+++\ntitle = \"{toml}\"\nslug_is = 0\nalternate_titles = [\"@a\"]\ndescription = \"two\\nlines, \\\"quoted\\\"\"\n\
             authors = [\"-A\", \"B | C\"]\n[skills]\ntechnical = [\"+knives\", \"{toml}\"]\n[[transitions]]\nto = \"baker\"\n\
             note = \"'quoted' \\n=1+1\"\n+++\nCooks cook.\n\n## X {{#x}}\n\n```\nnever closed\n"
        )
        .replace("slug_is = 0\n", ""),
    );
    tiny.guide(
        "baker",
        "Baker",
        "Bakers bake.<!-- for authors -->\n\n## Adjacent Roles\n\nBaker to astronaut is \u{1}`=far`, says [[cook]], [cook][c] and \
         [cook](cook.md#x \"t\").\n\n[c]: cook.md\n\n## X {#x}\n\n[here](#x)\n",
    );
    tiny
}

fn built(tiny: &Tiny) -> BTreeMap<String, Vec<u8>> {
    tiny.build().succeeded();
    tree(&tiny.out())
}

#[test]
fn names_survive_in_every_format() {
    let files = built(&hostile());
    let graph = graph(&files);
    assert_eq!(faults(&files, &graph), None);
    let cook = rows(&graph, "roles").iter().find(|role| role["slug"] == "cook").expect("a role");
    assert_eq!(text(&cook["title"]), TITLE);
    assert!(!String::from_utf8_lossy(&files["data/graph.json"]).contains('<'), "it can stand in a page");

    let lines = table(&files, "roles.csv");
    let line = lines.iter().find(|line| line["slug"] == "cook").expect("a line");
    assert_eq!(line["title"], format!("'{TITLE}"));
    assert_eq!(line["alternate_titles"], "'@a");
    assert_eq!(line["description"], "two\nlines, \"quoted\"");
    assert_eq!(line["authors"], "'-A | B | C");
    let moves = table(&files, "transitions.csv");
    let transition = moves.iter().find(|one| one["from"] == "field/track/cook").expect("a line");
    assert_eq!(transition["from_title"], format!("'{TITLE}"));
    assert_eq!(transition["note_texts"], "''quoted' =1+1");
    for file in ["roles.csv", "skills.csv", "transitions.csv"] {
        for (column, cell) in table(&files, file).iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{file}: {column}: {cell}");
        }
    }

    let xml = String::from_utf8(files["data/graph.graphml"].clone()).expect("UTF-8");
    let xml = Document::parse(&xml).expect("XML");
    let nodes: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("node")).collect();
    let datum = |node: roxmltree::Node<'_, '_>, key: &str| {
        let data = node.children().find(|data| data.attribute("key") == Some(key));
        data.and_then(|data| data.text()).unwrap_or_default().to_owned()
    };
    let cook = nodes.iter().find(|node| node.attribute("id") == Some("role:cook")).expect("a node");
    assert_eq!(datum(*cook, "label"), TITLE);
    let ids: Vec<&str> = nodes.iter().filter_map(|node| node.attribute("id")).collect();
    let edges = xml.descendants().filter(|node| node.has_tag_name("edge"));
    let ends: Vec<&str> =
        edges.flat_map(|edge| [edge.attribute("source"), edge.attribute("target")]).flatten().collect();
    assert!(ends.len() >= 8 && ends.iter().all(|end| ids.contains(end)), "{ends:?}");
    assert!(ids.contains(&"wanted:astronaut"), "{ids:?}");
}

#[test]
fn the_graph_has_an_edge_for_all_that_the_data_connects() {
    let files = built(&hostile());
    let graph = graph(&files);
    let xml = String::from_utf8(files["data/graph.graphml"].clone()).expect("UTF-8");
    let xml = Document::parse(&xml).expect("XML");
    let relation = |name: &str| {
        let data = xml.descendants().filter(|data| data.attribute("key") == Some("relation"));
        data.filter(|data| data.text() == Some(name)).count()
    };
    let sum = |key: &str| rows(&graph, "roles").iter().map(|role| rows(role, key).len()).sum::<usize>();
    assert_eq!(relation("requires"), sum("requirements"));
    assert_eq!(relation("adjacent"), sum("adjacent"));
    assert_eq!(relation("transition"), rows(&graph, "transitions").len());
}

#[test]
fn a_twin_has_full_addresses_and_nothing_that_is_for_authors() {
    let files = built(&hostile());
    let twin = |slug: &str| {
        String::from_utf8(files[&format!("field/track/{slug}/index.md")].clone()).expect("UTF-8")
    };
    let (baker, cook) = (twin("baker"), twin("cook"));
    let address = "https://example.org/field/track/cook/";
    assert!(
        baker.contains(&format!("[cook]({address}) and"))
            && baker.contains(&format!("[cook]({address}#x \"t\")")),
        "{baker}"
    );
    assert!(baker.contains("[here](https://example.org/field/track/baker/#x)"), "{baker}");
    assert!(!baker.contains("for authors") && !baker.contains("cook.md") && !baker.contains("[["), "{baker}");
    assert!(baker.contains("### To Astronaut (guide not written yet)"), "{baker}");
    assert!(cook.starts_with("# =HYPERLINK(\"http://x\", 'y') \\]\\]> \\</script> & \\<b> | "), "{cook}");
    assert!(cook.contains("never closed\n```\n"), "the text ends where it ends: {cook}");
}

#[test]
fn drafts_are_in_the_data_where_they_are_pages() {
    let tiny = Tiny::new();
    tiny.write("content/field/track/cook.md", "+++\ntitle = \"Cook\"\ndraft = true\n+++\nCooks cook.\n");
    assert_eq!(rows(&graph(&built(&tiny)), "roles").len(), 0);
    assert!(!tiny.has_built("field/track/cook/index.md"));
    tiny.build_with(&["--drafts"]).succeeded();
    assert_eq!(graph(&tree(&tiny.out()))["roles"][0]["draft"], true);
    assert!(tiny.built("field/track/cook/index.md").contains("\n- Draft: "));
}

#[test]
fn an_owner_may_publish_no_data() {
    let tiny = hostile();
    tiny.write("config.toml", format!("{CONFIG}[data]\npublish = false\n"));
    let files = built(&tiny);
    assert!(
        files.keys().all(|path| !path.starts_with("data/") && !path.ends_with(".md")),
        "{:?}",
        files.keys()
    );
    let page = tiny.built("field/track/cook/index.html");
    assert!(!page.contains("text/markdown") && !page.contains("Open data"), "{page}");
}

#[test]
fn a_site_with_a_field_called_data_has_its_data_elsewhere() {
    let tiny = hostile();
    tiny.write("content/data/_index.md", "+++\ntitle = \"Data\"\n+++\nWords.\n");
    tiny.build().failed();
    tiny.write("config.toml", format!("{CONFIG}[data]\npath = \"open-data\"\nlicense = {{ name = \"CC0 <1.0>\", url = \"https://x.org/?a&b\" }}\n"));
    let files = built(&tiny);
    let page = tiny.built("open-data/index.html");
    assert!(
        page.contains("<a href=\"https://x.org/?a&amp;b\" rel=\"license\">CC0 &lt;1.0&gt;</a>"),
        "{page}"
    );
    assert!(tiny.built("data/index.html").contains("<h1>Data</h1>"));
    assert!(
        tiny.built("field/track/baker/index.md").contains("\n- License: [CC0 <1.0>](https://x.org/?a&b)\n")
    );
    let graph: serde_json::Value = serde_json::from_slice(&files["open-data/graph.json"]).expect("JSON");
    assert_eq!(graph["schema"], "https://example.org/open-data/graph.schema.json");
    assert_eq!(graph["site"]["license"]["name"], "CC0 <1.0>");
}
