//! `multiplicative_noise`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{Grain, Kind, scaled};
use crate::kernel::table::{Lut, Table};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Levels times a drawn factor.
pub struct MultiplicativeNoise;

const fn end(name: &'static str, doc: &'static str, value: f64) -> Param {
    Param::number(name, doc)
        .value(value)
        .hard(0.0, 100.0)
        .slider(0.0, 3.0)
}

/// Least factor.
pub const LOW: Param = end("low", "Least factor.", 0.9);
/// Greatest factor.
pub const HIGH: Param = end(
    "high",
    "Greatest factor; factors lie evenly between both.",
    1.1,
);
/// Whether channels have their own.
pub const PER_CHANNEL: Param = Param::switch(
    "per_channel",
    "Each channel gets a factor of its own.",
    false,
);
/// Whether pixels have their own.
pub const ELEMENTWISE: Param =
    Param::switch("elementwise", "Each pixel gets a factor of its own.", false);
/// The drawn factors.
pub const FACTORS: Param = Param::numbers(
    "factors",
    "The factors themselves, one or one a channel, when pixels share them; drawn when absent.",
    1,
    3,
)
.hard(0.0, 100.0)
.rare();
/// The seed.
pub const SEED: Param = Param::seed(
    "seed",
    "Seed of the factors of single pixels; drawn when absent.",
);

static META: Meta = Meta {
    name: "multiplicative_noise",
    title: "Multiplicative noise",
    doc: "Multiplies levels by a drawn factor: one for all, or one for each channel or pixel. Source: albumentations 2.0.8 MultiplicativeNoise; with the same factors the pixels are the library's.",
    group: "noise",
    aliases: &[
        "MultiplicativeNoise",
        "Multiply",
        "MultiplyElementwise",
        "SpeckleNoise",
        "speckle",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&LOW, &HIGH, &PER_CHANNEL, &ELEMENTWISE, &FACTORS, &SEED],
    ..Meta::BASE
};

impl Op for MultiplicativeNoise {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        crate::ops::common::ordered(args, &LOW, &HIGH)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if !args.on(&ELEMENTWISE) && args.numbers(&FACTORS).is_empty() {
            let (low, high) = (args.num(&LOW), args.num(&HIGH));
            let count = if args.on(&PER_CHANNEL) {
                cx.state.channels
            } else {
                1
            };
            let factor = |c| low + (high - low) * cx.die.uniform(&format!("factors.{c}"));
            let factors = (0..count).map(factor).collect();
            args.set(&FACTORS, Value::Numbers(factors));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if args.on(&ELEMENTWISE) {
            let kind = Kind::Gain {
                low: args.num(&LOW) as f32,
                high: args.num(&HIGH) as f32,
                per_channel: args.on(&PER_CHANNEL),
            };
            let seed = args.seed(&SEED);
            to.then(Family::Grain(Grain { seed, kind }));
            return Ok(());
        }
        let lut = |factor: &f64| Lut::from_fn(|v| scaled(v, *factor as f32));
        let lut: Vec<Lut> = args.numbers(&FACTORS).iter().map(lut).collect();
        to.then(Family::Table(Table { lut }));
        Ok(())
    }
}
