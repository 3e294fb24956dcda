//! `xy_masking`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::occlusion::erase;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;

/// Cover whole columns and rows.
pub struct XyMasking;

const fn strips(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .uniform(1.0, 2.0)
        .hard(0.0, 100.0)
        .slider(0.0, 10.0)
}

const fn length(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .unit("px")
        .uniform(4.0, 16.0)
        .hard(0.0, 10_000.0)
        .slider(0.0, 128.0)
}

/// Upright strips.
pub const MASKS_X: Param = strips(
    "masks_x",
    "How many upright strips, as high as the picture.",
);
/// Lying strips.
pub const MASKS_Y: Param = strips("masks_y", "How many lying strips, as wide as the picture.");
/// Width of upright strips.
pub const LENGTH_X: Param = length(
    "x_length_px",
    "Width of an upright strip, drawn for each; at most the picture's width.",
);
/// Height of lying strips.
pub const LENGTH_Y: Param = length(
    "y_length_px",
    "Height of a lying strip, drawn for each; at most the picture's height.",
);

static META: Meta = Meta {
    name: "xy_masking",
    title: "XY masking",
    doc: "Covers strips across the whole picture, as masking of time and frequency does on spectrograms. Keypoints, boxes and masks follow as erase says. Source: albumentations 2.0.8 XYMasking.",
    group: "occlusion",
    aliases: &[
        "XYMasking",
        "SpecAugment",
        "TimeMasking",
        "FrequencyMasking",
        "strips",
    ],
    dialects: &[Dialect::Cv2],
    params: &[
        &MASKS_X,
        &MASKS_Y,
        &LENGTH_X,
        &LENGTH_Y,
        &erase::COVER,
        &erase::FILL,
        &erase::FILL_MASK,
        &erase::SEED,
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for XyMasking {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let size = cx.state.size;
        let (width, height) = (i64::from(size.width), i64::from(size.height));
        let mut rects = Vec::new();
        for (count, length, side, axis) in [
            (&MASKS_X, &LENGTH_X, width, "x"),
            (&MASKS_Y, &LENGTH_Y, height, "y"),
        ] {
            let law = cx.args.law(length);
            if law.reach().1 > side as f64 {
                return Err(Error::new(
                    Code::Range,
                    format!("can be longer than the picture, which has {width} × {height} px"),
                )
                .at_param(length.name)
                .with_value(law.reach().1));
            }
            for i in 0..cx.num(count) as usize {
                let long = law.draw(&cx.die, &format!("{}.{i}", length.name), true) as i64;
                let mut stream = cx.die.stream(&format!("{axis}.{i}"));
                let at = stream.below((side - long + 1).max(1) as usize) as i64;
                rects.push(if axis == "x" {
                    [at, 0, long, height]
                } else {
                    [0, at, width, long]
                });
            }
        }
        Ok(erase::draw(cx, rects))
    }
}
