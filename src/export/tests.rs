use super::*;
use crate::ops::{Node, OPS};
use crate::policy::{TARGETS, What};

fn policy(text: &str) -> Policy {
    Policy::parse(text).unwrap()
}

fn verdict<'a>(out: &'a Exported, step: &str) -> &'a Verdict {
    &out.verdicts
        .iter()
        .find(|v| v.step == step)
        .unwrap()
        .verdict
}

#[test]
fn every_format_answers_for_every_op_and_node() {
    for target in TARGETS {
        for format in FORMATS {
            let mut all = Policy::new(target);
            for op in OPS {
                let args = crate::param::Args::defaults(op.meta().params);
                all.steps.push(Step::new(What::Op(*op, args)));
            }
            for (i, node) in Node::ALL.iter().enumerate() {
                let inside = Step::new(What::Op(
                    OPS[1],
                    crate::param::Args::defaults(OPS[1].meta().params),
                ));
                all.steps
                    .push(Step::new(node.of(vec![inside.called(format!("inner{i}"))])));
            }
            let out = export(&all, format.id).unwrap();
            for (step, _) in all.walk() {
                let told = out.verdicts.iter().filter(|v| v.step == step.id).count();
                assert_eq!(told, 1, "{} {}", format.id, step.id);
            }
            for v in &out.verdicts {
                assert_eq!(
                    v.verdict.why().is_empty(),
                    v.verdict == Verdict::Exact,
                    "{v:?}"
                );
            }
            if format.target == Some(target.id) {
                for v in &out.verdicts {
                    println!("{} {} {}", format.id, v.step, v.verdict.sentence());
                }
            }
        }
    }
}

#[test]
fn unknown_formats_are_refused_by_name() {
    let e = export(&policy("augplay: 1\nsteps: []"), "onnx").unwrap_err();
    assert!(e.to_string().contains("albumentations-json"), "{e}");
}

#[test]
fn a_childs_own_p_survives_a_choice() {
    let p = policy(
        "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n- one_of:\n  - {op: rotate, weight: 3, p: 0.5}\n  - {op: horizontal_flip, weight: 1}\n  - {op: resize, enabled: false}\n",
    );
    let out = export(&p, "albumentations-json").unwrap();
    let tree: Json = serde_json::from_str(&out.text).unwrap();
    let children = &tree["transform"]["transforms"][0]["transforms"];
    assert_eq!(children[0]["__class_fullname__"], "Sequential");
    assert_eq!(children[0]["p"], 0.6);
    assert_eq!(children[0]["transforms"][0]["p"], 0.5);
    assert_eq!(children[1]["p"], 0.2);
    assert_eq!(children[2]["__class_fullname__"], "NoOp");
    assert_eq!(*verdict(&out, "one_of"), Verdict::Exact);
}

#[test]
fn what_the_other_library_lacks_is_named() {
    let p = policy(
        "augplay: 1\nsteps:\n- {op: rotate, expand: true}\n- {op: perspective}\n- {op: d4}\n- {op: random_crop, width_px: 9, height_px: 9}\n- {op: random_crop, id: padded, width_px: 9, height_px: 9, pad_if_needed: true, pad_left_px: 4}\n- {op: scale_jitter}\n",
    );
    let out = export(&p, "albumentations-json").unwrap();
    for (step, word, why) in [
        ("rotate", "approximate", "Albumentations has no expand"),
        ("perspective", "approximate", "another law"),
        ("d4", "exact", ""),
        ("random_crop", "exact", ""),
        ("padded", "approximate", "no pad_left_px"),
        ("padded", "approximate", "padded once"),
        ("scale_jitter", "unsupported", "no counterpart"),
    ] {
        let found = verdict(&out, step);
        assert_eq!(found.word(), word, "{step}: {found:?}");
        assert!(found.sentence().contains(why), "{step}: {found:?}");
    }
    let p = policy(
        "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n- {op: d4}\n- {op: random_rotate90}\n- {op: affine, fit_output: true}\n- {op: safe_rotate}\n- {op: pad, border: wrap}\n- {op: perspective}\n",
    );
    let out = export(&p, "torchvision-tensor").unwrap();
    for (step, word) in [
        ("d4", "exact"),
        ("random_rotate90", "exact"),
        ("affine", "approximate"),
        ("safe_rotate", "unsupported"),
        ("pad", "approximate"),
        ("perspective", "approximate"),
    ] {
        assert_eq!(verdict(&out, step).word(), word, "{step}");
    }
}

