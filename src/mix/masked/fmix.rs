//! FMix: two pictures along the border of a random field of low frequencies.

use crate::error::Result;
use crate::image::{Raster, Size};
use crate::kernel::fourier::inverse_real;
use crate::kernel::noise::hash;
use crate::math::{normal_quantile, pow};
use crate::mix::interpolate::mixup::{ALPHA, LAMBDA};
use crate::mix::{Cover, Drawing, Fixed, Meta, Mix, Mixed, pair};
use crate::param::{Args, Param, Value};
use crate::sample::Sample;

const DECAY: Param = Param::number(
    "decay",
    "How fast the field's frequencies fade: their strength goes with 1/fᵈᵉᶜᵃʸ.",
)
.value(3.0)
.hard(0.0, 10.0)
.slider(0.0, 6.0)
.fixed();
const SOFT: Param = Param::number(
    "max_soft",
    "Half the share of pixels along the border that are blended; at most min(λ, 1 − λ) is.",
)
.value(0.0)
.hard(0.0, 0.5)
.fixed();
const GRID: Param = Param::integer(
    "grid_px",
    "Longest side of the grid the field is made on; larger pictures take its nearest cells.",
)
.unit("px")
.value(512.0)
.hard(4.0, 1024.0)
.fixed()
.rare();
const LAW: Param = Param::choice(
    "law",
    "The published code takes two columns of the spectrum, so that its field hardly changes across (official); the paper takes all of it (plane).",
    &["official", "plane"],
    "official",
);
const SEED: Param = Param::seed("seed", "Seed of the field.");
const UP: Param = Param::switch("round_up", "Whether λ is rounded up to whole cells.", false);

static META: Meta = Meta {
    name: "fmix",
    title: "FMix",
    doc: "A random field of low frequencies decides: the target where the field is among its highest λ of pixels, λ ~ Beta(alpha, alpha), the partner elsewhere.",
    source: "Harris et al. 2020, arXiv:2002.12047; ecs-vlc/FMix fmix.py, which needs masks of the picture's size",
    params: &[&ALPHA, &DECAY, &SOFT, &LAW, &GRID],
    numbers: &[&LAMBDA, &SEED, &UP, &DECAY, &SOFT, &LAW, &GRID],
    partners: 1,
    one_size: true,
};

/// The mix.
pub(crate) struct FMix;

impl Mix for FMix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Fixed> {
        let lambda = cx.beta("lambda", cx.args.num(&ALPHA));
        let mut numbers = Args::defaults(META.numbers)
            .with(&LAMBDA, lambda)
            .with_value(&SEED, Value::Seed(cx.die.seed("seed")))
            .with_value(&UP, Value::Bool(cx.die.uniform("round_up") > 0.5));
        for param in [&DECAY, &SOFT, &LAW, &GRID] {
            numbers.set(param, cx.args.get(param).clone());
        }
        Ok(Fixed::two(cx, numbers, lambda))
    }

    fn run(&self, numbers: &Args, picks: &[&Sample]) -> Result<Mixed> {
        let [target, partner] = pair(picks)?;
        let size = target.image.size();
        let grid = grid(size, numbers.int(&GRID).max(1) as u32);
        let seed = numbers.seed(&SEED);
        let normal = |row: usize, column: usize, part: usize| {
            let bits = hash(seed, column as u32, row as u32);
            let bits = bits.get(part).copied().unwrap_or(0);
            normal_quantile((f64::from(bits) + 0.5) / 4294967296.0)
        };
        let decay = numbers.num(&DECAY);
        let field = if numbers.word(&LAW) == "official" {
            official(grid, decay, normal)
        } else {
            plane(grid, decay, normal)
        };
        let lambda = numbers.num(&LAMBDA);
        let shares = binarise(&field, lambda, numbers.on(&UP), numbers.num(&SOFT));
        let map = Raster::from_fn(size, 1, |x, y, _| {
            let at = |v: u32, from: u32, to: u32| {
                (u64::from(v) * u64::from(to) / u64::from(from.max(1))) as usize
            };
            let (x, y) = (
                at(x, size.width, grid.width),
                at(y, size.height, grid.height),
            );
            let place = y * grid.width as usize + x;
            shares.get(place).copied().unwrap_or(1.0)
        });
        Cover::Map(map).mix(target, partner)
    }
}

