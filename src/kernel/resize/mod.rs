//! Resize: the whole image to another size.

mod cv2;
mod cv2_area;
mod pil;
mod torch;

use serde::{Deserialize, Serialize};

use super::{Dialect, Filter};
use crate::image::{Image, Raster, Size};

/// Another size by interpolation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resize {
    /// Size of the output, px.
    pub size: Size,
    /// Interpolation between source pixels.
    pub filter: Filter,
    /// Whether the filter widens when shrinking. Pillow always does (except nearest), OpenCV never.
    pub antialias: bool,
    /// Whose arithmetic.
    pub dialect: Dialect,
    /// Output px in a source px, where that is not the ratio of the sizes: what `cv2.resize` is
    /// given as `fx` and `fy`.
    pub factor: Option<f64>,
    /// In single precision and rounded at the end, as torch resizes float tensors (nearest and
    /// bilinear alone, without antialiasing).
    pub single: bool,
}

/// Resizes an image.
pub fn run(p: &Resize, src: &Image) -> Image {
    match p.dialect {
        Dialect::Pil => pil::run(p, src),
        Dialect::Cv2 => cv2::run(p, src),
        Dialect::Torch if p.single => torch::run_single(p, src),
        Dialect::Torch => torch::run(p, src),
    }
}

/// Resizes any samples by the nearest pixel, whatever the filter: what masks need.
pub fn run_nearest<T: Copy>(p: &Resize, src: &Raster<T>) -> Raster<T> {
    match p.dialect {
        Dialect::Pil => pil::nearest(p, src),
        Dialect::Cv2 => cv2::nearest(p, src),
        Dialect::Torch => torch::nearest(p, src),
    }
}
