//! augplay's pixels: images, exact mathematics, and the kernel families. A kernel knows numbers and
//! rasters; it does not know ops, engines or files. A crate of its own, so that it alone is built for
//! speed where the rest is built for size.
//!
//! Each family is one directory: `mod.rs` holds its serialisable parameters and says which
//! arithmetic runs; one file a dialect holds the reference loops, written to be read beside the
//! library's definition, and their SIMD twins where they exist.

#[cfg(test)]
mod cv2_goldens;
#[cfg(any(test, feature = "golden"))]
pub mod golden;
#[cfg(test)]
mod pil_goldens;

use serde::{Deserialize, Serialize};

/// Whose arithmetic an op follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Pillow 13, as torchvision on PIL images and timm drive it.
    Pil,
    /// OpenCV 5.0, as albumentations 2.0.8 drives it.
    Cv2,
    /// torchvision 0.29 on uint8 tensors.
    Torch,
}

/// Interpolation between source pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Filter {
    /// The nearest pixel.
    Nearest,
    /// Linear in both directions.
    Bilinear,
    /// Cubic convolution; its parameter `a` differs between dialects.
    Bicubic,
    /// The mean of what an output pixel covers; OpenCV's, for resizing alone.
    Area,
    /// A windowed sinc, for resizing alone: three lobes in Pillow, four in OpenCV.
    Lanczos,
}

/// What lies outside the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Border {
    /// One colour; grey images use its first value.
    Constant([u8; 3]),
    /// `aaa|abcd|ddd`.
    Replicate,
    /// `cba|abcd|dcb`.
    Reflect,
    /// `dcb|abcd|cba`.
    #[serde(rename = "reflect_101")]
    Reflect101,
    /// `bcd|abcd|abc`.
    Wrap,
}

/// What a family reads to write one pixel: what tiling, fusion and the GPU need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The same pixel.
    Pointwise,
    /// Pixels within a radius.
    Stencil(u32),
    /// Pixels anywhere, found by a coordinate.
    Gather,
    /// All pixels.
    Global,
    /// Work that stays on the CPU.
    Host,
}

pub mod error;
pub mod image;
pub mod math;

pub mod bias;
pub mod blend;
pub mod canvas;
pub mod channels;
pub mod clahe;
pub mod color;
pub mod displace;
mod fft;
pub mod fill;
pub mod fourier;
pub mod illumination;
pub mod jpeg;
pub mod matrix;
pub mod noise;
pub mod plasma;
pub mod principal;
pub mod quantise;
pub mod rank;
pub mod rearrange;
pub mod reduce;
pub mod resize;
pub mod saliency;
pub mod scatter;
pub(crate) mod single;
pub mod spatter;
pub mod stencil;
pub(crate) mod sums;
pub mod table;
pub mod table_from_stats;
pub mod tiles;
pub mod unsharp;
pub mod warp;
pub mod weather;
pub mod wgsl;
pub mod zoom_blur;
