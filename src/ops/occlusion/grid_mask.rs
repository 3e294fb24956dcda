//! `grid_mask`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::fill::{Fill, Grid, Shape};
use crate::math::radians;
use crate::ops::occlusion::erase;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Cover the squares of a turned grid.
pub struct GridMask;

/// Side of a tile.
pub const TILE: Param = Param::integer("tile_px", "Side of a tile of the grid.")
    .unit("px")
    .value(100.0)
    .hard(1.0, 10_000.0)
    .slider(2.0, 256.0);
/// Share of the tile's side.
pub const RATIO: Param = Param::number(
    "square_frac",
    "Side of the covered square, as a share of the tile's.",
)
.value(0.5)
.hard(0.0, 1.0)
.identity(0.0);
/// Angle.
pub const ANGLE: Param = Param::number(
    "angle_deg",
    "Angle of the grid, counter-clockwise about the top left corner.",
)
.unit("°")
.uniform(-45.0, 45.0)
.hard(-360.0, 360.0)
.slider(-180.0, 180.0)
.by(1.0);

const fn shift(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc)
        .unit("px")
        .uniform(0.0, 100.0)
        .hard(-10_000.0, 10_000.0)
        .slider(0.0, 256.0)
        .by(1.0)
}

/// Shift along the grid's rows.
pub const SHIFT_X: Param = shift("shift_x_px", "Shift of the turned grid along its rows.");
/// Shift along the grid's columns.
pub const SHIFT_Y: Param = shift("shift_y_px", "Shift of the turned grid along its columns.");

static META: Meta = Meta {
    name: "grid_mask",
    title: "Grid mask",
    doc: "Covers a square in every tile of a turned grid. Boxes and keypoints stay. Source: NVIDIA DALI 2.4 grid_mask, after its published kernel, in single precision; DALI covers with 0 and draws nothing itself.",
    group: "occlusion",
    aliases: &["GridMask"],
    dialects: &[Dialect::Torch],
    params: &[
        &TILE,
        &RATIO,
        &ANGLE,
        &SHIFT_X,
        &SHIFT_Y,
        &erase::FILL,
        &erase::FILL_MASK,
    ],
    moves: true,
    library: Some("NVIDIA DALI 2.4"),
    ..Meta::BASE
};

impl Op for GridMask {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let grid = Grid {
            tile: args.int(&TILE).max(1) as u32,
            ratio: args.num(&RATIO) as f32,
            angle: radians(args.num(&ANGLE)) as f32,
            shift: [&SHIFT_X, &SHIFT_Y].map(|p| args.num(p) as f32),
        };
        if let Some(cover) = erase::cover(args, to) {
            let shape = Shape::Grid(grid);
            to.then(Family::Fill(Fill { shape, cover }));
        }
        Ok(())
    }
}
