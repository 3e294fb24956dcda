//! OpenCV 5.0 `cv2.resize` on 8-bit images. It never widens its filter: shrinking aliases.
//!
//! Nearest, bilinear and Lanczos are integer arithmetic, area single precision; they agree in every
//! value. Bicubic is float32 in
//! IPP, which the x86-64 wheel uses when both sides of the source have at least four pixels, and
//! 11-bit integers otherwise.

use super::{Resize, cv2_area};
use crate::Filter;
use crate::image::{Image, Raster, Size};
use crate::math::{PI, cos, sin};
use crate::quantise::{half_even, half_up};

/// Fraction bits of a weight.
const BITS: f32 = 2048.0;

pub(super) fn run(p: &Resize, src: &Image) -> Image {
    if p.size == src.size {
        return src.clone();
    }
    match p.filter {
        Filter::Nearest => nearest(p, src),
        Filter::Bilinear if p.factor == Some(0.5) => halve(p, src),
        Filter::Bilinear => bilinear(p, src),
        Filter::Bicubic if src.size.width.min(src.size.height) < 4 => bicubic_fixed(p, src),
        Filter::Bicubic => bicubic_float(p, src),
        Filter::Area => cv2_area::run(p.size, src),
        Filter::Lanczos => lanczos(p, src),
    }
}

/// Source pixels in an output pixel: twice divided, as the library does it.
pub(super) fn scale(to: u32, from: u32, factor: Option<f64>) -> f64 {
    1.0 / factor.unwrap_or(f64::from(to) / f64::from(from))
}

pub(super) fn nearest<T: Copy>(p: &Resize, src: &Raster<T>) -> Raster<T> {
    let find = |to: u32, from: u32| -> Vec<u32> {
        let scale = scale(to, from, p.factor);
        (0..to)
            .map(|v| ((f64::from(v) * scale).floor() as u32).min(from - 1))
            .collect()
    };
    let columns = find(p.size.width, src.size.width);
    let mut data = Vec::with_capacity(p.size.area() * src.channels);
    for y in find(p.size.height, src.size.height) {
        for &x in &columns {
            data.extend_from_slice(src.pixel(x, y));
        }
    }
    Raster {
        size: p.size,
        channels: src.channels,
        data,
    }
}

/// First source pixel and the weights of `N` pixels, for each output position along one side.
struct Taps<W, const N: usize> {
    first: Vec<i64>,
    weights: Vec<[W; N]>,
    len: u32,
}

impl<W: Copy, const N: usize> Taps<W, N> {
    fn new(
        to: u32,
        from: u32,
        factor: Option<f64>,
        weigh: impl Fn(&mut i64, f32) -> [W; N],
    ) -> Self {
        let scale = scale(to, from, factor);
        let (first, weights) = (0..to)
            .map(|v| {
                let at = ((f64::from(v) + 0.5) * scale - 0.5) as f32;
                let mut first = at.floor() as i64;
                let weights = weigh(&mut first, at - at.floor());
                (first, weights)
            })
            .unzip();
        Self {
            first,
            weights,
            len: from,
        }
    }

    /// Indices of the pixels (the edge repeats) and their weights.
    fn at(&self, v: u32) -> ([usize; N], [W; N]) {
        let first = self.first[v as usize];
        let last = i64::from(self.len) - 1;
        (
            std::array::from_fn(|k| (first + k as i64).clamp(0, last) as usize),
            self.weights[v as usize],
        )
    }
}

/// Sums `src` along x into one raster of wide samples: separable filters go across first.
fn across<W: Copy, S: Copy, const N: usize>(
    width: u32,
    taps: &Taps<W, N>,
    src: &Image,
    sum: impl Fn([u8; N], [W; N]) -> S,
) -> Raster<S> {
    let columns: Vec<_> = (0..width).map(|x| taps.at(x)).collect();
    let mut data = Vec::with_capacity(width as usize * src.size.height as usize * src.channels);
    for y in 0..src.size.height {
        let row = src.row(y);
        for (at, weights) in &columns {
            for c in 0..src.channels {
                data.push(sum(at.map(|x| row[x * src.channels + c]), *weights));
            }
        }
    }
    Raster {
        size: Size::new(width, src.size.height),
        channels: src.channels,
        data,
    }
}

