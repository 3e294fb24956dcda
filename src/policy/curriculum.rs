//! `curriculum`: how much of a policy a sample gets, as a function of training progress. A moment of
//! it is an ordinary policy, so nothing else needs to know of progress.

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::math::exp;
use crate::ops::{Node as Compose, Op};
use crate::param::{Args, Kind, Param, Value, number, tidy};
use crate::policy::law::Law;
use crate::policy::parse::{entries, words};
use crate::policy::text::{Data, Node};
use crate::policy::{Note, Policy, Step, Target, What};

/// The id of the sequence around all steps, whose chance a curriculum sets.
pub(super) const ID: &str = "curriculum";
/// The most steps of a stepwise law.
const MOST: usize = 64;

/// What changes with training progress, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Curriculum {
    /// What is scaled.
    pub scale: Scale,
    /// By how much, from 0 to 1, at each progress from 0 to 1.
    pub over: Over,
}

/// What a curriculum scales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The chance that a sample gets the policy at all.
    Chance,
    /// How far each parameter is from the value at which it changes nothing.
    Magnitude,
}

/// A function of training progress, both from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// The same throughout.
    Constant(f64),
    /// On a straight line between two moments, level outside them.
    Linear {
        /// Value up to `start`.
        from: f64,
        /// Value from `end` on.
        to: f64,
        /// Progress at which it leaves `from`.
        start: f64,
        /// Progress at which it reaches `to`.
        end: f64,
    },
    /// `(at, value)`: each value from its moment on; 0 before the first.
    Step(Vec<(f64, f64)>),
    /// min(tanh(progress / tau) + 0.01, 1): the share of augmented samples in MADAug (Hou et al.,
    /// ICCV 2023, and its published code, where tau is 40 epochs).
    Tanh {
        /// Progress at which it reaches 0.77.
        tau: f64,
    },
}

const FORMS: &str = "a number from 0 to 1, {linear: {from: 0, to: 1}}, {step: [{at: 0.5, value: 1}]} or {tanh: {tau: 0.2}}";

impl Over {
    /// Its value, from 0 to 1, at a progress from 0 to 1.
    pub fn value(&self, progress: f64) -> f64 {
        match self {
            Over::Constant(v) => *v,
            Over::Linear {
                from,
                to,
                start,
                end,
            } => {
                if progress >= *end {
                    *to
                } else if progress <= *start {
                    *from
                } else {
                    from + (to - from) * (progress - start) / (end - start)
                }
            }
            Over::Step(steps) => steps
                .iter()
                .rev()
                .find(|(at, _)| progress >= *at)
                .map_or(0.0, |(_, value)| *value),
            Over::Tanh { tau } => {
                // tanh x = 1 − 2 / (e²ˣ + 1); beyond 20 it is 1 in double precision.
                let x = (progress / tau).min(20.0);
                (1.0 - 2.0 / (exp(2.0 * x) + 1.0) + 0.01).min(1.0)
            }
        }
    }

    fn read(node: &Node) -> Result<Self> {
        if matches!(node.data, Data::Num(_)) {
            return Ok(Over::Constant(number(node, 0.0, 1.0)?));
        }
        let Data::Map(keys) = &node.data else {
            return Err(node.expected(FORMS));
        };
        let [(name, body)] = &keys[..] else {
            return Err(node.error(Code::Type, format!("must be {FORMS}")));
        };
        match name.as_str() {
            "linear" => {
                let [from, to, start, end] = fields(body, name, ["from", "to", "start", "end"])?;
                let or = |node: Option<&Node>, v| node.map_or(Ok(v), |n| number(n, 0.0, 1.0));
                let law = (or(from, 0.0)?, or(to, 1.0)?, or(start, 0.0)?, or(end, 1.0)?);
                if law.2 > law.3 {
                    return Err(body.error(Code::Range, "must not end before its start"));
                }
                let (from, to, start, end) = law;
                Ok(Over::Linear {
                    from,
                    to,
                    start,
                    end,
                })
            }
            "step" => steps(body).map(Over::Step),
            "tanh" => {
                let [tau] = fields(body, name, ["tau"])?;
                let why = "needs tau, the progress at which it reaches 0.77";
                let tau = tau.ok_or_else(|| body.error(Code::Missing, why))?;
                let tau = number(tau, 0.001, 100.0).map_err(|e| e.at_param("tau"))?;
                Ok(Over::Tanh { tau })
            }
            _ => {
                let why = format!("'{name}' is not a law of progress; laws are {FORMS}");
                Err(node.error(Code::UnknownName, why))
            }
        }
    }

