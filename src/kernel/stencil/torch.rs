//! torchvision 0.29: `gaussian_blur_image`, and the degenerate image of `adjust_sharpness_image`.

use crate::image::{Image, Raster, Size};
use crate::quantise::half_even;
use crate::single::{fma, linspace, softmax};

/// 3×3 mean with the centre counted five times, rounded; the border is copied.
///
/// torchvision sums in single precision. A 13th of a whole number is never half way between two
/// levels, so whole numbers give the same.
pub(super) fn smooth(src: &Image) -> Image {
    let mut out = src.clone();
    let (w, h, c) = (src.size.width as usize, src.size.height, src.channels);
    if w < 3 || h < 3 {
        return out;
    }
    for y in 1..h - 1 {
        let rows = [y - 1, y, y + 1].map(|y| src.row(y));
        let to = &mut out.data[y as usize * w * c..][..w * c];
        for i in c..(w - 1) * c {
            let all: u32 = rows
                .iter()
                .flat_map(|row| [row[i - c], row[i], row[i + c]])
                .map(u32::from)
                .sum();
            let sum = all + 4 * u32::from(rows[1][i]);
            to[i] = ((2 * sum + 13) / 26) as u8;
        }
    }
    out
}

/// One axis of a Gaussian kernel.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    pub(super) size: u32,
    pub(super) sigma: f64,
}

impl Axis {
    /// `_get_gaussian_kernel1d`: the softmax of minus half the squared distances in sigmas.
    fn weights(self) -> Vec<f32> {
        let end = ((f64::from(self.size) - 1.0) / (2.0 * 2f64.sqrt())) as f32;
        let powers: Vec<f32> = linspace(-end, end, self.size as usize)
            .into_iter()
            .map(|x| x / self.sigma as f32)
            .map(|x| -(x * x))
            .collect();
        softmax(&powers)
    }
}

/// `gaussian_blur`, halves to the even level; the border is mirrored without its edge.
pub(super) fn gaussian(src: &Image, x: Axis, y: Axis) -> Image {
    let blur = Blur::new(src, x, y);
    Raster {
        size: src.size,
        channels: src.channels,
        data: blur.fast(),
    }
}

struct Blur {
    kx: Vec<f32>,
    ky: Vec<f32>,
    /// Rows with mirrored ends.
    padded: Vec<Vec<f32>>,
    /// Samples in a row of the image.
    width: usize,
    channels: usize,
    /// Whether products and sums are rounded once. ATen takes a plain matrix product, products
    /// rounded one by one, for small single planes.
    fused: bool,
}

impl Blur {
    fn new(src: &Image, x: Axis, y: Axis) -> Self {
        let (kx, ky) = (x.weights(), y.weights());
        let channels = src.channels;
        let padded: Vec<Vec<f32>> = (0..src.size.height)
            .map(|y| pad(src.row(y), channels, kx.len() / 2, mirror))
            .collect();
        let area = (src.size.width as usize + kx.len() - 1) * (padded.len() + ky.len() - 1);
        Self {
            fused: channels > 1 || (kx.len() > 3 && ky.len() > 3) || area > 20480,
            width: src.size.width as usize * channels,
            kx,
            ky,
            padded,
            channels,
        }
    }

    /// Row of the source that lies under row `dy` of the kernel.
    fn under(&self, y: usize, dy: usize) -> usize {
        mirror(
            (y + dy) as i64 - (self.ky.len() / 2) as i64,
            self.padded.len(),
        )
    }

    /// The definition: one sum over the two-dimensional kernel, row by row as `conv2d` adds.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the twin is held against it in tests")
    )]
    fn reference(&self) -> Vec<u8> {
        let at = |y: usize| (0..self.width).map(move |i| half_even(self.sum(i, y)));
        (0..self.padded.len()).flat_map(at).collect()
    }

    fn sum(&self, i: usize, y: usize) -> f32 {
        let mut sum = 0.0;
        for (dy, &wy) in self.ky.iter().enumerate() {
            let row = self.padded[self.under(y, dy)][i..].iter();
            for (&v, &wx) in row.step_by(self.channels).zip(&self.kx) {
                let weight = wy * wx;
                sum = if self.fused {
                    fma(v, weight, sum)
                } else {
                    sum + v * weight
                };
            }
        }
        sum
    }

    /// The same bytes: across and then down, and the definition's sum only where the rounding
    /// errors of the two could reach a different level.
    fn fast(&self) -> Vec<u8> {
        let across: Vec<Vec<f32>> = self.padded.iter().map(|row| self.across(row)).collect();
        // Each term and each addition is off by at most a unit roundoff of at most 256.
        let (kx, ky) = (self.kx.len(), self.ky.len());
        let reach = (kx * ky + 2 * (kx + ky) + 8) as f32 * 256.0 / 16_777_216.0;
        let mut data = Vec::with_capacity(self.width * across.len());
        let mut sums = vec![0.0f32; self.width];
        for y in 0..across.len() {
            sums.fill(0.0);
            for (dy, &weight) in self.ky.iter().enumerate() {
                for (sum, &v) in sums.iter_mut().zip(&across[self.under(y, dy)]) {
                    *sum += weight * v;
                }
            }
            data.extend(sums.iter().enumerate().map(|(i, &sum)| {
                let from_half = (sum - sum.floor() - 0.5).abs();
                half_even(if from_half <= reach {
                    self.sum(i, y)
                } else {
                    sum
                })
            }));
        }
        data
    }

    fn across(&self, row: &[f32]) -> Vec<f32> {
        let mut sums = vec![0.0f32; self.width];
        for (dx, &weight) in self.kx.iter().enumerate() {
            for (sum, &v) in sums.iter_mut().zip(&row[dx * self.channels..]) {
                *sum += weight * v;
            }
        }
        sums
    }
}

