//! Values of parameters, and an op's values together.

use super::{Default, Param};
use crate::policy::law::Law;

/// A parameter's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not given, and without a default.
    Absent,
    /// A number or the law of one.
    Law(Law),
    /// A switch.
    Bool(bool),
    /// One of the declared words.
    Word(&'static str),
    /// A colour.
    Color([u8; 3]),
    /// A list of numbers.
    Numbers(Vec<f64>),
    /// Rectangles `[x, y, width, height]`.
    Rects(Vec<[i64; 4]>),
    /// A seed.
    Seed(u64),
}

impl Value {
    /// The value as it stands in a policy file.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::{Value as J, json};
        match self {
            Value::Absent => J::Null,
            Value::Law(law) => law.to_json(),
            Value::Bool(b) => json!(b),
            Value::Word(w) => json!(w),
            Value::Color(c) if c[0] == c[1] && c[1] == c[2] => json!(c[0]),
            Value::Color(c) => json!(c),
            Value::Numbers(n) => J::Array(n.iter().map(|v| tidy(*v)).collect()),
            Value::Rects(r) => json!(r),
            Value::Seed(s) => json!(s),
        }
    }
}

/// A number without a needless `.0`.
pub(crate) fn tidy(v: f64) -> serde_json::Value {
    if v.fract() == 0.0 && v.abs() < 9007199254740992.0 {
        (v as i64).into()
    } else {
        v.into()
    }
}

/// An op's values, complete and in declared order.
#[derive(Clone, Debug)]
pub struct Args {
    params: &'static [&'static Param],
    values: Vec<Value>,
}

impl PartialEq for Args {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.params, other.params) && self.values == other.values
    }
}

impl Args {
    /// All defaults.
    pub fn defaults(params: &'static [&'static Param]) -> Self {
        Self {
            params,
            values: params.iter().map(|p| p.default_value()).collect(),
        }
    }

    /// Declarations and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Param, &Value)> {
        self.params.iter().copied().zip(&self.values)
    }

    /// The value of `param`; [`Value::Absent`] if the op does not declare it.
    pub fn get(&self, param: &Param) -> &Value {
        self.params
            .iter()
            .position(|p| p.name == param.name)
            .map_or(&Value::Absent, |at| &self.values[at])
    }

    /// Sets the value of `param`, if the op declares it.
    pub fn set(&mut self, param: &Param, value: Value) {
        if let Some(at) = self.params.iter().position(|p| p.name == param.name) {
            self.values[at] = value;
        }
    }

    /// The same with `param` set to a number.
    pub fn with(mut self, param: &Param, value: f64) -> Self {
        self.set(param, Value::Law(Law::Const(value)));
        self
    }

    /// The same with `param` set.
    pub fn with_value(mut self, param: &Param, value: Value) -> Self {
        self.set(param, value);
        self
    }

    /// The law of a number.
    pub fn law(&self, param: &Param) -> Law {
        match self.get(param) {
            Value::Law(law) => law.clone(),
            _ => match param.default_value() {
                Value::Law(law) => law,
                _ => Law::Const(0.0),
            },
        }
    }

    /// A drawn number: the constant, or a law's centre if it was not drawn.
    pub fn num(&self, param: &Param) -> f64 {
        self.law(param).centre()
    }

    /// A drawn number that may be absent.
    pub fn maybe(&self, param: &Param) -> Option<f64> {
        match self.get(param) {
            Value::Law(law) => Some(law.centre()),
            _ => None,
        }
    }

    /// A drawn whole number.
    pub fn int(&self, param: &Param) -> i64 {
        self.num(param) as i64
    }

    /// A switch.
    pub fn on(&self, param: &Param) -> bool {
        matches!(self.get(param), Value::Bool(true))
    }

    /// A chosen word.
    pub fn word(&self, param: &Param) -> &'static str {
        match (self.get(param), param.default) {
            (Value::Word(w), _) => w,
            (_, Default::Word(w)) => w,
            _ => "",
        }
    }

    /// A colour.
    pub fn color(&self, param: &Param) -> [u8; 3] {
        match (self.get(param), param.default) {
            (Value::Color(c), _) => *c,
            (_, Default::Color(c)) => c,
            _ => [0; 3],
        }
    }

    /// A list of numbers.
    pub fn numbers(&self, param: &Param) -> &[f64] {
        match self.get(param) {
            Value::Numbers(n) => n,
            _ => &[],
        }
    }

    /// Rectangles.
    pub fn rects(&self, param: &Param) -> &[[i64; 4]] {
        match self.get(param) {
            Value::Rects(r) => r,
            _ => &[],
        }
    }

    /// A seed; 0 if it was not drawn.
    pub fn seed(&self, param: &Param) -> u64 {
        match self.get(param) {
            Value::Seed(s) => *s,
            _ => 0,
        }
    }
}
