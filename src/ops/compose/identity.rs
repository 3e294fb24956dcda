//! `identity`.

use crate::error::Result;
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::Lowering;

/// Nothing happens.
pub struct Identity;

static META: Meta = Meta {
    name: "identity",
    title: "Identity",
    doc: "Leaves the picture as it is: one child of a choice that does nothing. Sources: albumentations 2.0.8 NoOp, torchvision 0.29 Identity.",
    group: "compose",
    aliases: &["NoOp", "Identity", "nothing", "none", "pass"],
    ..Meta::BASE
};

impl Op for Identity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, _args: &Args, _to: &mut Lowering<'_>) -> Result<()> {
        Ok(())
    }
}
