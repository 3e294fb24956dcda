//! `rgb_shift`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::table::{Lut, Table};
use crate::ops::{Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// A constant for each channel.
pub struct RgbShift;

const fn shift(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc)
        .uniform(-20.0, 20.0)
        .hard(-255.0, 255.0)
        .slider(-100.0, 100.0)
        .by(1.0)
        .identity(0.0)
}

/// Added to red.
pub const R: Param = shift(
    "r_level",
    "Added to red, and to a grey picture; the fraction is dropped.",
);
/// Added to green.
pub const G: Param = shift("g_level", "Added to green; the fraction is dropped.");
/// Added to blue.
pub const B: Param = shift("b_level", "Added to blue; the fraction is dropped.");

static META: Meta = Meta {
    name: "rgb_shift",
    title: "RGB shift",
    doc: "Adds a constant to each channel. Source: albumentations 2.0.8 RGBShift.",
    group: "colour",
    aliases: &[
        "RGBShift",
        "RandomRGBShift",
        "RandomChannelShift",
        "colour cast",
        "channel shift",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&R, &G, &B],
    ..Meta::BASE
};

impl Op for RgbShift {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let lut = [&R, &G, &B].map(|param| {
            let shift = args.num(param) as i32;
            Lut::from_fn(|v| (i32::from(v) + shift).clamp(0, 255) as u8)
        });
        let channels = to.state.channels.min(3);
        let lut = lut[..channels].to_vec();
        to.then(Family::Table(Table { lut }));
        Ok(())
    }
}
