//! How boxes and keypoints follow Albumentations' affine ops and its reflecting borders.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::{Border, Dialect};
use crate::ops::common::{BORDER, border};
use crate::param::{Args, Param};
use crate::sample::{Around, Geometry, Matrix, Sides, State, apply, pictures};

/// What a turned box is drawn around.
pub(super) const METHOD: Param = Param::choice(
    "rotate_method",
    "What the box around a turned box holds: the box's corners (largest_box), or the ellipse in it, which is tighter.",
    &["largest_box", "ellipse"],
    "largest_box",
)
.only(&[Dialect::Cv2])
.rare();

/// The most boxes and keypoints that mirrors may show in one step.
const MOST: i64 = 1_000_000;

/// albumentations 2.0.8 `bboxes_affine` and `keypoints_affine`: boxes and keypoints that go by these
/// matrices onto a canvas, and a factor of keypoints' sizes.
pub(super) fn geometry(
    args: &Args,
    state: &State,
    canvas: Size,
    [boxes, points]: [Matrix; 2],
    scale: f64,
) -> Result<Geometry> {
    let mut out = Geometry::affine(canvas, boxes, points);
    if args.word(&METHOD) == "ellipse" {
        out.around = Around::Ellipse;
    }
    let seen = [canvas.width, canvas.height].map(f64::from);
    out.within = Some([0.0, 0.0, seen[0], seen[1]]);
    if matches!(border(args), Border::Reflect | Border::Reflect101) {
        let sides = [boxes, points].map(|m| beyond(&m, state.size));
        out.mirrors = Some(mirrors(sides, state)?);
    }
    Ok(out.scaling(scale))
}

/// What a border mirrors, unless that is more than can be held.
pub(super) fn mirrors(sides: [Sides; 2], state: &State) -> Result<[Sides; 2]> {
    let counts = [state.boxes.len(), state.keypoints.len()];
    let shown = |k: usize| pictures(sides[k], state.size).saturating_mul(counts[k] as i64);
    let most = shown(0).max(shown(1));
    if state.rules.reflections && most > MOST {
        let why = format!("mirrors {most} boxes or keypoints; the limit is {MOST}");
        return Err(Error::new(Code::Limit, why)
            .at_param(BORDER.name)
            .with_value("reflect"));
    }
    Ok(sides)
}

/// `calculate_affine_transform_padding`: how far beyond the picture the output looks.
fn beyond(m: &Matrix, size: Size) -> Sides {
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let own = [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]];
    let ends = |points: &[[f64; 2]]| {
        let axis = |k: usize| points.iter().map(move |p| p[k]);
        [0, 1].map(|k| {
            [
                axis(k).fold(f64::INFINITY, f64::min),
                axis(k).fold(f64::NEG_INFINITY, f64::max),
            ]
        })
    };
    let [[x0, x1], [y0, y1]] = ends(&[own, own.map(|p| apply(m, p))].concat());
    let back = inverse(m);
    let corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
    let [[x0, x1], [y0, y1]] = ends(&corners.map(|p| apply(&back, p)));
    [-x0, -y0, x1 - w, y1 - h].map(|px| px.ceil().max(0.0) as i64)
}

fn inverse(m: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *m;
    let det = a * e - b * d;
    let [a, b, d, e] = [e / det, -b / det, -d / det, a / det];
    [a, b, -(a * c + b * f), d, e, -(d * c + e * f)]
}