#[test]
fn laws_are_said_or_named() {
    let p = policy(
        "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n- {op: rotate, angle_deg: {normal: {mean: 0, sd: 6, clip: [-15, 15]}}}\n- {op: brightness, factor: {choice: {values: [0.5, 1.5], weights: [1, 3]}}}\n",
    );
    let out = export(&p, "albumentations-json").unwrap();
    assert_eq!(verdict(&out, "rotate").word(), "approximate");
    assert_eq!(*verdict(&out, "brightness"), Verdict::Exact);
    let tree: Json = serde_json::from_str(&out.text).unwrap();
    assert_eq!(
        tree["transform"]["transforms"][1]["transforms"][1]["p"],
        0.75
    );
    // torchvision's file has the law itself.
    let p = policy("augplay: 1\nsteps: [{op: rotate, angle_deg: {normal: {mean: 0, sd: 6}}}]");
    let out = export(&p, "torchvision-pillow").unwrap();
    assert_eq!(*verdict(&out, "rotate"), Verdict::Exact);
    assert!(out.text.contains("partial(normal, 0, 6)"), "{}", out.text);
}

#[test]
fn foreign_text_stays_in_comments() {
    let p = policy(
        "augplay: 1\nname: \"x\\nimport os\"\nnote: \"a\\u2028b\"\nsteps: [{op: horizontal_flip, note: \"n\\r\\nimport os\"}]",
    );
    for format in FORMATS.iter().filter(|f| f.mime == "text/x-python") {
        let out = export(&p, format.id).unwrap();
        let line = out.text.lines().find(|l| l.contains("import os"));
        assert!(
            line.is_some_and(|l| l.trim_start().starts_with('#')),
            "{}",
            out.text
        );
        assert!(
            out.text
                .split(['\n', '\r'])
                .all(|l| !l.starts_with("import os"))
        );
    }
}

#[test]
fn unsupported_steps_are_named_in_the_file() {
    let p = policy("augplay: 1\nsteps: [{op: horizontal_flip}, {op: aug_mix}, {op: rand_augment}]");
    let out = export(&p, "albumentations-yaml").unwrap();
    assert_eq!(verdict(&out, "aug_mix").word(), "unsupported");
    assert!(out.text.contains("# aug_mix: unsupported"), "{}", out.text);
    assert!(!out.text.contains("AugMix") && !out.text.contains("RandAugment"));
    // Written out, but without its shears.
    let part = verdict(&out, "rand_augment");
    assert_eq!(part.word(), "approximate");
    assert!(part.why().contains("shear"), "{}", part.why());
}

/// Laws of libraries that no target has are near at best, in every other library's file.
#[test]
fn foreign_laws_are_approximate_everywhere() {
    for law in ["tpu", "kornia", "keras"] {
        let p = policy(&format!(
            "augplay: 1\nsteps: [{{op: rand_augment, law: {law}}}]"
        ));
        for format in FORMATS.iter().filter(|f| f.target.is_some()) {
            let out = export(&p, format.id).unwrap();
            let told = verdict(&out, "rand_augment");
            if format.id == "timm" {
                // Its flags hold its own law alone.
                assert_eq!(told.word(), "unsupported");
                continue;
            }
            assert_eq!(told.word(), "approximate", "{law} {}", format.id);
            assert!(told.why().contains("Pillow's pixels"), "{}", told.why());
        }
        let notes = p.notes();
        assert!(
            notes.iter().any(|n| n.text.contains("Pillow's pixels")),
            "{notes:?}"
        );
    }
}

