//! Pixels as a PNG. A card has few colours but for the edges of its letters, so a
//! palette holds them all, or all that an eye can tell apart: a third of the bytes.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};

type Colour = [u8; 3];

/// Colours of a palette, at most.
const PALETTE: usize = 256;

/// The pixels of an opaque picture as a PNG.
pub(super) fn encode(picture: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let runs = runs(picture.pixels());
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_depth(BitDepth::Eight);
    let data: Vec<u8> = match Palette::of(&runs) {
        Some(palette) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette.colours.concat());
            encoder.set_compression(Compression::Balanced);
            // Neighbouring places in a palette mean nothing to each other.
            encoder.set_filter(Filter::NoFilter);
            palette.places(&runs)
        }
        None => {
            encoder.set_color(ColorType::Rgb);
            encoder.set_compression(Compression::Fast);
            runs.into_iter()
                .flat_map(|(colour, count)| std::iter::repeat_n(colour, count))
                .flatten()
                .collect()
        }
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(bytes)
}

/// A colour, and how many pixels in a row have it: most are like the one before.
type Run = (Colour, usize);

fn runs(pixels: &[PremultipliedColorU8]) -> Vec<Run> {
    let runs = pixels.chunk_by(|one, other| one == other);
    let run = |run: &[PremultipliedColorU8]| {
        Some(([run.first()?.red(), run.first()?.green(), run.first()?.blue()], run.len()))
    };
    runs.filter_map(run).collect()
}

struct Palette {
    colours: Vec<Colour>,
    /// The place in it of every colour of the picture.
    places: BTreeMap<Colour, u8>,
}

impl Palette {
    /// The most frequent colours, and for each other one the nearest of these; `None`
    /// where more than one pixel in fifty would change, as in gradients.
    fn of(runs: &[Run]) -> Option<Self> {
        let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
        let mut all = 0;
        for (colour, count) in runs {
            *counts.entry(*colour).or_default() += count;
            all += count;
        }
        let mut frequent: Vec<(Colour, usize)> = counts.into_iter().collect();
        frequent.sort_by_key(|(colour, count)| (usize::MAX - count, *colour));
        let rest = frequent.split_off(frequent.len().min(PALETTE));
        let changed: usize = rest.iter().map(|(_, count)| count).sum();
        if changed > all / 50 {
            return None;
        }
        let colours: Vec<Colour> = frequent.iter().map(|(colour, _)| *colour).collect();
        let places = (0..=u8::MAX).zip(&colours).map(|(place, colour)| (*colour, place));
        let mut places: BTreeMap<Colour, u8> = places.collect();
        for (colour, _) in rest {
            let near = (0..=u8::MAX).zip(&colours).min_by_key(|(_, other)| distance(colour, **other));
            places.insert(colour, near.map_or(0, |(place, _)| place));
        }
        Some(Self { colours, places })
    }

    fn places(&self, runs: &[Run]) -> Vec<u8> {
        let mut places = Vec::new();
        for (colour, count) in runs {
            let place = self.places.get(colour).copied().unwrap_or(0);
            places.resize(places.len() + count, place);
        }
        places
    }
}

/// How far apart two colours are; only the order counts.
fn distance(one: Colour, other: Colour) -> u32 {
    one.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_stay_as_they_are_and_rare_ones_become_the_nearest() {
        let few = [([1, 2, 3], 2), ([9, 9, 9], 1)];
        let palette = Palette::of(&few).expect("a palette");
        assert_eq!(palette.colours, [[1, 2, 3], [9, 9, 9]]);
        assert_eq!(palette.places(&few), [0, 0, 1]);

        let frequent = (0..=u8::MAX).map(|grey| ([grey; 3], 2));
        let palette = Palette::of(&frequent.chain([([7, 7, 8], 1)]).collect::<Vec<_>>()).expect("a palette");
        assert_eq!(palette.places(&[([7, 7, 8], 1), ([7, 7, 7], 1)]), [7, 7]);
    }

    #[test]
    fn gradients_keep_their_colours() {
        let gradient = (0..=u8::MAX).flat_map(|red| (0..=u8::MAX).map(move |blue| ([red, 0, blue], 1)));
        assert!(Palette::of(&gradient.collect::<Vec<_>>()).is_none());
    }
}
