//! `chromatic_aberration`.

use crate::error::Result;
use crate::kernel::displace::map::{Map, Shape};
use crate::kernel::warp::{Coords, Warp};
use crate::kernel::{Border, Dialect};
use crate::ops::common::{INTERPOLATION, filter, rgb_only};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op, displaced};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Colour fringes.
pub struct ChromaticAberration;

/// First coefficient.
pub const PRIMARY: Param = Param::number(
    "primary",
    "Coefficient of the squared radius, by which red and blue spread; drawn for each.",
)
.uniform(-0.02, 0.02)
.hard(-1.0, 1.0)
.slider(-0.2, 0.2)
.by(0.001);
/// Second coefficient.
pub const SECONDARY: Param = Param::number(
    "secondary",
    "Coefficient of the fourth power of the radius; drawn for red and blue.",
)
.uniform(-0.05, 0.05)
.hard(-1.0, 1.0)
.slider(-0.2, 0.2)
.by(0.001);
/// How red and blue belong together.
pub const MODE: Param = Param::choice(
    "mode",
    "Fringes of green and purple (red and blue go the same way), of red and blue (opposite ways), or any.",
    &["green_purple", "red_blue", "random"],
    "green_purple",
);
/// The drawn coefficients.
pub const COEFFICIENTS: Param = Param::numbers(
    "coefficients",
    "First and second coefficient of red, then of blue; drawn when absent.",
    4,
    4,
)
.hard(-1.0, 1.0)
.rare();

static META: Meta = Meta {
    name: "chromatic_aberration",
    title: "Chromatic aberration",
    doc: "Spreads red and blue as a cheap lens does, so that edges get fringes. Source: albumentations 2.0.8 ChromaticAberration.",
    group: "weather",
    aliases: &["ChromaticAberration", "colour fringes", "purple fringing"],
    dialects: &[Dialect::Cv2],
    params: &[&PRIMARY, &SECONDARY, &MODE, &INTERPOLATION, &COEFFICIENTS],
    ..Meta::BASE
};

/// `b` with the sign of `a`; 0 has none.
fn matched(a: f64, b: f64) -> f64 {
    if a * b < 0.0 { -b } else { b }
}

/// `b` with the other sign than `a`.
fn opposed(a: f64, b: f64) -> f64 {
    if a * b > 0.0 { -b } else { b }
}

impl Op for ChromaticAberration {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        displaced::wants(args, &COEFFICIENTS, 4)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if let Value::Absent = args.get(&COEFFICIENTS) {
            let draw = |param: &Param, colour: &str| {
                let name = format!("{}.{colour}", param.name);
                cx.args.law(param).draw(&cx.die, &name, false)
            };
            let red = draw(&PRIMARY, "red");
            let red2 = matched(red, draw(&SECONDARY, "red"));
            let blue = draw(&PRIMARY, "blue");
            let blue2 = matched(blue, draw(&SECONDARY, "blue"));
            let [blue, blue2] = match args.word(&MODE) {
                "green_purple" => [matched(red, blue), matched(red2, blue2)],
                "red_blue" => [opposed(red, blue), opposed(red2, blue2)],
                _ => [blue, blue2],
            };
            let drawn = vec![red, red2, blue, blue2];
            args.set(&COEFFICIENTS, Value::Numbers(drawn));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        rgb_only(to)?;
        let (size, image, dialect) = (to.state.size, to.current(), to.dialect);
        let mut spread = |primary, secondary| {
            let shape = Shape::Camera {
                primary,
                secondary,
                recentred: false,
            };
            let map = to.emit(Family::Map(Map { size, shape }), &[]);
            let warp = Warp {
                size,
                coords: Coords::Map,
                filter: filter(args, &INTERPOLATION),
                border: Border::Replicate,
                dialect,
            };
            to.emit(Family::Warp(warp), &[image, map])
        };
        if let &[red, red2, blue, blue2] = args.numbers(&COEFFICIENTS) {
            let (red, blue) = (spread(red, red2), spread(blue, blue2));
            let out = to.emit(Family::MergeChannels, &[red, image, blue]);
            to.set(out);
        }
        Ok(())
    }
}
