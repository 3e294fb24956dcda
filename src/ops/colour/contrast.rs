//! `contrast`.

use crate::error::Result;
use crate::kernel::color::{Color, What};
use crate::kernel::table_from_stats::{Rule, TableFromStats};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Blend with the mean grey.
pub struct Contrast;

/// The factor.
pub const FACTOR: Param =
    Param::number("factor", "Contrast factor: 0 is flat grey, 1 the picture.")
        .uniform(0.8, 1.2)
        .hard(0.0, 100.0)
        .slider(0.0, 2.0)
        .identity(1.0);

static META: Meta = Meta {
    name: "contrast",
    title: "Contrast",
    doc: "Moves levels towards or away from the picture's mean grey. Sources: Pillow 13 ImageEnhance.Contrast, torchvision 0.29 adjust_contrast, albumentations 2.0.8 ColorJitter.",
    group: "colour",
    aliases: &[
        "Contrast",
        "RandomContrast",
        "ContrastIncreasing",
        "RandScaleIntensityFixedMean",
        "RandScaleIntensityFixedMeand",
        "adjust_contrast",
    ],
    params: &[&FACTOR],
    ..Meta::BASE
};

impl Op for Contrast {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (dialect, image) = (to.dialect, to.current());
        let factor = args.num(&FACTOR);
        let grey = to.emit(
            Family::Color(Color {
                what: What::Grey,
                dialect,
            }),
            &[image],
        );
        let stats = to.emit(Family::Reduce, &[grey]);
        let rule = Rule::Contrast { factor };
        let table = to.emit(
            Family::TableFromStats(TableFromStats { rule, dialect }),
            &[stats],
        );
        let out = to.emit(Family::Lookup, &[image, table]);
        to.set(out);
        Ok(())
    }
}
