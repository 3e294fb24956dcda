//! Mixes that look where their pictures stand out.

use crate::image::Image;
use crate::kernel::saliency::{self, Plane};
use crate::param::Param;

pub(super) mod attentive_mix;
pub(super) mod guided_mixup;
pub(super) mod saliency_mix;

/// Where a picture stands out.
const SALIENCY: Param = Param::choice(
    "saliency",
    "What finds what stands out: fine_grained as OpenCV's StaticSaliencyFineGrained, or the spectral residual.",
    &["fine_grained", "spectral_residual"],
    "fine_grained",
);

/// The first pixel that stands out most, row by row: `[x, y]`.
pub(super) fn peak(image: &Image, saliency: &str) -> [u32; 2] {
    let width = image.size().width;
    if saliency == "fine_grained" {
        saliency::peak(saliency::fine_grained(image).data(), width)
    } else {
        let Plane { values, .. } = saliency::spectral_residual(image);
        saliency::peak(&values, width)
    }
}
