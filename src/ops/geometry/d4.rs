//! `d4`.

use crate::error::Result;
use crate::ops::geometry::random_rotate90::one_of;
use crate::ops::{Drawing, Drawn, Meta, Op};

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
}
