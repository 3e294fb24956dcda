//! torchvision 0.29: `ElasticTransform.make_params` and `_create_identity_grid`.

use super::{Displace, interleave};
use crate::image::Raster;
use crate::single::linspace;
use crate::stencil::blurred;

/// x and y, in halves of the image's size. Each component has a kernel of its own size, and both
/// have the same two sigmas.
pub(super) fn displacement(p: &Displace) -> Raster<f32> {
    let size = [p.size.width, p.size.height];
    let planes = p.planes();
    let planes = std::array::from_fn(|c| {
        let plane = if p.sigma[c] > 0.0 {
            let kernel = p.kernel((8.0 * p.sigma[c] + 1.0) as u32);
            blurred(&planes[c], p.size, kernel, p.sigma, false)
        } else {
            planes[c].clone()
        };
        let (alpha, size) = (p.alpha[c] as f32, size[c] as f32);
        plane
            .into_iter()
            .map(|v| v * alpha / size)
            .collect::<Vec<f32>>()
    });
    interleave(p.size, &planes)
}

/// The identity grid plus the displacement.
pub(super) fn map(displacement: &Raster<f32>) -> Raster<f32> {
    let grid = [displacement.size.width, displacement.size.height].map(|n| {
        let end = ((f64::from(n) - 1.0) / f64::from(n)) as f32;
        linspace(-end, end, n as usize)
    });
    Raster::from_fn(displacement.size, 2, |x, y, c| {
        grid[c][[x, y][c] as usize] + displacement.pixel(x, y)[c]
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Displace, Values, run};
    use super::map;
    use crate::image::{Raster, Size};
    use crate::warp::{self, Coords, Warp};
    use crate::{Border, Dialect, Filter, golden};

    #[test]
    fn elastic_equals_torchvision_given_its_displacement() {
        golden::check(
            &golden::cases("elastic_transform", "torch"),
            0.0,
            0,
            |case| {
                let field = Raster::new(case.input.size, 2, case.field.clone()).unwrap();
                let p = Warp {
                    size: case.input.size,
                    coords: Coords::Map,
                    filter: match case.text("interpolation") {
                        "nearest" => Filter::Nearest,
                        _ => Filter::Bilinear,
                    },
                    border: Border::Constant(std::array::from_fn(|c| {
                        case.params["fill"][c].as_u64().unwrap() as u8
                    })),
                    dialect: Dialect::Torch,
                };
                warp::run(&p, &case.input, Some(&map(&field)))
            },
        );
    }

    /// The law: the libraries' own fields have this root mean square.
    #[test]
    fn displacements_are_as_large_as_the_libraries() {
        let laws: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/parity/goldens/laws.json")).unwrap();
        let laws = laws["elastic_transform"].as_array().unwrap();
        assert!(!laws.is_empty());
        for law in laws {
            let size = Size::new(600, 500);
            let number = |key: &str| law[key].as_f64().unwrap();
            let torch = law["library"] == "torchvision";
            let field = run(&Displace {
                size,
                alpha: [number("alpha"); 2],
                sigma: [number("sigma"); 2],
                values: if law["values"] == "uniform" {
                    Values::Uniform
                } else {
                    Values::Normal
                },
                kernel: 0,
                same: false,
                seed: 3,
                dialect: if torch { Dialect::Torch } else { Dialect::Cv2 },
            });
            for (c, len) in [(0, 600.0), (1, 500.0)] {
                let mut sum = 0.0;
                for y in 60..440 {
                    for x in 60..540 {
                        let at = f64::from(field.pixel(x, y)[c]);
                        let still = f64::from([x, y][c]);
                        let px = if torch {
                            (at + 1.0) * len / 2.0 - 0.5
                        } else {
                            at
                        };
                        sum += (px - still) * (px - still);
                    }
                }
                let rms = (sum / (480.0 * 380.0)).sqrt();
                let theirs = law["rms_px"][c].as_f64().unwrap();
                assert!(
                    (rms / theirs - 1.0).abs() < 0.08,
                    "{law}: {rms} against {theirs}"
                );
            }
        }
    }
}
