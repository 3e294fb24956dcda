//! `shift_intensity`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::colour::scale_intensity::{draw_each, tables};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;

/// A constant added to all levels.
pub struct ShiftIntensity;

/// The constant.
pub const OFFSET: Param = Param::number("offset_level", "Added to all levels.")
    .uniform(-20.0, 20.0)
    .hard(-255.0, 255.0)
    .slider(-100.0, 100.0)
    .by(1.0)
    .identity(0.0);
/// A constant for each channel.
pub const CHANNEL_WISE: Param = Param::switch(
    "channel_wise",
    "Each channel gets a number of its own.",
    false,
)
.rare();
/// The channels' constants.
pub const OFFSETS: Param = Param::numbers(
    "offsets",
    "What is added to red, green and blue, levels; drawn when absent and channel_wise.",
    3,
    3,
)
.hard(-255.0, 255.0)
.by(1.0)
.rare();

static META: Meta = Meta {
    name: "shift_intensity",
    title: "Shift intensity",
    doc: "Adds one number to all levels. The library's numbers are rounded and cut off to 8 bits. Source: MONAI 1.6 RandShiftIntensity.",
    group: "colour",
    aliases: &[
        "RandShiftIntensity",
        "ShiftIntensity",
        "RandShiftIntensityd",
    ],
    dialects: &[Dialect::Torch],
    params: &[&OFFSET, &CHANNEL_WISE, &OFFSETS],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for ShiftIntensity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        Ok(draw_each(cx, &OFFSET, &CHANNEL_WISE, &OFFSETS))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let level = |v: f32, offset: f64| v + offset as f32;
        tables(args, &OFFSET, &OFFSETS, level, to);
        Ok(())
    }
}
