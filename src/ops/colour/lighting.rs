//! `lighting`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::quantise::half_even;
use crate::kernel::table::{Lut, Table};
use crate::ops::colour::fancy_pca::draw_factors;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Colours moved along ImageNet's axes.
pub struct Lighting;

/// Standard deviation of the factors.
pub const ALPHA: Param = Param::number(
    "alpha",
    "Standard deviation of the factors, one for each axis of ImageNet's colours.",
)
.value(0.1)
.hard(0.0, 100.0)
.slider(0.0, 2.0)
.fixed();
/// The factors.
pub const FACTORS: Param = Param::numbers(
    "factors",
    "Factor of each axis, longest first; drawn when absent.",
    3,
    3,
)
.hard(-1000.0, 1000.0)
.rare();

static META: Meta = Meta {
    name: "lighting",
    title: "Lighting (AlexNet)",
    doc: "Adds one colour to the whole picture, drawn along the principal axes of ImageNet's colours; the sum is rounded. A grey picture stays. Source: MMPretrain 1.2 Lighting with the axes of its ImageNet settings.",
    group: "colour",
    aliases: &[
        "Lighting",
        "AlexNet PCA noise",
        "PCA lighting",
        "ImageNet lighting",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&ALPHA, &FACTORS],
    library: Some("MMPretrain 1.2"),
    ..Meta::BASE
};

/// Lengths of the axes, levels.
const LENGTHS: [f32; 3] = [55.4625, 4.7940, 1.1475];
/// The axes as columns: red, green, blue.
const AXES: [[f32; 3]; 3] = [
    [-0.5675, 0.7192, 0.4009],
    [-0.5808, -0.0045, -0.8140],
    [-0.5836, -0.6948, 0.4203],
];

impl Op for Lighting {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let args = draw_factors(cx, &ALPHA, &FACTORS);
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Ok(());
        }
        let factors = args.numbers(&FACTORS);
        let lut = AXES.map(|row| {
            let parts = row.iter().zip(LENGTHS).zip(factors);
            let added: f64 = parts
                .map(|((axis, length), factor)| f64::from(*axis) * factor * f64::from(length))
                .sum();
            Lut::from_fn(|v| half_even((f64::from(v) + added) as f32))
        });
        to.then(Family::Table(Table { lut: lut.to_vec() }));
        Ok(())
    }
}
