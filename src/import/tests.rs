use proptest::prelude::*;

use super::*;
use crate::error::Code;
use crate::export::{Verdict, export};

fn albumentations(steps: &str) -> Imported {
    let text = format!(
        "{{\"__version__\": \"2.0.8\", \"transform\": {{\"__class_fullname__\": \"Compose\", \"p\": 1.0, \"transforms\": [{steps}]}}}}"
    );
    import(&text, "a.json").unwrap()
}

fn strip(tree: &mut serde_json::Value) {
    match tree {
        serde_json::Value::Object(keys) => {
            keys.remove("id");
            keys.remove("seed");
            keys.values_mut().for_each(strip);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// What decides pixels, without ids.
fn essence(policy: &Policy) -> String {
    let mut tree = crate::policy::tree::canonical(policy);
    strip(&mut tree);
    tree.to_string()
}

#[test]
fn what_is_written_is_read_back() {
    let text = "augplay: 1\ntarget: albumentations 2.0.8\nseed: 0\nsteps:
- {op: random_resized_crop, width_px: 96, height_px: 64, area_frac: [0.5, 1], interpolation: bicubic}
- {op: horizontal_flip, p: 0.5}
- {op: rotate, p: 0.7, angle_deg: [-20, 20], border: reflect_101, fill: [1, 2, 3]}
- {op: affine, angle_deg: 5, scale: [0.8, 1.25], translate_x_frac: [-0.1, 0.2], translate_y_frac: 0, shear_x_deg: [-3, 4]}
- {op: affine, scale: 1, scale_x: [0.5, 1], scale_y: 2, translate_x_frac: 0, translate_y_frac: 0, translate_x_px: 3}
- {op: grid_distortion, cells: 3, distort_frac: [-0.2, 0.5], normalized: false}
- {op: optical_distortion, distortion: 0.3, mode: fisheye, border: reflect}
- {op: thin_plate_spline, points: 5}
- {op: piecewise_affine, rows: [2, 6], columns: 3}
- {op: grid_elastic_deform, rows: 3, columns: 3, magnitude_px: 5}
- {op: random_fog, alpha_frac: 0.2}
- {op: random_rain, kind: heavy, length_px: 12, colour: [1, 2, 3]}
- {op: random_rain}
- {op: random_snow, method: texture}
- {op: spatter, mode: mud, mud_colour: [9, 8, 7]}
- {op: spatter, sd_frac: [0.1, 0.3]}
- {op: random_shadow, shadows: 3, left_frac: 0.25, intensity_frac: [0.2, 0.6]}
- {op: random_sun_flare, angle_deg: [0, 90], bottom_frac: 0.25, method: physics_based}
- {op: chromatic_aberration, mode: red_blue, primary: [-0.05, 0.05]}
- {op: plasma_brightness_contrast, brightness_frac: 0.2}
- {op: plasma_shadow, roughness: 0.5}
- {op: random_gravel, patches: 5, top_frac: 0.2}
- {op: resize, width_px: 50, height_px: 60, interpolation: nearest}
- {op: resize, width_px: 50, height_px: 60, interpolation: lanczos, area_when_shrinking: true}
- {op: crop, x_px: 3, y_px: 4, width_px: 20, height_px: 30}
- {op: transpose}
- {op: random_rotate90, p: 0.5}
- {op: d4}
- {op: pad, left_px: 3, bottom_px: 5, border: wrap}
- {op: pad_if_needed, min_width_px: 300, height_divisor_px: 32, min_height_px: 512, position: random, fill: 9}
- {op: center_crop, width_px: 20, height_px: 30, pad_if_needed: true, position: top_left, border: replicate}
- {op: random_crop, width_px: 20, height_px: 30, pad_if_needed: true, fill: [1, 2, 3]}
- {op: random_sized_crop, width_px: 20, height_px: 30, crop_height_px: [30, 60], aspect_ratio: 1.5, interpolation: area}
- {op: bbox_safe_random_crop, erosion_frac: 0.25}
- {op: random_sized_bbox_safe_crop, width_px: 20, height_px: 30, interpolation: lanczos}
- {op: at_least_one_bbox_random_crop, width_px: 20, height_px: 30, erosion_frac: 0.5}
- {op: random_crop_near_bbox, shift_y_frac: 0.1, shift_x_frac: 0.25}
- {op: crop_non_empty_mask_if_exists, width_px: 20, height_px: 30, ignore_labels: [3, 7]}
- {op: mask_dropout, objects: [1, 3], fill: 9}
- {op: random_crop_from_borders, left_frac: 0.2, top_frac: 0}
- {op: crop_and_pad, amount_frac: [-0.2, 0.1], each_side: false}
- {op: crop_and_pad, amount_frac: 0, amount_px: [-3, 7], keep_size: false, interpolation: area}
- {op: longest_max_size, size_px: 100, interpolation: area}
- {op: smallest_max_size, size_px: [100, 104]}
- {op: longest_max_size, width_px: 50}
- {op: smallest_max_size, width_px: 50, height_px: 70}
- {op: random_scale, scale: [0.75, 1.5]}
- {op: perspective, scale: [0.02, 0.2], keep_size: false, fit_output: true}
- {op: safe_rotate, angle_deg: [-20, 30]}
- {op: rotate, crop_border: true}
- {op: affine, fit_output: true, balanced_scale: true, scale: [0.5, 3]}
- {op: color_jitter, brightness: 1, contrast: [0.5, 1.5], hue_frac: [-0.1, 0.1]}
- {op: posterize, bits: [3, 6]}
- {op: solarize, threshold_level: 100}
- {op: equalize}
- {op: autocontrast, cutoff_pct: 2}
- {op: gaussian_blur, sigma_px: [0.5, 2], kernel_px: 7}
- {op: grid_dropout, rows: 3, columns: 5, hole_frac: 0.3, random_offset: false, shift_x_px: 2, fill_mask: true}
- {op: grid_dropout, unit_px: [10, 20], cover: random_colour}
- {op: random_erasing, area_frac: [0.1, 0.2], aspect: [0.5, 2], cover: noise}
- {op: xy_masking, masks_x: [1, 2], masks_y: 0, x_length_px: [3, 9], y_length_px: 0, fill: [1, 2, 3]}
- {op: pixel_dropout, drop_frac: 0.1, per_channel: true, fill: 7, fill_mask: true}
- {op: pixel_dropout, cover: random_colour}
- {op: random_grid_shuffle, rows: 2, columns: 4}
- {op: salt_and_pepper, amount_frac: [0.1, 0.2]}
- {op: shot_noise, scale: 0.2}
- {op: iso_noise, intensity: [0.2, 0.4]}
- {op: multiplicative_noise, low: 0.5, high: 1.5, elementwise: true}
- {op: additive_noise, low_frac: -0.2, high_frac: 0.3}
- {op: additive_noise, law: gaussian, spatial: per_pixel, sd_frac: 0.2}
- {op: additive_noise, law: laplace, spatial: shared}
- {op: additive_noise, law: beta, alpha: 2, beta: [1, 3], scale_frac: 0.5}
- {op: additive_noise, offsets_frac: [0.1, -0.2, 0]}
- one_of:
  - {op: equalize, weight: 0.25}
  - {op: autocontrast, weight: 0.75}
  p: 0.4
- some_of:
  - {op: equalize, p: 0.5}
  - {op: autocontrast}
  n: 1
- some_of:
  - {op: equalize}
  - {op: autocontrast}
  n: 3
  replace: true
  order: drawn
- random_order: [{op: equalize}, {op: autocontrast, p: 0.25}]
- if_else: [{op: equalize}, {op: identity}]
  chance: 0.2
- select_channels: [{op: equalize}]
  channels: [1]
- sequence: [{op: equalize}]
  p: 0.5
then: {normalize: imagenet}
";
    let policy = Policy::parse(text).unwrap();
    for format in ["albumentations-json", "albumentations-yaml"] {
        let out = export(&policy, format).unwrap();
        for v in &out.verdicts {
            let wants_more = v.verdict.why().contains("that is given without");
            // The law is the same; pixels within the stated levels are.
            let same = matches!(v.verdict, Verdict::Exact | Verdict::Within { .. });
            assert!(wants_more || same, "{v:?}");
        }
        let back = import(&out.text, "x").unwrap();
        assert_eq!(back.format, format);
        assert!(back.notes.is_empty(), "{:?}", back.notes);
        assert_eq!(essence(&back.policy), essence(&policy));
    }
}

#[test]
fn everything_not_understood_is_noted() {
    let got = albumentations(
        r#"{"__class_fullname__": "Rotate", "angle_range": [-10, 10], "p": 1},
        {"__class_fullname__": "Resize", "height": 5, "width": 6},
        {"__class_fullname__": "FutureFog", "p": 1},
        {"__class_fullname__": "HorizontalFlip", "p": 7},
        {"__class_fullname__": "Rotate", "limit": [-99999, 10], "p": 1},
        {"__class_fullname__": "Rotate", "fill_mask": 3, "interpolation": 4, "p": 1}"#,
    );
    let notes = got.notes.join("\n");
    for says in [
        "Rotate.angle_range is not an argument",
        "Resize has no p",
        "FutureFog is not known",
        "HorizontalFlip: p is not",
        "Rotate is left out",
        "Rotate.fill_mask = 3 has no counterpart",
        "Rotate.interpolation = 4",
    ] {
        assert!(notes.contains(says), "{says}: {notes}");
    }
    assert_eq!(got.policy.steps.len(), 4);
    assert_eq!(got.policy.steps[1].p, 0.5);
}

#[test]
fn a_choice_keeps_shares() {
    let got = albumentations(
        r#"{"__class_fullname__": "OneOf", "p": 1, "transforms": [
            {"__class_fullname__": "HorizontalFlip", "p": 0.2},
            {"__class_fullname__": "FutureFog", "p": 0.3},
            {"__class_fullname__": "SomeOf", "p": 0.5, "n": 1, "replace": false, "transforms": [
                {"__class_fullname__": "Equalize", "p": 0.5}]}]}"#,
    );
    let children = got.policy.steps[0].what.children();
    let shares: Vec<_> = children.iter().map(|c| (c.weight, c.p)).collect();
    assert_eq!(shares, [(0.2, 1.0), (0.3, 1.0), (0.5, 0.5)]);
    assert_eq!(children[2].what.children()[0].p, 0.5);
}

#[test]
fn lone_numbers_mean_what_the_class_says() {
    let got = albumentations(
        r#"{"__class_fullname__": "Rotate", "limit": 30, "p": 1},
        {"__class_fullname__": "ColorJitter", "brightness": 0.3, "contrast": 2, "hue": 0.1, "saturation": [1, 1], "p": 1},
        {"__class_fullname__": "Affine", "rotate": 30, "scale": 1.5, "p": 1}"#,
    );
    let yaml = got.policy.to_yaml();
    assert!(yaml.contains("angle_deg: [-30, 30]"), "{yaml}");
    assert!(yaml.contains("brightness: [0.7, 1.3]"), "{yaml}");
    assert!(yaml.contains("contrast: [0, 3]"), "{yaml}");
    assert!(yaml.contains("angle_deg: 30"), "{yaml}");
    assert!(yaml.contains("scale: 1.5"), "{yaml}");
}

#[test]
fn a_shift_scale_rotate_is_an_affine() {
    let got = albumentations(
        r#"{"__class_fullname__": "ShiftScaleRotate", "p": 1, "shift_limit": 0.2, "shift_limit_y": [0, 0.3],
            "scale_limit": [-0.09999999999999998, 0.10000000000000009], "rotate_limit": 20},
        {"__class_fullname__": "SmallestMaxSize", "p": 1, "max_size": [100, 200, 400]}"#,
    );
    assert!(got.notes.is_empty(), "{:?}", got.notes);
    let yaml = got.policy.to_yaml();
    for says in [
        "op: affine",
        "translate_x_frac: [-0.2, 0.2]",
        "translate_y_frac: [0, 0.3]",
        "angle_deg: [-20, 20]",
        "values: [100, 200, 400]",
    ] {
        assert!(yaml.contains(says), "{says}: {yaml}");
    }
}

