//! `horizontal_flip`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::rearrange::{Rearrange, Turn};
use crate::ops::geometry::turn;
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::Lowering;
use crate::sample::{Geometry, State};

/// Mirror left and right.
pub struct HorizontalFlip;

static META: Meta = Meta {
    name: "horizontal_flip",
    title: "Horizontal flip",
    doc: "Mirrors left and right. Text and arrows change their meaning. Sources: albumentations 2.0.8 HorizontalFlip, torchvision 0.29 horizontal_flip. All libraries agree on the pixels.",
    group: "geometry",
    aliases: &[
        "HorizontalFlip",
        "RandomHorizontalFlip",
        "RandFlip",
        "RandFlipd",
        "RandAxisFlip",
        "RandAxisFlipd",
        "RandomFlip",
        "Flip",
        "TimeReverse",
        "hflip",
        "fliplr",
        "mirror",
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for HorizontalFlip {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn geometry(&self, _args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        Ok(turn::geometry(Turn::FlipHorizontal, state.size))
    }

    fn lower(&self, _args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        to.rearrange(Rearrange::turned(Turn::FlipHorizontal, to.state.size));
        Ok(())
    }
}
