//! Transitions: their index and their pages.

use std::collections::BTreeSet;

use serde::Serialize;

use super::chrome::Frame;
use super::memo::Shared;
use super::moves::{MoveLine, Note, href, move_line, notes};
use super::parts::{Link, RoleCard, SkillLink, role_card, role_link, skill_link};
use crate::content::front_matter::SkillKind;
use crate::model::graph::gap;
use crate::model::{FieldId, Requirement, Role, RoleId, SkillId, TransitionId};

/// The index of transitions.
#[derive(Serialize)]
pub struct Index {
    /// The moves by the field where they begin.
    fields: Vec<Group>,
    /// Number of moves.
    move_count: usize,
    /// Number of roles where they begin.
    origin_count: usize,
    /// Whether moves stand in the guides only, because they are too many for one page.
    is_long: bool,
}

/// The moves that begin in a field.
#[derive(Serialize)]
struct Group {
    /// The field's title.
    title: String,
    /// Its roles from which moves lead.
    origins: Vec<Origin>,
}

/// The moves that begin at a role.
#[derive(Serialize)]
struct Origin {
    /// The role's title.
    title: String,
    /// Its guide.
    href: String,
    /// Its anchor.
    id: String,
    /// Number of moves from it.
    count: usize,
    /// The moves; none if they stand in the guides only.
    moves: Vec<MoveLine>,
}

/// A transition.
#[derive(Serialize)]
pub struct Transition {
    /// The role that it comes from.
    from: Shared<RoleCard>,
    /// The role that it leads to.
    to: Shared<RoleCard>,
    /// What guides say about it.
    notes: Vec<Note>,
    /// Skills that carry over.
    carried: Kinds<Shared<SkillLink>>,
    /// Skills to be learned.
    learn: Kinds<Lesson>,
    /// What the origin requires and the target does not.
    left: Vec<Shared<SkillLink>>,
    /// Number of skills that carry over.
    carried_count: usize,
    /// Number of skills to be learned.
    learn_count: usize,
    /// Number of skills that its end asks for.
    required_count: usize,
    /// The move the other way round, if there is one.
    back: Option<Link>,
    /// Moves on from its end.
    onward: Vec<MoveLine>,
}

/// Things by the kind of their skill.
#[derive(Serialize)]
struct Kinds<T> {
    /// Those of technical skills.
    technical: Vec<T>,
    /// Those of soft skills.
    soft: Vec<T>,
}

/// A skill to be learned, and where.
#[derive(Serialize)]
struct Lesson {
    /// The skill.
    skill: Shared<SkillLink>,
    /// Roles in which it is learned.
    roles: Vec<Link>,
}

/// More moves than this are too many for one page to be of use.
const LONG: usize = 1000;
/// Roles in which a skill is learned, at most.
const LEARNED_IN: usize = 3;

/// Moves of which both ends have a guide.
pub fn counted(frame: &Frame<'_>) -> usize {
    let has_guides = |id: &usize| {
        let transition = &frame.book[TransitionId(*id)];
        transition.from.role().is_some() && transition.to.role().is_some()
    };
    (0..frame.book.transitions.len()).filter(has_guides).count()
}

/// The data of the index.
pub fn index(frame: &Frame<'_>) -> Index {
    let book = frame.book;
    let move_count = counted(frame);
    let is_long = move_count > LONG;
    let fields: Vec<Group> = (0..book.fields.len())
        .map(|at| Group {
            title: book.fields[at].section.title.clone(),
            origins: book.roles_of(FieldId(at)).filter_map(|role| origin(frame, role, is_long)).collect(),
        })
        .filter(|group| !group.origins.is_empty())
        .collect();
    Index { origin_count: fields.iter().map(|field| field.origins.len()).sum(), fields, move_count, is_long }
}

fn origin(frame: &Frame<'_>, id: RoleId, is_long: bool) -> Option<Origin> {
    let role = &frame.book[id];
    let moves = role.moves_out.iter().filter(|id| frame.book[**id].to.role().is_some());
    let count = moves.clone().count();
    (count > 0).then(|| Origin {
        title: role.title.clone(),
        href: frame.href(&role.route),
        id: format!("_from-{}", role.slug),
        count,
        moves: if is_long { Vec::new() } else { moves.filter_map(|id| move_line(frame, *id)).collect() },
    })
}

