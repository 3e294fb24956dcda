//! SmoothMix: the partner through a Gaussian.

use crate::error::Result;
use crate::image::{Raster, Size};
use crate::math::exp;
use crate::mix::masked::below;
use crate::mix::{Cover, Drawing, Fixed, Meta, Mix, Mixed, pair};
use crate::param::{Args, Param};
use crate::sample::Sample;

const SIGMA: Param = Param::number(
    "sigma_frac",
    "Standard deviation of the Gaussian, as a share of the picture's height.",
)
.uniform(0.25, 0.5)
.hard(0.01, 4.0)
.slider(0.05, 1.0);
const X: Param = at(
    "x_px",
    "The Gaussian's centre, from the middle of the first column.",
);
const Y: Param = at(
    "y_px",
    "The Gaussian's centre, from the middle of the first row.",
);
const SIGMA_PX: Param = Param::number("sigma_px", "Standard deviation.")
    .unit("px")
    .hard(0.0, 1e6)
    .fixed();

const fn at(name: &'static str, doc: &'static str) -> Param {
    Param::number(name, doc).unit("px").hard(-1e6, 1e6).fixed()
}

static META: Meta = Meta {
    name: "smooth_mix",
    title: "SmoothMix",
    doc: "Through a Gaussian G of peak 1 around a uniform centre: G of the partner, 1 − G of the target; λ = 1 − the mean of G.",
    source: "Lee et al. 2020, CVPR Workshops; OpenMixup smoothmix, whose label gives the target the partner's share: here each has its own",
    params: &[&SIGMA],
    numbers: &[&X, &Y, &SIGMA_PX],
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct SmoothMix;

impl Mix for SmoothMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let size = cx.target()?.image.size();
        let centre = |name: &str, side: u32| centre(side, below(cx.die.uniform(name), side.into()));
        let numbers = Args::defaults(META.numbers)
            .with(&X, centre("x", size.width))
            .with(&Y, centre("y", size.height))
            .with(&SIGMA_PX, cx.number(&SIGMA) * f64::from(size.height));
        let lambda = cover(&numbers, size).mean();
        Ok(Fixed::two(cx, numbers, lambda))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        let [target, partner] = pair(picks)?;
        cover(numbers, target.image.size()).mix(target, partner)
    }
}

/// Where OpenMixup's rolled grid puts the centre for the whole number `u` in `0..side`.
fn centre(side: u32, u: i64) -> f64 {
    let (whole, half) = (f64::from(side), f64::from(side / 2));
    let shift = (u as f64 - whole / 2.0).trunc();
    whole - 0.5 - half + shift
}

fn cover(numbers: &Args, size: Size) -> Cover {
    let sigma = numbers.num(&SIGMA_PX).max(1e-6);
    let along = |side: u32, centre: f64| -> Vec<f64> {
        let part = |i: u32| {
            let off = (f64::from(i) - centre) / sigma;
            exp(-0.5 * off * off)
        };
        (0..side).map(part).collect()
    };
    let across = along(size.width, numbers.num(&X));
    let down = along(size.height, numbers.num(&Y));
    let part = |list: &[f64], i: u32| list.get(i as usize).copied().unwrap_or(0.0);
    Cover::Map(Raster::from_fn(size, 1, |x, y, _| {
        (1.0 - part(&across, x) * part(&down, y)) as f32
    }))
}
