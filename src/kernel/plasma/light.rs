//! Light and shadow by a field, in the single precision of albucore.

use super::Light;
use crate::image::{Image, Raster};
use crate::quantise::{half_even, truncate};
use crate::sums::numpy_sum;

pub(super) fn run(p: &Light, src: &Image, field: &Raster<f32>) -> Image {
    let data = match *p {
        Light::BrightnessContrast {
            brightness,
            contrast,
        } => brightness_contrast(src, field, brightness, contrast),
        Light::Shadow { intensity } => shadow(src, field, intensity as f32),
    };
    Image {
        size: src.size,
        channels: src.channels,
        data,
    }
}

/// Every step is cut off to 0..1, the field times a factor as well: below 0 a factor does nothing.
fn brightness_contrast(
    src: &Image,
    field: &Raster<f32>,
    brightness: f64,
    contrast: f64,
) -> Vec<u8> {
    let unit = |v: f32| v.clamp(0.0, 1.0);
    let mut levels: Vec<f32> = src.data.iter().map(|&v| f32::from(v) / 255.0).collect();
    let pixels = |levels: &mut Vec<f32>, change: &dyn Fn(f32, f32) -> f32| {
        for (pixel, at) in levels.chunks_exact_mut(src.channels).zip(&field.data) {
            for v in pixel {
                *v = change(*v, *at);
            }
        }
    };
    if brightness != 0.0 {
        let factor = brightness as f32;
        pixels(&mut levels, &|v, at| unit(v + unit(at * factor)));
    }
    if contrast != 0.0 {
        let factor = contrast as f32;
        let mean = numpy_sum(&levels) / levels.len() as f32;
        pixels(&mut levels, &|v, at| {
            let weight = unit(at * factor) + 1.0;
            unit(unit(v * weight) + mean * (1.0 - weight))
        });
    }
    levels.into_iter().map(|v| half_even(v * 255.0)).collect()
}

/// Fractions are dropped.
fn shadow(src: &Image, field: &Raster<f32>, intensity: f32) -> Vec<u8> {
    let pixels = src.data.chunks_exact(src.channels).zip(&field.data);
    pixels
        .flat_map(|(pixel, at)| {
            let light = 1.0 - at * intensity;
            pixel.iter().map(move |&v| truncate(f32::from(v) * light))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::{self, Case};

    fn check(op: &str, light: impl Fn(&Case) -> Light) {
        golden::check(&golden::cases(op, "cv2"), 0.0, 0, |case| {
            let field = Raster::new(case.input.size, 1, case.field.clone()).unwrap();
            run(&light(case), &case.input, &field)
        });
    }

    #[test]
    fn light_equals_albumentations_given_its_field() {
        check("plasma_brightness_contrast", |case| {
            Light::BrightnessContrast {
                brightness: case.number("brightness_frac"),
                contrast: case.number("contrast_frac"),
            }
        });
    }

    #[test]
    fn shadow_equals_albumentations_given_its_field() {
        check("plasma_shadow", |case| Light::Shadow {
            intensity: case.number("intensity_frac"),
        });
    }
}
