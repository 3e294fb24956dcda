//! Warp: every output pixel is looked up at a coordinate of the source.

mod cv2;
mod cv2_fast;
mod pil;
mod pil_fast;
mod torch;

use serde::{Deserialize, Serialize};

use super::{Border, Dialect, Filter};
use crate::image::{Image, Raster, Size};

/// Where output pixels come from, how they are interpolated and what lies outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Warp {
    /// Size of the output, px.
    pub size: Size,
    /// From output pixels to source coordinates.
    pub coords: Coords,
    /// Interpolation between source pixels.
    pub filter: Filter,
    /// What lies outside the source.
    pub border: Border,
    /// Whose arithmetic.
    pub dialect: Dialect,
}

/// How an output pixel finds its source coordinate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coords {
    /// A matrix in the dialect's own convention: `pil`, the data of `Image.transform(AFFINE)`
    /// (output to source, `x' = a x + b y + c`, `y' = d x + e y + f`); `cv2`, the 2×3 matrix given
    /// to `warpAffine`; `torch`, torchvision's inverse affine matrix about the centre (as
    /// `_get_inverse_affine_matrix` returns it, output to source, px from the centres).
    Affine([f64; 6]),
    /// A 3×3 matrix by rows, in the dialect's own convention: `pil`, the data of
    /// `Image.transform(PERSPECTIVE)` and a 1; `cv2`, the matrix given to `warpPerspective`;
    /// `torch`, the coefficients given to `perspective` and a 1.
    Projective([f64; 9]),
    /// A raster of two channels, x and y of the source pixel, px; pixel centres are whole numbers.
    /// `torch`: from -1 to 1 across and down the whole image, as `grid_sample` takes them.
    Map,
}

/// Warps an image.
pub fn run(p: &Warp, src: &Image, map: Option<&Raster<f32>>) -> Image {
    match p.dialect {
        Dialect::Pil => pil::run(p, src, map),
        Dialect::Cv2 => cv2::run(p, src, map),
        Dialect::Torch => torch::run(p, src, map),
    }
}

/// Warps any samples by the nearest pixel, whatever the filter: what masks need.
pub fn run_nearest<T: Copy>(
    p: &Warp,
    src: &Raster<T>,
    map: Option<&Raster<f32>>,
    fill: T,
) -> Raster<T> {
    match p.dialect {
        Dialect::Pil => pil::nearest(p, src, map, &[fill]),
        Dialect::Cv2 => cv2::nearest(p, src, map, &[fill]),
        Dialect::Torch => torch::nearest(p, src, map, &[fill]),
    }
}
