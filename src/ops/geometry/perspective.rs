//! `perspective`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::math::normal_quantile;
use crate::ops::common::{BORDER, FILL, INTERPOLATION, no_bicubic_on_tensors};
use crate::ops::geometry::perspective_warp::{self as warp, Quad, corners_of, single, solve};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::sample::project;

/// Drawn corners.
pub struct Perspective;

/// How far the corners move in albumentations.
pub const SCALE: Param = Param::number(
    "scale",
    "How far the four corners move inwards, as the standard deviation of a share of the sides.",
)
.uniform(0.05, 0.1)
.hard(0.0, 1.0)
.slider(0.0, 0.3)
.only(&[Dialect::Cv2]);
/// How far the corners move in torchvision.
pub const DISTORTION: Param = Param::number(
    "distortion_scale",
    "How far the four corners move inwards at most, as a share of half the sides.",
)
.value(0.5)
.hard(0.0, 1.0)
.only(&[Dialect::Pil, Dialect::Torch]);
/// Whether the size stays.
pub const KEEP_SIZE: Param = Param::switch(
    "keep_size",
    "Stretches the result to the size that the picture had.",
    true,
)
.only(&[Dialect::Cv2])
.rare();
/// Whether everything stays in view.
pub const FIT: Param = Param::switch(
    "fit_output",
    "Keeps the whole picture in view instead of cutting off what leaves it.",
    false,
)
.only(&[Dialect::Cv2])
.rare();

static META: Meta = Meta {
    name: "perspective",
    title: "Perspective",
    doc: "Moves the four corners by drawn amounts, as if seen from elsewhere. Sources: albumentations 2.0.8 Perspective, torchvision 0.29 RandomPerspective (a picture one pixel wide or high is an error).",
    group: "geometry",
    aliases: &["Perspective", "RandomPerspective", "homography", "keystone"],
    params: &[
        &DISTORTION,
        &SCALE,
        &KEEP_SIZE,
        &FIT,
        &INTERPOLATION,
        &BORDER,
        &FILL,
    ],
    moves: true,
    ..Meta::BASE
};

const NAMES: [&str; 4] = ["top_left", "top_right", "bottom_right", "bottom_left"];

/// A fixed warp in the manner of the step.
fn fixed(cx: &Drawing<'_>, from: &Quad, to: &Quad) -> Fixed {
    let list = |quad: &Quad| Value::Numbers(quad.as_flattened().to_vec());
    let mut out = Fixed::new(&warp::PerspectiveWarp)
        .with_value(&warp::FROM, list(from))
        .with_value(&warp::TO, list(to));
    for param in [&INTERPOLATION, &BORDER, &FILL] {
        out = out.with_value(param, cx.args.get(param).clone());
    }
    out
}

/// Corners that three of lie on a line have no perspective.
fn flat(param: &Param, size: Size) -> Error {
    let why = format!(
        "draws three corners on a line in a picture of {} × {} px",
        size.width, size.height
    );
    Error::new(Code::Range, why).at_param(param.name)
}

/// torchvision: whole corners, each within its own quarter.
fn torchvision(cx: &Drawing<'_>) -> Result<Fixed> {
    let size = cx.state.size;
    let share = cx.num(&DISTORTION);
    let whole = |len: u32, far: bool, name: String| {
        let bound = (share * f64::from(len / 2)).trunc() + 1.0;
        let at = (cx.die.uniform(&name) * bound).floor().min(bound - 1.0);
        if far { f64::from(len) - bound + at } else { at }
    };
    let far = [[false, false], [true, false], [true, true], [false, true]];
    let to: Quad = std::array::from_fn(|k| {
        [
            whole(size.width, far[k][0], format!("{}.x", NAMES[k])),
            whole(size.height, far[k][1], format!("{}.y", NAMES[k])),
        ]
    });
    let from = corners_of(f64::from(size.width) - 1.0, f64::from(size.height) - 1.0);
    solve(&to, &from, |a, b| a * b).ok_or_else(|| flat(&DISTORTION, size))?;
    Ok(fixed(cx, &from, &to))
}

