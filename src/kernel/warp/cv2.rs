//! OpenCV 5.0 `warpAffine`, `warpPerspective` and `remap`: float32 coordinates and weights, no 1/32-pixel tables.
//!
//! The reference is the x86-64 wheel on a CPU with AVX2, which multiplies and adds in one rounding
//! (FMA) where [`fma`] stands below. Measured against it: nearest agrees in every value, bilinear in
//! all but about one in a million, bicubic in all but twenty in a million, by one level.

use super::{Coords, Warp, cv2_fast};
use crate::image::{Image, Raster};
use crate::quantise::half_even;
use crate::rearrange::fold;
use crate::single::fma;
use crate::{Border, Filter};

/// `warpAffine` inverts its matrix in float64 (a singular one becomes zeros) and rounds it.
pub(crate) fn inverse(m: [f64; 6]) -> [f32; 6] {
    let det = m[0] * m[4] - m[1] * m[3];
    let d = if det == 0.0 { 0.0 } else { 1.0 / det };
    let [a, b, c, e] = [m[4] * d, m[1] * -d, m[3] * -d, m[0] * d];
    let x = -a * m[2] - b * m[5];
    let y = -c * m[2] - e * m[5];
    [a, b, x, c, e, y].map(|v| v as f32)
}

/// `warpPerspective` inverts its matrix in float64 (a singular one becomes zeros) and rounds it.
fn inverse_projective(m: [f64; 9]) -> [f32; 9] {
    let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    let det = m[0] * minor(4, 5, 7, 8) - m[1] * minor(3, 5, 6, 8) + m[2] * minor(3, 4, 6, 7);
    let d = if det == 0.0 { 0.0 } else { 1.0 / det };
    [
        minor(4, 5, 7, 8) * d,
        minor(2, 1, 8, 7) * d,
        minor(1, 2, 4, 5) * d,
        minor(5, 3, 8, 6) * d,
        minor(0, 2, 6, 8) * d,
        minor(2, 0, 5, 3) * d,
        minor(3, 4, 6, 7) * d,
        minor(1, 0, 7, 6) * d,
        minor(0, 1, 3, 4) * d,
    ]
    .map(|v| v as f32)
}

/// Where output pixels look.
pub(super) enum Look<'a> {
    Projective {
        m: [f32; 9],
        /// Columns from here on are the scalar tail of the vector loop: other rounding.
        tail: u32,
        /// Bicubic: double precision and a reciprocal.
        double: bool,
    },
    Affine {
        m: [f32; 6],
        /// Columns from here on are the scalar tail of the vector loop: other rounding.
        tail: u32,
    },
    Map(&'a Raster<f32>),
    Same,
}

impl<'a> Look<'a> {
    pub(super) fn new(p: &Warp, map: Option<&'a Raster<f32>>) -> Self {
        // Sixteen pixels at a time; the bicubic loop has no tail.
        let double = matches!(p.filter, Filter::Bicubic | Filter::Lanczos);
        let tail = if double {
            u32::MAX
        } else {
            p.size.width / 16 * 16
        };
        match (p.coords, map) {
            (Coords::Affine(m), _) => Self::Affine {
                m: inverse(m),
                tail,
            },
            (Coords::Projective(m), _) => Self::Projective {
                m: inverse_projective(m),
                tail,
                double,
            },
            (Coords::Map, Some(map)) => Self::Map(map),
            (Coords::Map, None) => Self::Same,
        }
    }

    #[inline]
    pub(super) fn at(&self, x: u32, y: u32) -> (f32, f32) {
        let (fx, fy) = (x as f32, y as f32);
        match *self {
            Self::Affine { m, tail } if x < tail => (
                fma(m[0], fx, fy * m[1] + m[2]),
                fma(m[3], fx, fy * m[4] + m[5]),
            ),
            Self::Affine { m, .. } => (
                fma(fx, m[0], fy * m[1]) + m[2],
                fma(fx, m[3], fy * m[4]) + m[5],
            ),
            Self::Projective {
                m, double: true, ..
            } => {
                let at = |k: usize| {
                    f64::from(fy * m[k + 1] + m[k + 2]) + f64::from(m[k]) * f64::from(fx)
                };
                let reciprocal = 1.0 / at(6);
                let [x, y] = [at(0), at(3)].map(|v| (v * reciprocal) as f32);
                (held(x), held(y))
            }
            Self::Projective { m, tail, .. } => {
                let at = |k: usize| {
                    if x < tail {
                        fma(m[k], fx, fy * m[k + 1] + m[k + 2])
                    } else {
                        fma(fx, m[k], fy * m[k + 1]) + m[k + 2]
                    }
                };
                let w = at(6);
                (held(at(0) / w), held(at(3) / w))
            }
            Self::Map(map) => match *map.pixel(x, y) {
                [sx, sy, ..] => (sx, sy),
                _ => (fx, fy),
            },
            Self::Same => (fx, fy),
        }
    }
}

/// Points near the horizon lie anywhere; far outside is far enough.
#[inline]
fn held(v: f32) -> f32 {
    const FAR: f32 = 1e9;
    v.clamp(-FAR, FAR)
}

/// Index of the first sample of source pixel (`x`, `y`); nothing is the constant colour.
#[inline]
fn offset<T>(src: &Raster<T>, border: Border, x: i64, y: i64) -> Option<usize> {
    let x = fold(border, x, src.size.width)? as usize;
    let y = fold(border, y, src.size.height)? as usize;
    Some((y * src.size.width as usize + x) * src.channels)
}

