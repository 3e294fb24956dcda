//! `autocontrast`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::table_from_stats::{Rule, TableFromStats};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Stretch to the full range.
pub struct Autocontrast;

/// Share dropped at each end.
pub const CUTOFF: Param = Param::number(
    "cutoff_pct",
    "Share of pixels dropped at each end before stretching.",
)
.value(0.0)
.hard(0.0, 49.0)
.slider(0.0, 20.0)
.unit("%")
.only(&[Dialect::Pil, Dialect::Cv2])
.fixed()
.rare();

/// Which of albumentations' algorithms.
pub const METHOD: Param = Param::choice(
    "method",
    "Albumentations' algorithm: cdf flattens the histogram between the ends, pil stretches as Pillow does.",
    &["cdf", "pil"],
    "cdf",
)
.only(&[Dialect::Cv2])
.rare();

static META: Meta = Meta {
    name: "autocontrast",
    title: "Autocontrast",
    doc: "Stretches each channel to the full range. Sources: Pillow 13 ImageOps.autocontrast, torchvision 0.29 autocontrast, albumentations 2.0.8 AutoContrast (method cdf, a different algorithm).",
    group: "colour",
    aliases: &[
        "AutoContrast",
        "RandomAutocontrast",
        "ScaleIntensityRangePercentiles",
        "stretch",
        "normalize levels",
    ],
    params: &[&CUTOFF, &METHOD],
    ..Meta::BASE
};

impl Op for Autocontrast {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (dialect, image) = (to.dialect, to.current());
        let cutoff = args.num(&CUTOFF);
        let stats = to.emit(Family::Reduce, &[image]);
        let rule = if dialect == Dialect::Cv2 && args.word(&METHOD) == "cdf" {
            Rule::AutocontrastCdf { cutoff_pct: cutoff }
        } else {
            Rule::Autocontrast {
                cutoff_low_pct: cutoff,
                cutoff_high_pct: cutoff,
            }
        };
        let table = to.emit(
            Family::TableFromStats(TableFromStats { rule, dialect }),
            &[stats],
        );
        let out = to.emit(Family::Lookup, &[image, table]);
        to.set(out);
        Ok(())
    }
}
