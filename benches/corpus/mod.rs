//! Made-up sites for measurements: guides of about 1,400 words, with skills,
//! moves and code. The same numbers give the same bytes. It writes no file and
//! measures nothing.

mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use words::{Dice, SOFT};

/// What a corpus is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Guides; 36,000 at the most, since each has a title of its own.
    pub(crate) guides: usize,
    /// Technical skills to choose from. Some are in half of all guides, most in few.
    pub(crate) skills: usize,
    /// Whether guides say a sentence about each move, so that it has a page.
    pub(crate) notes: bool,
}

/// Guides in one track, and tracks in one field.
const IN_TRACK: usize = 25;
const IN_FIELD: usize = 20;

/// A made-up site, for any generator.
pub(crate) struct Corpus {
    shape: Shape,
    guides: Vec<Guide>,
}

struct Guide {
    title: String,
    slug: String,
    technical: Vec<String>,
    soft: Vec<&'static str>,
    /// Places of the guides that it leads to: half of its moves, since as many lead to it.
    moves: Vec<usize>,
    /// Places of guides that its text links to.
    links: Vec<usize>,
    /// Sections of its text, with their headings.
    sections: Vec<(&'static str, String)>,
    lede: String,
    day: String,
}

impl Shape {
    /// A corpus as in the comparison: the more guides, the more skills, but fewer
    /// for each guide.
    pub(crate) fn of(guides: usize) -> Self {
        // Heaps' law, with the exponent that is usual for words.
        let skills = (18.0 * (guides as f64).powf(0.6)).round() as usize;
        Self { guides, skills: skills.max(40), notes: false }
    }
}

impl Corpus {
    /// Makes a corpus up.
    pub(crate) fn new(shape: Shape) -> Self {
        let titles = words::titles(shape.guides);
        let skills = words::skills(shape.skills);
        let mut dice = Dice::new(7);
        let guides = titles.into_iter().enumerate().map(|(at, title)| {
            let technical = dice.between(8, 14);
            let soft = dice.between(4, 6);
            let moves = dice.between(2, 4);
            Guide {
                slug: title.to_lowercase().replace(' ', "-"),
                title,
                technical: dice
                    .skewed(skills.len(), technical)
                    .into_iter()
                    .map(|at| skills[at].clone())
                    .collect(),
                soft: dice.skewed(SOFT.len(), soft).into_iter().map(|at| SOFT[at]).collect(),
                moves: near(&mut dice, at, shape.guides, moves),
                links: near(&mut dice, at, shape.guides, 2),
                sections: sections(&mut dice),
                lede: dice.sentences(3),
                day: format!("202{}-0{}-1{}", dice.below(6), 1 + dice.below(9), dice.below(10)),
            }
        });
        Self { guides: guides.collect(), shape }
    }

    /// The sources of a rolebook site, by path, with these lines at the end of `config.toml`.
    pub(crate) fn rolebook(&self, config: &str) -> BTreeMap<String, String> {
        let mut files = BTreeMap::from([(
            "config.toml".to_owned(),
            format!(
                "title = \"Roles\"\nbase_url = \"https://example.org/\"\ndescription = \"What roles really are.\"\n{config}"
            ),
        )]);
        self.indexes(&mut files);
        for (at, guide) in self.guides.iter().enumerate() {
            let mut text = format!(
                "+++\ntitle = \"{}\"\npublished = {}\n\n[skills]\ntechnical = {:?}\nsoft = {:?}\n",
                guide.title, guide.day, guide.technical, guide.soft
            );
            if !self.shape.notes {
                for to in &guide.moves {
                    let _ = write!(text, "\n[[transitions]]\nto = \"{}\"\n", self.guides[*to].slug);
                }
            }
            let _ = write!(text, "+++\n\n{}", self.body(guide, ".md"));
            files.insert(format!("content{}.md", self.path(at)), text);
        }
        files
    }

