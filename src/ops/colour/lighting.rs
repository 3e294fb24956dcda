//! `lighting`.

use crate::error::Result;
use crate::kernel::Dialect;
use crate::kernel::table::{Lut, Table};
use crate::ops::colour::fancy_pca::draw_factors;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// Colours moved along the axes of many pictures.
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
    doc: "Adds one colour to the whole picture, drawn along the principal axes of ImageNet's colours. Fractions are dropped, and levels beyond the range wrap round, as in the library; a grey picture stays. Source: MMPretrain 1.2 Lighting with the axes of its ResNeSt settings.",
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
const LENGTHS: [f64; 3] = [55.4625, 4.7940, 1.1475];
/// The axes as columns: red, green, blue.
const AXES: [[f64; 3]; 3] = [
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
                .map(|((axis, length), factor)| axis * factor * length)
                .sum();
            Lut::from_fn(|v| ((f64::from(v) + added) as i64).rem_euclid(256) as u8)
        });
        to.then(Family::Table(Table { lut: lut.to_vec() }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::image::{Image, Size};
    use crate::{Policy, Sample};

    /// What mmcv 2.2 `adjust_lighting` and the cast back to 8 bits make of five pixels.
    #[test]
    fn equals_mmpretrain() {
        let data = vec![0, 0, 0, 255, 255, 255, 3, 128, 250, 17, 99, 201, 9, 7, 5];
        let sample = Sample::new(Image::new(Size::new(5, 1), 3, data).unwrap());
        for (factors, theirs) in [
            (
                "[0.1, -0.2, 0.05]",
                [
                    253, 253, 254, 251, 251, 252, 0, 124, 247, 13, 95, 198, 5, 3, 2,
                ],
            ),
            (
                "[-0.31, 0.5, -0.9]",
                [11, 10, 7, 10, 9, 6, 14, 138, 1, 28, 109, 208, 20, 17, 12],
            ),
        ] {
            let text = format!("augplay: 1\nsteps: [{{op: lighting, factors: {factors}}}]");
            let policy = Policy::parse(&text).unwrap();
            let (out, _) = policy.apply(&sample, "", 0).unwrap();
            assert_eq!(out.image.data(), theirs, "{factors}");
        }
    }
}
