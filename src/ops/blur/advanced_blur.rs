//! `advanced_blur`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::noise::hash;
use crate::kernel::stencil::Stencil;
use crate::math::{cos, exp, pow, radians, sin};
use crate::ops::common::{check_odd, draw_odd};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param};
use crate::policy::law::Law;
use crate::program::{Family, Lowering};

/// A generalised Gaussian, turned and noisy.
pub struct AdvancedBlur;

/// Kernel size.
pub const KERNEL: Param = Param::integer("kernel_px", "Width and height of the kernel, odd.")
    .uniform(3.0, 7.0)
    .hard(3.0, 51.0)
    .slider(3.0, 31.0)
    .by(2.0)
    .unit("px");
/// Standard deviation across.
pub const SIGMA_X: Param = Param::number(
    "sigma_x_px",
    "Standard deviation along the kernel's first axis.",
)
.uniform(0.2, 1.0)
.hard(0.01, 100.0)
.slider(0.1, 10.0)
.by(0.1)
.unit("px");
/// Standard deviation down.
pub const SIGMA_Y: Param = Param::number(
    "sigma_y_px",
    "Standard deviation along the kernel's second axis.",
)
.uniform(0.2, 1.0)
.hard(0.01, 100.0)
.slider(0.1, 10.0)
.by(0.1)
.unit("px");
/// Angle.
pub const ANGLE: Param = Param::number(
    "angle_deg",
    "Turns the kernel's axes, 90 from right to down.",
)
.uniform(-90.0, 90.0)
.hard(-360.0, 360.0)
.slider(-90.0, 90.0)
.by(1.0)
.unit("°");
/// Shape.
pub const BETA: Param = Param::number(
    "beta",
    "Shape: 1 is a Gaussian, less is peaked, more is flat. Of a range around 1 half the draws lie below.",
)
.uniform(0.5, 8.0)
.hard(0.01, 100.0)
.slider(0.1, 8.0)
.rare();
/// Least noise.
pub const NOISE_MIN: Param = Param::number("noise_min", "Least factor on a weight of the kernel.")
    .value(0.9)
    .hard(0.0, 10.0)
    .slider(0.0, 2.0)
    .fixed()
    .rare();
/// Greatest noise.
pub const NOISE_MAX: Param =
    Param::number("noise_max", "Greatest factor on a weight of the kernel.")
        .value(1.1)
        .hard(0.0, 10.0)
        .slider(0.0, 2.0)
        .fixed()
        .rare();
/// The seed.
pub const SEED: Param = Param::seed("seed", "Seed of the kernel's noise; drawn when absent.");

static META: Meta = Meta {
    name: "advanced_blur",
    title: "Advanced blur",
    doc: "Blurs by a generalised Gaussian that is stretched, turned and noisy; often faint at its defaults, the library's. Source: albumentations 2.0.8 AdvancedBlur with OpenCV 5.0 filter2D; with the same noise the pixels are the library's, but kernels of 12 px and more go through a Fourier transform there, so sums half way between two levels may be rounded either way.",
    group: "blur",
    aliases: &[
        "AdvancedBlur",
        "generalised Gaussian blur",
        "anisotropic blur",
    ],
    dialects: &[Dialect::Cv2],
    params: &[
        &KERNEL, &SIGMA_X, &SIGMA_Y, &ANGLE, &BETA, &NOISE_MIN, &NOISE_MAX, &SEED,
    ],
    ..Meta::BASE
};

/// Half the draws of a range around 1 lie below it.
fn beta(cx: &Drawing<'_>) -> f64 {
    match cx.args.law(&BETA) {
        Law::Uniform(a, b) if a < 1.0 && 1.0 < b => {
            let u = 2.0 * cx.die.uniform(BETA.name);
            if u < 1.0 {
                a + u * (1.0 - a)
            } else {
                1.0 + (u - 1.0) * (b - 1.0)
            }
        }
        _ => cx.num(&BETA),
    }
}

