//! Where the article of a saved page is, and what of the page is none of it:
//! navigation, scripts, forms, what stands beside.

use super::LeftOut;
use super::dom::{Dom, Id, one_line};

/// A page with its article found.
pub(super) struct Page {
    pub(super) dom: Dom,
    /// Whether a node is left out, by its place in the tree.
    is_left_out: Vec<bool>,
    /// What holds the article.
    pub(super) article: Id,
}

impl Page {
    pub(super) fn new(html: &str) -> Option<Self> {
        let dom = Dom::parse(html)?;
        let all = dom.walk(Dom::ROOT, |_| false);
        let size = all.iter().max().map_or(1, |last| last + 1);
        let mut is_left_out = vec![false; size];
        for id in &all {
            is_left_out[*id] = is_never_part(&dom, *id);
        }
        let article = find_article(&dom, &all, &is_left_out);
        // A header or footer of the page is none of the article; one inside it is.
        for id in all {
            if is_beside(&dom, id) && id != article && !has_ancestor(&dom, article, id) {
                is_left_out[id] = true;
            }
        }
        Some(Self { dom, is_left_out, article })
    }

    pub(super) fn is_left_out(&self, id: Id) -> bool {
        self.is_left_out[id]
    }

    /// What a reader of the page sees that does not become part of the guide.
    pub(super) fn left_out(&self) -> Vec<LeftOut> {
        let mut found = Vec::new();
        let mut open = vec![Dom::ROOT];
        let dom = &self.dom;
        while let Some(id) = open.pop() {
            if id == self.article && !self.is_left_out[id] {
                let inside = dom.walk(id, |_| false);
                let tops = inside.into_iter().filter(|inner| {
                    self.is_left_out[*inner]
                        && !self.is_left_out[dom.parent(*inner).unwrap_or(Dom::ROOT)]
                        && !is_in_left_out(self, *inner)
                });
                found.extend(tops.filter_map(|top| self.what(top)));
            } else if self.is_left_out[id] || !has_ancestor(dom, self.article, id) {
                // The title and what machines read are used, not left out.
                if dom.name(id) == "head" || self.is_used(id) {
                    continue;
                }
                found.extend(self.what(id));
            } else {
                open.extend(dom.children(id).iter().rev());
            }
        }
        found
    }

    fn is_used(&self, id: Id) -> bool {
        let dom = &self.dom;
        dom.name(id) == "h1" && self.heading().is_some_and(|(heading, _)| heading == id)
    }

    fn what(&self, id: Id) -> Option<LeftOut> {
        let dom = &self.dom;
        let is_unseen = |id: Id| is_unseen(dom, id);
        if is_unseen(id) {
            return None;
        }
        let words = dom.words(id, is_unseen);
        let what = match dom.name(id) {
            "nav" => "navigation",
            "form" | "input" | "select" | "textarea" => "a form",
            "aside" => "what stands beside the article",
            "footer" => "the footer",
            "header" => "the header",
            _ => "a part of the page that is not its article",
        };
        (!words.is_empty()).then(|| LeftOut { line: dom.line(id), what, words })
    }

    /// The page's first heading of the first level, if it stands outside the
    /// article.
    pub(super) fn heading(&self) -> Option<(Id, String)> {
        let dom = &self.dom;
        let id = dom
            .walk(Dom::ROOT, |id| is_unseen(dom, id))
            .into_iter()
            .find(|id| dom.name(*id) == "h1" && !has_ancestor(dom, *id, self.article))?;
        Some((id, dom.words(id, |_| false))).filter(|(_, words)| !words.is_empty())
    }

    /// What the head of the page says under `name`: a `<meta>`, or the title.
    pub(super) fn meta(&self, name: &str) -> Option<(usize, String)> {
        let dom = &self.dom;
        let all = dom.walk(Dom::ROOT, |id| dom.name(id) == "body");
        let (id, text) = all.into_iter().find_map(|id| match dom.name(id) {
            "title" if name == "title" => Some((id, dom.words(id, |_| false))),
            "meta" => {
                let is_it = [dom.attribute(id, "name"), dom.attribute(id, "property")].contains(&Some(name));
                is_it.then(|| Some((id, one_line(dom.attribute(id, "content")?)))).flatten()
            }
            _ => None,
        })?;
        (!text.is_empty()).then(|| (dom.line(id), text))
    }

