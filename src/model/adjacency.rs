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
/// Fewer shared skills than this say nothing.
const LEAST_SHARED: usize = 2;

/// For each role, given by its requirements, the nearest other ones, nearest
/// first; ties go by the order of roles. Pairs that `is_declared` are left out.
///
/// Only roles that share a skill are ever compared.
pub fn suggestions(
    roles: &[&[Requirement]],
    is_declared: impl Fn(RoleId, RoleId) -> bool,
) -> Vec<Vec<Suggestion>> {
    let mut roles_of: BTreeMap<SkillId, Vec<usize>> = BTreeMap::new();
    for (at, requirements) in roles.iter().enumerate() {
        for requirement in *requirements {
            roles_of.entry(requirement.skill).or_default().push(at);
        }
    }
    let rarity = |skill: SkillId| {
        let with_it = roles_of.get(&skill).map_or(1, Vec::len);
        (1.0 + count(roles.len()) / count(with_it)).ln()
    };
    let weight = |requirement: &Requirement| {
        let kind = if requirement.kind == SkillKind::Soft { 0.25 } else { 1.0 };
        let need = if requirement.optional { 0.5 } else { 1.0 };
        rarity(requirement.skill) * kind * need
    };
    let weights: Vec<BTreeMap<SkillId, f64>> = roles
        .iter()
        .map(|requirements| requirements.iter().map(|one| (one.skill, weight(one))).collect())
        .collect();
    let totals: Vec<f64> = weights.iter().map(|weights| weights.values().sum()).collect();

    (0..roles.len())
        .map(|at| {
            let mut shared: BTreeMap<usize, Vec<(f64, SkillId)>> = BTreeMap::new();
            for (skill, own) in &weights[at] {
                for other in roles_of.get(skill).into_iter().flatten().filter(|other| **other != at) {
                    shared.entry(*other).or_default().push((own.min(weights[*other][skill]), *skill));
                }
            }
            let mut nearest: Vec<Suggestion> = shared
                .into_iter()
                .filter(|(other, skills)| {
                    skills.len() >= LEAST_SHARED && !is_declared(RoleId(at), RoleId(*other))
                })
                .map(|(other, mut skills)| {
                    let both: f64 = skills.iter().map(|(weight, _)| weight).sum();
                    skills.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
                    Suggestion {
                        role: RoleId(other),
                        // The sum of maxima is both totals less the sum of minima.
                        score: both / (totals[at] + totals[other] - both),
                        shared: skills.into_iter().map(|(_, skill)| skill).collect(),
                    }
                })
                .collect();
            nearest.sort_by(|one, two| two.score.total_cmp(&one.score).then(one.role.cmp(&two.role)));
            nearest.truncate(LIMIT);
            nearest
        })
        .collect()
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
        let drawings = vec!["a b"; 9];
        let roles: Vec<_> = drawings.iter().map(|drawing| role(drawing)).collect();
        let slices: Vec<_> = roles.iter().map(Vec::as_slice).collect();
        let near = suggestions(&slices, |one, other| one.0 + other.0 == 2);
        let order: Vec<_> = near[0].iter().map(|suggestion| suggestion.role.0).collect();
        assert_eq!(order, [1, 3, 4, 5, 6]);
    }
}