    fn to_json(&self) -> Json {
        match self {
            Over::Constant(v) => tidy(*v),
            Over::Linear {
                from,
                to,
                start,
                end,
            } => {
                json!({"linear": {"from": tidy(*from), "to": tidy(*to), "start": tidy(*start), "end": tidy(*end)}})
            }
            Over::Step(steps) => {
                let one =
                    |(at, value): &(f64, f64)| json!({"at": tidy(*at), "value": tidy(*value)});
                json!({"step": steps.iter().map(one).collect::<Vec<_>>()})
            }
            Over::Tanh { tau } => json!({"tanh": {"tau": tidy(*tau)}}),
        }
    }
}

/// The values of a law's keys, in the order of `names`; other keys are refused.
fn fields<'a, const N: usize>(
    body: &'a Node,
    law: &str,
    names: [&str; N],
) -> Result<[Option<&'a Node>; N]> {
    let keys = entries(body, &format!("a mapping with {}", names.join(", ")))?;
    if let Some((key, value)) = keys.iter().find(|(k, _)| !names.contains(&k.as_str())) {
        let why = format!("is not a key of {law}; keys are {}", names.join(", "));
        return Err(value.error(Code::UnknownKey, why).at_param(key));
    }
    Ok(names.map(|name| body.get(name)))
}

fn steps(body: &Node) -> Result<Vec<(f64, f64)>> {
    let Data::List(items) = &body.data else {
        return Err(body.expected("a list of steps such as {at: 0.5, value: 1}"));
    };
    if items.is_empty() || items.len() > MOST {
        let why = format!("must have 1 to {MOST} steps, not {}", items.len());
        return Err(body.error(Code::Range, why));
    }
    let mut out: Vec<(f64, f64)> = Vec::new();
    for item in items {
        let [at, value] = fields(item, "step", ["at", "value"])?;
        let (Some(at), Some(value)) = (at, value) else {
            return Err(item.error(Code::Missing, "needs at and value"));
        };
        let step = (
            number(at, 0.0, 1.0).map_err(|e| e.at_param("at"))?,
            number(value, 0.0, 1.0).map_err(|e| e.at_param("value"))?,
        );
        if out.last().is_some_and(|last| last.0 >= step.0) {
            let why = "must be later than the step before";
            return Err(at.error(Code::Range, why).at_param("at"));
        }
        out.push(step);
    }
    Ok(out)
}

impl Curriculum {
    /// Reads the value of `curriculum`.
    pub(super) fn read(node: &Node) -> Result<Self> {
        let what = "a mapping such as {scale: chance, over: {tanh: {tau: 0.2}}}";
        let keys = entries(node, what)?;
        if let Some((key, value)) = keys.iter().find(|(k, _)| k != "scale" && k != "over") {
            let why = "is not a key of a curriculum; keys are scale, over";
            return Err(value.error(Code::UnknownKey, why).at_param(key));
        }
        let need = |key: &str| {
            node.get(key).ok_or_else(|| {
                let why = format!("needs {key}, as in {what}");
                node.error(Code::Missing, why).at_param(key)
            })
        };
        let scale = need("scale")?;
        let scale = match words(scale).map_err(|e| e.at_param("scale"))?.as_str() {
            "chance" => Scale::Chance,
            "magnitude" => Scale::Magnitude,
            _ => {
                let why = "is not one of chance, magnitude";
                return Err(scale.error(Code::UnknownName, why).at_param("scale"));
            }
        };
        let over = Over::read(need("over")?).map_err(|e| e.at_param("over"))?;
        Ok(Self { scale, over })
    }

    /// As it stands in a policy file.
    pub fn to_json(&self) -> Json {
        let scale = match self.scale {
            Scale::Chance => "chance",
            Scale::Magnitude => "magnitude",
        };
        json!({"scale": scale, "over": self.over.to_json()})
    }

    /// Whether it is the same throughout, so that one moment says all of it.
    pub fn constant(&self) -> bool {
        matches!(self.over, Over::Constant(_))
    }
}

impl Policy {
    /// The policy as it is at a training progress from 0 to 1, without a curriculum. A `chance`
    /// becomes that of a sequence around all steps. A `magnitude` pulls both ends of each number's law
    /// towards the value at which the parameter changes nothing, and the magnitude of automatic
    /// policies towards 0; parameters without such a value stay, and [`notes`](Self::notes) lists
    /// them. With views, a chance spans the steps of each part: it stays, as a constant, until a part
    /// is taken.
    ///
    /// # Errors
    /// If progress is not from 0 to 1.
    pub fn moment(&self, progress: f64) -> Result<Policy> {
        if !(0.0..=1.0).contains(&progress) {
            return Err(Error::range("progress", progress, 0.0, 1.0));
        }
        let Some(curriculum) = &self.curriculum else {
            return Ok(self.clone());
        };
        let c = curriculum.over.value(progress).clamp(0.0, 1.0);
        let mut out = Policy {
            curriculum: None,
            ..self.clone()
        };
        match curriculum.scale {
            Scale::Chance if !out.views.is_empty() => {
                out.curriculum = Some(Curriculum {
                    scale: Scale::Chance,
                    over: Over::Constant(c),
                });
            }
            Scale::Chance => {
                let mut all = Step::new(Compose::Sequence.of(out.steps)).called(ID);
                all.p = c;
                out.steps = vec![all];
            }
            Scale::Magnitude => {
                let target = out.target;
                let lists = std::iter::once(&mut out.steps);
                for steps in lists.chain(out.views.iter_mut().map(|v| &mut v.steps)) {
                    for step in steps {
                        weaken(step, c, target);
                    }
                }
            }
        }
        Ok(out)
    }

