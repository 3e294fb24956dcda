//! The op space of torchvision 0.29 `_auto_augment`: what each name does at a bin of the magnitude.

use crate::ops::automatic::kit::{Kit, about_one, among, sequence, signed};
use crate::ops::colour::{
    autocontrast, brightness, color, contrast, equalize, invert, posterize, sharpness, solarize,
};
use crate::ops::geometry::{rotate, shear, translate};
use crate::policy::Step;

/// A named op of the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Identity,
    ShearX,
    ShearY,
    TranslateX,
    TranslateY,
    Rotate,
    Brightness,
    Color,
    Contrast,
    Sharpness,
    Posterize,
    Solarize,
    AutoContrast,
    Equalize,
    Invert,
}

/// Which transform's ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// `AutoAugment` and `RandAugment`.
    Plain,
    /// `TrivialAugmentWide`.
    Wide,
    /// `AugMix`.
    Mix,
}

/// `RandAugment`'s and `TrivialAugmentWide`'s ops, in their order.
pub(super) const FOURTEEN: &[Name] = &[
    Name::Identity,
    Name::ShearX,
    Name::ShearY,
    Name::TranslateX,
    Name::TranslateY,
    Name::Rotate,
    Name::Brightness,
    Name::Color,
    Name::Contrast,
    Name::Sharpness,
    Name::Posterize,
    Name::Solarize,
    Name::AutoContrast,
    Name::Equalize,
];

/// `torch.linspace(start, end, bins)[bin]` in single precision, as its CPU kernel computes it:
/// from the nearer end, product and sum rounded once.
pub(super) fn linspace(start: f32, end: f32, bins: i64, bin: i64) -> f64 {
    let step = f64::from((end - start) / (bins - 1) as f32);
    let v = if bin < bins / 2 {
        f64::from(start) + step * bin as f64
    } else {
        f64::from(end) - step * (bins - 1 - bin) as f64
    };
    f64::from(v as f32)
}

/// `most − round(bin / (last bin / span))`, ties to even.
fn bits(most: f64, span: f32, bins: i64, bin: i64) -> f64 {
    most - f64::from((bin as f32 / ((bins - 1) as f32 / span)).round_ties_even())
}

/// Bins of a magnitude, one of which is drawn.
pub(super) struct Magnitude<'a> {
    /// How many bins there are.
    pub(super) bins: i64,
    /// Those that can be drawn.
    pub(super) at: &'a [i64],
}

impl Magnitude<'_> {
    /// Magnitudes from 0 at the first bin to `most` at the last.
    fn up_to(&self, most: f32) -> Vec<f64> {
        let one = |bin: &i64| linspace(0.0, most, self.bins, *bin);
        self.at.iter().map(one).collect()
    }

    /// Shifts of up to a share of a side, as shares. Where the side is known they are the library's own
    /// numbers of px; else they differ from those by a px on sides that are multiples of 331.
    fn shares(&self, most: f64, side: Option<u32>) -> Vec<f64> {
        if let Some(side) = side.map(f64::from) {
            let px = self.up_to((most * side) as f32);
            return px.iter().map(|px| px / side).collect();
        }
        let last = (self.bins - 1) as f64;
        let one = |bin: &i64| most * *bin as f64 / last;
        self.at.iter().map(one).collect()
    }
}

/// The step that a name stands for.
pub(super) fn step(kit: &Kit, space: Space, name: Name, id: &str, m: &Magnitude<'_>) -> Step {
    let [shear, turn, factor] = match space {
        Space::Wide => [0.99, 135.0, 0.99],
        Space::Plain | Space::Mix => [0.3, 30.0, 0.9],
    };
    let shift = |side: Option<u32>, frac, px| match space {
        Space::Plain => (frac, signed(m.shares(150.0 / 331.0, side))),
        Space::Mix => (frac, signed(m.shares(1.0 / 3.0, side))),
        Space::Wide => (px, signed(m.up_to(32.0))),
    };
    let (width, height) = (kit.size.map(|s| s.width), kit.size.map(|s| s.height));
    let factor = || about_one(&m.up_to(factor));
    match name {
        Name::Identity => sequence(id, Vec::new()),
        Name::ShearX => kit.step(id, &shear::Shear, &[(&shear::X, signed(m.up_to(shear)))]),
        Name::ShearY => kit.step(id, &shear::Shear, &[(&shear::Y, signed(m.up_to(shear)))]),
        Name::TranslateX => {
            let set = shift(width, &translate::X, &translate::X_PX);
            kit.step(id, &translate::Translate, &[set])
        }
        Name::TranslateY => {
            let set = shift(height, &translate::Y, &translate::Y_PX);
            kit.step(id, &translate::Translate, &[set])
        }
        Name::Rotate => {
            let angle = (&rotate::ANGLE, signed(m.up_to(turn)));
            kit.step(id, &rotate::Rotate, &[angle])
        }
        Name::Brightness => kit.step(
            id,
            &brightness::Brightness,
            &[(&brightness::FACTOR, factor())],
        ),
        Name::Color => kit.step(id, &color::Color, &[(&color::FACTOR, factor())]),
        Name::Contrast => kit.step(id, &contrast::Contrast, &[(&contrast::FACTOR, factor())]),
        Name::Sharpness => kit.step(id, &sharpness::Sharpness, &[(&sharpness::FACTOR, factor())]),
        Name::Posterize => {
            let (most, span) = match space {
                Space::Plain => (8.0, 4.0),
                Space::Wide => (8.0, 6.0),
                Space::Mix => (4.0, 4.0),
            };
            let one = |bin: &i64| bits(most, span, m.bins, *bin);
            let kept = among(m.at.iter().map(one).collect());
            kit.step(id, &posterize::Posterize, &[(&posterize::BITS, kept)])
        }
        Name::Solarize => {
            let one = |bin: &i64| 255.0 * linspace(1.0, 0.0, m.bins, *bin);
            let from = among(m.at.iter().map(one).collect());
            kit.step(id, &solarize::Solarize, &[(&solarize::THRESHOLD, from)])
        }
        Name::AutoContrast => kit.step(id, &autocontrast::Autocontrast, &[]),
        Name::Equalize => kit.step(id, &equalize::Equalize, &[]),
        Name::Invert => kit.step(id, &invert::Invert, &[]),
    }
}

impl Name {
    /// Its id as a step.
    pub(super) fn id(self) -> &'static str {
        match self {
            Name::Identity => "identity",
            Name::ShearX => "shear_x",
            Name::ShearY => "shear_y",
            Name::TranslateX => "translate_x",
            Name::TranslateY => "translate_y",
            Name::Rotate => "rotate",
            Name::Brightness => "brightness",
            Name::Color => "color",
            Name::Contrast => "contrast",
            Name::Sharpness => "sharpness",
            Name::Posterize => "posterize",
            Name::Solarize => "solarize",
            Name::AutoContrast => "autocontrast",
            Name::Equalize => "equalize",
            Name::Invert => "invert",
        }
    }
}
