//! `sharpen`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::blend::Blend;
use crate::kernel::stencil::Stencil;
use crate::ops::common::check_odd;
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Sharpening by a kernel or a Gaussian.
pub struct Sharpen;

/// Strength.
pub const ALPHA: Param = Param::number("alpha", "Share of the sharpened picture.")
    .uniform(0.2, 0.5)
    .hard(0.0, 1.0)
    .identity(0.0);
/// Lightness.
pub const LIGHTNESS: Param = Param::number(
    "lightness",
    "Weight of the pixel itself beside its edges; 1 keeps the brightness. Method kernel only.",
)
.uniform(0.5, 1.0)
.hard(0.0, 10.0)
.slider(0.0, 2.0);
/// Method.
pub const METHOD: Param = Param::choice(
    "method",
    "How: kernel adds a 3×3 edge filter; gaussian adds the difference from a blur, wrapped around in 8 bits.",
    &["kernel", "gaussian"],
    "kernel",
);
/// Kernel size.
pub const KERNEL: Param = Param::integer(
    "kernel_px",
    "Width of the Gaussian's kernel, odd. Method gaussian only.",
)
.value(5.0)
.hard(3.0, 255.0)
.slider(3.0, 31.0)
.by(2.0)
.unit("px")
.fixed()
.rare();
/// Standard deviation.
pub const SIGMA: Param = Param::number(
    "sigma_px",
    "Standard deviation of the Gaussian. Method gaussian only.",
)
.value(1.0)
.hard(0.01, 100.0)
.slider(0.1, 10.0)
.by(0.1)
.unit("px")
.fixed()
.rare();

static META: Meta = Meta {
    name: "sharpen",
    title: "Sharpen",
    doc: "Makes edges stronger. Source: albumentations 2.0.8 Sharpen with OpenCV 5.0 filter2D and GaussianBlur. Its method gaussian fails on grey pictures with a channel axis; here they are sharpened like one channel of three.",
    group: "blur",
    aliases: &["Sharpen", "edge enhance"],
    dialects: &[Dialect::Cv2],
    params: &[&ALPHA, &LIGHTNESS, &METHOD, &KERNEL, &SIGMA],
    ..Meta::BASE
};

/// A 3×3 kernel mixed with what changes nothing, in single precision.
pub(super) fn mixed(alpha: f64, effect: [f32; 9]) -> Stencil {
    let (keep, alpha) = ((1.0 - alpha) as f32, alpha as f32);
    let centre = |i| if i == 4 { keep } else { 0.0 };
    Stencil::Correlate {
        width: 3,
        weights: (0..9)
            .zip(effect)
            .map(|(i, w)| centre(i) + alpha * w)
            .collect(),
    }
}

impl Op for Sharpen {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        check_odd(args, &KERNEL)
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let alpha = args.num(&ALPHA);
        if args.word(&METHOD) == "kernel" {
            let mut effect = [-1.0; 9];
            effect[4] = (8.0 + args.num(&LIGHTNESS)) as f32;
            to.then(Family::Stencil(mixed(alpha, effect)));
            return Ok(());
        }
        let image = to.current();
        let blurred = Stencil::Cv2GaussianFixed {
            size: args.int(&KERNEL) as u32,
            sigma: args.num(&SIGMA),
        };
        let blurred = to.emit(Family::Stencil(blurred), &[image]);
        let out = to.emit(
            Family::Blend(Blend::Cv2Sharpen { alpha }),
            &[image, blurred],
        );
        to.set(out);
        Ok(())
    }
}
