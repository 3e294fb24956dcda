//! Pillow 13, `Blend.c`: single precision, truncated.

use crate::image::Image;
use crate::quantise::truncate;

pub(super) fn run(a: &Image, b: &Image, factor: f32) -> Image {
    let mut out = a.clone();
    for (a, &b) in out.data.iter_mut().zip(&b.data) {
        *a = sample(*a, b, factor);
    }
    out
}

/// Inside 0..=1 nothing can leave 0..=255, so one clamped formula serves inter- and extrapolation;
/// factors 0 and 1 come out exact by themselves.
#[inline]
pub(super) fn sample(a: u8, b: u8, factor: f32) -> u8 {
    let (a, b) = (f32::from(a), f32::from(b));
    truncate(a + factor * (b - a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_copies() {
        for a in 0..=255 {
            for b in 0..=255 {
                assert_eq!((sample(a, b, 0.0), sample(a, b, 1.0)), (a, b));
            }
        }
    }
}
