//! albumentations 2.0.8, `ElasticTransform`: `generate_displacement_fields`, in px.

use super::{Displace, Values, interleave};
use crate::image::{Raster, Size};
use crate::stencil::blurred;

pub(super) fn map(p: &Displace) -> Raster<f32> {
    map_of(p, p.planes())
}

/// The map of given values, a plane a direction.
fn map_of(p: &Displace, [mut field, below]: [Vec<f32>; 2]) -> Raster<f32> {
    if !p.same {
        field.extend(below);
    }
    if p.values == Values::Normal {
        let greatest = field.iter().fold(0f32, |m, v| m.max(v.abs()));
        if greatest > 1e-6 {
            for v in &mut field {
                *v /= greatest;
            }
        }
    }
    let sigma = p.sigma[0];
    if sigma > 0.0 {
        // The library blurs both directions as one image, one below the other: each runs a little
        // into the other where they meet.
        let size = Size::new(p.size.width, (field.len() / p.size.width as usize) as u32);
        let kernel = p.kernel((8.0 * sigma + 1.0).round_ties_even() as u32);
        field = blurred(&field, size, kernel, [sigma; 2], true);
    }
    let planes: Vec<&[f32]> = field.chunks_exact(p.size.area()).collect();
    let planes = [0, 1].map(|c| {
        let alpha = p.alpha[c] as f32;
        planes[c.min(planes.len() - 1)]
            .iter()
            .map(|v| v * alpha)
            .collect()
    });
    let mut map = interleave(p.size, &planes);
    let width = p.size.width as usize;
    for (i, at) in map.data.as_chunks_mut::<2>().0.iter_mut().enumerate() {
        at[0] += (i % width) as f32;
        at[1] += (i / width) as f32;
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warp::{self, Coords, Warp};
    use crate::{Border, Dialect, Filter, golden};

    #[test]
    fn elastic_equals_albumentations_given_its_field() {
        let cases = golden::cases("elastic_transform", "cv2");
        // Blurred sums in another order move coordinates by about a millionth of a pixel.
        golden::check(&cases, 0.005, 1, |case| {
            let p = Displace {
                size: case.input.size,
                alpha: [case.number("alpha"); 2],
                sigma: [case.number("sigma_px"); 2],
                values: Values::Normal,
                kernel: 0,
                same: false,
                seed: 0,
                dialect: Dialect::Cv2,
            };
            let plane = |c: usize| case.field.iter().skip(c).step_by(2).copied().collect();
            let map = map_of(&p, [plane(0), plane(1)]);
            let warp = Warp {
                size: case.input.size,
                coords: Coords::Map,
                filter: Filter::Bilinear,
                border: Border::Constant([0; 3]),
                dialect: Dialect::Cv2,
            };
            warp::run(&warp, &case.input, Some(&map))
        });
    }
}
