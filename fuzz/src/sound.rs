//! What every file of a site must be, whatever its authors write: HTML without a mistake and
//! without code of theirs, XML and JSON that programs can read. It makes no site.

use rolebook::address;
use roxmltree::Document;
use scraper::{ElementRef, Html, Selector};

/// Asserts that the file at `path` is what its name says.
pub fn check(path: &str, bytes: &[u8]) {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let text = || std::str::from_utf8(bytes).expect("UTF-8 text");
    match ending {
        "html" => {
            let html = Html::parse_document(text());
            assert!(html.errors.is_empty(), "{path}: {:?}\n\n{}", html.errors, text());
            assert_eq!(faults(&html), Vec::<String>::new(), "{path}");
            let linked = Selector::parse("script[type='application/ld+json']").expect("a selector");
            for script in html.select(&linked) {
                let text: String = script.text().collect();
                assert!(is_json(&text), "{path}: {text}");
            }
        }
        "json" => assert!(is_json(text()), "{path}: {}", text()),
        "xml" | "graphml" => {
            let read = Document::parse(text());
            assert!(read.is_ok(), "{path}: {:?}\n\n{}", read.err(), text());
        }
        _ => {}
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

/// What stands on a page that is no page's: code, and what loads or asks for anything.
pub fn faults(html: &Html) -> Vec<String> {
    let all = Selector::parse("*").expect("a selector");
    html.select(&all).flat_map(|element| fault(&element)).collect()
}

fn fault(element: &ElementRef<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let name = element.value().name();
    let is_ours =
        |address: &str| address.contains("assets/") && !address.contains(':') && !address.starts_with("//");
    let is_sound = match name {
        "script" => match element.attr("src") {
            Some(address) => is_ours(address),
            None => element.attr("type") == Some("application/ld+json"),
        },
        "link" if element.attr("rel") == Some("stylesheet") => element.attr("href").is_some_and(is_ours),
        "style" | "iframe" | "object" | "embed" | "base" | "math" | "noscript" | "template" | "frame" => {
            false
        }
        _ => true,
    };
    if !is_sound {
        faults.push(format!("<{name}>: {}", element.html()));
    }
    for (attribute, value) in element.value().attrs() {
        // A picture may be in its own address: what it says does not run.
        if (name, attribute) == ("img", "src") && value.starts_with("data:image/") {
            continue;
        }
        let is_address = ["href", "src", "action", "formaction", "xlink:href", "data"].contains(&attribute);
        if attribute.starts_with("on")
            || ["style", "srcdoc", "autofocus", "ping"].contains(&attribute)
            || is_address && address::is_unsafe(value)
        {
            faults.push(format!("{attribute}={value:?}"));
        }
    }
    faults
}
