//! Matrix: a 3×4 matrix over the channels of an RGB image, single precision.

use serde::{Deserialize, Serialize};

use super::quantise;
use crate::image::Image;

/// `out = m · (r, g, b, 1)`, cut off to 0..=255 and brought to 8 bits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// One row for each output channel; the last column is added, in levels.
    pub rows: [[f32; 4]; 3],
    /// How fractions end.
    pub rounding: Rounding,
}

/// How a value becomes a whole level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Towards zero.
    Truncate,
    /// To the nearest, halves up.
    HalfUp,
    /// To the nearest, halves to the even level.
    HalfEven,
}

/// Mixes the channels. A grey image counts as three equal channels and keeps the first result.
pub fn run(p: &Matrix, src: &Image) -> Image {
    simd(p, src)
}

#[inline]
fn row([r, g, b, one]: [f32; 4], x: f32, y: f32, z: f32) -> f32 {
    r * x + g * y + b * z + one
}

#[inline]
fn level(rounding: Rounding, v: f32) -> u8 {
    match rounding {
        Rounding::Truncate => quantise::truncate(v),
        Rounding::HalfUp => quantise::half_up(v),
        Rounding::HalfEven => quantise::half_even(v),
    }
}

/// The definition.
pub fn reference(p: &Matrix, src: &Image) -> Image {
    Image::from_fn(src.size, src.channels, |x, y, c| {
        let pixel = src.pixel(x, y);
        let at = |c: usize| f32::from(*pixel.get(c).unwrap_or(&pixel[0]));
        level(p.rounding, row(p.rows[c.min(2)], at(0), at(1), at(2)))
    })
}

/// The fast twin: sixteen pixels at a time, taken apart into channels, so that the compiler makes
/// vectors of the sums. The same operations in the same order give the same bits.
pub fn simd(p: &Matrix, src: &Image) -> Image {
    const LANES: usize = 16;
    if src.channels != 3 {
        return reference(p, src);
    }
    let mut out = src.clone();
    let blocks = out.data.as_chunks_mut::<{ 3 * LANES }>();
    for block in blocks.0.iter_mut() {
        let mut planes = [[0.0f32; LANES]; 3];
        for (i, rgb) in block.as_chunks::<3>().0.iter().enumerate() {
            for (plane, &v) in planes.iter_mut().zip(rgb) {
                plane[i] = f32::from(v);
            }
        }
        let [r, g, b] = planes;
        let mut mixed = [[0u8; LANES]; 3];
        for (to, m) in mixed.iter_mut().zip(p.rows) {
            // One loop a rounding: a branch inside would keep the loop from being a vector's.
            match p.rounding {
                Rounding::Truncate => mix(to, m, &r, &g, &b, |v| level(Rounding::Truncate, v)),
                Rounding::HalfUp => mix(to, m, &r, &g, &b, |v| level(Rounding::HalfUp, v)),
                Rounding::HalfEven => mix(to, m, &r, &g, &b, |v| level(Rounding::HalfEven, v)),
            }
        }
        for (i, rgb) in block.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            *rgb = [mixed[0][i], mixed[1][i], mixed[2][i]];
        }
    }
    for rgb in blocks.1.as_chunks_mut::<3>().0 {
        let [r, g, b] = rgb.map(f32::from);
        *rgb = p.rows.map(|m| level(p.rounding, row(m, r, g, b)));
    }
    out
}

#[inline]
fn mix<const N: usize>(
    to: &mut [u8; N],
    m: [f32; 4],
    r: &[f32; N],
    g: &[f32; N],
    b: &[f32; N],
    level: impl Fn(f32) -> u8,
) {
    for i in 0..N {
        to[i] = level(row(m, r[i], g[i], b[i]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    #[test]
    fn twin_equals_reference() {
        let rows = [
            [0.299, 0.587, 0.114, 0.5],
            [1.7, -0.6, -0.1, -12.25],
            [-0.2, 0.9, 0.3, 0.0],
        ];
        let swap = [
            [0.0, 0.0, 1.0, 0.0],
            [0.0, 1.0, 0.0, 0.0],
            [1.0, 0.0, 0.0, 0.0],
        ];
        let half = [
            [0.5, 0.0, 0.0, 0.0],
            [0.0, 0.5, 0.0, 1.0],
            [0.0, 0.0, 2.5, -128.0],
        ];
        for rows in [rows, swap, half] {
            for rounding in [Rounding::Truncate, Rounding::HalfUp, Rounding::HalfEven] {
                for (w, h, c) in [
                    (1, 1, 3),
                    (15, 1, 3),
                    (16, 1, 3),
                    (17, 3, 3),
                    (64, 5, 3),
                    (33, 31, 3),
                    (9, 4, 1),
                ] {
                    let src = Image::from_fn(Size::new(w, h), c, |x, y, c| {
                        (x.wrapping_mul(73) ^ y.wrapping_mul(151) ^ (c as u32 * 91)) as u8
                    });
                    let p = Matrix { rows, rounding };
                    assert_eq!(reference(&p, &src), simd(&p, &src), "{p:?} {w}×{h}×{c}");
                }
            }
        }
    }
}
