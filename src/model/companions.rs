//! Skills that come together more often than chance would have it.
//!
//! The measure is lift: how many times more often two skills are asked for by the
//! same guide than they would be if guides asked for each of them by chance,
//! `both * guides / (one * other)` (S. Brin, R. Motwani, J. Ullman and S. Tsur,
//! 1997, who call it interest). Unlike the bare count it does not put what every
//! guide asks for beside every skill.

use super::{Book, SkillId};

/// A skill that often comes with another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Companion {
    /// The skill.
    pub skill: SkillId,
    /// Guides that ask for both.
    pub both: usize,
    /// How many times more often than by chance, above 1.
    pub lift: f64,
}

/// Two guides may be alike by chance; from this many on it says something.
const LEAST: usize = 2;
/// One in so many of the guides that ask for a skill have to ask for its companion
/// too: what is rare lifts highest, and says little of the skill.
const SHARE: usize = 10;

/// Skills that guides ask for together with `id`, those with the highest lift
/// first; ties go by the number of guides, then by the order of skills.
pub fn companions(book: &Book, id: SkillId) -> Vec<Companion> {
    let roles = book[id].essential.iter().chain(&book[id].optional);
    let others = roles.flat_map(|role| book[*role].requirements.iter().map(|one| one.skill));
    let others = others.filter(|other| *other != id).collect();
    let (guides, count_of) = (book.roles.len(), |skill: SkillId| book[skill].role_count());
    rank(others, guides, count_of(id), count_of)
}

/// Ranks `others`, the skills beside one that `own` of `guides` guides ask for, as
/// often as they stand beside it.
fn rank(
    mut others: Vec<SkillId>,
    guides: usize,
    own: usize,
    count_of: impl Fn(SkillId) -> usize,
) -> Vec<Companion> {
    others.sort_unstable();
    let mut companions: Vec<Companion> = others
        .chunk_by(|one, other| one == other)
        .filter(|same| same.len() >= LEAST && same.len() * SHARE >= own)
        .map(|same| Companion {
            skill: same[0],
            both: same.len(),
            lift: lift(same.len(), guides, own, count_of(same[0])),
        })
        .filter(|companion| companion.lift > 1.0)
        .collect();
    companions.sort_by(|one, other| {
        other.lift.total_cmp(&one.lift).then(other.both.cmp(&one.both)).then(one.skill.cmp(&other.skill))
    });
    companions
}

#[expect(clippy::cast_precision_loss, reason = "counts of guides are far below 2^52")]
fn lift(both: usize, guides: usize, one: usize, other: usize) -> f64 {
    (both * guides) as f64 / (one * other).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Guides by their skills, each a letter; the companions of `a`.
    #[track_caller]
    fn check(guides: &[&str], expected: &[(char, usize, f64)]) {
        let id = |letter: u8| SkillId(usize::from(letter));
        let count =
            |skill: SkillId| guides.iter().filter(|guide| guide.bytes().any(|one| id(one) == skill)).count();
        let others = guides
            .iter()
            .filter(|guide| guide.contains('a'))
            .flat_map(|guide| guide.bytes())
            .filter(|one| *one != b'a');
        let found = rank(others.map(id).collect(), guides.len(), count(id(b'a')), count);
        let expected: Vec<Companion> = expected
            .iter()
            .map(|(letter, both, lift)| Companion {
                skill: SkillId(*letter as usize),
                both: *both,
                lift: *lift,
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lifts_are_those_computed_by_hand() {
        // b: 2 of 6 guides, both with a (3 of 6): 2 * 6 / (3 * 2). c: 3 with a, 4 in all: 3 * 6 / (3 * 4).
        check(&["abc", "abc", "ac", "c", "d", "d"], &[('b', 2, 2.0), ('c', 3, 1.5)]);
    }

    #[test]
    fn what_everybody_asks_for_and_what_is_together_once_are_no_companions() {
        check(&["az", "az", "abz", "z", "z"], &[]);
    }

    #[test]
    fn equal_lifts_go_by_count_and_then_by_order() {
        check(
            &["abcd", "abcd", "bcad", "dx", "x", "x", "x", "x"],
            &[('b', 3, 8.0 / 3.0), ('c', 3, 8.0 / 3.0), ('d', 3, 2.0)],
        );
    }

    #[test]
    fn a_companion_is_in_a_tenth_of_the_guides_at_least() {
        let mut guides = vec!["a"; 19];
        guides.extend(["ab", "ab", "x", "x", "x"]);
        check(&guides, &[]);
        guides.drain(..2);
        check(&guides, &[('b', 2, 22.0 / 19.0)]);
    }
}
