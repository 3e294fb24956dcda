//! GridMix: a grid of holes through which the partner is seen.

use crate::error::Result;
use crate::image::{Raster, Size};
use crate::mix::interpolate::mixup::ALPHA;
use crate::mix::{Cover, Drawing, Fixed, Meta, Mix, Mixed, pair};
use crate::param::{Args, Param, Value};
use crate::sample::Sample;

const HOLES: Param = Param::integer("holes", "Holes in a row of the grid.")
    .uniform(2.0, 6.0)
    .hard(1.0, 100.0)
    .slider(1.0, 20.0);
const HOLE_ASPECT: Param = Param::number(
    "hole_aspect",
    "Height of a cell of the grid over its width.",
)
.value(1.0)
.hard(0.1, 10.0)
.slider(0.25, 4.0);
const AREA: Param = Param::number("area_frac", "Area of the grid over the picture's.")
    .uniform(0.5, 1.0)
    .hard(0.01, 1.0);
const ASPECT: Param = Param::number("aspect", "Height of the grid over its width.")
    .uniform(0.5, 2.0)
    .hard(0.1, 10.0)
    .slider(0.25, 4.0);
const GRID: Param = Param::rects("grid", "Where the grid lies, [x, y, width, height] in px.");
const CELL_WIDTH: Param = side("cell_width_px", "Width of a cell.");
const CELL_HEIGHT: Param = side("cell_height_px", "Height of a cell.");
const HOLE_WIDTH: Param = side("hole_width_px", "Width of a hole, at its cell's left.");
const HOLE_HEIGHT: Param = side("hole_height_px", "Height of a hole, at its cell's top.");

const fn side(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc).unit("px").hard(0.0, 1e6).fixed()
}

static META: Meta = Meta {
    name: "grid_mix",
    title: "GridMix",
    doc: "A grid of holes of side √(1 − λ) of a cell, λ ~ Beta(alpha, alpha), shows the partner; λ becomes 1 − their share of the picture.",
    source: "Baek et al. 2021, Pattern Recognition 109; OpenMixup gridmix (a grid wider or higher than the picture is cut to it)",
    params: &[&ALPHA, &HOLES, &HOLE_ASPECT, &AREA, &ASPECT],
    numbers: &[&GRID, &CELL_WIDTH, &CELL_HEIGHT, &HOLE_WIDTH, &HOLE_HEIGHT],
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct GridMix;

impl Mix for GridMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let size = cx.target()?.image.size();
        let lambda = cx.beta("lambda", cx.args.num(&ALPHA));
        let grid = lay(
            size,
            lambda,
            cx.number(&HOLES),
            [
                cx.number(&HOLE_ASPECT),
                cx.number(&AREA),
                cx.number(&ASPECT),
            ],
            [cx.die.uniform("x"), cx.die.uniform("y")],
        );
        let [cell, hole] = [grid.cell, grid.hole].map(|v| v.map(|v| v as f64));
        let numbers = Args::defaults(META.numbers)
            .with_value(&GRID, Value::Rects(vec![grid.rect]))
            .with(&CELL_WIDTH, cell[0])
            .with(&CELL_HEIGHT, cell[1])
            .with(&HOLE_WIDTH, hole[0])
            .with(&HOLE_HEIGHT, hole[1]);
        Ok(Fixed::two(cx, numbers, grid.cover(size).mean()))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        let [target, partner] = pair(picks)?;
        let grid = Grid {
            rect: numbers.rects(&GRID).first().copied().unwrap_or([0; 4]),
            cell: [numbers.int(&CELL_WIDTH), numbers.int(&CELL_HEIGHT)],
            hole: [numbers.int(&HOLE_WIDTH), numbers.int(&HOLE_HEIGHT)],
        };
        grid.cover(target.image.size()).mix(target, partner)
    }
}

/// A grid with a hole at the left top of each cell.
#[derive(Debug, PartialEq)]
pub(crate) struct Grid {
    rect: [i64; 4],
    cell: [i64; 2],
    hole: [i64; 2],
}

impl Grid {
    pub(crate) fn cover(&self, size: Size) -> Cover {
        let ([left, top, w, h], [cw, ch]) = (self.rect, self.cell.map(|v| v.max(1)));
        let [hw, hh] = self.hole;
        let holes = |at: i64, start: i64, length: i64, cell: i64, hole: i64| {
            (start..start + length).contains(&at) && (at - start) % cell < hole
        };
        Cover::Map(Raster::from_fn(size, 1, |x, y, _| {
            let (x, y) = (i64::from(x), i64::from(y));
            let seen = holes(x, left, w, cw, hw) && holes(y, top, h, ch, hh);
            if seen { 0.0 } else { 1.0 }
        }))
    }
}

/// The grid of a share, counts, `[hole aspect, area, aspect]` and a place in 0..1.
pub(crate) fn lay(size: Size, lambda: f64, holes: f64, shape: [f64; 3], at: [f64; 2]) -> Grid {
    let [hole_aspect, area, aspect] = shape;
    let area = (size.area() as f64 * area).floor();
    let width = (area / aspect).sqrt().floor();
    let height = (width * aspect).floor();
    let side = |v: f64, most: u32| (v as i64).clamp(1, i64::from(most));
    let (w, h) = (side(width, size.width), side(height, size.height));
    let start = |most: u32, v: i64, u: f64| ((i64::from(most) - v) as f64 * u) as i64;
    let holes = (holes as i64).clamp(1, (w / 2).max(1));
    // Rounded up.
    let across = (w + holes - 1) / holes;
    let down = ((across as f64 * hole_aspect) as i64).max(1);
    let ratio = (1.0 - lambda).max(0.0).sqrt();
    let hole = |cell: i64| ((cell as f64 * ratio) as i64).max(1).min(cell - 1);
    let [u, v] = at;
    Grid {
        rect: [start(size.width, w, u), start(size.height, h, v), w, h],
        cell: [across, down],
        hole: [hole(across), hole(down)],
    }
}
