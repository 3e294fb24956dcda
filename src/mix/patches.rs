//! Rectangles of the partner in the target: what many mixes come down to.

use crate::error::Result;
use crate::image::{Raster, Size};
use crate::mix::{Cover, Drawing, Fixed, Mixed, pair};
use crate::param::{Args, Param, Value};
use crate::sample::Sample;

/// Where the partner shows.
pub(super) const PATCHES: Param = Param::rects(
    "patches",
    "Rectangles of the partner: x, y, width and height in px, apart from each other.",
);

/// What an outcome of such a mix fixes.
pub(super) static NUMBERS: &[&Param] = &[&PATCHES];

/// An outcome with the partner in `patches`, which lie in the target's picture and apart from each other.
/// The target's share of the label is the share of the pixels that it keeps.
pub(super) fn fixed(cx: &Drawing<'_>, patches: Vec<[i64; 4]>) -> Result<Fixed> {
    let all = cx.target()?.image.size().area() as f64;
    let gone: i64 = patches.iter().map(|[_, _, w, h]| w * h).sum();
    let numbers = Args::defaults(NUMBERS).with_value(&PATCHES, Value::Rects(patches));
    Ok(Fixed::two(cx, numbers, 1.0 - gone as f64 / all))
}

/// Puts the partner where the outcome says.
pub(super) fn run(numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
    let [target, partner] = pair(picks)?;
    cover(target.image.size(), numbers.rects(&PATCHES)).mix(target, partner)
}

/// The target but for rectangles of its partner.
fn cover(size: Size, patches: &[[i64; 4]]) -> Cover {
    let width = size.width as usize;
    let mut shares = vec![1.0; size.area()];
    let clip = |v: i64, side: u32| v.clamp(0, i64::from(side)) as usize;
    for &[x, y, w, h] in patches {
        let (left, right) = (clip(x, size.width), clip(x.saturating_add(w), size.width));
        let (top, bottom) = (clip(y, size.height), clip(y.saturating_add(h), size.height));
        let rows = shares.chunks_exact_mut(width).take(bottom).skip(top);
        for row in rows {
            if let Some(part) = row.get_mut(left..right) {
                part.fill(0.0);
            }
        }
    }
    let share = |x: u32, y: u32| shares.get(y as usize * width + x as usize).copied();
    Cover::Map(Raster::from_fn(size, 1, |x, y, _| {
        share(x, y).unwrap_or(1.0)
    }))
}

/// Cells of a picture, `columns` by `rows` of them, row by row; on sides with fewer pixels some are empty.
pub(super) fn cells(size: Size, columns: u32, rows: u32) -> Vec<[i64; 4]> {
    let cut = |i: u32, side: u32, n: u32| (u64::from(i) * u64::from(side) / u64::from(n)) as i64;
    let cell = |row: u32, column: u32| {
        let [left, right] = [column, column + 1].map(|i| cut(i, size.width, columns));
        let [top, bottom] = [row, row + 1].map(|i| cut(i, size.height, rows));
        [left, top, right - left, bottom - top]
    };
    (0..rows)
        .flat_map(|row| (0..columns).map(move |column| cell(row, column)))
        .collect()
}

/// Without cells that have no pixels.
pub(super) fn filled(cells: Vec<[i64; 4]>) -> Vec<[i64; 4]> {
    let full = |[_, _, w, h]: &[i64; 4]| *w > 0 && *h > 0;
    cells.into_iter().filter(full).collect()
}
