//! `affine`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::common::{
    Affine as Map, BORDER, FILL, INTERPOLATION, border, filter, no_bicubic_on_tensors,
};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, State};

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
pub const SCALE_X: Param = Param::number("scale_x", "Further scale across alone.")
    .value(1.0)
    .hard(0.0001, 100.0)
    .slider(0.25, 4.0)
    .only(&[Dialect::Cv2])
    .rare()
    .identity(1.0);
/// Scale down alone.
pub const SCALE_Y: Param = Param::number("scale_y", "Further scale down alone.")
    .value(1.0)
    .hard(0.0001, 100.0)
    .slider(0.25, 4.0)
    .only(&[Dialect::Cv2])
    .rare()
    .identity(1.0);
/// Shear across.
pub const SHEAR_X: Param = Param::number("shear_x_deg", "Shear across.")
    .value(0.0)
    .hard(-85.0, 85.0)
    .slider(-45.0, 45.0)
    .by(0.5)
    .unit("°")
    .identity(0.0);
/// Shear down.
pub const SHEAR_Y: Param = Param::number("shear_y_deg", "Shear down.")
    .value(0.0)
    .hard(-85.0, 85.0)
    .slider(-45.0, 45.0)
    .by(0.5)
    .unit("°")
    .identity(0.0);

static META: Meta = Meta {
    name: "affine",
    title: "Affine",
    doc: "Turns, shifts, scales and shears about the centre in one step; the size stays. Sources: torchvision 0.29 RandomAffine (which turns clockwise: augplay's sign is the opposite), albumentations 2.0.8 Affine.",
    group: "geometry",
    aliases: &[
        "Affine",
        "RandomAffine",
        "ShiftScaleRotate",
        "RandAffine",
        "translate scale rotate shear",
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
        &INTERPOLATION,
        &BORDER,
        &FILL,
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

    fn geometry(&self, args: &Args, state: &State, dialect: Dialect) -> Result<Geometry> {
        let (map, size) = (map(args, state.size, dialect), state.size);
        Ok(match dialect {
            Dialect::Cv2 => Geometry::Affine {
                size,
                boxes: map.albumentations(centre(size)),
                points: map.albumentations(centre(size).map(|v| v - 0.5)),
            },
            _ => Geometry::both(size, map.torchvision_forward(centre(size))),
        })
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let size = to.state.size;
        let map = map(args, size, to.dialect);
        let matrix = match to.dialect {
            Dialect::Pil => map.torchvision_inverse(centre(size)),
            Dialect::Cv2 => map.albumentations(centre(size).map(|v| v - 0.5)),
            Dialect::Torch => map.torchvision_inverse([0.0; 2]),
        };
        to.warp(size, matrix, filter(args, &INTERPOLATION), border(args));
        Ok(())
    }
}
