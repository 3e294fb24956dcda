//! The fast twin of Pillow's linear and cubic warps: the same operations on the same numbers, a
//! block of pixels at a time. Coordinates and sums are straight loops over arrays, which compilers
//! turn into vectors; only fetching the neighbours goes pixel by pixel.

use super::pil::{cubic, filled, linear, locate, reference};
use super::{Coords, Warp};
use crate::Filter;
use crate::image::{Image, Raster};

const LANES: usize = 16;

pub(super) fn run(p: &Warp, src: &Image, map: Option<&Raster<f32>>, fill: [u8; 3]) -> Image {
    match (src.channels, p.filter) {
        (1, Filter::Bilinear) => rows::<1, 2>(p, src, map, fill, linear),
        (3, Filter::Bilinear) => rows::<3, 2>(p, src, map, fill, linear),
        (1, Filter::Bicubic) => rows::<1, 4>(p, src, map, fill, cubic),
        (3, Filter::Bicubic) => rows::<3, 4>(p, src, map, fill, cubic),
        _ => reference(p, src, map, fill),
    }
}

/// `C` channels, `T` neighbours in each direction.
fn rows<const C: usize, const T: usize>(
    p: &Warp,
    src: &Image,
    map: Option<&Raster<f32>>,
    fill: [u8; 3],
    kernel: impl Fn([f64; T], f64) -> f64 + Copy,
) -> Image {
    let mut out = filled(p, C, &fill);
    let lines = out
        .data
        .as_chunks_mut::<C>()
        .0
        .chunks_exact_mut(p.size.width as usize);
    for (y, line) in (0..).zip(lines) {
        for (start, block) in (0..).step_by(LANES).zip(line.chunks_mut(LANES)) {
            let (xs, ys) = coordinates(p, map, start, y, block.len());
            sample(src, &xs, &ys, block, kernel);
        }
    }
    out
}

/// Source coordinates of the pixels from (start, y) on.
#[inline]
fn coordinates(
    p: &Warp,
    map: Option<&Raster<f32>>,
    start: u32,
    y: u32,
    count: usize,
) -> ([f64; LANES], [f64; LANES]) {
    let (mut xs, mut ys) = ([0.0; LANES], [0.0; LANES]);
    if let Coords::Affine([a, b, c, d, e, f]) = p.coords {
        let down = f64::from(y) + 0.5;
        let (b, e) = (b * down, e * down);
        for i in 0..LANES {
            let x = f64::from(start) + i as f64 + 0.5;
            xs[i] = a * x + b + c;
            ys[i] = d * x + e + f;
        }
    } else {
        for ((i, x), y_at) in (0..).zip(&mut xs).zip(&mut ys).take(count) {
            (*x, *y_at) = locate(p, map, start + i, y);
        }
    }
    (xs, ys)
}

/// The whole number below, of a value that an `i32` can hold.
#[inline]
fn floor(v: f64) -> i32 {
    let cut = v as i32;
    cut - i32::from(f64::from(cut) > v)
}

/// The whole number below, of a value of 0..=255: adding 2⁵² leaves the nearest one in the low bits.
#[inline]
fn truncate(v: f64) -> u8 {
    const SHIFT: f64 = 4_503_599_627_370_496.0;
    let bits = (v + SHIFT).to_bits();
    let nearest = f64::from_bits(bits) - SHIFT;
    (bits as u32).wrapping_sub(u32::from(nearest > v)) as u8
}

#[inline]
fn sample<const C: usize, const T: usize>(
    src: &Image,
    xs: &[f64; LANES],
    ys: &[f64; LANES],
    block: &mut [[u8; C]],
    kernel: impl Fn([f64; T], f64) -> f64 + Copy,
) {
    let (w, h) = (src.size.width as i32, src.size.height as i32);
    let pixels = src.data.as_chunks::<C>().0;
    let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
    let mut inside = [false; LANES];
    // The neighbours: by row, column, channel, then pixel of the block.
    let mut near = [[[[0i32; LANES]; C]; T]; T];
    for i in 0..block.len().min(LANES) {
        let (x, y) = (xs[i], ys[i]);
        inside[i] = x >= 0.0 && x < f64::from(w) && y >= 0.0 && y < f64::from(h);
        if !inside[i] {
            continue;
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (x0, y0) = (floor(x), floor(y));
        (dx[i], dy[i]) = (x - f64::from(x0), y - f64::from(y0));
        // Lines outside repeat the nearest one.
        let line = |first: i32, k: usize, len: i32| {
            (first + k as i32 + 1 - T as i32 / 2).clamp(0, len - 1) as usize
        };
        let columns: [usize; T] = std::array::from_fn(|k| line(x0, k, w));
        for (k, row) in near.iter_mut().enumerate() {
            let at = line(y0, k, h) * w as usize;
            for (to, column) in row.iter_mut().zip(columns) {
                for (lane, &v) in to.iter_mut().zip(&pixels[at + column]) {
                    lane[i] = i32::from(v);
                }
            }
        }
    }
    for c in 0..C {
        let mut mixed = [0; LANES];
        for i in 0..LANES {
            let across: [f64; T] = std::array::from_fn(|row| {
                kernel(
                    std::array::from_fn(|column| f64::from(near[row][column][c][i])),
                    dx[i],
                )
            });
            mixed[i] = truncate(kernel(across, dy[i]).clamp(0.0, 255.0));
        }
        for (i, to) in block.iter_mut().enumerate() {
            if inside[i] {
                to[c] = mixed[i];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;
    use crate::{Border, Dialect, Filter};

    #[test]
    fn twin_equals_reference() {
        let matrices = [
            [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
            [0.8, -0.6, 11.0, 0.6, 0.8, -7.0],
            [0.31, 0.02, -3.3, -0.04, 2.7, 0.1],
            [-1.0, 0.0, 20.0, 0.0, -1.0, 17.0],
            [1e7, 3.0, -5e6, 2.0, 1e-3, 0.5],
            [0.5, 0.5, 0.25, 0.5, -0.5, 8.25],
        ];
        for (w, h, c) in [
            (1, 1, 3),
            (1, 9, 1),
            (13, 1, 3),
            (20, 17, 3),
            (31, 23, 1),
            (8, 8, 4),
        ] {
            let src = Image::from_fn(Size::new(w, h), c, |x, y, c| {
                ((x * 37) ^ (y * 101) ^ (c as u32 * 59)) as u8
            });
            let map = Raster::from_fn(Size::new(24, 19), 2, |x, y, k| {
                (if k == 0 { x } else { y }) as f32 * 1.07 - 1.5
                    + ((x * 7 + y * 3) % 5) as f32 * 0.3
            });
            for coords in matrices.into_iter().map(Coords::Affine).chain([
                Coords::Map,
                Coords::Projective([0.9, 0.1, -2.0, 0.05, 1.1, 0.3, 0.02, -0.01, 1.0]),
                Coords::Projective([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, -0.1, 0.0, 1.0]),
            ]) {
                for filter in [Filter::Bilinear, Filter::Bicubic] {
                    let fill = [9, 8, 7];
                    let border = Border::Constant(fill);
                    let p = Warp {
                        size: map.size,
                        coords,
                        filter,
                        border,
                        dialect: Dialect::Pil,
                    };
                    assert_eq!(
                        run(&p, &src, Some(&map), fill),
                        reference(&p, &src, Some(&map), fill)
                    );
                }
            }
        }
    }
}
