//! `spatter`.

use crate::error::Result;
use crate::kernel::noise::{Law, Noise};
use crate::kernel::{Dialect, spatter};
use crate::ops::common::rgb_only;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Drops on the lens.
pub struct Spatter;

/// Rain or mud.
pub const MODE: Param = Param::choice(
    "mode",
    "What is on the lens: drops of rain, bright at their edges, or opaque mud.",
    &["rain", "mud"],
    "rain",
);
/// Mean of the noise.
pub const MEAN: Param = Param::number("mean_frac", "Mean of the noise that drops are made of.")
    .value(0.65)
    .hard(0.0, 1.0);
/// Spread of the noise.
pub const SD: Param = Param::number(
    "sd_frac",
    "Standard deviation of the noise that drops are made of.",
)
.value(0.3)
.hard(0.0, 1.0);
/// Size of drops.
pub const SIGMA: Param = Param::number(
    "sigma_px",
    "Size of drops: the standard deviation of the noise's blur.",
)
.value(2.0)
.hard(0.0, 50.0)
.slider(0.0, 10.0)
.by(0.1)
.unit("px");
/// How much is covered.
pub const CUTOFF: Param = Param::number(
    "cutoff_frac",
    "Blurred noise below this is no drop: higher means fewer drops.",
)
.value(0.68)
.hard(0.0, 1.0);
/// How strong.
pub const INTENSITY: Param = Param::number("intensity_frac", "How strongly drops show.")
    .value(0.6)
    .hard(0.0, 1.0);
/// Colour of rain.
pub const RAIN: Param = Param::color("rain_colour", "Colour of rain.", [238, 238, 175]).rare();
/// Colour of mud.
pub const MUD: Param = Param::color("mud_colour", "Colour of mud.", [20, 42, 63]).rare();
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the drops; drawn when absent.");

static META: Meta = Meta {
    name: "spatter",
    title: "Spatter",
    doc: "Puts drops of rain or mud on the lens. Source: albumentations 2.0.8 Spatter; with the same noise the pixels are the library's, the noise is augplay's own in the library's law.",
    group: "weather",
    aliases: &["Spatter", "splash", "dirt", "mud", "drops"],
    dialects: &[Dialect::Cv2],
    params: &[
        &MODE, &CUTOFF, &SIGMA, &INTENSITY, &MEAN, &SD, &RAIN, &MUD, &SEED,
    ],
    ..Meta::BASE
};

impl Op for Spatter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        rgb_only(to)?;
        let (image, seed, mud) = (to.current(), args.seed(&SEED), args.word(&MODE) == "mud");
        let noise = Noise {
            size: to.state.size,
            channels: 1,
            seed,
            law: Law::Normal {
                mean: args.num(&MEAN) as f32,
                sd: args.num(&SD) as f32,
            },
        };
        let noise = to.emit(Family::Noise(noise), &[]);
        let drops = spatter::Spatter {
            mud,
            sigma: args.num(&SIGMA),
            cutoff: args.num(&CUTOFF),
            intensity: args.num(&INTENSITY),
            colour: args.color(if mud { &MUD } else { &RAIN }),
            // Another field than the noise.
            seed: seed.rotate_left(32),
        };
        let out = to.emit(Family::Spatter(drops), &[image, noise]);
        to.set(out);
        Ok(())
    }
}
