//! `random_shortest_size`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::ops::common::{RESAMPLING, resampling_exists};
use crate::ops::geometry::longest_max_size::legal;
use crate::ops::geometry::resize;
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};

/// A drawn shorter side with a limit on the longer one.
pub struct RandomShortestSize;

/// Length of the shorter side.
pub const SIZE: Param = Param::integer(
    "size_px",
    "Length of the shorter side; a law or a choice of several.",
)
.value(256.0)
.hard(1.0, 16384.0)
.slider(16.0, 1024.0)
.unit("px");
/// The most that the longer side may have.
pub const MOST: Param = Param::integer(
    "max_size_px",
    "Most that the longer side may have, which then decides; 0 sets no limit.",
)
.value(0.0)
.hard(0.0, 16384.0)
.slider(0.0, 2048.0)
.unit("px")
.fixed();

static META: Meta = Meta {
    name: "random_shortest_size",
    title: "Random shortest side",
    doc: "Resizes both sides by the factor that gives the shorter one a drawn length, fractions dropped; a side without pixels is an error. Source: torchvision 0.29 RandomShortestSize.",
    group: "geometry",
    aliases: &["RandomShortestSize", "ResizeShortestEdge"],
    dialects: &[Dialect::Pil, Dialect::Torch],
    params: &[&SIZE, &MOST, &RESAMPLING, &resize::ANTIALIAS],
    moves: true,
    ..Meta::BASE
};

impl Op for RandomShortestSize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, dialect: Dialect) -> Result<()> {
        resampling_exists(args, dialect)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let (size, wanted, most) = (cx.state.size, cx.num(&SIZE), cx.args.num(&MOST));
        let mut factor = wanted / f64::from(size.width.min(size.height));
        if most > 0.0 {
            factor = factor.min(most / f64::from(size.width.max(size.height)));
        }
        let new = [size.width, size.height].map(|len| (f64::from(len) * factor).trunc());
        let size = legal(new, &SIZE, wanted)?;
        Ok(Drawn::Fixed(vec![resize::fixed(size, cx.args)]))
    }
}
