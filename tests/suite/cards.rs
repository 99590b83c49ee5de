//! The pictures that shared links show: which page has which, what stands on them, and
//! what is kept of them between builds.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use insta::assert_snapshot;
use proptest::prelude::*;
use rolebook::disk::made::Made;
use rolebook::drawing::{HEIGHT, WIDTH};
use rolebook::load::{self, Memory, Options};
use rolebook::making::{Anew, Make, Undrawn};
use rolebook::plan::Page;
use rolebook::route::Route;
use rolebook::site::{Answer, Site};
use rolebook::source::{Source, SourcePath, Sources};
use rolebook::view::card;

use crate::arrange::{Run, Tiny, case, rolebook, run, temporary, tree, write};
use crate::built::Built;
use crate::site::own;

const CONFIG: &str = "title = \"Kitchens\"\nbase_url = \"https://example.org/sub/\"\n";

/// A site that draws cards, with one guide.
fn kitchen() -> Tiny {
    let tiny = Tiny::new();
    tiny.write("config.toml", CONFIG).guide("cook", "Cook", "Cooks cook.");
    tiny
}

/// Everything that a site has, by route.
fn rendered(site: &Site, draw: &dyn Make) -> BTreeMap<Route, Vec<u8>> {
    let answers = Mutex::new(BTreeMap::new());
    let take = |route: &Route, answer: Answer| {
        answers.lock().expect("answers").insert(route.clone(), answer.bytes.to_vec());
    };
    site.render_each(draw, take).expect("pages");
    answers.into_inner().expect("answers")
}

/// What the head of a built page says of its picture: address, width, height, the words
/// for those who cannot see it, and how it is to be shown.
fn image(page: &crate::built::Page) -> [Option<String>; 5] {
    let meta = |name: &str| {
        let found = page.select(&format!("meta[property='{name}'], meta[name='{name}']"));
        assert!(found.len() < 2, "{name} is said twice");
        let html = scraper::Html::parse_fragment(found.first()?);
        let content = html.select(&scraper::Selector::parse("meta").expect("a selector")).next()?;
        content.attr("content").map(str::to_owned)
    };
    ["og:image", "og:image:width", "og:image:height", "og:image:alt", "twitter:card"].map(meta)
}

fn built_image(tiny: &Tiny, path: &str) -> [Option<String>; 5] {
    image(&crate::built::Page::parse(&tiny.built(path)))
}

fn some<const N: usize>(texts: [&str; N]) -> [Option<String>; N] {
    texts.map(|text| (!text.is_empty()).then(|| text.to_owned()))
}

/// Width and height of a PNG, which must be one.
#[track_caller]
fn size(png: &[u8]) -> (usize, usize) {
    let size = imagesize::blob_size(png).expect("a picture");
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    (size.width, size.height)
}

const SIZE: (usize, usize) = (WIDTH as usize, HEIGHT as usize);

#[test]
fn every_page_has_the_picture_that_says_most_about_it() {
    let built: &Built = own();
    let mut seen: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, page) in built.pages.iter().filter(|(_, page)| !page.is_redirect) {
        let [url, width, height, alt, shown] = image(page);
        let url = url.expect("a picture");
        let file = url.strip_prefix("https://example.org/").expect("a full address");
        let png = built.files.get(file).unwrap_or_else(|| panic!("{path} shows {url}, which is not there"));
        assert_eq!(size(png), SIZE, "{file}");
        assert!(png.len() < 40_000, "{file} has {} bytes", png.len());
        assert_eq!([width, height, shown], some(["1200", "630", "summary_large_image"]));
        assert!(alt.is_some_and(|alt| alt.contains("Career Guides")), "{path}");
        seen.entry(file.to_owned()).or_default().push(path);
    }
    let guides = built.pages.iter().filter(|(_, page)| !page.select(".guide .closing").is_empty());
    for (path, _) in guides {
        let card = path.replace("index.html", "card.png");
        assert_eq!(seen.get(&card), Some(&vec![path.as_str()]), "the card of a guide is its own");
    }
    let cards = built.files.keys().filter(|path| path.ends_with("card.png"));
    assert_eq!(seen.keys().collect::<Vec<_>>(), cards.collect::<Vec<_>>(), "no card that no page shows");
    assert!(seen["card.png"].contains(&"skills/index.html"));
}

