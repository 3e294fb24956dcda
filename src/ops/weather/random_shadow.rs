//! `random_shadow`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::common::place;
use crate::ops::weather::region::{self, BOTTOM, LEFT, RIGHT, TOP};
use crate::ops::weather::shade_polygon::{self, ShadePolygon};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};

/// Shadows.
pub struct RandomShadow;

/// How many.
pub const SHADOWS: Param = Param::integer("shadows", "How many shadows.")
    .uniform(1.0, 2.0)
    .hard(1.0, 100.0)
    .slider(1.0, 8.0);
/// Their corners.
pub const CORNERS: Param = Param::integer("corners", "Corners of a shadow.")
    .value(5.0)
    .hard(3.0, 64.0)
    .slider(3.0, 12.0)
    .fixed();
/// How dark.
pub const INTENSITY: Param = Param::number(
    "intensity_frac",
    "Share of the light that a shadow takes; drawn for each.",
)
.value(0.5)
.hard(0.0, 1.0);

static META: Meta = Meta {
    name: "random_shadow",
    title: "Shadows",
    doc: "Darkens polygons of drawn corners, by default in the lower half. Source: albumentations 2.0.8 RandomShadow.",
    group: "weather",
    aliases: &["RandomShadow", "RandomLinearShadow", "Shadow", "shade"],
    dialects: &[Dialect::Cv2],
    params: &[&SHADOWS, &INTENSITY, &CORNERS, &LEFT, &TOP, &RIGHT, &BOTTOM],
    ..Meta::BASE
};

impl Op for RandomShadow {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        region::check(args)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let size = cx.state.size;
        let ends = |low: &Param, high: &Param, len: u32| {
            let [low_px, high_px] = [low, high].map(|p| (cx.args.num(p) * f64::from(len)) as i64);
            if low_px >= high_px {
                let why = format!(
                    "leaves no pixel before {} in a picture of {} × {}",
                    high.name, size.width, size.height
                );
                return Err(Error::new(Code::Range, why).at_param(low.name));
            }
            Ok((low_px, high_px - low_px))
        };
        let (x, y) = (
            ends(&LEFT, &RIGHT, size.width)?,
            ends(&TOP, &BOTTOM, size.height)?,
        );
        let law = cx.args.law(&INTENSITY);
        let shadow = |i: i64| {
            let at = |axis: &str, k: i64, (from, room): (i64, i64)| {
                let u = cx.die.uniform(&format!("{axis}.{i}.{k}"));
                (from + place(u, room)) as f64
            };
            let corners = (0..cx.args.int(&CORNERS)).flat_map(|k| [at("x", k, x), at("y", k, y)]);
            let corners = Value::Numbers(corners.collect());
            let dark = law.draw(&cx.die, &format!("{}.{i}", INTENSITY.name), false);
            Fixed::new(&ShadePolygon)
                .with_value(&shade_polygon::CORNERS, corners)
                .with(&shade_polygon::INTENSITY, dark)
        };
        Ok(Drawn::Fixed(
            (0..cx.num(&SHADOWS) as i64).map(shadow).collect(),
        ))
    }
}
