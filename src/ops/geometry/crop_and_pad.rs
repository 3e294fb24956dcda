//! `crop_and_pad`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::common::{FILL, RESAMPLING, resampling_exists};
use crate::ops::geometry::center_crop::cut;
use crate::ops::geometry::pad::{BORDER, fixed, no_wrap_elsewhere, padded};
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// Drawn amounts cut off or added at the four sides.
pub struct CropAndPad;

/// Share of a side.
pub const SHARE: Param = Param::number(
    "amount_frac",
    "What each side gains, as a share of the height or width; below 0 it loses. Fractions of a px are dropped.",
)
.uniform(-0.1, 0.1)
.hard(-1.0, 4.0)
.slider(-0.5, 0.5);
/// Pixels of a side.
pub const PX: Param = Param::integer(
    "amount_px",
    "What each side gains in px, added to the share; below 0 it loses.",
)
.value(0.0)
.hard(-16384.0, 4096.0)
.slider(-64.0, 64.0)
.unit("px");
/// Whether each side draws for itself.
pub const EACH: Param = Param::switch(
    "each_side",
    "Each side draws its own amount; without it all share one.",
    true,
)
.rare();
/// Whether the size stays.
pub const KEEP: Param = Param::switch(
    "keep_size",
    "Resizes the result to the size that the picture had.",
    true,
);

static META: Meta = Meta {
    name: "crop_and_pad",
    title: "Crop and pad",
    doc: "Cuts off or adds drawn amounts at the four sides, then resizes to the size before. What is cut off too much is given back; where that fails too it is an error. Source: albumentations 2.0.8 CropAndPad.",
    group: "geometry",
    aliases: &["CropAndPad", "zoom"],
    params: &[&SHARE, &PX, &EACH, &KEEP, &RESAMPLING, &BORDER, &FILL],
    moves: true,
    ..Meta::BASE
};

/// What remains is at least one line: what is cut off too much is given back on both sides.
fn leave_one([first, second]: [i64; 2], len: i64) -> [i64; 2] {
    if len - first - second >= 1 {
        return [first, second];
    }
    let back = len + 1;
    let (mut a, mut b) = (back / 2 + back % 2, back / 2);
    if a > first {
        (a, b) = (first, b + a - first);
    } else if b > second {
        (a, b) = (a + b - second, second);
    }
    [(first - a).max(0), (second - b).max(0)]
}

impl Op for CropAndPad {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        no_wrap_elsewhere(args, dialect)?;
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let size = cx.state.size;
        let (width, height) = (i64::from(size.width), i64::from(size.height));
        let amount = |side: &str, len: i64| {
            let name = |param: &Param| {
                if cx.args.on(&EACH) {
                    format!("{}.{side}", param.name)
                } else {
                    param.name.to_owned()
                }
            };
            let share = cx.args.law(&SHARE).draw(&cx.die, &name(&SHARE), false);
            let px = cx.args.law(&PX).draw(&cx.die, &name(&PX), true);
            (share * len as f64) as i64 + px as i64
        };
        let amounts = [
            amount("left", width),
            amount("top", height),
            amount("right", width),
            amount("bottom", height),
        ];
        let [left, top, right, bottom] = amounts.map(|v| (-v).max(0));
        let [left, right] = leave_one([left, right], width);
        let [top, bottom] = leave_one([top, bottom], height);
        if width - left - right < 1 || height - top - bottom < 1 {
            let why = format!("draws more than the {width} × {height} px there are");
            return Err(Error::new(Code::Range, why).at_param(SHARE.name));
        }
        let mut out = Vec::new();
        let mut now = Size::new(
            (width - left - right) as u32,
            (height - top - bottom) as u32,
        );
        if now != size {
            out.push(cut([left, top, now.width.into(), now.height.into()]));
        }
        let sides = amounts.map(|v| v.max(0));
        if sides != [0; 4] {
            out.push(fixed(sides, cx.args));
            let [width, height] = padded(now, sides).map(|v| v as u32);
            now = Size::new(width, height);
        }
        if now != size && cx.args.on(&KEEP) {
            out.push(resize::fixed(size, cx.args));
        }
        Ok(Drawn::Fixed(out))
    }
}