/// The weights; nothing where all of them vanish.
fn kernel(args: &Args) -> Option<Vec<f32>> {
    let side = args.int(&KERNEL) as usize;
    let half = (side / 2) as f64;
    let angle = radians(args.num(&ANGLE));
    let (s, c) = (sin(angle), cos(angle));
    let [x2, y2] = [&SIGMA_X, &SIGMA_Y].map(|p| args.num(p) * args.num(p));
    // The covariance, turned, and its inverse.
    let (xx, xy) = (c * x2 * c + s * y2 * s, c * x2 * s - s * y2 * c);
    let yy = s * x2 * s + c * y2 * c;
    let area = xx * yy - xy * xy;
    let (beta, seed) = (args.num(&BETA), args.seed(&SEED));
    let (low, high) = (args.num(&NOISE_MIN), args.num(&NOISE_MAX));
    let weights: Vec<f64> = (0..side * side)
        .map(|i| {
            let (x, y) = ((i % side) as f64 - half, (i / side) as f64 - half);
            let square = (yy * x * x - 2.0 * xy * x * y + xx * y * y) / area;
            let bits = hash(seed, (i % side) as u32, (i / side) as u32)[0];
            let noise = low + (high - low) * (f64::from(bits) / 4_294_967_296.0);
            exp(-0.5 * pow(square, beta)) * noise
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    (sum > 0.0).then(|| {
        let share = |w: f64| (f64::from(w as f32) / sum) as f32;
        weights.into_iter().map(share).collect()
    })
}

impl Op for AdvancedBlur {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        check_odd(args, &KERNEL)?;
        if args.num(&NOISE_MIN) > args.num(&NOISE_MAX) {
            return Err(Error::new(Code::Range, "must not be above noise_max")
                .at_param(NOISE_MIN.name)
                .with_value(args.num(&NOISE_MIN)));
        }
        Ok(())
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let args = cx
            .constants()
            .with(&KERNEL, draw_odd(cx, &KERNEL))
            .with(&BETA, beta(cx));
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let Some(weights) = kernel(args) else {
            return Err(Error::new(Code::Range, "leaves a kernel without weights")
                .at_param(NOISE_MAX.name)
                .with_value(args.num(&NOISE_MAX)));
        };
        let width = args.int(&KERNEL) as u32;
        to.then(Family::Stencil(Stencil::Correlate { width, weights }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use crate::image::Size;
    use crate::sample::State;

    #[test]
    fn noise_keeps_its_bounds_and_the_sum() {
        let args = Args::defaults(META.params)
            .with(&KERNEL, 7.0)
            .with(&SIGMA_X, 3.0)
            .with(&SIGMA_Y, 3.0)
            .with(&BETA, 1.0);
        let plain = kernel(&args.clone().with(&NOISE_MIN, 1.0).with(&NOISE_MAX, 1.0)).unwrap();
        let noisy = kernel(&args).unwrap();
        let sum: f32 = noisy.iter().sum();
        assert!((sum - 1.0).abs() < 1e-6);
        let factors: Vec<f32> = noisy.iter().zip(&plain).map(|(a, b)| a / b).collect();
        assert!(factors.iter().all(|f| (0.85..1.2).contains(f)));
        let (least, most) = factors
            .iter()
            .fold((9f32, 0f32), |(a, b), f| (a.min(*f), b.max(*f)));
        assert!(most - least > 0.1, "{least} {most}");
    }
    /// The drawn values of one parameter over many views.
    fn drawn(step: &str, name: &str) -> Vec<f64> {
        let policy = format!("augplay: 1\ntarget: albumentations 2.0.8\nsteps: [{step}]");
        let policy = Policy::parse(&policy).unwrap();
        let state = State::of(Size::new(9, 9), 3);
        (0..3000)
            .map(|view| {
                let draw = policy.draw(&state, "k", view).unwrap();
                let args = draw.policy.steps[0].what.args().clone();
                let found = args.iter().find(|(p, _)| p.name == name).unwrap();
                args.num(found.0)
            })
            .collect()
    }

    fn share(values: &[f64], of: impl Fn(f64) -> bool) -> f64 {
        values.iter().filter(|v| of(**v)).count() as f64 / values.len() as f64
    }

    #[test]
    fn odd_sizes_have_equal_chances() {
        for op in ["box_blur", "motion_blur", "advanced_blur"] {
            let sizes = drawn(&format!("{{op: {op}, kernel_px: [3, 7]}}"), "kernel_px");
            for size in [3.0, 5.0, 7.0] {
                let share = share(&sizes, |v| v == size);
                assert!((share - 1.0 / 3.0).abs() < 0.03, "{op} {size}: {share}");
            }
        }
    }

    #[test]
    fn half_the_betas_lie_below_one() {
        let betas = drawn("{op: advanced_blur, beta: [0.5, 8]}", "beta");
        for (low, high, wanted) in [(0.5, 0.75, 0.25), (0.5, 1.0, 0.5), (1.0, 2.75, 0.125)] {
            let share = share(&betas, |v| (low..high).contains(&v));
            assert!((share - wanted).abs() < 0.03, "{low} to {high}: {share}");
        }
    }
}
