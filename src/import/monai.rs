//! MONAI 1.6 transforms of pictures and of dictionaries, from Python and from bundles.

use serde_json::{Map, Value as Json, json};

use super::given::{Given, law};
use super::python::{Call, Expr, What};
use crate::error::Result;
use crate::param::tidy;
use crate::policy::Policy;
use crate::policy::text::{Data, Node};

type Step = Map<String, Json>;

/// Classes, their signatures, and the op; those without an op load or convert and change no picture.
const CLASSES: &[(&str, &[&str], &str)] = &[
    (
        "RandFlip",
        &["prob", "spatial_axis", "lazy"],
        "horizontal_flip",
    ),
    (
        "RandRotate90",
        &["prob", "max_k", "spatial_axes", "lazy"],
        "random_rotate90",
    ),
    (
        "RandRotate",
        &[
            "range_x",
            "range_y",
            "range_z",
            "prob",
            "keep_size",
            "mode",
            "padding_mode",
        ],
        "rotate",
    ),
    (
        "RandGaussianNoise",
        &["prob", "mean", "std", "dtype", "sample_std"],
        "gauss_noise",
    ),
    (
        "RandAdjustContrast",
        &["prob", "gamma", "invert_image", "retain_stats"],
        "adjust_contrast",
    ),
    (
        "RandScaleIntensity",
        &["factors", "prob", "channel_wise"],
        "scale_intensity",
    ),
    (
        "RandShiftIntensity",
        &["offsets", "safe", "prob", "channel_wise"],
        "shift_intensity",
    ),
    (
        "RandStdShiftIntensity",
        &["factors", "prob", "nonzero", "channel_wise"],
        "std_shift_intensity",
    ),
    (
        "RandHistogramShift",
        &["num_control_points", "prob"],
        "histogram_shift",
    ),
    (
        "RandBiasField",
        &["degree", "coeff_range", "dtype", "prob"],
        "bias_field",
    ),
    ("RandGibbsNoise", &["prob", "alpha"], "gibbs_noise"),
    ("LoadImage", &[], ""),
    ("EnsureChannelFirst", &[], ""),
    ("EnsureType", &[], ""),
    ("ToTensor", &[], ""),
];

/// The class without what marks it as one for dictionaries.
fn plain(class: &str) -> &str {
    let cut = class
        .strip_suffix("Dict")
        .or_else(|| class.strip_suffix(['d', 'D']));
    cut.filter(|name| CLASSES.iter().any(|(known, ..)| known == name))
        .unwrap_or(class)
}

/// Whether a class is one of MONAI's alone.
pub(super) fn knows(class: &str) -> bool {
    let found = CLASSES
        .iter()
        .any(|(name, _, op)| *name == plain(class) && !op.is_empty());
    found || plain(class) != class
}

/// Whether a call, or one in its list, is MONAI's.
pub(super) fn is(root: &Call) -> bool {
    let inside = root.args.iter().flat_map(|(_, v)| match &v.what {
        What::List(items) => &items[..],
        _ => &[],
    });
    let class = |v: &Expr| matches!(&v.what, What::Call(call) if knows(call.class()));
    knows(root.class()) || inside.into_iter().any(class)
}

/// Reads a transform.
pub(super) fn read(root: &Call, line: u32) -> Result<(Policy, Vec<String>)> {
    let mut notes = Vec::new();
    let steps = steps(root, line, &mut notes);
    let tree = json!({"augplay": 1, "target": "torchvision 0.29 tensor", "steps": steps});
    Ok((Policy::parse(&tree.to_string())?, notes))
}

fn steps(call: &Call, line: u32, notes: &mut Vec<String>) -> Vec<Step> {
    if call.class() != "Compose" {
        return step(call, line, notes).into_iter().collect();
    }
    let mut out = Vec::new();
    for (_, value) in &call.args {
        let What::List(items) = &value.what else {
            continue;
        };
        for item in items {
            match &item.what {
                What::Call(call) => out.extend(steps(call, item.line, notes)),
                _ => notes.push(format!(
                    "line {}: this is no transform; left out",
                    item.line
                )),
            }
        }
    }
    out
}

fn step(call: &Call, line: u32, notes: &mut Vec<String>) -> Option<Step> {
    let class = plain(call.class());
    let Some((_, order, op)) = CLASSES.iter().find(|(name, ..)| *name == class) else {
        let class = call.class();
        notes.push(format!(
            "line {line}: {class} is not known to augplay's importer; left out"
        ));
        return None;
    };
    if op.is_empty() {
        return None;
    }
    // Dictionaries name their pictures first.
    let own: Call = Call {
        name: call.name.clone(),
        args: if class == call.class() {
            call.args.clone()
        } else {
            let keys = |(at, (key, _)): &(usize, &(Option<String>, Expr))| match key {
                Some(key) => key != "keys" && key != "allow_missing_keys",
                None => *at > 0,
            };
            let rest = call.args.iter().enumerate().filter(keys);
            rest.map(|(_, arg)| arg.clone()).collect()
        },
    };
    let given = Given::of(&own, order, line, notes);
    let mut out = Step::new();
    out.insert("op".into(), json!(op));
    let mut note = |what: &str| notes.push(format!("line {line}: {class}: {what}"));
    numbers(class, &given, &mut out, &mut note);
    let p = given.number("prob").unwrap_or(0.1);
    out.insert("p".into(), tidy(p));
    let alone = json!({"augplay": 1, "target": "torchvision 0.29 tensor", "steps": [out]});
    match Policy::parse(&alone.to_string()) {
        Ok(_) => Some(out),
        Err(mut e) => {
            e.line = None;
            note(&format!("left out: {e}"));
            None
        }
    }
}

