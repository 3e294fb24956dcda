//! One RandAugment setting in several laws: what "9" means in each.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::error::{Code, Error, Result};
use crate::image::Size;
use crate::kernel::Dialect;
use crate::ops::Op;
use crate::ops::automatic::rand_augment::{self, RandAugment};
use crate::param::{Args, Param, Value};
use crate::policy::law::Law;
use crate::policy::{Policy, Step, TARGETS, What, tree};

/// A setting.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Setting {
    /// How many ops are drawn.
    pub num_ops: u32,
    /// The magnitude, in every law that has one.
    pub magnitude: u32,
    /// Keras' factor, which has no magnitude, 0 to 1.
    pub factor: f64,
    /// Width of the picture, for shifts in px.
    pub width: u32,
    /// Height of the picture, for shifts in px.
    pub height: u32,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            num_ops: 2,
            magnitude: 9,
            factor: 0.5,
            width: 224,
            height: 224,
        }
    }
}

/// A setting in one law.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Whose law.
    pub law: &'static str,
    /// The strength as a share of the full range.
    pub share: f64,
    /// Chance that a drawn op runs.
    pub chance: f64,
    /// From how many ops is drawn.
    pub ops: usize,
    /// Why pixels are only near those of the law's library; none where they are its own.
    pub near: Option<&'static str>,
    /// The law does not have this setting: why. Then it has no rows.
    pub refused: Option<String>,
    /// The step that has this law and setting, as in a policy file.
    pub step: Json,
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
    /// The same as numbers.
    pub numbers: Vec<Number>,
    /// A policy, as JSON text, that runs just this op at this strength: the positive sign, the upper of
    /// two numbers, the middle of a range.
    pub policy: String,
}

/// One parameter that an op is given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// The parameter's name.
    pub param: &'static str,
    /// Its unit: `px`, `°`, `level`, `bits`, or a factor's or share's empty one.
    pub unit: &'static str,
    /// The lowest that is drawn.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// As likely with the other sign.
    pub signed: bool,
}

/// The laws that are compared: a name, and the settings beside the magnitude.
const LAWS: &[(&str, &str, bool)] = &[
    ("torchvision", "torchvision", false),
    ("timm", "timm", false),
    ("timm inc1", "timm", true),
    ("tpu", "tpu", false),
    ("kornia", "kornia", false),
    ("keras", "keras", false),
];

/// The comparison for a setting given as JSON, as JSON.
///
/// # Errors
/// If the request is broken, or a number beyond its bounds.
pub fn answer(request: &str) -> Result<String> {
    let setting = serde_json::from_str(request)
        .map_err(|e| Error::new(Code::Syntax, format!("is no setting of laws: {e}")))?;
    Ok(serde_json::json!(compare(&setting)?).to_string())
}

/// A setting in all laws. A law that does not have it says why.
///
/// # Errors
/// If a number lies beyond the bounds of its parameter; names the parameter and the bounds.
pub fn compare(setting: &Setting) -> Result<Vec<Column>> {
    let within = |param: &Param, v: f64| {
        let (low, high) = (param.min, param.max);
        if v < low || v > high || !v.is_finite() {
            return Err(Error::range(param.name, v, low, high));
        }
        Ok(())
    };
    within(&rand_augment::NUM_OPS, f64::from(setting.num_ops))?;
    within(&rand_augment::MAGNITUDE, f64::from(setting.magnitude))?;
    within(&rand_augment::FACTOR, setting.factor)?;
    for (name, side) in [("width", setting.width), ("height", setting.height)] {
        if side == 0 || side > 65_536 {
            return Err(Error::range(name, f64::from(side), 1.0, 65_536.0));
        }
    }
    let one = |row: &(&'static str, &'static str, bool)| column(setting, row.0, row.1, row.2);
    Ok(LAWS.iter().map(one).collect())
}

