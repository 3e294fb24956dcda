//! `random_zoom_out`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::common::FILL;
use crate::ops::geometry::pad::fixed;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;

/// The picture somewhere on a larger canvas.
pub struct RandomZoomOut;

/// Size of the canvas.
pub const SCALE: Param = Param::number(
    "canvas_scale",
    "Sides of the canvas, as multiples of the picture's; fractions of a px are dropped.",
)
.uniform(1.0, 4.0)
.hard(1.0, 16.0)
.slider(1.0, 4.0)
.identity(1.0);

static META: Meta = Meta {
    name: "random_zoom_out",
    title: "Zoom out",
    doc: "Lays the picture at a drawn place of a larger canvas, so that its content is smaller once resized. Source: torchvision 0.29 RandomZoomOut.",
    group: "geometry",
    aliases: &["RandomZoomOut", "expand canvas", "SSD expand"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&SCALE, &FILL],
    moves: true,
    ..Meta::BASE
};

impl Op for RandomZoomOut {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        // The library's factor is a tensor, and so the rest is single precision.
        let scale = cx.num(&SCALE) as f32;
        let side = |len: u32, name: &str| {
            let room = (len as f32 * scale) as i64 - i64::from(len);
            let before = (room as f32 * cx.die.uniform(name) as f32) as i64;
            (before, room - before)
        };
        let (left, right) = side(cx.state.size.width, "left");
        let (top, bottom) = side(cx.state.size.height, "top");
        Ok(Drawn::Fixed(vec![fixed(
            [left, top, right, bottom],
            cx.args,
        )]))
    }
}
