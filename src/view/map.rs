//! The career map: roles and the moves between them. Where a site has too many
//! roles for one drawing, the map shows its tracks, and each field has a map of its
//! own. How a map is drawn and listed is for `chart`.

use std::collections::BTreeMap;

use super::chart::{Chart, ChartLane, Counted, Listed, Map, Node};
use super::chrome::Frame;
use super::parts::{Link, role_link};
use crate::layout::Edge;
use crate::model::{End, FieldId, RoleId, TrackId, Transition, TransitionId};
use crate::plan::routes::{field_map_route, map_route};
use crate::route::Route;

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
    chart.map(false, Some(link(frame, &frame.words.text("map.title"), &map_route())))
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
        // A track without roles has nothing that a map could lead to.
        let tracks = field.tracks.iter().filter(|track| !book[**track].roles.is_empty());
        let nodes = tracks.map(|track| {
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
    let ends = |moves: &[TransitionId], end: fn(&Transition) -> End| {
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
