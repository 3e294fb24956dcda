//! Gravel: `RandomGravel`, `add_gravel`.

use super::hls::{hls_to_rgb, rgb_to_hls};
use super::place;
use crate::image::{Image, Size};
use crate::noise::hash;

/// Sets the lightness of stones, later ones over earlier ones. All pixels go to hue, lightness and
/// saturation and back, as in the library.
pub(super) fn run(stones: &[[i64; 5]], src: &Image) -> Image {
    let mut out = src.clone();
    for pixel in out.data.as_chunks_mut::<3>().0 {
        *pixel = rgb_to_hls(*pixel);
    }
    let stride = src.size.width as usize * 3;
    let clip = |from: i64, to: i64, len: u32| {
        let hold = |v: i64| v.clamp(0, i64::from(len)) as usize;
        hold(from)..hold(to).max(hold(from))
    };
    for &[x0, y0, x1, y1, level] in stones {
        let columns = clip(x0, x1, src.size.width);
        for y in clip(y0, y1, src.size.height) {
            let row = &mut out.data[y * stride..][..stride];
            for pixel in &mut row.as_chunks_mut::<3>().0[columns.clone()] {
                pixel[1] = level as u8;
            }
        }
    }
    for pixel in out.data.as_chunks_mut::<3>().0 {
        *pixel = hls_to_rgb(*pixel);
    }
    out
}

/// Stones as the library scatters them: patches of a tenth to a fifth of `region` (left, top, right,
/// bottom, px), in each a stone for every hundred pixels. Nothing where there would be more than
/// `most`.
pub fn stones(
    size: Size,
    region: [i64; 4],
    patches: u32,
    seed: u64,
    most: usize,
) -> Option<Vec<[i64; 5]>> {
    let [x_min, y_min, x_max, y_max] = region;
    // Both ends are included.
    let between = |bits: u32, low: i64, high: i64| low + place(bits, high - low + 1);
    let (last_x, last_y) = (i64::from(size.width) - 1, i64::from(size.height) - 1);
    let mut out = Vec::new();
    for patch in 0..patches {
        let bits = hash(seed, patch, u32::MAX);
        let side = |bits: u32, len: i64| between(bits, len / 10, len / 5);
        let (w, h) = (side(bits[0], x_max - x_min), side(bits[1], y_max - y_min));
        let x = between(bits[2], x_min, x_max - w);
        let y = between(bits[3], y_min, y_max - h);
        let count = w * h / 100;
        if out.len() as i64 + count > most as i64 {
            return None;
        }
        for _ in 0..count {
            let bits = hash(seed, out.len() as u32, 0);
            let (x, y) = (between(bits[0], x, x + w), between(bits[1], y, y + h));
            let r = between(bits[2], 1, 3);
            out.push([
                (x - r).max(0),
                (y - r).max(0),
                (x + r).min(last_x),
                (y + r).min(last_y),
                between(bits[3], 0, 255),
            ]);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stones_lie_in_the_region_and_take_all_levels() {
        let size = Size::new(640, 480);
        let (mut count, mut levels, mut widths) = (0, [0u32; 4], [0u32; 3]);
        for seed in 0..50 {
            for [x0, y0, x1, y1, level] in
                stones(size, [64, 192, 576, 432], 2, seed, 10_000).unwrap()
            {
                assert!(x0 >= 61 && x1 <= 579 && y0 >= 189 && y1 <= 435);
                assert!(x1 - x0 == y1 - y0);
                widths[((x1 - x0) / 2 - 1) as usize] += 1;
                levels[(level / 64) as usize] += 1;
                count += 1;
            }
        }
        // Two patches of 76.5 × 36 px on average, a stone for every hundred.
        let mean = f64::from(count) / 50.0;
        assert!((mean - 54.5).abs() < 4.0, "{mean}");
        for part in levels
            .map(|n| n * 4)
            .into_iter()
            .chain(widths.map(|n| n * 3))
        {
            assert!(
                (f64::from(part) / f64::from(count) - 1.0).abs() < 0.15,
                "{levels:?} {widths:?}"
            );
        }
        assert!(stones(size, [0, 0, 640, 480], 100, 1, 500).is_none());
        assert!(
            stones(Size::new(1, 1), [0, 0, 0, 0], 2, 1, 500)
                .unwrap()
                .is_empty()
        );
    }
}
