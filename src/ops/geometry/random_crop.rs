//! `random_crop`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::common::FILL;
use crate::ops::geometry::center_crop::{cut, fits};
use crate::ops::geometry::pad::{
    BORDER, POSITION, fixed, no_wrap_elsewhere, padded, position, reach,
};
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// A rectangle at a drawn place.
pub struct RandomCrop;

const fn side(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .value(0.0)
        .hard(0.0, 16384.0)
        .slider(0.0, 64.0)
        .unit("px")
        .only(&[Dialect::Pil, Dialect::Torch])
        .fixed()
        .rare()
}

/// Columns added on the left before cropping.
pub const LEFT: Param = side("pad_left_px", "Columns added on the left before cropping.");
/// Lines added above before cropping.
pub const TOP: Param = side("pad_top_px", "Lines added above before cropping.");
/// Columns added on the right before cropping.
pub const RIGHT: Param = side(
    "pad_right_px",
    "Columns added on the right before cropping.",
);
/// Lines added below before cropping.
pub const BOTTOM: Param = side("pad_bottom_px", "Lines added below before cropping.");
/// Whether smaller pictures are padded first.
pub const PAD: Param = Param::switch(
    "pad_if_needed",
    "Pads pictures that are smaller than the crop; without it they are an error. torchvision pads what is missing on both sides.",
    false,
);
const PLACE: Param = Param {
    dialects: &[Dialect::Cv2],
    ..POSITION
};

static META: Meta = Meta {
    name: "random_crop",
    title: "Random crop",
    doc: "Cuts out a rectangle of a given size at a drawn place, after padding where told. Sources: albumentations 2.0.8 RandomCrop, torchvision 0.29 RandomCrop.",
    group: "geometry",
    aliases: &[
        "RandomCrop",
        "RandSpatialCrop",
        "RandSpatialCropd",
        "RandScaleCrop",
        "RandScaleCropd",
        "RandomCropOrPad",
    ],
    params: &[
        &resize::WIDTH,
        &resize::HEIGHT,
        &PAD,
        &LEFT,
        &TOP,
        &RIGHT,
        &BOTTOM,
        &PLACE,
        &BORDER,
        &FILL,
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for RandomCrop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_wrap_elsewhere(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let wanted = [&resize::WIDTH, &resize::HEIGHT].map(|param| cx.num(param) as i64);
        let (size, pads) = (cx.state.size, cx.args.on(&PAD));
        let sides = if cx.dialect == Dialect::Cv2 {
            let missing = [reach(size.width, wanted[0]), reach(size.height, wanted[1])];
            if pads && missing != [(0, 0); 2] {
                position(cx, &PLACE, missing)
            } else {
                [0; 4]
            }
        } else {
            let [mut left, mut top, mut right, mut bottom] =
                [&LEFT, &TOP, &RIGHT, &BOTTOM].map(|param| cx.args.int(param));
            if pads {
                let has = padded(size, [left, top, right, bottom]);
                let [wide, high] = [0, 1].map(|k| (wanted[k] - has[k]).max(0));
                (left, right) = (left + wide, right + wide);
                (top, bottom) = (top + high, bottom + high);
            }
            [left, top, right, bottom]
        };
        let has = padded(size, sides);
        fits(wanted, has)?;
        let mut out = Vec::new();
        if sides != [0; 4] {
            out.push(fixed(sides, cx.args));
        }
        let start = |k: usize, name: &str| {
            let room = has[k] - wanted[k];
            ((cx.die.uniform(name) * (room + 1) as f64) as i64).min(room)
        };
        out.push(cut([start(0, "x"), start(1, "y"), wanted[0], wanted[1]]));
        Ok(Drawn::Fixed(out))
    }
}
