//! albumentations 2.0.8, `GridDistortion`: `normalize_grid_distortion_steps`, `generate_grid`.

use crate::image::{Raster, Size};
use crate::sums::{numpy_linspace, numpy_sum};

pub(super) fn map(size: Size, across: &[f64], down: &[f64], normalized: bool) -> Raster<f32> {
    let xs = axis(size.width, across, normalized);
    let ys = axis(size.height, down, normalized);
    let row = |&y: &f32| xs.iter().flat_map(move |&x| [x, y]);
    Raster {
        size,
        channels: 2,
        data: ys.iter().flat_map(row).collect(),
    }
}

/// Where the pixels of one axis look. There is one factor more than cells: the last one is for
/// the pixels that are left over, and each run of pixels reaches its end exactly, so that the next
/// one starts where it ended.
fn axis(len: u32, factors: &[f64], normalized: bool) -> Vec<f32> {
    let cells = factors.len().saturating_sub(1).max(1);
    let (len, cell) = (len as usize, len as usize / cells);
    let factors = if normalized {
        filling(len, cell, factors)
    } else {
        factors.to_vec()
    };
    let mut out = vec![0.0; len];
    let mut from = 0.0;
    for (i, factor) in factors.iter().enumerate() {
        let start = i * cell;
        let end = (start + cell).min(len);
        let to = from + cell as f64 * factor;
        if let Some(run) = out.get_mut(start..end) {
            let n = run.len();
            for (k, at) in run.iter_mut().enumerate() {
                *at = numpy_linspace(from, to, n, k) as f32;
            }
        }
        from = to;
    }
    out
}

/// The factors scaled to the sum of cells that the axis has.
fn filling(len: usize, cell: usize, factors: &[f64]) -> Vec<f64> {
    let cells = factors.len().saturating_sub(1);
    let mut factors = factors.to_vec();
    let rest = len.min((cells + 1) * cell).saturating_sub(cells * cell);
    if let Some(last) = factors.last_mut() {
        *last *= rest as f64 / cell as f64;
    }
    let scale = len as f64 / cell as f64 / numpy_sum(&factors);
    factors.iter().map(|f| f * scale).collect()
}
