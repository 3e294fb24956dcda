//! Convex polygons and what two of them share.

use crate::image::Size;

/// A point.
type Point = [f64; 2];

/// Twice the signed area on the left of an edge from `a` to `b`.
fn side(a: Point, b: Point, p: Point) -> f64 {
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

/// Twice the signed area (shoelace formula).
fn signed(polygon: &[Point]) -> f64 {
    // From the first corner, so that a small polygon far out keeps its digits.
    let Some(first) = polygon.first() else {
        return 0.0;
    };
    polygon
        .windows(2)
        .map(|edge| side(*first, edge[0], edge[1]))
        .sum()
}

/// Area of a polygon that does not cross itself, in square units.
fn area(polygon: &[Point]) -> f64 {
    signed(polygon).abs() / 2.0
}

/// What two convex polygons share: Sutherland and Hodgman's clipping, exact up to rounding.
fn clip(subject: &[Point], window: &[Point]) -> Vec<Point> {
    let turn = if signed(window) < 0.0 { -1.0 } else { 1.0 };
    let mut out = subject.to_vec();
    for (i, a) in window.iter().enumerate() {
        let b = window[(i + 1) % window.len()];
        let depth = |p: Point| turn * side(*a, b, p);
        let points = std::mem::take(&mut out);
        for (k, p) in points.iter().enumerate() {
            let next = points[(k + 1) % points.len()];
            let (here, there) = (depth(*p), depth(next));
            if here >= 0.0 {
                out.push(*p);
            }
            if (here > 0.0 && there < 0.0) || (here < 0.0 && there > 0.0) {
                let t = here / (here - there);
                out.push([0, 1].map(|axis| p[axis] + t * (next[axis] - p[axis])));
            }
        }
    }
    out
}

/// Intersection over union of two convex quadrilaterals as far as they lie on a picture of `size`.
pub(crate) fn iou_within(a: &[Point; 4], b: &[Point; 4], size: Size) -> f64 {
    let [w, h] = [size.width, size.height].map(f64::from);
    let picture = [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]];
    iou(&clip(a, &picture), &clip(b, &picture))
}

/// Shared area over joint area, from 0 to 1; 0 where neither has any.
fn iou(a: &[Point], b: &[Point]) -> f64 {
    let shared = area(&clip(a, b));
    let joint = area(a) + area(b) - shared;
    if joint > 0.0 {
        (shared / joint).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn square(x: f64, y: f64, side: f64) -> [Point; 4] {
        [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    }

    #[test]
    fn shared_areas_are_known() {
        let unit = square(0.0, 0.0, 1.0);
        for (other, shared) in [
            (square(0.5, 0.5, 1.0), 0.25),
            (square(0.25, 0.25, 0.5), 0.25),
            (square(1.0, 0.0, 1.0), 0.0),
            (square(3.0, 3.0, 1.0), 0.0),
            (unit, 1.0),
        ] {
            let mut turned = other;
            turned.reverse();
            for other in [other, turned] {
                assert!((area(&clip(&unit, &other)) - shared).abs() < 1e-12);
                assert!((area(&clip(&other, &unit)) - shared).abs() < 1e-12);
            }
        }
        // A square on its corner, of the same centre: a regular octagon is left.
        let r = 0.5f64.sqrt();
        let diamond = [
            [0.5, 0.5 - r],
            [0.5 + r, 0.5],
            [0.5, 0.5 + r],
            [0.5 - r, 0.5],
        ];
        let octagon = 2.0 * (2f64.sqrt() - 1.0);
        assert!((area(&clip(&unit, &diamond)) - octagon).abs() < 1e-12);
        assert!((iou(&unit, &diamond) - octagon / (2.0 - octagon)).abs() < 1e-12);
        // A triangle half outside.
        let triangle = [[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]];
        assert!((area(&clip(&triangle, &unit)) - 1.0).abs() < 1e-12);
        assert_eq!(iou(&[[1.0, 1.0]; 4], &[[1.0, 1.0]; 4]), 0.0);
        assert!(clip(&unit, &square(3.0, 3.0, 1.0)).is_empty());
    }

    proptest! {
        #[test]
        fn rectangles_share_what_their_sides_share(
            a in prop::array::uniform4(0.0..9.0f64), b in prop::array::uniform4(0.0..9.0f64),
        ) {
            let rect = |[x, y, w, h]: [f64; 4]| [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
            let side = |i: usize| ((a[i] + a[i + 2]).min(b[i] + b[i + 2]) - a[i].max(b[i])).max(0.0);
            let shared = side(0) * side(1);
            prop_assert!((area(&clip(&rect(a), &rect(b))) - shared).abs() < 1e-9);
            prop_assert!((iou(&rect(a), &rect(b)) - iou(&rect(b), &rect(a))).abs() < 1e-9);
        }
    }
}
