//! Where things stand in the drawing of a map: pure geometry on words and
//! numbers. It knows no role and no page, and measures nothing in a browser.
//!
//! A drawing has bands, a band has lanes, a lane has boxes with words in them.
//! Lanes keep the order that they are given, so that a map changes little when
//! its site does. Within a lane boxes stand from left to right by how far along
//! the way they are ([`stages`]), in as many rows as they need ([`rows`]). Edges
//! are curves behind the boxes ([`curves`]).
//!
//! All lengths are in units, of which sixteen are one rem of the page. They are
//! whole numbers, so the same input gives the same drawing on any machine.

pub mod curves;
pub mod layers;
pub mod rows;
pub mod stages;
pub mod text;

use curves::Curve;
use text::{LINE, SIZE};

/// Lanes with a caption above them.
#[derive(Clone, Debug)]
pub struct Band {
    /// The caption; empty for none.
    pub caption: String,
    /// The lanes from top to bottom.
    pub lanes: Vec<Lane>,
}

/// Boxes with a caption to their left.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The caption.
    pub caption: String,
    /// The words in each box. Boxes are numbered from 0 through all lanes.
    pub labels: Vec<String>,
}

/// A directed edge between two boxes, by their numbers.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// How much it counts, at least 1.
    pub weight: usize,
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Its left end.
    pub x: i32,
    /// Its upper end.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

impl Rect {
    /// Its lower end.
    pub fn bottom(self) -> i32 {
        self.y + self.height
    }

    /// Half way from its left end to its right one.
    pub fn middle(self) -> i32 {
        self.x + self.width / 2
    }
}

/// A line of text, at its baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Where it begins, or its centre if it stands in a box.
    pub x: i32,
    /// Its baseline.
    pub y: i32,
    /// The words.
    pub text: String,
}

/// A drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Captions of bands.
    pub captions: Vec<Words>,
    /// Lanes from top to bottom.
    pub lanes: Vec<DrawnLane>,
    /// Boxes by number.
    pub boxes: Vec<DrawnBox>,
    /// Edges.
    pub curves: Vec<Curve>,
}

/// A lane in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnLane {
    /// Its box.
    pub frame: Rect,
    /// Its caption.
    pub caption: Vec<Words>,
    /// The numbers of its boxes, those that are furthest back on the way first.
    pub order: Vec<usize>,
}

/// A box in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnBox {
    /// The box.
    pub frame: Rect,
    /// The words in it, each line at its centre.
    pub lines: Vec<Words>,
}

/// Width of every drawing: what the widest page has room for.
const WIDTH: i32 = 1200;
/// The captions of lanes stand in a column of this width.
const CAPTIONS: i32 = 196;
/// Words are kept this far from the ends of their box or lane.
const PADDING: i32 = 12;
/// Words in a box are broken into lines of this width.
const LABEL: i32 = 186;
/// Room above the first row of a lane, and below each: curves pass there.
const ROW: i32 = 22;
/// Room for the caption of a band.
const HEADER: i32 = 46;
/// Room between two lanes.
const LANE: i32 = 6;

/// Draws bands of lanes of boxes, and the edges between boxes.
pub fn draw(bands: &[Band], edges: &[Edge]) -> Drawing {
    let labels: Vec<&String> =
        bands.iter().flat_map(|band| &band.lanes).flat_map(|lane| &lane.labels).collect();
    let mut boxes: Vec<DrawnBox> = labels.iter().map(|label| shape(label)).collect();
    let progress = progress(&stages::stages(boxes.len(), edges));
    let mut drawing = Drawing {
        width: WIDTH,
        height: 0,
        captions: Vec::new(),
        lanes: Vec::new(),
        boxes: Vec::new(),
        curves: Vec::new(),
    };
    let (mut y, mut first) = (0, 0);
    for band in bands {
        if !band.caption.is_empty() {
            y += HEADER;
            drawing.captions.push(Words { x: 0, y: y - HEADER / 3, text: band.caption.clone() });
        }
        for lane in &band.lanes {
            let mut order: Vec<usize> = (first..first + lane.labels.len()).collect();
            order.sort_by(|a, b| progress[*a].total_cmp(&progress[*b]).then(a.cmp(b)));
            first += lane.labels.len();
            let drawn = draw_lane(&lane.caption, order, y, &progress, &mut boxes);
            y = drawn.frame.bottom() + LANE;
            drawing.lanes.push(drawn);
        }
    }
    drawing.height = y;
    let frames: Vec<Rect> = boxes.iter().map(|one| one.frame).collect();
    drawing.curves = curves::curves(&frames, edges);
    drawing.boxes = boxes;
    drawing
}

