//! Any edits in any order: a preview that has followed them all says and serves the
//! same as one that sees the site for the first time, or, where there are mistakes,
//! as one that takes every file for a new one each time. This finds what was
//! remembered and should not have been.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rolebook::diagnostic::Diagnostics;
use rolebook::report;
use rolebook::source::{Source, SourcePath, Sources};

use crate::previewed::{answers, assert_same, page_template, png, preview, settings};

const SLUGS: [&str; 6] = ["baker", "cook", "waiter", "miller", "potter", "z"];
const TITLES: [&str; 6] = ["Baker", "Head Cook", "Tall Waiter", "Miller", "Potter of Pots", "Cook"];
const TRACKS: [&str; 3] = ["field/track", "field/other", "sea/boats"];
const SKILLS: [&str; 6] = ["Knives", "Blades", "Dough", "Salt/Pepper", "Pepper", "Calm"];

/// Of these a body is made. They stand in relation to other guides: `{}` is the
/// guide's own title, and `{other}` another one.
const PARTS: [&str; 19] = [
    "Works alone.",
    "Meets a Baker, a head cook, two tall waiters and a Cook. Needs Knives, Pepper and Dough.",
    "Meets nobody, but [[Baker]].",
    "Moves.\n\n## Adjacent Roles\n\n{other} to {} is short.\n\n- **{} to millwright** is long.\n- Sailor to {}: by sea.\n",
    "Has a picture.\n\n![A pot](/pot.png)\n\n## Closing Insight {#end}\n\n```sh\necho end\n```\n",
    "Reads [notes](/note.txt) and [all](/skills/) and is read by [[Head Cook|a friend]].",
    "Ways.\n\n## Other Ways\n\n**{} to {other}** is a way.\n\nPotter of pots to {} is another.[^1]\n\n[^1]: Seldom.",
    "Counts.\n\n> [!NOTE]\n> Words words words words words words words words words words.\n\nThe Miller's pepper.",
    "Asks [who we are](/about.md), and [what for](/about.md#part).",
    "Two ![pots](/pot.png) and ![a pot][pot], [by itself][pot].\n\n[pot]: /pot.png \"A pot\"",
    "## The Role in Practice\n\n### Mornings\n\nWith a Miller.\n\n### Mornings\n\nAnd a Potter of Pots.",
    "Rests.[^rest]\n\n[^rest]: So does a tall waiter, [here](/sea/).\n",
    "Is paid | well\n--- | ---\nby a Cook | <https://example.com/{}>\n",
    "Says <b>little</b>, <a href=\"/about/\">Baker</a>.\n\n<p>A Miller.</p>\n",
    "## Common Backgrounds\n\n1. Baker\n2. `Cook`\n   - Miller\n",
    "## Adjacent Roles {#near}\n\n{other}s to {}: often.\n\n**{other} to {}** once more.\n",
    "Moves.\n\n## Adjacent Roles\n\n{} to {other} is new.\n",
    "Moves.\n\n## Adjacent Roles\n\nTall-waiters to {}: often.\n",
    "Meets nobody, but a [[Miller]].",
];

/// Mistakes of one file, in place of its body or above its title.
const MISTAKES: [(&str, &str); 8] = [
    ("title = \n", "Never closed."),
    ("nothing = 1\n", "An unknown key."),
    ("", "[a](nothing.md)"),
    ("", ""),
    ("aliases = [\"/about/\"]\n", "An address that is taken."),
    ("", "A note.[^1]"),
    ("", "Stays.\n\n## Adjacent Roles\n\n**{} to {}** is no move.\n"),
    ("", "Looks [for it](/about.md#nowhere)."),
];

const CONFIGS: [&str; 8] = [
    "",
    "description = \"Words.\"\nlanguage = \"de\"\n",
    "[reading]\nwords_per_minute = 5\n",
    "[skills]\nmin_roles = 2\n",
    "[[sections]]\ntitle = \"Other Ways\"\ntransitions = true\n",
    "[highlight]\nlight = \"InspiredGitHub\"\n[feed]\nlimit = 1\n",
    "[cta]\ntitle = \"Come\"\nlink = { label = \"in\", url = \"/about/\" }\n",
    "theme = \"nothing\"\n",
];