/// The grid for a picture: its size, or smaller in the same shape.
fn grid(size: Size, most: u32) -> Size {
    let longest = size.width.max(size.height);
    if longest <= most {
        return size;
    }
    let scaled = |v: u32| {
        let v = u64::from(v) * u64::from(most) / u64::from(longest);
        v.max(1) as u32
    };
    Size::new(scaled(size.width), scaled(size.height))
}

/// Frequency of row or column `i` of `n`, as numpy's `fftfreq`, without its sign.
fn frequency(i: usize, n: usize) -> f64 {
    i.min(n - i.min(n)) as f64 / n.max(1) as f64
}

fn strength(x: f64, y: f64, size: Size, decay: f64) -> f64 {
    let least = 1.0 / f64::from(size.width.max(size.height));
    1.0 / pow((x * x + y * y).sqrt().max(least), decay)
}

/// The field as the published code makes it: its spectrum `[rows, columns, 2]` is read as if the last
/// axis were the columns, real parts from row 0 and imaginary parts from row 1.
/// `normal(row, column, part)` are its random numbers.
pub(crate) fn official(
    size: Size,
    decay: f64,
    normal: impl Fn(usize, usize, usize) -> f64,
) -> Vec<f64> {
    let (w, h) = (size.width as usize, size.height as usize);
    // Half the columns, one more where their number is odd.
    let columns = (w / 2 + 1 + w % 2).min(w);
    let strengths: Vec<[f64; 2]> = (0..columns)
        .map(|j| {
            let x = frequency(j, w);
            [0, 1].map(|row| strength(x, frequency(row, h), size, decay))
        })
        .collect();
    inverse_real(w, h, |row, column| match strengths.get(row) {
        Some([re, im]) if column < 2 => [re * normal(0, row, column), im * normal(1, row, column)],
        _ => [0.0; 2],
    })
}

/// The field as the paper describes it.
pub(crate) fn plane(
    size: Size,
    decay: f64,
    normal: impl Fn(usize, usize, usize) -> f64,
) -> Vec<f64> {
    let (w, h) = (size.width as usize, size.height as usize);
    inverse_real(w, h, |row, column| {
        let by = strength(frequency(column, w), frequency(row, h), size, decay);
        [by * normal(row, column, 0), by * normal(row, column, 1)]
    })
}

/// Shares by the order of a field: 1 for the highest λ of its cells, and a ramp along the border.
pub(crate) fn binarise(field: &[f64], lambda: f64, up: bool, max_soft: f64) -> Vec<f32> {
    let count = field.len();
    let exact = lambda * count as f64;
    let whole = if up { exact.ceil() } else { exact.floor() } as usize;
    let soft = max_soft.min(lambda).min(1.0 - lambda).max(0.0);
    let soft = (count as f64 * soft) as usize;
    let low = whole.saturating_sub(soft);
    // The published code fails where rounding takes it past the end.
    let high = (whole + soft).min(count);
    let mut order: Vec<usize> = (0..count).collect();
    let value = |i: &usize| field.get(*i).copied().unwrap_or(0.0);
    order.sort_unstable_by(|a, b| value(b).total_cmp(&value(a)).then(a.cmp(b)));
    let mut out = vec![0.0; count];
    let ramp = high.saturating_sub(low + 1).max(1) as f64;
    for (rank, place) in order.into_iter().take(high).enumerate() {
        let share = match rank.checked_sub(low) {
            None => 1.0,
            Some(step) => 1.0 - step as f64 / ramp,
        };
        if let Some(to) = out.get_mut(place) {
            *to = share as f32;
        }
    }
    out
}
