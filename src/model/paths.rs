//! Ways from one role to another over moves that authors vouch for, and what they ask a person
//! to learn. It knows no page.
//!
//! Who walks a path begins with all skills of its first role. Each role on the way
//! is held for its own sake, so its essential skills are learned; those that it
//! can do without are not. At the last one everything that it requires counts, as
//! it does in the gap of a single move.

use std::collections::{BTreeMap, BTreeSet};

use super::{Book, Requirement, RoleId, SkillId};

/// Moves of a path, at most.
pub const HOPS: usize = 5;

/// One move of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Where it leads.
    pub to: RoleId,
    /// Skills to learn for it, in the order in which its target requires them.
    pub learn: Vec<SkillId>,
    /// Skills learned since the beginning of the path, these included.
    pub total: usize,
}

/// Roles, what they require, and the moves between them.
pub trait Moves {
    /// Roles that a move somebody vouches for leads to from `role`, in the order of their ids.
    fn onward(&self, role: RoleId) -> BTreeSet<RoleId>;
    /// Roles from which such a move leads to `role`.
    fn origins(&self, role: RoleId) -> BTreeSet<RoleId>;
    /// What a role requires.
    fn requirements(&self, role: RoleId) -> &[Requirement];
}

impl Moves for Book {
    fn onward(&self, role: RoleId) -> BTreeSet<RoleId> {
        let moves = self[role].moves_out.iter().map(|id| &self[*id]);
        moves.filter(|one| one.is_vouched()).filter_map(|one| one.to.role()).collect()
    }

    fn origins(&self, role: RoleId) -> BTreeSet<RoleId> {
        let moves = self[role].moves_in.iter().map(|id| &self[*id]);
        moves.filter(|one| one.is_vouched()).filter_map(|one| one.from.role()).collect()
    }

    fn requirements(&self, role: RoleId) -> &[Requirement] {
        &self[role].requirements
    }
}

/// The path that [`least_learning`] puts first; `None` where there is none.
pub fn best(moves: &impl Moves, from: RoleId, to: RoleId) -> Option<Vec<Hop>> {
    least_learning(moves, from, to, 1).pop()
}

/// The `most` paths of at most [`HOPS`] moves that ask for the least learning in all,
/// that with the least first, then that with the fewest moves; ties go by the order of
/// roles. No path leads twice to one role, so there is none from a role to itself.
///
/// Learning never shrinks along a path, and what the target still asks for has to
/// be learned whatever the way: so a way that cannot get below the last of the best
/// known is given up (branch and bound; A. H. Land and A. G. Doig, 1960).
pub fn least_learning(moves: &impl Moves, from: RoleId, to: RoleId, most: usize) -> Vec<Vec<Hop>> {
    if from == to || most == 0 {
        return Vec::new();
    }
    let known = moves.requirements(from).iter().map(|one| one.skill).collect();
    let (near, way, best) = (near(moves, to), Vec::new(), Vec::with_capacity(most + 1));
    let mut search = Search { moves, from, to, near, known, way, best, most };
    search.go_on(from);
    search.best
}

/// What decides between two paths before the order of roles: learning, then moves.
fn cost(path: &[Hop]) -> (usize, usize) {
    (path.last().map_or(0, |hop| hop.total), path.len())
}

/// How far into the way back from the target it pays to look before the search.
const NEAR: usize = 2;

/// Roles from which at most [`NEAR`] moves lead to `to`, and how many.
fn near(moves: &impl Moves, to: RoleId) -> BTreeMap<RoleId, usize> {
    let mut near = BTreeMap::from([(to, 0)]);
    let mut edge = vec![to];
    for hops in 1..=NEAR {
        let origins = edge.iter().flat_map(|role| moves.origins(*role));
        let origins: BTreeSet<RoleId> = origins.filter(|role| !near.contains_key(role)).collect();
        near.extend(origins.iter().map(|role| (*role, hops)));
        edge = origins.into_iter().collect();
    }
    near
}

struct Search<'m, M> {
    moves: &'m M,
    from: RoleId,
    to: RoleId,
    near: BTreeMap<RoleId, usize>,
    known: BTreeSet<SkillId>,
    way: Vec<Hop>,
    /// The best paths found, in order.
    best: Vec<Vec<Hop>>,
    most: usize,
}

