//! What is told of a move wherever it is shown: its line in a list, its address,
//! the words of authors.

use serde::Serialize;

use super::chrome::Frame;
use super::parts::{Link, paragraph, role_link};
use crate::markdown::escape;
use crate::model::graph::gap;
use crate::model::{Book, End, NoteWords, RoleId, Transition, TransitionId};
use crate::slug::Slug;

/// A move in a list.
#[derive(Serialize)]
pub struct MoveLine {
    /// The role that it comes from.
    from: Link,
    /// The role that it leads to.
    to: Link,
    /// Where most is said about it: its page, or else the guide where it begins.
    href: String,
    /// Number of skills that carry over.
    carried_count: usize,
    /// Number of skills that its end asks for.
    required_count: usize,
    /// Number of skills to be learned.
    learn_count: usize,
}

/// What a guide says about a move.
#[derive(Serialize)]
pub struct Note {
    /// The words, as HTML.
    html: String,
    /// The guide that says it, unless it is the page itself.
    source: Option<Link>,
}

/// A move as a line of a list; `None` if the guide of one of its ends is not written.
pub fn move_line(frame: &Frame<'_>, id: TransitionId) -> Option<MoveLine> {
    let book = frame.book;
    let (from, to) = (book[id].from.role()?, book[id].to.role()?);
    let gap = gap(&book[from], &book[to]);
    Some(MoveLine {
        from: role_link(frame, from),
        to: role_link(frame, to),
        href: href(frame, id)?,
        carried_count: gap.carried.len(),
        required_count: gap.carried.len() + gap.learn.len(),
        learn_count: gap.learn.len(),
    })
}

/// Where most is said about a move: on its page, or else in the guide where it begins.
pub fn href(frame: &Frame<'_>, id: TransitionId) -> Option<String> {
    let transition = &frame.book[id];
    if let Some(route) = &transition.route {
        return Some(frame.href(route));
    }
    let from = &frame.book[transition.from.role()?];
    Some(format!("{}#{}", frame.href(&from.route), anchor(frame.book, transition.to, false)))
}

/// The anchor of a move in the guide of one of its ends, where `other` is the other
/// one. Roles have unique slugs; a wanted role may share one's.
pub fn anchor(book: &Book, other: End, into: bool) -> String {
    let way = if into { "from" } else { "to" };
    match other {
        End::Role(role) => format!("_{way}-{}", book[role].slug),
        End::Wanted(wanted) => format!("_{way}_{}", Slug::of(&book[wanted].title)),
    }
}

/// What guides say about a move. The prose of `own`, on whose page it is shown, is
/// left out: the reader has it before their eyes.
pub fn notes(frame: &Frame<'_>, transition: &Transition, own: Option<RoleId>) -> Vec<Note> {
    transition.notes.iter().filter_map(|said| note(frame, said, own)).collect()
}

fn note(frame: &Frame<'_>, said: &crate::model::Note, own: Option<RoleId>) -> Option<Note> {
    let role = &frame.book[said.role];
    let is_own = own == Some(said.role);
    let html = match said.words.as_ref()? {
        NoteWords::Prose(_) if is_own => return None,
        NoteWords::Prose(at) => {
            let opening = role.text.document.outline.openings.get(*at)?;
            paragraph(frame, &role.text, &role.route, &opening.range)
        }
        NoteWords::Plain(words) => format!("<p>{}</p>", escape(words)),
    };
    Some(Note { html, source: (!is_own).then(|| role_link(frame, said.role)) })
}
