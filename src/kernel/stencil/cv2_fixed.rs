//! OpenCV 5.0 `GaussianBlur` and `blur` on 8 bits: integers all the way. The border is
//! `dcb|abcd|cba`.

use crate::Border;
use crate::image::Image;
use crate::math;
use crate::rearrange::fold;

/// `GaussianBlur(size, 0)`: the standard deviation follows from the size, px, odd.
pub fn gaussian(src: &Image, size: u32) -> Image {
    let weights = weights(size);
    let sums = separable(src, &weights);
    let rounded = |v: &u32| ((v + (1 << 15)) >> 16) as u8;
    Image {
        size: src.size,
        channels: src.channels,
        data: sums.iter().map(rounded).collect(),
    }
}

/// Weights in 256ths, to the sum 256: what rounding leaves goes on to the next weight, and in the
/// end to the middle one.
fn weights(size: u32) -> Vec<u16> {
    match size {
        3 => return vec![64, 128, 64],
        5 => return vec![16, 64, 96, 64, 16],
        7 => return vec![8, 28, 56, 72, 56, 28, 8],
        9 => return vec![4, 13, 30, 51, 60, 51, 30, 13, 4],
        _ => {}
    }
    let sigma = f64::from(size) * 0.15 + 0.35;
    let middle = (f64::from(size) - 1.0) / 2.0;
    let samples: Vec<f64> = (0..size)
        .map(|i| {
            let x = f64::from(i) - middle;
            math::exp(-x * x / (2.0 * sigma * sigma))
        })
        .collect();
    let sum: f64 = samples.iter().sum();
    let half = samples.len() / 2;
    let mut left = 0.0;
    let mut weights: Vec<u16> = samples[..half]
        .iter()
        .map(|v| {
            let exact = v / sum * 256.0 + left;
            let whole = exact.round_ties_even();
            left = exact - whole;
            whole as u16
        })
        .collect();
    let mirrored: Vec<u16> = weights.iter().rev().copied().collect();
    weights.push(256 - 2 * weights.iter().sum::<u16>());
    weights.extend(mirrored);
    weights
}

/// `blur(size)`: the mean of a square.
pub fn mean(src: &Image, size: u32) -> Image {
    let sums = separable(src, &vec![1; size as usize]);
    let area = size * size;
    let round = |s: &u32| -> u8 {
        match size {
            // Powers of two: the library's reciprocal rounds up one too many.
            1 | 2 | 4 | 8 | 16 => ((s + area / 2 + u32::from(area > 1)) / area) as u8,
            ..16 => ((2 * s + area) / (2 * area)) as u8,
            _ => (*s as f32 * (1.0 / f64::from(area)) as f32).round_ties_even() as u8,
        }
    };
    Image {
        size: src.size,
        channels: src.channels,
        data: sums.iter().map(round).collect(),
    }
}

/// Sums across and then down. The anchor is the middle, the later one of two. Across they fit in
/// 16 bits: the weights are 256 together, or a few ones.
fn separable(src: &Image, weights: &[u16]) -> Vec<u32> {
    let (size, channels) = (src.size, src.channels);
    let before = (weights.len() / 2) as i64;
    let near = |at: i64, len: u32| fold(Border::Reflect101, at, len).unwrap_or(0) as usize;
    let stride = size.width as usize * channels;
    // A row continued on both sides.
    let padded: Vec<usize> = (0..i64::from(size.width) + weights.len() as i64)
        .flat_map(|x| {
            let at = near(x - before, size.width) * channels;
            (0..channels).map(move |c| at + c)
        })
        .collect();
    let mut wide = vec![0u16; src.data.len()];
    let mut row = vec![0u16; padded.len()];
    for (from, to) in src
        .data
        .chunks_exact(stride)
        .zip(wide.chunks_exact_mut(stride))
    {
        for (v, &at) in row.iter_mut().zip(&padded) {
            *v = u16::from(from[at]);
        }
        for (k, &w) in weights.iter().enumerate() {
            for (to, v) in to.iter_mut().zip(&row[k * channels..]) {
                *to += w * v;
            }
        }
    }
    let mut out = vec![0; src.data.len()];
    for (y, to) in (0..).zip(out.chunks_exact_mut(stride)) {
        for (k, &w) in (0..).zip(weights) {
            let from = &wide[near(y + k - before, size.height) * stride..][..stride];
            for (to, v) in to.iter_mut().zip(from) {
                *to += u32::from(w) * u32::from(*v);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn blurs_equal_opencv() {
        for (op, blur) in [
            ("whole_gaussian", gaussian as fn(&Image, u32) -> Image),
            ("whole_mean", mean),
        ] {
            golden::check(&golden::cases(op, "cv2"), 0.0, 0, |case| {
                blur(&case.input, case.number("size") as u32)
            });
        }
    }
}
