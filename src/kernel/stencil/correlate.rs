//! OpenCV 5.0 `filter2D`, `blur` and `GaussianBlur` on 8-bit images.
//!
//! The border is `dcb|abcd|cba`. `filter2D` sums in single precision, tap by tap in reading order;
//! zero taps are skipped. From 130 taps on OpenCV goes through a Fourier transform, whose rounding
//! errors decide only where a sum lies half way between levels; equal weights are summed together.

use crate::Border;
use crate::image::Image;
use crate::math;
use crate::quantise::half_even;
use crate::rearrange::fold;
use crate::single::fma;

/// Kernels of this many taps are not summed tap by tap.
const FOURIER: usize = 130;

fn mirror(v: i64, len: u32) -> u32 {
    fold(Border::Reflect101, v, len).unwrap_or(0)
}

/// Equal weights side by side and where they look: row of the kernel, first and end sample in a
/// padded row.
struct Run {
    row: usize,
    from: usize,
    to: usize,
    weight: f32,
}

/// Runs at least this long are taken from running sums.
const LONG: usize = 6;

/// The weights that are not 0, in reading order, runs no longer than `most` together.
fn runs(weights: &[f32], width: usize, channels: usize, most: usize) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for (row, weights) in weights.chunks(width).enumerate() {
        let mut x = 0;
        while let Some(&weight) = weights.get(x) {
            let same = weights[x..].iter().take_while(|w| **w == weight).count();
            let taken = if same < LONG { 1 } else { same.min(most) };
            if weight != 0.0 {
                out.push(Run {
                    row,
                    from: x * channels,
                    to: (x + taken) * channels,
                    weight,
                });
            }
            x += taken;
        }
    }
    out
}

/// Correlates with a kernel of `width` columns, its rows one after the other.
pub(super) fn correlate(src: &Image, width: u32, weights: &[f32]) -> Image {
    let kernel = width.max(1) as usize;
    let c = src.channels;
    let exact = weights.len() < FOURIER;
    let runs = runs(weights, kernel, c, if exact { 1 } else { kernel });
    let (taps, runs): (Vec<_>, Vec<_>) = runs.into_iter().partition(|run| run.to - run.from == c);
    let total: f32 = weights.iter().map(|w| w.abs()).sum();
    // Sums in any order differ by at most a unit roundoff of the greatest sum a tap.
    let reach = if exact {
        2.0 * (taps.len() + 2) as f32 * 255.0 * total / 16_777_216.0
    } else {
        -1.0
    };
    let mut padded = Rows::new(
        src,
        kernel,
        weights.len().div_ceil(kernel),
        !runs.is_empty(),
    );
    let stride = src.size.width as usize * c;
    let vectors = stride / 4 * 4;
    let mut data = Vec::with_capacity(src.data.len());
    for y in 0..src.size.height {
        padded.load(y);
        let seen: Vec<(&[f32], f32)> = taps
            .iter()
            .map(|tap| (&padded.row(y, tap.row).samples[tap.from..], tap.weight))
            .collect();
        let summed: Vec<([&[u32]; 2], f32)> = runs
            .iter()
            .map(|run| {
                let sums = &padded.row(y, run.row).sums;
                ([&sums[run.from..], &sums[run.to..]], run.weight)
            })
            .collect();
        for first in (0..stride).step_by(LANES) {
            let mut sums = [0.0f32; LANES];
            add_taps(&seen, first, &mut sums);
            add_runs(&summed, first, &mut sums);
            data.extend((first..stride).zip(sums).map(|(i, sum)| {
                // Where another rounding could give another level, the library's own decides: fused
                // in vectors of four samples, not fused in what is left of a row.
                if i < vectors && (sum - sum.floor() - 0.5).abs() <= reach {
                    let fused = |sum, (row, weight): &(&[f32], f32)| fma(row[i], *weight, sum);
                    half_even(seen.iter().fold(0.0, fused))
                } else {
                    half_even(sum)
                }
            }));
        }
    }
    Image {
        size: src.size,
        channels: c,
        data,
    }
}

/// Sums that are kept in registers.
const LANES: usize = 32;

/// Adds weighted samples from `first` on, products and sums rounded one by one.
fn add_taps(seen: &[(&[f32], f32)], first: usize, to: &mut [f32; LANES]) {
    let mut sums = *to;
    for (row, weight) in seen {
        let Some(from) = row[first..].first_chunk::<LANES>() else {
            continue;
        };
        for (sum, v) in sums.iter_mut().zip(from) {
            *sum += weight * v;
        }
    }
    *to = sums;
}