#[test]
fn automatic_policies_are_written_out_for_annotated_samples() {
    let of = |boxes: &str| {
        let p = policy(&format!(
            "augplay: 1\n{boxes}steps: [{{op: rand_augment}}, {{op: trivial_augment_wide}}]"
        ));
        export(&p, "torchvision-pillow").unwrap().text
    };
    // torchvision's own classes refuse samples with boxes.
    for (boxes, classes) in [("", true), ("boxes: {min_area_px: 4}\n", false)] {
        let text = of(boxes);
        assert_eq!(text.contains("v2.RandAugment("), classes, "{text}");
        assert_eq!(text.contains("v2.TrivialAugmentWide("), classes, "{text}");
        assert_eq!(text.contains("v2.RandomChoice("), !classes, "{text}");
    }
}

#[test]
fn random_erasing_is_each_librarys_own() {
    let of = |target: &str, keys: &str, format: &str| {
        let p = policy(&format!(
            "augplay: 1\ntarget: {target}\nsteps: [{{op: random_erasing{keys}}}]"
        ));
        let out = export(&p, format).unwrap();
        (verdict(&out, "random_erasing").clone(), out.text)
    };
    let (verdict, text) = of("torchvision 0.29 tensor", "", "torchvision-tensor");
    assert_eq!(verdict, Verdict::Exact);
    assert!(
        text.contains("v2.RandomErasing(scale=(0.02, 0.33), ratio=(0.3, 3.3)"),
        "{text}"
    );
    let (verdict, text) = of(
        "torchvision 0.29 tensor",
        ", count: 3",
        "torchvision-tensor",
    );
    assert_eq!(verdict, Verdict::Exact);
    assert!(text.contains("class RandomErasing"), "{text}");
    let (verdict, _) = of(
        "torchvision 0.29 tensor",
        ", cover: normal",
        "torchvision-tensor",
    );
    assert_eq!(verdict.word(), "approximate");
    let (verdict, text) = of("albumentations 2.0.8", "", "albumentations-json");
    assert_eq!(verdict, Verdict::Exact);
    assert!(text.contains("Erasing"), "{text}");
    // The libraries' laws differ.
    let (verdict, _) = of("albumentations 2.0.8", "", "torchvision-tensor");
    assert_eq!(verdict.word(), "approximate");
}

#[test]
fn where_the_library_falls_short_no_step_is_exact() {
    for (step, why) in [
        ("{op: morphology}", "boxes differ"),
        ("{op: bbox_safe_random_crop}", "without boxes"),
        ("{op: random_sized_bbox_safe_crop}", "without boxes"),
        ("{op: random_erasing, area_frac: 0.5}", "breaks off"),
        ("{op: random_crop_near_bbox}", "cropping_bbox"),
        (
            "{op: random_crop_near_bbox, shift_y_frac: 0.5}",
            "the smaller is the height's",
        ),
        ("{op: crop_non_empty_mask_if_exists}", "without a mask"),
        ("{op: mask_dropout, fill_mask: false}", "covered with 0"),
        ("{op: mask_dropout, fill: [1, 2, 3]}", "one level"),
        ("{op: letterbox, scale_up: false}", "enlarged"),
        ("{op: crop, centred_boxes: true}", "centred outside"),
        ("{op: additive_noise, law: gaussian}", "first channel"),
        ("{op: additive_noise, offsets_frac: [2]}", "-1 to 1"),
    ] {
        let p = policy(&format!(
            "augplay: 1\ntarget: albumentations 2.0.8\nsteps: [{step}]"
        ));
        let verdict = &export(&p, "albumentations-json").unwrap().verdicts[0].verdict;
        assert_eq!(verdict.word(), "approximate", "{step}");
        assert!(verdict.why().contains(why), "{step}: {}", verdict.why());
    }
}

