//! Fast twin of OpenCV's bilinear warp: a row's coordinates first, then pixels whose four
//! neighbours lie inside the source without asking for each. The same operations in the same
//! order give the same bytes.

use super::Warp;
use super::cv2::{Look, blend, reference_pixel};
use crate::image::{Image, Raster};

pub(super) fn bilinear(p: &Warp, src: &Image, map: Option<&Raster<f32>>, fill: [u8; 3]) -> Image {
    match src.channels {
        1 => rows::<1>(p, src, map, fill),
        3 => rows::<3>(p, src, map, fill),
        _ => super::cv2::reference(p, src, map, fill),
    }
}

fn rows<const C: usize>(p: &Warp, src: &Image, map: Option<&Raster<f32>>, fill: [u8; 3]) -> Image {
    let look = Look::new(p, map);
    let width = p.size.width as usize;
    let stride = src.size.width as usize * C;
    // Neighbours to the right and below must be inside as well.
    let (inner_x, inner_y) = (src.size.width - 1, src.size.height - 1);
    let mut data = vec![0; p.size.area() * C];
    let mut at = vec![(0f32, 0f32); width];
    for (y, row) in (0..).zip(data.chunks_exact_mut(width * C)) {
        for (x, at) in (0..).zip(&mut at) {
            *at = look.at(x, y);
        }
        for (&(sx, sy), to) in at.iter().zip(row.as_chunks_mut::<C>().0) {
            let (ix, iy) = (floor(sx), floor(sy));
            if ix as u32 >= inner_x || iy as u32 >= inner_y {
                reference_pixel(p, src, fill, (sx, sy), to);
                continue;
            }
            let (a, b) = (sx - ix as f32, sy - iy as f32);
            let from = iy as usize * stride + ix as usize * C;
            let top = &src.data[from..][..2 * C];
            let bottom = &src.data[from + stride..][..2 * C];
            for c in 0..C {
                to[c] = blend([top[c], top[c + C], bottom[c], bottom[c + C]], a, b);
            }
        }
    }
    Image {
        size: p.size,
        channels: C,
        data,
    }
}

/// The greatest whole number not above `v`; beyond the range, its end (never inside a source).
#[inline]
fn floor(v: f32) -> i32 {
    let whole = v as i32;
    whole.saturating_sub(i32::from(whole as f32 > v))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Size;
    use crate::warp::Coords;
    use crate::warp::cv2::reference;
    use crate::{Border, Dialect, Filter, golden};

    #[test]
    fn twin_equals_reference() {
        let borders = [
            Border::Constant([7, 99, 201]),
            Border::Replicate,
            Border::Reflect,
            Border::Reflect101,
            Border::Wrap,
        ];
        let matrices = [
            [1.0, 0.0, 3.25, 0.0, 1.0, -2.5],
            [0.8, 0.6, -9.0, -0.6, 0.8, 30.0],
            [0.3, -0.1, 1e3, 0.2, 0.4, -1e3],
            [1e-6, 0.0, 0.0, 0.0, 1e-6, 0.0],
            [0.0, 0.0, 1.0, 0.0, 0.0, 2.0],
        ];
        // The last two look at points on the horizon and beyond.
        let projections = [
            [0.9, 0.1, -2.0, 0.05, 1.1, 0.3, 0.002, -0.001, 1.0],
            [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.1, 0.0, 1.0],
            [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        ];
        let coords: Vec<_> = matrices
            .into_iter()
            .map(Coords::Affine)
            .chain(projections.into_iter().map(Coords::Projective))
            .collect();
        for (name, src) in golden::inputs() {
            for border in borders {
                for &coords in &coords {
                    for size in [src.size, Size::new(37, 5)] {
                        let p = Warp {
                            size,
                            coords,
                            filter: Filter::Bilinear,
                            border,
                            dialect: Dialect::Cv2,
                        };
                        let fill = [7, 99, 201];
                        assert_eq!(
                            reference(&p, &src, None, fill),
                            bilinear(&p, &src, None, fill),
                            "{name} {p:?}"
                        );
                    }
                }
            }
        }
    }
}
