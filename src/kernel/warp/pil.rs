//! Pillow 13, `Geometry.c`: `ImagingTransform` with AFFINE and PERSPECTIVE data.
//!
//! A coordinate counts from the corner of the image, so the centre of pixel `x` is `x + 0.5`.
//! Outside the image there is only a colour; other borders do not exist here and read as black.

use super::{Coords, Warp, pil_fast};
use crate::image::{Image, Raster, Size};
use crate::{Border, Filter};

pub(super) fn run(p: &Warp, src: &Image, map: Option<&Raster<f32>>) -> Image {
    let fill = match p.border {
        Border::Constant(colour) => colour,
        _ => [0; 3],
    };
    pil_fast::run(p, src, map, fill)
}

/// The definition; `pil_fast` is its twin.
pub(super) fn reference(p: &Warp, src: &Image, map: Option<&Raster<f32>>, fill: [u8; 3]) -> Image {
    match p.filter {
        Filter::Nearest => nearest(p, src, map, &fill),
        // Warping knows three.
        Filter::Bilinear | Filter::Area => interpolate(p, src, map, fill, linear),
        Filter::Bicubic | Filter::Lanczos => interpolate(p, src, map, fill, cubic),
    }
}

/// Source coordinate of the centre of output pixel (x, y).
pub(super) fn locate(p: &Warp, map: Option<&Raster<f32>>, x: u32, y: u32) -> (f64, f64) {
    match (p.coords, map) {
        (Coords::Affine([a, b, c, d, e, f]), _) => {
            let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            (a * x + b * y + c, d * x + e * y + f)
        }
        (Coords::Projective(m), _) => {
            let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            let w = m[6] * x + m[7] * y + m[8];
            (
                (m[0] * x + m[1] * y + m[2]) / w,
                (m[3] * x + m[4] * y + m[5]) / w,
            )
        }
        (Coords::Map, Some(map)) if map.size == p.size && map.channels == 2 => {
            let at = map.pixel(x, y);
            (f64::from(at[0]) + 0.5, f64::from(at[1]) + 0.5)
        }
        (Coords::Map, _) => (f64::from(x) + 0.5, f64::from(y) + 0.5),
    }
}

/// The pixel that holds a coordinate, if it lies inside `0..len`.
fn inside(v: f64, len: u32) -> Option<u32> {
    (v >= 0.0 && v < f64::from(len)).then_some(v as u32)
}

/// Nearest pixel. `fill` is one colour, or one value for every channel.
pub(super) fn nearest<T: Copy>(
    p: &Warp,
    src: &Raster<T>,
    map: Option<&Raster<f32>>,
    fill: &[T],
) -> Raster<T> {
    match p.coords {
        // A pure scaling accumulates its coordinates along each axis.
        Coords::Affine([a, b, c, d, e, f]) if b == 0.0 && d == 0.0 => {
            let columns = accumulate(c + a * 0.5, a, p.size.width, src.size.width);
            let rows = accumulate(f + e * 0.5, e, p.size.height, src.size.height);
            gather(p, src, fill, |x, y| {
                columns[x as usize].zip(rows[y as usize])
            })
        }
        Coords::Affine(m) if fits_fixed(&m, p) => {
            let fixed = |v: f64| (v * 65536.0 + 0.5).floor() as i32;
            let [a, b, c, d, e, f] = m;
            let (c, f) = (fixed(c + a * 0.5 + b * 0.5), fixed(f + d * 0.5 + e * 0.5));
            let [a, b, d, e] = [a, b, d, e].map(fixed);
            let (w, h) = (src.size.width, src.size.height);
            gather(p, src, fill, |x, y| {
                let at = |start: i32, dx: i32, dy: i32, len: u32| {
                    let v = start
                        .wrapping_add(dx.wrapping_mul(x as i32))
                        .wrapping_add(dy.wrapping_mul(y as i32))
                        >> 16;
                    u32::try_from(v).ok().filter(|&v| v < len)
                };
                at(c, a, b, w).zip(at(f, d, e, h))
            })
        }
        // Too far for 16.16 fixed point: the coordinates accumulate as doubles.
        Coords::Affine([a, b, c, d, e, f]) => {
            let mut out = filled(p, src.channels, fill);
            let (mut row_x, mut row_y) = (c + b * 0.5 + a * 0.5, f + e * 0.5 + d * 0.5);
            let mut pixels = out.data.chunks_exact_mut(src.channels.max(1));
            for _ in 0..p.size.height {
                let (mut x, mut y) = (row_x, row_y);
                for to in pixels.by_ref().take(p.size.width as usize) {
                    if let Some((sx, sy)) =
                        inside(x, src.size.width).zip(inside(y, src.size.height))
                    {
                        to.copy_from_slice(src.pixel(sx, sy));
                    }
                    x += a;
                    y += d;
                }
                row_x += b;
                row_y += e;
            }
            out
        }
        Coords::Map | Coords::Projective(_) => gather(p, src, fill, |x, y| {
            let (x, y) = locate(p, map, x, y);
            inside(x, src.size.width).zip(inside(y, src.size.height))
        }),
    }
}