#[test]
fn what_the_library_refuses_is_not_written() {
    for (step, wanted) in [
        ("{op: gaussian_blur, sigma_px: 0}", "NoOp"),
        ("{op: random_erasing, area_frac: 0}", "NoOp"),
        ("{op: advanced_blur, beta: 1}", "0.999999999,"),
        (
            "{op: random_sun_flare, left_frac: 0.5, right_frac: 0.5}",
            "0.500000001,",
        ),
        ("{op: autocontrast, method: pil}", "\"pil\""),
    ] {
        let p = policy(&format!(
            "augplay: 1\ntarget: albumentations 2.0.8\nsteps: [{step}]"
        ));
        let text = export(&p, "albumentations-json").unwrap().text;
        assert!(text.contains(wanted), "{step}: {text}");
    }
}

#[test]
fn what_a_library_cannot_say_of_rules_is_named() {
    let flip = "{op: horizontal_flip}";
    let pad = "{op: pad, left_px: 3, border: reflect}";
    let both = ["albumentations 2.0.8", "torchvision 0.29 tensor"];
    let full = "boxes: {min_area_px: 1, min_width_px: 1, min_height_px: 1}";
    for (target, rules, step, format, key, why) in [
        (
            both[0],
            "boxes: {}",
            flip,
            "albumentations-json",
            "boxes",
            "",
        ),
        (
            both[0],
            "boxes: {reflections: one}",
            flip,
            "albumentations-json",
            "boxes",
            "",
        ),
        (
            both[0],
            "boxes: {reflections: one}",
            pad,
            "albumentations-json",
            "boxes",
            "makes copies",
        ),
        (
            both[1],
            "boxes: {}",
            flip,
            "albumentations-json",
            "boxes",
            "after every step",
        ),
        (
            both[0],
            "keypoints: {}",
            flip,
            "albumentations-json",
            "keypoints",
            "does not swap",
        ),
        (
            both[0],
            "keypoints: {}",
            pad,
            "albumentations-json",
            "keypoints",
            "",
        ),
        (
            both[0],
            "keypoints: {swap_left_right: false}",
            flip,
            "albumentations-json",
            "keypoints",
            "",
        ),
        (both[1], full, flip, "torchvision-tensor", "boxes", ""),
        (
            both[0],
            full,
            flip,
            "torchvision-tensor",
            "boxes",
            "once at the end",
        ),
        (
            both[1],
            "boxes: {}",
            flip,
            "torchvision-pillow",
            "boxes",
            "below 1 px",
        ),
        (
            both[1],
            "boxes: {min_visibility: 0.3}",
            flip,
            "torchvision-pillow",
            "boxes",
            "visible share",
        ),
        (
            both[1],
            "boxes: {max_aspect_ratio: 3}",
            flip,
            "torchvision-pillow",
            "boxes",
            "ratio of sides",
        ),
        (
            both[1],
            "boxes: {min_width_px: 3}",
            flip,
            "torchvision-pillow",
            "boxes",
            "the smaller here",
        ),
        (
            both[1],
            "keypoints: {}",
            flip,
            "torchvision-pillow",
            "keypoints",
            "does not swap",
        ),
    ] {
        let text = format!("augplay: 1\ntarget: {target}\n{rules}\nsteps: [{step}]");
        let out = export(&policy(&text), format).unwrap();
        let found = verdict(&out, key);
        assert_eq!(
            *found == Verdict::Exact,
            why.is_empty(),
            "{text}: {found:?}"
        );
        assert!(found.why().contains(why), "{text}: {found:?}");
    }
}