/// Adds weighted differences of running sums from `first` on.
fn add_runs(seen: &[([&[u32]; 2], f32)], first: usize, to: &mut [f32; LANES]) {
    let mut sums = *to;
    for ([start, end], weight) in seen {
        let start = start[first..].first_chunk::<LANES>();
        let Some((start, end)) = start.zip(end[first..].first_chunk::<LANES>()) else {
            continue;
        };
        for ((sum, a), b) in sums.iter_mut().zip(start).zip(end) {
            *sum += weight * (b.wrapping_sub(*a) as i32 as f32);
        }
    }
    *to = sums;
}

/// A row with mirrored ends.
#[derive(Clone, Default)]
struct Row {
    number: Option<u32>,
    samples: Vec<f32>,
    /// Sums of the samples of a channel before each, where they are wanted.
    sums: Vec<u32>,
}

/// The rows under a kernel.
struct Rows<'a> {
    src: &'a Image,
    /// Source samples of a padded row.
    columns: Vec<usize>,
    /// Rows of the kernel.
    kernel: usize,
    summed: bool,
    /// Each row at its number modulo their count.
    slots: Vec<Row>,
}

impl<'a> Rows<'a> {
    fn new(src: &'a Image, width: usize, height: usize, summed: bool) -> Self {
        let (size, channels) = (src.size, src.channels);
        let columns = (0..size.width as usize + width - 1)
            .flat_map(|x| {
                let x = mirror(x as i64 - (width / 2) as i64, size.width) as usize;
                (0..channels).map(move |c| x * channels + c)
            })
            // Room for whole lanes.
            .chain([0; LANES])
            .collect();
        // What a kernel looks at lies within its height of the row.
        let count = (2 * height + 1).min(size.height as usize);
        Self {
            src,
            columns,
            kernel: height,
            summed,
            slots: vec![Row::default(); count],
        }
    }

    fn source(&self, y: u32, row: usize) -> u32 {
        let y = i64::from(y) + row as i64 - (self.kernel / 2) as i64;
        mirror(y, self.src.size.height)
    }

    /// Makes the rows under the kernel at row `y`.
    fn load(&mut self, y: u32) {
        for row in 0..self.kernel {
            let found = self.source(y, row);
            let at = found as usize % self.slots.len();
            let slot = &mut self.slots[at];
            if slot.number == Some(found) {
                continue;
            }
            slot.number = Some(found);
            let from = self.src.row(found);
            slot.samples.clear();
            let samples = self.columns.iter().map(|&x| f32::from(from[x]));
            slot.samples.extend(samples);
            if self.summed {
                let c = self.src.channels;
                slot.sums.clear();
                slot.sums.resize(c, 0);
                for (i, &x) in self.columns.iter().enumerate() {
                    let sum = slot.sums[i].wrapping_add(u32::from(from[x]));
                    slot.sums.push(sum);
                }
            }
        }
    }

    fn row(&self, y: u32, row: usize) -> &Row {
        &self.slots[self.source(y, row) as usize % self.slots.len()]
    }
}

/// `blur`: the mean over a square of odd size, which never lies half way between two levels.
pub(super) fn box_mean(src: &Image, kernel: u32) -> Image {
    let (size, c) = (src.size, src.channels);
    let half = i64::from(kernel / 2);
    let stride = size.width as usize * c;
    let share = 1.0 / (f64::from(kernel) * f64::from(kernel));
    // Samples of a row that enter and leave a window that moves right by one pixel.
    let column = |x: i64| mirror(x, size.width) as usize * c;
    let moves: Vec<(usize, usize)> = (0..i64::from(size.width))
        .map(|x| (column(x + half + 1), column(x - half)))
        .collect();
    let mut down = vec![0u32; stride];
    for y in -half..=half {
        for (sum, v) in down.iter_mut().zip(src.row(mirror(y, size.height))) {
            *sum += u32::from(*v);
        }
    }
    let mut data = Vec::with_capacity(src.data.len());
    for y in 0..i64::from(size.height) {
        let mut sums = [0u32; 3];
        for (k, sum) in sums.iter_mut().enumerate().take(c) {
            *sum = (-half..=half).map(|x| down[column(x) + k]).sum();
        }
        for &(enter, leave) in &moves {
            for (k, sum) in sums.iter_mut().enumerate().take(c) {
                data.push((f64::from(*sum) * share + 0.5) as u8);
                *sum = *sum + down[enter + k] - down[leave + k];
            }
        }
        let (enter, leave) = (y + half + 1, y - half);
        let [enter, leave] = [enter, leave].map(|y| src.row(mirror(y, size.height)));
        for ((sum, enter), leave) in down.iter_mut().zip(enter).zip(leave) {
            *sum = *sum + u32::from(*enter) - u32::from(*leave);
        }
    }
    Image {
        size,
        channels: c,
        data,
    }
}

