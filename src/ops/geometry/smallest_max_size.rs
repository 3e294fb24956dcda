//! `smallest_max_size`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::longest_max_size::{HEIGHT, WIDTH, factors, legal, scaled, sides};
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// The shorter side gets a given length.
pub struct SmallestMaxSize;

/// Length of the shorter side.
pub const SIZE: Param = Param::integer("size_px", "Length of the shorter side after the step.")
    .value(256.0)
    .hard(1.0, 16384.0)
    .slider(16.0, 1024.0)
    .unit("px");
/// The most that the longer side may have.
pub const MOST: Param = Param::integer(
    "max_size_px",
    "Greatest length of the longer side; where it is reached it decides. 0 sets no limit.",
)
.value(0.0)
.hard(0.0, 16384.0)
.slider(0.0, 2048.0)
.unit("px")
.only(&[Dialect::Pil, Dialect::Torch])
.fixed()
.rare();

static META: Meta = Meta {
    name: "smallest_max_size",
    title: "Shortest side",
    doc: "Resizes so that the shorter side has a given length, or the picture just covers a rectangle; the aspect stays. Keypoints follow the pixels. Sources: albumentations 2.0.8 SmallestMaxSize (sides are rounded), torchvision 0.29 Resize of one number, RandomResize (fractions are dropped).",
    group: "geometry",
    aliases: &[
        "SmallestMaxSize",
        "Resize one number",
        "RandomResize",
        "RandomShortSide",
    ],
    params: &[
        &SIZE,
        &MOST,
        &WIDTH,
        &HEIGHT,
        &RESAMPLING,
        &resize::ANTIALIAS,
        &resize::AREA,
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for SmallestMaxSize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        let (most, greatest) = (args.num(&MOST), args.law(&SIZE).reach().1);
        if most > 0.0 && most <= greatest {
            let why = format!("must be above {}, which is {greatest}", SIZE.name);
            return Err(Error::new(Code::Range, why)
                .at_param(MOST.name)
                .with_value(most));
        }
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let (size, wanted) = (cx.state.size, cx.num(&SIZE));
        let short = f64::from(size.width.min(size.height));
        let long = f64::from(size.width.max(size.height));
        let most = cx.args.num(&MOST);
        let cover = factors(cx.args, size).reduce(f64::max);
        let factor = cover.unwrap_or(wanted / short);
        let new = if cx.dialect == Dialect::Cv2 {
            scaled(size, factor)
        } else {
            let other = (wanted * long / short).trunc();
            if most > 0.0 && other > most {
                sides(size, (most * wanted / other).trunc(), most)
            } else {
                sides(size, wanted, other)
            }
        };
        let to = legal(new, &SIZE, wanted)?;
        let fixed = resize::by(factor, size, to, cx.args, cx.dialect);
        Ok(Drawn::Fixed(vec![fixed]))
    }
}
