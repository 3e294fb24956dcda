//! Fog: `RandomFog`, `add_fog`, `get_fog_particle_radiuses`.

use super::{each_pixel, place, weighted};
use crate::canvas::disc;
use crate::image::{Image, Size};
use crate::noise::hash;
use crate::stencil::{self, Stencil};

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
    let blur = Stencil::Cv2GaussianFixed {
        size: size | 1,
        sigma: 0.0,
    };
    stencil::run(&blur, &out)
}

/// Discs as the library scatters them: rings of shrinking regions about the centre, each as dense.
/// Nothing where there would be more than `most`.
pub fn particles(size: Size, intensity: f64, seed: u64, most: usize) -> Option<Vec<[i64; 3]>> {
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
            out.push([
                at(0, cw),
                at(1, ch),
                least + place(bits[2], largest - least),
            ]);
        }
        cw = (cw as f64 * 0.9) as i64;
        ch = (ch as f64 * 0.9) as i64;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts, radii and spreads of the library's own particles.
    #[test]
    fn particles_scatter_as_the_librarys() {
        let laws = [
            (640, 480, 0.65, 477, (15, 30), [147.1, 108.7]),
            (64, 300, 0.3, 7137, (1, 1), [14.5, 68.6]),
            (83, 61, 1.0, 265, (3, 5), [19.9, 14.4]),
            (5, 9, 0.5, 550, (1, 1), [1.28, 2.41]),
        ];
        for (w, h, intensity, count, (low, high), spread) in laws {
            let all = particles(Size::new(w, h), intensity, 5, 10_000).unwrap();
            assert_eq!(all.len(), count, "{w} × {h}");
            let radii = all.iter().map(|d| d[2]);
            assert_eq!((radii.clone().min(), radii.max()), (Some(low), Some(high)));
            for c in 0..2 {
                let n = count as f64;
                let mean = all.iter().map(|d| d[c] as f64).sum::<f64>() / n;
                let middle = f64::from([w, h][c]) / 2.0 - 0.5;
                let square = |d: &[i64; 3]| (d[c] as f64 - mean) * (d[c] as f64 - mean);
                let sd = (all.iter().map(square).sum::<f64>() / n).sqrt();
                // Four standard errors of either mean and spread.
                assert!(
                    (mean - middle).abs() < 4.0 * spread[c] / n.sqrt() + 0.6,
                    "{mean}"
                );
                assert!(
                    (sd / spread[c] - 1.0).abs() < 4.0 / n.sqrt(),
                    "{sd} {}",
                    spread[c]
                );
            }
        }
        assert!(particles(Size::new(1, 7), 0.9, 5, 10).unwrap().is_empty());
        assert!(particles(Size::new(3, 1 << 20), 0.9, 5, 10_000).is_none());
    }
}
