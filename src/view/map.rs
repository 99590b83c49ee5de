//! The career map: roles and the moves between them as one drawing, and the same
//! as a list. Where a site has too many roles for one drawing, the map shows its
//! tracks, and each field has a map of its own.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chrome::Frame;
use super::parts::{Link, role_link};
use crate::layout::{Band, Drawing, Edge, Lane, Rect, Words, draw};
use crate::model::{End, FieldId, RoleId, TrackId, TransitionId};
use crate::plan::{field_map_route, map_route};
use crate::route::Route;

/// A map, drawn and listed. Its boxes are roles, or tracks on an overview.
#[derive(Serialize)]
pub struct Map {
    is_overview: bool,
    /// The map of the whole site, on the map of a field.
    whole: Option<Link>,
    /// In units of the drawing.
    width: i32,
    height: i32,
    /// In rem.
    width_rem: f64,
    height_rem: f64,
    captions: Vec<Line>,
    lanes: Vec<LaneBox>,
    curves: Vec<Path>,
    /// Whether the curves are so many that each has to be faint.
    is_dense: bool,
    groups: Vec<Group>,
    box_count: usize,
    move_count: usize,
}

#[derive(Serialize)]
struct Line {
    x: i32,
    y: i32,
    text: String,
}

#[derive(Serialize)]
struct Area {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

#[derive(Serialize)]
struct LaneBox {
    group: usize,
    id: Option<String>,
    title: String,
    area: Area,
    caption: Vec<Line>,
    boxes: Vec<NodeBox>,
}

#[derive(Serialize)]
struct NodeBox {
    /// As curves know it.
    number: usize,
    id: Option<String>,
    link: Link,
    area: Area,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Path {
    from: usize,
    to: usize,
    /// 1 to 4, thin to thick.
    thickness: usize,
    path: String,
}

/// What a reader can choose to see alone, as the list has it: a field, or a track
/// on the map of a field.
#[derive(Serialize)]
struct Group {
    link: Link,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    /// The track, where the group is a field.
    link: Option<Link>,
    boxes: Vec<Listed>,
}

#[derive(Clone, Serialize)]
struct Listed {
    label: String,
    href: String,
    leads_to: Vec<Counted>,
    comes_from: Vec<Counted>,
}

/// A role or track at the other end, and the number of moves between the two.
#[derive(Clone, Serialize)]
struct Counted {
    label: String,
    href: String,
    count: usize,
}

/// More curves than this are drawn faintly.
const DENSE: usize = 200;

/// The map of a site that is small enough to have every role on it.
pub fn whole(frame: &Frame<'_>) -> Map {
    let book = frame.book;
    let mut chart = Chart { is_banded: true, ..Chart::default() };
    for field in &book.fields {
        let group = chart.group(link(frame, &field.section.title, &field.route));
        for track in &field.tracks {
            chart.lanes.push(track_lane(frame, group, *track));
        }
    }
    let roles = book.fields.iter().flat_map(|field| &field.tracks).flat_map(|track| &book[*track].roles);
    chart.edges = role_edges(frame, roles.copied());
    chart.map(false, None)
}

/// The map of one field: the moves within it are drawn, and those that cross its
/// border are listed too.
pub fn field(frame: &Frame<'_>, id: FieldId) -> Map {
    let book = frame.book;
    let mut chart = Chart::default();
    for track in &book[id].tracks {
        let group = chart.group(link(frame, &book[*track].section.title, &book[*track].route));
        let lane_id = Some(format!("_track-{}", book[*track].slug));
        chart.lanes.push(ChartLane { id: lane_id, ..track_lane(frame, group, *track) });
    }
    chart.edges = role_edges(frame, book.roles_of(id));
    chart.map(false, Some(link(frame, "Career map", &map_route())))
}

/// The map of the tracks of a site that is too large for a map of every role.
pub fn overview(frame: &Frame<'_>) -> Map {
    let book = frame.book;
    let mut counts: BTreeMap<(TrackId, TrackId), usize> = BTreeMap::new();
    for transition in book.transitions.iter() {
        if let Some((from, to)) = transition.from.role().zip(transition.to.role())
            && book[from].track != book[to].track
        {
            *counts.entry((book[from].track, book[to].track)).or_default() += 1;
        }
    }
    let place = |id: TrackId| {
        let track = &book[id];
        let map = frame.href(&field_map_route(book, track.field));
        Link { label: track.section.title.clone(), href: format!("{map}#_track-{}", track.slug) }
    };
    let mut listed: BTreeMap<TrackId, Listed> = BTreeMap::new();
    for ((from, to), count) in &counts {
        let counted = |id| {
            let Link { label, href } = place(id);
            Counted { label, href, count: *count }
        };
        for (end, other) in [(from, to), (to, from)] {
            let entry = listed.entry(*end).or_insert_with(|| Listed::alone(place(*end)));
            let side = if end == from { &mut entry.leads_to } else { &mut entry.comes_from };
            side.push(counted(*other));
        }
    }
    let mut chart = Chart::default();
    let mut numbers: BTreeMap<TrackId, usize> = BTreeMap::new();
    for (at, field) in book.fields.iter().enumerate() {
        let map = field_map_route(book, FieldId(at));
        let group = chart.group(link(frame, &field.section.title, &map));
        let nodes = field.tracks.iter().map(|track| {
            numbers.insert(*track, numbers.len());
            Node { id: None, listed: listed.remove(track).unwrap_or_else(|| Listed::alone(place(*track))) }
        });
        let nodes = nodes.collect();
        chart.lanes.push(ChartLane { group, id: None, link: link(frame, &field.section.title, &map), nodes });
    }
    chart.edges = counts
        .iter()
        .filter_map(|((from, to), count)| {
            Some(Edge { from: *numbers.get(from)?, to: *numbers.get(to)?, weight: *count })
        })
        .collect();
    chart.map(true, None)
}

/// What is to be drawn and listed.
#[derive(Default)]
struct Chart {
    /// Whether the groups are bands of lanes; each is one lane otherwise.
    is_banded: bool,
    groups: Vec<Link>,
    lanes: Vec<ChartLane>,
    /// By the numbers of boxes, from 0 through all lanes.
    edges: Vec<Edge>,
}

struct ChartLane {
    group: usize,
    id: Option<String>,
    link: Link,
    nodes: Vec<Node>,
}

struct Node {
    id: Option<String>,
    listed: Listed,
}

impl Listed {
    fn alone(Link { label, href }: Link) -> Self {
        Self { label, href, leads_to: Vec::new(), comes_from: Vec::new() }
    }
}

fn link(frame: &Frame<'_>, label: &str, route: &Route) -> Link {
    Link { label: label.to_owned(), href: frame.href(route) }
}

fn track_lane(frame: &Frame<'_>, group: usize, id: TrackId) -> ChartLane {
    let track = &frame.book[id];
    let nodes = track.roles.iter().map(|role| role_node(frame, *role)).collect();
    ChartLane { group, id: None, link: link(frame, &track.section.title, &track.route), nodes }
}

fn role_node(frame: &Frame<'_>, id: RoleId) -> Node {
    let role = &frame.book[id];
    let ends = |moves: &[TransitionId], end: fn(&crate::model::Transition) -> End| {
        let others = moves.iter().filter_map(|id| end(&frame.book[*id]).role());
        let counted = others.map(|other| {
            let Link { label, href } = role_link(frame, other);
            Counted { label, href, count: 1 }
        });
        counted.collect()
    };
    let listed = Listed {
        leads_to: ends(&role.moves_out, |one| one.to),
        comes_from: ends(&role.moves_in, |one| one.from),
        ..Listed::alone(role_link(frame, id))
    };
    Node { id: Some(role.slug.to_string()), listed }
}

/// The moves between roles that are numbered as they come.
fn role_edges(frame: &Frame<'_>, roles: impl Iterator<Item = RoleId>) -> Vec<Edge> {
    let book = frame.book;
    let numbers: BTreeMap<RoleId, usize> = roles.enumerate().map(|(number, role)| (role, number)).collect();
    let moves =
        numbers.iter().flat_map(|(role, from)| book[*role].moves_out.iter().map(move |id| (from, id)));
    let edge = |(from, id): (&usize, &TransitionId)| {
        let to = numbers.get(&book[*id].to.role()?)?;
        Some(Edge { from: *from, to: *to, weight: 1 })
    };
    moves.filter_map(edge).collect()
}

impl Chart {
    fn group(&mut self, link: Link) -> usize {
        self.groups.push(link);
        self.groups.len() - 1
    }

    fn map(self, is_overview: bool, whole: Option<Link>) -> Map {
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
