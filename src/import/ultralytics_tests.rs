//! Training arguments of Ultralytics.

use super::import;
use crate::export::{Verdict, export};
use crate::policy::Policy;

fn steps(policy: &Policy) -> Vec<String> {
    let tree: serde_json::Value = crate::policy::tree::canonical(policy);
    let list = tree["steps"].as_array().cloned().unwrap_or_default();
    list.iter().map(ToString::to_string).collect()
}

#[test]
fn exported_files_read_back() {
    let text = "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n  - {op: transpose, p: 0.3}\n  - one_of: [{op: median_blur, weight: 0.75}, {op: invert, weight: 0.25}]\n    p: 0.5\n  - {op: vertical_flip, p: 0.1}\n  - {op: horizontal_flip, p: 0.5}\n";
    let policy = Policy::parse(text).unwrap();
    let made = export(&policy, "ultralytics").unwrap();
    assert!(made.text.contains("mosaic: 0.0\n"), "{}", made.text);
    assert!(
        made.text.contains("\nflipud: 0.1\nfliplr: 0.5\n"),
        "{}",
        made.text
    );
    let read = import(&made.text, "").unwrap();
    assert_eq!(read.format, "ultralytics");
    assert_eq!(steps(&read.policy), steps(&policy), "{}", made.text);
    assert_eq!(read.notes, Vec::<String>::new());
}

#[test]
fn flips_elsewhere_and_colours_are_told() {
    let text = "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n  - {op: horizontal_flip, p: 0.5}\n  - {op: vertical_flip, p: 0.5}\n  - {op: hue_saturation_value}\n  - {op: horizontal_flip, id: last, p: 0.2}\n";
    let made = export(&Policy::parse(text).unwrap(), "ultralytics").unwrap();
    assert!(made.text.contains("class_fullname__: HorizontalFlip"));
    assert!(made.text.contains("fliplr: 0.2"));
    assert!(made.text.contains("flipud: 0.0"));
    let of = |step: &str| {
        &made
            .verdicts
            .iter()
            .find(|v| v.step == step)
            .unwrap()
            .verdict
    };
    assert_eq!(*of("horizontal_flip"), Verdict::Exact);
    assert!(of("hue_saturation_value").why().contains("blue first"));
}

#[test]
fn an_empty_policy_switches_everything_off() {
    let made = export(
        &Policy::parse("augplay: 1\nsteps: []").unwrap(),
        "ultralytics",
    )
    .unwrap();
    assert!(made.text.contains("NoOp"), "{}", made.text);
    let read = import(&made.text, "").unwrap();
    assert!(read.policy.steps.is_empty());
}

#[test]
fn keys_of_its_own_become_the_nearest_steps() {
    let text = "task: detect\ndegrees: 12.0\ntranslate: 0.2\nscale: [0.7, 1.3]\nshear: 2.0\nmosaic: 1.0\nclose_mosaic: 10\nflipud: 0.25\nfliplr: 0\nhsv_h: 0.02\naugmentations:\n  - {__version__: 2.0.8, transform: {__class_fullname__: Transpose, p: 0.5}}\n";
    let read = import(text, "args.yaml").unwrap();
    let names: Vec<_> = read.policy.steps.iter().map(|s| s.what.name()).collect();
    assert_eq!(
        names,
        ["affine", "transpose", "color_jitter", "vertical_flip"]
    );
    let steps = steps(&read.policy);
    assert!(
        steps[0].contains("[-12") && steps[0].contains("[0.7,1.3]") && steps[0].contains("114"),
        "{}",
        steps[0]
    );
    let notes = read.notes.join("\n");
    for told in [
        "defaults hold: hsv_s 0.7, hsv_v 0.4",
        "mosaic 1 is left out",
        "close_mosaic is not read",
        "1 keys that do not augment",
    ] {
        assert!(notes.contains(told), "{told}: {notes}");
    }
}

#[test]
fn values_out_of_bounds_are_named() {
    for (text, told) in [
        ("fliplr: 2\nflipud: 0\n", "fliplr"),
        ("fliplr: yes please\nflipud: 0\n", "fliplr"),
        ("scale: [1.3, 0.7]\nflipud: 0\n", "scale"),
        ("augmentations: 7\n", "augmentations"),
        ("augmentations: [{op: rotate}]\n", "augmentations"),
    ] {
        let said = import(text, "a.yaml").unwrap_err().to_string();
        assert!(said.contains(told) && said.contains("a.yaml"), "{said}");
    }
}
