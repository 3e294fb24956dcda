//! `sepFilter2D` of one plane in double precision.

use crate::image::Size;
use crate::kernel::Border;
use crate::kernel::rearrange::fold;
use crate::math;

/// The samples of a Gaussian at whole pixels, to the sum 1; `size` is odd.
pub(crate) fn gaussian(size: usize, sigma: f64) -> Vec<f64> {
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
pub(crate) fn separable(plane: &[f64], size: Size, weights: &[f64], border: Border) -> Vec<f64> {
    let before = (weights.len() / 2) as i64;
    let near = |at: usize, k: usize, len: u32| {
        let at = at as i64 + k as i64 - before;
        fold(border, at, len).unwrap_or(0) as usize
    };
    let width = size.width as usize;
    let mut wide = Vec::with_capacity(plane.len());
    for row in plane.chunks_exact(width) {
        for x in 0..width {
            let sum = |sum, (k, w): (usize, &f64)| sum + w * row[near(x, k, size.width)];
            wide.push(weights.iter().enumerate().fold(0.0, sum));
        }
    }
    let mut out = vec![0.0; plane.len()];
    for (y, to) in out.chunks_exact_mut(width).enumerate() {
        for (k, w) in weights.iter().enumerate() {
            let from = &wide[near(y, k, size.height) * width..][..width];
            for (to, v) in to.iter_mut().zip(from) {
                *to += w * v;
            }
        }
    }
    out
}
