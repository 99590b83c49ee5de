//! Reads a book as an editor would: what is right enough to be built, and could be
//! better all the same. It changes nothing, and what day it is it is told.

mod connections;
mod front_matter;
mod images;
pub mod outside;
mod sections;
mod skills;
mod wording;

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::content::Front;
use crate::content::front_matter::GuideFront;
use crate::diagnostic::Diagnostics;
use crate::form::Located;
use crate::model::{Book, Role, RoleId, Tag, Text};
use crate::plan::Plan;
use crate::resolve::overlooked::Lookout;
use crate::source::{Source, Span};

/// Reads every text by itself. Reviews are judged by the day that `today` is;
/// `config_source` is where the book's configuration was read.
pub fn texts(book: &Book, plan: &Plan, config_source: Option<&Arc<Source>>, today: Date) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for guide in guides(book) {
        front_matter::guide(&guide, today, &mut diagnostics);
        sections::check(&guide, &book.config.sections, &mut diagnostics);
        skills::tags(book, &guide, &mut diagnostics);
    }
    front_matter::sections(book, config_source, &mut diagnostics);
    for text in every_text(book) {
        images::check(plan, text, &mut diagnostics);
    }
    diagnostics
}

/// Reads the book as a whole. That makes sense of a book without errors only: a
/// guide that does not parse would be missed by all the others.
pub fn whole(book: &Book) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let lookout = Lookout::new(book);
    for guide in guides(book) {
        skills::untagged(book, &guide, &lookout, &mut diagnostics);
        skills::lone(book, &guide, &mut diagnostics);
    }
    skills::near_duplicates(book, &mut diagnostics);
    connections::check(book, &lookout, &mut diagnostics);
    diagnostics
}

/// A guide of the book.
struct Guide<'b> {
    id: RoleId,
    role: &'b Role,
    front: &'b GuideFront,
}

impl Guide<'_> {
    /// The place of a stretch of the front matter.
    fn front_span(&self, range: &Range<usize>) -> Span {
        self.role.text.document.front_span(range.clone())
    }

    /// A tag as its author wrote it.
    fn name_of(&self, tag: &Tag) -> &Located<String> {
        &self.front.skills[tag.number].name
    }

    /// The place of its title.
    fn title_span(&self) -> Span {
        self.front_span(&self.front.title.range)
    }
}

fn guides(book: &Book) -> impl Iterator<Item = Guide<'_>> {
    book.roles.iter().enumerate().filter_map(|(at, role)| Guide::of(role, RoleId(at)))
}

impl<'b> Guide<'b> {
    fn of(role: &'b Role, id: RoleId) -> Option<Self> {
        match &role.text.document.front {
            Front::Guide(front) => Some(Self { id, role, front }),
            _ => None,
        }
    }
}

/// Every text that readers see.
fn every_text(book: &Book) -> impl Iterator<Item = &Text> {
    let sections = book.home.iter();
    let sections = sections.chain(book.fields.iter().map(|field| &field.section));
    let sections = sections.chain(book.tracks.iter().map(|track| &track.section));
    let sections = sections.chain(book.pages.iter().map(|page| &page.section));
    let guides = book.roles.iter().map(|role| &role.text);
    let prose = book.skills.iter().filter_map(|skill| skill.text.as_ref());
    sections.map(|section| &section.text).chain(guides).chain(prose).map(AsRef::as_ref)
}
