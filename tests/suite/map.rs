//! The career map: what its drawing promises for any graph, and that its pages
//! tell the same moves in every way that they tell them. Pages are read from the
//! HTML that was written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use proptest::collection::vec;
use proptest::prelude::*;
use rolebook::layout::{Band, Drawing, Edge, Lane, Rect, draw, text};
use scraper::{ElementRef, Html, Selector};
use tempfile::TempDir;

use crate::arrange::{build, build_command, read, repository, run, temporary, write};
use crate::built::{Built, Target};

/// Fields of tracks of roles with titles of any length and script, and moves
/// between any of them.
fn graph() -> impl Strategy<Value = (Vec<Band>, Vec<Edge>)> {
    let word = prop_oneof![6 => "[A-Za-z&/,-]{1,14}", 1 => "[a-zA-Z]{30,60}", 1 => "[\u{4e00}-\u{4e20}]{1,12}", 1 => "\\PC{0,6}"];
    let label = vec(word, 1..7).prop_map(|words| words.join(" "));
    let lane =
        ("[A-Z][a-z /&]{0,50}", vec(label, 0..14)).prop_map(|(caption, labels)| Lane { caption, labels });
    let band = ("[A-Z]?[a-z ]{0,20}", vec(lane, 0..4)).prop_map(|(caption, lanes)| Band { caption, lanes });
    (vec(band, 0..5), vec((any::<usize>(), any::<usize>(), 1..12_usize), 0..160)).prop_map(|(bands, ends)| {
        let count: usize = bands.iter().flat_map(|band| &band.lanes).map(|lane| lane.labels.len()).sum();
        let edge = |(from, to, weight): (usize, usize, usize)| {
            Some(Edge { from: from.checked_rem(count)?, to: to.checked_rem(count)?, weight })
        };
        (bands, ends.into_iter().filter_map(edge).collect())
    })
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.bottom() && b.y < a.bottom()
}

