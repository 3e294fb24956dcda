//! OpenCV 5.0: RGB to hue, lightness, saturation in 8 bits, and back.

use crate::quantise::half_even;
use crate::single::fma;

/// `cvtColor(COLOR_RGB2HLS)` in 8 bits: hue 0..180.
pub(super) fn rgb_to_hls(pixel: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = pixel.map(|v| f32::from(v) * (1.0 / 255.0));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let (range, sum) = (most - least, most + least);
    let l = sum * 0.5;
    let (mut h, mut s) = (0.0, 0.0);
    if range > f32::EPSILON {
        s = range / if l < 0.5 { sum } else { 2.0 - sum };
        let sixth = 60.0 / range;
        h = if most == r {
            (g - b) * sixth
        } else if most == g {
            fma(b - r, sixth, 120.0)
        } else {
            fma(r - g, sixth, 240.0)
        };
        if h < 0.0 {
            h += 360.0;
        }
    }
    [h * 0.5, l * 255.0, s * 255.0].map(half_even)
}

/// `cvtColor(COLOR_HLS2RGB)`.
pub(super) fn hls_to_rgb([h, l, s]: [u8; 3]) -> [u8; 3] {
    let h = f32::from(h) * (6.0 / 180.0);
    let [l, s] = [l, s].map(|v| f32::from(v) * (1.0 / 255.0));
    let high = if l <= 0.5 {
        l * (1.0 + s)
    } else {
        l + s - l * s
    };
    let low = 2.0 * l - high;
    let sector = h.floor();
    let f = h - sector;
    let falling = low + (high - low) * (1.0 - f);
    let rising = low + (high - low) * f;
    let rgb = match sector as u32 % 6 {
        0 => [high, rising, low],
        1 => [falling, high, low],
        2 => [low, high, rising],
        3 => [low, falling, high],
        4 => [rising, low, high],
        _ => [high, low, falling],
    };
    rgb.map(|v| half_even(v * 255.0))
}
