//! `MixPro`'s mask: large cells at random.

use super::patch_mix::random;
use crate::error::Result;
use crate::image::Size;
use crate::mix::interpolate::mixup::ALPHA;
use crate::mix::{Drawing, Fixed, Meta, Mix, Mixed, patches};
use crate::param::{Args, Param};
use crate::sample::Sample;

const CELL: Param = Param::integer(
    "cell_px",
    "Side of a cell; those at the right and lower edges may be cut off.",
)
.value(64.0)
.hard(1.0, 4096.0)
.slider(8.0, 128.0)
.unit("px")
.fixed();

/// Smaller cells become larger where there would be more of them.
const MOST_CELLS: u64 = 1 << 14;

static META: Meta = Meta {
    name: "mix_pro",
    title: "MixPro (mask)",
    doc: "Random square cells, ⌈λ · cells⌉ of them the target's, λ ~ Beta(alpha, alpha); then λ becomes the share of pixels kept. The paper weights labels by a network's attention too; here pixels alone say it. Cells are made larger where there would be more than 16 384.",
    source: "Zhao et al. 2023, arXiv:2304.12043; OpenMixup mixpro",
    params: &[&ALPHA, &CELL],
    numbers: patches::NUMBERS,
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct MixPro;

impl Mix for MixPro {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let cells = squares(cx.target()?.image.size(), cx.args.int(&CELL).clamp(1, 4096));
        let lambda = cx.beta("lambda", cx.args.num(&ALPHA));
        let kept = (lambda * cells.len() as f64).ceil() as usize;
        let gone = cells.len().saturating_sub(kept);
        patches::fixed(cx, random(cx, &cells, gone))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        patches::run(numbers, picks)
    }
}

/// Squares of `side` px over a picture, cut off at its edges.
fn squares(size: Size, mut side: i64) -> Vec<[i64; 4]> {
    let (width, height) = (i64::from(size.width), i64::from(size.height));
    let fit = |length: u32, side: i64| u64::from(length).div_ceil(side.unsigned_abs());
    let count = |side: i64| fit(size.width, side) * fit(size.height, side);
    while count(side) > MOST_CELLS {
        side *= 2;
    }
    let starts = |length: i64| (0..length).step_by(side as usize);
    let square = |x: i64, y: i64| [x, y, side.min(width - x), side.min(height - y)];
    starts(height)
        .flat_map(|y| starts(width).map(move |x| square(x, y)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_cover_every_pixel_once() {
        for (w, h, side) in [(224, 224, 64), (1, 1, 64), (130, 7, 3), (16384, 16384, 1)] {
            let all = squares(Size::new(w, h), side);
            let area: i64 = all.iter().map(|[_, _, w, h]| w * h).sum();
            assert_eq!(area, i64::from(w) * i64::from(h));
            assert!(all.len() as u64 <= MOST_CELLS);
        }
        assert_eq!(squares(Size::new(224, 224), 64).len(), 16);
    }
}
