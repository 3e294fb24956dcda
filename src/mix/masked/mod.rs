//! Mixes that take each pixel from one of two pictures, or blend along a mask's edge.

use crate::param::Param;

pub(super) mod cutmix;
pub(super) mod fmix;
pub(super) mod grid_mix;
pub(super) mod resize_mix;
pub(super) mod smooth_mix;

/// The rectangle that shows the partner.
const BOX: Param = Param::rects(
    "box",
    "Where the partner is seen, [x, y, width, height] in px.",
);

/// The rectangle of an outcome.
fn rect(numbers: &crate::param::Args) -> [i64; 4] {
    numbers.rects(&BOX).first().copied().unwrap_or([0; 4])
}

/// 1 − the rectangle's share of the picture.
pub(super) fn left(rect: [i64; 4], size: crate::Size) -> f64 {
    let [.., w, h] = rect;
    1.0 - (w * h) as f64 / size.area() as f64
}

/// A whole number in `0..n` from a uniform.
fn below(u: f64, n: i64) -> i64 {
    ((u * n as f64) as i64).min(n - 1).max(0)
}
