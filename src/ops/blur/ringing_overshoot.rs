//! `ringing_overshoot`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::stencil::Stencil;
use crate::math::{PI, bessel_j1};
use crate::ops::common::{check_odd, with_odd};
use crate::ops::{Drawing, Drawn, Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A low-pass filter cut off short.
pub struct RingingOvershoot;

/// Kernel size.
pub const KERNEL: Param = Param::integer("kernel_px", "Width and height of the kernel, odd.")
    .uniform(7.0, 15.0)
    .hard(3.0, 51.0)
    .slider(3.0, 31.0)
    .by(2.0)
    .unit("px");
/// Cutoff.
pub const CUTOFF: Param = Param::number(
    "cutoff",
    "Highest frequency that passes, radians a pixel; less blurs more and rings wider.",
)
.uniform(PI / 4.0, PI / 2.0)
.hard(0.01, PI)
.slider(0.1, PI);

static META: Meta = Meta {
    name: "ringing_overshoot",
    title: "Ringing and overshoot",
    doc: "Adds halos along edges, as a sharp low-pass filter or strong compression does. Source: albumentations 2.0.8 RingingOvershoot (a 2-D sinc filter) with OpenCV 5.0 filter2D; kernels of 13 px and more go through a Fourier transform there, so sums half way between two levels may be rounded either way.",
    group: "blur",
    aliases: &["RingingOvershoot", "sinc filter", "Gibbs", "halo"],
    dialects: &[Dialect::Cv2],
    params: &[&KERNEL, &CUTOFF],
    ..Meta::BASE
};

/// The circular low-pass filter's impulse response, to the sum 1.
fn kernel(side: usize, cutoff: f64) -> Vec<f32> {
    let half = (side - 1) as f64 / 2.0;
    let weights: Vec<f64> = (0..side * side)
        .map(|i| {
            let (x, y) = ((i / side) as f64 - half, (i % side) as f64 - half);
            let far = (x * x + y * y).sqrt();
            if far == 0.0 {
                cutoff * cutoff / (4.0 * PI)
            } else {
                cutoff * bessel_j1(cutoff * far) / (2.0 * PI * far)
            }
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    let share = |w: f64| (f64::from(w as f32) / sum) as f32;
    weights.into_iter().map(share).collect()
}

impl Op for RingingOvershoot {
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
        let side = args.int(&KERNEL) as u32;
        to.then(Family::Stencil(Stencil::Correlate {
            width: side,
            weights: kernel(side as usize, args.num(&CUTOFF)),
        }));
        Ok(())
    }
}
