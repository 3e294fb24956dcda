//! `rotate`.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::kernel::rearrange::{Rearrange, Turn};
use crate::math::{cos, radians, sin};
use crate::ops::common::{
    Affine, BORDER, FILL, INTERPOLATION, border, filter, no_bicubic_on_tensors,
};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, Matrix, State};

/// Turn about the centre.
pub struct Rotate;

/// The angle.
pub const ANGLE: Param = Param::number("angle_deg", "Angle; positive turns counter-clockwise.")
    .uniform(-15.0, 15.0)
    .hard(-3600.0, 3600.0)
    .slider(-180.0, 180.0)
    .by(0.5)
    .unit("°")
    .identity(0.0);

static META: Meta = Meta {
    name: "rotate",
    title: "Rotate",
    doc: "Turns the picture about its centre; the size stays. Sources: Pillow 13 Image.rotate, albumentations 2.0.8 Rotate, torchvision 0.29 rotate.",
    group: "geometry",
    aliases: &[
        "Rotate",
        "RandomRotation",
        "RandRotate",
        "SafeRotate",
        "turn",
    ],
    params: &[&ANGLE, &INTERPOLATION, &BORDER, &FILL],
    moves: true,
    ..Meta::BASE
};

fn centre(size: Size) -> [f64; 2] {
    [f64::from(size.width) * 0.5, f64::from(size.height) * 0.5]
}

/// Pillow turns by whole quarters without interpolation where the size allows it.
fn quarters(angle_deg: f64, size: Size) -> Option<Turn> {
    let square = size.width == size.height;
    match angle_deg.rem_euclid(360.0) {
        0.0 => Some(Turn::None),
        180.0 => Some(Turn::Half),
        90.0 if square => Some(Turn::Quarter),
        270.0 if square => Some(Turn::ThreeQuarters),
        _ => None,
    }
}

/// Pillow 13 `Image.rotate`: entries rounded to 15 decimals, output to source.
fn pillow(angle_deg: f64, size: Size) -> Matrix {
    let [cx, cy] = centre(size);
    let turn = -radians(angle_deg.rem_euclid(360.0));
    let (c, s) = (round15(cos(turn)), round15(sin(turn)));
    let minus = round15(-sin(turn));
    [
        c,
        s,
        c * -cx + s * -cy + cx,
        minus,
        c,
        minus * -cx + c * -cy + cy,
    ]
}

/// Python's `round(v, 15)`: through the decimal text, which is correctly rounded.
fn round15(v: f64) -> f64 {
    format!("{v:.15}").parse().unwrap_or(v)
}

impl Op for Rotate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic_on_tensors(args, &INTERPOLATION, dialect)
    }

    fn geometry(&self, args: &Args, state: &State, dialect: Dialect) -> Result<Geometry> {
        let (map, size) = (Affine::turn(args.num(&ANGLE)), state.size);
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
        let (angle, size) = (args.num(&ANGLE), to.state.size);
        let matrix = match to.dialect {
            Dialect::Pil => {
                if let Some(turn) = quarters(angle, size) {
                    to.rearrange(Rearrange::turned(turn, size));
                    return Ok(());
                }
                pillow(angle, size)
            }
            Dialect::Cv2 => Affine::turn(angle).albumentations(centre(size).map(|v| v - 0.5)),
            Dialect::Torch => Affine::turn(angle).torchvision_inverse([0.0; 2]),
        };
        to.warp(size, matrix, filter(args, &INTERPOLATION), border(args));
        Ok(())
    }
}
