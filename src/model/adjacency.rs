//! Nearness of roles, computed from the skills that they share. It is always a
//! suggestion: transitions are what authors vouch for.
//!
//! The score is the weighted Jaccard index, also known as Ruzicka similarity
//! (M. Ruzicka, 1958): for weights `a(s)` and `b(s)` of each skill in two roles,
//! the sum of `min(a, b)` over the sum of `max(a, b)`, between 0 and 1. A skill's
//! weight in a role is its inverse frequency `ln(1 + roles / roles with it)`
//! (after K. Spärck Jones, 1972), halved where it is optional and quartered
//! where it is soft: a skill that everybody needs says little about nearness.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Requirement, RoleId, SkillId};
use crate::content::front_matter::SkillKind;

/// A role near another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The near role.
    pub role: RoleId,
    /// Its score, 0 to 1.
    pub score: f64,
    /// Skills that both require, the most telling first.
    pub shared: Vec<SkillId>,
}

/// Suggestions for a role, at most.
const LIMIT: usize = 5;
/// A skill that more roles than this have brings no two of them together, so
/// that the work grows with the site and not with its square.
const COMMON: usize = 256;
/// Fewer shared skills than this say nothing.
const LEAST_SHARED: usize = 2;

/// For each role, given by its requirements, the nearest other ones, nearest
/// first; ties go by the order of roles. Pairs that `is_declared` are left out.
///
/// Only roles that share a skill of at most 256 roles (`COMMON`) are compared: a
/// skill that more of them have makes nobody a neighbour by itself. It counts
/// where two are compared.
pub fn suggestions(
    roles: &[&[Requirement]],
    is_declared: impl Fn(RoleId, RoleId) -> bool + Sync,
) -> Vec<Vec<Suggestion>> {
    let mut frequency: BTreeMap<SkillId, usize> = BTreeMap::new();
    for requirement in roles.iter().copied().flatten() {
        *frequency.entry(requirement.skill).or_default() += 1;
    }
    let weight = |requirement: &Requirement| {
        let kind = if requirement.kind == SkillKind::Soft { 0.25 } else { 1.0 };
        let need = if requirement.optional { 0.5 } else { 1.0 };
        (1.0 + count(roles.len()) / count(frequency[&requirement.skill])).ln() * kind * need
    };
    let weights: Vec<Vec<(SkillId, f64)>> =
        roles.iter().map(|role| role.iter().map(|one| (one.skill, weight(one))).collect()).collect();
    let totals: Vec<f64> = weights.iter().map(|role| role.iter().map(|(_, weight)| weight).sum()).collect();
    let mut holders: BTreeMap<SkillId, Vec<(usize, f64)>> = BTreeMap::new();
    let is_common = |skill: &SkillId| frequency[skill] > COMMON;
    for (at, role) in weights.iter().enumerate() {
        for (skill, weight) in role.iter().filter(|(skill, _)| !is_common(skill)) {
            holders.entry(*skill).or_default().push((at, *weight));
        }
    }
    let common: Vec<Vec<(SkillId, f64)>> = weights
        .iter()
        .map(|role| role.iter().filter(|(skill, _)| is_common(skill)).copied().collect())
        .collect();

    // One place for every role, used again for each: the sum of minima and the
    // number of shared skills.
    let no_shared = || vec![(0.0, 0_usize); roles.len()];
    (0..roles.len())
        .into_par_iter()
        .map_init(no_shared, |shared, at| {
            let mut met = Vec::new();
            for (skill, own) in &weights[at] {
                for (other, weight) in holders.get(skill).into_iter().flatten() {
                    if *other != at {
                        let (both, skills) = &mut shared[*other];
                        if *skills == 0 {
                            met.push(*other);
                        }
                        *both += own.min(*weight);
                        *skills += 1;
                    }
                }
            }
            let mut nearest: Vec<(f64, usize)> = Vec::with_capacity(LIMIT + 1);
            for other in met {
                let (mut both, mut skills) = std::mem::take(&mut shared[other]);
                // The sum of maxima is both totals less the sum of minima.
                let score = |both: f64| both / (totals[at] + totals[other] - both);
                // Most pairs are not near enough even if they shared all common skills.
                let most = common[at].iter().fold(both, |sum, (_, weight)| sum + weight);
                if nearest.len() == LIMIT && nearest.last().is_some_and(|(least, _)| score(most) < *least) {
                    continue;
                }
                for (skill, own) in &common[at] {
                    if let Some((_, weight)) = common[other].iter().find(|(known, _)| known == skill) {
                        both += own.min(*weight);
                        skills += 1;
                    }
                }
                let score = score(both);
                let place = nearest
                    .partition_point(|(best, role)| *best > score || (*best >= score && *role < other));
                if skills >= LEAST_SHARED && place < LIMIT && !is_declared(RoleId(at), RoleId(other)) {
                    nearest.insert(place, (score, other));
                    nearest.truncate(LIMIT);
                }
            }
            let suggestion = |(score, other): (f64, usize)| Suggestion {
                role: RoleId(other),
                score,
                shared: most_telling(&weights[at], &weights[other]),
            };
            nearest.into_iter().map(suggestion).collect()
        })
        .collect()
}

