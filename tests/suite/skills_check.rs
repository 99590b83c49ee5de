//! The check of skills: that its page may tell nobody anything, on any host, and what the
//! vocabulary has to say of names. What is found is for the browser tests.

use crate::arrange::{CONFIG, Tiny};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'";

#[test]
fn its_page_forbids_itself_every_connection() {
    let tiny = Tiny::new();
    let counted = "[analytics]\nscript = \"https://count.example.org/a.js\"\n";
    tiny.write("config.toml", format!("{CONFIG}{counted}")).guide("cook", "Cook", "Words.");
    tiny.build().succeeded();
    let page = tiny.built("skills-check/index.html");
    assert!(
        page.contains(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")),
        "{page}"
    );
    assert!(!page.contains("count.example.org"), "{page}");
    let headers = tiny.built("_headers");
    assert!(
        headers.contains(&format!("\n/skills-check/*\n  Content-Security-Policy: {POLICY}\n")),
        "{headers}"
    );
    // Elsewhere the search has to load its index.
    assert!(!tiny.built("index.html").contains("http-equiv=\"Content-Security-Policy\""));
}

#[test]
fn without_a_guide_there_is_none() {
    let tiny = Tiny::new();
    tiny.build().succeeded();
    assert!(!tiny.has_built("skills-check/index.html"));
    assert!(!tiny.built("_headers").contains("skills-check"));
}

#[test]
fn the_vocabulary_says_which_names_are_words() {
    let tiny = Tiny::new();
    tiny.write(
        "content/skills.toml",
        "[[skill]]\nname = \"Grilling\"\nambiguous = true\n\n[[skill]]\nname = \"Knives\"\n\n[[skill]]\nname = \"Salt\"\nambiguous = false\n",
    );
    tiny.guide("cook", "Cook", "Words.").build().succeeded();
    let data = tiny.built("tools/data/skills.js");
    assert!(data.contains("\"ambiguous\":[0]") && data.contains("\"clear\":[2]"), "{data}");
}
