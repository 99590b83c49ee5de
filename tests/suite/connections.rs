//! Pages that tell how roles are connected: moves, skills, listings, facts. Sites
//! are drawn: skills as letters, moves as arrows; figures are computed by hand.

use insta::assert_snapshot;
use scraper::{ElementRef, Html, Selector};

use crate::arrange::Tiny;

/// A site with a guide for each role, `"ada: a b c?"` (`?` is optional, capitals are
/// soft skills), and moves, `"ada -> bob: words"`, declared by the guide of the target.
fn draw(roles: &[&str], moves: &[&str]) -> Tiny {
    let tiny = Tiny::new();
    for role in roles {
        let (slug, skills) = role.split_once(": ").expect("a role");
        let list = |is_soft: bool| -> String {
            let skills = skills.split(' ').filter(|skill| skill.starts_with(char::is_uppercase) == is_soft);
            let skill = |skill: &str| match skill.strip_suffix('?') {
                Some(name) => format!("{{ name = \"{name}\", optional = true }}"),
                None => format!("\"{skill}\""),
            };
            skills.map(skill).collect::<Vec<_>>().join(", ")
        };
        let moves: String = moves
            .iter()
            .filter_map(|one| {
                let (ends, words) =
                    one.split_once(": ").map_or((*one, None), |(ends, words)| (ends, Some(words)));
                let (from, to) = ends.split_once(" -> ").expect("a move");
                let note = words.map(|words| format!("note = \"{words}\"\n")).unwrap_or_default();
                (to == slug).then(|| format!("[[transitions]]\nfrom = \"{from}\"\n{note}"))
            })
            .collect();
        tiny.write(
            &format!("content/field/track/{slug}.md"),
            format!(
                "+++\ntitle = \"{}\"\n[skills]\ntechnical = [{}]\nsoft = [{}]\n{moves}+++\n\nWork of {slug}.\n",
                slug.to_uppercase(),
                list(false),
                list(true)
            ),
        );
    }
    tiny.build().without_a_word();
    tiny
}

/// The texts of what `selector` finds in a built page, white space as one space.
#[track_caller]
fn texts(tiny: &Tiny, path: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(&tiny.built(path));
    let text = |element: ElementRef<'_>| {
        let text: String = element.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    html.select(&Selector::parse(selector).expect("a selector")).map(text).collect()
}

#[test]
fn a_move_with_words_has_a_page_with_what_carries_over_and_what_is_to_be_learned() {
    let tiny = draw(
        &["ada: a b S", "bob: b c d? S T", "cat: c", "dan: d? e"],
        &["ada -> bob: It is short.", "bob -> ada", "ada -> cat", "bob -> dan: On."],
    );
    let page = "transitions/ada/bob/index.html";
    assert_eq!(texts(&tiny, page, "h1"), ["From ADA to BOB"]);
    assert_eq!(texts(&tiny, page, ".said"), ["It is short. From the guide to BOB"]);
    assert_eq!(
        texts(&tiny, page, ".lead"),
        ["You bring 2 of the 5 skills that BOB asks for, and 3 are to be learned."]
    );
    assert_eq!(texts(&tiny, page, ".by-kind > div"), ["Technicalb", "SoftS"]);
    // `c` is learned as CAT, to which ADA leads; nobody but BOB asks for T, and DAN
    // can do without `d`.
    assert_eq!(texts(&tiny, page, ".lessons > li"), ["c Learned as CAT", "d (optional)", "T"]);
    assert_eq!(
        texts(&tiny, page, "#_left, [aria-labelledby=_left] > div"),
        ["You would leave behind 1", "a."]
    );
    assert_eq!(texts(&tiny, page, ".back a"), ["BOB to ADA"]);
    assert_eq!(texts(&tiny, page, "[aria-labelledby=_onward] .move-line"), ["BOB to DAN"]);
}

#[test]
fn a_move_without_a_word_has_no_page_and_is_listed_all_the_same() {
    let tiny = draw(&["ada: a", "bob: a b"], &["ada -> bob"]);
    assert!(!tiny.has_built("transitions/ada/bob/index.html"));
    let index = tiny.built("transitions/index.html");
    assert!(index.contains("href=\"../field/track/ada/#_to-bob\""), "{index}");
    assert!(tiny.built("field/track/ada/index.html").contains("id=\"_to-bob\""));
    assert!(!tiny.built("field/track/bob/index.html").contains("More on the move"));
}

#[test]
fn a_site_without_moves_has_no_index_of_them() {
    let tiny = draw(&["ada: a", "bob: b"], &[]);
    assert!(!tiny.has_built("transitions/index.html"));
    assert!(!tiny.built("index.html").contains(">Moves<"));
}

#[test]
fn the_index_lists_moves_by_where_they_begin() {
    let tiny = draw(&["ada: a", "bob: a b", "cat: c"], &["ada -> bob: One.", "ada -> cat", "bob -> ada"]);
    let page = "transitions/index.html";
    assert_eq!(texts(&tiny, page, ".origin h3"), ["From ADA", "From BOB"]);
    assert_eq!(
        texts(&tiny, page, ".origin li"),
        [
            "From ADA to BOB 1 of 2 skills carry over, 1 to learn",
            "From ADA to CAT 0 of 1 skills carry over, 1 to learn",
            "From BOB to ADA 1 of 1 skills carry over, 0 to learn"
        ]
    );
}

