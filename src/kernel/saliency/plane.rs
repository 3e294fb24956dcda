//! One plane in double precision, resized and blurred as torchvision does it with float tensors.

use crate::Border;
use crate::image::{Image, Size};
use crate::stencil::double;

/// A value for each pixel, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// Width and height.
    pub size: Size,
    /// `size.area()` values.
    pub values: Vec<f64>,
}

impl Plane {
    /// Luma in 0..=1 with the weights of torchvision's `rgb_to_grayscale`.
    pub(super) fn grey(src: &Image) -> Self {
        let luma = |p: &[u8]| match *p {
            [r, g, b] => 0.2989 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b),
            [v, ..] => f64::from(v),
            [] => 0.0,
        };
        let pixels = src.data.chunks_exact(src.channels);
        Self {
            size: src.size,
            values: pixels.map(|p| luma(p) / 255.0).collect(),
        }
    }

    /// Another size: the means under triangles as wide as an output pixel, at least one pixel
    /// (torchvision's `resize`, bilinear with antialiasing).
    pub(super) fn resized(&self, size: Size) -> Self {
        if size == self.size {
            return self.clone();
        }
        let (from, to) = (self.size.width as usize, size.width as usize);
        let columns = triangles(self.size.width, size.width);
        let mut wide = Vec::with_capacity(to * self.size.height as usize);
        for row in self.values.chunks_exact(from) {
            wide.extend(columns.iter().map(|taps| {
                let near = row.iter().skip(taps.first);
                near.zip(&taps.weights).map(|(v, w)| v * w).sum::<f64>()
            }));
        }
        let mut values = Vec::with_capacity(size.area());
        for taps in triangles(self.size.height, size.height) {
            let start = values.len();
            values.resize(start + to, 0.0);
            let rows = wide.chunks_exact(to).skip(taps.first);
            for (row, w) in rows.zip(&taps.weights) {
                for (sum, v) in values.iter_mut().skip(start).zip(row) {
                    *sum += v * w;
                }
            }
        }
        Self { size, values }
    }

    /// Divided by its sum; where that is 0, the same everywhere.
    pub fn normalised(mut self) -> Self {
        let sum: f64 = self.values.iter().sum();
        let even = 1.0 / self.values.len() as f64;
        for v in &mut self.values {
            *v = if sum > 0.0 { *v / sum } else { even };
        }
        self
    }
}

/// Blurred by a Gaussian of 7 × 7 px, sigma 3, with the border `dcb|abcd|cba`: what `GuidedMixup` does
/// to every map.
pub fn blurred(plane: &Plane) -> Plane {
    let weights = double::gaussian(7, 3.0);
    Plane {
        size: plane.size,
        values: double::separable(&plane.values, plane.size, &weights, Border::Reflect101),
    }
}

/// The pixels under a triangle, and their weights to the sum 1.
struct Taps {
    first: usize,
    weights: Vec<f64>,
}

fn triangles(from: u32, to: u32) -> Vec<Taps> {
    let scale = f64::from(from) / f64::from(to);
    let reach = scale.max(1.0);
    let taps = |i: u32| {
        let centre = scale * (f64::from(i) + 0.5);
        let first = (centre - reach + 0.5).max(0.0) as u32;
        let end = ((centre + reach + 0.5) as u32).min(from);
        let weigh = |j: u32| (1.0 - ((f64::from(j) - centre + 0.5) / reach).abs()).max(0.0);
        let weights: Vec<f64> = (first..end).map(weigh).collect();
        let sum: f64 = weights.iter().sum();
        Taps {
            first: first as usize,
            weights: weights.into_iter().map(|w| w / sum).collect(),
        }
    };
    (0..to).map(taps).collect()
}
