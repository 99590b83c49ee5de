//! A site: built once, never changed, and rendered a page at a time. Rendering
//! looks at no clock, no disk and no environment.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::export;
use crate::making::{Anew, Make};
use crate::model::Book;
use crate::plan::{Page, Plan};
use crate::route::Route;
use crate::source::Source;
use crate::theme::Theme;
use crate::view;
use crate::view::memo::Memo;

/// Everything that pages are made of.
pub struct Site {
    /// The book.
    pub book: Book,
    /// Every URL.
    pub plan: Arc<Plan>,
    /// Templates and assets.
    pub theme: Arc<Theme>,
}

/// What answers a route.
pub struct Answer {
    /// Media type, with the encoding where it is text.
    pub media_type: String,
    /// The whole answer.
    pub bytes: Bytes,
}

/// What an answer is made of.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// Bytes of its own.
    Made(Vec<u8>),
    /// A file as it is: however many answers there are, it is in memory once.
    File(Arc<Source>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Made(bytes) => bytes,
            Self::File(source) => source.bytes(),
        }
    }
}

impl<B: Into<Vec<u8>>> From<B> for Bytes {
    fn from(bytes: B) -> Self {
        Self::Made(bytes.into())
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Bytes {}

/// Pages that one thread renders one after another.
const TOGETHER: usize = 32;

impl Site {
    /// Renders one route; `None` if the site has no such route.
    pub fn render(&self, route: &Route) -> Option<Result<Answer, Diagnostic>> {
        self.render_with(route, &Anew)
    }

    /// The same with what takes long made by `make`.
    pub fn render_with(&self, route: &Route, make: &dyn Make) -> Option<Result<Answer, Diagnostic>> {
        let (route, page) = self.plan.pages.get_key_value(route)?;
        Some(self.render_page(route, page, make, &Memo::default()))
    }

    /// Renders every route in parallel, and gives each to `take` as soon as it is
    /// made, in any order. All errors are gathered.
    pub fn render_each(
        &self,
        make: &dyn Make,
        take: impl Fn(&Route, Answer) + Sync,
    ) -> Result<(), Diagnostics> {
        self.render_where(|_| true, make, take)
    }

    /// The same for those routes alone that `is_wanted`.
    pub fn render_where(
        &self,
        is_wanted: impl Fn(&Route) -> bool + Sync,
        make: &dyn Make,
        take: impl Fn(&Route, Answer) + Sync,
    ) -> Result<(), Diagnostics> {
        let pages: Vec<(&Route, &Page)> = self.plan.pages.iter().collect();
        // As many as there are threads, each of which goes on with what it knows.
        let memos: Mutex<Vec<Memo>> = Mutex::default();
        // In the order of routes, pages that share parts stand beside each other.
        let render = |pages: &[(&Route, &Page)]| {
            let memo = memos.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
            let render =
                |(route, page)| self.render_page(route, page, make, &memo).map(|answer| take(route, answer));
            let wanted = pages.iter().filter(|(route, _)| is_wanted(route));
            let errors: Vec<Diagnostic> = wanted.filter_map(|page| render(*page).err()).collect();
            memos.lock().unwrap_or_else(PoisonError::into_inner).push(memo);
            errors
        };
        let errors: Vec<Diagnostic> = pages.par_chunks(TOGETHER).flat_map_iter(render).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.into_iter().collect()) }
    }

    fn render_page(
        &self,
        route: &Route,
        page: &Page,
        make: &dyn Make,
        memo: &Memo,
    ) -> Result<Answer, Diagnostic> {
        let bytes = match page {
            Page::File(source) => {
                return Ok(Answer {
                    media_type: media_type(route, page),
                    bytes: Bytes::File(Arc::clone(source)),
                });
            }
            Page::Cname => {
                let name = self.book.config.cname.as_deref().unwrap_or_default();
                format!("{name}\n").into_bytes()
            }
            Page::NoJekyll => Vec::new(),
            Page::DataFile(file) => export::file(&self.book, *file).into_bytes(),
            Page::Twin(id) => export::twin::markdown(&self.book, &self.theme.words, *id).into_bytes(),
            Page::Card(card) => {
                let context = view::card::context(&self.book, &self.theme.fonts, *card);
                let svg = self.theme.render(CARD, &context)?;
                make.draw(&svg, &self.theme.fonts).map_err(|message| self.theme.refuse(CARD, message))?
            }
            Page::SearchIndex => view::search::index(&self.book).into_bytes(),
            Page::ToolData(data) => {
                view::tools::data::module(&self.book, &self.theme.words, *data).into_bytes()
            }
            _ => match view::view(&self.book, &self.theme.words, &self.plan, (memo, make), (route, page)) {
                Some(view) => self.theme.render(view.template, &view.context)?.into_bytes(),
                None => Vec::new(),
            },
        };
        Ok(Answer { media_type: media_type(route, page), bytes: bytes.into() })
    }
}

/// The template of cards.
const CARD: &str = "card.svg";

fn media_type(route: &Route, page: &Page) -> String {
    match page {
        Page::DataFile(file) => return file.media_type().to_owned(),
        Page::SearchIndex => return "application/json".to_owned(),
        _ => {}
    }
    let path = route.output_path();
    let guess = mime_guess::from_path(&path).first_or_octet_stream();
    let is_text =
        guess.type_() == "text" || matches!(guess.subtype().as_str(), "javascript" | "json" | "xml");
    if path.ends_with("feed.xml") {
        "application/atom+xml; charset=utf-8".to_owned()
    } else if matches!(path.as_str(), "_headers" | "_redirects" | "CNAME") {
        // Their names tell nothing.
        "text/plain; charset=utf-8".to_owned()
    } else if is_text {
        format!("{}; charset=utf-8", guess.essence_str())
    } else {
        guess.essence_str().to_owned()
    }
}
