//! OpenCV 5.0 `sepFilter2D` in float32, as albumentations 2.0.8 `GaussianBlur` calls it.
//!
//! 8-bit images with a float64 kernel are filtered in single precision, not in the fixed point of
//! `cv2.GaussianBlur`. The border is `dcb|abcd|cba`.

use crate::Border;
use crate::image::{Image, Raster};
use crate::math;
use crate::quantise::half_even;
use crate::rearrange::fold;
use crate::single::fma;

/// `create_gaussian_kernel_1d`: the samples of a Gaussian at whole pixels, to the sum 1.
pub fn gaussian_kernel(size: u32, sigma: f64) -> Vec<f32> {
    let half = i64::from(size / 2);
    if sigma <= 0.0 || half == 0 {
        return vec![1.0];
    }
    let weights: Vec<f64> = (-half..=half)
        .map(|x| {
            let x = x as f64 / sigma;
            math::exp(-0.5 * (x * x))
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|w| (w / sum) as f32).collect()
}

fn mirror(v: i64, len: u32) -> usize {
    fold(Border::Reflect101, v, len).unwrap_or(0) as usize
}

/// Sample by sample, a row with `half` mirrored pixels at both ends.
fn columns<T>(src: &Raster<T>, half: usize) -> Vec<usize> {
    let width = i64::from(src.size.width);
    let half = half as i64;
    (-half..width + half)
        .flat_map(|x| {
            let x = mirror(x, src.size.width) * src.channels;
            (0..src.channels).map(move |c| x + c)
        })
        .collect()
}

/// Across: from the left to the right, product and sum rounded once.
fn across(src: &Raster<f32>, weights: &[f32]) -> Vec<f32> {
    let (stride, c) = (src.size.width as usize * src.channels, src.channels);
    let columns = columns(src, weights.len() / 2);
    let mut wide = vec![0.0; src.data.len()];
    let mut padded = Vec::with_capacity(columns.len());
    for (row, sums) in src
        .data
        .chunks_exact(stride)
        .zip(wide.chunks_exact_mut(stride))
    {
        padded.clear();
        padded.extend(columns.iter().map(|&x| row[x]));
        for (k, &weight) in weights.iter().enumerate() {
            for (sum, v) in sums.iter_mut().zip(&padded[k * c..]) {
                *sum = fma(*v, weight, *sum);
            }
        }
    }
    wide
}

/// Down: the centre, then pairs outwards.
fn down(src: &Raster<f32>, weights: &[f32]) -> Vec<f32> {
    let stride = src.size.width as usize * src.channels;
    let half = weights.len() / 2;
    let mut data = vec![0.0; src.data.len()];
    for (y, sums) in (0i64..).zip(data.chunks_exact_mut(stride)) {
        let row = |by: i64| &src.data[mirror(y + by, src.size.height) * stride..][..stride];
        for (sum, v) in sums.iter_mut().zip(row(0)) {
            *sum = v * weights[half];
        }
        for (k, &weight) in (1i64..).zip(&weights[half + 1..]) {
            for ((sum, a), b) in sums.iter_mut().zip(row(k)).zip(row(-k)) {
                *sum = fma(a + b, weight, *sum);
            }
        }
    }
    data
}

/// Across, then down, with symmetric kernels of odd sizes.
pub fn separable(src: &Raster<f32>, x: &[f32], y: &[f32]) -> Raster<f32> {
    let over = |data| Raster {
        size: src.size,
        channels: src.channels,
        data,
    };
    let wide = over(across(src, x));
    over(down(&wide, y))
}

/// `GaussianBlur` of a raster in single precision, the weights the same in both directions.
///
/// Kernels of 3 and 5 taps are summed by pairs about the centre: the inner pair, the centre, the
/// outer pair.
pub fn gaussian_single(src: &Raster<f32>, weights: &[f32]) -> Raster<f32> {
    let half = weights.len() / 2;
    if half == 0 || half > 2 {
        return separable(src, weights, weights);
    }
    let (stride, c) = (src.size.width as usize * src.channels, src.channels);
    let columns = columns(src, half);
    let mut wide = Raster {
        size: src.size,
        channels: c,
        data: vec![0.0; src.data.len()],
    };
    let mut padded = Vec::with_capacity(columns.len());
    let rows = src.data.chunks_exact(stride);
    for (row, sums) in rows.zip(wide.data.chunks_exact_mut(stride)) {
        padded.clear();
        padded.extend(columns.iter().map(|&x| row[x]));
        let at = |k: usize| &padded[k * c..][..stride];
        let (left, here, right) = (at(half - 1), at(half), at(half + 1));
        let inner = left.iter().zip(right).zip(here);
        for (sum, ((a, b), v)) in sums.iter_mut().zip(inner) {
            *sum = fma(*v, weights[half], (a + b) * weights[half + 1]);
        }
        if half == 2 {
            for ((sum, a), b) in sums.iter_mut().zip(at(0)).zip(at(4)) {
                *sum = fma(a + b, weights[4], *sum);
            }
        }
    }
    wide.data = down(&wide, weights);
    wide
}

/// `sepFilter2D` on 8-bit images, halves to even: sums without fused rounding, and the library's
/// own only where the two could reach a different level.
pub(super) fn gaussian(src: &Image, x: &[f32], y: &[f32]) -> Image {
    let (stride, c) = (src.size.width as usize * src.channels, src.channels);
    let columns = columns(src, x.len() / 2);
    let mut wide = vec![0.0f32; src.data.len()];
    let mut padded = Vec::with_capacity(columns.len());
    for (row, sums) in src
        .data
        .chunks_exact(stride)
        .zip(wide.chunks_exact_mut(stride))
    {
        padded.clear();
        padded.extend(columns.iter().map(|&x| f32::from(row[x])));
        for (k, &weight) in x.iter().enumerate() {
            for (sum, v) in sums.iter_mut().zip(&padded[k * c..]) {
                *sum += weight * v;
            }
        }
    }
    // Each product and each sum is off by at most a unit roundoff of at most 256, twice.
    let reach = 4.0 * (x.len() + y.len() + 4) as f32 * 256.0 / 16_777_216.0;
    let half = y.len() / 2;
    let exact = |i: usize, row: i64| {
        let wide = |by: i64| {
            let row = &src.data[mirror(row + by, src.size.height) * stride..][..stride];
            let taps = x.iter().zip(columns[i..].iter().step_by(c));
            taps.fold(0.0, |sum, (&w, &at)| fma(f32::from(row[at]), w, sum))
        };
        (1i64..)
            .zip(&y[half + 1..])
            .fold(wide(0) * y[half], |sum, (k, &w)| {
                fma(wide(k) + wide(-k), w, sum)
            })
    };
    let mut data = Vec::with_capacity(src.data.len());
    let mut sums = vec![0.0f32; stride];
    for row in 0..i64::from(src.size.height) {
        sums.fill(0.0);
        for (k, &weight) in (0i64..).zip(y) {
            let from = mirror(row + k - half as i64, src.size.height) * stride;
            for (sum, v) in sums.iter_mut().zip(&wide[from..]) {
                *sum += weight * v;
            }
        }
        data.extend(sums.iter().enumerate().map(|(i, &sum)| {
            let near = (sum - sum.floor() - 0.5).abs() <= reach;
            half_even(if near { exact(i, row) } else { sum })
        }));
    }
    Image {
        size: src.size,
        channels: c,
        data,
    }
}
