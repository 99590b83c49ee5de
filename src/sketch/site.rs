//! A new site: the files of the repository's folder `starter/`, with a title.

use super::{Sketch, quoted};
use crate::resolve::names::title_case;

/// Path in the site, and text.
const STARTER: &[(&str, &str)] = &[
    (".gitignore", include_str!("../../starter/gitignore")),
    ("config.toml", include_str!("../../starter/config.toml")),
    ("content/_index.md", include_str!("../../starter/content/_index.md")),
    ("content/about.md", include_str!("../../starter/content/about.md")),
    ("content/skilled-trades/_index.md", include_str!("../../starter/content/skilled-trades/_index.md")),
    (
        "content/skilled-trades/woodworking/_index.md",
        include_str!("../../starter/content/skilled-trades/woodworking/_index.md"),
    ),
    (
        "content/skilled-trades/woodworking/cabinetmaker.md",
        include_str!("../../starter/content/skilled-trades/woodworking/cabinetmaker.md"),
    ),
    ("content/skills.toml", include_str!("../../starter/content/skills.toml")),
];

/// Stands in the starter for the title of the site, in quotes.
const TITLE: &str = "\"{title}\"";

/// The files of a new site in a folder of that name.
pub fn sketch(folder: &str) -> Vec<Sketch> {
    let title = quoted(&title(folder));
    let files = STARTER
        .iter()
        .map(|(path, text)| Sketch { path: (*path).to_owned(), text: text.replace(TITLE, &title) });
    files.collect()
}

/// `my-career-guides` becomes "My Career Guides".
fn title(folder: &str) -> String {
    let words = folder.replace(|c: char| matches!(c, '-' | '_' | '.') || c.is_control(), " ");
    let title = title_case(&words);
    if title.contains(char::is_alphanumeric) { title } else { "Career Guides".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_names_its_site() {
        assert_eq!(title("my-career_guides"), "My Career Guides");
        assert_eq!(title("guides.example.org"), "Guides Example Org");
        assert_eq!(title("IT jobs"), "IT Jobs");
        assert_eq!(title("..."), "Career Guides");
    }
}
