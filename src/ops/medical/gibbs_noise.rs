//! `gibbs_noise`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::fourier::Fourier;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Ringing of a cut-off spectrum.
pub struct GibbsNoise;

/// Strength.
pub const ALPHA: Param = Param::number(
    "alpha",
    "Share of the spectrum's radius that is cut off: 0 keeps all, 1 keeps next to nothing.",
)
.uniform(0.0, 1.0)
.hard(0.0, 1.0);

static META: Meta = Meta {
    name: "gibbs_noise",
    title: "Gibbs noise",
    doc: "Cuts high frequencies off sharply, so that edges ring, as in magnetic resonance pictures of too few samples. Source: MONAI 1.6 RandGibbsNoise on levels as float, in double precision; the float pipeline is shown in 8 bits, rounded and cut off to 0 to 255. MONAI in single precision, its usual one, gave the same levels on all test pictures.",
    group: "medical",
    aliases: &[
        "RandGibbsNoise",
        "RandGibbsNoised",
        "GibbsNoise",
        "GibbsRinging",
        "ringing",
        "low pass",
    ],
    dialects: &[Dialect::Torch],
    params: &[&ALPHA],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for GibbsNoise {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        to.then(Family::Fourier(Fourier::Gibbs {
            alpha: args.num(&ALPHA),
        }));
        Ok(())
    }
}
