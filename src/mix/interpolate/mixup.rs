//! Mixup: a weighted mean of two pictures.

use crate::error::Result;
use crate::mix::{Cover, Drawing, Fixed, Meta, Mix, Mixed, pair};
use crate::param::{Args, Param};
use crate::sample::Sample;

pub(crate) const ALPHA: Param = Param::number(
    "alpha",
    "Both parameters of the beta law of the target's share.",
)
.value(1.0)
.hard(0.01, 100.0)
.slider(0.05, 2.0)
.by(0.05)
.fixed();

/// The target's share, where a number says it.
pub(crate) const LAMBDA: Param = Param::number("lambda", "The target's share.")
    .hard(0.0, 1.0)
    .fixed();

static META: Meta = Meta {
    name: "mixup",
    title: "Mixup",
    doc: "A weighted mean of two pictures, λ of the target and 1 − λ of its partner, λ ~ Beta(alpha, alpha).",
    source: "Zhang et al. 2018, arXiv:1710.09412; torchvision 0.29 v2.MixUp, timm 1.0 Mixup",
    params: &[&ALPHA],
    numbers: &[&LAMBDA],
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct Mixup;

impl Mix for Mixup {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let lambda = cx.beta("lambda", cx.args.num(&ALPHA));
        let numbers = Args::defaults(META.numbers).with(&LAMBDA, lambda);
        Ok(Fixed::two(cx, numbers, lambda))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        let [target, partner] = pair(picks)?;
        Cover::Flat(numbers.num(&LAMBDA)).mix(target, partner)
    }
}