/// A box for its words, not in its place yet.
fn shape(label: &str) -> DrawnBox {
    let lines: Vec<Words> =
        text::wrap(label, LABEL).into_iter().map(|text| Words { x: 0, y: 0, text }).collect();
    let width = lines.iter().map(|line| text::width(&line.text)).max().unwrap_or(0);
    let frame = Rect { x: 0, y: 0, width: width.min(LABEL) + 2 * PADDING, height: height(lines.len()) };
    DrawnBox { frame, lines }
}

/// Height of a box for this many lines.
fn height(lines: usize) -> i32 {
    i32::try_from(lines.max(1)).unwrap_or(1) * LINE + PADDING
}

/// Baselines of lines that stand in the middle of a box.
fn baselines(frame: Rect, lines: usize) -> impl Iterator<Item = i32> {
    let top = frame.y + (frame.height - height(lines)) / 2 + PADDING / 2;
    // Capitals are about seven tenths of the size high, and stand in the middle
    // of their line.
    (0..).map(move |line| top + line * LINE + (LINE + SIZE * 7 / 10) / 2)
}

/// How far each box is to the right, 0 to 1: the place of its stage among all
/// stages, because the stages themselves crowd together in the middle.
fn progress(stages: &[f64]) -> Vec<f64> {
    // Stages that are equal but for the last digits share one place.
    let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let mut sorted = stages.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup_by(|a, b| same(*a, *b));
    let steps = f64::from(u32::try_from(sorted.len().saturating_sub(1)).unwrap_or(u32::MAX)).max(1.0);
    let place = |stage: f64| sorted.partition_point(|other| *other < stage && !same(*other, stage));
    stages.iter().map(|stage| f64::from(u32::try_from(place(*stage)).unwrap_or(u32::MAX)) / steps).collect()
}

fn draw_lane(
    caption: &str,
    order: Vec<usize>,
    y: i32,
    progress: &[f64],
    boxes: &mut [DrawnBox],
) -> DrawnLane {
    let (left, right) = (CAPTIONS + PADDING, WIDTH - PADDING);
    let wanted: Vec<(i32, i32)> = order
        .iter()
        .map(|at| {
            let width = boxes[*at].frame.width;
            #[expect(clippy::cast_possible_truncation, reason = "a place between two others of a drawing")]
            let way = (f64::from(right - left - width) * progress[*at]) as i32;
            (width, left + width / 2 + way)
        })
        .collect();
    let placed = rows::place(&wanted, left, right);
    let row_count = placed.iter().map(|placed| placed.row + 1).max().unwrap_or(0);
    let mut bottom = y + ROW;
    for row in 0..row_count {
        let own = || order.iter().zip(&placed).filter(|(_, placed)| placed.row == row);
        let row_height = own().map(|(at, _)| boxes[*at].frame.height).max().unwrap_or(0);
        for (at, placed) in own() {
            let drawn = &mut boxes[*at];
            drawn.frame.x = placed.x;
            drawn.frame.y = bottom + (row_height - drawn.frame.height) / 2;
            let (frame, baselines) = (drawn.frame, baselines(drawn.frame, drawn.lines.len()));
            for (line, baseline) in drawn.lines.iter_mut().zip(baselines) {
                (line.x, line.y) = (frame.middle(), baseline);
            }
        }
        bottom += row_height + ROW;
    }
    let lines = text::wrap(caption, CAPTIONS - PADDING);
    let frame = Rect { x: 0, y, width: WIDTH, height: (bottom - y).max(height(lines.len()) + PADDING) };
    let baselines = baselines(frame, lines.len());
    let caption = lines.into_iter().zip(baselines).map(|(text, y)| Words { x: PADDING, y, text }).collect();
    DrawnLane { frame, caption, order }
}

#[cfg(test)]
pub(crate) mod drawing {
    //! Graphs as they are written in tests.

    use super::Edge;

    /// The edges of "a -> b, b -> c", whose nodes are numbered by their letters.
    pub(crate) fn edges(drawing: &str) -> Vec<Edge> {
        let node = |name: &str| usize::from(name.as_bytes()[0] - b'a');
        drawing
            .split(", ")
            .filter_map(|edge| edge.split_once(" -> "))
            .map(|(from, to)| Edge { from: node(from), to: node(to), weight: 1 })
            .collect()
    }
}
