//! `box_blur`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::stencil::Stencil;
use crate::ops::common::{check_odd, with_odd};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A mean over a square.
pub struct BoxBlur;

/// Kernel size.
pub const KERNEL: Param = Param::integer("kernel_px", "Width and height of the square, odd.")
    .uniform(3.0, 7.0)
    .hard(1.0, 255.0)
    .slider(1.0, 31.0)
    .by(2.0)
    .unit("px")
    .identity(1.0);

static META: Meta = Meta {
    name: "box_blur",
    title: "Box blur",
    doc: "Replaces every pixel by the mean of the square around it. Sources: OpenCV 5.0 blur as albumentations 2.0.8 Blur calls it, Pillow 13 ImageFilter.BoxBlur.",
    group: "blur",
    aliases: &[
        "Blur",
        "BoxBlur",
        "RandomBoxBlur",
        "mean blur",
        "average blur",
    ],
    dialects: &[Dialect::Cv2, Dialect::Pil],
    params: &[&KERNEL],
    ..Meta::BASE
};

impl Op for BoxBlur {
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
        let radius = (size / 2) as f32;
        to.then(Family::Stencil(if to.dialect == Dialect::Pil {
            Stencil::BoxBlur {
                radius_x: radius,
                radius_y: radius,
                passes: 1,
            }
        } else {
            Stencil::Cv2Box { size }
        }));
        Ok(())
    }
}
