//! `perspective_warp`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::math::{atan2, degrees};
use crate::ops::common::{BORDER, FILL, INTERPOLATION, border, filter, no_bicubic_on_tensors};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{Geometry, Homography, State, Turning};

/// Four points go to four others.
pub struct PerspectiveWarp;

const fn corners(name: &'static str, doc: &'static str) -> Param {
    Param::numbers(name, doc, 8, 8).hard(-1e6, 1e6).unit("px")
}

const fn length(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .value(0.0)
        .hard(0.0, 16384.0)
        .slider(0.0, 1024.0)
        .unit("px")
        .only(&[Dialect::Cv2])
        .fixed()
        .rare()
}

/// The four points.
pub const FROM: Param = corners(
    "from_px",
    "Four points of the picture, x and y of each, clockwise from the top left; its corners when absent.",
);
/// Where they go.
pub const TO: Param = corners(
    "to_px",
    "Where the four points go; the picture's corners when absent.",
);
/// Width of the output.
pub const WIDTH: Param = length("width_px", "Width after the step; 0 keeps the picture's.");
/// Height of the output.
pub const HEIGHT: Param = length("height_px", "Height after the step; 0 keeps the picture's.");
/// Width that the targets refer to.
pub const CANVAS_WIDTH: Param = length(
    "canvas_width_px",
    "Width that is stretched to the output's; 0 stretches nothing.",
);
/// Height that the targets refer to.
pub const CANVAS_HEIGHT: Param = length(
    "canvas_height_px",
    "Height that is stretched to the output's; 0 stretches nothing.",
);

static META: Meta = Meta {
    name: "perspective_warp",
    title: "Perspective warp",
    doc: "Moves four points to four others as a change of perspective does. Sources: OpenCV 5.0 getPerspectiveTransform and warpPerspective, torchvision 0.29 perspective.",
    group: "geometry",
    aliases: &["warpPerspective", "four point transform"],
    params: &[
        &FROM,
        &TO,
        &WIDTH,
        &HEIGHT,
        &CANVAS_WIDTH,
        &CANVAS_HEIGHT,
        &INTERPOLATION,
        &BORDER,
        &FILL,
    ],
    moves: true,
    fixed: true,
    ..Meta::BASE
};

/// Four points, x and y.
pub(super) type Quad = [[f64; 2]; 4];

/// The corners of a picture, clockwise from the top left.
pub(super) fn corners_of(width: f64, height: f64) -> Quad {
    [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]
}

/// The matrix that takes `from` to `to`; nothing where three points lie on a line. `product` is how
/// the library multiplies two coordinates.
pub(super) fn solve(from: &Quad, to: &Quad, product: fn(f64, f64) -> f64) -> Option<Homography> {
    let mut rows = [[0.0; 9]; 8];
    for (i, ([x, y], [u, v])) in from.iter().zip(to).enumerate() {
        let [xu, yu, xv, yv] = [(x, u), (y, u), (x, v), (y, v)].map(|(a, b)| -product(*a, *b));
        rows[i] = [*x, *y, 1.0, 0.0, 0.0, 0.0, xu, yu, *u];
        rows[i + 4] = [0.0, 0.0, 0.0, *x, *y, 1.0, xv, yv, *v];
    }
    // Gaussian elimination with the greatest pivot of each column.
    for k in 0..8 {
        let mut best = k;
        for row in k + 1..8 {
            if rows[row][k].abs() > rows[best][k].abs() {
                best = row;
            }
        }
        rows.swap(k, best);
        if rows[k][k].abs() < 1e-10 {
            return None;
        }
        let pivot = rows[k];
        for row in &mut rows[k + 1..] {
            let share = row[k] / pivot[k];
            for (v, p) in row.iter_mut().zip(pivot).skip(k) {
                *v -= share * p;
            }
        }
    }
    let mut found = [1.0; 9];
    for k in (0..8).rev() {
        let known: f64 = (k + 1..8).map(|j| rows[k][j] * found[j]).sum();
        found[k] = (rows[k][8] - known) / rows[k][k];
    }
    Some(found)
}

