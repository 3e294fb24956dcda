//! `thin_plate_spline`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::kernel::displace::map::{Map, Shape};
use crate::kernel::displace::spline::count;
use crate::math::normal_quantile;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op, displaced};
use crate::param::{Args, Param, Value};
use crate::program::Lowering;
use crate::sample::State;

/// A bent plate.
pub struct ThinPlateSpline;

/// Strength.
pub const SCALE: Param = Param::number(
    "scale_frac",
    "How far control points move: ten times the standard deviation, as a share of the picture.",
)
.uniform(0.2, 0.4)
.hard(0.0, 1.0);
/// Points a side.
pub const POINTS: Param = Param::integer(
    "points",
    "Control points on each side; 2 stands for the corners and the middle.",
)
.value(4.0)
.hard(2.0, 12.0)
.fixed();
/// The drawn moves.
pub const OFFSETS: Param = Param::numbers(
    "offsets_frac",
    "How far each control point moves, x and y in turn, as shares of the picture; drawn when absent.",
    8,
    288,
)
.hard(-10.0, 10.0)
.rare();

static META: Meta = Meta {
    name: "thin_plate_spline",
    title: "Thin plate spline",
    doc: "Bends the picture smoothly, like a thin plate through moved points. Source: albumentations 2.0.8 ThinPlateSpline.",
    group: "geometry",
    aliases: &[
        "ThinPlateSpline",
        "RandomThinPlateSpline",
        "TPS",
        "smooth deformation",
    ],
    dialects: &[Dialect::Cv2],
    params: &[
        &SCALE,
        &POINTS,
        &OFFSETS,
        displaced::SHARED[0],
        displaced::SHARED[1],
        displaced::SHARED[2],
    ],
    moves: true,
    ..Meta::BASE
};

fn map(args: &Args, size: Size) -> Map {
    let shape = Shape::Spline {
        points: args.int(&POINTS) as u32,
        offsets: args.numbers(&OFFSETS).to_vec(),
    };
    Map { size, shape }
}

impl Op for ThinPlateSpline {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        displaced::wants(args, &OFFSETS, 2 * count(args.int(&POINTS) as u32))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if let Value::Absent = args.get(&OFFSETS) {
            let sd = args.num(&SCALE) / 10.0;
            let moves = (0..2 * count(args.int(&POINTS) as u32)).map(|i| {
                let u = cx.die.uniform(&format!("{}.{i}", OFFSETS.name));
                normal_quantile(u) * sd
            });
            args.set(&OFFSETS, Value::Numbers(moves.collect()));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn projective(&self) -> bool {
        false
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        displaced::follow_map(&map(args, state.size), state, step);
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        displaced::lower_map(map(args, to.state.size), args, to);
        Ok(())
    }
}