#[test]
fn skills_that_come_together_have_their_lift_and_their_count() {
    // `a` in 3 of 6 guides. `b`: 2 with it, 2 in all, 2 * 6 / (3 * 2). `c`: 3 and 4, 3 * 6 / (3 * 4).
    let tiny = draw(&["ada: a b c", "bob: a b c", "cat: a c", "dan: c", "eve: d", "fay: d"], &[]);
    assert_eq!(
        texts(&tiny, "skills/a/index.html", "[aria-labelledby=_together] li"),
        ["b 2.0 times as often, in 2 of 3 guides", "c 1.5 times as often, in 3 of 3 guides"]
    );
    assert_eq!(
        texts(&tiny, "skills/a/index.html", ".hero .meta span:last-child"),
        ["Asked for by 3 guides, 50% of all"]
    );
    assert!(texts(&tiny, "skills/d/index.html", "[aria-labelledby=_together] li").is_empty());
}

#[test]
fn a_skill_opens_roles_of_which_one_has_at_least_half() {
    let tiny = draw(
        &["ada: a b c", "bob: a b c d", "cat: a d e f g", "dan: a b c d e f g h", "eve: d i j k l m n o p"],
        &["ada -> bob: W.", "ada -> cat", "ada -> eve", "bob -> cat"],
    );
    // ADA misses one skill of BOB's, four of CAT's five, and eight of EVE's nine. DAN
    // is near by skills; ADA misses five of its eight, BOB four. BOB has `d` itself.
    assert_eq!(texts(&tiny, "skills/d/index.html", ".origin"), ["From ADA BOB the only skill missing"]);
    assert_eq!(
        texts(&tiny, "skills/e/index.html", ".origin"),
        ["From BOB CAT with f, g DAN (suggested) with f, g, h"]
    );
}

#[test]
fn what_guides_say_about_listings_stands_in_their_section_and_is_gathered() {
    let tiny = Tiny::new();
    let guide = |title: &str, skills: &str, body: &str| {
        format!("+++\ntitle = \"{title}\"\n[skills]\ntechnical = [{skills}]\n+++\n\nLede.\n\n{body}")
    };
    let overstated =
        "{ name = \"Dough\", listing = \"overstated\" }, { name = \"Salt\", listing = \"assumed\" }";
    let sections = "## Listed Against Required\n\nWords.\n\n## Closing Insight\n\nEnd.[^1]\n\n[^1]: Note.\n";
    tiny.write("content/field/track/ada.md", guide("Ada", overstated, sections))
        .write(
            "content/field/track/bob.md",
            guide("Bob", "{ name = \"Dough\", listing = \"accurate\" }, \"Salt\"", "Words.\n"),
        )
        .write("content/field/track/cat.md", guide("Cat", "\"Salt\"", "Words.\n"));
    tiny.build().without_a_word();
    let ada = tiny.built("field/track/ada/index.html");
    let places = ["<p>Words.</p>", "<table>", "id=\"closing-insight\"", "Note."].map(|text| ada.find(text));
    assert!(places.is_sorted() && places[0].is_some(), "{places:?} {ada}");
    assert_eq!(
        texts(&tiny, "field/track/ada/index.html", ".prose .listings tbody tr"),
        [
            "Doughoverstated: listings ask for more than the work does",
            "Saltassumed: listings leave it out, and the work needs it"
        ]
    );
    // Without a section for them they stand after the text; without any there is no table.
    assert!(texts(&tiny, "field/track/bob/index.html", ".prose .listings").is_empty());
    assert_eq!(texts(&tiny, "field/track/bob/index.html", ".listings tbody tr").len(), 1);
    assert!(texts(&tiny, "field/track/cat/index.html", ".listings").is_empty());
    assert_eq!(
        texts(&tiny, "skills/listings/index.html", "tbody tr"),
        [
            "Dough",
            "overstated: listings ask for more than the work does Ada",
            "accurate: listings ask for what the work asks for Bob",
            "Salt",
            "assumed: listings leave it out, and the work needs it Ada"
        ]
    );
    assert_eq!(
        texts(&tiny, "skills/dough/index.html", "[aria-labelledby=_listings] li"),
        [
            "overstated: listings ask for more than the work does Ada",
            "accurate: listings ask for what the work asks for Bob"
        ]
    );
}

#[test]
fn a_site_without_verdicts_has_no_page_of_them() {
    let tiny = draw(&["ada: a"], &[]);
    assert!(!tiny.has_built("skills/listings/index.html"));
    assert!(!tiny.built("skills/index.html").contains("listings"));
}

