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
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::graph::learned_between;
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

/// A role that people come to another one from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The role that they have.
    pub from: RoleId,
    /// Whether no author vouches for the move: the roles are near by skills.
    pub suggested: bool,
    /// Number of skills essential to the new role that theirs does not ask for.
    pub missing: usize,
}

/// Suggestions for a role, at most.
const LIMIT: usize = 5;
/// A skill that more roles than this have brings no two of them together, so
/// that the work grows with the site and not with its square.
const COMMON: usize = 256;
/// Fewer shared skills than this say nothing.
const LEAST_SHARED: usize = 2;

/// How near the roles of a site are to one another, worked out for each role when it is first
/// asked for: most pages of a preview are never looked at.
#[derive(Debug)]
pub struct Nearness {
    /// Of each role, in the order of ids.
    requirements: Vec<Arc<[Requirement]>>,
    /// Pairs of roles that are left out.
    declared: Arc<BTreeSet<(RoleId, RoleId)>>,
    weighed: OnceLock<Weighed>,
    suggestions: Vec<OnceLock<Vec<Suggestion>>>,
    arrivals: Vec<OnceLock<Vec<Arrival>>>,
    /// Of threads that work none out now.
    idle: Mutex<Vec<Scores>>,
}

impl Nearness {
    /// Of roles given by their requirements. Pairs that are `declared`, in whichever
    /// direction, are no suggestions.
    pub fn new(requirements: Vec<Arc<[Requirement]>>, declared: Arc<BTreeSet<(RoleId, RoleId)>>) -> Self {
        let suggestions = requirements.iter().map(|_| OnceLock::new()).collect();
        let arrivals = requirements.iter().map(|_| OnceLock::new()).collect();
        let idle = Mutex::default();
        Self { requirements, declared, weighed: OnceLock::new(), suggestions, arrivals, idle }
    }

    /// Whether [`Self::new`] would give the same.
    pub fn is_of(&self, requirements: &[Arc<[Requirement]>], declared: &BTreeSet<(RoleId, RoleId)>) -> bool {
        self.requirements == requirements && *self.declared == *declared
    }

    /// The other roles nearest to a role, nearest first; ties go by the order of roles.
    ///
    /// Only roles that share a skill of at most 256 roles (`COMMON`) are compared: a
    /// skill that more of them have makes nobody a neighbour by itself. It counts
    /// where two are compared.
    pub fn suggestions(&self, role: RoleId) -> &[Suggestion] {
        self.suggestions[role.0].get_or_init(|| {
            let weighed = self.weighed();
            let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            let known = idle().pop();
            let mut scores = known.unwrap_or_else(|| Scores::of(weighed));
            let nearest = weighed.nearest(role.0, &mut scores, |other| {
                self.declared.contains(&(role, other)) || self.declared.contains(&(other, role))
            });
            idle().push(scores);
            nearest
        })
    }

    /// Where people come to a role from: by declared moves, then from its suggestions.
    pub fn arrivals(&self, to: RoleId) -> &[Arrival] {
        self.arrivals[to.0].get_or_init(|| {
            let declared = self.weighed().origins[to.0].iter().map(|from| (*from, false));
            let suggested = self.suggestions(to).iter().map(|near| (near.role, true));
            let arrival = |(from, suggested): (RoleId, bool)| {
                let learned = learned_between(&self.requirements[from.0], &self.requirements[to.0]);
                Arrival { from, suggested, missing: learned.filter(|one| !one.optional).count() }
            };
            declared.chain(suggested).map(arrival).collect()
        })
    }

    fn weighed(&self) -> &Weighed {
        self.weighed.get_or_init(|| Weighed::new(&self.requirements, &self.declared))
    }
}

/// The skills of a role, and how much each says about it.
type Weights = Vec<(SkillId, f64)>;

/// What is known of a role while it is compared; all of it 0 else.
#[derive(Debug)]
struct Scores {
    /// For every other role the sum of minima, and the number of shared skills.
    shared: Vec<(f64, usize)>,
    /// The role's own weight of each common skill.
    common: Vec<f64>,
}

impl Scores {
    fn of(weighed: &Weighed) -> Self {
        Self { shared: vec![(0.0, 0); weighed.weights.len()], common: vec![0.0; weighed.holders.len()] }
    }
}

/// Roles as they are compared.
#[derive(Debug)]
struct Weighed {
    /// Of each role, the weights of its skills.
    weights: Vec<Weights>,
    /// Their sums.
    totals: Vec<f64>,
    /// Of each role, those of its weights that are of common skills, by skill: sums over some of
    /// them are then in one order, and none is over the sum of all by an error of rounding.
    common: Vec<Weights>,
    /// Of each skill, the roles that have it, and its weight in them.
    holders: Vec<Vec<(usize, f64)>>,
    /// Of each role, those with a declared move to it.
    origins: Vec<Vec<RoleId>>,
}

