//! What a guide's prose mentions and its author may have overlooked: roles that
//! it does not link to, skills that it does not tag.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::mentions::Finder;
use super::names::{Called, Naming};
use crate::model::{Book, LinkTarget, RoleId, SkillId};
use crate::route::Route;

/// First mentions in a guide's prose, by their place in its body.
#[derive(Debug, PartialEq, Eq)]
pub struct Overlooked {
    /// Roles that the prose does not link to.
    pub roles: Vec<(Range<usize>, RoleId)>,
    /// Skills that the guide does not tag.
    pub skills: Vec<(Range<usize>, SkillId)>,
}

/// Looks through the guide of `own`.
pub fn overlooked(book: &Book, own: RoleId) -> Overlooked {
    let role = &book[own];
    let prose = &role.text.document.prose();
    let called = book.roles.iter().map(|role| Called {
        slug: role.slug.clone(),
        title: role.title.clone(),
        alternates: role.alternate_titles.clone(),
    });
    let naming = Naming::new(called.collect());
    let by_route: BTreeMap<&Route, RoleId> =
        book.roles.iter().enumerate().map(|(at, role)| (&role.route, RoleId(at))).collect();
    let linked = role.text.links.values().filter_map(|target| match target {
        LinkTarget::Route { route, .. } => by_route.get(route).copied(),
        LinkTarget::Verbatim(_) => None,
    });
    let by_itself = role.text.mentions.iter().map(|(_, role)| *role);
    let known: BTreeSet<RoleId> = linked.chain(by_itself).chain([own]).collect();
    let roles = naming.finder.first_mentions(prose, known);

    let skills = book.skills.iter().enumerate().flat_map(|(at, skill)| {
        let aliases = skill.aliases.iter().map(String::as_str);
        std::iter::once(skill.name.as_str()).chain(aliases).map(move |name| (SkillId(at), name))
    });
    let tagged = role.requirements.iter().map(|requirement| requirement.skill).collect();
    Overlooked { roles, skills: Finder::of_skills(skills).first_mentions(prose, tagged) }
}
