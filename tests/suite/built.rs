//! A built site as a browser and a crawler take it: what every address on its
//! pages leads to, and the checks of whole sites. It knows no sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scraper::{Html, Selector};

use crate::arrange::tree;

/// A site that was built, and where it says that it is published.
pub(crate) struct Built {
    /// Files by their path.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Every HTML page, parsed once.
    pub(crate) pages: BTreeMap<String, Page>,
    /// With a slash at its end.
    pub(crate) base_url: String,
    /// Whether `/a/` means `/a/index.html`, as hosts take it.
    pub(crate) has_indexes: bool,
}

/// What the tests look at in a page.
pub(crate) struct Page {
    pub(crate) text: String,
    /// What browsers have to put right.
    pub(crate) errors: Vec<String>,
    pub(crate) ids: Vec<String>,
    /// Addresses that a reader can follow.
    pub(crate) links: Vec<String>,
    /// Addresses that a browser fetches by itself.
    pub(crate) fetched: Vec<String>,
    pub(crate) is_redirect: bool,
}

impl Page {
    pub(crate) fn parse(text: &str) -> Self {
        let html = Html::parse_document(text);
        let all = |selector: &str, attribute: &str| -> Vec<String> {
            html.select(&Selector::parse(selector).expect("a selector"))
                .filter_map(|element| element.attr(attribute).map(str::to_owned))
                .collect()
        };
        let refresh = all("meta[http-equiv=refresh]", "content");
        let mut links = all("a[href], area[href]", "href");
        links.extend(
            refresh.iter().filter_map(|content| content.split_once("url=")).map(|(_, url)| url.to_owned()),
        );
        let mut fetched = all("[src]", "src");
        fetched.extend(all("link:not([rel=canonical])[href]", "href"));
        fetched.extend(all("[poster]", "poster"));
        fetched.extend(all("object[data]", "data"));
        let candidates = all("[srcset]", "srcset");
        let candidates = candidates.iter().flat_map(|set| set.split(','));
        fetched.extend(candidates.filter_map(|one| one.split_whitespace().next()).map(str::to_owned));
        Self {
            text: text.to_owned(),
            errors: html.errors.iter().map(ToString::to_string).collect(),
            ids: all("[id]", "id"),
            links,
            fetched,
            is_redirect: !refresh.is_empty(),
        }
    }

    pub(crate) fn select(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.text);
        html.select(&Selector::parse(selector).expect("a selector")).map(|element| element.html()).collect()
    }
}

/// Where an address leads.
#[derive(Debug, PartialEq)]
pub(crate) enum Target {
    /// To another site, or to no page at all (`mailto:`).
    Elsewhere,
    /// To a file of the site, and to a place in it.
    File(String, Option<String>),
}

