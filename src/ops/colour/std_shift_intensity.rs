//! `std_shift_intensity`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::table_from_stats::Rule;
use crate::ops::colour::adjust_contrast::by_stats;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;

/// A multiple of the standard deviation added to all levels.
pub struct StdShiftIntensity;

/// How many standard deviations.
pub const FACTOR: Param = Param::number(
    "factor",
    "How many standard deviations of the picture's levels are added.",
)
.uniform(-0.5, 0.5)
.hard(-100.0, 100.0)
.slider(-2.0, 2.0)
.identity(0.0);
/// Leave black alone.
pub const NONZERO: Param = Param::switch(
    "nonzero",
    "Level 0 neither counts nor moves: the background of a scan stays.",
    false,
)
.rare();
/// Channel by channel.
pub const CHANNEL_WISE: Param =
    Param::switch("channel_wise", "Each channel by itself.", false).rare();

static META: Meta = Meta {
    name: "std_shift_intensity",
    title: "Shift intensity by deviations",
    doc: "Adds a multiple of the levels' standard deviation. The library's numbers are rounded and cut off to 8 bits. Source: MONAI 1.6 RandStdShiftIntensity.",
    group: "colour",
    aliases: &[
        "RandStdShiftIntensity",
        "StdShiftIntensity",
        "RandStdShiftIntensityd",
    ],
    dialects: &[Dialect::Torch],
    params: &[&FACTOR, &NONZERO, &CHANNEL_WISE],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for StdShiftIntensity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let rule = Rule::StdShift {
            factor: args.num(&FACTOR),
            nonzero: args.on(&NONZERO),
            channel_wise: args.on(&CHANNEL_WISE),
        };
        by_stats(rule, to);
        Ok(())
    }
}
