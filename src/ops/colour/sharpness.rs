//! `sharpness`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::blend::Blend;
use crate::kernel::stencil::Stencil;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Blend with a smoothed picture.
pub struct Sharpness;

/// The factor.
pub const FACTOR: Param = Param::number(
    "factor",
    "Sharpness factor: 0 is smoothed, 1 the picture, 2 sharpened.",
)
.uniform(0.5, 1.5)
.hard(0.0, 100.0)
.slider(0.0, 3.0)
.identity(1.0);

static META: Meta = Meta {
    name: "sharpness",
    title: "Sharpness",
    doc: "Moves the picture towards or away from its 3 × 3 smoothed self. Sources: Pillow 13 ImageEnhance.Sharpness, torchvision 0.29 adjust_sharpness.",
    group: "colour",
    aliases: &[
        "Sharpness",
        "RandomAdjustSharpness",
        "RandomSharpness",
        "SharpnessIncreasing",
        "adjust_sharpness",
    ],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&FACTOR],
    ..Meta::BASE
};

impl Op for Sharpness {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (factor, image) = (args.num(&FACTOR), to.current());
        let (smooth, blend) = match to.dialect {
            Dialect::Torch => (Stencil::TorchSmooth, Blend::TorchSharpen { factor }),
            _ => (
                Stencil::Smooth,
                Blend::Pillow {
                    factor: factor as f32,
                },
            ),
        };
        let smooth = to.emit(Family::Stencil(smooth), &[image]);
        let out = to.emit(Family::Blend(blend), &[smooth, image]);
        to.set(out);
        Ok(())
    }
}
