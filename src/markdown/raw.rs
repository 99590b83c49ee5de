//! Raw HTML in a Markdown text: the addresses that it names, and how long its tags are.
//! It judges nothing, and never changes what it reads.

use super::outline::RawAddress;

/// The addresses that elements name in `href` and `src`. Comments have none.
pub(super) fn addresses(html: &str) -> Vec<RawAddress> {
    read(html).0
}

/// Bytes of the longest start tag.
pub(super) fn longest_tag(html: &str) -> usize {
    read(html).1
}

/// The addresses, and the length of the longest tag.
fn read(html: &str) -> (Vec<RawAddress>, usize) {
    let (mut addresses, mut longest) = (Vec::new(), 0);
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            at = start + rest.find("-->").unwrap_or(rest.len());
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let length = element(rest, start, &mut addresses);
            longest = longest.max(length);
            at = start + length;
        } else {
            at = start + 1;
        }
    }
    (addresses, longest)
}

/// Reads the tag that `rest` begins with, which stands at `start`. Gives its length.
fn element(rest: &str, start: usize, addresses: &mut Vec<RawAddress>) -> usize {
    let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
    let mut at = rest.find(is_end).unwrap_or(rest.len());
    let element = &rest[1..at];
    loop {
        at += length(&rest[at..], |c| c.is_ascii_whitespace() || c == '/');
        if at >= rest.len() || rest[at..].starts_with('>') {
            return at;
        }
        // A sign that begins no name is passed over.
        let name = at..at + length(&rest[at..], |c| c != '=' && !is_end(c)).max(first(&rest[at..]));
        at = name.end + length(&rest[name.end..], |c| c.is_ascii_whitespace());
        let Some(after) = rest[at..].strip_prefix('=') else { continue };
        at = rest.len() - after.trim_ascii_start().len();
        let value = match rest[at..].chars().next() {
            Some(quote @ ('"' | '\'')) => at + 1..at + 1 + length(&rest[at + 1..], |c| c != quote),
            _ => at..at + length(&rest[at..], |c| !c.is_ascii_whitespace() && c != '>'),
        };
        at = value.end + usize::from(rest[value.end..].starts_with(['"', '\'']));
        let is = |known: &str| rest[name.clone()].eq_ignore_ascii_case(known);
        if is("href") || is("src") {
            let address = rest[value.clone()].trim().replace("&amp;", "&");
            let is_image = is("src") && element.eq_ignore_ascii_case("img");
            addresses.push(RawAddress { range: start + value.start..start + value.end, address, is_image });
        }
    }
}

/// Bytes at the start of `text` that are `such` characters.
fn length(text: &str, such: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !such(c)).unwrap_or(text.len())
}

/// Bytes of the first character.
fn first(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, &str)]) {
        let found = addresses(html);
        let found: Vec<(&str, &str)> =
            found.iter().map(|one| (&html[one.range.clone()], one.address.as_str())).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn addresses_stand_in_attributes() {
        let both = "https://a.b/?c=d&amp;e";
        check(&format!("<p>x</p><a class=x HREF=\"{both}\" b>"), &[(both, "https://a.b/?c=d&e")]);
        check("<img alt='a > b' src = 'x.png'/>", &[("x.png", "x.png")]);
        check("<a href=//a.b/><img\nsrc=y>", &[("//a.b/", "//a.b/"), ("y", "y")]);
        check("</a href=x> < a href=x> <a data-href=x hreflang=de> a href=x", &[]);
        check("<!-- <a href=x> --><a href=y>", &[("y", "y")]);
    }

    #[test]
    fn images_are_told_from_links() {
        let images = |html| addresses(html).iter().map(|one| one.is_image).collect::<Vec<bool>>();
        assert_eq!(
            images("<IMG alt=x SRC=a><img href=b><a href=c><video src=d><imga src=e>"),
            [true, false, false, false, false]
        );
    }

    #[test]
    fn what_is_cut_off_or_odd_is_read_as_far_as_it_goes() {
        check("<!-- <a href=x>", &[]);
        check("<a href", &[]);
        check("<a href=", &[("", "")]);
        check("<a href=\"x", &[("x", "x")]);
        check("<a =x href=é> <ä href=x><", &[("é", "é")]);
    }
}
