//! Rain: bright, with light and shade at the edges of drops.

use super::{Spatter, blurred, edges};
use crate::image::{Raster, Size};
use crate::quantise::half_even;
use crate::rearrange::fold;
use crate::table_from_stats::{self, Rule, TableFromStats};
use crate::{Border, Dialect, reduce, table};

pub(super) fn run(p: &Spatter, levels: &[f32], layer: &[f64], size: Size) -> Vec<u8> {
    let drops: Vec<u8> = layer
        .iter()
        .map(|&v| if v < p.cutoff { 0 } else { (v * 255.0) as u8 })
        .collect();
    let edges = edges::canny(&drops, size, 50, 150);
    let far: Vec<f32> = edges::distance(&edges, size)
        .into_iter()
        .map(|v| v.min(20.0))
        .collect();
    // The library takes distances in px for levels from 0 to 1: beyond 1 px all are white.
    let near = blurred(&far, size, 3, 1.0);
    let near = near.into_iter().map(|v| half_even(v * 255.0)).collect();
    let shade = blurred(&relief(&equalized(near, size), size), size, 5, 1.5);
    let mut shine: Vec<f32> = drops
        .iter()
        .zip(shade)
        .map(|(&d, s)| f32::from(d) * s)
        .collect();
    let most = shine.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let scale = if most > 0.0 { 1.0 / most } else { 0.0 };
    for v in &mut shine {
        *v *= scale;
    }
    let strength = p.intensity * 0.9;
    let colour = p.colour.map(|c| f64::from(c) / 255.0);
    let pixels = levels.as_chunks::<3>().0.iter().zip(&shine);
    pixels
        .flat_map(|(pixel, shine)| {
            let added = colour.map(|c| (f64::from(*shine) * c * strength) as f32);
            [0, 1, 2].map(|c| half_even((pixel[c] + added[c]).clamp(0.0, 1.0) * 255.0))
        })
        .collect()
}

/// `equalizeHist`, as levels from 0 to 1.
fn equalized(data: Vec<u8>, size: Size) -> Vec<f32> {
    let plane = Raster {
        size,
        channels: 1,
        data,
    };
    let equalize = TableFromStats {
        rule: Rule::Equalize,
        dialect: Dialect::Cv2,
    };
    let plane = table::reference(
        &table_from_stats::run(&equalize, &reduce::run(&plane)),
        &plane,
    );
    plane
        .data
        .into_iter()
        .map(|v| f32::from(v) / 255.0)
        .collect()
}

/// Light from the upper left: a 3 × 3 kernel, cut off to 0..1.
fn relief(plane: &[f32], size: Size) -> Vec<f32> {
    const KERNEL: [[f32; 3]; 3] = [[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]];
    let near = |v: u32, k: usize, len: u32| {
        fold(Border::Reflect101, i64::from(v) + k as i64 - 1, len).unwrap_or(0) as usize
    };
    let sums = Raster::from_fn(size, 1, |x, y, _| {
        let mut sum = 0f64;
        for (i, row) in KERNEL.iter().enumerate() {
            let from = near(y, i, size.height) * size.width as usize;
            for (j, weight) in row.iter().enumerate() {
                let v = plane[from + near(x, j, size.width)];
                sum = f64::from((f64::from(v) * f64::from(*weight) + sum) as f32);
            }
        }
        (sum as f32).clamp(0.0, 1.0)
    });
    sums.data
}
