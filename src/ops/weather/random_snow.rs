//! `random_snow`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::noise::{Law, Noise};
use crate::kernel::weather::Weather;
use crate::ops::common::rgb_only;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Snow.
pub struct RandomSnow;

/// How much.
pub const SNOW: Param = Param::number(
    "snow_frac",
    "How much snow: how light a pixel may be and still turn white.",
)
.uniform(0.1, 0.3)
.hard(0.0, 1.0);
/// How bright.
pub const BRIGHTNESS: Param = Param::number(
    "brightness",
    "How bright the snow is: factor of the lightness of what it covers.",
)
.value(2.5)
.hard(0.01, 20.0)
.slider(1.0, 5.0)
.by(0.1);
/// Which method.
pub const METHOD: Param = Param::choice(
    "method",
    "Bleach raises dark pixels; texture lays soft noise and white sparks over the picture.",
    &["bleach", "texture"],
    "bleach",
);
/// Seed of the texture.
pub const SEED: Param = Param::seed("seed", "Seed of the texture; drawn when absent.");

static META: Meta = Meta {
    name: "random_snow",
    title: "Snow",
    doc: "Covers the picture with snow. Source: albumentations 2.0.8 RandomSnow; the texture's noise is augplay's own in the library's law.",
    group: "weather",
    aliases: &["RandomSnow", "Snow", "Snowflakes", "winter"],
    dialects: &[Dialect::Cv2],
    params: &[&SNOW, &BRIGHTNESS, &METHOD, &SEED],
    ..Meta::BASE
};

impl Op for RandomSnow {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        rgb_only(to)?;
        let (point, coefficient) = (args.num(&SNOW), args.num(&BRIGHTNESS));
        if args.word(&METHOD) == "bleach" {
            to.then(Family::Weather(Weather::SnowBleach { point, coefficient }));
            return Ok(());
        }
        let (size, seed, image) = (to.state.size, args.seed(&SEED), to.current());
        let mut field = |seed, law| {
            let channels = 1;
            let noise = Noise {
                size,
                channels,
                seed,
                law,
            };
            to.emit(Family::Noise(noise), &[])
        };
        let texture = field(seed, Law::Normal { mean: 0.5, sd: 0.3 });
        // A field of its own: another half of the seed.
        let sparks = field(
            seed.rotate_left(32),
            Law::Uniform {
                low: 0.0,
                high: 1.0,
            },
        );
        let snow = Weather::SnowTexture { point, coefficient };
        let out = to.emit(Family::Weather(snow), &[image, texture, sparks]);
        to.set(out);
        Ok(())
    }
}
