//! `grid_distortion`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::kernel::displace::map::{Map, Shape};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op, displaced};
use crate::param::{Args, Param, Value};
use crate::program::Lowering;
use crate::sample::State;

/// Stretch the cells of a grid.
pub struct GridDistortion;

/// Cells a side.
pub const CELLS: Param = Param::integer("cells", "Cells of the grid on each side.")
    .value(5.0)
    .hard(1.0, 100.0)
    .slider(1.0, 20.0)
    .fixed();
/// How much a cell is stretched.
pub const DISTORT: Param = Param::number(
    "distort_frac",
    "How much a column or row of cells is stretched or squeezed; drawn for each.",
)
.uniform(-0.3, 0.3)
.hard(-1.0, 1.0);
/// Whether the picture stays full.
pub const NORMALIZED: Param = Param::switch(
    "normalized",
    "The cells together keep the picture's size, so that nothing is made up.",
    true,
);
/// The drawn factors.
pub const STEPS: Param = Param::numbers(
    "steps",
    "Factors of the columns, then of the rows, one more than cells each; drawn when absent.",
    4,
    202,
)
.hard(0.0, 2.0)
.rare();

static META: Meta = Meta {
    name: "grid_distortion",
    title: "Grid distortion",
    doc: "Stretches and squeezes the columns and rows of a grid. Source: albumentations 2.0.8 GridDistortion.",
    group: "geometry",
    aliases: &[
        "GridDistortion",
        "RandGridDistortion",
        "RandGridDistortiond",
        "grid warp",
        "mesh deformation",
    ],
    dialects: &[Dialect::Cv2],
    params: &[
        &CELLS,
        &DISTORT,
        &NORMALIZED,
        &STEPS,
        displaced::SHARED[0],
        displaced::SHARED[1],
        displaced::SHARED[2],
    ],
    moves: true,
    ..Meta::BASE
};

fn map(args: &Args, size: Size) -> Result<Map> {
    let cells = args.int(&CELLS);
    let normalized = args.on(&NORMALIZED);
    if normalized && i64::from(size.width.min(size.height)) < cells {
        let why = format!(
            "a picture of {} × {} has fewer pixels than cells",
            size.width, size.height
        );
        return Err(Error::new(Code::Range, why)
            .at_param(CELLS.name)
            .with_value(cells));
    }
    let steps = args.numbers(&STEPS);
    let (across, down) = steps.split_at(steps.len() / 2);
    if normalized && (across.iter().sum::<f64>() <= 0.0 || down.iter().sum::<f64>() <= 0.0) {
        let why = "cells of no size cannot fill the picture";
        return Err(Error::new(Code::Range, why).at_param(STEPS.name));
    }
    Ok(Map {
        size,
        shape: Shape::Grid {
            across: across.to_vec(),
            down: down.to_vec(),
            normalized,
        },
    })
}

impl Op for GridDistortion {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        displaced::wants(args, &STEPS, 2 * (args.int(&CELLS) as usize + 1))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if let Value::Absent = args.get(&STEPS) {
            let law = cx.args.law(&DISTORT);
            let lines = cx.args.int(&CELLS) + 1;
            let step = |axis: &str, i: i64| {
                let name = format!("{}.{axis}.{i}", DISTORT.name);
                1.0 + law.draw(&cx.die, &name, false)
            };
            let across = (0..lines).map(|i| step("x", i));
            let down = (0..lines).map(|i| step("y", i));
            let steps = across.chain(down);
            args.set(&STEPS, Value::Numbers(steps.collect()));
        }
        map(&args, cx.state.size)?;
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn projective(&self) -> bool {
        false
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        displaced::follow_map(&map(args, state.size)?, state, step);
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        displaced::lower_map(map(args, to.state.size)?, args, to);
        Ok(())
    }
}
