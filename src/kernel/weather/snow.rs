//! Snow: `add_snow_bleach` and `add_snow_texture`.

use crate::image::{Image, Raster};
use crate::kernel::color::{self, Color, What};
use crate::kernel::quantise::{half_even, truncate};
use crate::kernel::single::fma;
use crate::kernel::stencil::double;
use crate::kernel::sums::numpy_linspace;
use crate::kernel::{Border, Dialect};

/// Raises the lightness of pixels darker than a third to five sixths of the range.
pub(super) fn bleach(point: f64, coefficient: f64, src: &Image) -> Image {
    let bar = (point * 255.0 / 2.0 + 255.0 / 3.0) as f32;
    let coefficient = coefficient as f32;
    let table: [u8; 256] = std::array::from_fn(|v| {
        let v = v as f32;
        truncate(if v < bar { v * coefficient } else { v })
    });
    let mut out = src.clone();
    for pixel in out.data.as_chunks_mut::<3>().0 {
        let [h, l, s] = rgb_to_hls(*pixel);
        *pixel = hls_to_rgb([h, table[usize::from(l)], s]);
    }
    out
}

/// `cvtColor(COLOR_RGB2HLS)` in 8 bits: hue 0..180.
fn rgb_to_hls(pixel: [u8; 3]) -> [u8; 3] {
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
fn hls_to_rgb([h, l, s]: [u8; 3]) -> [u8; 3] {
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

/// Adds a blurred field, thinner towards the bottom, to hue, saturation and value alike, as the
/// library does; what lies beyond 8 bits begins anew at 0.
pub(super) fn texture(
    point: f64,
    coefficient: f64,
    src: &Image,
    noise: &Raster<f32>,
    sparks: &Raster<f32>,
) -> Image {
    let convert = |what, image: &Image| {
        let dialect = Dialect::Cv2;
        color::run(&Color { what, dialect }, image)
    };
    let values: Vec<f64> = noise.data.iter().map(|&v| f64::from(v)).collect();
    // Standard deviation 1, twice.
    let weights = double::gaussian(9, 1.0);
    let blurred = |v: &[f64]| double::separable(v, src.size, &weights, Border::Reflect101);
    let layer = blurred(&blurred(&values));
    let (width, rows) = (src.size.width as usize, src.size.height as usize);
    let brighter = (1.0 + coefficient * point) as f32;
    let tint = [0.6f32, 0.75, 1.0].map(|v| v * (0.15 * point) as f32);
    let mut hsv = convert(What::RgbToHsv, src);
    for (i, (pixel, snow)) in hsv
        .data
        .as_chunks_mut::<3>()
        .0
        .iter_mut()
        .zip(layer)
        .enumerate()
    {
        let depth = numpy_linspace(1.0, 0.2, rows, i / width);
        let snow = (snow * depth * 255.0 * point) as f32;
        for (c, v) in pixel.iter_mut().enumerate() {
            let mut level = f32::from(*v);
            if c == 2 {
                level = (level * brighter).clamp(0.0, 255.0);
            }
            *v = fma(level + snow, 0.85, tint[c]) as i32 as u8;
        }
    }
    let mut out = convert(What::HsvToRgb, &hsv);
    for (pixel, spark) in out.data.as_chunks_mut::<3>().0.iter_mut().zip(&sparks.data) {
        if *spark > 0.99 {
            *pixel = [255; 3];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::golden;

    #[test]
    fn texture_equals_albumentations_given_its_field() {
        let cases = golden::cases("random_snow", "cv2");
        let cases: Vec<_> = cases.into_iter().filter(|c| !c.field.is_empty()).collect();
        golden::check(&cases, 0.0, 0, |case| {
            let plane = |c: usize| Raster {
                size: case.input.size,
                channels: 1,
                data: case.field.iter().skip(c).step_by(2).copied().collect(),
            };
            texture(
                case.number("snow_frac"),
                case.number("brightness"),
                &case.input,
                &plane(0),
                &plane(1),
            )
        });
    }
}
