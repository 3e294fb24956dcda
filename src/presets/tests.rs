use serde_json::{Value as Json, json};

use super::{PRESETS, find};
use crate::error::Code;
use crate::export::{FORMATS, export};
use crate::image::Size;
use crate::policy::Policy;
use crate::sample::State;

fn policy(id: &str) -> Policy {
    Policy::parse(find(id).unwrap().policy).unwrap_or_else(|e| panic!("{id}: {e}"))
}

#[test]
fn presets_are_sound() {
    for preset in PRESETS {
        let id = preset.id;
        let policy = policy(id);
        assert_eq!(
            policy.to_yaml(),
            preset.policy,
            "{id} is not as fmt writes it"
        );
        assert!(preset.doc.ends_with('.') && !preset.source.is_empty());
        let parts = match policy.parts().len() {
            0 => vec![policy.clone()],
            n => (0..n).map(|i| policy.part(i).unwrap()).collect(),
        };
        for (w, h) in [(640, 480), (333, 511), (37, 23), (1, 1)] {
            for channels in [1, 3] {
                for (view, part) in (0..).zip(&parts) {
                    let state = State::of(Size::new(w, h), channels);
                    let draw = part.draw(&state, id, view);
                    draw.unwrap_or_else(|e| panic!("{id} at {w}x{h}: {e}"));
                }
            }
        }
        for format in FORMATS.iter().filter(|f| f.export) {
            let made = export(&policy, format.id).unwrap();
            assert!(made.verdicts.len() >= policy.walk().len(), "{id}");
            let views = made.verdicts.iter().any(|v| v.step == "views");
            assert_eq!(views, format.target.is_some() && !policy.views.is_empty());
        }
    }
    assert_eq!(find("simklr").unwrap_err().code, Code::UnknownName);
}

/// What stands in a step of a part: its op's name, chance and numbers that are not the default.
fn rows(id: &str, part: Option<&str>) -> Vec<(String, f64, Json)> {
    let policy = policy(id);
    let policy = match part {
        Some(label) => policy.part(policy.part_called(label).unwrap()).unwrap(),
        None => policy,
    };
    let steps = policy
        .walk()
        .into_iter()
        .filter(|(s, _)| s.what.children().is_empty());
    steps
        .map(|(s, _)| {
            let args = crate::policy::tree::args(s.what.args(), true);
            (s.what.name().to_owned(), s.p, Json::Object(args))
        })
        .collect()
}

/// Checks op, chance and the numbers listed, in order, and that there are no other steps.
fn check(id: &str, part: Option<&str>, want: &[(&str, f64, Json)]) {
    let got = rows(id, part);
    let names: Vec<_> = got.iter().map(|r| r.0.as_str()).collect();
    let wanted: Vec<_> = want.iter().map(|r| r.0).collect();
    assert_eq!(names, wanted, "{id}");
    for (got, (name, p, numbers)) in got.iter().zip(want) {
        assert_eq!(got.1, *p, "{id}: chance of {name}");
        for (key, value) in numbers.as_object().unwrap() {
            assert_eq!(&got.2[key], value, "{id}: {name}.{key}");
        }
    }
}

fn crop(side: u32, low: f64, high: f64, how: &str) -> (&'static str, f64, Json) {
    let (low, high) = (crate::param::tidy(low), crate::param::tidy(high));
    let numbers = json!({
        "width_px": side, "height_px": side, "area_frac": [low, high], "interpolation": how,
        "aspect_ratio": {"log_uniform": {"low": 0.75, "high": 4.0 / 3.0}},
    });
    ("random_resized_crop", 1.0, numbers)
}

fn jitter(strengths: [f64; 4]) -> (&'static str, f64, Json) {
    let [b, c, s, h] = strengths;
    let tidy = |v: f64| (v * 1e6).round() / 1e6;
    let around = |v: f64| json!([tidy(1.0 - v), tidy(1.0 + v)]);
    let numbers = json!({"brightness": around(b), "contrast": around(c), "saturation": around(s), "hue_frac": [-h, h]});
    ("color_jitter", 0.8, numbers)
}

fn blur(p: f64, kernel: u32) -> (&'static str, f64, Json) {
    (
        "gaussian_blur",
        p,
        json!({"sigma_px": [0.1, 2], "kernel_px": kernel}),
    )
}

fn flip() -> (&'static str, f64, Json) {
    ("horizontal_flip", 0.5, json!({}))
}

