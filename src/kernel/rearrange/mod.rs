//! Rearrange: samples move, none is computed. The same in all dialects.

use serde::{Deserialize, Serialize};

use super::Border;
use crate::image::{Image, Raster, Size};

/// One of the eight symmetries of the square, then a window that may reach over the edges:
/// flips, quarter turns, crops and pads are all this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rearrange {
    /// Size of the output, px.
    pub size: Size,
    /// Which way up.
    pub turn: Turn,
    /// Column of the turned image that becomes column 0; negative pads.
    pub x: i64,
    /// Row of the turned image that becomes row 0; negative pads.
    pub y: i64,
    /// What lies outside the turned image.
    pub border: Border,
}

/// The symmetries of the square.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// As it is.
    None,
    /// Left and right swapped.
    FlipHorizontal,
    /// Top and bottom swapped.
    FlipVertical,
    /// A quarter turn counter-clockwise.
    Quarter,
    /// A half turn.
    Half,
    /// A quarter turn clockwise.
    ThreeQuarters,
    /// Rows become columns.
    Transpose,
    /// Mirrored at the other diagonal.
    Transverse,
}

impl Turn {
    /// Size of an image turned this way.
    pub fn size(self, Size { width, height }: Size) -> Size {
        if self.swaps() {
            Size::new(height, width)
        } else {
            Size::new(width, height)
        }
    }

    fn swaps(self) -> bool {
        matches!(
            self,
            Self::Quarter | Self::ThreeQuarters | Self::Transpose | Self::Transverse
        )
    }

    /// Where pixel (x, y) of the turned image lies in the source of size `from`.
    fn source(self, x: u32, y: u32, from: Size) -> (u32, u32) {
        let (right, bottom) = (from.width - 1, from.height - 1);
        match self {
            Self::None => (x, y),
            Self::FlipHorizontal => (right - x, y),
            Self::FlipVertical => (x, bottom - y),
            Self::Half => (right - x, bottom - y),
            Self::Quarter => (right - y, x),
            Self::ThreeQuarters => (y, bottom - x),
            Self::Transpose => (y, x),
            Self::Transverse => (right - y, bottom - x),
        }
    }
}

impl Rearrange {
    /// The whole image, turned.
    pub fn turned(turn: Turn, from: Size) -> Self {
        Self {
            size: turn.size(from),
            turn,
            x: 0,
            y: 0,
            border: Border::Constant([0; 3]),
        }
    }

    /// A window of `size` whose corner lies at (x, y) of the source.
    pub fn window(x: i64, y: i64, size: Size, border: Border) -> Self {
        Self {
            size,
            turn: Turn::None,
            x,
            y,
            border,
        }
    }
}

/// Rearranges an image.
pub fn run(p: &Rearrange, src: &Image) -> Image {
    let fill = match p.border {
        Border::Constant(colour) => colour,
        _ => [0; 3],
    };
    fast(p, src, &fill)
}

/// Rearranges any samples; `fill` stands for a constant border.
pub fn run_any<T: Copy>(p: &Rearrange, src: &Raster<T>, fill: T) -> Raster<T> {
    fast(p, src, &[fill])
}

/// Where position `v` of a line of `len` samples is found; nothing is the constant colour.
pub fn fold(border: Border, v: i64, len: u32) -> Option<u32> {
    let len = i64::from(len);
    if (0..len).contains(&v) {
        return Some(v as u32);
    }
    let found = match border {
        Border::Constant(_) => return None,
        Border::Replicate => v.clamp(0, len - 1),
        Border::Wrap => v.rem_euclid(len),
        Border::Reflect => {
            let v = v.rem_euclid(2 * len);
            v.min(2 * len - 1 - v)
        }
        Border::Reflect101 if len == 1 => 0,
        Border::Reflect101 => {
            let v = v.rem_euclid(2 * len - 2);
            v.min(2 * len - 2 - v)
        }
    };
    Some(found as u32)
}

/// The definition. `fill` is one colour, or one value for every channel.
pub fn reference<T: Copy>(p: &Rearrange, src: &Raster<T>, fill: &[T]) -> Raster<T> {
    let turned = p.turn.size(src.size);
    Raster::from_fn(p.size, src.channels, |x, y, c| {
        let x = fold(p.border, i64::from(x) + p.x, turned.width);
        let y = fold(p.border, i64::from(y) + p.y, turned.height);
        match x.zip(y) {
            Some((x, y)) => {
                let (x, y) = p.turn.source(x, y, src.size);
                src.pixel(x, y)[c]
            }
            None => fill[c.min(fill.len() - 1)],
        }
    })
}

/// The same by rows, with pixels of a known number of channels.
fn fast<T: Copy>(p: &Rearrange, src: &Raster<T>, fill: &[T]) -> Raster<T> {
    match src.channels {
        1 => rows::<T, 1>(p, src, fill),
        3 => rows::<T, 3>(p, src, fill),
        _ => reference(p, src, fill),
    }
}

