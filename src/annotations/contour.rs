//! Pixels to outlines: along the edges of pixels, so that the outline rasterised again gives the very same pixels.

use std::collections::HashMap;

/// A corner of the pixel grid.
type Corner = [i32; 2];
/// A closed outline in px.
pub(super) type Outline = Vec<[f64; 2]>;

/// Directions in turning order: right, down, left, up.
const STEPS: [Corner; 4] = [[1, 0], [0, 1], [-1, 0], [0, -1]];
/// The most pairs of points that are compared to find where two outlines are nearest.
const MAX_PAIRS: usize = 1 << 20;

/// The outlines of the pixels with `inside(x, y)` in `[x0, y0, x1, y1]`: one for each connected part (pixels that touch
/// by a side), without needless points. A hole is joined to what is around it by a slit of no width, since polygons of
/// annotation files know no holes.
pub(super) fn trace(bounds: [u32; 4], inside: impl Fn(u32, u32) -> bool) -> Vec<Outline> {
    let [x0, y0, x1, y1] = bounds.map(|v| v as i32);
    let is_in = |x: i32, y: i32| {
        (x0..x1).contains(&x) && (y0..y1).contains(&y) && inside(x as u32, y as u32)
    };
    let mut rings = Rings::default();
    let (mut outer, mut holes) = (Vec::new(), Vec::new());
    let width = (x1 - x0).max(0) as usize;
    let mut seen = vec![false; width * (y1 - y0).max(0) as usize];
    for y in y0..y1 {
        for x in x0..x1 {
            let place = (y - y0) as usize * width + (x - x0) as usize;
            // Every line has an upper edge of a pixel in it, walked rightwards.
            if seen.get(place) == Some(&false) && is_in(x, y) && !is_in(x, y - 1) {
                let ring = rings.walk([x, y], &is_in, |[x, y]| {
                    let place = (y - y0) as usize * width + (x - x0) as usize;
                    if let Some(seen) = seen.get_mut(place) {
                        *seen = true;
                    }
                });
                if ring.is_hole {
                    holes.push(ring.top);
                } else {
                    outer.push(ring.top);
                }
            }
        }
    }
    if !holes.is_empty() {
        let nodes: HashMap<Corner, usize> = rings
            .at
            .iter()
            .enumerate()
            .map(|(i, &at)| (at, i))
            .collect();
        for top in holes {
            rings.join_up(top, &nodes);
        }
    }
    outer
        .into_iter()
        .map(|start| rings.outline(start))
        .collect()
}

/// One outline of several, joined by slits where they are near each other: for formats with one outline an object.
pub(super) fn join(parts: Vec<Outline>) -> Outline {
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        let (from, to) = nearest(&all, &part);
        let (Some(leave), Some(enter)) = (all.get(from).copied(), part.get(to).copied()) else {
            continue;
        };
        let around = part
            .iter()
            .cycle()
            .skip(to + 1)
            .take(part.len() - 1)
            .copied();
        let detour: Vec<_> = [enter]
            .into_iter()
            .chain(around)
            .chain([enter, leave])
            .collect();
        all.splice((from + 1)..=from, detour);
    }
    all
}

/// Places of the points at which two outlines are nearest; the first of each where they have too many.
fn nearest(a: &[[f64; 2]], b: &[[f64; 2]]) -> (usize, usize) {
    let mut best = (0, 0);
    if a.len().saturating_mul(b.len()) <= MAX_PAIRS {
        let mut least = f64::INFINITY;
        for (i, p) in a.iter().enumerate() {
            for (j, q) in b.iter().enumerate() {
                let far = square(p[0] - q[0]) + square(p[1] - q[1]);
                if far < least {
                    (least, best) = (far, (i, j));
                }
            }
        }
    }
    best
}

fn square(v: f64) -> f64 {
    v * v
}

/// Closed lines as linked corners, one for each side of a pixel.
#[derive(Default)]
struct Rings {
    at: Vec<Corner>,
    next: Vec<usize>,
}

struct Ring {
    /// The first corner of its uppermost row.
    top: usize,
    is_hole: bool,
}

