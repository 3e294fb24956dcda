//! How often each level of a deep grey image occurs: what a window is chosen by.

use serde::Serialize;

/// The most bins of a histogram.
const BINS: usize = 256;

/// Levels of a grey image of more than 8 bits, before any window is applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// The lowest level.
    pub min: u16,
    /// The highest level.
    pub max: u16,
    /// The least level that 1 % of the pixels do not exceed.
    pub p1: u16,
    /// The least level that 99 % of the pixels do not exceed.
    pub p99: u16,
    /// How many levels a bin holds.
    pub step: u16,
    /// Pixels a bin, the first from `min` on; at most 256.
    pub bins: Vec<u32>,
}

impl Levels {
    /// Counts; `None` where there are no values.
    pub(super) fn of(values: &[u16]) -> Option<Self> {
        let (min, max) = (*values.iter().min()?, *values.iter().max()?);
        let span = usize::from(max - min) + 1;
        let step = span.div_ceil(BINS);
        let mut counts = vec![0u32; span];
        for &v in values {
            if let Some(count) = counts.get_mut(usize::from(v - min)) {
                *count += 1;
            }
        }
        let least = |percent: usize| {
            let wanted = (values.len() * percent).div_ceil(100);
            let mut seen = 0;
            let at = counts.iter().position(|&count| {
                seen += count as usize;
                seen >= wanted
            });
            min + at.unwrap_or(0) as u16
        };
        Some(Self {
            min,
            max,
            p1: least(1),
            p99: least(99),
            step: step as u16,
            bins: counts.chunks(step).map(|c| c.iter().sum()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_of_a_full_range_is_counted() {
        let all: Vec<u16> = (0..=u16::MAX).collect();
        let levels = Levels::of(&all).unwrap();
        assert_eq!((levels.min, levels.max, levels.step), (0, u16::MAX, 256));
        assert_eq!(levels.bins, vec![256; 256]);
        // 656 of 65 536 values are 1 %, rounded up.
        assert_eq!((levels.p1, levels.p99), (655, 64880));
    }

    #[test]
    fn few_levels_get_a_bin_each() {
        let levels = Levels::of(&[1000, 1003, 1003, 1001]).unwrap();
        assert_eq!((levels.min, levels.max, levels.step), (1000, 1003, 1));
        assert_eq!(levels.bins, [1, 1, 0, 2]);
        assert_eq!((levels.p1, levels.p99), (1000, 1003));
        assert_eq!(Levels::of(&[7; 9]).unwrap().bins, [9]);
        assert_eq!(Levels::of(&[]), None);
    }
}