/// Columns are folded once; each row is a stretch of whole pixels with a border at either end.
fn rows<T: Copy, const C: usize>(p: &Rearrange, src: &Raster<T>, fill: &[T]) -> Raster<T> {
    let turned = p.turn.size(src.size);
    let (width, height) = (src.size.width as usize, p.size.height);
    let blank: [T; C] = std::array::from_fn(|c| fill[c.min(fill.len() - 1)]);
    let mut out = vec![blank; p.size.area()];
    let columns: Vec<Option<u32>> = (0..p.size.width)
        .map(|x| fold(p.border, i64::from(x) + p.x, turned.width))
        .collect();
    // Output columns start..end show consecutive columns of the turned image.
    let start = (-p.x).clamp(0, i64::from(p.size.width)) as usize;
    let end = (i64::from(turned.width) - p.x).clamp(start as i64, i64::from(p.size.width)) as usize;
    let pixels = src.data.as_chunks::<C>().0;
    let lines = out.chunks_exact_mut(p.size.width as usize);
    for (y, line) in (0..height).zip(lines) {
        let Some(row) = fold(p.border, i64::from(y) + p.y, turned.height) else {
            continue;
        };
        let find = |x: u32| {
            let (x, y) = p.turn.source(x, row, src.size);
            y as usize * width + x as usize
        };
        for i in (0..start).chain(end..line.len()) {
            if let Some(x) = columns[i] {
                line[i] = pixels[find(x)];
            }
        }
        let Some(first) = columns
            .get(start)
            .copied()
            .flatten()
            .filter(|_| start < end)
        else {
            continue;
        };
        let from = find(first);
        let middle = &mut line[start..end];
        let count = middle.len();
        match p.turn {
            Turn::None | Turn::FlipVertical => middle.copy_from_slice(&pixels[from..from + count]),
            Turn::FlipHorizontal | Turn::Half => {
                middle
                    .iter_mut()
                    .zip(pixels[..=from].iter().rev())
                    .for_each(|(to, &v)| *to = v);
            }
            // Down or up a column of the source.
            Turn::ThreeQuarters | Turn::Transverse => {
                let column = pixels[..=from].iter().rev().step_by(width);
                middle.iter_mut().zip(column).for_each(|(to, &v)| *to = v);
            }
            Turn::Quarter | Turn::Transpose => {
                let column = pixels[from..].iter().step_by(width);
                middle.iter_mut().zip(column).for_each(|(to, &v)| *to = v);
            }
        }
    }
    Raster {
        size: p.size,
        channels: C,
        data: out.into_flattened(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURNS: [Turn; 8] = [
        Turn::None,
        Turn::FlipHorizontal,
        Turn::FlipVertical,
        Turn::Quarter,
        Turn::Half,
        Turn::ThreeQuarters,
        Turn::Transpose,
        Turn::Transverse,
    ];

    fn numbered(w: u32, h: u32, c: usize) -> Raster<u16> {
        Raster::from_fn(Size::new(w, h), c, |x, y, c| {
            (x + 20 * y + 400 * c as u32) as u16
        })
    }

    #[test]
    fn fast_equals_reference() {
        let borders = [
            Border::Constant([0; 3]),
            Border::Replicate,
            Border::Reflect,
            Border::Reflect101,
            Border::Wrap,
        ];
        for (w, h, c) in [(1, 1, 1), (1, 6, 3), (7, 1, 1), (5, 4, 3)] {
            let src = numbered(w, h, c);
            for turn in TURNS {
                for border in borders {
                    for (x, y, ow, oh) in [
                        (0, 0, w, h),
                        (-3, -2, 13, 12),
                        (2, 1, 3, 9),
                        (20, -30, 4, 4),
                        (-9, 3, 2, 2),
                    ] {
                        let p = Rearrange {
                            size: Size::new(ow, oh),
                            turn,
                            x,
                            y,
                            border,
                        };
                        assert_eq!(
                            reference(&p, &src, &[9999]),
                            run_any(&p, &src, 9999),
                            "{p:?} of {w}×{h}×{c}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn quarter_turns_counter_clockwise() {
        let src = numbered(3, 2, 1);
        let out = run_any(&Rearrange::turned(Turn::Quarter, src.size), &src, 0);
        assert_eq!(out.size, Size::new(2, 3));
        assert_eq!(out.data, [2, 22, 1, 21, 0, 20]);
    }

    #[test]
    fn borders_fold() {
        let line = |border| {
            (-4..7)
                .map(|v| fold(border, v, 3).map_or('.', |v| ['a', 'b', 'c'][v as usize]))
                .collect()
        };
        let lines: [String; 5] = [
            line(Border::Constant([0; 3])),
            line(Border::Replicate),
            line(Border::Reflect),
            line(Border::Reflect101),
            line(Border::Wrap),
        ];
        assert_eq!(
            lines,
            [
                "....abc....",
                "aaaaabccccc",
                "ccbaabccbaa",
                "abcbabcbabc",
                "cabcabcabca"
            ]
        );
    }
}
