//! OpenCV 5.0 `blur` on 8 bits, for squares of any side: even ones can lie half way between two
//! levels. The border is `dcb|abcd|cba`.

use crate::Border;
use crate::image::Image;
use crate::rearrange::fold;

/// `blur(size)`: the mean of a square.
pub fn mean(src: &Image, size: u32) -> Image {
    let sums = square(src, size);
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

/// Sums over a square, across and then down. The anchor is the middle, the later one of two.
/// Across they fit in 16 bits for sides up to 257.
fn square(src: &Image, side: u32) -> Vec<u32> {
    let (size, channels) = (src.size, src.channels);
    let before = i64::from(side / 2);
    let near = |at: i64, len: u32| fold(Border::Reflect101, at, len).unwrap_or(0) as usize;
    let stride = size.width as usize * channels;
    // A row continued on both sides.
    let padded: Vec<usize> = (0..i64::from(size.width) + i64::from(side))
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
        for k in 0..side as usize {
            for (to, v) in to.iter_mut().zip(&row[k * channels..]) {
                *to += v;
            }
        }
    }
    let mut out = vec![0; src.data.len()];
    for (y, to) in (0..).zip(out.chunks_exact_mut(stride)) {
        for k in 0..i64::from(side) {
            let from = &wide[near(y + k - before, size.height) * stride..][..stride];
            for (to, v) in to.iter_mut().zip(from) {
                *to += u32::from(*v);
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
    fn equals_opencv() {
        golden::check(&golden::cases("whole_mean", "cv2"), 0.0, 0, |case| {
            mean(&case.input, case.number("size") as u32)
        });
    }
}
