//! What stands below a text: the call to action, which the nearest of guide, track,
//! field, home page and configuration decides; the link to suggest a change; authors
//! and what was changed.

use crate::arrange::{CONFIG, Tiny};

const CTA: &str = "[cta]\ntitle = \"Of the site\"\n";

/// A site whose configuration, field, track and guide have these keys besides their
/// titles.
fn site(config: &str, field: &str, track: &str, guide: &str) -> Tiny {
    let tiny = Tiny::new();
    let text = |title: &str, keys: &str| format!("+++\ntitle = \"{title}\"\n{keys}+++\n\nWords.\n");
    tiny.write("config.toml", format!("{CONFIG}{config}"))
        .write("content/field/_index.md", text("Field", field))
        .write("content/field/track/_index.md", text("Track", track))
        .write("content/field/track/a b#c.md", text("Ada", guide));
    tiny
}

/// The heading of the call to action.
#[track_caller]
fn heading(config: &str, field: &str, track: &str, guide: &str) -> Option<String> {
    let tiny = site(config, field, track, guide);
    tiny.build().without_a_word();
    let page = tiny.built("field/track/a-b-sharp-c/index.html");
    let (_, rest) = page.split_once("<h2 id=\"_cta\">")?;
    Some(rest.split_once('<').expect("an end").0.to_owned())
}

#[test]
fn the_nearest_call_to_action_counts() {
    let of = |place: &str| format!("[cta]\ntitle = \"Of the {place}\"\n");
    let some = |place: &str| Some(format!("Of the {place}"));
    assert_eq!(heading("", "", "", ""), None);
    assert_eq!(heading(CTA, "", "", ""), some("site"));
    assert_eq!(heading(CTA, &of("field"), "", ""), some("field"));
    assert_eq!(heading("", &of("field"), &of("track"), ""), some("track"));
    assert_eq!(heading(CTA, &of("field"), &of("track"), &of("guide")), some("guide"));
    assert_eq!(heading(CTA, "hide_cta = true\n", "", ""), None);
    assert_eq!(heading(CTA, "hide_cta = true\n", "", &of("guide")), some("guide"));
    assert_eq!(heading(CTA, &of("field"), "", "hide_cta = true\n"), None);
}

#[test]
fn a_call_to_action_leads_to_a_page_that_is_there() {
    let link = |url: &str| format!("[cta]\ntitle = \"Go\"\nlink = {{ label = \"Here\", url = \"{url}\" }}\n");
    let tiny = site("", "", &link("/skills/?a=1#b"), "");
    tiny.build().without_a_word();
    assert!(
        tiny.built("field/track/a-b-sharp-c/index.html").contains("href=\"../../../skills/?a=1#b\">Here</a>")
    );
    let run = site("", "", &link("/nowhere/"), "").build().failed();
    assert!(run.stderr.contains("content/field/track/_index.md:5:32"), "{}", run.stderr);
    assert!(run.stderr.contains("the site has no URL `/nowhere/`"), "{}", run.stderr);
}

#[test]
fn the_link_of_a_call_to_action_knows_the_role() {
    let link = |url: &str| format!("[cta]\ntitle = \"Go\"\nlink = {{ label = \"Here\", url = \"{url}\" }}\n");
    let built = |url: &str| {
        let tiny = site(&link(url), "", "", "");
        tiny.build().without_a_word();
        tiny.built("field/track/a-b-sharp-c/index.html")
    };
    let ours = built("/skills-check/?role={role}");
    assert!(ours.contains("href=\"../../../skills-check/?role=a-b-sharp-c\">Here</a>"), "{ours}");
    // The guide's own link to the check would be the same once more.
    assert_eq!(ours.matches("skills-check/?role=").count(), 1);
    let theirs = built("https://example.org/{role}?x={role}");
    assert!(theirs.contains("href=\"https://example.org/a-b-sharp-c?x=a-b-sharp-c\">Here</a>"), "{theirs}");
    assert!(theirs.contains("<a href=\"../../../skills-check/?role=a-b-sharp-c\">"), "{theirs}");
}

#[test]
fn texts_with_a_file_can_be_changed_and_other_pages_cannot() {
    let tiny = site("edit_url = \"https://example.org/edit/{path}?x\"\n", "", "", "");
    tiny.build().without_a_word();
    let guide = tiny.built("field/track/a-b-sharp-c/index.html");
    assert!(
        guide.contains("href=\"https://example.org/edit/content/field/track/a%20b%23c.md?x\""),
        "{guide}"
    );
    assert!(tiny.built("field/index.html").contains("https://example.org/edit/content/field/_index.md?x"));
    assert!(!tiny.built("skills/index.html").contains("Suggest a change"));
    let run = site("edit_url = \"example.org/{path}\"\n", "", "", "").build().failed();
    assert!(run.stderr.contains("`edit_url` must be a full address with `{path}` in it"), "{}", run.stderr);
}

#[test]
fn authors_have_pages_with_what_they_wrote() {
    let config = "[[authors]]\nname = \"Ann Author\"\nabout = \"Bakes & writes.\"\nurl = \"https://example.org/ann/\"\n";
    let tiny = site(config, "", "", "authors = [\"ann author\", \"Bo <b>\", \"Ann Author\"]\n");
    tiny.guide("eve", "Eve", "Words.").build().without_a_word();
    let ann = tiny.built("authors/ann-author/index.html");
    assert!(ann.contains("<h1>Ann Author</h1>") && ann.contains("Bakes &amp; writes."), "{ann}");
    assert!(ann.contains("<a href=\"https://example.org/ann/\" rel=\"author\">"), "{ann}");
    assert!(ann.contains(">Ada</a>") && !ann.contains(">Eve</a>"), "{ann}");
    let bo = tiny.built("authors/bo-b/index.html");
    assert!(
        bo.contains("<h1>Bo &lt;b&gt;</h1>") && bo.contains("1 guide by Bo &lt;b&gt; on this site."),
        "{bo}"
    );
    let guide = tiny.built("field/track/a-b-sharp-c/index.html");
    assert!(guide.contains("<a href=\"../../../authors/bo-b/\">Bo &lt;b&gt;</a>"), "{guide}");
    assert!(tiny.built("sitemap.xml").contains("https://example.org/authors/ann-author/"));
    let nobody = site("", "", "", "");
    nobody.build().without_a_word();
    assert!(!nobody.has_built("authors"));
}

#[test]
fn changes_are_told_the_last_first() {
    let change = |date: &str, text: &str| format!("[[changes]]\ndate = {date}\ntext = \"{text}\"\n");
    let tiny = site("", "", "", &(change("2026-01-02", "First.") + &change("2026-03-04", "Second.")));
    tiny.build().without_a_word();
    let page = tiny.built("field/track/a-b-sharp-c/index.html");
    let places = ["4 March 2026</time> Second.", "2 January 2026</time> First."].map(|text| page.find(text));
    assert!(places[0].is_some() && places[0] < places[1], "{page}");
    let run = site("", "", "", "[[changes]]\ntext = \" \"\n").build().failed();
    assert!(run.stderr.contains("`date` is missing in `changes`"), "{}", run.stderr);
    assert!(run.stderr.contains("`text` is empty in `changes`"), "{}", run.stderr);
}