#[test]
fn augplay_files_are_recognised() {
    let got = import("augplay: 1\nsteps: []", "x.yaml").unwrap();
    assert_eq!(got.format, "augplay-yaml");
    let e = import("a: 1", "x.yaml").unwrap_err();
    assert_eq!(e.file.as_deref(), Some("x.yaml"));
}

#[test]
fn deep_and_long_files_are_refused() {
    let deep = "{\"__class_fullname__\":\"Sequential\",\"p\":1,\"transforms\":[".repeat(10_000);
    assert!(import(&deep, "x").is_err());
    let nested = |n: usize| {
        format!(
            "{}{}",
            "{\"__class_fullname__\":\"Sequential\",\"p\":1,\"transforms\":[".repeat(n),
            "]}".repeat(n)
        )
    };
    assert!(import(&nested(5), "x").is_ok());
    assert!(import(&nested(25), "x").is_err());
}

fn anything() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<f64>()
            .prop_filter("JSON", |v| v.is_finite())
            .prop_map(|v| format!("{v:?}")),
        (-9i32..300).prop_map(|v| v.to_string()),
        "[a-z_\\\\\"\u{2028}\n]{0,6}".prop_map(|s| serde_json::to_string(&s).unwrap()),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let pairs = prop::collection::vec((key(), inner.clone()), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|v| format!("[{}]", v.join(","))),
            pairs.prop_map(|v| {
                let mut seen = std::collections::BTreeSet::new();
                let v: Vec<_> = v
                    .into_iter()
                    .filter(|(k, _)| seen.insert(k.clone()))
                    .map(|(k, v)| format!("\"{k}\":{v}"))
                    .collect();
                format!("{{{}}}", v.join(","))
            }),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "__class_fullname__",
        "p",
        "transforms",
        "x",
        "y",
        "scale",
        "translate_px",
        "translate_percent",
        "limit",
        "fill",
        "size",
        "ratio",
        "blur_limit",
        "sigma_limit",
        "num_bits",
        "brightness",
        "n",
        "replace",
        "keep_ratio",
        "x_min",
        "x_max",
        "interpolation",
        "border_mode",
        "shear",
        "rotate",
    ])
    .prop_map(str::to_owned)
}

