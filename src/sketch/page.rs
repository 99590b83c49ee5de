//! The small files of a site: a field, a track, a plain page, words about a skill.

use super::{Sketch, comment, quoted};
use crate::content::front_matter::SkillKind;
use crate::content::kind::CONTENT;
use crate::model::{Book, Skill};
use crate::slug::Slug;

/// What a field or track says of itself, in a folder of its own below `folder`.
pub fn index(folder: &str, title: &str, guidance: &str) -> Sketch {
    let text = format!(
        "+++\ntitle = {}\n# description = \"One sentence, for lists and search engines.\"\n# weight = 10\n+++\n\n{}",
        quoted(title),
        comment(guidance),
    );
    Sketch { path: format!("{folder}/{}/_index.md", Slug::of(title)), text }
}

/// A plain page.
pub fn page(title: &str) -> Sketch {
    let text = format!(
        "+++\ntitle = {}\n# description = \"One sentence, for search engines.\"\ndraft = true\n+++\n\n{}",
        quoted(title),
        comment("The text of the page. The title is its first-level heading, so begin with `##`."),
    );
    Sketch { path: format!("{CONTENT}/{}.md", Slug::of(title)), text }
}

/// Words about the skill of that slug, which guides may ask for already.
pub fn skill(book: &Book, slug: &Slug, known: Option<&Skill>) -> Sketch {
    let roles = known.into_iter().flat_map(|skill| skill.essential.iter().chain(&skill.optional));
    let titles: Vec<&str> = roles.map(|role| book[*role].title.as_str()).collect();
    let mut words =
        "What the skill is in practice, how people come by it, and how to tell that somebody has it."
            .to_owned();
    if !titles.is_empty() {
        words.push_str(&format!(" Guides that ask for it: {}.", titles.join(", ")));
    }
    Sketch { path: format!("{CONTENT}/skills/{slug}.md"), text: format!("+++\n+++\n\n{}", comment(&words)) }
}

/// An entry of the vocabulary, to stand after the text that is there.
pub fn entry(vocabulary: &str, name: &str, kind: SkillKind) -> String {
    let gap = if vocabulary.is_empty() {
        ""
    } else if vocabulary.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let kind = kind.name();
    format!(
        "{gap}[[skill]]\nname = {}\nkind = \"{kind}\"\n# aliases = [\"Other spellings\"]\n# description = \"One sentence.\"\n",
        quoted(name),
    )
}
