//! Where an op takes points.

use crate::image::Size;

/// `[a, b, c, d, e, f]`: x' = a·x + b·y + c, y' = d·x + e·y + f.
pub type Matrix = [f64; 6];

/// `m` applied to a point.
pub(crate) fn apply(m: &Matrix, [x, y]: [f64; 2]) -> [f64; 2] {
    [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]]
}

/// `[a, b, c, d, e, f, g, h, i]`, by rows: x' = (a·x + b·y + c) / (g·x + h·y + i), and so on.
pub type Homography = [f64; 9];

/// `m` applied to a point.
pub(crate) fn project(m: &Homography, [x, y]: [f64; 2]) -> [f64; 2] {
    let w = m[6] * x + m[7] * y + m[8];
    [
        (m[0] * x + m[1] * y + m[2]) / w,
        (m[3] * x + m[4] * y + m[5]) / w,
    ]
}

/// The volume factor of `m`: below 0 where it mirrors.
pub(super) fn determinant(m: &Homography) -> f64 {
    m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6])
        + m[2] * (m[3] * m[7] - m[4] * m[6])
}

/// Where an op takes things.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    /// Everything stays where it is.
    Same,
    /// Points move by an affine map into a picture of `size`.
    Affine {
        /// Picture size after the op.
        size: Size,
        /// Moves box corners (0 is the picture's edge).
        boxes: Matrix,
        /// Moves keypoints (0 is the first pixel's centre).
        points: Matrix,
    },
    /// Points move by a projective map into a picture of `size`.
    Projective {
        /// Picture size after the op.
        size: Size,
        /// Moves box corners.
        boxes: Homography,
        /// Moves keypoints.
        points: Homography,
    },
}

impl Geometry {
    /// One map for boxes and keypoints, as libraries use it for crops and resizes.
    pub fn both(size: Size, m: Matrix) -> Self {
        Self::Affine {
            size,
            boxes: m,
            points: m,
        }
    }

    /// A map of edge coordinates; keypoints follow through pixel centres.
    pub fn centred(size: Size, m: Matrix) -> Self {
        // p' + ½ = M(p + ½)
        let [x, y] = apply(&m, [0.5, 0.5]);
        let points = [m[0], m[1], x - 0.5, m[3], m[4], y - 0.5];
        Self::Affine {
            size,
            boxes: m,
            points,
        }
    }
}
