//! torchvision 0.29, `resize_image` on uint8 tensors: `ATen`'s 8-bit resampling, first across, then
//! down, with weights of 16 bits; what an x86-64 CPU with AVX2 or AVX-512 gives, whatever the
//! memory layout. (torch 2.15 itself fails on some images resized to 1×1.)

use super::Resize;
use crate::Filter;
use crate::image::{Image, Raster, Size};
use crate::quantise::half_even;
use crate::single::fma;

pub(super) fn run(p: &Resize, src: &Image) -> Image {
    let kernel = match p.filter {
        Filter::Nearest => return nearest(p, src),
        // torchvision resizes tensors with these three alone.
        Filter::Bilinear | Filter::Area => Kernel {
            taps: 2,
            weight: triangle,
        },
        Filter::Bicubic | Filter::Lanczos if p.antialias => Kernel {
            taps: 4,
            weight: |x| cubic(x, -0.5),
        },
        Filter::Bicubic | Filter::Lanczos => Kernel {
            taps: 4,
            weight: |x| cubic(x, -0.75),
        },
    };
    let (from, to) = (src.size, p.size);
    let windows = |from: u32, to: u32| {
        (from != to).then(|| {
            fixed_point(if p.antialias {
                kernel.antialiased(from, to)
            } else {
                kernel.plain(from, to)
            })
        })
    };
    let across = windows(from.width, to.width).map(|windows| resize_rows(src, &windows));
    let src = across.as_ref().unwrap_or(src);
    match windows(from.height, to.height) {
        Some(windows) => resize_columns(src, &windows),
        None => src.clone(),
    }
}

