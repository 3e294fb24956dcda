//! OpenCV 5.0 `cvtColor` on 8-bit RGB, and albumentations 2.0.8 `adjust_*_torchvision`.

use super::{GreyBy, What, cv2_lab};
use crate::image::{Image, Raster};
use crate::quantise::half_even;
use crate::single::fma;

pub(super) fn run(what: What, src: &Image) -> Image {
    if let What::HsvShift {
        hue,
        saturation,
        value,
    } = what
    {
        return hsv_shift(src, hue, saturation, value);
    }
    if src.channels != 3 {
        return src.clone();
    }
    match what {
        What::Grey => Image {
            size: src.size,
            channels: 1,
            data: src.data.as_chunks().0.iter().map(|&p| luma(p)).collect(),
        },
        What::RgbToHsv => each(src, |_, p| rgb_to_hsv(p)),
        What::HsvToRgb => {
            let whole = vectors(src);
            each(src, |x, p| hsv_to_rgb(p, x < whole))
        }
        What::Hue { shift_frac } => hue(src, shift_frac),
        What::Saturation { factor } => saturation(src, factor),
        What::Desaturate(by) => desaturate(src, by),
        What::RgbToYcrcb => each(src, |_, p| rgb_to_ycrcb(p)),
        What::YcrcbToRgb => each(src, |_, p| ycrcb_to_rgb(p)),
        // Done above, for grey images too.
        What::HsvShift { .. } => src.clone(),
    }
}

/// `f` of the column and the pixel.
pub(crate) fn each(src: &Image, f: impl Fn(u32, [u8; 3]) -> [u8; 3]) -> Image {
    let mut data = Vec::with_capacity(src.data.len());
    for y in 0..src.size.height {
        for (x, &p) in (0..).zip(src.row(y).as_chunks().0) {
            data.extend_from_slice(&f(x, p));
        }
    }
    Raster {
        size: src.size,
        channels: 3,
        data,
    }
}

/// Luma in 15-bit fixed point.
#[inline]
pub(crate) fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 9798 + u32::from(g) * 19235 + u32::from(b) * 3735 + (1 << 14)) >> 15) as u8
}

/// Columns done in whole vectors of 32 pixels, where the way back from HSV drops fractions; the
/// columns left over are rounded.
fn vectors(src: &Image) -> u32 {
    src.size.width / 32 * 32
}

/// Hue 0..180, divisions by 12-bit reciprocals.
fn rgb_to_hsv([r, g, b]: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = [r, g, b].map(i32::from);
    let v = r.max(g).max(b);
    let range = v - r.min(g).min(b);
    // `num << 12` divided by `den`, to the nearest, halves to even; by 0 gives 0.
    let reciprocal = |num: f64, den: i32| match den {
        0 => 0,
        _ => (num * 4096.0 / f64::from(den)).round_ties_even() as i32,
    };
    let s = (range * reciprocal(255.0, v) + 2048) >> 12;
    let h = if v == r {
        g - b
    } else if v == g {
        b - r + 2 * range
    } else {
        r - g + 4 * range
    };
    let h = (h * reciprocal(30.0, range) + 2048) >> 12;
    [if h < 0 { h + 180 } else { h }, s, v].map(|v| v.clamp(0, 255) as u8)
}

fn hsv_to_rgb([h, s, v]: [u8; 3], truncate: bool) -> [u8; 3] {
    let h = f32::from(h) * (6.0 / 180.0);
    let [s, v] = [s, v].map(|v| f32::from(v) * (1.0 / 255.0));
    let sector = h.floor();
    let f = h - sector;
    let low = v * (1.0 - s);
    let falling = v * fma(-s, f, 1.0);
    let rising = v * fma(-s, 1.0 - f, 1.0);
    let rgb = match sector as u32 % 6 {
        0 => [v, rising, low],
        1 => [falling, v, low],
        2 => [low, v, rising],
        3 => [low, falling, v],
        4 => [rising, low, v],
        _ => [v, low, falling],
    };
    rgb.map(|v| {
        if truncate {
            (v * 255.0) as u8
        } else {
            half_even(v * 255.0)
        }
    })
}

