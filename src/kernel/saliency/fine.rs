//! Fine-grained saliency: OpenCV contrib 5.0 `StaticSaliencyFineGrained` (Montabone and Soto, "Human
//! detection using a mobile platform and novel features derived from a visual saliency mechanism", 2010),
//! which `SaliencyMix` uses.
//!
//! Luma, blurred twice by 1 2 1; at six scales, by how much each pixel is brighter and darker than those
//! around it. Both sums are stretched to 255 and added: what is darkest against its surroundings stands out
//! as much as what is brightest.

use crate::Border;
use crate::color::cv2::luma;
use crate::image::{Image, Raster, Size};
use crate::rearrange::fold;

/// Half the sides of the surroundings, px.
const REACHES: [usize; 6] = [12, 24, 48, 28, 56, 112];

/// A level for each pixel, 0..=255; the greater, the more it stands out.
pub fn run(src: &Image) -> Raster<u8> {
    let (width, height) = (src.size.width as usize, src.size.height as usize);
    let mut grey: Vec<u8> = match src.channels {
        3 => src.data.as_chunks().0.iter().map(|p| luma(*p)).collect(),
        _ => src.data.clone(),
    };
    for _ in 0..2 {
        grey = smoothed(&grey, src.size);
    }
    let sums = Sums::new(&grey, width, height);
    let (mut brighter, mut darker) = (vec![0u16; grey.len()], vec![0u16; grey.len()]);
    for reach in REACHES {
        let each = grey.iter().zip(brighter.iter_mut().zip(&mut darker));
        for (i, (&v, (brighter, darker))) in each.enumerate() {
            let mean = sums.mean_around(i % width, i / width, reach, v);
            let apart = f32::from(v) - mean;
            // What is not a number (a picture of one pixel has no surroundings) counts for nothing.
            if apart > 0.0 {
                *brighter += u16::from(low_byte(f64::from(apart)));
            } else if apart < 0.0 {
                *darker += u16::from(low_byte(f64::from(-apart)));
            }
        }
    }
    let (brighter, darker) = (stretched(&brighter), stretched(&darker));
    let most = brighter.iter().chain(&darker).max().copied().unwrap_or(0);
    let both = brighter.iter().zip(&darker).map(|(a, b)| {
        let sum = f32::from(u16::from(*a) + u16::from(*b));
        low_byte(255.0 * f64::from(sum) / f64::from(most))
    });
    Raster {
        size: src.size,
        channels: 1,
        data: both.collect(),
    }
}

/// To a byte as the library's cast does it: the fraction goes, and so does what is beyond 255; what is not a
/// number becomes 0.
fn low_byte(v: f64) -> u8 {
    (v as i64 & 255) as u8
}

/// The greatest becomes 255; in single precision.
fn stretched(values: &[u16]) -> Vec<u8> {
    let most = f32::from(values.iter().max().copied().unwrap_or(0));
    let stretch = |v: &u16| low_byte(255.0 * f64::from(f32::from(*v) / most));
    values.iter().map(stretch).collect()
}

/// `GaussianBlur` of 3 × 3 px: 1 2 1 both ways, rounded once; the border is `dcb|abcd|cba`.
fn smoothed(src: &[u8], size: Size) -> Vec<u8> {
    let width = size.width as usize;
    let near = |at: usize, by: i64, len: u32| {
        fold(Border::Reflect101, at as i64 + by, len).unwrap_or(0) as usize
    };
    let columns: Vec<[usize; 2]> = (0..width)
        .map(|x| [near(x, -1, size.width), near(x, 1, size.width)])
        .collect();
    let mut wide = Vec::with_capacity(src.len());
    for row in src.chunks_exact(width) {
        let at = |x: usize| u16::from(row[x]);
        let sums = row.iter().zip(&columns);
        wide.extend(sums.map(|(v, [a, b])| at(*a) + 2 * u16::from(*v) + at(*b)));
    }
    let mut out = Vec::with_capacity(src.len());
    for (y, row) in wide.chunks_exact(width).enumerate() {
        let at = |by| &wide[near(y, by, size.height) * width..][..width];
        let sums = row.iter().zip(at(-1).iter().zip(at(1)));
        out.extend(sums.map(|(v, (a, b))| ((a + 2 * v + b + 8) >> 4) as u8));
    }
    out
}

/// Sums of all pixels above and to the left, as `cv2.integral` holds them in single precision.
struct Sums {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Sums {
    fn new(grey: &[u8], width: usize, height: usize) -> Self {
        let stride = width + 1;
        let mut values = vec![0.0; stride];
        values.reserve(stride * height);
        for row in grey.chunks_exact(width) {
            let above = values.len() - stride;
            let mut sum = 0u32;
            values.push(0.0);
            for (x, v) in row.iter().enumerate() {
                sum += u32::from(*v);
                values.push(values[above + x + 1] + sum as f32);
            }
        }
        Self {
            width,
            height,
            values,
        }
    }

    /// The mean of the pixels around one with the level `v`, without it.
    fn mean_around(&self, x: usize, y: usize, reach: usize, v: u8) -> f32 {
        let (left, top) = ((x + 1).saturating_sub(reach), (y + 1).saturating_sub(reach));
        let right = (x + 1 + reach).min(self.width);
        let bottom = (y + 1 + reach).min(self.height);
        let at = |x: usize, y: usize| self.values[y * (self.width + 1) + x];
        let sum = at(right, bottom) + at(left, top) - at(left, bottom) - at(right, top);
        let others = ((right - left) * (bottom - top)) as f32 - 1.0;
        (sum - f32::from(v)) / others
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn equals_opencv() {
        let cases = golden::cases("fine_grained_saliency", "cv2");
        golden::check(&cases, 0.0, 0, |case| run(&case.input));
    }

    #[test]
    fn a_flat_picture_has_no_place_that_stands_out() {
        for (w, h) in [(1, 1), (1, 9), (40, 30)] {
            let map = run(&Raster::filled(Size::new(w, h), 3, 90));
            assert!(map.data.iter().all(|v| *v == 0), "{w} × {h}");
        }
    }

    #[test]
    fn a_blob_stands_out() {
        let picture = Raster::from_fn(Size::new(90, 60), 1, |x, y, _| {
            let blob = x.abs_diff(70) <= 2 && y.abs_diff(15) <= 2;
            if blob { 240 } else { 40 }
        });
        let map = run(&picture);
        assert_eq!(map.pixel(70, 15), [255]);
        assert_eq!(map.pixel(5, 50), [0]);
    }
}
