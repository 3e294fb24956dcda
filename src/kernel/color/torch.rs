//! torchvision 0.29 on uint8 tensors: `_rgb_to_grayscale_image`, `adjust_saturation_image`,
//! `_rgb_to_hsv`, `_hsv_to_rgb`, `adjust_hue_image`.

use super::What;
use crate::blend::torch_sample;
use crate::image::{Image, Raster};
use crate::quantise::truncate;
use crate::single::fma;

pub(super) fn run(what: What, src: &Image) -> Image {
    if src.channels != 3 {
        return src.clone();
    }
    match what {
        What::Grey => Raster {
            size: src.size,
            channels: 1,
            data: pixels(src).map(|rgb| grey(rgb) as u8).collect(),
        },
        What::Saturation { factor } => map(src, |rgb| {
            let grey = grey(rgb).floor();
            rgb.map(|v| torch_sample(grey, v, factor))
        }),
        What::Hue { shift_frac } => map(src, |rgb| turn(rgb, shift_frac as f32)),
        What::Desaturate(_) => map(src, |rgb| [grey(rgb) as u8; 3]),
        // 8-bit HSV is Pillow's and OpenCV's own.
        What::RgbToHsv
        | What::HsvToRgb
        | What::HsvShift { .. }
        | What::RgbToYcrcb
        | What::YcrcbToRgb => src.clone(),
    }
}

fn pixels(src: &Image) -> impl Iterator<Item = [u8; 3]> {
    src.data.as_chunks::<3>().0.iter().copied()
}

fn map(src: &Image, f: impl Fn([u8; 3]) -> [u8; 3]) -> Image {
    Raster {
        size: src.size,
        channels: 3,
        data: pixels(src).flat_map(f).collect(),
    }
}

/// Luma before it is cut off to a whole level.
#[inline]
fn grey([r, g, b]: [u8; 3]) -> f32 {
    fma(
        f32::from(b),
        0.114,
        fma(f32::from(g), 0.587, f32::from(r) * 0.2989),
    )
}

fn turn(rgb: [u8; 3], shift: f32) -> [u8; 3] {
    let (h, s, v) = to_hsv(rgb.map(|v| f32::from(v) * (1.0 / 255.0) as f32));
    // torch's remainder has the divisor's sign.
    let h = (h + shift) % 1.0;
    let h = if h < 0.0 { h + 1.0 } else { h };
    // to_dtype(uint8, scale=True): the range [0, 1] is cut into 256 equal parts.
    to_rgb(h, s, v).map(|v| truncate(v * (255.0 + 1.0 - 1e-3) as f32))
}

fn to_hsv([r, g, b]: [f32; 3]) -> (f32, f32, f32) {
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    let range = max - min;
    let (s, divisor) = if max == min {
        (range, 1.0)
    } else {
        (range / max, range)
    };
    let [rc, gc, bc] = [r, g, b].map(|v| (max - v) / divisor);
    let h = if max == r {
        bc - gc
    } else if max == g {
        (rc + 2.0) - bc
    } else {
        (gc + 4.0) - rc
    };
    ((h * (1.0 / 6.0) as f32 + 1.0) % 1.0, s, max)
}

fn to_rgb(h: f32, s: f32, v: f32) -> [f32; 3] {
    let h6 = h * 6.0;
    let sector = h6.floor();
    let sf = s * (h6 - sector);
    let p = ((1.0 - s) * v).clamp(0.0, 1.0);
    let q = ((1.0 - sf) * v).clamp(0.0, 1.0);
    let t = ((sf + (1.0 - s)) * v).clamp(0.0, 1.0);
    match (sector as i32).rem_euclid(6) {
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
    use crate::golden;
    use crate::image::Raster;
    use crate::{
        Dialect,
        color::{Color, What, run},
    };

    fn check(op: &str, what: impl Fn(&golden::Case) -> What) {
        golden::check(&golden::cases(op, "torch"), 0.0, 0, |case| {
            run(
                &Color {
                    what: what(case),
                    dialect: Dialect::Torch,
                },
                &case.input,
            )
        });
    }

    #[test]
    fn saturation_and_hue_equal_torchvision() {
        check("color", |case| What::Saturation {
            factor: case.number("factor"),
        });
        check("hue", |case| What::Hue {
            shift_frac: case.number("shift_frac"),
        });
        golden::check(&golden::cases("grayscale", "torch"), 0.0, 0, |case| {
            let grey = run(
                &Color {
                    what: What::Grey,
                    dialect: Dialect::Torch,
                },
                &case.input,
            );
            Raster::from_fn(grey.size, case.input.channels, |x, y, _| {
                grey.pixel(x, y)[0]
            })
        });
    }
}
