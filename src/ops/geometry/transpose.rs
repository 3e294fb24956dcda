//! `transpose`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::rearrange::{Rearrange, Turn};
use crate::ops::geometry::turn;
use crate::ops::{Meta, Op};
use crate::param::Args;
use crate::program::Lowering;
use crate::sample::{Geometry, State};

/// Rows become columns.
pub struct Transpose;

static META: Meta = Meta {
    name: "transpose",
    title: "Transpose",
    doc: "Mirrors at the main diagonal: rows become columns, width and height change places. Source: albumentations 2.0.8 Transpose. All libraries agree on the pixels.",
    group: "geometry",
    aliases: &["Transpose", "swap axes", "mirror diagonal"],
    moves: true,
    ..Meta::BASE
};

impl Op for Transpose {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn geometry(&self, _args: &Args, state: &State, _dialect: Dialect) -> Result<Geometry> {
        Ok(turn::geometry(Turn::Transpose, state.size))
    }

    fn lower(&self, _args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        to.rearrange(Rearrange::turned(Turn::Transpose, to.state.size));
        Ok(())
    }
}