/// One number is plus and minus itself.
fn about(given: &Given<'_>, key: &str, scale: f64) -> Json {
    match given.numbers(key).as_deref() {
        Some([one]) => law(-one.abs() * scale, one.abs() * scale),
        Some([a, b]) => law(a * scale, b * scale),
        _ => tidy(0.0),
    }
}

fn numbers(class: &str, g: &Given<'_>, out: &mut Step, note: &mut dyn FnMut(&str)) {
    let mut set = |name: &str, value: Json| drop(out.insert(name.into(), value));
    let pair = |key: &str, low: f64, high: f64| match g.numbers(key).as_deref() {
        Some([one]) => law(*one, *one),
        Some([a, b]) => law(*a, *b),
        _ => law(low, high),
    };
    match class {
        "RandFlip" => match g.numbers("spatial_axis").as_deref() {
            Some([0.0]) => {
                set("op", json!("vertical_flip"));
                note("spatial axis 0 is read as the height");
            }
            Some([1.0]) => note("spatial axis 1 is read as the width"),
            _ => {
                set("op", json!("turn"));
                set("symmetry", json!("r180"));
            }
        },
        "RandRotate90" => note("draws one to three quarters; here also none"),
        "RandRotate" => {
            set(
                "angle_deg",
                about(g, "range_x", 180.0 / std::f64::consts::PI),
            );
            note("edges are filled, where MONAI repeats the border");
            if g.get("range_y").is_some() || g.get("range_z").is_some() {
                note("range_y and range_z turn volumes; not read");
            }
        }
        "RandGaussianNoise" => {
            let sd = g.number("std").unwrap_or(0.1);
            let sampled = g.get("sample_std") != Some(&What::Bool(false));
            set("sd_frac", if sampled { law(0.0, sd) } else { tidy(sd) });
            set("mean_frac", tidy(g.number("mean").unwrap_or(0.0)));
            note("levels are read as shares of the full range");
        }
        "RandAdjustContrast" => {
            let gamma = match g.numbers("gamma").as_deref() {
                Some([one]) => law(0.5, *one),
                _ => pair("gamma", 0.5, 4.5),
            };
            set("gamma", gamma);
            for key in ["invert_image", "retain_stats"] {
                set(key, json!(g.on(key)));
            }
        }
        "RandScaleIntensity" | "RandStdShiftIntensity" => {
            set("factor", about(g, "factors", 1.0));
            set("channel_wise", json!(g.on("channel_wise")));
            if class == "RandStdShiftIntensity" {
                set("nonzero", json!(g.on("nonzero")));
            }
        }
        "RandShiftIntensity" => {
            set("offset_level", about(g, "offsets", 255.0));
            set("channel_wise", json!(g.on("channel_wise")));
            note("levels are read as shares of the full range");
        }
        "RandHistogramShift" => set("num_control_points", pair("num_control_points", 10.0, 10.0)),
        "RandBiasField" => {
            set("degree", tidy(g.number("degree").unwrap_or(3.0)));
            set("coefficient", pair("coeff_range", 0.0, 0.1));
        }
        "RandGibbsNoise" => set("alpha", pair("alpha", 0.0, 1.0)),
        _ => {}
    }
}

/// The first transform of a bundle's configuration, as a call; code in it (`$…`) and references
/// (`@…`) are told and not run.
pub(super) fn bundle(root: &Node, notes: &mut Vec<String>) -> Option<Expr> {
    match &root.data {
        Data::Map(entries) => {
            let target = root.get("_target_").map(|n| &n.data);
            if let Some(Data::Text(name)) = target {
                let args = entries
                    .iter()
                    .filter(|(key, _)| !key.starts_with('_'))
                    .filter_map(|(key, v)| Some((Some(key.clone()), value(v, notes)?)));
                let call = Call {
                    name: name.clone(),
                    args: args.collect(),
                };
                let known = call.class() == "Compose" || knows(call.class());
                return known.then_some(Expr {
                    line: root.line,
                    what: What::Call(call),
                });
            }
            entries.iter().find_map(|(_, v)| bundle(v, notes))
        }
        Data::List(items) => items.iter().find_map(|v| bundle(v, notes)),
        _ => None,
    }
}

fn value(node: &Node, notes: &mut Vec<String>) -> Option<Expr> {
    let what = match &node.data {
        Data::Null => What::None,
        Data::Bool(b) => What::Bool(*b),
        Data::Num(v) => What::Num(*v),
        Data::Text(text) if text.starts_with(['$', '@', '%']) => {
            let line = node.line;
            notes.push(format!(
                "line {line}: '{text}' is code or a reference; not read"
            ));
            return None;
        }
        Data::Text(text) => What::Text(text.clone()),
        Data::List(items) => What::List(items.iter().filter_map(|v| value(v, notes)).collect()),
        Data::Map(entries) => match node.get("_target_").map(|n| &n.data) {
            Some(Data::Text(name)) => What::Call(Call {
                name: name.clone(),
                args: entries
                    .iter()
                    .filter(|(key, _)| !key.starts_with('_'))
                    .filter_map(|(key, v)| Some((Some(key.clone()), value(v, notes)?)))
                    .collect(),
            }),
            _ => What::None,
        },
    };
    Some(Expr {
        line: node.line,
        what,
    })
}