pub(super) fn run(p: &Warp, src: &Image, map: Option<&Raster<f32>>) -> Image {
    let fill = match p.border {
        Border::Constant(colour) => colour,
        _ => [0; 3],
    };
    match p.filter {
        Filter::Nearest => nearest(p, src, map, &fill),
        // Warping knows three: area is bilinear, as the library itself takes it.
        Filter::Bilinear | Filter::Area => cv2_fast::bilinear(p, src, map, fill),
        Filter::Bicubic | Filter::Lanczos => bicubic(p, src, map, fill),
    }
}

/// The nearest pixel, halves to the even one. `fill` is one colour, or one value for all channels.
pub(super) fn nearest<T: Copy>(
    p: &Warp,
    src: &Raster<T>,
    map: Option<&Raster<f32>>,
    fill: &[T],
) -> Raster<T> {
    let exact = Warp {
        filter: Filter::Nearest,
        ..p.clone()
    };
    let look = Look::new(&exact, map);
    let mut data = Vec::with_capacity(p.size.area() * src.channels);
    for y in 0..p.size.height {
        for x in 0..p.size.width {
            let (sx, sy) = look.at(x, y);
            let (ix, iy) = (sx.round_ties_even() as i64, sy.round_ties_even() as i64);
            match offset(src, p.border, ix, iy) {
                Some(at) => data.extend_from_slice(&src.data[at..at + src.channels]),
                None => data.extend((0..src.channels).map(|c| fill[c.min(fill.len() - 1)])),
            }
        }
    }
    Raster {
        size: p.size,
        channels: src.channels,
        data,
    }
}

/// Along x on both rows, then between the rows. The library rounds each product and sum at once;
/// here they are rounded one by one, which is several times faster without FMA instructions and
/// changes less than one value in a million, by one level.
#[inline]
pub(super) fn blend(pixels: [u8; 4], a: f32, b: f32) -> u8 {
    let [p00, p01, p10, p11] = pixels.map(f32::from);
    let top = p00 + a * (p01 - p00);
    let bottom = p10 + a * (p11 - p10);
    half_even(top + b * (bottom - top))
}

/// One pixel of the bilinear warp, from wherever it looks.
pub(super) fn reference_pixel(
    p: &Warp,
    src: &Image,
    fill: [u8; 3],
    (sx, sy): (f32, f32),
    to: &mut [u8],
) {
    let (fx, fy) = (sx.floor(), sy.floor());
    let (ix, iy) = (fx as i64, fy as i64);
    let at = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| {
        // A look at infinity ends at the last whole number.
        let (x, y) = (ix.saturating_add(dx), iy.saturating_add(dy));
        offset(src, p.border, x, y)
    });
    for (c, to) in to.iter_mut().enumerate() {
        let pixels = at.map(|at| match at {
            Some(at) => src.data[at + c],
            None => fill[c.min(2)],
        });
        *to = blend(pixels, sx - fx, sy - fy);
    }
}

/// The definition of the bilinear warp.
pub(super) fn reference(p: &Warp, src: &Image, map: Option<&Raster<f32>>, fill: [u8; 3]) -> Image {
    let look = Look::new(p, map);
    let mut out = Image::filled(p.size, src.channels, 0);
    let mut pixels = out.data.chunks_exact_mut(src.channels);
    for y in 0..p.size.height {
        for x in 0..p.size.width {
            if let Some(to) = pixels.next() {
                reference_pixel(p, src, fill, look.at(x, y), to);
            }
        }
    }
    out
}

/// Cubic convolution with a = -0.75. Coordinates are held within one image around the source,
/// which shows only with folding borders.
fn bicubic(p: &Warp, src: &Image, map: Option<&Raster<f32>>, fill: [u8; 3]) -> Image {
    let look = Look::new(p, map);
    let hold = |v: f32, len: u32| {
        let len = len.max(16) as f32;
        v.clamp(-len, 2.0 * len)
    };
    let mut data = Vec::with_capacity(p.size.area() * src.channels);
    for y in 0..p.size.height {
        for x in 0..p.size.width {
            let (sx, sy) = look.at(x, y);
            let (sx, sy) = (hold(sx, src.size.width), hold(sy, src.size.height));
            let (fx, fy) = (sx.floor(), sy.floor());
            let (ix, iy) = (fx as i64 - 1, fy as i64 - 1);
            let (wx, wy) = (cubic(sx - fx), cubic(sy - fy));
            let at: [[Option<usize>; 4]; 4] = std::array::from_fn(|dy| {
                std::array::from_fn(|dx| offset(src, p.border, ix + dx as i64, iy + dy as i64))
            });
            for c in 0..src.channels {
                let mut sum = 0.0;
                for (row, wy) in at.iter().zip(wy) {
                    let v = row.map(|at| {
                        f32::from(match at {
                            Some(at) => src.data[at + c],
                            None => fill[c.min(2)],
                        })
                    });
                    let across = fma(v[1], wx[1], v[0] * wx[0]);
                    let across = fma(v[3], wx[3], fma(v[2], wx[2], across));
                    sum = fma(across, wy, sum);
                }
                data.push(half_even(sum));
            }
        }
    }
    Image {
        size: p.size,
        channels: src.channels,
        data,
    }
}

/// Weights of the four pixels around a fraction.
fn cubic(t: f32) -> [f32; 4] {
    const A: f32 = -0.75;
    let (t2, s) = (t * t, 1.0 - t);
    let w0 = A * (t * (s * s));
    let w3 = A * (t2 * s);
    let w1 = fma(t2, fma(A + 2.0, t, -(A + 3.0)), 1.0);
    [w0, w1, 1.0 - w0 - w1 - w3, w3]
}
