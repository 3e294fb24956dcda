//! `random_fog`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::weather::{Weather, particles};
use crate::ops::common::rgb_only;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Fog.
pub struct RandomFog;

/// How dense.
pub const FOG: Param = Param::number("fog_frac", "Density of the fog.")
    .uniform(0.3, 1.0)
    .hard(0.0, 1.0);
/// How white a particle is.
pub const ALPHA: Param = Param::number(
    "alpha_frac",
    "Share of white in one particle of fog, times the density.",
)
.value(0.08)
.hard(0.0, 1.0)
.slider(0.0, 0.5);
/// Seed of the particles.
pub const SEED: Param = Param::seed(
    "seed",
    "Seed of the particles' places and sizes; drawn when absent.",
);
/// Given particles.
pub const DISCS: Param = Param::numbers(
    "discs",
    "Particles instead of scattered ones: x, y and radius in turn, in px.",
    3,
    30000,
)
.hard(-1e6, 1e6)
.rare();

static META: Meta = Meta {
    name: "random_fog",
    title: "Fog",
    doc: "Lays fog over the picture: white particles, denser in the middle, and a blur. Source: albumentations 2.0.8 RandomFog; particles are scattered by augplay's own seed in the library's law.",
    group: "weather",
    aliases: &["RandomFog", "Fog", "mist", "haze"],
    dialects: &[Dialect::Cv2],
    params: &[&FOG, &ALPHA, &SEED, &DISCS],
    ..Meta::BASE
};

/// The most particles a picture may get: extreme shapes would get billions.
const MOST: usize = 200_000;

impl Op for RandomFog {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let given = args.numbers(&DISCS);
        let (discs, rest) = given.as_chunks::<3>();
        let why = if !rest.is_empty() {
            "must have three numbers a particle"
        } else if discs.iter().any(|d| d[2] < 0.0) {
            "has a radius below 0"
        } else {
            return Ok(());
        };
        Err(Error::new(Code::Range, why).at_param(DISCS.name))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        rgb_only(to)?;
        let fog = args.num(&FOG);
        let given = args.numbers(&DISCS).as_chunks::<3>().0;
        let discs = if given.is_empty() {
            particles(to.state.size, fog, args.seed(&SEED), MOST).ok_or_else(|| {
                let why = format!("would scatter more than {MOST} particles over this picture");
                Error::new(Code::Limit, why)
                    .at_param(FOG.name)
                    .with_value(fog)
            })?
        } else {
            given.iter().map(|d| d.map(|v| v as i64)).collect()
        };
        let alpha = args.num(&ALPHA) * fog;
        to.then(Family::Weather(Weather::Fog { discs, alpha }));
        Ok(())
    }
}