/// The skills that two roles share, by their weight in both.
fn most_telling(one: &[(SkillId, f64)], other: &[(SkillId, f64)]) -> Vec<SkillId> {
    let mut shared: Vec<(f64, SkillId)> = one
        .iter()
        .filter_map(|(skill, weight)| {
            let (_, others) = other.iter().find(|(known, _)| known == skill)?;
            Some((weight.min(*others), *skill))
        })
        .collect();
    shared.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    shared.into_iter().map(|(_, skill)| skill).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a site has far fewer than 2^52 roles")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a b? C`: essential, optional, soft.
    fn role(drawing: &str) -> Vec<Requirement> {
        drawing
            .split_whitespace()
            .map(|name| Requirement {
                skill: SkillId(usize::from(name.to_ascii_lowercase().as_bytes()[0])),
                kind: if name.starts_with(|c: char| c.is_uppercase()) {
                    SkillKind::Soft
                } else {
                    SkillKind::Technical
                },
                optional: name.ends_with('?'),
                listing: None,
            })
            .collect()
    }

    fn nearest(drawings: &[&str]) -> Vec<Vec<Suggestion>> {
        let roles: Vec<_> = drawings.iter().map(|drawing| role(drawing)).collect();
        let slices: Vec<_> = roles.iter().map(Vec::as_slice).collect();
        suggestions(&slices, |_, _| false)
    }

    #[test]
    fn scores_are_those_computed_by_hand() {
        // Weights: a, b in 2 of 3 roles: ln 2.5; c, d in 1 of 3: ln 4.
        let near = nearest(&["a b c", "a b d", "e"]);
        let (common, rare) = (2.5_f64.ln(), 4.0_f64.ln());
        let expected = 2.0 * common / (2.0 * common + 2.0 * rare);
        assert_eq!(near[0].len(), 1);
        assert!((near[0][0].score - expected).abs() < 1e-12, "{} against {expected}", near[0][0].score);
        assert!(near[2].is_empty());
    }

    #[test]
    fn optional_and_soft_skills_count_less() {
        let near = nearest(&["a b c", "a b c", "a? b? c?", "A B C"]);
        let order: Vec<_> = near[0].iter().map(|suggestion| suggestion.role.0).collect();
        assert_eq!(order, [1, 2, 3]);
        assert!((near[0][0].score - 1.0).abs() < 1e-12);
        assert!((near[0][1].score - 0.5).abs() < 1e-12);
        assert!((near[0][2].score - 0.25).abs() < 1e-12);
    }

    #[test]
    fn a_rare_skill_says_more_than_a_common_one() {
        let near = nearest(&["a b x y", "a x", "a b", "b q", "b r", "b s", "a t"]);
        assert_eq!(near[0][0].role, RoleId(1), "{:?}", near[0]);
        assert_eq!(near[0][0].shared, [SkillId(usize::from(b'x')), SkillId(usize::from(b'a'))]);
    }

    #[test]
    fn at_most_five_in_the_order_of_roles_where_scores_tie_and_never_a_declared_one() {
        let drawings = ["a b"; 9];
        let roles: Vec<_> = drawings.iter().map(|drawing| role(drawing)).collect();
        let slices: Vec<_> = roles.iter().map(Vec::as_slice).collect();
        let near = suggestions(&slices, |one, other| one.0 + other.0 == 2);
        let order: Vec<_> = near[0].iter().map(|suggestion| suggestion.role.0).collect();
        assert_eq!(order, [1, 3, 4, 5, 6]);
    }
}
