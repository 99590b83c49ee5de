//! Routes: the URLs of a site, relative to its base, and how one is reached
//! from another. Where a route's bytes lie on a disk is a question of `disk`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::names::composed;

/// A URL of the site without its base: begins with `/`, and ends with `/` if
/// it is a page with a folder of its own (`/about/`), else with a file name
/// (`/feed.xml`). Held decoded; [`Route::encoded`] gives what a browser needs.
///
/// Accents stand in their letters (Unicode's form NFC), as people type them: some systems
/// give names of files in another form, and hosts take the two for two addresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

/// What must not stand literally in the path of a URL (RFC 3986, 3.3), plus
/// the quotes and brackets that HTML attributes and Markdown care about.
pub(crate) const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Route {
    /// The page whose folder is made of these parts: `/a/b/`.
    pub fn page<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut path = String::from("/");
        for part in parts {
            path.push_str(part);
            path.push('/');
        }
        Self::composed(path)
    }

    /// The file at `path`, which has no leading `/`.
    pub fn file(path: &str) -> Self {
        Self::composed(format!("/{path}"))
    }

    /// The file at `path` below this page.
    pub fn below(&self, path: &str) -> Self {
        Self::composed(format!("{}{path}", self.folder()))
    }

    /// The route that an author wrote as a URL path, such as an old address in
    /// `aliases`; `None` if it does not begin with `/`, or has an empty, `.` or
    /// `..` part, or a character that a path cannot have.
    pub fn parse(path: &str) -> Option<Self> {
        (!path.contains(['?', '#'])).then(|| Self::decoded(path)).flatten()
    }

    /// The route that a path means whose signs are decoded already, so that `?`
    /// and `#` are part of a name; else as [`Route::parse`].
    pub fn decoded(path: &str) -> Option<Self> {
        let rest = path.strip_prefix('/')?;
        let inner = rest.strip_suffix('/').unwrap_or(rest);
        let sound = inner.is_empty() && !rest.starts_with('/')
            || !inner.is_empty()
                && inner.split('/').all(|part| {
                    !matches!(part, "" | "." | "..") && !part.contains(|c: char| c.is_control() || c == '\\')
                });
        sound.then(|| Self::composed(path.to_owned()))
    }

    fn composed(path: String) -> Self {
        match composed(&path) {
            Cow::Borrowed(_) => Self(path.into()),
            Cow::Owned(path) => Self(path.into()),
        }
    }

    /// The route as text, decoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of the file that answers this route, relative to the output
    /// folder: `/a/` is `a/index.html`.
    pub fn output_path(&self) -> String {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }

    /// This route as it stands in a URL, percent-encoded.
    pub fn encoded(&self) -> String {
        Cow::from(utf8_percent_encode(&self.0, PATH)).into_owned()
    }

    /// The link that leads from the page `from` to this route, percent-encoded:
    /// the same on any host, in any subfolder.
    pub fn relative_to(&self, from: &Self) -> String {
        let (to, folder) = (&*self.0, from.folder());
        // Both begin with `/`, so that they have that in common at least.
        let same = to.bytes().zip(folder.bytes()).take_while(|(a, b)| a == b).count();
        let shared = to.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        let up = folder.as_bytes()[shared..].iter().filter(|byte| **byte == b'/').count();
        let down = &to[shared..];
        let mut link = String::with_capacity(up * 3 + down.len() + 2);
        (0..up).for_each(|_| link.push_str("../"));
        // A first part with a colon would be read as a scheme (RFC 3986, 4.2).
        if up == 0 && (down.is_empty() || down.split('/').next().is_some_and(|part| part.contains(':'))) {
            link.push_str("./");
        }
        link.extend(utf8_percent_encode(down, PATH));
        link
    }

    /// What pages that stand beside each other have in common: from all of them the
    /// links are the same but for those to themselves and what is below.
    pub fn beside(&self) -> &str {
        let folder = self.folder();
        folder[..folder.len() - 1].rfind('/').map_or("", |at| &folder[..=at])
    }

    /// Whether this route is the page `from` or below it.
    pub fn is_within(&self, from: &Self) -> bool {
        self.0.starts_with(from.folder())
    }

    fn folder(&self) -> &str {
        self.0.rfind('/').map_or("/", |at| &self.0[..=at])
    }
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, link: &str) {
        let [from, to] = [from, to].map(|path| Route::parse(path).expect("a route"));
        assert_eq!(to.relative_to(&from), link);
    }

    #[test]
    fn links_are_relative() {
        check("/", "/skills/linux/", "skills/linux/");
        check("/a/b/c/", "/a/b/d/", "../d/");
        check("/a/b/c/", "/", "../../../");
        check("/a/", "/a/", "./");
        check("/a/b/", "/a/", "../");
        check("/a/", "/feed.xml", "../feed.xml");
        check("/404.html", "/assets/style.css", "assets/style.css");
        check("/a/", "/a/x y.png", "x%20y.png");
        check("/", "/a:b/", "./a:b/");
        check("/a/", "/a:b/", "../a:b/");
        check("/a/b/c/", "/a/b", "../../b");
        check("/é/", "/è/", "../%C3%A8/");
        check("/ab/", "/abc/", "../abc/");
        check("/e\u{301}/a/", "/\u{e9}/e\u{300}", "../%C3%A8");
    }

    #[test]
    fn pages_beside_each_other_have_the_same_links_but_for_those_to_themselves() {
        let route = |path| Route::parse(path).expect("a route");
        for (one, other) in [("/a/b/", "/a/c/"), ("/a/", "/b/"), ("/a/b/", "/a/c/feed.xml")] {
            let (one, other) = (route(one), route(other));
            assert_eq!(one.beside(), other.beside());
            for to in ["/", "/a/", "/a/b/", "/a/b/x/", "/b/", "/x/b/", "/a/bc/", "/feed.xml"].map(route) {
                if !to.is_within(&one) && !to.is_within(&other) {
                    assert_eq!(to.relative_to(&one), to.relative_to(&other));
                }
            }
        }
        for (one, other) in [("/", "/a/"), ("/a/", "/a/b/"), ("/a/b/", "/b/c/"), ("/404.html", "/a/")] {
            assert_ne!(route(one).beside(), route(other).beside());
        }
        assert!(route("/a/").is_within(&route("/a/")) && !route("/ab/").is_within(&route("/a/")));
    }

    #[test]
    fn pages_are_folders_with_an_index() {
        assert_eq!(Route::page(["a", "b"]).output_path(), "a/b/index.html");
        assert_eq!(Route::page([]).output_path(), "index.html");
        assert_eq!(Route::file("feed.xml").output_path(), "feed.xml");
    }

    #[test]
    fn paths_that_leave_the_site_are_no_routes() {
        for path in ["", "a", "//", "/../x", "/a//b", "/a/./b", "/a\\b", "/a\0", "/a?x", "/a#x"] {
            assert!(Route::parse(path).is_none(), "{path}");
        }
        assert!(Route::parse("/").is_some());
    }
}
