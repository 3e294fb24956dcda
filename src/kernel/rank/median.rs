//! The median over a square, the edge repeated. 3×3 is a sorting network over whole rows; larger
//! squares are searched bit by bit, and from 11×11 on histograms slide over the picture.

use crate::image::Image;

pub(super) fn run(src: &Image, size: u32) -> Image {
    match size {
        0..=2 => src.clone(),
        3 => three(src),
        4..=9 => bits(src, size),
        _ => columns(src, size),
    }
}

/// A row with `half` pixels of its ends on both sides.
fn pad(row: &[u8], channels: usize, half: usize, to: &mut Vec<u8>) {
    to.clear();
    for _ in 0..half {
        to.extend_from_slice(&row[..channels]);
    }
    to.extend_from_slice(row);
    for _ in 0..half {
        to.extend_from_slice(&row[row.len() - channels..]);
    }
}

fn middle(a: u8, b: u8, c: u8) -> u8 {
    a.min(b).max(a.max(b).min(c))
}

/// The columns are sorted first; the median is the middle one of the greatest low, the middle
/// middle and the least high.
fn three(src: &Image) -> Image {
    let (height, c) = (src.size.height, src.channels);
    let stride = src.size.width as usize * c;
    let mut data = vec![0u8; src.data.len()];
    let mut sorted = [0, 1, 2].map(|_| vec![0u8; stride]);
    let mut padded = [0, 1, 2].map(|_| Vec::with_capacity(stride + 2 * c));
    for (y, to) in (0..height).zip(data.chunks_exact_mut(stride)) {
        let [above, here, below] =
            [y.saturating_sub(1), y, (y + 1).min(height - 1)].map(|y| src.row(y));
        let [low, mid, high] = &mut sorted;
        let columns = above.iter().zip(here).zip(below);
        let lanes = low.iter_mut().zip(mid).zip(high);
        for (((low, mid), high), ((a, b), c)) in lanes.zip(columns) {
            *low = *a.min(b).min(c);
            *mid = middle(*a, *b, *c);
            *high = *a.max(b).max(c);
        }
        for (sorted, padded) in sorted.iter().zip(&mut padded) {
            pad(sorted, c, 1, padded);
        }
        let [low, mid, high] = [0, 1, 2].map(|k: usize| {
            let row = &padded[k];
            [&row[..stride], &row[c..][..stride], &row[2 * c..][..stride]]
        });
        for (i, to) in to.iter_mut().enumerate() {
            let [a0, a1, a2] = low.map(|v| v[i]);
            let [b0, b1, b2] = mid.map(|v| v[i]);
            let [c0, c1, c2] = high.map(|v| v[i]);
            *to = middle(a0.max(a1).max(a2), middle(b0, b1, b2), c0.min(c1).min(c2));
        }
    }
    Image {
        size: src.size,
        channels: c,
        data,
    }
}

/// Samples that are searched at once.
const LANES: usize = 64;

/// The greatest level that at least half the samples reach, found bit by bit.
fn bits(src: &Image, size: u32) -> Image {
    let (height, c) = (i64::from(src.size.height), src.channels);
    let (kernel, half) = (size as usize, size as usize / 2);
    let stride = src.size.width as usize * c;
    let enough = (size * size / 2 + 1) as u8;
    let mut rows = vec![Vec::new(); kernel];
    let load = |y: i64, to: &mut Vec<u8>| {
        pad(src.row(y.clamp(0, height - 1) as u32), c, half, to);
        // Room for whole lanes.
        to.resize(stride + (kernel - 1) * c + LANES, 0);
    };
    for (k, row) in rows.iter_mut().enumerate() {
        load(k as i64 - half as i64, row);
    }
    let mut data = vec![0u8; src.data.len()];
    for (y, to) in (0..height).zip(data.chunks_exact_mut(stride)) {
        for (first, to) in (0..).step_by(LANES).zip(to.chunks_mut(LANES)) {
            let mut found = [0u8; LANES];
            for bit in (0..8).rev() {
                let wanted = found.map(|v| v | 1 << bit);
                let mut count = [0u8; LANES];
                for row in &rows {
                    for k in 0..kernel {
                        let Some(seen) = row[first + k * c..].first_chunk::<LANES>() else {
                            continue;
                        };
                        for ((count, v), wanted) in count.iter_mut().zip(seen).zip(&wanted) {
                            *count += u8::from(v >= wanted);
                        }
                    }
                }
                for (found, count) in found.iter_mut().zip(&count) {
                    *found |= u8::from(*count >= enough) << bit;
                }
            }
            to.copy_from_slice(&found[..to.len()]);
        }
        load(y + half as i64 + 1, &mut rows[y as usize % kernel]);
    }
    Image {
        size: src.size,
        channels: c,
        data,
    }
}

