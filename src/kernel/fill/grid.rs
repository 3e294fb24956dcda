//! The grid of NVIDIA DALI's `grid_mask`, in its single precision.

use super::Grid;
use crate::math::{cosf, sinf};

impl Grid {
    /// Which pixels of row `y` are covered.
    pub(super) fn row(&self, y: u32) -> impl Fn(u32) -> bool {
        let tile = self.tile.max(1) as f32;
        let (c, s) = (cosf(self.angle) / tile, sinf(self.angle) / tile);
        let [dx, dy] = self.shift.map(|v| v / tile);
        let (fx, fy) = (-dx + y as f32 * -s, -dy + y as f32 * c);
        let ratio = self.ratio;
        move |x| {
            let (u, v) = (fx + x as f32 * c, fy + x as f32 * s);
            u - u.floor() < ratio && v - v.floor() < ratio
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cover, Fill, Shape, run};
    use super::*;
    use crate::image::{Image, Size};

    fn shown(grid: Grid, size: Size) -> Image {
        let p = Fill {
            shape: Shape::Grid(grid),
            cover: Cover::Colour([0; 3]),
        };
        run(&p, &Image::filled(size, 1, 1))
    }

    /// Upright and unturned: three of a tile's eight columns and rows are covered.
    #[test]
    fn covers_the_corner_of_every_tile() {
        let grid = Grid {
            tile: 8,
            ratio: 0.375,
            angle: 0.0,
            shift: [3.0, 0.0],
        };
        let out = shown(grid, Size::new(40, 30));
        for y in 0..30 {
            for x in 0..40 {
                let covered = (x + 5) % 8 < 3 && y % 8 < 3;
                assert_eq!(out.pixel(x, y)[0] == 0, covered, "{x} {y}");
            }
        }
    }

    /// However it is turned, the square's share of the tile is covered.
    #[test]
    fn covers_its_share_at_every_angle() {
        for angle in [0.3f32, 0.785, 2.0, -1.1] {
            let grid = Grid {
                tile: 20,
                ratio: 0.5,
                angle,
                shift: [5.0, 9.0],
            };
            let out = shown(grid, Size::new(400, 400));
            let covered = out.data.iter().map(|v| u32::from(*v == 0)).sum::<u32>();
            let covered = f64::from(covered) / 160_000.0;
            assert!((covered - 0.25).abs() < 0.01, "{angle}: {covered}");
        }
    }
}
