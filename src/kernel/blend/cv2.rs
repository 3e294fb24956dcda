//! albumentations 2.0.8, `sharpen_gaussian`.

use crate::image::{Image, Raster};

/// The difference is taken in 8 bits, so that what gets darker wraps around.
pub(super) fn sharpen(a: &Image, b: &Image, alpha: f64) -> Image {
    let shares: Vec<f64> = (0..256).map(|v| alpha * f64::from(v)).collect();
    let sample = |(&a, &b): (&u8, &u8)| {
        let share = shares[usize::from(a.wrapping_sub(b))];
        (f64::from(a) + share) as u8
    };
    Raster {
        size: a.size,
        channels: a.channels,
        data: a.data.iter().zip(&b.data).map(sample).collect(),
    }
}
