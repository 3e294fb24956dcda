//! The policy file: what is read, what is refused and how it is written.

use augplay::{Code, Policy};

fn parse(steps: &str) -> augplay::Result<Policy> {
    Policy::parse(&format!("augplay: 1\nsteps:\n{steps}"))
}

#[test]
fn fmt_is_idempotent_and_keeps_comments() {
    let text = "# head\naugplay: 1\nname: 'yes'\nseed: 7 # lucky\nsteps:\n  # first\n  - {op: horizontal_flip, p: 0.5} # why\n  - one_of:\n      # inner\n      - {op: crop, weight: 3}\n      - {op: horizontal_flip, id: other, note: \"a: b\"}\n    p: 0.4\n# end\n";
    let once = Policy::parse(text).unwrap().to_yaml();
    for comment in ["# head", "# lucky", "# first", "# why", "# inner", "# end"] {
        assert!(once.contains(comment), "{comment} in\n{once}");
    }
    assert!(once.contains("name: \"yes\""), "{once}");
    assert_eq!(Policy::parse(&once).unwrap().to_yaml(), once);
    let json = Policy::parse(text).unwrap().to_json().to_string();
    assert_eq!(Policy::parse(&json).unwrap().to_json().to_string(), json);
    assert!(Policy::parse(&json).unwrap().to_yaml().contains("# inner"));
}

#[test]
fn ids_are_given_and_kept() {
    let p =
        parse("  - op: crop\n  - op: horizontal_flip\n  - op: crop\n  - {op: crop, id: mine}\n")
            .unwrap();
    let ids: Vec<_> = p.steps.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["crop", "horizontal_flip", "crop_2", "mine"]);
}

#[test]
fn errors_name_step_parameter_value_and_bounds() {
    for (steps, code, says) in [
        (
            "  - {op: crop, width_px: 0}\n",
            Code::Range,
            ["'steps[0]'", "width_px: 0", "allowed: 1 to 16384"],
        ),
        (
            "  - {op: crop, id: cut, colour: 1}\n",
            Code::UnknownKey,
            ["'cut'", "colour", "it has x_px"],
        ),
        (
            "  - {op: crop, width_px: .nan}\n",
            Code::Range,
            ["width_px", "finite", "line 3"],
        ),
        (
            "  - {op: horizontal_flip, p: 1.5}\n",
            Code::Range,
            ["p: 1.5", "0 to 1", "line 3"],
        ),
        (
            "  - {op: HorizontalFlip}\n",
            Code::UnknownName,
            ["op", "horizontal_flip", "line 3"],
        ),
        (
            "  - {op: crop, id: a}\n  - {op: crop, id: a}\n",
            Code::DuplicateId,
            ["'a'", "two", "id"],
        ),
        (
            "  - {op: crop, width_px: wide}\n",
            Code::Type,
            ["width_px", "'wide'", "number"],
        ),
        (
            "  - {op: crop, width_px: [1, 2]}\n",
            Code::Type,
            ["width_px", "[1, 2]", "same in every draw"],
        ),
        (
            "  - {op: crop, width_px: 1.5}\n",
            Code::Type,
            ["width_px", "1.5", "whole"],
        ),
        (
            "  - {op: crop, one_of: []}\n",
            Code::Syntax,
            ["op", "one_of", "both"],
        ),
        (
            "  - {p: 1}\n",
            Code::Missing,
            ["needs 'op'", "one_of", "line 3"],
        ),
        (
            "  - some_of: [{op: crop}]\n    n: 2\n",
            Code::Range,
            ["n", "2", "0 to 1"],
        ),
        (
            "  - weighted_sum: [{op: crop}]\n    weights: [1, 1, 1]\n",
            Code::Range,
            ["weights", "2 numbers", "chain"],
        ),
    ] {
        let e = parse(steps).unwrap_err();
        assert_eq!(e.code, code, "{e}");
        for part in says {
            assert!(e.to_string().contains(part), "'{part}' in: {e}");
        }
    }
}

