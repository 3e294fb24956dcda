//! Values of foreign files, and how augplay writes them.

use serde_json::{Value as Json, json};

use crate::param::tidy;
use crate::policy::text::{Data, Node};

/// A finite number.
pub(in crate::import) fn number(node: &Node) -> Option<f64> {
    match node.data {
        Data::Num(v) if v.is_finite() => Some(v),
        _ => None,
    }
}

/// A list of finite numbers.
pub(in crate::import) fn numbers(node: &Node) -> Option<Vec<f64>> {
    match &node.data {
        Data::List(items) => items.iter().map(number).collect(),
        _ => None,
    }
}

/// Two finite numbers.
pub(super) fn pair(node: &Node) -> Option<(f64, f64)> {
    match numbers(node)?[..] {
        [a, b] => Some((a, b)),
        _ => None,
    }
}

/// Same value, wherever it stands.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::List(a), Data::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Data::Map(a), Data::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(k, v)| b.iter().any(|(l, w)| k == l && same(v, w)))
        }
        // A lone number often stands for a pair.
        (Data::Num(n), Data::List(b)) => b.len() == 2 && b.iter().all(|v| v.data == Data::Num(*n)),
        (a, b) => a == b,
    }
}

/// `v / factor`, the number whose product is `v` where rounding leaves several.
pub(super) fn undo(v: f64, factor: f64) -> f64 {
    if factor == 1.0 {
        return v;
    }
    let back = v / factor;
    let whole = back.round();
    if whole * factor == v { whole } else { back }
}

/// `v + 1`, the shorter number where rounding left a tail.
pub(super) fn plus_one(v: f64) -> f64 {
    let sum = v + 1.0;
    let short = (sum * 1e12).round() / 1e12;
    if short - 1.0 == v || (short - sum).abs() < 1e-14 {
        short
    } else {
        sum
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
