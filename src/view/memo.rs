//! What the pages beside each other show alike, such as the link to a skill: made for
//! one of them, and taken again for the others. It changes how long a page takes,
//! never what it shows.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use tera::Value;

use crate::model::{RoleId, SkillId};
use crate::route::Route;

/// Parts of the pages of one folder.
#[derive(Default)]
pub struct Memo {
    folder: RefCell<String>,
    parts: RefCell<HashMap<Part, Value, BuildHasherDefault<Mixer>>>,
}

/// A hash of few small numbers, which nobody chooses to be the same for all: one that such
/// numbers are safe from takes ten times as long.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        // Knuth's multiplier: 2^64 over the golden ratio.
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A part that many pages show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A requirement as a link.
    Skill {
        /// The skill.
        skill: SkillId,
        /// Whether it is optional.
        optional: bool,
        /// Whether it is a soft one.
        soft: bool,
    },
    /// A role as a card.
    Card(RoleId),
    /// A role as a link.
    Role(RoleId),
    /// A skill as a link.
    Name(SkillId),
    /// A skill as a tag of its own.
    Chip {
        /// The skill.
        skill: SkillId,
        /// Whether it is optional.
        optional: bool,
    },
}

impl Memo {
    /// Forgets what pages in other folders than that of `route` show.
    pub fn turn_to(&self, route: &Route) {
        let mut folder = self.folder.borrow_mut();
        if *folder != route.beside() {
            route.beside().clone_into(&mut folder);
            self.parts.borrow_mut().clear();
        }
    }

    /// A part, made only where it is not known.
    pub fn part<T: Serialize>(&self, part: Part, make: impl FnOnce() -> T) -> Shared<T> {
        if let Some(known) = self.parts.borrow().get(&part) {
            return Shared(known.clone(), PhantomData);
        }
        // Parts are made of others, so nothing is borrowed meanwhile.
        let made = Shared::new(&make());
        self.parts.borrow_mut().insert(part, made.0.clone());
        made
    }
}

/// A `T` as templates see it, which costs next to nothing to have twice.
pub struct Shared<T>(Value, PhantomData<T>);

impl<T: Serialize> Shared<T> {
    /// What templates see of `made`.
    pub fn new(made: &T) -> Self {
        Self(Value::from_serializable(made), PhantomData)
    }
}

impl<T> Shared<Vec<T>> {
    /// What templates see of several, which is taken as it is from then on.
    pub fn list(parts: impl Iterator<Item = Shared<T>>) -> Self {
        Self(parts.map(|part| part.0).collect::<Vec<Value>>().into(), PhantomData)
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
