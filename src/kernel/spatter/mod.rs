//! Spatter: drops of rain or mud on the lens. albumentations 2.0.8 `Spatter`, `get_rain_params`,
//! `get_mud_params`.

mod edges;
mod mud;
mod rain;

use serde::{Deserialize, Serialize};

use super::Border;
use super::stencil::{cv2, double};
use crate::image::{Image, Raster, Size};

/// Drops.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spatter {
    /// Mud instead of rain.
    pub mud: bool,
    /// Standard deviation of the blur that makes drops of noise, px.
    pub sigma: f64,
    /// Blurred noise below this is no drop.
    pub cutoff: f64,
    /// How strong.
    pub intensity: f64,
    /// Colour of the drops.
    pub colour: [u8; 3],
    /// For mud where no noise reaches the cutoff: a tenth of all pixels.
    pub seed: u64,
}

/// Puts drops on a picture; `noise` is one plane of normal values.
pub fn run(p: &Spatter, src: &Image, noise: &Raster<f32>) -> Image {
    let plane: Vec<f64> = noise.data.iter().map(|&v| f64::from(v)).collect();
    // `round` of Python: halves to even.
    let half = (3.0 * p.sigma).round_ties_even() as usize;
    let weights = double::gaussian(2 * half + 1, p.sigma);
    let layer = double::separable(&plane, noise.size, &weights, Border::Replicate);
    let levels: Vec<f32> = src.data.iter().map(|&v| f32::from(v) / 255.0).collect();
    let data = if p.mud {
        mud::run(p, &levels, &layer, noise.size)
    } else {
        rain::run(p, &levels, &layer, noise.size)
    };
    Image {
        size: src.size,
        channels: src.channels,
        data,
    }
}

/// Single precision, the edge repeated.
fn blurred(plane: &[f32], size: Size, kernel: u32, sigma: f64) -> Vec<f32> {
    let half = kernel / 2;
    let (width, height) = (size.width + 2 * half, size.height + 2 * half);
    let near = |v: u32, len: u32| v.saturating_sub(half).min(len - 1) as usize;
    let padded = Raster::from_fn(Size::new(width, height), 1, |x, y, _| {
        plane[near(y, size.height) * size.width as usize + near(x, size.width)]
    });
    let weights = cv2::gaussian_kernel(kernel, sigma);
    let out = cv2::separable(&padded, &weights, &weights);
    let rows = out.data.chunks_exact(width as usize);
    rows.skip(half as usize)
        .take(size.height as usize)
        .flat_map(|row| &row[half as usize..][..size.width as usize])
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn drops_equal_albumentations_given_its_noise() {
        golden::check(&golden::cases("spatter", "cv2"), 0.0, 0, |case| {
            let p = Spatter {
                mud: case.text("mode") == "mud",
                sigma: case.number("sigma_px"),
                cutoff: case.number("cutoff_frac"),
                intensity: case.number("intensity_frac"),
                colour: std::array::from_fn(|c| case.params["colour"][c].as_u64().unwrap() as u8),
                seed: 0,
            };
            let noise = Raster::new(case.input.size, 1, case.field.clone()).unwrap();
            run(&p, &case.input, &noise)
        });
    }

    #[test]
    fn mud_falls_even_where_noise_is_low() {
        let size = Size::new(20, 10);
        let src = Image::filled(size, 3, 200);
        let p = Spatter {
            mud: true,
            sigma: 0.0,
            cutoff: 0.9,
            intensity: 1.0,
            colour: [10; 3],
            seed: 5,
        };
        let out = run(&p, &src, &Raster::filled(size, 1, 0.1));
        let muddy = out.data.chunks_exact(3).filter(|p| p[0] < 200).count();
        assert_eq!(muddy, 20);
    }
}
