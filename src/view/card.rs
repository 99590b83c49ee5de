//! The pictures that shared links show: what stands on one, and which one a page has.
//! It draws none.

use serde::Serialize;
use tera::Context;

use super::chrome::Frame;
use crate::drawing::fonts::Fonts;
use crate::drawing::{HEIGHT, WIDTH};
use crate::model::Book;
use crate::plan::Page;
use crate::plan::cards::{self, card_route};

/// What stands on a card.
#[derive(Serialize)]
struct Card {
    /// What it is of: `site`, `field`, `track` or `guide`.
    kind: &'static str,
    /// The name of the site; none if no font has its letters.
    site: Option<String>,
    /// What the page belongs to, the largest first.
    trail: Vec<String>,
    /// The title.
    title: String,
    /// A sentence about the site.
    description: Option<String>,
    /// Minutes that reading a guide takes.
    minutes: Option<usize>,
    /// Guides of a site, field or track.
    guides: Option<usize>,
    /// The first of its parts: skills without which nobody holds a role, roles of a
    /// track, tracks of a field, fields of the site.
    parts: Vec<String>,
    /// The owner's accent.
    accent: Option<String>,
}

/// What the template of a card sees. What has letters that no font has is left out;
/// a title has none.
pub fn context(book: &Book, fonts: &Fonts, card: cards::Card) -> Context {
    let mut context = Context::new();
    context.insert("card", &Card::of(book, card, &|text| fonts.spell(text).ok()));
    context
}

/// Parts that a card has room for, at most.
const PARTS: usize = 6;

impl Card {
    /// `spell` gives a text as it can be set, if it can.
    fn of(book: &Book, card: cards::Card, spell: &dyn Fn(&str) -> Option<String>) -> Self {
        let spelled = |text: &str| spell(text).filter(|text| !text.is_empty());
        let some = |texts: &mut dyn Iterator<Item = &str>| -> Vec<String> {
            texts.filter_map(spelled).take(PARTS).collect()
        };
        let config = &book.config;
        let made = Self {
            kind: "",
            site: spelled(&config.title),
            trail: Vec::new(),
            title: spelled(card.title(book)).unwrap_or_default(),
            description: None,
            minutes: None,
            guides: None,
            parts: Vec::new(),
            accent: config.look.accent(),
        };
        match card {
            cards::Card::Site => Self {
                kind: "site",
                description: spelled(&config.description.value),
                guides: Some(book.roles.len()),
                parts: some(&mut book.fields.iter().map(|field| field.section.title.as_str())),
                ..made
            },
            cards::Card::Field(id) => Self {
                kind: "field",
                guides: Some(book.roles_of(id).count()),
                parts: some(&mut book[id].tracks.iter().map(|track| book[*track].section.title.as_str())),
                ..made
            },
            cards::Card::Track(id) => Self {
                kind: "track",
                trail: some(&mut [book[book[id].field].section.title.as_str()].into_iter()),
                guides: Some(book[id].roles.len()),
                parts: some(&mut book[id].roles.iter().map(|role| book[*role].title.as_str())),
                ..made
            },
            cards::Card::Guide(id) => {
                let role = &book[id];
                let track = &book[role.track];
                let above = [&book[track.field].section.title, &track.section.title];
                let essential = role.requirements.iter().filter(|one| !one.optional);
                Self {
                    kind: "guide",
                    trail: some(&mut above.into_iter().map(String::as_str)),
                    minutes: Some(role.reading_minutes),
                    parts: some(&mut essential.map(|one| book[one.skill].name.as_str())),
                    ..made
                }
            }
        }
    }
}

/// The picture of a page.
#[derive(Serialize)]
pub(super) struct Image {
    /// Its full address.
    pub(super) url: String,
    /// In pixels, where that is known.
    width: Option<usize>,
    /// In pixels.
    height: Option<usize>,
    /// What it says, if it is drawn.
    card: Option<Card>,
}

/// The picture that says most about a page: its own, or that of what it belongs to.
pub(super) fn image(frame: &Frame<'_>, page: &Page) -> Option<Image> {
    let book = frame.book;
    let (field, track) = match page {
        Page::Guide(id) => (Some(book[book[*id].track].field), Some(book[*id].track)),
        Page::Track(id) => (Some(book[*id].field), None),
        Page::FieldMap(id) => (Some(*id), None),
        _ => (None, None),
    };
    let above = [track.map(cards::Card::Track), field.map(cards::Card::Field), Some(cards::Card::Site)];
    let above = above.into_iter().flatten().map(|card| card.route(book));
    std::iter::once(card_route(frame.route)).chain(above).find_map(|route| {
        let url = frame.absolute(&route);
        match frame.plan.pages.get(&route)? {
            Page::Card(card) => Some(Image {
                url,
                width: Some(WIDTH as usize),
                height: Some(HEIGHT as usize),
                card: Some(Card::of(book, *card, &|text| Some(text.to_owned()))),
            }),
            Page::File(file) => {
                let size = imagesize::blob_size(file.bytes()).ok();
                let (width, height) = size.map(|size| (size.width, size.height)).unzip();
                Some(Image { url, width, height, card: None })
            }
            _ => None,
        }
    })
}
