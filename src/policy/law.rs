//! Laws of numbers: each scalar law is the quantile of one uniform, so that a drawn number moves
//! continuously while a slider moves.

use serde_json::{Value as Json, json};

use crate::error::{Code, Result};
use crate::math;
use crate::param::{Param, number, tidy};
use crate::policy::dice::Die;
use crate::policy::text::{Data, Node};

/// A number, or how to draw one.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Always this.
    Const(f64),
    /// Uniform between two numbers, both included; whole parameters draw whole numbers.
    Uniform(f64, f64),
    /// Gaussian; drawn numbers beyond `clip` are moved to its ends.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
        /// Ends.
        clip: Option<(f64, f64)>,
    },
    /// Uniform in the logarithm, between two positive numbers.
    LogUniform(f64, f64),
    /// One of several numbers with weights.
    Choice(Vec<f64>, Vec<f64>),
    /// Plus or minus a magnitude with equal chance.
    Signed(Box<Law>),
}

/// The laws that are written as a one-key mapping, for the catalogue.
pub const NAMED: &[(&str, &str, &[&Param])] = &[
    (
        "normal",
        "Gaussian; values beyond clip are moved to its ends.",
        &[&MEAN, &SD, &CLIP],
    ),
    (
        "log_uniform",
        "Uniform in the logarithm, between two positive numbers.",
        &[&LOW, &HIGH],
    ),
    (
        "choice",
        "One of several values, with weights.",
        &[&VALUES, &WEIGHTS],
    ),
    (
        "signed",
        "Plus or minus a magnitude with equal chance.",
        &[&MAGNITUDE],
    ),
];
const MEAN: Param = Param::number("mean", "Mean.").value(0.0).fixed();
const SD: Param = Param::number("sd", "Standard deviation.")
    .value(1.0)
    .fixed();
const CLIP: Param = Param::numbers("clip", "Lowest and highest value.", 2, 2);
const LOW: Param = Param::number("low", "Lowest value.").fixed();
const HIGH: Param = Param::number("high", "Highest value.").fixed();
const VALUES: Param = Param::numbers("values", "The values.", 1, 256);
const WEIGHTS: Param = Param::numbers("weights", "Their weights; equal when absent.", 1, 256);
const MAGNITUDE: Param = Param::number("magnitude", "The magnitude, or a law of it.");

fn list(node: &Node) -> Result<Vec<f64>> {
    let Data::List(items) = &node.data else {
        return Err(node.expected("a list of numbers"));
    };
    items
        .iter()
        .map(|n| number(n, f64::MIN, f64::MAX))
        .collect()
}

fn pair(node: &Node) -> Result<(f64, f64)> {
    match list(node)?[..] {
        [a, b] if a <= b => Ok((a, b)),
        [_, _] => Err(node.error(Code::Range, "must go from the lower to the higher number")),
        _ => Err(node.expected("[low, high]")),
    }
}

impl Law {
    /// Reads a constant, `[a, b]` or a one-key mapping.
    pub fn read(node: &Node) -> Result<Self> {
        Self::read_at(node, 0)
    }

    fn read_at(node: &Node, depth: usize) -> Result<Self> {
        match &node.data {
            Data::Num(_) => Ok(Law::Const(number(node, f64::MIN, f64::MAX)?)),
            Data::List(_) => pair(node).map(|(a, b)| Law::Uniform(a, b)),
            Data::Map(entries) => match &entries[..] {
                [(name, body)] => Self::read_named(name, body, node, depth),
                _ => Err(node.error(
                    Code::Type,
                    "must be a number, [low, high] or one law such as {normal: {mean: 0, sd: 1}}",
                )),
            },
            _ => Err(node.expected("a number, [low, high] or a law")),
        }
    }