impl<M: Moves> Search<'_, M> {
    fn go_on(&mut self, role: RoleId) {
        let left = HOPS - self.way.len();
        for to in self.moves.onward(role) {
            let is_reachable = match self.near.get(&to) {
                Some(hops) => *hops < left,
                None => left > NEAR + 1,
            };
            if is_reachable && to != self.from && self.way.iter().all(|hop| hop.to != to) {
                self.take(to);
            }
        }
    }

    fn take(&mut self, to: RoleId) {
        let is_last = to == self.to;
        let requirements = self.moves.requirements(to).iter();
        let learn = requirements.filter(|one| (is_last || !one.optional) && !self.known.contains(&one.skill));
        let learn: Vec<SkillId> = learn.map(|one| one.skill).collect();
        let total = self.way.last().map_or(0, |hop| hop.total) + learn.len();
        self.known.extend(&learn);
        self.way.push(Hop { to, learn, total });
        if self.could_be_among_the_best(total) {
            if is_last {
                // Ways are tried in the order of roles, so equals come after those found.
                let place = self.best.partition_point(|known| cost(known) <= cost(&self.way));
                self.best.insert(place, self.way.clone());
                self.best.truncate(self.most);
            } else {
                self.go_on(to);
            }
        }
        for skill in self.way.pop().iter().flat_map(|hop| &hop.learn) {
            self.known.remove(skill);
        }
    }

    /// Whether the way so far, on which `total` skills were learned, can become
    /// better than the last of those known.
    fn could_be_among_the_best(&self, total: usize) -> bool {
        let Some(last) = self.best.get(self.most - 1) else { return true };
        let wanted = self.moves.requirements(self.to).iter();
        let least = total + wanted.filter(|one| !self.known.contains(&one.skill)).count();
        let hops = self.way.len() + usize::from(self.way.last().is_some_and(|hop| hop.to != self.to));
        (least, hops) < cost(last)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::front_matter::SkillKind;

    /// Roles with skills, each a letter, and moves between them.
    #[derive(Debug)]
    struct Drawing {
        roles: Vec<Vec<Requirement>>,
        moves: BTreeSet<(RoleId, RoleId)>,
    }

    impl Moves for Drawing {
        fn onward(&self, role: RoleId) -> BTreeSet<RoleId> {
            self.moves.iter().filter(|(from, _)| *from == role).map(|(_, to)| *to).collect()
        }

        fn origins(&self, role: RoleId) -> BTreeSet<RoleId> {
            self.moves.iter().filter(|(_, to)| *to == role).map(|(from, _)| *from).collect()
        }

        fn requirements(&self, role: RoleId) -> &[Requirement] {
            &self.roles[role.0]
        }
    }

    fn requirement(skill: usize, optional: bool) -> Requirement {
        Requirement { skill: SkillId(skill), kind: SkillKind::Technical, optional, listing: None }
    }

    /// Roles `A`, `B`, ... by their skills ("x y?"), and chains of moves ("A -> B -> C").
    fn draw(roles: &[&str], chains: &[&str]) -> Drawing {
        let skill = |name: &str| requirement(usize::from(name.as_bytes()[0]), name.ends_with('?'));
        let role = |name: &str| RoleId(usize::from(name.as_bytes()[0] - b'A'));
        let roles = roles.iter().map(|skills| skills.split_whitespace().map(skill).collect()).collect();
        let steps = chains.iter().flat_map(|chain| {
            let names: Vec<RoleId> = chain.split(" -> ").map(role).collect();
            names.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
        });
        Drawing { roles, moves: steps.collect() }
    }

    /// A path as text: "B +x 1, C +y,z 3".
    #[track_caller]
    fn check(roles: &[&str], chains: &[&str], [from, to]: [usize; 2], expected: Option<&str>) {
        let letter = |base: u8, id: usize| char::from(base + u8::try_from(id).unwrap_or_default());
        let path = best(&draw(roles, chains), RoleId(from), RoleId(to)).map(|path| {
            let hops = path.iter().map(|hop| {
                let learn: Vec<String> = hop.learn.iter().map(|skill| letter(0, skill.0).into()).collect();
                format!("{} +{} {}", letter(b'A', hop.to.0), learn.join(","), hop.total)
            });
            hops.collect::<Vec<_>>().join(", ")
        });
        assert_eq!(path.as_deref(), expected);
    }

    #[test]
    fn the_way_with_the_least_to_learn_is_taken_though_it_is_longer() {
        // Over B: y, z and w. Over C and D: only z, in the end.
        let roles = ["x", "x y z w", "x", "x", "x z"];
        check(&roles, &["A -> B -> E", "A -> C -> D -> E"], [0, 4], Some("C + 0, D + 0, E +z 1"));
    }

    #[test]
    fn of_equal_ways_the_one_with_fewer_moves_and_then_the_first_in_order_is_taken() {
        let roles = ["x", "x", "x", "x y"];
        check(&roles, &["A -> B -> C -> D", "A -> D"], [0, 3], Some("D +y 1"));
        check(&roles, &["A -> C -> D", "A -> B -> D"], [0, 3], Some("B + 0, D +y 1"));
    }

    #[test]
    fn what_was_learned_on_the_way_is_not_learned_again() {
        check(&["x", "x y", "y z"], &["A -> B -> C"], [0, 2], Some("B +y 1, C +z 2"));
    }

    #[test]
    fn optional_skills_count_at_the_beginning_and_at_the_end() {
        check(&["x?", "x y?", "x y z?"], &["A -> B -> C"], [0, 2], Some("B + 0, C +y,z 2"));
    }

    #[test]
    fn five_moves_are_found_and_six_are_not() {
        let roles = ["x"; 7];
        let chain = &["A -> B -> C -> D -> E -> F -> G"];
        check(&roles, chain, [0, 5], Some("B + 0, C + 0, D + 0, E + 0, F + 0"));
        check(&roles, chain, [0, 6], None);
        check(&roles, chain, [1, 0], None);
        check(&roles, chain, [0, 0], None);
    }

    /// What every path without a circle asks for: skills in all, moves, roles.
    fn all_paths(
        drawing: &Drawing,
        way: &mut Vec<RoleId>,
        to: RoleId,
        found: &mut Vec<(usize, Vec<RoleId>)>,
    ) {
        let Some(last) = way.last().copied().filter(|_| way.len() <= HOPS) else { return };
        for next in drawing.onward(last) {
            if way.contains(&next) {
                continue;
            }
            way.push(next);
            if next == to {
                let mut known: BTreeSet<SkillId> =
                    drawing.requirements(way[0]).iter().map(|one| one.skill).collect();
                let begin = known.len();
                for role in &way[1..] {
                    let asked = drawing.requirements(*role).iter().filter(|one| *role == to || !one.optional);
                    known.extend(asked.map(|one| one.skill));
                }
                found.push((known.len() - begin, way[1..].to_vec()));
            } else {
                all_paths(drawing, way, to, found);
            }
            way.pop();
        }
    }

    proptest! {
        #[test]
        fn the_best_of_all_paths_are_found(
            skills in prop::collection::vec(prop::collection::btree_map(0..8usize, any::<bool>(), 0..6), 7),
            moves in prop::collection::btree_set((0..7usize, 0..7usize), 0..24),
        ) {
            let roles = skills.iter().map(|role| role.iter().map(|(id, optional)| requirement(*id, *optional)).collect());
            let moves = moves.into_iter().filter(|(from, to)| from != to).map(|(from, to)| (RoleId(from), RoleId(to)));
            let drawing = Drawing { roles: roles.collect(), moves: moves.collect() };
            let mut found = Vec::new();
            all_paths(&drawing, &mut vec![RoleId(0)], RoleId(6), &mut found);
            found.sort_by_key(|(total, way)| (*total, way.len(), way.clone()));
            let roles = |path: &[Hop]| path.iter().map(|hop| hop.to).collect::<Vec<_>>();
            for most in [0, 1, 3] {
                let paths = least_learning(&drawing, RoleId(0), RoleId(6), most);
                let paths: Vec<_> = paths.iter().map(|path| (cost(path).0, roles(path))).collect();
                prop_assert_eq!(&paths, &found[..most.min(found.len())]);
            }
        }
    }
}