/// Then down, to 8 bits; `sum` is also given the place in the row.
fn down<W: Copy, S: Copy, const N: usize>(
    size: Size,
    taps: &Taps<W, N>,
    src: &Raster<S>,
    sum: impl Fn(usize, [S; N], [W; N]) -> u8,
) -> Image {
    let mut data = Vec::with_capacity(size.area() * src.channels);
    for y in 0..size.height {
        let (at, weights) = taps.at(y);
        let rows = at.map(|y| src.row(y as u32));
        for i in 0..size.width as usize * src.channels {
            data.push(sum(i, rows.map(|row| row[i]), weights));
        }
    }
    Image {
        size,
        channels: src.channels,
        data,
    }
}

fn fixed(w: f32) -> i32 {
    (w * BITS).round_ties_even() as i32
}

/// Exactly half the size: means of two by two pixels. Cells that reach over the edge have the mean
/// of what there is, halves to even.
fn halve(p: &Resize, src: &Image) -> Image {
    Raster::from_fn(p.size, src.channels, |x, y, c| {
        let mut sum = 0.0;
        let mut count = 0.0;
        for y in (2 * y..src.size.height).take(2) {
            for x in (2 * x..src.size.width).take(2) {
                sum += f32::from(src.pixel(x, y)[c]);
                count += 1.0;
            }
        }
        if count == 4.0 {
            half_up(sum / count)
        } else {
            half_even(sum / count)
        }
    })
}

fn bilinear(p: &Resize, src: &Image) -> Image {
    let (size, factor) = (p.size, p.factor);
    linear(size, src, |x, y| {
        let place = |to: u32, from: u32, out: &mut Vec<(i64, f32)>| {
            let scale = scale(to, from, factor);
            out.extend((0..to).map(|v| {
                let at = ((f64::from(v) + 0.5) * scale - 0.5) as f32;
                (at.floor() as i64, at - at.floor())
            }));
        };
        place(size.width, src.size.width, x);
        place(size.height, src.size.height, y);
    })
}

/// Two pixels in each direction with 11-bit weights; 4 bits are dropped between across and down,
/// 16 after, 2 at the end. `place` gives the first pixel and the fraction of every column and row.
pub(super) fn linear(
    size: Size,
    src: &Image,
    place: impl FnOnce(&mut Vec<(i64, f32)>, &mut Vec<(i64, f32)>),
) -> Image {
    let (mut x, mut y) = (Vec::new(), Vec::new());
    place(&mut x, &mut y);
    let weights = |t: f32| [fixed(1.0 - t), fixed(t)];
    // Across, positions beyond the edge take the edge pixel alone; down, both rows are the edge
    // row, which rounds differently.
    let last = i64::from(src.size.width) - 1;
    for (first, t) in &mut x {
        if *first < 0 || *first >= last {
            *first = (*first).clamp(0, last);
            *t = 0.0;
        }
    }
    let taps = |places: Vec<(i64, f32)>, len: u32| {
        let (first, weights) = places.into_iter().map(|(v, t)| (v, weights(t))).unzip();
        Taps {
            first,
            weights,
            len,
        }
    };
    let x = taps(x, src.size.width);
    let y = taps(y, src.size.height);
    let wide = across(size.width, &x, src, |[a, b], [wa, wb]| {
        i32::from(a) * wa + i32::from(b) * wb
    });
    down(size, &y, &wide, |_, [a, b], [wa, wb]| {
        let a = (wa * (a >> 4)) >> 16;
        let b = (wb * (b >> 4)) >> 16;
        ((a + b + 2) >> 2).clamp(0, 255) as u8
    })
}

/// Cubic convolution with a = -0.75, each weight by itself.
fn bicubic_float(p: &Resize, src: &Image) -> Image {
    const A: f64 = -0.75;
    let (size, factor) = (p.size, p.factor);
    let near = |t: f64| ((A + 2.0) * t - (A + 3.0)) * t * t + 1.0;
    let far = |t: f64| ((A * t - 5.0 * A) * t + 8.0 * A) * t - 4.0 * A;
    let weigh = |first: &mut i64, t: f32| {
        *first -= 1;
        let t = f64::from(t);
        [far(1.0 + t), near(t), near(1.0 - t), far(2.0 - t)].map(|w| w as f32)
    };
    let x = Taps::new(size.width, src.size.width, factor, weigh);
    let y = Taps::new(size.height, src.size.height, factor, weigh);
    let wide = across(size.width, &x, src, |v, w| {
        let v = v.map(f32::from);
        v[0] * w[0] + v[1] * w[1] + v[2] * w[2] + v[3] * w[3]
    });
    down(size, &y, &wide, |_, v, w| {
        half_even(v[0] * w[0] + v[1] * w[1] + v[2] * w[2] + v[3] * w[3])
    })
}

