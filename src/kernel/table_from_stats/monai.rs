//! MONAI 1.6 on a picture's levels as single-precision numbers: `AdjustContrast`,
//! `RandHistogramShift`, `StdShiftIntensity`. The result is rounded, halves to even, and cut off to
//! 8 bits.

use super::Rule;
use crate::math::pow;
use crate::quantise::half_even;
use crate::reduce::Stats;
use crate::table::{Lut, Table};

pub(super) fn run(rule: &Rule, stats: &Stats) -> Table {
    match rule {
        Rule::RangeGamma {
            gamma,
            invert,
            retain_stats,
        } => Table::all(range_gamma(&all(stats), *gamma, *invert, *retain_stats)),
        Rule::RangePoints { heights } => Table::all(range_points(&all(stats), heights)),
        Rule::StdShift {
            factor,
            nonzero,
            channel_wise,
        } => {
            if *channel_wise {
                let each = stats.hist.iter();
                Table {
                    lut: each
                        .map(|hist| std_shift(&hist.map(u64::from), *factor, *nonzero))
                        .collect(),
                }
            } else {
                Table::all(std_shift(&all(stats), *factor, *nonzero))
            }
        }
        _ => Table::all(Lut::identity()),
    }
}

/// Levels of all channels together.
fn all(stats: &Stats) -> [u64; 256] {
    let counts = |v: usize| stats.hist.iter().map(|hist| u64::from(hist[v])).sum();
    std::array::from_fn(counts)
}

fn range(hist: &[u64; 256]) -> (f32, f32) {
    let low = hist.iter().position(|&n| n > 0).unwrap_or(0);
    let high = hist.iter().rposition(|&n| n > 0).unwrap_or(0);
    (low as f32, high as f32)
}

/// Mean and variance of `value` over the samples counted, the squares divided by `n - spare`.
fn moments(hist: &[u64; 256], value: impl Fn(usize) -> f32, spare: f64) -> (f64, f64) {
    let counted = || (0..256).filter(|&v| hist[v] > 0);
    let n: f64 = counted().map(|v| hist[v] as f64).sum();
    let mean = counted()
        .map(|v| hist[v] as f64 * f64::from(value(v)))
        .sum::<f64>()
        / n;
    let square = |v: usize| {
        let off = f64::from(value(v)) - mean;
        hist[v] as f64 * off * off
    };
    (mean, counted().map(square).sum::<f64>() / (n - spare))
}

fn range_gamma(hist: &[u64; 256], gamma: f64, invert: bool, retain_stats: bool) -> Lut {
    let sign = if invert { -1.0f32 } else { 1.0 };
    let (mut low, mut high) = range(hist);
    if invert {
        (low, high) = (-high, -low);
    }
    let extent = high - low;
    let divisor = extent + 1e-7;
    let mut levels: [f32; 256] = std::array::from_fn(|v| {
        let share = (sign * v as f32 - low) / divisor;
        pow(f64::from(share.max(0.0)), gamma) as f32 * extent + low
    });
    let (mean, variance) = moments(hist, |v| sign * v as f32, 1.0);
    // One sample has no standard deviation.
    if retain_stats && variance.is_finite() {
        let (moved, _) = moments(hist, |v| levels[v], 1.0);
        levels = levels.map(|v| v - moved as f32);
        let (_, spread) = moments(hist, |v| levels[v], 1.0);
        let divisor = spread.sqrt() as f32 + 1e-8;
        levels = levels.map(|v| variance.sqrt() as f32 * (v / divisor) + mean as f32);
    }
    Lut::from_fn(|v| half_even(sign * levels[usize::from(v)]))
}

fn range_points(hist: &[u64; 256], heights: &[f64]) -> Lut {
    let (low, high) = range(hist);
    let extent = high - low;
    if extent <= 0.0 || heights.len() < 2 {
        return Lut::identity();
    }
    let last = heights.len() - 1;
    // np.linspace: multiples of the step, the end by itself.
    let step = 1.0 / last as f64;
    let share = |i: usize| if i == last { 1.0 } else { i as f64 * step };
    let x: Vec<f32> = (0..=last).map(|i| share(i) as f32 * extent + low).collect();
    let y: Vec<f32> = heights.iter().map(|&h| h as f32 * extent + low).collect();
    Lut::from_fn(|v| {
        let v = f32::from(v);
        // The line whose left end is the last point below the level.
        let at = x
            .partition_point(|&x| x < v)
            .saturating_sub(1)
            .min(last - 1);
        let slope = (y[at + 1] - y[at]) / (x[at + 1] - x[at]);
        let offset = y[at] - slope * x[at];
        half_even(if v < x[0] {
            y[0]
        } else if v > x[last] {
            y[last]
        } else {
            slope * v + offset
        })
    })
}

fn std_shift(hist: &[u64; 256], factor: f64, nonzero: bool) -> Lut {
    let mut hist = *hist;
    if nonzero {
        hist[0] = 0;
    }
    if hist.iter().all(|&n| n == 0) {
        return Lut::identity();
    }
    let (_, variance) = moments(&hist, |v| v as f32, 0.0);
    let offset = factor as f32 * variance.sqrt() as f32;
    Lut::from_fn(|v| match v {
        0 if nonzero => 0,
        _ => half_even(f32::from(v) + offset),
    })
}
