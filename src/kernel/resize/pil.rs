//! Pillow 13, `Image.resize`: `Resample.c` for 8 bits a channel, and the scaling of `Geometry.c`.

use super::Resize;
use crate::Filter;
use crate::image::{Image, Raster, Size};
use crate::math::{PI, sin};

/// Fractional bits of a weight: 32, less 8 of the sample and 2 for overshoot.
const PRECISION: u32 = 22;

pub(super) fn run(p: &Resize, src: &Image) -> Image {
    if p.filter == Filter::Nearest {
        return nearest(p, src);
    }
    // One side after the other, rounded to 8 bits between; a side that stays is not touched.
    let across = |src: &Image| {
        if p.size.width == src.size.width {
            return src.clone();
        }
        horizontal(
            src,
            p.size.width,
            &weights(p.filter, src.size.width, p.size.width),
        )
    };
    let down = |src: &Image| {
        if p.size.height == src.size.height {
            return src.clone();
        }
        vertical(
            src,
            p.size.height,
            &weights(p.filter, src.size.height, p.size.height),
        )
    };
    // New in Pillow 13: the height first where it loses more than twice what the width loses.
    let lost = |from: u32, to: u32| i64::from(from) - i64::from(to);
    let (columns, rows) = (
        lost(src.size.width, p.size.width),
        lost(src.size.height, p.size.height),
    );
    if rows > 0 && rows > 2 * columns {
        across(&down(src))
    } else {
        down(&across(src))
    }
}

/// Nearest pixel: a scaling whose coordinates accumulate along each axis.
pub(super) fn nearest<T: Copy>(p: &Resize, src: &Raster<T>) -> Raster<T> {
    let columns = positions(src.size.width, p.size.width);
    let rows = positions(src.size.height, p.size.height);
    let data = match src.channels {
        1 => pick::<T, 1>(src, &columns, &rows),
        3 => pick::<T, 3>(src, &columns, &rows),
        channels => {
            let mut data = Vec::with_capacity(p.size.area() * channels);
            for &y in &rows {
                for &x in &columns {
                    data.extend_from_slice(src.pixel(x, y));
                }
            }
            data
        }
    };
    Raster {
        size: p.size,
        channels: src.channels,
        data,
    }
}

fn pick<T: Copy, const C: usize>(src: &Raster<T>, columns: &[u32], rows: &[u32]) -> Vec<T> {
    let mut data = Vec::with_capacity(columns.len() * rows.len() * C);
    for &y in rows {
        let row = src.row(y).as_chunks::<C>().0;
        data.extend(columns.iter().flat_map(|&x| row[x as usize]));
    }
    data
}

fn positions(from: u32, to: u32) -> Vec<u32> {
    let step = f64::from(from) / f64::from(to);
    let mut at = step * 0.5;
    (0..to)
        .map(|_| {
            let found = (at as u32).min(from - 1);
            at += step;
            found
        })
        .collect()
}

/// First source sample of an output sample, and the weights from there on.
type Weights = Vec<(usize, Vec<i32>)>;

/// Filter weights of every output position, fixed point, each set summing to about 1.
fn weights(filter: Filter, from: u32, to: u32) -> Weights {
    let (support, kernel): (f64, fn(f64) -> f64) = match filter {
        Filter::Nearest | Filter::Bilinear | Filter::Area => (1.0, triangle),
        Filter::Bicubic => (2.0, cubic),
        Filter::Lanczos => (3.0, lanczos),
    };
    let scale = f64::from(from) / f64::from(to);
    // Shrinking widens the filter: this is the antialiasing.
    let stretch = scale.max(1.0);
    let support = support * stretch;
    let per_stretch = 1.0 / stretch;
    (0..to)
        .map(|i| {
            let centre = (f64::from(i) + 0.5) * scale;
            let first = ((centre - support + 0.5) as i64).max(0);
            let last = ((centre + support + 0.5) as i64).min(i64::from(from));
            let raw: Vec<f64> = (first..last)
                .map(|x| kernel((x as f64 - centre + 0.5) * per_stretch))
                .collect();
            let sum: f64 = raw.iter().fold(0.0, |sum, w| sum + w);
            let fixed = |w: f64| {
                let w = if sum == 0.0 { w } else { w / sum } * f64::from(1 << PRECISION);
                // Rounded half away from zero.
                (if w < 0.0 { w - 0.5 } else { w + 0.5 }) as i32
            };
            (first as usize, raw.into_iter().map(fixed).collect())
        })
        .collect()
}

fn triangle(x: f64) -> f64 {
    (1.0 - x.abs()).max(0.0)
}

/// Keys' cubic with a = -1/2.
fn cubic(x: f64) -> f64 {
    const A: f64 = -0.5;
    let x = x.abs();
    if x < 1.0 {
        ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * A
    } else {
        0.0
    }
}

/// A sinc under the middle lobe of one three times as wide.
fn lanczos(x: f64) -> f64 {
    let sinc = |x: f64| {
        if x == 0.0 {
            return 1.0;
        }
        let x = x * PI;
        sin(x) / x
    };
    if (-3.0..3.0).contains(&x) {
        sinc(x) * sinc(x / 3.0)
    } else {
        0.0
    }
}

/// A weighted sum with half a level added, back to 8 bits.
fn to_u8(sum: i32) -> u8 {
    (sum >> PRECISION).clamp(0, 255) as u8
}

const HALF: i32 = 1 << (PRECISION - 1);

fn horizontal(src: &Image, width: u32, weights: &Weights) -> Image {
    let size = Size::new(width, src.size.height);
    let data = match src.channels {
        3 => rows::<3>(src, size, weights),
        _ => rows::<1>(src, size, weights),
    };
    Image {
        size,
        channels: src.channels,
        data,
    }
}

fn rows<const C: usize>(src: &Image, size: Size, weights: &Weights) -> Vec<u8> {
    let mut data = Vec::with_capacity(size.area() * C);
    for y in 0..size.height {
        let pixels = src.row(y).as_chunks::<C>().0;
        for (first, weights) in weights {
            let mut sums = [HALF; C];
            for (pixel, w) in pixels[*first..].iter().zip(weights) {
                for (sum, &v) in sums.iter_mut().zip(pixel) {
                    *sum = sum.wrapping_add(i32::from(v) * w);
                }
            }
            data.extend(sums.map(to_u8));
        }
    }
    data
}

fn vertical(src: &Image, height: u32, weights: &Weights) -> Image {
    let size = Size::new(src.size.width, height);
    let mut data = Vec::with_capacity(size.area() * src.channels);
    let mut sums = vec![HALF; size.width as usize * src.channels];
    for (first, weights) in weights {
        sums.fill(HALF);
        for (y, w) in (*first as u32..).zip(weights) {
            for (sum, &v) in sums.iter_mut().zip(src.row(y)) {
                *sum = sum.wrapping_add(i32::from(v) * w);
            }
        }
        data.extend(sums.iter().map(|&sum| to_u8(sum)));
    }
    Image {
        size,
        channels: src.channels,
        data,
    }
}
