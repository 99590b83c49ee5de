//! A map as templates see it: a drawing by `layout`, and the same as a list. It
//! does not know what is on the map.

use serde::Serialize;

use super::parts::Link;
use crate::layout::{Band, Drawing, Edge, Lane, Rect, Words, draw};

/// A map, drawn and listed. Its boxes are roles, or tracks on an overview.
#[derive(Serialize)]
pub struct Map {
    /// Whether boxes are tracks and not roles, because the site has too many of these.
    is_overview: bool,
    /// The map of the whole site, on the map of a field.
    whole: Option<Link>,
    /// In units of the drawing.
    width: i32,
    /// Height in units of the drawing.
    height: i32,
    /// In rem.
    width_rem: f64,
    /// Height in rem.
    height_rem: f64,
    /// What stands above the drawing: what its left and right end mean.
    captions: Vec<Line>,
    /// Lanes from top to bottom: a field or a track with its boxes.
    lanes: Vec<LaneBox>,
    /// The moves between boxes.
    curves: Vec<Path>,
    /// Whether the curves are so many that each has to be faint.
    is_dense: bool,
    /// The same as a list.
    groups: Vec<Group>,
    /// Number of boxes.
    box_count: usize,
    /// Number of moves between them.
    move_count: usize,
}

#[derive(Serialize)]
struct Line {
    /// From the left, in units of the drawing.
    x: i32,
    /// From the top, in units of the drawing.
    y: i32,
    /// The words.
    text: String,
}

#[derive(Serialize)]
struct Area {
    /// Its left edge, in units of the drawing.
    x: i32,
    /// Its upper edge, in units of the drawing.
    y: i32,
    /// Its width, in units of the drawing.
    width: i32,
    /// Its height, in units of the drawing.
    height: i32,
}

#[derive(Serialize)]
struct LaneBox {
    /// The place in `groups` of what the lane belongs to, from 0.
    group: usize,
    /// Its anchor, where boxes are tracks.
    id: Option<String>,
    /// What it is called.
    title: String,
    /// Where it is drawn.
    area: Area,
    /// Its title in lines that fit.
    caption: Vec<Line>,
    /// What stands in it.
    boxes: Vec<NodeBox>,
}

#[derive(Serialize)]
struct NodeBox {
    /// As curves know it.
    number: usize,
    /// Its anchor: the slug of the role or track.
    id: Option<String>,
    /// The guide, or the map of the track's field.
    link: Link,
    /// Where it is drawn.
    area: Area,
    /// Its label in lines that fit.
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Path {
    /// The number of the box where it begins.
    from: usize,
    /// The number of the box to which it leads.
    to: usize,
    /// 1 to 4, thin to thick.
    thickness: usize,
    /// The `d` of an SVG path.
    path: String,
}

/// What a reader can choose to see alone, as the list has it: a field, or a track
/// on the map of a field.
#[derive(Serialize)]
struct Group {
    /// The field, or on the map of a field the track.
    link: Link,
    /// Its parts.
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    /// The track, where the group is a field.
    link: Option<Link>,
    /// Its boxes in order.
    boxes: Vec<Listed>,
}

#[derive(Clone, Serialize)]
pub(super) struct Listed {
    /// What it is called.
    pub(super) label: String,
    /// Where it leads.
    pub(super) href: String,
    /// Where moves lead from here.
    pub(super) leads_to: Vec<Counted>,
    /// Where moves come from.
    pub(super) comes_from: Vec<Counted>,
}

/// A role or track at the other end, and the number of moves between the two.
#[derive(Clone, Serialize)]
pub(super) struct Counted {
    /// What the other one is called.
    pub(super) label: String,
    /// Where it leads.
    pub(super) href: String,
    /// Number of moves.
    pub(super) count: usize,
}

/// More curves than this are drawn faintly.
const DENSE: usize = 200;

/// What is to be drawn and listed.
#[derive(Default)]
pub(super) struct Chart {
    /// Whether the groups are bands of lanes; each is one lane otherwise.
    pub(super) is_banded: bool,
    pub(super) groups: Vec<Link>,
    pub(super) lanes: Vec<ChartLane>,
    /// By the numbers of boxes, from 0 through all lanes.
    pub(super) edges: Vec<Edge>,
}

pub(super) struct ChartLane {
    pub(super) group: usize,
    pub(super) id: Option<String>,
    pub(super) link: Link,
    pub(super) nodes: Vec<Node>,
}

pub(super) struct Node {
    pub(super) id: Option<String>,
    pub(super) listed: Listed,
}

impl Listed {
    /// A box that no move has been found for yet.
    pub(super) fn alone(Link { label, href }: Link) -> Self {
        Self { label, href, leads_to: Vec::new(), comes_from: Vec::new() }
    }
}

impl Chart {
    /// Adds a group, and gives its number.
    pub(super) fn group(&mut self, link: Link) -> usize {
        self.groups.push(link);
        self.groups.len() - 1
    }

