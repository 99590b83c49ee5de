//! The data of the tools that run in a reader's browser: it says what the open data
//! says, and no text breaks out of it. What the tools make of it is for the browser
//! tests.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::arrange::Tiny;
use crate::data::{graph, rows, text};
use crate::site::own;

/// What a module of the data exports.
#[track_caller]
fn exported(module: &str) -> Value {
    let json = module.strip_prefix("export default ").and_then(|rest| rest.strip_suffix(";\n"));
    serde_json::from_str(json.expect("one default export")).expect("JSON")
}

/// What the modules say, in the words of the open data.
struct Read {
    modules: [Value; 3],
    home: &'static str,
}

impl Read {
    fn of(module: impl Fn(&str) -> String) -> Self {
        let modules = ["skills", "roles", "moves"].map(|name| exported(&module(name)));
        Self { modules, home: "https://example.org/" }
    }

    fn roles(&self) -> impl Iterator<Item = usize> {
        0..self.column(1, "title").len()
    }

    fn column(&self, module: usize, key: &str) -> &[Value] {
        rows(&self.modules[module], key)
    }

    /// `id` of a role, its path.
    fn id(&self, role: usize) -> String {
        let track = number(&self.column(1, "track")[role]);
        let address = text(&rows(&self.modules[1]["tracks"], "address")[track]);
        format!("{address}{}", text(&self.column(1, "slug")[role]))
    }

    fn near(&self, role: usize) -> Vec<Value> {
        let others = self.column(2, "near")[role].as_array().into_iter().flatten();
        others.map(|one| json!(self.id(away(role, one.as_i64())))).collect()
    }

    fn requirement(&self, packed: &Value) -> Value {
        let (skill, optional, soft) = (number(packed) / 4, number(packed) & 2 != 0, number(packed) & 1 != 0);
        json!([self.column(0, "title")[skill], if soft { "soft" } else { "technical" }, optional])
    }

    /// Ends and pages of moves.
    fn moves(&self) -> BTreeSet<(String, String, Option<String>)> {
        let of = |from: usize| {
            let packed = self.column(2, "out")[from].as_array().into_iter().flatten();
            packed.map(move |one| {
                let one = one.as_i64().expect("a number");
                let to = away(from, Some(one >> 1));
                let [start, end] = [from, to].map(|role| text(&self.column(1, "slug")[role]));
                let page = format!("{}transitions/{start}/{end}/", self.home);
                (self.id(from), self.id(to), (one & 1 == 1).then_some(page))
            })
        };
        self.roles().flat_map(of).collect()
    }
}

#[track_caller]
fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a number")
}

#[track_caller]
fn away(at: usize, distance: Option<i64>) -> usize {
    at.strict_add_signed(isize::try_from(distance.expect("a number")).expect("a number"))
}

#[test]
fn roles_skills_and_moves_are_those_of_the_open_data() {
    let graph = graph(&own().files);
    let read = Read::of(|name| own().text(&format!("tools/data/{name}.js")).to_owned());
    let roles = rows(&graph, "roles");
    assert_eq!(read.roles().count(), roles.len());
    let names: BTreeMap<&str, &Value> =
        rows(&graph, "skills").iter().map(|skill| (text(&skill["slug"]), &skill["name"])).collect();
    for (at, role) in roles.iter().enumerate() {
        assert_eq!(json!(read.id(at)), role["id"]);
        for (key, known) in
            [("title", "title"), ("names", "alternate_titles"), ("minutes", "reading_minutes")]
        {
            assert_eq!(read.column(1, key)[at], role[known]);
        }
        let needs = read.column(1, "needs")[at].as_array().expect("a list");
        let known = rows(role, "requirements").iter();
        let known = known.map(|one| json!([names[text(&one["skill"])], one["kind"], one["optional"]]));
        assert_eq!(
            needs.iter().map(|one| read.requirement(one)).collect::<Vec<_>>(),
            known.collect::<Vec<_>>()
        );
        let near: Vec<Value> = rows(role, "adjacent").iter().map(|near| near["role"].clone()).collect();
        assert_eq!(read.near(at), near);
    }
    let known = rows(&graph, "transitions").iter().filter_map(|one| {
        let end = |key: &str| one[key].as_str().filter(|end| roles.iter().any(|role| role["id"] == *end));
        Some((end("from")?.to_owned(), end("to")?.to_owned(), one["url"].as_str().map(str::to_owned)))
    });
    assert_eq!(read.moves(), known.collect());
    assert!(read.moves().len() > 20);
    for skill in rows(&graph, "skills") {
        let at = read.column(0, "title").iter().position(|name| *name == skill["name"]).expect("a skill");
        assert_eq!(read.column(0, "names")[at], skill["aliases"]);
        assert_eq!(read.column(0, "soft")[at] == 1, skill["kind"] == "soft");
        let slug = text(&read.column(0, "slug")[at]);
        assert_eq!(skill["url"].as_str().map(|_| &skill["slug"]), (!slug.is_empty()).then_some(&json!(slug)));
    }
}

