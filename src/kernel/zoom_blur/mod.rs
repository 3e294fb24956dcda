//! Zoom blur as albumentations 2.0.8 `ZoomBlur` computes it: the mean of a picture and of its
//! centre enlarged by several factors, in single precision on levels divided by 255.

use serde::{Deserialize, Serialize};

use crate::image::{Image, Size};
use crate::quantise::half_even;
use crate::single::fma;

/// Which factors are averaged: 1, 1 + step, … below the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoomBlur {
    /// End of the factors, above 1.
    pub most: f64,
    /// From one factor to the next, above 0.
    pub step: f64,
}

impl ZoomBlur {
    /// `np.arange(1.0, most, step)`, which counts in the difference of its first two values.
    fn factors(&self) -> impl Iterator<Item = f64> {
        let count = ((self.most - 1.0) / self.step).ceil().max(1.0) as usize;
        let step = (1.0 + self.step) - 1.0;
        (0..count).map(move |i| 1.0 + i as f64 * step)
    }
}

/// Blurs an image.
pub fn run(p: &ZoomBlur, src: &Image) -> Image {
    let levels: Vec<f32> = src.data.iter().map(|&v| f32::from(v) / 255.0).collect();
    let mut sum = vec![0.0f32; levels.len()];
    let mut count = 1u32;
    for factor in p.factors() {
        add_zoomed(&levels, src.size, src.channels, factor, &mut sum);
        count += 1;
    }
    let count = count as f32;
    let mean = sum.iter().zip(&levels).map(|(sum, v)| {
        let mean = ((v + sum) / count).clamp(0.0, 1.0);
        half_even(mean * 255.0)
    });
    Image {
        size: src.size,
        channels: src.channels,
        data: mean.collect(),
    }
}

/// Two neighbours along one side and the share of the second.
#[derive(Clone, Copy)]
struct Tap {
    at: [usize; 2],
    share: f32,
}

/// The middle `len` samples of the enlarged centre of a side of `len`, of which `kept` are left.
fn taps(len: u32, kept: f64, factor: f64, place: Place) -> Vec<Tap> {
    let (first, last) = ((f64::from(len) - kept) as usize / 2, kept as i64 - 1);
    let wide = (kept * factor).floor().max(f64::from(len));
    let trim = ((wide - f64::from(len)) / 2.0).floor();
    (0..len)
        .map(|v| {
            let mut at = (trim + f64::from(v) + 0.5) * (kept / wide) - 0.5;
            if place != Place::Double {
                at = f64::from(((trim + f64::from(v) + 0.5) * (1.0 / (wide / kept)) - 0.5) as f32);
            }
            let near = at.floor() as i64;
            let mut share = (at - at.floor()) as f32;
            if place == Place::Across && (near < 0 || near >= last) {
                share = 0.0;
            }
            let found = |v: i64| first + v.clamp(0, last) as usize;
            Tap {
                at: [found(near), found(near + 1)],
                share,
            }
        })
        .collect()
}

/// In which precision samples are placed.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Double.
    Double,
    /// Single; beyond the edge the edge sample stands alone.
    Across,
    /// Single.
    Down,
}

/// `central_zoom`: OpenCV's bilinear `resize` in single precision, across and then down. IPP, which
/// takes pictures of at least 2 px a side, adds a share of the difference in one rounding.
fn add_zoomed(levels: &[f32], size: Size, channels: usize, factor: f64, sum: &mut [f32]) {
    if factor <= 1.0 {
        for (sum, v) in sum.iter_mut().zip(levels) {
            *sum += v;
        }
        return;
    }
    let stride = size.width as usize * channels;
    let [kept_x, kept_y] = [size.width, size.height].map(|len| (f64::from(len) / factor).ceil());
    let ipp = kept_x.min(kept_y) >= 2.0;
    let places = if ipp {
        [Place::Double; 2]
    } else {
        [Place::Across, Place::Down]
    };
    let mix = |a: f32, b: f32, share: f32| {
        if ipp {
            fma(b - a, share, a)
        } else {
            a * (1.0 - share) + b * share
        }
    };
    let columns = taps(size.width, kept_x, factor, places[0]);
    let across = |y: usize, to: &mut Vec<f32>| {
        let row = &levels[y * stride..][..stride];
        to.clear();
        for tap in &columns {
            let [a, b] = tap.at.map(|x| &row[x * channels..][..channels]);
            let mixed = a.iter().zip(b);
            to.extend(mixed.map(|(a, b)| mix(*a, *b, tap.share)));
        }
    };
    let mut held = [None, None];
    let mut rows = [Vec::with_capacity(stride), Vec::with_capacity(stride)];
    let down = taps(size.height, kept_y, factor, places[1]);
    for (tap, sum) in down.iter().zip(sum.chunks_exact_mut(stride)) {
        if held[1] == Some(tap.at[0]) {
            held.swap(0, 1);
            rows.swap(0, 1);
        }
        for ((held, row), &y) in held.iter_mut().zip(&mut rows).zip(&tap.at) {
            if *held != Some(y) {
                across(y, row);
                *held = Some(y);
            }
        }
        let [above, below] = &rows;
        for ((sum, a), b) in sum.iter_mut().zip(above).zip(below) {
            *sum += mix(*a, *b, tap.share);
        }
    }
}
