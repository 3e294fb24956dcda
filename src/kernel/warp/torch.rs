//! torchvision 0.29 on uint8 tensors: `_affine_grid`, `_perspective_grid`, `_apply_grid_transform` and `ATen`'s
//! `grid_sample` (zeros outside, `align_corners=False`), single precision throughout.
//!
//! A grid runs from -1 to 1 over the whole image, corner to corner. A constant border is
//! torchvision's `fill`: a mask is sampled beside the image and blended in. Any other border is
//! `fill=None`: what lies outside counts as zero and nothing is blended.

use super::{Coords, Warp};
use crate::image::{Image, Raster, Size};
use crate::quantise::half_even;
use crate::single::fma;
use crate::{Border, Filter};

pub(super) fn run(p: &Warp, src: &Image, map: Option<&Raster<f32>>) -> Image {
    let fill = match p.border {
        Border::Constant(colour) => Some(colour),
        _ => None,
    };
    match p.filter {
        Filter::Nearest => nearest(p, src, map, &fill.unwrap_or_default()),
        // torchvision refuses the others for tensors.
        _ => bilinear(p, src, map, fill.map(|f| f.map(f32::from))),
    }
}

/// Nearest pixel. `fill` is one colour, or one value for every channel.
pub(super) fn nearest<T: Copy>(
    p: &Warp,
    src: &Raster<T>,
    map: Option<&Raster<f32>>,
    fill: &[T],
) -> Raster<T> {
    let grid = Grid::new(p, src.size, map);
    let blank: Vec<T> = (0..src.channels)
        .map(|c| fill[c.min(fill.len() - 1)])
        .collect();
    let mut data = Vec::with_capacity(p.size.area() * src.channels);
    for y in 0..p.size.height {
        for x in 0..p.size.width {
            let (x, y) = grid.at(x, y);
            let pixel = inside(x.round_ties_even(), src.size.width)
                .zip(inside(y.round_ties_even(), src.size.height))
                .map_or(&blank[..], |(x, y)| src.pixel(x, y));
            data.extend_from_slice(pixel);
        }
    }
    Raster {
        size: p.size,
        channels: src.channels,
        data,
    }
}

fn bilinear(p: &Warp, src: &Image, map: Option<&Raster<f32>>, fill: Option<[f32; 3]>) -> Image {
    let grid = Grid::new(p, src.size, map);
    let mut data = Vec::with_capacity(p.size.area() * src.channels);
    for y in 0..p.size.height {
        for x in 0..p.size.width {
            let (x, y) = grid.at(x, y);
            let (left, top) = (x.floor(), y.floor());
            let (right_share, bottom_share) = (x - left, y - top);
            let (left_share, top_share) = (1.0 - right_share, 1.0 - bottom_share);
            let columns = [left, left + 1.0].map(|x| inside(x, src.size.width));
            let rows = [top, top + 1.0].map(|y| inside(y, src.size.height));
            let corners = [
                (columns[0].zip(rows[0]), left_share * top_share),
                (columns[1].zip(rows[0]), right_share * top_share),
                (columns[0].zip(rows[1]), left_share * bottom_share),
                (columns[1].zip(rows[1]), right_share * bottom_share),
            ];
            let mask = blend(&corners, |_| 1.0);
            for c in 0..src.channels {
                let v = blend(&corners, |(x, y)| f32::from(src.pixel(x, y)[c]));
                data.push(half_even(match fill {
                    Some(fill) => (v - fill[c.min(2)]) * mask + fill[c.min(2)],
                    None => v,
                }));
            }
        }
    }
    Raster {
        size: p.size,
        channels: src.channels,
        data,
    }
}

/// The corners' weighted sum; outside is zero.
#[inline]
fn blend(corners: &[(Option<(u32, u32)>, f32); 4], value: impl Fn((u32, u32)) -> f32) -> f32 {
    corners.iter().fold(0.0, |sum, &(at, weight)| {
        fma(at.map_or(0.0, &value), weight, sum)
    })
}

/// A whole coordinate as an index, if it lies in `0..len`.
#[inline]
fn inside(v: f32, len: u32) -> Option<u32> {
    (v >= 0.0 && v < len as f32).then_some(v as u32)
}

/// From output pixels to source coordinates, px, pixel centres at whole numbers.
struct Grid<'a> {
    look: Look<'a>,
    /// Half the output, less half a pixel: from its centre to the centre of the first pixel.
    out_half: [f32; 2],
    /// Half the source.
    half: [f32; 2],
}

