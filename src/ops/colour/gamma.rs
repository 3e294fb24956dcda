//! `gamma`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::quantise::truncate;
use crate::kernel::table::{Lut, Table};
use crate::math::pow;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A power of every level.
pub struct Gamma;

/// The power.
pub const GAMMA: Param = Param::number(
    "gamma",
    "The power: above 1 darkens, below 1 brightens; black and white stay.",
)
.uniform(0.8, 1.2)
.hard(0.01, 20.0)
.slider(0.2, 5.0)
.by(0.05);
/// A factor after it.
pub const GAIN: Param = Param::number("gain", "Factor of the levels after the power.")
    .value(1.0)
    .hard(0.0, 100.0)
    .slider(0.0, 2.0)
    .only(&[Dialect::Pil, Dialect::Torch])
    .fixed()
    .rare();

static META: Meta = Meta {
    name: "gamma",
    title: "Gamma",
    doc: "Raises every level, as a share of the range, to a power. Sources: albumentations 2.0.8 RandomGamma (at 1 it takes a level off some), torchvision 0.29 adjust_gamma on PIL images and tensors.",
    group: "colour",
    aliases: &[
        "RandomGamma",
        "adjust_gamma",
        "gamma correction",
        "GammaContrast",
    ],
    params: &[&GAMMA, &GAIN],
    ..Meta::BASE
};

/// What `to_dtype(uint8, scale=True)` multiplies by: 256 equal parts.
const PARTS: f64 = 255.0 + 1.0 - 1e-3;

impl Op for Gamma {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (gamma, gain) = (args.num(&GAMMA), args.num(&GAIN));
        let lut = Lut::from_fn(|v| match to.dialect {
            Dialect::Pil => {
                let share = pow(f64::from(v) / 255.0, gamma);
                (PARTS * gain * share).clamp(0.0, 255.0) as u8
            }
            Dialect::Torch => {
                let share = f32::from(v) * (1.0 / 255.0) as f32;
                let mut share = pow(f64::from(share), f64::from(gamma as f32)) as f32;
                if gain != 1.0 {
                    share = (share * gain as f32).clamp(0.0, 1.0);
                }
                truncate(share * PARTS as f32)
            }
            // Multiples of a rounded 255th: a power of 1 does not give every level back.
            Dialect::Cv2 => (pow(f64::from(v) * (1.0 / 255.0), gamma) * 255.0) as u8,
        });
        to.then(Family::Table(Table::all(lut)));
        Ok(())
    }
}
