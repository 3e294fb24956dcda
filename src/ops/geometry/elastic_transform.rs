//! `elastic_transform`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::displace::{self, Displace, Values};
use crate::ops::common::{BORDER, FILL, INTERPOLATION, no_bicubic_on_tensors};
use crate::ops::{Meta, Op, displaced};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};
use crate::sample::State;

/// A smooth random displacement.
pub struct ElasticTransform;

/// Strength.
pub const ALPHA: Param = Param::number(
    "alpha_px",
    "Strength of the displacement: factor of the smoothed noise.",
)
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
    doc: "Moves pixels by a smooth random field. Sources: albumentations 2.0.8 ElasticTransform, torchvision 0.29 ElasticTransform; with the same field the pixels are the libraries', the field itself is augplay's own in the library's law.",
    group: "geometry",
    aliases: &[
        "ElasticTransform",
        "RandomElasticTransform",
        "Rand2DElastic",
        "Rand2DElasticd",
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

impl Op for ElasticTransform {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic_on_tensors(args, &INTERPOLATION, dialect)
    }

    fn projective(&self) -> bool {
        false
    }

    fn follow(&self, args: &Args, state: &mut State, dialect: Dialect, step: &str) -> Result<()> {
        if state.boxes.is_empty() && state.keypoints.is_empty() {
            return Ok(());
        }
        let map = displace::run(&field(args, state, dialect));
        displaced::follow(&map, dialect, state, step);
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let map = field(args, &to.state, to.dialect);
        let map = to.emit(Family::Displace(map), &[]);
        displaced::warp(map, args, to);
        Ok(())
    }
}
