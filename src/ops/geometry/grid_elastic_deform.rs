//! `grid_elastic_deform`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::displace::map::{Map, Shape};
use crate::kernel::displace::mesh::{cells, moved};
use crate::kernel::warp::{Coords, Warp};
use crate::kernel::{Border, Dialect};
use crate::ops::common::{INTERPOLATION, filter, place};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op, displaced};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};
use crate::sample::State;

/// Cells of a grid, pulled at their corners.
pub struct GridElasticDeform;

/// Rows.
pub const ROWS: Param = Param::integer("rows", "Rows of cells.")
    .value(4.0)
    .hard(2.0, 50.0)
    .slider(2.0, 12.0)
    .fixed();
/// Columns.
pub const COLUMNS: Param = Param::integer(
    "columns",
    "Columns of cells; where there are not as many as rows, cells do not fit together, as in the library.",
)
.value(4.0)
.hard(2.0, 50.0)
.slider(2.0, 12.0)
.fixed();
/// Strength.
pub const MAGNITUDE: Param = Param::integer(
    "magnitude_px",
    "How far a corner inside the picture moves at most, across and down.",
)
.value(10.0)
.hard(1.0, 10_000.0)
.slider(1.0, 50.0)
.unit("px")
.fixed();
/// The drawn mesh.
pub const MESH: Param = Param::numbers(
    "mesh",
    "Heights of rows, widths of columns, then x and y of every inner corner's move, in px; drawn when absent.",
    6,
    5000,
)
.hard(-1e6, 1e6)
.rare();

static META: Meta = Meta {
    name: "grid_elastic_deform",
    title: "Grid elastic deformation",
    doc: "Cuts the picture into a grid of cells of about one size and pulls at their corners; which cells are a pixel longer is drawn. Source: albumentations 2.0.8 GridElasticDeform.",
    group: "geometry",
    aliases: &["GridElasticDeform", "mesh warp", "cells"],
    dialects: &[Dialect::Cv2],
    params: &[&ROWS, &COLUMNS, &MAGNITUDE, &MESH, &INTERPOLATION],
    moves: true,
    ..Meta::BASE
};

/// `n` lengths that differ by at most 1 and sum to `len`.
fn almost_equal(len: u32, n: i64) -> Vec<f64> {
    let (each, more) = (i64::from(len) / n, i64::from(len) % n);
    let lengths = (0..n).map(|i| (each + i64::from(i < more)) as f64);
    lengths.collect()
}

/// Refuses pictures with cells of no size, whose perspective is none.
fn fits(args: &Args, size: Size) -> Result<()> {
    for (param, len) in [(&ROWS, size.height), (&COLUMNS, size.width)] {
        if args.int(param) > i64::from(len) {
            let why = format!("a picture of {} × {} is smaller", size.width, size.height);
            let e = Error::new(Code::Range, why).at_param(param.name);
            return Err(e.with_value(args.int(param)));
        }
    }
    Ok(())
}

impl Op for GridElasticDeform {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let (rows, columns) = (args.int(&ROWS), args.int(&COLUMNS));
        let count = rows + columns + 2 * (rows - 1) * (columns - 1);
        displaced::wants(args, &MESH, count as usize)?;
        let sides = args.numbers(&MESH).iter().take((rows + columns) as usize);
        if sides.clone().any(|v| *v < 1.0) {
            return Err(Error::new(Code::Range, "has a side below 1 px").at_param(MESH.name));
        }
        Ok(())
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        let size = cx.state.size;
        if let Value::Absent = args.get(&MESH) {
            fits(&args, size)?;
            let (rows, columns) = (args.int(&ROWS), args.int(&COLUMNS));
            let shuffled = |name: &str, len: u32, n: i64| -> Vec<f64> {
                let lengths = almost_equal(len, n);
                let order = cx.die.permutation(name, lengths.len());
                order.into_iter().map(|i| lengths[i]).collect()
            };
            let most = args.int(&MAGNITUDE);
            let mut mesh = shuffled("heights", size.height, rows);
            mesh.extend(shuffled("widths", size.width, columns));
            mesh.extend((0..2 * (rows - 1) * (columns - 1)).map(|i| {
                let u = cx.die.uniform(&format!("move.{i}"));
                (place(u, 2 * most + 1) - most) as f64
            }));
            args.set(&MESH, Value::Numbers(mesh));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    /// Points go by the perspective of the cell they lie in.
    fn projective(&self) -> bool {
        false
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        let cells = cells(
            args.int(&ROWS) as u32,
            args.int(&COLUMNS) as u32,
            args.numbers(&MESH),
        );
        let cells: Vec<_> = cells.iter().map(|c| (c.from, c.forward())).collect();
        displaced::follow_points(state, step, |at| {
            let inside = |from: &[f64; 4]| {
                (from[0]..from[2]).contains(&at[0]) && (from[1]..from[3]).contains(&at[1])
            };
            let cell = cells.iter().find(|(from, _)| inside(from));
            cell.map_or(at, |(_, m)| moved(m, at))
        });
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (size, image, dialect) = (to.state.size, to.current(), to.dialect);
        let shape = Shape::Mesh {
            rows: args.int(&ROWS) as u32,
            columns: args.int(&COLUMNS) as u32,
            mesh: args.numbers(&MESH).to_vec(),
        };
        let map = to.emit(Family::Map(Map { size, shape }), &[]);
        let warp = Warp {
            size,
            coords: Coords::Map,
            filter: to.filter(filter(args, &INTERPOLATION)),
            border: to.border(Border::Constant([0; 3])),
            dialect,
        };
        let out = to.emit(Family::Warp(warp), &[image, map]);
        to.set(out);
        Ok(())
    }
}
