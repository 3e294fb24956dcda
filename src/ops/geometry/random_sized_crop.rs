//! `random_sized_crop`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::center_crop::cut;
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// A crop of drawn height, resized.
pub struct RandomSizedCrop;

/// Height of the crop.
pub const CROP: Param = Param::integer(
    "crop_height_px",
    "Height of the crop before resizing; no more than the picture's.",
)
.uniform(128.0, 256.0)
.hard(1.0, 16384.0)
.slider(1.0, 1024.0)
.unit("px");
/// Aspect of the crop.
pub const ASPECT: Param = Param::number(
    "aspect_ratio",
    "Width over height of the crop before resizing.",
)
.value(1.0)
.hard(0.01, 100.0)
.slider(0.25, 4.0)
.fixed();

static META: Meta = Meta {
    name: "random_sized_crop",
    title: "Random sized crop",
    doc: "Cuts out a rectangle of drawn height at a drawn place, then resizes it. A crop without columns is an error. Source: albumentations 2.0.8 RandomSizedCrop.",
    group: "geometry",
    aliases: &["RandomSizedCrop", "crop and resize"],
    params: &[
        &resize::WIDTH,
        &resize::HEIGHT,
        &CROP,
        &ASPECT,
        &RESAMPLING,
        &resize::ANTIALIAS,
        &resize::AREA,
    ],
    moves: true,
    ..Meta::BASE
};

/// A crop of `[width, height]`, at most the picture, at a drawn place: `get_crop_coords`.
pub(super) fn placed(cx: &Drawing<'_>, [width, height]: [i64; 2]) -> [i64; 4] {
    let has = [cx.state.size.width, cx.state.size.height].map(i64::from);
    let (width, height) = (width.min(has[0]), height.min(has[1]));
    let start =
        |room: i64, name: &str| ((cx.die.uniform(name) * (room + 1) as f64) as i64).min(room);
    let (x, y) = (start(has[0] - width, "x"), start(has[1] - height, "y"));
    [x, y, width, height]
}

/// The size after the step.
pub(super) fn target(cx: &Drawing<'_>) -> Size {
    let [width, height] = [&resize::WIDTH, &resize::HEIGHT].map(|param| cx.num(param) as u32);
    Size::new(width, height)
}

impl Op for RandomSizedCrop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let height = cx.num(&CROP);
        let width = height * cx.args.num(&ASPECT);
        if width < 1.0 {
            let why = format!("leaves no column of a crop {height} px high");
            return Err(Error::new(Code::Range, why)
                .at_param(ASPECT.name)
                .with_value(cx.args.num(&ASPECT)));
        }
        let crop = cut(placed(cx, [width as i64, height as i64]));
        Ok(Drawn::Fixed(vec![crop, resize::fixed(target(cx), cx.args)]))
    }
}
