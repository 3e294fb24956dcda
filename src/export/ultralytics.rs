//! Ultralytics 8.4: keys of its training arguments. Any policy fits under `augmentations`, a list of
//! Albumentations dictionaries; flips at the end are keys of their own; every other augmentation of
//! Ultralytics' is switched off, so that nothing but the policy runs.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::{Report, Verdict, albumentations, text};
use crate::policy::{Input, Policy, Step, What};

/// What Ultralytics would do by itself, switched off.
const OFF: &[&str] = &[
    "hsv_h",
    "hsv_s",
    "hsv_v",
    "degrees",
    "translate",
    "scale",
    "shear",
    "perspective",
    "bgr",
    "mosaic",
    "mixup",
    "cutmix",
    "copy_paste",
];
/// Flips in the order in which Ultralytics runs them, after everything else.
const FLIPS: [(&str, &str); 2] = [("vertical_flip", "flipud"), ("horizontal_flip", "fliplr")];
/// Groups of ops that treat every channel alike, and single ops of other groups that do.
const ALIKE: &[&str] = &["geometry", "blur", "compose"];
const ALIKE_OPS: &[&str] = &[
    "invert",
    "posterize",
    "solarize",
    "random_brightness_contrast",
    "gamma",
];

/// The keys, with what they cannot say in comments above.
pub(super) fn keys(policy: &Policy, report: &mut Report) -> String {
    let (before, flips) = split(&policy.steps);
    let mut tree = Map::new();
    for key in OFF {
        tree.insert((*key).to_owned(), json!(0.0));
    }
    for ((_, key), step) in FLIPS.iter().zip(flips) {
        tree.insert((*key).to_owned(), json!(step.map_or(0.0, |s| s.p)));
    }
    let mut list = Vec::new();
    for step in before {
        if let Some(made) = albumentations::step(policy, step, report) {
            list.push(json!({"__version__": albumentations::VERSION, "transform": made}));
        }
        colours(step, report);
    }
    // An empty list would leave Ultralytics' own four steps in.
    if list.is_empty() {
        list.push(
            json!({"__version__": albumentations::VERSION, "transform": albumentations::nothing()}),
        );
    }
    tree.insert("augmentations".into(), Json::Array(list));
    report.rule(
        "boxes",
        Verdict::approximate(
            "Ultralytics keeps boxes by rules of its own: sides above 2 px, a tenth of the area left, ratio of sides below 100",
        ),
    );
    report.rule(
        "keypoints",
        Verdict::approximate("Ultralytics swaps sides by flip_idx of the data set's file, and flips nothing without it"),
    );
    let mut out = String::new();
    for line in header(policy, report) {
        let _ = writeln!(out, "# {}", text::comment(&line));
    }
    out + &text::yaml(&Json::Object(tree))
}

/// The steps up to the flips at the end, and these, where Ultralytics runs them.
fn split(steps: &[Step]) -> (Vec<&Step>, [Option<&Step>; 2]) {
    let mut before: Vec<&Step> = steps.iter().filter(|s| s.enabled).collect();
    let mut flips = [None; 2];
    for (place, (name, _)) in flips.iter_mut().zip(FLIPS).rev() {
        *place = before.pop_if(|s| matches!(s.what, What::Op(..)) && s.what.name() == name);
    }
    (before, flips)
}

/// Says of a step, and of those in it, that it sees other colours there.
fn colours(step: &Step, report: &mut Report) {
    if let What::Op(op, _) = &step.what {
        let meta = op.meta();
        if !ALIKE.contains(&meta.group) && !ALIKE_OPS.contains(&meta.name) {
            let why = "Ultralytics hands its pictures over with blue first, so that what treats channels apart makes other colours";
            report.say(step, Verdict::approximate(why));
        }
    }
    for inner in step.what.children() {
        colours(inner, report);
    }
}

fn header(policy: &Policy, report: &Report) -> Vec<String> {
    let mut lines = vec![
        format!("Ultralytics 8.4 training arguments, written by augplay {}", crate::VERSION),
        format!("policy {}, target {}", policy.hash(), policy.target.id),
        format!("pip install ultralytics==8.4.190 albumentations=={}", albumentations::VERSION),
        "Use: yolo train cfg=this_file.yaml model=… data=…, or model.train(**yaml.safe_load(open(…))).".into(),
        "Ultralytics first letterboxes every picture to imgsz; the policy runs on that.".into(),
    ];
    if policy.input != Input::Rgb {
        lines.push("The keys do not say how pictures are loaded; this policy wants grey.".into());
    }
    if policy.then.is_some() {
        lines.push("`then` is left out: Ultralytics scales pictures to 0..1 itself.".into());
    }
    lines.extend(report.lines(policy));
    lines
}
