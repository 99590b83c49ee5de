//! How roles are connected: the moves that guides declare, and nearness by
//! skills where they declare none.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::outlook::Outlook;
use super::transitions::{self, Declaring, Moves};
use crate::diagnostic::Diagnostics;
use crate::model::adjacency::Nearness;
use crate::model::{End, Requirement, RoleId, Transition, TransitionId, Wanted};
use crate::route::Route;

/// How the roles of a site are connected.
#[derive(Debug)]
pub(super) struct Connections {
    /// By origin, then target.
    pub(super) transitions: Arc<Vec<Transition>>,
    /// By title.
    pub(super) wanted: Arc<Vec<Wanted>>,
    /// Of each role, the transitions into it and out of it.
    pub(super) moves: Vec<(Vec<TransitionId>, Vec<TransitionId>)>,
    /// How near roles are that have no declared move between them.
    pub(super) nearness: Arc<Nearness>,
    pub(super) diagnostics: Diagnostics,
}

impl Connections {
    /// Connects roles by what their guides declare, in the order of their ids. Nearness is
    /// as `before` where roles require and declare the same.
    pub(super) fn new(guides: &[Declaring<'_>], outlook: &Outlook, before: Option<&Self>) -> Self {
        let mut diagnostics = Diagnostics::default();
        let naming = &outlook.destinations.naming;
        let title_of = |role: RoleId| naming.roles[role.0].title.clone();
        let absent = &outlook.destinations.absent;
        let declared = transitions::read(guides, &naming.names, title_of, absent, &mut diagnostics);
        let moves = moves(&declared, outlook);
        let Moves { mut transitions, wanted } = declared;
        let pairs = transitions.iter().filter_map(|one| Some((one.from.role()?, one.to.role()?)));
        let declared: BTreeSet<(RoleId, RoleId)> = pairs.collect();
        let requirements: Vec<Arc<[Requirement]>> =
            outlook.skills_of.iter().map(|(_, requirements)| Arc::clone(requirements)).collect();
        let known = before.map(|before| &before.nearness);
        let nearness = match known.filter(|known| known.is_of(&requirements, &declared)) {
            Some(known) => Arc::clone(known),
            None => Arc::new(Nearness::new(requirements, declared)),
        };
        for transition in &mut transitions {
            transition.route = route(transition, outlook);
        }
        let (transitions, wanted) = (Arc::new(transitions), Arc::new(wanted));
        Self { transitions, wanted, moves, nearness, diagnostics }
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
fn moves(declared: &Moves, outlook: &Outlook) -> Vec<(Vec<TransitionId>, Vec<TransitionId>)> {
    let roles = &outlook.destinations.naming.roles;
    let titles: Vec<String> = roles.iter().map(|role| role.title.trim().to_lowercase()).collect();
    let order = |id: &TransitionId, own: RoleId, is_in: bool| {
        let transition = &declared.transitions[id.0];
        let other = if is_in { transition.from } else { transition.to };
        let place = transition.notes.iter().find(|note| note.role == own).map(|note| note.declared);
        let title = other.role().map_or("", |role| titles[role.0].as_str());
        (other.role().is_none(), place.is_none(), place, title, other)
    };
    let mut moves = vec![(Vec::new(), Vec::new()); roles.len()];
    for (at, transition) in declared.transitions.iter().enumerate() {
        if let Some(from) = transition.from.role() {
            moves[from.0].1.push(TransitionId(at));
        }
        if let Some(to) = transition.to.role() {
            moves[to.0].0.push(TransitionId(at));
        }
    }
    for (at, (moves_in, moves_out)) in moves.iter_mut().enumerate() {
        moves_in.sort_by_cached_key(|id| order(id, RoleId(at), true));
        moves_out.sort_by_cached_key(|id| order(id, RoleId(at), false));
    }
    moves
}