#[test]
fn whole_files_are_refused_by_name() {
    for (text, code) in [
        ("augplay: 2\nsteps: []", Code::Unsupported),
        ("steps: []", Code::Missing),
        ("augplay: 1", Code::Missing),
        ("augplay: 1\nviews: {}\nsteps: []", Code::Type),
        (
            "augplay: 1\nbatch: {mixup: 0.2}\nsteps: []",
            Code::UnknownKey,
        ),
        ("augplay: 1\nsepia: 1\nsteps: []", Code::UnknownKey),
        (
            "augplay: 1\ntarget: tensorflow\nsteps: []",
            Code::UnknownName,
        ),
        ("augplay: 1\nseed: -1\nsteps: []", Code::Range),
        ("augplay: 1\nsteps: {}", Code::Type),
        ("- 1", Code::Type),
        ("", Code::Syntax),
        ("\u{0}\u{1}", Code::Syntax),
    ] {
        let e = Policy::parse(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
    }
}

#[test]
fn ten_thousand_nested_steps_are_an_error_not_a_crash() {
    let flow = format!(
        "augplay: 1\nsteps: {}{}",
        "[{sequence: ".repeat(10_000),
        "}]".repeat(10_000)
    );
    assert_eq!(Policy::parse(&flow).unwrap_err().code, Code::Limit);
    let mut block = String::from("augplay: 1\nsteps:\n");
    for depth in 0..10_000 {
        block.push_str(&" ".repeat(depth));
        block.push_str("- sequence:\n");
    }
    assert_eq!(Policy::parse(&block).unwrap_err().code, Code::Limit);
    let wide = format!(
        "augplay: 1\nsteps: [{}]",
        "{op: horizontal_flip}, ".repeat(10_000)
    );
    assert_eq!(Policy::parse(&wide).unwrap_err().code, Code::Limit);
}

#[test]
fn the_output_step_is_read_written_and_refused_by_name() {
    let text = |then: &str| {
        format!("augplay: 1\ntarget: torchvision 0.29 pillow\nseed: 0\nsteps: []\nthen: {then}\n")
    };
    for then in [
        "to_float",
        "{normalize: imagenet}",
        "{normalize: {mean: [0.1, 0.2, 0.3], sd: [1, 2, 3]}}",
    ] {
        assert_eq!(Policy::parse(&text(then)).unwrap().to_yaml(), text(then));
    }
    let named = Policy::parse(&text("{normalize: half}")).unwrap();
    let spelled = text("{normalize: {mean: [0.5, 0.5, 0.5], sd: [0.5, 0.5, 0.5]}}");
    assert_eq!(named.to_yaml(), Policy::parse(&spelled).unwrap().to_yaml());
    for (then, param) in [
        ("normalise", "then"),
        ("{normalize: imagnet}", "then"),
        ("{normalize: {mean: [0, 0, 0]}}", "then"),
        ("{normalize: {mean: [0, 0, 0], sd: [0, 1, 1]}}", "sd"),
        ("{normalize: {mean: [0, 0], sd: [1, 1, 1]}}", "mean"),
        ("{normalize: {mean: [0, 0, 0], std: [1, 1, 1]}}", "std"),
    ] {
        let e = Policy::parse(&text(then)).unwrap_err();
        assert_eq!(e.param.as_deref(), Some(param), "{then}: {e}");
        assert!(e.line.is_some(), "{then}: {e}");
    }
}

#[test]
fn rules_for_annotations_are_read_written_and_refused_by_name() {
    let text = |rules: &str| {
        format!("augplay: 1\ntarget: albumentations 2.0.8\nseed: 0\n{rules}\nsteps: []\n")
    };
    for rules in [
        "boxes: {}",
        "boxes: {min_visibility: 0.3, min_area_px: 16, format: coco}\nkeypoints: {swap_left_right: false}",
        "# Small ones are not annotated.\nboxes: {min_width_px: 4, max_aspect_ratio: 8}",
    ] {
        assert_eq!(Policy::parse(&text(rules)).unwrap().to_yaml(), text(rules));
    }
    let block = text("boxes:\n  # Half a sign is no sign.\n  min_visibility: 0.5");
    let flow = text("# Half a sign is no sign.\nboxes: {min_visibility: 0.5}");
    assert_eq!(Policy::parse(&block).unwrap().to_yaml(), flow);
    for (rules, key, param) in [
        ("boxes: [1]", None, "boxes"),
        (
            "boxes: {min_visibility: 1.5}",
            Some("boxes"),
            "min_visibility",
        ),
        (
            "boxes: {min_visibility: [0.1, 0.2]}",
            Some("boxes"),
            "min_visibility",
        ),
        (
            "boxes: {max_aspect_ratio: 0.5}",
            Some("boxes"),
            "max_aspect_ratio",
        ),
        ("boxes: {format: xywh}", Some("boxes"), "format"),
        ("boxes: {p: 0.5}", Some("boxes"), "p"),
        (
            "keypoints: {remove_outside: 1}",
            Some("keypoints"),
            "remove_outside",
        ),
    ] {
        let e = Policy::parse(&text(rules)).unwrap_err();
        assert_eq!(e.step.as_deref(), key, "{rules}: {e}");
        assert_eq!(e.param.as_deref(), Some(param), "{rules}: {e}");
    }
}
