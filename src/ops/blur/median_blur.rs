//! `median_blur`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::rank::Rank;
use crate::ops::common::{check_odd, with_odd};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A median over a square.
pub struct MedianBlur;

/// Kernel size.
pub const KERNEL: Param = Param::integer("kernel_px", "Width and height of the square, odd.")
    .uniform(3.0, 7.0)
    .hard(1.0, 255.0)
    .slider(1.0, 31.0)
    .by(2.0)
    .unit("px")
    .identity(1.0);

static META: Meta = Meta {
    name: "median_blur",
    title: "Median blur",
    doc: "Replaces every sample by the median of the square around it: specks go, edges stay. Source: OpenCV 5.0 medianBlur as albumentations 2.0.8 MedianBlur calls it; the edge is repeated.",
    group: "blur",
    aliases: &[
        "MedianBlur",
        "RandomMedianBlur",
        "MedianSmooth",
        "MedianFilter",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&KERNEL],
    ..Meta::BASE
};

impl Op for MedianBlur {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        check_odd(args, &KERNEL)
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        Ok(with_odd(cx, &KERNEL))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let size = args.int(&KERNEL) as u32;
        to.then(Family::Rank(Rank::Median { size }));
        Ok(())
    }
}
