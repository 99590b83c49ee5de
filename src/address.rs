//! Addresses of the web as owners write them, and which of them are sound. It asks
//! nobody whether anything is there.

use crate::route::Route;

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

#[cfg(test)]
mod tests {
    use super::*;

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