/// OpenCV multiplies coordinates in single precision.
pub(super) fn single(a: f64, b: f64) -> f64 {
    f64::from(a as f32 * b as f32)
}

/// What a step does to a picture of `size`: where its points go, the matrix that the dialect's warp
/// takes, and the size after it.
struct Plan {
    forward: Homography,
    matrix: Homography,
    size: Size,
    /// How far keypoints' directions turn, in degrees, and the factor of their sizes.
    turn: f64,
    scale: f64,
}

fn plan(args: &Args, size: Size, dialect: Dialect) -> Result<Plan> {
    let own = corners_of(f64::from(size.width), f64::from(size.height));
    let quad = |param: &Param| match *args.numbers(param) {
        [a, b, c, d, e, f, g, h] => [[a, b], [c, d], [e, f], [g, h]],
        _ => own,
    };
    let (from, to) = (quad(&FROM), quad(&TO));
    let line = || Error::new(Code::Range, "has three points on a line").at_param(TO.name);
    if dialect != Dialect::Cv2 {
        // From output to source, which torchvision rounds to single precision.
        let back = solve(&to, &from, |a, b| a * b).ok_or_else(line)?;
        let back = back.map(|v| f64::from(v as f32));
        let forward = inverse(&back).ok_or_else(line)?;
        return Ok(Plan {
            forward,
            matrix: back,
            size,
            turn: 0.0,
            scale: 1.0,
        });
    }
    let length = |param: &Param, rest: u32| match args.int(param) {
        0 => rest,
        v => v as u32,
    };
    let out = Size::new(length(&WIDTH, size.width), length(&HEIGHT, size.height));
    let stretch = |canvas: &Param, len: u32| f64::from(len) / f64::from(length(canvas, len));
    let (x, y) = (
        stretch(&CANVAS_WIDTH, out.width),
        stretch(&CANVAS_HEIGHT, out.height),
    );
    let [a, b, c, d, e, f, last @ ..] = solve(&from, &to, single).ok_or_else(line)?;
    let [g, h, i] = last;
    let matrix = [x * a, x * b, x * c, y * d, y * e, y * f, g, h, i];
    Ok(Plan {
        forward: matrix,
        matrix,
        size: out,
        turn: degrees(atan2(d, a)),
        scale: signed(a, b).max(signed(e, d)) * x.max(y),
    })
}

/// A row's length with the sign of its entry on the diagonal: albumentations 2.0.8
/// `perspective_keypoints`.
fn signed(on: f64, off: f64) -> f64 {
    let sign = f64::from(i8::from(on > 0.0) - i8::from(on < 0.0));
    sign * (on * on + off * off).sqrt()
}

/// The inverse of output-to-source coefficients, its last entry 1.
fn inverse(m: &Homography) -> Option<Homography> {
    let [a, b, c, d, e, f, g, h, _] = *m;
    let denom = a * e - b * d;
    let out = [
        e - f * h,
        c * h - b,
        b * f - c * e,
        f * g - d,
        a - c * g,
        c * d - a * f,
        d * h - e * g,
        b * g - a * h,
        denom,
    ]
    .map(|v| v / denom);
    out.iter().all(|v| v.is_finite()).then_some(out)
}

impl Op for PerspectiveWarp {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_bicubic_on_tensors(args, &INTERPOLATION, dialect)
    }

    fn geometry(&self, args: &Args, state: &State, dialect: Dialect) -> Result<Geometry> {
        let plan = plan(args, state.size, dialect)?;
        crate::image::check_size(plan.size)?;
        let moved = Geometry::projective(plan.size, plan.forward);
        Ok(moved.turning(Turning::By(plan.turn)).scaling(plan.scale))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let plan = plan(args, to.state.size, to.dialect)?;
        let filter = filter(args, &INTERPOLATION);
        to.project(plan.size, plan.matrix, filter, border(args));
        Ok(())
    }
}
