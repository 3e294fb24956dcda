//! `d4`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::geometry::random_rotate90::one_of;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Args;
use crate::program::Lowering;
use crate::sample::State;

/// One of the eight symmetries of the square.
pub struct D4;

static META: Meta = Meta {
    name: "d4",
    title: "Square symmetry (D4)",
    doc: "Turns and mirrors the picture: one of the eight symmetries of the square, each with equal chance. All libraries agree on the pixels. Source: albumentations 2.0.8 D4.",
    group: "geometry",
    aliases: &["D4", "SquareSymmetry", "dihedral group", "eight symmetries"],
    moves: true,
    ..Meta::BASE
};

impl Op for D4 {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let words = ["e", "r90", "r180", "r270", "v", "hvt", "h", "t"];
        Ok(Drawn::Fixed(vec![one_of(&words, cx)]))
    }

    fn follow(
        &self,
        _args: &Args,
        _state: &mut State,
        _dialect: Dialect,
        _step: &str,
    ) -> Result<()> {
        Err(crate::ops::unfixed(&META))
    }

    fn lower(&self, _args: &Args, _to: &mut Lowering<'_>) -> Result<()> {
        Err(crate::ops::unfixed(&META))
    }
}
