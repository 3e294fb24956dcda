//! `planckian_jitter`.

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::kernel::table::{Lut, Table};
use crate::math::normal_quantile;
use crate::ops::{Drawing, Drawn, Fixed, Meta, Op};
use crate::param::{Args, Param, Value};
use crate::program::{Family, Lowering};

/// Light of another colour temperature.
pub struct PlanckianJitter;

/// Whose light.
pub const MODE: Param = Param::choice(
    "mode",
    "Light of a glowing body from 3000 K, or daylight (CIE D) from 4000 K.",
    &["blackbody", "cied"],
    "blackbody",
);
/// The lowest temperature drawn.
pub const LOW: Param = Param::integer(
    "low_k",
    "Lowest temperature drawn; the mode's own when absent.",
)
.hard(3000.0, 6000.0)
.unit("K")
.by(100.0)
.fixed();
/// The highest temperature drawn.
pub const HIGH: Param = Param::integer("high_k", "Highest temperature drawn.")
    .value(15000.0)
    .hard(6000.0, 15000.0)
    .unit("K")
    .by(100.0)
    .fixed();
/// How temperatures are drawn.
pub const SAMPLING: Param = Param::choice(
    "sampling",
    "Below 6000 K in 4 of 10 draws: uniform on either side, or as half a bell curve about 6000 K.",
    &["uniform", "gaussian"],
    "uniform",
)
.rare();
/// The temperature.
pub const TEMPERATURE: Param = Param::integer(
    "temperature_k",
    "Temperature of the light: low is orange, high is blue; drawn when absent.",
)
.hard(3000.0, 15000.0)
.unit("K")
.by(100.0)
.rare();

static META: Meta = Meta {
    name: "planckian_jitter",
    title: "Planckian jitter",
    doc: "Lights the picture with a drawn colour temperature: red and blue get factors, green stays; refuses grey pictures, as the library does. Source: albumentations 2.0.8 PlanckianJitter.",
    group: "colour",
    aliases: &[
        "PlanckianJitter",
        "RandomPlanckianJitter",
        "colour temperature",
        "white balance",
    ],
    dialects: &[Dialect::Cv2],
    params: &[&MODE, &LOW, &HIGH, &SAMPLING, &TEMPERATURE],
    ..Meta::BASE
};

/// Where the two sides of the law meet, kelvin.
const WHITE: f64 = 6000.0;

/// The coldest light of a mode, kelvin.
fn coldest(args: &Args) -> f64 {
    match args.word(&MODE) {
        "cied" => 4000.0,
        _ => 3000.0,
    }
}

fn temperature(cx: &Drawing<'_>) -> f64 {
    let low = cx.args.maybe(&LOW).unwrap_or(coldest(cx.args));
    let high = cx.args.num(&HIGH);
    let u = cx.die.uniform(TEMPERATURE.name);
    let end = if cx.die.uniform("side") < 0.4 {
        low
    } else {
        high
    };
    let away = match cx.args.word(&SAMPLING) {
        // Half a bell curve with a third of the side as its standard deviation.
        "gaussian" => normal_quantile(0.5 + u / 2.0) / 3.0,
        _ => u,
    };
    (WHITE + (end - WHITE) * away).clamp(low, high).trunc()
}

/// Red and blue over green at a temperature, between the nearest of the table.
fn factors(args: &Args) -> [f64; 2] {
    let (first, table): (f64, &[[f64; 3]]) = match args.word(&MODE) {
        "cied" => (4000.0, &CIED),
        _ => (3000.0, &BLACKBODY),
    };
    let at = (args.num(&TEMPERATURE).max(first) - first) / 500.0;
    let last = table.len() - 1;
    let left = (at as usize).min(last);
    let right = (left + 1).min(last);
    let share = at - left as f64;
    let [r, g, b] = if left == right {
        table[left]
    } else {
        std::array::from_fn(|c| (1.0 - share) * table[left][c] + share * table[right][c])
    };
    [r / g, b / g]
}

impl Op for PlanckianJitter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, args: &Args, _dialect: Dialect) -> Result<()> {
        let least = coldest(args);
        for param in [&LOW, &TEMPERATURE] {
            if let Value::Law(law) = args.get(param)
                && law.reach().0 < least
            {
                let why = format!("must be at least {least} in this mode");
                return Err(Error::new(Code::Range, why).at_param(param.name));
            }
        }
        Ok(())
    }

    fn draw(&self, cx: &Drawing<'_>) -> Result<Drawn> {
        let mut args = cx.constants();
        if *args.get(&TEMPERATURE) == Value::Absent {
            args = args.with(&TEMPERATURE, temperature(cx));
        }
        Ok(Drawn::Fixed(vec![Fixed { op: cx.op, args }]))
    }

    fn lower(&self, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
        if to.grey() {
            return Err(Error::new(
                Code::Unsupported,
                "planckian_jitter needs a picture with three channels; this one has one",
            ));
        }
        let times = |factor: f64| {
            let factor = factor as f32;
            Lut::from_fn(|v| (f32::from(v) * factor).min(255.0) as u8)
        };
        let [red, blue] = factors(args).map(times);
        let lut = vec![red, Lut::identity(), blue];
        to.then(Family::Table(Table { lut }));
        Ok(())
    }
}

