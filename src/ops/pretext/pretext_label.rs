//! `pretext_label`.

use crate::error::Result;
use crate::ops::{Drawing, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::Lowering;

/// What a pretext task asks a network for.
pub struct PretextLabel;

/// Which task.
pub const TASK: Param = Param::choice("task", "Which task.", &["rotation", "jigsaw"], "rotation");
/// The answer.
pub const CLASS: Param = Param::integer("class", "The class that is right, from 0.")
    .hard(0.0, 34.0)
    .fixed();

static META: Meta = Meta {
    name: "pretext_label",
    title: "Pretext label",
    doc: "Holds the class that a pretext task drew, and leaves the picture as it is. Sources: those of the tasks.",
    group: "pretext",
    params: &[&TASK, &CLASS],
    fixed: true,
    ..Meta::BASE
};

impl Op for PretextLabel {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, _args: &Args, _to: &mut Lowering<'_>) -> Result<()> {
        Ok(())
    }
}

/// The task's label, and its class, drawn among `count` with equal chance.
pub(super) fn draw(cx: &Drawing<'_>, task: &'static str, count: usize) -> (Fixed, usize) {
    let class = (cx.die.uniform(CLASS.name) * count as f64) as usize;
    let class = class.min(count.saturating_sub(1));
    let label = Fixed::new(&PretextLabel)
        .with_value(&TASK, Value::Word(task))
        .with(&CLASS, class as f64);
    (label, class)
}
