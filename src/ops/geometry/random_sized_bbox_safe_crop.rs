//! `random_sized_bbox_safe_crop`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::bbox_safe_random_crop::{EROSION, place};
use crate::ops::geometry::center_crop::cut;
use crate::ops::geometry::random_sized_crop::target;
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Args;

/// A crop that keeps the boxes, resized.
pub struct RandomSizedBboxSafeCrop;

static META: Meta = Meta {
    name: "random_sized_bbox_safe_crop",
    title: "Random sized box-safe crop",
    doc: "Cuts out a drawn rectangle around all boxes, then resizes. A crop that comes out empty is an error. Source: albumentations 2.0.8 RandomSizedBBoxSafeCrop.",
    group: "geometry",
    aliases: &["RandomSizedBBoxSafeCrop", "crop keeping boxes and resize"],
    params: &[
        &resize::WIDTH,
        &resize::HEIGHT,
        &EROSION,
        &RESAMPLING,
        &resize::ANTIALIAS,
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for RandomSizedBboxSafeCrop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let crop = cut(place(cx)?);
        Ok(Drawn::Fixed(vec![crop, resize::fixed(target(cx), cx.args)]))
    }
}
