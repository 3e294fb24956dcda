//! Pillow 13, `Filter.c` and `BoxBlur.c`.

use crate::image::Image;

/// 3×3 mean with the centre counted five times, single precision, rounded; the border is copied.
pub(super) fn smooth(src: &Image) -> Image {
    const RIM: f32 = 1.0 / 13.0;
    const CENTRE: f32 = 5.0 / 13.0;
    let mut out = src.clone();
    let (w, h, c) = (src.size.width as usize, src.size.height, src.channels);
    if w < 3 || h < 3 {
        return out;
    }
    for y in 1..h - 1 {
        let [above, here, below] = [y - 1, y, y + 1].map(|y| src.row(y));
        let to = &mut out.data[y as usize * w * c..][..w * c];
        for i in c..(w - 1) * c {
            let across = |row: &[u8], centre: f32| {
                f32::from(row[i - c]) * RIM
                    + f32::from(row[i]) * centre
                    + f32::from(row[i + c]) * RIM
            };
            // From the bottom row up, with half a level first: the order decides the last bit.
            let sum = 0.5 + across(below, RIM) + across(here, CENTRE) + across(above, RIM);
            to[i] = sum.clamp(0.0, 255.0) as u8;
        }
    }
    out
}

/// Radius of the box whose `passes`-fold blur has the variance of a Gaussian
/// (Gwosdek et al., "Theoretical foundations of Gaussian convolution by extended box filtering").
pub(super) fn box_radius(sigma: f32, passes: u32) -> f32 {
    let variance = sigma * sigma / passes as f32;
    let length = (12.0 * f64::from(variance) + 1.0).sqrt() as f32;
    let whole = ((f64::from(length) - 1.0) / 2.0).floor() as f32;
    let part = (2.0 * whole + 1.0) * (whole * (whole + 1.0) - 3.0 * variance)
        / (6.0 * (variance - (whole + 1.0) * (whole + 1.0)));
    whole + part
}

pub(super) fn box_blur(src: &Image, radius_x: f32, radius_y: f32, passes: u32) -> Image {
    let mut out = src.clone();
    let (width, height) = (src.size.width as usize, src.size.height as usize);
    let stride = width * src.channels;
    if radius_x > 0.0 {
        let weights = Weights::new(radius_x);
        let mut before = vec![0; stride];
        for row in out.data.chunks_exact_mut(stride) {
            for _ in 0..passes {
                before.copy_from_slice(row);
                weights.blur(&before, row, width, src.channels);
            }
        }
    }
    if radius_y > 0.0 {
        let weights = Weights::new(radius_y);
        for _ in 0..passes {
            let before = out.data.clone();
            weights.blur(&before, &mut out.data, height, stride);
        }
    }
    out
}

/// Weights of a box in 24-bit fixed point: `whole` for the 2 radius + 1 samples inside, `part` for
/// the one beyond each end.
struct Weights {
    radius: u32,
    whole: u32,
    part: u32,
}

impl Weights {
    fn new(radius: f32) -> Self {
        const ONE: u32 = 1 << 24;
        let whole = (ONE as f32 / (radius * 2.0 + 1.0)) as u32;
        let radius = radius as u32;
        let part = ONE.wrapping_sub(radius.wrapping_mul(2).wrapping_add(1).wrapping_mul(whole)) / 2;
        Self {
            radius,
            whole,
            part,
        }
    }

    /// Blurs along a line of `count` items, each of `lanes` samples side by side: the channels of
    /// a pixel across, whole rows down.
    fn blur(&self, from: &[u8], to: &mut [u8], count: usize, lanes: usize) {
        let last = count as i64 - 1;
        // Beyond its ends a line repeats its first and last item.
        let item = |i: i64| &from[i.clamp(0, last) as usize * lanes..][..lanes];
        let radius = self.radius as i64;
        // Sums over the window of item -1; what lies beyond the last item is counted at once.
        let mut sums = vec![0u32; lanes];
        let mut add = |item: &[u8], times: i64| {
            for (sum, &v) in sums.iter_mut().zip(item) {
                *sum = sum.wrapping_add(u32::from(v).wrapping_mul(times as u32));
            }
        };
        add(item(0), radius + 1);
        (0..radius.min(count as i64)).for_each(|i| add(item(i), 1));
        add(item(last), (radius - count as i64).max(0));
        for (i, to) in (0..count as i64).zip(to.chunks_exact_mut(lanes)) {
            let (left, right) = (item(i - radius - 1), item(i + radius + 1));
            let entering = item(i + radius);
            let samples = to
                .iter_mut()
                .zip(&mut sums)
                .zip(left.iter().zip(right).zip(entering));
            for ((to, sum), ((&left, &right), &entering)) in samples {
                *sum = sum
                    .wrapping_add(u32::from(entering))
                    .wrapping_sub(u32::from(left));
                let ends = (u32::from(left) + u32::from(right)).wrapping_mul(self.part);
                let total = sum.wrapping_mul(self.whole).wrapping_add(ends);
                *to = (total.wrapping_add(1 << 23) >> 24) as u8;
            }
        }
    }
}