/// The data of a transition; `None` if the guide of one of its ends is not written.
pub fn transition(frame: &Frame<'_>, id: TransitionId) -> Option<Transition> {
    let book = frame.book;
    let (from, to) = (book[id].from.role()?, book[id].to.role()?);
    let gap = gap(&book[from], &book[to]);
    let schools = Schools::of(frame, from, to);
    let links = |one: &&Requirement| skill_link(frame, one);
    let lesson = |one: &&Requirement| Lesson {
        skill: skill_link(frame, one),
        roles: schools.of_skill(frame, one.skill).into_iter().map(|role| role_link(frame, role)).collect(),
    };
    let to_from = book[to].moves_out.iter().find(|id| book[**id].to.role() == Some(from));
    let onward = book[to].moves_out.iter().filter(|id| book[**id].to.role() != Some(from));
    Some(Transition {
        from: role_card(frame, from),
        to: role_card(frame, to),
        notes: notes(frame, &book[id], None),
        carried: by_kind(&gap.carried, links),
        learn: by_kind(&gap.learn, lesson),
        left: left(&book[from], &book[to]).map(|one| skill_link(frame, one)).collect(),
        carried_count: gap.carried.len(),
        learn_count: gap.learn.len(),
        required_count: gap.carried.len() + gap.learn.len(),
        back: to_from.and_then(|id| {
            let names = [("from", (&book[to].title).into()), ("to", (&book[from].title).into())];
            let label = frame.words.say("move.back", &names);
            Some(Link { label, href: href(frame, *id)? })
        }),
        onward: onward.filter_map(|id| move_line(frame, *id)).collect(),
    })
}

fn by_kind<T>(requirements: &[&Requirement], show: impl Fn(&&Requirement) -> T) -> Kinds<T> {
    let of = |kind| requirements.iter().filter(|one| one.kind == kind).map(&show).collect();
    Kinds { technical: of(SkillKind::Technical), soft: of(SkillKind::Soft) }
}

/// What is required at the origin only.
fn left<'b>(from: &'b Role, to: &'b Role) -> impl Iterator<Item = &'b Requirement> {
    from.requirements.iter().filter(|known| to.requirements.iter().all(|wanted| wanted.skill != known.skill))
}

/// Roles in which the skills of a move could be learned: those nearest to it,
/// which are those that a person on the way has reason to hold.
struct Schools {
    /// Without the ends of the move. Those that the origin leads to come first, then
    /// those that lead to the target, then those near to either by skills.
    near: Vec<RoleId>,
    ends: [RoleId; 2],
}

impl Schools {
    fn of(frame: &Frame<'_>, from: RoleId, to: RoleId) -> Self {
        let book = frame.book;
        let onward = book[from].moves_out.iter().filter_map(|id| book[*id].to.role());
        let origins = book[to].moves_in.iter().filter_map(|id| book[*id].from.role());
        let suggested =
            [from, to].into_iter().flat_map(|end| book.suggestions(end).iter().map(|near| near.role));
        let mut seen = BTreeSet::from([from, to]);
        let near = onward.chain(origins).chain(suggested).filter(|role| seen.insert(*role)).collect();
        Self { near, ends: [from, to] }
    }

    /// Roles for which a skill is essential: near ones, or else the first of all.
    fn of_skill(&self, frame: &Frame<'_>, skill: SkillId) -> Vec<RoleId> {
        let essential = &frame.book[skill].essential;
        let requires = |role: &&RoleId| essential.binary_search(role).is_ok();
        let mut roles: Vec<RoleId> = self.near.iter().filter(requires).take(LEARNED_IN).copied().collect();
        if roles.is_empty() {
            let others = essential.iter().filter(|role| !self.ends.contains(role));
            roles.extend(others.take(LEARNED_IN));
        }
        roles
    }
}
