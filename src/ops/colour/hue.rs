//! `hue`.

use crate::error::Result;
use crate::kernel::color::{Color, What};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Turn the hue.
pub struct Hue;

/// The turn.
pub const SHIFT: Param = Param::number(
    "shift_frac",
    "Turn of the hue as a share of the colour circle: 0.5 is the opposite colour.",
)
.uniform(-0.05, 0.05)
.hard(-0.5, 0.5)
.by(0.005);

static META: Meta = Meta {
    name: "hue",
    title: "Hue",
    doc: "Turns all hues round the colour circle; a grey picture stays. Even 0 passes through 8-bit HSV, as in the libraries. Sources: torchvision 0.29 adjust_hue on PIL images and tensors, albumentations 2.0.8 ColorJitter.",
    group: "colour",
    aliases: &["RandomHue", "adjust_hue", "hue shift"],
    params: &[&SHIFT],
    ..Meta::BASE
};

impl Op for Hue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Ok(());
        }
        let what = What::Hue {
            shift_frac: args.num(&SHIFT),
        };
        let dialect = to.dialect;
        to.then(Family::Color(Color { what, dialect }));
        Ok(())
    }
}
