//! Spectral-residual saliency (Hou and Zhang, "Saliency Detection: A Spectral Residual Approach", CVPR
//! 2007), with the numbers of `GuidedMixup`'s mode `sr` (Kang and Kim, AAAI 2023).
//!
//! Luma, sides beyond 128 px brought to 128; F = FFT; L = ln √(|F|² + 10⁻¹⁰); R = L less its 3 × 3 mean,
//! the border of the spectrum repeated; S = |IFFT(eᴿ F / |F|)|, not squared; a Gaussian of 7 × 7 px, sigma
//! 3; the picture's size again.

use super::plane::{Plane, blurred};
use crate::fft::{Complex, Plan2};
use crate::image::{Image, Size};
use crate::math::{exp, ln};

/// The longest side of the picture that is transformed, px.
const MOST: u32 = 128;

/// What is added to the squared magnitudes.
const FLOOR: f64 = 1e-10;

/// A value for each pixel, at least 0; the greater, the more it stands out.
pub fn run(src: &Image) -> Plane {
    let size = Size::new(src.size.width.min(MOST), src.size.height.min(MOST));
    let small = Plane::grey(src).resized(size);
    blurred(&residual(&small)).resized(src.size)
}

fn residual(grey: &Plane) -> Plane {
    let (width, height) = (grey.size.width as usize, grey.size.height as usize);
    let mut plan = Plan2::new(width, height);
    let mut data: Vec<Complex> = grey.values.iter().map(|v| Complex::new(*v, 0.0)).collect();
    plan.forward(&mut data);
    let magnitude = |v: &Complex| (v.re * v.re + v.im * v.im + FLOOR).sqrt();
    let logs: Vec<f64> = data.iter().map(|v| ln(magnitude(v))).collect();
    let means = box_means(&logs, width, height);
    for ((v, log), mean) in data.iter_mut().zip(&logs).zip(&means) {
        *v = v.scaled(exp(log - mean) / magnitude(v));
    }
    plan.inverse(&mut data);
    let values = data.iter().map(|v| (v.re * v.re + v.im * v.im).sqrt());
    Plane {
        size: grey.size,
        values: values.collect(),
    }
}

/// Means of 3 × 3 values, the border repeated.
fn box_means(values: &[f64], width: usize, height: usize) -> Vec<f64> {
    let mut means = Vec::with_capacity(values.len());
    for y in 0..height {
        let rows = [y.saturating_sub(1), y, (y + 1).min(height - 1)];
        for x in 0..width {
            let columns = [x.saturating_sub(1), x, (x + 1).min(width - 1)];
            let sum: f64 = rows
                .iter()
                .flat_map(|y| columns.iter().map(move |x| values[y * width + x]))
                .sum();
            means.push(sum / 9.0);
        }
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::{self, Case};
    use crate::image::Raster;
    use crate::noise::hash;
    use crate::saliency::peak;

    #[test]
    fn equals_the_definition_in_numpy_and_torchvision() {
        for case in golden::cases("spectral_residual", "torch") {
            let Case {
                name, input, field, ..
            } = &case;
            let ours = run(input);
            let most = field.iter().fold(0.0, |most: f32, v| most.max(*v));
            assert_eq!(ours.values.len(), field.len(), "{name}");
            for (i, (a, b)) in ours.values.iter().zip(field).enumerate() {
                let apart = (*a - f64::from(*b)).abs() / f64::from(most);
                assert!(apart < 1e-6, "{name} at {i}: {a}, {b}");
            }
        }
    }

    #[test]
    fn a_flat_picture_has_no_place_that_stands_out() {
        for (w, h) in [(24, 16), (1, 1), (1, 19), (300, 7)] {
            let map = run(&Raster::filled(Size::new(w, h), 3, 90)).normalised();
            let even = 1.0 / f64::from(w * h);
            for v in &map.values {
                assert!((v / even - 1.0).abs() < 1e-3, "{w} × {h}: {v}, {even}");
            }
        }
    }

    #[test]
    fn a_blob_on_noise_stands_out() {
        for [bx, by] in [[20, 12], [70, 50], [180, 33]] {
            let picture = Raster::from_fn(Size::new(200, 80), 3, |x, y, _| {
                let [noise, ..] = hash(5, x, y);
                let blob = x.abs_diff(bx) <= 3 && y.abs_diff(by) <= 3;
                if blob { 250 } else { 60 + (noise % 16) as u8 }
            });
            let map = run(&picture);
            let [x, y] = peak(&map.values, 200);
            assert!(
                x.abs_diff(bx) <= 4 && y.abs_diff(by) <= 4,
                "({bx}, {by}): ({x}, {y})"
            );
        }
    }

    #[test]
    fn normalised_maps_have_the_sum_one() {
        let zero = Plane {
            size: Size::new(2, 2),
            values: vec![0.0; 4],
        };
        assert_eq!(zero.normalised().values, [0.25; 4]);
        let picture = Raster::from_fn(Size::new(31, 17), 1, |x, y, _| (x * y % 251) as u8);
        let sum: f64 = run(&picture).normalised().values.iter().sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
}
