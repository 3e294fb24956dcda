//! Pillow 13, `ImageOps.equalize`, `ImageOps.autocontrast`, `ImageEnhance.Contrast`.

use super::Rule;
use crate::blend::pillow_sample;
use crate::reduce::Stats;
use crate::table::{Lut, Table};

pub(super) fn run(rule: &Rule, stats: &Stats) -> Table {
    match *rule {
        Rule::Equalize | Rule::EqualizeOther { .. } => Table {
            lut: stats.hist.iter().map(equalize).collect(),
        },
        Rule::Autocontrast {
            cutoff_low_pct,
            cutoff_high_pct,
        } => Table {
            lut: stats
                .hist
                .iter()
                .map(|hist| autocontrast(hist, cutoff_low_pct, cutoff_high_pct))
                .collect(),
        },
        Rule::Contrast { factor } => {
            let grey = (stats.mean(0) + 0.5) as u8;
            Table::all(Lut::from_fn(|v| pillow_sample(grey, v, factor as f32)))
        }
        // Other libraries' own.
        _ => Table::all(Lut::identity()),
    }
}

/// The number of samples below a level, in steps of a 255th of all but the brightest level's.
fn equalize(hist: &[u32; 256]) -> Lut {
    let total: u64 = hist.iter().map(|&n| u64::from(n)).sum();
    let brightest = hist.iter().rfind(|&&n| n > 0).map_or(0, |&n| u64::from(n));
    let step = (total - brightest) / 255;
    if step == 0 {
        return Lut::identity();
    }
    let mut below = step / 2;
    Lut(hist.map(|n| {
        let value = (below / step).min(255) as u8;
        below += u64::from(n);
        value
    }))
}

fn autocontrast(hist: &[u32; 256], low_pct: f64, high_pct: f64) -> Lut {
    let mut hist = *hist;
    let total: u64 = hist.iter().map(|&n| u64::from(n)).sum();
    // Python: int(n * cutoff // 100)
    let share = |pct: f64| (total as f64 * pct / 100.0).floor() as u64;
    drop_samples(hist.iter_mut(), share(low_pct));
    drop_samples(hist.iter_mut().rev(), share(high_pct));
    let low = hist.iter().position(|&n| n > 0).unwrap_or(255);
    let high = hist.iter().rposition(|&n| n > 0).unwrap_or(0);
    if high <= low {
        return Lut::identity();
    }
    let scale = 255.0 / (high - low) as f64;
    let offset = -(low as f64) * scale;
    Lut::from_fn(|v| (f64::from(v) * scale + offset).clamp(0.0, 255.0) as u8)
}

/// Takes `cut` samples away, level by level.
fn drop_samples<'a>(hist: impl Iterator<Item = &'a mut u32>, mut cut: u64) {
    for n in hist {
        let taken = cut.min(u64::from(*n));
        *n -= taken as u32;
        cut -= taken;
        if cut == 0 {
            break;
        }
    }
}
