//! Where an op takes boxes and keypoints.

use crate::image::Size;
use crate::math::{atan2, cos, degrees, radians, sin};
use crate::sample::{Keypoint, Sides};

/// `[a, b, c, d, e, f]`: x' = a·x + b·y + c, y' = d·x + e·y + f.
pub type Matrix = [f64; 6];

/// `m` applied to a point.
pub(crate) fn apply(m: &Matrix, [x, y]: [f64; 2]) -> [f64; 2] {
    [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]]
}

/// `[a, b, c, d, e, f, g, h, i]`, by rows: x' = (a·x + b·y + c) / (g·x + h·y + i), and so on.
pub type Homography = [f64; 9];

/// `m` applied to a point; OpenCV takes what lies on the horizon to 0.
pub(crate) fn project(m: &Homography, [x, y]: [f64; 2]) -> [f64; 2] {
    let w = m[6] * x + m[7] * y + m[8];
    if w.abs() <= f64::from(f32::EPSILON) {
        return [0.0; 2];
    }
    [
        (m[0] * x + m[1] * y + m[2]) / w,
        (m[3] * x + m[4] * y + m[5]) / w,
    ]
}

/// `second` after `first`.
pub(crate) fn compose(second: &Homography, first: &Homography) -> Homography {
    let mut out = [0.0; 9];
    for (i, v) in out.iter_mut().enumerate() {
        let (row, column) = (i / 3 * 3, i % 3);
        *v = (0..3)
            .map(|k| second[row + k] * first[3 * k + column])
            .sum();
    }
    out
}

/// Where `m` takes these corners of a quadrilateral from; none where it has no inverse, or the horizon
/// runs through.
pub(crate) fn unproject(m: &Homography, corners: [[f64; 2]; 4]) -> Option<[[f64; 2]; 4]> {
    let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    // The adjugate: the inverse up to a factor, which a projection does not feel.
    let adjugate = [
        minor(4, 5, 7, 8),
        -minor(1, 2, 7, 8),
        minor(1, 2, 4, 5),
        -minor(3, 5, 6, 8),
        minor(0, 2, 6, 8),
        -minor(0, 2, 3, 5),
        minor(3, 4, 6, 7),
        -minor(0, 1, 6, 7),
        minor(0, 1, 3, 4),
    ];
    let depths = corners.map(|[x, y]| adjugate[6] * x + adjugate[7] * y + adjugate[8]);
    let ahead = depths.iter().all(|w| *w > 0.0) || depths.iter().all(|w| *w < 0.0);
    let [a, b, c, d, e, f, ..] = adjugate;
    let mut out = corners;
    for ([x, y], w) in out.iter_mut().zip(depths) {
        (*x, *y) = ((a * *x + b * *y + c) / w, (d * *x + e * *y + f) / w);
    }
    let finite = out.iter().flatten().all(|v| v.is_finite());
    (ahead && finite).then_some(out)
}

fn projective([a, b, c, d, e, f]: Matrix) -> Homography {
    [a, b, c, d, e, f, 0.0, 0.0, 1.0]
}

/// How the directions of keypoints turn, in degrees. Albumentations' laws: other libraries' keypoints
/// have none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Turning {
    /// So many degrees are added.
    By(f64),
    /// They are taken from so many degrees: a mirror.
    From(f64),
    /// `keypoints_transpose`: from 90° up to 180°, from 270° beyond.
    Transposed,
    /// Half a turn, then transposed.
    Transverse,
}

impl Turning {
    pub(super) fn of(self, deg: f64) -> f64 {
        let turned = match self {
            Self::By(by) => deg + by,
            Self::From(from) => from - deg,
            Self::Transposed if deg <= 180.0 => 90.0 - deg,
            Self::Transposed => 270.0 - deg,
            Self::Transverse => Self::Transposed.of((deg - 180.0).rem_euclid(360.0)),
        };
        turned.rem_euclid(360.0)
    }
}

/// The box around a box that has been moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Around {
    /// Its four corners.
    Corners,
    /// The ellipse in it, as 360 points of it.
    Ellipse,
}

