//! `center_crop`.

use crate::error::{Error, Result};
use crate::kernel::Dialect;
use crate::ops::common::FILL;
use crate::ops::geometry::pad::{BORDER, POSITION, fixed, padded, position, reach};
use crate::ops::geometry::{crop, resize};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::Param;

/// A rectangle in the middle.
pub struct CenterCrop;

/// Whether smaller pictures are padded first.
pub const PAD: Param = Param::switch(
    "pad_if_needed",
    "Pads pictures that are smaller than the crop; without it they are an error. torchvision always pads, with black.",
    false,
)
.only(&[Dialect::Cv2]);
const PLACE: Param = Param {
    dialects: &[Dialect::Cv2],
    ..POSITION
};
const AROUND: Param = Param {
    dialects: &[Dialect::Cv2],
    ..BORDER
};
const COLOUR: Param = Param {
    dialects: &[Dialect::Cv2],
    ..FILL
};

static META: Meta = Meta {
    name: "center_crop",
    title: "Centre crop",
    doc: "Cuts out a rectangle in the middle. Where the picture is smaller, torchvision pads with black; albumentations refuses, or pads where told. Where torchvision adds 3, 7, 11 … px in all, its boxes and keypoints lie a pixel beside the picture; ours stay on it. Sources: albumentations 2.0.8 CenterCrop, torchvision 0.29 center_crop.",
    group: "geometry",
    aliases: &[
        "CenterCrop",
        "CenterSpatialCrop",
        "CentralCrop",
        "CenterScaleCrop",
        "CenterCropOrPad",
        "ResizeWithPadOrCrop",
        "middle crop",
    ],
    params: &[
        &resize::WIDTH,
        &resize::HEIGHT,
        &PAD,
        &PLACE,
        &AROUND,
        &COLOUR,
    ],
    moves: true,
    ..Meta::BASE
};

/// A crop of drawn numbers.
pub(super) fn cut([x, y, width, height]: [i64; 4]) -> Fixed {
    Fixed::new(&crop::Crop)
        .with(&crop::X, x as f64)
        .with(&crop::Y, y as f64)
        .with(&crop::WIDTH, width as f64)
        .with(&crop::HEIGHT, height as f64)
}

/// A crop of `[width, height]` that does not fit into a picture of `[width, height]`.
pub(super) fn fits(wanted: [i64; 2], has: [i64; 2]) -> Result<()> {
    for ((param, wanted), has) in [&resize::WIDTH, &resize::HEIGHT]
        .iter()
        .zip(wanted)
        .zip(has)
    {
        if wanted > has {
            return Err(Error::range(param.name, wanted, 1.0, has as f64));
        }
    }
    Ok(())
}

impl Op for CenterCrop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let wanted = [&resize::WIDTH, &resize::HEIGHT].map(|param| cx.num(param) as i64);
        let size = cx.state.size;
        let missing = [reach(size.width, wanted[0]), reach(size.height, wanted[1])];
        let sides = match cx.dialect {
            Dialect::Cv2 if cx.args.on(&PAD) => position(cx, &PLACE, missing),
            Dialect::Cv2 => [0; 4],
            _ => [missing[0].0, missing[1].0, missing[0].1, missing[1].1],
        };
        let has = padded(size, sides);
        fits(wanted, has)?;
        let mut out = Vec::new();
        if sides != [0; 4] {
            out.push(fixed(sides, cx.args));
        }
        let start = |k: usize| {
            let room = has[k] - wanted[k];
            match cx.dialect {
                Dialect::Cv2 => room / 2,
                _ => (room as f64 / 2.0).round_ties_even() as i64,
            }
        };
        out.push(cut([start(0), start(1), wanted[0], wanted[1]]));
        Ok(Drawn::Fixed(out))
    }
}