enum Look<'a> {
    Affine([f32; 6]),
    Projective([f32; 9]),
    Map(&'a Raster<f32>),
}

impl<'a> Grid<'a> {
    fn new(p: &Warp, src: Size, map: Option<&'a Raster<f32>>) -> Self {
        let half = [src.width, src.height].map(|n| n as f32 / 2.0);
        let [w, h] = half;
        let affine = |m: [f64; 6]| {
            let [a, b, c, d, e, f] = m.map(|v| v as f32);
            Look::Affine([a / w, b / w, c / w, d / h, e / h, f / h])
        };
        let fits = |map: &&Raster<f32>| map.size == p.size && map.channels == 2;
        let look = match p.coords {
            Coords::Affine(m) => affine(m),
            Coords::Projective(m) => {
                let [a, b, c, d, e, f, rest @ ..] = m.map(|v| v as f32);
                let [g, i, one] = rest;
                Look::Projective([a / w, b / w, c / w, d / h, e / h, f / h, g, i, one])
            }
            Coords::Map => map
                .filter(fits)
                .map_or_else(|| affine([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]), Look::Map),
        };
        Self {
            look,
            out_half: [p.size.width, p.size.height].map(|n| (n as f32 - 1.0) * 0.5),
            half,
        }
    }

    #[inline]
    fn at(&self, x: u32, y: u32) -> (f32, f32) {
        let (x, y) = match self.look {
            Look::Map(map) => {
                let at = map.pixel(x, y);
                (at[0], at[1])
            }
            Look::Affine([a, b, c, d, e, f]) => {
                let (x, y) = (x as f32 - self.out_half[0], y as f32 - self.out_half[1]);
                (x * a + y * b + c, x * d + y * e + f)
            }
            Look::Projective([a, b, c, d, e, f, g, h, one]) => {
                let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
                let z = x * g + y * h + one;
                ((x * a + y * b + c) / z - 1.0, (x * d + y * e + f) / z - 1.0)
            }
        };
        let [w, h] = self.half;
        (fma(x + 1.0, w, -0.5), fma(y + 1.0, h, -0.5))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{cos, radians, sin, tan};
    use crate::{Dialect, golden, golden::Case};

    /// torchvision's `_get_inverse_affine_matrix` about the centre; clockwise.
    fn inverse(angle: f64, translate: [f64; 2], scale: f64, shear: [f64; 2]) -> [f64; 6] {
        let [rot, sx, sy] = [angle, shear[0], shear[1]].map(radians);
        let a = cos(rot - sy) / cos(sy);
        let b = -(a * tan(sx) + sin(rot));
        let c = sin(rot - sy) / cos(sy);
        let d = cos(rot) - c * tan(sx);
        let [m0, m1, m3, m4] = [d / scale, -b / scale, -c / scale, a / scale];
        let [tx, ty] = translate;
        [m0, m1, -m0 * tx - m1 * ty, m3, m4, -m3 * tx - m4 * ty]
    }

    fn filter(case: &Case) -> Filter {
        match case.text("interpolation") {
            "nearest" => Filter::Nearest,
            _ => Filter::Bilinear,
        }
    }

    fn border(case: &Case) -> Border {
        match case.params.get("fill") {
            Some(fill) => {
                Border::Constant(std::array::from_fn(|c| fill[c].as_u64().unwrap() as u8))
            }
            None => Border::Replicate,
        }
    }

    fn warp(case: &Case, coords: Coords, map: Option<&Raster<f32>>) -> Image {
        let p = Warp {
            size: case.input.size,
            coords,
            filter: filter(case),
            border: border(case),
            dialect: Dialect::Torch,
        };
        super::super::run(&p, &case.input, map)
    }

    #[test]
    fn rotate_and_affine_equal_torchvision() {
        for op in ["rotate", "warp_black"] {
            golden::check(&golden::cases(op, "torch"), 0.0, 0, |case| {
                let m = inverse(-case.number("angle_deg"), [0.0; 2], 1.0, [0.0; 2]);
                warp(case, Coords::Affine(m), None)
            });
        }
        golden::check(&golden::cases("affine", "torch"), 0.0, 0, |case| {
            let m = inverse(
                -case.number("angle_deg"),
                [case.number("translate_x_px"), case.number("translate_y_px")],
                case.number("scale_x"),
                [case.number("shear_x_deg"), case.number("shear_y_deg")],
            );
            warp(case, Coords::Affine(m), None)
        });
    }
}
