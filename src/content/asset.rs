//! Files beside texts, which are published as they are: what of them would run in the
//! browser of a reader who opens them by themselves. It mends nothing, and knows no file
//! of `static/`, which is the owner's.
//!
//! A drawing is read as the XML that browsers read. What could make them read another
//! document than this one is refused: entities and attributes that are declared in it,
//! another encoding, and what is no XML, of which they show as much as there is.

use std::ops::Range;
use std::sync::Arc;

use roxmltree::{Attribute, Document, Node, ParsingOptions};

use crate::address;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{self, Source, Span};

/// What hosts run to make a page, by the ends of names, and pages of kinds that have no
/// media type.
const PAGES: &[&str] = &[
    "asp", "aspx", "cfm", "cgi", "hta", "htc", "jsp", "jspx", "mht", "mhtml", "phar", "php", "php3", "php4",
    "php5", "php7", "php8", "phps", "pht", "phtml", "shtm", "shtml", "stm", "svgz", "xslt",
];

/// Findings that are told of one drawing.
const MOST: usize = 5;

/// What would run of a file, if its author is not trusted.
pub(super) fn check(source: &Arc<Source>) -> Diagnostics {
    let name = source.path().file_name();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    if is_run(name) || extension != "svg" && is_page(name) {
        let message = format!("`{name}` is a page of its own: browsers or hosts run what stands in it");
        let help = "write a text in Markdown; what you trust may stand in `static/`, or be allowed by \
                    `html = \"allow\"` under `[markdown]` in `config.toml`";
        return Diagnostic::error(Code::UnsafeFile, message).at_file(source.path()).help(help).into();
    }
    if extension != "svg" {
        return Diagnostics::default();
    }
    let findings = match source.text() {
        Ok(text) => drawing(text),
        Err(at) => vec![(
            at..at + 1,
            "this drawing is no UTF-8 text, and nobody can tell what runs in it".to_owned(),
        )],
    };
    let more = findings.len().saturating_sub(MOST);
    let told = findings.into_iter().take(MOST).enumerate().map(|(at, (range, mut message))| {
        if at + 1 == MOST && more > 0 {
            message.push_str(&format!(", and {more} more parts of it do"));
        }
        Diagnostic::error(Code::UnsafeFile, message).at(Span::new(source, range)).help(
            "save it as plain SVG or as PNG; what you trust may stand in `static/`, or be allowed by \
             `html = \"allow\"` under `[markdown]` in `config.toml`",
        )
    });
    told.collect()
}

/// What stands behind each dot of a name in small letters, the last first. Hosts look at all of them,
/// since they tell a kind, a language and how a file is packed, in any order (Apache's `mod_mime`,
/// "Files with Multiple Extensions").
fn ends(name: &str) -> impl Iterator<Item = &str> {
    name.rsplit('.').take(name.matches('.').count())
}

/// Whether hosts run a file of that name, which some do wherever the end stands.
fn is_run(name: &str) -> bool {
    ends(&name.to_ascii_lowercase()).any(|end| PAGES.contains(&end))
}

/// Whether browsers open a file of that name as a page: as HTML, or as XML of any kind, in
/// which elements of HTML are what they are there. The last end counts whose kind is known.
fn is_page(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_known = |end: &&str| !PACKED.contains(end) && !mime_guess::from_ext(end).is_empty();
    mime_guess::from_ext(ends(&name).find(is_known).unwrap_or_default()).iter().any(|media| {
        let kind = media.suffix().unwrap_or_else(|| media.subtype());
        matches!(kind.as_str(), "html" | "xml" | "xsl" | "svg")
    })
}

/// How a file is packed, by the ends of names.
const PACKED: &[&str] = &["br", "gz", "z", "zst"];

type Finding = (Range<usize>, String);

