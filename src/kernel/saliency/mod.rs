//! Saliency: how much each pixel stands out from the rest of its picture, found without a network.
//! A heuristic: bright small things on even ground stand out, whatever they are.

mod fine;
mod plane;
mod residual;

pub use fine::run as fine_grained;
pub use plane::{Plane, blurred};
pub use residual::run as spectral_residual;

/// The first of the greatest values, row by row: `[x, y]`.
pub fn peak<T: PartialOrd + Copy>(values: &[T], width: u32) -> [u32; 2] {
    let mut best: Option<(usize, T)> = None;
    for (i, &v) in values.iter().enumerate() {
        if best.is_none_or(|(_, most)| v > most) {
            best = Some((i, v));
        }
    }
    let at = best.map_or(0, |(i, _)| i as u64);
    let width = u64::from(width.max(1));
    [(at % width) as u32, (at / width) as u32]
}