/// albumentations `generate_perspective_points` and `order_points`.
fn points(cx: &Drawing<'_>) -> [[f32; 2]; 4] {
    let (size, scale) = (cx.state.size, cx.num(&SCALE));
    let away = |name: String| (normal_quantile(cx.die.uniform(&name)) * scale).abs() % 0.32;
    let mut quad: Quad = std::array::from_fn(|k| {
        let [x, y] = ["x", "y"].map(|axis| away(format!("{}.{axis}", NAMES[k])));
        let x = if k == 1 || k == 2 { 1.0 - x } else { x };
        let y = if k == 2 || k == 3 { 1.0 - y } else { y };
        [x * f64::from(size.width), y * f64::from(size.height)]
    });
    quad.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let [a, b, c, d] = quad;
    let (tl, bl) = if a[1] < b[1] { (a, b) } else { (b, a) };
    let (tr, br) = if c[1] < d[1] { (c, d) } else { (d, c) };
    [tl, tr, br, bl].map(|p| p.map(|v| v as f32))
}

/// The distance of two points; such as are nearer than two pixels are moved apart first, as
/// `compute_perspective_params` does it.
fn apart(quad: &mut [[f32; 2]; 4], first: usize, second: usize) -> f32 {
    const LEAST: f32 = 2.0;
    let [mut a, mut b] = [quad[first], quad[second]];
    let square = |k: usize| (a[k] - b[k]) * (a[k] - b[k]);
    let size = (square(0) + square(1)).sqrt();
    if size >= LEAST {
        return size;
    }
    let step = (LEAST - size) / 2.0;
    for k in 0..2 {
        // Four assignments in turn, each seeing what the ones before did.
        if a[k] > b[k] {
            a[k] += step;
        }
        if a[k] > b[k] {
            b[k] -= step;
        }
        if a[k] <= b[k] {
            a[k] -= step;
        }
        if a[k] <= b[k] {
            b[k] += step;
        }
    }
    (quad[first], quad[second]) = (a, b);
    LEAST
}

/// The whole picture as it lies after a matrix: whole corners from 0 on.
fn expanded(matrix: &[f64; 9], size: Size) -> Quad {
    let corners = corners_of(f64::from(size.width), f64::from(size.height));
    let moved = corners.map(|p| project(matrix, p).map(|v| v as f32));
    let low = |k: usize| moved.iter().map(|p| p[k]).fold(f32::INFINITY, f32::min);
    let low = [low(0), low(1)];
    moved.map(|p| [0, 1].map(|k| f64::from((p[k] - low[k]).round_ties_even())))
}

fn albumentations(cx: &Drawing<'_>) -> Result<Fixed> {
    let size = cx.state.size;
    let mut quad = points(cx);
    let mut longer = |pairs: [(usize, usize); 2]| {
        let [a, b] = pairs.map(|(first, second)| apart(&mut quad, first, second));
        f64::from(a.max(b)).trunc()
    };
    let mut canvas = [longer([(1, 0), (2, 3)]), longer([(2, 1), (3, 0)])];
    let own = corners_of(f64::from(size.width), f64::from(size.height));
    let mut from = quad.map(|p| p.map(f64::from));
    let mut to = own;
    let solved = |from: &Quad, to: &Quad| solve(from, to, single).ok_or_else(|| flat(&SCALE, size));
    let matrix = solved(&from, &to)?;
    if cx.args.on(&FIT) {
        to = expanded(&matrix, size);
        from = own;
        let most = |k: usize| to.iter().map(|p| p[k]).fold(0.0, f64::max);
        canvas = [most(0), most(1)];
        solved(&from, &to)?;
    }
    if canvas.iter().any(|v| *v < 1.0 || *v > warp::WIDTH.max) {
        let why = format!("draws a picture of {} × {} px", canvas[0], canvas[1]);
        return Err(Error::new(Code::Range, why).at_param(SCALE.name));
    }
    let out = if cx.args.on(&KEEP_SIZE) {
        [size.width, size.height].map(f64::from)
    } else {
        canvas
    };
    Ok(fixed(cx, &from, &to)
        .with(&warp::WIDTH, out[0])
        .with(&warp::HEIGHT, out[1])
        .with(&warp::CANVAS_WIDTH, canvas[0])
        .with(&warp::CANVAS_HEIGHT, canvas[1]))
}

impl Op for Perspective {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic_on_tensors(args, &INTERPOLATION, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        Ok(Drawn::Fixed(vec![match cx.dialect {
            Dialect::Cv2 => albumentations(cx)?,
            _ => torchvision(cx)?,
        }]))
    }
}
