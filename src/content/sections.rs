//! The standard sections of a guide, recognised by their headings.

use std::ops::Range;

use crate::config::sections::Section;
use crate::markdown::outline::Outline;
use crate::slug::Slug;

/// Where each of `sections` stands in a body, heading included: a section runs
/// to the next heading of its level or above. `None` where the body lacks it.
/// A heading is recognised by its slug, so case and punctuation do not matter.
pub fn recognise(outline: &Outline, sections: &[Section], body_len: usize) -> Vec<Option<Range<usize>>> {
    let slugs: Vec<Option<Slug>> = outline
        .headings
        .iter()
        .map(|heading| (heading.level <= 2).then(|| Slug::of(&heading.text)))
        .collect();
    sections
        .iter()
        .map(|section| {
            let names: Vec<Slug> =
                std::iter::once(&section.title).chain(&section.aliases).map(|name| Slug::of(name)).collect();
            let at = slugs.iter().position(|slug| slug.as_ref().is_some_and(|slug| names.contains(slug)))?;
            let heading = &outline.headings[at];
            let end = outline.headings[at + 1..]
                .iter()
                .find(|next| next.level <= heading.level)
                .map_or(body_len, |next| next.range.start);
            Some(heading.range.start..end)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::outline::outline;

    #[test]
    fn sections_are_found_by_title_or_alias_and_end_at_the_next() {
        let text = "Lede.\n\n## the role in practice!\nA.\n### Detail\nB.\n\n## Fit\nC.\n";
        let section = |title: &str, alias: &str| Section {
            title: title.to_owned(),
            aliases: vec![alias.to_owned()],
            required: true,
            transitions: false,
            listings: false,
        };
        let sections = [
            section("The Role in Practice", ""),
            section("How to Evaluate Your Fit", "Fit"),
            section("Closing", ""),
        ];
        let found = recognise(&outline(text), &sections, text.len());
        let words: Vec<_> = found.into_iter().map(|range| range.map(|range| &text[range])).collect();
        assert_eq!(
            words,
            [Some("## the role in practice!\nA.\n### Detail\nB.\n\n"), Some("## Fit\nC.\n"), None]
        );
    }
}
