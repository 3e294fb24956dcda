//! `scale_intensity`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::quantise::half_even;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A factor of all levels.
pub struct ScaleIntensity;

/// The factor less one.
pub const FACTOR: Param = Param::number("factor", "Levels are multiplied by one plus this.")
    .uniform(-0.2, 0.2)
    .hard(-1.0, 100.0)
    .slider(-1.0, 1.0)
    .identity(0.0);

static META: Meta = Meta {
    name: "scale_intensity",
    title: "Scale intensity",
    doc: "Multiplies all levels by one plus a factor. The library's numbers are rounded and cut off to 8 bits. Source: MONAI 1.6 RandScaleIntensity.",
    group: "colour",
    aliases: &["RandScaleIntensity", "ScaleIntensity"],
    dialects: &[Dialect::Torch],
    params: &[&FACTOR],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for ScaleIntensity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let factor = (1.0 + args.num(&FACTOR)) as f32;
        let lut = Lut::from_fn(|v| half_even(f32::from(v) * factor));
        to.then(Family::Table(Table::all(lut)));
        Ok(())
    }
}
