//! `downscale`.

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::resize::Resize;
use crate::kernel::{Dialect, Filter};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Shrinks and enlarges again.
pub struct Downscale;

/// Scale.
pub const SCALE: Param = Param::number("scale", "Size in between, as a share of the picture's.")
    .value(0.25)
    .hard(0.001, 1.0)
    .slider(0.05, 1.0)
    .identity(1.0);
/// Interpolation on the way down.
pub const DOWN: Param = Param::choice(
    "down_interpolation",
    "How pixels are found while shrinking; none widens its reach.",
    &["nearest", "bilinear", "bicubic"],
    "nearest",
)
.rare();
/// Interpolation on the way up.
pub const UP: Param = Param::choice(
    "up_interpolation",
    "How pixels are found while enlarging.",
    &["nearest", "bilinear", "bicubic"],
    "nearest",
)
.rare();

static META: Meta = Meta {
    name: "downscale",
    title: "Downscale",
    doc: "Shrinks the picture and enlarges it again, so that detail is lost. Source: albumentations 2.0.8 Downscale with OpenCV 5.0 resize.",
    group: "blur",
    aliases: &["Downscale", "pixelate", "RandomDownscale", "downsample"],
    dialects: &[Dialect::Cv2],
    params: &[&SCALE, &DOWN, &UP],
    ..Meta::BASE
};

fn filter(args: &Args, param: &Param) -> Filter {
    match args.word(param) {
        "bilinear" => Filter::Bilinear,
        "bicubic" => Filter::Bicubic,
        _ => Filter::Nearest,
    }
}

impl Op for Downscale {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let (scale, size) = (args.num(&SCALE), to.state.size);
        let shrunk = |len: u32| (f64::from(len) * scale).round_ties_even() as u32;
        let small = Size::new(shrunk(size.width), shrunk(size.height));
        if small.width == 0 || small.height == 0 {
            let what = format!(
                "leaves nothing of a picture of {} × {}",
                size.width, size.height
            );
            return Err(Error::new(Code::Range, what)
                .at_param(SCALE.name)
                .with_value(scale));
        }
        let resize = |size, filter, factor| {
            Family::Resize(Resize {
                size,
                filter,
                antialias: false,
                dialect: Dialect::Cv2,
                factor,
                single: false,
            })
        };
        to.then(resize(small, filter(args, &DOWN), Some(scale)));
        to.then(resize(size, filter(args, &UP), None));
        Ok(())
    }
}
