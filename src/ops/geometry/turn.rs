//! `turn`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::kernel::rearrange::{Rearrange, Turn as Symmetry};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, Matrix, State, Turning};

/// One of the eight symmetries of the square.
pub struct Turn;

/// Which one.
pub const SYMMETRY: Param = Param::choice(
    "symmetry",
    "Nothing (e), quarter turns counter-clockwise (r90, r180, r270), mirrored left-right (h), top-bottom (v), at the main (t) or the other diagonal (hvt).",
    &["e", "r90", "r180", "r270", "v", "hvt", "h", "t"],
    "r90",
);

static META: Meta = Meta {
    name: "turn",
    title: "Turn",
    doc: "Turns by quarters or mirrors the picture: one of the eight symmetries of the square. Source: albumentations 2.0.8 D4, whose names they bear. All libraries agree on the pixels.",
    group: "geometry",
    aliases: &["quarter turn", "Rotate90", "dihedral"],
    params: &[&SYMMETRY],
    moves: true,
    fixed: true,
    ..Meta::BASE
};

/// The word's symmetry.
fn symmetry(args: &Args) -> Symmetry {
    match args.word(&SYMMETRY) {
        "r90" => Symmetry::Quarter,
        "r180" => Symmetry::Half,
        "r270" => Symmetry::ThreeQuarters,
        "v" => Symmetry::FlipVertical,
        "h" => Symmetry::FlipHorizontal,
        "t" => Symmetry::Transpose,
        "hvt" => Symmetry::Transverse,
        _ => Symmetry::None,
    }
}

/// Where a symmetry takes edge coordinates of a picture of `size`.
fn map(turn: Symmetry, size: Size) -> Matrix {
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    match turn {
        Symmetry::None => [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        Symmetry::FlipHorizontal => [-1.0, 0.0, w, 0.0, 1.0, 0.0],
        Symmetry::FlipVertical => [1.0, 0.0, 0.0, 0.0, -1.0, h],
        Symmetry::Half => [-1.0, 0.0, w, 0.0, -1.0, h],
        Symmetry::Quarter => [0.0, 1.0, 0.0, -1.0, 0.0, w],
        Symmetry::ThreeQuarters => [0.0, -1.0, h, 1.0, 0.0, 0.0],
        Symmetry::Transpose => [0.0, 1.0, 0.0, 1.0, 0.0, 0.0],
        Symmetry::Transverse => [0.0, -1.0, h, -1.0, 0.0, w],
    }
}

/// Where things go when a picture is turned.
pub(crate) fn geometry(turn: Symmetry, size: Size) -> Geometry {
    let turning = match turn {
        Symmetry::None => Turning::By(0.0),
        Symmetry::Quarter => Turning::By(-90.0),
        Symmetry::Half => Turning::By(-180.0),
        Symmetry::ThreeQuarters => Turning::By(90.0),
        Symmetry::FlipHorizontal => Turning::From(180.0),
        Symmetry::FlipVertical => Turning::From(0.0),
        Symmetry::Transpose => Turning::Transposed,
        Symmetry::Transverse => Turning::Transverse,
    };
    Geometry::centred(turn.size(size), map(turn, size)).turning(turning)
}

impl Op for Turn {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn geometry(&self, args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        Ok(geometry(symmetry(args), state.size))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let turn = symmetry(args);
        if turn != Symmetry::None {
            to.rearrange(Rearrange::turned(turn, to.state.size));
        }
        Ok(())
    }
}
