//! Highlighted code: spans with classes, and a stylesheet that colours them on
//! light and on dark pages. It knows languages and colours, no page.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use syntect::highlighting::{Color, Theme};
use syntect::html::{ClassStyle, css_for_theme_with_class_style, line_tokens_to_classed_spans};
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;
use two_face::theme::EmbeddedLazyThemeSet;

use super::escape;

const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// What highlighted code depends on besides itself and its language. A test holds it to the
/// versions of the crates; the last number is for our own code.
pub const VERSION: &str = "syntect 5.3.0, two-face 0.5.2+bat-0.26.1, onig 6.5.3, 2";

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);
static THEMES: LazyLock<EmbeddedLazyThemeSet> = LazyLock::new(two_face::theme::extra);

/// Loads all languages, which else the first code waits for, as long as it takes to render dozens
/// of pages.
pub fn prepare() {
    LazyLock::force(&SYNTAXES);
}

/// Bytes of the longest line that is highlighted. Languages are known by regular expressions that
/// try all ways: some take time by the cube of a line's length, where it is made for that.
const LONGEST: usize = 160;

/// What highlighting the code of one text may cost, see [`cost`]: as much as 100 lines of 100
/// bytes, or 1,500 of 40, and some seconds at worst.
pub const MOST: u64 = 100 * 100 * 100 * 100;

/// What highlighting `code` may cost: the cube of the length of each line. It is no time, which
/// would be another one on each machine, and a page another one with it.
pub fn cost(code: &str) -> u64 {
    let lines = LinesWithEndings::from(code).map(str::len).filter(|length| *length <= LONGEST);
    lines.map(|length| (length as u64).pow(3)).sum()
}

/// `code` as HTML spans with classes, or `None` if `language` (the first word
/// after the fence) is not known, or the code too intricate. Long lines stay as they are.
pub fn highlight(language: &str, code: &str) -> Option<String> {
    let mut state = ParseState::new(syntax(language)?);
    let (mut html, mut stack, mut open) = (String::new(), ScopeStack::new(), 0);
    for line in LinesWithEndings::from(code) {
        if line.len() > LONGEST {
            html.push_str(&escape(line));
            continue;
        }
        // Where an expression gives up, its library panics.
        let operations = catch_unwind(AssertUnwindSafe(|| state.parse_line(line, &SYNTAXES))).ok()?.ok()?;
        let (spans, more) = line_tokens_to_classed_spans(line, &operations, CLASSES, &mut stack).ok()?;
        html.push_str(&spans);
        open += more;
    }
    html.push_str(&"</span>".repeat(usize::try_from(open).unwrap_or(0)));
    Some(with_each_class_once(&html))
}

/// A scope such as `support.type.primitive.type` would give a class twice, which
/// HTML has no use for.
fn with_each_class_once(html: &str) -> String {
    let (span, mut parts) = ("<span class=\"", html.split("<span class=\""));
    let mut once = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (classes, rest) = part.split_at(part.find('"').unwrap_or(0));
        once.push_str(span);
        let mut seen = Vec::new();
        for class in classes.split(' ').filter(|class| !class.is_empty()) {
            if !seen.contains(&class) {
                seen.push(class);
            }
        }
        once.push_str(&seen.join(" "));
        once.push_str(rest);
    }
    once
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let folded = language.to_ascii_lowercase();
    let name = match folded.as_str() {
        "console" | "shell" | "shell-session" | "shellsession" | "terminal" => "bash",
        "docker" => "dockerfile",
        "csharp" => "cs",
        "golang" => "go",
        "terraform" => "hcl",
        "node" => "js",
        "mermaid" | "text" | "plain" => "txt",
        other => other,
    };
    SYNTAXES.find_syntax_by_token(name)
}

/// Names of all colour themes, sorted.
pub fn theme_names() -> Vec<&'static str> {
    let mut names: Vec<&str> =
        EmbeddedLazyThemeSet::theme_names().iter().map(|name| name.as_name()).collect();
    names.sort_unstable();
    names
}

/// Whether there is a colour theme of that name.
pub fn is_theme(name: &str) -> bool {
    theme(name).is_some()
}

/// The stylesheet that colours highlighted code: `light` by default and in
/// print, `dark` where the reader's system or the page's `data-theme` asks for
/// it. Colours too faint to read on their background are moved towards the
/// theme's text colour until they reach a contrast of 4.5:1 (WCAG 2.2, 1.4.3).
/// Empty if a theme is not known.
pub fn stylesheet(light: &str, dark: &str) -> String {
    let (Some(light), Some(dark)) = (theme(light), theme(dark)) else {
        return String::new();
    };
    let (light, dark) = (rules(light), rules(dark));
    format!(
        "{light}@media screen {{\n@media (prefers-color-scheme: dark) {{\n:root:not([data-theme=\"light\"]) \
         {{\n{dark}}}\n}}\n:root[data-theme=\"dark\"] {{\n{dark}}}\n}}\n"
    )
}

fn theme(name: &str) -> Option<&'static Theme> {
    let name = EmbeddedLazyThemeSet::theme_names().iter().find(|theme| theme.as_name() == name)?;
    Some(THEMES.get(*name))
}

