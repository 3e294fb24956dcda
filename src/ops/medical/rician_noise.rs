//! `rician_noise`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{Grain, Kind};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Noise of magnitude pictures.
pub struct RicianNoise;

/// Standard deviation.
pub const SD: Param = Param::number(
    "sd_frac",
    "Standard deviation of the noise, as a share of the full range.",
)
.uniform(0.0, 0.1)
.hard(0.0, 1.0)
.slider(0.0, 0.5)
.identity(0.0);
/// Mean.
pub const MEAN: Param = Param::number(
    "mean_frac",
    "Mean of the noise, as a share of the full range.",
)
.value(0.0)
.hard(-1.0, 1.0)
.slider(-0.5, 0.5)
.rare()
.identity(0.0);
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the noise; drawn when absent.");

static META: Meta = Meta {
    name: "rician_noise",
    title: "Rician noise",
    doc: "Takes the magnitude of the picture after normal noise was added to its real and imaginary part, as in magnetic resonance pictures. Source: MONAI 1.6 RandRicianNoise on levels as float, its std in shares of the full range (its sample_std draws evenly from 0 to std, as [0, std] does here; relative is left out); the float pipeline is shown in 8 bits, rounded and cut off to 0 to 255. The noise itself is augplay's own.",
    group: "medical",
    aliases: &["RandRicianNoise", "RandRicianNoised", "RicianNoise"],
    dialects: &[Dialect::Torch],
    params: &[&SD, &MEAN, &SEED],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for RicianNoise {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let kind = Kind::Rician {
            mean: args.num(&MEAN) * 255.0,
            sd: args.num(&SD) * 255.0,
        };
        let seed = args.seed(&SEED);
        to.then(Family::Grain(Grain { seed, kind }));
        Ok(())
    }
}
