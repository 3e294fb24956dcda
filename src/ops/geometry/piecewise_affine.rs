//! `piecewise_affine`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::kernel::displace::map::{Map, Shape};
use crate::math::normal_quantile;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op, displaced};
use crate::param::{Args, Param, Value};
use crate::program::Lowering;
use crate::sample::State;

/// Grid points that pull the picture along.
pub struct PiecewiseAffine;

/// Strength.
pub const SCALE: Param = Param::number(
    "scale_frac",
    "How far grid points move: three standard deviations, as a share of the picture's shorter side.",
)
.uniform(0.03, 0.05)
.hard(0.0001, 1.0)
.slider(0.001, 0.2)
.by(0.001);
/// Rows.
pub const ROWS: Param = Param::integer("rows", "Rows of grid points.")
    .value(4.0)
    .hard(2.0, 32.0)
    .slider(2.0, 12.0);
/// Columns.
pub const COLUMNS: Param = Param::integer("columns", "Columns of grid points.")
    .value(4.0)
    .hard(2.0, 32.0)
    .slider(2.0, 12.0);
/// The drawn moves.
pub const OFFSETS: Param = Param::numbers(
    "offsets",
    "How far each grid point moves, x and y in turn, in px; drawn when absent.",
    8,
    2048,
)
.hard(-1e6, 1e6)
.rare();

static META: Meta = Meta {
    name: "piecewise_affine",
    title: "Piecewise affine",
    doc: "Moves the points of a grid and pulls the picture along. Every pixel follows all points, weighted by nearness, as the library does it. Source: albumentations 2.0.8 PiecewiseAffine.",
    group: "geometry",
    aliases: &["PiecewiseAffine", "local warps"],
    dialects: &[Dialect::Cv2],
    params: &[
        &SCALE,
        &ROWS,
        &COLUMNS,
        &OFFSETS,
        displaced::SHARED[0],
        displaced::SHARED[1],
        displaced::SHARED[2],
    ],
    moves: true,
    ..Meta::BASE
};

fn map(args: &Args, size: Size) -> Map {
    let shape = Shape::Pull {
        rows: args.int(&ROWS) as u32,
        columns: args.int(&COLUMNS) as u32,
        offsets: args.numbers(&OFFSETS).to_vec(),
    };
    Map { size, shape }
}

fn values(args: &Args) -> usize {
    2 * (args.int(&ROWS) * args.int(&COLUMNS)) as usize
}

impl Op for PiecewiseAffine {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        displaced::wants(args, &OFFSETS, values(args))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if let Value::Absent = args.get(&OFFSETS) {
            let shorter = f64::from(cx.state.size.width.min(cx.state.size.height));
            let sd = args.num(&SCALE) * shorter / 3.0;
            let moves = (0..values(&args)).map(|i| {
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
