//! Shot noise (albumentations 2.0.8 `shot_noise`): light is counted, 2.2 being the gamma.

use super::poisson;
use crate::math::pow;
use crate::quantise::half_even;

/// For every level the chances of its counts, and for every count its level.
pub(super) struct Shot {
    counts: Vec<u32>,
    levels: Vec<u8>,
}

/// `cv2.pow` of one value.
fn power(v: f32, exponent: f64) -> f32 {
    pow(f64::from(v), exponent) as f32
}

/// The level of a count, single precision as the library's.
fn level(count: usize, scale: f64) -> u8 {
    let light = (count as f32 * scale as f32).clamp(0.0, 1.0);
    half_even(power(light, 1.0 / 2.2) * 255.0)
}

impl Shot {
    pub(super) fn new(scale: f64) -> Self {
        // What is brighter than white is white, however many counts it has.
        let most = (1.0 / scale).ceil() as usize + 1;
        let rate = |v: u32| {
            let light = power(v as f32 / 255.0, 2.2);
            f64::from((light + (scale * 1e-6) as f32) / scale as f32)
        };
        Self {
            counts: (0..256)
                .flat_map(|v| poisson::cumulative(rate(v), most))
                .collect(),
            levels: (0..=most).map(|n| level(n, scale)).collect(),
        }
    }

    #[inline]
    pub(super) fn level(&self, v: u8, bits: u32) -> u8 {
        let most = self.levels.len() - 1;
        let from = usize::from(v) * most;
        self.levels[poisson::count(&self.counts[from..from + most], bits)]
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Grain, Kind, run_grain};
    use super::*;
    use crate::golden;
    use crate::image::{Image, Size};

    #[test]
    fn equals_albumentations_given_its_counts() {
        golden::check(&golden::cases("shot_noise", "cv2"), 0.0, 0, |case| {
            let data = case
                .field
                .iter()
                .map(|n| level(*n as usize, case.number("scale")));
            Image::new(case.input.size, case.input.channels, data.collect()).unwrap()
        });
    }

    /// Light has the mean and the variance of a Poisson count.
    #[test]
    fn light_is_poisson() {
        for (v, scale) in [(60u8, 0.1), (120, 0.02), (200, 0.3)] {
            let kind = Kind::Shot { scale };
            let src = Image::filled(Size::new(200, 150), 3, v);
            let out = run_grain(&Grain { seed: 8, kind }, &src);
            let light = pow(f64::from(v) / 255.0, 2.2);
            let rate = light / scale;
            let most = (1.0 / scale).ceil() as usize + 1;
            let mut chances = vec![0.0; 256];
            let mut before = 0.0;
            for (n, c) in poisson::cumulative(rate, most).into_iter().enumerate() {
                let upto = f64::from(c) / 4_294_967_296.0;
                chances[usize::from(level(n, scale))] += upto - before;
                before = upto;
            }
            chances[255] += 1.0 - before;
            let n = out.data.len() as f64;
            for (l, chance) in chances.iter().enumerate() {
                let share = out.data.iter().filter(|o| usize::from(**o) == l).count() as f64 / n;
                let error = 5.0 * (chance * (1.0 - chance) / n).sqrt() + 1e-5;
                assert!(
                    (share - chance).abs() < error,
                    "{v} {scale} {l}: {share} {chance}"
                );
            }
        }
    }
}