fn column(setting: &Setting, name: &'static str, law: &'static str, increasing: bool) -> Column {
    let size = Size::new(setting.width, setting.height);
    let mut args = Args::defaults(RandAugment.meta().params)
        .with_value(&rand_augment::LAW, Value::Word(law))
        .with_value(&rand_augment::INCREASING, Value::Bool(increasing))
        .with(&rand_augment::NUM_OPS, f64::from(setting.num_ops));
    let magnitude = f64::from(setting.magnitude);
    let share = match law {
        "torchvision" => magnitude / (args.num(&rand_augment::BINS) - 1.0),
        "kornia" => magnitude / 30.0,
        "keras" => setting.factor,
        _ => magnitude / 10.0,
    };
    args = match law {
        "keras" => args.with(&rand_augment::FACTOR, setting.factor),
        _ => args.with(&rand_augment::MAGNITUDE, magnitude),
    };
    let refused = RandAugment.check(&args, Dialect::Pil).err();
    let steps = match refused {
        Some(_) => None,
        None => RandAugment.open(&args, Dialect::Pil, Some(size)),
    };
    let steps = steps.unwrap_or_default();
    // A choice inside a repeat, or some of all without repetition.
    let children = match steps.first().map_or(&[][..], |node| node.what.children()) {
        [choice] => choice.what.children(),
        all => all,
    };
    Column {
        law: name,
        share,
        chance: children.first().map_or(1.0, |c| c.p),
        ops: children.len(),
        near: RandAugment.near(&args),
        refused: refused.map(|e| e.to_string()),
        step: step(&args),
        rows: children.iter().map(|c| row(c, size)).collect(),
    }
}

/// The step as it stands in a file.
fn step(args: &Args) -> Json {
    let mut out = serde_json::Map::new();
    out.insert("op".into(), RandAugment.meta().name.into());
    out.extend(tree::args(args, false));
    Json::Object(out)
}

fn row(step: &Step, size: Size) -> Row {
    let mut found = Vec::new();
    collect(step, size, &mut found);
    let mut values: Vec<String> = found.iter().map(|(text, _)| text.clone()).collect();
    values.dedup();
    Row {
        op: step.id.clone(),
        value: values.join(" or "),
        numbers: found.into_iter().map(|(_, number)| number).collect(),
        policy: alone(step),
    }
}

/// The numbers that are set in a step or its alternatives.
fn collect(step: &Step, size: Size, out: &mut Vec<(String, Number)>) {
    match &step.what {
        What::Op(_, args) => {
            for (param, value) in args.iter() {
                let still = |law: &Law| matches!(law, Law::Const(c) if param.identity == Some(*c));
                match value {
                    Value::Law(law) if *value != param.default_value() && !still(law) => {
                        out.push(told(law, param, size));
                    }
                    _ => {}
                }
            }
        }
        What::Node(_, _, children) => {
            for child in children {
                collect(child, size, out);
            }
        }
    }
}

