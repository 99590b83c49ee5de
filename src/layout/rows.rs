//! Boxes in rows: each as near to where it would like to be as the others let
//! it, and none upon another. It knows no edges.

/// Least distance between two boxes of a row, in units.
pub const GAP: i32 = 14;
/// How far a box may be from where it would like to be before there is one row
/// more than the boxes need, in units.
const SLACK: i32 = 130;

/// A box in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its row, from 0.
    pub row: usize,
    /// Where it begins.
    pub x: i32,
}

/// Places boxes, given by width and wanted centre and ordered by the latter,
/// between `left` and `right`. None is wider than what is between these.
pub fn place(boxes: &[(i32, i32)], left: i32, right: i32) -> Vec<Placed> {
    let fits = |rows: &usize| deal(boxes, *rows, left, right);
    let Some((rows, placed)) = (1..=boxes.len()).find_map(|rows| Some((rows, fits(&rows)?))) else {
        return Vec::new();
    };
    // One row more than is needed, if that spares a box from being pushed far off.
    let is_strained = strain(boxes, &placed) > SLACK && rows < boxes.len();
    is_strained.then(|| fits(&(rows + 1))).flatten().unwrap_or(placed)
}

/// The distance of the box that is furthest from where it would like to be.
fn strain(boxes: &[(i32, i32)], placed: &[Placed]) -> i32 {
    let off = boxes.iter().zip(placed).map(|((width, want), placed)| (placed.x + width / 2 - want).abs());
    off.max().unwrap_or(0)
}

/// Deals boxes out to rows in turn, as cards are; `None` if a row is too full.
fn deal(boxes: &[(i32, i32)], rows: usize, left: i32, right: i32) -> Option<Vec<Placed>> {
    let mut placed = vec![Placed { row: 0, x: left }; boxes.len()];
    for row in 0..rows {
        let own: Vec<(i32, i32)> = boxes.iter().skip(row).step_by(rows).copied().collect();
        let starts = spread(&own, left, right)?;
        for (placed, x) in placed.iter_mut().skip(row).step_by(rows).zip(starts) {
            *placed = Placed { row, x };
        }
    }
    Some(placed)
}

/// Where the boxes of one row begin, such that the sum of the squared distances
/// to the wanted places is least: the isotonic regression of the wanted places
/// less the room that is taken before each, by pooling adjacent violators
/// (R. E. Barlow and others, "Statistical Inference under Order Restrictions",
/// 1972). `None` if they do not fit.
fn spread(boxes: &[(i32, i32)], left: i32, right: i32) -> Option<Vec<i32>> {
    let mut before = 0;
    let mut pools: Vec<(i64, i64)> = Vec::new();
    let mut offsets = Vec::with_capacity(boxes.len());
    for (width, want) in boxes {
        offsets.push(before);
        let mut pool = (i64::from(want - width / 2 - before), 1);
        // A pool stands at its mean; one that would stand left of the pool before
        // it joins that one.
        while let Some((sum, count)) = pools.last()
            && sum * pool.1 > pool.0 * count
        {
            pool = (pool.0 + sum, pool.1 + count);
            pools.pop();
        }
        pools.push(pool);
        before += width + GAP;
    }
    let last = right - (before - GAP);
    if !boxes.is_empty() && last < left {
        return None;
    }
    let means = pools.iter().flat_map(|(sum, count)| {
        let mean = i32::try_from(sum.div_euclid(*count)).unwrap_or(left);
        (0..*count).map(move |_| mean.clamp(left, last))
    });
    Some(means.zip(offsets).map(|(mean, offset)| mean + offset).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Boxes of width 10 that would like to begin at these places, and where they
    /// do between 0 and 100.
    #[track_caller]
    fn check(wants: &[i32], starts: Option<&[i32]>) {
        let boxes: Vec<(i32, i32)> = wants.iter().map(|want| (10, want + 5)).collect();
        assert_eq!(spread(&boxes, 0, 100).as_deref(), starts);
    }

    #[test]
    fn boxes_stand_where_they_would_like_to_or_share_the_strain() {
        check(&[], Some(&[]));
        check(&[3, 50], Some(&[3, 50]));
        check(&[40, 40], Some(&[28, 52]));
        check(&[40, 40, 40], Some(&[16, 40, 64]));
        check(&[-20, 10], Some(&[0, 24]));
        check(&[95, 95], Some(&[66, 90]));
        check(&[0, 0, 0, 0, 0], None);
    }

    #[test]
    fn what_does_not_fit_in_a_row_is_dealt_out_to_more() {
        let placed = place(&[(10, 50); 5], 0, 100);
        let rows: Vec<usize> = placed.iter().map(|placed| placed.row).collect();
        assert_eq!(rows, [0, 1, 0, 1, 0]);
    }
}