/// Files for annotated pictures hold a target and a data set; others do not.
#[test]
fn files_take_targets_where_the_policy_asks_for_them() {
    for (head, step, wanted) in [
        ("boxes: {}\n", "{op: hue}", true),
        ("keypoints: {}\n", "{op: hue}", true),
        ("", "{op: random_iou_crop}", true),
        ("", "{op: sanitize_keypoints}", true),
        ("", "{op: crop}", false),
    ] {
        let text = format!("augplay: 1\n{head}steps: [{step}]");
        let text = export(&policy(&text), "torchvision-pillow").unwrap().text;
        assert_eq!(text.contains("class Annotated"), wanted, "{text}");
        assert_eq!(text.contains("transform = "), wanted, "{text}");
    }
    let text = "augplay: 1\nboxes: {format: yolo, min_area_px: 9}\nkeypoints: {}\nsteps: [{op: hue}]\nthen: to_float";
    let text = export(&policy(text), "torchvision-tensor").unwrap().text;
    for part in [
        "format=\"CXCYWH\"",
        "v2.SanitizeBoundingBoxes(min_size=1, min_area=9)",
        "v2.SanitizeKeyPoints()",
        "v2.ToDtype(torch.float32, scale=True)",
        "tv_tensors.Image(",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// A shift in px is written in px, and one of broken px is told.
#[test]
fn translations_keep_their_px() {
    for (px, word) in [("12", "exact"), ("9.6", "approximate")] {
        let text = format!(
            "augplay: 1\ntarget: albumentations 2.0.8\nsteps: [{{op: translate, x_frac: 0, y_frac: 0, x_px: {px}}}]"
        );
        let made = export(&policy(&text), "albumentations-yaml").unwrap();
        let at = made.text.find("translate_px").unwrap();
        assert!(
            made.text[at..].contains(if px == "12" { "12" } else { "10" }),
            "{}",
            made.text
        );
        assert_eq!(verdict(&made, "translate").word(), word);
    }
}

/// Mixes belong in the training loop; where torchvision or timm has them, the file says how.
#[test]
fn a_batch_stage_is_told_with_the_library_s_own_mixes() {
    let told = |batch: &str, format: &str| {
        let policy = Policy::parse(&format!("augplay: 1\nsteps: []\nbatch: {batch}\n")).unwrap();
        let made = export(&policy, format).unwrap();
        let verdict = made.verdicts.iter().find(|v| v.step == "batch");
        verdict.map(|v| v.verdict.sentence()).unwrap_or_default()
    };
    let both = "mixes: [{mix: mixup, alpha: 0.2, weight: 3}, {mix: cutmix}]";
    assert_eq!(
        told(
            &format!("{{pairing: roll, none: 1, label_smoothing: 0.1, {both}}}"),
            "torchvision-tensor"
        ),
        "unsupported: mixes run on whole batches, in the training loop: collate with v2.RandomApply([v2.RandomChoice([v2.MixUp(alpha=0.2, num_classes=…), v2.CutMix(alpha=1.0, num_classes=…)], p=[0.75, 0.25])], p=0.8); label smoothing is the loss's: CrossEntropyLoss(label_smoothing=0.1)"
    );
    let timm = "{pairing: reverse, per: elem, label_smoothing: 0.1, mixes: [{mix: mixup, alpha: 0.8}, {mix: cutmix, law: timm}]}";
    assert_eq!(
        told(timm, "torchvision-pillow"),
        "unsupported: mixes run on whole batches, in the training loop: timm's train.py with --mixup-mode elem --mixup 0.8 --cutmix 1.0 --mixup-switch-prob 0.5 --smoothing 0.1"
    );
    let other = told(
        "{mixes: [{mix: fmix}, {mix: mixup}]}",
        "albumentations-json",
    );
    assert!(
        other.ends_with("neither torchvision nor timm has this choice of fmix, mixup"),
        "{other}"
    );
    assert_eq!(told(timm, "augplay-yaml"), "");
    let file = export(
        &Policy::parse(&format!(
            "augplay: 1\ntarget: torchvision 0.29 tensor\nsteps: []\nbatch: {timm}\n"
        ))
        .unwrap(),
        "torchvision-tensor",
    )
    .unwrap();
    assert!(
        file.text.contains("--mixup-switch-prob 0.5"),
        "the file says it too"
    );
}
