//! `equalize`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::color::{Color, What};
use crate::kernel::table_from_stats::{Rule, TableFromStats};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Flatten the histogram.
pub struct Equalize;

/// Whose way.
pub const MODE: Param = Param::choice(
    "mode",
    "Albumentations' algorithm: OpenCV's, or one written after Pillow's, with a difference.",
    &["cv", "pil"],
    "cv",
)
.only(&[Dialect::Cv2])
.rare();
/// Channels or luma.
pub const BY_CHANNELS: Param = Param::switch(
    "by_channels",
    "Each channel by itself; otherwise luma alone, and colours keep their differences from it.",
    true,
)
.only(&[Dialect::Cv2])
.rare();

static META: Meta = Meta {
    name: "equalize",
    title: "Equalize",
    doc: "Makes levels about equally frequent, each channel by itself. Sources: Pillow 13 ImageOps.equalize, torchvision 0.29 equalize, albumentations 2.0.8 Equalize.",
    group: "colour",
    aliases: &[
        "Equalize",
        "RandomEqualize",
        "Equalization",
        "HistogramNormalize",
        "histogram equalization",
    ],
    params: &[&MODE, &BY_CHANNELS],
    ..Meta::BASE
};

impl Op for Equalize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let dialect = to.dialect;
        let own = dialect == Dialect::Cv2;
        let after_pillow = own && args.word(&MODE) == "pil";
        let first = own && !args.on(&BY_CHANNELS) && !to.grey();
        let convert = |what| Family::Color(Color { what, dialect });
        if first {
            to.then(convert(What::RgbToYcrcb));
        }
        let image = to.current();
        let stats = to.emit(Family::Reduce, &[image]);
        let rule = if after_pillow || first {
            Rule::EqualizeOther {
                after_pillow,
                first,
            }
        } else {
            Rule::Equalize
        };
        let table = to.emit(
            Family::TableFromStats(TableFromStats { rule, dialect }),
            &[stats],
        );
        let out = to.emit(Family::Lookup, &[image, table]);
        to.set(out);
        if first {
            to.then(convert(What::YcrcbToRgb));
        }
        Ok(())
    }
}