#[test]
fn a_way_over_declared_moves_is_named_where_there_is_no_direct_one() {
    // DAN is near ADA by `a`, `b`. Over BOB one learns `c`, then `d`; over CAT `x`, `y` too.
    let tiny = draw(
        &["ada: a b", "bob: a c", "cat: x y", "dan: a b c d"],
        &["ada -> bob: W.", "bob -> dan: W.", "ada -> cat: W.", "cat -> dan: W."],
    );
    assert_eq!(
        texts(&tiny, "field/track/ada/index.html", ".suggestions p:nth-child(3)"),
        ["Authors vouch for a way there over BOB, with 2 skills to learn in all."]
    );
}

#[test]
fn facts_stand_with_their_sources() {
    let tiny = Tiny::new();
    tiny.write(
        "content/field/track/ada.md",
        r#"+++
title = "Ada"
onet_soc = "15-1244.00"
isco08 = "2522"
[facts]
entry = { text = "A degree", source = "A & B", url = "https://example.org/?a=1&b=2" }
on_call = { text = "Never", source = "Survey" }
[[facts.pay]]
region = "Utopia"
currency = "EUR"
per = "month"
low = 1000
median = 2500
high = 1000000
date = 2025-05-01
source = "Office"
[[facts.pay]]
region = "Erewhon"
currency = "GBP"
high = 900
date = 2024-01-01
source = "Bureau"
url = "https://example.org/pay"
+++

Words.
"#,
    );
    tiny.build().without_a_word();
    let page = "field/track/ada/index.html";
    assert_eq!(
        texts(&tiny, page, ".facts-box dl > div"),
        [
            "Way inA degree A & B",
            "On callNever Survey",
            "Pay, UtopiaEUR 1,000 to 1,000,000, 2,500 (median) a month Office 1 May 2025",
            "Pay, ErewhonGBP up to 900 a year Bureau 1 January 2024",
            "Known asO*NET-SOC 15-1244.00, ISCO-08 2522"
        ]
    );
    assert!(tiny.built(page).contains("href=\"https://example.org/?a=1&amp;b=2\""));
}

#[test]
fn every_mistake_in_facts_is_told_at_once() {
    let tiny = Tiny::new();
    tiny.write(
        "content/field/track/ada.md",
        r#"+++
title = "Ada"
[facts]
entry = { text = "A degree" }
experience = { text = "Years", source = "Survey", url = "survey.html" }
salary = "much"
[[facts.pay]]
region = "Utopia"
currency = "euro"
per = "week"
low = 10
high = 9
source = "Office"
[[facts.pay]]
region = "Utopia"
currency = "EUR"
date = 2025-01-01
source = "Office"
+++

Words.
"#,
    );
    assert_snapshot!(tiny.build().failed().stderr);
}

#[test]
fn a_skill_of_many_roles_lists_them_as_lines_by_field() {
    let roles: Vec<String> =
        (0..26).map(|at| format!("role{at}: a{}", if at % 2 == 0 { "" } else { "?" })).collect();
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    let tiny = draw(&roles[..24], &[]);
    assert_eq!(texts(&tiny, "skills/a/index.html", ".role-card").len(), 24);
    let tiny = draw(&roles, &[]);
    assert!(texts(&tiny, "skills/a/index.html", ".role-card").is_empty());
    let lines = texts(&tiny, "skills/a/index.html", ".many li");
    assert_eq!(lines.len(), 26);
    assert_eq!((lines[0].as_str(), lines[25].as_str()), ("ROLE0 1 min read", "ROLE9 optional, 1 min read"));
}

#[test]
fn home_asks_where_the_reader_is_and_names_the_roles_that_lead_on() {
    let tiny = draw(&["ada: a", "bob: a", "cat: a"], &["ada -> bob", "ada -> cat", "bob -> cat"]);
    assert_eq!(texts(&tiny, "index.html", ".starts dt"), ["Field"]);
    assert_eq!(texts(&tiny, "index.html", ".starts li"), ["ADA 2 moves on", "BOB 1 move on"]);
    assert_eq!(texts(&tiny, "index.html", ".starts + p"), ["See all moves on the career map"]);
    let home = tiny.built("index.html");
    assert!(home.contains("href=\"field/track/ada/#_moves-out\""), "{home}");
    assert!(tiny.built("field/track/ada/index.html").contains("id=\"_moves-out\""));
}

#[test]
fn of_too_many_roles_home_names_those_with_the_most_moves_on() {
    let roles: Vec<String> = (0..50).map(|at| format!("r{at:02}: a")).collect();
    let mut moves: Vec<String> = (0..49).map(|at| format!("r{at:02} -> r49")).collect();
    moves.push("r48 -> r00".to_owned());
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    let moves: Vec<&str> = moves.iter().map(String::as_str).collect();
    let tiny = draw(&roles, &moves);
    let starts = texts(&tiny, "index.html", ".starts li");
    assert_eq!((starts.len(), starts.last().map(String::as_str)), (48, Some("R48 2 moves on")));
    assert_eq!(
        texts(&tiny, "index.html", ".starts + p"),
        [
            "These are the roles with the most moves on. There is also a list of all roles from A to Z. See all moves on the career map"
        ]
    );
}
