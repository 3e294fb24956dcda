//! Rician noise (MONAI 1.6 `RandRicianNoise`): the magnitude of a sample that normal noise was added
//! to as to a complex number.

use super::grain::each_pixel;
use super::{hash, normal};
use crate::image::Image;
use crate::quantise::half_even;

/// `sqrt((v + real)² + imaginary²)` in single precision.
#[inline]
pub(crate) fn magnitude(v: u8, real: f32, imaginary: f32) -> u8 {
    let sum = f32::from(v) + real;
    half_even((sum * sum + imaginary * imaginary).sqrt())
}

pub(super) fn run(seed: u64, mean: f64, sd: f64, src: &Image) -> Image {
    let part = |bits: u32| (mean + sd * f64::from(normal(bits))) as f32;
    each_pixel(src, seed, |_, to, real| {
        // A pixel needs twice as many values as it has channels.
        let key = u64::from(real[2]) << 32 | u64::from(real[3]);
        let imaginary = hash(key, real[0], real[1]);
        for (v, (a, b)) in to.iter_mut().zip(real.into_iter().zip(imaginary)) {
            *v = magnitude(*v, part(a), part(b));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Grain, Kind, run_grain};
    use super::*;
    use crate::golden;
    use crate::image::Size;

    #[test]
    fn equals_monai_given_its_normal_values() {
        golden::check(&golden::cases("rician_noise", "torch"), 0.0, 0, |case| {
            let (real, imaginary) = case.field.split_at(case.field.len() / 2);
            let values = real.iter().zip(imaginary);
            let data = case.input.data.iter().zip(values);
            let data = data.map(|(&v, (&a, &b))| magnitude(v, a, b)).collect();
            Image::new(case.input.size, case.input.channels, data).unwrap()
        });
    }

    /// The second moment of a Rician magnitude is v² + 2σ²; over black its mean is σ√(π/2).
    #[test]
    fn has_its_moments() {
        let size = Size::new(200, 150);
        for (v, sd) in [(0u8, 20.0), (90, 25.0)] {
            let kind = Kind::Rician { mean: 0.0, sd };
            let out = run_grain(&Grain { seed: 2, kind }, &Image::filled(size, 3, v));
            let n = out.data.len() as f64;
            let of = |f: fn(f64) -> f64| out.data.iter().map(|&o| f(f64::from(o))).sum::<f64>() / n;
            let (mean, square) = (of(|v| v), of(|v| v * v));
            let level = f64::from(v);
            let want = level * level + 2.0 * sd * sd;
            assert!((square / want - 1.0).abs() < 0.01, "{v}: {square} {want}");
            if v == 0 {
                let want = sd * (crate::math::PI / 2.0).sqrt();
                assert!((mean / want - 1.0).abs() < 0.01, "{mean} {want}");
            }
        }
        // Channels are unrelated.
        let kind = Kind::Rician {
            mean: 0.0,
            sd: 30.0,
        };
        let out = run_grain(&Grain { seed: 2, kind }, &Image::filled(size, 3, 128));
        let sum: f64 = out
            .data
            .chunks_exact(3)
            .map(|p| (f64::from(p[0]) - 131.5) * (f64::from(p[1]) - 131.5))
            .sum();
        assert!((sum / 30_000.0 / 900.0).abs() < 0.03, "{sum}");
    }
}
