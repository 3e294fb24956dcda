//! Salt and pepper (albumentations 2.0.8 `SaltAndPepper`): a certain number of pixels, drawn without
//! replacement. Every pixel has a random key; those with the least keys are chosen.

use super::hash;
use crate::image::{Image, Size};

/// A pixel's key; equal bits are told apart by the place.
type Key = (u32, u32);

/// Calls `f` with every key and the pixel's place.
fn each_key(seed: u64, size: Size, mut f: impl FnMut(Key, usize)) {
    let mut i = 0;
    for y in 0..size.height {
        for x in 0..size.width {
            f((hash(seed, x, y)[0], i), i as usize);
            i += 1;
        }
    }
}

/// The keys that as many keys lie below as `counts` say.
fn above<const N: usize>(seed: u64, size: Size, counts: [usize; N]) -> [Key; N] {
    const SHIFT: u32 = 16;
    let mut buckets = vec![0usize; 1 << (32 - SHIFT)];
    each_key(seed, size, |(bits, _), _| {
        buckets[(bits >> SHIFT) as usize] += 1;
    });
    // The bucket that holds the wanted key, and how many of its keys lie below.
    let found = counts.map(|count| {
        let mut left = count;
        let bucket = buckets.iter().position(|&n| {
            let here = left < n;
            left -= if here { 0 } else { n };
            here
        });
        (bucket, left)
    });
    let mut inside = [const { Vec::new() }; N];
    each_key(seed, size, |key, _| {
        let bucket = (key.0 >> SHIFT) as usize;
        for (keys, (wanted, _)) in inside.iter_mut().zip(&found) {
            if *wanted == Some(bucket) {
                keys.push(key);
            }
        }
    });
    std::array::from_fn(|i| match found[i] {
        (Some(_), left) => *inside[i].select_nth_unstable(left).1,
        // All keys lie below.
        (None, _) => (u32::MAX, u32::MAX),
    })
}

pub(super) fn run(seed: u64, amount: f64, salt: f64, src: &Image) -> Image {
    let noisy = (src.size.area() as f64 * amount) as usize;
    let salty = (noisy as f64 * salt) as usize;
    let [white, black] = above(seed, src.size, [salty, noisy]);
    let mut out = src.clone();
    let channels = src.channels;
    each_key(seed, src.size, |key, i| {
        if key < black {
            let level = if key < white { 255 } else { 0 };
            out.data[i * channels..(i + 1) * channels].fill(level);
        }
    });
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
