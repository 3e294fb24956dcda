//! The op space of timm 1.0 `auto_augment.py`: what each name does at a level, where 10 is the full
//! range.

use crate::math::erfc;
use crate::ops::Op;
use crate::ops::automatic::kit::{Kit, among, one_of, unrounded};
use crate::ops::blur::gaussian_blur;
use crate::ops::colour::{
    autocontrast, brightness, color, contrast, equalize, invert, posterize, sharpness, solarize,
    solarize_add,
};
use crate::ops::geometry::{rotate, shear, translate};
use crate::param::Param;
use crate::policy::Step;
use crate::policy::law::Law;

/// A named op of the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    AutoContrast,
    Equalize,
    Invert,
    Rotate,
    Posterize,
    PosterizeIncreasing,
    PosterizeOriginal,
    Solarize,
    SolarizeIncreasing,
    SolarizeAdd,
    Color,
    ColorIncreasing,
    Contrast,
    ContrastIncreasing,
    Brightness,
    BrightnessIncreasing,
    Sharpness,
    SharpnessIncreasing,
    ShearX,
    ShearY,
    TranslateXRel,
    TranslateYRel,
    Desaturate,
    GaussianBlur,
    GaussianBlurRand,
}

#[cfg(test)]
impl Name {
    /// Every name.
    pub(super) const ALL: &[Name] = &[
        Name::AutoContrast,
        Name::Equalize,
        Name::Invert,
        Name::Rotate,
        Name::Posterize,
        Name::PosterizeIncreasing,
        Name::PosterizeOriginal,
        Name::Solarize,
        Name::SolarizeIncreasing,
        Name::SolarizeAdd,
        Name::Color,
        Name::ColorIncreasing,
        Name::Contrast,
        Name::ContrastIncreasing,
        Name::Brightness,
        Name::BrightnessIncreasing,
        Name::Sharpness,
        Name::SharpnessIncreasing,
        Name::ShearX,
        Name::ShearY,
        Name::TranslateXRel,
        Name::TranslateYRel,
        Name::Desaturate,
        Name::GaussianBlur,
        Name::GaussianBlurRand,
    ];
}

/// The level of the full range, `_LEVEL_DENOM`.
const FULL: f64 = 10.0;

/// The law of a level, moved to the ends of `0..=top` where it lies beyond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level {
    /// Magnitude.
    pub(super) m: f64,
    /// What is drawn about it.
    pub(super) noise: Noise,
    /// Greatest level.
    pub(super) top: f64,
}

/// How a level varies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Noise {
    /// It is the magnitude.
    None,
    /// Gaussian about the magnitude.
    Normal(f64),
    /// Uniform between 0 and the magnitude.
    Uniform,
}

impl Level {
    /// A quantity that grows or falls evenly with the level, from `start` by `per` a level.
    fn linear(&self, start: f64, per: f64) -> Law {
        let at = |level: f64| start + per * level;
        let ends = |a: f64, b: f64| (a.min(b), a.max(b));
        match self.noise {
            Noise::None => Law::Const(at(self.m.clamp(0.0, self.top))),
            Noise::Normal(sd) => Law::Normal {
                mean: at(self.m),
                sd: per.abs() * sd,
                clip: Some(ends(at(0.0), at(self.top))),
            },
            Noise::Uniform => {
                let (a, b) = ends(at(0.0), at(self.m.min(self.top)));
                Law::Uniform(a, b)
            }
        }
    }

    /// Plus or minus such a quantity that starts at 0.
    fn signed(&self, per: f64) -> Law {
        Law::Signed(Box::new(self.linear(0.0, per)))
    }

    /// `value(int(level / 10 · scale))`, with the chance of each whole number.
    fn whole(&self, scale: f64, value: impl Fn(f64) -> f64) -> Law {
        let count = |level: f64| (level / FULL * scale).floor();
        if self.noise == Noise::None {
            return Law::Const(value(count(self.m.clamp(0.0, self.top))));
        }
        let highest = count(self.top) as u32;
        let mut values: Vec<f64> = Vec::new();
        let mut weights: Vec<f64> = Vec::new();
        for n in 0..=highest {
            let below = |n: f64| self.below(n * FULL / scale);
            let from = if n == 0 { 0.0 } else { below(f64::from(n)) };
            let to = if n == highest {
                1.0
            } else {
                below(f64::from(n) + 1.0)
            };
            if to > from {
                values.push(value(f64::from(n)));
                weights.push(to - from);
            }
        }
        match values[..] {
            [one] => Law::Const(one),
            _ => Law::Choice(values, weights),
        }
    }

