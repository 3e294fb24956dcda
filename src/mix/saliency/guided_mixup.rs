//! `GuidedMixup`: each pixel in proportion to what stands out there in both pictures.

use crate::error::Result;
use crate::image::{Image, Raster};
use crate::kernel::saliency::{blurred, spectral_residual};
use crate::mix::{Cover, Drawing, Fixed, Meta, Mix, Mixed, pair};
use crate::param::Args;
use crate::sample::Sample;

static META: Meta = Meta {
    name: "guided_mixup",
    title: "GuidedMixup (spectral residual)",
    doc: "Each pixel in proportion to what stands out there: m = S_A / (S_A + S_B) of the target and the rest of its partner; S is spectral-residual saliency, blurred (7 × 7 px, sigma 3), with the sum 1; λ = mean of m. Partners are the batch's: the paper pairs greedily by distance, and its port in OpenMixup mixes with the pairs from before.",
    source: "Kang and Kim 2023, arXiv:2306.16612, mode sr; OpenMixup guidedmix and SpectralResidual",
    params: &[],
    numbers: &[],
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct GuidedMixup;

impl Mix for GuidedMixup {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let lambda = cover(&cx.target()?.image, &cx.sample(cx.partner)?.image).mean();
        Ok(Fixed::two(cx, Args::defaults(META.numbers), lambda))
    }

    fn run(&self, _numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        let [target, partner] = pair(picks)?;
        cover(&target.image, &partner.image).mix(target, partner)
    }
}

/// Half and half where neither stands out.
fn cover(target: &Image, partner: &Image) -> Cover {
    let map = |image| blurred(&spectral_residual(image)).normalised();
    let (own, other) = (map(target), map(partner));
    let width = own.size.width as usize;
    Cover::Map(Raster::from_fn(own.size, 1, |x, y, _| {
        let at = y as usize * width + x as usize;
        match (own.values.get(at), other.values.get(at)) {
            (Some(a), Some(b)) if a + b > 0.0 => (a / (a + b)) as f32,
            _ => 0.5,
        }
    }))
}