    /// The trail of links to the page, from the outermost.
    pub(super) fn breadcrumb(&self) -> Option<(usize, Vec<String>)> {
        let dom = &self.dom;
        let trail = dom.walk(Dom::ROOT, |_| false).into_iter().find(|id| is_breadcrumb(dom, *id))?;
        let mut parts: Vec<String> = Vec::new();
        for id in dom.walk(trail, |_| false) {
            let is_part = matches!(dom.name(id), "a" | "li" | "span");
            let has_parts = dom
                .walk(id, |_| false)
                .into_iter()
                .skip(1)
                .any(|inner| matches!(dom.name(inner), "a" | "span"));
            let words = dom.words(id, |_| false);
            if is_part
                && !has_parts
                && words.chars().any(char::is_alphanumeric)
                && parts.last() != Some(&words)
            {
                parts.push(words);
            }
        }
        (!parts.is_empty()).then(|| (dom.line(trail), parts))
    }
}

fn is_in_left_out(page: &Page, id: Id) -> bool {
    let mut at = page.dom.parent(id);
    while let Some(id) = at {
        if page.is_left_out[id] {
            return true;
        }
        at = page.dom.parent(id);
    }
    false
}

fn has_ancestor(dom: &Dom, id: Id, ancestor: Id) -> bool {
    let mut at = Some(id);
    while let Some(id) = at {
        if id == ancestor {
            return true;
        }
        at = dom.parent(id);
    }
    false
}

/// What no reader sees.
fn is_unseen(dom: &Dom, id: Id) -> bool {
    matches!(
        dom.name(id),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "link"
            | "meta"
            | "dialog"
            | "datalist"
    ) || dom.attribute(id, "hidden").is_some()
        || dom.attribute(id, "aria-hidden") == Some("true")
}

/// What is never part of an article.
fn is_never_part(dom: &Dom, id: Id) -> bool {
    let role = dom.attribute(id, "role").unwrap_or("");
    is_unseen(dom, id)
        || matches!(dom.name(id), "head" | "nav" | "aside" | "form" | "input" | "select" | "textarea")
        || matches!(role, "navigation" | "complementary" | "search" | "dialog")
        || is_breadcrumb(dom, id)
        || has_class(
            dom,
            id,
            &[
                "sidebar",
                "navbar",
                "nav",
                "menu",
                "cookie",
                "cookies",
                "share",
                "sharing",
                "newsletter",
                "comments",
                "ad",
                "ads",
                "advert",
            ],
        )
}

/// What is no part of an article if it holds none of it.
fn is_beside(dom: &Dom, id: Id) -> bool {
    dom.name(id) == "footer" || matches!(dom.attribute(id, "role"), Some("banner" | "contentinfo"))
}

fn is_breadcrumb(dom: &Dom, id: Id) -> bool {
    let says = |name: &str| {
        dom.attribute(id, name).is_some_and(|value| value.to_ascii_lowercase().contains("breadcrumb"))
    };
    !matches!(dom.name(id), "body" | "html") && (says("class") || says("aria-label") || says("id"))
}

fn has_class(dom: &Dom, id: Id, classes: &[&str]) -> bool {
    let is_container = matches!(dom.name(id), "div" | "section" | "ul" | "span" | "p");
    let names = [dom.attribute(id, "class"), dom.attribute(id, "id")];
    is_container
        && names
            .into_iter()
            .flatten()
            .flat_map(str::split_whitespace)
            .any(|class| classes.contains(&class.to_ascii_lowercase().as_str()))
}

/// The innermost element that holds nearly all running text: an `<article>`, a
/// `<main>`, or what a page has in their place.
fn find_article(dom: &Dom, all: &[Id], is_left_out: &[bool]) -> Id {
    // Letters of paragraphs, items and headings below each element.
    let mut weight = vec![0_usize; is_left_out.len()];
    for id in dom.walk(Dom::ROOT, |id| is_left_out[id]) {
        let Some(text) = dom.text(id) else { continue };
        let letters = text.chars().filter(|character| character.is_alphanumeric()).count();
        let mut at = Some(id);
        while let Some(id) = at.filter(|_| letters > 0) {
            weight[id] += letters;
            at = dom.parent(id);
        }
    }
    let heaviest = |is_it: &dyn Fn(Id) -> bool| {
        let of_kind = all.iter().copied().filter(|id| is_it(*id) && weight[*id] > 0);
        // Of equals the outermost, which comes first.
        of_kind.fold(None, |best: Option<Id>, id| match best {
            Some(best) if weight[best] >= weight[id] => Some(best),
            _ => Some(id),
        })
    };
    let is_marked = |id: Id| {
        dom.name(id) == "article"
            || dom.attribute(id, "itemprop") == Some("articleBody")
            || dom.attribute(id, "role") == Some("article")
    };
    let is_main = |id: Id| dom.name(id) == "main" || dom.attribute(id, "role") == Some("main");
    let main = heaviest(&is_main);
    let body = heaviest(&|id| dom.name(id) == "body").unwrap_or(Dom::ROOT);
    let outer = main.unwrap_or(body);
    match heaviest(&is_marked) {
        // A list of teasers has articles too, none of which is the page's.
        Some(article) if weight[article] * 2 >= weight[outer] => article,
        _ => outer,
    }
}
