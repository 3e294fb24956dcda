//! albumentations 2.0.8, `GridElasticDeform`: every cell of a grid by a perspective of its own, as
//! `warpPerspective` looks it up and `fillConvexPoly` cuts it out (`distort_image`).

use crate::canvas::convex_polygon;
use crate::image::{Raster, Size};
use crate::single::fma;

/// A cell and where its corners go, clockwise from the upper left one.
pub struct Cell {
    /// Left, top, right and bottom edge, px.
    pub from: [f64; 4],
    to: [[f64; 2]; 4],
}

impl Cell {
    /// The perspective that moves the cell's corners: `getPerspectiveTransform`. Where
    /// three go to one line there is none: the library shows what rounding leaves of it, here
    /// nothing is shown unless the rounding is the same.
    pub fn forward(&self) -> [f64; 9] {
        let [x0, y0, x1, y1] = self.from;
        let corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
        let mut matrix = [[0f64; 8]; 8];
        let mut right = [0f64; 8];
        for (i, ([x, y], [u, v])) in corners.into_iter().zip(self.to).enumerate() {
            matrix[i] = [x, y, 1.0, 0.0, 0.0, 0.0, -x * u, -y * u];
            matrix[i + 4] = [0.0, 0.0, 0.0, x, y, 1.0, -x * v, -y * v];
            (right[i], right[i + 4]) = (u, v);
        }
        if !solve(&mut matrix, &mut right) {
            right = [0.0; 8];
        }
        let [a, b, c, d, e, f, g, h] = right;
        [a, b, c, d, e, f, g, h, 1.0]
    }

    /// The way back, in single precision.
    fn backward(&self) -> [f32; 9] {
        let [a, b, c, d, e, f, g, h, i] = self.forward();
        let det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
        let scale = if det == 0.0 { 0.0 } else { 1.0 / det };
        [
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ]
        .map(|v| (v * scale) as f32)
    }
}

/// OpenCV's `solve(DECOMP_LU)`: rows pivoted, eliminated by the pivot's reciprocal, substituted by
/// division. False for a singular matrix.
fn solve(matrix: &mut [[f64; 8]; 8], right: &mut [f64; 8]) -> bool {
    for i in 0..8 {
        let pivot = (i..8).fold(i, |best, k| {
            if matrix[k][i].abs() > matrix[best][i].abs() {
                k
            } else {
                best
            }
        });
        if matrix[pivot][i].abs() < f64::EPSILON * 100.0 {
            return false;
        }
        matrix.swap(i, pivot);
        right.swap(i, pivot);
        let (row, done) = (matrix[i], right[i]);
        let d = -1.0 / row[i];
        for (other, to) in matrix.iter_mut().zip(right.iter_mut()).skip(i + 1) {
            let by = other[i] * d;
            for (v, f) in other[i + 1..].iter_mut().zip(&row[i + 1..]) {
                *v += by * f;
            }
            *to += by * done;
        }
    }
    for i in (0..8).rev() {
        let known = right.iter().zip(&matrix[i]).skip(i + 1);
        let sum = known.fold(right[i], |sum, (x, a)| sum - a * x);
        right[i] = sum / matrix[i][i];
    }
    true
}

/// Moves a point by a perspective.
pub fn moved(m: &[f64; 9], [x, y]: [f64; 2]) -> [f64; 2] {
    let w = m[6] * x + m[7] * y + m[8];
    [0, 3].map(|k| (m[k] * x + m[k + 1] * y + m[k + 2]) / w)
}

