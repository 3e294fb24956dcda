//! Additive noise of four laws. albumentations 2.0.8 (`AdditiveNoise` and `GaussNoise`, through
//! albucore's `add`) and torchvision 0.29 (`gaussian_noise_image` on uint8 tensors) drop the fraction
//! of every value, so a law is a table of the chances of whole numbers.

use serde::{Deserialize, Serialize};

use crate::math::{erfc, exp, lgamma, ln, normal_quantile};

/// The law of a value, in shares of the range of levels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// Even between two ends.
    Uniform {
        /// Least.
        low: f64,
        /// Greatest.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Laplace's.
    Laplace {
        /// Mean.
        mean: f64,
        /// Scale, the mean distance from the mean.
        scale: f64,
    },
    /// Beta, stretched from 0..1 to -scale..scale.
    Beta {
        /// First exponent.
        alpha: f64,
        /// Second exponent.
        beta: f64,
        /// Half the width.
        scale: f64,
    },
}

impl Spread {
    /// The chance of a value below `x`.
    fn below(&self, x: f64) -> f64 {
        // A law without width is a step; the step itself does not lie below.
        let step = |at: f64| f64::from(u8::from(x > at));
        match *self {
            Spread::Uniform { low, high } if high <= low => step(low),
            Spread::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Spread::Normal { mean, sd } if sd <= 0.0 => step(mean),
            Spread::Normal { mean, sd } => 0.5 * erfc((mean - x) / (sd * std::f64::consts::SQRT_2)),
            Spread::Laplace { mean, scale } if scale <= 0.0 => step(mean),
            Spread::Laplace { mean, scale } => {
                let tail = 0.5 * exp(-(x - mean).abs() / scale);
                if x < mean { tail } else { 1.0 - tail }
            }
            Spread::Beta { scale, .. } if scale <= 0.0 => step(0.0),
            Spread::Beta { alpha, beta, scale } => {
                incomplete_beta(alpha, beta, (0.5 + 0.5 * x / scale).clamp(0.0, 1.0))
            }
        }
    }

    /// The value that a share `u` of all lies below.
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            Spread::Uniform { low, high } => low + u * (high - low),
            Spread::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Spread::Laplace { mean, scale } if u < 0.5 => {
                mean + scale * ln((2.0 * u).max(f64::MIN_POSITIVE))
            }
            Spread::Laplace { mean, scale } => mean - scale * ln(2.0 * (1.0 - u)),
            Spread::Beta { scale, .. } => {
                let (mut low, mut high) = (-scale, scale);
                for _ in 0..60 {
                    let middle = 0.5 * (low + high);
                    if self.below(middle) < u {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                0.5 * (low + high)
            }
        }
    }
}

/// The regularised incomplete beta function, by its continued fraction (Lentz's method).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = exp(a * ln(x) + b * ln(1.0 - x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a;
    let bounded = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let (mut c, mut d) = (1.0, 1.0 / bounded(1.0 - (a + b) * x / (a + 1.0)));
    let mut sum = d;
    for m in 1..500 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut factor = 1.0;
        for term in [even, odd] {
            d = 1.0 / bounded(1.0 + term * d);
            c = bounded(1.0 + term / c);
            factor = c * d;
            sum *= factor;
        }
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * sum
}

/// The greatest offset that matters.
const MOST: i32 = 255;

/// Chances of the whole numbers -255..=255.
pub(super) struct Offsets {
    /// Random bits below the n-th give the n-th number or less.
    bounds: Vec<u32>,
    /// Where to begin, by the upper eight bits.
    start: [u16; 256],
}

impl Offsets {
    pub(super) fn new(spread: &Spread) -> Self {
        let bound = |k: i32| {
            // The fraction is dropped towards 0: -0.9 and 0.9 are both 0.
            let below = if k < 0 {
                // What is at most k; a law's steps lie on no bound but by chance.
                spread.below((f64::from(k) / 255.0).next_up())
            } else {
                spread.below(f64::from(k + 1) / 255.0)
            };
            (below * 4_294_967_296.0).min(4_294_967_295.0) as u32
        };
        let bounds: Vec<u32> = (-MOST..MOST).map(bound).collect();
        let start =
            std::array::from_fn(|i| bounds.partition_point(|&b| b <= (i as u32) << 24) as u16);
        Self { bounds, start }
    }

    #[inline]
    pub(super) fn at(&self, bits: u32) -> i32 {
        let mut n = usize::from(self.start[(bits >> 24) as usize]);
        while self.bounds.get(n).is_some_and(|&b| b <= bits) {
            n += 1;
        }
        n as i32 - MOST
    }
}

/// A level plus a whole number, cut off to 0..=255.
#[inline]
pub fn added(v: u8, offset: i32) -> u8 {
    (i32::from(v) + offset).clamp(0, 255) as u8
}

/// A value of noise in levels without its fraction.
#[inline]
pub fn whole(value: f64) -> i32 {
    value.clamp(-1000.0, 1000.0) as i32
}