/// Source positions of a line: `start`, `start + step`, … summed up one by one.
fn accumulate(start: f64, step: f64, count: u32, len: u32) -> Vec<Option<u32>> {
    let mut at = start;
    (0..count)
        .map(|_| {
            let found = inside(at, len);
            at += step;
            found
        })
        .collect()
}

/// Whether the four corners can be written in 16.16 fixed point.
fn fits_fixed(m: &[f64; 6], p: &Warp) -> bool {
    let [a, b, c, d, e, f] = *m;
    let (w, h) = (f64::from(p.size.width), f64::from(p.size.height));
    [(0.0, 0.0), (w, h), (0.0, h), (w, 0.0)]
        .iter()
        .all(|&(x, y)| (x * a + y * b + c).abs() < 32768.0 && (x * d + y * e + f).abs() < 32768.0)
}

pub(super) fn filled<T: Copy>(p: &Warp, channels: usize, fill: &[T]) -> Raster<T> {
    let pixel: Vec<T> = (0..channels).map(|c| fill[c.min(fill.len() - 1)]).collect();
    Raster {
        size: p.size,
        channels,
        data: pixel.repeat(p.size.area()),
    }
}

/// Copies the pixels that are found; `find` answers with a place inside the source.
fn gather<T: Copy>(
    p: &Warp,
    src: &Raster<T>,
    fill: &[T],
    find: impl Fn(u32, u32) -> Option<(u32, u32)>,
) -> Raster<T> {
    let mut out = filled(p, src.channels, fill);
    match src.channels {
        1 => gather_into::<T, 1>(p, src, &mut out, find),
        3 => gather_into::<T, 3>(p, src, &mut out, find),
        channels => {
            let mut pixels = out.data.chunks_exact_mut(channels.max(1));
            for y in 0..p.size.height {
                for (x, to) in (0..p.size.width).zip(pixels.by_ref()) {
                    if let Some((sx, sy)) = find(x, y) {
                        to.copy_from_slice(src.pixel(sx, sy));
                    }
                }
            }
        }
    }
    out
}

/// The same for a known number of channels: a pixel is one move.
fn gather_into<T: Copy, const C: usize>(
    p: &Warp,
    src: &Raster<T>,
    out: &mut Raster<T>,
    find: impl Fn(u32, u32) -> Option<(u32, u32)>,
) {
    let from = src.data.as_chunks::<C>().0;
    let rows = out
        .data
        .as_chunks_mut::<C>()
        .0
        .chunks_exact_mut(p.size.width as usize);
    for (y, row) in (0..).zip(rows) {
        for (x, to) in (0..).zip(row) {
            if let Some((sx, sy)) = find(x, y) {
                *to = from[sy as usize * src.size.width as usize + sx as usize];
            }
        }
    }
}

/// `kernel` across each of `T` rows, then down, where the coordinate lies inside the source.
fn interpolate<const T: usize>(
    p: &Warp,
    src: &Image,
    map: Option<&Raster<f32>>,
    fill: [u8; 3],
    kernel: impl Fn([f64; T], f64) -> f64,
) -> Image {
    let mut out = filled(p, src.channels, &fill);
    let Size { width, height } = src.size;
    let mut pixels = out.data.chunks_exact_mut(src.channels.max(1));
    for y in 0..p.size.height {
        for (x, to) in (0..p.size.width).zip(pixels.by_ref()) {
            let (x, y) = locate(p, map, x, y);
            if inside(x, width).is_none() || inside(y, height).is_none() {
                continue;
            }
            // From corners to pixel centres.
            let (x, y) = (x - 0.5, y - 0.5);
            let (dx, dy) = (x - x.floor(), y - y.floor());
            // Lines outside repeat the nearest one.
            let lines = |v: f64, len: u32| -> [u32; T] {
                let first = v.floor() as i64 + 1 - T as i64 / 2;
                std::array::from_fn(|k| (first + k as i64).clamp(0, i64::from(len) - 1) as u32)
            };
            let (columns, rows) = (lines(x, width), lines(y, height));
            for (c, to) in to.iter_mut().enumerate() {
                let across =
                    rows.map(|y| kernel(columns.map(|x| f64::from(src.pixel(x, y)[c])), dx));
                *to = kernel(across, dy).clamp(0.0, 255.0) as u8;
            }
        }
    }
    out
}

#[inline]
pub(super) fn linear([a, b]: [f64; 2], t: f64) -> f64 {
    a + (b - a) * t
}

/// Keys' cubic with a = -1, as the C code sums it.
#[inline]
pub(super) fn cubic([v1, v2, v3, v4]: [f64; 4], t: f64) -> f64 {
    let p1 = v2;
    let p2 = -v1 + v3;
    let p3 = 2.0 * (v1 - v2) + v3 - v4;
    let p4 = -v1 + v2 - v3 + v4;
    p1 + t * (p2 + t * (p3 + t * p4))
}
