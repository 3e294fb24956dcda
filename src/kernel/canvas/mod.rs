//! What OpenCV 5.0 draws: filled discs, lines and polygons, as the runs of pixels they cover.
//!
//! Coordinates are whole pixels unless a function says otherwise. Every shape gives runs clipped to
//! the picture; runs of one shape may overlap, except a disc's.

mod line;
mod polygon;

pub use line::{line, thick_line};
pub use polygon::{convex_polygon, polygon};

use crate::image::Size;

/// A run of pixels: row, first and last column.
pub type Run<'a> = &'a mut dyn FnMut(u32, u32, u32);

/// A point, px.
pub type Point = [i64; 2];

/// One bit of fixed-point coordinates is 2⁻¹⁶ px.
const SHIFT: u32 = 16;
const ONE: i64 = 1 << SHIFT;

/// Which pixels count as neighbours along a line.
#[derive(Clone, Copy, PartialEq)]
pub enum Steps {
    /// Across, down and diagonally (`LINE_8`).
    Eight,
    /// Across and down (`LINE_4`).
    Four,
}

/// The run from `x0` to `x1` in row `y`, as far as it lies in the picture.
fn clipped(size: Size, y: i64, x0: i64, x1: i64, run: Run<'_>) {
    if !(0..i64::from(size.height)).contains(&y) {
        return;
    }
    let (x0, x1) = (x0.max(0), x1.min(i64::from(size.width) - 1));
    if x0 <= x1 {
        run(y as u32, x0 as u32, x1 as u32);
    }
}

/// `circle(thickness=-1)`: one run a row.
pub fn disc(size: Size, [x, y]: Point, radius: i64, run: Run<'_>) {
    // No picture reaches farther; the walk below stays short.
    let radius = radius.clamp(0, 1 << 20);
    let mut half = vec![0i64; radius as usize + 1];
    // Bresenham's circle, an eighth of it, widest at the middle row.
    let (mut error, mut dx, mut dy) = (0, radius, 0);
    let (mut plus, mut minus) = (1, 2 * radius - 1);
    while dx >= dy {
        half[dy as usize] = half[dy as usize].max(dx);
        half[dx as usize] = half[dx as usize].max(dy);
        dy += 1;
        error += plus;
        plus += 2;
        if error > 0 {
            error -= minus;
            dx -= 1;
            minus -= 2;
        }
    }
    for (dy, half) in (0..).zip(half) {
        clipped(size, y - dy, x - half, x + half, run);
        if dy > 0 {
            clipped(size, y + dy, x - half, x + half, run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_far_outside_stay_cheap_and_out() {
        let size = Size::new(7, 5);
        let far = 1 << 40;
        let mut seen = 0;
        let mut count = |_: u32, _: u32, _: u32| seen += 1;
        disc(size, [far, far], 3, &mut count);
        line(size, [far, 1], [far, 3], Steps::Eight, &mut count);
        polygon(size, &[[9, 9], [20, 9], [15, 30]], &mut count);
        thick_line(size, [-50, -50], [-9, -9], 3, Steps::Four, &mut count);
        assert_eq!(seen, 0);
    }
}
