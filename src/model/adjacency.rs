//! Nearness of roles, computed from the skills that they share. It is always a
//! suggestion: transitions are what authors vouch for.
//!
//! The score is the weighted Jaccard index, also known as Ruzicka similarity
//! (M. Ruzicka, 1958): for weights `a(s)` and `b(s)` of each skill in two roles,
//! the sum of `min(a, b)` over the sum of `max(a, b)`, between 0 and 1. A skill's
//! weight in a role is its inverse frequency `ln(1 + roles / roles with it)`
//! (after K. Spärck Jones, 1972), halved where it is optional and quartered
//! where it is soft: a skill that everybody needs says little about nearness.

use std::collections::BTreeSet;

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

/// How near the roles of a site are to one another.
#[derive(Debug)]
pub struct Nearness {
    /// Of each role, the weights of its skills.
    weights: Vec<Weights>,
    /// For each role the nearest other ones, nearest first; ties go by the order of roles.
    pub suggestions: Vec<Vec<Suggestion>>,
}

/// The skills of a role, and how much each says about it.
type Weights = Vec<(SkillId, f64)>;

/// What was worked out for as many roles before, and what is other now.
pub struct Before<'b> {
    /// How near they were.
    pub nearness: &'b Nearness,
    /// The ids that skills have now by those that they had, where they are still there. Their
    /// order is the same.
    pub skills: &'b [Option<SkillId>],
    /// Roles with other declared pairs.
    pub others: BTreeSet<RoleId>,
}

impl Nearness {
    /// Of roles given by their requirements. Pairs that `is_declared` are left out.
    ///
    /// Only roles that share a skill of at most 256 roles (`COMMON`) are compared: a
    /// skill that more of them have makes nobody a neighbour by itself. It counts
    /// where two are compared.
    ///
    /// What was there `before` is taken again for roles whose skills weigh the same, as do
    /// those of all that they are compared with.
    pub fn new(
        roles: &[&[Requirement]],
        is_declared: impl Fn(RoleId, RoleId) -> bool + Sync,
        before: Option<&Before<'_>>,
    ) -> Self {
        let weights = weights(roles);
        let skills = weights.iter().flatten().map(|(skill, _)| skill.0 + 1).max().unwrap_or(0);
        let mut holders: Vec<Vec<(usize, f64)>> = vec![Vec::new(); skills];
        for (at, role) in weights.iter().enumerate() {
            role.iter().for_each(|(skill, weight)| holders[skill.0].push((at, *weight)));
        }
        let totals: Vec<f64> =
            weights.iter().map(|role| role.iter().map(|(_, weight)| weight).sum()).collect();
        let pairs = Pairs { weights: &weights, totals: &totals, holders: &holders, is_declared };
        let known = before.filter(|before| before.nearness.weights.len() == weights.len());
        let suggestions = match known {
            Some(before) => {
                let is_other = before.others(&pairs);
                let nearest = (0..roles.len()).into_par_iter().map_init(
                    || pairs.scores(),
                    |scores, at| {
                        if is_other[at] { pairs.nearest(at, scores) } else { before.suggestions(at) }
                    },
                );
                nearest.collect()
            }
            None => {
                let all = (0..roles.len()).into_par_iter();
                all.map_init(|| pairs.scores(), |scores, at| pairs.nearest(at, scores)).collect()
            }
        };
        Self { weights, suggestions }
    }
}

fn weights(roles: &[&[Requirement]]) -> Vec<Weights> {
    let all = || roles.iter().copied().flatten();
    let mut frequency = vec![0_usize; all().map(|one| one.skill.0 + 1).max().unwrap_or(0)];
    all().for_each(|one| frequency[one.skill.0] += 1);
    let rarity = |frequency: &usize| (1.0 + count(roles.len()) / count(*frequency)).ln();
    let rarities: Vec<f64> = frequency.iter().map(rarity).collect();
    let weight = |requirement: &Requirement| {
        let kind = if requirement.kind == SkillKind::Soft { 0.25 } else { 1.0 };
        let need = if requirement.optional { 0.5 } else { 1.0 };
        (requirement.skill, rarities[requirement.skill.0] * kind * need)
    };
    roles.iter().map(|role| role.iter().map(weight).collect()).collect()
}

impl Before<'_> {
    /// Of each role, whether it may have other neighbours now.
    fn others<D>(&self, pairs: &Pairs<'_, D>) -> Vec<bool> {
        let weighs_otherwise = |(now, then): (&Weights, &Weights)| {
            let then = then.iter().map(|(skill, weight)| (self.now(*skill), weight.to_bits()));
            !now.iter().map(|(skill, weight)| (Some(*skill), weight.to_bits())).eq(then)
        };
        let both = pairs.weights.iter().zip(&self.nearness.weights);
        let weighs_otherwise: Vec<bool> = both.map(weighs_otherwise).collect();
        // Whoever shared a skill that one of these has lost, has another weight for it now,
        // or shares it with somebody who has it instead.
        let mut is_other = weighs_otherwise.clone();
        for (at, _) in weighs_otherwise.iter().enumerate().filter(|(_, is_other)| **is_other) {
            for (other, _) in pairs.neighbours(at).flat_map(|(_, holders)| holders) {
                is_other[*other] = true;
            }
        }
        self.others.iter().for_each(|role| is_other[role.0] = true);
        is_other
    }

    fn suggestions(&self, at: usize) -> Vec<Suggestion> {
        let suggestion = |known: &Suggestion| Suggestion {
            shared: known.shared.iter().filter_map(|skill| self.now(*skill)).collect(),
            ..*known
        };
        self.nearness.suggestions[at].iter().map(suggestion).collect()
    }

    fn now(&self, skill: SkillId) -> Option<SkillId> {
        self.skills.get(skill.0).copied().flatten()
    }
}