/// Samples of a Gaussian to the sum 1, as `getGaussianKernel` gives them; sigma 0 takes it from
/// the size, or a table where there is one.
pub fn gaussian_weights(size: u32, sigma: f64) -> Vec<f64> {
    const SMALL: [&[f64]; 5] = [
        &[1.0],
        &[0.25, 0.5, 0.25],
        &[0.0625, 0.25, 0.375, 0.25, 0.0625],
        &[
            0.03125, 0.109375, 0.21875, 0.28125, 0.21875, 0.109375, 0.03125,
        ],
        &[
            4.0 / 256.0,
            13.0 / 256.0,
            30.0 / 256.0,
            51.0 / 256.0,
            60.0 / 256.0,
            51.0 / 256.0,
            30.0 / 256.0,
            13.0 / 256.0,
            4.0 / 256.0,
        ],
    ];
    let count = f64::from(size);
    if sigma <= 0.0
        && let Some(table) = SMALL.get(size as usize / 2)
    {
        return table.to_vec();
    }
    let sigma = if sigma > 0.0 {
        sigma
    } else {
        count * 0.15 + 0.35
    };
    let scale = -0.5 / (sigma * sigma);
    let half: Vec<f64> = (0..size / 2)
        .map(|i| {
            let x = f64::from(i) - (count - 1.0) * 0.5;
            math::exp(x * x * scale)
        })
        .collect();
    let share = 1.0 / (2.0 * half.iter().sum::<f64>() + 1.0);
    let centre = std::iter::once(share);
    let left = half.iter().map(|v| v * share);
    left.clone().chain(centre).chain(left.rev()).collect()
}

/// `GaussianBlur` in its 8-bit fixed point: weights in 256ths whose errors are handed on towards
/// the centre, which takes the rest.
pub(super) fn gaussian_fixed(src: &Image, kernel: u32, sigma: f64) -> Image {
    let half = kernel as usize / 2;
    let mut weights = vec![0u32; 2 * half + 1];
    let (mut error, mut sum) = (0.0, 0);
    for (i, weight) in gaussian_weights(kernel, sigma)
        .iter()
        .take(half)
        .enumerate()
    {
        let wanted = weight * 256.0 + error;
        let whole = wanted.round_ties_even();
        error = wanted - whole;
        weights[i] = whole as u32;
        weights[2 * half - i] = whole as u32;
        sum += 2 * whole as u32;
    }
    weights[half] = 256u32.saturating_sub(sum);
    let (size, c) = (src.size, src.channels);
    let stride = size.width as usize * c;
    let near = |v: usize, k: usize, len: u32| mirror((v + k) as i64 - half as i64, len) as usize;
    let columns: Vec<usize> = (0..size.width as usize + 2 * half)
        .flat_map(|x| {
            let x = near(x, 0, size.width);
            (0..c).map(move |k| x * c + k)
        })
        .collect();
    let mut sums = vec![0u32; stride];
    let mut padded = Vec::with_capacity(columns.len());
    let mut wide: Vec<u16> = Vec::with_capacity(src.data.len());
    for y in 0..size.height {
        let row = src.row(y);
        padded.clear();
        padded.extend(columns.iter().map(|&x| row[x]));
        sums.fill(0);
        for (k, &weight) in weights.iter().enumerate() {
            for (sum, v) in sums.iter_mut().zip(&padded[k * c..]) {
                *sum += weight * u32::from(*v);
            }
        }
        wide.extend(sums.iter().map(|&v| v as u16));
    }
    let mut data = Vec::with_capacity(src.data.len());
    for y in 0..size.height as usize {
        sums.fill(1 << 15);
        for (k, &weight) in weights.iter().enumerate() {
            let row = &wide[near(y, k, size.height) * stride..][..stride];
            for (sum, v) in sums.iter_mut().zip(row) {
                *sum += weight * u32::from(*v);
            }
        }
        data.extend(sums.iter().map(|v| (v >> 16) as u8));
    }
    Image {
        size,
        channels: c,
        data,
    }
}
