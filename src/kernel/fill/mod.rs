//! Fill: rectangles or a grid of squares covered by a colour or by noise. The same in all dialects.

mod grid;

use serde::{Deserialize, Serialize};

use super::noise::{hash, normal};
use super::quantise::half_even;
use crate::image::{Image, Raster, Size};

/// What is covered, and by what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fill {
    /// What is covered.
    pub shape: Shape,
    /// What covers it.
    pub cover: Cover,
}

/// What is covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Rectangles, later ones over earlier ones; what lies outside the image is left out.
    Rects(Vec<Rect>),
    /// Squares in a grid.
    Grid(Grid),
}

/// A square in every tile of a grid that is turned about the image's corner and then shifted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Side of a tile, px.
    pub tile: u32,
    /// Side of a square, as a share of the tile's.
    pub ratio: f32,
    /// Angle, radians, counter-clockwise.
    pub angle: f32,
    /// Shift along the grid's own directions, px.
    pub shift: [f32; 2],
}

/// A rectangle of whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge, px.
    pub x: i64,
    /// Top edge, px.
    pub y: i64,
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
}

/// What covers a rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// One colour; grey images take its first value.
    Colour([u8; 3]),
    /// Every sample a random level (albumentations' `fill="random"`).
    Noise {
        /// Drawn once.
        seed: u64,
    },
    /// Every rectangle a random colour (`fill="random_uniform"`).
    RandomColours {
        /// Drawn once.
        seed: u64,
    },
    /// Every sample normal, with the mean and spread of `ImageNet`'s channels: what timm's
    /// `mode="pixel"` puts into pictures that are already normalised.
    Normal {
        /// Drawn once.
        seed: u64,
    },
    /// Every rectangle one such colour (timm's `mode="rand"`).
    NormalColours {
        /// Drawn once.
        seed: u64,
    },
}

/// Mean and standard deviation of `ImageNet`'s channels, levels.
const IMAGENET: [(f32, f32); 3] = [(123.675, 58.395), (116.28, 57.12), (103.53, 57.375)];

/// Covers parts of an image.
pub fn run(p: &Fill, src: &Image) -> Image {
    let level = |bits: u32| (bits >> 24) as u8;
    let about = |bits: u32, c: usize| {
        let (mean, sd) = IMAGENET[c.min(2)];
        half_even(mean + sd * normal(bits))
    };
    let one = |seed: u64, index: usize| hash(seed, index as u32, u32::MAX);
    cover(&p.shape, src, |index, x, y, to| match p.cover {
        Cover::Colour(colour) => to.copy_from_slice(&colour[..to.len().min(3)]),
        Cover::Noise { seed } => each(to, hash(seed, x, y), |bits, _| level(bits)),
        Cover::RandomColours { seed } => each(to, one(seed, index), |bits, _| level(bits)),
        Cover::Normal { seed } => each(to, hash(seed, x, y), about),
        Cover::NormalColours { seed } => each(to, one(seed, index), about),
    })
}

fn each(to: &mut [u8], bits: [u32; 4], f: impl Fn(u32, usize) -> u8) {
    for (c, (to, bits)) in to.iter_mut().zip(bits).enumerate() {
        *to = f(bits, c);
    }
}

/// Covers parts of any raster with one value: what masks need.
pub fn run_any<T: Copy>(p: &Fill, src: &Raster<T>, value: T) -> Raster<T> {
    cover(&p.shape, src, |_, _, _, to| to.fill(value))
}

/// Calls `write` with the number of the rectangle, x, y and the samples of every covered pixel.
fn cover<T: Copy>(
    shape: &Shape,
    src: &Raster<T>,
    write: impl Fn(usize, u32, u32, &mut [T]),
) -> Raster<T> {
    let mut out = src.clone();
    let (size, channels) = (src.size, src.channels);
    let rects = match shape {
        Shape::Rects(rects) => rects,
        Shape::Grid(grid) => {
            for (y, row) in (0..).zip(out.data.chunks_exact_mut(size.width as usize * channels)) {
                let covered = grid.row(y);
                for (x, to) in (0..).zip(row.chunks_exact_mut(channels)) {
                    if covered(x) {
                        write(0, x, y, to);
                    }
                }
            }
            return out;
        }
    };
    for (index, rect) in rects.iter().enumerate() {
        let (xs, ys) = rect.inside(size);
        for y in ys {
            let at = |x: u32| (y as usize * size.width as usize + x as usize) * channels;
            let row = &mut out.data[at(xs.start)..at(xs.end)];
            for (x, to) in xs.clone().zip(row.chunks_exact_mut(channels)) {
                write(index, x, y, to);
            }
        }
    }
    out
}

impl Rect {
    /// The columns and rows that lie in a picture.
    pub fn inside(&self, size: Size) -> (std::ops::Range<u32>, std::ops::Range<u32>) {
        let clip = |from: i64, len: u32, side: u32| {
            let end = from.saturating_add(i64::from(len));
            let clamp = |v: i64| v.clamp(0, i64::from(side)) as u32;
            clamp(from)..clamp(end)
        };
        (
            clip(self.x, self.width, size.width),
            clip(self.y, self.height, size.height),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i64, y: i64, width: u32, height: u32) -> Rect {
        Rect {
            x,
            y,
            width,
            height,
        }
    }

    #[test]
    fn covers_only_the_rectangles_inside() {
        let src = Raster::filled(Size::new(5, 4), 1, 7u16);
        let p = Fill {
            shape: Shape::Rects(vec![
                rect(-2, 1, 4, 2),
                rect(4, 3, 9, 9),
                rect(50, 50, 3, 3),
            ]),
            cover: Cover::Colour([0; 3]),
        };
        let out = run_any(&p, &src, 0);
        let covered = [5, 6, 10, 11, 19];
        for (i, &v) in out.data.iter().enumerate() {
            assert_eq!(v == 0, covered.contains(&i), "{i}");
        }
    }

    #[test]
    fn random_covers_follow_their_law() {
        let src = Image::filled(Size::new(200, 100), 3, 255);
        let rects = vec![rect(0, 0, 100, 100), rect(100, 0, 100, 100)];
        let fill = |cover| {
            let shape = Shape::Rects(rects.clone());
            run(&Fill { shape, cover }, &src)
        };
        let noise = fill(Cover::Noise { seed: 3 });
        let counted: std::collections::BTreeSet<_> = noise.data.iter().collect();
        assert_eq!(counted.len(), 256);
        let mean = noise.data.iter().map(|&v| f64::from(v)).sum::<f64>() / 60_000.0;
        assert!((mean - 127.5).abs() < 1.5, "{mean}");
        let flat = fill(Cover::RandomColours { seed: 3 });
        assert_eq!(flat.pixel(0, 0), flat.pixel(99, 99));
        assert_ne!(flat.pixel(0, 0), flat.pixel(100, 0));
        let normal = fill(Cover::Normal { seed: 3 });
        let reds = || normal.data.iter().step_by(3).map(|&v| f64::from(v));
        let mean = reds().sum::<f64>() / 20_000.0;
        let variance = reds().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 20_000.0;
        // Cutting off at 0 and 255 takes a little from both.
        assert!((mean - 123.7).abs() < 1.5, "{mean}");
        assert!((variance.sqrt() - 57.0).abs() < 1.5, "{variance}");
        let flat = fill(Cover::NormalColours { seed: 3 });
        assert_eq!(flat.pixel(0, 0), flat.pixel(99, 99));
        assert_ne!(flat.pixel(0, 0), flat.pixel(100, 0));
    }
}
