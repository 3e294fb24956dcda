//! Albumentations 2.0.8: the dictionary that its `to_dict` writes and `A.load` reads.

use serde_json::{Map, Value as Json, json};

use std::fmt::Write as _;

use crate::export::{Report, text};
use crate::policy::{Input, Policy, Step, Then};

mod nodes;
mod ops;
mod rules;
pub(crate) mod table;

/// The library version whose dialect this is.
pub(crate) const VERSION: &str = "2.0.8";

/// As JSON.
pub(super) fn json(policy: &Policy, report: &mut Report) -> String {
    text::pretty(&envelope(policy, report))
}

/// As YAML, with a header.
pub(super) fn yaml(policy: &Policy, report: &mut Report) -> String {
    let tree = envelope(policy, report);
    let mut out = String::new();
    for line in header(policy, report) {
        let _ = writeln!(out, "# {}", text::comment(&line));
    }
    out + &text::yaml(&tree)
}

fn header(policy: &Policy, report: &Report) -> Vec<String> {
    let mut lines = vec![
        format!(
            "Albumentations {VERSION}, written by augplay {}",
            crate::VERSION
        ),
        format!("policy {}, target {}", policy.hash(), policy.target.id),
        format!("pip install albumentations=={VERSION}"),
        "The seed is not carried: 2.0.8 files hold none, and its seed= ties nested choices together.".into(),
    ];
    if let Some(name) = &policy.name {
        lines.insert(1, format!("name: {name}"));
    }
    if policy.input != Input::Rgb {
        lines.push("The file does not say how pictures are loaded; this policy wants grey.".into());
    }
    lines.extend(rules::call(policy));
    lines.extend(report.lines(policy));
    lines
}

pub(super) fn envelope(policy: &Policy, report: &mut Report) -> Json {
    let mut transforms = nodes::list(policy, &policy.steps, report);
    transforms.extend(policy.then.map(then));
    json!({
        "__version__": VERSION,
        "transform": {
            "__class_fullname__": "Compose",
            "p": 1.0,
            "transforms": transforms,
            "bbox_params": rules::boxes(policy, report),
            "keypoint_params": rules::keypoints(policy, report),
            "additional_targets": {},
            "is_check_shapes": true,
        },
    })
}

/// One step as a node of the file; nothing where it is off or cannot be said.
pub(super) fn step(policy: &Policy, step: &Step, report: &mut Report) -> Option<Json> {
    nodes::write(policy, step, report)
}

/// What becomes of the finished picture.
fn then(then: Then) -> Json {
    let mut out = match then {
        Then::ToFloat => node("ToFloat", 1.0),
        Then::Normalize { .. } => node("Normalize", 1.0),
    };
    match then {
        Then::ToFloat => drop(out.insert("max_value".into(), json!(255.0))),
        Then::Normalize { mean, sd } => {
            out.insert("max_pixel_value".into(), json!(255.0));
            out.insert("mean".into(), json!(mean));
            out.insert("normalization".into(), json!("standard"));
            out.insert("std".into(), json!(sd));
        }
    }
    Json::Object(out)
}

/// A node of the file.
fn node(class: &str, p: f64) -> Map<String, Json> {
    let mut out = Map::new();
    out.insert("__class_fullname__".into(), class.into());
    out.insert("p".into(), p.into());
    out
}

/// A composition node around others.
fn around(class: &str, p: f64, inside: Vec<Json>) -> Map<String, Json> {
    let mut out = node(class, p);
    out.insert("transforms".into(), Json::Array(inside));
    out
}

/// What changes nothing.
pub(super) fn nothing() -> Json {
    Json::Object(node("NoOp", 1.0))
}