#[test]
fn self_supervised_presets_have_their_papers_numbers() {
    let grey = || ("grayscale", 0.2, json!({}));
    let solarize = || ("solarize", 0.2, json!({"threshold_level": 128}));
    let full = |side, how| crop(side, 0.08, 1.0, how);
    let squeezed = |how| {
        let numbers = json!({"width_px": 96, "height_px": 96, "interpolation": how});
        ("resize", 1.0, numbers)
    };
    let scat = || {
        let strong = jitter([0.8, 0.8, 0.8, 0.2]);
        let crop = full(96, "lanczos");
        [
            squeezed("lanczos"),
            crop,
            flip(),
            strong,
            grey(),
            blur(0.5, 9),
        ]
    };
    let turned = [("pretext_rotation", 1.0, json!({}))].into_iter();
    check(
        "scatsimclr",
        Some("rotation"),
        &turned.chain(scat()).collect::<Vec<_>>(),
    );
    let tiles = [squeezed("bilinear"), ("pretext_jigsaw", 1.0, json!({}))];
    check("scatsimclr", Some("jigsaw"), &tiles);
    for part in ["view.0", "view.1"] {
        let strong = || jitter([0.8, 0.8, 0.8, 0.2]);
        check(
            "simclr",
            Some(part),
            &[
                full(224, "bicubic"),
                flip(),
                strong(),
                grey(),
                blur(0.5, 23),
            ],
        );
        check("scatsimclr", Some(part), &scat());
        let mild = jitter([0.4, 0.4, 0.4, 0.1]);
        check(
            "moco_v2",
            Some(part),
            &[
                crop(224, 0.2, 1.0, "bilinear"),
                mild,
                grey(),
                blur(0.5, 0),
                flip(),
            ],
        );
    }
    let jitter = || self::jitter([0.4, 0.4, 0.2, 0.1]);
    check(
        "byol",
        Some("first"),
        &[
            full(224, "bicubic"),
            flip(),
            jitter(),
            grey(),
            blur(1.0, 23),
        ],
    );
    check(
        "byol",
        Some("second"),
        &[
            full(224, "bicubic"),
            flip(),
            jitter(),
            grey(),
            blur(0.1, 23),
            solarize(),
        ],
    );
    let global = || crop(224, 0.4, 1.0, "bicubic");
    check(
        "dino",
        Some("global_1"),
        &[global(), flip(), jitter(), grey(), blur(1.0, 0)],
    );
    check(
        "dino",
        Some("global_2"),
        &[global(), flip(), jitter(), grey(), blur(0.1, 0), solarize()],
    );
    check(
        "dino",
        Some("local.7"),
        &[
            crop(96, 0.05, 0.4, "bicubic"),
            flip(),
            jitter(),
            grey(),
            blur(0.5, 0),
        ],
    );
    assert_eq!(policy("dino").parts().len(), 10);
}

#[test]
fn other_presets_have_their_sources_numbers() {
    let mean = [124, 116, 104];
    check(
        "torchvision_reference",
        None,
        &[
            crop(176, 0.08, 1.0, "bilinear"),
            flip(),
            ("trivial_augment_wide", 1.0, json!({})),
            (
                "random_erasing",
                0.1,
                json!({"fill": mean, "area_frac": [0.02, 0.33], "cover": "fill"}),
            ),
        ],
    );
    let rand = json!({"law": "timm", "num_ops": 2, "magnitude": 9, "magnitude_sd": 0.5, "increasing": true, "fill": mean});
    check(
        "deit",
        None,
        &[
            crop(224, 0.08, 1.0, "bicubic"),
            flip(),
            ("rand_augment", 1.0, rand),
            (
                "random_erasing",
                0.25,
                json!({"area_frac": [0.02, 1.0 / 3.0], "cover": "normal", "count": 1}),
            ),
        ],
    );
    check(
        "alexnet_pca",
        None,
        &[
            ("smallest_max_size", 1.0, json!({"size_px": 256})),
            (
                "center_crop",
                1.0,
                json!({"width_px": 256, "height_px": 256}),
            ),
            (
                "random_crop",
                1.0,
                json!({"width_px": 224, "height_px": 224}),
            ),
            flip(),
            ("lighting", 1.0, json!({"alpha": 0.1})),
        ],
    );
    let batch =
        |id: &str| crate::policy::Batch::to_json(policy(id).batch.as_ref().unwrap(), false, false);
    let reference = json!([{"mix": "mixup", "alpha": 0.2}, {"mix": "cutmix"}]);
    assert_eq!(
        batch("torchvision_reference"),
        json!({"pairing": "roll", "label_smoothing": 0.1, "mixes": reference})
    );
    let deit = json!([{"mix": "mixup", "alpha": 0.8}, {"mix": "cutmix", "law": "timm"}]);
    assert_eq!(
        batch("deit"),
        json!({"pairing": "reverse", "label_smoothing": 0.1, "mixes": deit})
    );
    let affine = json!({
        "angle_deg": [-10, 10], "translate_x_frac": [-0.1, 0.1], "translate_y_frac": [-0.1, 0.1],
        "scale": [0.1, 2], "shear_x_deg": [-2, 2], "shear_y_deg": [-2, 2], "fill": 114,
    });
    check(
        "yolox",
        None,
        &[
            (
                "letterbox",
                1.0,
                json!({"width_px": 640, "height_px": 640, "fill": 114}),
            ),
            ("affine", 1.0, affine),
            (
                "hue_saturation_value",
                1.0,
                json!({"hue_deg": [-10, 10], "saturation_level": [-30, 30], "value_level": [-30, 30]}),
            ),
            flip(),
        ],
    );
    check(
        "medical",
        None,
        &[
            flip(),
            ("rotate", 0.2, json!({"angle_deg": [-15, 15]})),
            (
                "bias_field",
                0.1,
                json!({"degree": 3, "coefficient": [0, 0.1]}),
            ),
            ("gamma", 0.3, json!({"gamma": [0.7, 1.5]})),
        ],
    );
}
