//! Declaring a parameter once: name, unit, default, bounds, doc. Schema, controls, validation and
//! docs are read from here.

mod args;

pub(crate) use args::tidy;
pub use args::{Args, Value};

use crate::error::{Code, Result};
use crate::kernel::Dialect;
use crate::policy::law::Law;
use crate::policy::text::{Data, Node};

/// What a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A real number.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Bool,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Three levels `[r, g, b]`, or one for all channels.
    Color,
    /// A list of at least `min` and at most `max` numbers, never exactly two (that is a law).
    Numbers(usize, usize),
    /// A list of rectangles `[x, y, width, height]` in px.
    Rects,
    /// A whole number that seeds per-pixel noise; drawn when absent.
    Seed,
}

/// A default that can stand in a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// The value must be given, or is drawn or derived when absent, as the doc says.
    Absent,
    /// A constant.
    Const(f64),
    /// Uniform between two numbers, both included.
    Uniform(f64, f64),
    /// Uniform in the logarithm.
    LogUniform(f64, f64),
    /// `true` or `false`.
    Bool(bool),
    /// A word.
    Word(&'static str),
    /// A colour.
    Color([u8; 3]),
}

/// A parameter's declaration; also the handle by which an op reads it from [`Args`].
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Key in the policy file, unit as a suffix (`_px _deg _frac _level _pct _k`).
    pub name: &'static str,
    /// Documentation; the first sentence is what the page shows.
    pub doc: &'static str,
    /// Unit as shown: `°`, `px`, or nothing.
    pub unit: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be a law instead of a constant.
    pub law: bool,
    /// Value when the key is absent.
    pub default: Default,
    /// Least legal number.
    pub min: f64,
    /// Greatest legal number.
    pub max: f64,
    /// Left end of the slider.
    pub slider_min: f64,
    /// Right end of the slider.
    pub slider_max: f64,
    /// Slider step.
    pub step: f64,
    /// Hidden behind "more".
    pub rare: bool,
    /// Legal only in these dialects; empty means all.
    pub dialects: &'static [Dialect],
    /// Value at which the op changes nothing, if this parameter alone decides that.
    pub identity: Option<f64>,
}

impl Param {
    const fn new(name: &'static str, kind: Kind, law: bool, doc: &'static str) -> Self {
        Self {
            name,
            doc,
            unit: "",
            kind,
            law,
            default: Default::Absent,
            min: f64::MIN,
            max: f64::MAX,
            slider_min: 0.0,
            slider_max: 1.0,
            step: 0.01,
            rare: false,
            dialects: &[],
            identity: None,
        }
    }

    /// A real number or a law of one.
    pub const fn number(name: &'static str, doc: &'static str) -> Self {
        Self::new(name, Kind::Number, true, doc)
    }

    /// A whole number or a law of one.
    pub const fn integer(name: &'static str, doc: &'static str) -> Self {
        let mut p = Self::new(name, Kind::Integer, true, doc);
        p.step = 1.0;
        p
    }

    /// A switch.
    pub const fn switch(name: &'static str, doc: &'static str, default: bool) -> Self {
        let mut p = Self::new(name, Kind::Bool, false, doc);
        p.default = Default::Bool(default);
        p
    }

