//! `posterize`.

use crate::error::Result;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Keep the high bits.
pub struct Posterize;

/// The bits.
pub const BITS: Param = Param::integer(
    "bits",
    "High bits kept of each level; 8 keeps the picture, 0 makes it black (Pillow 13 refuses that).",
)
.uniform(4.0, 7.0)
.hard(0.0, 8.0)
.identity(8.0);

static META: Meta = Meta {
    name: "posterize",
    title: "Posterize",
    doc: "Keeps the high bits of each level and clears the rest. Sources: Pillow 13 ImageOps.posterize, torchvision 0.29 posterize, albumentations 2.0.8 Posterize. All libraries agree on the pixels.",
    group: "colour",
    aliases: &[
        "Posterize",
        "RandomPosterize",
        "PosterizeIncreasing",
        "PosterizeOriginal",
        "RandomPosterization",
        "Posterization",
        "quantize levels",
    ],
    params: &[&BITS],
    ..Meta::BASE
};

impl Op for Posterize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn caution(&self, args: &Args) -> Option<&'static str> {
        let reaches = args.law(&BITS).reach().0 < 1.0;
        reaches
            .then_some("posterize can reach 0 bits: black up to Pillow 12.3, an error from 13 on")
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let cleared = (8 - args.int(&BITS).clamp(0, 8)) as u32;
        let mask = u8::MAX.checked_shl(cleared).unwrap_or(0);
        to.then(Family::Table(Table::all(Lut::from_fn(|v| v & mask))));
        Ok(())
    }
}
