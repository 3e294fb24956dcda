//! OpenCV 5.0 `cvtColor` between RGB and 8-bit Lab: the bit-exact integer path.
//!
//! L covers 0..=255 for 0..=100; a and b are shifted by 128.

use std::sync::LazyLock;

use super::cv2::each;
use crate::image::Image;
use crate::math;

/// One in the tables of the way back.
const BASE: i64 = 1 << 14;
/// Lowest index into [`Tables::cube`].
const LOWEST: i64 = -8145;

struct Tables {
    /// sRGB level to linear light, 255 × 8 for 1.
    linear: [i32; 256],
    /// Linear light to its cube root (straight near black), 2¹⁵ for 1.
    root: Vec<i32>,
    /// L to linear light and to its root, both in [`BASE`].
    light: [(i64, i64); 256],
    /// Root to linear light, both in [`BASE`], from [`LOWEST`].
    cube: Vec<i64>,
    /// Linear light, 4096 for 1, to an sRGB level.
    level: Vec<u8>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    linear: std::array::from_fn(|v| {
        let v = f64::from(v as f32 / 255.0);
        let light = if v <= 0.04045 {
            v / 12.92
        } else {
            math::pow((v + 0.055) / 1.055, 2.4)
        };
        (2040.0 * light as f32).round_ties_even() as i32
    }),
    root: (0..3072)
        .map(|i| {
            let light = (1.0 / 2040.0_f32) * i as f32;
            if i == 324 {
                // Here, and only here, the library's cube root is one unit low.
                return 17745;
            }
            let root = if light < 216.0 / 24389.0 {
                (f64::from(light) * f64::from(841.0_f32 / 108.0) + f64::from(16.0_f32 / 116.0))
                    as f32
            } else {
                math::cbrtf(light)
            };
            (32768.0 * root).round_ties_even() as i32
        })
        .collect(),
    light: std::array::from_fn(|l| {
        let (l, one) = (l as f64, BASE as f64);
        if l <= 20.0 {
            let light = l * one * 180.0 / (17.0 * 29.0 * 29.0 * 29.0);
            let root = one * (16.0 / 116.0 + l * 5.0 / (3.0 * 17.0 * 29.0));
            return (
                light.round_ties_even() as i64,
                root.round_ties_even() as i64,
            );
        }
        let root = (l * 100.0 * one) as f32 / 29580.0 + (16.0 * one) as f32 / 116.0;
        let light = root * root * root / (one * one) as f32;
        (
            light.round_ties_even() as i64,
            root.round_ties_even() as i64,
        )
    }),
    cube: (LOWEST..LOWEST + BASE * 9 / 4)
        .map(|v| match v {
            ..=3390 => v * 108 / 841 - BASE * 16 / 116 * 108 / 841,
            _ => v * v / BASE * v / BASE,
        })
        .collect(),
    level: (0..4096)
        .map(|i| {
            let light = f64::from(i) / 4096.0;
            let v = if light <= 0.0031308 {
                light * 12.92
            } else {
                1.055 * math::pow(light, 1.0 / 2.4) - 0.055
            };
            (255.0 * v).round_ties_even() as u8
        })
        .collect(),
});

/// Divided by 2ⁿ, to the nearest.
fn descale<T: Into<i64>>(v: T, n: u32) -> i64 {
    (v.into() + (1 << (n - 1))) >> n
}

/// RGB to 8-bit Lab: `cvtColor(COLOR_RGB2LAB)`.
pub fn rgb_to_lab(src: &Image) -> Image {
    // sRGB to XYZ over the D65 white, 12 bits.
    const M: [[i32; 3]; 3] = [[1777, 1541, 778], [871, 2929, 296], [73, 448, 3575]];
    let t = &*TABLES;
    each(src, |_, p| {
        let light = p.map(|v| t.linear[usize::from(v)]);
        let [x, y, z] = M.map(|m| {
            let sum: i32 = m.iter().zip(light).map(|(m, v)| m * v).sum();
            i64::from(t.root[descale(sum, 12) as usize])
        });
        [
            descale(296 * y - 1_336_934, 15),
            descale(500 * (x - y) + (128 << 15), 15),
            descale(200 * (y - z) + (128 << 15), 15),
        ]
        .map(|v| v.clamp(0, 255) as u8)
    })
}

/// And back.
pub fn lab_to_rgb(src: &Image) -> Image {
    // XYZ over the D65 white to sRGB, 12 bits.
    const M: [[i64; 3]; 3] = [[12615, -6296, -2223], [-3773, 7684, 185], [217, -836, 4715]];
    let t = &*TABLES;
    let cube = |root: i64| t.cube[(root - LOWEST) as usize];
    each(src, |_, [l, a, b]| {
        let (y, root) = t.light[usize::from(l)];
        let a = ((5 * i64::from(a) * 53687 + (1 << 7)) >> 13) - 128 * BASE / 500;
        let b = ((i64::from(b) * 41943 + (1 << 4)) >> 9) - 128 * BASE / 200 + 1;
        let (x, z) = (cube(root + a), cube(root - b));
        M.map(|m| t.level[descale(m[0] * x + m[1] * y + m[2] * z, 14).clamp(0, 4095) as usize])
    })
}
