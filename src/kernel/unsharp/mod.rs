//! Unsharp mask as albumentations 2.0.8 `UnsharpMask` computes it: in single precision on levels
//! divided by 255.

use serde::{Deserialize, Serialize};

use crate::image::{Image, Raster};
use crate::quantise::half_even;
use crate::stencil::cv2::gaussian_single;
use crate::stencil::gaussian_weights;

/// Adds back what a Gaussian takes away, where it takes away enough.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unsharp {
    /// Width and height of the kernel, px, odd.
    pub size: u32,
    /// Standard deviation, px; 0 takes it from the size.
    pub sigma: f64,
    /// Share of what was taken away.
    pub alpha: f64,
    /// Levels that must have been taken away.
    pub threshold: f64,
}

/// Sharpens an image.
pub fn run(p: &Unsharp, src: &Image) -> Image {
    let weights: Vec<f32> = gaussian_weights(p.size, p.sigma)
        .into_iter()
        .map(|w| w as f32)
        .collect();
    let single = |data| Raster {
        size: src.size,
        channels: src.channels,
        data,
    };
    let levels: Vec<f32> = src.data.iter().map(|&v| f32::from(v) / 255.0).collect();
    let picture = single(levels);
    let mut blurred = gaussian_single(&picture, &weights);
    let (alpha, threshold) = (p.alpha as f32, p.threshold as f32);
    let mut sharp = Vec::with_capacity(src.data.len());
    for (blurred, &v) in blurred.data.iter_mut().zip(&picture.data) {
        let taken = v - *blurred;
        sharp.push((v + alpha * taken).clamp(0.0, 1.0));
        *blurred = f32::from(u8::from(taken.abs() * 255.0 > threshold));
    }
    // The mask of what is sharpened has soft edges.
    let mask = gaussian_single(&blurred, &weights);
    let data = sharp.iter().zip(&picture.data).zip(&mask.data);
    Image {
        size: src.size,
        channels: src.channels,
        data: data
            .map(|((sharp, v), m)| {
                let sharp = (sharp * m).clamp(0.0, 1.0);
                let plain = (v * (1.0 - m)).clamp(0.0, 1.0);
                half_even((sharp + plain).clamp(0.0, 1.0) * 255.0)
            })
            .collect(),
    }
}
