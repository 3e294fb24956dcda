//! `unsharp_mask`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::unsharp::Unsharp;
use crate::ops::common::{check_odd, with_odd};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Sharpening by what a blur takes away.
pub struct UnsharpMask;

/// Kernel size.
pub const KERNEL: Param = Param::integer("kernel_px", "Width of the Gaussian's kernel, odd.")
    .uniform(3.0, 7.0)
    .hard(3.0, 255.0)
    .slider(3.0, 31.0)
    .by(2.0)
    .unit("px");
/// Standard deviation.
pub const SIGMA: Param = Param::number(
    "sigma_px",
    "Standard deviation of the Gaussian; 0 takes it from the kernel's width.",
)
.value(0.0)
.hard(0.0, 100.0)
.slider(0.0, 10.0)
.by(0.1)
.unit("px");
/// Strength.
pub const ALPHA: Param = Param::number("alpha", "Share of the lost detail that is added.")
    .uniform(0.2, 0.5)
    .hard(0.0, 1.0)
    .identity(0.0);
/// Threshold.
pub const THRESHOLD: Param = Param::integer(
    "threshold_level",
    "Only detail stronger than this is added.",
)
.value(10.0)
.hard(0.0, 255.0)
.slider(0.0, 64.0)
.fixed();

static META: Meta = Meta {
    name: "unsharp_mask",
    title: "Unsharp mask",
    doc: "Adds the detail that a Gaussian blur takes away, where there is enough of it; faint at its defaults, the library's. Source: albumentations 2.0.8 UnsharpMask with OpenCV 5.0 GaussianBlur in single precision.",
    group: "blur",
    aliases: &[
        "UnsharpMask",
        "GaussianSharpen",
        "RandGaussianSharpen",
        "RandGaussianSharpend",
        "USM",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&KERNEL, &SIGMA, &ALPHA, &THRESHOLD],
    ..Meta::BASE
};

impl Op for UnsharpMask {
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
        to.then(Family::Unsharp(Unsharp {
            size: args.int(&KERNEL) as u32,
            sigma: args.num(&SIGMA),
            alpha: args.num(&ALPHA),
            threshold: args.num(&THRESHOLD),
        }));
        Ok(())
    }
}
