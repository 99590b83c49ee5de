//! What an owner decides in `config.toml` about the look: accent, font, logo,
//! navigation, footer.

use crate::arrange::{CONFIG, Tiny};

fn site(config: &str) -> Tiny {
    let tiny = Tiny::new();
    tiny.write("config.toml", format!("{CONFIG}{config}"))
        .write("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .guide("ada", "Ada", "Words.");
    tiny
}

const PAGE: &str = "field/track/ada/index.html";

#[test]
fn an_accent_and_a_font_make_a_style_sheet() {
    let tiny = site("[look]\naccent = { light = \"#7A0000\", dark = \"#ffb0b0\" }\nfont = \"system\"\n");
    tiny.build().without_a_word();
    let assets = tiny.assets();
    let css = tiny.built(&format!("{assets}look.css"));
    assert!(css.contains("--accent: light-dark(#7a0000, #ffb0b0);"), "{css}");
    assert!(css.contains("--accent-ink: light-dark(#ffffff, #0c2329);"), "{css}");
    assert!(css.contains("--serif: var(--sans);"), "{css}");
    let page = tiny.built(PAGE);
    let sheets = ["style.css\"", "look.css\""].map(|sheet| page.find(&format!("{assets}{sheet}")));
    assert!(sheets[0].is_some() && sheets[0] < sheets[1], "{page}");
    assert!(!page.contains("woff2"), "{page}");
}

#[test]
fn without_decisions_there_is_no_further_style_sheet() {
    let tiny = site("");
    tiny.build().without_a_word();
    assert!(!tiny.has_built(&format!("{}look.css", tiny.assets())));
    assert!(tiny.built(PAGE).contains("newsreader-ascii.woff2"));
}

#[test]
fn what_nobody_could_read_is_refused() {
    let run = site(
        "[look]\naccent = { light = \"#9ab\", dark = \"#333333\" }\nfont = \"comic\"\nlogo = \"logo.svg\"\n",
    );
    let run = run.build().failed();
    for message in [
        "`light` is not a colour",
        "`dark` has a contrast of 1.4 to the page, and links need 4.5",
        "take a lighter colour",
        "`comic` is not a font",
        "`logo` must be the path of an image of the site",
    ] {
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
    }
}

#[test]
fn logo_navigation_and_footer_lead_where_they_say() {
    let tiny = site(
        "[look]\nlogo = \"/logo.svg\"\n[[nav]]\nlabel = \"All <skills>\"\nurl = \"/skills/#a\"\n[[nav]]\nlabel = \"Out\"\n\
         url = \"https://example.com/\"\n[footer]\ntext = \"Made by us.\"\nlinks = [{ label = \"Imprint\", url = \"/field/\" }]\n",
    );
    tiny.build().without_a_word();
    let page = tiny.built(PAGE);
    for part in [
        "<img src=\"../../../logo.svg\" alt=\"\"",
        "<a href=\"../../../skills/#a\">All &lt;skills&gt;</a>",
        "<a href=\"https://example.com/\">Out</a>",
        "Made by us.",
        "<a href=\"../../\">Imprint</a>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains(">Map</a>"), "{page}");
    assert!(tiny.built("skills/index.html").contains("aria-current=\"true\">All &lt;skills&gt;</a>"));
    let run =
        site("[look]\nlogo = \"/no.svg\"\n[[nav]]\nlabel = \"x\"\nurl = \"/nowhere/\"\n").build().failed();
    for path in ["/no.svg", "/nowhere/"] {
        assert!(run.stderr.contains(&format!("the site has no URL `{path}`")), "{}", run.stderr);
    }
}