/// `adjust_hue_torchvision`: a table over the hue, fractions dropped.
fn hue(src: &Image, shift_frac: f64) -> Image {
    if shift_frac == 0.0 {
        return src.clone();
    }
    let table: [u8; 256] =
        std::array::from_fn(|h| (h as f64 + 180.0 * shift_frac).rem_euclid(180.0) as u8);
    let whole = vectors(src);
    each(src, |x, p| {
        let [h, s, v] = rgb_to_hsv(p);
        hsv_to_rgb([table[usize::from(h)], s, v], x < whole)
    })
}

/// `adjust_saturation_torchvision`: `addWeighted` with luma; 0 is luma itself.
fn saturation(src: &Image, factor: f64) -> Image {
    if factor == 1.0 {
        return src.clone();
    }
    if factor == 0.0 {
        return each(src, |_, p| [luma(p); 3]);
    }
    let (a, b) = (factor as f32, (1.0 - factor) as f32);
    each(src, |_, p| {
        let grey = f32::from(luma(p)) * b;
        p.map(|v| half_even(fma(f32::from(v), a, grey)))
    })
}

/// `ToGray`: fractions are dropped, but luma and L are rounded.
fn desaturate(src: &Image, by: GreyBy) -> Image {
    let ends = |p: [u8; 3]| {
        let [r, g, b] = p;
        (r.max(g).max(b), r.min(g).min(b))
    };
    match by {
        GreyBy::Luma => each(src, |_, p| [luma(p); 3]),
        GreyBy::Lightness => each(&cv2_lab::rgb_to_lab(src), |_, [l, ..]| [l; 3]),
        GreyBy::Middle => each(src, |_, p| {
            let (most, least) = ends(p);
            [most.midpoint(least); 3]
        }),
        GreyBy::Average => each(src, |_, p| {
            let sum: u16 = p.map(u16::from).iter().sum();
            [(sum / 3) as u8; 3]
        }),
        GreyBy::Greatest => each(src, |_, p| [ends(p).0; 3]),
    }
}

/// `shift_hsv`: the hue wraps round, the others are cut off and lose their shift's fraction; grey
/// pixels stay grey. A grey image passes through RGB and takes the value's shift alone.
fn hsv_shift(src: &Image, hue: f64, saturation: f64, value: f64) -> Image {
    if hue == 0.0 && saturation == 0.0 && value == 0.0 {
        return src.clone();
    }
    let whole = vectors(src);
    let added = |v: u8, shift: f64| (i64::from(v) + shift as i64).clamp(0, 255) as u8;
    let values: [u8; 256] = std::array::from_fn(|v| added(v as u8, value));
    if src.channels != 3 {
        return Raster::from_fn(src.size, src.channels, |x, y, c| {
            let v = values[usize::from(src.pixel(x, y)[c])];
            luma(hsv_to_rgb([0, 0, v], x < whole))
        });
    }
    let hues: [u8; 256] = std::array::from_fn(|h| match h as f64 + hue {
        turned if hue == 0.0 => turned as u8,
        turned => turned.rem_euclid(180.0) as u8,
    });
    let saturations: [u8; 256] = std::array::from_fn(|s| match s {
        0 => 0,
        _ => added(s as u8, saturation),
    });
    each(src, |x, p| {
        let [h, s, v] = rgb_to_hsv(p).map(usize::from);
        hsv_to_rgb([hues[h], saturations[s], values[v]], x < whole)
    })
}

/// Luma and the two colour differences about 128, 14-bit fixed point.
fn rgb_to_ycrcb([r, g, b]: [u8; 3]) -> [u8; 3] {
    const HALF: i32 = 1 << 13;
    let [r, g, b] = [r, g, b].map(i32::from);
    let y = (r * 4899 + g * 9617 + b * 1868 + HALF) >> 14;
    let difference = |v: i32, weight: i32| ((v - y) * weight + (128 << 14) + HALF) >> 14;
    [y, difference(r, 11682), difference(b, 9241)].map(|v| v.clamp(0, 255) as u8)
}

fn ycrcb_to_rgb([y, cr, cb]: [u8; 3]) -> [u8; 3] {
    let y = i32::from(y);
    let [cr, cb] = [cr, cb].map(|v| i32::from(v) - 128);
    let added = |v: i32| y + ((v + (1 << 13)) >> 14);
    [
        added(cr * 22987),
        added(cb * -5636 + cr * -11698),
        added(cb * 29049),
    ]
    .map(|v| v.clamp(0, 255) as u8)
}
