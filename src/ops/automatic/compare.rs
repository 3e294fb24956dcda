//! One RandAugment setting in several laws: what "9" means in each.

use serde::Serialize;

use crate::error::Result;
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::Op;
use crate::ops::automatic::rand_augment::{self, RandAugment};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Step, What};

/// A setting in one law.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Whose law.
    pub law: &'static str,
    /// The magnitude as a share of the full range.
    pub share: f64,
    /// Chance that a drawn op runs.
    pub chance: f64,
    /// From how many ops is drawn.
    pub ops: usize,
    /// What each op does, in the order it is listed.
    pub rows: Vec<Row>,
}

/// What an op does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The op's id.
    pub op: String,
    /// What it is given: `±9°`, `0.73 or 1.27`; empty where it takes no number.
    pub value: String,
}

/// The laws that are compared: a name, and the settings beside the magnitude.
const LAWS: &[(&str, &str, bool)] = &[
    ("torchvision", "torchvision", false),
    ("timm", "timm", false),
    ("timm inc1", "timm", true),
];

/// A setting of `num_ops` ops at a magnitude, on a picture of `size`.
///
/// # Errors
/// If a law does not have the setting; names the parameter and its bounds.
pub fn compare(num_ops: u32, magnitude: u32, size: Size) -> Result<Vec<Column>> {
    let column = |(name, law, increasing): &(&'static str, &'static str, bool)| {
        let args = Args::defaults(RandAugment.meta().params)
            .with_value(&rand_augment::LAW, Value::Word(law))
            .with_value(&rand_augment::INCREASING, Value::Bool(*increasing))
            .with(&rand_augment::NUM_OPS, f64::from(num_ops))
            .with(&rand_augment::MAGNITUDE, f64::from(magnitude));
        RandAugment.check(&args, Dialect::Pil)?;
        let steps = RandAugment
            .open(&args, Dialect::Pil, Some(size))
            .unwrap_or_default();
        let children = steps
            .first()
            .and_then(|repeat| repeat.what.children().first())
            .map_or(&[][..], |choice| choice.what.children());
        let full = if *law == "torchvision" {
            args.num(&rand_augment::BINS) - 1.0
        } else {
            10.0
        };
        Ok(Column {
            law: name,
            share: f64::from(magnitude) / full,
            chance: children.first().map_or(1.0, |c| c.p),
            ops: children.len(),
            rows: children.iter().map(|c| row(c, size)).collect(),
        })
    };
    LAWS.iter().map(column).collect()
}

fn row(step: &Step, size: Size) -> Row {
    let mut values = Vec::new();
    collect(step, size, &mut values);
    values.dedup();
    Row {
        op: step.id.clone(),
        value: values.join(" or "),
    }
}

/// The numbers that are set in a step or its alternatives.
fn collect(step: &Step, size: Size, out: &mut Vec<String>) {
    match &step.what {
        What::Op(_, args) => {
            let moving = |(p, v): &(&'static Param, &Value)| {
                **v != p.default_value()
                    && !matches!(v, Value::Law(Law::Const(c)) if p.identity == Some(*c))
            };
            let changed = args.iter().filter(moving);
            out.extend(changed.filter_map(|(param, value)| match value {
                Value::Law(law) => Some(text(law, param, size)),
                _ => None,
            }));
        }
        What::Node(_, _, children) => {
            for child in children {
                collect(child, size, out);
            }
        }
    }
}

/// A law in a few words; shares of a side are shown in px.
fn text(law: &Law, param: &Param, size: Size) -> String {
    let (scale, unit) = match param.name {
        "x_frac" if param.doc.starts_with("Shift") => (f64::from(size.width), " px".to_owned()),
        "y_frac" if param.doc.starts_with("Shift") => (f64::from(size.height), " px".to_owned()),
        _ if param.unit.is_empty() || param.unit == "°" => (1.0, param.unit.to_owned()),
        _ => (1.0, format!(" {}", param.unit)),
    };
    format!("{}{unit}", words(law, scale))
}

fn words(law: &Law, scale: f64) -> String {
    let one = |v: f64| {
        let v = (v * scale * 100.0).round() / 100.0;
        format!("{v}")
    };
    match law {
        Law::Const(v) => one(*v),
        Law::Signed(law) => format!("±{}", words(law, scale)),
        Law::Choice(values, _) if values.len() <= 3 => {
            let all: Vec<_> = values.iter().map(|v| one(*v)).collect();
            all.join(" or ")
        }
        other => {
            let (a, b) = other.reach();
            format!("{} to {}", one(a), one(b))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table that is quoted against a magnitude without its law.
    #[test]
    fn nine_means_three_things() {
        let columns = compare(2, 9, Size::new(224, 224)).unwrap();
        let value = |law: usize, op: &str| -> &str {
            let rows = &columns[law].rows;
            rows.iter().find(|r| r.op == op).map_or("", |r| &r.value)
        };
        let shares: Vec<f64> = columns.iter().map(|c| c.share).collect();
        assert_eq!(shares, [0.3, 0.9, 0.9]);
        let ops: Vec<_> = columns.iter().map(|c| (c.ops, c.chance)).collect();
        assert_eq!(ops, [(14, 1.0), (15, 0.5), (15, 0.5)]);
        for (op, want) in [
            ("rotate", ["±9°", "±27°", "±27°"]),
            ("shear_x", ["±0.09", "±0.27", "±0.27"]),
            ("translate_x", ["±30.45 px", "±90.72 px", "±90.72 px"]),
            ("brightness", ["0.73 or 1.27", "1.72", "0.19 or 1.81"]),
            ("posterize", ["7", "3", "1"]),
            ("solarize", ["178.5", "230", "26"]),
        ] {
            let got: Vec<_> = (0..3).map(|law| value(law, op)).collect();
            assert_eq!(got, want, "{op}");
        }
        let e = compare(2, 31, Size::new(224, 224)).unwrap_err();
        assert_eq!(e.param.as_deref(), Some("magnitude"));
    }
}