const VOCABULARIES: [Option<&str>; 6] = [
    None,
    Some("[[skill]]\nname = \"Knives\"\naliases = [\"Blades\"]\n"),
    Some("[[skill]]\nname = \"Spices\"\nincludes = [\"Salt\", \"Pepper\"]\ndescription = \"Small.\"\n"),
    Some("[[skill]]\nname = \"Dough\"\nkind = \"soft\"\n[[skill]]\nname = \"Salt/Pepper\"\n"),
    Some("[[skill]]\nname = \"Salt\"\n[[skill]]\nname = \"Oars\"\n"),
    Some("[[skill]\n"),
];

const TEMPLATES: [(&str, Option<&str>); 7] = [
    ("templates/guide.html", None),
    (
        "templates/guide.html",
        Some(
            "{% extends \"base.html\" %}{% block main %}{{ guide.body | safe }}{{ site.title }}{% endblock %}",
        ),
    ),
    ("templates/guide.html", Some("{{ guide.titel }}")),
    ("templates/parts/breadcrumbs.html", None),
    (
        "templates/parts/breadcrumbs.html",
        Some("{% component breadcrumbs(trail) %}<b>A trail.</b>{% endcomponent breadcrumbs %}"),
    ),
    ("themes/default/assets/style.css", None),
    ("themes/default/assets/style.css", Some("body {}\n")),
];

#[derive(Clone, Debug)]
struct Guide {
    slug: &'static str,
    title: &'static str,
    track: &'static str,
    alternate: Option<&'static str>,
    parts: Vec<&'static str>,
    /// What the front matter calls the role that this one leads to.
    leads: Option<&'static str>,
    /// Lines of comments in the front matter, and in the body.
    comments: (u8, u8),
    skills: Vec<&'static str>,
    published: bool,
    draft: bool,
    crosslink: bool,
    mistake: Option<(&'static str, &'static str)>,
}

