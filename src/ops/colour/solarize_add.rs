//! `solarize_add`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Brighten dark levels.
pub struct SolarizeAdd;

/// What is added.
pub const ADD: Param = Param::integer("add_level", "Added to every level below the threshold.")
    .uniform(0.0, 110.0)
    .hard(0.0, 255.0)
    .identity(0.0);

/// The threshold.
pub const THRESHOLD: Param = Param::integer("threshold_level", "Levels from here on stay.")
    .value(128.0)
    .hard(0.0, 256.0)
    .rare();

static META: Meta = Meta {
    name: "solarize_add",
    title: "Solarize add",
    doc: "Adds to every level below a threshold, up to the brightest; the rest stay. Source: timm 1.0 SolarizeAdd.",
    group: "colour",
    aliases: &["SolarizeAdd", "SolarizeAddition"],
    dialects: &[Dialect::Pil],
    params: &[&ADD, &THRESHOLD],
    library: Some("timm 1.0"),
    ..Meta::BASE
};

impl Op for SolarizeAdd {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (add, from) = (args.int(&ADD), args.int(&THRESHOLD));
        let lut = Lut::from_fn(|v| {
            let level = i64::from(v);
            if level < from {
                (level + add).min(255) as u8
            } else {
                v
            }
        });
        to.then(Family::Table(Table::all(lut)));
        Ok(())
    }
}
