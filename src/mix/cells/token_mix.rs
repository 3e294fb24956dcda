//! `TokenMix`'s mask: blocks of tokens.

use crate::error::Result;
use crate::math::{exp, ln};
use crate::mix::interpolate::mixup::ALPHA;
use crate::mix::patches::{cells, filled};
use crate::mix::{Drawing, Fixed, Meta, Mix, Mixed, patches};
use crate::param::{Args, Param};
use crate::policy::dice::Stream;
use crate::sample::Sample;

const TOKENS: Param = Param::integer("tokens", "Tokens in a row and in a column.")
    .value(14.0)
    .hard(2.0, 64.0)
    .slider(4.0, 32.0)
    .fixed();
const LEAST: Param = Param::integer("min_tokens", "Tokens of the smallest block.")
    .value(14.0)
    .hard(1.0, 4096.0)
    .slider(1.0, 64.0)
    .fixed();
const ASPECT: Param = Param::number(
    "min_aspect",
    "Least ratio of a block's sides; the greatest is its inverse.",
)
.value(0.3)
.hard(0.05, 1.0)
.fixed()
.rare();

/// Tries for one block, as in BEiT.
const TRIES: usize = 10;

static META: Meta = Meta {
    name: "token_mix",
    title: "TokenMix (mask)",
    doc: "Blocks of tokens are the partner's, up to 1 − λ of all tokens, λ ~ Beta(alpha, alpha): areas uniform from min_tokens to what is left, aspect log-uniform, places uniform, as BEiT masks. Then λ becomes the share of pixels kept. The paper weights labels by a teacher's attention; here pixels alone say it.",
    source: "Liu et al. 2022, arXiv:2207.08409; blocks of BEiT, Bao et al. 2021, arXiv:2106.08254; OpenMixup tokenmix",
    params: &[&ALPHA, &TOKENS, &LEAST, &ASPECT],
    numbers: patches::NUMBERS,
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct TokenMix;

impl Mix for TokenMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let side = cx.args.int(&TOKENS).clamp(1, 64) as usize;
        let lambda = cx.beta("lambda", cx.args.num(&ALPHA));
        let wanted = ((1.0 - lambda) * (side * side) as f64) as usize;
        let mut blocks = Blocks {
            side,
            least: cx.args.int(&LEAST).max(1) as f64,
            aspect: cx.args.num(&ASPECT),
            stream: cx.die.stream("blocks"),
            taken: vec![false; side * side],
        };
        blocks.take(wanted);
        let tokens = cells(cx.target()?.image.size(), side as u32, side as u32);
        let taken = tokens.into_iter().zip(blocks.taken);
        let taken = taken.filter_map(|(token, taken)| taken.then_some(token));
        patches::fixed(cx, filled(taken.collect()))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        patches::run(numbers, picks)
    }
}

/// BEiT's masking generator.
struct Blocks {
    side: usize,
    least: f64,
    aspect: f64,
    stream: Stream,
    taken: Vec<bool>,
}

impl Blocks {
    /// Takes at most `wanted` tokens; fewer where no block fits any more.
    fn take(&mut self, wanted: usize) {
        let mut count = 0;
        while count < wanted {
            match (0..TRIES).find_map(|_| self.block(wanted - count)) {
                Some(more) => count += more,
                None => return,
            }
        }
    }

    /// Takes a block with at least one new token and at most `most`; gives how many were new.
    fn block(&mut self, most: usize) -> Option<usize> {
        let area = self.least + self.stream.uniform() * (most as f64 - self.least);
        let aspect = exp((2.0 * self.stream.uniform() - 1.0) * ln(1.0 / self.aspect));
        let side = |v: f64| v.sqrt().round() as usize;
        let (h, w) = (side(area * aspect), side(area / aspect));
        if w >= self.side || h >= self.side {
            return None;
        }
        let top = self.stream.below(self.side - h + 1);
        let left = self.stream.below(self.side - w + 1);
        let columns = self.side;
        let rows = self.taken.chunks_exact_mut(columns).skip(top).take(h);
        let tokens = rows.flat_map(|row| row.iter_mut().skip(left).take(w));
        let fresh: Vec<&mut bool> = tokens.filter(|t| !**t).collect();
        if fresh.is_empty() || fresh.len() > most {
            return None;
        }
        let many = fresh.len();
        for token in fresh {
            *token = true;
        }
        Some(many)
    }
}
