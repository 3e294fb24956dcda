//! Grain: noise that is made and put onto the picture in one pass. Its field is never stored.

use serde::{Deserialize, Serialize};

use super::offset::Spread;
use super::{drop, gain, hash, impulse, iso, offset, rician, shot};
use crate::Access;
use crate::image::{Image, Mask, Raster};

/// Noise of a picture, each pixel's a function of (seed, pixel).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grain {
    /// Drawn once.
    pub seed: u64,
    /// What is done with it.
    pub kind: Kind,
}

/// What noise does to a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Some pixels become 255, others 0; how many is certain, which is not.
    Impulse {
        /// Share of pixels.
        amount: f64,
        /// Share of those that become 255.
        salt: f64,
    },
    /// Some pixels get a colour.
    Drop {
        /// Chance of each.
        share: f64,
        /// Whether each channel has a chance of its own.
        per_channel: bool,
        /// The colour; grey images take its first value.
        colour: [u8; 3],
    },
    /// Samples times a factor that is even between two ends.
    Gain {
        /// Least factor.
        low: f32,
        /// Greatest factor.
        high: f32,
        /// Whether each channel has a factor of its own.
        per_channel: bool,
    },
    /// Poisson noise in linear light.
    Shot {
        /// Light of one count, as a share of white.
        scale: f64,
    },
    /// Samples plus a value, its fraction dropped.
    Offset {
        /// Its law.
        spread: Spread,
        /// Whether each channel has a value of its own.
        per_channel: bool,
    },
    /// Noise of hue and lightness.
    Iso {
        /// Spread of the hue, before intensity, degrees.
        color_shift: f64,
        /// Strength of both.
        intensity: f64,
    },
    /// Magnitude of the sample with normal noise added to its real and imaginary part.
    Rician {
        /// Mean of the noise, levels.
        mean: f64,
        /// Standard deviation of the noise, levels.
        sd: f64,
    },
}

impl Grain {
    /// What is read to write one pixel.
    pub fn access(&self) -> Access {
        match self.kind {
            Kind::Impulse { .. } | Kind::Iso { .. } => Access::Global,
            _ => Access::Pointwise,
        }
    }
}

/// Puts the noise onto an image.
pub fn run(p: &Grain, src: &Image) -> Image {
    let seed = p.seed;
    match p.kind {
        Kind::Impulse { amount, salt } => impulse::run(seed, amount, salt, src),
        Kind::Drop {
            share,
            per_channel,
            colour,
        } => {
            let dropped = drop::Dropped::new(share);
            each_pixel(src, seed, |_, to, bits| {
                for (c, v) in to.iter_mut().enumerate() {
                    if dropped.is(bits[if per_channel { c.min(3) } else { 0 }]) {
                        *v = colour[c.min(2)];
                    }
                }
            })
        }
        Kind::Gain {
            low,
            high,
            per_channel,
        } => each_sample(src, seed, per_channel, |v, bits| {
            gain::scaled(v, low + (high - low) * super::uniform(bits))
        }),
        Kind::Shot { scale } => {
            let shot = shot::Shot::new(scale);
            each_sample(src, seed, true, |v, bits| shot.level(v, bits))
        }
        Kind::Offset {
            spread,
            per_channel,
        } => {
            let offsets = offset::Offsets::new(&spread);
            each_sample(src, seed, per_channel, |v, bits| {
                offset::added(v, offsets.at(bits))
            })
        }
        Kind::Iso {
            color_shift,
            intensity,
        } => iso::run(seed, color_shift, intensity, src),
        Kind::Rician { mean, sd } => rician::run(seed, mean, sd, src),
    }
}

/// Covers pixels of a mask with 0; only dropped pixels reach masks.
pub fn run_mask(p: &Grain, src: &Mask) -> Mask {
    let Kind::Drop { share, .. } = p.kind else {
        return src.clone();
    };
    let dropped = drop::Dropped::new(share);
    each_pixel(src, p.seed, |_, to, bits| {
        if dropped.is(bits[0]) {
            to.fill(0);
        }
    })
}

/// Calls `f` with every pixel's column, samples and random bits.
pub(super) fn each_pixel<T: Copy>(
    src: &Raster<T>,
    seed: u64,
    mut f: impl FnMut(u32, &mut [T], [u32; 4]),
) -> Raster<T> {
    let mut out = src.clone();
    let row = src.size.width as usize * src.channels;
    for (y, line) in (0..).zip(out.data.chunks_exact_mut(row)) {
        for (x, to) in (0..).zip(line.chunks_exact_mut(src.channels)) {
            f(x, to, hash(seed, x, y));
        }
    }
    out
}

/// Every sample through `f` with random bits of its own, or the same for all channels.
fn each_sample(
    src: &Image,
    seed: u64,
    per_channel: bool,
    mut f: impl FnMut(u8, u32) -> u8,
) -> Image {
    each_pixel(src, seed, |_, to, bits| {
        for (c, v) in to.iter_mut().enumerate() {
            *v = f(*v, bits[if per_channel { c.min(3) } else { 0 }]);
        }
    })
}
