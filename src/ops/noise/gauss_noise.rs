//! `gauss_noise`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{Grain, Kind, Spread};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Additive Gaussian noise.
pub struct GaussNoise;

/// Standard deviation.
pub const SD: Param = Param::number(
    "sd_frac",
    "Standard deviation of the noise, as a share of the full range.",
)
.uniform(0.05, 0.15)
.hard(0.0, 1.0)
.slider(0.0, 0.5);
/// Mean.
pub const MEAN: Param = Param::number(
    "mean_frac",
    "Mean of the noise, as a share of the full range.",
)
.value(0.0)
.hard(-1.0, 1.0)
.slider(-0.5, 0.5)
.rare();
/// One value a channel, or one a pixel.
pub const PER_CHANNEL: Param =
    Param::switch("per_channel", "Each channel gets noise of its own.", true)
        .only(&[Dialect::Cv2])
        .rare();
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the noise; drawn when absent.");

static META: Meta = Meta {
    name: "gauss_noise",
    title: "Gaussian noise",
    doc: "Adds normally distributed noise to every pixel. Sources: albumentations 2.0.8 GaussNoise, torchvision 0.29 GaussianNoise on uint8 tensors; with the same noise the pixels are the libraries', the noise itself is augplay's own.",
    group: "noise",
    aliases: &[
        "GaussNoise",
        "GaussianNoise",
        "RandomGaussianNoise",
        "RandGaussianNoise",
        "RandGaussianNoised",
        "grain",
    ],
    dialects: &[Dialect::Cv2, Dialect::Torch],
    params: &[&SD, &MEAN, &PER_CHANNEL, &SEED],
    ..Meta::BASE
};

impl Op for GaussNoise {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let kind = Kind::Offset {
            spread: Spread::Normal {
                mean: args.num(&MEAN),
                sd: args.num(&SD),
            },
            per_channel: args.on(&PER_CHANNEL),
        };
        let seed = args.seed(&SEED);
        to.then(Family::Grain(Grain { seed, kind }));
        Ok(())
    }
}