    /// What a curriculum does not reach.
    pub(super) fn untouched(&self) -> Vec<Note> {
        if self.curriculum.as_ref().map(|c| c.scale) != Some(Scale::Magnitude) {
            return Vec::new();
        }
        let said = self.walk().into_iter().filter_map(|(step, _)| {
            let What::Op(op, args) = &step.what else {
                return None;
            };
            let stay = |(param, value): &(&'static Param, &Value)| {
                matches!(value, Value::Law(_)) && param.law && anchor(*op, param).is_none()
            };
            let names: Vec<_> = args.iter().filter(stay).map(|(p, _)| p.name).collect();
            (!names.is_empty()).then(|| Note {
                step: step.id.clone(),
                kind: "curriculum",
                text: format!(
                    "no value of {} changes nothing, so the curriculum leaves it as it is",
                    names.join(", ")
                ),
            })
        });
        said.collect()
    }
}

/// The value at which a parameter changes nothing: what it declares, and 0 for the magnitude of an
/// automatic policy.
fn anchor(op: &dyn Op, param: &Param) -> Option<f64> {
    let magnitude = op.meta().group == "automatic" && param.name == "magnitude";
    param.identity.or(magnitude.then_some(0.0))
}

fn weaken(step: &mut Step, c: f64, target: &Target) {
    match &mut step.what {
        What::Node(_, _, children) => children.iter_mut().for_each(|s| weaken(s, c, target)),
        What::Op(op, args) => {
            let dialect = op.meta().dialect(step.dialect, target);
            let params: Vec<_> = args.iter().map(|(param, _)| param).collect();
            for param in params {
                if let Some(weaker) = pulled(*op, args, param, c, dialect) {
                    *args = weaker;
                }
            }
        }
    }
}

/// Arguments with one parameter's law pulled to the share `c` of its distance from where it changes
/// nothing; none where it stays.
fn pulled(op: &dyn Op, args: &Args, param: &Param, c: f64, dialect: Dialect) -> Option<Args> {
    let identity = anchor(op, param)?;
    let Value::Law(law) = args.get(param) else {
        return None;
    };
    // Whole numbers stay on the grid that their slider has: odd ones stay odd.
    let grid = (param.kind == Kind::Integer).then_some(param.step);
    let law = pull(law, identity, c, grid)?;
    let (low, high) = law.reach();
    let out = args.clone().with_value(param, Value::Law(law));
    let fits = low >= param.min && high <= param.max && op.check(&out, dialect).is_ok();
    fits.then_some(out)
}

fn pull(law: &Law, identity: f64, c: f64, grid: Option<f64>) -> Option<Law> {
    let free = |v: f64| {
        if c >= 1.0 {
            v
        } else {
            identity + c * (v - identity)
        }
    };
    let to = |v: f64| match grid {
        Some(step) if step > 0.0 && c < 1.0 => {
            identity + ((free(v) - identity) / step).round_ties_even() * step
        }
        _ => free(v),
    };
    Some(match law {
        Law::Const(v) => Law::Const(to(*v)),
        Law::Uniform(a, b) => Law::Uniform(to(*a), to(*b)),
        Law::Normal { mean, sd, clip } => Law::Normal {
            mean: free(*mean),
            sd: c * sd,
            clip: clip.map(|(a, b)| (to(a), to(b))),
        },
        Law::LogUniform(a, b) if to(*a) > 0.0 => Law::LogUniform(to(*a), to(*b)),
        // The logarithm has no zero: all of it has been pulled there.
        Law::LogUniform(..) if c <= 0.0 => Law::Const(identity),
        Law::Choice(values, weights) => {
            Law::Choice(values.iter().map(|v| to(*v)).collect(), weights.clone())
        }
        // Around another number than 0 it would not stay signed.
        Law::Signed(inner) if identity == 0.0 => Law::Signed(Box::new(pull(inner, 0.0, c, grid)?)),
        Law::LogUniform(..) | Law::Signed(_) => return None,
    })
}
