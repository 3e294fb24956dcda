//! `color_jitter`.

use crate::error::Result;
use crate::ops::colour::{brightness, color, contrast, hue};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Param, Value};
use crate::policy::law::Law;

/// Brightness, contrast, saturation and hue in a drawn order.
pub struct ColorJitter;

/// Brightness factor.
pub const BRIGHTNESS: Param = Param::number(
    "brightness",
    "Brightness factor; the constant 1 leaves the step out.",
)
.uniform(0.8, 1.2)
.hard(0.0, 100.0)
.slider(0.0, 2.0)
.identity(1.0);
/// Contrast factor.
pub const CONTRAST: Param = Param::number(
    "contrast",
    "Contrast factor; the constant 1 leaves the step out.",
)
.uniform(0.8, 1.2)
.hard(0.0, 100.0)
.slider(0.0, 2.0)
.identity(1.0);
/// Saturation factor.
pub const SATURATION: Param = Param::number(
    "saturation",
    "Saturation factor; the constant 1 leaves the step out.",
)
.uniform(0.8, 1.2)
.hard(0.0, 100.0)
.slider(0.0, 2.0)
.identity(1.0);
/// Turn of the hue.
pub const HUE: Param = Param::number(
    "hue_frac",
    "Turn of the hue as a share of the colour circle; the constant 0 leaves the step out.",
)
.uniform(-0.05, 0.05)
.hard(-0.5, 0.5)
.by(0.005)
.identity(0.0);

static META: Meta = Meta {
    name: "color_jitter",
    title: "Colour jitter",
    doc: "Changes brightness, contrast, saturation and hue by drawn factors, in a drawn order. Sources: torchvision 0.29 ColorJitter, albumentations 2.0.8 ColorJitter.",
    group: "colour",
    aliases: &["ColorJitter", "ColorJiggle", "RandomColorJitter", "jitter"],
    params: &[&BRIGHTNESS, &CONTRAST, &SATURATION, &HUE],
    ..Meta::BASE
};

impl Op for ColorJitter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let parts: [(&Param, &'static dyn Op, &Param); 4] = [
            (&BRIGHTNESS, &brightness::Brightness, &brightness::FACTOR),
            (&CONTRAST, &contrast::Contrast, &contrast::FACTOR),
            (&SATURATION, &color::Color, &color::FACTOR),
            (&HUE, &hue::Hue, &hue::SHIFT),
        ];
        let order = cx.die.permutation("order", parts.len());
        let steps = order
            .into_iter()
            .map(|i| parts[i])
            .filter_map(|(param, op, factor)| {
                let left_out = param
                    .identity
                    .is_some_and(|i| *cx.args.get(param) == Value::Law(Law::Const(i)));
                (!left_out).then(|| Fixed::new(op).with(factor, cx.num(param)))
            });
        Ok(Drawn::Fixed(steps.collect()))
    }
}
