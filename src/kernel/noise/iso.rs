//! Noise of hue and lightness (albumentations 2.0.8 `iso_noise`), through OpenCV's HLS in single
//! precision.

use super::{normal, poisson};
use crate::image::Image;
use crate::quantise::half_even;
use crate::single::fma;

/// Pixels that OpenCV's vector code takes at a time; the rest of a row goes through plain code, which
/// rounds in other places.
const LANES: u32 = 8;

/// OpenCV's `COLOR_RGB2HLS` of floats: hue in degrees, lightness and saturation 0..=1.
fn to_hls([r, g, b]: [f32; 3], vector: bool) -> [f32; 3] {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let (range, sum) = (most - least, most + least);
    let l = sum * 0.5;
    if range <= f32::EPSILON {
        return [0.0, l, 0.0];
    }
    let scale = 60.0 / range;
    let (way, start) = if most == r {
        (g - b, if g < b { 360.0 } else { 0.0 })
    } else if most == g {
        (b - r, 120.0)
    } else {
        (r - g, 240.0)
    };
    if vector {
        let s = range / if l < 0.5 { sum } else { 2.0 - sum };
        return [fma(way, scale, start), l, s];
    }
    let s = range / if l < 0.5 { sum } else { 2.0 - most - least };
    [way * scale + start, l, s]
}

/// OpenCV's `COLOR_HLS2RGB` of floats.
fn from_hls([h, l, s]: [f32; 3], vector: bool) -> [f32; 3] {
    if !vector && s == 0.0 {
        return [l; 3];
    }
    let raw = h * (6.0 / 360.0);
    let (sector, tab) = if vector {
        let half = if l <= 0.5 { l * s } else { s - l * s };
        let (most, least) = (l + half, l - half);
        let whole = raw.trunc();
        let twice = 2.0 * (raw - whole);
        let sector = whole - 6.0 * (raw * (1.0 / 6.0)).trunc();
        let tab = [
            most,
            least,
            fma(-half, twice, most),
            fma(half, twice, least),
        ];
        (sector, tab)
    } else {
        let most = if l <= 0.5 {
            l * (1.0 + s)
        } else {
            l + s - l * s
        };
        let least = 2.0 * l - most;
        let turned = if raw < 0.0 { raw + 6.0 } else { raw };
        let turned = if turned >= 6.0 { turned - 6.0 } else { turned };
        let sector = turned.floor();
        let part = turned - sector;
        let range = most - least;
        let tab = [
            most,
            least,
            least + range * (1.0 - part),
            least + range * part,
        ];
        (sector, tab)
    };
    let [r, g, b] = match sector as u32 {
        0 => [0, 3, 1],
        1 => [2, 0, 1],
        2 => [1, 0, 3],
        3 => [1, 2, 0],
        4 => [3, 1, 0],
        _ => [0, 1, 2],
    };
    [tab[r], tab[g], tab[b]]
}

/// A pixel with `count` steps of lightness and `turn` degrees of hue.
fn noisy(pixel: [u8; 3], count: usize, intensity: f64, turn: f64, vector: bool) -> [u8; 3] {
    let [h, l, s] = to_hls(pixel.map(|v| f32::from(v) / 255.0), vector);
    let h = (f64::from(h) + turn) as f32;
    let light = (count as f64 * intensity * f64::from(1.0 - l)) as f32;
    let l = (l + light).clamp(0.0, 1.0);
    from_hls([h, l, s], vector).map(|v| half_even(v.clamp(0.0, 1.0) * 255.0))
}

/// The standard deviation of a picture's lightness.
fn spread(src: &Image) -> f64 {
    let (mut sum, mut square) = (0.0, 0.0);
    for pixel in src.data.chunks_exact(3) {
        let least = pixel.iter().min().copied().unwrap_or(0);
        let most = pixel.iter().max().copied().unwrap_or(0);
        let l = (f32::from(most) / 255.0 + f32::from(least) / 255.0) * 0.5;
        sum += f64::from(l);
        square += f64::from(l) * f64::from(l);
    }
    let n = src.size.area() as f64;
    let mean = sum / n;
    (square / n - mean * mean).max(0.0).sqrt()
}

/// Runs on RGB; a grey picture stays.
pub(super) fn run(seed: u64, color_shift: f64, intensity: f64, src: &Image) -> Image {
    if src.channels != 3 {
        return src.clone();
    }
    let counts = poisson::cumulative(spread(src) * intensity, 64);
    let sd = color_shift * intensity;
    let vector = src.size.width / LANES * LANES;
    super::grain::each_pixel(src, seed, |x, to, bits| {
        let count = poisson::count(&counts, bits[0]);
        let turn = sd * f64::from(normal(bits[1]));
        to.copy_from_slice(&noisy(
            [to[0], to[1], to[2]],
            count,
            intensity,
            turn,
            x < vector,
        ));
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;
    use crate::image::{Raster, Size};

    /// The field is the counts and the normal values that the library was given.
    #[test]
    fn equals_albumentations_given_its_noise() {
        golden::check(&golden::cases("iso_noise", "cv2"), 0.0, 0, |case| {
            let intensity = case.number("intensity");
            let sd = case.number("color_shift") * intensity;
            let area = case.input.size.area();
            let width = case.input.size.width;
            let vector = |i: usize| i as u32 % width < width / LANES * LANES;
            let pixels = case.input.data.chunks_exact(3).enumerate();
            let data = pixels.flat_map(|(i, p)| {
                let turn = sd * f64::from(case.field[area + i]);
                noisy(
                    [p[0], p[1], p[2]],
                    case.field[i] as usize,
                    intensity,
                    turn,
                    vector(i),
                )
            });
            Image::new(case.input.size, 3, data.collect()).unwrap()
        });
    }

    /// Lightness has the rate of the library's Poisson law, which is the picture's own spread.
    #[test]
    fn counts_follow_the_spread_of_lightness() {
        // Half black, half white: lightness has a standard deviation of one half.
        let src = Raster::from_fn(
            Size::new(200, 200),
            3,
            |x, _, _| if x < 100 { 0u8 } else { 255 },
        );
        assert!((spread(&src) - 0.5).abs() < 1e-9);
        let out = run(1, 0.0, 0.4, &src);
        // Black becomes light in as many steps of 0.4 as the count says; white stays.
        let black: Vec<u8> = (0..200)
            .flat_map(|y| (0..100).map(move |x| (x, y)))
            .map(|(x, y)| out.pixel(x, y)[0])
            .collect();
        let share = |level: u8| {
            let count: u32 = black.iter().map(|v| u32::from(*v == level)).sum();
            f64::from(count) / 20_000.0
        };
        let none = crate::math::exp(-0.2);
        for (level, want) in [(0, none), (102, 0.2 * none), (204, 0.02 * none)] {
            assert!(
                (share(level) - want).abs() < 0.012,
                "{level}: {}",
                share(level)
            );
        }
    }
}
