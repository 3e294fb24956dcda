//! `pad_if_needed`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::common::FILL;
use crate::ops::geometry::pad::{BORDER, POSITION, fixed, no_wrap_elsewhere, position, reach};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// A pad up to a least size.
pub struct PadIfNeeded;

const fn least(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .value(512.0)
        .hard(1.0, 16384.0)
        .slider(16.0, 1024.0)
        .unit("px")
        .fixed()
}

const fn divisor(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .value(0.0)
        .hard(0.0, 4096.0)
        .slider(0.0, 128.0)
        .unit("px")
        .fixed()
        .rare()
}

/// Least width.
pub const WIDTH: Param = least("min_width_px", "Least width; wider pictures stay.");
/// Least height.
pub const HEIGHT: Param = least("min_height_px", "Least height; higher pictures stay.");
/// What the width becomes a multiple of.
pub const WIDTH_DIVISOR: Param = divisor(
    "width_divisor_px",
    "Pads the width to a multiple of this instead of to a least width; 0 does not.",
);
/// What the height becomes a multiple of.
pub const HEIGHT_DIVISOR: Param = divisor(
    "height_divisor_px",
    "Pads the height to a multiple of this instead of to a least height; 0 does not.",
);

static META: Meta = Meta {
    name: "pad_if_needed",
    title: "Pad if needed",
    doc: "Pads the picture to a least width and height, or to multiples of a number. Source: albumentations 2.0.8 PadIfNeeded.",
    group: "geometry",
    aliases: &[
        "PadIfNeeded",
        "DivisiblePad",
        "SpatialPad",
        "PadTo",
        "letterbox",
    ],
    params: &[
        &WIDTH,
        &HEIGHT,
        &WIDTH_DIVISOR,
        &HEIGHT_DIVISOR,
        &POSITION,
        &BORDER,
        &FILL,
    ],
    moves: true,
    ..Meta::BASE
};

/// What one side gets before and after.
fn needed(len: u32, least: i64, divisor: i64) -> (i64, i64) {
    if divisor < 1 {
        return reach(len, least);
    }
    let len = i64::from(len);
    let missing = (divisor - len % divisor) % divisor;
    (missing / 2, missing - missing / 2)
}

impl Op for PadIfNeeded {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_wrap_elsewhere(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let int = |param| cx.args.int(param);
        let size = cx.state.size;
        let x = needed(size.width, int(&WIDTH), int(&WIDTH_DIVISOR));
        let y = needed(size.height, int(&HEIGHT), int(&HEIGHT_DIVISOR));
        let sides = position(cx, &POSITION, [x, y]);
        Ok(Drawn::Fixed(vec![fixed(sides, cx.args)]))
    }
}
