//! Arguments by their parameters' names, for tables that name parameters of many ops.

use crate::param::{Args, Value};
use crate::policy::law::Law;

/// The value of the parameter called `name`.
pub(crate) fn find<'a>(args: &'a Args, name: &str) -> &'a Value {
    args.iter()
        .find(|(param, _)| param.name == name)
        .map_or(&Value::Absent, |(_, value)| value)
}

pub(crate) fn law(args: &Args, name: &str) -> Law {
    match find(args, name) {
        Value::Law(law) => law.clone(),
        _ => Law::Const(0.0),
    }
}

pub(crate) fn word(args: &Args, name: &str) -> &'static str {
    match find(args, name) {
        Value::Word(word) => word,
        _ => "",
    }
}

pub(crate) fn on(args: &Args, name: &str) -> bool {
    matches!(find(args, name), Value::Bool(true))
}

pub(crate) fn numbers<'a>(args: &'a Args, name: &str) -> &'a [f64] {
    match find(args, name) {
        Value::Numbers(numbers) => numbers,
        _ => &[],
    }
}
