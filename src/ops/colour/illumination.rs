//! `illumination`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::illumination::{Illumination as Kernel, Shape};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Light that changes over the picture.
pub struct Illumination;

/// Where it changes.
pub const MODE: Param = Param::choice(
    "mode",
    "How the light lies: along a direction, from a corner, or in a spot.",
    &["linear", "corner", "gaussian"],
    "linear",
);
/// How much.
pub const INTENSITY: Param = Param::number(
    "intensity_frac",
    "Greatest change of the light, as a share of it; negative darkens.",
)
.uniform(0.01, 0.2)
.hard(-1.0, 1.0);
/// Which way.
pub const EFFECT: Param = Param::choice(
    "effect",
    "Whether the light is added as it is, taken away, or either by a drawn half chance.",
    &["brighten", "darken", "both"],
    "both",
);
/// Direction of linear light.
pub const ANGLE: Param = Param::number(
    "angle_deg",
    "Direction of linear light: 0 is to the right, 90 down.",
)
.uniform(0.0, 360.0)
.hard(0.0, 360.0)
.by(1.0)
.unit("°")
.rare();
/// Corner of corner light.
pub const CORNER: Param = Param::integer(
    "corner",
    "Corner of corner light: 0 to 3 clockwise from the upper left.",
)
.uniform(0.0, 3.0)
.hard(0.0, 3.0)
.rare();
/// Middle of the spot.
pub const X: Param = middle("x_frac", "Middle of the spot, as a share of the width.");
/// Middle of the spot.
pub const Y: Param = middle("y_frac", "Middle of the spot, as a share of the height.");
/// Width of the spot.
pub const SIGMA: Param = Param::number(
    "sigma_frac",
    "Width of the spot, as a share of the longer side.",
)
.uniform(0.2, 1.0)
.hard(0.01, 10.0)
.slider(0.05, 2.0)
.rare();

const fn middle(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc)
        .uniform(0.1, 0.9)
        .hard(0.0, 1.0)
        .rare()
}

static META: Meta = Meta {
    name: "illumination",
    title: "Illumination",
    doc: "Multiplies levels by light that changes over the picture. Source: albumentations 2.0.8 Illumination; its corner and spot refuse grey pictures with a channel axis, which augplay lights alike.",
    group: "colour",
    aliases: &[
        "Illumination",
        "RandomLinearIllumination",
        "RandomLinearCornerIllumination",
        "RandomGaussianIllumination",
        "uneven light",
        "vignette",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&MODE, &INTENSITY, &EFFECT, &ANGLE, &CORNER, &X, &Y, &SIGMA],
    ..Meta::BASE
};

impl Op for Illumination {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        let darkens = match args.word(&EFFECT) {
            "both" => cx.die.uniform(EFFECT.name) < 0.5,
            word => word == "darken",
        };
        if darkens {
            let intensity = -args.num(&INTENSITY);
            args = args.with(&INTENSITY, intensity);
        }
        args.set(&EFFECT, Value::Word("brighten"));
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let shape = match args.word(&MODE) {
            "corner" => Shape::Corner {
                corner: args.int(&CORNER) as u32,
            },
            "gaussian" => Shape::Gaussian {
                centre: [args.num(&X), args.num(&Y)],
                sigma: args.num(&SIGMA),
            },
            _ => Shape::Linear {
                angle_deg: args.num(&ANGLE),
            },
        };
        to.then(Family::Illumination(Kernel {
            intensity: args.num(&INTENSITY),
            shape,
        }));
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
    fn half_of_the_draws_darken() {
        let policy = Policy::parse("augplay: 1\nsteps: [{op: illumination}]").unwrap();
        let (mut darker, mut strength) = (0, 0.0);
        let n = 4000;
        for view in 0..n {
            let draw = policy.draw(&State::of(Size::new(8, 8), 3), "law", view);
            let draw = draw.unwrap();
            let intensity = draw.policy.steps[0].what.args().num(&INTENSITY);
            assert!((0.01..=0.2).contains(&intensity.abs()));
            darker += i32::from(intensity < 0.0);
            strength += intensity.abs();
        }
        assert!((1850..2150).contains(&darker), "{darker}");
        assert!((strength / f64::from(n) - 0.105).abs() < 0.004);
    }
}
