//! `scale_intensity`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::quantise::half_even;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// A factor of all levels.
pub struct ScaleIntensity;

/// The factor less one.
pub const FACTOR: Param = Param::number("factor", "Levels are multiplied by one plus this.")
    .uniform(-0.2, 0.2)
    .hard(-1.0, 100.0)
    .slider(-1.0, 1.0)
    .identity(0.0);
/// A factor for each channel.
pub const CHANNEL_WISE: Param = Param::switch(
    "channel_wise",
    "Each channel gets a factor of its own.",
    false,
)
.rare();
/// The channels' factors.
pub const FACTORS: Param = Param::numbers(
    "factors",
    "What red, green and blue are multiplied by, less one; drawn when absent and channel_wise.",
    3,
    3,
)
.hard(-1.0, 100.0)
.rare();

static META: Meta = Meta {
    name: "scale_intensity",
    title: "Scale intensity",
    doc: "Multiplies all levels by one plus a factor. The library's numbers are rounded and cut off to 8 bits. Source: MONAI 1.6 RandScaleIntensity.",
    group: "colour",
    aliases: &[
        "RandScaleIntensity",
        "ScaleIntensity",
        "RandScaleIntensityd",
    ],
    dialects: &[Dialect::Torch],
    params: &[&FACTOR, &CHANNEL_WISE, &FACTORS],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

/// Draws a number for each channel where `channel_wise` asks for it.
pub(crate) fn draw_each(cx: &Drawing<'_>, param: &Param, switch: &Param, list: &Param) -> Drawn {
    let mut args = cx.constants();
    if args.on(switch) && *args.get(list) == Value::Absent {
        let law = cx.args.law(param);
        let one = |c: usize| law.draw(&cx.die, &format!("{}.{c}", param.name), false);
        args.set(list, Value::Numbers((0..3).map(one).collect()));
    }
    Drawn::Fixed(vec![Fixed { op: cx.op, args }])
}

/// A table of `level` and the number of the picture, or one for each channel with its own.
pub(crate) fn tables(
    args: &Args,
    param: &Param,
    list: &Param,
    level: impl Fn(f32, f64) -> f32,
    to: &mut Lowering<'_>,
) {
    let lut = |number: f64| Lut::from_fn(|v| half_even(level(f32::from(v), number)));
    let each: Vec<Lut> = args.numbers(list).iter().map(|n| lut(*n)).collect();
    let table = if each.is_empty() {
        Table::all(lut(args.num(param)))
    } else {
        let lut = each.into_iter().take(to.state.channels).collect();
        Table { lut }
    };
    to.then(Family::Table(table));
}

impl Op for ScaleIntensity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        Ok(draw_each(cx, &FACTOR, &CHANNEL_WISE, &FACTORS))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let level = |v: f32, factor: f64| v * (1.0 + factor) as f32;
        tables(args, &FACTOR, &FACTORS, level, to);
        Ok(())
    }
}
