//! Mixes of two images as float pipelines make them: single precision, products rounded one by one,
//! the sum rounded to a level once, half to even (timm 1.0 `FastCollateMixup`).

use crate::image::{Image, Raster};
use crate::quantise::half_even;

/// `share` of `a` and the rest of `b`, the same in every pixel. Sizes and channels agree.
pub fn constant(a: &Image, b: &Image, share: f64) -> Image {
    let (own, other) = (share as f32, (1.0 - share) as f32);
    let levels = a.data.iter().zip(&b.data);
    let data = levels.map(|(a, b)| level(*a, *b, own, other)).collect();
    Raster {
        size: a.size,
        channels: a.channels,
        data,
    }
}

/// `share` of `a` and the rest of `b`, pixel by pixel; `share` has one channel. Sizes agree.
pub fn mapped(a: &Image, b: &Image, share: &Raster<f32>) -> Image {
    let c = a.channels.max(1);
    let pixels = a.data.chunks_exact(c).zip(b.data.chunks_exact(c));
    let mut data = Vec::with_capacity(a.data.len());
    for ((a, b), own) in pixels.zip(&share.data) {
        let other = 1.0 - own;
        data.extend(a.iter().zip(b).map(|(a, b)| level(*a, *b, *own, other)));
    }
    Raster {
        size: a.size,
        channels: a.channels,
        data,
    }
}

#[inline]
fn level(a: u8, b: u8, own: f32, other: f32) -> u8 {
    half_even(f32::from(a) * own + f32::from(b) * other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    fn row(levels: &[u8]) -> Image {
        Raster::new(Size::new(levels.len() as u32, 1), 1, levels.to_vec()).unwrap()
    }

    #[test]
    fn halves_go_to_the_even_level() {
        let mixed = constant(&row(&[0, 1, 2, 255]), &row(&[1, 2, 3, 255]), 0.5);
        assert_eq!(mixed.data(), [0, 2, 2, 255]);
    }

    #[test]
    fn a_share_of_one_or_zero_copies() {
        let (a, b) = (row(&[0, 7, 255]), row(&[255, 9, 0]));
        assert_eq!(constant(&a, &b, 1.0), a);
        assert_eq!(constant(&a, &b, 0.0), b);
        let share = Raster::new(a.size(), 1, vec![1.0, 0.0, 0.5]).unwrap();
        assert_eq!(mapped(&a, &b, &share).data(), [0, 9, 128]);
    }
}
