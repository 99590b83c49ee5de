//! What the library answers about gaps and ways between roles, as JSON on the standard
//! output: for each of some sites the modules that its tools load, and what `model` says
//! of every pair of its roles. `tests/browser/graph.test.mjs` asks the same of the script
//! that answers in browsers. It writes no file.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use rolebook::disk::read::read;
use rolebook::load::{self, Memory, Options};
use rolebook::model::graph::gap;
use rolebook::model::paths::{self, Hop, Moves};
use rolebook::model::{Book, Requirement, RoleId, SkillId};
use rolebook::plan::ToolData;
use rolebook::source::{Source, SourcePath, Sources};
use rolebook::view::tools::data::module;
use serde_json::{Value, json};

/// Made-up sites, beside the project's own.
const SITES: u64 = 80;
/// Ways between two roles, at most: as many as the tool shows.
const WAYS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (own, _) = read(Path::new(env!("CARGO_MANIFEST_DIR")));
    let sites = std::iter::once(own).chain((1..=SITES).map(made_up));
    let answers: Vec<Value> = sites.map(|site| answers(&site)).collect::<Result<_, _>>()?;
    Ok(writeln!(std::io::stdout(), "{}", Value::from(answers))?)
}

fn answers(sources: &Sources) -> Result<Value, String> {
    let (site, found) = load::load(sources, &Options::default(), &mut Memory::default());
    let site = site.ok_or_else(|| rolebook::report::human(&found, false))?;
    let book = &site.book;
    let modules = [ToolData::Skills, ToolData::Roles, ToolData::Moves];
    let roles = || (0..book.roles.len()).map(RoleId);
    let pairs = roles().flat_map(|from| roles().map(move |to| (from, to)));
    Ok(json!({
        "modules": modules.map(|data| module(book, &site.theme.words, data)),
        "pairs": pairs.map(|(from, to)| pair(book, from, to)).collect::<Vec<_>>(),
    }))
}

/// What is known of two roles: the skills of the gap, and the ways for one who has the
/// skills of the first alone, and for one who also has those of the role after the last.
fn pair(book: &Book, from: RoleId, to: RoleId) -> Value {
    let numbers = |side: &[&Requirement]| side.iter().map(|one| one.skill.0).collect::<Vec<_>>();
    let gap = gap(&book[from], &book[to]);
    let other = &book[RoleId((to.0 + 1) % book.roles.len())].requirements;
    let learned = Learned { book, from, known: [&book[from].requirements[..], other].concat() };
    let have: BTreeSet<usize> = other.iter().map(|one| one.skill.0).collect();
    json!({
        "from": from.0,
        "to": to.0,
        "carried": numbers(&gap.carried),
        "learn": numbers(&gap.learn),
        "have": have,
        "ways": ways(&paths::least_learning(book, from, to, WAYS)),
        "ways_with": ways(&paths::least_learning(&learned, from, to, WAYS)),
    })
}

fn ways(ways: &[Vec<Hop>]) -> Value {
    let skill = |one: &SkillId| one.0;
    let hop = |hop: &Hop| json!({ "to": hop.to.0, "learn": hop.learn.iter().map(skill).collect::<Vec<_>>(), "total": hop.total });
    ways.iter().map(|way| way.iter().map(hop).collect::<Value>()).collect()
}

/// A book for one who knows more than the first role requires.
struct Learned<'b> {
    book: &'b Book,
    from: RoleId,
    known: Vec<Requirement>,
}

impl Moves for Learned<'_> {
    fn onward(&self, role: RoleId) -> BTreeSet<RoleId> {
        self.book.onward(role)
    }

    fn origins(&self, role: RoleId) -> BTreeSet<RoleId> {
        self.book.origins(role)
    }

    fn requirements(&self, role: RoleId) -> &[Requirement] {
        if role == self.from { &self.known } else { self.book.requirements(role) }
    }
}

/// A site of a few roles with skills and moves as `seed` has it. Some moves are listed
/// only, and some lead to roles without a guide.
fn made_up(seed: u64) -> Sources {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let roles = 3 + chance.below(9);
    let mut sources = Sources::new();
    let mut write = |path: &str, text: String| {
        let path = SourcePath::new(path);
        sources.insert(path.clone(), Arc::new(Source::new(path, text.into_bytes())));
    };
    write("config.toml", "title = \"Made up\"\nbase_url = \"https://example.org/\"\n".to_owned());
    for track in 0..2 {
        write(&format!("content/f{track}/_index.md"), format!("+++\ntitle = \"Field {track}\"\n+++\n"));
        write(
            &format!("content/f{track}/t{track}/_index.md"),
            format!("+++\ntitle = \"Track {track}\"\n+++\n"),
        );
    }
    for role in 0..roles {
        let mut skills = [String::new(), String::new()];
        for skill in 0..12 {
            if chance.below(3) == 0 {
                let kind = chance.below(2);
                let optional = chance.below(4) == 0;
                let _ = write!(skills[kind], "{{ name = \"s{skill}\", optional = {optional} }}, ");
            }
        }
        let [technical, soft] = skills;
        let mut front =
            format!("title = \"Role {role}\"\n[skills]\ntechnical = [{technical}]\nsoft = [{soft}]\n");
        for other in (0..roles + 1).filter(|other| *other != role) {
            if chance.below(roles) < 3 {
                let note = if chance.below(5) == 0 { "" } else { "note = \"It is done.\"\n" };
                let _ = write!(front, "[[transitions]]\nto = \"Role {other}\"\n{note}");
            }
        }
        let track = chance.below(2);
        // A role that nobody wrote about is known by name where a text speaks of it.
        let body = format!(
            "Words.\n\n## Adjacent Roles That Transition Most Naturally\n\nRole {role} to Role {roles}: so it goes.\n"
        );
        write(&format!("content/f{track}/t{track}/role-{role}.md"), format!("+++\n{front}+++\n\n{body}"));
    }
    sources
}

/// Numbers without an order, the same for each seed: xorshift (G. Marsaglia, 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }
}