    fn read_named(name: &str, body: &Node, node: &Node, depth: usize) -> Result<Self> {
        let known = |keys: &[&str]| -> Result<()> {
            let Data::Map(entries) = &body.data else {
                return Err(body.expected("a mapping"));
            };
            match entries.iter().find(|(k, _)| !keys.contains(&k.as_str())) {
                Some((k, v)) => Err(v.error(
                    Code::UnknownKey,
                    format!("law '{name}' has no '{k}'; it has {}", keys.join(", ")),
                )),
                None => Ok(()),
            }
        };
        let need = |key: &str| {
            body.get(key)
                .ok_or_else(|| node.error(Code::Missing, format!("law '{name}' needs '{key}'")))
        };
        match name {
            "uniform" => pair(body).map(|(a, b)| Law::Uniform(a, b)),
            "normal" => {
                known(&["mean", "sd", "clip"])?;
                Ok(Law::Normal {
                    mean: number(need("mean")?, f64::MIN, f64::MAX)?,
                    sd: number(need("sd")?, 0.0, f64::MAX)?,
                    clip: body.get("clip").map(pair).transpose()?,
                })
            }
            "log_uniform" => {
                let (a, b) = if let Data::List(_) = body.data {
                    pair(body)?
                } else {
                    known(&["low", "high"])?;
                    (
                        number(need("low")?, f64::MIN, f64::MAX)?,
                        number(need("high")?, f64::MIN, f64::MAX)?,
                    )
                };
                if a <= 0.0 || b < a {
                    return Err(body.error(
                        Code::Range,
                        "must go from a positive number to a higher one",
                    ));
                }
                Ok(Law::LogUniform(a, b))
            }
            "choice" => {
                let (values, weights) = if let Data::List(_) = body.data {
                    (list(body)?, Vec::new())
                } else {
                    known(&["values", "weights"])?;
                    (
                        list(need("values")?)?,
                        body.get("weights")
                            .map(list)
                            .transpose()?
                            .unwrap_or_default(),
                    )
                };
                if values.is_empty() {
                    return Err(body.error(Code::Range, "needs at least one value"));
                }
                let fits = weights.len() == values.len()
                    && weights.iter().all(|w| *w >= 0.0)
                    && weights.iter().sum::<f64>() > 0.0;
                if !weights.is_empty() && !fits {
                    return Err(body.error(
                        Code::Range,
                        "needs one weight of at least 0 for each value, and one above 0",
                    ));
                }
                Ok(Law::Choice(values, weights))
            }
            "signed" if depth == 0 => Ok(Law::Signed(Box::new(Self::read_at(body, 1)?))),
            _ => Err(node.error(
                Code::UnknownName,
                format!(
                    "'{name}' is not a law; laws are uniform, {}",
                    NAMED.map_names()
                ),
            )),
        }
    }

    /// Refuses a law that can leave `min..=max`, or a whole-number parameter's law with fractions.
    pub fn check(&self, min: f64, max: f64, whole: bool, node: &Node) -> Result<()> {
        let (low, high) = self.reach();
        let bound = |v: f64| v < min || v > max;
        if bound(low) || bound(high) {
            let mut e = node.error(
                Code::Range,
                match self {
                    Law::Const(_) => "is out of range",
                    Law::Normal { clip: None, .. } => "can leave the range; give the law a clip",
                    _ => "can leave the range",
                },
            );
            e.min = (min > f64::MIN).then_some(min);
            e.max = (max < f64::MAX).then_some(max);
            return Err(e);
        }
        let fractional = |v: &f64| v.fract() != 0.0;
        let broken = match self {
            Law::Const(v) => fractional(v),
            Law::Uniform(a, b) => fractional(a) || fractional(b),
            Law::Choice(values, _) => values.iter().any(fractional),
            _ => false,
        };
        if whole && broken {
            return Err(node.error(Code::Type, "must be a whole number"));
        }
        Ok(())
    }

