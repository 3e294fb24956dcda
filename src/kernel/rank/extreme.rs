//! The greatest or least sample under an ellipse: windows are doubled along a row, and each row of
//! the ellipse is two windows of the next lower power of two.

use super::Ellipse;
use crate::image::Raster;

/// `pick` is the greater or the lesser of two; `rest` is what it never prefers.
pub(super) fn run<T: Copy + Ord>(
    src: &Raster<T>,
    ellipse: Ellipse,
    rest: T,
    pick: impl Fn(T, T) -> T,
) -> Raster<T> {
    let (width, height, c) = (src.size.width as usize, src.size.height, src.channels);
    let spans = ellipse.spans();
    let (left, above) = ((ellipse.width / 2) as usize, ellipse.height / 2);
    let stride = width * c;
    let mut out = src.clone();
    out.data.fill(rest);
    // A row with room on both sides, then the same in windows of 2, 4, … pixels.
    let padded = (width + ellipse.width as usize) * c;
    let levels = (ellipse.width.max(1).ilog2() + 1) as usize;
    let mut windows = vec![vec![rest; padded]; levels];
    for y in 0..height {
        windows[0][left * c..][..stride].copy_from_slice(src.row(y));
        for level in 1..levels {
            let shift = (c << (level - 1)).min(padded);
            let (small, large) = windows.split_at_mut(level);
            let small = &small[level - 1];
            for ((to, a), b) in large[0].iter_mut().zip(small).zip(&small[shift..]) {
                *to = pick(*a, *b);
            }
        }
        for (row, [start, end]) in (0u32..).zip(&spans) {
            // The row of the output that sees this row under that row of the ellipse.
            let Some(to) = (y + above).checked_sub(row).filter(|to| *to < height) else {
                continue;
            };
            let span = end.saturating_sub(*start).max(1);
            let level = span.ilog2();
            let window = &windows[level as usize];
            let first = &window[*start as usize * c..];
            let second = &window[(end - (1 << level)) as usize * c..];
            let to = &mut out.data[to as usize * stride..][..stride];
            for ((to, a), b) in to.iter_mut().zip(first).zip(second) {
                *to = pick(*to, pick(*a, *b));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::{Image, Size};

    #[test]
    fn equals_the_definition() {
        let mut state = 3u32;
        for (w, h, c, width, height) in [
            (1, 1, 1, 5, 3),
            (9, 7, 3, 2, 3),
            (17, 5, 1, 8, 8),
            (6, 12, 3, 31, 9),
        ] {
            let src = Image::from_fn(Size::new(w, h), c, |_, _, _| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            });
            let ellipse = Ellipse { width, height };
            let got = run(&src, ellipse, 0, u8::max);
            let want = Image::from_fn(src.size, c, |x, y, k| {
                let mut most = 0;
                for (row, [start, end]) in (0i64..).zip(ellipse.spans()) {
                    for column in i64::from(start)..i64::from(end) {
                        let x = i64::from(x) + column - i64::from(width / 2);
                        let y = i64::from(y) + row - i64::from(height / 2);
                        if (0..i64::from(w)).contains(&x) && (0..i64::from(h)).contains(&y) {
                            most = most.max(src.pixel(x as u32, y as u32)[k]);
                        }
                    }
                }
                most
            });
            assert!(got == want, "{w} × {h} × {c}, {width} × {height}");
        }
    }
}
