//! Plasma: a fractal field between 0 and 1, and light and shadow by it. albumentations 2.0.8
//! `generate_plasma_pattern`, `apply_plasma_brightness_contrast`, `apply_plasma_shadow`.

mod light;

use serde::{Deserialize, Serialize};

use super::noise::{hash, uniform};
use crate::image::{Image, Raster, Size};

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plasma {
    /// Its size, px; neither side beyond [`MAX_SIDE`].
    pub size: Size,
    /// Factor of the noise from one step to the next, finer one.
    pub roughness: f64,
    /// Drawn once.
    pub seed: u64,
}

/// What is done to a picture by a field.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// Brightness, then contrast about the mean.
    BrightnessContrast {
        /// Share of the range added where the field is 1.
        brightness: f64,
        /// Share of the contrast added where the field is 1.
        contrast: f64,
    },
    /// Levels lose a share.
    Shadow {
        /// Share lost where the field is 1.
        intensity: f64,
    },
}

/// The longest side a field may have: it is made as a square of 2ⁿ + 1.
pub const MAX_SIDE: u32 = 8193;

/// Changes a picture by a field of its size.
pub fn run_light(p: &Light, src: &Image, field: &Raster<f32>) -> Image {
    light::run(p, src, field)
}

/// A square while it grows.
struct Grid {
    side: usize,
    values: Vec<f32>,
}

impl Grid {
    /// Scaled to 0..1 (`cv2.normalize`).
    fn normalize(&mut self) {
        normalize(&mut self.values);
    }

    /// One diamond-square step: noise on the points that are there; then the middles of squares
    /// and the middles between, each the mean of four neighbours (0 beyond the edge) plus noise.
    /// A mean that is not above 0 leaves its point at 0.
    fn grow(&self, scale: f32, noise: impl Fn(usize, usize) -> f32) -> Grid {
        let side = 2 * self.side - 1;
        let mut out = Grid {
            side,
            values: vec![0.0; side * side],
        };
        for y in 0..self.side {
            for x in 0..self.side {
                let at = 2 * y * side + 2 * x;
                out.values[at] = self.values[y * self.side + x] + scale * noise(2 * x, 2 * y);
            }
        }
        let diagonal = [(-1, -1), (1, -1), (-1, 1), (1, 1)];
        let straight = [(0, -1), (-1, 0), (1, 0), (0, 1)];
        for (odd, near) in [(2, diagonal), (1, straight)] {
            for y in 0..side {
                for x in 0..side {
                    if x % 2 + y % 2 != odd {
                        continue;
                    }
                    let mean: f32 = near.iter().map(|&by| 0.25 * out.near(x, y, by)).sum();
                    if mean > 0.0 {
                        out.values[y * side + x] = mean + scale * noise(x, y);
                    }
                }
            }
        }
        out
    }

    fn near(&self, x: usize, y: usize, (dx, dy): (isize, isize)) -> f32 {
        let at = x.checked_add_signed(dx).zip(y.checked_add_signed(dy));
        match at {
            Some((x, y)) if x < self.side && y < self.side => self.values[y * self.side + x],
            _ => 0.0,
        }
    }
}

fn normalize(values: &mut [f32]) {
    let (low, high) = values
        .iter()
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &v| {
            (low.min(v), high.max(v))
        });
    let range = f64::from(high) - f64::from(low);
    let scale = if range > f64::EPSILON {
        1.0 / range
    } else {
        0.0
    };
    let shift = -f64::from(low) * scale;
    for v in values {
        *v = (f64::from(*v) * scale + shift) as f32;
    }
}

/// Makes the field: a square of 3 that doubles until it covers the picture; its upper left part.
pub fn run(p: &Plasma) -> Raster<f32> {
    let longest = p.size.width.max(p.size.height).min(MAX_SIDE) as usize;
    // Each step has its own plane of the hash.
    let noise = |step: u32, x: usize, y: usize| {
        2.0 * uniform(hash(p.seed, x as u32, y as u32 + (step << 16))[0]) - 1.0
    };
    let mut grid = Grid {
        side: 3,
        values: (0..9).map(|i| noise(0, i % 3, i / 3)).collect(),
    };
    let (mut step, mut scale) = (0, 1f64);
    while grid.side < longest {
        step += 1;
        grid = grid.grow(scale as f32, |x, y| noise(step, x, y));
        grid.normalize();
        scale *= p.roughness;
    }
    let mut out = Raster::from_fn(p.size, 1, |x, y, _| {
        let (x, y) = (x as usize, y as usize);
        grid.values.get(y * grid.side + x).copied().unwrap_or(0.0)
    });
    normalize(&mut out.data);
    out.data.iter_mut().for_each(|v| *v = v.clamp(0.0, 1.0));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The law: mean, spread and roughness (mean absolute step to the right) of the library's own
    /// fields of 100 × 80, roughness 3 and 0.5 (means of 400 fields; standard errors are a tenth
    /// of the bars).
    #[test]
    fn fields_have_the_librarys_moments() {
        for (roughness, mean, sd, rough) in LAW {
            let mut sums = [0f64; 3];
            let fields = 100;
            for seed in 0..fields {
                let size = Size::new(100, 80);
                let field = run(&Plasma {
                    size,
                    roughness,
                    seed,
                });
                let n = field.data.len() as f64;
                let own = field.data.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
                let square = |v: &f32| (f64::from(*v) - own) * (f64::from(*v) - own);
                let steps = field.data.chunks_exact(100).flat_map(|row| row.windows(2));
                sums[0] += own;
                sums[1] += (field.data.iter().map(square).sum::<f64>() / n).sqrt();
                sums[2] += steps.map(|w| f64::from((w[1] - w[0]).abs())).sum::<f64>() / n;
            }
            for (sum, theirs) in sums.into_iter().zip([mean, sd, rough]) {
                let ours = sum / f64::from(fields as u32);
                assert!(
                    (ours / theirs - 1.0).abs() < 0.06,
                    "{roughness}: {ours}, library {theirs}"
                );
            }
        }
    }

    const LAW: [(f64, f64, f64, f64); 2] = [
        (3.0, 0.3774, 0.1695, 0.1560),
        (0.5, 0.5038, 0.1613, 0.03338),
    ];
}
