//! `rotate`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::rearrange::{Rearrange, Turn};
use crate::kernel::{Border, Dialect};
use crate::math::{cos, radians, sin};
use crate::ops::common::{
    Affine, BORDER, FILL, INTERPOLATION, border, filter, no_bicubic_on_tensors,
};
use crate::ops::labels::{self, METHOD};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, Matrix, State, apply};

/// Turn about the centre.
pub struct Rotate;

/// The angle.
pub const ANGLE: Param = Param::number(
    "angle_deg",
    "How far the picture turns; positive is counter-clockwise.",
)
.uniform(-15.0, 15.0)
.hard(-3600.0, 3600.0)
.slider(-180.0, 180.0)
.by(0.5)
.unit("°")
.identity(0.0);

/// Whether made-up corners are cut off.
pub const CROP_BORDER: Param = Param::switch(
    "crop_border",
    "Cuts out the greatest upright rectangle without made-up pixels; the size changes.",
    false,
)
.only(&[Dialect::Cv2])
.rare();
/// Whether the canvas grows.
pub const EXPAND: Param = Param::switch(
    "expand",
    "Enlarges the canvas so that the whole turned picture is in view.",
    false,
)
.only(&[Dialect::Pil, Dialect::Torch])
.rare();

static META: Meta = Meta {
    name: "rotate",
    title: "Rotate",
    doc: "Turns the picture about its centre; the size stays unless told otherwise. Sources: Pillow 13 Image.rotate, albumentations 2.0.8 Rotate, torchvision 0.29 rotate.",
    group: "geometry",
    aliases: &[
        "Rotate",
        "RandomRotation",
        "RandRotate",
        "RandRotated",
        "turn",
    ],
    params: &[
        &ANGLE,
        &EXPAND,
        &CROP_BORDER,
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

/// Pictures are turned by whole quarters without interpolation where the size allows it.
fn quarters(angle_deg: f64, size: Size, expand: bool) -> Option<Turn> {
    let fits = expand || size.width == size.height;
    match angle_deg.rem_euclid(360.0) {
        0.0 => Some(Turn::None),
        180.0 => Some(Turn::Half),
        90.0 if fits => Some(Turn::Quarter),
        270.0 if fits => Some(Turn::ThreeQuarters),
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

/// The corners of a picture.
fn corners(size: Size) -> [[f64; 2]; 4] {
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    [[0.0, 0.0], [0.0, h], [w, h], [w, 0.0]]
}

/// Pillow's matrix on a canvas that holds all of the picture, and its size.
fn pillow_expanded(angle_deg: f64, size: Size) -> (Matrix, Size) {
    let mut m = pillow(angle_deg, size);
    let moved = corners(size).map(|p| apply(&m, p));
    let span = |k: usize| {
        let high = moved.iter().map(|p| p[k]).fold(f64::NEG_INFINITY, f64::max);
        let low = moved.iter().map(|p| p[k]).fold(f64::INFINITY, f64::min);
        high.ceil() - low.floor()
    };
    let (nw, nh) = (span(0), span(1));
    let start = [
        -(nw - f64::from(size.width)) / 2.0,
        -(nh - f64::from(size.height)) / 2.0,
    ];
    [m[2], m[5]] = apply(&m, start);
    (m, Size::new(nw as u32, nh as u32))
}

/// torchvision's `_compute_affine_output_size`, single precision.
fn torch_expanded(m: &Matrix, size: Size) -> Size {
    let half = [size.width, size.height].map(|v| v as f32 * 0.5);
    let m = m.map(|v| v as f32);
    let [x, y] = half;
    let moved = [[-x, -y], [-x, y], [x, y], [x, -y]]
        .map(|[x, y]| [x * m[0] + y * m[1] + m[2], x * m[3] + y * m[4] + m[5]]);
    let tolerated = |v: f32| (v * 10000.0).trunc() * 1e-4;
    let span = |k: usize| {
        let high = moved.iter().map(|p| p[k]).fold(f32::NEG_INFINITY, f32::max);
        let low = moved.iter().map(|p| p[k]).fold(f32::INFINITY, f32::min);
        (tolerated(high + half[k]).ceil() - tolerated(low + half[k]).floor()) as u32
    };
    Size::new(span(0), span(1))
}

/// The canvas of an expanding rotation.
fn expanded(angle_deg: f64, size: Size, dialect: Dialect) -> Size {
    if let Some(turn) = quarters(angle_deg, size, true) {
        return turn.size(size);
    }
    match dialect {
        Dialect::Torch => {
            torch_expanded(&Affine::turn(angle_deg).torchvision_inverse([0.0; 2]), size)
        }
        _ => pillow_expanded(angle_deg, size).1,
    }
}

/// The greatest upright rectangle in the turned picture: corner and size. albumentations'
/// `_rotated_rect_with_max_area`.
fn inner(angle_deg: f64, size: Size) -> Result<(i64, i64, Size)> {
    let angle = radians(angle_deg);
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let wide = w >= h;
    let (long, short) = if wide { (w, h) } else { (h, w) };
    let (s, c) = (sin(angle).abs(), cos(angle).abs());
    let (wr, hr) = if short <= 2.0 * s * c * long || (s - c).abs() < 1e-10 {
        let x = 0.5 * short;
        if wide { (x / s, x / c) } else { (x / c, x / s) }
    } else {
        let twice = c * c - s * s;
        ((w * c - h * s) / twice, (h * c - w * s) / twice)
    };
    let span = |len: f64, part: f64| {
        let low = (len / 2.0 - part / 2.0).trunc().max(0.0);
        let high = (len / 2.0 + part / 2.0).trunc().min(len);
        (low as i64, (high - low).max(0.0) as u32)
    };
    let ((x, width), (y, height)) = (span(w, wr), span(h, hr));
    if width == 0 || height == 0 {
        let why = format!("leaves nothing of {w} × {h} px turned by {angle_deg}°");
        return Err(Error::new(Code::Range, why)
            .at_param(CROP_BORDER.name)
            .with_value(true));
    }
    Ok((x, y, Size::new(width, height)))
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
        let (angle, size) = (args.num(&ANGLE), state.size);
        let map = Affine::turn(angle);
        if dialect == Dialect::Cv2 {
            let boxes = map.albumentations(centre(size));
            let points = map.albumentations(centre(size).map(|v| v - 0.5));
            let turned = labels::geometry(args, state, size, [boxes, points], 1.0)?;
            if !args.on(&CROP_BORDER) {
                return Ok(turned);
            }
            let (x, y, size) = inner(angle, size)?;
            return Ok(turned.cut([x as f64, y as f64], size));
        }
        let forward = map.torchvision_forward(centre(size));
        if !args.on(&EXPAND) {
            return Ok(Geometry::both(size, forward));
        }
        let around = corners(size).map(|p| apply(&forward, p));
        let low = |k: usize| around.iter().map(|p| p[k]).fold(f64::INFINITY, f64::min);
        let canvas = expanded(angle, size, dialect);
        crate::image::check_size(canvas)?;
        Ok(Geometry::both(canvas, moved(forward, -low(0), -low(1))))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (angle, size) = (args.num(&ANGLE), to.state.size);
        let expand = args.on(&EXPAND) && to.dialect != Dialect::Cv2;
        let whole = match to.dialect {
            Dialect::Pil => quarters(angle, size, expand),
            Dialect::Torch if expand => quarters(angle, size, expand),
            _ => None,
        };
        if let Some(turn) = whole {
            to.rearrange(Rearrange::turned(turn, size));
            return Ok(());
        }
        let (filter, border) = (filter(args, &INTERPOLATION), border(args));
        let canvas = if expand {
            expanded(angle, size, to.picture)
        } else {
            size
        };
        let matrix = match to.dialect {
            Dialect::Pil if expand => pillow_expanded(angle, size).0,
            Dialect::Pil => pillow(angle, size),
            Dialect::Cv2 => Affine::turn(angle).albumentations(centre(size).map(|v| v - 0.5)),
            Dialect::Torch => Affine::turn(angle).torchvision_inverse([0.0; 2]),
        };
        to.warp(canvas, matrix, filter, border);
        if to.dialect == Dialect::Cv2 && args.on(&CROP_BORDER) {
            let (x, y, size) = inner(angle, size)?;
            to.rearrange(Rearrange::window(x, y, size, Border::Constant([0; 3])));
        }
        Ok(())
    }
}

/// A matrix and a shift after it.
fn moved(mut m: Matrix, x: f64, y: f64) -> Matrix {
    m[2] += x;
    m[5] += y;
    m
}
