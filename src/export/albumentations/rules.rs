//! `bbox_params` and `keypoint_params`.

use serde_json::{Value as Json, json};

use crate::export::Report;
use crate::export::rules::{self, Boxes};
use crate::policy::Policy;

/// The names under which a caller gives labels, where the policy states rules.
pub(super) const LABELS: &str = "labels";
pub(super) const KEYPOINT_LABELS: &str = "keypoint_labels";

/// Ops whose classes refuse pictures without boxes.
const FOR_BOXES: &[&str] = &[
    "at_least_one_bbox_random_crop",
    "bbox_safe_random_crop",
    "random_sized_bbox_safe_crop",
];

/// `bbox_params`; labels stand in each box's fifth number where the policy states no rules.
pub(super) fn boxes(policy: &Policy, report: &mut Report) -> Json {
    if policy.boxes.is_none() && !rules::uses(policy, FOR_BOXES) {
        return Json::Null;
    }
    let copied = rules::copied(policy, "Albumentations");
    report.rule("boxes", copied.and(rules::when(policy, true)));
    let rules = Boxes::of(policy);
    let labels = policy.boxes.is_some().then_some([LABELS]);
    json!({
        "format": rules.format,
        "label_fields": labels,
        "min_area": rules.min_area,
        "min_visibility": rules.min_visibility,
        "min_width": rules.min_width,
        "min_height": rules.min_height,
        "check_each_transform": true,
        "clip": true,
        "max_accept_ratio": rules.max_aspect,
    })
}

/// `keypoint_params`.
pub(super) fn keypoints(policy: &Policy, report: &mut Report) -> Json {
    if policy.keypoints.is_none() {
        return Json::Null;
    }
    let verdict = rules::unswapped(policy, "Albumentations");
    report.rule(
        "keypoints",
        verdict.and(rules::copied(policy, "Albumentations")),
    );
    json!({
        "format": "xy",
        "label_fields": [KEYPOINT_LABELS],
        "remove_invisible": rules::remove_outside(policy),
        "angle_in_degrees": true,
        "check_each_transform": true,
    })
}

/// How a file with rules is called, for people.
pub(super) fn call(policy: &Policy) -> Option<String> {
    let mut given = vec!["image=…".to_owned()];
    if policy.boxes.is_some() {
        given.push(format!("bboxes=…, {LABELS}=…"));
    }
    if policy.keypoints.is_some() {
        given.push(format!("keypoints=…, {KEYPOINT_LABELS}=…"));
    }
    (given.len() > 1).then(|| {
        format!(
            "Call it with {}; boxes beyond the edges are clipped first.",
            given.join(", ")
        )
    })
}