#[test]
fn the_words_of_a_picture_say_what_stands_on_it() {
    let tiny = kitchen();
    tiny.build().without_a_word();
    let [url, .., alt, _] = built_image(&tiny, "field/track/cook/index.html");
    assert_eq!(url.as_deref(), Some("https://example.org/sub/field/track/cook/card.png"));
    assert_eq!(alt.as_deref(), Some("Kitchens: Field \u{203a} Track \u{203a} Cook. 1 min read."));
    let [.., alt, _] = built_image(&tiny, "field/track/index.html");
    assert_eq!(alt.as_deref(), Some("Kitchens: Field \u{203a} Track. 1 guide. Cook."));
    let [url, .., alt, _] = built_image(&tiny, "skills/index.html");
    assert_eq!(url.as_deref(), Some("https://example.org/sub/card.png"));
    assert_eq!(alt.as_deref(), Some("Kitchens. 1 guide. Field."));
    let guide = tiny.built("field/track/cook/index.html");
    assert!(guide.contains(r#""image":"https://example.org/sub/field/track/cook/card.png""#));
}

#[test]
fn without_cards_a_link_is_shown_without_a_picture() {
    let tiny = kitchen();
    tiny.write("config.toml", format!("{CONFIG}[cards]\ndraw = false\n")).build().without_a_word();
    assert_eq!(built_image(&tiny, "field/track/cook/index.html"), some(["", "", "", "", "summary"]));
    assert!(!tree(&tiny.out()).keys().any(|path| path.ends_with("card.png")));
}

#[test]
fn a_picture_of_the_owners_own_stands_in_place_of_a_card() {
    let tiny = kitchen();
    // The head of a GIF of 3 by 2 is all that says how large it is.
    let own = b"GIF89a\x03\x00\x02\x00\x80\x00\x00".as_slice();
    tiny.write("static/field/track/card.png", own).write("static/map/card.png", own);
    tiny.build().without_a_word();
    let expected = |path: &str, title| {
        some([&format!("https://example.org/sub/{path}/card.png"), "3", "2", title, "summary_large_image"])
    };
    assert_eq!(built_image(&tiny, "field/track/index.html"), expected("field/track", "Track"));
    assert_eq!(built_image(&tiny, "map/index.html"), expected("map", "Career map"));
    let [url, ..] = built_image(&tiny, "field/track/cook/index.html");
    assert_eq!(url.as_deref(), Some("https://example.org/sub/field/track/cook/card.png"));
    assert_eq!(fs::read(tiny.out().join("field/track/card.png")).expect("a file"), own);
}

/// A site in memory: a kitchen whose cook has that title, and further files.
fn site(title: &str, files: &[(&str, &str)]) -> Site {
    let title = serde_json::to_string(title).expect("a text");
    let guide = format!("+++\ntitle = {}\n+++\nCooks cook.\n", title.replace('\u{7f}', "\\u007f"));
    let mut sources = Sources::new();
    for (path, text) in [
        ("config.toml", CONFIG),
        ("content/field/_index.md", "+++\ntitle = \"Field\"\n+++\n"),
        ("content/field/track/_index.md", "+++\ntitle = \"Track\"\n+++\n"),
        ("content/field/track/cook.md", &guide),
    ]
    .into_iter()
    .chain(files.iter().copied())
    {
        let path = SourcePath::new(path);
        sources.insert(path.clone(), Arc::new(Source::new(path, text.into())));
    }
    let (site, _) = load::load(&sources, &Options::default(), &mut Memory::default());
    site.expect("a site")
}

fn cook() -> Route {
    Route::file("field/track/cook/card.png")
}

/// The SVG of a card, if there is one.
fn svg(site: &Site, route: &Route) -> Option<String> {
    let Page::Card(card) = site.plan.pages.get(route)? else { return None };
    let context = card::context(&site.book, &site.theme.fonts, *card);
    Some(site.theme.render("card.svg", &context).expect("an SVG"))
}

/// The card of the cook: its SVG is sound and says the title as it is; so is its PNG.
#[track_caller]
fn check_title(title: &str, expected: &str) {
    let site = site(title, &[]);
    let svg = svg(&site, &cook()).expect("a card");
    let parsed = roxmltree::Document::parse(&svg).expect("XML");
    let texts = parsed.descendants().filter(|node| node.has_tag_name("text"));
    let texts = texts.filter(|text| text.attribute("font-family") == Some("Newsreader"));
    let lines: Vec<&str> = texts.filter_map(|text| text.text()).collect();
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(dense(&lines.concat()), dense(expected));
    let png = site.render(&cook()).expect("a card").expect("a picture");
    assert_eq!((png.media_type.as_str(), size(&png.bytes)), ("image/png", SIZE));
}

#[test]
fn titles_stand_on_cards_as_they_are() {
    check_title("Cook", "Cook");
    check_title(
        "</text><image href=\"/etc/passwd\"/> & \"so on\"",
        "</text><image href=\"/etc/passwd\"/> & \"so on\"",
    );
    check_title("{{ card }} {% raw %} &amp; ]]>", "{{ card }} {% raw %} &amp; ]]>");
    check_title("Cook \u{1f373} and\u{200d} Baker", "Cook and Baker");
    check_title(
        "\u{41a}\u{43e}\u{43a} \u{3a9}\u{3bc}\u{3ad}\u{3b3}\u{3b1} \u{1ea2}",
        "\u{41a}\u{43e}\u{43a} \u{3a9}\u{3bc}\u{3ad}\u{3b3}\u{3b1} \u{1ea2}",
    );
}

#[test]
fn a_title_that_cannot_be_drawn_is_not_drawn() {
    for title in ["\u{6599}\u{7406}\u{4eba}", "\u{5d8}\u{5d1}\u{5d7} Cook", "\u{1f373}"] {
        let site = site(title, &[]);
        assert!(!site.plan.pages.contains_key(&cook()), "{title}");
        let page = site.render(&Route::page(["field", "track", "cook"])).expect("a page").expect("HTML");
        let page = String::from_utf8(page.bytes.to_vec()).expect("UTF-8");
        assert!(page.contains(
            "<meta property=\"og:image\" content=\"https://example.org/sub/field/track/card.png\">"
        ));
    }
}

#[test]
fn the_card_of_a_guide() {
    let (sources, _) = rolebook::disk::read::read(&case("minimal"));
    let (site, _) = load::load(&sources, &Options::default(), &mut Memory::default());
    let site = site.expect("a site");
    assert_snapshot!(svg(&site, &Route::file("food/kitchen/cook/card.png")).expect("a card"));
}

#[test]
fn a_card_is_the_same_with_any_number_of_threads() {
    let site = site(&"Long title of a cook ".repeat(15), &[]);
    let cards = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let mut answers = pool.install(|| rendered(&site, &Anew));
        answers.retain(|route, _| route.as_str().ends_with("card.png"));
        answers
    };
    let one = cards(1);
    assert_eq!(one.len(), 4);
    assert!(one == cards(7), "other bytes");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_title_gives_a_sound_svg(title in any::<String>()) {
        let site = site(&title, &[]);
        if let Some(svg) = svg(&site, &cook()) {
            prop_assert!(roxmltree::Document::parse(&svg).is_ok(), "{}", svg);
        }
    }
}

#[test]
fn a_template_can_draw_nothing_that_lies_about() {
    let folder = temporary();
    let around = |inner: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"1200\" height=\"630\">{inner}</svg>"
        )
    };
    let red = around("<rect width=\"1200\" height=\"630\" fill=\"red\"/>");
    let file = folder.path().join("red.svg");
    fs::write(&file, &red).expect("a file");
    let fonts = &site("Cook", &[]).theme.fonts;
    let draw = |svg: &str| Anew.draw(svg, fonts).expect("a picture");
    let blank = draw(&around(""));
    assert_ne!(blank, draw(&red));
    let encoded = "data:image/svg+xml;utf8,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9'/%3E%3C/svg%3E";
    for href in [&file.display().to_string(), &format!("file://{}", file.display()), encoded] {
        for attribute in ["href", "xlink:href"] {
            let image = format!("<image {attribute}=\"{href}\" width=\"1200\" height=\"630\"/>");
            assert!(draw(&around(&image)) == blank, "{image}");
        }
        let filter = format!(
            "<filter id=\"f\"><feImage href=\"{href}\"/></filter><rect width=\"1200\" height=\"630\" fill=\"#fff\" filter=\"url(#f)\"/>"
        );
        assert!(draw(&around(&filter)) == blank, "{filter}");
    }
}

