//! `coarse_dropout`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::occlusion::erase;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::Param;

/// Cover drawn rectangles.
pub struct CoarseDropout;

/// How many.
pub const HOLES: Param = Param::integer("holes", "How many rectangles.")
    .uniform(1.0, 2.0)
    .hard(0.0, 1000.0)
    .slider(0.0, 16.0);
/// Height.
pub const HEIGHT: Param = Param::number(
    "height_frac",
    "Height of a rectangle, as a share of the picture's; drawn for each.",
)
.uniform(0.1, 0.2)
.hard(0.0, 1.0);
/// Width.
pub const WIDTH: Param = Param::number(
    "width_frac",
    "Width of a rectangle, as a share of the picture's; drawn for each.",
)
.uniform(0.1, 0.2)
.hard(0.0, 1.0);

static META: Meta = Meta {
    name: "coarse_dropout",
    title: "Coarse dropout (cutout)",
    doc: "Covers rectangles of drawn number, size and place. Keypoints, boxes and masks follow as erase says. Source: albumentations 2.0.8 CoarseDropout.",
    group: "occlusion",
    aliases: &[
        "CoarseDropout",
        "RandCoarseDropout",
        "RandCoarseDropoutd",
        "holes",
    ],
    dialects: &[Dialect::Cv2],
    params: &[
        &HOLES,
        &HEIGHT,
        &WIDTH,
        &erase::COVER,
        &erase::FILL,
        &erase::FILL_MASK,
        &erase::SEED,
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for CoarseDropout {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let size = cx.state.size;
        let count = cx.num(&HOLES).max(0.0) as usize;
        let (heights, widths) = (cx.args.law(&HEIGHT), cx.args.law(&WIDTH));
        let rect = |i: usize| {
            let len = |law: &crate::policy::law::Law, param: &Param, side: u32| {
                let share = law.draw(&cx.die, &format!("{}.{i}", param.name), false);
                ((share * f64::from(side)) as i64).clamp(0, i64::from(side))
            };
            let at = |name: &str, room: i64| {
                let u = cx.die.uniform(&format!("{name}.{i}"));
                ((u * (room + 1) as f64) as i64).min(room)
            };
            let h = len(&heights, &HEIGHT, size.height);
            let w = len(&widths, &WIDTH, size.width);
            [
                at("x", i64::from(size.width) - w),
                at("y", i64::from(size.height) - h),
                w,
                h,
            ]
        };
        Ok(erase::draw(cx, (0..count).map(rect).collect()))
    }
}
