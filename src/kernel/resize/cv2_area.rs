//! OpenCV 5.0 `INTER_AREA`: shrinking takes the mean of what each output pixel covers, with parts
//! of pixels at its ends; where a side grows, two neighbours are mixed.

use super::cv2::{linear, scale};
use crate::image::{Image, Raster, Size};
use crate::quantise::half_even;

pub(super) fn run(size: Size, src: &Image) -> Image {
    let (from, to) = (src.size, size);
    if from.width < to.width || from.height < to.height {
        return grow(size, src);
    }
    if from.width.is_multiple_of(to.width) && from.height.is_multiple_of(to.height) {
        return blocks(size, src);
    }
    shrink(size, src)
}

/// Whole blocks: sums of integers. Of two by two the half goes up, else to even.
fn blocks(size: Size, src: &Image) -> Image {
    let (w, h) = (src.size.width / size.width, src.size.height / size.height);
    let share = 1.0 / (w * h) as f32;
    let mut data = Vec::with_capacity(size.area() * src.channels);
    let mut sums = vec![0u32; size.width as usize * src.channels];
    for y in 0..size.height {
        sums.fill(0);
        for line in y * h..(y + 1) * h {
            let pixels = src.row(line).chunks_exact(w as usize * src.channels);
            for (sum, block) in sums.chunks_exact_mut(src.channels).zip(pixels) {
                for pixel in block.chunks_exact(src.channels) {
                    for (sum, &v) in sum.iter_mut().zip(pixel) {
                        *sum += u32::from(v);
                    }
                }
            }
        }
        if (w, h) == (2, 2) {
            data.extend(sums.iter().map(|sum| ((sum + 2) >> 2) as u8));
        } else {
            data.extend(sums.iter().map(|sum| half_even(*sum as f32 * share)));
        }
    }
    Image {
        size,
        channels: src.channels,
        data,
    }
}

/// First source pixel of each output pixel, and the weights from there on.
type Cells = Vec<(usize, Vec<f32>)>;

fn cells(to: u32, from: u32) -> Cells {
    let (scale, len) = (scale(to, from, None), f64::from(from));
    (0..to)
        .map(|v| {
            let start = f64::from(v) * scale;
            let end = start + scale;
            let cell = scale.min(len - start);
            let last = end.floor().min(len - 1.0);
            let first = start.ceil().min(last);
            let mut weights = Vec::new();
            let mut at = first as usize;
            if first - start > 1e-3 {
                weights.push(((first - start) / cell) as f32);
                at = at.saturating_sub(1);
            }
            weights.extend((first as usize..last as usize).map(|_| (1.0 / cell) as f32));
            if end - last > 1e-3 {
                weights.push(((end - last).min(1.0).min(cell) / cell) as f32);
            }
            (at, weights)
        })
        .collect()
}

/// Across, then down, each product and sum rounded to single precision.
fn shrink(size: Size, src: &Image) -> Image {
    let channels = src.channels;
    let columns = cells(size.width, src.size.width);
    let mut wide = Vec::with_capacity(size.width as usize * src.size.height as usize * channels);
    for y in 0..src.size.height {
        let row = src.row(y);
        for (first, weights) in &columns {
            for c in 0..channels {
                let values = row[first * channels + c..].iter().step_by(channels);
                let products = values.zip(weights).map(|(&v, w)| f32::from(v) * w);
                wide.push(products.fold(0.0, |sum, v| sum + v));
            }
        }
    }
    let wide = Raster {
        size: Size::new(size.width, src.size.height),
        channels,
        data: wide,
    };
    let mut data = Vec::with_capacity(size.area() * channels);
    let mut sums = vec![0f32; size.width as usize * channels];
    for (first, weights) in cells(size.height, src.size.height) {
        sums.fill(0.0);
        for (y, w) in (first as u32..).zip(weights) {
            for (sum, v) in sums.iter_mut().zip(wide.row(y)) {
                *sum += v * w;
            }
        }
        data.extend(sums.iter().map(|v| half_even(*v)));
    }
    Image {
        size,
        channels,
        data,
    }
}

/// Between two pixels by how much of the output pixel lies on the second.
fn grow(size: Size, src: &Image) -> Image {
    let place = |to: u32, from: u32, out: &mut Vec<(i64, f32)>| {
        let (scale, inverse) = (scale(to, from, None), f64::from(to) / f64::from(from));
        out.extend((0..to).map(|v| {
            let first = (f64::from(v) * scale).floor();
            let share = (f64::from(v + 1) - (first + 1.0) * inverse) as f32;
            let share = if share <= 0.0 {
                0.0
            } else {
                share - share.floor()
            };
            (first as i64, share)
        }));
    };
    linear(size, src, |x, y| {
        place(size.width, src.size.width, x);
        place(size.height, src.size.height, y);
    })
}
