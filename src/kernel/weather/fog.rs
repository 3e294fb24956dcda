//! Fog: `RandomFog`, `add_fog`, `get_fog_particle_radiuses`.

use super::{each_pixel, place, weighted};
use crate::image::{Image, Size};
use crate::kernel::canvas::disc;
use crate::kernel::noise::hash;
use crate::kernel::stencil::cv2_fixed;

pub(super) fn run(discs: &[[i64; 3]], alpha: f64, src: &Image) -> Image {
    let (white, rest) = (alpha as f32, (1.0 - alpha) as f32);
    // Outside the disc both shares are of the same level, which stays.
    let table: [u8; 256] = std::array::from_fn(|v| weighted(255, white, v as u8, rest));
    let mut out = src.clone();
    for &[x, y, radius] in discs {
        each_pixel(
            &mut out,
            |run| disc(src.size, [x, y], radius, run),
            |pixel| pixel.iter_mut().for_each(|v| *v = table[usize::from(*v)]),
        );
    }
    let size = (src.size.width.min(src.size.height) / 30).max(3);
    cv2_fixed::gaussian(&out, size | 1)
}

/// Discs as the library scatters them: rings of shrinking regions about the centre, each as dense.
/// Nothing where there would be more than `most`.
pub(crate) fn particles(size: Size, intensity: f64, seed: u64, most: usize) -> Option<Vec<[i64; 3]>> {
    let (w, h) = (i64::from(size.width), i64::from(size.height));
    let region = (((w / 3) as f64 * intensity) as i64).max(1);
    let largest = ((w.min(h) as f64 * 0.1 * intensity) as i64).max(2);
    let least = (largest / 2).max(1);
    let centre = [w, h].map(|n| (n as f64 / 2.0 - 0.5) as i64);
    let mut out = Vec::new();
    let (mut cw, mut ch) = (w, h);
    for _ in 0..10 {
        if cw <= region || ch <= region {
            break;
        }
        let count = (cw * ch) as f64 / (region * region) as f64 * intensity * 10.0;
        if count + out.len() as f64 > most as f64 {
            return None;
        }
        for _ in 0..count as usize {
            let bits = hash(seed, out.len() as u32, 0);
            let at = |c: usize, side: i64| centre[c] - side / 2 + place(bits[c], side / 2 * 2 + 1);
            out.push([at(0, cw), at(1, ch), least + place(bits[2], largest - least)]);
        }
        cw = (cw as f64 * 0.9) as i64;
        ch = (ch as f64 * 0.9) as i64;
    }
    Some(out)
}