fn class() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "Compose",
        "OneOf",
        "SomeOf",
        "RandomOrder",
        "OneOrOther",
        "Sequential",
        "NoOp",
        "Rotate",
        "Affine",
        "RandomResizedCrop",
        "Crop",
        "GaussianBlur",
        "Posterize",
        "ColorJitter",
        "Solarize",
        "Nothing",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn no_file_panics(inside in prop::collection::vec((class(), prop::collection::vec((key(), anything()), 0..5)), 0..5)) {
        let steps: Vec<String> = inside
            .into_iter()
            .map(|(class, keys)| {
                let mut seen = std::collections::BTreeSet::from(["__class_fullname__".to_owned()]);
                let keys: Vec<_> = keys
                    .into_iter()
                    .filter(|(k, _)| seen.insert(k.clone()))
                    .map(|(k, v)| format!(",\"{k}\":{v}"))
                    .collect();
                format!("{{\"__class_fullname__\":\"{class}\"{}}}", keys.concat())
            })
            .collect();
        let text = format!("{{\"__class_fullname__\":\"OneOf\",\"p\":1,\"transforms\":[{}]}}", steps.join(","));
        if let Ok(got) = import(&text, "") {
            for format in crate::export::FORMATS {
                let out = export(&got.policy, format.id).unwrap();
                prop_assert!(out.verdicts.len() >= got.policy.walk().len());
            }
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = import(&text, "");
    }
}