fn check_drawing(drawing: &Drawing) {
    let canvas = Rect { x: 0, y: 0, width: drawing.width, height: drawing.height };
    let is_within = |outer: Rect, inner: Rect| {
        outer.x <= inner.x
            && outer.y <= inner.y
            && inner.x + inner.width <= outer.x + outer.width
            && inner.bottom() <= outer.bottom()
    };
    let mut seen = BTreeSet::new();
    for (at, lane) in drawing.lanes.iter().enumerate() {
        assert!(is_within(canvas, lane.frame), "{lane:?}");
        assert!(drawing.lanes[..at].iter().all(|other| !overlap(other.frame, lane.frame)), "{lane:?}");
        for number in &lane.order {
            assert!(seen.insert(*number), "{number} stands in one lane");
            assert!(is_within(lane.frame, drawing.boxes[*number].frame), "{:?}", drawing.boxes[*number]);
        }
    }
    assert_eq!(seen.len(), drawing.boxes.len(), "every box stands in a lane");
    for (at, one) in drawing.boxes.iter().enumerate() {
        for other in &drawing.boxes[..at] {
            assert!(!overlap(one.frame, other.frame), "{one:?} lies upon {other:?}");
        }
        for line in &one.lines {
            let width = text::width(&line.text);
            assert!(width < one.frame.width, "{one:?} is too narrow for {line:?}, which is {width} wide");
            assert!(one.frame.y < line.y - text::SIZE / 2 && line.y < one.frame.bottom(), "{one:?}");
        }
    }
    for curve in &drawing.curves {
        let from = drawing.boxes[curve.from].frame;
        let numbers = curve.path.trim_start_matches('M').split(['C', ' ']);
        let numbers: Vec<i32> = numbers.take(2).map(|number| number.parse().expect("a number")).collect();
        let [x, y] = numbers[..] else { panic!("{curve:?}") };
        let is_at = from.x < x && x < from.x + from.width && (y == from.y || y == from.bottom());
        assert!(is_at, "{curve:?} does not begin at {from:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_box_lies_upon_another_whatever_the_graph((bands, edges) in graph()) {
        let drawing = draw(&bands, &edges);
        check_drawing(&drawing);
        prop_assert_eq!(&draw(&bands, &edges), &drawing, "the same again");
    }
}

#[test]
fn moves_lead_from_left_to_right_and_lanes_keep_their_order() {
    let lane = |caption: &str, labels: &[&str]| Lane {
        caption: caption.to_owned(),
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
    };
    let bands = [Band {
        caption: "Food".to_owned(),
        lanes: vec![lane("Kitchen", &["Chef", "Cook"]), lane("Bakery", &["Baker"])],
    }];
    let edge = |from, to| Edge { from, to, weight: 1 };
    let drawing = draw(&bands, &[edge(2, 1), edge(1, 0)]);
    let [chef, cook, baker] = [0, 1, 2].map(|number| drawing.boxes[number].frame);
    assert!(baker.x < cook.x && cook.x < chef.x, "{drawing:?}");
    assert!(drawing.lanes[0].frame.bottom() <= drawing.lanes[1].frame.y);
    assert_eq!(drawing.lanes[0].order, [1, 0], "the order is that of the way");
    let is_mutual =
        |edges: &[Edge]| draw(&bands, edges).curves.iter().map(|curve| curve.is_mutual).collect::<Vec<_>>();
    assert_eq!(is_mutual(&[edge(0, 1), edge(1, 0)]), [true], "there and back is one curve");
    assert_eq!(is_mutual(&[edge(1, 0)]), [false]);
    assert!(is_mutual(&[edge(1, 1)]).is_empty(), "a move to itself is none");
}

/// The repository's own site, built once.
fn own() -> &'static (TempDir, Built) {
    static OWN: OnceLock<(TempDir, Built)> = OnceLock::new();
    OWN.get_or_init(|| {
        let out = temporary();
        build(&repository(), out.path()).without_a_word();
        let built = Built::read(out.path(), "https://example.org/", true);
        (out, built)
    })
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

/// What a map draws and what it lists.
#[derive(Debug, PartialEq)]
struct Told {
    /// The files behind the boxes.
    boxes: BTreeSet<String>,
    /// Pairs of files with a curve between them, smaller first.
    drawn: BTreeSet<(String, String)>,
    /// Moves in the list, as those who begin them and as those who end them tell.
    out: BTreeSet<(String, String)>,
    into: BTreeSet<(String, String)>,
}

/// Reads the map at `path`.
fn told(built: &Built, path: &str) -> Told {
    let html = Html::parse_document(built.text(path));
    let file = |link: ElementRef<'_>| match built.target(path, link.attr("href").expect("an address")) {
        Ok(Target::File(file, anchor)) => anchor.map_or(file.clone(), |anchor| format!("{file}#{anchor}")),
        found => panic!("{path}: {found:?}"),
    };
    let numbered: BTreeMap<&str, String> = html
        .select(&selector("svg a[data-box]"))
        .map(|link| (link.attr("data-box").expect("a number"), file(link)))
        .collect();
    let curves = selector("svg path[data-ends]");
    let drawn = html.select(&curves).map(|curve| {
        let (from, to) = curve.attr("data-ends").and_then(|ends| ends.split_once(' ')).expect("two ends");
        pair(&numbered[from], &numbered[to])
    });
    let (mut out, mut into, mut listed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for item in html.select(&selector(".map-list > li")) {
        let own = file(item.select(&selector(":scope > a")).next().expect("the role"));
        for line in item.select(&selector("p")) {
            let words: String = line.text().collect();
            for other in line.select(&selector("a")).map(file) {
                if words.starts_with("Leads to") {
                    out.insert((own.clone(), other));
                } else {
                    assert!(words.starts_with("Comes from"), "{words}");
                    into.insert((other, own.clone()));
                }
            }
        }
        assert!(listed.insert(own.clone()), "{path} lists {own} once");
    }
    let boxes: BTreeSet<String> = numbered.values().cloned().collect();
    assert_eq!(boxes, listed, "{path}: what is drawn is listed");
    Told { boxes, drawn: drawn.collect(), out, into }
}

fn pair(a: &str, b: &str) -> (String, String) {
    let (a, b) = (a.min(b), a.max(b));
    (a.to_owned(), b.to_owned())
}

/// The moves that the guides themselves show, between guides that are written.
fn moves_of_guides(built: &Built) -> BTreeSet<(String, String)> {
    let mut moves = BTreeSet::new();
    for (path, page) in &built.pages {
        let html = Html::parse_document(&page.text);
        for link in html.select(&selector("section[aria-labelledby='_moves-out'] article h3 a[href]")) {
            if let Ok(Target::File(to, _)) = built.target(path, link.attr("href").unwrap_or_default()) {
                moves.insert((path.clone(), to));
            }
        }
    }
    moves
}

#[test]
fn the_map_draws_and_lists_the_moves_that_the_guides_show() {
    let built = &own().1;
    let told = told(built, "map/index.html");
    let moves = moves_of_guides(built);
    assert!(moves.len() > 50 && told.boxes.len() > 20, "{told:?}");
    assert_eq!(told.out, moves);
    assert_eq!(told.into, moves);
    assert_eq!(told.drawn, moves.iter().map(|(from, to)| pair(from, to)).collect());
}

#[test]
fn around_a_role_stand_those_that_one_and_two_moves_lead_to() {
    let built = &own().1;
    let moves = moves_of_guides(built);
    let mut layers = 0;
    for (path, page) in &built.pages {
        let html = Html::parse_document(&page.text);
        for layer in html.select(&selector(".around .layer")) {
            let title: String = layer.select(&selector("h3")).flat_map(|title| title.text()).collect();
            let is_back = title.ends_with("before");
            let next = |role: &str| -> BTreeSet<String> {
                let turned = moves.iter().map(|(from, to)| if is_back { (to, from) } else { (from, to) });
                turned.filter(|(own, _)| *own == role).map(|(_, other)| other.clone()).collect()
            };
            let near = next(path);
            let expected = match title.split_once(' ') {
                Some(("One", _)) => near,
                Some(("Two", _)) => {
                    let far = near.iter().flat_map(|role| next(role));
                    far.filter(|role| role != path && !near.contains(role)).collect()
                }
                _ => continue,
            };
            let mut shown = BTreeSet::new();
            for link in layer.select(&selector("a:not(.more)")) {
                match built.target(path, link.attr("href").expect("an address")) {
                    Ok(Target::File(file, None)) => shown.insert(file),
                    found => panic!("{path}: {found:?}"),
                };
            }
            assert!(shown.is_subset(&expected), "{path}, {title}: {shown:?}");
            let more: String = layer.select(&selector("a.more")).flat_map(|more| more.text()).collect();
            let more: usize = more.split(' ').nth(1).map_or(0, |count| count.parse().expect("a number"));
            assert_eq!(shown.len() + more, expected.len(), "{path}, {title}");
            layers += 1;
        }
    }
    assert!(layers > 50, "the guides have layers: {layers}");
}

/// A site that is too large for one map: each of its three fields has three
/// tracks of 23 roles, and each role leads to the next one of all. A fourth track
/// and a fourth field have no roles yet.
fn large(root: &Path) {
    write(&root.join("config.toml"), "title = \"Large\"\nbase_url = \"https://example.org/\"\n");
    for folder in ["field-1/empty", "field-3", "field-3/empty"] {
        write(
            &root.join("content").join(folder).join("_index.md"),
            "+++\ntitle = \"Empty\"\n+++\nNone yet.\n",
        );
    }
    let title = |role: usize| format!("Worker {role}");
    for role in 0..3 * 3 * 23 {
        let (field, track) = (role / 69, role / 23 % 3);
        let folder = root.join(format!("content/field-{field}"));
        write(&folder.join("_index.md"), format!("+++\ntitle = \"Field {field}\"\n+++\nA field.\n"));
        let folder = folder.join(format!("track-{track}"));
        write(&folder.join("_index.md"), format!("+++\ntitle = \"Track {field} {track}\"\n+++\nA track.\n"));
        let mut guide = format!("+++\ntitle = \"{}\"\n+++\n{} works.\n", title(role), title(role));
        if role > 0 {
            let _ =
                write!(guide, "\n## Adjacent Roles\n\n{} to {} is a step.\n", title(role - 1), title(role));
        }
        write(&folder.join(format!("worker-{role}.md")), &guide);
    }
}

#[test]
fn a_large_site_has_a_map_of_tracks_and_one_of_each_field() {
    let folder = temporary();
    let (root, out) = (folder.path().join("site"), folder.path().join("out"));
    large(&root);
    build(&root, &out).without_a_word();
    let built = Built::read(&out, "https://example.org/", true);
    built.check_links();
    built.check_html();
    built.check_that_every_page_is_found();

    let overview = told(&built, "map/index.html");
    assert_eq!(overview.boxes.len(), 9);
    let track = |number: usize| format!("map/field-{}/index.html#_track-track-{}", number / 3, number % 3);
    let steps: BTreeSet<_> = (0..8).map(|at| (track(at), track(at + 1))).collect();
    assert_eq!((&overview.drawn, &overview.out, &overview.into), (&steps, &steps, &steps));

    let field = told(&built, "map/field-1/index.html");
    assert_eq!(field.boxes.len(), 69);
    assert_eq!(field.drawn.len(), 68, "moves within the field are drawn");
    assert_eq!((field.out.len(), field.into.len()), (69, 69), "those that cross its border are listed");
    assert!(built.text("sitemap.xml").contains("/map/field-1/"));
}

#[test]
fn a_map_is_the_same_however_many_threads_draw_it() {
    let (first, _) = own();
    let map = read(&first.path().join("map/index.html"));
    for threads in ["1", "7"] {
        let out = temporary();
        let mut command = build_command(&repository(), out.path());
        command.env("RAYON_NUM_THREADS", threads);
        run(command).without_a_word();
        assert_eq!(read(&out.path().join("map/index.html")), map, "{threads} threads");
    }
}