impl Rings {
    /// Walks around pixels, which are to the right, from an upper edge on; tells of every upper edge.
    fn walk(
        &mut self,
        start: Corner,
        is_in: &impl Fn(i32, i32) -> bool,
        mut upper_edge: impl FnMut(Corner),
    ) -> Ring {
        let first = self.at.len();
        let (mut at, mut heading) = (start, 0);
        let (mut top, mut area) = (first, 0i64);
        loop {
            let node = self.at.len();
            self.at.push(at);
            self.next.push(node + 1);
            let [tx, ty] = self.at[top];
            if (at[1], at[0]) < (ty, tx) {
                top = node;
            }
            if heading == 0 {
                upper_edge(at);
            }
            let [dx, dy] = STEPS[heading];
            at = [at[0] + dx, at[1] + dy];
            area += i64::from(dy) * i64::from(at[0]);
            // Pixels that touch at a corner alone stay apart: right turns come first.
            let [x, y] = at;
            let (right, left) = match heading {
                0 => ([x, y], [x, y - 1]),
                1 => ([x - 1, y], [x, y]),
                2 => ([x - 1, y - 1], [x - 1, y]),
                _ => ([x, y - 1], [x - 1, y - 1]),
            };
            if !is_in(right[0], right[1]) {
                heading = (heading + 1) % 4;
            } else if is_in(left[0], left[1]) {
                heading = (heading + 3) % 4;
            }
            if at == start && heading == 0 {
                break;
            }
        }
        if let Some(last) = self.next.last_mut() {
            *last = first;
        }
        Ring {
            top,
            is_hole: area < 0,
        }
    }

    /// Joins a hole to the first line above its uppermost corner, by a slit there and back.
    fn join_up(&mut self, top: usize, nodes: &HashMap<Corner, usize>) {
        let [x, y] = self.at[top];
        // What is around the hole lies above it.
        let Some(&above) = (0..y).rev().find_map(|y| nodes.get(&[x, y])) else {
            return;
        };
        let (top_again, above_again) = (self.at.len(), self.at.len() + 1);
        self.at.extend([self.at[top], self.at[above]]);
        // Entered at the copy of the corner and left at the corner itself.
        let (around, onward) = (self.next[top], self.next[above]);
        self.next.extend([around, onward]);
        self.next[top] = above_again;
        self.next[above] = top_again;
    }

    /// The points where the line from `start` turns.
    fn outline(&self, start: usize) -> Outline {
        let mut points: Vec<Corner> = Vec::new();
        let mut at = start;
        loop {
            points.push(self.at[at]);
            drop_straight(&mut points);
            if at == start && points.len() > 1 {
                break;
            }
            at = self.next[at];
        }
        // The first point again; it is a corner.
        points.pop();
        points.into_iter().map(|p| p.map(f64::from)).collect()
    }
}

/// Drops the last point but one where the line does not turn there.
fn drop_straight(points: &mut Vec<Corner>) {
    if let [.., a, b, c] = points[..]
        && [b[0] - a[0], b[1] - a[1]].map(i32::signum)
            == [c[0] - b[0], c[1] - b[1]].map(i32::signum)
    {
        points.truncate(points.len() - 2);
        points.push(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::polygon::rasterise;
    use super::super::runs::Runs;
    use super::*;
    use crate::image::Size;

    fn picture(rows: &[&str]) -> (Size, Vec<bool>) {
        let size = Size::new(rows[0].len() as u32, rows.len() as u32);
        (size, rows.concat().chars().map(|c| c == '#').collect())
    }

    fn traced(size: Size, bits: &[bool]) -> Vec<Outline> {
        trace([0, 0, size.width, size.height], |x, y| {
            bits[(y * size.width + x) as usize]
        })
    }

    #[test]
    fn outlines_turn_at_corners_only() {
        let (size, bits) = picture(&["....", ".##.", ".##.", "...."]);
        assert_eq!(
            traced(size, &bits),
            [[[1., 1.], [3., 1.], [3., 3.], [1., 3.]]]
        );
        let (size, bits) = picture(&["#.", ".#"]);
        assert_eq!(traced(size, &bits).len(), 2);
        let (size, bits) = picture(&["####", "#..#", "#.##", "####"]);
        assert_eq!(traced(size, &bits).len(), 1);
    }

    proptest! {
        #[test]
        fn an_outline_gives_the_same_pixels(
            (w, h, bits) in (1u32..14, 1u32..14)
                .prop_flat_map(|(w, h)| (Just(w), Just(h), prop::collection::vec(any::<bool>(), (w * h) as usize))),
        ) {
            let size = Size::new(w, h);
            let want = Runs::of(size, |x, y| bits[(y * w + x) as usize]);
            let parts = traced(size, &bits);
            if parts.is_empty() {
                prop_assert_eq!(want.area(), 0);
            } else {
                prop_assert_eq!(&rasterise(size, &parts).unwrap(), &want);
                prop_assert_eq!(&rasterise(size, &[join(parts)]).unwrap(), &want);
            }
        }
    }
}
