//! `shot_noise`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{Grain, Kind};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Poisson noise.
pub struct ShotNoise;

/// Light of one count.
pub const SCALE: Param = Param::number(
    "scale",
    "Light of one photon, as a share of white: the more, the fewer photons and the more noise.",
)
.uniform(0.1, 0.3)
.hard(0.001, 100.0)
.slider(0.001, 1.0)
.by(0.001);
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the noise; drawn when absent.");

static META: Meta = Meta {
    name: "shot_noise",
    title: "Shot noise",
    doc: "Counts light as photons do: Poisson noise in linear light of gamma 2.2, each channel by itself. Source: albumentations 2.0.8 ShotNoise; with the same counts the pixels are the library's, the counts are augplay's own.",
    group: "noise",
    aliases: &[
        "ShotNoise",
        "PoissonNoise",
        "AdditivePoissonNoise",
        "photon noise",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&SCALE, &SEED],
    ..Meta::BASE
};

impl Op for ShotNoise {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let kind = Kind::Shot {
            scale: args.num(&SCALE),
        };
        let seed = args.seed(&SEED);
        to.then(Family::Grain(Grain { seed, kind }));
        Ok(())
    }
}
