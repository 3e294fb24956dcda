//! `brightness`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::blend;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Blend with black.
pub struct Brightness;

/// The factor.
pub const FACTOR: Param = Param::number(
    "factor",
    "Brightness factor: 0 is black, 1 the picture, 2 twice as bright.",
)
.uniform(0.8, 1.2)
.hard(0.0, 100.0)
.slider(0.0, 2.0)
.identity(1.0);

static META: Meta = Meta {
    name: "brightness",
    title: "Brightness",
    doc: "Makes the picture darker or brighter: multiplies all levels. Sources: Pillow 13 ImageEnhance.Brightness, torchvision 0.29 adjust_brightness, albumentations 2.0.8 ColorJitter.",
    group: "colour",
    aliases: &[
        "Brightness",
        "RandomBrightness",
        "BrightnessIncreasing",
        "adjust_brightness",
        "exposure",
    ],
    params: &[&FACTOR],
    ..Meta::BASE
};

impl Op for Brightness {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let factor = args.num(&FACTOR);
        let lut = match to.dialect {
            Dialect::Pil => Lut::from_fn(|v| blend::pillow_sample(0, v, factor as f32)),
            Dialect::Torch => Lut::from_fn(|v| blend::torch_sample(0.0, v, factor)),
            // albumentations: a table of single-precision products, the fraction dropped.
            Dialect::Cv2 => Lut::from_fn(|v| (f32::from(v) * factor as f32) as u8),
        };
        to.then(Family::Table(Table::all(lut)));
        Ok(())
    }
}
