//! The fast twin: most tables are arithmetic in disguise, and arithmetic runs in vectors, where a
//! table runs a sample at a time. Loops are plain, over slices, for the compiler to vectorise.

use super::{Lut, Table};
use crate::image::Image;

/// A table as arithmetic, proven on all 256 levels when it is recognised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// `v`.
    Identity,
    /// `v & mask`.
    Mask(u8),
    /// `255 - v` from a level on, `v` below: solarize; from 0 on it is the negative.
    InvertFrom(u8),
    /// `v` plus a constant, cut off at both ends.
    Add(i16),
    /// `(v mul + add) / 2^16`, floor, cut off at both ends: brightness, contrast, autocontrast.
    Linear { mul: i32, add: i32 },
    /// None of these.
    Any,
}

impl Shape {
    pub(super) fn of(lut: &Lut) -> Self {
        let add = i16::from(lut.0[128]) - 128;
        let invert = (0..=255u8)
            .find(|&v| lut.0[usize::from(v)] != v)
            .unwrap_or(0);
        let candidates = [
            Self::Identity,
            Self::Mask(lut.0[255]),
            Self::InvertFrom(invert),
            Self::Add(add),
        ];
        candidates
            .into_iter()
            .chain(linear(lut))
            .find(|shape| (0..=255).all(|v| shape.value(v) == Some(lut.0[usize::from(v)])))
            .unwrap_or(Self::Any)
    }

    /// What the arithmetic makes of a level; nothing where there is none.
    #[inline]
    fn value(self, v: u8) -> Option<u8> {
        Some(match self {
            Self::Identity => v,
            Self::Mask(mask) => v & mask,
            Self::InvertFrom(from) => invert_from(from, v),
            Self::Add(add) => add_clamped(add, v),
            Self::Linear { mul, add } => multiply_add(mul, add, v),
            Self::Any => return None,
        })
    }
}

#[inline]
fn invert_from(from: u8, v: u8) -> u8 {
    if v >= from { 255 - v } else { v }
}

#[inline]
fn add_clamped(add: i16, v: u8) -> u8 {
    (i16::from(v) + add).clamp(0, 255) as u8
}

#[inline]
fn multiply_add(mul: i32, add: i32, v: u8) -> u8 {
    ((i32::from(v) * mul + add) >> 16).clamp(0, 255) as u8
}

/// Slope and offset of a table that could be linear. The offset is the middle of those that give
/// the right floor on every level that is not cut off.
fn linear(lut: &Lut) -> Option<Shape> {
    let level = |v: usize| i64::from(lut.0[v]);
    // The run of levels between the cut-off ends.
    let rising = level(0) <= level(255);
    let (low_end, high_end) = if rising { (0, 255) } else { (255, 0) };
    let first = (0..256)
        .rfind(|&v| v == 0 || (level(v) == low_end && (0..v).all(|u| level(u) == low_end)))?;
    let last = (0..256)
        .find(|&v| v == 255 || (level(v) == high_end && (v..256).all(|u| level(u) == high_end)))?;
    if last <= first {
        return None;
    }
    // Slopes for which an offset exists, searched from the chord outwards.
    let chord = ((level(last) - level(first)) << 16) / (last - first) as i64;
    let spread = (2 << 16) / (last - first) as i64;
    (-32..=32).find_map(|k| {
        let mul = chord + spread * k / 32;
        let inner = || (first + 1)..last;
        let low = inner().map(|v| (level(v) << 16) - mul * v as i64).max()?;
        let high = inner()
            .map(|v| ((level(v) + 1) << 16) - 1 - mul * v as i64)
            .min()?;
        let fits = low <= high && mul.abs() < 1 << 23;
        fits.then(|| {
            (
                i32::try_from(mul).ok(),
                i32::try_from(i64::midpoint(low, high)).ok(),
            )
        })
        .and_then(|(mul, add)| {
            Some(Shape::Linear {
                mul: mul?,
                add: add?,
            })
        })
        .filter(|shape| (0..=255).all(|v| shape.value(v) == Some(lut.0[usize::from(v)])))
    })
}

