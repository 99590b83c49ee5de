//! The part of the career map around one role: the roles within two moves of it,
//! in five layers from those two moves before to those two moves on.
//!
//! A role that moves lead to and come from stands on both sides, since both
//! moves are real. On either side a role stands once, no further out than it has
//! to: one that is a single move away is not shown again behind another one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::chrome::Frame;
use super::memo::Shared;
use super::parts::{Link, shared_role_link};
use crate::layout::layers::{ACROSS, ROW, lines};
use crate::model::{Book, RoleId};
use crate::plan::routes::field_map_route;

/// The roles around a role.
#[derive(Serialize)]
pub struct Around {
    /// From those two moves before to those two moves on.
    layers: Vec<Layer>,
    /// The role on the career map.
    map: String,
}

#[derive(Serialize)]
struct Layer {
    /// How far from the role these are.
    title: String,
    /// Whether it is the role itself.
    is_own: bool,
    /// The roles, as many as are shown.
    roles: Vec<Shared<Link>>,
    /// How many more roles are as far away.
    more: usize,
    /// The lines to the next layer.
    lines: Option<Lines>,
}

#[derive(Serialize)]
struct Lines {
    /// Width in units of the drawing.
    width: i32,
    /// Height in units of the drawing.
    height: i32,
    /// Height in rem.
    height_rem: i32,
    /// The `d` of an SVG path of all lines.
    path: String,
}

/// Roles that a layer shows, where it does not show all.
const SHOWN: usize = 7;

/// How many of so many roles a layer shows: no row says that there is one more,
/// since the one could stand there itself.
fn shown(count: usize) -> usize {
    if count > SHOWN + 1 { SHOWN } else { count }
}

/// What is around a role; `None` if no move leads to or from another guide.
pub fn around(frame: &Frame<'_>, id: RoleId) -> Option<Around> {
    let book = frame.book;
    let before = Side::of(id, |role| origins(book, role));
    let after = Side::of(id, |role| targets(book, role));
    if before.near.is_empty() && after.near.is_empty() {
        return None;
    }
    let own = vec![id];
    let fan = |near: &[RoleId]| (0..shown(near.len())).map(|at| (0, at)).collect();
    let columns: [(&str, &[RoleId], Edges); 5] = [
        ("around.two_before", &before.far, turned(before.edges)),
        ("around.one_before", &before.near, turned(fan(&before.near))),
        ("around.own", &own, fan(&after.near)),
        ("around.one_on", &after.near, after.edges),
        ("around.two_on", &after.far, Vec::new()),
    ];
    let columns: Vec<_> = columns.into_iter().filter(|(_, roles, _)| !roles.is_empty()).collect();
    // The note that there are more stands in a row of its own.
    let rows_of = |roles: &[RoleId]| roles.len().min(SHOWN + 1);
    let rows = columns.iter().map(|(_, roles, _)| rows_of(roles)).max().unwrap_or(0);
    let layers = columns.iter().enumerate().map(|(at, (title, roles, edges))| Layer {
        title: frame.words.text(title),
        is_own: *roles == own.as_slice(),
        roles: roles.iter().take(shown(roles.len())).map(|role| shared_role_link(frame, *role)).collect(),
        more: roles.len() - shown(roles.len()),
        lines: columns.get(at + 1).map(|(_, next, _)| {
            let height = i32::try_from(rows).unwrap_or(0) * ROW;
            let path = lines(rows, rows_of(roles), rows_of(next), edges);
            Lines { width: ACROSS, height, height_rem: height / 16, path }
        }),
    });
    let map = frame.href(&field_map_route(book, book[book[id].track].field));
    Some(Around { layers: layers.collect(), map: format!("{map}#{}", book[id].slug) })
}

fn origins(book: &Book, role: RoleId) -> Vec<RoleId> {
    book[role].moves_in.iter().filter_map(|id| book[*id].from.role()).collect()
}

fn targets(book: &Book, role: RoleId) -> Vec<RoleId> {
    book[role].moves_out.iter().filter_map(|id| book[*id].to.role()).collect()
}

/// Edges between two columns, by the places of their ends.
type Edges = Vec<(usize, usize)>;

fn turned(edges: Edges) -> Edges {
    edges.into_iter().map(|(start, end)| (end, start)).collect()
}

/// What is one move and two moves away in one direction.
struct Side {
    near: Vec<RoleId>,
    far: Vec<RoleId>,
    /// Between those that are shown, from near to far.
    edges: Edges,
}

impl Side {
    fn of(own: RoleId, next: impl Fn(RoleId) -> Vec<RoleId>) -> Self {
        let near = next(own);
        let known: BTreeSet<RoleId> = near.iter().copied().chain([own]).collect();
        // To each role two moves away, the places of the shown roles between.
        let mut between: BTreeMap<RoleId, Vec<usize>> = BTreeMap::new();
        for (at, role) in near.iter().enumerate() {
            for far in next(*role).into_iter().filter(|far| !known.contains(far)) {
                let places = between.entry(far).or_default();
                if at < shown(near.len()) {
                    places.push(at);
                }
            }
        }
        // Those with the most ways to them are shown, in the order of what is
        // between, so that few lines cross.
        let mut far: Vec<(RoleId, Vec<usize>)> = between.into_iter().collect();
        far.sort_by_key(|(_, places)| Reverse(places.len()));
        let count = shown(far.len());
        let mean = |places: &[usize]| places.iter().sum::<usize>() * 1000 / places.len().max(1);
        far[..count].sort_by_key(|(_, places)| mean(places));
        let edges = far.iter().take(count).enumerate();
        let edges =
            edges.flat_map(|(at, (_, places))| places.iter().map(move |place| (*place, at))).collect();
        Self { near, edges, far: far.into_iter().map(|(role, _)| role).collect() }
    }
}
