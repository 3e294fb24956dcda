//! `adjust_contrast`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::table_from_stats::{Rule, TableFromStats};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A power between the picture's darkest and brightest level.
pub struct AdjustContrast;

/// The power.
pub const GAMMA: Param = Param::number(
    "gamma",
    "The power: above 1 darkens, below 1 brightens what lies between the ends.",
)
.uniform(0.5, 4.5)
.hard(0.01, 20.0)
.slider(0.1, 6.0)
.by(0.05);
/// Turn round first.
pub const INVERT: Param = Param::switch(
    "invert_image",
    "Turns levels round before and back after, so that bright levels are spread instead of dark ones.",
    false,
)
.rare();
/// Keep mean and spread.
pub const RETAIN: Param = Param::switch(
    "retain_stats",
    "Gives the picture its old mean and standard deviation back.",
    false,
)
.rare();

static META: Meta = Meta {
    name: "adjust_contrast",
    title: "Adjust contrast (gamma on the range)",
    doc: "Raises levels, as shares of the picture's own range, to a power. The library's numbers are rounded and cut off to 8 bits. Source: MONAI 1.6 RandAdjustContrast.",
    group: "colour",
    aliases: &[
        "RandAdjustContrast",
        "AdjustContrast",
        "RandAdjustContrastd",
        "nnU-Net gamma",
    ],
    dialects: &[Dialect::Torch],
    params: &[&GAMMA, &INVERT, &RETAIN],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

/// A table made of the picture's statistics.
pub(crate) fn by_stats(rule: Rule, to: &mut Lowering<'_>) {
    let (dialect, image) = (to.dialect, to.current());
    let stats = to.emit(Family::Reduce, &[image]);
    let table = to.emit(
        Family::TableFromStats(TableFromStats { rule, dialect }),
        &[stats],
    );
    let out = to.emit(Family::Lookup, &[image, table]);
    to.set(out);
}

impl Op for AdjustContrast {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let rule = Rule::RangeGamma {
            gamma: args.num(&GAMMA),
            invert: args.on(&INVERT),
            retain_stats: args.on(&RETAIN),
        };
        by_stats(rule, to);
        Ok(())
    }
}
