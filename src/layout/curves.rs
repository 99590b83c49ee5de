//! Edges as curves from box to box. It moves no box.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Edge, Rect};

/// An edge as it is drawn; moves both ways between two boxes are one curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// The box where it begins.
    pub from: usize,
    /// The box where it ends.
    pub to: usize,
    /// Whether it has an arrow at either end.
    pub is_mutual: bool,
    /// The sum of the weights of its edges.
    pub weight: usize,
    /// The `d` of an SVG path, its arrows included.
    pub path: String,
}

/// Ends of curves keep this far from the corners of a box, in units.
const CORNER: i32 = 12;
/// Distance between two ends of curves where there is room, in units.
const PORT: i32 = 14;
/// How far the curve between two boxes of one row hangs below them, in units:
/// least and most. It stays between the rows.
const SAG: (i32, i32) = (9, 20);

/// The side of a box where a curve meets it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Top,
    Bottom,
}

/// An end of a curve: the box and its side, then where the other end lies, which
/// is the order in which curves meet a side, so that they cross less.
type End = (usize, Side, i32, usize);

/// Draws the edges between boxes. Those from a box to itself are left out.
pub fn curves(boxes: &[Rect], edges: &[Edge]) -> Vec<Curve> {
    let mut pairs: BTreeMap<(usize, usize), [usize; 2]> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.from != edge.to) {
        let is_back = edge.from > edge.to;
        let pair = (edge.from.min(edge.to), edge.from.max(edge.to));
        pairs.entry(pair).or_default()[usize::from(is_back)] += edge.weight;
    }
    let pairs: Vec<(usize, usize, [usize; 2])> = pairs
        .into_iter()
        .map(
            |((low, high), [on, back])| if on > 0 { (low, high, [on, back]) } else { (high, low, [back, 0]) },
        )
        .collect();

    let mut ends: Vec<(End, bool)> = Vec::with_capacity(pairs.len() * 2);
    for (curve, (from, to, _)) in pairs.iter().enumerate() {
        let (leaves, meets) = sides(boxes[*from], boxes[*to]);
        ends.push(((*from, leaves, boxes[*to].middle(), curve), false));
        ends.push(((*to, meets, boxes[*from].middle(), curve), true));
    }
    ends.sort_unstable();
    let mut ports = vec![[0; 2]; pairs.len()];
    for side in ends.chunk_by(|((a, a_side, ..), _), ((b, b_side, ..), _)| (a, a_side) == (b, b_side)) {
        let Some(((node, ..), _)) = side.first() else { continue };
        for (at, ((_, _, _, curve), is_target)) in side.iter().enumerate() {
            ports[*curve][usize::from(*is_target)] = port(boxes[*node], at, side.len());
        }
    }
    pairs
        .into_iter()
        .zip(ports)
        .map(|((from, to, [on, back]), [x1, x2])| Curve {
            from,
            to,
            is_mutual: back > 0,
            weight: on + back,
            path: path(boxes[from], boxes[to], x1, x2, back > 0),
        })
        .collect()
}

/// Where a curve leaves its first box and meets its last one.
fn sides(from: Rect, to: Rect) -> (Side, Side) {
    if from.bottom() <= to.y {
        (Side::Bottom, Side::Top)
    } else if to.bottom() <= from.y {
        (Side::Top, Side::Bottom)
    } else {
        (Side::Bottom, Side::Bottom)
    }
}

/// Where end number `at` of `count` meets a side.
fn port(node: Rect, at: usize, count: usize) -> i32 {
    let [at, count] = [at, count].map(|number| i32::try_from(number).unwrap_or(i32::MAX / PORT / 2));
    let room = (node.width - 2 * CORNER).min(PORT * (count - 1));
    node.middle() - room / 2 + room * at / (count - 1).max(1)
}

fn path(from: Rect, to: Rect, x1: i32, x2: i32, is_mutual: bool) -> String {
    let (leaves, meets) = sides(from, to);
    let edge = |node: Rect, side| if side == Side::Top { node.y } else { node.bottom() };
    let (y1, y2) = (edge(from, leaves), edge(to, meets));
    let (bend1, bend2) = if leaves == meets {
        // A cubic curve reaches three quarters of the way to its control points.
        let sag = (SAG.0 + (x2 - x1).abs() / 40).min(SAG.1);
        let lowest = (y1.max(y2) + sag) * 4 / 3;
        (lowest - y1 / 3, lowest - y2 / 3)
    } else {
        let reach = ((y2 - y1) * 9 / 20).abs().max(20) * (y2 - y1).signum();
        (y1 + reach, y2 - reach)
    };
    let mut path = format!("M{x1} {y1}C{x1} {bend1} {x2} {bend2} {x2} {y2}");
    arrow(&mut path, x2, y2, meets);
    if is_mutual {
        arrow(&mut path, x1, y1, leaves);
    }
    path
}

/// An arrow's head that points at a side of a box.
fn arrow(path: &mut String, x: i32, y: i32, side: Side) {
    let (start, rise) = if side == Side::Top { (y - 6, 6) } else { (y + 6, -6) };
    let end = -rise;
    // Writing to a string cannot fail.
    let _ = write!(path, "M{} {start}l4 {rise} 4 {end}", x - 4);
}