/// The cells of a grid: heights of the rows, widths of the columns, then x and y of every inner
/// node's move. The library counts nodes as if there were as many rows as columns and columns as
/// rows, so that cells of other grids do not fit together.
pub fn cells(rows: u32, columns: u32, mesh: &[f64]) -> Vec<Cell> {
    let (rows, columns) = (rows as usize, columns as usize);
    let (heights, rest) = mesh.split_at(rows.min(mesh.len()));
    let (widths, moves) = rest.split_at(columns.min(rest.len()));
    let mut out = Vec::with_capacity(rows * columns);
    let mut y0 = 0.0;
    for height in heights {
        let mut x0 = 0.0;
        for width in widths {
            let (x1, y1) = (x0 + width, y0 + height);
            out.push(Cell {
                from: [x0, y0, x1, y1],
                to: [[x0, y0], [x1, y0], [x1, y1], [x0, y1]],
            });
            x0 = x1;
        }
        y0 += height;
    }
    let (down, across) = (columns, rows);
    let inner = across.saturating_sub(1).max(1);
    for (k, by) in moves.as_chunks::<2>().0.iter().enumerate() {
        let (i, j) = (k / inner, k % inner);
        if i + 1 >= down {
            break;
        }
        let at = i * across + j;
        for (cell, corner) in [(at, 2), (at + 1, 3), (at + across, 1), (at + across + 1, 0)] {
            if let Some(cell) = out.get_mut(cell) {
                let at = &mut cell.to[corner];
                *at = [at[0] + by[0], at[1] + by[1]];
            }
        }
    }
    out
}

pub(super) fn map(size: Size, rows: u32, columns: u32, mesh: &[f64]) -> Raster<f32> {
    // Where no cell lies, a look far outside.
    let mut out = Raster::filled(size, 2, -1e6f32);
    // Sixteen columns at a time; the rest is rounded in another order.
    let tail = size.width / 16 * 16;
    for cell in cells(rows, columns, mesh) {
        let m = cell.backward();
        let corners = cell.to.map(|p| p.map(|v| v as i64));
        convex_polygon(size, &corners, &mut |y, x0, x1| {
            let fy = y as f32;
            for x in x0..=x1 {
                let fx = x as f32;
                let sum = |k: usize| {
                    if x < tail {
                        fma(m[k], fx, fy * m[k + 1] + m[k + 2])
                    } else {
                        fma(fx, m[k], fy * m[k + 1]) + m[k + 2]
                    }
                };
                let w = sum(6);
                let at = 2 * (y as usize * size.width as usize + x as usize);
                // 0 by 0 is nowhere, which is outside.
                for (c, k) in [0, 3].into_iter().enumerate() {
                    let look = sum(k) / w;
                    out.data[at + c] = if look.is_nan() { -1e6 } else { look };
                }
            }
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cv2.getPerspectiveTransform` and `cv2.perspectiveTransform` say so.
    #[test]
    fn a_cell_moves_points_as_opencv() {
        let cell = Cell {
            from: [20.0, 10.0, 60.0, 40.0],
            to: [[18.0, 12.0], [63.0, 8.0], [58.0, 47.0], [21.0, 39.0]],
        };
        for (from, to) in POINTS {
            let got = moved(&cell.forward(), from);
            for c in 0..2 {
                assert!((got[c] - to[c]).abs() < 1e-9, "{got:?} {to:?}");
            }
        }
    }

    const POINTS: [([f64; 2], [f64; 2]); 2] = [
        ([33.0, 21.5], [29.491428066454578, 23.799045599151643]),
        ([59.0, 11.0], [61.11979218953921, 9.750225880935645]),
    ];

    #[test]
    fn pixels_look_back_along_the_points() {
        let mesh = [30.0, 34.0, 33.0, 31.0, 4.0, -3.0];
        let size = Size::new(64, 64);
        let map = map(size, 2, 2, &mesh);
        for cell in cells(2, 2, &mesh) {
            let [x0, y0, x1, y1] = cell.from;
            let middle = [x0.midpoint(x1), y0.midpoint(y1)];
            let at = moved(&cell.forward(), middle).map(|v| v.round() as u32);
            let look = map.pixel(at[0], at[1]);
            for c in 0..2 {
                assert!(
                    (f64::from(look[c]) - middle[c]).abs() < 1.0,
                    "{look:?} {middle:?}"
                );
            }
        }
    }
}
