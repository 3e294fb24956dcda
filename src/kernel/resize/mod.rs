//! Resize: the whole image to another size.

mod cv2;
mod cv2_area;
mod pil;
mod torch;

use serde::{Deserialize, Serialize};

use super::{Dialect, Filter};
use crate::image::{Image, Raster, Size};

/// Another size by interpolation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resize {
    /// Size of the output, px.
    pub size: Size,
    /// Interpolation between source pixels.
    pub filter: Filter,
    /// Whether the filter widens when shrinking. Pillow always does (except nearest), OpenCV never.
    pub antialias: bool,
    /// Whose arithmetic.
    pub dialect: Dialect,
}

/// Resizes an image.
pub(crate) fn run(p: &Resize, src: &Image) -> Image {
    match p.dialect {
        Dialect::Pil => pil::run(p, src),
        Dialect::Cv2 => cv2::run(p, src),
        Dialect::Torch => torch::run(p, src),
    }
}

/// Resizes any samples by the nearest pixel, whatever the filter: what masks need.
pub(crate) fn run_nearest<T: Copy>(p: &Resize, src: &Raster<T>) -> Raster<T> {
    match p.dialect {
        Dialect::Pil => pil::nearest(p, src),
        Dialect::Cv2 => cv2::nearest(p, src),
        Dialect::Torch => torch::nearest(p, src),
    }
}