    /// Draws and lists it; `whole` is the map of the whole site, from that of a field.
    pub(super) fn map(self, is_overview: bool, whole: Option<Link>) -> Map {
        let drawing = draw(&self.bands(), &self.edges);
        let move_count = self.edges.iter().map(|edge| edge.weight).sum();
        let Drawing { width, height, captions, lanes: drawn, boxes, curves } = drawing;
        let box_count = boxes.len();
        let mut boxes: Vec<_> = boxes.into_iter().map(Some).collect();
        let mut groups: Vec<Group> =
            self.groups.into_iter().map(|link| Group { link, parts: Vec::new() }).collect();
        let mut lanes = Vec::with_capacity(drawn.len());
        let mut first = 0;
        for (lane, drawn) in self.lanes.into_iter().zip(drawn) {
            let title = lane.link.label.clone();
            let mut part = Part { link: self.is_banded.then_some(lane.link), boxes: Vec::new() };
            let mut nodes = Vec::with_capacity(lane.nodes.len());
            // The list has the order of the drawing, so that the Tab key goes through
            // both alike.
            for number in drawn.order {
                let node = &lane.nodes[number - first];
                let Some(place) = boxes[number].take() else { continue };
                nodes.push(NodeBox {
                    number,
                    id: node.id.clone(),
                    link: Link { label: node.listed.label.clone(), href: node.listed.href.clone() },
                    area: area(place.frame),
                    lines: lines(place.lines),
                });
                part.boxes.push(node.listed.clone());
            }
            first += lane.nodes.len();
            groups[lane.group].parts.push(part);
            lanes.push(LaneBox {
                group: lane.group,
                id: lane.id,
                title,
                area: area(drawn.frame),
                caption: lines(drawn.caption),
                boxes: nodes,
            });
        }
        let curves = curves.into_iter().map(|curve| Path {
            from: curve.from,
            to: curve.to,
            thickness: if is_overview { thickness(curve.weight) } else { 1 },
            path: curve.path,
        });
        Map {
            is_overview,
            whole,
            width,
            height,
            width_rem: f64::from(width) / 16.0,
            height_rem: f64::from(height) / 16.0,
            captions: lines(captions),
            lanes,
            is_dense: curves.len() > DENSE,
            curves: curves.collect(),
            groups,
            box_count,
            move_count,
        }
    }

    fn bands(&self) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        if self.is_banded {
            bands.extend(
                self.groups.iter().map(|group| Band { caption: group.label.clone(), lanes: Vec::new() }),
            );
        } else {
            bands.push(Band { caption: String::new(), lanes: Vec::new() });
        }
        for lane in &self.lanes {
            let band = if self.is_banded { lane.group } else { 0 };
            bands[band].lanes.push(Lane {
                caption: lane.link.label.clone(),
                labels: lane.nodes.iter().map(|node| node.listed.label.clone()).collect(),
            });
        }
        bands
    }
}

/// How thick the curve for this many moves is.
fn thickness(moves: usize) -> usize {
    match moves {
        0..=1 => 1,
        2..=4 => 2,
        5..=9 => 3,
        _ => 4,
    }
}

fn area(Rect { x, y, width, height }: Rect) -> Area {
    Area { x, y, width, height }
}

fn lines(words: Vec<Words>) -> Vec<Line> {
    words.into_iter().map(|Words { x, y, text }| Line { x, y, text }).collect()
}
