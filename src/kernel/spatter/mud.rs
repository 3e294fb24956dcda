//! Mud: opaque where drops are thick.

use super::{Spatter, blurred};
use crate::image::Size;
use crate::noise::hash;
use crate::quantise::half_even;

pub(super) fn run(p: &Spatter, levels: &[f32], layer: &[f64], size: Size) -> Vec<u8> {
    let mut mask: Vec<f32> = layer
        .iter()
        .map(|&v| if v > p.cutoff { 1.0 } else { 0.0 })
        .collect();
    if mask.iter().all(|v| *v == 0.0) {
        for i in picked(p.seed, size) {
            mask[i] = 1.0;
        }
    }
    if p.sigma > 0.0 {
        let kernel = (8.0 * p.sigma + 1.0).round_ties_even() as u32 | 1;
        mask = blurred(&mask, size, kernel, p.sigma);
    }
    let most = mask.iter().copied().fold(0f32, f32::max);
    let intensity = p.intensity as f32;
    let colour = p.colour.map(|c| f64::from(c) / 255.0);
    let mut out = Vec::with_capacity(levels.len());
    for (pixel, at) in levels.as_chunks::<3>().0.iter().zip(mask) {
        let thick = at / most * intensity;
        for (v, colour) in pixel.iter().zip(colour) {
            let mud = (f64::from(thick) * colour) as f32;
            let rest = if colour > 0.0 {
                ((colour - f64::from(mud)) / colour).clamp(0.0, 1.0) as f32
            } else {
                1.0 - thick
            };
            out.push(half_even((v * rest + mud).clamp(0.0, 1.0) * 255.0));
        }
    }
    out
}

/// A tenth of all pixels, at least one: those of the smallest hashes.
fn picked(seed: u64, size: Size) -> Vec<usize> {
    let width = size.width;
    let mut order: Vec<(u32, usize)> = (0..size.area())
        .map(|i| {
            let (x, y) = (i as u32 % width, i as u32 / width);
            (hash(seed, x, y)[0], i)
        })
        .collect();
    order.sort_unstable();
    order.truncate(((0.1 * size.area() as f64) as usize).max(1));
    order.into_iter().map(|(_, i)| i).collect()
}
