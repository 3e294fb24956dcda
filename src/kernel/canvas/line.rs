//! Lines: `LineIterator`, and `ThickLine` as a convex polygon with round ends.

use super::polygon::convex;
use super::{ONE, Point, Run, SHIFT, Steps, clipped, disc};
use crate::image::Size;

/// A bound on coordinates, px: products of two stay far from overflow.
const FAR: i64 = 1 << 24;

/// `clipLine`: the ends moved to the part of the line inside `0..=right`, `0..=bottom`, and whether
/// there is such a part. Quotients lose their fraction towards 0. Ends of a line outside may have
/// moved as well.
pub(super) fn clip(right: i64, bottom: i64, [mut a, mut b]: [Point; 2]) -> ([Point; 2], bool) {
    let ends = [right, bottom];
    let out = |p: Point, axis: usize| match p[axis] {
        v if v < 0 => -1i8,
        v => i8::from(v > ends[axis]),
    };
    let apart = |a: Point, b: Point, axis: usize| out(a, axis) * out(b, axis) != 1;
    let inside = |a: Point, b: Point| [0, 1].iter().all(|&x| out(a, x) == 0 && out(b, x) == 0);
    if apart(a, b, 0) && apart(a, b, 1) {
        // First up and down, then across; first one end, then the other.
        for axis in [1, 0] {
            let other = 1 - axis;
            if axis == 0 && !apart(a, b, 0) {
                break;
            }
            for first in [true, false] {
                let (run, rise) = (b[axis] - a[axis], b[other] - a[other]);
                let point = if first { &mut a } else { &mut b };
                let side = out(*point, axis);
                if side != 0 {
                    let to = if side < 0 { 0 } else { ends[axis] };
                    let by = i128::from(to - point[axis]) * i128::from(rise) / i128::from(run);
                    point[other] += by as i64;
                    point[axis] = to;
                }
            }
        }
    }
    ([a, b], inside(a, b))
}

/// A line one pixel wide.
pub fn line(size: Size, from: Point, to: Point, steps: Steps, run: Run<'_>) {
    let (right, bottom) = (i64::from(size.width) - 1, i64::from(size.height) - 1);
    let hold = |p: Point| p.map(|v| v.clamp(-FAR, FAR));
    let ([mut a, mut b], true) = clip(right, bottom, [hold(from), hold(to)]) else {
        return;
    };
    // From left to right.
    if b[0] < a[0] {
        std::mem::swap(&mut a, &mut b);
    }
    let (dx, dy) = (b[0] - a[0], (b[1] - a[1]).abs());
    let down = if b[1] < a[1] { -1 } else { 1 };
    let steep = dy > dx;
    let (long, short) = if steep { (dy, dx) } else { (dx, dy) };
    let (along, aside) = if steep {
        ([0, down], [1, 0])
    } else {
        ([1, 0], [0, down])
    };
    let (mut error, plus, count) = match steps {
        Steps::Eight => (long - 2 * short, 2 * long, long + 1),
        Steps::Four => (0, 2 * (long + short), long + short + 1),
    };
    let mut at = a;
    for _ in 0..count {
        clipped(size, at[1], at[0], at[0], run);
        let turn = error < 0;
        error += if turn { plus } else { 0 } - 2 * short;
        let mut go = |by: Point| at = [at[0] + by[0], at[1] + by[1]];
        // A line of four neighbours goes aside instead of along, one of eight both at once.
        if !(turn && steps == Steps::Four) {
            go(along);
        }
        if turn {
            go(aside);
        }
    }
}

/// A line between fixed-point coordinates, one pixel a step of the longer side (`Line2`).
pub(super) fn fixed_line(size: Size, a: Point, b: Point, run: Run<'_>) {
    let end = |len: u32| (i64::from(len) << SHIFT) - 1;
    let ([mut a, mut b], true) = clip(end(size.width), end(size.height), [a, b]) else {
        return;
    };
    let long = usize::from((b[1] - a[1]).abs() >= (b[0] - a[0]).abs());
    if b[long] < a[long] {
        std::mem::swap(&mut a, &mut b);
    }
    let other = 1 - long;
    let len = b[long] - a[long];
    let slope = ((b[other] - a[other]) << SHIFT) / (len | 1);
    let half = |v: i64| (v + ONE / 2) >> SHIFT;
    clipped(size, half(b[1]), half(b[0]), half(b[0]), run);
    let mut at = [0; 2];
    let mut aside = a[other] + ONE / 2;
    at[long] = half(a[long]);
    for _ in 0..=len >> SHIFT {
        at[other] = aside >> SHIFT;
        clipped(size, at[1], at[0], at[0], run);
        at[long] += 1;
        aside += slope;
    }
}

/// A line of a width in px.
pub fn thick_line(size: Size, a: Point, b: Point, width: u32, steps: Steps, run: Run<'_>) {
    if width <= 1 {
        return line(size, a, b, steps, run);
    }
    // Clipped to the picture and a margin of the line's own width.
    let margin = i64::from(width);
    let [right, bottom] = [size.width, size.height].map(|n| i64::from(n) - 1 + 2 * margin);
    let ends = [a, b].map(|p| p.map(|v| v.clamp(-FAR, FAR) + margin));
    let (ends, true) = clip(right, bottom, ends) else {
        return;
    };
    let [a, b] = ends.map(|p| p.map(|v| v - margin));
    let [fa, fb] = [a, b].map(|p| p.map(|v| v << SHIFT));
    let (dx, dy) = ((a[0] - b[0]) as f64, (b[1] - a[1]) as f64);
    let far = dx * dx + dy * dy;
    let half = i64::from(width) << (SHIFT - 1);
    if far > f64::EPSILON {
        let odd = f64::from(width & 1) * ONE as f64 * 0.5;
        let r = (half as f64 + odd) / far.sqrt();
        let off = [dy * r, dx * r].map(|v| v.round_ties_even() as i64);
        let beside = |p: Point, sign: i64| [p[0] + sign * off[0], p[1] + sign * off[1]];
        let corners = [beside(fa, 1), beside(fa, -1), beside(fb, -1), beside(fb, 1)];
        convex(size, &corners, run);
    }
    let radius = (half + ONE / 2) >> SHIFT;
    for centre in [a, b] {
        disc(size, centre, radius, run);
    }
}
