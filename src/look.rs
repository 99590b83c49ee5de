//! What an owner decides about the look of a site without touching its theme:
//! accent colours, fonts, a logo. It knows no page.

use crate::diagnostic::{Code, Diagnostic};
use crate::form::{Form, Located};
use crate::route::Route;

/// Decisions about the look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// The colour of links, buttons and marks, on light pages and on dark ones.
    pub accent: Option<Accent>,
    /// Whether headings are set in the reader's own sans serif, so that no font is
    /// loaded.
    pub system_font: bool,
    /// An image of the site that stands before its name, and where it is named.
    pub logo: Option<Located<Route>>,
}

/// The accent on light and on dark pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accent {
    light: Colour,
    dark: Colour,
}

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Colour([u8; 3]);

/// The paper of the default theme.
const PAPER: Accent = Accent { light: Colour([0xfb, 0xfa, 0xf7]), dark: Colour([0x14, 0x16, 0x1a]) };
const INKS: [Colour; 2] = [Colour([0xff, 0xff, 0xff]), Colour([0x0c, 0x23, 0x29])];
/// What WCAG 2.2 asks of text (success criterion 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// Reads the table `look`.
pub fn read(form: &Form<'_, '_>) -> Look {
    form.form("look", look).unwrap_or_default()
}

fn look(form: &Form<'_, '_>) -> Look {
    let fonts = &[("newsreader", false), ("system", true)];
    Look {
        accent: form.form("accent", accent).flatten(),
        system_font: form.choice("font", fonts, ("a font", "fonts")).unwrap_or(false),
        logo: logo(form),
    }
}

/// Both colours: one that suits a light page is too dark for a dark one.
fn accent(form: &Form<'_, '_>) -> Option<Accent> {
    let (light, dark) = (colour(form, "light", PAPER.light), colour(form, "dark", PAPER.dark));
    Some(Accent { light: light?, dark: dark? })
}

fn colour(form: &Form<'_, '_>, key: &'static str, paper: Colour) -> Option<Colour> {
    let text = form.required_text(key)?;
    let report = |message: String, help: &str| {
        form.report(
            Diagnostic::error(Code::InvalidValue, message).at(form.span(text.range.clone())).help(help),
        );
    };
    let Some(colour) = Colour::parse(&text.value) else {
        report(format!("`{key}` is not a colour"), "six digits after a hash sign: `\"#0b5a6b\"`");
        return None;
    };
    let contrast = colour.contrast(paper);
    if contrast < LEAST_CONTRAST {
        let which = if key == "light" { "a darker" } else { "a lighter" };
        report(
            format!("`{key}` has a contrast of {contrast:.1} to the page, and links need {LEAST_CONTRAST}"),
            &format!("take {which} colour (WCAG 2.2, success criterion 1.4.3)"),
        );
        return None;
    }
    Some(colour)
}

fn logo(form: &Form<'_, '_>) -> Option<Located<Route>> {
    let path = form.text("logo")?;
    let route = Route::parse(&path.value).filter(|route| !route.as_str().ends_with('/'));
    if route.is_none() {
        form.report(
            Diagnostic::error(Code::InvalidValue, "`logo` must be the path of an image of the site")
                .at(form.span(path.range.clone()))
                .help("put the file under `static/` and write `\"/logo.svg\"`"),
        );
    }
    Some(Located { value: route?, range: path.range })
}

impl Look {
    /// The accent on light pages, as six digits after a hash sign. It is dark enough for
    /// text in the colour of the paper upon it.
    pub fn accent(&self) -> Option<String> {
        self.accent.map(|accent| accent.light.hex())
    }

    /// The style sheet that says so, after that of the theme; `None` where there is
    /// nothing to say.
    pub fn style_sheet(&self) -> Option<String> {
        let mut rules = String::new();
        if let Some(Accent { light, dark }) = self.accent {
            let ink = |colour: Colour| {
                let [white, black] = INKS;
                if colour.contrast(white) >= colour.contrast(black) { white } else { black }
            };
            rules.push_str(&format!(
                "  --accent: light-dark({}, {});\n  --accent-ink: light-dark({}, {});\n  --focus: var(--accent);\n  \
                 --accent-soft: color-mix(in srgb, var(--accent) 12%, var(--bg));\n",
                light.hex(),
                dark.hex(),
                ink(light).hex(),
                ink(dark).hex()
            ));
        }
        if self.system_font {
            rules.push_str("  --serif: var(--sans);\n");
        }
        (!rules.is_empty()).then(|| format!(":root {{\n{rules}}}\n"))
    }
}

impl Colour {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then_some(Self([part(0)?, part(2)?, part(4)?]))
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Relative luminance, 0 to 1, as WCAG 2.2 defines it.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio, 1 to 21, as WCAG 2.2 defines it.
    fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_of_the_standard() {
        let check = |one: &str, other: &str, expected: f64| {
            let contrast = Colour::parse(one).and_then(|one| Some(one.contrast(Colour::parse(other)?)));
            assert!(contrast.is_some_and(|contrast| (contrast - expected).abs() < 0.005), "{contrast:?}");
        };
        check("#000000", "#ffffff", 21.0);
        check("#ffffff", "#ffffff", 1.0);
        // The grey that is known as the lightest for text on white.
        check("#767676", "#FFFFFF", 4.54);
        check("#ff0000", "#ffffff", 4.00);
    }

    #[test]
    fn what_is_no_colour_is_none() {
        for text in ["", "#", "#12345", "#1234567", "123456", "#12345g", "#+12345", "#äöü", "red"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
