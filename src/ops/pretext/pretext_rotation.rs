//! `pretext_rotation`.

use crate::error::Result;
use crate::ops::geometry::turn;
use crate::ops::pretext::pretext_label;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::Value;

/// Which way is up?
pub struct PretextRotation;

/// Turns by class, clockwise.
const TURNS: [&str; 4] = ["e", "r270", "r180", "r90"];

static META: Meta = Meta {
    name: "pretext_rotation",
    title: "Rotation prediction",
    doc: "Turns the picture by 0°, 90°, 180° or 270° clockwise with equal chance; which one is the label, 0 to 3, that a network learns to tell. RotNet and ScatSimCLR show all four turns of each picture; here each draw is one of them. Sources: Gidaris et al. 2018 (RotNet), Kinakh et al. 2021 (ScatSimCLR), whose code turns so.",
    group: "pretext",
    aliases: &["RotNet", "rotation pretext"],
    moves: true,
    ..Meta::BASE
};

impl Op for PretextRotation {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let (label, class) = pretext_label::draw(cx, "rotation", TURNS.len());
        let word = TURNS.get(class).copied().unwrap_or("e");
        let turn = Fixed::new(&turn::Turn).with_value(&turn::SYMMETRY, Value::Word(word));
        Ok(Drawn::Fixed(vec![label, turn]))
    }
}
