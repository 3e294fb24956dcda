//! Blend: sums of images of one size.

mod cv2;
pub mod mix;
mod pil;
mod torch;

use serde::{Deserialize, Serialize};

use crate::image::Image;

/// How two images of one size and channel count are summed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blend {
    /// Pillow 13, `Image.blend(a, b, factor)`: 0 gives `a`, 1 gives `b`, beyond is extrapolated.
    Pillow {
        /// Share of the second image.
        factor: f32,
    },
    /// albumentations 2.0.8, `sharpen_gaussian`: `a + alpha ((a - b) modulo 256)`, the fraction
    /// dropped.
    Cv2Sharpen {
        /// Share of the difference.
        alpha: f64,
    },
    /// torchvision 0.29, `_blend(b, a, factor)`: 0 gives `a`, 1 gives `b`; single precision, the
    /// fraction dropped.
    Torch {
        /// Share of the second image.
        factor: f64,
    },
    /// torchvision 0.29, the last step of `adjust_sharpness`: `b + (1 - factor) (a - b)`, the
    /// fraction dropped.
    TorchSharpen {
        /// Share of the second image.
        factor: f64,
    },
}

/// A weighted sum of images of one size: single precision, products rounded one by one and added
/// in order, the fraction dropped (torchvision 0.29, `AugMix`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeightedSum {
    /// One weight a source.
    pub weights: Vec<f32>,
}

/// Blends `b` over `a`. Sizes and channels agree: passes are checked before they run.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "all families are called alike"
)]
pub fn run(p: &Blend, a: &Image, b: &Image) -> Image {
    match *p {
        Blend::Pillow { factor } => pil::run(a, b, factor),
        Blend::Cv2Sharpen { alpha } => cv2::sharpen(a, b, alpha),
        Blend::Torch { factor } => torch::blend(a, b, factor),
        Blend::TorchSharpen { factor } => torch::sharpen(a, b, factor),
    }
}

/// Sums sources of one size and channel count; nothing without sources.
pub fn run_weighted(p: &WeightedSum, sources: &[&Image]) -> Option<Image> {
    torch::weighted_sum(&p.weights, sources)
}

/// One sample of [`Blend::Torch`]; the degenerate image need not be whole levels.
#[inline]
pub fn torch_sample(degenerate: f32, image: u8, factor: f64) -> u8 {
    torch::sample(degenerate, image, factor)
}

/// One sample of [`Blend::Pillow`].
#[inline]
pub fn pillow_sample(a: u8, b: u8, factor: f32) -> u8 {
    pil::sample(a, b, factor)
}
