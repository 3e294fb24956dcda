//! albumentations 2.0.8, `ThinPlateSpline`: `compute_tps_weights` and `tps_transform`.
//!
//! The library solves in single precision (OpenCV's LU decomposition), and the weights carry its
//! rounding errors, which are larger than those of everything after: they are reproduced. Its
//! logarithm is not: it is 1 ulp off here and there.

use crate::image::{Raster, Size};
use crate::math::{ln, lnf};
use crate::single::fma;
use crate::sums::numpy_linspace;

type Point = [f32; 2];

/// The control points, as shares of the size.
fn control(points: u32) -> Vec<[f64; 2]> {
    if points == 2 {
        return vec![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.5]];
    }
    let n = points as usize;
    let at = |i| numpy_linspace(0.0, 1.0, n, i);
    (0..n * n).map(|i| [at(i % n), at(i / n)]).collect()
}

/// How many control points there are.
pub fn count(points: u32) -> usize {
    match points {
        2 => 5,
        n => (n * n) as usize,
    }
}

fn single(p: [f64; 2]) -> Point {
    p.map(|v| v as f32)
}

fn length([x, y]: Point) -> f32 {
    x * x + y * y
}

/// The squared distance, by the three products.
fn distance(a: Point, b: Point, dot: f32) -> f32 {
    length(a) + length(b) - 2.0 * dot
}

/// `cv2.log(v + 1e-6)`, to about 1 ulp.
fn log(v: f32) -> f32 {
    lnf(v + 1e-6)
}

pub(super) fn map(size: Size, points: u32, offsets: &[f64]) -> Raster<f32> {
    let still = control(points);
    let moved: Vec<Point> = still
        .iter()
        .zip(offsets.chunks_exact(2))
        .map(|(at, by)| single([at[0] + by[0], at[1] + by[1]]))
        .collect();
    let still: Vec<Point> = still.into_iter().map(single).collect();
    let weights = weights(&still, &moved);
    let (bends, flat) = weights.split_at(still.len());
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let mut data = Vec::with_capacity(size.area() * 2);
    for y in 0..size.height {
        for x in 0..size.width {
            let at = single([f64::from(x) / w, f64::from(y) / h]);
            let mut bent = [0f64; 2];
            for (&point, weight) in still.iter().zip(bends) {
                let r2 = distance(at, point, fma(at[1], point[1], at[0] * point[0]));
                if r2 > 0.0 {
                    let kernel = f64::from(r2 * log(r2));
                    bent[0] += kernel * f64::from(weight[0]);
                    bent[1] += kernel * f64::from(weight[1]);
                }
            }
            for (c, len) in [w, h].into_iter().enumerate() {
                let [one, across, down] = [0, 1, 2].map(|i| f64::from(flat[i][c]));
                let plane = one + f64::from(at[0]) * across + f64::from(at[1]) * down;
                data.push((f64::from(bent[c] as f32 + plane as f32) * len) as f32);
            }
        }
    }
    Raster {
        size,
        channels: 2,
        data,
    }
}

/// Weights of the bends and, in the last three, of the plane.
fn weights(still: &[Point], moved: &[Point]) -> Vec<Point> {
    let n = still.len();
    let mut matrix = vec![vec![0f32; n + 3]; n + 3];
    for (i, &a) in still.iter().enumerate() {
        for (j, &b) in still.iter().enumerate() {
            let dot = f64::from(a[0]) * f64::from(b[0]) + f64::from(a[1]) * f64::from(b[1]);
            let r2 = distance(a, b, dot as f32);
            if r2 > 0.0 {
                // The weights magnify the logarithm's own error: it is rounded correctly.
                matrix[i][j] = r2 * r2 * ln(f64::from(r2 + 1e-6)) as f32;
            }
        }
        for (k, v) in [1.0, a[0], a[1]].into_iter().enumerate() {
            matrix[i][n + k] = v;
            matrix[n + k][i] = v;
        }
    }
    let mut right: Vec<Point> = moved.to_vec();
    right.resize(n + 3, [0.0; 2]);
    solve(&mut matrix, &mut right);
    right
}

/// OpenCV's `solve(DECOMP_LU)` in single precision: rows pivoted, eliminated by the pivot's
/// reciprocal, substituted by division. A singular matrix leaves the right side as it is.
fn solve(matrix: &mut [Vec<f32>], right: &mut [Point]) {
    let n = right.len();
    for i in 0..n {
        let pivot = (i..n).fold(i, |best, k| {
            if matrix[k][i].abs() > matrix[best][i].abs() {
                k
            } else {
                best
            }
        });
        if matrix[pivot][i].abs() < f32::EPSILON * 10.0 {
            return;
        }
        matrix.swap(i, pivot);
        right.swap(i, pivot);
        let d = -1.0 / matrix[i][i];
        let (above, below) = matrix.split_at_mut(i + 1);
        let (done, rest) = right.split_at_mut(i + 1);
        let (from, from_right) = (&above[i], done[i]);
        for (row, to) in below.iter_mut().zip(rest) {
            let by = row[i] * d;
            for (v, f) in row[i + 1..].iter_mut().zip(&from[i + 1..]) {
                *v += by * f;
            }
            for c in 0..2 {
                to[c] += by * from_right[c];
            }
        }
    }
    for i in (0..n).rev() {
        let mut sum = right[i];
        for (k, known) in right.iter().enumerate().skip(i + 1) {
            sum = [0, 1].map(|c| sum[c] - matrix[i][k] * known[c]);
        }
        right[i] = sum.map(|v| v / matrix[i][i]);
    }
}