/// `nearest`: the source index is the floor of the output index times the scale, in single
/// precision.
pub(super) fn nearest<T: Copy>(p: &Resize, src: &Raster<T>) -> Raster<T> {
    let index = |from: u32, to: u32| -> Vec<u32> {
        let scale = from as f32 / to as f32;
        (0..to)
            .map(|i| ((i as f32 * scale).floor() as u32).min(from - 1))
            .collect()
    };
    let columns = index(src.size.width, p.size.width);
    let mut data = Vec::with_capacity(p.size.area() * src.channels);
    for y in index(src.size.height, p.size.height) {
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

/// `interpolate` on float tensors, without antialiasing; whole levels at the end.
pub(super) fn run_single(p: &Resize, src: &Image) -> Image {
    if p.filter == Filter::Nearest {
        return nearest(p, src);
    }
    // ATen sums four weighted neighbours in small outputs, and across and then down in others.
    let small = p.size.width + p.size.height <= 128;
    // The first of two neighbours, the second, and the share of the second.
    let taps = |from: u32, to: u32| -> Vec<(u32, u32, f32)> {
        let scale = from as f32 / to as f32;
        (0..to)
            .map(|i| {
                let at = if small {
                    fma(scale, i as f32 + 0.5, -0.5)
                } else {
                    scale * (i as f32 + 0.5) - 0.5
                };
                let first = (at.max(0.0) as u32).min(from - 1);
                let share = (at.max(0.0) - first as f32).clamp(0.0, 1.0);
                (first, (first + 1).min(from - 1), share)
            })
            .collect()
    };
    let mix = |a: f32, b: f32, share: f32| fma(a, 1.0 - share, b * share);
    let columns = taps(src.size.width, p.size.width);
    let mut data = Vec::with_capacity(p.size.area() * src.channels);
    for (above, below, down) in taps(src.size.height, p.size.height) {
        let rows = [src.row(above), src.row(below)];
        for &(left, right, across) in &columns {
            let (up, back) = (1.0 - down, 1.0 - across);
            for c in 0..src.channels {
                let at = |x: u32| rows.map(|row| f32::from(row[x as usize * src.channels + c]));
                let ([a, c], [b, d]) = (at(left), at(right));
                data.push(half_even(if small {
                    let sum = fma(a, up * back, b * (up * across));
                    fma(d, down * across, fma(c, down * back, sum))
                } else {
                    mix(mix(a, b, across), mix(c, d, across), down)
                }));
            }
        }
    }
    Raster {
        size: p.size,
        channels: src.channels,
        data,
    }
}

/// The source samples that make one output sample.
struct Window<W> {
    start: usize,
    weights: Vec<W>,
}

struct Kernel {
    /// Source samples that it covers when nothing shrinks.
    taps: u32,
    weight: fn(f64) -> f64,
}

fn triangle(x: f64) -> f64 {
    (1.0 - x.abs()).max(0.0)
}

/// Keys' cubic convolution.
fn cubic(x: f64, a: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a
    } else {
        0.0
    }
}

impl Kernel {
    /// The kernel widens with the scale when shrinking; its weights are brought to a sum of 1.
    fn antialiased(&self, from: u32, to: u32) -> Vec<Window<f64>> {
        let scale = f64::from(from) / f64::from(to);
        let widened = scale.max(1.0);
        let support = f64::from(self.taps) * 0.5 * widened;
        let most = support.ceil() as usize * 2 + 1;
        (0..to)
            .map(|i| {
                let centre = scale * (f64::from(i) + 0.5);
                let start = (centre - support + 0.5).max(0.0) as usize;
                let end = ((centre + support + 0.5) as usize).min(from as usize);
                let weights: Vec<f64> = (start..end.min(start + most))
                    .map(|j| (self.weight)((j as f64 - centre + 0.5) / widened))
                    .collect();
                let sum: f64 = weights.iter().sum();
                let scaled = |w: f64| if sum == 0.0 { w } else { w / sum };
                Window {
                    start,
                    weights: weights.into_iter().map(scaled).collect(),
                }
            })
            .collect()
    }

    /// As many samples as the kernel has taps; those outside give their weight to the edge.
    fn plain(&self, from: u32, to: u32) -> Vec<Window<f64>> {
        let scale = f64::from(from) / f64::from(to);
        let last = i64::from(from) - 1;
        let reach = i64::from(self.taps / 2);
        (0..to)
            .map(|i| {
                let mut at = scale * (f64::from(i) + 0.5) - 0.5;
                if self.taps == 2 {
                    at = at.max(0.0);
                }
                let base = (at.floor() as i64).min(last);
                let share = (at - base as f64).clamp(0.0, 1.0);
                let first = base - reach + 1;
                let start = first.max(0);
                let end = (base + reach + 1).min(last + 1);
                let mut weights = vec![0.0; (end - start) as usize];
                for j in 0..i64::from(self.taps) {
                    let to = ((first + j).clamp(0, last) - start) as usize;
                    weights[to] += (self.weight)((j + 1 - reach) as f64 - share);
                }
                Window {
                    start: start as usize,
                    weights,
                }
            })
            .collect()
    }
}

struct Fixed {
    windows: Vec<Window<i32>>,
    /// Bits behind the point: as many as keep the greatest weight within 16 bits.
    bits: u32,
}

fn fixed_point(windows: Vec<Window<f64>>) -> Fixed {
    let greatest = windows
        .iter()
        .flat_map(|w| &w.weights)
        .fold(0.0, |a: f64, &b| a.max(b));
    let one = |bits: u32| f64::from(1u32 << bits);
    let bits = (0..22)
        .find(|bits| (0.5 + greatest * one(bits + 1)) as i64 >= 1 << 15)
        .unwrap_or(22);
    let windows = windows
        .into_iter()
        .map(|window| Window {
            start: window.start,
            weights: window
                .weights
                .into_iter()
                .map(|w| (w * one(bits) + if w < 0.0 { -0.5 } else { 0.5 }) as i32)
                .collect(),
        })
        .collect();
    Fixed { windows, bits }
}

impl Fixed {
    /// Half a level, the sum's start.
    fn half(&self) -> i32 {
        (1 << self.bits) >> 1
    }

    fn level(&self, sum: i32) -> u8 {
        (sum >> self.bits).clamp(0, 255) as u8
    }
}

fn resize_rows(src: &Image, fixed: &Fixed) -> Image {
    let size = Size::new(fixed.windows.len() as u32, src.size.height);
    let channels = src.channels;
    let mut data = Vec::with_capacity(size.area() * channels);
    for y in 0..size.height {
        let row = src.row(y);
        for window in &fixed.windows {
            let from = &row[window.start * channels..];
            for c in 0..channels {
                let samples = from[c..].iter().step_by(channels);
                let sum = samples
                    .zip(&window.weights)
                    .fold(fixed.half(), |sum, (&v, &w)| sum + w * i32::from(v));
                data.push(fixed.level(sum));
            }
        }
    }
    Raster {
        size,
        channels,
        data,
    }
}

fn resize_columns(src: &Image, fixed: &Fixed) -> Image {
    let size = Size::new(src.size.width, fixed.windows.len() as u32);
    let mut data = Vec::with_capacity(size.area() * src.channels);
    let mut sums = vec![0; src.size.width as usize * src.channels];
    for window in &fixed.windows {
        sums.fill(fixed.half());
        for (y, &w) in (window.start as u32..).zip(&window.weights) {
            for (sum, &v) in sums.iter_mut().zip(src.row(y)) {
                *sum += w * i32::from(v);
            }
        }
        data.extend(sums.iter().map(|&sum| fixed.level(sum)));
    }
    Raster {
        size,
        channels: src.channels,
        data,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, golden};

    #[test]
    fn equals_torchvision() {
        golden::check(&golden::cases("resize", "torch"), 0.0, 0, |case| {
            let p = Resize {
                size: Size::new(
                    case.number("width_px") as u32,
                    case.number("height_px") as u32,
                ),
                filter: match case.text("interpolation") {
                    "nearest" => Filter::Nearest,
                    "bilinear" => Filter::Bilinear,
                    _ => Filter::Bicubic,
                },
                antialias: case.params["antialias"].as_bool().unwrap(),
                dialect: Dialect::Torch,
                factor: None,
                single: false,
            };
            super::super::run(&p, &case.input)
        });
    }
}
