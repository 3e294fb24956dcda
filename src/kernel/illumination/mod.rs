//! Illumination: light that changes over the picture, as albumentations 2.0.8 `Illumination` makes
//! it: every level times a gain of its place. No other library's dialect has it.

use serde::{Deserialize, Serialize};

use super::quantise::{half_even, truncate};
use crate::image::{Image, Raster, Size};
use crate::math::{cos, exp, radians, sin};

/// How the light lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Illumination {
    /// Greatest change of the gain; negative darkens.
    pub intensity: f64,
    /// Where it changes.
    pub shape: Shape,
}

/// Where the light changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Along a direction: darker at its start, brighter at its end.
    Linear {
        /// Direction; 0 is to the right, 90 down.
        angle_deg: f64,
    },
    /// With the distance from a corner.
    Corner {
        /// From the upper left, clockwise.
        corner: u32,
    },
    /// In a spot that fades like a bell curve.
    Gaussian {
        /// Middle, as shares of width and height.
        centre: [f64; 2],
        /// Width of the bell, as a share of the longer side.
        sigma: f64,
    },
}

/// Multiplies every level by the gain of its place.
pub fn run(p: &Illumination, src: &Image) -> Image {
    if p.intensity == 0.0 && !matches!(p.shape, Shape::Linear { .. }) {
        return src.clone();
    }
    let gain = match p.shape {
        Shape::Linear { angle_deg } => linear(src.size, angle_deg, p.intensity),
        Shape::Corner { corner } => self::corner(src.size, corner, p.intensity),
        Shape::Gaussian { centre, sigma } => gaussian(src.size, centre, sigma, p.intensity),
    };
    let level = |v: u8, gain: f32| {
        // Linear light is taken in shares of the range and rounded, the others in levels.
        if matches!(p.shape, Shape::Linear { .. }) {
            let share = f32::from(v) / 255.0 * gain;
            half_even(share.clamp(0.0, 1.0) * 255.0)
        } else {
            truncate(f32::from(v) * gain)
        }
    };
    let pixels = src.data.chunks_exact(src.channels).zip(gain);
    Raster {
        size: src.size,
        channels: src.channels,
        data: pixels
            .flat_map(|(pixel, gain)| pixel.iter().map(move |&v| level(v, gain)))
            .collect(),
    }
}

/// A product with a constant: double precision, rounded to single.
fn times(v: f32, constant: f64) -> f32 {
    (f64::from(v) * constant) as f32
}

/// `count` values from 0 to 1, or from 1 to 0.
fn ramp(count: u32, falling: bool) -> Vec<f32> {
    let (from, to) = if falling { (1.0, 0.0) } else { (0.0, 1.0) };
    let last = count.saturating_sub(1);
    let step = (to - from) / f64::from(last.max(1));
    let value = |i: u32| match i {
        0 => from,
        _ if i == last => to,
        _ => f64::from(i) * step + from,
    };
    (0..count).map(|i| value(i) as f32).collect()
}

/// `f` of every column's and row's value.
fn each(x: &[f32], y: &[f32], f: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    y.iter()
        .flat_map(|&y| x.iter().map(move |&x| (x, y)))
        .map(|(x, y)| f(x, y))
        .collect()
}

fn linear(size: Size, angle_deg: f64, intensity: f64) -> Vec<f32> {
    let x = |falling| ramp(size.width, falling);
    let y = |falling| ramp(size.height, falling);
    // Quarter and eighth turns have ways of their own.
    let eighths = angle_deg / 45.0;
    let mut light = if eighths == 0.0 || eighths == 4.0 {
        each(&x(eighths == 4.0), &y(false), |x, _| x)
    } else if eighths == 2.0 || eighths == 6.0 {
        each(&x(false), &y(eighths == 6.0), |_, y| y)
    } else if [1.0, 3.0, 5.0, 7.0].contains(&eighths) {
        let turned = |v: f32, turn: bool| if turn { 1.0 - v } else { v };
        let (left, up) = (eighths == 3.0 || eighths == 5.0, eighths > 4.0);
        stretch(each(&x(false), &y(false), |x, y| {
            turned(x, left) + turned(y, up)
        }))
    } else {
        let (c, s) = (cos(radians(angle_deg)), sin(radians(angle_deg)));
        each(&x(false), &y(false), |x, y| times(x, c) + times(y, s))
    };
    let (strength, rest) = (2.0 * intensity.abs(), (1.0 - intensity.abs()) as f32);
    for v in &mut light {
        let along = if intensity < 0.0 { 1.0 - *v } else { *v };
        *v = times(along, strength) + rest;
    }
    light
}

/// Stretches to 0 to 1.
fn stretch(mut values: Vec<f32>) -> Vec<f32> {
    let low = f64::from(values.iter().copied().fold(f32::INFINITY, f32::min));
    let high = f64::from(values.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    let extent = high - low;
    let scale = if extent > f64::EPSILON {
        1.0 / extent
    } else {
        0.0
    };
    for v in &mut values {
        *v = super::single::fma(*v, scale as f32, (0.0 - low * scale) as f32);
    }
    values
}

fn corner(size: Size, corner: u32, intensity: f64) -> Vec<f32> {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let (right, down) = (corner == 1 || corner == 2, corner >= 2);
    let slope = -intensity / (height * height + width * width).sqrt();
    let mut gain = Vec::with_capacity(size.area());
    for y in 0..size.height {
        let dy = u64::from(if down { size.height - 1 - y } else { y });
        for x in 0..size.width {
            let dx = u64::from(if right { size.width - 1 - x } else { x });
            let distance = ((dx * dx + dy * dy) as f32).sqrt();
            gain.push(times(distance, slope) + 1.0);
        }
    }
    gain
}

fn gaussian(size: Size, centre: [f64; 2], sigma: f64, intensity: f64) -> Vec<f32> {
    let away = |count: u32, share: f64| -> Vec<f32> {
        let middle = (f64::from(count) * share) as f32;
        (0..count)
            .map(|i| {
                let off = i as f32 - middle;
                off * off
            })
            .collect()
    };
    let width = f64::from(size.width.max(size.height)) * sigma;
    let slope = -1.0 / (2.0 * width * width);
    let (x, y) = (away(size.width, centre[0]), away(size.height, centre[1]));
    each(&x, &y, |x, y| {
        let bell = exp(f64::from(times(x + y, slope))) as f32;
        times(bell, intensity) + 1.0
    })
}
