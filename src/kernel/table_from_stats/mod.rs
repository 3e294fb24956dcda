//! Statistics to the table that an op makes of them.

mod cv2;
mod monai;
mod pil;
mod torch;

pub use cv2::brightness_contrast;
use serde::{Deserialize, Serialize};

use super::{Dialect, reduce::Stats, table::Table};

/// Which table is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableFromStats {
    /// What the table does.
    pub rule: Rule,
    /// Whose arithmetic.
    pub dialect: Dialect,
}

/// What a table made of statistics does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// albumentations' `Equalize`, its other ways. Only cv2 has them; elsewhere it is `Equalize`.
    EqualizeOther {
        /// Written after Pillow's, but a level counts itself as well.
        after_pillow: bool,
        /// The first channel alone.
        first: bool,
    },
    /// `level * contrast + brightness * mean`, the fraction dropped; the mean is over all channels.
    /// One table for all channels.
    BrightnessContrast {
        /// Factor of the levels.
        contrast: f64,
        /// Multiple of the mean that is added.
        brightness: f64,
        /// First bring both to where no level can leave the range.
        safe: bool,
    },
    /// Levels between the least and the greatest of all channels, raised to a power there (MONAI
    /// `AdjustContrast`). One table for all channels.
    RangeGamma {
        /// The power.
        gamma: f64,
        /// Turns levels round before and after.
        invert: bool,
        /// Gives the picture its old mean and standard deviation back.
        retain_stats: bool,
    },
    /// Levels between the least and the greatest of all channels through straight lines between
    /// points at equal distances (MONAI `RandHistogramShift`). One table for all channels.
    RangePoints {
        /// Heights of the points, as shares of the range.
        heights: Vec<f64>,
    },
    /// Adds a multiple of the standard deviation (MONAI `StdShiftIntensity`).
    StdShift {
        /// How many standard deviations.
        factor: f64,
        /// Level 0 neither counts nor moves.
        nonzero: bool,
        /// Each channel by itself.
        channel_wise: bool,
    },
}

/// Makes the table.
pub fn run(p: &TableFromStats, stats: &Stats) -> Table {
    match (&p.rule, p.dialect) {
        (Rule::RangeGamma { .. } | Rule::RangePoints { .. } | Rule::StdShift { .. }, _) => {
            monai::run(&p.rule, stats)
        }
        (rule, Dialect::Pil) => pil::run(rule, stats),
        (rule, Dialect::Cv2) => cv2::run(rule, stats),
        (rule, Dialect::Torch) => torch::run(rule, stats),
    }
}
