//! `elastic_transform`.

use crate::error::Result;
use crate::image::Raster;
use crate::kernel::Dialect;
use crate::kernel::displace::{self, Displace, Values};
use crate::kernel::warp::{Coords, Warp};
use crate::ops::common::{BORDER, FILL, INTERPOLATION, border, filter, no_bicubic_on_tensors};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};
use crate::sample::State;

/// A smooth random displacement.
pub struct ElasticTransform;

/// Strength.
pub const ALPHA: Param = Param::number("alpha_px", "Scale of the displacement.")
    .value(120.0)
    .hard(0.0, 10000.0)
    .slider(0.0, 500.0)
    .by(1.0)
    .unit("px");
/// Smoothness.
pub const SIGMA: Param = Param::number(
    "sigma_px",
    "Smoothness of the displacement: the standard deviation of its blur.",
)
.value(8.0)
.hard(0.1, 200.0)
.slider(1.0, 60.0)
.by(0.5)
.unit("px");
/// One field for both directions.
pub const SAME: Param = Param::switch("same_field", "Both directions share one field.", false)
    .only(&[Dialect::Cv2])
    .rare();
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the displacement; drawn when absent.");

static META: Meta = Meta {
    name: "elastic_transform",
    title: "Elastic transform",
    doc: "Moves pixels by a smooth random field. Sources: albumentations 2.0.8 ElasticTransform, torchvision 0.29 ElasticTransform; pixels are theirs for the same field, the field itself is augplay's own in the library's law.",
    group: "geometry",
    aliases: &[
        "ElasticTransform",
        "RandomElasticTransform",
        "Rand2DElastic",
        "elastic deformation",
    ],
    dialects: &[Dialect::Torch, Dialect::Cv2],
    params: &[&ALPHA, &SIGMA, &SAME, &SEED, &INTERPOLATION, &BORDER, &FILL],
    moves: true,
    by_tensor: true,
    ..Meta::BASE
};

fn field(args: &Args, state: &State, dialect: Dialect) -> Displace {
    Displace {
        size: state.size,
        alpha: [args.num(&ALPHA); 2],
        sigma: [args.num(&SIGMA); 2],
        values: if dialect == Dialect::Cv2 {
            Values::Normal
        } else {
            Values::Uniform
        },
        kernel: 0,
        same: args.on(&SAME),
        seed: args.seed(&SEED),
        dialect,
    }
}

/// Where output pixel (x, y) looks, px, pixel centres whole.
fn source(map: &Raster<f32>, dialect: Dialect, x: f64, y: f64) -> [f64; 2] {
    let size = map.size();
    let at = |v: f64, len: u32| (v + 0.5).floor().clamp(0.0, f64::from(len - 1)) as u32;
    let (ix, iy) = (at(x, size.width), at(y, size.height));
    let found = map.pixel(ix, iy);
    let px = |c: usize, len: u32| match dialect {
        Dialect::Cv2 => f64::from(found[c]),
        _ => ((f64::from(found[c]) + 1.0) * f64::from(len) - 1.0) / 2.0,
    };
    // The displacement of the nearest pixel, at the point itself.
    [
        px(0, size.width) - f64::from(ix) + x,
        px(1, size.height) - f64::from(iy) + y,
    ]
}

/// The output point that looks at `to`: the fixed point of subtracting the displacement.
fn destination(map: &Raster<f32>, dialect: Dialect, to: [f64; 2]) -> [f64; 2] {
    let mut at = to;
    for _ in 0..20 {
        let [sx, sy] = source(map, dialect, at[0], at[1]);
        at = [at[0] + (to[0] - sx) * 0.8, at[1] + (to[1] - sy) * 0.8];
    }
    at
}

impl Op for ElasticTransform {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic_on_tensors(args, &INTERPOLATION, dialect)
    }

    fn follow(&self, args: &Args, state: &mut State, dialect: Dialect, step: &str) -> Result<()> {
        if state.boxes.is_empty() && state.keypoints.is_empty() {
            return Ok(());
        }
        let map = displace::run(&field(args, state, dialect));
        for b in &mut state.boxes {
            let [x0, y0, x1, y1] = b.xyxy;
            let edge = (0..=8).map(|i| f64::from(i) / 8.0);
            let around = edge.flat_map(|t| {
                let (x, y) = (x0 + t * (x1 - x0), y0 + t * (y1 - y0));
                [[x, y0], [x, y1], [x0, y], [x1, y]]
            });
            let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
            for [x, y] in around {
                let moved = destination(&map, dialect, [x - 0.5, y - 0.5]);
                for c in 0..2 {
                    low[c] = low[c].min(moved[c] + 0.5);
                    high[c] = high[c].max(moved[c] + 0.5);
                }
            }
            b.xyxy = [low[0], low[1], high[0], high[1]];
        }
        for k in &mut state.keypoints {
            k.xy = destination(&map, dialect, k.xy);
        }
        state.settle(step);
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (image, dialect) = (to.current(), to.dialect);
        let map = to.emit(Family::Displace(field(args, &to.state, dialect)), &[]);
        let warp = Warp {
            size: to.state.size,
            coords: Coords::Map,
            filter: to.filter(filter(args, &INTERPOLATION)),
            border: to.border(border(args)),
            dialect,
        };
        let out = to.emit(Family::Warp(warp), &[image, map]);
        to.set(out);
        Ok(())
    }
}
