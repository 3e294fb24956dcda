//! `color`.

use crate::error::Result;
use crate::kernel::color::{Color as Adjust, What};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Blend with grey.
pub struct Color;

/// The factor.
pub const FACTOR: Param = Param::number("factor", "Saturation factor: 0 is grey, 1 the picture.")
    .uniform(0.8, 1.2)
    .hard(0.0, 100.0)
    .slider(0.0, 2.0)
    .identity(1.0);

static META: Meta = Meta {
    name: "color",
    title: "Colour (saturation)",
    doc: "Moves colours towards or away from grey; a grey picture stays. Sources: Pillow 13 ImageEnhance.Color, torchvision 0.29 adjust_saturation, albumentations 2.0.8 ColorJitter.",
    group: "colour",
    aliases: &[
        "Color",
        "saturation",
        "RandomSaturation",
        "ColorIncreasing",
        "Desaturate",
        "RandomColorDegeneration",
        "Saturate",
        "adjust_saturation",
    ],
    params: &[&FACTOR],
    ..Meta::BASE
};

impl Op for Color {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Ok(());
        }
        let what = What::Saturation {
            factor: args.num(&FACTOR),
        };
        let dialect = to.dialect;
        to.then(Family::Color(Adjust { what, dialect }));
        Ok(())
    }
}
