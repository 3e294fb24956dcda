//! `invert`.

use crate::error::Result;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::{Family, Lowering};

/// The negative.
pub struct Invert;

static META: Meta = Meta {
    name: "invert",
    title: "Invert",
    doc: "Turns dark into bright and bright into dark: the negative. Sources: Pillow 13 ImageOps.invert, torchvision 0.29 invert, albumentations 2.0.8 InvertImg. All libraries agree on the pixels.",
    group: "colour",
    aliases: &[
        "InvertImg",
        "RandomInvert",
        "Invert",
        "RandomInversion",
        "negative",
    ],
    ..Meta::BASE
};

impl Op for Invert {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, _args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        to.then(Family::Table(Table::all(Lut::from_fn(|v| 255 - v))));
        Ok(())
    }
}
