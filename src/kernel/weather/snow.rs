//! Snow: `add_snow_bleach` and `add_snow_texture`.

use super::hls::{hls_to_rgb, rgb_to_hls};
use crate::color::{self, Color, What};
use crate::image::{Image, Raster};
use crate::quantise::truncate;
use crate::single::fma;
use crate::stencil::double;
use crate::sums::numpy_linspace;
use crate::{Border, Dialect};

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
    use crate::golden;

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
