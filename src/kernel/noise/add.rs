//! Noise added to an image. torchvision 0.29 (`gaussian_noise_image` on uint8 tensors) and
//! albumentations 2.0.8 (`GaussNoise`, through albucore's `add`) agree: every noise value loses
//! its fraction before it is added.

use super::AddNoise;
use crate::image::{Image, Raster};

pub(super) fn run(p: &AddNoise, src: &Image, standard: &Raster<f32>) -> Image {
    let (mean, sd) = ((p.mean_frac * 255.0) as f32, (p.sd_frac * 255.0) as f32);
    let noisy = |v: u8, z: f32| {
        let noise = (z * sd + mean) as i16;
        (i32::from(v) + i32::from(noise)).clamp(0, 255) as u8
    };
    let pixels = src.data.chunks_exact(src.channels);
    let values = standard.data.chunks_exact(standard.channels);
    Raster {
        size: src.size,
        channels: src.channels,
        data: pixels
            .zip(values)
            .flat_map(|(pixel, z)| {
                let of = move |c: usize| z[c.min(z.len() - 1)];
                pixel.iter().enumerate().map(move |(c, &v)| noisy(v, of(c)))
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, noise::run_add};

    #[test]
    fn equals_torchvision_given_its_normal_values() {
        golden::check(&golden::cases("gauss_noise", "torch"), 0.0, 0, |case| {
            let p = AddNoise {
                mean_frac: case.number("mean_frac"),
                sd_frac: case.number("sd_frac"),
            };
            let src = &case.input;
            let standard = Raster::new(src.size, src.channels, case.field.clone()).unwrap();
            run_add(&p, src, &standard)
        });
    }

    #[test]
    fn equals_albumentations_given_its_normal_values() {
        golden::check(&golden::cases("gauss_noise", "cv2"), 0.0, 0, |case| {
            let p = AddNoise {
                mean_frac: case.number("mean_frac"),
                sd_frac: case.number("sd_frac"),
            };
            let size = case.input.size;
            let channels = case.field.len() / size.area();
            let standard = Raster::new(size, channels, case.field.clone()).unwrap();
            run_add(&p, &case.input, &standard)
        });
    }

    #[test]
    fn one_channel_of_noise_serves_all() {
        let inputs = golden::inputs();
        let src = &inputs["photo"];
        let one = Raster::from_fn(src.size, 1, |x, y, _| (x as f32 - y as f32) / 40.0);
        let three = Raster::from_fn(src.size, 3, |x, y, _| one.pixel(x, y)[0]);
        let p = AddNoise {
            mean_frac: 0.02,
            sd_frac: 0.2,
        };
        let out = run_add(&p, src, &one);
        assert_eq!(out, run_add(&p, src, &three));
        assert_ne!(out, *src);
    }
}
