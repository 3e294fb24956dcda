//! Fourier: what is done to a picture's spectrum, in double precision (MONAI 1.6 `GibbsNoise` and
//! `KSpaceSpikeNoise`). The spectrum's middle, `size / 2`, is frequency 0.

mod field;

use serde::{Deserialize, Serialize};

use crate::fft::{Complex, Plan2};
use crate::image::Image;
use crate::math::{exp, ln};
use crate::quantise::half_even;
pub use field::inverse_real;

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
        let samples = out.data.iter_mut().skip(c).step_by(src.channels);
        match *p {
            Fourier::Gibbs { alpha } => {
                cut(&mut data, width, height, alpha);
                plan.inverse(&mut data);
                for (to, v) in samples.zip(&data) {
                    *to = level(v.re);
                }
            }
            Fourier::Spike { gain, at } => {
                // What one frequency gains is a wave: it needs no transform back.
                let at = [back(at[0], width), back(at[1], height)];
                let gained = lift(&data, at[1] * width + at[0], gain);
                let across = wave(width, at[0]);
                let scale = 1.0 / data.len() as f64;
                let rows = wave(height, at[1])
                    .into_iter()
                    .map(|v| v.times(gained).scaled(scale));
                let values = rows.flat_map(|row| across.iter().map(move |v| v.times(row).re));
                for (to, v) in samples.zip(values) {
                    *to = level(f64::from(*to) + v);
                }
            }
        }
    }
    out
}

fn level(v: f64) -> u8 {
    half_even(v as f32)
}

/// The place in the transform of a place in the shifted spectrum.
fn back(at: u32, side: usize) -> usize {
    (at as usize + side - side / 2) % side
}

/// `e^(2πi at x / side)` for every x.
fn wave(side: usize, at: usize) -> Vec<Complex> {
    let value = |x| Complex::turn(2 * at as u64 * x, side as u64).conjugate();
    (0..side as u64).map(value).collect()
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

/// What the spike adds to the frequency at `at`.
fn lift(data: &[Complex], at: usize, gain: f64) -> Complex {
    let magnitude = |v: &Complex| (v.re * v.re + v.im * v.im).sqrt();
    let logs: f64 = data.iter().map(|v| ln(magnitude(v) + FLOOR)).sum();
    let spike = exp((gain * logs / data.len() as f64).min(100.0));
    let before = data.get(at).copied().unwrap_or_default();
    let size = magnitude(&before);
    let after = if size > 0.0 {
        before.scaled(spike / size)
    } else {
        Complex::new(spike, 0.0)
    };
    after.minus(before)
}
