//! `grid_dropout`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::common::Splits;
use crate::ops::occlusion::erase;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// Cover a rectangle in every cell of a grid.
pub struct GridDropout;

/// Share of a cell's side.
pub const HOLE: Param = Param::number(
    "hole_frac",
    "Side of a rectangle, as a share of its cell's; at least 1 px, and 1 px less than the cell.",
)
.value(0.5)
.hard(0.01, 1.0);
/// Cells from top to bottom.
pub const ROWS: Param = Param::integer(
    "rows",
    "Cells from top to bottom; 0 takes them from the cell's side.",
)
.value(0.0)
.hard(0.0, 1000.0)
.slider(0.0, 32.0);
/// Cells from left to right.
pub const COLUMNS: Param = Param::integer(
    "columns",
    "Cells from left to right; 0 takes them from the cell's side.",
)
.value(0.0)
.hard(0.0, 1000.0)
.slider(0.0, 32.0);
/// Side of a cell.
pub const UNIT: Param = Param::integer(
    "unit_px",
    "Side of a cell, at most the picture's shorter side; 0 takes a tenth of each side, at least 2 px.",
)
.unit("px")
.value(0.0)
.hard(0.0, 10_000.0)
.slider(0.0, 256.0);
/// Whether rectangles lie anywhere in their cells.
pub const RANDOM: Param = Param::switch(
    "random_offset",
    "Each rectangle lies anywhere in its cell; otherwise at the shift.",
    true,
);
/// Shift to the right.
pub const SHIFT_X: Param = Param::integer(
    "shift_x_px",
    "Shift to the right in every cell, without random offset.",
)
.unit("px")
.value(0.0)
.hard(0.0, 10_000.0)
.slider(0.0, 256.0)
.rare();
/// Shift down.
pub const SHIFT_Y: Param = Param::integer(
    "shift_y_px",
    "Shift down in every cell, without random offset.",
)
.unit("px")
.value(0.0)
.hard(0.0, 10_000.0)
.slider(0.0, 256.0)
.rare();

static META: Meta = Meta {
    name: "grid_dropout",
    title: "Grid dropout",
    doc: "Covers a rectangle in every cell of a grid. Keypoints, boxes and masks follow as erase says. Source: albumentations 2.0.8 GridDropout.",
    group: "occlusion",
    aliases: &["GridDropout", "grid holes"],
    dialects: &[Dialect::Cv2],
    params: &[
        &HOLE,
        &ROWS,
        &COLUMNS,
        &UNIT,
        &RANDOM,
        &SHIFT_X,
        &SHIFT_Y,
        &erase::COVER,
        &erase::FILL,
        &erase::FILL_MASK,
        &erase::SEED,
    ],
    moves: true,
    ..Meta::BASE
};

/// Rows and columns.
fn grid(cx: &Drawing<'_>) -> Result<[u32; 2]> {
    let size = cx.state.size;
    let [rows, columns, unit] = [&ROWS, &COLUMNS, &UNIT].map(|p| cx.num(p) as u32);
    let grid = if rows > 0 && columns > 0 {
        [rows, columns]
    } else {
        [size.height, size.width].map(|side| match unit {
            0 => side / (side / 10).max(2),
            unit => side / unit,
        })
    };
    let too_many = |param: &Param, most: u32| {
        Error::new(
            Code::Range,
            format!(
                "does not fit a picture of {} × {} px",
                size.width, size.height
            ),
        )
        .at_param(param.name)
        .with_value(most)
    };
    if rows > size.height {
        return Err(too_many(&ROWS, rows));
    }
    if columns > size.width {
        return Err(too_many(&COLUMNS, columns));
    }
    if grid.contains(&0) {
        return Err(too_many(&UNIT, unit));
    }
    erase::limit(grid[0] as usize * grid[1] as usize, erase::MAX_RECTS)?;
    Ok(grid)
}

/// The side of a rectangle in a cell.
fn side(cell: i64, share: f64) -> i64 {
    // One at least, unless the cell itself has but one pixel.
    ((cell as f64 * share).max(1.0).min(cell as f64 - 1.0)) as i64
}

impl Op for GridDropout {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let unit = args.law(&UNIT).reach();
        if unit.1 > 0.0 && unit.0 < 2.0 {
            return Err(
                Error::new(Code::Range, "must be 0, or at least 2 in every draw")
                    .at_param(UNIT.name)
                    .with_value(unit.0),
            );
        }
        let given = [&ROWS, &COLUMNS].map(|p| args.law(p).reach().0 > 0.0);
        if given[0] == given[1] {
            return Ok(());
        }
        let (one, other) = if given[0] {
            (&ROWS, &COLUMNS)
        } else {
            (&COLUMNS, &ROWS)
        };
        Err(Error::new(
            Code::Range,
            format!("must be at least 1 when {} is given", one.name),
        )
        .at_param(other.name))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let size = cx.state.size;
        let [rows, columns] = grid(cx)?;
        let ys = Splits::shuffled(cx, "rows", size.height, rows);
        let xs = Splits::shuffled(cx, "columns", size.width, columns);
        let share = cx.num(&HOLE);
        let (sizes, shifts) = (
            [i64::from(size.width), i64::from(size.height)],
            [&SHIFT_X, &SHIFT_Y].map(|p| cx.num(p) as i64),
        );
        let random = cx.args.on(&RANDOM);
        let mut stream = cx.die.stream("offset");
        let mut rects = Vec::with_capacity(rows as usize * columns as usize);
        for (top, height) in ys.iter() {
            for (left, width) in xs.iter() {
                let mut rect = [left, top, 0, 0];
                for (axis, cell) in [width, height].into_iter().enumerate() {
                    let hole = side(cell, share);
                    let offset = if random {
                        stream.below((cell - hole + 1).max(1) as usize) as i64
                    } else {
                        shifts[axis]
                    };
                    rect[axis] = (rect[axis] + offset).min(sizes[axis] - hole).max(0);
                    rect[axis + 2] = hole;
                }
                rects.push(rect);
            }
        }
        Ok(erase::draw(cx, rects))
    }
}
