//! Albumentations 2.0.8: the dictionary that its `to_dict` writes and `A.load` reads.

use serde_json::{Map, Value as Json, json};

use std::fmt::Write as _;

use crate::export::{Report, text};
use crate::policy::{Input, Policy};

mod nodes;
mod ops;
pub(crate) mod table;
mod table_weather;

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
        "The seed is not carried: 2.0.8 files hold none.".into(),
    ];
    if let Some(name) = &policy.name {
        lines.insert(1, format!("name: {name}"));
    }
    if policy.input != Input::Rgb {
        lines.push("The file does not say how pictures are loaded; this policy wants grey.".into());
    }
    lines.extend(report.lines(policy));
    lines
}

fn envelope(policy: &Policy, report: &mut Report) -> Json {
    let transforms = nodes::list(policy, &policy.steps, report);
    json!({
        "__version__": VERSION,
        "transform": {
            "__class_fullname__": "Compose",
            "p": 1.0,
            "transforms": transforms,
            "bbox_params": null,
            "keypoint_params": null,
            "additional_targets": {},
            "is_check_shapes": true,
        },
    })
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
fn nothing() -> Json {
    Json::Object(node("NoOp", 1.0))
}
