//! What the preview tells authors about the guide that they look at: how long it
//! is, what it lacks, where its moves are declared, what it may have overlooked.

use std::fs;

use serde_json::{Value, json};

use crate::arrange::{CONFIG, Tiny};
use crate::previewed::{Previewed, kitchen, settings, split, text};

const PATH: &str = "/field/track/baker/";

/// The margin of the guide `baker` in a site of these files.
#[track_caller]
fn margin(arrange: impl FnOnce(&Tiny)) -> Value {
    let tiny = Tiny::new();
    tiny.guide("cook", "Head Cook", "Cooks cook.").guide("waiter", "Waiter", "Waiters wait.");
    arrange(&tiny);
    Previewed::of(&tiny.root()).state(PATH)["margin"].clone()
}

/// A guide with this front matter below its title, which is line 2, and this body,
/// which begins two lines below.
#[track_caller]
fn margin_of(front: &str, body: &str) -> Value {
    margin(|tiny| {
        tiny.write("content/field/track/baker.md", format!("+++\ntitle = \"Baker\"\n{front}+++\n\n{body}"));
    })
}

/// Of each entry of a list the values of these keys.
fn rows<'v>(list: &'v Value, keys: &[&str]) -> Vec<Vec<&'v Value>> {
    let entries = list.as_array().expect("a list").iter();
    entries.map(|entry| keys.iter().map(|key| &entry[*key]).collect()).collect()
}

#[test]
fn authors_see_how_long_their_guide_is() {
    let margin = margin_of("", &"word ".repeat(450));
    assert_eq!(margin["file"], "content/field/track/baker.md");
    assert_eq!([&margin["words"], &margin["minutes"]], [450, 3]);
    assert_eq!(margin["draft"], false);
    assert_eq!(margin_of("draft = true\n", "Bakers bake.")["draft"], true);
}

#[test]
fn authors_see_the_first_of_very_many_findings_and_how_many_more_there_are() {
    let margin = margin_of("", &"Bread[^a]. ".repeat(3_000));
    let of_notes: Vec<_> = rows(&margin["diagnostics"], &["code", "message"])
        .into_iter()
        .filter(|row| row[0] == "undefined-footnote")
        .collect();
    assert!(of_notes.len() <= 1_001, "{}", of_notes.len());
    let last = of_notes.last().and_then(|row| row[1].as_str()).expect("a finding");
    assert!(last.ends_with("more warnings of this file are not shown"), "{last}");
}

#[test]
fn authors_see_which_sections_are_there_and_which_are_missing() {
    let margin =
        margin_of("", "Bakers bake.\n\n## Closing insight\n\nAll.\n\n## The role in practice:\n\nNow.\n");
    assert_eq!(
        rows(&margin["sections"], &["title", "present", "line", "required"]),
        [
            [&json!("The Role in Practice"), &json!(true), &json!(11), &json!(true)],
            [&json!("Common Backgrounds"), &json!(false), &json!(null), &json!(true)],
            [
                &json!("Adjacent Roles That Transition Most Naturally"),
                &json!(false),
                &json!(null),
                &json!(true)
            ],
            [
                &json!("What the Market Actually Requires Versus What Job Descriptions List"),
                &json!(false),
                &json!(null),
                &json!(true)
            ],
            [&json!("How to Evaluate Your Fit"), &json!(false), &json!(null), &json!(true)],
            [&json!("Closing Insight"), &json!(true), &json!(7), &json!(false)],
        ]
    );
}

#[test]
fn the_sections_are_those_that_the_site_wants() {
    let margin = margin(|tiny| {
        tiny.guide("baker", "Baker", "Bakers bake.\n\n## Day by day\n\nHot.")
            .write("config.toml", format!("{CONFIG}[[sections]]\ntitle = \"Days\"\naliases = [\"Day by Day\"]\nrequired = true\n[[sections]]\ntitle = \"Nights\"\n"));
    });
    assert_eq!(
        rows(&margin["sections"], &["title", "present", "required"]),
        [[&json!("Days"), &json!(true), &json!(true)], [&json!("Nights"), &json!(false), &json!(false)]]
    );
}

