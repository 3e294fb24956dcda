//! `motion_blur`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::stencil::Stencil;
use crate::math::{cos, radians, sin};
use crate::ops::common::{check_odd, with_odd};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A mean along a line.
pub struct MotionBlur;

/// Kernel size.
pub const KERNEL: Param = Param::integer(
    "kernel_px",
    "Width and height of the square that holds the line, odd.",
)
.uniform(3.0, 7.0)
.hard(1.0, 101.0)
.slider(3.0, 31.0)
.by(2.0)
.unit("px")
.identity(1.0);
/// Angle.
pub const ANGLE: Param = Param::number(
    "angle_deg",
    "Direction of the line: 0 is to the right, 90 is down, as Albumentations counts it.",
)
.uniform(0.0, 360.0)
.hard(-360.0, 360.0)
.slider(0.0, 360.0)
.by(1.0)
.unit("°");
/// Bias.
pub const DIRECTION: Param = Param::number(
    "direction",
    "Which half of the line counts: -1 only what lies behind, 0 both, 1 only what lies ahead.",
)
.uniform(-1.0, 1.0)
.hard(-1.0, 1.0);
/// Shift across.
pub const SHIFT_X: Param = Param::number(
    "shift_x",
    "Shift of the line to the right, in quarters of the kernel; 0 keeps it centred.",
)
.uniform(-1.0, 1.0)
.hard(-1.0, 1.0)
.rare();
/// Shift down.
pub const SHIFT_Y: Param = Param::number(
    "shift_y",
    "Shift of the line down, in quarters of the kernel; 0 keeps it centred.",
)
.uniform(-1.0, 1.0)
.hard(-1.0, 1.0)
.rare();

static META: Meta = Meta {
    name: "motion_blur",
    title: "Motion blur",
    doc: "Blurs along a line, as a moving camera does. Source: albumentations 2.0.8 MotionBlur with OpenCV 5.0 filter2D; kernels of 13 px and more go through a Fourier transform there, so sums half way between two levels may be rounded either way.",
    group: "blur",
    aliases: &["MotionBlur", "RandomMotionBlur", "camera shake"],
    dialects: &[Dialect::Cv2],
    params: &[&KERNEL, &ANGLE, &DIRECTION, &SHIFT_X, &SHIFT_Y],
    ..Meta::BASE
};

/// `create_motion_kernel`: the pixels nearest to as many points of the line as the kernel is wide.
fn line(args: &Args) -> Vec<f32> {
    let kernel = args.int(&KERNEL) as usize;
    let angle = radians(args.num(&ANGLE));
    let reach = (kernel / 2) as f64;
    let direction = args.num(&DIRECTION);
    let start = -reach * (1.0 - direction.max(0.0));
    let end = reach * (1.0 + direction.min(0.0));
    let step = (end - start) / (kernel.saturating_sub(1).max(1) as f64);
    let place = |t: f64, towards: f64, shift: f64| {
        let at = reach + towards * t + shift * reach / 2.0;
        at.round_ties_even().clamp(0.0, kernel as f64 - 1.0) as usize
    };
    let mut weights = vec![0.0; kernel * kernel];
    for i in 0..kernel {
        let t = if i + 1 == kernel {
            end
        } else {
            i as f64 * step + start
        };
        let x = place(t, cos(angle), args.num(&SHIFT_X));
        let y = place(t, sin(angle), args.num(&SHIFT_Y));
        weights[y * kernel + x] = 1.0;
    }
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|w: f32| w / sum).collect()
}

impl Op for MotionBlur {
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
        to.then(Family::Stencil(Stencil::Correlate {
            width: args.int(&KERNEL) as u32,
            weights: line(args),
        }));
        Ok(())
    }
}
