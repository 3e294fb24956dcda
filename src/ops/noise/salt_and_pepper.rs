//! `salt_and_pepper`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{Grain, Kind};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// White and black pixels.
pub struct SaltAndPepper;

/// Share of pixels.
pub const AMOUNT: Param = Param::number(
    "amount_frac",
    "Share of pixels that become white or black; their number is certain, their places are drawn.",
)
.uniform(0.01, 0.06)
.hard(0.0, 1.0)
.slider(0.0, 0.3)
.identity(0.0);
/// Share of white ones.
pub const SALT: Param = Param::number("salt_frac", "Share of those that become white.")
    .uniform(0.4, 0.6)
    .hard(0.0, 1.0);
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the places; drawn when absent.");

static META: Meta = Meta {
    name: "salt_and_pepper",
    title: "Salt and pepper",
    doc: "Makes some pixels white and others black, all channels at once. Source: albumentations 2.0.8 SaltAndPepper; the number of pixels is the library's, their places are augplay's own.",
    group: "noise",
    aliases: &["SaltAndPepper", "RandomSaltAndPepperNoise", "ImpulseNoise"],
    dialects: &[Dialect::Cv2],
    params: &[&AMOUNT, &SALT, &SEED],
    ..Meta::BASE
};

impl Op for SaltAndPepper {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let kind = Kind::Impulse {
            amount: args.num(&AMOUNT),
            salt: args.num(&SALT),
        };
        let seed = args.seed(&SEED);
        to.then(Family::Grain(Grain { seed, kind }));
        Ok(())
    }
}
