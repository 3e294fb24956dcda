//! `iso_noise`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::noise::{Grain, Kind};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A camera's noise at high sensitivity.
pub struct IsoNoise;

/// Spread of the hue.
pub const COLOR_SHIFT: Param = Param::number(
    "color_shift",
    "Spread of the hue, in degrees before it is multiplied by the intensity.",
)
.uniform(0.01, 0.05)
.hard(0.0, 1.0);
/// Strength.
pub const INTENSITY: Param = Param::number(
    "intensity",
    "Strength of the noise of hue and lightness; 0 leaves colours to rounding alone.",
)
.uniform(0.1, 0.5)
.hard(0.0, 10.0)
.slider(0.0, 2.0);
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the noise; drawn when absent.");

static META: Meta = Meta {
    name: "iso_noise",
    title: "ISO noise",
    doc: "Adds Poisson noise to lightness, as strong as the picture's lightness varies, and normal noise to hue. Grey pictures are refused, as by the library. Source: albumentations 2.0.8 ISONoise; with the same noise the pixels are the library's, the noise itself is augplay's own.",
    group: "noise",
    aliases: &["ISONoise", "camera noise", "sensor noise"],
    dialects: &[Dialect::Cv2],
    params: &[&COLOR_SHIFT, &INTENSITY, &SEED],
    ..Meta::BASE
};

impl Op for IsoNoise {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Err(Error::new(
                Code::Unsupported,
                "iso_noise needs an RGB picture: a grey one has no hue",
            ));
        }
        let kind = Kind::Iso {
            color_shift: args.num(&COLOR_SHIFT),
            intensity: args.num(&INTENSITY),
        };
        let seed = args.seed(&SEED);
        to.then(Family::Grain(Grain { seed, kind }));
        Ok(())
    }
}
