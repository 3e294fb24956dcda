//! Run lengths of a binary mask, as the COCO mask API has them.

use super::contour::trace;
use crate::error::{Code, Error, Result};
use crate::image::{Size, check_size};

/// A binary mask as run lengths, column by column: first how many pixels are outside, then how many inside, and so on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runs {
    size: Size,
    counts: Vec<u32>,
}

impl Runs {
    /// Run lengths that fill a mask of `size`.
    ///
    /// # Errors
    /// If they add up to another number of pixels, or no raster can have that size.
    pub fn new(size: Size, counts: Vec<u32>) -> Result<Self> {
        check_size(size)?;
        let sum: u64 = counts.iter().map(|&c| u64::from(c)).sum();
        let want = u64::from(size.width) * u64::from(size.height);
        if sum != want {
            let message = format!(
                "the run lengths cover {sum} pixels, a mask of {} × {} has {want}",
                size.width, size.height
            );
            return Err(Error::new(Code::Range, message));
        }
        Ok(Self { size, counts })
    }

    /// From COCO's compressed text: five bits a character, least first, lengths from the third on as differences to
    /// the last but one.
    ///
    /// # Errors
    /// If the text is not of that kind or fills another size.
    pub fn from_text(size: Size, text: &str) -> Result<Self> {
        let bad = || Error::new(Code::Syntax, "the compressed run lengths are broken");
        let mut counts: Vec<u32> = Vec::new();
        let mut bytes = text.bytes().peekable();
        while bytes.peek().is_some() {
            let mut value = 0i64;
            let mut shift = 0;
            loop {
                let byte = bytes.next().ok_or_else(bad)?;
                let five = byte.checked_sub(48).filter(|b| *b < 64).ok_or_else(bad)?;
                if shift > 40 {
                    return Err(bad());
                }
                value |= i64::from(five & 0x1f) << shift;
                shift += 5;
                if five & 0x20 == 0 {
                    if five & 0x10 != 0 {
                        value |= -1 << shift;
                    }
                    break;
                }
            }
            if counts.len() > 2
                && let Some(before) = counts.get(counts.len() - 2)
            {
                value += i64::from(*before);
            }
            counts.push(u32::try_from(value).map_err(|_| bad())?);
        }
        Self::new(size, counts)
    }

    /// COCO's compressed text.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (i, &count) in self.counts.iter().enumerate() {
            let mut value = i64::from(count);
            if i > 2
                && let Some(before) = self.counts.get(i - 2)
            {
                value -= i64::from(*before);
            }
            loop {
                let five = (value & 0x1f) as u8;
                value >>= 5;
                let more = if five & 0x10 == 0 {
                    value != 0
                } else {
                    value != -1
                };
                text.push(char::from(48 + five + if more { 0x20 } else { 0 }));
                if !more {
                    break;
                }
            }
        }
        text
    }

    /// Of the pixels with `inside(x, y)` in `[x_min, y_min, x_max, y_max]`, which is within the mask.
    pub(super) fn within(
        size: Size,
        [x0, y0, x1, y1]: [u32; 4],
        inside: impl Fn(u32, u32) -> bool,
    ) -> Self {
        let mut changes = Vec::new();
        for x in x0..x1 {
            let mut before = false;
            for y in y0..y1 {
                if inside(x, y) != before {
                    before = !before;
                    changes.push(x * size.height + y);
                }
            }
            if before {
                changes.push(x * size.height + y1);
            }
        }
        Self::from_changes(size, changes)
    }

    /// Of the pixels where `inside(x, y)`.
    pub fn of(size: Size, inside: impl Fn(u32, u32) -> bool) -> Self {
        Self::within(size, [0, 0, size.width, size.height], inside)
    }

    /// Outlines of the pixels inside, along their edges.
    pub fn outlines(&self) -> Vec<Vec<[f64; 2]>> {
        let Some(bounds @ [x0, y0, x1, y1]) = self.bounds() else {
            return Vec::new();
        };
        let width = (x1 - x0) as usize;
        let mut bits = vec![false; width * (y1 - y0) as usize];
        let place = |x: u32, y: u32| (y - y0) as usize * width + (x - x0) as usize;
        for (x, y, length) in self.spans() {
            for y in y..y + length {
                if let Some(bit) = bits.get_mut(place(x, y)) {
                    *bit = true;
                }
            }
        }
        trace(bounds, |x, y| bits.get(place(x, y)) == Some(&true))
    }

    /// From where the mask changes, as places in column order; places that come in twos cancel out.
    pub(super) fn from_changes(size: Size, mut changes: Vec<u32>) -> Self {
        changes.push(size.area() as u32);
        changes.sort_unstable();
        let (mut counts, mut before): (Vec<u32>, u32) = (Vec::new(), 0);
        let mut lengths = changes.into_iter().map(|at| {
            let length = at - before;
            before = at;
            length
        });
        counts.extend(lengths.next());
        // A run of no length joins the runs around it.
        while let Some(length) = lengths.next() {
            if length > 0 {
                counts.push(length);
            } else if let (Some(next), Some(last)) = (lengths.next(), counts.last_mut()) {
                *last += next;
            }
        }
        Self { size, counts }
    }

    /// The mask's size.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The run lengths.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Pixels inside.
    pub fn area(&self) -> u64 {
        let inside = self.counts.iter().skip(1).step_by(2);
        inside.map(|&c| u64::from(c)).sum()
    }

    /// Runs inside as `(x, y, length)` within one column each.
    pub fn spans(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        let height = self.size.height.max(1);
        let mut at = 0u32;
        let mut inside = true;
        self.counts.iter().flat_map(move |&count| {
            inside = !inside;
            let (mut from, to) = (at, at + count);
            at = to;
            if !inside {
                from = to;
            }
            std::iter::from_fn(move || {
                (from < to).then(|| {
                    let (x, y) = (from / height, from % height);
                    let length = (to - from).min(height - y);
                    from += length;
                    (x, y, length)
                })
            })
        })
    }

    /// The pixels inside either; both of one size.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut ends: Vec<(u32, i32)> = Vec::with_capacity(self.counts.len() + other.counts.len());
        for runs in [self, other] {
            let mut at = 0;
            for (i, &count) in runs.counts.iter().enumerate() {
                if i > 0 {
                    ends.push((at, if i % 2 == 1 { 1 } else { -1 }));
                }
                at += count;
            }
        }
        ends.sort_unstable();
        let (mut changes, mut depth) = (Vec::new(), 0);
        for (at, step) in ends {
            let before = depth > 0;
            depth += step;
            if before != (depth > 0) {
                changes.push(at);
            }
        }
        let area = self.size.area() as u32;
        changes.retain(|&at| at < area);
        Self::from_changes(self.size, changes)
    }

    /// `[x_min, y_min, x_max, y_max]` of the pixels inside; nothing where there are none.
    pub fn bounds(&self) -> Option<[u32; 4]> {
        self.spans().fold(None, |bounds, (x, y, length)| {
            let [x0, y0, x1, y1] = bounds.unwrap_or([x, y, x + 1, y + length]);
            Some([x0.min(x), y0.min(y), x1.max(x + 1), y1.max(y + length)])
        })
    }
}
