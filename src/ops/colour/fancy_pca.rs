//! `fancy_pca`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::principal::Principal;
use crate::math::normal_quantile;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Colours moved along the picture's own axes.
pub struct FancyPca;

/// Standard deviation of the factors.
pub const ALPHA: Param = Param::number(
    "alpha",
    "Standard deviation of the factors, one for each axis of the picture's colours.",
)
.value(0.1)
.hard(0.0, 100.0)
.slider(0.0, 10.0)
.fixed();
/// The factors.
pub const FACTORS: Param = Param::numbers(
    "factors",
    "Factor of each axis, longest first; a grey picture takes the first; drawn when absent.",
    3,
    3,
)
.hard(-1000.0, 1000.0)
.rare();

static META: Meta = Meta {
    name: "fancy_pca",
    title: "Fancy PCA",
    doc: "Adds to each pixel a multiple of its distance from the mean, weighted by the picture's own principal axes; faint at its default, the library's. A picture of one pixel stays. Source: albumentations 2.0.8 FancyPCA.",
    group: "colour",
    aliases: &["FancyPCA", "PCA color augmentation"],
    dialects: &[Dialect::Cv2],
    params: &[&ALPHA, &FACTORS],
    ..Meta::BASE
};

/// Three normal numbers with the standard deviation `param`, unless they are given.
pub(crate) fn draw_factors(cx: &Drawing<'_>, param: &Param, factors: &Param) -> Args {
    let mut args = cx.constants();
    if *args.get(factors) == Value::Absent {
        let sd = args.num(param);
        let factor = |k: usize| {
            let u = cx.die.uniform(&format!("{}.{k}", factors.name));
            (sd * normal_quantile(u)).clamp(factors.min, factors.max)
        };
        args.set(factors, Value::Numbers((0..3).map(factor).collect()));
    }
    args
}

impl Op for FancyPca {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let args = draw_factors(cx, &ALPHA, &FACTORS);
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let factors = args.numbers(&FACTORS).iter().map(|v| *v as f32);
        let factors: Vec<f32> = factors.collect();
        let factors = factors
            .try_into()
            .map_err(|_| Error::new(Code::Internal, "fancy_pca was not drawn"))?;
        to.then(Family::Principal(Principal::Shift { factors }));
        Ok(())
    }
}