/// Where an op takes things.
#[derive(Clone, Debug, PartialEq)]
pub struct Geometry {
    /// Picture size after the op.
    pub size: Size,
    /// Moves box corners (0 is the picture's edge).
    pub boxes: Homography,
    /// Moves keypoints (0 is the first pixel's centre).
    pub points: Homography,
    /// Turns keypoints' directions.
    pub turning: Turning,
    /// Factor of keypoints' sizes.
    pub scale: f64,
    /// What a moved box is drawn around.
    pub around: Around,
    /// Where moved boxes are looked for: `[x_min, y_min, x_max, y_max]`; one that lies wholly outside
    /// goes at once, whatever the rules.
    pub within: Option<[f64; 4]>,
    /// What mirrors show of boxes and of keypoints, where the library makes copies of them.
    pub mirrors: Option<[Sides; 2]>,
}

impl Geometry {
    /// Everything stays where it is.
    pub fn same(size: Size) -> Self {
        Self::both(size, [1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
    }

    /// One map for boxes and keypoints, as libraries use it for crops and resizes.
    pub fn both(size: Size, m: Matrix) -> Self {
        Self::affine(size, m, m)
    }

    /// A map of box corners and one of keypoints, which turns their directions along.
    pub fn affine(size: Size, boxes: Matrix, points: Matrix) -> Self {
        Self {
            points: projective(points),
            turning: Turning::By(degrees(atan2(-points[3], points[0]))),
            ..Self::projective(size, projective(boxes))
        }
    }

    /// One projective map for boxes and keypoints.
    pub fn projective(size: Size, m: Homography) -> Self {
        Self {
            size,
            boxes: m,
            points: m,
            turning: Turning::By(0.0),
            scale: 1.0,
            around: Around::Corners,
            within: None,
            mirrors: None,
        }
    }

    /// A map of edge coordinates; keypoints follow through pixel centres.
    pub fn centred(size: Size, m: Matrix) -> Self {
        // p' + ½ = M(p + ½)
        let [x, y] = apply(&m, [0.5, 0.5]);
        let points = [m[0], m[1], x - 0.5, m[3], m[4], y - 0.5];
        Self::affine(size, m, points)
    }

    /// With a law of keypoints' directions.
    pub fn turning(self, turning: Turning) -> Self {
        Self { turning, ..self }
    }

    /// With a factor of keypoints' sizes.
    pub fn scaling(self, scale: f64) -> Self {
        Self { scale, ..self }
    }

    /// Followed by a crop from `[x, y]` on, of `size`.
    pub(crate) fn cut(mut self, [x, y]: [f64; 2], size: Size) -> Self {
        for m in [&mut self.boxes, &mut self.points] {
            for k in 0..3 {
                m[k] -= x * m[6 + k];
                m[3 + k] -= y * m[6 + k];
            }
        }
        self.within = self.within.map(|[l, t, r, b]| [l - x, t - y, r - x, b - y]);
        self.size = size;
        self
    }

    /// Whether left and right change places.
    pub(super) fn mirrored(&self) -> bool {
        let m = &self.points;
        let determinant = m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6])
            + m[2] * (m[3] * m[7] - m[4] * m[6]);
        determinant < 0.0
    }

    /// Moves a box.
    pub(super) fn bbox(&self, [x0, y0, x1, y1]: [f64; 4]) -> [f64; 4] {
        let to = |p| project(&self.boxes, p);
        match self.around {
            Around::Corners => enclose([[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(to)),
            Around::Ellipse => {
                let (w, h) = ((x1 - x0) / 2.0, (y1 - y0) / 2.0);
                enclose((0..360).map(|deg| {
                    let t = radians(f64::from(deg));
                    to([x0 + w + w * sin(t), y0 + h + h * cos(t)])
                }))
            }
        }
    }

    /// Whether a moved box is looked for where it lies.
    pub(super) fn sees(&self, [x0, y0, x1, y1]: [f64; 4]) -> bool {
        let Some([left, top, right, bottom]) = self.within else {
            return true;
        };
        x1 > left && y1 > top && x0 < right && y0 < bottom
    }

    /// Moves a keypoint.
    pub(super) fn keypoint(&self, k: &mut Keypoint) {
        k.xy = project(&self.points, k.xy);
        k.angle_deg = k.angle_deg.map(|deg| self.turning.of(deg));
        k.scale = k.scale.map(|v| v * self.scale);
    }
}

fn enclose(points: impl IntoIterator<Item = [f64; 2]>) -> [f64; 4] {
    let none = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    points.into_iter().fold(none, |[l, t, r, b], [x, y]| {
        [l.min(x), t.min(y), r.max(x), b.max(y)]
    })
}
