//! `affine`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::common::{
    Affine as Map, BORDER, FILL, INTERPOLATION, border, filter, no_bicubic_on_tensors,
};
use crate::ops::labels::{self, METHOD};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param};
use crate::policy::law::Law;
use crate::program::Lowering;
use crate::sample::{Geometry, Matrix, State, apply};

/// Rotation, translation, scale and shear at once.
pub struct Affine;

/// The angle.
pub const ANGLE: Param = Param::number("angle_deg", "Angle; positive turns counter-clockwise.")
    .uniform(-10.0, 10.0)
    .hard(-3600.0, 3600.0)
    .slider(-180.0, 180.0)
    .by(0.5)
    .unit("°")
    .identity(0.0);
/// Shift to the right.
pub const TRANSLATE_X: Param = Param::number(
    "translate_x_frac",
    "Shift to the right, as a share of the width; whole px in the end.",
)
.uniform(-0.1, 0.1)
.hard(-2.0, 2.0)
.slider(-1.0, 1.0)
.identity(0.0);
/// Shift downwards.
pub const TRANSLATE_Y: Param = Param::number(
    "translate_y_frac",
    "Shift downwards, as a share of the height; whole px in the end.",
)
.uniform(-0.1, 0.1)
.hard(-2.0, 2.0)
.slider(-1.0, 1.0)
.identity(0.0);
/// Shift to the right in px.
pub const TRANSLATE_X_PX: Param = Param::number(
    "translate_x_px",
    "Shift to the right in px, added to the share.",
)
.value(0.0)
.hard(-16384.0, 16384.0)
.slider(-256.0, 256.0)
.by(1.0)
.unit("px")
.rare()
.identity(0.0);
/// Shift downwards in px.
pub const TRANSLATE_Y_PX: Param = Param::number(
    "translate_y_px",
    "Shift downwards in px, added to the share.",
)
.value(0.0)
.hard(-16384.0, 16384.0)
.slider(-256.0, 256.0)
.by(1.0)
.unit("px")
.rare()
.identity(0.0);
/// Scale.
pub const SCALE: Param = Param::number("scale", "Size of the content; above 1 enlarges.")
    .uniform(0.9, 1.1)
    .hard(0.0001, 100.0)
    .slider(0.25, 4.0)
    .identity(1.0);
/// Scale across alone.
pub const SCALE_X: Param = Param::number("scale_x", "Further factor of the width alone.")
    .value(1.0)
    .hard(0.0001, 100.0)
    .slider(0.25, 4.0)
    .only(&[Dialect::Cv2])
    .rare()
    .identity(1.0);
/// Scale down alone.
pub const SCALE_Y: Param = Param::number("scale_y", "Further factor of the height alone.")
    .value(1.0)
    .hard(0.0001, 100.0)
    .slider(0.25, 4.0)
    .only(&[Dialect::Cv2])
    .rare()
    .identity(1.0);
/// Shear across.
pub const SHEAR_X: Param = Param::number("shear_x_deg", "Angle by which upright lines lean.")
    .value(0.0)
    .hard(-85.0, 85.0)
    .slider(-45.0, 45.0)
    .by(0.5)
    .unit("°")
    .identity(0.0);
/// Shear down.
pub const SHEAR_Y: Param = Param::number("shear_y_deg", "Angle by which level lines lean.")
    .value(0.0)
    .hard(-85.0, 85.0)
    .slider(-45.0, 45.0)
    .by(0.5)
    .unit("°")
    .identity(0.0);

/// Whether the canvas follows.
pub const FIT: Param = Param::switch(
    "fit_output",
    "Lays the canvas around what the picture becomes, with no regard to its shift; the size changes.",
    false,
)
.only(&[Dialect::Cv2])
.rare();
/// Whether enlarging and shrinking are equally likely.
pub const BALANCED: Param = Param::switch(
    "balanced_scale",
    "Draws a uniform scale below 1 and above 1 with equal chance, whatever the widths of the two parts.",
    false,
)
.only(&[Dialect::Cv2])
.rare();

static META: Meta = Meta {
    name: "affine",
    title: "Affine",
    doc: "Turns, shifts, scales and shears about the centre in one step; the size stays unless told otherwise. Sources: torchvision 0.29 RandomAffine (which turns clockwise: augplay's sign is the opposite), albumentations 2.0.8 Affine.",
    group: "geometry",
    aliases: &[
        "Affine",
        "RandomAffine",
        "ShiftScaleRotate",
        "RandAffine",
        "RandAffined",
        "RandZoom",
        "RandZoomd",
        "RandomZoom",
        "Zoom",
        "translate scale rotate shear",
        "warpAffine",
    ],
    params: &[
        &ANGLE,
        &TRANSLATE_X,
        &TRANSLATE_Y,
        &SCALE,
        &SHEAR_X,
        &SHEAR_Y,
        &TRANSLATE_X_PX,
        &TRANSLATE_Y_PX,
        &SCALE_X,
        &SCALE_Y,
        &FIT,
        &BALANCED,
        &INTERPOLATION,
        &BORDER,
        &FILL,
        &METHOD,
    ],
    moves: true,
    ..Meta::BASE
};

