//! Lenses: OpenCV 5.0 `initUndistortRectifyMap` as albumentations 2.0.8 calls it
//! (`get_camera_matrix_distortion_maps`, `chromatic_aberration`), and `get_fisheye_distortion_maps`.

use crate::image::{Raster, Size};
use crate::math::{atan2f, cosf, sinf};

fn of(size: Size, mut f: impl FnMut(u32, u32) -> [f32; 2]) -> Raster<f32> {
    let mut data = Vec::with_capacity(size.area() * 2);
    for y in 0..size.height {
        for x in 0..size.width {
            data.extend(f(x, y));
        }
    }
    Raster {
        size,
        channels: 2,
        data,
    }
}

/// Double precision; the coefficients are singles.
pub(super) fn camera(size: Size, k: [f64; 2], recentred: bool) -> Raster<f32> {
    let [k1, k2] = k.map(|k| f64::from(k as f32));
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let axis = |at: u32, len: f64| {
        let middle = (if recentred { len - 1.0 } else { len }) / 2.0;
        f64::from(at) * (1.0 / len) - middle / len
    };
    of(size, |x, y| {
        let (x, y) = (axis(x, w), axis(y, h));
        let r2 = x * x + y * y;
        let grown = 1.0 + (k2 * r2 + k1) * r2;
        [
            (w * (x * grown) + w / 2.0) as f32,
            (h * (y * grown) + h / 2.0) as f32,
        ]
    })
}

/// Single precision. The library's own angle functions differ between processors by 1 ulp, as
/// these do from them.
pub(super) fn fisheye(size: Size, k: f64) -> Raster<f32> {
    let (cx, cy) = (f64::from(size.width) / 2.0, f64::from(size.height) / 2.0);
    let longest = (cx * cx + cy * cy).sqrt() as f32;
    let (cx, cy, k) = (cx as f32, cy as f32, k as f32);
    of(size, |x, y| {
        let (x, y) = (x as f32 - cx, y as f32 - cy);
        let r = (x * x + y * y).sqrt();
        let angle = atan2f(y, x);
        let share = r / longest;
        let r = r * (1.0 + k * share * share);
        [r * cosf(angle) + cx, r * sinf(angle) + cy]
    })
}
