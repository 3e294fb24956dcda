//! Displace: the map that a warp looks up, from a smooth random displacement or ([`map`]) from
//! given numbers.
//!
//! A random field of independent values (our own dice) is blurred, scaled and added to the identity. The
//! law is the library's; the values are not, so the blur sums in the order that is fastest.

mod cv2;
mod grid;
mod lens;
pub mod map;
pub mod mesh;
mod pull;
pub mod spline;
mod torch;

use serde::{Deserialize, Serialize};

use super::Dialect;
use super::noise::{self, Law, Noise};
use crate::image::{Raster, Size};

/// How a displacement is made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Displace {
    /// Size of the image, px.
    pub size: Size,
    /// Scale of the blurred values across and down: `cv2`, px; `torch`, half a px.
    pub alpha: [f64; 2],
    /// Standard deviation of the blur across and down, px; 0 does not blur. `cv2` takes the first.
    pub sigma: [f64; 2],
    /// What is blurred.
    pub values: Values,
    /// Width of the blur's kernel, px, odd; 0 takes four standard deviations on each side.
    pub kernel: u32,
    /// Whether both directions share one field (`cv2`).
    pub same: bool,
    /// Drawn once.
    pub seed: u64,
    /// Whose law. torchvision moves PIL images through tensors.
    pub dialect: Dialect,
}

/// The law of the values before the blur.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// Uniform from -1 to 1.
    Uniform,
    /// Normal, divided by the field's greatest absolute value (`cv2`).
    Normal,
}

impl Displace {
    /// The values before the blur, a plane a direction.
    fn planes(&self) -> [Vec<f32>; 2] {
        let law = match self.values {
            Values::Uniform => Law::Uniform {
                low: -1.0,
                high: 1.0,
            },
            Values::Normal => Law::Normal { mean: 0.0, sd: 1.0 },
        };
        let noise = noise::run(&Noise {
            size: self.size,
            channels: 2,
            seed: self.seed,
            law,
        });
        let plane = |c: usize| noise.data.iter().skip(c).step_by(2).copied().collect();
        [plane(0), plane(usize::from(!self.same))]
    }

    /// Width of the blur's kernel where the library would take `own`.
    fn kernel(&self, own: u32) -> u32 {
        (if self.kernel > 0 { self.kernel } else { own }) | 1
    }
}

/// Makes the map for a warp of the same dialect ([`super::warp::Coords::Map`]).
pub fn run(p: &Displace) -> Raster<f32> {
    match p.dialect {
        Dialect::Cv2 => cv2::map(p),
        Dialect::Pil | Dialect::Torch => torch::map(&torch::displacement(p)),
    }
}

/// Two planes as one raster.
fn interleave(size: Size, [x, y]: &[Vec<f32>; 2]) -> Raster<f32> {
    Raster {
        size,
        channels: 2,
        data: x.iter().zip(y).flat_map(|(&x, &y)| [x, y]).collect(),
    }
}