/// Rules are written and read back; what the library does otherwise is said.
#[test]
fn rules_are_written_and_read_back() {
    for (rules, read) in [
        ("boxes: {}", "boxes: {}"),
        (
            "boxes: {format: coco, min_area_px: 16, min_visibility: 0.3, min_width_px: 2, min_height_px: 3, max_aspect_ratio: 4}",
            "",
        ),
        (
            "keypoints: {remove_outside: false}",
            "keypoints: {remove_outside: false, swap_left_right: false}",
        ),
    ] {
        let read = if read.is_empty() { rules } else { read };
        let policy = |rules: &str| {
            let text = format!(
                "augplay: 1\ntarget: albumentations 2.0.8\nseed: 0\n{rules}\nsteps: [{{op: horizontal_flip}}]"
            );
            Policy::parse(&text).unwrap()
        };
        for format in ["albumentations-json", "albumentations-yaml"] {
            let text = export(&policy(rules), format).unwrap().text;
            let back = import(&text, "").unwrap();
            assert!(back.notes.is_empty(), "{:?}", back.notes);
            assert_eq!(essence(&back.policy), essence(&policy(read)));
        }
    }
}

#[test]
fn foreign_rules_are_read_or_named() {
    let of = |params: &str| {
        let text = format!(
            "{{\"__version__\": \"2.0.8\", \"transform\": {{\"__class_fullname__\": \"Compose\", \"p\": 1.0, \"transforms\": [], {params}}}}}"
        );
        import(&text, "").unwrap()
    };
    let plain = of(
        "\"bbox_params\": {\"format\": \"pascal_voc\", \"label_fields\": null, \"min_area\": 0.0}",
    );
    assert!(plain.policy.boxes.is_none() && plain.notes.is_empty());
    for (params, note) in [
        ("\"bbox_params\": 7", "bbox_params is not a mapping"),
        (
            "\"bbox_params\": {\"min_area\": -1}",
            "a rule is left out: min_area_px",
        ),
        (
            "\"bbox_params\": {\"format\": \"xyxy\"}",
            "a rule is left out: format",
        ),
        (
            "\"bbox_params\": {\"min_size\": 3}",
            "bbox_params.min_size = 3 has no counterpart",
        ),
        (
            "\"bbox_params\": {\"check_each_transform\": false}",
            "read as true",
        ),
        (
            "\"keypoint_params\": {\"remove_invisible\": 1}",
            "keypoint_params.remove_invisible = 1",
        ),
        (
            "\"additional_targets\": {\"mask2\": \"mask\"}",
            "additional_targets is not read",
        ),
    ] {
        let notes = of(params).notes;
        assert!(
            notes.iter().any(|n| n.contains(note)),
            "{params}: {notes:?}"
        );
    }
}

