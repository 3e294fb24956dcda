//! `cutout`.

use crate::error::Result;
use crate::ops::occlusion::erase;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;

/// Cover squares about drawn pixels.
pub struct Cutout;

/// How many.
pub const HOLES: Param = Param::integer("holes", "How many squares.")
    .value(1.0)
    .hard(0.0, 1000.0)
    .slider(0.0, 16.0);
/// Side.
pub const SIDE: Param = Param::integer(
    "side_px",
    "Side of a square, drawn for each; an odd one counts as the even one below.",
)
.unit("px")
.value(16.0)
.hard(0.0, 10_000.0)
.slider(0.0, 256.0)
.identity(0.0);

static META: Meta = Meta {
    name: "cutout",
    title: "Cutout",
    doc: "Covers squares whose centres lie evenly over the picture's pixels; what reaches beyond the edge is cut off. Keypoints, boxes and masks follow as erase says. Sources: DeVries and Taylor 2017, cutout of the EfficientNet code for TPUs.",
    group: "occlusion",
    aliases: &["Cutout", "RandomCutout"],
    params: &[
        &SIDE,
        &HOLES,
        &erase::COVER,
        &erase::FILL,
        &erase::FILL_MASK,
        &erase::SEED,
    ],
    moves: true,
    library: Some("EfficientNet's TPU code"),
    ..Meta::BASE
};

impl Op for Cutout {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let size = cx.state.size;
        let count = cx.num(&HOLES).max(0.0) as usize;
        let sides = cx.args.law(&SIDE);
        let square = |i: usize| {
            let side = sides.draw(&cx.die, &format!("{}.{i}", SIDE.name), true);
            let half = side.max(0.0) as i64 / 2;
            let span = |name: &str, len: u32| {
                let len = i64::from(len);
                let u = cx.die.uniform(&format!("{name}.{i}"));
                let centre = ((u * len as f64) as i64).min(len - 1);
                let (low, high) = ((centre - half).max(0), (centre + half).min(len));
                (low, high - low)
            };
            let ((x, w), (y, h)) = (span("x", size.width), span("y", size.height));
            [x, y, w, h]
        };
        Ok(erase::draw(cx, (0..count).map(square).collect()))
    }
}
