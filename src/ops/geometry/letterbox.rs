//! `letterbox`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::longest_max_size::{legal, scaled};
use crate::ops::geometry::{pad, resize};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// The whole picture in a given frame.
pub struct Letterbox;

const fn frame(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .value(640.0)
        .hard(1.0, 16384.0)
        .slider(32.0, 1280.0)
        .unit("px")
}

/// Width of the frame.
pub const WIDTH: Param = frame("width_px", "Width of the frame.");
/// Height of the frame.
pub const HEIGHT: Param = frame("height_px", "Height of the frame.");
/// Whether small pictures grow.
pub const SCALE_UP: Param = Param::switch(
    "scale_up",
    "Enlarges pictures that are smaller than the frame; off, they keep their size and get wider bars.",
    true,
);
/// Where the picture lies.
pub const CENTER: Param = Param::switch(
    "center",
    "Lays the picture in the middle, an odd bar's extra pixel below and on the right; off, at the top left.",
    true,
)
.rare();
/// What the sides become a multiple of.
pub const STRIDE: Param = Param::integer(
    "stride_px",
    "Pads each side only to the next multiple of this instead of to the whole frame; 0 fills the frame.",
)
.value(0.0)
.hard(0.0, 4096.0)
.slider(0.0, 128.0)
.unit("px")
.fixed()
.rare();
/// Colour of the bars.
pub const FILL: Param = Param::color("fill", "Colour of the bars; masks get 0.", [114; 3]).rare();

static META: Meta = Meta {
    name: "letterbox",
    title: "Letterbox",
    doc: "Scales the picture to fit into a frame, the aspect kept, and fills the rest with even bars, as detectors of the YOLO family are fed. Sources: the method as published, both sides times min(width / w, height / h) and rounded; albumentations 2.0.8 LongestMaxSize with PadIfNeeded gives the same.",
    group: "geometry",
    aliases: &[
        "LetterBox",
        "pillarbox",
        "resize keeping aspect",
        "fit and pad",
        "pad to square",
        "YOLO",
    ],
    params: &[
        &WIDTH,
        &HEIGHT,
        &SCALE_UP,
        &CENTER,
        &STRIDE,
        &FILL,
        &RESAMPLING,
        &resize::ANTIALIAS,
        &resize::AREA,
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for Letterbox {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let has = cx.state.size;
        let frame = [&WIDTH, &HEIGHT].map(|param| cx.num(param));
        let fit = (frame[0] / f64::from(has.width)).min(frame[1] / f64::from(has.height));
        let scale = if cx.args.on(&SCALE_UP) {
            fit
        } else {
            fit.min(1.0)
        };
        let size = legal(scaled(has, scale), &WIDTH, frame[0])?;
        let stride = cx.args.int(&STRIDE);
        let bars = |len: u32, frame: f64| {
            let len = i64::from(len);
            let all = if stride > 0 {
                (stride - len % stride) % stride
            } else {
                (frame as i64 - len).max(0)
            };
            let before = if cx.args.on(&CENTER) { all / 2 } else { 0 };
            (before, all - before)
        };
        let (x, y) = (bars(size.width, frame[0]), bars(size.height, frame[1]));
        Ok(Drawn::Fixed(vec![
            resize::fixed(size, cx.args),
            pad::fixed([x.0, y.0, x.1, y.1], cx.args),
        ]))
    }
}
