//! `SaliencyMix`: `CutMix` whose box lies where the partner stands out.

use super::{SALIENCY, peak};
use crate::error::Result;
use crate::image::Size;
use crate::mix::interpolate::mixup::ALPHA;
use crate::mix::{Drawing, Fixed, Meta, Mix, Mixed, patches};
use crate::param::Args;
use crate::sample::Sample;

static META: Meta = Meta {
    name: "saliency_mix",
    title: "SaliencyMix",
    doc: "CutMix whose box lies where the partner stands out. λ ~ Beta(alpha, alpha); a box of √(1 − λ) of each side, centred on the partner's most salient pixel and clipped, shows the partner; λ becomes the share of pixels left. Each picture has its own box; in the published code one picture's box serves the whole batch.",
    source: "Uddin et al. 2021, arXiv:2006.01791; OpenMixup saliencymix, whose saliency is OpenCV contrib's StaticSaliencyFineGrained",
    params: &[&ALPHA, &SALIENCY],
    numbers: patches::NUMBERS,
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct SaliencyMix;

impl Mix for SaliencyMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let lambda = cx.beta("lambda", cx.args.num(&ALPHA));
        let source = &cx.sample(cx.partner)?.image;
        let centre = peak(source, cx.args.word(&SALIENCY));
        let patch = around(centre, source.size(), lambda);
        patches::fixed(cx, patches::filled(vec![patch]))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        patches::run(numbers, picks)
    }
}

/// The clipped box: half of its side to both sides of the centre, fractions dropped.
fn around([x, y]: [u32; 2], size: Size, lambda: f64) -> [i64; 4] {
    let ratio = (1.0 - lambda).max(0.0).sqrt();
    let span = |at: u32, side: u32| {
        let half = (f64::from(side) * ratio) as i64 / 2;
        let clip = |v: i64| v.clamp(0, i64::from(side));
        [clip(i64::from(at) - half), clip(i64::from(at) + half)]
    };
    let ([left, right], [top, bottom]) = (span(x, size.width), span(y, size.height));
    [left, top, right - left, bottom - top]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_centred_and_clipped() {
        let size = Size::new(100, 60);
        assert_eq!(around([50, 30], size, 0.75), [25, 15, 50, 30]);
        assert_eq!(around([0, 59], size, 0.75), [0, 44, 25, 16]);
        assert_eq!(around([50, 30], size, 1.0), [50, 30, 0, 0]);
        assert_eq!(around([50, 30], size, 0.0), [0, 0, 100, 60]);
    }
}
