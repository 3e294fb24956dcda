//! OpenCV 5.0 `equalizeHist` and albumentations 2.0.8 `auto_contrast`, `adjust_*_torchvision`.

use super::Rule;
use crate::quantise::truncate;
use crate::reduce::Stats;
use crate::table::{Lut, Table};

pub(super) fn run(rule: &Rule, stats: &Stats) -> Table {
    let each = |f: &dyn Fn(&[u32; 256]) -> Lut| Table {
        lut: stats.hist.iter().map(f).collect(),
    };
    match *rule {
        Rule::Equalize => each(&equalize),
        // A.AutoContrast(method="pil"): one cutoff for both ends.
        Rule::Autocontrast { cutoff_low_pct, .. } => each(&|hist| {
            stretch(hist, cutoff_low_pct, |low, high, _| {
                let scale = 255.0 / f64::from(high - low);
                Lut::from_fn(|v| {
                    let v = (f64::from(v) - f64::from(low)) * scale;
                    v.round_ties_even().clamp(0.0, 255.0) as u8
                })
            })
        }),
        Rule::AutocontrastCdf { cutoff_pct } => each(&|hist| stretch(hist, cutoff_pct, cumulative)),
        Rule::Contrast { factor } => Table::all(contrast(stats.mean(0), factor)),
        Rule::EqualizeOther {
            after_pillow,
            first,
        } => {
            let equal = if after_pillow {
                equalize_after_pillow
            } else {
                equalize
            };
            let mut table = each(&equal);
            if first {
                table
                    .lut
                    .iter_mut()
                    .skip(1)
                    .for_each(|lut| *lut = Lut::identity());
            }
            table
        }
        Rule::BrightnessContrast {
            contrast,
            brightness,
            safe,
        } => {
            let channels = 0..stats.hist.len();
            let sum: u64 = channels.clone().map(|c| stats.sum(c)).sum();
            let count: u64 = channels.map(|c| stats.count(c)).sum();
            let mean = sum as f64 / count.max(1) as f64;
            Table::all(brightness_contrast(contrast, brightness * mean, safe))
        }
        // Other libraries' own.
        _ => Table::all(Lut::identity()),
    }
}

/// The share of samples up to a level, the darkest level apart, in single precision.
fn equalize(hist: &[u32; 256]) -> Lut {
    let total: u32 = hist.iter().sum();
    let first = hist.iter().position(|&n| n > 0).unwrap_or(255);
    if hist[first] == total {
        return Lut::identity();
    }
    let scale = 255.0 / (total - hist[first]) as f32;
    let mut lut = Lut([0; 256]);
    let mut sum = 0;
    for (to, n) in lut.0.iter_mut().zip(hist).skip(first + 1) {
        sum += n;
        *to = (sum as f32 * scale).round_ties_even().clamp(0.0, 255.0) as u8;
    }
    lut
}

/// The table between the bounds that a cutoff leaves. Level 255 is not counted: the histogram's
/// range excludes its end.
fn stretch(hist: &[u32; 256], cutoff_pct: f64, table: impl Fn(u8, u8, &[u32; 256]) -> Lut) -> Lut {
    let mut hist = *hist;
    hist[255] = 0;
    let total: u64 = hist.iter().map(|&n| u64::from(n)).sum();
    if total == 0 {
        return Lut::identity();
    }
    let cut = total as f64 * cutoff_pct / 100.0;
    let reaches = |sum: &mut u64, n: u32| {
        *sum += u64::from(n);
        *sum as f64 >= cut
    };
    let (low, high) = if cutoff_pct == 0.0 {
        (
            hist.iter().position(|&n| n > 0).unwrap_or(0),
            hist.iter().rposition(|&n| n > 0).unwrap_or(0),
        )
    } else {
        let mut sum = 0;
        let low = hist.iter().position(|&n| reaches(&mut sum, n));
        sum = 0;
        let high = hist.iter().rposition(|&n| reaches(&mut sum, n));
        (low.map_or(0, |v| (v + 1).min(255)), high.unwrap_or(255))
    };
    if high <= low {
        return Lut::identity();
    }
    let mut lut = table(low as u8, high as u8, &hist);
    lut.0[..low].fill(0);
    lut.0[high + 1..].fill(255);
    lut
}

/// Levels between the bounds become equally frequent, the darkest apart.
fn cumulative(low: u8, high: u8, hist: &[u32; 256]) -> Lut {
    let (low, high) = (usize::from(low), usize::from(high));
    let total: u32 = hist[low + 1..=high].iter().sum();
    let mut lut = Lut([0; 256]);
    let mut sum = 0;
    for (to, n) in lut.0.iter_mut().zip(hist).take(high + 1).skip(low + 1) {
        sum += n;
        let share = sum as f32 * 255.0 / total.max(1) as f32;
        *to = share.round_ties_even().clamp(0.0, 255.0) as u8;
    }
    lut
}

/// Fractions are dropped, but flat grey (0) is rounded.
fn contrast(mean: f64, factor: f64) -> Lut {
    if factor == 0.0 {
        return Lut::from_fn(|_| (mean + 0.5) as u8);
    }
    if factor == 1.0 {
        return Lut::identity();
    }
    let offset = (mean * (1.0 - factor)) as f32;
    Lut::from_fn(|v| (f32::from(v) * factor as f32 + offset).clamp(0.0, 255.0) as u8)
}

/// Pillow's way, except that a level counts itself.
fn equalize_after_pillow(hist: &[u32; 256]) -> Lut {
    let total: u64 = hist.iter().map(|&n| u64::from(n)).sum();
    let brightest = hist.iter().rfind(|&&n| n > 0).map_or(0, |&n| u64::from(n));
    let step = (total - brightest) / 255;
    if step == 0 {
        return Lut::identity();
    }
    let mut sum = step / 2;
    Lut(hist.map(|n| {
        sum += u64::from(n);
        (sum / step).min(255) as u8
    }))
}

/// `RandomBrightnessContrast`: `level * contrast + brightness` in single precision, the fraction
/// dropped. `safe` is `get_safe_brightness_contrast_params`.
pub fn brightness_contrast(contrast: f64, brightness: f64, safe: bool) -> Lut {
    let (mut factor, mut offset) = (contrast, brightness);
    if safe && contrast > 0.0 {
        offset = brightness.clamp(0.0, 255.0);
        factor = contrast.min((255.0 - offset) / 255.0);
    } else if safe {
        offset = brightness.min(255.0);
        factor = contrast.max(-offset / 255.0);
    }
    Lut::from_fn(|v| truncate(f32::from(v) * factor as f32 + offset as f32))
}
