//! `translate`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::common::{Affine, FILL, NEAREST, border, filter, no_bicubic_on_tensors};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, State};

/// Shift by whole pixels.
pub struct Translate;

/// To the right.
pub const X: Param = Param::number("x_frac", "Shift to the right, as a share of the width.")
    .uniform(-0.1, 0.1)
    .hard(-2.0, 2.0)
    .slider(-1.0, 1.0)
    .identity(0.0);
/// Down.
pub const Y: Param = Param::number("y_frac", "Shift downwards, as a share of the height.")
    .uniform(-0.1, 0.1)
    .hard(-2.0, 2.0)
    .slider(-1.0, 1.0)
    .identity(0.0);

/// To the right, in px.
pub const X_PX: Param = Param::number("x_px", "Shift to the right in px, instead of a share.")
    .hard(-1e5, 1e5)
    .slider(-200.0, 200.0)
    .by(1.0)
    .unit("px")
    .rare();
/// Down, in px.
pub const Y_PX: Param = Param::number("y_px", "Shift downwards in px, instead of a share.")
    .hard(-1e5, 1e5)
    .slider(-200.0, 200.0)
    .by(1.0)
    .unit("px")
    .rare();
/// Whether the fraction is dropped.
pub const WHOLE: Param = Param::switch(
    "whole",
    "Drops the fraction of a px, as torchvision does; off, the picture moves by the fraction too, as timm's.",
    true,
)
.rare();

static META: Meta = Meta {
    name: "translate",
    title: "Translate",
    doc: "Shifts the picture, as AutoAugment's TranslateX and TranslateY do. Sources: torchvision 0.29 _auto_augment, timm 1.0 translate_x_rel.",
    group: "geometry",
    aliases: &[
        "TranslateX",
        "TranslateY",
        "RandomTranslate",
        "TranslateXRel",
        "TranslateYRel",
        "RandomTranslation",
        "shift",
    ],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&X, &Y, &X_PX, &Y_PX, &WHOLE, &NEAREST, &FILL],
    moves: true,
    ..Meta::BASE
};

fn map(args: &Args, size: Size) -> Affine {
    let px = |share: &Param, px: &Param, len: u32| {
        let exact = args
            .maybe(px)
            .unwrap_or_else(|| args.num(share) * f64::from(len));
        if args.on(&WHOLE) {
            // Single precision, as torchvision computes the product, decides which side of a whole
            // number a shift falls on.
            f64::from(exact as f32).trunc()
        } else {
            exact
        }
    };
    Affine {
        translate: [px(&X, &X_PX, size.width), px(&Y, &Y_PX, size.height)],
        ..Affine::turn(0.0)
    }
}

impl Op for Translate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic_on_tensors(args, &NEAREST, dialect)
    }

    fn geometry(&self, args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        let map = map(args, state.size);
        Ok(Geometry::both(
            state.size,
            map.torchvision_forward([0.0; 2]),
        ))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let size = to.state.size;
        let centre = [f64::from(size.width) * 0.5, f64::from(size.height) * 0.5];
        let about = if to.dialect == Dialect::Torch {
            [0.0; 2]
        } else {
            centre
        };
        let matrix = map(args, size).torchvision_inverse(about);
        to.warp(size, matrix, filter(args, &NEAREST), border(args));
        Ok(())
    }
}
