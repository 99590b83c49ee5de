//! A site under preview without a server: read, loaded and answered as after each
//! change, and the same by somebody who has never seen it before. It starts no
//! process and opens no socket.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rolebook::disk::read::Reader;
use rolebook::drawing::fonts::Fonts;
use rolebook::load::Options;
use rolebook::making::Make;
use rolebook::plan::Page;
use rolebook::preview::{Preview, Snapshot};
use rolebook::report;
use rolebook::route::Route;
use rolebook::server::answer::{Settings, answer};
use rolebook::server::editor::Editor;
use rolebook::server::hosts::Hosts;
use rolebook::server::message::{Request, Response};

use crate::arrange::{CONFIG, Tiny};

/// A preview of a site on disk.
pub(crate) struct Previewed {
    reader: Reader,
    pub(crate) preview: Preview,
    pub(crate) settings: Settings,
    pub(crate) snapshot: Snapshot,
}

impl Previewed {
    /// A preview of the site at `root`, as it is now.
    pub(crate) fn of(root: &Path) -> Self {
        Self::with(root, true)
    }

    /// The same, with drafts or without.
    pub(crate) fn with(root: &Path, drafts: bool) -> Self {
        let reader = Reader::open(root).expect("the folder of a site");
        let settings = settings(reader.root());
        let preview = preview(drafts);
        let mut previewed = Self { reader, preview, settings, snapshot: Snapshot::default() };
        previewed.look();
        previewed
    }

    /// Reads the site again. Nobody says what changed.
    pub(crate) fn look(&mut self) {
        let (sources, failures) = self.reader.read(&BTreeSet::new());
        self.snapshot = self.preview.load(&sources, failures);
    }

    /// Renders every page, and reads the site again if any fails, as a preview does that has time.
    pub(crate) fn check(&mut self) {
        let failing = self.snapshot.failing(&|| false).expect("the end of the check");
        if failing.is_empty() {
            self.preview.trust();
        } else if self.preview.suspect(failing) {
            self.look();
        }
    }

    pub(crate) fn ask(&self, request: &Request) -> Response {
        answer(&self.snapshot, &self.settings, request)
    }

    pub(crate) fn get(&self, target: &str) -> Response {
        self.ask(&request(target))
    }

    /// The page at `target`, which must be there, without what the preview adds.
    #[track_caller]
    pub(crate) fn page(&self, target: &str) -> String {
        let response = self.get(target);
        assert_eq!(response.status, 200, "{target}: {}", text(&response));
        split(&text(&response)).0
    }

    /// What the preview says to the author about the page at `path`.
    #[track_caller]
    pub(crate) fn state(&self, path: &str) -> serde_json::Value {
        let response = self.get(&state_of(path));
        assert_eq!(response.status, 200, "{path}: {}", text(&response));
        serde_json::from_slice(&response.body).expect("JSON")
    }

    /// What a terminal shows.
    pub(crate) fn report(&self) -> String {
        report::human(&self.snapshot.diagnostics, false)
    }

    /// Reads the site again. All that is then served must be what a preview serves
    /// that was just started.
    #[track_caller]
    pub(crate) fn look_and_compare(&mut self) {
        self.look();
        let fresh = Self::of(self.reader.root());
        assert_eq!(self.report(), fresh.report());
        assert_same(
            &answers(&self.snapshot, &self.settings),
            &answers(&fresh.snapshot, &fresh.settings),
            "a fresh preview",
        );
    }
}

/// A preview that has seen no site yet.
pub(crate) fn preview(drafts: bool) -> Preview {
    Preview::new(Options { base_url: None, drafts, preview: true })
}

/// How a site is answered unless its author says otherwise.
pub(crate) fn settings(root: &Path) -> Settings {
    Settings { hosts: Hosts::new("127.0.0.1"), editor: Editor { root: root.to_owned() }, margin: true }
}

/// A request as a browser sends it.
pub(crate) fn request(target: &str) -> Request {
    Request {
        method: "GET".to_owned(),
        target: target.to_owned(),
        host: Some("127.0.0.1:4000".to_owned()),
        if_none_match: None,
    }
}

/// A path as it stands in a request.
pub(crate) fn encode(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(path, KEPT).to_string()
}

/// Where the preview says what it knows about the page at `path`.
pub(crate) fn state_of(path: &str) -> String {
    format!("/_rolebook/state?path={}", utf8_percent_encode(&encode(path), NON_ALPHANUMERIC))
}

pub(crate) fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    let header = response.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    header.map(|(_, value)| value.as_str())
}

