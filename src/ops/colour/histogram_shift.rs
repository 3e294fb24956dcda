//! `histogram_shift`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::table_from_stats::Rule;
use crate::ops::colour::adjust_contrast::by_stats;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::Lowering;

/// Levels through drawn straight lines.
pub struct HistogramShift;

/// How many points.
pub const COUNT: Param = Param::integer(
    "num_control_points",
    "Points of the curve; fewer points move levels further.",
)
.value(10.0)
.hard(3.0, 100.0)
.slider(3.0, 30.0);
/// Their heights.
pub const HEIGHTS: Param = Param::numbers(
    "heights",
    "Heights of the points as shares of the picture's range, rising; drawn when absent.",
    3,
    100,
)
.hard(0.0, 1.0)
.rare();

static META: Meta = Meta {
    name: "histogram_shift",
    title: "Histogram shift",
    doc: "Sends levels through straight lines between drawn points over the picture's own range. The library's numbers are rounded and cut off to 8 bits; a flat picture stays. Source: MONAI 1.6 RandHistogramShift.",
    group: "colour",
    aliases: &[
        "RandHistogramShift",
        "HistogramShift",
        "RandHistogramShiftd",
        "piecewise linear tone curve",
    ],
    dialects: &[Dialect::Torch],
    params: &[&COUNT, &HEIGHTS],
    library: Some("MONAI 1.6"),
    ..Meta::BASE
};

impl Op for HistogramShift {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        if args.numbers(&HEIGHTS).is_sorted() {
            return Ok(());
        }
        Err(Error::new(Code::Range, "must not fall").at_param(HEIGHTS.name))
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if *args.get(&HEIGHTS) == Value::Absent {
            let last = (args.int(&COUNT) - 1).max(2) as usize;
            let even = |i: usize| i as f64 / last as f64;
            let mut heights: Vec<f64> = (0..=last).map(even).collect();
            // From the dark end: each point between the one before, moved already, and the next.
            for i in 1..last {
                let u = cx.die.uniform(&format!("{}.{i}", HEIGHTS.name));
                let (low, high) = (heights[i - 1], heights[i + 1]);
                heights[i] = (low + (high - low) * u).min(high);
            }
            args.set(&HEIGHTS, Value::Numbers(heights));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let heights = args.numbers(&HEIGHTS).to_vec();
        by_stats(Rule::RangePoints { heights }, to);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use crate::image::Size;
    use crate::sample::State;

    /// Each point is even between the drawn one before and the even one after.
    #[test]
    fn draws_as_monai() {
        let policy = Policy::parse("augplay: 1\nsteps: [{op: histogram_shift}]").unwrap();
        let n = 6000;
        let (mut sum, mut square) = ([0.0; 10], [0.0; 10]);
        for view in 0..n {
            let draw = policy.draw(&State::of(Size::new(8, 8), 3), "law", view);
            let draw = draw.unwrap();
            let heights = draw.policy.steps[0].what.args().numbers(&HEIGHTS);
            assert!(heights.is_sorted() && heights.len() == 10);
            for (i, h) in heights.iter().enumerate() {
                sum[i] += h;
                square[i] += h * h;
            }
        }
        let mut variance = 0.0;
        for i in 1..9 {
            let mean = sum[i] / f64::from(n);
            assert!((mean - i as f64 / 9.0).abs() < 0.005, "{i}: {mean}");
            // height = low + (high - low) u: Var = Var[low] E[(1-u)²] + E[high - low]² Var[u].
            variance = variance / 3.0 + (2.0 / 9.0) * (2.0 / 9.0) / 12.0;
            let found = square[i] / f64::from(n) - mean * mean;
            assert!((found - variance).abs() < 0.0004, "{i}: {found} {variance}");
        }
    }
}