    /// One of several words; `default` is one of them.
    pub const fn choice(
        name: &'static str,
        doc: &'static str,
        words: &'static [&'static str],
        default: &'static str,
    ) -> Self {
        let mut p = Self::new(name, Kind::Choice(words), false, doc);
        p.default = Default::Word(default);
        p
    }

    /// A colour.
    pub const fn color(name: &'static str, doc: &'static str, default: [u8; 3]) -> Self {
        let mut p = Self::new(name, Kind::Color, false, doc);
        p.default = Default::Color(default);
        p.min = 0.0;
        p.max = 255.0;
        p
    }

    /// A list of numbers.
    pub const fn numbers(name: &'static str, doc: &'static str, min: usize, max: usize) -> Self {
        Self::new(name, Kind::Numbers(min, max), false, doc)
    }

    /// A list of rectangles.
    pub const fn rects(name: &'static str, doc: &'static str) -> Self {
        Self::new(name, Kind::Rects, false, doc)
    }

    /// A seed for per-pixel noise.
    pub const fn seed(name: &'static str, doc: &'static str) -> Self {
        let mut p = Self::new(name, Kind::Seed, false, doc).hard(0.0, 9007199254740991.0);
        p.rare = true;
        p
    }

    /// Sets the legal range.
    pub const fn hard(mut self, min: f64, max: f64) -> Self {
        self.min = min;
        self.max = max;
        self.slider_min = min;
        self.slider_max = max;
        self
    }

    /// Sets the slider's range.
    pub const fn slider(mut self, min: f64, max: f64) -> Self {
        self.slider_min = min;
        self.slider_max = max;
        self
    }

    /// Sets the slider's step.
    pub const fn by(mut self, step: f64) -> Self {
        self.step = step;
        self
    }

    /// Sets a constant default.
    pub const fn value(mut self, value: f64) -> Self {
        self.default = Default::Const(value);
        self
    }

    /// Sets a uniform default.
    pub const fn uniform(mut self, low: f64, high: f64) -> Self {
        self.default = Default::Uniform(low, high);
        self
    }

    /// Sets a default that is uniform in the logarithm.
    pub const fn log_uniform(mut self, low: f64, high: f64) -> Self {
        self.default = Default::LogUniform(low, high);
        self
    }

    /// Sets the unit.
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// Hides it behind "more".
    pub const fn rare(mut self) -> Self {
        self.rare = true;
        self
    }

    /// Forbids laws: the value is the same in every draw.
    pub const fn fixed(mut self) -> Self {
        self.law = false;
        self
    }

    /// Makes it legal in some dialects only.
    pub const fn only(mut self, dialects: &'static [Dialect]) -> Self {
        self.dialects = dialects;
        self
    }

    /// Declares the value that changes nothing.
    pub const fn identity(mut self, value: f64) -> Self {
        self.identity = Some(value);
        self
    }

    /// The value when the key is absent.
    pub fn default_value(&self) -> Value {
        match self.default {
            Default::Absent => Value::Absent,
            Default::Const(v) => Value::Law(Law::Const(v)),
            Default::Uniform(a, b) => Value::Law(Law::Uniform(a, b)),
            Default::LogUniform(a, b) => Value::Law(Law::LogUniform(a, b)),
            Default::Bool(b) => Value::Bool(b),
            Default::Word(w) => Value::Word(w),
            Default::Color(c) => Value::Color(c),
        }
    }

    /// Reads and checks a value from a policy.
    ///
    /// # Errors
    /// Names the parameter, the value and the bounds.
    pub fn read(&self, node: &Node) -> Result<Value> {
        self.read_inner(node).map_err(|e| {
            let e = e.at_param(self.name);
            if node.line > 0 {
                e.at_line(node.line)
            } else {
                e
            }
        })
    }

    fn read_inner(&self, node: &Node) -> Result<Value> {
        match self.kind {
            Kind::Number | Kind::Integer => {
                let law = Law::read(node)?;
                if !self.law && !matches!(law, Law::Const(_)) {
                    return Err(node.error(
                        Code::Type,
                        "must be one number: it is the same in every draw",
                    ));
                }
                law.check(self.min, self.max, self.kind == Kind::Integer, node)?;
                Ok(Value::Law(law))
            }
            Kind::Bool => match node.data {
                Data::Bool(b) => Ok(Value::Bool(b)),
                _ => Err(node.expected("true or false")),
            },
            Kind::Choice(words) => {
                let Data::Text(text) = &node.data else {
                    return Err(node.expected(&format!("one of {}", words.join(", "))));
                };
                match words.iter().find(|w| *w == text) {
                    Some(word) => Ok(Value::Word(word)),
                    None => Err(node.error(
                        Code::UnknownName,
                        format!("is not one of {}", words.join(", ")),
                    )),
                }
            }
            Kind::Color => match &node.data {
                Data::Num(_) => {
                    let v = whole(node, 0.0, 255.0)? as u8;
                    Ok(Value::Color([v; 3]))
                }
                Data::List(items) if items.len() == 3 => {
                    let mut color = [0; 3];
                    for (to, item) in color.iter_mut().zip(items) {
                        *to = whole(item, 0.0, 255.0)? as u8;
                    }
                    Ok(Value::Color(color))
                }
                _ => Err(node.expected("one level 0 to 255 or a list of three")),
            },
            Kind::Numbers(least, most) => {
                let Data::List(items) = &node.data else {
                    return Err(node.expected("a list of numbers"));
                };
                if items.len() < least || items.len() > most {
                    return Err(node.error(
                        Code::Range,
                        format!("must have {least} to {most} numbers, not {}", items.len()),
                    ));
                }
                let numbers = items
                    .iter()
                    .map(|n| number(n, self.min, self.max))
                    .collect::<Result<_>>()?;
                Ok(Value::Numbers(numbers))
            }
            Kind::Rects => {
                let Data::List(items) = &node.data else {
                    return Err(node.expected("a list of [x, y, width, height]"));
                };
                let rect = |n: &Node| -> Result<[i64; 4]> {
                    let Data::List(four) = &n.data else {
                        return Err(n.expected("[x, y, width, height]"));
                    };
                    if four.len() != 4 {
                        return Err(n.error(Code::Type, "must be [x, y, width, height]"));
                    }
                    let mut out = [0; 4];
                    for (to, item) in out.iter_mut().zip(four) {
                        *to = whole(item, 0.0, 1e6)? as i64;
                    }
                    Ok(out)
                };
                Ok(Value::Rects(items.iter().map(rect).collect::<Result<_>>()?))
            }
            Kind::Seed => Ok(Value::Seed(whole(node, self.min, self.max)? as u64)),
        }
    }
}

/// A finite number within bounds.
pub(crate) fn number(node: &Node, min: f64, max: f64) -> Result<f64> {
    let Data::Num(n) = node.data else {
        return Err(node.expected("a number"));
    };
    if !n.is_finite() || n < min || n > max {
        let mut e = node.error(
            Code::Range,
            if n.is_finite() {
                "is out of range"
            } else {
                "is not a finite number"
            },
        );
        e.min = (min > f64::MIN).then_some(min);
        e.max = (max < f64::MAX).then_some(max);
        return Err(e);
    }
    Ok(n)
}

/// A whole number within bounds.
pub(crate) fn whole(node: &Node, min: f64, max: f64) -> Result<f64> {
    let n = number(node, min, max)?;
    if n.fract() != 0.0 {
        return Err(node.error(Code::Type, "must be a whole number"));
    }
    Ok(n)
}
