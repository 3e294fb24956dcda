//! `shift_intensity`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::quantise::half_even;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A constant added to all levels.
pub struct ShiftIntensity;

/// The constant.
pub const OFFSET: Param = Param::number("offset_level", "Added to all levels.")
    .uniform(-20.0, 20.0)
    .hard(-255.0, 255.0)
    .slider(-100.0, 100.0)
    .by(1.0)
    .identity(0.0);

static META: Meta = Meta {
    name: "shift_intensity",
    title: "Shift intensity",
    doc: "Adds one number to all levels. The library's numbers are rounded and cut off to 8 bits. Source: MONAI 1.6 RandShiftIntensity.",
    group: "colour",
    aliases: &["RandShiftIntensity", "ShiftIntensity"],
    dialects: &[Dialect::Torch],
    params: &[&OFFSET],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for ShiftIntensity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let offset = args.num(&OFFSET) as f32;
        let lut = Lut::from_fn(|v| half_even(f32::from(v) + offset));
        to.then(Family::Table(Table::all(lut)));
        Ok(())
    }
}