#[test]
fn a_template_that_gives_no_card_is_an_error_at_the_template() {
    for (template, message) in [
        ("no SVG", "this is no SVG"),
        (
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>",
            "it must be 1200 by 630, and is 30 by 20",
        ),
    ] {
        let site = site("Cook", &[("templates/card.svg", template)]);
        let error = site.render(&cook()).expect("a card").err().expect("an error");
        assert!(error.message.contains(message), "{}", error.message);
        assert_eq!(error.path().map(SourcePath::as_str), Some("templates/card.svg"));
    }
}

/// `build` of the site as its owner does it, who keeps what was drawn.
fn build(tiny: &Tiny, arguments: &[&str]) -> Run {
    let mut command = rolebook();
    command.arg("build").arg("--root").arg(tiny.root()).arg("--out").arg(tiny.out()).args(arguments);
    run(command)
}

/// The same where nobody knows what an earlier build gave, so that all cards are asked for.
fn build_all(tiny: &Tiny) -> Run {
    fs::remove_file(tiny.root().join(".rolebook-cache/built")).expect("a file");
    build(tiny, &[])
}

fn folder(tiny: &Tiny) -> PathBuf {
    tiny.root().join(".rolebook-cache/cards")
}

/// Names of what is kept.
fn kept(tiny: &Tiny) -> Vec<String> {
    tree(&folder(tiny)).into_keys().collect()
}