fn rules(theme: &Theme) -> String {
    let mut theme = theme.clone();
    let background = theme.settings.background.unwrap_or(Color::WHITE);
    let foreground = theme.settings.foreground.unwrap_or(if luminance(background) > 0.5 {
        Color::BLACK
    } else {
        Color::WHITE
    });
    let foreground = readable(foreground, extreme(background), background);
    for item in &mut theme.scopes {
        // A background of its own would need a contrast of its own.
        item.style.background = None;
        if let Some(color) = &mut item.style.foreground {
            *color = readable(*color, foreground, background);
        }
    }
    let colours = css_for_theme_with_class_style(&theme, CLASSES).unwrap_or_default();
    // syntect begins with a comment and a rule for a class that we do not use.
    let colours = colours.find("}\n").map_or("", |end| &colours[end + 2..]);
    format!(
        ".hl {{\n background-color: {};\n color: {};\n}}\n{}\n",
        hex(background),
        hex(foreground),
        colours.trim()
    )
}

/// `color`, or as much of `towards` mixed into it as 4.5:1 on `background` asks.
fn readable(color: Color, towards: Color, background: Color) -> Color {
    (0..=20)
        .map(|step| mix(color, towards, f64::from(step) / 20.0))
        .find(|mixed| contrast(*mixed, background) >= 4.5)
        .unwrap_or_else(|| extreme(background))
}

/// Black or white, whichever stands out from `background`.
fn extreme(background: Color) -> Color {
    if contrast(Color::BLACK, background) > contrast(Color::WHITE, background) {
        Color::BLACK
    } else {
        Color::WHITE
    }
}

fn mix(from: Color, to: Color, share: f64) -> Color {
    let channel = |a: u8, b: u8| {
        let mixed = f64::from(a) * (1.0 - share) + f64::from(b) * share;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let byte = mixed.round() as u8;
        byte
    };
    Color { r: channel(from.r, to.r), g: channel(from.g, to.g), b: channel(from.b, to.b), a: 255 }
}

/// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance").
fn luminance(color: Color) -> f64 {
    let linear = |channel: u8| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
}

fn hex(color: Color) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r, color.g, color.b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_stands_once_and_code_stays_as_it_is() {
        let code = "type Name = string;\nlet x: Name = \"<span class=\\\"a a\\\">\";\n";
        let html = highlight("ts", code).expect("a known language");
        for classes in html.split("<span class=\"").skip(1).filter_map(|part| part.split('"').next()) {
            let mut once: Vec<&str> = classes.split(' ').collect();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), classes.split(' ').count(), "{classes}");
        }
        let text = scraper::Html::parse_fragment(&html).root_element().text().collect::<String>();
        assert_eq!(text, code);
    }

    #[test]
    fn a_long_line_stays_as_it_is_between_others() {
        let long = format!("x = \"<{}>\"", "a".repeat(LONGEST));
        let html = highlight("python", &format!("y = 1\n{long}\nz = 1\n")).expect("a known language");
        assert!(html.contains(&format!("\n{}\n", escape(&long))), "{html}");
        assert_eq!(
            html.matches("hl-numeric").count(),
            highlight("python", "y = 1\nz = 1\n").expect("known").matches("hl-numeric").count()
        );
        assert_eq!((cost(&long), cost("abc\nd\n")), (0, 64 + 8));
    }

    #[test]
    fn common_languages_are_known_under_their_common_names() {
        for language in [
            "rust",
            "python",
            "bash",
            "sh",
            "console",
            "yaml",
            "toml",
            "json",
            "sql",
            "hcl",
            "terraform",
            "docker",
            "dockerfile",
            "go",
            "java",
            "js",
            "javascript",
            "ts",
            "typescript",
            "kotlin",
            "csharp",
            "html",
            "css",
            "ini",
            "diff",
            "powershell",
            "text",
            "mermaid",
        ] {
            assert!(highlight(language, "x = 1\n").is_some(), "{language}");
        }
        assert!(highlight("no-such-language", "x").is_none());
    }

    #[test]
    fn code_is_escaped() {
        let html = highlight("html", "<script>alert(1)</script>\n").expect("a known language");
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn every_colour_of_every_theme_is_readable() {
        for name in theme_names() {
            let css = rules(theme(name).expect("a theme"));
            let color = |line: &str, key: &str| {
                let value = line.trim().strip_prefix(key)?.strip_prefix(": #")?;
                let byte = |at: usize| u8::from_str_radix(&value[at..at + 2], 16).expect("hexadecimal");
                Some(Color { r: byte(0), g: byte(2), b: byte(4), a: 255 })
            };
            let background =
                css.lines().find_map(|line| color(line, "background-color")).expect("a background");
            let mut count = 0;
            for foreground in css.lines().filter_map(|line| color(line, "color")) {
                assert!(contrast(foreground, background) >= 4.5, "{name}: {foreground:?} on {background:?}");
                count += 1;
            }
            assert!(count > 3, "{name} has {count} colours");
        }
    }
}
