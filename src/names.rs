//! Names as systems take them: which two are one, and which one of them refuses. It asks
//! no disk, so a site is judged the same wherever it is built.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// What two paths have in common that are one file on some system: most of Windows and
/// macOS take capitals for small letters, and macOS takes `é` for `e` with an accent behind it.
pub fn folded(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { composed(&path.to_lowercase()).into_owned() }
}

/// The same text with each accent in its letter, where Unicode has such a letter (its form NFC).
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The same text with straight quotes, as they are typed, for the typographic ones that pages show.
pub fn straight(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(|sign| straight_quote(sign).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|sign| straight_quote(sign).unwrap_or(sign)).collect())
}

/// What is typed for a typographic quote.
pub fn straight_quote(sign: char) -> Option<char> {
    match sign {
        '\u{2018}' | '\u{2019}' => Some('\''),
        '\u{201c}' | '\u{201d}' => Some('"'),
        _ => None,
    }
}

/// The first part of a path that Windows refuses as a name, or takes for something else, and
/// why. By "Naming Files, Paths, and Namespaces" in its documentation.
pub fn refused_by_windows(path: &str) -> Option<(&str, &'static str)> {
    path.split('/').find_map(|name| reason(name).map(|reason| (name, reason)))
}

/// Devices, which have these names in every folder, whatever stands behind a dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// The same, with a number behind them.
const PORTS: [&str; 2] = ["com", "lpt"];

fn reason(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let port =
        stem.split_at_checked(3).filter(|(kind, _)| PORTS.iter().any(|port| port.eq_ignore_ascii_case(kind)));
    let is_port = port.is_some_and(|(_, number)| {
        let mut signs = number.chars();
        matches!(signs.next(), Some('0'..='9' | '¹' | '²' | '³')) && signs.next().is_none()
    });
    if is_port || DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem)) {
        Some("it is the name of a device")
    } else if name.contains(['<', '>', ':', '"', '\\', '|', '?', '*']) {
        Some("it has a sign that stands for something else there")
    } else if name.ends_with(['.', ' ']) {
        Some("it ends with a dot or a space")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_one_file_somewhere_fold_to_one() {
        for (one, other) in [
            ("Img/Logo.PNG", "img/logo.png"),
            ("caf\u{e9}.png", "cafe\u{301}.png"),
            ("CAFE\u{301}", "caf\u{e9}"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
            ("\u{c9}t\u{e9}", "e\u{301}te\u{301}"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        for (one, other) in [("cafe", "caf\u{e9}"), ("a/b", "a-b"), ("ss", "\u{df}")] {
            assert_ne!(folded(one), folded(other), "{one}");
        }
    }

    #[track_caller]
    fn check(paths: &[&str], expected: Option<&str>) {
        for path in paths {
            let found = refused_by_windows(path).map(|(_, reason)| reason);
            assert_eq!(found.and_then(|reason| reason.split(' ').nth(1)), expected, "{path}");
        }
    }

    #[test]
    fn names_that_windows_refuses_are_known() {
        check(&["CON", "a/aux/b", "nul.txt", "Prn.tar.gz", "com1", "lpt\u{b2}.md", "CON .x"], Some("is"));
        check(&["a:b", "what?.html", "a*", "a\\b", "\"a\"", "<a>", "a|b"], Some("has"));
        check(&["a.", "b /c", "..."], Some("ends"));
        check(&["index.html", "con-artist", "com10", "com", "aux2", "a.b", ".nojekyll", "é 1", "_con"], None);
        assert_eq!(refused_by_windows("a/aux/b").map(|(name, _)| name), Some("aux"));
    }
}
