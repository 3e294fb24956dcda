//! Pillow 13, `Convert.c`, and torchvision's use of it on PIL images.

use super::What;
use crate::blend::pillow_sample;
use crate::image::Image;

pub(super) fn run(what: What, src: &Image) -> Image {
    if src.channels != 3 {
        return src.clone();
    }
    match what {
        What::Grey => {
            let data = src
                .data
                .as_chunks()
                .0
                .iter()
                .map(|&rgb| luma(rgb))
                .collect();
            Image {
                size: src.size,
                channels: 1,
                data,
            }
        }
        What::RgbToHsv => each(src, rgb_to_hsv),
        What::HsvToRgb => each(src, hsv_to_rgb),
        What::Hue { shift_frac } => {
            // torchvision: np.int32(shift * 255).astype(np.uint8), added with wrap-around.
            let shift = (shift_frac * 255.0) as i32 as u8;
            each(src, |rgb| {
                let [h, s, v] = rgb_to_hsv(rgb);
                hsv_to_rgb([h.wrapping_add(shift), s, v])
            })
        }
        What::Saturation { factor } => saturation(src, factor as f32),
        What::Desaturate(_) => each(src, |rgb| [luma(rgb); 3]),
        // OpenCV's own.
        What::HsvShift { .. } | What::RgbToYcrcb | What::YcrcbToRgb => src.clone(),
    }
}

/// Luma is written out in threes, so that blending is one straight loop over bytes.
fn saturation(src: &Image, factor: f32) -> Image {
    const BLOCK: usize = 48;
    let mut out = src.clone();
    let mut grey = [0; BLOCK];
    for block in out.data.chunks_mut(BLOCK) {
        for (grey, &rgb) in grey.as_chunks_mut().0.iter_mut().zip(block.as_chunks().0) {
            *grey = [luma(rgb); 3];
        }
        for (v, &grey) in block.iter_mut().zip(&grey) {
            *v = pillow_sample(grey, *v, factor);
        }
    }
    out
}

fn each(src: &Image, f: impl Fn([u8; 3]) -> [u8; 3]) -> Image {
    let data = src
        .data
        .as_chunks()
        .0
        .iter()
        .flat_map(|&rgb| f(rgb))
        .collect();
    Image {
        size: src.size,
        channels: 3,
        data,
    }
}

/// ITU-R 601 luma in 16.16 fixed point, rounded.
#[inline]
pub(super) fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 19595 + u32::from(g) * 38470 + u32::from(b) * 7471 + 0x8000) >> 16) as u8
}

/// Hue 0..=255 for the whole circle. Precision follows the C code: differences and quotients in
/// single precision, sums with double constants in double, the hue kept in single.
fn rgb_to_hsv([r, g, b]: [u8; 3]) -> [u8; 3] {
    let max = r.max(g).max(b);
    let min = r.min(g).min(b);
    if max == min {
        return [0, 0, max];
    }
    let range = f32::from(max - min);
    let saturation = range / f32::from(max);
    let below = |v: u8| f32::from(max - v) / range;
    let (rc, gc, bc) = (below(r), below(g), below(b));
    let sextant = if r == max {
        bc - gc
    } else if g == max {
        (2.0 + f64::from(rc) - f64::from(bc)) as f32
    } else {
        (4.0 + f64::from(gc) - f64::from(rc)) as f32
    };
    let hue = ((f64::from(sextant) / 6.0 + 1.0) % 1.0) as f32;
    let level = |share: f32| (f64::from(share) * 255.0) as u8;
    [level(hue), level(saturation), max]
}

fn hsv_to_rgb([h, s, v]: [u8; 3]) -> [u8; 3] {
    if s == 0 {
        return [v; 3];
    }
    let turn = f64::from(h) * 6.0 / 255.0;
    let sextant = turn.floor();
    let f = (turn - sextant) as f32;
    let s = (f64::from(s) / 255.0) as f32;
    let level = |share: f64| (f64::from(v) * share).round().clamp(0.0, 255.0) as u8;
    let p = level(1.0 - f64::from(s));
    let q = level(1.0 - f64::from(s * f));
    let t = level(1.0 - f64::from(s) * (1.0 - f64::from(f)));
    match sextant as u32 % 6 {
        0 => [v, t, p],
        1 => [q, v, p],
        2 => [p, v, t],
        3 => [p, q, v],
        4 => [t, p, v],
        _ => [v, p, q],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luma_rounds_halves_up() {
        // Sums that end in exactly one half; values from Pillow.
        for (rgb, grey) in [
            ([0, 52, 184], 52),
            ([1, 53, 185], 53),
            ([3, 55, 187], 55),
            ([255; 3], 255),
        ] {
            assert_eq!(luma(rgb), grey);
        }
    }
}