    /// Least and greatest number the law can give.
    pub fn reach(&self) -> (f64, f64) {
        match self {
            Law::Const(v) => (*v, *v),
            Law::Uniform(a, b)
            | Law::LogUniform(a, b)
            | Law::Normal {
                clip: Some((a, b)), ..
            } => (*a, *b),
            Law::Normal {
                mean,
                sd: 0.0,
                clip: None,
            } => (*mean, *mean),
            // A finite parameter range is what decides; ±12 sd is beyond what one uniform can reach.
            Law::Normal {
                mean,
                sd,
                clip: None,
            } => (mean - 12.0 * sd, mean + 12.0 * sd),
            Law::Choice(values, _) => values
                .iter()
                .fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(*v), b.max(*v))),
            Law::Signed(law) => {
                let (a, b) = law.reach();
                let most = a.abs().max(b.abs());
                (-most, most)
            }
        }
    }

    /// The number in the middle.
    pub fn centre(&self) -> f64 {
        match self {
            Law::Const(v) => *v,
            Law::Signed(law) => law.centre(),
            law => law.quantile(0.5, false),
        }
    }

    /// The number at `u` in [0, 1).
    pub fn quantile(&self, u: f64, whole: bool) -> f64 {
        let v = match self {
            Law::Const(v) => return *v,
            Law::Uniform(a, b) if whole => return (a + (u * (b - a + 1.0)).floor()).min(*b),
            Law::Uniform(a, b) => a + u * (b - a),
            Law::Normal { mean, sd, clip } => {
                let v = mean + sd * math::normal_quantile(u);
                clip.map_or(v, |(a, b)| v.clamp(a, b))
            }
            Law::LogUniform(a, b) => {
                math::exp(math::ln(*a) + u * (math::ln(*b) - math::ln(*a))).clamp(*a, *b)
            }
            Law::Choice(values, weights) => {
                let even = vec![1.0; values.len()];
                let weights = if weights.is_empty() { &even } else { weights };
                return values[pick(weights, u).min(values.len() - 1)];
            }
            Law::Signed(law) => return law.quantile(u, whole),
        };
        if whole { (v + 0.5).floor() } else { v }
    }

    /// Draws a number; the sign of a signed law has a die of its own.
    pub fn draw(&self, die: &Die, name: &str, whole: bool) -> f64 {
        match self {
            Law::Const(v) => *v,
            Law::Signed(law) => {
                let v = law.draw(die, name, whole);
                // A set sign bit instead of a product keeps −0 out of exported numbers.
                if v != 0.0 && die.uniform(&format!("{name}.sign")) < 0.5 {
                    -v
                } else {
                    v
                }
            }
            law => law.quantile(die.uniform(name), whole),
        }
    }

    /// As it stands in a policy file.
    pub fn to_json(&self) -> Json {
        let list = |v: &[f64]| Json::Array(v.iter().map(|v| tidy(*v)).collect());
        match self {
            Law::Const(v) => tidy(*v),
            Law::Uniform(a, b) => list(&[*a, *b]),
            Law::Normal {
                mean,
                sd,
                clip: None,
            } => json!({"normal": {"mean": tidy(*mean), "sd": tidy(*sd)}}),
            Law::Normal {
                mean,
                sd,
                clip: Some((a, b)),
            } => {
                json!({"normal": {"mean": tidy(*mean), "sd": tidy(*sd), "clip": list(&[*a, *b])}})
            }
            Law::LogUniform(a, b) => json!({"log_uniform": {"low": tidy(*a), "high": tidy(*b)}}),
            Law::Choice(values, weights) if weights.is_empty() => {
                json!({"choice": {"values": list(values)}})
            }
            Law::Choice(values, weights) => {
                json!({"choice": {"values": list(values), "weights": list(weights)}})
            }
            Law::Signed(law) => json!({"signed": law.to_json()}),
        }
    }
}

/// The index whose share of the weights holds `u`.
pub(crate) fn pick(weights: &[f64], u: f64) -> usize {
    let total: f64 = weights.iter().sum();
    let mut left = u * total;
    for (i, w) in weights.iter().enumerate() {
        if left < *w {
            return i;
        }
        left -= w;
    }
    weights.iter().rposition(|w| *w > 0.0).unwrap_or(0)
}

trait Names {
    fn map_names(&self) -> String;
}

impl Names for [(&str, &str, &[&Param])] {
    fn map_names(&self) -> String {
        self.iter()
            .map(|(name, ..)| *name)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::text;

    fn law(s: &str) -> Result<Law> {
        Law::read(
            &text::parse(&format!("x: {s}"))
                .unwrap()
                .get("x")
                .unwrap()
                .clone(),
        )
    }

    #[test]
    fn laws_round_trip() {
        for s in [
            "3",
            "[1, 2]",
            "{normal: {mean: 0, sd: 6, clip: [-15, 15]}}",
            "{log_uniform: {low: 0.1, high: 10}}",
            "{choice: {values: [1, 5], weights: [1, 3]}}",
            "{signed: 0.09}",
            "{signed: [1, 4]}",
        ] {
            let l = law(s).unwrap();
            assert_eq!(law(&l.to_json().to_string()).unwrap(), l, "{s}");
        }
    }

    #[test]
    fn bad_laws_are_refused() {
        for s in [
            "[2, 1]",
            "[1, 2, 3]",
            "{normal: {mean: 0}}",
            "{gamma: 1}",
            "{log_uniform: [0, 1]}",
            "{choice: []}",
            "{choice: {values: [1], weights: [1, 2]}}",
            "text",
            "{signed: {signed: 1}}",
            ".nan",
            "[.inf, 1]",
            "{normal: {mean: 0, sd: -1}}",
        ] {
            assert!(law(s).is_err(), "{s}");
        }
    }

    #[test]
    fn quantiles_are_the_laws() {
        assert_eq!(Law::Uniform(1.0, 3.0).quantile(0.999, true), 3.0);
        assert_eq!(Law::Uniform(1.0, 3.0).quantile(0.0, true), 1.0);
        assert_eq!(
            law("{choice: {values: [1, 5], weights: [1, 3]}}")
                .unwrap()
                .quantile(0.26, false),
            5.0
        );
        assert_eq!(
            law("{normal: {mean: 2, sd: 9, clip: [0, 3]}}")
                .unwrap()
                .quantile(0.99, false),
            3.0
        );
        assert!(
            (law("{log_uniform: [1, 100]}").unwrap().quantile(0.5, false) - 10.0).abs() < 1e-12
        );
    }
}