#[track_caller]
fn changed(run: Run) -> String {
    let run = run.without_a_word();
    let (_, rest) = run.stdout.split_once(" files, ").expect("a summary");
    rest.split(',').next().unwrap_or_default().to_owned()
}

#[test]
fn cards_are_drawn_once() {
    let tiny = kitchen();
    build(&tiny, &[]).without_a_word();
    let (built, entries) = (tree(&tiny.out()), kept(&tiny));
    assert_eq!(entries.len(), 4);
    // Whatever is drawn again would be another file.
    let old = SystemTime::now() - Duration::from_secs(60);
    for name in &entries {
        let entry = File::options().write(true).open(folder(&tiny).join(name)).expect("an entry");
        entry.set_modified(old).expect("a time");
    }
    assert_eq!(changed(build_all(&tiny)), "0 changed");
    for name in &entries {
        let used = fs::metadata(folder(&tiny).join(name)).and_then(|found| found.modified()).expect("a time");
        assert_eq!(used, old, "{name}");
    }
    // Without them the same is drawn again.
    fs::remove_dir_all(tiny.root().join(".rolebook-cache")).expect("a folder");
    assert_eq!(changed(build(&tiny, &["--no-cache"])), "0 changed");
    assert!(!tiny.root().join(".rolebook-cache").exists());
    assert_eq!(changed(build(&tiny, &[])), "0 changed");
    assert_eq!((tree(&tiny.out()), kept(&tiny)), (built, entries));

    tiny.guide("cook", "Chef", "Chefs cook.");
    build(&tiny, &[]).without_a_word();
    assert_eq!(kept(&tiny).len(), 6, "the guide and its track have new cards");
}

/// What becomes of an entry, by its name and its bytes.
type Spoil<'a> = &'a dyn Fn(&str, &[u8]) -> Vec<u8>;

#[test]
fn what_was_kept_is_not_believed_without_its_hash() {
    let tiny = kitchen();
    build(&tiny, &[]).without_a_word();
    let (built, entries) = (tree(&tiny.out()), tree(&folder(&tiny)));
    let names: Vec<&String> = entries.keys().collect();
    let spoil: [Spoil<'_>; 5] = [
        &|_, _| Vec::new(),
        &|_, bytes| bytes[..20].to_vec(),
        &|_, bytes| bytes[..bytes.len() - 1].to_vec(),
        &|_, bytes| [bytes, b"!"].concat(),
        // Another one's, whole.
        &|name, _| entries[*names.iter().find(|other| other.as_str() != name).expect("another")].clone(),
    ];
    for spoil in spoil {
        for (name, bytes) in &entries {
            fs::write(folder(&tiny).join(name), spoil(name, bytes)).expect("an entry");
        }
        assert_eq!(changed(build_all(&tiny)), "0 changed");
        assert!(tree(&folder(&tiny)) == entries, "what was wrong is made anew");
    }
    assert!(tree(&tiny.out()) == built);
}

