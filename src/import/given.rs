//! A call's arguments by the names of its signature. Each is taken as what it should be; what nothing
//! took is told at the end, so that nothing is lost in silence.

use std::cell::RefCell;

use serde_json::{Value as Json, json};

use super::python::{Call, Expr, What};
use crate::param::tidy;

/// A call's arguments by name.
pub(super) struct Given<'a> {
    pub(super) class: &'a str,
    args: Vec<(&'a str, &'a Expr)>,
    /// Names that were understood, or told.
    taken: RefCell<Vec<&'a str>>,
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
        let taken = RefCell::default();
        Self { class, args, taken }
    }

    /// Whether it is given, as something else than `None`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    fn find(&self, key: &str) -> Option<(&'a str, &'a Expr)> {
        let found = self.args.iter().find(|(k, _)| *k == key);
        found.filter(|(_, v)| v.what != What::None).copied()
    }

    /// What `read` makes of it; then it is taken.
    pub(super) fn take<T>(&self, key: &str, read: impl FnOnce(&'a Expr) -> Option<T>) -> Option<T> {
        let (name, value) = self.find(key)?;
        let out = read(value)?;
        self.taken.borrow_mut().push(name);
        Some(out)
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        self.take(key, number)
    }

    /// A number, or a list of them.
    pub(super) fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.take(key, |v| match &v.what {
            What::Num(v) => Some(vec![*v]),
            What::List(items) => items.iter().map(number).collect(),
            _ => None,
        })
    }

    /// Two numbers; one stands for both.
    pub(super) fn two(&self, key: &str) -> Option<[f64; 2]> {
        self.take(key, |v| match &v.what {
            What::Num(v) => Some([*v, *v]),
            What::List(items) => match &items[..] {
                [one] => number(one).map(|v| [v, v]),
                [a, b] => Some([number(a)?, number(b)?]),
                _ => None,
            },
            _ => None,
        })
    }

    pub(super) fn switch(&self, key: &str) -> Option<bool> {
        self.take(key, |v| match v.what {
            What::Bool(on) => Some(on),
            _ => None,
        })
    }

    /// A string, or the last part of a dotted name.
    pub(super) fn word(&self, key: &str) -> Option<&'a str> {
        self.take(key, |v| match &v.what {
            What::Text(text) => Some(text.as_str()),
            What::Name(name) => name.rsplit('.').next(),
            _ => None,
        })
    }

    /// Takes it if it is this word or switch, which changes nothing.
    pub(super) fn pass(&self, key: &str, usual: &What) {
        let _ = self.take(key, |v| (v.what == *usual).then_some(()));
    }

    /// Names that nothing took, with their lines: not what they should be, or without a counterpart.
    pub(super) fn left(&self) -> Vec<(u32, String)> {
        let taken = self.taken.borrow();
        let left = self
            .args
            .iter()
            .filter(|(key, v)| v.what != What::None && !taken.contains(key));
        left.map(|(key, v)| {
            let what = format!(
                "{}.{key} is not read: it has no counterpart here, or is not what it should be",
                self.class
            );
            (v.line, what)
        })
        .collect()
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
