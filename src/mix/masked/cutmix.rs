//! CutMix: a rectangle of the partner in the same place.

use crate::Size;
use crate::error::{Code, Error, Result};
use crate::mix::interpolate::mixup::ALPHA;
use crate::mix::masked::{BOX, below, left, rect};
use crate::mix::{Cover, Drawing, Fixed, Meta, Mix, Mixed, pair};
use crate::param::{Args, Param, Value};
use crate::sample::Sample;

const LAW: Param = Param::choice(
    "law",
    "How the box is rounded: torchvision 0.29, timm 1.0, the paper's own code (official), or timm's minmax, whose sides are uniform shares.",
    &["torchvision", "timm", "official", "minmax"],
    "torchvision",
);
const CORRECT: Param = Param::switch(
    "correct_lambda",
    "The label follows the box as clipped; off, λ stays as drawn (timm's correct_lam=False).",
    true,
);
const MIN: Param = Param::number("min_frac", "Least side of the box; law: minmax alone.")
    .value(0.2)
    .hard(0.0, 1.0)
    .fixed()
    .rare();
const MAX: Param = Param::number("max_frac", "Greatest side of the box; law: minmax alone.")
    .value(0.8)
    .hard(0.0, 1.0)
    .fixed()
    .rare();

static META: Meta = Meta {
    name: "cutmix",
    title: "CutMix",
    doc: "A rectangle of the partner, of the target's size times √(1 − λ), λ ~ Beta(alpha, alpha), around a uniform centre and clipped; λ becomes 1 − its share of the picture.",
    source: "Yun et al. 2019, arXiv:1905.04899; torchvision 0.29 v2.CutMix, timm 1.0 cutmix_bbox_and_lam, clovaai/CutMix-PyTorch rand_bbox",
    params: &[&ALPHA, &LAW, &CORRECT, &MIN, &MAX],
    numbers: &[&BOX],
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct Cutmix;

impl Mix for Cutmix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args) -> Result<()> {
        let (min, max) = (args.num(&MIN), args.num(&MAX));
        if min > max {
            let e = Error::new(Code::Range, "must be at least min_frac");
            return Err(e.at_param(MAX.name).with_value(max));
        }
        Ok(())
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let size = cx.target()?.image.size();
        let law = cx.args.word(&LAW);
        let lambda = cx.beta("lambda", cx.args.num(&ALPHA));
        let u = |name: &str| cx.die.uniform(name);
        let found = if law == "minmax" {
            let ends = [cx.args.num(&MIN), cx.args.num(&MAX)];
            let sides = [u("width"), u("height")];
            minmax(size, ends, sides, [u("x"), u("y")])
        } else {
            let place = |u: f64, side: u32| below(u, i64::from(side));
            let at = [place(u("x"), size.width), place(u("y"), size.height)];
            around(law, size, lambda, at)
        };
        let kept = if cx.args.on(&CORRECT) || law == "minmax" {
            left(found, size)
        } else {
            lambda
        };
        let numbers = Args::defaults(META.numbers).with_value(&BOX, Value::Rects(vec![found]));
        Ok(Fixed::two(cx, numbers, kept))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        let [target, partner] = pair(picks)?;
        Cover::hole(target.image.size(), rect(numbers)).mix(target, partner)
    }
}

/// The box of share 1 − λ around a pixel, clipped: `[x, y, width, height]`.
pub(crate) fn around(law: &str, size: Size, lambda: f64, [x, y]: [i64; 2]) -> [i64; 4] {
    let ratio = (1.0 - lambda).max(0.0).sqrt();
    let ends = |at: i64, side: u32| {
        let whole = f64::from(side);
        let (before, after) = match law {
            "torchvision" => {
                let half = (0.5 * ratio * whole) as i64;
                (half, half)
            }
            "timm" => {
                let cut = (whole * ratio) as i64;
                (cut / 2, (cut + 1) / 2)
            }
            _ => {
                let cut = (whole * ratio) as i64;
                (cut / 2, cut / 2)
            }
        };
        let side = i64::from(side);
        ((at - before).clamp(0, side), (at + after).clamp(0, side))
    };
    let (x0, x1) = ends(x, size.width);
    let (y0, y1) = ends(y, size.height);
    [x0, y0, x1 - x0, y1 - y0]
}

/// timm's `rand_bbox_minmax`: whole sides from `min` up to below `max`, wholly inside; from uniforms.
pub(crate) fn minmax(
    size: Size,
    [min, max]: [f64; 2],
    sides: [f64; 2],
    places: [f64; 2],
) -> [i64; 4] {
    let one = |side: u32, u: f64, v: f64| {
        let whole = f64::from(side);
        let (low, high) = ((whole * min) as i64, (whole * max) as i64);
        let cut = low + below(u, (high - low).max(1));
        (below(v, i64::from(side) - cut + 1), cut)
    };
    let ([uw, uh], [ux, uy]) = (sides, places);
    let (x, w) = one(size.width, uw, ux);
    let (y, h) = one(size.height, uh, uy);
    [x, y, w, h]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minmax_boxes_lie_inside() {
        let size = Size::new(32, 20);
        for u in [0.0, 0.3, 0.999_999] {
            for v in [0.0, 0.5, 0.999_999] {
                let [x, y, w, h] = minmax(size, [0.2, 0.8], [u, v], [v, u]);
                assert!((6..25).contains(&w) && (4..16).contains(&h), "{w} {h}");
                assert!(x >= 0 && y >= 0 && x + w <= 32 && y + h <= 20);
            }
        }
        assert_eq!(minmax(size, [1.0, 1.0], [0.0; 2], [0.9; 2]), [0, 0, 32, 20]);
    }
}
