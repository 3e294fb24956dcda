//! Sun flares: `add_sun_flare_overlay` and `add_sun_flare_physics_based`.

use super::{Flare, each_pixel, paint, weighted};
use crate::canvas::{Steps, disc, thick_line};
use crate::image::{Image, Raster};
use crate::math::{cos, pow, radians, sin};
use crate::quantise::truncate;
use crate::stencil::cv2::{gaussian_kernel, separable};
use crate::sums::numpy_linspace;

pub(super) fn run(p: &Flare, src: &Image) -> Image {
    if p.physical {
        physical(p, src)
    } else {
        overlay(p, src)
    }
}

/// Reflections blended over the picture, then discs of the glow, the smallest with the most of it.
fn overlay(p: &Flare, src: &Image) -> Image {
    let size = src.size;
    let (mut over, mut out) = (src.clone(), src.clone());
    let (mut bright, mut total) = (0.0, 0.0);
    for circle in &p.circles {
        bright += circle.alpha * circle.radius as f64;
        total += circle.radius as f64;
        paint(&mut over, &circle.colour, |run| {
            disc(size, circle.centre, circle.radius, run);
        });
        let (a, b) = (circle.alpha as f32, (1.0 - circle.alpha) as f32);
        for (v, over) in out.data.iter_mut().zip(&over.data) {
            *v = weighted(*over, a, *v, b);
        }
    }
    let discs = (p.radius / 10) as usize;
    let most = (bright / total * 5.0).min(1.0);
    let most = if most.is_nan() { 0.0 } else { most };
    for i in 0..discs {
        let alpha = numpy_linspace(0.0, most, discs, discs - 1 - i);
        let alpha = alpha * alpha * alpha;
        let radius = numpy_linspace(1.0, f64::from(p.radius), discs, i) as i64;
        let (a, b) = (alpha as f32, (1.0 - alpha) as f32);
        // Outside the disc both shares are of the same level, which stays.
        let tables = p
            .colour
            .map(|c| -> [u8; 256] { std::array::from_fn(|v| weighted(c, a, v as u8, b)) });
        each_pixel(
            &mut out,
            |run| disc(size, p.centre, radius, run),
            |pixel| {
                for (v, table) in pixel.iter_mut().zip(&tables) {
                    *v = table[usize::from(*v)];
                }
            },
        );
    }
    out
}

/// Discs and rays, blurred, fading with the distance, screened over the picture.
fn physical(p: &Flare, src: &Image) -> Image {
    let size = src.size;
    let mut layer = Raster::filled(size, 3, 0f32);
    let sun = p.colour.map(f32::from);
    paint(&mut layer, &sun, |run| {
        disc(size, p.centre, i64::from(p.radius), run);
    });
    let longest = f64::from(size.width.max(size.height));
    for angle in [0.0, 45.0, 90.0, 135.0].map(radians) {
        let end = [
            (p.centre[0] as f64 + cos(angle) * longest) as i64,
            (p.centre[1] as f64 + sin(angle) * longest) as i64,
        ];
        paint(&mut layer, &sun, |run| {
            thick_line(size, p.centre, end, 2, Steps::Eight, run);
        });
    }
    for circle in &p.circles {
        let radius = pow(circle.radius as f64, 0.33) as i64;
        paint(&mut layer, &circle.colour.map(f32::from), |run| {
            disc(size, circle.centre, radius, run);
        });
    }
    let layer = blurred(&layer, 15.0);
    let width = size.width as usize;
    let mut planes = [0, 1, 2].map(|c| {
        let faded = layer
            .data
            .iter()
            .skip(c)
            .step_by(3)
            .enumerate()
            .map(|(i, v)| {
                let dx = (i % width) as f64 - p.centre[0] as f64;
                let dy = (i / width) as f64 - p.centre[1] as f64;
                let far = (dx * dx + dy * dy).sqrt() / (longest * 0.7);
                (f64::from(*v) * (1.0 - far.clamp(0.0, 1.0))) as f32
            });
        Raster {
            size,
            channels: 1,
            data: faded.collect(),
        }
    });
    planes[0] = blurred(&planes[0], 3.0);
    planes[2] = blurred(&planes[2], 5.0);
    let mut out = src.clone();
    for (i, pixel) in out.data.chunks_exact_mut(3).enumerate() {
        for (v, plane) in pixel.iter_mut().zip(&planes) {
            let rest = f32::from(255 - *v) * (255.0 - plane.data[i]) / 255.0;
            *v = truncate(255.0 - rest);
        }
    }
    out
}

/// `GaussianBlur(sigma)` of single precision: four standard deviations on each side, nothing along
/// a side of one pixel.
fn blurred(src: &Raster<f32>, sigma: f64) -> Raster<f32> {
    let size = (8.0 * sigma + 1.0).round_ties_even() as u32 | 1;
    let kernel = |len: u32| gaussian_kernel(if len == 1 { 1 } else { size }, sigma);
    separable(src, &kernel(src.size.width), &kernel(src.size.height))
}
