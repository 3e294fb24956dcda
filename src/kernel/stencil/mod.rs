//! Stencil: weighted sums of a neighbourhood.

mod correlate;
pub mod cv2;
pub mod cv2_mean;
pub mod double;
mod pil;
mod torch;

use serde::{Deserialize, Serialize};

use crate::image::{Image, Size};

pub use correlate::gaussian_weights;

/// Which neighbours, which weights, whose arithmetic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stencil {
    /// Pillow 13, `ImageFilter.SMOOTH`: 3×3, the centre five times; the border is copied.
    Smooth,
    /// Pillow 13, `BoxBlur.c`: a running mean over `2 radius + 1` samples with fractional ends,
    /// the edge repeated, several times across and then down.
    BoxBlur {
        /// Radius across, px.
        radius_x: f32,
        /// Radius down, px.
        radius_y: f32,
        /// How often.
        passes: u32,
    },
    /// albumentations 2.0.8, `GaussianBlur`.
    Cv2Gaussian {
        /// Width of the kernel, px, odd.
        size_x: u32,
        /// Height of the kernel, px, odd.
        size_y: u32,
        /// Standard deviation across, px.
        sigma_x: f64,
        /// Standard deviation down, px.
        sigma_y: f64,
    },
    /// OpenCV 5.0, `filter2D`: any kernel, about its centre.
    Correlate {
        /// Columns of the kernel, px.
        width: u32,
        /// Its rows one after the other.
        weights: Vec<f32>,
    },
    /// OpenCV 5.0, `blur`: the mean over a square.
    Cv2Box {
        /// Side of the square, px, odd.
        size: u32,
    },
    /// OpenCV 5.0, `GaussianBlur` on 8-bit images: weights in 256ths.
    Cv2GaussianFixed {
        /// Width and height of the kernel, px, odd.
        size: u32,
        /// Standard deviation, px; 0 takes it from the size.
        sigma: f64,
    },
    /// torchvision 0.29, the blurred image of `adjust_sharpness`: 3×3, the centre five times,
    /// rounded; the border is copied.
    TorchSmooth,
    /// torchvision 0.29, `gaussian_blur` on tensors (and, through tensors, on PIL images).
    TorchGaussian {
        /// Width of the kernel, px, odd.
        size_x: u32,
        /// Height of the kernel, px, odd.
        size_y: u32,
        /// Standard deviation across, px, above 0.
        sigma_x: f64,
        /// Standard deviation down, px, above 0.
        sigma_y: f64,
    },
}

impl Stencil {
    /// How far a pixel looks, px.
    pub fn radius(&self) -> u32 {
        match *self {
            Self::Smooth | Self::TorchSmooth => 1,
            Self::BoxBlur {
                radius_x,
                radius_y,
                passes,
            } => (radius_x.max(radius_y).ceil() as u32 + 1) * passes,
            Self::Correlate { width, ref weights } => {
                width.max((weights.len() as u32).div_ceil(width.max(1))) / 2
            }
            Self::Cv2Box { size } | Self::Cv2GaussianFixed { size, .. } => size / 2,
            Self::Cv2Gaussian { size_x, size_y, .. }
            | Self::TorchGaussian { size_x, size_y, .. } => size_x.max(size_y) / 2,
        }
    }

    /// Pillow's `ImageFilter.GaussianBlur(sigma)`: three box blurs of the same variance.
    pub fn pillow_gaussian(sigma_x: f32, sigma_y: f32) -> Self {
        let passes = 3;
        Self::BoxBlur {
            radius_x: pil::box_radius(sigma_x, passes),
            radius_y: pil::box_radius(sigma_y, passes),
            passes,
        }
    }
}

/// Filters an image.
pub fn run(p: &Stencil, src: &Image) -> Image {
    match *p {
        Stencil::Smooth => pil::smooth(src),
        Stencil::BoxBlur {
            radius_x,
            radius_y,
            passes,
        } => pil::box_blur(src, radius_x, radius_y, passes),
        Stencil::Cv2Gaussian {
            size_x,
            size_y,
            sigma_x,
            sigma_y,
        } => cv2::gaussian(
            src,
            &cv2::gaussian_kernel(size_x, sigma_x),
            &cv2::gaussian_kernel(size_y, sigma_y),
        ),
        Stencil::Correlate { width, ref weights } => correlate::correlate(src, width, weights),
        Stencil::Cv2Box { size } => correlate::box_mean(src, size),
        Stencil::Cv2GaussianFixed { size, sigma } => correlate::gaussian_fixed(src, size, sigma),
        Stencil::TorchSmooth => torch::smooth(src),
        Stencil::TorchGaussian {
            size_x,
            size_y,
            sigma_x,
            sigma_y,
        } => torch::gaussian(
            src,
            torch::Axis {
                size: size_x,
                sigma: sigma_x,
            },
            torch::Axis {
                size: size_y,
                sigma: sigma_y,
            },
        ),
    }
}

/// A Gaussian blur of one plane of plain values, of a kernel `kernel` px wide and high. At the
/// border the edge is repeated, or mirrored without itself.
pub fn blurred(
    plane: &[f32],
    size: Size,
    kernel: u32,
    sigma: [f64; 2],
    repeat_edge: bool,
) -> Vec<f32> {
    let axes = sigma.map(|sigma| torch::Axis {
        size: kernel,
        sigma,
    });
    torch::gaussian_plane(plane, size, axes, |v, len| {
        if repeat_edge {
            v.clamp(0, len as i64 - 1) as usize
        } else {
            torch::mirror(v, len)
        }
    })
}
