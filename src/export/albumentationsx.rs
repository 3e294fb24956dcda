//! `AlbumentationsX` 2.5.1: the 2.0.8 file under that fork's names, from its published signatures. Every
//! argument is written, so that no default of its own comes in. Its code was never run or read, so no
//! step is better than approximate.

use serde_json::{Map, Value as Json, json};

use super::{Report, Verdict, albumentations, text};
use crate::lint::name_beyond;
use crate::policy::{Policy, Step, What};

/// The version whose names these are.
const VERSION: &str = "2.5.1";
/// Classes whose arguments mean something else there.
const REDESIGNED: &[&str] = &["AdditiveNoise", "ElasticTransform"];
/// Arguments that are gone; all are written with the value that changes nothing.
const GONE: &[(&str, &str)] = &[("GaussNoise", "noise_scale_factor")];

/// As JSON.
pub(super) fn json(policy: &Policy, report: &mut Report) -> String {
    let mut tree = albumentations::envelope(policy, report);
    for step in &policy.steps {
        told(step, report);
    }
    for key in ["boxes", "keypoints"] {
        report.rule(key, Verdict::approximate(WHY));
    }
    tree["__version__"] = VERSION.into();
    if let Some(Json::Object(compose)) = tree.get_mut("transform") {
        compose.insert("telemetry".into(), false.into());
        if let Some(Json::Object(rules)) = compose.get_mut("bbox_params") {
            boxes(rules);
        }
        if let Some(Json::Object(rules)) = compose.get_mut("keypoint_params") {
            move_key(rules, "format", "coord_format");
        }
    }
    renamed(&mut tree);
    text::pretty(&tree)
}

const WHY: &str = "written by AlbumentationsX 2.5.1's names, without a run of it";

fn told(step: &Step, report: &mut Report) {
    if let What::Op(op, _) = &step.what {
        let row = albumentations::table::of_op(op.meta().name);
        let verdict = match row {
            Some(row) if REDESIGNED.contains(&row.class) => Verdict::unsupported(format!(
                "AlbumentationsX {VERSION}'s {} has other arguments",
                row.class
            )),
            _ => Verdict::approximate(WHY),
        };
        report.say(step, verdict);
    }
    for inner in step.what.children() {
        told(inner, report);
    }
}

fn move_key(keys: &mut Map<String, Json>, from: &str, to: &str) {
    if let Some(value) = keys.remove(from) {
        keys.insert(to.into(), value);
    }
}

fn boxes(rules: &mut Map<String, Json>) {
    move_key(rules, "format", "coord_format");
    if let Some(clip) = rules.remove("clip") {
        rules.insert("clip_bboxes_on_input".into(), clip.clone());
        rules.insert("clip_after_transform".into(), clip);
    }
}

/// Every node under its new names; what is redesigned becomes a step that does nothing.
fn renamed(tree: &mut Json) {
    match tree {
        Json::Array(items) => items.iter_mut().for_each(renamed),
        Json::Object(keys) => {
            if let Some(class) = keys.get("__class_fullname__").and_then(Json::as_str) {
                let class = class.to_owned();
                *keys = node(&class, std::mem::take(keys));
            }
            keys.values_mut().for_each(renamed);
        }
        _ => {}
    }
}

fn node(class: &str, keys: Map<String, Json>) -> Map<String, Json> {
    if REDESIGNED.contains(&class) {
        return keys
            .into_iter()
            .filter_map(|(key, value)| match key.as_str() {
                "__class_fullname__" => Some((key, "NoOp".into())),
                "p" => Some((key, value)),
                _ => None,
            })
            .collect();
    }
    keys.into_iter()
        .filter(|(key, _)| !GONE.contains(&(class, key.as_str())))
        .map(|(key, value)| match name_beyond(class, &key) {
            Some(name) if name.ends_with("_range") && value.is_number() => {
                (name.to_owned(), json!([value, value]))
            }
            Some(name) => (name.to_owned(), value),
            None => (key, value),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::export::export;
    use crate::import::import;
    use crate::policy::Policy;

    const TEXT: &str = "augplay: 1\ntarget: albumentations 2.0.8\nboxes: {format: yolo}\nsteps:\n  - {op: rotate, angle_deg: [-12, 12], p: 0.5}\n  - one_of: [{op: median_blur}, {op: elastic_transform}]\n  - {op: random_brightness_contrast}\n";

    #[test]
    fn names_are_the_forks_and_nothing_is_claimed() {
        let policy = Policy::parse(TEXT).unwrap();
        let made = export(&policy, "albumentationsx-json").unwrap();
        for part in [
            "\"angle_range\": [-12.0, 12.0]",
            "\"blur_range\"",
            "\"brightness_by_max\": true",
            "\"coord_format\": \"yolo\"",
            "\"telemetry\": false",
            "\"NoOp\"",
            "\"__version__\": \"2.5.1\"",
        ] {
            assert!(made.text.contains(part), "{part}: {}", made.text);
        }
        for old in [
            "\"limit\"",
            "blur_limit",
            "ensure_safe_range",
            "ElasticTransform",
            "\"clip\"",
        ] {
            assert!(!made.text.contains(old), "{old}: {}", made.text);
        }
        for said in &made.verdicts {
            let wanted = match said.step.as_str() {
                "elastic_transform" => "unsupported",
                "one_of" => "exact",
                _ => "approximate",
            };
            assert_eq!(said.verdict.word(), wanted, "{said:?}");
        }
    }

    #[test]
    fn files_read_back_as_those_of_the_library() {
        let text = TEXT.replace(", {op: elastic_transform}", "");
        let policy = Policy::parse(&text).unwrap();
        let [fork, library] = ["albumentationsx-json", "albumentations-json"].map(|format| {
            let made = export(&policy, format).unwrap();
            import(&made.text, "").unwrap().policy.to_yaml()
        });
        assert_eq!(fork, library);
    }
}