/// Red, green and blue of a glowing body, every 500 K from 3000 K.
const BLACKBODY: [[f64; 3]; 25] = [
    [0.6743, 0.4029, 0.0013],
    [0.6281, 0.4241, 0.1665],
    [0.5919, 0.4372, 0.2513],
    [0.5623, 0.4457, 0.3154],
    [0.5376, 0.4515, 0.3672],
    [0.5163, 0.4555, 0.4103],
    [0.4979, 0.4584, 0.4468],
    [0.4816, 0.4604, 0.4782],
    [0.4672, 0.4619, 0.5053],
    [0.4542, 0.463, 0.5289],
    [0.4426, 0.4638, 0.5497],
    [0.432, 0.4644, 0.5681],
    [0.4223, 0.4648, 0.5844],
    [0.4135, 0.4651, 0.599],
    [0.4054, 0.4653, 0.6121],
    [0.398, 0.4654, 0.6239],
    [0.3911, 0.4655, 0.6346],
    [0.3847, 0.4656, 0.6444],
    [0.3787, 0.4656, 0.6532],
    [0.3732, 0.4656, 0.6613],
    [0.368, 0.4655, 0.6688],
    [0.3632, 0.4655, 0.6756],
    [0.3586, 0.4655, 0.682],
    [0.3544, 0.4654, 0.6878],
    [0.3503, 0.4653, 0.6933],
];

/// Red, green and blue of daylight, every 500 K from 4000 K.
const CIED: [[f64; 3]; 23] = [
    [0.5829, 0.4421, 0.2288],
    [0.551, 0.4514, 0.2948],
    [0.5246, 0.4576, 0.3488],
    [0.5021, 0.4618, 0.3941],
    [0.4826, 0.4646, 0.4325],
    [0.4654, 0.4667, 0.4654],
    [0.4502, 0.4681, 0.4938],
    [0.4364, 0.4692, 0.5186],
    [0.424, 0.47, 0.5403],
    [0.4127, 0.4705, 0.5594],
    [0.4023, 0.4709, 0.5763],
    [0.3928, 0.4713, 0.5914],
    [0.3839, 0.4715, 0.6049],
    [0.3757, 0.4716, 0.6171],
    [0.3681, 0.4717, 0.6281],
    [0.3609, 0.4718, 0.638],
    [0.3543, 0.4719, 0.6472],
    [0.348, 0.4719, 0.6555],
    [0.3421, 0.4719, 0.6631],
    [0.3365, 0.4719, 0.6702],
    [0.3313, 0.4719, 0.6766],
    [0.3263, 0.4719, 0.6826],
    [0.3217, 0.4719, 0.6882],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use crate::image::Size;
    use crate::sample::State;

    fn temperatures(keys: &str) -> Vec<f64> {
        let text = format!("augplay: 1\nsteps: [{{op: planckian_jitter{keys}}}]");
        let policy = Policy::parse(&text).unwrap();
        let draws = (0..6000).map(|view| {
            let draw = policy.draw(&State::of(Size::new(8, 8), 3), "law", view);
            draw.unwrap().policy.steps[0].what.args().num(&TEMPERATURE)
        });
        draws.collect()
    }

    fn mean(values: impl Iterator<Item = f64> + Clone) -> f64 {
        values.clone().sum::<f64>() / values.count() as f64
    }

    #[test]
    fn draws_as_albumentations() {
        for (keys, low, away) in [
            ("", 3000.0, 0.5),
            (", mode: cied", 4000.0, 0.5),
            // The mean of half a bell curve: √(2/π) of a third.
            (", sampling: gaussian", 3000.0, 0.797_88 / 3.0),
        ] {
            let all = temperatures(keys);
            assert!(
                all.iter()
                    .all(|t| (low..=15000.0).contains(t) && t.fract() == 0.0)
            );
            let cold = all.iter().copied().filter(|t| *t < WHITE);
            let share = cold.clone().count() as f64 / all.len() as f64;
            assert!((share - 0.4).abs() < 0.025, "{keys}: {share}");
            let (below, above) = (mean(cold), mean(all.iter().copied().filter(|t| *t > WHITE)));
            assert!(
                (below - WHITE + (WHITE - low) * away).abs() < 80.0,
                "{below}"
            );
            assert!((above - WHITE - 9000.0 * away).abs() < 180.0, "{above}");
        }
    }

    #[test]
    fn a_mode_has_its_own_coldest_light() {
        for key in ["low_k: 3500", "temperature_k: 3999"] {
            let text = format!("augplay: 1\nsteps: [{{op: planckian_jitter, mode: cied, {key}}}]");
            let e = Policy::parse(&text).unwrap_err();
            assert!(e.param.is_some() && e.to_string().contains("4000"), "{e}");
        }
    }
}