impl Built {
    pub(crate) fn read(folder: &Path, base_url: &str, has_indexes: bool) -> Self {
        let files = tree(folder);
        let pages = files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (path.clone(), Page::parse(std::str::from_utf8(bytes).expect("UTF-8 text"))))
            .collect();
        Self { files, pages, base_url: base_url.to_owned(), has_indexes }
    }

    /// The path of the site at its host, with slashes at both ends.
    pub(crate) fn base_path(&self) -> &str {
        let after_host = self.base_url.find("://").map_or(0, |at| at + 3);
        let path = self.base_url[after_host..].find('/').expect("a path");
        &self.base_url[after_host + path..]
    }

    pub(crate) fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("no {path}"));
        std::str::from_utf8(bytes).expect("UTF-8 text")
    }

    /// What `address` means on the page at `from`, as a browser takes it.
    pub(crate) fn target(&self, from: &str, address: &str) -> Result<Target, String> {
        let address = match address.strip_prefix(&self.base_url) {
            Some(below) => format!("{}{below}", self.base_path()),
            None => address.to_owned(),
        };
        let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
        if address.starts_with("//") || scheme.contains(':') {
            return Ok(Target::Elsewhere);
        }
        let (address, fragment) =
            address.split_once('#').map_or((address.as_str(), None), |(path, id)| (path, Some(decode(id))));
        let path = decode(address.split('?').next().unwrap_or_default());
        if path.is_empty() {
            return Ok(Target::File(from.to_owned(), fragment));
        }
        let mut parts: Vec<&str> = match path.strip_prefix(self.base_path()) {
            Some(_) => Vec::new(),
            None if path.starts_with('/') => return Err("leads out of the site".to_owned()),
            None => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
        };
        for part in path.strip_prefix(self.base_path()).unwrap_or(&path).split('/') {
            match part {
                "" | "." => {}
                ".." if parts.pop().is_none() => return Err("leads above the site".to_owned()),
                ".." => {}
                part => parts.push(part),
            }
        }
        let is_folder = path.ends_with(['/', '.']);
        if is_folder {
            if !self.has_indexes {
                return Err("names a folder".to_owned());
            }
            parts.push("index.html");
        }
        let file = parts.join("/");
        if self.files.contains_key(&file) {
            Ok(Target::File(file, fragment))
        } else {
            Err(format!("there is no file {file}"))
        }
    }

    /// Every way in which the address fails its reader, in words.
    pub(crate) fn fault(&self, from: &str, address: &str) -> Option<String> {
        let fault = match self.target(from, address) {
            Ok(Target::File(file, Some(id))) => {
                let is_there =
                    id.is_empty() || self.pages.get(&file).is_some_and(|page| page.ids.contains(&id));
                (!is_there).then(|| format!("{file} has no id {id}"))
            }
            Ok(_) => None,
            Err(fault) => Some(fault),
        };
        fault.map(|fault| format!("{from}: {address}: {fault}"))
    }

    #[track_caller]
    pub(crate) fn check_links(&self) {
        let faults: Vec<String> = self
            .pages
            .iter()
            .flat_map(|(path, page)| {
                page.links.iter().chain(&page.fetched).map(move |address| (path, address))
            })
            .filter_map(|(path, address)| self.fault(path, address))
            .collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[track_caller]
    pub(crate) fn check_style_sheets(&self) {
        for path in self.files.keys().filter(|path| path.ends_with(".css")) {
            for (_, rest) in self
                .text(path)
                .match_indices("url(")
                .map(|(at, found)| (at, &self.text(path)[at + found.len()..]))
            {
                let address = rest.split(')').next().unwrap_or_default().trim_matches(['"', '\'']);
                if !address.starts_with("data:") {
                    assert_eq!(self.fault(path, address), None);
                }
            }
        }
    }

    #[track_caller]
    pub(crate) fn check_absolute_addresses(&self) {
        let urls = |text: &str, before: &str, after: &str| -> Vec<String> {
            text.split(before)
                .skip(1)
                .filter_map(|rest| rest.split(after).next())
                .map(str::to_owned)
                .collect()
        };
        let sitemap = urls(self.text("sitemap.xml"), "<loc>", "</loc>");
        let feed: Vec<String> = urls(self.text("feed.xml"), "href=\"", "\"");
        let robots = urls(self.text("robots.txt"), "Sitemap: ", "\n");
        assert!(sitemap.len() > 20 && feed.len() > 5 && robots.len() == 1, "{sitemap:?} {feed:?} {robots:?}");
        let canonical = self.pages.values().flat_map(|page| {
            page.select("link[rel=canonical]").into_iter().flat_map(|link| urls(&link, "href=\"", "\""))
        });
        let hosts = Self {
            files: self.files.clone(),
            pages: BTreeMap::new(),
            base_url: self.base_url.clone(),
            has_indexes: true,
        };
        for url in sitemap.iter().chain(&feed).chain(&robots).cloned().chain(canonical) {
            assert!(url.starts_with(&self.base_url), "{url}");
            assert_eq!(hosts.fault("", &url), None);
        }
        // What is listed for crawlers is what readers can reach.
        let listed: BTreeSet<&String> = sitemap.iter().collect();
        assert_eq!(listed.len(), sitemap.len(), "no address is listed twice");
    }

    #[track_caller]
    pub(crate) fn check_html(&self) {
        for (path, page) in &self.pages {
            assert!(page.errors.is_empty(), "{path}: {:?}", page.errors);
            let mut seen = BTreeSet::new();
            for id in &page.ids {
                assert!(seen.insert(id), "{path}: two elements have the id {id}");
            }
            let script = "script:not([src], [type='application/ld+json'])";
            for selector in ["[style]", "style", script, "[onclick]", "[onload]"] {
                assert_eq!(page.select(selector), Vec::<String>::new(), "{path}");
            }
            for selector in ["h1", "main", "title"] {
                assert_eq!(page.select(selector).len(), 1, "{path}: {selector}");
            }
            for address in &page.fetched {
                let found = self.target(path, address);
                assert!(matches!(found, Ok(Target::File(..))), "{path} is loaded from elsewhere: {address}");
            }
        }
    }

    #[track_caller]
    pub(crate) fn check_that_every_page_is_found(&self) {
        let mut found = BTreeSet::from(["index.html".to_owned()]);
        let mut open = vec!["index.html".to_owned()];
        while let Some(path) = open.pop() {
            for address in self.pages.get(&path).map_or(&[][..], |page| &page.links) {
                if let Ok(Target::File(file, _)) = self.target(&path, address)
                    && found.insert(file.clone())
                {
                    open.push(file);
                }
            }
        }
        let orphans: Vec<&String> = self
            .pages
            .iter()
            .filter(|(path, page)| *path != "404.html" && !page.is_redirect && !found.contains(*path))
            .map(|(path, _)| path)
            .collect();
        assert!(orphans.is_empty(), "no link leads to {orphans:?}");
    }

    /// Every move shown on a guide leads to a guide that shows it from its own
    /// end; a move to a role without a guide is shown at one end alone.
    #[track_caller]
    pub(crate) fn check_that_moves_have_two_ends(&self) {
        let mut shown: BTreeSet<(String, String, bool)> = BTreeSet::new();
        for (path, page) in &self.pages {
            for (heading, is_into) in [("_moves-in", true), ("_moves-out", false)] {
                let html = Html::parse_document(&page.text);
                let selector = format!("section[aria-labelledby='{heading}'] article h3 a[href]");
                for link in html.select(&Selector::parse(&selector).expect("a selector")) {
                    let address = link.attr("href").unwrap_or_default();
                    match self.target(path, address) {
                        Ok(Target::File(other, _)) => {
                            let (from, to) =
                                if is_into { (other, path.clone()) } else { (path.clone(), other) };
                            shown.insert((from, to, is_into));
                        }
                        found => panic!("{path}: {address}: {found:?}"),
                    }
                }
            }
        }
        assert!(shown.len() >= 10, "the guides show moves: {shown:?}");
        for (from, to, is_into) in &shown {
            let other_end = (from.clone(), to.clone(), !is_into);
            assert!(shown.contains(&other_end), "the move from {from} to {to} is shown at one end alone");
        }
    }
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned()
}
