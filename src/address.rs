//! Addresses of the web as people write them, and which of them are sound. It asks
//! nobody whether anything is there.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::route::{PATH, Route};

/// Whether an address names a scheme or a host.
pub fn is_absolute(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    target.starts_with("//")
        || scheme.is_some_and(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        })
}

/// `url` without a slash at its end, if it is the address of a site: `http` or
/// `https`, a host, perhaps a path.
pub fn of_site(url: &str) -> Option<String> {
    let trimmed = url.trim_end_matches('/');
    let rest = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_sound = !host.is_empty()
        && rest.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"\"'<>?#\\".contains(c))
        && Route::parse(&format!("/{path}")).is_some();
    is_sound.then(|| trimmed.to_owned())
}

/// Whether `name` is the full name of a host (RFC 1123, 2.1): parts of letters, digits
/// and hyphens, of which the last one is no number.
pub fn is_host_name(name: &str) -> bool {
    let is_part = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let Some((_, last)) = name.rsplit_once('.') else { return false };
    name.len() <= 253 && name.split('.').all(is_part) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// The origin of an address with `https`: its scheme, host and port (RFC 6454, 4).
pub fn origin(address: &str) -> Option<&str> {
    const SCHEME: &str = "https://";
    let rest = address.strip_prefix(SCHEME)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, port) = rest[..end].split_once(':').unwrap_or((&rest[..end], "443"));
    let is_sound = is_host_name(host)
        && port.parse::<u16>().is_ok_and(|port| port > 0)
        && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    is_sound.then(|| &address[..SCHEME.len() + end])
}

/// `address` as all programs read it: what no address holds (RFC 3986, 2) stands in
/// percents.
pub fn encoded(address: &str) -> String {
    // These part an address, and tell what is in percents already.
    const NOT_IN_ADDRESSES: &AsciiSet = &PATH.remove(b'#').remove(b'?').remove(b'%');
    utf8_percent_encode(address, NOT_IN_ADDRESSES).to_string()
}

/// The scheme of an address in lower case, as browsers find it (URL Standard, 4.4): what
/// stands before the text, and tabs and line ends anywhere in it, do not count if they
/// are spaces or control signs.
pub fn scheme(address: &str) -> Option<String> {
    let address = address.trim_start_matches(|c: char| c <= ' ');
    let mut name = String::new();
    for sign in address.chars().filter(|sign| !matches!(sign, '\t' | '\n' | '\r')) {
        match sign {
            ':' if !name.is_empty() => return Some(name),
            'a'..='z' | 'A'..='Z' => name.push(sign.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !name.is_empty() => name.push(sign),
            _ => return None,
        }
    }
    None
}

/// Whether who follows the address runs or shows what it says itself, in place of a page
/// that it leads to.
pub fn is_unsafe(address: &str) -> bool {
    matches!(scheme(address).as_deref(), Some("javascript" | "vbscript" | "data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_a_scheme_or_a_host_are_absolute() {
        for address in ["https://x.org", "mailto:a@b", "//host/x", "data:image/png;base64,x"] {
            assert!(is_absolute(address), "{address}");
        }
        for address in ["x.md", "../a:b/x.md", "/a/", "#x"] {
            assert!(!is_absolute(address), "{address}");
        }
    }

    #[test]
    fn a_scheme_is_found_as_browsers_find_it() {
        for address in [
            "javascript:alert(1)",
            "JavaScript:x",
            " \u{1}javascript:x",
            "java\tscr\nipt:x",
            "java\rscript\n:x",
            "vbscript:x",
            "data:text/html,x",
        ] {
            assert!(is_unsafe(address), "{address:?}");
        }
        for address in [
            "https://x.org",
            "mailto:a@b",
            "/javascript:x",
            "x.md#data:",
            "java script:x",
            ":x",
            "javascript",
        ] {
            assert!(!is_unsafe(address), "{address:?}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (address, expected) in [
            ("https://a.example", Some("https://a.example")),
            ("https://a.example/", Some("https://a.example")),
            ("https://a.example:8443/js/x.js?y=/#z", Some("https://a.example:8443")),
            ("https://a.example?x", Some("https://a.example")),
            ("http://a.example/", None),
            ("//a.example/x.js", None),
            ("https://", None),
            ("https://a.example:0", None),
            ("https://a.example:", None),
            ("https://a@b.example", None),
            ("https://a.example; script-src *", None),
            ("https://*.example", None),
            ("https://a.example/x y", None),
        ] {
            assert_eq!(origin(address), expected, "{address}");
        }
    }
}
