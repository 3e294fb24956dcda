//! Statistics to the table that an op makes of them.

mod cv2;
mod pil;
mod torch;

use serde::{Deserialize, Serialize};

use super::{Dialect, reduce::Stats, table::Table};

/// Which table is made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableFromStats {
    /// What the table does.
    pub rule: Rule,
    /// Whose arithmetic.
    pub dialect: Dialect,
}

/// What a table made of statistics does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Levels become about equally frequent, each channel by itself.
    Equalize,
    /// Stretches each channel to 0..=255 after dropping a share at each end.
    Autocontrast {
        /// Share dropped at the dark end, per cent.
        cutoff_low_pct: f64,
        /// Share dropped at the bright end, per cent.
        cutoff_high_pct: f64,
    },
    /// albumentations' `AutoContrast(method="cdf")`: levels between the ends become about equally
    /// frequent. Only cv2 has it; elsewhere levels stay.
    AutocontrastCdf {
        /// Share dropped at each end, per cent.
        cutoff_pct: f64,
    },
    /// Blends with the mean of the one channel counted (the image's luma): 0 is flat grey, 1 the
    /// image. One table for all channels.
    Contrast {
        /// Share of the image.
        factor: f64,
    },
}

/// Makes the table.
pub fn run(p: &TableFromStats, stats: &Stats) -> Table {
    match p.dialect {
        Dialect::Pil => pil::run(p.rule, stats),
        Dialect::Cv2 => cv2::run(p.rule, stats),
        Dialect::Torch => torch::run(p.rule, stats),
    }
}
