//! Which pages have a card of their own, the picture that shared links show, and where
//! it stands. It draws none.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::drawing::fonts::Fonts;
use crate::model::{Book, FieldId, RoleId, TrackId};
use crate::route::Route;
use crate::source::{CONFIG, SourcePath};

/// What a card is drawn of. Pages of other kinds show the one of the whole site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// The site.
    Site,
    /// A field.
    Field(FieldId),
    /// A track.
    Track(TrackId),
    /// A role's guide.
    Guide(RoleId),
}

impl Card {
    /// All that a book could have.
    fn all(book: &Book) -> impl Iterator<Item = Self> {
        std::iter::once(Self::Site)
            .chain((0..book.fields.len()).map(|at| Self::Field(FieldId(at))))
            .chain((0..book.tracks.len()).map(|at| Self::Track(TrackId(at))))
            .chain((0..book.roles.len()).map(|at| Self::Guide(RoleId(at))))
    }

    /// What stands large on it.
    pub fn title(self, book: &Book) -> &str {
        match self {
            Self::Site => &book.config.title,
            Self::Field(id) => &book[id].section.title,
            Self::Track(id) => &book[id].section.title,
            Self::Guide(id) => &book[id].title,
        }
    }

    /// Its route, drawn or not.
    pub fn route(self, book: &Book) -> Route {
        card_route(&match self {
            Self::Site => Route::page([]),
            Self::Field(id) => book[id].route.clone(),
            Self::Track(id) => book[id].route.clone(),
            Self::Guide(id) => book[id].route.clone(),
        })
    }

    /// The file that says so.
    pub(super) fn place(self, book: &Book) -> Place {
        let text = match self {
            Self::Site => return Place::File(SourcePath::new(CONFIG)),
            Self::Field(id) => &book[id].section.text,
            Self::Track(id) => &book[id].section.text,
            Self::Guide(id) => &book[id].text,
        };
        Place::File(text.document.source.path().clone())
    }
}

/// Where the picture of a page is, drawn or the owner's own.
pub fn card_route(page: &Route) -> Route {
    page.below("card.png")
}

/// The cards that can be drawn: titles with letters that no font has would say
/// something else.
pub(super) fn cards(book: &Book, fonts: &Fonts) -> (Vec<Card>, Diagnostics) {
    if !book.config.draw_cards {
        return (Vec::new(), Diagnostics::default());
    }
    let mut missing: Vec<(Card, BTreeSet<char>)> = Vec::new();
    let all: Vec<Card> = Card::all(book).collect();
    let spelled = all.into_par_iter().map(|card| (card, fonts.spell(card.title(book))));
    let spelled: Vec<_> = spelled.collect();
    let cards = spelled.into_iter().filter_map(|(card, title)| match title {
        Ok(title) => (!title.is_empty()).then_some(card),
        Err(letters) => {
            missing.push((card, letters));
            None
        }
    });
    let cards = cards.collect();
    let Some((first, _)) = missing.first() else { return (cards, Diagnostics::default()) };
    let letters: BTreeSet<char> = missing.iter().flat_map(|(_, letters)| letters).copied().collect();
    let shown: Vec<String> = letters.iter().take(10).map(|letter| format!("`{letter}`")).collect();
    let more = if letters.len() > shown.len() { " and others" } else { "" };
    let titles = match missing.len() {
        1 => "one title".to_owned(),
        count => format!("{count} titles"),
    };
    let message = format!("{titles} cannot be drawn: no font of the theme has {}{more}", shown.join(", "));
    let warning =
        Diagnostic { place: first.place(book), ..Diagnostic::warning(Code::MissingLetter, message) };
    let warning = warning.help(format!(
        "put a font that has them into `themes/{}/fonts/`, or say `draw = false` under `[cards]` in `config.toml`",
        book.config.theme.value
    ));
    (cards, warning.into())
}
