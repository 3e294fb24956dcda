//! `clamp_bounding_boxes`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::Lowering;
use crate::sample::State;

/// Cuts boxes off at the picture's edges.
pub struct ClampBoundingBoxes;

static META: Meta = Meta {
    name: "clamp_bounding_boxes",
    title: "Clamp boxes",
    doc: "Cuts boxes off at the picture's edges; pixels stay. Steps that move boxes do so anyway, so it serves boxes that were given beyond the edges. Source: torchvision 0.29 ClampBoundingBoxes.",
    group: "geometry",
    aliases: &["ClampBoundingBoxes", "ClampBoundingBox", "clip boxes"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    ..Meta::BASE
};

impl Op for ClampBoundingBoxes {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn follow(&self, _args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        state.clamp(step);
        Ok(())
    }

    fn lower(&self, _args: &Args, _to: &mut Lowering<'_>) -> Result<()> {
        Ok(())
    }
}
