//! The op space of the original RandAugment, `autoaugment.py` of the `EfficientNet` code for TPUs: what
//! each name does at a level, where 10 is the full range and nothing stops levels above.

use crate::ops::automatic::kit::{Kit, unrounded};
use crate::ops::automatic::timm::{self, Level, Noise};
use crate::ops::colour::solarize_add;
use crate::ops::geometry::translate;
use crate::ops::occlusion::cutout;
use crate::param::Param;
use crate::policy::Step;
use crate::policy::law::Law;

/// A named op of the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// timm took it over as it is.
    Same(timm::Name),
    SolarizeAdd,
    TranslateX,
    TranslateY,
    Cutout,
}

/// `distort_image_with_randaugment`'s `available_ops`, in its order.
pub(super) const SIXTEEN: &[Name] = &[
    Name::Same(timm::Name::AutoContrast),
    Name::Same(timm::Name::Equalize),
    Name::Same(timm::Name::Invert),
    Name::Same(timm::Name::Rotate),
    Name::Same(timm::Name::Posterize),
    Name::Same(timm::Name::Solarize),
    Name::Same(timm::Name::Color),
    Name::Same(timm::Name::Contrast),
    Name::Same(timm::Name::Brightness),
    Name::Same(timm::Name::Sharpness),
    Name::Same(timm::Name::ShearX),
    Name::Same(timm::Name::ShearY),
    Name::TranslateX,
    Name::TranslateY,
    Name::Cutout,
    Name::SolarizeAdd,
];

/// `replace_value`, the colour of made-up and covered pixels.
pub(super) const FILL: [u8; 3] = [128; 3];
/// `translate_const`, the greatest shift in px at the full range.
const SHIFT: f64 = 100.0;
/// `cutout_const`, half the side of the square in px at the full range.
const PAD: f64 = 40.0;

/// The step that a name stands for.
pub(super) fn step(kit: &Kit, name: Name, level: f64) -> Step {
    let shift = |param: &Param| {
        let law = Law::Signed(Box::new(Law::Const(level / 10.0 * SHIFT)));
        unrounded(kit.step(name.id(), &translate::Translate, &[(param, law)]))
    };
    match name {
        Name::Same(own) => {
            let level = Level {
                m: level,
                noise: Noise::None,
                top: level,
            };
            let space = timm::Space {
                kit,
                level,
                chance: 1.0,
                shift: 0.0,
            };
            space.step(own, name.id())
        }
        Name::SolarizeAdd => {
            let add = (level / 10.0 * 110.0).trunc().min(255.0);
            let set = (&solarize_add::ADD, Law::Const(add));
            kit.step(name.id(), &solarize_add::SolarizeAdd, &[set])
        }
        Name::TranslateX => shift(&translate::X_PX),
        Name::TranslateY => shift(&translate::Y_PX),
        Name::Cutout => {
            let side = 2.0 * (level / 10.0 * PAD).trunc();
            kit.step(
                name.id(),
                &cutout::Cutout,
                &[(&cutout::SIDE, Law::Const(side))],
            )
        }
    }
}

impl Name {
    /// Its id as a step.
    pub(super) fn id(self) -> &'static str {
        match self {
            Name::Same(name) => name.id(),
            Name::SolarizeAdd => "solarize_add",
            Name::TranslateX => "translate_x",
            Name::TranslateY => "translate_y",
            Name::Cutout => "cutout",
        }
    }
}
