//! `optical_distortion`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::kernel::displace::map::{Map, Shape};
use crate::ops::{Meta, Op, displaced};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::State;

/// The distortion of a lens.
pub struct OpticalDistortion;

/// Strength.
pub const DISTORTION: Param = Param::number(
    "distortion",
    "Coefficient of the lens: above 0 the edges are drawn in, below 0 they bulge out.",
)
.uniform(-0.05, 0.05)
.hard(-10.0, 10.0)
.slider(-1.0, 1.0);
/// Which lens.
pub const MODE: Param = Param::choice(
    "mode",
    "The model of the lens: a camera's radial distortion, or a fisheye's.",
    &["camera", "fisheye"],
    "camera",
);

static META: Meta = Meta {
    name: "optical_distortion",
    title: "Optical distortion",
    doc: "Distorts as a lens does: barrel or pincushion. Source: albumentations 2.0.8 OpticalDistortion.",
    group: "geometry",
    aliases: &[
        "OpticalDistortion",
        "RandomFisheye",
        "lens distortion",
        "barrel distortion",
        "pincushion",
        "fisheye",
    ],
    dialects: &[Dialect::Cv2],
    params: &[
        &DISTORTION,
        &MODE,
        displaced::SHARED[0],
        displaced::SHARED[1],
        displaced::SHARED[2],
    ],
    moves: true,
    ..Meta::BASE
};

fn map(args: &Args, size: Size) -> Map {
    let k = args.num(&DISTORTION);
    let shape = match args.word(&MODE) {
        "fisheye" => Shape::Fisheye { k },
        _ => Shape::Camera {
            primary: k,
            secondary: k,
            recentred: true,
        },
    };
    Map { size, shape }
}

impl Op for OpticalDistortion {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn projective(&self) -> bool {
        false
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        displaced::follow_map(&map(args, state.size), state, step);
        Ok(())
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        displaced::lower_map(map(args, to.state.size), args, to);
        Ok(())
    }
}