pub(crate) fn text(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

/// A served page, and what the preview added to it: the report, where there is
/// one, and the script.
#[track_caller]
pub(crate) fn split(served: &str) -> (String, String) {
    let script = served.rfind("<script src=\"/_rolebook/preview.js\"").expect("the script of the preview");
    let end = script + served[script..].find("</script>").expect("the end of the script") + "</script>".len();
    let start = if served[..script].ends_with("</rolebook-report>") {
        served[..script].rfind("<rolebook-report ").expect("the start of the report")
    } else {
        script
    };
    (format!("{}{}", &served[..start], &served[end..]), served[start..end].to_owned())
}

/// A drawing as the text that it is made of, since drawing thousands of them takes
/// minutes.
struct Traced;

impl Make for Traced {
    fn draw(&self, svg: &str, _: &Fonts) -> Result<Vec<u8>, String> {
        Ok(svg.as_bytes().to_vec())
    }
}

/// Everything that a preview answers: each page and file, broken ones too, what the
/// author is told about each page, and an address of nothing. Cards are not drawn.
pub(crate) fn answers(snapshot: &Snapshot, settings: &Settings) -> BTreeMap<String, Response> {
    let mut targets = BTreeSet::from(["/nothing/here/".to_owned(), state_of("/nothing/here/")]);
    let site = snapshot.site.as_ref();
    let base = site.map_or("", |site| site.book.config.base_path());
    let is_card =
        |route: &Route| site.is_some_and(|site| matches!(site.plan.pages.get(route), Some(Page::Card(_))));
    let routes = site.iter().flat_map(|site| site.plan.pages.keys()).chain(snapshot.broken.keys());
    let (cards, others): (Vec<&Route>, Vec<&Route>) = routes.partition(|route| is_card(route));
    for route in others {
        let path = format!("{base}{}", route.as_str());
        targets.insert(encode(&path));
        if path.ends_with('/') {
            targets.insert(state_of(&path));
        }
    }
    let undrawn = cards.into_iter().filter_map(|route| {
        let text = site?
            .render_with(route, &Traced)?
            .map_or_else(|error| error.message, |card| String::from_utf8_lossy(&card.bytes).into_owned());
        Some((route.as_str().to_owned(), Response { body: text.into(), ..Response::plain(200) }))
    });
    let answered =
        targets.iter().map(|target| (target.clone(), answer(snapshot, settings, &request(target))));
    answered.chain(undrawn).collect()
}

/// Two previews must answer the same at every address.
#[track_caller]
pub(crate) fn assert_same(one: &BTreeMap<String, Response>, other: &BTreeMap<String, Response>, whose: &str) {
    let [addresses, others] = [one, other].map(|answers| answers.keys().collect::<Vec<_>>());
    assert_eq!(addresses, others, "the addresses of {whose}");
    for (target, answer) in one {
        let other = &other[target];
        assert_eq!(answer.status, other.status, "{target}, as by {whose}");
        let is_same = answer == other;
        assert!(is_same, "{target}: {}\n\n{whose}: {}", difference(answer, other), difference(other, answer));
    }
}

/// The first lines of an answer that are not as those of the other.
fn difference(answer: &Response, other: &Response) -> String {
    let [lines, others] = [answer, other].map(text);
    let same = lines.lines().zip(others.lines()).take_while(|(line, other)| line == other).count();
    lines.lines().skip(same).take(3).collect::<Vec<_>>().join("\n")
}

/// A site that has one of everything, and nothing wrong with it.
pub(crate) fn kitchen() -> Tiny {
    let tiny = Tiny::new();
    tiny.write("config.toml", format!("{CONFIG}[highlight]\nlight = \"OneHalfLight\"\n"))
        .write("content/_index.md", "+++\ntitle = \"Home\"\n+++\n\nAsk a head cook.\n")
        .write("content/field/other/_index.md", "+++\ntitle = \"Other Track\"\n+++\n")
        .write(
            "content/about.md",
            "+++\ntitle = \"About\"\n+++\n\nThis is about a Baker, a [[cook]] and [all](/skills/).\n",
        )
        .write("content/skills.toml", "[[skill]]\nname = \"Knives\"\naliases = [\"Blades\"]\n")
        .write("content/skills/knives.md", "+++\n+++\n\nA sharp knife is a safe knife.\n")
        .write("static/note.txt", "A note.\n")
        .write("static/pot.png", png(40, 30))
        .write("themes/default/assets/extra.css", "body { color: black }\n")
        .write("templates/page.html", page_template("plain"))
        .write("content/field/track/baker.md", BAKER)
        .write("content/field/track/cook.md", COOK)
        .write("content/field/track/waiter.md", WAITER)
        .write(
            "content/field/track/brewer.md",
            "+++\ntitle = \"Brewer\"\ndraft = true\n+++\n\nBrewers brew.\n",
        );
    tiny
}

pub(crate) const BAKER: &str = "+++
title = \"Baker\"
published = 2026-02-28
aliases = [\"/old/baker/\"]

[skills]
technical = [\"Dough\", \"Blades\"]
+++

A baker works while others sleep, unlike a head cook.

![A pot](/pot.png)

```sh
echo bread
```
";

pub(crate) const COOK: &str = "+++
title = \"Head Cook\"
alternate_titles = [\"Cook\"]

[skills]
technical = [\"Knives\", \"Sauces\"]
+++

Cooks cook, and [bakers](baker.md) bake.

## Adjacent Roles

Baker to head cook is a short way.

**Head cook to owner** takes years.
";

pub(crate) const WAITER: &str = "+++
title = \"Waiter\"

[skills]
soft = [\"Calm\"]

[[transitions]]
to = \"cook\"
note = \"Past the door.\"
+++

Waiters wait for a head cook.
";

/// The template of plain pages, with a word of ours in it.
pub(crate) fn page_template(word: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<title>{{{{ page.title }}}}</title>\n<body>\n<main class=\"{word}\">\
         <h1>{{{{ page.title }}}}</h1>{{{{ body | safe }}}}</main>\n</body>\n</html>\n"
    )
}

/// As much of an image as tells its size.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}