/// Counts of sixteen levels together, then of each level.
type Counts = [u16; 16 + 256];

fn add(counts: &mut Counts, v: u8) {
    counts[usize::from(v >> 4)] += 1;
    counts[16 + usize::from(v)] += 1;
}

fn remove(counts: &mut Counts, v: u8) {
    counts[usize::from(v >> 4)] -= 1;
    counts[16 + usize::from(v)] -= 1;
}

/// The level below which at most `rank` samples lie.
fn level(counts: &Counts, rank: u16) -> u8 {
    let mut left = rank;
    let mut block = 0;
    while block < 15 && counts[block] <= left {
        left -= counts[block];
        block += 1;
    }
    let mut level = block * 16;
    while level < 255 && counts[16 + level] <= left {
        left -= counts[16 + level];
        level += 1;
    }
    level as u8
}

/// Columns whose histograms are held at once.
const STRIPE: usize = 1024;

/// A histogram of every column's samples under the square moves down with it; across, columns
/// enter and leave the square's own (Perreault and Hébert, "Median filtering in constant time").
fn columns(src: &Image, size: u32) -> Image {
    let (width, height, c) = (src.size.width as usize, src.size.height, src.channels);
    let (kernel, half) = (size as usize, i64::from(size / 2));
    let rank = (size * size / 2) as u16;
    let row = |y: i64| src.row(y.clamp(0, i64::from(height) - 1) as u32);
    let mut data = vec![0u8; src.data.len()];
    for (first, k) in (0..width)
        .step_by(STRIPE)
        .flat_map(|x| (0..c).map(move |k| (x, k)))
    {
        let count = STRIPE.min(width - first);
        let places: Vec<usize> = (0..(count + kernel - 1) as i64)
            .map(|x| (first as i64 + x - half).clamp(0, width as i64 - 1) as usize * c + k)
            .collect();
        let mut columns: Vec<Counts> = vec![[0; 272]; places.len()];
        for row in (-half..=half).map(row) {
            for (counts, &at) in columns.iter_mut().zip(&places) {
                add(counts, row[at]);
            }
        }
        for (y, to) in (0i64..).zip(data.chunks_exact_mut(width * c)) {
            let mut square: Counts = [0; 272];
            for column in &columns[..kernel] {
                square.iter_mut().zip(column).for_each(|(sum, n)| *sum += n);
            }
            let to = to[first * c + k..].iter_mut().step_by(c);
            for (x, to) in (0..count).zip(to) {
                *to = level(&square, rank);
                if let Some(enter) = columns.get(x + kernel) {
                    let moves = enter.iter().zip(&columns[x]);
                    for (sum, (enter, leave)) in square.iter_mut().zip(moves) {
                        *sum = sum.wrapping_add(*enter).wrapping_sub(*leave);
                    }
                }
            }
            let (leave, enter) = (row(y - half), row(y + half + 1));
            for (counts, &at) in columns.iter_mut().zip(&places) {
                remove(counts, leave[at]);
                add(counts, enter[at]);
            }
        }
    }
    Image {
        size: src.size,
        channels: c,
        data,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;

    #[test]
    fn equals_the_definition() {
        let mut state = 5u32;
        for (w, h, c) in [(1, 1, 3), (1, 9, 1), (11, 1, 3), (13, 8, 3)] {
            let src = Image::from_fn(Size::new(w, h), c, |_, _, _| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            });
            for size in [3, 5, 7, 9, 11, 21, 255] {
                let half = i64::from(size / 2);
                let want = Image::from_fn(src.size, c, |x, y, k| {
                    let at = |v: u32, by: i64, len: u32| {
                        (i64::from(v) + by).clamp(0, i64::from(len) - 1) as u32
                    };
                    let mut all: Vec<u8> = (-half..=half)
                        .flat_map(|dy| (-half..=half).map(move |dx| (dx, dy)))
                        .map(|(dx, dy)| src.pixel(at(x, dx, w), at(y, dy, h))[k])
                        .collect();
                    all.sort_unstable();
                    all[all.len() / 2]
                });
                assert!(run(&src, size) == want, "{w} × {h} × {c}, {size}");
            }
        }
    }
}