pub(super) fn run(p: &Table, src: &Image) -> Image {
    let mut out = src.clone();
    match p.lut.as_slice() {
        [] => {}
        [lut] => apply(lut, &mut out.data),
        luts => {
            let same = luts.len() >= src.channels
                && luts[..src.channels].iter().all(|lut| *lut == luts[0]);
            if same {
                apply(&luts[0], &mut out.data);
            } else if let ([r, g, b, ..], 3) = (luts, src.channels) {
                for rgb in out.data.as_chunks_mut::<3>().0 {
                    *rgb = [
                        r.0[usize::from(rgb[0])],
                        g.0[usize::from(rgb[1])],
                        b.0[usize::from(rgb[2])],
                    ];
                }
            } else {
                for (i, v) in out.data.iter_mut().enumerate() {
                    if let Some(lut) = luts.get(i % src.channels) {
                        *v = lut.0[usize::from(*v)];
                    }
                }
            }
        }
    }
    out
}

/// Applies one table in place.
fn apply(lut: &Lut, data: &mut [u8]) {
    // Small images are done before a table is recognised.
    let shape = if data.len() < 4096 {
        Shape::Any
    } else {
        Shape::of(lut)
    };
    match shape {
        Shape::Identity => {}
        Shape::Mask(mask) => data.iter_mut().for_each(|v| *v &= mask),
        Shape::InvertFrom(from) => data.iter_mut().for_each(|v| *v = invert_from(from, *v)),
        Shape::Add(add) => data.iter_mut().for_each(|v| *v = add_clamped(add, *v)),
        Shape::Linear { mul, add } => data
            .iter_mut()
            .for_each(|v| *v = multiply_add(mul, add, *v)),
        Shape::Any => data.iter_mut().for_each(|v| *v = lut.0[usize::from(*v)]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::reference;
    use super::*;
    use crate::blend::pillow_sample;
    use crate::image::Size;

    fn noise(w: u32, h: u32, c: usize) -> Image {
        let mut state = 1u32;
        Image::from_fn(Size::new(w, h), c, |_, _, _| {
            state = state.wrapping_mul(1664525).wrapping_add(1013904223);
            (state >> 24) as u8
        })
    }

    fn tables() -> Vec<Lut> {
        let mut tables: Vec<Lut> = (0..=255u8)
            .flat_map(|t| {
                [
                    Lut::from_fn(|v| v & t),
                    Lut::from_fn(|v| invert_from(t, v)),
                    Lut::from_fn(|v| v.saturating_add(t)),
                    Lut::from_fn(|v| v.saturating_sub(t)),
                    Lut::from_fn(|v| v.wrapping_mul(t | 1)),
                    Lut::from_fn(|_| t),
                ]
            })
            .collect();
        for grey in [0, 1, 77, 128, 255] {
            tables
                .extend((0..80).map(|k| Lut::from_fn(|v| pillow_sample(grey, v, k as f32 / 20.0))));
        }
        tables
    }

    #[test]
    fn shapes_are_what_they_say() {
        let mut linear = 0;
        for lut in tables() {
            let shape = Shape::of(&lut);
            if shape != Shape::Any {
                assert_eq!(Lut::from_fn(|v| shape.value(v).unwrap()), lut);
            }
            linear += usize::from(matches!(shape, Shape::Linear { .. }));
        }
        assert!(linear > 300, "only {linear} tables were seen to be linear");
        assert_eq!(Shape::of(&Lut::from_fn(|v| v & 0xF0)), Shape::Mask(0xF0));
        assert_eq!(Shape::of(&Lut::from_fn(|v| 255 - v)), Shape::InvertFrom(0));
        assert_eq!(
            Shape::of(&Lut::from_fn(|v| v.saturating_add(9))),
            Shape::Add(9)
        );
        assert_eq!(Shape::of(&Lut::from_fn(|v| v.wrapping_mul(3))), Shape::Any);
    }

    #[test]
    fn twin_equals_reference() {
        let tables = tables();
        for (i, lut) in tables.iter().enumerate() {
            let src = noise(61 + i as u32 % 40, 37, if i % 3 == 0 { 1 } else { 3 });
            let p = Table::all(*lut);
            assert_eq!(run(&p, &src), reference(&p, &src), "{lut:?}");
        }
        for (w, h, c) in [(1, 1, 1), (1, 1, 3), (1, 19, 3), (70, 70, 3), (70, 70, 1)] {
            let src = noise(w, h, c);
            for lut in [
                vec![],
                tables[9..12].to_vec(),
                vec![tables[5]; 3],
                tables[..2].to_vec(),
            ] {
                let p = Table { lut };
                assert_eq!(run(&p, &src), reference(&p, &src));
            }
        }
    }
}
