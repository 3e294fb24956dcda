//! `sepFilter2D` of one plane in double precision.

use crate::Border;
use crate::image::Size;
use crate::math;
use crate::rearrange::fold;

/// The samples of a Gaussian at whole pixels, to the sum 1; `size` is odd.
pub fn gaussian(size: usize, sigma: f64) -> Vec<f64> {
    if size <= 1 || sigma <= 0.0 {
        return vec![1.0];
    }
    let middle = (size / 2) as f64;
    let samples = (0..size).map(|i| {
        let x = i as f64 - middle;
        math::exp(-x * x / (2.0 * sigma * sigma))
    });
    let samples: Vec<f64> = samples.collect();
    let sum: f64 = samples.iter().sum();
    samples.into_iter().map(|w| w / sum).collect()
}

/// Across, then down, with the same weights.
pub fn separable(plane: &[f64], size: Size, weights: &[f64], border: Border) -> Vec<f64> {
    let before = (weights.len() / 2) as i64;
    let near = |at: i64, len: u32| fold(border, at, len).unwrap_or(0) as usize;
    let width = size.width as usize;
    // A row continued on both sides.
    let columns: Vec<usize> = (0..i64::from(size.width) + weights.len() as i64)
        .map(|x| near(x - before, size.width))
        .collect();
    let mut row = vec![0.0; columns.len()];
    let mut wide = vec![0.0; plane.len()];
    for (from, to) in plane.chunks_exact(width).zip(wide.chunks_exact_mut(width)) {
        for (v, &x) in row.iter_mut().zip(&columns) {
            *v = from[x];
        }
        for (k, w) in weights.iter().enumerate() {
            for (to, v) in to.iter_mut().zip(&row[k..]) {
                *to += w * v;
            }
        }
    }
    let mut out = vec![0.0; plane.len()];
    for (y, to) in (0..).zip(out.chunks_exact_mut(width)) {
        for (k, w) in (0..).zip(weights) {
            let from = &wide[near(y + k - before, size.height) * width..][..width];
            for (to, v) in to.iter_mut().zip(from) {
                *to += w * v;
            }
        }
    }
    out
}
