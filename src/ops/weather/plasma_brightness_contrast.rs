//! `plasma_brightness_contrast`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::plasma::Light;
use crate::ops::weather::plasma::{self, ROUGHNESS, SEED};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;

/// Brightness and contrast by a plasma.
pub struct PlasmaBrightnessContrast;

/// Brightness.
pub const BRIGHTNESS: Param = Param::number(
    "brightness_frac",
    "Share of the range added where the plasma is strongest; below 0 nothing happens, as in the library.",
)
.uniform(-0.3, 0.3)
.hard(-1.0, 1.0)
.identity(0.0);
/// Contrast.
pub const CONTRAST: Param = Param::number(
    "contrast_frac",
    "Share of contrast added where the plasma is strongest; below 0 nothing happens, as in the library.",
)
.uniform(-0.3, 0.3)
.hard(-1.0, 1.0)
.identity(0.0);

static META: Meta = Meta {
    name: "plasma_brightness_contrast",
    title: "Plasma brightness and contrast",
    doc: "Adds brightness and contrast in cloudy patches. At its defaults, the library's, a quarter of the draws change nothing. Source: albumentations 2.0.8 PlasmaBrightnessContrast; with the same plasma the pixels are the library's, the plasma is augplay's own in the library's law.",
    group: "weather",
    aliases: &[
        "PlasmaBrightnessContrast",
        "RandomPlasmaBrightness",
        "RandomPlasmaContrast",
        "clouds",
        "fractal",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&BRIGHTNESS, &CONTRAST, &ROUGHNESS, &SEED],
    ..Meta::BASE
};

impl Op for PlasmaBrightnessContrast {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (brightness, contrast) = (args.num(&BRIGHTNESS), args.num(&CONTRAST));
        if brightness == 0.0 && contrast == 0.0 {
            return Ok(());
        }
        let light = Light::BrightnessContrast {
            brightness,
            contrast,
        };
        plasma::lower(light, args, to)
    }
}
