//! `hue_saturation_value`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::color::{Color, What};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Shifts in HSV.
pub struct HueSaturationValue;

/// Turn of the hue.
pub const HUE: Param = Param::number("hue_deg", "Turn of the hue round the colour circle.")
    .uniform(-40.0, 40.0)
    .hard(-360.0, 360.0)
    .slider(-180.0, 180.0)
    .by(1.0)
    .unit("°")
    .identity(0.0);
/// Shift of the saturation.
pub const SATURATION: Param = Param::number(
    "saturation_level",
    "Added to the saturation, which has 255 steps; grey stays grey.",
)
.uniform(-30.0, 30.0)
.hard(-255.0, 255.0)
.slider(-100.0, 100.0)
.by(1.0)
.identity(0.0);
/// Shift of the value.
pub const VALUE: Param = Param::number(
    "value_level",
    "Added to the value: the greatest of red, green and blue.",
)
.uniform(-20.0, 20.0)
.hard(-255.0, 255.0)
.slider(-100.0, 100.0)
.by(1.0)
.identity(0.0);

static META: Meta = Meta {
    name: "hue_saturation_value",
    title: "Hue, saturation, value",
    doc: "Adds to hue, saturation and value in 8-bit HSV; of a grey picture only the value changes. Source: albumentations 2.0.8 HueSaturationValue, whose hue counts steps of 2°.",
    group: "colour",
    aliases: &["HueSaturationValue", "HSV", "RandomHSV", "hsv shift"],
    dialects: &[Dialect::Cv2],
    params: &[&HUE, &SATURATION, &VALUE],
    ..Meta::BASE
};

impl Op for HueSaturationValue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let what = What::HsvShift {
            hue: args.num(&HUE) / 2.0,
            saturation: args.num(&SATURATION),
            value: args.num(&VALUE),
        };
        let dialect = to.dialect;
        to.then(Family::Color(Color { what, dialect }));
        Ok(())
    }
}