/// A law in a few words and as numbers; shares of a side are told in px.
fn told(law: &Law, param: &'static Param, size: Size) -> (String, Number) {
    let (scale, unit) = match param.name {
        "x_frac" if param.doc.starts_with("Shift") => (f64::from(size.width), "px"),
        "y_frac" if param.doc.starts_with("Shift") => (f64::from(size.height), "px"),
        _ => (1.0, param.unit),
    };
    let behind = match unit {
        "" | "°" => unit.to_owned(),
        _ => format!(" {unit}"),
    };
    let (signed, inner) = match law {
        Law::Signed(inner) => (true, &**inner),
        other => (false, other),
    };
    let (low, high) = inner.reach();
    let number = Number {
        param: param.name,
        unit,
        low: low * scale,
        high: high * scale,
        signed,
    };
    (format!("{}{behind}", words(law, scale)), number)
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

/// A policy of this step alone, without chance.
fn alone(step: &Step) -> String {
    let mut policy = Policy::new(&TARGETS[0]);
    let mut step = step.clone();
    certain(&mut step);
    policy.steps = vec![step];
    policy.to_json().to_string()
}

/// Takes the chance out: always, one number a law, the last of several alternatives.
fn certain(step: &mut Step) {
    step.p = 1.0;
    match &mut step.what {
        What::Op(_, args) => {
            for (param, value) in args.clone().iter() {
                if let Value::Law(law) = value {
                    let whole = param.kind == crate::param::Kind::Integer;
                    args.set(param, Value::Law(Law::Const(typical(law, whole))));
                }
            }
        }
        What::Node(node, _, children) => {
            if *node == crate::ops::Node::OneOf
                && let Some(last) = children.pop()
            {
                let id = std::mem::take(&mut step.id);
                *step = last.called(id);
                return certain(step);
            }
            children.iter_mut().for_each(certain);
        }
    }
}

/// The number that stands for a law: positive, the last of a choice, the middle of a range.
fn typical(law: &Law, whole: bool) -> f64 {
    let v = match law {
        Law::Signed(law) => typical(law, whole),
        Law::Choice(values, _) => values.last().copied().unwrap_or_default(),
        other => other.centre(),
    };
    if whole { v.round() } else { v }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::State;

    /// The table that is quoted against a magnitude without its law.
    #[test]
    fn nine_means_six_things() {
        let columns = compare(&Setting::default()).unwrap();
        let value = |law: usize, op: &str| -> &str {
            let rows = &columns[law].rows;
            rows.iter().find(|r| r.op == op).map_or("-", |r| &r.value)
        };
        let shares: Vec<f64> = columns.iter().map(|c| c.share).collect();
        assert_eq!(shares, [0.3, 0.9, 0.9, 0.9, 0.3, 0.5]);
        let ops: Vec<_> = columns.iter().map(|c| (c.ops, c.chance)).collect();
        let want = [
            (14, 1.0),
            (15, 0.5),
            (15, 0.5),
            (16, 1.0),
            (15, 1.0),
            (11, 1.0),
        ];
        assert_eq!(ops, want);
        for (op, want) in [
            (
                "rotate",
                ["±9°", "±27°", "±27°", "±27°", "±9°", "0 to 180°"],
            ),
            (
                "shear_x",
                ["±0.09", "±0.27", "±0.27", "±0.27", "±16.2°", "-"],
            ),
            (
                "translate_x",
                [
                    "±30.45 px",
                    "±90.72 px",
                    "±90.72 px",
                    "±90 px",
                    "±6.72 px",
                    "-",
                ],
            ),
            (
                "brightness",
                [
                    "0.73 or 1.27",
                    "1.72",
                    "0.19 or 1.81",
                    "1.72",
                    "-91.8",
                    "0 to 127.5",
                ],
            ),
            ("posterize", ["7", "3", "1", "3", "6", "1 to 3"]),
            (
                "solarize",
                ["178.5", "230", "26", "230", "76.5", "0 to 127.5"],
            ),
            ("cutout", ["-", "-", "-", "72 px", "-", "-"]),
        ] {
            let got: Vec<_> = (0..6).map(|law| value(law, op)).collect();
            assert_eq!(got, want, "{op}");
        }
        let rotate = columns[0].rows.iter().find(|r| r.op == "rotate").unwrap();
        let number = &rotate.numbers[0];
        assert_eq!((number.low, number.high, number.signed), (9.0, 9.0, true));
    }

    /// Every one-step policy runs its op alone, the same in every view.
    #[test]
    fn each_row_can_be_shown() {
        let setting = Setting {
            magnitude: 14,
            ..Setting::default()
        };
        for column in compare(&setting).unwrap() {
            for row in column.rows {
                let policy =
                    Policy::parse(&row.policy).unwrap_or_else(|e| panic!("{e}: {}", row.policy));
                assert_eq!(policy.steps[0].id, row.op);
                let state = State::of(Size::new(224, 224), 3);
                let [a, b] = [0, 1].map(|view| policy.draw(&state, "k", view).unwrap());
                if row.op != "cutout" {
                    assert_eq!(
                        a.policy.hash(),
                        b.policy.hash(),
                        "{} {}",
                        column.law,
                        row.op
                    );
                }
            }
        }
    }

    #[test]
    fn bad_settings_are_refused_by_name() {
        let e = |request: &str| answer(request).unwrap_err();
        assert_eq!(
            e(r#"{"magnitude": 100}"#).param.as_deref(),
            Some("magnitude")
        );
        assert_eq!(e(r#"{"factor": 2}"#).param.as_deref(), Some("factor"));
        assert_eq!(e(r#"{"width": 0}"#).param.as_deref(), Some("width"));
        assert_eq!(e(r#"{"size": 3}"#).code, Code::Syntax);
        // What one law does not have is told in its column.
        let setting = Setting {
            magnitude: 31,
            ..Setting::default()
        };
        let columns = compare(&setting).unwrap();
        let refused: Vec<_> = columns
            .iter()
            .filter(|c| c.refused.is_some())
            .map(|c| c.law)
            .collect();
        assert_eq!(refused, ["torchvision", "kornia"]);
    }
}
