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

/// Across, then down, with symmetric kernels of odd sizes.
pub fn separable(src: &Raster<f32>, across: &[f32], down: &[f32]) -> Raster<f32> {
    let (width, height, channels) = (src.size.width, src.size.height, src.channels);
    let near = |v: u32, half: usize, k: usize, len: u32| {
        let v = i64::from(v) + k as i64 - half as i64;
        fold(Border::Reflect101, v, len).unwrap_or(0)
    };
    let columns: Vec<Vec<usize>> = (0..width)
        .map(|x| {
            (0..across.len())
                .map(|k| near(x, across.len() / 2, k, width) as usize * channels)
                .collect()
        })
        .collect();
    let mut wide = Vec::with_capacity(src.data.len());
    for y in 0..height {
        let row = src.row(y);
        for columns in &columns {
            for c in 0..channels {
                let sum = |sum, (&at, &w): (&usize, &f32)| fma(row[at + c], w, sum);
                wide.push(columns.iter().zip(across).fold(0.0, sum));
            }
        }
    }
    let stride = width as usize * channels;
    let half = down.len() / 2;
    let mut data = Vec::with_capacity(src.data.len());
    for y in 0..height {
        let row = |k| &wide[near(y, half, k, height) as usize * stride..][..stride];
        let mut sums: Vec<f32> = row(half).iter().map(|v| v * down[half]).collect();
        for k in 1..=half {
            for ((sum, a), b) in sums.iter_mut().zip(row(half + k)).zip(row(half - k)) {
                *sum = fma(a + b, down[half + k], *sum);
            }
        }
        data.extend(sums);
    }
    Raster {
        size: src.size,
        channels,
        data,
    }
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
    let (width, channels) = (src.size.width, src.channels);
    let near = |x: u32, by: i64| {
        let x = fold(Border::Reflect101, i64::from(x) + by, width).unwrap_or(0);
        x as usize * channels
    };
    let mut wide = Vec::with_capacity(src.data.len());
    for y in 0..src.size.height {
        let row = src.row(y);
        for x in 0..width {
            let pairs: [[usize; 2]; 2] = [1, 2].map(|by| [near(x, by), near(x, -by)]);
            for c in 0..channels {
                let pair = |[a, b]: [usize; 2]| row[a + c] + row[b + c];
                let inner = pair(pairs[0]) * weights[half + 1];
                let mut sum = fma(row[near(x, 0) + c], weights[half], inner);
                if half == 2 {
                    sum = fma(pair(pairs[1]), weights[half + 2], sum);
                }
                wide.push(sum);
            }
        }
    }
    let wide = Raster {
        size: src.size,
        channels,
        data: wide,
    };
    separable(&wide, &[1.0], weights)
}

pub(super) fn gaussian(src: &Image, across: &[f32], down: &[f32]) -> Image {
    let single = Raster {
        size: src.size,
        channels: src.channels,
        data: src.data.iter().map(|&v| f32::from(v)).collect(),
    };
    let out = separable(&single, across, down);
    Image {
        size: out.size,
        channels: out.channels,
        data: out.data.into_iter().map(half_even).collect(),
    }
}
