//! torchvision 0.29, `_color._blend`, `adjust_sharpness_image`, `AugMix`.

use crate::image::{Image, Raster};
use crate::quantise::truncate;
use crate::single::fma;

/// `_blend(image, degenerate, factor)`.
#[inline]
pub(crate) fn sample(degenerate: f32, image: u8, factor: f64) -> u8 {
    truncate(fma(
        degenerate,
        (1.0 - factor) as f32,
        f32::from(image) * factor as f32,
    ))
}

/// The same in another order: the image moves towards the degenerate by `1 - factor`.
#[inline]
fn towards(degenerate: u8, image: u8, factor: f64) -> u8 {
    let (degenerate, image) = (f32::from(degenerate), f32::from(image));
    truncate(fma(degenerate - image, (1.0 - factor) as f32, image))
}

pub(super) fn blend(a: &Image, b: &Image, factor: f64) -> Image {
    zip(a, b, |a, b| sample(f32::from(a), b, factor))
}

pub(super) fn sharpen(a: &Image, b: &Image, factor: f64) -> Image {
    zip(a, b, |a, b| towards(a, b, factor))
}

fn zip(a: &Image, b: &Image, f: impl Fn(u8, u8) -> u8) -> Image {
    Raster {
        size: b.size,
        channels: b.channels,
        data: a.data.iter().zip(&b.data).map(|(&a, &b)| f(a, b)).collect(),
    }
}

/// Products rounded one by one, summed from the first source to the last, fraction dropped.
pub(super) fn weighted_sum(weights: &[f32], sources: &[&Image]) -> Option<Image> {
    let first = *sources.first()?;
    let mut sum = vec![0.0f32; first.data.len()];
    for (&weight, source) in weights.iter().zip(sources) {
        for (sum, &v) in sum.iter_mut().zip(&source.data) {
            *sum += weight * f32::from(v);
        }
    }
    Some(Raster {
        size: first.size,
        channels: first.channels,
        data: sum.into_iter().map(truncate).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blend::{WeightedSum, run_weighted};
    use crate::golden;
    use crate::table::{self, Lut, Table};

    #[test]
    fn brightness_equals_torchvision() {
        golden::check(&golden::cases("brightness", "torch"), 0.0, 0, |case| {
            let factor = case.number("factor");
            let lut = Lut::from_fn(|v| sample(0.0, v, factor));
            table::run(&Table::all(lut), &case.input)
        });
    }

    #[test]
    fn weighted_sum_equals_augmix() {
        golden::check(&golden::cases("augmix_sum", "torch"), 0.0, 0, |case| {
            let weights = case.params["weights"].as_array().unwrap();
            let weights = weights.iter().map(|w| w.as_f64().unwrap() as f32).collect();
            let src = &case.input;
            let inverse = Raster {
                data: src.data.iter().map(|v| !v).collect(),
                ..*src
            };
            let mirror = Raster::from_fn(src.size, src.channels, |x, y, c| {
                src.pixel(src.size.width - 1 - x, y)[c]
            });
            run_weighted(&WeightedSum { weights }, &[src, &inverse, &mirror]).unwrap()
        });
    }
}
