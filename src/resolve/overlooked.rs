//! What a guide's prose mentions: roles, and skills; and of these what its author
//! may have overlooked, because the guide does not link to them or tag them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::mentions;
use crate::model::mentions::Finder;
use crate::model::{Book, LinkTarget, Role, RoleId, SkillId};
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
    Lookout::new(book).overlooked(own)
}

/// Looks for what the guides of a book mention.
pub struct Lookout<'b> {
    book: &'b Book,
    by_route: BTreeMap<&'b Route, RoleId>,
    skills: Finder<SkillId>,
}

impl<'b> Lookout<'b> {
    /// A lookout for all that the book names.
    pub fn new(book: &'b Book) -> Self {
        let by_route = book.roles.iter().enumerate().map(|(at, role)| (&role.route, RoleId(at))).collect();
        let skills = book.skills.iter().enumerate().flat_map(|(at, skill)| {
            let aliases = skill.aliases.iter().map(String::as_str);
            std::iter::once(skill.name.as_str()).chain(aliases).map(move |name| (SkillId(at), name))
        });
        let skills = mentions::of_skills(skills);
        Self { book, by_route, skills }
    }

    fn overlooked(&self, own: RoleId) -> Overlooked {
        let role = &self.book[own];
        let prose = &role.text.document.prose();
        let by_itself = self.book.mentions(&role.text).iter().map(|(_, role)| *role);
        let known: BTreeSet<RoleId> = self.linked(role).chain(by_itself).chain([own]).collect();
        let tagged: BTreeSet<SkillId> =
            role.requirements.iter().map(|requirement| requirement.skill).collect();
        Overlooked {
            roles: self.book.names.first_mentions(prose, |role| known.contains(&role)),
            skills: self.skills.first_mentions(prose, |skill| tagged.contains(&skill)),
        }
    }

    /// Roles that the author of a guide links to.
    fn linked(&self, role: &'b Role) -> impl Iterator<Item = RoleId> {
        role.text.links.values().filter_map(|target| match target {
            LinkTarget::Route { route, .. } => self.by_route.get(route).copied(),
            LinkTarget::Verbatim(_) => None,
        })
    }

    /// The other roles that a guide names or links to.
    pub fn roles(&self, own: RoleId) -> BTreeSet<RoleId> {
        let role = &self.book[own];
        let prose = role.text.document.prose();
        let named = self.book.names.mentions(&prose).into_iter().map(|(_, role)| role);
        self.linked(role).chain(named).filter(|role| *role != own).collect()
    }

    /// The skills that a guide names without tagging them, and where in its body.
    pub fn untagged_skills(&self, own: RoleId) -> BTreeMap<SkillId, Vec<Range<usize>>> {
        let role = &self.book[own];
        let tagged: BTreeSet<SkillId> =
            role.requirements.iter().map(|requirement| requirement.skill).collect();
        let mut mentioned: BTreeMap<SkillId, Vec<Range<usize>>> = BTreeMap::new();
        for (range, skill) in self.skills.mentions(&role.text.document.prose()) {
            if !tagged.contains(&skill) {
                mentioned.entry(skill).or_default().push(range);
            }
        }
        mentioned
    }
}
