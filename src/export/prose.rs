//! Texts of the book for readers who have no site around them: every link in them
//! has its full address. It reads what authors wrote, and decides nothing.

use std::ops::Range;

use crate::config::Config;
use crate::markdown::relink::relink;
use crate::markdown::render::{Anchor, Picture, Targets, plain_paragraph};
use crate::model::{Book, ImageTarget, LinkTarget, Note, NoteWords, Role, Text};
use crate::route::Route;

/// A guide as its author wrote it, but for addresses and comments.
pub(super) fn guide(book: &Book, role: &Role) -> String {
    relink(role.text.document.body(), &Absolute::of(book, role))
}

/// What a note says, as plain text; `None` where it only names the move.
pub fn said(book: &Book, note: &Note) -> Option<String> {
    match note.words.as_ref()? {
        NoteWords::Plain(words) => Some(words.split_whitespace().collect::<Vec<_>>().join(" ")),
        NoteWords::Prose(at) => {
            let role = &book[note.role];
            let document = &role.text.document;
            let range = &document.outline.openings.get(*at)?.range;
            let targets = Absolute::of(book, role);
            Some(plain_paragraph(document.body(), range, &document.outline, &targets))
        }
    }
}

/// Links and images of a text, at their full addresses.
struct Absolute<'b> {
    config: &'b Config,
    text: &'b Text,
    /// The text's page.
    own: &'b Route,
}

impl<'b> Absolute<'b> {
    fn of(book: &'b Book, role: &'b Role) -> Self {
        Self { config: &book.config, text: &role.text, own: &role.route }
    }
}

impl Targets for Absolute<'_> {
    fn link(&self, range: &Range<usize>, target: &str) -> Anchor {
        match self.text.links.get(&range.start) {
            Some(LinkTarget::Route { route, suffix, title }) => {
                Anchor { href: self.config.absolute(route) + suffix, text: title.clone() }
            }
            Some(LinkTarget::Verbatim(address)) if address.starts_with('#') => {
                Anchor { href: self.config.absolute(self.own) + address, text: None }
            }
            Some(LinkTarget::Verbatim(address)) => Anchor { href: address.clone(), text: None },
            // A link that leads nowhere has been reported.
            None => Anchor { href: target.to_owned(), text: None },
        }
    }

    fn image(&self, range: &Range<usize>, target: &str) -> Picture {
        let src = match self.text.images.get(&range.start) {
            Some(ImageTarget::File { route, .. }) => self.config.absolute(route),
            Some(ImageTarget::Verbatim(address)) => address.clone(),
            None => target.to_owned(),
        };
        Picture { src, size: None }
    }
}
