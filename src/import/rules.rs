//! `bbox_params` and `keypoint_params` as the rules of a policy.

use serde_json::{Map, Value as Json, json};

use super::keys::number;
use crate::param::{Param, tidy};
use crate::policy::text::{Data, Node};
use crate::sample::{BOXES, KEYPOINTS};

type Rules = Map<String, Json>;

/// Rules by their key in the policy; what is not understood is noted.
pub(super) fn read(transform: &Node, note: &mut dyn FnMut(String)) -> Vec<(&'static str, Json)> {
    let mut out = Vec::new();
    if let Some(given) = entries(transform, "bbox_params", note) {
        let rules = boxes(given, note);
        // Without rules or labels of its own it is what every op that asks for boxes needs.
        let labelled = given
            .iter()
            .any(|(key, v)| key == "label_fields" && v.data != Data::Null);
        if labelled || !rules.is_empty() {
            out.push(("boxes", Json::Object(rules)));
        }
    }
    if let Some(given) = entries(transform, "keypoint_params", note) {
        out.push(("keypoints", Json::Object(keypoints(given, note))));
    }
    out
}

fn entries<'a>(
    transform: &'a Node,
    key: &str,
    note: &mut dyn FnMut(String),
) -> Option<&'a [(String, Node)]> {
    match &transform.get(key)?.data {
        Data::Null => None,
        Data::Map(entries) => Some(entries),
        _ => {
            note(format!("{key} is not a mapping; not read"));
            None
        }
    }
}

/// `bbox_params` and the parameters of augplay's that say the same.
const NUMBERS: &[(&str, &str)] = &[
    ("min_area", "min_area_px"),
    ("min_visibility", "min_visibility"),
    ("min_width", "min_width_px"),
    ("min_height", "min_height_px"),
    ("max_accept_ratio", "max_aspect_ratio"),
];

fn boxes(given: &[(String, Node)], note: &mut dyn FnMut(String)) -> Rules {
    let mut out = Rules::new();
    for (key, value) in given {
        let own = NUMBERS.iter().find(|(theirs, _)| theirs == key);
        match (key.as_str(), &value.data) {
            (_, Data::Null)
            | (
                "label_fields"
                | "clip"
                | "filter_invalid_bboxes"
                | "clip_bboxes_on_input"
                | "clip_after_transform",
                _,
            ) => {}
            ("check_each_transform", _) => each(key, value, note),
            // AlbumentationsX's name comes second.
            ("format" | "coord_format", Data::Text(word)) => {
                set(&mut out, BOXES, "format", &json!(word), note);
            }
            _ => match (own, number(value)) {
                (Some((_, name)), Some(v)) => set(&mut out, BOXES, name, &tidy(v), note),
                _ => unknown("bbox_params", key, value, note),
            },
        }
    }
    out
}

fn keypoints(given: &[(String, Node)], note: &mut dyn FnMut(String)) -> Rules {
    let mut out = Rules::new();
    // The library swaps nothing.
    out.insert("swap_left_right".into(), json!(false));
    for (key, value) in given {
        match (key.as_str(), &value.data) {
            // How points are given is a matter of the caller's.
            (_, Data::Null)
            | ("label_fields" | "angle_in_degrees" | "format" | "coord_format", _) => {}
            ("check_each_transform", _) => each(key, value, note),
            ("remove_invisible", Data::Bool(on)) => {
                set(&mut out, KEYPOINTS, "remove_outside", &json!(on), note);
            }
            _ => unknown("keypoint_params", key, value, note),
        }
    }
    out
}

fn each(key: &str, value: &Node, note: &mut dyn FnMut(String)) {
    if value.data != Data::Bool(true) {
        note(format!(
            "{key} is read as true: augplay filters after every step"
        ));
    }
}

fn unknown(of: &str, key: &str, value: &Node, note: &mut dyn FnMut(String)) {
    note(format!(
        "{of}.{key} = {} has no counterpart; not read",
        value.show()
    ));
}

/// Sets a rule to what is not its default, if it is legal.
fn set(
    out: &mut Rules,
    params: &[&'static Param],
    name: &str,
    value: &Json,
    note: &mut dyn FnMut(String),
) {
    let Some(param) = params.iter().find(|p| p.name == name) else {
        return;
    };
    let read = crate::policy::text::parse(&json!({ "v": value }).to_string());
    let read = read.and_then(|n| match n.get("v") {
        Some(v) => param.read(v),
        None => Ok(param.default_value()),
    });
    match read {
        Ok(read) if read == param.default_value() => {}
        Ok(read) => drop(out.insert(name.into(), read.to_json())),
        Err(mut e) => {
            e.line = None;
            note(format!("a rule is left out: {e}"));
        }
    }
}
