//! Routes: the URLs of a site, relative to its base, and how one is reached
//! from another. Where a route's bytes lie on a disk is a question of `disk`.

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// A URL of the site without its base: begins with `/`, and ends with `/` if
/// it is a page with a folder of its own (`/about/`), else with a file name
/// (`/feed.xml`). Held decoded; [`Route::encoded`] gives what a browser needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

/// What must not stand literally in the path of a URL (RFC 3986, 3.3), plus
/// the quotes and brackets that HTML attributes and Markdown care about.
const PATH: &AsciiSet = &CONTROLS
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
        Self(path.into())
    }

    /// The file at `path`, which has no leading `/`.
    pub fn file(path: &str) -> Self {
        Self(format!("/{path}").into())
    }

    /// The file at `path` below this page.
    pub fn below(&self, path: &str) -> Self {
        Self(format!("{}{path}", self.folder()).into())
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
        sound.then(|| Self(path.into()))
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
        utf8_percent_encode(&self.0, PATH).to_string()
    }

    /// The link that leads from the page `from` to this route, percent-encoded:
    /// the same on any host, in any subfolder.
    pub fn relative_to(&self, from: &Self) -> String {
        let from_parts: Vec<&str> = from.folder()[1..].split_terminator('/').collect();
        let (to_folder, file) = self.0[1..].rsplit_once('/').unwrap_or(("", &self.0[1..]));
        let to_parts: Vec<&str> = to_folder.split_terminator('/').collect();
        let shared = from_parts.iter().zip(&to_parts).take_while(|(a, b)| a == b).count();
        let mut link = "../".repeat(from_parts.len() - shared);
        for part in &to_parts[shared..] {
            link.push_str(part);
            link.push('/');
        }
        link.push_str(file);
        if link.is_empty() {
            link.push_str("./");
        }
        let encoded = utf8_percent_encode(&link, PATH).to_string();
        // A first part with a colon would be read as a scheme (RFC 3986, 4.2).
        let first = encoded.split('/').next().unwrap_or("");
        if first.contains(':') { format!("./{encoded}") } else { encoded }
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
