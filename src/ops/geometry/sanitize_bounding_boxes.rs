//! `sanitize_bounding_boxes`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::Lowering;
use crate::sample::{BBox, State};

/// Takes out boxes that no detector should learn from.
pub struct SanitizeBoundingBoxes;

/// Least side.
pub const MIN_SIZE: Param = Param::number(
    "min_size_px",
    "Least width and height of a box; smaller ones go.",
)
.unit("px")
.value(1.0)
.hard(1.0, 16_384.0)
.slider(1.0, 64.0)
.by(1.0)
.fixed();
/// Least area.
pub const MIN_AREA: Param = Param::number(
    "min_area_px",
    "Least area of a box in square pixels; smaller ones go.",
)
.unit("px²")
.value(1.0)
.hard(1.0, 1e9)
.slider(1.0, 4096.0)
.by(1.0)
.fixed();

static META: Meta = Meta {
    name: "sanitize_bounding_boxes",
    title: "Sanitize boxes",
    doc: "Takes out boxes that are too small, without area or partly outside the picture; pixels stay. torchvision keeps every box until this step. Source: torchvision 0.29 SanitizeBoundingBoxes, in single precision.",
    group: "geometry",
    aliases: &[
        "SanitizeBoundingBoxes",
        "SanitizeBoundingBox",
        "filter boxes",
        "remove small boxes",
    ],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&MIN_SIZE, &MIN_AREA],
    ..Meta::BASE
};

/// Why a box goes from a picture of `width` by `height` px.
fn refused(args: &Args, b: &BBox, [width, height]: [f32; 2]) -> Option<&'static str> {
    let [x0, y0, x1, y1] = b.xyxy.map(|v| v as f32);
    let (w, h) = (x1 - x0, y1 - y0);
    let least = |param| args.num(param) as f32;
    // Written so that what is not a number goes.
    let keeps = [
        (
            w >= least(&MIN_SIZE) && h >= least(&MIN_SIZE),
            "side below min_size_px",
        ),
        (w * h >= least(&MIN_AREA), "area below min_area_px"),
        (
            x0 >= 0.0 && y0 >= 0.0 && x1 <= width && y1 <= height,
            "outside the picture",
        ),
    ];
    keeps.iter().find(|(kept, _)| !kept).map(|(_, why)| *why)
}

impl Op for SanitizeBoundingBoxes {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn follow(&self, args: &Args, state: &mut State, _dialect: Dialect, step: &str) -> Result<()> {
        let size = [state.size.width as f32, state.size.height as f32];
        state.take_out(step, |b| refused(args, b, size), |_| None);
        Ok(())
    }

    fn lower(&self, _args: &Args, _to: &mut Lowering<'_>) -> Result<()> {
        Ok(())
    }
}
