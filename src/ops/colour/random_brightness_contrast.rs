//! `random_brightness_contrast`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::table::Table;
use crate::kernel::table_from_stats::{Rule, TableFromStats, brightness_contrast};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A factor and an offset.
pub struct RandomBrightnessContrast;

/// The offset.
pub const BRIGHTNESS: Param = Param::number(
    "brightness_frac",
    "Added to all levels, as a share of the full range or of the picture's mean.",
)
.uniform(-0.2, 0.2)
.hard(-1.0, 1.0)
.identity(0.0);
/// The factor less one.
pub const CONTRAST: Param = Param::number(
    "contrast_frac",
    "Levels are multiplied by one plus this; -1 leaves black, lower turns levels round.",
)
.uniform(-0.2, 0.2)
.hard(-2.0, 10.0)
.slider(-1.0, 1.0)
.identity(0.0);
/// What brightness is a share of.
pub const BY_MAX: Param = Param::switch(
    "brightness_by_max",
    "Brightness is a share of the full range rather than of the picture's mean.",
    true,
)
.rare();
/// Whether levels may leave the range.
pub const SAFE: Param = Param::switch(
    "ensure_safe_range",
    "First brings both numbers to where no level can leave the range.",
    false,
)
.rare();

static META: Meta = Meta {
    name: "random_brightness_contrast",
    title: "Brightness and contrast (linear)",
    doc: "Multiplies all levels by one number and adds another; the fraction is dropped. Source: albumentations 2.0.8 RandomBrightnessContrast.",
    group: "colour",
    aliases: &[
        "RandomBrightnessContrast",
        "brightness contrast",
        "linear contrast",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&BRIGHTNESS, &CONTRAST, &BY_MAX, &SAFE],
    ..Meta::BASE
};

impl Op for RandomBrightnessContrast {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let contrast = 1.0 + args.num(&CONTRAST);
        let (brightness, safe) = (args.num(&BRIGHTNESS), args.on(&SAFE));
        if args.on(&BY_MAX) {
            let lut = brightness_contrast(contrast, brightness * 255.0, safe);
            to.then(Family::Table(Table::all(lut)));
            return Ok(());
        }
        let (dialect, image) = (to.dialect, to.current());
        let rule = Rule::BrightnessContrast {
            contrast,
            brightness,
            safe,
        };
        let stats = to.emit(Family::Reduce, &[image]);
        let table = to.emit(
            Family::TableFromStats(TableFromStats { rule, dialect }),
            &[stats],
        );
        let out = to.emit(Family::Lookup, &[image, table]);
        to.set(out);
        Ok(())
    }
}
