//! Spaces at the beginnings of lines in templates. They are for those who read a template: no
//! page shows them, and without them it is smaller. Lines stay lines.

use std::borrow::Cow;

use crate::source::Source;

/// Elements in which browsers show spaces as they are written.
const VERBATIM: [&str; 2] = ["<pre", "<textarea"];

/// A template as it is compiled.
pub(super) fn without<'t>(name: &str, text: &'t str) -> Cow<'t, str> {
    if are_kept(name, text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_inclusive('\n').map(|line| &line[width(line)..]).collect())
}

/// Where in a template the byte is that is at `at` without indents. One that ends something
/// `is_end`, and stays behind that.
pub(super) fn place(name: &str, source: &Source, at: usize, is_end: bool) -> usize {
    let text = source.text().unwrap_or_default();
    if are_kept(name, text) {
        return at.min(text.len());
    }
    let (mut before, mut cut) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = before + line.len() - width(line);
        cut += width(line);
        if at < end || is_end && at == end {
            return at + cut;
        }
        before = end;
    }
    text.len()
}

/// Whether a template is compiled as it is: spaces may mean something in what is no HTML.
fn are_kept(name: &str, text: &str) -> bool {
    let is_in = |element: &str| {
        text.match_indices('<').any(|(at, _)| {
            text.as_bytes()[at..]
                .get(..element.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(element.as_bytes()))
        })
    };
    !name.ends_with(".html") || VERBATIM.into_iter().any(is_in)
}

/// The bytes that a line begins with for its reader's sake.
fn width(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourcePath;

    fn source(text: &str) -> Source {
        Source::new(SourcePath::new("templates/a.html"), text.as_bytes().to_vec())
    }

    #[test]
    fn what_a_page_shows_stays() {
        assert_eq!(without("a.html", "<ul>\n  <li>a  b\n\t \n</ul>\n  "), "<ul>\n<li>a  b\n\n</ul>\n");
        for (name, text) in
            [("a.txt", "a\n  b"), ("a.html", "<PRE>\n  a</PRE>"), ("a.html", " <textarea id=\"a\">")]
        {
            assert_eq!(without(name, text), text);
        }
    }

    #[test]
    fn every_sign_is_found_where_its_author_wrote_it() {
        for text in ["  <p>\n\n    é{{ a }}\n\t</p>\n", "", "\n  ", "a", "  <pre>\n  b</pre>"] {
            let (source, compiled) = (source(text), without("a.html", text));
            for (at, sign) in compiled.char_indices().filter(|(_, sign)| *sign != '\n') {
                let [start, end] = [(at, false), (at + sign.len_utf8(), true)]
                    .map(|(at, is_end)| place("a.html", &source, at, is_end));
                assert_eq!(text.get(start..end), Some(sign.to_string().as_str()), "{text:?} {at}");
            }
            assert_eq!(place("a.html", &source, usize::MAX, true), text.len());
        }
    }
}