/// The same with 11-bit weights, the last of them the rest; down in float32 where vectors are used.
fn bicubic_fixed(p: &Resize, src: &Image) -> Image {
    const A: f32 = -0.75;
    let (size, factor) = (p.size, p.factor);
    let weigh = |first: &mut i64, t: f32| {
        *first -= 1;
        let w0 = ((A * (t + 1.0) - 5.0 * A) * (t + 1.0) + 8.0 * A) * (t + 1.0) - 4.0 * A;
        let w1 = ((A + 2.0) * t - (A + 3.0)) * t * t + 1.0;
        let s = 1.0 - t;
        let w2 = ((A + 2.0) * s - (A + 3.0)) * s * s + 1.0;
        [w0, w1, w2, 1.0 - w0 - w1 - w2].map(fixed)
    };
    let x = Taps::new(size.width, src.size.width, factor, weigh);
    let y = Taps::new(size.height, src.size.height, factor, weigh);
    let wide = across(size.width, &x, src, |v, w| {
        v.iter().zip(w).map(|(&v, w)| i32::from(v) * w).sum::<i32>()
    });
    // Samples left over after whole vectors of eight stay integers: halves go up, not to even.
    let tail = size.width as usize * src.channels / 8 * 8;
    down(size, &y, &wide, |i, v, w| {
        if i >= tail {
            let sum: i32 = v.iter().zip(w).map(|(v, w)| v * w).sum();
            return ((sum + (1 << 21)) >> 22).clamp(0, 255) as u8;
        }
        let w = w.map(|w| w as f32 * (1.0 / (BITS * BITS)));
        let v = v.map(|v| v as f32);
        half_even(v[0] * w[0] + v[1] * w[1] + v[2] * w[2] + v[3] * w[3])
    })
}

/// Eight pixels in each direction with 11-bit weights.
fn lanczos(p: &Resize, src: &Image) -> Image {
    let (size, factor) = (p.size, p.factor);
    let weigh = |first: &mut i64, t: f32| {
        *first -= 3;
        lanczos_weights(t).map(fixed)
    };
    let x = Taps::new(size.width, src.size.width, factor, weigh);
    let y = Taps::new(size.height, src.size.height, factor, weigh);
    let wide = across(size.width, &x, src, |v, w| {
        v.iter().zip(w).map(|(&v, w)| i32::from(v) * w).sum::<i32>()
    });
    down(size, &y, &wide, |_, v, w| {
        let products = v.iter().zip(w).map(|(&v, w)| i64::from(v) * i64::from(w));
        ((products.sum::<i64>() + (1 << 21)) >> 22).clamp(0, 255) as u8
    })
}

/// The sines of all eight places follow from one by eighths of a turn; the weights are brought to
/// a sum of 1.
fn lanczos_weights(t: f32) -> [f32; 8] {
    const DIAGONAL: f64 = std::f64::consts::FRAC_1_SQRT_2;
    const TURNS: [[f64; 2]; 8] = [
        [1.0, 0.0],
        [-DIAGONAL, -DIAGONAL],
        [0.0, 1.0],
        [DIAGONAL, -DIAGONAL],
        [-1.0, 0.0],
        [DIAGONAL, DIAGONAL],
        [0.0, -1.0],
        [-DIAGONAL, DIAGONAL],
    ];
    let start = -(f64::from(t) + 3.0) * PI * 0.25;
    let (s, c) = (sin(start), cos(start));
    let raw: [f32; 8] = std::array::from_fn(|i| {
        let away = t + 3.0 - i as f32;
        // At the pixel itself, so much that the others vanish.
        if away.abs() < 1e-6 {
            return 1e30;
        }
        let y = -f64::from(away) * PI * 0.25;
        ((TURNS[i][0] * s + TURNS[i][1] * c) / (y * y)) as f32
    });
    let one = 1.0 / raw.iter().fold(0.0, |sum, w| sum + w);
    raw.map(|w| w * one)
}