#[cfg(test)]
mod tests {
    use super::super::{Grain, Kind, run_grain};
    use super::*;
    use crate::golden;
    use crate::image::{Image, Size};

    #[test]
    fn equals_albumentations_given_its_values() {
        let cases = golden::cases("additive_noise", "cv2");
        let cases: Vec<_> = cases.into_iter().filter(|c| !c.field.is_empty()).collect();
        assert!(cases.len() >= 6);
        golden::check(&cases, 0.0, 0, |case| {
            let values = case.field.iter().map(|v| whole(f64::from(*v)));
            let data = case.input.data.iter().zip(values);
            let data = data.map(|(v, offset)| added(*v, offset)).collect();
            Image::new(case.input.size, case.input.channels, data).unwrap()
        });
    }

    /// The field is standard normal values, of one channel or as many as the image has.
    fn normal(dialect: &str) {
        golden::check(&golden::cases("gauss_noise", dialect), 0.0, 0, |case| {
            let src = &case.input;
            let level = |key: &str| (case.number(key) * 255.0) as f32;
            let (mean, sd) = (level("mean_frac"), level("sd_frac"));
            let channels = case.field.len() / src.size.area();
            Image::from_fn(src.size, src.channels, |x, y, c| {
                let at = (y * src.size.width + x) as usize * channels + c.min(channels - 1);
                let value = case.field[at] * sd + mean;
                added(src.pixel(x, y)[c], whole(f64::from(value)))
            })
        });
    }

    #[test]
    fn equals_torchvision_given_its_normal_values() {
        normal("torch");
    }

    #[test]
    fn equals_albumentations_given_its_normal_values() {
        normal("cv2");
    }

    const LAWS: [Spread; 8] = [
        Spread::Uniform {
            low: -0.1,
            high: 0.15,
        },
        Spread::Uniform {
            low: 0.1,
            high: 0.1,
        },
        Spread::Normal {
            mean: 0.02,
            sd: 0.1,
        },
        Spread::Laplace {
            mean: -0.01,
            scale: 0.05,
        },
        Spread::Beta {
            alpha: 0.5,
            beta: 1.5,
            scale: 0.3,
        },
        Spread::Beta {
            alpha: 2.0,
            beta: 2.0,
            scale: 0.1,
        },
        Spread::Normal {
            mean: -0.1,
            sd: 0.0,
        },
        Spread::Laplace {
            mean: 0.0,
            scale: 0.9,
        },
    ];

    /// Quantiles are the inverse of chances, and a beta law has its mean.
    #[test]
    fn chances_and_quantiles_agree() {
        for law in LAWS
            .iter()
            .filter(|l| l.below(f64::INFINITY.min(9.0)) > 0.0)
        {
            if law.below(law.quantile(0.3)) == law.below(law.quantile(0.7)) {
                continue; // a step
            }
            for u in [0.001, 0.1, 0.37, 0.5, 0.9, 0.999] {
                let back = law.below(law.quantile(u));
                assert!((back - u).abs() < 1e-6, "{law:?} {u}: {back}");
            }
        }
        // Closed forms: I_x(1, b) and I_x(2, 2).
        for x in [0.1, 0.4, 0.77] {
            assert!(
                (incomplete_beta(1.0, 3.0, x) - (1.0 - (1.0 - x) * (1.0 - x) * (1.0 - x))).abs()
                    < 1e-12
            );
            assert!((incomplete_beta(2.0, 2.0, x) - x * x * (3.0 - 2.0 * x)).abs() < 1e-12);
        }
    }

    /// Every whole number comes as often as the law's values lose their fraction to it.
    #[test]
    fn whole_numbers_have_their_chances() {
        for law in LAWS {
            let n = 200_000u32;
            let offsets = Offsets::new(&law);
            let (mut drawn, mut wanted) = ([0i32; 511], [0i32; 511]);
            for i in 0..n {
                let bits = super::super::hash(6, i, 3)[0];
                drawn[(offsets.at(bits) + 255) as usize] += 1;
                let value = law.quantile((f64::from(bits) + 0.5) / 4_294_967_296.0);
                wanted[(whole(value * 255.0).clamp(-255, 255) + 255) as usize] += 1;
            }
            let apart: i32 = drawn.iter().zip(&wanted).map(|(a, b)| (a - b).abs()).sum();
            assert!(apart < 20, "{law:?}: {apart}");
        }
    }

    #[test]
    fn channels_are_shared_or_apart() {
        let src = Image::filled(Size::new(90, 70), 3, 128);
        for per_channel in [false, true] {
            let kind = Kind::Offset {
                spread: LAWS[2],
                per_channel,
            };
            let out = run_grain(&Grain { seed: 3, kind }, &src);
            let grey = out
                .data
                .chunks_exact(3)
                .filter(|p| p[0] == p[1] && p[1] == p[2]);
            assert_eq!(grey.count() == 6300, !per_channel);
        }
    }
}