#[test]
fn authors_see_what_is_wrong_with_their_own_file_and_where() {
    let tiny = Tiny::new();
    tiny.guide("baker", "Baker", "Bakers bake.").guide("cook", "Cook", "Cooks cook.");
    let mut previewed = Previewed::of(&tiny.root());
    tiny.guide("baker", "Baker", "Bakers [bake](bakr.md).\n\nA note.[^1]").guide("cook", "Cook", "[x](y.md)");
    previewed.look();
    let margin = &previewed.state(PATH)["margin"];
    assert_eq!(
        rows(&margin["diagnostics"], &["severity", "code", "line", "column"]),
        [
            [&json!("error"), &json!("broken-link"), &json!(5), &json!(8)],
            [&json!("warning"), &json!("undefined-footnote"), &json!(7), &json!(8)],
        ]
    );
    assert_eq!(margin["diagnostics"][0]["message"], "there is no text `bakr.md`");
    assert_eq!(margin["diagnostics"][0]["help"], "did you mean `baker.md`?");
}

#[test]
fn authors_see_moves_and_where_they_are_declared() {
    let front = "[[transitions]]\nfrom = \"waiter\"\nnote = \"Past the door.\"\n";
    let body = "Bakers bake.\n\n## Adjacent Roles\n\n- Baker to head cook is hot.\n";
    let margin = margin(|tiny| {
        tiny.write("content/field/track/baker.md", format!("+++\ntitle = \"Baker\"\n{front}+++\n\n{body}")).guide(
            "cook",
            "Head Cook",
            "Cooks cook.\n\n## Adjacent Roles\n\nBaker to head cook is a way.\n\nHead cook to baker is a rest.",
        );
    });
    assert_eq!(
        rows(&margin["moves_out"], &["title", "href"]),
        [[&json!("Head Cook"), &json!("../cook/")]],
        "{margin:#}"
    );
    assert_eq!(
        rows(&margin["moves_out"][0]["declared"], &["file", "line", "how"]),
        [
            [&json!("content/field/track/baker.md"), &json!(12), &json!("prose")],
            [&json!("content/field/track/cook.md"), &json!(9), &json!("prose")],
        ],
        "{margin:#}"
    );
    assert_eq!(
        rows(&margin["moves_in"], &["title", "href"]),
        [[&json!("Waiter"), &json!("../waiter/")], [&json!("Head Cook"), &json!("../cook/")]],
        "{margin:#}"
    );
    assert_eq!(
        rows(&margin["moves_in"][0]["declared"], &["file", "line", "how"]),
        [[&json!("content/field/track/baker.md"), &json!(4), &json!("front matter")]],
        "{margin:#}"
    );
}

#[test]
fn authors_see_which_guides_are_still_to_be_written() {
    let body = "Bakers bake.\n\n## Adjacent Roles\n\nBaker to millwright is far.\n\nHead cook to baker is not.\n\n\
                **Farmer to baker** is farther.\n";
    let margin = margin_of("", body);
    assert_eq!(
        rows(&margin["wanted"], &["title", "line"]),
        [[&json!("Millwright"), &json!(9)], [&json!("Farmer"), &json!(13)]],
        "{margin:#}"
    );
    let out = rows(&margin["moves_out"], &["title", "href"]);
    assert_eq!(out, [[&json!("Millwright"), &json!(null)]], "nothing to link to yet");
}

#[test]
fn authors_see_roles_that_are_mentioned_and_not_linked() {
    let body = "Bakers bake for a head cook, and for head cooks.\n\nA Waiter waits.\n";
    assert_eq!(margin_of("", body)["roles_not_linked"], json!([]), "what is linked by itself is not told");
    let margin = margin_of("crosslink = false\n", body);
    assert_eq!(
        rows(&margin["roles_not_linked"], &["title", "href", "text", "line"]),
        [
            [&json!("Head Cook"), &json!("../cook/"), &json!("head cook"), &json!(6)],
            [&json!("Waiter"), &json!("../waiter/"), &json!("Waiter"), &json!(8)],
        ]
    );
    let linked = margin_of("crosslink = false\n", "A [cook](cook.md), not a head cook. `head cook`\n");
    assert_eq!(linked["roles_not_linked"], json!([]), "what is linked by hand is not told");
}

#[test]
fn authors_see_skills_that_are_mentioned_and_not_tagged() {
    let margin = margin(|tiny| {
        tiny.write("content/skills.toml", "[[skill]]\nname = \"Knives\"\naliases = [\"Blades\"]\n")
            .write("content/field/track/cook.md", "+++\ntitle = \"Head Cook\"\n[skills]\ntechnical = [\"Knives\", \"Sauces\"]\n+++\n\nCooks cook.\n")
            .write("content/field/track/baker.md", "+++\ntitle = \"Baker\"\n[skills]\ntechnical = [\"Sauces\"]\n+++\n\nSauces are for others.\n\nBlades are for all.\n");
    });
    assert_eq!(
        rows(&margin["skills_not_tagged"], &["title", "href", "text", "line"]),
        [[&json!("Knives"), &json!("../../../skills/knives/"), &json!("Blades"), &json!(9)]],
        "{margin:#}"
    );
}

