//! `at_least_one_bbox_random_crop`.

use crate::error::Result;
use crate::ops::geometry::center_crop::{cut, fits};
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;

/// A crop that shows one box.
pub struct AtLeastOneBboxRandomCrop;

/// How much of the box may be lost.
pub const EROSION: Param = Param::number(
    "erosion_frac",
    "Share of the chosen box's sides that may lie outside the crop.",
)
.value(0.0)
.hard(0.0, 1.0)
.fixed();

static META: Meta = Meta {
    name: "at_least_one_bbox_random_crop",
    title: "Random crop on a box",
    doc: "Cuts out a rectangle of a given size at a drawn place where one box, each with equal chance, is in view; anywhere without boxes. Larger than the picture is an error. Source: albumentations 2.0.8 AtLeastOneBBoxRandomCrop.",
    group: "geometry",
    aliases: &["AtLeastOneBBoxRandomCrop", "crop around a box"],
    params: &[&resize::WIDTH, &resize::HEIGHT, &EROSION],
    moves: true,
    ..Meta::BASE
};

impl Op for AtLeastOneBboxRandomCrop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let wanted = [&resize::WIDTH, &resize::HEIGHT].map(|param| cx.num(param) as i64);
        let has = [cx.state.size.width, cx.state.size.height].map(i64::from);
        fits(wanted, has)?;
        let boxes = &cx.state.boxes;
        let pick = (cx.die.uniform("box") * boxes.len() as f64) as usize;
        let shown = boxes.get(pick.min(boxes.len().saturating_sub(1)));
        let erosion = cx.args.num(&EROSION);
        let start = |k: usize, name: &str| {
            let room = (has[k] - wanted[k]) as f64;
            let (low, high) = shown.map_or((0.0, room), |b| {
                let (first, last) = (b.xyxy[k], b.xyxy[k + 2]);
                let kept = (last - first) * (1.0 - erosion);
                let low = first + kept - wanted[k] as f64;
                (low.clamp(0.0, room), (last - kept).clamp(0.0, room))
            });
            (low + (high - low) * cx.die.uniform(name)) as i64
        };
        let at = [start(0, "x"), start(1, "y")];
        Ok(Drawn::Fixed(vec![cut([
            at[0], at[1], wanted[0], wanted[1],
        ])]))
    }
}
