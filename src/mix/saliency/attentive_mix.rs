//! `AttentiveMix` with saliency in the place of a network's attention.

use crate::error::Result;
use crate::image::Size;
use crate::kernel::saliency::{Plane, spectral_residual};
use crate::mix::interpolate::mixup::ALPHA;
use crate::mix::patches::{cells, filled};
use crate::mix::{Drawing, Fixed, Meta, Mix, Mixed, patches};
use crate::param::{Args, Param};
use crate::sample::Sample;

const GRID: Param = Param::integer("grid", "Cells in a row and in a column.")
    .value(7.0)
    .hard(2.0, 64.0)
    .slider(2.0, 16.0)
    .fixed();
const TOP: Param = Param::integer(
    "top",
    "Cells of the target that stay; absent, as many as λ of all of them, the fraction dropped, λ ~ Beta(alpha, alpha).",
)
.hard(1.0, 4096.0)
.slider(1.0, 49.0)
.fixed();

static META: Meta = Meta {
    name: "attentive_mix",
    title: "AttentiveMix (spectral residual)",
    doc: "The target keeps the cells of a grid that stand out most, its partner shows in all others; λ is the share of pixels kept. The paper asks a network where to look; here spectral-residual saliency, its mean in each cell, says it, so cells are not the paper's.",
    source: "Walawalkar et al. 2020, arXiv:2003.13048 (top: 6); OpenMixup attentivemix (top absent)",
    params: &[&TOP, &ALPHA, &GRID],
    numbers: patches::NUMBERS,
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct AttentiveMix;

impl Mix for AttentiveMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let image = &cx.target()?.image;
        let grid = cx.args.int(&GRID).clamp(1, 64) as u32;
        let ranked = ranked(&spectral_residual(image), grid);
        let top = match cx.args.maybe(&TOP) {
            Some(top) => top as usize,
            None => (cx.beta("lambda", cx.args.num(&ALPHA)) * ranked.len() as f64) as usize,
        };
        patches::fixed(cx, ranked.into_iter().skip(top).collect())
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        patches::run(numbers, picks)
    }
}

/// Cells by what stands out in them, most first; of equal ones, the first in rows.
fn ranked(saliency: &Plane, grid: u32) -> Vec<[i64; 4]> {
    let Size { width, height } = saliency.size;
    let cells = filled(cells(saliency.size, grid.min(width), grid.min(height)));
    let mean = |&[x, y, w, h]: &[i64; 4]| -> f64 {
        let rows = saliency.values.chunks_exact(width as usize);
        let rows = rows.skip(y as usize).take(h as usize);
        let values = rows.flat_map(|row| row.iter().skip(x as usize).take(w as usize));
        values.sum::<f64>() / (w * h) as f64
    };
    let mut ranked: Vec<(f64, [i64; 4])> = cells.iter().map(|c| (mean(c), *c)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.into_iter().map(|(_, cell)| cell).collect()
}
