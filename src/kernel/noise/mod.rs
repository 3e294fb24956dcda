//! Noise: a field of random values, each a function of (seed, pixel) alone, so that tiles, threads
//! and GPUs agree. Libraries draw their own; only the law is theirs.

mod drop;
mod gain;
mod grain;
mod impulse;
mod iso;
mod offset;
mod poisson;
mod rician;
mod shot;

pub use gain::scaled;
pub use grain::{Grain, Kind};
pub use grain::{run as run_grain, run_mask as run_grain_mask};
pub use offset::Spread;
pub use offset::{added, whole};

use serde::{Deserialize, Serialize};

use crate::image::{Raster, Size};
use crate::math;

/// A field of independent values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noise {
    /// Size of the field, px.
    pub size: Size,
    /// Values a pixel, at most 4.
    pub channels: u32,
    /// Drawn once for the field.
    pub seed: u64,
    /// Their law.
    pub law: Law,
}

/// The law of one value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// Uniform from `low` to `high`, the end left out.
    Uniform {
        /// Least value.
        low: f32,
        /// End of the values.
        high: f32,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f32,
        /// Standard deviation.
        sd: f32,
    },
}

/// Makes the field.
pub fn run(p: &Noise) -> Raster<f32> {
    let channels = p.channels.min(4) as usize;
    let mut data = Vec::with_capacity(p.size.area() * channels);
    for y in 0..p.size.height {
        for x in 0..p.size.width {
            let bits = hash(p.seed, x, y);
            data.extend(bits[..channels].iter().map(|&bits| match p.law {
                Law::Uniform { low, high } => low + (high - low) * uniform(bits),
                Law::Normal { mean, sd } => mean + sd * normal(bits),
            }));
        }
    }
    Raster {
        size: p.size,
        channels,
        data,
    }
}

/// Four times 32 bits for a pixel: pcg4d (Jarzynski and Olano, "Hash functions for GPU
/// rendering", JCGT 2020), in 32-bit arithmetic that WGSL has too.
#[inline]
pub fn hash(seed: u64, x: u32, y: u32) -> [u32; 4] {
    let mut v = [x, y, seed as u32, (seed >> 32) as u32]
        .map(|v| v.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    stir(&mut v);
    v = v.map(|v| v ^ (v >> 16));
    stir(&mut v);
    v
}

#[inline]
fn stir(v: &mut [u32; 4]) {
    for (to, a, b) in [(0, 1, 3), (1, 2, 0), (2, 0, 1), (3, 1, 2)] {
        v[to] = v[to].wrapping_add(v[a].wrapping_mul(v[b]));
    }
}

/// The upper 24 bits as a share of 0..1, 1 left out.
#[inline]
pub fn uniform(bits: u32) -> f32 {
    (bits >> 8) as f32 * (1.0 / 16_777_216.0)
}

/// A standard normal value.
#[inline]
pub fn normal(bits: u32) -> f32 {
    math::normal_quantile((f64::from(bits) + 0.5) / 4_294_967_296.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size::new(200, 150);

    fn field(seed: u64, law: Law) -> Raster<f32> {
        run(&Noise {
            size: SIZE,
            channels: 3,
            seed,
            law,
        })
    }

    /// Mean and variance.
    pub(super) fn moments(values: &[f32]) -> (f64, f64) {
        let n = values.len() as f64;
        let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
        let square = |v: &f32| (f64::from(*v) - mean) * (f64::from(*v) - mean);
        (mean, values.iter().map(square).sum::<f64>() / n)
    }

    /// Frozen: a change changes every draw ever shared.
    #[test]
    fn hash_is_frozen() {
        assert_eq!(
            hash(0x0123_4567_89ab_cdef, 7, 11),
            [3746979517, 2896769627, 3554373294, 2313891298],
        );
    }

    #[test]
    fn laws_have_their_moments() {
        let uniform = field(
            5,
            Law::Uniform {
                low: -1.0,
                high: 1.0,
            },
        );
        let (mean, variance) = moments(&uniform.data);
        assert!(
            mean.abs() < 0.01 && (variance - 1.0 / 3.0).abs() < 0.01,
            "{mean} {variance}"
        );
        assert!(uniform.data.iter().all(|v| (-1.0..1.0).contains(v)));
        let (mean, variance) = moments(
            &field(
                5,
                Law::Normal {
                    mean: 10.0,
                    sd: 2.0,
                },
            )
            .data,
        );
        assert!(
            (mean - 10.0).abs() < 0.03 && (variance - 4.0).abs() < 0.1,
            "{mean} {variance}"
        );
    }

    #[test]
    fn neighbours_channels_and_seeds_are_unrelated() {
        let a = field(1, Law::Normal { mean: 0.0, sd: 1.0 });
        let b = field(2, Law::Normal { mean: 0.0, sd: 1.0 });
        let along = |step: usize| -> f64 {
            let pairs = a.data.iter().zip(&a.data[step..]);
            pairs.map(|(&p, &q)| f64::from(p * q)).sum::<f64>() / (a.data.len() - step) as f64
        };
        for step in [1, 2, 3, 600, 603, 597] {
            assert!(along(step).abs() < 0.02, "{step}: {}", along(step));
        }
        let across: f64 = a
            .data
            .iter()
            .zip(&b.data)
            .map(|(&p, &q)| f64::from(p * q))
            .sum();
        assert!((across / a.data.len() as f64).abs() < 0.02);
    }
}
