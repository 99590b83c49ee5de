//! How far along its way each node of a directed graph stands. It knows no place
//! in a drawing.
//!
//! The measure is the trophic level of R. S. MacKay, S. Johnson and B. Sansom,
//! "How directed is a directed network?" (Royal Society Open Science, 2020): the
//! levels `h` for which the sum of `weight * (h(to) - h(from) - 1)^2` over all
//! edges is least, so that an edge rises by one level as nearly as all the others
//! let it. Unlike the layers of a hierarchy it is defined where edges run in
//! circles, and one edge more changes it a little.

use super::Edge;

/// Sweeps over all nodes, there and back. The levels only decide an order, and
/// that is settled long before they are exact.
const SWEEPS: usize = 40;

/// The level of each of `count` nodes, 0 for the lowest of each connected part.
pub fn stages(count: usize, edges: &[Edge]) -> Vec<f64> {
    // To each node its neighbours, with the weight and how far above the
    // neighbour it should stand.
    let mut pulls: Vec<Vec<(usize, f64, f64)>> = vec![Vec::new(); count];
    for edge in edges {
        let weight = f64::from(u32::try_from(edge.weight).unwrap_or(u32::MAX));
        pulls[edge.to].push((edge.from, weight, 1.0));
        pulls[edge.from].push((edge.to, weight, -1.0));
    }
    let mut levels = vec![0.0; count];
    let settle = |levels: &mut Vec<f64>, node: usize| {
        let total: f64 = pulls[node].iter().map(|(_, weight, _)| weight).sum();
        if total > 0.0 {
            let pulled = pulls[node].iter().map(|(other, weight, above)| weight * (levels[*other] + above));
            levels[node] = pulled.sum::<f64>() / total;
        }
    };
    for _ in 0..SWEEPS {
        (0..count).for_each(|node| settle(&mut levels, node));
        (0..count).rev().for_each(|node| settle(&mut levels, node));
    }
    let mut seen = vec![false; count];
    for start in 0..count {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut part = vec![start];
        let mut at = 0;
        while let Some(node) = part.get(at).copied() {
            at += 1;
            for (other, ..) in &pulls[node] {
                if !seen[*other] {
                    seen[*other] = true;
                    part.push(*other);
                }
            }
        }
        let lowest = part.iter().map(|node| levels[*node]).fold(f64::INFINITY, f64::min);
        for node in part {
            levels[node] -= lowest;
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::super::drawing::edges;
    use super::*;

    #[track_caller]
    fn check(drawing: &str, levels: &[f64]) {
        let found = stages(levels.len(), &edges(drawing));
        for (found, level) in found.iter().zip(levels) {
            assert!((found - level).abs() < 0.01, "{drawing}: {found:?} is not {level}");
        }
    }

    #[test]
    fn a_move_is_one_step_up_where_all_agree() {
        check("a -> b, b -> c", &[0.0, 1.0, 2.0]);
        check("a -> c, b -> c", &[0.0, 0.0, 1.0]);
        check("b -> a", &[1.0, 0.0]);
    }

    #[test]
    fn circles_are_level_and_shortcuts_are_shared_out() {
        check("a -> b, b -> a", &[0.0, 0.0]);
        check("a -> b, b -> c, c -> a", &[0.0, 0.0, 0.0]);
        check("a -> b, b -> c, a -> c", &[0.0, 2.0 / 3.0, 4.0 / 3.0]);
    }

    #[test]
    fn each_part_and_what_stands_alone_begins_at_nought() {
        check("a -> b, c -> d", &[0.0, 1.0, 0.0, 1.0, 0.0]);
    }
}
