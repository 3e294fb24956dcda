//! Fill: rectangles covered by a colour or by noise. The same in all dialects.

use serde::{Deserialize, Serialize};

use super::noise::hash;
use crate::image::{Image, Raster};

/// Which rectangles are covered, and by what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fill {
    /// Rectangles, later ones over earlier ones; what lies outside the image is left out.
    pub rects: Vec<Rect>,
    /// What covers them.
    pub cover: Cover,
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
}

/// Covers the rectangles of an image.
pub fn run(p: &Fill, src: &Image) -> Image {
    let level = |bits: u32| (bits >> 24) as u8;
    cover(&p.rects, src, |index, x, y, c| match p.cover {
        Cover::Colour(colour) => colour[c.min(2)],
        Cover::Noise { seed } => level(hash(seed, x, y)[c.min(3)]),
        Cover::RandomColours { seed } => level(hash(seed, index as u32, u32::MAX)[c.min(3)]),
    })
}

/// Covers the rectangles of any raster with one value: what masks need.
pub fn run_any<T: Copy>(p: &Fill, src: &Raster<T>, value: T) -> Raster<T> {
    cover(&p.rects, src, |_, _, _, _| value)
}

fn cover<T: Copy>(
    rects: &[Rect],
    src: &Raster<T>,
    value: impl Fn(usize, u32, u32, usize) -> T,
) -> Raster<T> {
    let mut out = src.clone();
    let clip = |from: i64, len: u32, side: u32| {
        let end = from.saturating_add(i64::from(len));
        let clamp = |v: i64| v.clamp(0, i64::from(side)) as u32;
        clamp(from)..clamp(end)
    };
    for (index, rect) in rects.iter().enumerate() {
        for y in clip(rect.y, rect.height, src.size.height) {
            for x in clip(rect.x, rect.width, src.size.width) {
                let at = (y as usize * src.size.width as usize + x as usize) * src.channels;
                for (c, to) in out.data[at..at + src.channels].iter_mut().enumerate() {
                    *to = value(index, x, y, c);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

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
            rects: vec![rect(-2, 1, 4, 2), rect(4, 3, 9, 9), rect(50, 50, 3, 3)],
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
            let rects = rects.clone();
            run(&Fill { rects, cover }, &src)
        };
        let noise = fill(Cover::Noise { seed: 3 });
        let counted: std::collections::BTreeSet<_> = noise.data.iter().collect();
        assert_eq!(counted.len(), 256);
        let mean = noise.data.iter().map(|&v| f64::from(v)).sum::<f64>() / 60_000.0;
        assert!((mean - 127.5).abs() < 1.5, "{mean}");
        let flat = fill(Cover::RandomColours { seed: 3 });
        assert_eq!(flat.pixel(0, 0), flat.pixel(99, 99));
        assert_ne!(flat.pixel(0, 0), flat.pixel(100, 0));
    }
}
