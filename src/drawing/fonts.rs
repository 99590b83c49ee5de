//! The fonts of drawings: which signs they have, and how wide these are. The order
//! of the files decides which font is asked first; the system's own are never asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, Family, ID, Query, Source as Data, Weight};
use resvg::usvg::{FontFamily, FontResolver};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use crate::source::Source;

/// Fonts, read once.
pub struct Fonts {
    faces: Vec<Face>,
    /// Whether some font has the sign of that number, for those that most texts are made of.
    has_ascii: [bool; 128],
    database: Arc<Database>,
    hash: blake3::Hash,
}

struct Face {
    id: ID,
    family: String,
    file: Arc<Source>,
    index: u32,
}

/// A file as the database wants it.
struct Bytes(Arc<Source>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl Fonts {
    /// The fonts in these files, and the files that hold none.
    pub fn read(files: impl IntoIterator<Item = Arc<Source>>) -> (Self, Vec<Arc<Source>>) {
        let mut database = Database::new();
        let (mut faces, mut refused) = (Vec::new(), Vec::new());
        let mut hasher = blake3::Hasher::new();
        for file in files {
            // By length too, so that no two lists of files look the same.
            hasher.update(&file.bytes().len().to_le_bytes());
            hasher.update(file.bytes());
            let ids = database.load_font_source(Data::Binary(Arc::new(Bytes(Arc::clone(&file)))));
            let known = faces.len();
            for id in ids {
                let Some(info) = database.face(id) else { continue };
                let family = info.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
                if FontRef::from_index(file.bytes(), info.index).is_ok() {
                    faces.push(Face { id, family, file: Arc::clone(&file), index: info.index });
                }
            }
            if faces.len() == known {
                refused.push(file);
            }
        }
        let has_ascii =
            std::array::from_fn(|sign| char::from_u32(sign as u32).is_some_and(|sign| has(&faces, sign)));
        (Self { faces, has_ascii, database: Arc::new(database), hash: hasher.finalize() }, refused)
    }

    /// What tells these fonts from any others.
    pub fn hash(&self) -> &blake3::Hash {
        &self.hash
    }

    pub(super) fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }

    pub(super) fn first_family(&self) -> &str {
        self.faces.first().map_or("", |face| &face.family)
    }

    /// Finds fonts by family, and for signs that one lacks the first that has them.
    pub(super) fn resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, database| {
                let families = font.families().iter().filter_map(|family| match family {
                    FontFamily::Named(name) => Some(Family::Name(name)),
                    _ => None,
                });
                let families: Vec<Family<'_>> = families.collect();
                let query = Query { families: &families, weight: Weight(font.weight()), ..Query::default() };
                database.query(&query).or_else(|| Some(self.faces.first()?.id))
            }),
            select_fallback: Box::new(|sign, tried, _| {
                let mut others = self.faces.iter().filter(|face| !tried.contains(&face.id));
                others.find(|face| face.advance(sign, 1.0).is_some()).map(|face| face.id)
            }),
        }
    }

    /// A text as it can be set: without control characters, and without signs that are
    /// no letters where no font has them, such as emoji. The letters that are missing,
    /// if any are: without those a text says something else.
    pub fn spell(&self, text: &str) -> Result<String, BTreeSet<char>> {
        let mut missing = BTreeSet::new();
        let mut spelled = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            let before = spelled.len();
            for sign in word.chars().filter(|sign| !sign.is_control()) {
                if self.has(sign) {
                    spelled.push(sign);
                } else if sign.is_alphanumeric() || is_mark(sign) {
                    missing.insert(sign);
                }
            }
            if spelled.len() > before {
                spelled.push(' ');
            }
        }
        spelled.truncate(spelled.trim_end().len());
        if missing.is_empty() { Ok(spelled) } else { Err(missing) }
    }

    fn has(&self, sign: char) -> bool {
        match self.has_ascii.get(sign as usize) {
            Some(has) => *has,
            None => has(&self.faces, sign),
        }
    }

    /// Width of a text in pixels where a font of that family is set in this size. Pairs
    /// of letters that move together are not known, so it is rather too wide.
    pub fn width(&self, text: &str, family: &str, size: f32) -> f32 {
        let first = self.faces.iter().filter(|face| face.family == family);
        let others = self.faces.iter().filter(|face| face.family != family);
        let faces: Vec<&Face> = first.chain(others).collect();
        text.chars().map(|sign| faces.iter().find_map(|face| face.advance(sign, size)).unwrap_or(size)).sum()
    }
}

fn has(faces: &[Face], sign: char) -> bool {
    faces.iter().any(|face| face.advance(sign, 1.0).is_some())
}

/// Marks that belong to the letter before them (Unicode's block of that name).
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

impl Face {
    /// Width of a sign in pixels, if the font has it.
    fn advance(&self, sign: char, size: f32) -> Option<f32> {
        let font = FontRef::from_index(self.file.bytes(), self.index).ok()?;
        let glyph = font.charmap().map(sign)?;
        font.glyph_metrics(Size::new(size), LocationRef::default()).advance_width(glyph)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::source::SourcePath;

    fn file(name: &str, bytes: &[u8]) -> Arc<Source> {
        Arc::new(Source::new(SourcePath::new(name), bytes.to_vec()))
    }

    /// The fonts of the default theme.
    pub(in crate::drawing) fn built_in() -> Fonts {
        let files = [
            file("1.ttf", include_bytes!("../../themes/default/fonts/1-newsreader.ttf")),
            file("2.ttf", include_bytes!("../../themes/default/fonts/2-literata.ttf")),
            file("3.ttf", include_bytes!("../../themes/default/fonts/3-inter.ttf")),
        ];
        let (fonts, refused) = Fonts::read(files);
        assert!(refused.is_empty());
        fonts
    }

    #[test]
    fn families_are_those_that_templates_name() {
        let families: Vec<String> = built_in().faces.into_iter().map(|face| face.family).collect();
        assert_eq!(families, ["Newsreader", "Literata", "Inter"]);
    }

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let spelled = built_in().spell(text).map_err(|missing| missing.into_iter().collect::<String>());
        assert_eq!(spelled.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn letters_that_are_missing_are_told_and_signs_are_left_out() {
        check(" Cook \t and\u{1}  Baker ", Ok("Cook and Baker"));
        check(
            "\u{141}\u{f3}d\u{17a}, \u{1eac}, \u{3a9}\u{3ad}, \u{416}\u{45e}",
            Ok("\u{141}\u{f3}d\u{17a}, \u{1eac}, \u{3a9}\u{3ad}, \u{416}\u{45e}"),
        );
        check("\u{1f373} Cook \u{2764}\u{fe0f}", Ok("Cook"));
        check("\u{1f373}", Ok(""));
        check("Cook \u{6599}\u{7406}\u{6599}", Err("\u{6599}\u{7406}"));
        check("\u{5d8}\u{5d1}\u{5d7}", Err("\u{5d1}\u{5d7}\u{5d8}"));
    }

    #[test]
    fn a_font_is_known_by_its_bytes() {
        let (one, refused) = Fonts::read([file("a.ttf", b"no font")]);
        assert_eq!(refused.len(), 1);
        assert_ne!(one.hash(), built_in().hash());
        assert!(one.spell("a").is_err(), "no font, no letters");
    }
}
