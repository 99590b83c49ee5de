//! What templates see: one struct for each kind of page, made from the book and
//! the plan. Pure; it cannot fail and reads nothing else.

pub mod around;
pub mod card;
mod chart;
pub mod chrome;
pub mod data;
pub mod facts;
pub mod feeds;
pub mod guide;
pub mod letters;
pub mod linked;
pub mod listings;
pub mod lists;
pub mod llms;
pub mod map;
pub mod memo;
pub mod moves;
pub mod navigation;
pub mod parts;
pub mod redirects;
pub mod search;
pub mod skill;
pub mod sources;
pub mod titles;
pub mod tools;
pub mod transition;

use tera::Context;

use crate::making::Make;
use crate::model::Book;
use crate::plan::routes::{SITEMAP_PART, is_map_divided, skills_check_route};
use crate::plan::{Page, Plan};
use crate::route::Route;
use crate::words::Words;
use chrome::{Chrome, Frame};
use memo::Memo;

/// A template and what it sees.
pub struct View {
    /// Name of the template.
    pub template: &'static str,
    /// Its data.
    pub context: Context,
}

/// What the template of a page sees; `None` for what has no template: files, the
/// host name, the open data, what scripts load, and cards, which are no text.
/// `memo` is that of the pages before, and `make` makes what takes long.
pub fn view(
    book: &Book,
    words: &Words,
    plan: &Plan,
    (memo, make): (&Memo, &dyn Make),
    (route, page): (&Route, &Page),
) -> Option<View> {
    memo.turn_to(route);
    let frame = Frame { book, plan, words, route, is_absolute: matches!(page, Page::NotFound), memo, make };
    let mut context = Context::new();
    context.insert("sources", &sources::sources(book, page));
    let mut with = |mut chrome: Chrome| {
        chrome.image = card::image(&frame, page);
        context.insert("page", &chrome);
        context.insert("linked", &linked::linked(&frame, page, &chrome));
    };
    let template = match page {
        Page::Home => {
            with(chrome::home(&frame));
            context.insert("home", &lists::home(&frame));
            "home.html"
        }
        Page::Field(id) => {
            with(chrome::field(&frame, *id));
            context.insert("field", &lists::field(&frame, *id));
            "field.html"
        }
        Page::Track(id) => {
            with(chrome::track(&frame, *id));
            context.insert("track", &lists::track(&frame, *id));
            "track.html"
        }
        Page::Guide(id) => {
            with(chrome::guide(&frame, *id));
            context.insert("guide", &guide::guide(&frame, *id));
            "guide.html"
        }
        Page::Skills => {
            with(chrome::skills(&frame));
            context.insert("skills", &skill::index(&frame));
            "skills.html"
        }
        Page::Skill(id) => {
            with(chrome::skill(&frame, *id));
            context.insert("skill", &skill::skill(&frame, *id));
            "skill.html"
        }
        Page::Listings => {
            with(chrome::listings(&frame));
            context.insert("listings", &listings::index(&frame));
            "listings.html"
        }
        Page::Transitions => {
            with(chrome::transitions(&frame));
            context.insert("transitions", &transition::index(&frame));
            "transitions.html"
        }
        Page::Transition(id) => {
            with(chrome::transition(&frame, *id));
            context.insert("transition", &transition::transition(&frame, *id));
            "transition.html"
        }
        Page::Map => {
            with(chrome::map(&frame));
            context.insert(
                "map",
                &if is_map_divided(book) { map::overview(&frame) } else { map::whole(&frame) },
            );
            "map.html"
        }
        Page::FieldMap(id) => {
            with(chrome::field_map(&frame, *id));
            context.insert("map", &map::field(&frame, *id));
            "map.html"
        }
        Page::Author(at) => {
            with(chrome::author(&frame, *at));
            context.insert("author", &lists::author(&frame, *at));
            "author.html"
        }
        Page::Search => {
            with(chrome::search(&frame));
            context.insert("search", &search::page(&frame));
            "search.html"
        }
        Page::Tools => {
            with(chrome::about_tools(&frame));
            context.insert("tools", &tools::list(&frame));
            "tools.html"
        }
        Page::Compare => {
            with(chrome::compare(&frame));
            context.insert("tool", &tools::tool(&frame));
            "compare.html"
        }
        Page::Paths => {
            with(chrome::paths(&frame));
            context.insert("tool", &tools::tool(&frame));
            "paths.html"
        }
        Page::SkillsCheck => {
            with(chrome::skills_check(&frame));
            context.insert("tool", &tools::tool(&frame));
            "skills-check.html"
        }
        Page::Plain(at) => {
            with(chrome::plain(&frame, *at));
            context.insert("draft", &book.pages[*at].draft);
            let text = parts::text(&frame, &book.pages[*at].section.text, &book.pages[*at].route);
            context.insert("body", &text);
            context.insert("contents", &parts::contents(&book.pages[*at].section.text));
            "page.html"
        }
        Page::NotFound => {
            with(chrome::not_found(&frame));
            context.insert("fields", &lists::field_counts(&frame));
            "404.html"
        }
        Page::Redirect(target) => {
            context.insert("target", &frame.href(target));
            context.insert("canonical", &frame.absolute(target));
            "redirect.html"
        }
        Page::Feed => {
            context.insert("feed", &feeds::feed(&frame, None));
            "feed.xml"
        }
        Page::FieldFeed(id) => {
            context.insert("feed", &feeds::feed(&frame, Some(*id)));
            "feed.xml"
        }
        Page::Sitemap => {
            let parts = feeds::sitemap_parts(&frame, plan);
            if parts.is_empty() {
                context.insert("urls", &feeds::sitemap(&frame, plan).collect::<Vec<_>>());
                "sitemap.xml"
            } else {
                context.insert("parts", &parts);
                "sitemap-index.xml"
            }
        }
        Page::SitemapPart(number) => {
            let before = (number - 1) * SITEMAP_PART;
            let urls = feeds::sitemap(&frame, plan).skip(before).take(SITEMAP_PART);
            context.insert("urls", &urls.collect::<Vec<_>>());
            "sitemap.xml"
        }
        Page::Robots => {
            context.insert("sitemap", &frame.absolute(&Route::file("sitemap.xml")));
            "robots.txt"
        }
        Page::Llms => {
            context.insert("llms", &llms::llms(&frame));
            "llms.txt"
        }
        Page::Headers => {
            context.insert("base", book.config.base_path());
            context.insert("assets", &plan.assets.encoded());
            let analytics = book.config.analytics.as_ref();
            let allow = analytics.map(|analytics| analytics.allow.clone()).unwrap_or_default();
            context.insert("allow", &allow);
            context
                .insert("skills_check", &plan.published(skills_check_route()).map(|route| route.encoded()));
            "_headers"
        }
        Page::Redirects => {
            context.insert("redirects", &redirects::redirects(&frame, plan));
            "_redirects"
        }
        Page::Data => {
            with(chrome::data(&frame));
            context.insert("data", &data::data(&frame));
            "data.html"
        }
        Page::Card(_)
        | Page::Cname
        | Page::NoJekyll
        | Page::File(_)
        | Page::DataFile(_)
        | Page::Twin(_)
        | Page::SearchIndex
        | Page::ToolData(_) => return None,
    };
    Some(View { template, context })
}
