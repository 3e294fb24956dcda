//! MONAI 1.6 transforms of pictures and of dictionaries, from Python and from bundles.

use serde_json::{Map, Value as Json, json};

use super::given::{Given, law, number};
use super::python::{Call, Expr, What};
use crate::param::tidy;
use crate::policy::Policy;
use crate::policy::text::{Data, Node};

type Step = Map<String, Json>;

/// Classes, their signatures, and the op; those without an op load or convert and change no picture.
pub(super) const CLASSES: &[(&str, &[&str], &str)] = &[
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
pub(super) fn read(root: &Call, line: u32) -> crate::error::Result<(Policy, Vec<String>)> {
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
    for (at, (key, value)) in call.args.iter().enumerate() {
        let list = match (key.as_deref(), at) {
            (Some("transforms"), _) | (None, 0) => &value.what,
            _ => &What::None,
        };
        let What::List(items) = list else {
            let what = key
                .clone()
                .unwrap_or_else(|| format!("argument {}", at + 1));
            notes.push(format!("line {}: Compose: {what} is not read", value.line));
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
        notes.push(format!(
            "line {line}: {class} loads or converts, which augplay does by itself"
        ));
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
    let mut told = Vec::new();
    let made = numbers(class, &given, &mut out, &mut |what: &str| {
        told.push(what.to_owned());
    });
    let p = given.number("prob").unwrap_or(0.1);
    out.insert("p".into(), tidy(p));
    // Steps are computed when they are asked for, whichever this says.
    given.pass("lazy", &What::Bool(true));
    given.pass("lazy", &What::Bool(false));
    let mut note = |what: &str| notes.push(format!("line {line}: {class}: {what}"));
    for what in &told {
        note(what);
    }
    if let Err(why) = made {
        note(&format!("left out: {why}"));
        return None;
    }
    let alone = json!({"augplay": 1, "target": "torchvision 0.29 tensor", "steps": [out]});
    let read = Policy::parse(&alone.to_string());
    if let Err(mut e) = read {
        e.line = None;
        note(&format!("left out: {e}"));
        return None;
    }
    for (line, what) in given.left() {
        notes.push(format!("line {line}: {what}"));
    }
    Some(out)
}

/// One number is plus and minus itself.
fn about(given: &Given<'_>, key: &str, scale: f64) -> Result<Json, String> {
    let ends = given.take(key, |v| match &v.what {
        What::Num(v) => Some((-v.abs(), v.abs())),
        What::List(items) => match &items[..] {
            [a, b] => Some((number(a)?, number(b)?)),
            _ => None,
        },
        _ => None,
    });
    let missing = || format!("{key} is not one or two numbers");
    let (a, b) = ends.ok_or_else(missing)?;
    Ok(law(a * scale, b * scale))
}

/// Numbers of an op; an error says what it cannot do without.
fn numbers(
    class: &str,
    g: &Given<'_>,
    out: &mut Step,
    note: &mut dyn FnMut(&str),
) -> Result<(), String> {
    let mut set = |name: &str, value: Json| drop(out.insert(name.into(), value));
    let pair = |key: &str, low: f64, high: f64| {
        let [a, b] = g.two(key).unwrap_or([low, high]);
        law(a, b)
    };
    let on = |key: &str| json!(g.switch(key) == Some(true));
    match class {
        "RandFlip" => {
            let axes = g.numbers("spatial_axis");
            match axes.as_deref() {
                Some([0.0]) => {
                    set("op", json!("vertical_flip"));
                    note("spatial axis 0 is read as the height");
                }
                Some([1.0]) => note("spatial axis 1 is read as the width"),
                Some([0.0, 1.0] | [1.0, 0.0]) => {
                    set("op", json!("turn"));
                    set("symmetry", json!("r180"));
                }
                None if !g.has("spatial_axis") => {
                    set("op", json!("turn"));
                    set("symmetry", json!("r180"));
                    note("all axes are read as the height and the width");
                }
                _ => return Err("spatial_axis names no axis of a picture".into()),
            }
        }
        "RandRotate90" => note("draws one to three quarters; here also none"),
        "RandRotate" => {
            set(
                "angle_deg",
                about(g, "range_x", 180.0 / std::f64::consts::PI)?,
            );
            g.pass("keep_size", &What::Bool(true));
            if g.word("mode") == Some("nearest") {
                set("interpolation", json!("nearest"));
            }
            match g.word("padding_mode") {
                Some("zeros") => {}
                None | Some("border") => {
                    note("edges are filled, where MONAI repeats the border");
                }
                Some(_) => note("edges are filled, whatever padding_mode says"),
            }
        }
        "RandGaussianNoise" => {
            let sd = g.number("std").unwrap_or(0.1);
            let sampled = g.switch("sample_std") != Some(false);
            set("sd_frac", if sampled { law(0.0, sd) } else { tidy(sd) });
            set("mean_frac", tidy(g.number("mean").unwrap_or(0.0)));
            note("levels are read as shares of the full range");
        }
        "RandAdjustContrast" => {
            let one = |v: &Expr| number(v);
            let gamma = match g.take("gamma", one) {
                Some(most) => law(0.5, most),
                None => pair("gamma", 0.5, 4.5),
            };
            set("gamma", gamma);
            for key in ["invert_image", "retain_stats"] {
                set(key, on(key));
            }
        }
        "RandScaleIntensity" | "RandStdShiftIntensity" => {
            set("factor", about(g, "factors", 1.0)?);
            set("channel_wise", on("channel_wise"));
            if class == "RandStdShiftIntensity" {
                set("nonzero", on("nonzero"));
            }
        }
        "RandShiftIntensity" => {
            set("offset_level", about(g, "offsets", 255.0)?);
            set("channel_wise", on("channel_wise"));
            g.pass("safe", &What::Bool(false));
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
    Ok(())
}

/// The first transform of a bundle's configuration, as a call; code in it (`$…`), references (`@…`) and
/// further transforms are told and not read.
pub(super) fn bundle(root: &Node, notes: &mut Vec<String>) -> Option<Expr> {
    let mut all = Vec::new();
    find(root, &mut all);
    let (first, others) = all.split_first()?;
    for other in others {
        notes.push(format!(
            "line {}: this is another transform; not read",
            other.line
        ));
    }
    value(first, notes)
}

/// The transforms in a configuration, but for those that are part of another.
fn find<'a>(root: &'a Node, out: &mut Vec<&'a Node>) {
    match &root.data {
        Data::Map(entries) => {
            let target = root.get("_target_").map(|n| &n.data);
            if let Some(Data::Text(name)) = target {
                let class = name.rsplit('.').next().unwrap_or_default();
                if class == "Compose" || knows(class) {
                    out.push(root);
                    return;
                }
            }
            for (_, v) in entries {
                find(v, out);
            }
        }
        Data::List(items) => items.iter().for_each(|v| find(v, out)),
        _ => {}
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
        Data::Map(entries) => {
            let Some(Data::Text(name)) = node.get("_target_").map(|n| &n.data) else {
                notes.push(format!("line {}: a mapping is not read", node.line));
                return None;
            };
            let own = entries.iter().filter(|(key, _)| !key.starts_with('_'));
            let args = own.filter_map(|(key, v)| Some((Some(key.clone()), value(v, notes)?)));
            What::Call(Call {
                name: name.clone(),
                args: args.collect(),
            })
        }
    };
    Some(Expr {
        line: node.line,
        what,
    })
}