/// What runs in a drawing, or hides what does.
fn drawing(text: &str) -> Vec<Finding> {
    if is_intricate(text) {
        return vec![(0..0, "this drawing has more parts than can be looked through".to_owned())];
    }
    if let Some(encoding) = encoding(text) {
        let message = "this drawing says that it is no UTF-8, and browsers read another one than stands here";
        return vec![(encoding, message.to_owned())];
    }
    if let Some((at, sign)) = ["<!ENTITY", "<!ATTLIST"].iter().find_map(|sign| Some((text.find(sign)?, sign)))
    {
        return vec![(
            at..at + sign.len(),
            format!("`{sign}` hides from a look at this drawing what runs in it"),
        )];
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    match Document::parse_with_options(text, options) {
        Ok(document) => document.descendants().flat_map(|node| findings(text, node)).collect(),
        Err(error) => {
            let place = error.pos();
            let at = source::offset(text, place.row as usize, place.col as usize);
            vec![(at..at, format!("this drawing is no XML, and nobody can tell what runs in it: {error}"))]
        }
    }
}

/// Elements that run something, load something that runs, or send what a reader enters.
const RUNNING: &[&str] = &[
    "applet", "base", "embed", "form", "frame", "handler", "iframe", "link", "listener", "meta", "object",
    "script",
];

/// Attributes that are addresses, or become one by an animation.
const ADDRESSES: &[&str] = &["action", "by", "data", "formaction", "from", "href", "src", "to", "values"];

/// Elements that show what an address with `data:` holds, and run none of it.
const SHOWING: &[&str] = &["feimage", "font-face-uri", "image", "img"];

fn findings(text: &str, node: Node<'_, '_>) -> Vec<Finding> {
    let start = node.range().start;
    if node.pi().is_some_and(|instruction| instruction.target == "xml-stylesheet") {
        return vec![finding(start..node.range().end, "<?xml-stylesheet?>")];
    }
    let element = node.tag_name().name().to_ascii_lowercase();
    let attributes = node.attributes().filter(|attribute| runs(&element, attribute));
    let mut found: Vec<Finding> =
        attributes.map(|attribute| finding(attribute.range(), attribute.name())).collect();
    if RUNNING.contains(&element.as_str()) {
        let tag = &text[start..];
        let length =
            tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(tag.len());
        found.insert(0, finding(start..start + length, &format!("<{element}>")));
    }
    found
}

fn finding(range: Range<usize>, what: &str) -> Finding {
    (range, format!("`{what}` runs, or loads what runs, where this drawing is opened by itself"))
}

fn runs(element: &str, attribute: &Attribute<'_, '_>) -> bool {
    let name = attribute.name().to_ascii_lowercase();
    let value = attribute.value();
    let is_event = |name: &str| name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
    let leads_out = || address::scheme(value).is_some() || value.trim_start().starts_with("//");
    let is_shown = || SHOWING.contains(&element) && address::scheme(value).as_deref() == Some("data");
    match name.as_str() {
        "attributename" => is_event(value.trim_start()),
        "srcdoc" => true,
        "href" if element == "use" => leads_out(),
        _ if ADDRESSES.contains(&name.as_str()) => {
            // An animation has a list of values.
            value.split(';').any(address::is_unsafe) && !is_shown()
        }
        _ => is_event(&name) && attribute.namespace().is_none(),
    }
}

/// Where a drawing says that it is in another encoding than the one that it is read in, if
/// that can make a difference.
fn encoding(text: &str) -> Option<Range<usize>> {
    let text_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let declaration = text[text_start..].strip_prefix("<?xml")?.split("?>").next()?;
    let at = declaration.find("encoding")?;
    let value = declaration[at..].split(['"', '\'']).nth(1).unwrap_or_default();
    let is_as_read = value.eq_ignore_ascii_case("utf-8") || text.is_ascii();
    let start = text_start + "<?xml".len() + at;
    (!is_as_read).then(|| start..start + "encoding".len())
}

/// Whether a drawing has more parts than any that somebody drew. Attributes are compared
/// with one another, and prefixes with all that are declared around them.
fn is_intricate(text: &str) -> bool {
    const PARTS: usize = 1_000_000;
    const ATTRIBUTES: usize = 200;
    const COMPARISONS: usize = 200_000_000;
    let (mut parts, mut attributes, mut most) = (0, 0, 0);
    let mut rest = text;
    while let Some(at) = rest.find(['<', '=']) {
        let is_tag = rest[at..].starts_with('<');
        rest = &rest[at + 1..];
        if is_tag {
            attributes = 0;
        } else if rest.trim_ascii_start().starts_with(['"', '\'']) {
            attributes += 1;
            most = most.max(attributes);
        } else {
            continue;
        }
        parts += 1;
    }
    let prefixes = text.matches("xmlns").count();
    parts > PARTS || most > ATTRIBUTES || prefixes.saturating_mul(parts) > COMPARISONS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourcePath;

    fn told(name: &str, bytes: &[u8]) -> Vec<Diagnostic> {
        let source = Arc::new(Source::new(SourcePath::new(&format!("content/f/t/{name}")), bytes.to_vec()));
        check(&source).into_iter().collect()
    }

    #[test]
    fn what_hosts_take_for_a_page_is_found_by_each_end_of_its_name() {
        for name in [
            "a.html",
            "A.HTM",
            "a.php",
            "a.php.en",
            "a.php.svg",
            "a.phar",
            "a.html.de",
            "a.html.gz",
            "a.svg.gz",
            "a.xml",
            "a.jspx",
            "a.xhtml",
        ] {
            assert_eq!(told(name, b"x").len(), 1, "{name}");
        }
        for name in
            ["a.pdf", "cv.pl.pdf", "a.html.txt", "v1.2.png", "html", "a.tar.gz", "a", ".gitkeep", "a.b c.jpg"]
        {
            assert!(told(name, b"x").is_empty(), "{name}");
        }
    }

    /// What is marked in a drawing, with the root element around it.
    #[track_caller]
    fn check_inner(inner: &str, expected: &[&str]) {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inner}</svg>"
        );
        let found = drawing(&text);
        let found: Vec<&str> = found.iter().map(|(range, _)| &text[range.clone()]).collect();
        assert_eq!(found, expected, "{inner}");
    }

    #[test]
    fn what_runs_in_a_drawing_is_found() {
        check_inner("<script>alert(1)</script>", &["<script"]);
        check_inner("<g xmlns:s='http://www.w3.org/2000/svg'><s:script/></g>", &["<s:script"]);
        check_inner("<g onload='x' OnClick='y'/>", &["onload='x'", "OnClick='y'"]);
        check_inner("<a href=' java&#9;script:x'/>", &["href=' java&#9;script:x'"]);
        check_inner("<a xlink:href='&#106;avascript:x'/>", &["xlink:href='&#106;avascript:x'"]);
        check_inner("<a><set attributeName='href' to='javascript:x'/></a>", &["to='javascript:x'"]);
        check_inner("<animate values='#a;javascript:x'/>", &["values='#a;javascript:x'"]);
        check_inner("<set attributeName='onclick' to='x'/>", &["attributeName='onclick'"]);
        check_inner("<a href='data:text/html,x'/>", &["href='data:text/html,x'"]);
        check_inner(
            "<use href='data:image/svg+xml,x#a'/><use xlink:href='//a.b/c.svg#d'/>",
            &["href='data:image/svg+xml,x#a'", "xlink:href='//a.b/c.svg#d'"],
        );
        check_inner(
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='x'/></foreignObject>",
            &["<iframe", "srcdoc='x'"],
        );
        check_inner(
            "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'><img src='x' onerror='y'/></p></foreignObject>",
            &["onerror='y'"],
        );
        check_inner("<?xml-stylesheet href='x.xsl'?>", &["<?xml-stylesheet href='x.xsl'?>"]);
    }

    #[test]
    fn what_is_drawn_may_stand_there() {
        check_inner(
            "<!-- <script> --><style>a{}</style><title>on load: javascript:x</title><![CDATA[<script>]]>\
             <use href='#a'/><use xlink:href='icons.svg#b'/><image href='data:image/png;base64,AA=='/>\
             <a href='https://a.b/' aria-label='JavaScript: x'><g xmlns:i='urn:i' i:onclick='x' i:label='data: x'/></a>\
             <foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject><metadata/>\
             <animate attributeName='x' values='0;1'/>",
            &[],
        );
        let head = "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' \
                    'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n<svg xmlns='x'>\u{e9}</svg>";
        for text in [head, &format!("\u{feff}{head}"), "<?xml version='1.0' encoding='latin1'?><svg/>"] {
            assert_eq!(drawing(text), [], "{text}");
        }
    }

    #[test]
    fn what_browsers_may_read_in_another_way_is_refused() {
        for text in [
            "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
            "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>",
            "<?xml version='1.0' encoding='shift_jis'?><svg><!-- \u{c1}--></svg>",
            "<?xml version='1.0'encoding = \"iso-2022-jp\"?><svg>\u{e9}</svg>",
            "<svg><g></svg><script/>",
            "<svg>&nbsp;</svg>",
            "<svg>\u{1b}$B</svg>",
            "",
            "\u{e9}\n \u{e9}",
        ] {
            assert_eq!(drawing(text).len(), 1, "{text}");
        }
        assert_eq!(told("a.svg", b"<svg>\xff</svg>").len(), 1);
        assert_eq!(told("a.SVG", "<svg onload=''/>".as_bytes()).len(), 1);
    }

    #[test]
    fn pages_are_refused_whatever_stands_in_them() {
        for (name, count) in
            [("a.html", 1), ("a.b.XHTML", 1), ("a.svgz", 1), ("html", 0), ("a.png", 0), ("a.htmlx", 0)]
        {
            assert_eq!(told(name, b"").len(), count, "{name}");
        }
    }

    #[test]
    fn a_drawing_full_of_it_is_told_in_a_few_words_and_soon() {
        let told = told("a.svg", format!("<svg>{}</svg>", "<script/>".repeat(1000)).as_bytes());
        assert_eq!(told.len(), MOST);
        assert!(
            told[MOST - 1].message.ends_with(", and 995 more parts of it do"),
            "{}",
            told[MOST - 1].message
        );

        let attributes: String = (0..200_000).map(|at| format!(" a{at}=''")).collect();
        let spaces: String = (0..20_000).map(|at| format!("<g xmlns:a{at}='b{at}'>")).collect();
        let around: String = (0..150).map(|at| format!(" xmlns:a{at}='b{at}'")).collect();
        for text in [
            format!("<svg{attributes}/>"),
            format!("<svg>{spaces}"),
            format!("<svg{around}>{}", "<a149:g a149:b=''/>".repeat(1_000_000)),
            format!("<svg>{}", "<g>".repeat(1_000_001)),
        ] {
            let found = drawing(&text);
            assert!(found[0].1.contains("more parts than"), "{found:?}");
        }
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
        let pieces = format!("<svg>{}</svg>", "a<![CDATA[b]]>&lt;".repeat(100_000));
        assert_eq!([drawing(&deep), drawing(&pieces)], [[], []]);
    }
}
