//! albumentations 2.0.8, `PiecewiseAffine`: `create_piecewise_affine_maps`. Not affine pieces: a
//! weighted mean of all control points.

use crate::image::{Raster, Size};
use crate::sums::{numpy_linspace, numpy_sum};

pub(super) fn map(size: Size, rows: u32, columns: u32, offsets: &[f64]) -> Raster<f32> {
    let ends = [size.width, size.height].map(|n| n as f32 - 1.0);
    let line = |i: u32, n: u32, end: f32| {
        numpy_linspace(0.0, f64::from(end), n as usize, i as usize) as f32
    };
    let mut still = Vec::new();
    let mut moved = [Vec::new(), Vec::new()];
    for (i, by) in (0..rows * columns).zip(offsets.chunks_exact(2)) {
        let at = [
            line(i % columns, columns, ends[0]),
            line(i / columns, rows, ends[1]),
        ];
        for c in 0..2 {
            moved[c].push((at[c] + by[c] as f32).clamp(0.0, ends[c]));
        }
        still.push(at);
    }
    let mut weights = vec![0f32; still.len()];
    let mut parts = weights.clone();
    let mut data = Vec::with_capacity(size.area() * 2);
    for y in 0..size.height {
        for x in 0..size.width {
            for (weight, at) in weights.iter_mut().zip(&still) {
                let (dx, dy) = (x as f32 - at[0], y as f32 - at[1]);
                *weight = 1.0 / (dx * dx + dy * dy + 1e-8);
            }
            let sum = numpy_sum(&weights);
            for c in 0..2 {
                for ((part, weight), at) in parts.iter_mut().zip(&weights).zip(&moved[c]) {
                    *part = weight / sum * at;
                }
                data.push(numpy_sum(&parts).clamp(0.0, ends[c]));
            }
        }
    }
    Raster {
        size,
        channels: 2,
        data,
    }
}