#[test]
fn pasted_torchvision_is_read() {
    let text = "import torch\nfrom torchvision.transforms import v2\nsize = 224\ntrain = v2.Compose([\n    v2.RandomResizedCrop(size, scale=(0.2, 1.0)),  # crop\n    v2.RandomHorizontalFlip(),\n    v2.RandomApply([v2.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8),\n    MyOwn(3),\n    v2.RandAugment(2, 9),\n    v2.ToTensor(),\n    v2.Normalize([0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),\n])\ntest = v2.Compose([v2.CenterCrop(size)])\n";
    let read = import(text, "").unwrap();
    assert_eq!(read.format, "torchvision-python");
    let names: Vec<_> = read
        .policy
        .steps
        .iter()
        .map(|s| (s.what.name(), s.p))
        .collect();
    assert_eq!(
        names,
        [
            ("random_resized_crop", 1.0),
            ("horizontal_flip", 0.5),
            ("color_jitter", 0.8),
            ("rand_augment", 1.0)
        ]
    );
    assert!(read.policy.then.is_some());
    assert_eq!(read.notes.len(), 2, "{:?}", read.notes);
    assert!(read.notes.iter().any(|n| n.starts_with("line 8: MyOwn")));
    assert!(read.notes.iter().any(|n| n.starts_with("line 13: test")));
}

#[test]
fn pasted_albumentations_is_read() {
    let text = "import albumentations as A, cv2\nt = A.Compose([\n    A.RandomCrop(200, 224),\n    A.OneOf([A.HorizontalFlip(p=1), A.VerticalFlip(p=1)], p=0.5),\n    A.Rotate(limit=30, border_mode=cv2.BORDER_REFLECT_101, p=0.3),\n    A.Mystery(),\n], bbox_params=A.BboxParams(format='pascal_voc', label_fields=['labels'], min_visibility=0.1))\n";
    let read = import(text, "").unwrap();
    assert_eq!(read.format, "albumentations-python");
    let names: Vec<_> = read
        .policy
        .steps
        .iter()
        .map(|s| (s.what.name(), s.p))
        .collect();
    assert_eq!(
        names,
        [("random_crop", 1.0), ("one_of", 0.5), ("rotate", 0.3)]
    );
    let yaml = read.policy.to_yaml();
    assert!(
        yaml.contains("border: reflect_101") && yaml.contains("min_visibility: 0.1"),
        "{yaml}"
    );
    assert!(yaml.contains("height_px: 200"), "{yaml}");
    assert_eq!(read.notes.len(), 1, "{:?}", read.notes);
    assert!(read.notes[0].contains("Mystery"));
}

