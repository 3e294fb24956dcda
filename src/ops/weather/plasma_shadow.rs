//! `plasma_shadow`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::plasma::Light;
use crate::ops::weather::plasma::{self, ROUGHNESS, SEED};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;

/// Cloudy shadows.
pub struct PlasmaShadow;

/// How dark.
pub const INTENSITY: Param = Param::number(
    "intensity_frac",
    "Share of the light taken where the shadow is deepest.",
)
.uniform(0.3, 0.7)
.hard(0.0, 1.0)
.identity(0.0);

static META: Meta = Meta {
    name: "plasma_shadow",
    title: "Plasma shadow",
    doc: "Darkens the picture in cloudy patches. Source: albumentations 2.0.8 PlasmaShadow; with the same plasma the pixels are the library's, the plasma is augplay's own in the library's law.",
    group: "weather",
    aliases: &["PlasmaShadow", "RandomPlasmaShadow", "clouds", "fractal"],
    dialects: &[Dialect::Cv2],
    params: &[&INTENSITY, &ROUGHNESS, &SEED],
    ..Meta::BASE
};

impl Op for PlasmaShadow {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let intensity = args.num(&INTENSITY);
        if intensity == 0.0 {
            return Ok(());
        }
        plasma::lower(Light::Shadow { intensity }, args, to)
    }
}
