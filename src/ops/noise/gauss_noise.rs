//! `gauss_noise`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{AddNoise, Law, Noise};
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
    doc: "Adds normal noise to every pixel. Sources: albumentations 2.0.8 GaussNoise, torchvision 0.29 GaussianNoise on uint8 tensors; pixels are theirs for the same noise, the noise itself is augplay's own.",
    group: "noise",
    aliases: &[
        "GaussNoise",
        "GaussianNoise",
        "RandomGaussianNoise",
        "RandGaussianNoise",
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
        let channels = if args.on(&PER_CHANNEL) {
            to.state.channels
        } else {
            1
        };
        let law = Law::Normal { mean: 0.0, sd: 1.0 };
        let (size, seed, image) = (to.state.size, args.seed(&SEED), to.current());
        let field = Noise {
            size,
            channels: channels as u32,
            seed,
            law,
        };
        let field = to.emit(Family::Noise(field), &[]);
        let add = AddNoise {
            mean_frac: args.num(&MEAN),
            sd_frac: args.num(&SD),
        };
        let out = to.emit(Family::AddNoise(add), &[image, field]);
        to.set(out);
        Ok(())
    }
}
