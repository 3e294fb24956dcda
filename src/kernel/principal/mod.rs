//! Principal: what needs the principal axes of a picture's own colours, as albumentations 2.0.8
//! finds them. Statistics of the picture stay in the pass. No other library's dialect has it.

mod jacobi;
mod lapack;

use serde::{Deserialize, Serialize};

use super::quantise::half_even;
use crate::image::{Image, Raster};

/// What is done along the axes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Principal {
    /// Grey that follows the longest axis, stretched to the full range (`ToGray`, method `pca`).
    Grey,
    /// Adds a multiple of the colours' distance from their mean (`FancyPCA`).
    Shift {
        /// One factor an axis, longest axis first.
        factors: [f32; 3],
    },
}

/// A colour picture changed along its axes; a grey one has no axes but its own level.
pub fn run(p: &Principal, src: &Image) -> Image {
    match (p, src.channels) {
        (Principal::Grey, 3) => grey(src),
        (Principal::Grey, _) => src.clone(),
        (Principal::Shift { factors }, 3) => shift(src, *factors),
        (Principal::Shift { factors }, _) => shift_grey(src, factors[0]),
    }
}

type Square = [[f64; 3]; 3];

/// Mean, and the sums of products of what lies off it.
fn spread(pixels: impl Iterator<Item = [f64; 3]> + Clone) -> ([f64; 3], Square) {
    let count = pixels.clone().count().max(1) as f64;
    let mut mean = [0.0; 3];
    for p in pixels.clone() {
        for (sum, v) in mean.iter_mut().zip(p) {
            *sum += v;
        }
    }
    let mean = mean.map(|sum| sum / count);
    let mut products = [[0.0; 3]; 3];
    for p in pixels {
        let off = [p[0] - mean[0], p[1] - mean[1], p[2] - mean[2]];
        for (row, a) in products.iter_mut().zip(off) {
            for (sum, b) in row.iter_mut().zip(off) {
                *sum += a * b;
            }
        }
    }
    (mean, products)
}

/// Pixels by their place on the longest axis, from black to white.
fn grey(src: &Image) -> Image {
    let pixels = src.data.as_chunks::<3>().0.iter();
    let pixels = pixels.map(|p| p.map(f64::from));
    let count = src.size.area();
    let (mean, products) = spread(pixels.clone());
    let axis = if let (2, [a, b]) = (count, [pixels.clone().next(), pixels.clone().next_back()]) {
        // Fewer pixels than channels: the axis runs from the first to the last.
        let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
        let way = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
        let length = way.iter().map(|v| v * v).sum::<f64>().sqrt();
        way.map(|v| if length > 0.0 { v / length } else { 0.0 })
    } else {
        jacobi::longest(products.map(|row| row.map(|v| v / count as f64)))
    };
    let places: Vec<f32> = pixels
        .map(|p| (0..3).map(|c| (p[c] - mean[c]) * axis[c]).sum::<f64>() as f32)
        .collect();
    let low = places.iter().copied().fold(f32::INFINITY, f32::min);
    let high = places.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let extent = f64::from(high) - f64::from(low);
    let scale = if extent > f64::EPSILON {
        1.0 / extent
    } else {
        0.0
    };
    let (scale, offset) = (scale as f32, -(f64::from(low) * scale) as f32);
    let levels = places
        .iter()
        .map(|v| half_even((v * scale + offset) * 255.0));
    Raster {
        size: src.size,
        channels: 3,
        data: levels.flat_map(|v| [v; 3]).collect(),
    }
}

/// Levels as shares of the range.
fn shares() -> [f32; 256] {
    std::array::from_fn(|v| v as f32 / 255.0)
}

fn shift(src: &Image, factors: [f32; 3]) -> Image {
    let count = src.size.area();
    if count < 2 {
        return src.clone();
    }
    let shares = shares();
    let pixels = src.data.as_chunks::<3>().0.iter();
    let pixels = pixels.map(|p| p.map(|v| shares[usize::from(v)]));
    // Summed in single precision, pixel by pixel.
    let mut mean = [0.0f32; 3];
    for p in pixels.clone() {
        for (sum, v) in mean.iter_mut().zip(p) {
            *sum += v;
        }
    }
    let mean = mean.map(|sum| (f64::from(sum) / count as f64) as f32);
    let centred = pixels
        .clone()
        .map(|p| [p[0] - mean[0], p[1] - mean[1], p[2] - mean[2]]);
    let (_, products) = spread(centred.clone().map(|p| p.map(f64::from)));
    let covariance = products.map(|row| row.map(|v| v / (count - 1) as f64));
    let (lengths, axes) = lapack::eigen(covariance);
    // Longest first.
    let weights: [f64; 3] = std::array::from_fn(|k| f64::from(factors[k]) * lengths[2 - k]);
    let rows: Square = axes.map(|row| std::array::from_fn(|k| row[2 - k] * weights[k]));
    let moved = pixels.zip(centred).flat_map(|(p, off)| {
        let off = off.map(f64::from);
        let row = |c: usize| rows[c][0] * off[0] + rows[c][1] * off[1] + rows[c][2] * off[2];
        [0, 1, 2].map(|c| level(f64::from(p[c]) + row(c)))
    });
    Raster {
        size: src.size,
        channels: 3,
        data: moved.collect(),
    }
}

fn level(share: f64) -> u8 {
    half_even(share.clamp(0.0, 1.0) as f32 * 255.0)
}

fn shift_grey(src: &Image, factor: f32) -> Image {
    let shares = shares();
    let values = src.data.iter().map(|&v| shares[usize::from(v)]);
    let count = values.len().max(1) as f64;
    let mean = (values.clone().map(f64::from).sum::<f64>() / count) as f32;
    let centred = |v: f32| v - mean;
    let all = values.map(|v| f64::from(centred(v)));
    let middle = all.clone().sum::<f64>() / count;
    let variance = all.map(|v| (v - middle) * (v - middle)).sum::<f64>() / count;
    let factor = factor * variance.sqrt() as f32;
    let table: [u8; 256] = shares.map(|v| {
        let moved = v + factor * centred(v);
        half_even(moved.clamp(0.0, 1.0) * 255.0)
    });
    Raster {
        size: src.size,
        channels: src.channels,
        data: src.data.iter().map(|&v| table[usize::from(v)]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    /// Two pixels have fewer samples than channels; values of albumentations 2.0.8.
    #[test]
    fn of_two_pixels_the_first_is_black() {
        let (a, b) = ([10, 200, 77], [90, 20, 30]);
        for pair in [[a, b], [b, a]] {
            let data = pair.concat();
            let src = Image::new(Size::new(1, 2), 3, data).unwrap();
            let out = run(&Principal::Grey, &src);
            assert_eq!(out.data, [0, 0, 0, 255, 255, 255]);
        }
    }
}
