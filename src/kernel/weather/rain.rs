//! Rain: `add_rain`.

use super::{Rain, paint, place};
use crate::canvas::{Steps, thick_line};
use crate::image::{Image, Size};
use crate::noise::hash;
use crate::stencil::cv2_mean;

pub(super) fn run(p: &Rain, src: &Image) -> Image {
    if p.drops.is_empty() {
        return src.clone();
    }
    let mut layer = Image::filled(src.size, src.channels, 0);
    let colour = &p.colour[..src.channels.min(3)];
    for drop in &p.drops {
        // Ends lose their fraction towards 0.
        let end = [0, 1].map(|c| (drop[c] as f64 + p.fall[c]) as i64);
        paint(&mut layer, colour, |run| {
            thick_line(src.size, *drop, end, p.width, Steps::Four, run);
        });
    }
    if p.blur > 1 {
        layer = cv2_mean::mean(&layer, p.blur);
    }
    let darker: [u8; 256] =
        std::array::from_fn(|v| (v as f64 * p.brightness).round_ties_even() as u8);
    for (v, from) in layer.data.iter_mut().zip(&src.data) {
        *v = darker[usize::from(v.saturating_add(*from))];
    }
    layer
}

/// Where `count` drops of a length start.
pub fn drops(size: Size, count: usize, length: i64, seed: u64) -> Vec<[i64; 2]> {
    let room = [i64::from(size.width), i64::from(size.height) - length];
    (0..count)
        .map(|i| {
            let bits = hash(seed, i as u32, 0);
            [place(bits[0], room[0]), place(bits[1], room[1])]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_start_evenly_where_they_fit() {
        let (mut columns, mut rows) = ([0f64; 8], [0f64; 5]);
        for seed in 0..40 {
            for [x, y] in drops(Size::new(8, 7), 100, 2, seed) {
                columns[x as usize] += 1.0;
                rows[y as usize] += 1.0;
            }
        }
        let spread = |counts: &[f64]| {
            let even = 4000.0 / counts.len() as f64;
            let parts = counts.iter().map(|n| (n - even) * (n - even) / even);
            parts.sum::<f64>()
        };
        // 0.9999 quantiles of chi-square with 7 and 4 degrees of freedom.
        assert!(spread(&columns) < 29.9, "{columns:?}");
        assert!(spread(&rows) < 23.5, "{rows:?}");
    }
}
