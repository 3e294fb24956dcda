//! `PatchMix`: a chequered pattern of two pictures.

use crate::error::Result;
use crate::mix::interpolate::mixup::ALPHA;
use crate::mix::patches::{cells, filled};
use crate::mix::{Drawing, Fixed, Meta, Mix, Mixed, patches};
use crate::param::{Args, Param};
use crate::sample::Sample;

const LAYOUT: Param = Param::choice(
    "layout",
    "grid: random cells of a grid, as in the paper; single: one square patch at a random place, as in Kornia.",
    &["grid", "single"],
    "grid",
);
const GRID: Param = Param::integer("grid", "Cells in a row and in a column.")
    .value(4.0)
    .hard(2.0, 64.0)
    .slider(2.0, 16.0)
    .fixed();
const PATCH: Param = Param::integer(
    "patch_px",
    "Side of the single patch; at most the picture's.",
)
.value(16.0)
.hard(1.0, 16384.0)
.slider(4.0, 128.0)
.unit("px")
.fixed();

static META: Meta = Meta {
    name: "patch_mix",
    title: "PatchMix",
    doc: "Random cells of a grid are the partner's, the label in proportion: round((1 − λ) · cells) cells, λ ~ Beta(alpha, alpha), then λ becomes the share of pixels left. With layout single, one square patch is the partner's, λ its pixels' law too; Kornia weights labels by a λ that has nothing to do with the pixels.",
    source: "Cascante-Bonilla et al. 2021, arXiv:2106.09011, without its search for patterns; Kornia PatchMix",
    params: &[&ALPHA, &GRID, &LAYOUT, &PATCH],
    numbers: patches::NUMBERS,
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct PatchMix;

impl Mix for PatchMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let size = cx.target()?.image.size();
        let patches = if cx.args.word(&LAYOUT) == "single" {
            let mut stream = cx.die.stream("place");
            let mut place = |side: u32| {
                let length = cx.args.int(&PATCH).clamp(1, i64::from(side));
                let room = side as usize - length as usize;
                (stream.below(room + 1) as i64, length)
            };
            let ((x, w), (y, h)) = (place(size.width), place(size.height));
            vec![[x, y, w, h]]
        } else {
            let grid = cx.args.int(&GRID).clamp(1, 64) as u32;
            let cells = filled(cells(size, grid.min(size.width), grid.min(size.height)));
            let lambda = cx.beta("lambda", cx.args.num(&ALPHA));
            let many = ((1.0 - lambda) * cells.len() as f64).round() as usize;
            random(cx, &cells, many)
        };
        patches::fixed(cx, patches)
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        patches::run(numbers, picks)
    }
}

/// `many` of the cells, in the order of rows.
pub(super) fn random(cx: &Drawing<'_>, cells: &[[i64; 4]], many: usize) -> Vec<[i64; 4]> {
    let mut chosen = cx.die.permutation("cells", cells.len());
    chosen.truncate(many);
    chosen.sort_unstable();
    let cell = |i: usize| cells.get(i).copied();
    chosen.into_iter().filter_map(cell).collect()
}