impl Weighed {
    fn new(roles: &[Arc<[Requirement]>], declared: &BTreeSet<(RoleId, RoleId)>) -> Self {
        let all = || roles.iter().flat_map(|role| role.iter());
        let mut frequency = vec![0_usize; all().map(|one| one.skill.0 + 1).max().unwrap_or(0)];
        all().for_each(|one| frequency[one.skill.0] += 1);
        let rarity = |frequency: &usize| (1.0 + count(roles.len()) / count(*frequency)).ln();
        let rarities: Vec<f64> = frequency.iter().map(rarity).collect();
        let weight = |requirement: &Requirement| {
            let kind = if requirement.kind == SkillKind::Soft { 0.25 } else { 1.0 };
            let need = if requirement.optional { 0.5 } else { 1.0 };
            (requirement.skill, rarities[requirement.skill.0] * kind * need)
        };
        let weights: Vec<Weights> = roles.iter().map(|role| role.iter().map(weight).collect()).collect();
        let totals = weights.iter().map(|role| role.iter().map(|(_, weight)| weight).sum()).collect();
        let mut holders: Vec<Vec<(usize, f64)>> = frequency.into_iter().map(Vec::with_capacity).collect();
        for (at, role) in weights.iter().enumerate() {
            role.iter().for_each(|(skill, weight)| holders[skill.0].push((at, *weight)));
        }
        let is_common = |(skill, _): &(SkillId, f64)| holders[skill.0].len() > COMMON;
        let common_of = |role: &Weights| {
            let mut common: Weights = role.iter().copied().filter(is_common).collect();
            common.sort_unstable_by_key(|(skill, _)| *skill);
            common
        };
        let common = weights.iter().map(common_of).collect();
        let mut origins = vec![Vec::new(); roles.len()];
        declared.iter().for_each(|(from, to)| origins[to.0].push(*from));
        Self { weights, totals, common, holders, origins }
    }

    /// The nearest to the role at a place, unless they are left out. All of `scores` is zero, and is
    /// again when this ends.
    fn nearest(
        &self,
        at: usize,
        scores: &mut Scores,
        is_left_out: impl Fn(RoleId) -> bool,
    ) -> Vec<Suggestion> {
        let own = &self.weights[at];
        let mut met = Vec::new();
        for (skill, own) in own.iter().filter(|(skill, _)| self.holders[skill.0].len() <= COMMON) {
            for (other, weight) in self.holders[skill.0].iter().filter(|(other, _)| *other != at) {
                let (both, skills) = &mut scores.shared[*other];
                if *skills == 0 {
                    met.push(*other);
                }
                *both += own.min(*weight);
                *skills += 1;
            }
        }
        self.common[at].iter().for_each(|(skill, weight)| scores.common[skill.0] = *weight);
        let mut nearest: Vec<(f64, usize)> = Vec::with_capacity(LIMIT + 1);
        for other in met {
            let (mut both, mut skills) = std::mem::take(&mut scores.shared[other]);
            // The sum of maxima is both totals less the sum of minima.
            let score = |both: f64| both / (self.totals[at] + self.totals[other] - both);
            // Most pairs are not near enough even if they shared all common skills.
            let most = score(self.common[at].iter().fold(both, |sum, (_, weight)| sum + weight));
            if nearest.len() == LIMIT && nearest.last().is_some_and(|(least, _)| most < *least) {
                continue;
            }
            for (skill, weight) in &self.common[other] {
                let own = scores.common[skill.0];
                both += own.min(*weight);
                skills += usize::from(own > 0.0);
            }
            let score = score(both);
            let place =
                nearest.partition_point(|(best, role)| *best > score || (*best >= score && *role < other));
            if skills >= LEAST_SHARED && place < LIMIT && !is_left_out(RoleId(other)) {
                nearest.insert(place, (score, other));
                nearest.truncate(LIMIT);
            }
        }
        self.common[at].iter().for_each(|(skill, _)| scores.common[skill.0] = 0.0);
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

    fn nearness(drawings: &[&str], declared: &[(usize, usize)]) -> Nearness {
        let roles = drawings.iter().map(|drawing| role(drawing).into()).collect();
        let declared = declared.iter().map(|(one, other)| (RoleId(*one), RoleId(*other))).collect();
        Nearness::new(roles, Arc::new(declared))
    }

    fn nearest(drawings: &[&str]) -> Vec<Vec<Suggestion>> {
        let near = nearness(drawings, &[]);
        (0..drawings.len()).map(|at| near.suggestions(RoleId(at)).to_vec()).collect()
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
    fn people_come_by_declared_moves_and_from_near_roles_and_miss_what_is_essential() {
        let near = nearness(&["a b c", "a b d e?", "x"], &[(2, 0)]);
        let arrival = |from, suggested, missing| Arrival { from: RoleId(from), suggested, missing };
        assert_eq!(near.arrivals(RoleId(0)), [arrival(2, false, 3), arrival(1, true, 1)]);
        assert_eq!(near.arrivals(RoleId(1)), [arrival(0, true, 1)]);
        assert_eq!(near.arrivals(RoleId(2)), []);
    }

    #[test]
    fn at_most_five_in_the_order_of_roles_where_scores_tie_and_never_a_declared_one() {
        let near = nearness(&["a b"; 9], &[(0, 2), (1, 1)]);
        let order =
            |role| -> Vec<usize> { near.suggestions(RoleId(role)).iter().map(|one| one.role.0).collect() };
        assert_eq!(order(0), [1, 3, 4, 5, 6]);
        assert_eq!(order(2), [1, 3, 4, 5, 6]);
        assert_eq!(order(1), [0, 2, 3, 4, 5]);
    }

    #[test]
    fn nearness_stays_where_roles_ask_for_the_same_and_the_same_pairs_are_declared() {
        let near = nearness(&["a b", "a b?"], &[(0, 1)]);
        let is_of = |drawings: &[&str], declared| {
            let other = nearness(drawings, declared);
            near.is_of(&other.requirements, &other.declared)
        };
        assert!(is_of(&["a b", "a b?"], &[(0, 1)]));
        assert!(!is_of(&["a b", "a b"], &[(0, 1)]));
        assert!(!is_of(&["a b", "a b?", "c"], &[(0, 1)]));
        assert!(!is_of(&["a b", "a b?"], &[]));
        assert!(!is_of(&["a b", "a b?"], &[(1, 0)]));
    }
}