    /// Chance of a level below `v`, before it is moved to the ends.
    fn below(&self, v: f64) -> f64 {
        match self.noise {
            Noise::None => f64::from(u8::from(self.m < v)),
            Noise::Normal(sd) => 0.5 * erfc((self.m - v) / (sd * std::f64::consts::SQRT_2)),
            Noise::Uniform => (v / self.m).clamp(0.0, 1.0),
        }
    }
}

/// Numbers that surround the names.
pub(super) struct Space<'a> {
    /// How pixels move.
    pub(super) kit: &'a Kit,
    /// The level.
    pub(super) level: Level,
    /// Chance of each op.
    pub(super) chance: f64,
    /// Greatest shift as a share of the side, at the full range.
    pub(super) shift: f64,
}

impl Space<'_> {
    /// The step that a name stands for.
    pub(super) fn step(&self, name: Name, id: &str) -> Step {
        let mut step = unrounded(self.certain(name, id));
        step.p = self.chance;
        step
    }

    fn certain(&self, name: Name, id: &str) -> Step {
        let (kit, level) = (self.kit, &self.level);
        let one = |op: &'static dyn Op, param: &Param, law: Law| kit.step(id, op, &[(param, law)]);
        let shift = |param| {
            one(
                &translate::Translate,
                param,
                level.signed(self.shift / FULL),
            )
        };
        let bits = |law: Law| one(&posterize::Posterize, &posterize::BITS, law);
        match name {
            Name::AutoContrast => kit.step(id, &autocontrast::Autocontrast, &[]),
            Name::Equalize => kit.step(id, &equalize::Equalize, &[]),
            Name::Invert => kit.step(id, &invert::Invert, &[]),
            Name::Rotate => one(&rotate::Rotate, &rotate::ANGLE, level.signed(30.0 / FULL)),
            Name::ShearX => one(&shear::Shear, &shear::X, level.signed(0.3 / FULL)),
            Name::ShearY => one(&shear::Shear, &shear::Y, level.signed(0.3 / FULL)),
            Name::TranslateXRel => shift(&translate::X),
            Name::TranslateYRel => shift(&translate::Y),
            // Fewer than 0 bits are none: Pillow up to 12.3 makes both black.
            Name::Posterize => bits(level.whole(4.0, |n| n.min(8.0))),
            Name::PosterizeIncreasing => bits(level.whole(4.0, |n| (4.0 - n).max(0.0))),
            Name::PosterizeOriginal => bits(level.whole(4.0, |n| (4.0 + n).min(8.0))),
            Name::Solarize => self.solarize(id, false),
            Name::SolarizeIncreasing => self.solarize(id, true),
            Name::SolarizeAdd => {
                let add = level.whole(110.0, |n| n.min(128.0));
                one(&solarize_add::SolarizeAdd, &solarize_add::ADD, add)
            }
            Name::Color => one(&color::Color, &color::FACTOR, level.linear(0.1, 0.18)),
            Name::Contrast => one(
                &contrast::Contrast,
                &contrast::FACTOR,
                level.linear(0.1, 0.18),
            ),
            Name::Brightness => one(
                &brightness::Brightness,
                &brightness::FACTOR,
                level.linear(0.1, 0.18),
            ),
            Name::Sharpness => one(
                &sharpness::Sharpness,
                &sharpness::FACTOR,
                level.linear(0.1, 0.18),
            ),
            Name::ColorIncreasing => self.increasing(id, &color::Color, &color::FACTOR),
            Name::ContrastIncreasing => self.increasing(id, &contrast::Contrast, &contrast::FACTOR),
            Name::BrightnessIncreasing => {
                self.increasing(id, &brightness::Brightness, &brightness::FACTOR)
            }
            Name::SharpnessIncreasing => {
                self.increasing(id, &sharpness::Sharpness, &sharpness::FACTOR)
            }
            Name::Desaturate => {
                // 1 − (0.5 + level / 20), at least 0.
                let factor = floor(level.linear(0.5, -0.5 / FULL), 0.0);
                one(&color::Color, &color::FACTOR, factor)
            }
            Name::GaussianBlur => {
                let sigma = ceiling(level.linear(0.1, 1.9 / FULL), 2.0);
                one(&gaussian_blur::GaussianBlur, &gaussian_blur::SIGMA, sigma)
            }
            Name::GaussianBlurRand => {
                let most = (2.0 * level.m / FULL).clamp(0.0, 2.0);
                let sigma = Law::Uniform(most.min(0.1), most.max(0.1));
                one(&gaussian_blur::GaussianBlur, &gaussian_blur::SIGMA, sigma)
            }
        }
    }

    /// `max(0.1, 1 ± 0.09 level)`.
    fn increasing(&self, id: &str, op: &'static dyn Op, factor: &Param) -> Step {
        let (up, down) = (
            self.level.linear(1.0, 0.09),
            floor(self.level.linear(1.0, -0.09), 0.1),
        );
        if let (Law::Const(up), Law::Const(down)) = (&up, &down) {
            return self.kit.step(id, op, &[(factor, among(vec![*down, *up]))]);
        }
        let sides = [("down", down), ("up", up)].into_iter();
        one_of(
            id,
            sides.map(|(side, law)| self.kit.step(&format!("{id}.{side}"), op, &[(factor, law)])),
        )
    }

    /// Levels from `int(25.6 level)` on, or from 256 less that, are inverted.
    fn solarize(&self, id: &str, increasing: bool) -> Step {
        const MOST: f64 = 256.0;
        let whole = |n: f64| n.min(MOST);
        let law = match (self.level.noise, increasing) {
            (Noise::None, true) => self.level.whole(MOST, |n| MOST - whole(n)),
            (Noise::None, false) => self.level.whole(MOST, whole),
            // Whole levels v reach 256 − int(x) when they reach 256 − x.
            (_, true) => floor(self.level.linear(MOST, -MOST / FULL), 0.0),
            // They reach int(x) when they lie above x − 1.
            (_, false) => ceiling(self.level.linear(-1.0 + 1e-9, MOST / FULL), 256.0),
        };
        let law = floor(law, 0.0);
        let set = [(&solarize::THRESHOLD, law)];
        self.kit.step(id, &solarize::Solarize, &set)
    }
}

