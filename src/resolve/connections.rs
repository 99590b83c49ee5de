//! How roles are connected: the moves that guides declare, and nearness by
//! skills where they declare none.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::outlook::Outlook;
use super::transitions::{self, Declaring, Moves};
use crate::diagnostic::Diagnostics;
use crate::model::adjacency::Nearness;
use crate::model::{End, Requirement, RoleId, Transition, TransitionId, Wanted};
use crate::route::Route;

/// How the roles of a site are connected.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    /// By origin, then target.
    pub(super) transitions: Arc<Vec<Transition>>,
    /// By title.
    pub(super) wanted: Arc<Vec<Wanted>>,
    /// Of each role, the transitions into it and out of it.
    pub(super) moves: Arc<Vec<Moved>>,
    /// How near roles are that have no declared move between them.
    pub(super) nearness: Arc<Nearness>,
    /// Pairs of roles with a declared move.
    declared: Arc<BTreeSet<(RoleId, RoleId)>>,
    pub(super) diagnostics: Diagnostics,
}

/// Transitions into a role, and out of it.
type Moved = (Vec<TransitionId>, Vec<TransitionId>);

impl Connections {
    /// Connects roles by what their guides declare, in the order of their ids. Nearness is
    /// as `before` where roles require and declare the same.
    pub(super) fn new(guides: &[Declaring<'_>], outlook: &Outlook, before: Option<&Self>) -> Self {
        let mut diagnostics = Diagnostics::default();
        let naming = &outlook.destinations.naming;
        let title_of = |role: RoleId| naming.roles[role.0].title.clone();
        let absent = &outlook.destinations.absent;
        let read = transitions::read(guides, &naming.names, title_of, absent, &mut diagnostics);
        let Moves { mut transitions, wanted } = read;
        let moves = Arc::new(moves(&transitions, outlook));
        let pairs = transitions.iter().filter_map(|one| Some((one.from.role()?, one.to.role()?)));
        let declared = Arc::new(pairs.collect());
        let nearness = nearness(outlook, &declared, before);
        for transition in &mut transitions {
            transition.route = route(transition, outlook);
        }
        let (transitions, wanted) = (Arc::new(transitions), Arc::new(wanted));
        Self { transitions, wanted, moves, nearness, declared, diagnostics }
    }

    /// The same moves between the same roles, which may be called otherwise than they were
    /// `before`, and require other skills.
    pub(super) fn again(&self, outlook: &Outlook, before: &Outlook) -> Self {
        let (naming, naming_before) = (&outlook.destinations.naming, &before.destinations.naming);
        let moves = if Arc::ptr_eq(naming, naming_before) {
            Arc::clone(&self.moves)
        } else {
            Arc::new(moves(&self.transitions, outlook))
        };
        Self { moves, nearness: nearness(outlook, &self.declared, Some(self)), ..self.clone() }
    }
}

/// How near roles are: as `before`, if they require and declare the same.
fn nearness(
    outlook: &Outlook,
    declared: &Arc<BTreeSet<(RoleId, RoleId)>>,
    before: Option<&Connections>,
) -> Arc<Nearness> {
    let requirements = outlook.skills_of.iter().map(|(_, requirements)| Arc::clone(requirements));
    let requirements: Vec<Arc<[Requirement]>> = requirements.collect();
    let known = before.map(|before| &before.nearness);
    match known.filter(|known| known.is_of(&requirements, declared)) {
        Some(known) => Arc::clone(known),
        None => Arc::new(Nearness::new(requirements, Arc::clone(declared))),
    }
}

/// The page of a transition that some guide says something about.
fn route(transition: &Transition, outlook: &Outlook) -> Option<Route> {
    let slug = |end: End| Some(outlook.destinations.naming.roles[end.role()?.0].slug.as_str());
    let (from, to) = (slug(transition.from)?, slug(transition.to)?);
    let has_words = transition.notes.iter().any(|note| note.words.is_some());
    has_words.then(|| Route::page(["transitions", from, to]))
}

/// Gives each role its moves: those that its own guide declares first, in the
/// order in which it does, then the others by title; wanted roles last.
fn moves(transitions: &[Transition], outlook: &Outlook) -> Vec<Moved> {
    let roles = &outlook.destinations.naming.roles;
    let titles: Vec<String> = roles.par_iter().map(|role| role.title.trim().to_lowercase()).collect();
    let order = |id: &TransitionId, own: RoleId, is_in: bool| {
        let transition = &transitions[id.0];
        let other = if is_in { transition.from } else { transition.to };
        let place = transition.notes.iter().find(|note| note.role == own).map(|note| note.declared);
        let title = other.role().map_or("", |role| titles[role.0].as_str());
        (other.role().is_none(), place.is_none(), place, title, other)
    };
    let mut moves = vec![(Vec::new(), Vec::new()); roles.len()];
    for (at, transition) in transitions.iter().enumerate() {
        if let Some(from) = transition.from.role() {
            moves[from.0].1.push(TransitionId(at));
        }
        if let Some(to) = transition.to.role() {
            moves[to.0].0.push(TransitionId(at));
        }
    }
    moves.par_iter_mut().enumerate().for_each(|(at, (moves_in, moves_out))| {
        moves_in.sort_by_cached_key(|id| order(id, RoleId(at), true));
        moves_out.sort_by_cached_key(|id| order(id, RoleId(at), false));
    });
    moves
}