#[test]
fn texts_are_told_in_parts_and_none_breaks_out() {
    let tiny = Tiny::new();
    let hostile = "</script><b>\u{2028}`${x}`";
    for at in 0..9 {
        tiny.guide(&format!("role-{at:02}"), &format!("Role {at:02}"), &format!("Words {at}: {hostile}"));
    }
    tiny.write(
        "content/field/track/role-08.md",
        "+++\ntitle = \"Role 08\"\n[facts]\nentry = { text = \"By </script>.\", source = \"A list\", url = \"https://example.org/list\" }\n\
         [[transitions]]\nto = \"role-00\"\nnote = \"Down `${x}` </script>.\"\n+++\n\nWords.\n",
    );
    tiny.build().succeeded();
    let module = |name: &str| tiny.built(&format!("tools/data/{name}.js"));
    for name in ["skills", "roles", "moves", "details/0", "details/1"] {
        assert!(!module(name).contains('<'), "{name}");
    }
    let [first, second] = ["details/0", "details/1"].map(|name| exported(&module(name)));
    assert_eq!((rows(&first, "summary").len(), &second["first"]), (8, &json!(8)));
    assert_eq!(first["summary"][3].as_str().map(|text| text.starts_with("Words 3: ")), Some(true));
    assert_eq!(second["facts"], json!([[["Way in", "By </script>.", "A list"]]]));
    assert_eq!(second["notes"], json!([[[[0, "Down `${x}` </script>."]]]]));
    assert!(!tiny.out().join("tools/data/details/2.js").exists());
}

#[test]
fn a_site_without_guides_has_no_data() {
    let tiny = Tiny::new();
    tiny.build().succeeded();
    assert!(!tiny.out().join("tools/data").exists());
}

#[test]
fn tools_are_there_where_they_have_something_to_say() {
    let tiny = Tiny::new();
    tiny.guide("cook", "Cook", "Cooks cook.");
    tiny.build().succeeded();
    let has = |page: &str| tiny.has_built(&format!("{page}/index.html"));
    assert!(!has("tools") && !has("compare") && !has("paths"), "one role");
    assert!(!tiny.built("index.html").contains("tools/"));
    tiny.guide("baker", "Baker", "Bakers bake.").build().succeeded();
    assert!(has("tools") && has("compare") && !has("paths"), "two roles");
    assert!(!tiny.built("tools/index.html").contains("../paths/"));
    let body = "Chefs lead.\n\n## Adjacent Roles That Transition Most Naturally\n\nCook to chef: in time.";
    tiny.guide("chef", "Chef", body).build().succeeded();
    assert!(has("paths"), "a move");
    let guide = tiny.built("field/track/chef/index.html");
    assert!(guide.contains("href=\"../../../compare/?a=chef&amp;b=cook\""), "{guide}");
    assert!(guide.contains("href=\"../../../paths/?to=chef\""));
    for page in ["tools", "compare", "paths"] {
        assert!(tiny.built("sitemap.xml").contains(&format!("https://example.org/{page}/")));
        let built = tiny.built(&format!("{page}/index.html"));
        assert!(built.contains("aria-current=\"true\">Tools</a>"));
        assert!(built.contains(&format!("<link rel=\"canonical\" href=\"https://example.org/{page}/\">")));
    }
}

#[test]
fn no_visit_of_a_tool_is_counted() {
    let tiny = Tiny::new();
    let count = "\n[analytics]\nscript = \"https://count.example.net/count.js\"\n";
    tiny.write("config.toml", format!("title = \"Tiny\"\nbase_url = \"https://example.org/\"\n{count}"));
    tiny.guide("cook", "Cook", "Cooks cook.").guide("baker", "Baker", "Bakers bake.").build().succeeded();
    assert!(tiny.built("index.html").contains("count.js"));
    assert!(!tiny.built("compare/index.html").contains("count.js"));
}