/// A law moved up to `least` where it lies below.
fn floor(law: Law, least: f64) -> Law {
    match law {
        Law::Const(v) => Law::Const(v.max(least)),
        Law::Uniform(a, b) => Law::Uniform(a.max(least), b.max(least)),
        Law::Normal { mean, sd, clip } => {
            let (a, b) = clip.unwrap_or((f64::MIN, f64::MAX));
            let clip = Some((a.max(least), b.max(least)));
            Law::Normal { mean, sd, clip }
        }
        other => other,
    }
}

/// A law moved down to `most` where it lies above.
fn ceiling(law: Law, most: f64) -> Law {
    match law {
        Law::Const(v) => Law::Const(v.min(most)),
        Law::Uniform(a, b) => Law::Uniform(a.min(most), b.min(most)),
        Law::Normal { mean, sd, clip } => {
            let (a, b) = clip.unwrap_or((f64::MIN, f64::MAX));
            let clip = Some((a.min(most), b.min(most)));
            Law::Normal { mean, sd, clip }
        }
        other => other,
    }
}

impl Name {
    /// Its id as a step.
    pub(super) fn id(self) -> &'static str {
        match self {
            Name::AutoContrast => "autocontrast",
            Name::Equalize => "equalize",
            Name::Invert => "invert",
            Name::Rotate => "rotate",
            Name::Posterize | Name::PosterizeIncreasing | Name::PosterizeOriginal => "posterize",
            Name::Solarize | Name::SolarizeIncreasing => "solarize",
            Name::SolarizeAdd => "solarize_add",
            Name::Color | Name::ColorIncreasing => "color",
            Name::Contrast | Name::ContrastIncreasing => "contrast",
            Name::Brightness | Name::BrightnessIncreasing => "brightness",
            Name::Sharpness | Name::SharpnessIncreasing => "sharpness",
            Name::ShearX => "shear_x",
            Name::ShearY => "shear_y",
            Name::TranslateXRel => "translate_x",
            Name::TranslateYRel => "translate_y",
            Name::Desaturate => "desaturate",
            Name::GaussianBlur | Name::GaussianBlurRand => "gaussian_blur",
        }
    }
}
