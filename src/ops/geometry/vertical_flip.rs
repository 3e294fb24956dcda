//! `vertical_flip`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::rearrange::{Rearrange, Turn};
use crate::ops::geometry::turn;
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::Lowering;
use crate::sample::{Geometry, State};

/// Mirror top and bottom.
pub struct VerticalFlip;

static META: Meta = Meta {
    name: "vertical_flip",
    title: "Vertical flip",
    doc: "Mirrors top and bottom; few scenes look like that. Sources: albumentations 2.0.8 VerticalFlip, torchvision 0.29 vertical_flip. All libraries agree on the pixels.",
    group: "geometry",
    aliases: &[
        "VerticalFlip",
        "RandomVerticalFlip",
        "RandFlip",
        "RandFlipd",
        "RandAxisFlip",
        "RandAxisFlipd",
        "RandomFlip",
        "Flip",
        "vflip",
        "flipud",
        "upside down",
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for VerticalFlip {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn geometry(&self, _args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        Ok(turn::geometry(Turn::FlipVertical, state.size))
    }

    fn lower(&self, _args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        to.rearrange(Rearrange::turned(Turn::FlipVertical, to.state.size));
        Ok(())
    }
}