#[test]
fn places_open_in_the_editor_of_the_author() {
    let tiny = Tiny::new();
    tiny.write("config.toml", format!("editor_url = \"x-edit://{{path}}#{{line}},{{column}}\"\n{CONFIG}"))
        .guide(
            "baker",
            "Baker",
            "Bakers bake.\n\n## Adjacent Roles\n\nBaker to miller is far.\n\nA note.[^1]",
        );
    let mut previewed = Previewed::of(&tiny.root());
    let root = fs::canonicalize(tiny.root()).expect("a folder");
    let file = |name: &str| format!("x-edit://{}/content/field/track/{name}", root.display());
    let margin = &previewed.state(PATH)["margin"];
    assert_eq!(margin["edit"], format!("{}#1,1", file("baker.md")));
    assert_eq!(margin["sections"][2]["edit"], format!("{}#7,1", file("baker.md")));
    assert_eq!(margin["moves_out"][0]["declared"][0]["edit"], format!("{}#9,1", file("baker.md")));
    assert_eq!(margin["wanted"][0]["edit"], format!("{}#9,1", file("baker.md")));
    assert_eq!(margin["diagnostics"][0]["edit"], format!("{}#11,8", file("baker.md")));

    // In the report on a page too.
    tiny.guide("cook", "Cook", "Ask [nobody](nobody.md).");
    previewed.look();
    let (_, injected) = split(&text(&previewed.get(PATH)));
    assert!(injected.contains(&format!("<a href=\"{}#5,5\">", file("cook.md"))), "{injected}");
}

#[test]
fn without_an_editor_there_is_nothing_to_open() {
    let margin = margin_of("", "Bakers bake.\n\n## Closing Insight\n\nAll.\n");
    assert!(margin["edit"].is_null() && margin["sections"][5]["edit"].is_null());
}

#[test]
fn only_guides_have_notes() {
    let previewed = Previewed::of(&kitchen().root());
    for path in [
        "/",
        "/field/",
        "/field/track/",
        "/skills/",
        "/skills/knives/",
        "/about/",
        "/old/baker/",
        "/nothing/",
    ] {
        let state = previewed.state(path);
        assert!(state["margin"].is_null(), "{path}");
        assert_eq!(state["page"].as_str().map(str::len), Some(32), "{path}");
    }
    for path in ["/field/track/cook/", "/field/track/cook/index.html"] {
        assert_eq!(previewed.state(path)["margin"]["file"], "content/field/track/cook.md");
    }
}

#[test]
fn notes_and_fingerprints_are_found_below_the_path_of_the_site() {
    let tiny = kitchen();
    tiny.write("config.toml", CONFIG.replace("example.org/", "example.org/caf%C3%A9/"));
    let previewed = Previewed::of(&tiny.root());
    let state = previewed.state("/caf\u{e9}/field/track/cook/");
    assert_eq!(state["margin"]["file"], "content/field/track/cook.md");
    let served = text(&previewed.get("/caf%C3%A9/field/track/cook/"));
    assert!(served.contains(&format!("data-page=\"{}\"", state["page"].as_str().expect("a fingerprint"))));
}

#[test]
fn the_state_names_the_page_that_the_script_was_sent_with() {
    let previewed = Previewed::of(&kitchen().root());
    for path in ["/", "/field/track/cook/", "/skills/", "/about/index.html", "/404.html", "/nothing/"] {
        let page = previewed.state(path)["page"].as_str().expect("a fingerprint").to_owned();
        let served = text(&previewed.get(path));
        assert!(served.contains(&format!("data-page=\"{page}\"")), "{path}");
    }
}

#[test]
fn a_state_of_no_path_is_refused() {
    let previewed = Previewed::of(&kitchen().root());
    for query in ["", "?", "?path=", "?path=about", "?path=%2F..%2Fx", "?path=%00", "?other=%2F"] {
        assert_eq!(previewed.get(&format!("/_rolebook/state{query}")).status, 400, "{query}");
    }
}

#[test]
fn authors_can_do_without_notes() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    assert!(text(&previewed.get(PATH)).contains("data-margin=\"on\""));
    previewed.settings = settings(&tiny.root());
    previewed.settings.margin = false;
    assert!(text(&previewed.get(PATH)).contains("data-margin=\"off\""));
    let state = previewed.state(PATH);
    assert!(state["margin"].is_null() && state["page"].is_string());
}
