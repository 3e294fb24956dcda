//! Reduce: an image to its statistics. The same in all dialects.

use crate::image::Image;

/// How often each level occurs, by channel. Never part of a draw: it belongs to running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// 256 counts a channel.
    pub hist: Vec<[u32; 256]>,
}

impl Stats {
    /// Lowest and highest level of channel `c`.
    pub fn range(&self, c: usize) -> Option<(u8, u8)> {
        let hist = self.hist.get(c)?;
        let low = hist.iter().position(|&n| n > 0)?;
        let high = hist.iter().rposition(|&n| n > 0)?;
        Some((low as u8, high as u8))
    }

    /// Number of samples of channel `c`.
    pub fn count(&self, c: usize) -> u64 {
        self.hist
            .get(c)
            .map_or(0, |hist| hist.iter().map(|&n| u64::from(n)).sum())
    }

    /// Sum of the samples of channel `c`.
    pub fn sum(&self, c: usize) -> u64 {
        self.hist.get(c).map_or(0, |hist| {
            (0..).zip(hist).map(|(v, &n)| v * u64::from(n)).sum()
        })
    }

    /// Mean of channel `c`.
    pub fn mean(&self, c: usize) -> f64 {
        self.sum(c) as f64 / self.count(c).max(1) as f64
    }
}

/// Counts levels.
pub fn run(src: &Image) -> Stats {
    let hist = match src.channels {
        3 => {
            let mut hist = [[0; 256]; 3];
            for &[r, g, b] in src.data.as_chunks::<3>().0 {
                hist[0][usize::from(r)] += 1;
                hist[1][usize::from(g)] += 1;
                hist[2][usize::from(b)] += 1;
            }
            hist.to_vec()
        }
        channels => (0..channels)
            .map(|c| {
                let mut hist = [0; 256];
                for &v in src.data[c..].iter().step_by(channels) {
                    hist[usize::from(v)] += 1;
                }
                hist
            })
            .collect(),
    };
    Stats { hist }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    #[test]
    fn counts_every_channel() {
        let src = Image::from_fn(Size::new(5, 2), 3, |x, y, c| {
            (x as usize + 10 * y as usize + 50 * c) as u8
        });
        let stats = run(&src);
        for c in 0..3 {
            let base = 50 * c as u8;
            assert_eq!(stats.range(c), Some((base, base + 14)));
            assert_eq!(
                (stats.count(c), stats.sum(c)),
                (10, 70 + 10 * u64::from(base))
            );
        }
        assert_eq!(stats.range(3), None);
    }
}
