//! `tone_curve`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::table::{Lut, Table};
use crate::math::{normal_quantile, pow};
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Levels through a Bézier curve.
pub struct ToneCurve;

/// How far the points move.
pub const SCALE: Param = Param::number(
    "scale",
    "Standard deviation of the two points' heights about 0.25 and 0.75.",
)
.value(0.1)
.hard(0.0, 1.0)
.slider(0.0, 0.5)
.fixed();
/// A curve for each channel.
pub const PER_CHANNEL: Param = Param::switch(
    "per_channel",
    "Each channel gets a curve of its own.",
    false,
);
/// Heights of the dark point.
pub const LOW: Param = heights(
    "low",
    "Height of the curve's dark point, one or three for red, green and blue; drawn when absent.",
);
/// Heights of the bright point.
pub const HIGH: Param = heights(
    "high",
    "Height of the curve's bright point, one or three for red, green and blue; drawn when absent.",
);

const fn heights(name: &'static str, doc: &'static str) -> Param {
    Param::numbers(name, doc, 1, 3).hard(0.0, 1.0).rare()
}

static META: Meta = Meta {
    name: "tone_curve",
    title: "Tone curve",
    doc: "Sends levels through a Bézier curve from black to white with two drawn points between. Source: albumentations 2.0.8 RandomToneCurve.",
    group: "colour",
    aliases: &["RandomToneCurve", "curves", "tone mapping"],
    dialects: &[Dialect::Cv2],
    params: &[&SCALE, &PER_CHANNEL, &LOW, &HIGH],
    ..Meta::BASE
};

/// The curve's value at every level.
fn curve(low: f64, high: f64) -> Lut {
    Lut::from_fn(|v| {
        let t = match v {
            255 => 1.0,
            _ => f64::from(v) * (1.0 / 255.0),
        };
        let s = 1.0 - t;
        let share = 3.0 * (s * s) * t * low + 3.0 * s * (t * t) * high + pow(t, 3.0);
        (share * 255.0).round_ties_even().clamp(0.0, 255.0) as u8
    })
}

impl Op for ToneCurve {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        for param in [&LOW, &HIGH] {
            if args.numbers(param).len() == 2 {
                return Err(
                    Error::new(Code::Range, "must be one number or three, not two")
                        .at_param(param.name),
                );
            }
        }
        Ok(())
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        let apart = args.on(&PER_CHANNEL) && cx.state.channels == 3;
        let channels = if apart { 3 } else { 1 };
        for (param, middle) in [(&LOW, 0.25), (&HIGH, 0.75)] {
            if *args.get(param) != Value::Absent {
                continue;
            }
            let height = |c: usize| {
                let z = normal_quantile(cx.die.uniform(&format!("{}.{c}", param.name)));
                (middle + args.num(&SCALE) * z).clamp(0.0, 1.0)
            };
            let heights = (0..channels).map(height).collect();
            args.set(param, Value::Numbers(heights));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        let at = |param: &Param, middle: f64, c: usize| {
            let heights = args.numbers(param);
            let own = heights.get(c).or(heights.first());
            own.copied().unwrap_or(middle)
        };
        let channels = to.state.channels.min(3);
        let lut = (0..channels)
            .map(|c| curve(at(&LOW, 0.25, c), at(&HIGH, 0.75, c)))
            .collect();
        to.then(Family::Table(Table { lut }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use crate::image::Size;
    use crate::sample::State;

    #[test]
    fn draws_as_albumentations() {
        let policy =
            Policy::parse("augplay: 1\nsteps: [{op: tone_curve, per_channel: true}]").unwrap();
        let (mut sum, mut square) = ([[0.0; 3]; 2], [[0.0; 3]; 2]);
        let n = 4000;
        for view in 0..n {
            let draw = policy.draw(&State::of(Size::new(8, 8), 3), "law", view);
            let draw = draw.unwrap();
            for (k, param) in [&LOW, &HIGH].into_iter().enumerate() {
                let heights = draw.policy.steps[0].what.args().numbers(param);
                assert_eq!(heights.len(), 3);
                for (c, h) in heights.iter().enumerate() {
                    sum[k][c] += h;
                    square[k][c] += h * h;
                }
            }
        }
        for (k, middle) in [0.25, 0.75].into_iter().enumerate() {
            for c in 0..3 {
                let mean = sum[k][c] / f64::from(n);
                let variance = square[k][c] / f64::from(n) - mean * mean;
                assert!((mean - middle).abs() < 0.01, "{mean}");
                assert!((variance - 0.01).abs() < 0.001, "{variance}");
            }
        }
        // One curve for a grey picture.
        let grey = policy
            .draw(&State::of(Size::new(8, 8), 1), "law", 0)
            .unwrap();
        assert_eq!(grey.policy.steps[0].what.args().numbers(&LOW).len(), 1);
    }
}
