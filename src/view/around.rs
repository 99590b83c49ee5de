//! The part of the career map around one role: the roles within two moves of it,
//! in the order of the moves.
//!
//! A role that moves lead to and come from stands on both sides, since both
//! moves are real. On either side a role stands no further out than it has to: one
//! that is a single move away is not shown again behind another one.

use std::collections::BTreeSet;

use serde::Serialize;

use super::chrome::Frame;
use super::parts::{Link, role_link};
use crate::model::{Book, RoleId};
use crate::plan::field_map_route;

/// The roles around a role.
#[derive(Serialize)]
pub struct Around {
    /// Where people come from.
    before: Side,
    /// Where people go on to.
    after: Side,
    /// The role on the map of all.
    map: String,
}

#[derive(Serialize)]
struct Side {
    steps: Vec<Step>,
    /// How many more roles are a move away.
    more: usize,
}

/// A role that is one move away, and some that are two.
#[derive(Serialize)]
struct Step {
    link: Link,
    further: Vec<Link>,
    more: usize,
}

/// Roles one move away that are shown on either side.
const STEPS: usize = 7;
/// Roles two moves away that are shown behind each of them.
const FURTHER: usize = 2;

/// What is around a role; `None` if no move leads to or from another guide.
pub fn around(frame: &Frame<'_>, id: RoleId) -> Option<Around> {
    let book = frame.book;
    let before = side(frame, id, |role| origins(book, role));
    let after = side(frame, id, |role| targets(book, role));
    let map = frame.href(&field_map_route(book, book[book[id].track].field));
    let map = format!("{map}#{}", book[id].slug);
    (!before.steps.is_empty() || !after.steps.is_empty()).then_some(Around { before, after, map })
}

fn origins(book: &Book, role: RoleId) -> Vec<RoleId> {
    book[role].moves_in.iter().filter_map(|id| book[*id].from.role()).collect()
}

fn targets(book: &Book, role: RoleId) -> Vec<RoleId> {
    book[role].moves_out.iter().filter_map(|id| book[*id].to.role()).collect()
}

fn side(frame: &Frame<'_>, own: RoleId, next: impl Fn(RoleId) -> Vec<RoleId>) -> Side {
    let near = next(own);
    let known: BTreeSet<RoleId> = near.iter().copied().chain([own]).collect();
    let step = |id: &RoleId| {
        let further: Vec<RoleId> = next(*id).into_iter().filter(|other| !known.contains(other)).collect();
        Step {
            link: role_link(frame, *id),
            more: further.len().saturating_sub(FURTHER),
            further: further.into_iter().take(FURTHER).map(|other| role_link(frame, other)).collect(),
        }
    };
    Side { steps: near.iter().take(STEPS).map(step).collect(), more: near.len().saturating_sub(STEPS) }
}
