//! `shear`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::math::{atan, degrees};
use crate::ops::common::{Affine, FILL, NEAREST, border, filter, no_bicubic_on_tensors};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, State};

/// Shear about the top left corner.
pub struct Shear;

/// Across.
pub const X: Param = Param::number("x_frac", "Columns that a row moves for each row down.")
    .uniform(-0.3, 0.3)
    .hard(-4.0, 4.0)
    .slider(-1.0, 1.0)
    .identity(0.0);
/// Down.
pub const Y: Param = Param::number(
    "y_frac",
    "Rows that a column moves for each column to the right.",
)
.value(0.0)
.hard(-4.0, 4.0)
.slider(-1.0, 1.0)
.identity(0.0);

/// How the factor is passed on.
pub const BY_ANGLE: Param = Param::switch(
    "by_angle",
    "The factor goes through an angle in degrees, as torchvision passes it; off, it is used as it is, as in timm. They differ by rounding.",
    true,
)
.rare();

static META: Meta = Meta {
    name: "shear",
    title: "Shear",
    doc: "Shears about the top left corner, as AutoAugment's ShearX and ShearY do. Sources: torchvision 0.29 _auto_augment, timm 1.0 shear_x.",
    group: "geometry",
    aliases: &["ShearX", "ShearY", "RandomShear", "skew"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&X, &Y, &BY_ANGLE, &NEAREST, &FILL],
    moves: true,
    ..Meta::BASE
};

fn map(args: &Args) -> Affine {
    let deg = |param: &Param| degrees(atan(args.num(param)));
    Affine {
        shear_deg: [deg(&X), deg(&Y)],
        ..Affine::turn(0.0)
    }
}

impl Op for Shear {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic_on_tensors(args, &NEAREST, dialect)
    }

    fn geometry(&self, args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        Ok(Geometry::both(
            state.size,
            map(args).torchvision_forward([0.0; 2]),
        ))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let size = to.state.size;
        let matrix = match to.dialect {
            // The tensor matrix is about the centre, so the corner lies at minus half the size.
            Dialect::Torch => map(args)
                .torchvision_inverse([-0.5 * f64::from(size.width), -0.5 * f64::from(size.height)]),
            _ if args.on(&BY_ANGLE) => map(args).torchvision_inverse([0.0; 2]),
            _ => [1.0, args.num(&X), 0.0, args.num(&Y), 1.0, 0.0],
        };
        to.warp(size, matrix, filter(args, &NEAREST), border(args));
        Ok(())
    }
}
