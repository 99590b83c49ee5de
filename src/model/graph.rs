//! What a move asks of the one who makes it.

use super::{Requirement, Role};

/// The requirements of a move's target, divided by whether its origin has them.
#[derive(Debug, PartialEq, Eq)]
pub struct Gap<'b> {
    /// Required at both ends, in the target's order.
    pub carried: Vec<&'b Requirement>,
    /// Required at the target only, in its order: what is to be learned.
    pub learn: Vec<&'b Requirement>,
}

/// The gap of a move. A skill that the origin requires, be it as an optional
/// one, is carried over.
pub fn gap<'b>(from: &Role, to: &'b Role) -> Gap<'b> {
    gap_between(&from.requirements, &to.requirements)
}

/// What a move asks a person to learn, in the target's order: the gap's second part.
pub fn learned<'b>(from: &'b Role, to: &'b Role) -> impl Iterator<Item = &'b Requirement> {
    learned_between(&from.requirements, &to.requirements)
}

/// As [`learned`], of roles that are given by their requirements.
pub(super) fn learned_between<'b>(
    from: &'b [Requirement],
    to: &'b [Requirement],
) -> impl Iterator<Item = &'b Requirement> {
    let known = traits(from);
    to.iter().filter(move |wanted| known & bit(wanted) == 0 || !has(from, wanted))
}

/// A bit for each requirement, so that most of what is not among them is told at a glance;
/// other skills may have the same bit.
fn traits(requirements: &[Requirement]) -> u64 {
    requirements.iter().fold(0, |bits, one| bits | bit(one))
}

fn bit(requirement: &Requirement) -> u64 {
    1 << (requirement.skill.0 % 64)
}

fn has(known: &[Requirement], wanted: &Requirement) -> bool {
    known.iter().any(|known| known.skill == wanted.skill)
}

fn gap_between<'b>(from: &[Requirement], to: &'b [Requirement]) -> Gap<'b> {
    let known = traits(from);
    let (carried, learn) = to.iter().partition(|wanted| known & bit(wanted) != 0 && has(from, wanted));
    Gap { carried, learn }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::front_matter::SkillKind;
    use crate::model::SkillId;

    fn requirements(drawing: &str) -> Vec<Requirement> {
        drawing
            .split_whitespace()
            .map(|name| Requirement {
                skill: SkillId(name.trim_end_matches('?').bytes().map(usize::from).sum()),
                kind: SkillKind::Technical,
                optional: name.ends_with('?'),
                listing: None,
            })
            .collect()
    }

    #[track_caller]
    fn check(from: &str, to: &str, carried: &str, learn: &str) {
        let (from, to) = (requirements(from), requirements(to));
        let gap = gap_between(&from, &to);
        let plain = |side: Vec<&Requirement>| side.into_iter().cloned().collect::<Vec<_>>();
        assert_eq!((plain(gap.carried), plain(gap.learn)), (requirements(carried), requirements(learn)));
    }

    #[test]
    fn what_both_ends_require_is_carried_over_and_the_rest_is_to_be_learned() {
        check("a b c", "b c d", "b c", "d");
        check("a", "b", "", "b");
        check("a b", "a b", "a b", "");
        check("a b? c", "b a? d?", "b a?", "d?");
        check("", "a", "", "a");
    }
}
