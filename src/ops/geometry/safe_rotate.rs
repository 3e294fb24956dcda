//! `safe_rotate`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::math::{cos, radians, sin};
use crate::ops::common::{BORDER, FILL, INTERPOLATION, border, filter};
use crate::ops::labels::{self, METHOD};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, Matrix, State};

/// A turn that keeps everything in view.
pub struct SafeRotate;

/// The angle.
pub const ANGLE: Param = Param::number("angle_deg", "Angle; positive turns counter-clockwise.")
    .uniform(-90.0, 90.0)
    .hard(-3600.0, 3600.0)
    .slider(-180.0, 180.0)
    .by(0.5)
    .unit("°");

static META: Meta = Meta {
    name: "safe_rotate",
    title: "Safe rotate",
    doc: "Turns the picture about its centre and shrinks it so that all of it stays in view; the size stays, the aspect of the content changes. Even at 0° pixels move by half of one. Source: albumentations 2.0.8 SafeRotate.",
    group: "geometry",
    aliases: &["SafeRotate", "rotate and fit"],
    dialects: &[Dialect::Cv2],
    params: &[&ANGLE, &INTERPOLATION, &BORDER, &FILL, &METHOD],
    moves: true,
    ..Meta::BASE
};

/// The canvas that holds all of a turned picture.
fn held(angle_deg: f64, size: Size) -> [f64; 2] {
    let angle = radians(angle_deg);
    let (c, s) = (cos(angle).abs(), sin(angle).abs());
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    [h * s + w * c, h * c + w * s].map(|len| len.trunc().max(1.0))
}

/// What brings that canvas to the size.
fn stretch(angle_deg: f64, size: Size) -> [f64; 2] {
    let [wide, high] = held(angle_deg, size);
    [f64::from(size.width) / wide, f64::from(size.height) / high]
}

/// albumentations' `_create_safe_rotate_matrix` about `centre`: a turn on a canvas that holds it
/// all, stretched to the size.
fn matrix(angle_deg: f64, [cx, cy]: [f64; 2], size: Size) -> Matrix {
    let angle = radians(angle_deg);
    let (c, s) = (cos(angle), sin(angle));
    let [wide, high] = held(angle_deg, size);
    let x = (1.0 - c) * cx - s * cy + (wide / 2.0 - cx);
    let y = s * cx + (1.0 - c) * cy + (high / 2.0 - cy);
    let [sx, sy] = stretch(angle_deg, size);
    [sx * c, sx * s, sx * x, sy * -s, sy * c, sy * y]
}

fn centre(size: Size) -> [f64; 2] {
    [f64::from(size.width) * 0.5, f64::from(size.height) * 0.5]
}

impl Op for SafeRotate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn geometry(&self, args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        let (angle, size) = (args.num(&ANGLE), state.size);
        let boxes = matrix(angle, centre(size), size);
        let points = matrix(angle, centre(size).map(|v| v - 0.5), size);
        let [sx, sy] = stretch(angle, size);
        labels::geometry(args, state, size, [boxes, points], sx.max(sy))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let size = to.state.size;
        let matrix = matrix(args.num(&ANGLE), centre(size).map(|v| v - 0.5), size);
        to.warp(size, matrix, filter(args, &INTERPOLATION), border(args));
        Ok(())
    }
}