    /// The same as content of a Hugo site. What rolebook finds out is written down
    /// here: which skills a guide has in all, and which moves lead to it.
    pub(crate) fn hugo(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        self.indexes(&mut files);
        let mut origins: Vec<Vec<usize>> = vec![Vec::new(); self.guides.len()];
        for (at, guide) in self.guides.iter().enumerate() {
            for to in &guide.moves {
                origins[*to].push(at);
            }
        }
        for (at, guide) in self.guides.iter().enumerate() {
            let paths = |roles: &[usize]| roles.iter().map(|at| self.path(*at)).collect::<Vec<_>>();
            let skills: Vec<&str> =
                guide.technical.iter().map(String::as_str).chain(guide.soft.iter().copied()).collect();
            let text = format!(
                "+++\ntitle = \"{}\"\ndate = {}\nskills = {skills:?}\n\n[params]\ntechnical = {:?}\nsoft = {:?}\nleads_to = {:?}\n\
                 comes_from = {:?}\n+++\n\n{}",
                guide.title,
                guide.day,
                guide.technical,
                guide.soft,
                paths(&guide.moves),
                paths(&origins[at]),
                self.body(guide, "/"),
            );
            files.insert(format!("content{}.md", self.path(at)), text);
        }
        files
    }

    /// The home page, fields and tracks.
    fn indexes(&self, files: &mut BTreeMap<String, String>) {
        let mut dice = Dice::new(11);
        let mut add = |folder: String, title: String| {
            let text = format!("+++\ntitle = \"{title}\"\n+++\n\n{}\n", dice.sentences(2));
            files.insert(format!("content{folder}/_index.md"), text);
        };
        add(String::new(), "Roles".to_owned());
        for track in 0..self.guides.len().div_ceil(IN_TRACK) {
            let field = track / IN_FIELD;
            add(format!("/field-{field}"), format!("Field {field}"));
            add(format!("/field-{field}/track-{track}"), format!("Track {track}"));
        }
    }

    fn path(&self, at: usize) -> String {
        let track = at / IN_TRACK;
        format!("/field-{}/track-{track}/{}", track / IN_FIELD, self.guides[at].slug)
    }

    /// The text of a guide; links end with `suffix`.
    fn body(&self, guide: &Guide, suffix: &str) -> String {
        let mut body = format!("{}\n", guide.lede);
        for (heading, text) in &guide.sections {
            let _ = write!(body, "\n## {heading}\n\n{text}");
        }
        for at in &guide.links {
            let _ = write!(body, "\nSee [{}]({}{suffix}).\n", self.guides[*at].title, self.path(*at));
        }
        if self.shape.notes {
            let _ = write!(body, "\n## Adjacent Roles That Transition Most Naturally\n");
            for to in &guide.moves {
                let other = &self.guides[*to].title;
                let _ = write!(body, "\n{} to {other}: {}\n", guide.title, guide.lede);
            }
        }
        body
    }
}

/// Other guides, most of them not far away.
fn near(dice: &mut Dice, own: usize, guides: usize, count: usize) -> Vec<usize> {
    let mut found = BTreeSet::new();
    for _ in 0..count * 4 {
        let at = (own + 1 + dice.below(80)) % guides;
        if at != own && found.len() < count {
            found.insert(at);
        }
    }
    found.into_iter().collect()
}

/// Five sections, and code in one guide of twenty.
fn sections(dice: &mut Dice) -> Vec<(&'static str, String)> {
    let headings = [
        "The Role in Practice",
        "Common Backgrounds",
        "What the Market Actually Requires Versus What Job Descriptions List",
        "How to Evaluate Your Fit",
        "Closing Insight",
    ];
    let has_code = dice.below(20) == 0;
    let mut sections: Vec<_> = headings.map(|heading| (heading, section(dice))).into();
    if has_code {
        sections[0].1.push_str(CODE);
    }
    sections
}

fn section(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..2 {
        let _ = write!(text, "{} It is **{}** and `{}`.\n\n", dice.sentences(4), dice.word(), dice.word());
    }
    let _ = write!(text, "### {}\n\n", words::capital(dice.word()));
    for _ in 0..5 {
        let _ = writeln!(text, "- {}", dice.sentences(1));
    }
    let _ = write!(text, "\n{}\n", dice.sentences(4));
    text
}

const CODE: &str = r#"
```python
import subprocess

def restart(service: str, retries: int = 3) -> bool:
    """Restarts a service, and says whether it came back."""
    for attempt in range(retries):
        result = subprocess.run(["systemctl", "restart", service], check=False)
        if result.returncode == 0:
            return True
    return False
```
"#;
