//! `equalize`.

use crate::error::Result;
use crate::kernel::table_from_stats::{Rule, TableFromStats};
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::{Family, Lowering};

/// Flatten the histogram.
pub struct Equalize;

static META: Meta = Meta {
    name: "equalize",
    title: "Equalize",
    doc: "Makes levels about equally frequent, each channel by itself. Sources: Pillow 13 ImageOps.equalize, torchvision 0.29 equalize, albumentations 2.0.8 Equalize (mode cv).",
    group: "colour",
    aliases: &["Equalize", "RandomEqualize", "histogram equalization"],
    ..Meta::BASE
};

impl Op for Equalize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, _args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (dialect, image) = (to.dialect, to.current());
        let stats = to.emit(Family::Reduce, &[image]);
        let rule = Rule::Equalize;
        let table = to.emit(
            Family::TableFromStats(TableFromStats { rule, dialect }),
            &[stats],
        );
        let out = to.emit(Family::Lookup, &[image, table]);
        to.set(out);
        Ok(())
    }
}