/// A blur of one plane of plain values, across and then down. `gaussian_blur` sums in two
/// dimensions; here the values are random anyway and only their law is kept.
/// `edge` finds samples outside.
pub(super) fn gaussian_plane(
    plane: &[f32],
    size: Size,
    [x, y]: [Axis; 2],
    edge: impl Fn(i64, usize) -> usize,
) -> Vec<f32> {
    let (w, h) = (size.width as usize, size.height as usize);
    let (kx, ky) = (x.weights(), y.weights());
    let mut across = Vec::with_capacity(plane.len());
    for row in plane.chunks_exact(w) {
        let row = pad(row, 1, kx.len() / 2, &edge);
        let sum = |x: usize| kx.iter().zip(&row[x..]).map(|(k, v)| k * v).sum::<f32>();
        across.extend((0..w).map(sum));
    }
    let mut out = vec![0.0; plane.len()];
    for (y, to) in out.chunks_exact_mut(w).enumerate() {
        for (dy, k) in ky.iter().enumerate() {
            let from = edge((y + dy) as i64 - (ky.len() / 2) as i64, h);
            for (to, v) in to.iter_mut().zip(&across[from * w..][..w]) {
                *to += k * v;
            }
        }
    }
    out
}

/// A row with `radius` pixels more at each end.
fn pad<T: Copy + Into<f32>>(
    row: &[T],
    channels: usize,
    radius: usize,
    edge: impl Fn(i64, usize) -> usize,
) -> Vec<f32> {
    let width = row.len() / channels;
    (0..width + 2 * radius)
        .map(|x| edge(x as i64 - radius as i64, width))
        .flat_map(|x| &row[x * channels..][..channels])
        .map(|&v| v.into())
        .collect()
}

/// `dcb|abcd|cba`, however far outside. torch refuses to pad by as much as the image.
pub(super) fn mirror(v: i64, len: usize) -> usize {
    let last = len as i64 - 1;
    if last == 0 {
        return 0;
    }
    let v = v.rem_euclid(2 * last);
    v.min(2 * last - v) as usize
}

#[cfg(test)]
mod tests {
    use super::{Axis, Blur};
    use crate::blend::{self, Blend};
    use crate::golden;
    use crate::stencil::{Stencil, run};

    #[test]
    fn gaussian_equals_torchvision() {
        golden::check(
            &golden::cases("gaussian_blur", "torch"),
            0.0002,
            1,
            |case| {
                let (size, sigma) = (case.number("kernel_px") as u32, case.number("sigma_px"));
                let p = Stencil::TorchGaussian {
                    size_x: size,
                    size_y: size,
                    sigma_x: sigma,
                    sigma_y: sigma,
                };
                run(&p, &case.input)
            },
        );
    }

    #[test]
    fn fast_equals_reference() {
        let inputs = golden::inputs();
        for (name, x, y) in [
            ("photo", (7, 1.5), (9, 0.9)),
            ("photo_even", (3, 0.7), (3, 0.7)),
            ("noise_grey", (3, 1.1), (3, 1.1)),
            ("noise", (31, 6.0), (5, 2.0)),
            ("photo_grey", (1, 1.0), (33, 4.0)),
            ("noise_grey", (27, 0.2), (1, 0.5)),
            // A sum that lies next to half a level.
            ("noise_grey", (7, 4.809405101629136), (7, 4.809405101629136)),
            ("row", (41, 9.0), (3, 1.0)),
            ("column", (5, 1.0), (35, 9.0)),
            ("one", (9, 3.0), (9, 3.0)),
            ("flat", (15, 2.0), (15, 2.0)),
        ] {
            let [x, y] = [x, y].map(|(size, sigma)| Axis { size, sigma });
            let blur = Blur::new(&inputs[name], x, y);
            assert_eq!(blur.fast(), blur.reference(), "{name}");
        }
    }

    #[test]
    fn sharpness_equals_torchvision() {
        golden::check(&golden::cases("sharpness", "torch"), 0.0, 0, |case| {
            let p = Blend::TorchSharpen {
                factor: case.number("factor"),
            };
            blend::run(&p, &run(&Stencil::TorchSmooth, &case.input), &case.input)
        });
    }
}
