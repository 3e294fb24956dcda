//! `random_scale`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::longest_max_size::legal;
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// Both sides by one drawn factor.
pub struct RandomScale;

/// The factor.
pub const SCALE: Param = Param::number(
    "scale",
    "Factor of both sides, fractions of a px dropped; above 1 enlarges. A picture that would lose its last pixel is an error.",
)
.uniform(0.9, 1.1)
.hard(0.001, 100.0)
.slider(0.1, 4.0)
.identity(1.0);

static META: Meta = Meta {
    name: "random_scale",
    title: "Random scale",
    doc: "Resizes both sides by one drawn factor; the size changes. Source: albumentations 2.0.8 RandomScale.",
    group: "geometry",
    aliases: &["RandomScale", "rescale"],
    params: &[&SCALE, &RESAMPLING, &resize::ANTIALIAS, &resize::AREA],
    moves: true,
    ..Meta::BASE
};

impl Op for RandomScale {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let (size, scale) = (cx.state.size, cx.num(&SCALE));
        let new = [size.width, size.height].map(|len| (f64::from(len) * scale).trunc());
        let to = legal(new, &SCALE, scale)?;
        let fixed = resize::by(scale, size, to, cx.args, cx.dialect);
        Ok(Drawn::Fixed(vec![fixed]))
    }
}