#[test]
fn what_cannot_be_kept_makes_no_build_fail() {
    let tiny = kitchen();
    tiny.write(".rolebook-cache", "a file");
    let run = build(&tiny, &[]).succeeded();
    assert!(
        run.stderr.starts_with("the next build takes longer, as not all is kept for it: "),
        "{}",
        run.stderr
    );
    assert!(tiny.has_built("card.png"));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    use std::os::unix::fs::symlink;
    let tiny = kitchen();
    let elsewhere = temporary();
    symlink(elsewhere.path(), tiny.root().join(".rolebook-cache")).expect("a link");
    assert!(build(&tiny, &[]).succeeded().stderr.contains("is not a folder"));
    assert_eq!(tree(elsewhere.path()).len(), 0);

    fs::remove_file(tiny.root().join(".rolebook-cache")).expect("a link");
    build(&tiny, &[]).without_a_word();
    let name = kept(&tiny).remove(0);
    let (entry, target) = (folder(&tiny).join(&name), elsewhere.path().join("entry"));
    fs::rename(&entry, &target).expect("an entry");
    let before = fs::read(&target).expect("an entry");
    symlink(&target, &entry).expect("a link");
    assert_eq!(changed(build_all(&tiny)), "0 changed");
    assert!(fs::symlink_metadata(&entry).expect("an entry").is_file(), "the link is replaced");
    assert!(fs::read(&target).expect("a file") == before);
}

#[test]
fn no_more_is_kept_than_is_allowed_and_what_was_used_last_stays() {
    let root = temporary();
    let site = site("Cook", &[]);
    let draw = |title: &str, limit| {
        let drawn = Made::open(root.path(), limit);
        let svg = svg(&site, &cook()).expect("a card").replace(">Cook<", &format!(">{title}<"));
        drawn.draw(&svg, &site.theme.fonts).expect("a picture");
        drawn.close().expect("a folder");
    };
    let folder = root.path().join(".rolebook-cache/cards");
    let names = || tree(&folder).into_keys().collect::<Vec<_>>();
    let age = |name: &str, hours: u64| {
        let entry = File::options().write(true).open(folder.join(name)).expect("an entry");
        entry.set_modified(SystemTime::now() - Duration::from_secs(hours * 60 * 60)).expect("a time");
    };
    draw("One", u64::MAX);
    let one = names().remove(0);
    draw("Two", u64::MAX);
    let two = names().into_iter().find(|name| *name != one).expect("another");
    age(&one, 5);
    age(&two, 4);
    // One is used, so two is now what was not used for longest.
    draw("One", u64::MAX);
    write(&folder.join("somebody's"), "file");
    write(&folder.join(format!("{two}.1-1.tmp")), "what was not finished");
    age(&format!("{two}.1-1.tmp"), 2);
    let length = fs::metadata(folder.join(&one)).expect("an entry").len();
    draw("Tea", length * 5 / 2);
    let left = names();
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.contains(&one) && left.contains(&"somebody's".to_owned()), "{left:?}");
}

#[test]
fn two_builds_at_once_do_each_other_no_harm() {
    let site = site("Cook", &[]);
    let root = temporary();
    let expected = rendered(&site, &Anew);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let drawn = Made::open(root.path(), 1);
                let answers = rendered(&site, &drawn);
                drawn.close().expect("a folder");
                assert!(answers == expected, "other bytes");
            });
        }
    });
}

#[test]
fn check_draws_nothing_and_finds_what_is_wrong_with_the_template() {
    let site = site("Cook", &[]);
    assert!(rendered(&site, &Undrawn)[&cook()].is_empty());
    let tiny = kitchen();
    tiny.write("templates/card.svg", "{{ card.no_such_thing.at_all }}");
    let mut command = rolebook();
    command.arg("check").arg("--root").arg(tiny.root());
    let run = run(command).failed();
    assert!(run.stdout.contains("templates/card.svg:1"), "{}", run.stdout);
}
