//! CLAHE: contrast-limited adaptive histogram equalisation, OpenCV 5.0 `createCLAHE` as
//! albumentations 2.0.8 calls it (RGB on the L plane of Lab). No other library's dialect has it.

use serde::{Deserialize, Serialize};

use super::Border;
use super::color::cv2_lab::{lab_to_rgb, rgb_to_lab};
use super::quantise::half_even;
use super::rearrange::fold;
use super::table::Lut;
use crate::image::{Image, Size};

/// Each tile is equalised by its own table; pixels lie between the tables of the nearest tiles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clahe {
    /// Most samples of one level, in multiples of an even share; 0 is no limit.
    pub clip_limit: f64,
    /// Tiles across, at least 1.
    pub tiles_x: u32,
    /// Tiles down, at least 1.
    pub tiles_y: u32,
}

/// Equalises a grey image, or the lightness of an RGB image.
pub fn run(p: &Clahe, src: &Image) -> Image {
    if src.channels != 3 {
        return grey(p, src);
    }
    let mut lab = rgb_to_lab(src);
    let lightness = Image {
        size: src.size,
        channels: 1,
        data: lab.data.iter().step_by(3).copied().collect(),
    };
    for (to, v) in lab.data.iter_mut().step_by(3).zip(grey(p, &lightness).data) {
        *to = v;
    }
    lab_to_rgb(&lab)
}

fn grey(p: &Clahe, src: &Image) -> Image {
    let Size { width, height } = src.size;
    let (tiles_x, tiles_y) = (p.tiles_x.max(1), p.tiles_y.max(1));
    // When one side does not divide evenly both are extended, by up to a whole row of pixels per
    // tile, mirrored.
    let even = width % tiles_x == 0 && height % tiles_y == 0;
    let side = |len: u32, tiles: u32| if even { len / tiles } else { len / tiles + 1 };
    let tile = Size::new(side(width, tiles_x), side(height, tiles_y));
    let mut luts = Vec::with_capacity(Size::new(tiles_x, tiles_y).area());
    for ty in 0..tiles_y {
        for tx in 0..tiles_x {
            luts.push(tile_table(p, src, tile, tx, ty));
        }
    }
    let columns = neighbours(width, tile.width, tiles_x);
    let rows = neighbours(height, tile.height, tiles_y);
    let mut data = Vec::with_capacity(src.data.len());
    for (y, &(top, bottom, b)) in (0..).zip(&rows) {
        let at = |ty: usize, tx: usize, v: u8| {
            f32::from(luts[ty * tiles_x as usize + tx].0[usize::from(v)])
        };
        for (&(left, right, a), &v) in columns.iter().zip(src.row(y)) {
            let upper = at(top, left, v) * (1.0 - a) + at(top, right, v) * a;
            let lower = at(bottom, left, v) * (1.0 - a) + at(bottom, right, v) * a;
            data.push(half_even(upper * (1.0 - b) + lower * b));
        }
    }
    Image {
        size: src.size,
        channels: 1,
        data,
    }
}

/// The two nearest tiles of each position along one side, and the share of the second.
fn neighbours(len: u32, tile: u32, tiles: u32) -> Vec<(usize, usize, f32)> {
    let inverse = 1.0 / tile as f32;
    (0..len)
        .map(|v| {
            let at = v as f32 * inverse - 0.5;
            let first = at.floor();
            let last = i64::from(tiles) - 1;
            let clamp = |t: i64| t.clamp(0, last) as usize;
            (clamp(first as i64), clamp(first as i64 + 1), at - first)
        })
        .collect()
}

/// Counts a tile, spreads what lies above the limit evenly, and sums up.
fn tile_table(p: &Clahe, src: &Image, tile: Size, tx: u32, ty: u32) -> Lut {
    let mut hist = [0u32; 256];
    for y in ty * tile.height..(ty + 1) * tile.height {
        let row = src.row(fold(Border::Reflect101, i64::from(y), src.size.height).unwrap_or(0));
        for x in tx * tile.width..(tx + 1) * tile.width {
            let x = fold(Border::Reflect101, i64::from(x), src.size.width).unwrap_or(0);
            hist[usize::from(row[x as usize])] += 1;
        }
    }
    let area = tile.area() as u32;
    if p.clip_limit > 0.0 {
        limit(
            &mut hist,
            ((p.clip_limit * f64::from(area) / 256.0) as u32).max(1),
        );
    }
    let scale = 255.0 / area as f32;
    let mut sum = 0;
    Lut(hist.map(|n| {
        sum += n;
        half_even(sum as f32 * scale)
    }))
}

fn limit(hist: &mut [u32; 256], most: u32) {
    let mut rest: u32 = hist.iter().map(|n| n.saturating_sub(most)).sum();
    let share = rest / 256;
    for n in hist.iter_mut() {
        *n = (*n).min(most) + share;
    }
    rest %= 256;
    let step = 256u32.checked_div(rest).unwrap_or(256).max(1) as usize;
    for n in hist.iter_mut().step_by(step).take(rest as usize) {
        *n += 1;
    }
}
