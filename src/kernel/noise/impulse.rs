//! Salt and pepper (albumentations 2.0.8 `SaltAndPepper`): a certain number of pixels, drawn without
//! replacement. Every pixel has a random key; those with the least keys are chosen.

use super::hash;
use crate::image::{Image, Size};

/// A pixel's key; equal bits are told apart by the place.
type Key = (u32, u32);

fn keys(seed: u64, size: Size) -> impl Iterator<Item = Key> {
    let rows = (0..size.height).flat_map(move |y| (0..size.width).map(move |x| (x, y)));
    (0..)
        .zip(rows)
        .map(move |(i, (x, y))| (hash(seed, x, y)[0], i))
}

/// The key that `count` keys lie below.
fn above(seed: u64, size: Size, count: usize) -> Key {
    const SHIFT: u32 = 16;
    if count >= size.area() {
        return (u32::MAX, u32::MAX);
    }
    let mut counts = vec![0usize; 1 << (32 - SHIFT)];
    for (bits, _) in keys(seed, size) {
        counts[(bits >> SHIFT) as usize] += 1;
    }
    let (mut bucket, mut left) = (0, count);
    while counts[bucket] <= left {
        left -= counts[bucket];
        bucket += 1;
    }
    let inside = |(bits, _): &Key| (bits >> SHIFT) as usize == bucket;
    let mut found: Vec<Key> = keys(seed, size).filter(inside).collect();
    *found.select_nth_unstable(left).1
}

pub(super) fn run(seed: u64, amount: f64, salt: f64, src: &Image) -> Image {
    let noisy = (src.size.area() as f64 * amount) as usize;
    let salty = (noisy as f64 * salt) as usize;
    let (white, black) = (above(seed, src.size, salty), above(seed, src.size, noisy));
    let mut out = src.clone();
    for (to, key) in out
        .data
        .chunks_exact_mut(src.channels)
        .zip(keys(seed, src.size))
    {
        if key < white {
            to.fill(255);
        } else if key < black {
            to.fill(0);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_as_many_as_the_library_draws() {
        for (size, amount, salt) in [
            (Size::new(40, 30), 0.06, 0.4),
            (Size::new(333, 211), 0.5, 0.5),
            (Size::new(7, 1), 1.0, 0.3),
            (Size::new(1, 1), 0.9, 0.5),
            (Size::new(9, 9), 0.0, 1.0),
            (Size::new(50, 50), 1.0, 1.0),
        ] {
            let out = run(3, amount, salt, &Image::filled(size, 3, 90));
            let count = |level| {
                out.data
                    .chunks_exact(3)
                    .filter(|p| *p == [level; 3])
                    .count()
            };
            let noisy = (size.area() as f64 * amount) as usize;
            let salty = (noisy as f64 * salt) as usize;
            assert_eq!((count(255), count(0)), (salty, noisy - salty), "{size:?}");
        }
    }

    /// Every pixel is as likely as any other, and neighbours are unrelated.
    #[test]
    fn places_are_even() {
        let size = Size::new(12, 9);
        let mut counts = [0u32; 108];
        let mut pairs = 0;
        let n = 4000;
        for seed in 0..n {
            let out = run(seed, 0.25, 0.5, &Image::filled(size, 1, 90));
            for (count, v) in counts.iter_mut().zip(&out.data) {
                *count += u32::from(*v != 90);
            }
            pairs += u32::from(out.data[0] != 90 && out.data[1] != 90);
        }
        let even = f64::from(counts.iter().sum::<u32>()) / 108.0;
        assert_eq!(even, 0.25 * n as f64);
        // Each count is binomial; their squares sum to chi-square with 107 degrees, less 1/4.
        let chi: f64 = counts
            .iter()
            .map(|c| (f64::from(*c) - even) * (f64::from(*c) - even) / even)
            .sum();
        assert!(chi < 0.75 * 167.0, "{chi}");
        let both = 0.25 * 26.0 / 107.0 * n as f64;
        assert!(
            (f64::from(pairs) - both).abs() < 5.0 * both.sqrt(),
            "{pairs} {both}"
        );
    }
}
