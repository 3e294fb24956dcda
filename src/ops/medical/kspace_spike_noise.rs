//! `kspace_spike_noise`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::fourier::Fourier;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A wave over the picture.
pub struct KspaceSpikeNoise;

/// Strength.
pub const GAIN: Param = Param::number(
    "gain",
    "Logarithm of the spike's magnitude, as a multiple of the spectrum's mean logarithm. The default, the library's, drowns most photographs; try 1.7 to 2.",
)
.uniform(2.375, 2.75)
.hard(-10.0, 10.0)
.slider(0.0, 4.0);

const fn place(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc).uniform(0.0, 1.0).hard(0.0, 1.0)
}

/// Column of the spectrum.
pub const X: Param = place(
    "x_frac",
    "Column of the spike in the spectrum, whose middle is frequency 0, from left to right.",
);
/// Row of the spectrum.
pub const Y: Param = place(
    "y_frac",
    "Row of the spike in the spectrum, whose middle is frequency 0, from top to bottom.",
);

static META: Meta = Meta {
    name: "kspace_spike_noise",
    title: "k-space spike noise",
    doc: "Lifts one frequency of the picture, which draws stripes across it, as a spike in the raw data of a magnetic resonance scanner does. Source: MONAI 1.6 RandKSpaceSpikeNoise on levels as float, in double precision, its default range of intensities, one place and one multiple for all channels; the float pipeline is shown in 8 bits, rounded and cut off to 0 to 255. MONAI in single precision, its usual one, gave the same levels on all test pictures but flat ones, whose spectrum is rounding noise.",
    group: "medical",
    aliases: &[
        "RandKSpaceSpikeNoise",
        "RandKSpaceSpikeNoised",
        "KSpaceSpikeNoise",
        "RandomSpike",
        "herringbone",
        "stripes",
    ],
    dialects: &[Dialect::Torch],
    params: &[&GAIN, &X, &Y],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for KspaceSpikeNoise {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let size = to.state.size;
        let at = |param, side: u32| ((args.num(param) * f64::from(side)) as u32).min(side - 1);
        to.then(Family::Fourier(Fourier::Spike {
            gain: args.num(&GAIN),
            at: [at(&X, size.width), at(&Y, size.height)],
        }));
        Ok(())
    }
}