fn centre(size: Size) -> [f64; 2] {
    [f64::from(size.width) * 0.5, f64::from(size.height) * 0.5]
}

/// The op's numbers for a picture of `size`. A share becomes whole px, as `RandomAffine` draws it
/// (rounded) and A.Affine (the fraction dropped).
fn map(args: &Args, size: Size, dialect: Dialect) -> Map {
    let shift = |share: &Param, px: &Param, len: u32| {
        let shift = args.num(share) * f64::from(len);
        let whole = match dialect {
            Dialect::Cv2 => shift.trunc(),
            _ => shift.round_ties_even(),
        };
        whole + args.num(px)
    };
    let scale = args.num(&SCALE);
    Map {
        angle_deg: args.num(&ANGLE),
        translate: [
            shift(&TRANSLATE_X, &TRANSLATE_X_PX, size.width),
            shift(&TRANSLATE_Y, &TRANSLATE_Y_PX, size.height),
        ],
        scale: [scale * args.num(&SCALE_X), scale * args.num(&SCALE_Y)],
        shear_deg: [args.num(&SHEAR_X), args.num(&SHEAR_Y)],
    }
}

/// albumentations' `compute_affine_warp_output_shape`: the matrix moved so that all of the picture
/// lies on the canvas, and the canvas.
fn fitted(m: Matrix, size: Size) -> Result<(Matrix, Size)> {
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let corners = [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]].map(|p| apply(&m, p));
    let ends = |k: usize| {
        let low = corners.iter().map(|p| p[k]).fold(f64::INFINITY, f64::min);
        let high = corners
            .iter()
            .map(|p| p[k])
            .fold(f64::NEG_INFINITY, f64::max);
        (low.floor(), high.ceil())
    };
    let ((left, right), (top, bottom)) = (ends(0), ends(1));
    let canvas = Size::new((right - left + 1.0) as u32, (bottom - top + 1.0) as u32);
    crate::image::check_size(canvas)?;
    let [a, b, c, d, e, f] = m;
    Ok(([a, b, c - left, d, e, f - top], canvas))
}

/// A uniform law's number where each side of 1 has the same chance: `Affine._get_scale`.
fn balanced(cx: &Drawing<'_>, param: &Param) -> Option<f64> {
    let Law::Uniform(low, high) = cx.args.law(param) else {
        return None;
    };
    let side = cx.die.uniform(&format!("{}.side", param.name));
    let law = match (low < 1.0, high > 1.0) {
        (true, true) if side >= 0.5 => Law::Uniform(1.0, high),
        (true, _) => Law::Uniform(low, 1.0),
        (false, true) => Law::Uniform(1.0, high),
        (false, false) => Law::Const(1.0),
    };
    Some(law.draw(&cx.die, param.name, false))
}

impl Op for Affine {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic_on_tensors(args, &INTERPOLATION, dialect)?;
        let (x, y) = (args.num(&SCALE) * args.num(&SCALE_X), args.num(&SHEAR_Y));
        if x.is_finite() && y.is_finite() {
            return Ok(());
        }
        Err(Error::new(Code::Range, "gives no finite matrix").at_param("scale"))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if cx.args.on(&BALANCED) {
            for param in [&SCALE, &SCALE_X, &SCALE_Y] {
                if let Some(scale) = balanced(cx, param) {
                    args = args.with(param, scale);
                }
            }
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn geometry(&self, args: &Args, state: &State, dialect: Dialect) -> Result<Geometry> {
        let (map, size) = (map(args, state.size, dialect), state.size);
        if dialect != Dialect::Cv2 {
            let forward = map.torchvision_forward(centre(size));
            return Ok(Geometry::both(size, forward).scaling(map.scale[0]));
        }
        let mut boxes = map.albumentations(centre(size));
        let mut points = map.albumentations(centre(size).map(|v| v - 0.5));
        let mut canvas = size;
        if args.on(&FIT) {
            boxes = fitted(boxes, size)?.0;
            (points, canvas) = fitted(points, size)?;
        }
        let scale = map.scale[0].max(map.scale[1]);
        labels::geometry(args, state, canvas, [boxes, points], scale)
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let size = to.state.size;
        let map = map(args, size, to.dialect);
        let matrix = match to.dialect {
            Dialect::Pil => map.torchvision_inverse(centre(size)),
            Dialect::Cv2 => map.albumentations(centre(size).map(|v| v - 0.5)),
            Dialect::Torch => map.torchvision_inverse([0.0; 2]),
        };
        let (matrix, size) = if to.dialect == Dialect::Cv2 && args.on(&FIT) {
            fitted(matrix, size)?
        } else {
            (matrix, size)
        };
        to.warp(size, matrix, filter(args, &INTERPOLATION), border(args));
        Ok(())
    }
}