/// Roles as they are compared.
struct Pairs<'p, D> {
    weights: &'p [Weights],
    totals: &'p [f64],
    /// Of each skill, the roles that have it, and its weight in them.
    holders: &'p [Vec<(usize, f64)>],
    is_declared: D,
}

impl<D> Pairs<'_, D> {
    fn is_common(&self, skill: SkillId) -> bool {
        self.holders[skill.0].len() > COMMON
    }

    /// The weights of the skills that make neighbours, each with all roles that have the skill.
    fn neighbours(&self, at: usize) -> impl Iterator<Item = (f64, &Vec<(usize, f64)>)> {
        let skills = self.weights[at].iter().filter(|(skill, _)| !self.is_common(*skill));
        skills.map(|(skill, weight)| (*weight, &self.holders[skill.0]))
    }

    /// One place for every role, used again for each: the sum of minima and the
    /// number of shared skills.
    fn scores(&self) -> Vec<(f64, usize)> {
        vec![(0.0, 0); self.weights.len()]
    }
}

impl<D: Fn(RoleId, RoleId) -> bool> Pairs<'_, D> {
    fn nearest(&self, at: usize, shared: &mut [(f64, usize)]) -> Vec<Suggestion> {
        let mut met = Vec::new();
        for (own, holders) in self.neighbours(at) {
            for (other, weight) in holders.iter().filter(|(other, _)| *other != at) {
                let (both, skills) = &mut shared[*other];
                if *skills == 0 {
                    met.push(*other);
                }
                *both += own.min(*weight);
                *skills += 1;
            }
        }
        let own = &self.weights[at];
        let common: Vec<_> = own.iter().copied().filter(|(skill, _)| self.is_common(*skill)).collect();
        let mut nearest: Vec<(f64, usize)> = Vec::with_capacity(LIMIT + 1);
        for other in met {
            let (mut both, mut skills) = std::mem::take(&mut shared[other]);
            // The sum of maxima is both totals less the sum of minima.
            let score = |both: f64| both / (self.totals[at] + self.totals[other] - both);
            // Most pairs are not near enough even if they shared all common skills.
            let most = common.iter().fold(both, |sum, (_, weight)| sum + weight);
            if nearest.len() == LIMIT && nearest.last().is_some_and(|(least, _)| score(most) < *least) {
                continue;
            }
            for (skill, own) in &common {
                if let Some((_, weight)) = self.weights[other].iter().find(|(known, _)| known == skill) {
                    both += own.min(*weight);
                    skills += 1;
                }
            }
            let score = score(both);
            let place =
                nearest.partition_point(|(best, role)| *best > score || (*best >= score && *role < other));
            if skills >= LEAST_SHARED && place < LIMIT && !(self.is_declared)(RoleId(at), RoleId(other)) {
                nearest.insert(place, (score, other));
                nearest.truncate(LIMIT);
            }
        }
        let suggestion = |(score, other): (f64, usize)| Suggestion {
            role: RoleId(other),
            score,
            shared: most_telling(own, &self.weights[other]),
        };
        nearest.into_iter().map(suggestion).collect()
    }
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
        Nearness::new(&slices, |_, _| false, None).suggestions
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
        let near = Nearness::new(&slices, |one, other| one.0 + other.0 == 2, None).suggestions;
        let order: Vec<_> = near[0].iter().map(|suggestion| suggestion.role.0).collect();
        assert_eq!(order, [1, 3, 4, 5, 6]);
    }

    #[test]
    fn what_is_taken_again_is_what_would_be_worked_out() {
        let all = ["a b c d", "a b e", "c d e F", "b f", "a b? c", "d e f"];
        let edits: [&[(usize, &str)]; 7] = [
            // A pair is declared, and no more.
            &[],
            &[(0, "a b c d g")],
            &[(3, "f")],
            &[(1, "a b c e")],
            // One has a skill in the place of another, so its frequency is the same.
            &[(0, "b c d"), (3, "a b f")],
            &[(4, "a b c")],
            &[(2, "c"), (5, "x y")],
        ];
        for edit in edits {
            let mut drawings = all;
            edit.iter().for_each(|(at, drawing)| drawings[*at] = drawing);
            let [then, now] = [all, drawings].map(|drawings| drawings.map(role));
            let [then, now] = [&then, &now].map(|roles| roles.each_ref().map(Vec::as_slice));
            let nearness = Nearness::new(&then, |_, _| false, None);
            // A skill is new before all others.
            let moved = |role: &[Requirement]| -> Vec<Requirement> {
                let moved =
                    |one: &Requirement| Requirement { skill: SkillId(one.skill.0 + 1), ..one.clone() };
                role.iter().map(moved).collect()
            };
            let now = now.map(moved);
            let now = now.each_ref().map(Vec::as_slice);
            let skills: Vec<_> = (1..=256).map(|skill| Some(SkillId(skill))).collect();
            let is_declared = |one: RoleId, other: RoleId| one.0 + other.0 == 1;
            let before =
                Before { nearness: &nearness, skills: &skills, others: [RoleId(0), RoleId(1)].into() };
            let again = Nearness::new(&now, is_declared, Some(&before));
            let anew = Nearness::new(&now, is_declared, None);
            assert_eq!(again.suggestions, anew.suggestions, "after {edit:?}");
            assert!(again.suggestions.iter().any(|nearest| !nearest.is_empty()));
        }
    }
}