/// What torchvision's classes say comes back from our own file.
#[test]
fn written_torchvision_reads_back() {
    for step in [
        "{op: horizontal_flip, p: 0.5}",
        "{op: vertical_flip}",
        "{op: grayscale, p: 0.2}",
        "{op: random_resized_crop}",
        "{op: random_resized_crop, width_px: 96, height_px: 64, area_frac: [0.2, 1]}",
        "{op: center_crop, width_px: 100, height_px: 80}",
        "{op: resize, width_px: 100, height_px: 80, interpolation: bicubic}",
        "{op: smallest_max_size, size_px: 256}",
        "{op: longest_max_size, size_px: 256}",
        "{op: rotate, angle_deg: [-20, 30], expand: true, fill: [1, 2, 3], interpolation: nearest}",
        "{op: affine, angle_deg: [-20, 10], scale: [0.8, 1.2], shear_x_deg: [-5, 5], translate_x_frac: [-0.1, 0.1]}",
        "{op: color_jitter, p: 0.8}",
        "{op: posterize, bits: 4, p: 0.3}",
        "{op: solarize, threshold_level: 100}",
        "{op: sharpness, factor: 2, p: 0.5}",
        "{op: equalize, p: 0.4}",
        "{op: autocontrast}",
        "{op: invert, p: 0.4}",
        "{op: random_erasing, p: 0.25}",
        "{op: rand_augment}",
        "{op: rand_augment, num_ops: 3, magnitude: 5, interpolation: bilinear, fill: [1, 2, 3], p: 0.5}",
        "{op: trivial_augment_wide}",
        "{op: auto_augment, policy: cifar10}",
        "{op: aug_mix, severity: 4}",
        "{op: elastic_transform, alpha_px: 40, sigma_px: 4}",
        "{op: image_compression, quality: [30, 80]}",
        "{one_of: [{op: horizontal_flip, weight: 2}, {op: invert}]}",
        "{random_order: [{op: horizontal_flip}, {op: invert}]}",
        "{sequence: [{op: horizontal_flip}, {op: invert}], p: 0.3}",
    ] {
        for target in ["pillow", "tensor"] {
            let text = format!("augplay: 1\ntarget: torchvision 0.29 {target}\nsteps: [{step}]\n");
            let policy = Policy::parse(&text).unwrap();
            let file = export(&policy, &format!("torchvision-{target}")).unwrap();
            let back = import(&file.text, "t.py").unwrap_or_else(|e| panic!("{step}: {e}"));
            // A file does not say which kind of picture it is given.
            let mut back = back.policy;
            back.target = policy.target;
            assert_eq!(essence(&back), essence(&policy), "{step} {target}");
        }
    }
}

#[test]
fn names_cannot_stand_for_too_much() {
    let mut text = "a0 = [1, 1]\n".to_owned();
    for i in 1..40u32 {
        let before = i - 1;
        text.push_str(
            &[
                "a",
                &i.to_string(),
                " = [a",
                &before.to_string(),
                ", a",
                &before.to_string(),
                "]\n",
            ]
            .concat(),
        );
    }
    text += "t = v2.Compose(a39)\n";
    assert_eq!(import(&text, "").unwrap_err().code, Code::Limit);
}

#[test]
fn pasted_monai_is_read() {
    let text = "from monai.transforms import *\nt = Compose([\n    LoadImaged(keys=['image']),\n    RandFlipd(keys=['image', 'label'], prob=0.5, spatial_axis=1),\n    RandBiasField(prob=0.3),\n    RandWeirdd(keys=['image']),\n])\n";
    let read = import(text, "").unwrap();
    assert_eq!(read.format, "monai");
    let names: Vec<_> = read
        .policy
        .steps
        .iter()
        .map(|s| (s.what.name(), s.p))
        .collect();
    assert_eq!(names, [("horizontal_flip", 0.5), ("bias_field", 0.3)]);
    assert!(
        read.notes
            .iter()
            .any(|n| n.starts_with("line 6: RandWeirdd")),
        "{:?}",
        read.notes
    );
    let bundle = r#"{"train": {"_target_": "Compose", "transforms": [
        {"_target_": "RandGibbsNoised", "keys": "image", "prob": 0.2, "alpha": [0.1, 0.5]},
        {"_target_": "RandFlip", "prob": "$0.1 * 2", "spatial_axis": 0}]}}"#;
    let read = import(bundle, "train.json").unwrap();
    let names: Vec<_> = read
        .policy
        .steps
        .iter()
        .map(|s| (s.what.name(), s.p))
        .collect();
    assert_eq!(names, [("gibbs_noise", 0.2), ("vertical_flip", 0.1)]);
    assert!(
        read.notes.iter().any(|n| n.contains("'$0.1 * 2' is code")),
        "{:?}",
        read.notes
    );
}

#[test]
fn timms_factories_are_read() {
    let text = "tf = create_transform(224, is_training=True, auto_augment='rand-m9-mstd0.5-inc1', re_prob=0.25)";
    let read = import(text, "").unwrap();
    assert_eq!(read.format, "timm");
    let names: Vec<_> = read.policy.steps.iter().map(|s| s.what.name()).collect();
    assert_eq!(
        names,
        [
            "random_resized_crop",
            "horizontal_flip",
            "rand_augment",
            "random_erasing"
        ]
    );
}
