//! `longest_max_size`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// The longer side gets a given length.
pub struct LongestMaxSize;

/// Length of the longer side.
pub const SIZE: Param = Param::integer("size_px", "Length of the longer side after the step.")
    .value(224.0)
    .hard(1.0, 16384.0)
    .slider(16.0, 1024.0)
    .unit("px");

const fn side(name: &'static str, doc: &'static str) -> Param {
    Param::integer(name, doc)
        .value(0.0)
        .hard(0.0, 16384.0)
        .slider(0.0, 1024.0)
        .unit("px")
        .only(&[Dialect::Cv2])
        .fixed()
        .rare()
}

/// Width to fit.
pub const WIDTH: Param = side(
    "width_px",
    "Width of a rectangle that replaces the one size; 0 leaves the width free.",
);
/// Height to fit.
pub const HEIGHT: Param = side(
    "height_px",
    "Height of a rectangle that replaces the one size; 0 leaves the height free.",
);

static META: Meta = Meta {
    name: "longest_max_size",
    title: "Longest side",
    doc: "Resizes so that the longer side has a given length, or the picture just fits into a rectangle; the aspect stays. Sources: albumentations 2.0.8 LongestMaxSize (sides are rounded), torchvision 0.29 Resize with max_size alone (fractions are dropped).",
    group: "geometry",
    aliases: &[
        "LongestMaxSize",
        "Resize max_size",
        "fit within",
        "ResizeKeepRatio",
        "letterbox",
    ],
    params: &[
        &SIZE,
        &WIDTH,
        &HEIGHT,
        &RESAMPLING,
        &resize::ANTIALIAS,
        &resize::AREA,
    ],
    moves: true,
    ..Meta::BASE
};

/// A size by a factor, each side rounded, at least one pixel: albumentations' `MaxSizeTransform`.
pub(super) fn scaled(size: Size, scale: f64) -> [f64; 2] {
    [size.width, size.height].map(|len| (f64::from(len) * scale).round_ties_even().max(1.0))
}

/// The factors by which the sides reach the rectangle, where it is given.
pub(super) fn factors(args: &Args, size: Size) -> impl Iterator<Item = f64> {
    let sides = [(&WIDTH, size.width), (&HEIGHT, size.height)];
    let factor = |(param, len): (&Param, u32)| (args.num(param), f64::from(len));
    let given = sides
        .map(factor)
        .into_iter()
        .filter(|(wanted, _)| *wanted > 0.0);
    given.map(|(wanted, len)| wanted / len)
}

/// The size if it is one.
pub(super) fn legal([width, height]: [f64; 2], param: &Param, value: f64) -> Result<Size> {
    if width < 1.0 || height < 1.0 {
        let why = format!("leaves {width} × {height} px");
        return Err(Error::new(Code::Range, why)
            .at_param(param.name)
            .with_value(value));
    }
    let size = Size::new(width as u32, height as u32);
    crate::image::check_size(size).map_err(|e| e.at_param(param.name).with_value(value))?;
    Ok(size)
}

/// A shorter and a longer side as width and height of a picture that lies or stands as `size` does.
pub(super) fn sides(size: Size, short: f64, long: f64) -> [f64; 2] {
    if size.width <= size.height {
        [short, long]
    } else {
        [long, short]
    }
}

impl Op for LongestMaxSize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let (size, most) = (cx.state.size, cx.num(&SIZE));
        let short = f64::from(size.width.min(size.height));
        let long = f64::from(size.width.max(size.height));
        let fit = factors(cx.args, size).reduce(f64::min);
        let factor = fit.unwrap_or(most / long);
        let wanted = match cx.dialect {
            Dialect::Cv2 => scaled(size, factor),
            _ => sides(size, (most * short / long).trunc(), most),
        };
        let to = legal(wanted, &SIZE, most)?;
        let fixed = resize::by(factor, size, to, cx.args, cx.dialect);
        Ok(Drawn::Fixed(vec![fixed]))
    }
}
