//! Colour: conversions between colour spaces and the adjustments made in them.

pub(crate) mod cv2;
pub mod cv2_lab;
mod pil;
mod torch;

use serde::{Deserialize, Serialize};

use super::Dialect;
use crate::image::Image;

/// A colour conversion or adjustment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Color {
    /// What is done.
    pub what: What,
    /// Whose arithmetic.
    pub dialect: Dialect,
}

/// What is done to the colours. A grey image is grey already: it stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// RGB to one channel of luma.
    Grey,
    /// RGB to 8-bit hue, saturation, value.
    RgbToHsv,
    /// And back.
    HsvToRgb,
    /// Turns the hue by a share of the circle, -0.5 to 0.5.
    Hue {
        /// Share of the circle.
        shift_frac: f64,
    },
    /// Blends with luma: 0 is grey, 1 the image, beyond is extrapolated.
    Saturation {
        /// Share of the image.
        factor: f64,
    },
    /// RGB to grey that keeps its three channels.
    Desaturate(GreyBy),
    /// Adds to hue, saturation and value in 8-bit HSV. Only cv2 has it, for grey images too;
    /// elsewhere colours stay.
    HsvShift {
        /// Added to the hue, which counts 180 steps round the circle.
        hue: f64,
        /// Added to the saturation, levels.
        saturation: f64,
        /// Added to the value, levels.
        value: f64,
    },
    /// RGB to 8-bit luma and colour differences. Only cv2 has it.
    RgbToYcrcb,
    /// And back.
    YcrcbToRgb,
}

/// What grey is made of. Outside cv2 it is luma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GreyBy {
    /// Luma.
    Luma,
    /// L of Lab.
    Lightness,
    /// Half of the greatest and the least channel.
    Middle,
    /// The mean of the channels.
    Average,
    /// The greatest channel.
    Greatest,
}

/// Converts or adjusts.
pub fn run(p: &Color, src: &Image) -> Image {
    match p.dialect {
        Dialect::Pil => pil::run(p.what, src),
        Dialect::Cv2 => cv2::run(p.what, src),
        Dialect::Torch => torch::run(p.what, src),
    }
}
