//! `random_crop_from_borders`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::geometry::center_crop::cut;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// Drawn shares cut off at the four sides.
pub struct RandomCropFromBorders;

const fn share(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc)
        .value(0.1)
        .hard(0.0, 0.999)
        .slider(0.0, 0.5)
        .fixed()
}

/// The most on the left.
pub const LEFT: Param = share(
    "left_frac",
    "Most that is cut off on the left, as a share of the width.",
);
/// The most on the right.
pub const RIGHT: Param = share(
    "right_frac",
    "Most that is cut off on the right, as a share of the width.",
);
/// The most above.
pub const TOP: Param = share(
    "top_frac",
    "Most that is cut off above, as a share of the height.",
);
/// The most below.
pub const BOTTOM: Param = share(
    "bottom_frac",
    "Most that is cut off below, as a share of the height.",
);

static META: Meta = Meta {
    name: "random_crop_from_borders",
    title: "Random crop from borders",
    doc: "Cuts a drawn number of lines and columns off each side, up to a share of the picture; at least one pixel stays. Source: albumentations 2.0.8 RandomCropFromBorders.",
    group: "geometry",
    aliases: &["RandomCropFromBorders", "trim borders"],
    params: &[&LEFT, &RIGHT, &TOP, &BOTTOM],
    moves: true,
    ..Meta::BASE
};

impl Op for RandomCropFromBorders {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        for (first, second) in [(&LEFT, &RIGHT), (&TOP, &BOTTOM)] {
            let sum = args.num(first) + args.num(second);
            if sum > 1.0 {
                let why = format!("and {} must not cut off more than everything", first.name);
                return Err(Error::new(Code::Range, why)
                    .at_param(second.name)
                    .with_value(args.num(second)));
            }
        }
        Ok(())
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        // Whole numbers, both ends included.
        let whole = |low: i64, high: i64, name: &str| {
            let count = (high - low + 1) as f64;
            low + ((cx.die.uniform(name) * count) as i64).min(high - low)
        };
        let part = |share: f64, len: i64| (share * len as f64) as i64;
        let span = |first: &Param, second: &Param, len: u32| {
            let len = i64::from(len);
            let start = whole(0, part(cx.args.num(first), len), first.name);
            let least = part(1.0 - cx.args.num(second), len).max(start + 1);
            (start, whole(least, len, second.name) - start)
        };
        let (x, width) = span(&LEFT, &RIGHT, cx.state.size.width);
        let (y, height) = span(&TOP, &BOTTOM, cx.state.size.height);
        Ok(Drawn::Fixed(vec![cut([x, y, width, height])]))
    }
}
