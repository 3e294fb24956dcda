//! From pixels to components: `jccolor.c` and `jcsample.c`.

use super::Plane;
use crate::image::{Image, Size};

/// A fraction in 16-bit fixed point.
const fn fix(v: f64) -> i32 {
    (v * 65536.0 + 0.5) as i32
}

const HALF: i32 = 1 << 15;
const CENTRE: i32 = 128 << 16;

/// Extends the first `len` samples of a row by the last of them.
fn pad(row: &mut [u8], len: usize) {
    let (picture, rest) = row.split_at_mut(len);
    rest.fill(picture.last().copied().unwrap_or(0));
}

pub(super) fn grey(src: &Image) -> Plane {
    let mut out = Plane::new(src.size);
    let width = src.size.width as usize;
    for y in 0..src.size.height {
        let row = out.row_mut(y as usize);
        row[..width].copy_from_slice(src.row(y));
        pad(row, width);
    }
    out.pad_below();
    out
}

/// Y′, Cb and Cr, the last two at half size.
pub(super) fn colour(src: &Image, swapped: bool) -> [Plane; 3] {
    let Size { width, height } = src.size;
    let half = Size::new(width.div_ceil(2), height.div_ceil(2));
    let mut planes = [Plane::new(src.size), Plane::new(half), Plane::new(half)];
    let [luma, chroma @ ..] = &mut planes;
    // Two rows of chroma at full width, padded to whole blocks of the small planes.
    let wide = 2 * chroma[0].stride;
    let mut rows = [0, 1].map(|_| [0, 1].map(|_| vec![0u8; wide]));
    for pair in 0..half.height {
        for (k, [cb, cr]) in rows.iter_mut().enumerate() {
            // An odd last row counts twice.
            let y = (2 * pair + k as u32).min(height - 1);
            let to = luma.row_mut(y as usize);
            convert(src.row(y), swapped, to, cb, cr);
            pad(to, width as usize);
            pad(cb, width as usize);
            pad(cr, width as usize);
        }
        let [above, below] = &rows;
        for ((plane, above), below) in chroma.iter_mut().zip(above).zip(below) {
            halve(above, below, plane.row_mut(pair as usize));
        }
    }
    for plane in &mut planes {
        plane.pad_below();
    }
    planes
}

/// One row of pixels to Y′CbCr.
fn convert(row: &[u8], swapped: bool, luma: &mut [u8], cb: &mut [u8], cr: &mut [u8]) {
    let to = luma.iter_mut().zip(cb).zip(cr);
    for (pixel, ((luma, cb), cr)) in row.as_chunks::<3>().0.iter().zip(to) {
        let [mut r, g, mut b] = pixel.map(i32::from);
        if swapped {
            (r, b) = (b, r);
        }
        let y = fix(0.299) * r + fix(0.587) * g + fix(0.114) * b + HALF;
        let u = -fix(0.16874) * r - fix(0.33126) * g + fix(0.5) * b + CENTRE + HALF - 1;
        let v = fix(0.5) * r - fix(0.41869) * g - fix(0.08131) * b + CENTRE + HALF - 1;
        (*luma, *cb, *cr) = ((y >> 16) as u8, (u >> 16) as u8, (v >> 16) as u8);
    }
}

/// Means of two by two samples; halves go down and up in turn.
fn halve(above: &[u8], below: &[u8], to: &mut [u8]) {
    let pairs = above
        .as_chunks::<2>()
        .0
        .iter()
        .zip(below.as_chunks::<2>().0);
    for ((to, (a, b)), bias) in to.iter_mut().zip(pairs).zip([1u16, 2].into_iter().cycle()) {
        let sum: u16 = [a[0], a[1], b[0], b[1]].into_iter().map(u16::from).sum();
        *to = ((sum + bias) >> 2) as u8;
    }
}
