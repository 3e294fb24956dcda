//! Fourier: what is done to a picture's spectrum, in double precision (MONAI 1.6 `GibbsNoise` and
//! `KSpaceSpikeNoise`). The spectrum's middle, `size / 2`, is frequency 0.

mod fft;

use serde::{Deserialize, Serialize};

use crate::image::Image;
use crate::math::{exp, ln};
use crate::quantise::half_even;
use fft::{Complex, Plan2};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fourier {
    /// Frequencies beyond a radius become 0.
    Gibbs {
        /// Share of the radius that is cut off.
        alpha: f64,
    },
    /// One frequency gets another magnitude.
    Spike {
        /// Logarithm of the magnitude, as a multiple of the mean logarithm of all.
        gain: f64,
        /// Column and row in the spectrum.
        at: [u32; 2],
    },
}

/// Runs on every channel by itself.
pub fn run(p: &Fourier, src: &Image) -> Image {
    let (width, height) = (src.size.width as usize, src.size.height as usize);
    let mut plan = Plan2::new(width, height);
    let mut out = src.clone();
    let mut data = vec![Complex::default(); width * height];
    for c in 0..src.channels {
        let samples = src.data.iter().skip(c).step_by(src.channels);
        for (to, v) in data.iter_mut().zip(samples) {
            *to = Complex::new(f64::from(*v), 0.0);
        }
        plan.forward(&mut data);
        match *p {
            Fourier::Gibbs { alpha } => cut(&mut data, width, height, alpha),
            Fourier::Spike { gain, at } => lift(&mut data, width, height, gain, at),
        }
        plan.inverse(&mut data);
        let samples = out.data.iter_mut().skip(c).step_by(src.channels);
        for (to, v) in samples.zip(&data) {
            // Twice rounded only where single precision meets a half exactly.
            *to = half_even(v.re as f32);
        }
    }
    out
}

/// The place in the shifted spectrum of a place in the transform.
fn shifted(at: usize, side: usize) -> usize {
    (at + side / 2) % side
}

fn cut(data: &mut [Complex], width: usize, height: usize, alpha: f64) {
    let radius = (1.0 - alpha) * width.max(height) as f64 * std::f64::consts::SQRT_2 / 2.0;
    // The library's middle is that of the picture, half a step beside frequency 0 on even sides.
    let square = |at: usize, side: usize| {
        let off = shifted(at, side) as f64 - (side as f64 - 1.0) / 2.0;
        off * off
    };
    let across: Vec<f64> = (0..width).map(|x| square(x, width)).collect();
    for (y, row) in data.chunks_exact_mut(width).enumerate() {
        let down = square(y, height);
        for (v, across) in row.iter_mut().zip(&across) {
            if (down + across).sqrt() > radius {
                *v = Complex::default();
            }
        }
    }
}

/// What the library adds to magnitudes before it takes their logarithm.
const FLOOR: f64 = 1e-10;

fn lift(data: &mut [Complex], width: usize, height: usize, gain: f64, [x, y]: [u32; 2]) {
    let magnitude = |v: &Complex| (v.re * v.re + v.im * v.im).sqrt();
    let logs: f64 = data.iter().map(|v| ln(magnitude(v) + FLOOR)).sum();
    let mean = logs / data.len() as f64;
    let back = |at: u32, side: usize| (at as usize + side - side / 2) % side;
    let at = back(y, height) * width + back(x, width);
    let spike = exp((gain * mean).min(100.0));
    for (i, v) in data.iter_mut().enumerate() {
        let size = magnitude(v);
        let wanted = if i == at { spike } else { size + FLOOR };
        *v = if size > 0.0 {
            v.scaled(wanted / size)
        } else {
            Complex::new(wanted, 0.0)
        };
    }
}
