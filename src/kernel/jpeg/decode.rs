//! From components to pixels: `jdsample.c` and `jdcolor.c`.

use super::Plane;
use crate::image::Image;

/// A fraction in 16-bit fixed point.
const fn fix(v: f64) -> i32 {
    (v * 65536.0 + 0.5) as i32
}

const HALF: i32 = 1 << 15;

pub(super) fn grey(plane: &Plane) -> Image {
    let width = plane.size.width as usize;
    let rows = plane.data.chunks_exact(plane.stride);
    Image {
        size: plane.size,
        channels: 1,
        data: rows
            .take(plane.size.height as usize)
            .flat_map(|row| &row[..width])
            .copied()
            .collect(),
    }
}

pub(super) fn colour(luma: &Plane, chroma: [&Plane; 2], swapped: bool) -> Image {
    let width = luma.size.width as usize;
    let mut data = vec![0; luma.size.area() * 3];
    let mut wide = [0, 1].map(|_| vec![0u8; 2 * chroma[0].stride]);
    let mut sums = vec![0u16; chroma[0].stride];
    for (y, to) in data.chunks_exact_mut(3 * width).enumerate() {
        for (plane, wide) in chroma.iter().zip(&mut wide) {
            double(plane, y, &mut sums, wide);
        }
        let [cb, cr] = &wide;
        convert(&luma.row(y)[..width], cb, cr, swapped, to);
    }
    Image {
        size: luma.size,
        channels: 3,
        data,
    }
}

/// Row `y` at twice the size: three quarters of the near sample and one of the far one, in both
/// directions. Planes up to two samples wide are repeated instead.
fn double(plane: &Plane, y: usize, sums: &mut [u16], to: &mut [u8]) {
    let (width, height) = (plane.size.width as usize, plane.size.height as usize);
    let near = plane.row(y / 2);
    if width <= 2 {
        for (to, v) in to.as_chunks_mut::<2>().0.iter_mut().zip(near) {
            *to = [*v; 2];
        }
        return;
    }
    let far = if y.is_multiple_of(2) {
        (y / 2).saturating_sub(1)
    } else {
        (y / 2 + 1).min(height - 1)
    };
    for ((sum, near), far) in sums.iter_mut().zip(near).zip(plane.row(far)) {
        *sum = 3 * u16::from(*near) + u16::from(*far);
    }
    let sums = &sums[..width];
    let to = to.as_chunks_mut::<2>().0;
    for (to, three) in to[1..].iter_mut().zip(sums.windows(3)) {
        let [before, here, after] = [three[0], three[1], three[2]];
        let left = (3 * here + before + 8) >> 4;
        let right = (3 * here + after + 7) >> 4;
        *to = [left as u8, right as u8];
    }
    // The ends have one neighbour.
    let (first, last) = (sums[0], sums[width - 1]);
    to[0] = [
        ((4 * first + 8) >> 4) as u8,
        ((3 * first + sums[1] + 7) >> 4) as u8,
    ];
    to[width - 1] = [
        ((3 * last + sums[width - 2] + 8) >> 4) as u8,
        ((4 * last + 7) >> 4) as u8,
    ];
}

/// One row of Y′CbCr to pixels.
fn convert(luma: &[u8], cb: &[u8], cr: &[u8], swapped: bool, to: &mut [u8]) {
    let from = luma.iter().zip(cb).zip(cr);
    for (to, ((y, cb), cr)) in to.as_chunks_mut::<3>().0.iter_mut().zip(from) {
        let (y, cb, cr) = (i32::from(*y), i32::from(*cb) - 128, i32::from(*cr) - 128);
        let r = y + ((fix(1.402) * cr + HALF) >> 16);
        let g = y + ((-fix(0.34414) * cb - fix(0.71414) * cr + HALF) >> 16);
        let b = y + ((fix(1.772) * cb + HALF) >> 16);
        let [r, g, b] = [r, g, b].map(|v| v.clamp(0, 255) as u8);
        *to = if swapped { [b, g, r] } else { [r, g, b] };
    }
}