/// One thing that an author does. The first number chooses among the guides there are.
#[derive(Clone, Debug)]
enum Edit {
    Body(u8, Vec<&'static str>),
    Comment(u8, (u8, u8)),
    Title(u8, &'static str),
    Alternate(u8, Option<&'static str>),
    Leads(u8, Option<&'static str>),
    Skill(u8, &'static str),
    Flags(u8, bool, bool, bool),
    Rename(u8, &'static str),
    Move(u8, &'static str),
    Break(u8, (&'static str, &'static str)),
    Mend,
    Add(Guide),
    Delete(u8),
    SiteTitle(u8),
    Config(&'static str),
    Vocabulary(Option<&'static str>),
    Template(&'static str, Option<&'static str>),
    Page(u8),
    Folder(&'static str, u8),
    Prose(bool),
    Picture(u8),
    Static(u8, Option<u8>),
}

fn parts() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(&PARTS[..], 1..4)
}

fn guide() -> impl Strategy<Value = Guide> {
    let names = (
        prop::sample::select(&SLUGS[..]),
        prop::sample::select(&TITLES[..]),
        prop::sample::select(&TRACKS[..]),
    );
    let words = (parts(), prop::sample::subsequence(&SKILLS[2..], 0..4));
    (names, words, any::<bool>()).prop_map(|((slug, title, track), (parts, skills), published)| Guide {
        slug,
        title,
        track,
        alternate: None,
        parts,
        leads: None,
        comments: (0, 0),
        skills,
        published,
        draft: false,
        crosslink: true,
        mistake: None,
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let any_guide = || 0..6_u8;
    let one = |of: &'static [&'static str]| prop::sample::select(of);
    let guides = prop_oneof![
        4 => (any_guide(), parts()).prop_map(|(at, parts)| Edit::Body(at, parts)),
        2 => (any_guide(), (0..3_u8, 0..3_u8)).prop_map(|(at, lines)| Edit::Comment(at, lines)),
        2 => (any_guide(), one(&TITLES)).prop_map(|(at, title)| Edit::Title(at, title)),
        1 => (any_guide(), prop::option::of(one(&TITLES))).prop_map(|(at, title)| Edit::Alternate(at, title)),
        2 => (any_guide(), prop::option::of(one(&TITLES))).prop_map(|(at, name)| Edit::Leads(at, name)),
        3 => (any_guide(), one(&SKILLS)).prop_map(|(at, skill)| Edit::Skill(at, skill)),
        1 => (any_guide(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(at, published, draft, crosslink)| Edit::Flags(at, published, draft, crosslink)),
        2 => (any_guide(), one(&SLUGS)).prop_map(|(at, slug)| Edit::Rename(at, slug)),
        2 => (any_guide(), one(&TRACKS)).prop_map(|(at, track)| Edit::Move(at, track)),
        2 => (any_guide(), prop::sample::select(&MISTAKES[..])).prop_map(|(at, what)| Edit::Break(at, what)),
        3 => Just(Edit::Mend),
        3 => guide().prop_map(Edit::Add),
        2 => any_guide().prop_map(Edit::Delete),
    ];
    let others = prop_oneof![
        any::<u8>().prop_map(Edit::SiteTitle),
        one(&CONFIGS).prop_map(Edit::Config),
        prop::sample::select(&VOCABULARIES[..]).prop_map(Edit::Vocabulary),
        prop::sample::select(&TEMPLATES[..]).prop_map(|(path, text)| Edit::Template(path, text)),
        any::<u8>().prop_map(Edit::Page),
        (one(&TRACKS), any::<u8>()).prop_map(|(track, title)| Edit::Folder(track, title)),
        any::<bool>().prop_map(Edit::Prose),
        any::<u8>().prop_map(Edit::Picture),
        (0..3_u8, prop::option::of(any::<u8>())).prop_map(|(name, word)| Edit::Static(name, word)),
    ];
    prop_oneof![2 => guides, 1 => others]
}

/// A site as its author has it in mind.
struct World {
    guides: Vec<Guide>,
    site_title: u8,
    config: &'static str,
    vocabulary: Option<&'static str>,
    page: u8,
    indexes: BTreeMap<&'static str, u8>,
    prose: bool,
    picture: u8,
    others: BTreeMap<String, String>,
}

impl World {
    fn new() -> Self {
        let guide = |at: usize, parts: &[usize]| Guide {
            slug: SLUGS[at],
            title: TITLES[at],
            track: TRACKS[at],
            alternate: None,
            parts: parts.iter().map(|part| PARTS[*part]).collect(),
            leads: None,
            comments: (0, 0),
            skills: vec!["Knives", SKILLS[at + 2]],
            published: at == 0,
            draft: false,
            crosslink: true,
            mistake: None,
        };
        Self {
            guides: vec![guide(0, &[1, 9]), guide(1, &[2, 3]), guide(2, &[4, 8])],
            site_title: 0,
            config: CONFIGS[0],
            vocabulary: VOCABULARIES[1],
            page: 1,
            indexes: BTreeMap::new(),
            prose: false,
            picture: 1,
            others: BTreeMap::from([("templates/page.html".to_owned(), page_template("plain"))]),
        }
    }

    fn apply(&mut self, edit: &Edit) {
        // Two guides of one name are a mistake that is not made on purpose here.
        let has_slug = |world: &Self, slug| world.guides.iter().any(|guide| guide.slug == slug);
        let has_title = |world: &Self, title| world.guides.iter().any(|guide| guide.title == title);
        let mut put = |path: String, text: Option<String>| match text {
            Some(text) => drop(self.others.insert(path, text)),
            None => drop(self.others.remove(&path)),
        };
        match edit.clone() {
            Edit::Static(name, word) => {
                put(format!("static/{name}.txt"), word.map(|word| format!("{word}\n")))
            }
            Edit::Template(path, text) => put(path.to_owned(), text.map(str::to_owned)),
            Edit::SiteTitle(title) => self.site_title = title,
            Edit::Config(config) => self.config = config,
            Edit::Vocabulary(vocabulary) => self.vocabulary = vocabulary,
            Edit::Page(word) => self.page = word,
            Edit::Folder(track, title) => drop(self.indexes.insert(track, title)),
            Edit::Prose(prose) => self.prose = prose,
            Edit::Picture(size) => self.picture = size,
            Edit::Mend => {
                self.guides.iter_mut().for_each(|guide| guide.mistake = None);
                if self.vocabulary == VOCABULARIES[5] {
                    self.vocabulary = None;
                }
                if self.config == CONFIGS[7] {
                    self.config = "";
                }
                self.others.retain(|_, text| !text.contains("titel"));
            }
            Edit::Add(guide) => {
                if !has_slug(self, guide.slug) && !has_title(self, guide.title) {
                    self.guides.push(guide);
                }
            }
            _ if self.guides.is_empty() => {}
            Edit::Delete(at) => drop(self.guides.remove(usize::from(at) % self.guides.len())),
            Edit::Rename(_, slug) if has_slug(self, slug) => {}
            Edit::Title(_, title) if has_title(self, title) => {}
            Edit::Rename(at, slug) => self.guide(at).slug = slug,
            Edit::Title(at, title) => self.guide(at).title = title,
            Edit::Body(at, parts) => self.guide(at).parts = parts,
            Edit::Comment(at, lines) => self.guide(at).comments = lines,
            Edit::Alternate(at, title) => self.guide(at).alternate = title,
            Edit::Leads(at, name) => self.guide(at).leads = name,
            Edit::Move(at, track) => self.guide(at).track = track,
            Edit::Break(at, mistake) => self.guide(at).mistake = Some(mistake),
            Edit::Flags(at, published, draft, crosslink) => {
                let guide = self.guide(at);
                (guide.published, guide.draft, guide.crosslink) = (published, draft, crosslink);
            }
            Edit::Skill(at, skill) => {
                let skills = &mut self.guide(at).skills;
                match skills.iter().position(|known| *known == skill) {
                    Some(at) => drop(skills.remove(at)),
                    None => skills.push(skill),
                }
            }
        }
    }

    fn guide(&mut self, at: u8) -> &mut Guide {
        let count = self.guides.len();
        &mut self.guides[usize::from(at) % count]
    }

    /// The files of the site.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut put = |path: String, text: String| drop(files.insert(path, text.into_bytes()));
        let title = format!("title = \"Site {}\"\nbase_url = \"https://example.org/\"\n", self.site_title);
        put("config.toml".to_owned(), title + self.config);
        put(
            "content/about.md".to_owned(),
            format!(
                "+++\ntitle = \"About\"\n+++\n\nPage {}, on a Baker.\n\n## What for {{#{}}}\n\nWords.\n",
                self.page,
                if self.page.is_multiple_of(4) { "end" } else { "part" },
            ),
        );
        put("static/note.txt".to_owned(), "A note.\n".to_owned());
        for (at, folder) in ["field", "sea", TRACKS[0], TRACKS[1], TRACKS[2]].into_iter().enumerate() {
            let title = self.indexes.get(folder).unwrap_or(&0);
            put(
                format!("content/{folder}/_index.md"),
                format!("+++\ntitle = \"Folder {at} {title}\"\n+++\n\nFor a tall waiter.\n"),
            );
        }
        if let Some(vocabulary) = self.vocabulary {
            put("content/skills.toml".to_owned(), vocabulary.to_owned());
        }
        if self.prose {
            put("content/skills/pepper.md".to_owned(), "+++\n+++\n\nHot, says a head cook.\n".to_owned());
        }
        for guide in &self.guides {
            put(format!("content/{}/{}.md", guide.track, guide.slug), guide.text());
        }
        for (path, text) in &self.others {
            put(path.clone(), text.clone());
        }
        files.insert("static/pot.png".to_owned(), png(u32::from(self.picture), 10));
        files
    }
}

impl Guide {
    fn text(&self) -> String {
        let body = self.parts.join("\n\n");
        let (above, body) = self.mistake.unwrap_or(("", &body));
        let above = "# A comment.\n".repeat(usize::from(self.comments.0)) + above;
        let mut text = format!("+++\n{above}title = {:?}\n", self.title);
        if let Some(alternate) = self.alternate {
            text.push_str(&format!("alternate_titles = [{alternate:?}]\n"));
        }
        if self.published {
            text.push_str("published = 2026-02-03\n");
        }
        text.push_str(&format!("draft = {}\ncrosslink = {}\n", self.draft, self.crosslink));
        text.push_str(&format!("[skills]\ntechnical = {:?}\n", self.skills));
        if let Some(name) = self.leads {
            text.push_str(&format!("[[transitions]]\nto = {name:?}\n"));
        }
        text.push_str("+++\n\n");
        let other = TITLES.iter().position(|title| *title == self.title).unwrap_or_default() + 1;
        let body = body.replace("{}", self.title).replace("{other}", TITLES[other % TITLES.len()]);
        text + &"<!-- A comment. -->\n\n".repeat(usize::from(self.comments.1)) + &body + "\n"
    }
}

/// The files as sources. Those that are as before are the same, as if read again.
fn sources(world: &World, before: &Sources) -> Sources {
    let sources = world.files().into_iter().map(|(path, bytes)| {
        let path = SourcePath::new(&path);
        let same = before.get(&path).filter(|source| source.bytes() == bytes).map(Arc::clone);
        (path.clone(), same.unwrap_or_else(|| Arc::new(Source::new(path, bytes))))
    });
    sources.collect()
}

/// Follows the edits, and looks after each save.
#[track_caller]
fn follow(saves: &[Vec<Edit>]) {
    let settings = settings(Path::new("/site"));
    let mut world = World::new();
    let mut known = Sources::new();
    let (mut follower, mut forgetful) = (preview(true), preview(true));
    for save in std::iter::once(&Vec::new()).chain(saves) {
        save.iter().for_each(|edit| world.apply(edit));
        known = sources(&world, &known);
        let snapshot = follower.load(&known, Diagnostics::default());
        let slow = forgetful.load(&sources(&world, &Sources::new()), Diagnostics::default());
        let fresh = preview(true).load(&known, Diagnostics::default());
        let [told, slowly, expected] =
            [&snapshot, &slow, &fresh].map(|snapshot| report::human(&snapshot.diagnostics, false));
        assert_eq!(told, expected, "after {save:?}");
        assert_eq!(slowly, expected, "after {save:?}");
        let whose = format!("a preview that remembers nothing, after {save:?}");
        assert_same(&answers(&snapshot, &settings), &answers(&slow, &settings), &whose);
        if !fresh.diagnostics.has_errors() {
            let whose = format!("a fresh preview, after {save:?}");
            assert_same(&answers(&snapshot, &settings), &answers(&fresh, &settings), &whose);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_preview_that_followed_every_edit_shows_what_a_fresh_one_does(
        saves in vec(vec(edit(), 1..3), 3..8),
    ) {
        follow(&saves);
    }
}

/// A long session: `ROLEBOOK_EDITS` of them, and a look at the whole site after every
/// hundredth, or ten times if there are fewer. Where the number is given, the test runs
/// by itself, and the memory of the process is its own: then it stays as it is.
#[test]
fn a_long_session_loses_no_edit_and_keeps_nothing() {
    let asked: Option<usize> = std::env::var("ROLEBOOK_EDITS").ok().and_then(|count| count.parse().ok());
    let count = asked.unwrap_or(60);
    let settings = settings(Path::new("/site"));
    let mut runner = TestRunner::deterministic();
    let (mut world, mut known, mut follower) = (World::new(), Sources::new(), preview(true));
    let mut taken = Vec::new();
    for at in 1..=count {
        let edit = edit().new_tree(&mut runner).expect("an edit").current();
        world.apply(&edit);
        known = sources(&world, &known);
        let snapshot = follower.load(&known, Diagnostics::default());
        if at.is_multiple_of((count / 10).clamp(1, 100)) {
            let fresh = preview(true).load(&known, Diagnostics::default());
            let [told, expected] = [&snapshot, &fresh].map(|one| report::human(&one.diagnostics, false));
            assert_eq!(told, expected, "after {at} edits");
            if !fresh.diagnostics.has_errors() {
                let whose = format!("a fresh preview, after {at} edits");
                assert_same(&answers(&snapshot, &settings), &answers(&fresh, &settings), &whose);
            }
            taken.extend(memory());
        }
    }
    let halves = taken.split_at(taken.len() / 2);
    if let (Some(_), Some(first), Some(second)) = (asked, halves.0.iter().max(), halves.1.iter().max()) {
        assert!(*second < first + 64 * 1024, "kilobytes: {taken:?}");
    }
}

/// Kilobytes of this process that stand in memory, where the system tells.
fn memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What random edits seldom meet: the same site but for one thing, and all else
/// remembered.
#[test]
fn what_hardly_changes_a_file_is_followed() {
    let to_itself = MISTAKES[6];
    for saves in [
        // A mistake moves to another line.
        vec![vec![Edit::Break(0, to_itself)], vec![Edit::Comment(0, (0, 1))], vec![Edit::Comment(0, (2, 1))]],
        // Other moves below the same heading.
        vec![vec![Edit::Body(1, vec![PARTS[2], PARTS[16]])]],
        // Front matter of the same length.
        vec![vec![Edit::Flags(1, false, true, false)], vec![Edit::Flags(1, false, false, true)]],
        vec![vec![Edit::Skill(0, "Knives"), Edit::Skill(0, "Pepper")]],
        // An anchor goes, and comes back.
        vec![vec![Edit::Page(4)], vec![Edit::Page(3)]],
        // The page that a link leads to moves, and the picture that is shown grows.
        vec![vec![Edit::Move(0, TRACKS[1])], vec![Edit::Picture(7)], vec![Edit::Rename(0, "z")]],
        // A role that another text mentions gets another name, and the one that it had.
        vec![vec![Edit::Title(1, "Cook")], vec![Edit::Title(1, "Head Cook")]],
        // The same where a move does, in words of its own.
        vec![
            vec![Edit::Body(1, vec![PARTS[17]])],
            vec![Edit::Title(2, "Miller")],
            vec![Edit::Title(2, "Tall Waiter")],
        ],
        // A role has another name besides, which a link has, and loses it.
        vec![
            vec![Edit::Alternate(0, Some("Miller")), Edit::Body(2, vec![PARTS[18]])],
            vec![Edit::Alternate(0, None)],
        ],
        // The same where front matter says that it leads there.
        vec![
            vec![Edit::Alternate(0, Some("Miller")), Edit::Leads(2, Some("Miller"))],
            vec![Edit::Alternate(0, None)],
            vec![Edit::Alternate(1, Some("Miller"))],
        ],
        // Roles that were near by their skills alone have a move between them, and lose it.
        vec![
            vec![Edit::Skill(0, "Calm"), Edit::Skill(2, "Calm")],
            vec![Edit::Leads(0, Some("Tall Waiter"))],
            vec![Edit::Leads(0, None)],
        ],
        // Of two roles that lead to one, the second gets a title that comes first.
        vec![
            vec![
                Edit::Body(0, vec![PARTS[0]]),
                Edit::Body(1, vec![PARTS[0]]),
                Edit::Leads(1, Some("Baker")),
                Edit::Leads(2, Some("Baker")),
            ],
            vec![Edit::Title(2, "Cook")],
        ],
        // What front matter names may be a guide that does not parse, until that is gone.
        vec![
            vec![Edit::Rename(2, "miller"), Edit::Body(1, vec![PARTS[0]]), Edit::Leads(0, Some("Miller"))],
            vec![Edit::Break(2, MISTAKES[0])],
            vec![Edit::Delete(2)],
        ],
        // Decisions change, and no text does.
        vec![vec![Edit::Config(CONFIGS[4])], vec![Edit::Config(CONFIGS[2])]],
    ] {
        follow(&saves);
    }
}

/// The property says little about sites that are broken all the time.
#[test]
fn the_site_that_edits_begin_with_is_sound() {
    follow(&[]);
    let known = sources(&World::new(), &Sources::new());
    let snapshot = preview(true).load(&known, Diagnostics::default());
    assert_eq!(report::human(&snapshot.diagnostics, false), "");
}
