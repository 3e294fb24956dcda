//! Weather: what albumentations 2.0.8 paints over a picture, in OpenCV's arithmetic. Fog, rain and
//! flares are for RGB; a shadow falls on grey pictures, too.

mod flare;
mod fog;
mod gravel;
mod hls;
mod rain;
mod snow;

use serde::{Deserialize, Serialize};

use super::canvas::{self, Point};
use crate::image::{Image, Raster};

pub use fog::particles;
pub use gravel::stones;
pub use rain::drops;

/// What falls on the picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weather {
    /// White discs blended in one after the other, then blurred.
    Fog {
        /// Discs: x, y, radius, px.
        discs: Vec<[i64; 3]>,
        /// Share of white in a disc.
        alpha: f64,
    },
    /// Blurred lines added to the picture, which is then darkened.
    Rain(Rain),
    /// Dark pixels made lighter.
    SnowBleach {
        /// Share of the range below which lightness is raised.
        point: f64,
        /// Factor of the lightness.
        coefficient: f64,
    },
    /// A layer of noise over the picture, and white sparks: picture, normal values, uniform ones.
    SnowTexture {
        /// How much of it.
        point: f64,
        /// How much brighter the picture becomes.
        coefficient: f64,
    },
    /// Lightness set in rectangles.
    Gravel {
        /// Stones: left, top, right and bottom edge, px, and lightness.
        stones: Vec<[i64; 5]>,
    },
    /// A polygon darkened.
    Shadow {
        /// Corners, px.
        corners: Vec<[i64; 2]>,
        /// Share of light taken.
        intensity: f64,
    },
    /// The sun's glow and its reflections in a lens.
    Flare(Flare),
}

/// Rain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rain {
    /// Where drops start, px.
    pub drops: Vec<[i64; 2]>,
    /// Where they end, from there, px.
    pub fall: [f64; 2],
    /// Their width, px.
    pub width: u32,
    /// Their colour.
    pub colour: [u8; 3],
    /// Side of the square they are blurred by, px.
    pub blur: u32,
    /// Factor of all levels.
    pub brightness: f64,
}

/// A flare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flare {
    /// The sun, px.
    pub centre: [i64; 2],
    /// Radius of its glow, px.
    pub radius: u32,
    /// Its colour.
    pub colour: [u8; 3],
    /// Reflections.
    pub circles: Vec<Circle>,
    /// Rays, blur and screen blending instead of stacked discs.
    pub physical: bool,
}

/// A reflection.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    /// Its share of the picture.
    pub alpha: f64,
    /// Centre, px.
    pub centre: [i64; 2],
    /// Radius, px.
    pub radius: i64,
    /// Colour.
    pub colour: [u8; 3],
}

/// Paints; `noise` is what the texture of snow is made of.
pub fn run(p: &Weather, src: &Image, noise: &[&Raster<f32>]) -> Image {
    match p {
        Weather::Fog { discs, alpha } => fog::run(discs, *alpha, src),
        Weather::Rain(rain) => rain::run(rain, src),
        Weather::SnowBleach { point, coefficient } => snow::bleach(*point, *coefficient, src),
        Weather::SnowTexture { point, coefficient } => match noise {
            [texture, sparks] => snow::texture(*point, *coefficient, src, texture, sparks),
            _ => src.clone(),
        },
        Weather::Gravel { stones } => gravel::run(stones, src),
        Weather::Shadow { corners, intensity } => shadow(corners, *intensity, src),
        Weather::Flare(flare) => flare::run(flare, src),
    }
}

/// Runs of pixels painted over.
fn paint<T: Copy>(to: &mut Raster<T>, colour: &[T], shape: impl FnOnce(canvas::Run<'_>)) {
    each_pixel(to, shape, |pixel| {
        for (v, c) in pixel.iter_mut().zip(colour) {
            *v = *c;
        }
    });
}

/// The pixels of runs changed in place.
fn each_pixel<T: Copy>(
    to: &mut Raster<T>,
    shape: impl FnOnce(canvas::Run<'_>),
    mut change: impl FnMut(&mut [T]),
) {
    let (width, channels) = (to.size.width as usize, to.channels);
    let data = &mut to.data;
    shape(&mut |y, x0, x1| {
        let row = &mut data[y as usize * width * channels..][..width * channels];
        for pixel in
            row[x0 as usize * channels..(x1 as usize + 1) * channels].chunks_exact_mut(channels)
        {
            change(pixel);
        }
    });
}

/// `addWeighted`: the first product exact within the sum, to the nearest.
fn weighted(a: u8, alpha: f32, b: u8, beta: f32) -> u8 {
    use crate::{quantise::half_even, single::fma};
    half_even(fma(f32::from(a), alpha, f32::from(b) * beta))
}

/// Levels of the polygon lose their fraction.
fn shadow(corners: &[Point], intensity: f64, src: &Image) -> Image {
    let mut inside = Raster::filled(src.size, 1, false);
    paint(&mut inside, &[true], |run| {
        canvas::polygon(src.size, corners, run);
    });
    let light = 1.0 - intensity;
    let table: [u8; 256] = std::array::from_fn(|v| (v as f64 * light) as u8);
    let mut out = src.clone();
    for (pixel, inside) in out.data.chunks_exact_mut(src.channels).zip(&inside.data) {
        if *inside {
            for v in pixel {
                *v = table[usize::from(*v)];
            }
        }
    }
    out
}

/// `n` places from 0 on, by 32 random bits.
fn place(bits: u32, n: i64) -> i64 {
    ((u64::from(bits) * n.max(1) as u64) >> 32) as i64
}
