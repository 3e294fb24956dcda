//! A call's arguments by the names of its signature.

use serde_json::{Value as Json, json};

use super::python::{Call, Expr, What};
use crate::param::tidy;

/// A call's arguments by name.
pub(super) struct Given<'a> {
    pub(super) class: &'a str,
    pub(super) args: Vec<(&'a str, &'a Expr)>,
}

impl<'a> Given<'a> {
    /// The arguments of a call whose signature has them in this order; others are told.
    pub(super) fn of(
        call: &'a Call,
        order: &'a [&'a str],
        line: u32,
        notes: &mut Vec<String>,
    ) -> Self {
        let class = call.class();
        let mut args = Vec::new();
        for (at, (key, value)) in call.args.iter().enumerate() {
            let name = match key {
                Some(key) => order.iter().find(|k| *k == key),
                None => order.get(at),
            };
            if let Some(name) = name {
                args.push((*name, value));
            } else {
                let argument = || format!("argument {}", at + 1);
                let what = key.clone().unwrap_or_else(argument);
                notes.push(format!("line {line}: {class} has no {what}; not read"));
            }
        }
        Self { class, args }
    }

    pub(super) fn get(&self, key: &str) -> Option<&What> {
        let found = self.args.iter().find(|(k, _)| *k == key);
        found.map(|(_, v)| &v.what).filter(|v| **v != What::None)
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)? {
            What::Num(v) => Some(*v),
            _ => None,
        }
    }

    pub(super) fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        match self.get(key)? {
            What::Num(v) => Some(vec![*v]),
            What::List(items) => items.iter().map(number).collect(),
            _ => None,
        }
    }

    pub(super) fn on(&self, key: &str) -> bool {
        self.get(key) == Some(&What::Bool(true))
    }
}

/// A number.
pub(super) fn number(value: &Expr) -> Option<f64> {
    match value.what {
        What::Num(v) => Some(v),
        _ => None,
    }
}

/// A constant, or uniform between two ends.
pub(super) fn law(a: f64, b: f64) -> Json {
    if a == b {
        tidy(a)
    } else {
        json!([tidy(a), tidy(b)])
    }
}
