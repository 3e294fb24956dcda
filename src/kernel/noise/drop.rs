//! Dropped pixels (albumentations 2.0.8 `PixelDropout`).

/// Whether random bits drop a pixel.
#[derive(Clone, Copy)]
pub(super) struct Dropped(u64);

impl Dropped {
    pub(super) fn new(share: f64) -> Self {
        Self((share * 4_294_967_296.0) as u64)
    }

    #[inline]
    pub(super) fn is(self, bits: u32) -> bool {
        u64::from(bits) < self.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Grain, Kind, run_grain, run_grain_mask};
    use crate::image::{Image, Raster, Size};

    const SIZE: Size = Size::new(200, 150);

    fn drop(share: f64, per_channel: bool) -> Grain {
        let kind = Kind::Drop {
            share,
            per_channel,
            colour: [1, 2, 3],
        };
        Grain { seed: 9, kind }
    }

    #[test]
    fn drops_its_share() {
        let src = Image::filled(SIZE, 3, 9);
        for (share, per_channel) in [(0.2, false), (0.7, true), (0.0, true), (1.0, false)] {
            let out = run_grain(&drop(share, per_channel), &src);
            let whole = out.data.chunks_exact(3).filter(|p| *p == [1, 2, 3]).count();
            let samples = out.data.iter().filter(|v| **v != 9).count();
            let (whole, samples) = (whole as f64 / 30_000.0, samples as f64 / 90_000.0);
            assert!((samples - share).abs() < 0.012, "{share}: {samples}");
            let want = if per_channel {
                share * share * share
            } else {
                share
            };
            assert!((whole - want).abs() < 0.012, "{share}: {whole}");
        }
    }

    #[test]
    fn masks_get_0() {
        let out = run_grain_mask(&drop(0.25, false), &Raster::filled(SIZE, 1, 700));
        let covered = out.data.iter().filter(|v| **v == 0).count() as f64 / 30_000.0;
        assert!((covered - 0.25).abs() < 0.012, "{covered}");
        assert!(out.data.iter().all(|v| [0, 700].contains(v)));
    }
}
