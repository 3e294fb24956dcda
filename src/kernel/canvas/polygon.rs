//! Polygons: `fillPoly` (even-odd, with its outline) and `fillConvexPoly` of fixed-point corners.

use super::line::{clip, fixed_line};
use super::{ONE, Point, Run, SHIFT, Steps, clipped, line};
use crate::image::Size;

struct Edge {
    top: i64,
    bottom: i64,
    /// Fixed-point column in the top row.
    x: i64,
    /// Fixed-point columns a row.
    slope: i64,
}

/// The edge from `a` to `b`. One that leaves the picture gets the slope of its part inside, as far
/// as whole pixels give it.
fn edge(size: Size, a: Point, b: Point) -> Option<Edge> {
    if a[1] == b[1] {
        return None;
    }
    let [right, bottom] = [size.width, size.height].map(|n| i64::from(n) - 1);
    let outside = |p: Point| !((0..=right).contains(&p[0]) && (0..=bottom).contains(&p[1]));
    let (mut from, mut to) = (a, b);
    if outside(a) || outside(b) {
        let ([c, d], _) = clip(right, bottom, [a, b]);
        (from[0], to[0]) = (c[0], d[0]);
        if c[1] != d[1] {
            (from[1], to[1]) = (c[1], d[1]);
        }
    }
    let slope = ((to[0] - from[0]) << SHIFT) / (to[1] - from[1]);
    let (high, low, start) = if a[1] < b[1] {
        (a, b, from)
    } else {
        (b, a, to)
    };
    Some(Edge {
        top: high[1],
        bottom: low[1],
        x: (start[0] << SHIFT) + (high[1] - start[1]) * slope,
        slope,
    })
}

/// A polygon of whole corners, any shape; where it overlaps itself, twice is outside.
pub fn polygon(size: Size, corners: &[Point], run: Run<'_>) {
    const FAR: i64 = 1 << 24;
    let corners: Vec<Point> = corners
        .iter()
        .map(|p| p.map(|v| v.clamp(-FAR, FAR)))
        .collect();
    let Some(last) = corners.last() else { return };
    let mut edges = Vec::new();
    let mut a = *last;
    for &b in &corners {
        line(size, a, b, Steps::Eight, run);
        edges.extend(edge(size, a, b));
        a = b;
    }
    let top = edges.iter().map(|e| e.top).min().unwrap_or(0).max(0);
    let bottom = edges.iter().map(|e| e.bottom).max().unwrap_or(0);
    let mut crossings = Vec::new();
    for y in top..bottom.min(i64::from(size.height)) {
        crossings.clear();
        let across = edges.iter().filter(|e| (e.top..e.bottom).contains(&y));
        crossings.extend(across.map(|e| e.x + (y - e.top) * e.slope));
        crossings.sort_unstable();
        for pair in crossings.chunks_exact(2) {
            let (x0, x1) = ((pair[0] + ONE - 1) >> SHIFT, pair[1] >> SHIFT);
            clipped(size, y, x0, x1, run);
        }
    }
}

/// One of the two chains of edges that run down a convex polygon.
struct Side {
    /// Corner at the end of the edge at hand.
    corner: usize,
    /// Step to the next corner.
    turn: usize,
    /// Row at which the edge ends.
    end: i64,
    x: i64,
    slope: i64,
}

/// A convex polygon with fixed-point corners, and its outline.
pub(super) fn convex(size: Size, corners: &[Point], run: Run<'_>) {
    for (i, b) in corners.iter().enumerate() {
        let a = corners[(i + corners.len() - 1) % corners.len()];
        fixed_line(size, a, *b, run);
    }
    fill(size, corners, run);
}

/// A convex polygon of whole corners, and its outline.
pub fn convex_polygon(size: Size, corners: &[Point], run: Run<'_>) {
    for (i, b) in corners.iter().enumerate() {
        let a = corners[(i + corners.len() - 1) % corners.len()];
        line(size, a, *b, Steps::Eight, run);
    }
    let fixed: Vec<Point> = corners.iter().map(|p| p.map(|v| v << SHIFT)).collect();
    fill(size, &fixed, run);
}

/// The inside of a convex polygon with fixed-point corners.
fn fill(size: Size, corners: &[Point], run: Run<'_>) {
    let n = corners.len();
    let row = |v: i64| (v + ONE / 2) >> SHIFT;
    let rows = corners.iter().map(|p| row(p[1]));
    let (Some(top), Some(bottom)) = (rows.clone().min(), rows.max()) else {
        return;
    };
    let first = (0..n).fold(0, |best, i| {
        if corners[i][1] < corners[best][1] {
            i
        } else {
            best
        }
    });
    let mut left_over = n;
    let mut sides = [1, n - 1].map(|turn| Side {
        corner: first,
        turn,
        end: top,
        x: -ONE,
        slope: 0,
    });
    for y in top..=bottom.min(i64::from(size.height) - 1) {
        for side in &mut sides {
            if y < side.end {
                continue;
            }
            let mut from = side.corner;
            loop {
                if left_over == 0 {
                    return;
                }
                left_over -= 1;
                let to = (from + side.turn) % n;
                let end = row(corners[to][1]);
                if end > y {
                    let rise = end - y;
                    let run = corners[to][0] - corners[from][0];
                    side.end = end;
                    side.slope = (run * 2 + rise) / (2 * rise);
                    side.x = corners[from][0];
                    side.corner = to;
                    break;
                }
                from = to;
            }
        }
        let [a, b] = [sides[0].x, sides[1].x];
        clipped(size, y, row(a.min(b)), row(a.max(b)), run);
        for side in &mut sides {
            side.x += side.slope;
        }
    }
}
