//! `solarize`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Invert bright levels.
pub struct Solarize;

/// The threshold.
pub const THRESHOLD: Param = Param::number(
    "threshold_level",
    "Levels from here on are inverted; 256 inverts none.",
)
.value(128.0)
.hard(0.0, 256.0)
.by(1.0)
.identity(256.0);

static META: Meta = Meta {
    name: "solarize",
    title: "Solarize",
    doc: "Inverts every level at or above a threshold. Sources: Pillow 13 ImageOps.solarize, torchvision 0.29 solarize, albumentations 2.0.8 Solarize. All libraries agree on the pixels.",
    group: "colour",
    aliases: &[
        "Solarize",
        "RandomSolarize",
        "SolarizeIncreasing",
        "Solarization",
    ],
    params: &[&THRESHOLD],
    ..Meta::BASE
};

impl Op for Solarize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let from = match to.dialect {
            // Tensors of whole numbers meet the threshold in single precision.
            Dialect::Torch => f64::from(args.num(&THRESHOLD) as f32),
            _ => args.num(&THRESHOLD),
        };
        let lut = Lut::from_fn(|v| if f64::from(v) < from { v } else { 255 - v });
        to.then(Family::Table(Table::all(lut)));
        Ok(())
    }
}
