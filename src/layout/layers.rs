//! Lines between the columns of a layered drawing, whose boxes are all of one
//! height and stand in the middle of their column. How wide columns are and how
//! far apart is for the page to say.

/// The height that a box has for itself, in units.
pub const ROW: i32 = 64;
/// The distance of two columns, in units of its own: a page stretches it.
pub const ACROSS: i32 = 100;

/// One SVG path of all lines from a column of `from` boxes to the next one, of `to`
/// boxes. Both stand in the middle of a drawing that is `rows` boxes high; `edges`
/// are the numbers of boxes in their columns, from 0 above.
pub fn lines(rows: usize, from: usize, to: usize, edges: &[(usize, usize)]) -> String {
    let line = |(start, end): &(usize, usize)| {
        let (y1, y2) = (height(rows, from, *start), height(rows, to, *end));
        let half = ACROSS / 2;
        format!("M0 {y1}C{half} {y1} {half} {y2} {ACROSS} {y2}")
    };
    edges.iter().map(line).collect()
}

/// The middle of box number `at` in a column of `count`.
fn height(rows: usize, count: usize, at: usize) -> i32 {
    let [rows, count, at] = [rows, count, at].map(|number| i32::try_from(number).unwrap_or(0));
    (rows - count) * ROW / 2 + at * ROW + ROW / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_meet_the_middle_of_boxes() {
        assert_eq!(lines(3, 3, 1, &[(0, 0), (2, 0)]), "M0 32C50 32 50 96 100 96M0 160C50 160 50 96 100 96");
        assert_eq!(lines(2, 1, 2, &[(0, 1)]), "M0 64C50 64 50 96 100 96");
    }
}
