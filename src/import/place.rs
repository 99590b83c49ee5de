//! Where a guide belongs: the field and track that its article names or that the
//! author names instead, as the site has them or as they are to be made.

use super::known::{Folder, Known};
use super::{Kept, Named};
use crate::content::kind::{CONTENT, Kind};
use crate::slug::Slug;
use crate::source::SourcePath;

/// The place of a guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    field: Spot,
    track: Spot,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    folder: Folder,
    is_new: bool,
}

/// The place that `option` names, which is `FIELD/TRACK` by slugs or titles, or a
/// track of the site by itself. `None` if it is neither.
pub fn chosen(option: &str, known: &Known) -> Option<Place> {
    let slug = Slug::of(option);
    let is_called = |folder: &Folder, slug: &Slug| folder.slug == *slug || Slug::of(&folder.title) == *slug;
    for (at, _) in option.match_indices('/') {
        let (field, track) = (Slug::of(&option[..at]), Slug::of(&option[at + 1..]));
        let place = known.tracks.iter().find_map(|(of, folder)| {
            let owner = known.fields.iter().find(|owner| owner.slug == *of && is_called(owner, &field))?;
            is_called(folder, &track).then(|| Place { field: there(owner), track: there(folder) })
        });
        if place.is_some() {
            return place;
        }
    }
    let mut alone = known.tracks.iter().filter(|(_, folder)| is_called(folder, &slug));
    if let (Some((field, folder)), None) = (alone.next(), alone.next()) {
        let owner = known.fields.iter().find(|owner| owner.slug == *field)?;
        return Some(Place { field: there(owner), track: there(folder) });
    }
    let (field, track) = option.split_once('/')?;
    let has_name = |text: &str| text.chars().any(char::is_alphanumeric);
    (has_name(field) && has_name(track)).then(|| make(&as_title(field), &as_title(track), known))
}

/// The place that an article names. `None` if it does not.
pub fn named(named: &Named, known: &Known) -> Option<Place> {
    let has_name = |kept: &&Kept<String>| kept.value.chars().any(char::is_alphanumeric);
    match (named.field.as_ref().filter(has_name), named.track.as_ref().filter(has_name)) {
        (Some(field), Some(track)) => Some(make(&field.value, &track.value, known)),
        // A track's name can be enough.
        (None, Some(track)) => {
            chosen(&track.value, known).filter(|place| !place.field.is_new && !place.track.is_new)
        }
        _ => None,
    }
}

fn there(folder: &Folder) -> Spot {
    Spot { folder: folder.clone(), is_new: false }
}

/// The place of these titles, made where the site lacks it.
pub(super) fn make(field: &str, track: &str, known: &Known) -> Place {
    let (field_slug, track_slug) = (Slug::of(field), Slug::of(track));
    let is_it = |folder: &Folder, slug: &Slug| folder.slug == *slug || Slug::of(&folder.title) == *slug;
    let new = |slug: Slug, title: &str| Spot {
        folder: Folder { name: slug.to_string(), slug, title: title.trim().to_owned() },
        is_new: true,
    };
    let there_already = known.fields.iter().find(|folder| is_it(folder, &field_slug)).map(there);
    let field = there_already.unwrap_or_else(|| new(field_slug, field));
    let owner = &field.folder.slug;
    let known_track = known
        .tracks
        .iter()
        .find(|(of, folder)| of == owner && is_it(folder, &track_slug))
        .map(|(_, folder)| there(folder));
    Place { track: known_track.unwrap_or_else(|| new(track_slug, track)), field }
}

/// A slug as a title; a title stays what it is.
fn as_title(name: &str) -> String {
    let name = name.trim();
    if Slug::of(name).as_str() != name {
        return name.to_owned();
    }
    let words = name.split('-').map(|word| {
        let mut characters = word.chars();
        characters.next().map(|first| first.to_uppercase().chain(characters).collect::<String>())
    });
    words.flatten().collect::<Vec<_>>().join(" ")
}

impl Place {
    /// The titles of the field and of the track.
    pub fn titles(&self) -> (&str, &str) {
        (&self.field.folder.title, &self.track.folder.title)
    }

    /// The file of the guide to the role `slug`; `None` if a guide cannot be there.
    pub fn guide(&self, slug: &Slug) -> Option<SourcePath> {
        let path = SourcePath::new(&format!(
            "{CONTENT}/{}/{}/{slug}.md",
            self.field.folder.name, self.track.folder.name
        ));
        matches!(Kind::of(&path), Kind::Guide { .. }).then_some(path)
    }

    /// The files that make the field and the track, where the site lacks them.
    pub fn indexes(&self) -> Vec<(SourcePath, String)> {
        let field = format!("{CONTENT}/{}/_index.md", self.field.folder.name);
        let track = format!("{CONTENT}/{}/{}/_index.md", self.field.folder.name, self.track.folder.name);
        [(field, &self.field), (track, &self.track)]
            .into_iter()
            .filter(|(_, spot)| spot.is_new)
            .map(|(path, spot)| {
                let title = toml::Value::String(spot.folder.title.clone());
                (SourcePath::new(&path), format!("+++\ntitle = {title}\n+++\n"))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourcePath;

    fn known() -> Known {
        let config = crate::config::parse(&std::sync::Arc::new(crate::source::Source::new(
            SourcePath::new("config.toml"),
            "title = \"T\"\nbase_url = \"https://example.org/\"".into(),
        )));
        let mut known = Known::of(&config.0.expect("a config"), &[]);
        for (path, title) in
            [("content/food/_index.md", "Food"), ("content/food/Bread/_index.md", "Bread / Cake")]
        {
            let path = SourcePath::new(path);
            known.add(&path, &Kind::of(&path), Some(title));
        }
        known
    }

    #[track_caller]
    fn check(option: &str, expected: Option<(&str, usize)>) {
        let place = chosen(option, &known());
        let found = place.map(|place| {
            (place.guide(&Slug::of("baker")).expect("a path").to_string(), place.indexes().len())
        });
        assert_eq!(found.as_ref().map(|(path, new)| (path.as_str(), *new)), expected, "{option}");
    }

    #[test]
    fn a_place_is_named_by_slugs_or_titles() {
        check("food/bread", Some(("content/food/Bread/baker.md", 0)));
        check("Food/Bread / Cake", Some(("content/food/Bread/baker.md", 0)));
        check("bread", Some(("content/food/Bread/baker.md", 0)));
        check("food/sweets", Some(("content/food/sweets/baker.md", 1)));
        check("care/nursing", Some(("content/care/nursing/baker.md", 2)));
        check("nursing", None);
        check("/", None);
        check("", None);
    }

    #[test]
    fn slugs_become_titles_and_titles_stay() {
        let place = chosen("care-work/Home Nursing", &known()).expect("a place");
        assert_eq!(place.titles(), ("Care Work", "Home Nursing"));
    }
}
