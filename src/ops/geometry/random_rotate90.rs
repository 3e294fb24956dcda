//! `random_rotate90`.

use crate::error::Result;
use crate::ops::geometry::turn;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::Value;

/// A drawn number of quarter turns.
pub struct RandomRotate90;

static META: Meta = Meta {
    name: "random_rotate90",
    title: "Quarter turns",
    doc: "Turns the picture by none, one, two or three quarters, each with equal chance; odd ones swap width and height. All libraries agree on the pixels. Source: albumentations 2.0.8 RandomRotate90.",
    group: "geometry",
    aliases: &[
        "RandomRotate90",
        "RandRotate90",
        "RandRotate90d",
        "RandomRotation90",
        "rot90",
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for RandomRotate90 {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let words = ["e", "r90", "r180", "r270"];
        Ok(Drawn::Fixed(vec![one_of(&words, cx)]))
    }
}

/// A turn by one of `symmetries`, with equal chance.
pub(super) fn one_of(symmetries: &[&'static str], cx: &Drawing<'_>) -> Fixed {
    let count = symmetries.len();
    let at = (cx.die.uniform(turn::SYMMETRY.name) * count as f64) as usize;
    let word = symmetries.get(at.min(count - 1)).copied().unwrap_or("e");
    Fixed::new(&turn::Turn).with_value(&turn::SYMMETRY, Value::Word(word))
}
