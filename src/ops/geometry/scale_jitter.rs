//! `scale_jitter`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::longest_max_size::legal;
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// A drawn part of the size that fits into a rectangle.
pub struct ScaleJitter;

/// The factor.
pub const SCALE: Param = Param::number(
    "scale",
    "Factor of the size that would just fit into the target.",
)
.uniform(0.1, 2.0)
.hard(0.001, 100.0)
.slider(0.1, 4.0);

static META: Meta = Meta {
    name: "scale_jitter",
    title: "Scale jitter",
    doc: "Resizes to a drawn multiple of the size that just fits into a target; the aspect stays. A side without pixels is an error. Source: torchvision 0.29 ScaleJitter, whose target_size takes the width first.",
    group: "geometry",
    aliases: &["ScaleJitter", "JitteredResize", "large scale jitter", "LSJ"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[
        &resize::WIDTH,
        &resize::HEIGHT,
        &SCALE,
        &RESAMPLING,
        &resize::ANTIALIAS,
    ],
    moves: true,
    ..Meta::BASE
};

impl Op for ScaleJitter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let (size, scale) = (cx.state.size, cx.num(&SCALE));
        let ratio = |param: &Param, len: u32| cx.num(param) / f64::from(len);
        let fit = ratio(&resize::HEIGHT, size.height).min(ratio(&resize::WIDTH, size.width));
        // The library's factor is a tensor, and so the rest is single precision.
        let factor = fit as f32 * scale as f32;
        let new = [size.width, size.height].map(|len| f64::from((len as f32 * factor).trunc()));
        let size = legal(new, &SCALE, scale)?;
        Ok(Drawn::Fixed(vec![resize::fixed(size, cx.args)]))
    }
}
