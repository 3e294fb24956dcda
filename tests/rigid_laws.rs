//! What turns, crops, pads and perspective draw, and ops that look at boxes and masks, against the
//! libraries' own draws and closed forms.

use augplay::policy::What;
use augplay::policy::tree;
use augplay::sample::{BBox, Keypoint, State};
use augplay::{Mask, Policy, Size};
use serde_json::{Value, json};

/// The arguments of the fixed op `op` in each of `n` draws of `step`; a picture that is not cut stays whole.
fn drawn(target: &str, step: &str, op: &str, state: &State, masks: &[Mask], n: u32) -> Vec<Value> {
    let text = format!("augplay: 1\ntarget: {target}\nseed: 4\nsteps: [{step}]");
    let policy = Policy::parse(&text).unwrap();
    let whole =
        json!({"x_px": 0, "y_px": 0, "width_px": state.size.width, "height_px": state.size.height});
    let one = |view| {
        let draw = policy.draw_with(state, masks, "law", view).unwrap();
        let steps = draw.policy.steps.iter();
        let mut found = steps.filter_map(|s| match &s.what {
            What::Op(_, args) if s.what.name() == op => Some(tree::args(args, true)),
            _ => None,
        });
        match found.next() {
            Some(args) => Value::Object(args),
            None if op == "crop" => whole.clone(),
            None => panic!("{step} draws no {op}"),
        }
    };
    (0..n).map(one).collect()
}

/// `key`, or the element of a list as `key.3`, or the area of rectangles.
fn number(args: &Value, key: &str) -> f64 {
    if key == "covered_px" {
        let rects: Vec<[f64; 4]> = serde_json::from_value(args["rects_px"].clone()).unwrap();
        return rects.iter().map(|[_, _, w, h]| w * h).sum();
    }
    match key.split_once('.') {
        Some((list, at)) => args[list][at.parse::<usize>().unwrap()].as_f64(),
        None => args[key].as_f64(),
    }
    .unwrap_or_else(|| panic!("no {key} in {args}"))
}

fn boxes(given: &Value) -> Vec<BBox> {
    let boxes: Option<Vec<[f64; 4]>> = serde_json::from_value(given.clone()).unwrap();
    let boxes = boxes.unwrap_or_default().into_iter().enumerate();
    let boxed = |(index, xyxy)| BBox {
        index,
        ..BBox::new(xyxy, "")
    };
    boxes.map(boxed).collect()
}

/// Masks from rectangles `[x, y, width, height, label]`.
fn masks(given: &Value, size: Size) -> Vec<Mask> {
    let patches: Option<Vec<Vec<[usize; 5]>>> = serde_json::from_value(given.clone()).unwrap();
    let mask = |patches: Vec<[usize; 5]>| {
        let mut labels = vec![0; size.area()];
        for [x, y, w, h, label] in patches {
            for row in y..y + h {
                let start = row * size.width as usize + x;
                labels[start..start + w].fill(label as u16);
            }
        }
        Mask::new(size, 1, labels).unwrap()
    };
    patches.unwrap_or_default().into_iter().map(mask).collect()
}

fn golden(text: &str) -> (Value, Size) {
    let golden: Value = serde_json::from_str(text).unwrap();
    let side = |i: usize| golden["size"][i].as_u64().unwrap() as u32;
    let size = Size::new(side(0), side(1));
    (golden, size)
}

/// The library's quantiles of its draws (20 000; 5000 of `random_iou_crop`) lie where ours do: within
/// 0.03 of the share, beyond four standard deviations, plus what whole pixels lump together; means
/// within a tenth of the spread.
fn compare(text: &str) {
    let (laws, size) = golden(text);
    let shares: Vec<f64> = serde_json::from_value(laws["shares"].clone()).unwrap();
    let (mut last, mut draws) = (Value::Null, Vec::new());
    for case in laws["cases"].as_array().unwrap() {
        let text = |key: &str| case[key].as_str().unwrap();
        let (step, key) = (text("step"), text("key"));
        let given = json!([step, case["boxes"], case["masks"]]);
        if given != last {
            let mut state = State::of(size, 3);
            state.boxes = boxes(&case["boxes"]);
            let masks = masks(&case["masks"], size);
            draws = drawn(text("target"), step, text("op"), &state, &masks, 6000);
            last = given;
        }
        let ours: Vec<f64> = draws.iter().map(|args| number(args, key)).collect();
        let cdf = |x: f64| ours.iter().filter(|v| **v <= x).count() as f64 / ours.len() as f64;
        let theirs: Vec<f64> = serde_json::from_value(case["quantiles"].clone()).unwrap();
        for (q, share) in theirs.iter().zip(&shares) {
            let (below, upto) = (cdf(q - 2e-4), cdf(q + 2e-4));
            assert!(
                below < share + 0.03 && upto > share - 0.03,
                "{step} {key} at {share}: {below} to {upto}"
            );
        }
        let mean = ours.iter().sum::<f64>() / ours.len() as f64;
        let figure = |name: &str| case[name].as_f64().unwrap();
        assert!(
            (mean - figure("mean")).abs() <= 0.1 * figure("sd") + 1e-3,
            "{step} {key}: mean {mean}, library {}",
            figure("mean")
        );
    }
}

#[test]
fn draws_are_as_the_libraries() {
    compare(include_str!("parity/goldens/rigid_laws.json"));
}

#[test]
fn draws_on_boxes_and_masks_are_as_the_libraries() {
    compare(include_str!("parity/goldens/annotation_laws.json"));
}

/// For given numbers the library keeps the same boxes and keypoints, in the same places.
#[test]
fn what_is_kept_is_what_the_libraries_keep() {
    let (golden, size) = golden(include_str!("parity/goldens/annotation_laws.json"));
    for case in golden["kept"].as_array().unwrap() {
        let text = |key: &str| case[key].as_str().unwrap();
        let head = format!("augplay: 1\ntarget: {}\n", text("target"));
        let policy = Policy::parse(&(head + text("policy"))).unwrap();
        let mut state = State::of(size, 3);
        state.boxes = boxes(&case["boxes"]);
        let points: Vec<[f64; 2]> = serde_json::from_value(case["points"].clone()).unwrap();
        let point = |(index, xy): (usize, &[f64; 2])| Keypoint {
            index,
            ..Keypoint::new(*xy, "")
        };
        state.keypoints = points.iter().enumerate().map(point).collect();
        let after = policy.draw(&state, "kept", 0).unwrap().after;
        let boxes = after.boxes.iter().map(|b| (b.index, b.xyxy.to_vec()));
        let points = after.keypoints.iter().map(|k| (k.index, k.xy.to_vec()));
        for (key, ours) in [
            ("kept_boxes", boxes.collect::<Vec<_>>()),
            ("kept_points", points.collect()),
        ] {
            let theirs: Vec<Vec<f64>> = serde_json::from_value(case[key].clone()).unwrap();
            let indices =
                |list: &[(usize, Vec<f64>)]| list.iter().map(|(i, _)| *i).collect::<Vec<_>>();
            let wanted: Vec<usize> = theirs.iter().map(|t| t[0] as usize).collect();
            assert_eq!(indices(&ours), wanted, "{key}: {}", text("policy"));
            for ((_, ours), theirs) in ours.iter().zip(&theirs) {
                let near = ours
                    .iter()
                    .zip(&theirs[1..])
                    .all(|(a, b)| (a - b).abs() < 1e-4);
                assert!(near, "{key}: {ours:?} {theirs:?} in {}", text("policy"));
            }
        }
        let gone = after.dropped.len() + after.boxes.len() + after.keypoints.len();
        assert_eq!(gone, state.boxes.len() + state.keypoints.len());
    }
}

/// The whole picture, as large as fits, in the middle of a frame that is filled.
#[test]
fn letterboxes_fill_their_frame() {
    for (w, h, keys, resized, bars) in [
        (103, 71, "", [640, 441], [0, 99, 0, 100]),
        (71, 103, "", [441, 640], [99, 0, 100, 0]),
        (9, 9, "", [640, 640], [0; 4]),
        (103, 71, "scale_up: false", [103, 71], [268, 284, 269, 285]),
        (1280, 71, "scale_up: false", [640, 36], [0, 302, 0, 302]),
        (103, 71, "center: false", [640, 441], [0, 0, 0, 199]),
        (103, 71, "stride_px: 32", [640, 441], [0, 3, 0, 4]),
        (
            1280,
            1,
            "width_px: 320, height_px: 7",
            [320, 1],
            [0, 3, 0, 3],
        ),
        (
            1,
            999,
            "width_px: 320, height_px: 7",
            [1, 7],
            [159, 0, 160, 0],
        ),
    ] {
        let comma = if keys.is_empty() { "" } else { ", " };
        let text = format!("augplay: 1\nsteps: [{{op: letterbox{comma}{keys}}}]");
        let policy = Policy::parse(&text).unwrap();
        let draw = policy.draw(&State::of(Size::new(w, h), 3), "k", 0).unwrap();
        let steps: Vec<_> = draw
            .policy
            .steps
            .iter()
            .map(|s| tree::args(s.what.args(), true))
            .collect();
        let px = |step: usize, key: &str| steps[step][key].as_i64().unwrap();
        assert_eq!(
            ["width_px", "height_px"].map(|k| px(0, k)),
            resized,
            "{w} {h} {keys}"
        );
        let sides = ["left_px", "top_px", "right_px", "bottom_px"].map(|k| px(1, k));
        assert_eq!(sides, bars, "{w} {h} {keys}");
        assert_eq!(steps[1]["fill"], 114);
    }
}

#[test]
fn symmetries_are_equally_likely() {
    for (step, count) in [("{op: random_rotate90}", 4), ("{op: d4}", 8)] {
        let draws = drawn(
            "albumentations 2.0.8",
            step,
            "turn",
            &State::of(Size::new(5, 3), 3),
            &[],
            8000,
        );
        let mut words: Vec<&str> = draws
            .iter()
            .map(|d| d["symmetry"].as_str().unwrap())
            .collect();
        words.sort_unstable();
        let shares: Vec<f64> = words
            .chunk_by(|a, b| a == b)
            .map(|same| same.len() as f64 / 8000.0)
            .collect();
        assert_eq!(shares.len(), count);
        let even = 1.0 / count as f64;
        assert!(shares.iter().all(|s| (s - even).abs() < 0.02), "{shares:?}");
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    for (target, step, param, says) in [
        (
            "albumentations 2.0.8",
            "{op: random_crop, width_px: 9, height_px: 2}",
            "width_px",
            "allowed: 1 to 8",
        ),
        (
            "albumentations 2.0.8",
            "{op: center_crop, width_px: 8, height_px: 7}",
            "height_px",
            "allowed: 1 to 6",
        ),
        (
            "albumentations 2.0.8",
            "{op: random_crop_near_bbox}",
            "box_index",
            "needs a box",
        ),
        (
            "albumentations 2.0.8",
            "{op: random_crop_near_bbox, box_index: 2}",
            "box_index",
            "needs box 2",
        ),
        (
            "torchvision 0.29 tensor",
            "{op: random_iou_crop, min_overlaps: [0.1]}",
            "min_overlaps",
            "needs a box",
        ),
        (
            "albumentations 2.0.8",
            "{op: crop_non_empty_mask_if_exists, width_px: 9, height_px: 2}",
            "width_px",
            "allowed: 1 to 8",
        ),
        (
            "torchvision 0.29 tensor",
            "{op: pad, left_px: 9, border: reflect}",
            "left_px",
            "allowed: 0 to 8",
        ),
        (
            "torchvision 0.29 tensor",
            "{op: pad, top_px: 6, border: reflect_101}",
            "top_px",
            "allowed: 0 to 5",
        ),
        (
            "torchvision 0.29 pillow",
            "{op: longest_max_size, size_px: 1}",
            "size_px",
            "leaves 1 × 0 px",
        ),
        (
            "albumentations 2.0.8",
            "{op: random_scale, scale: 0.1}",
            "scale",
            "leaves 0 × 0 px",
        ),
        (
            "albumentations 2.0.8",
            "{op: crop_and_pad, amount_frac: -0.99, each_side: false, amount_px: -9}",
            "amount_frac",
            "draws more than",
        ),
    ] {
        let text = format!("augplay: 1\ntarget: {target}\nsteps: [{step}]");
        let policy = Policy::parse(&text).unwrap();
        let e = policy
            .draw(&State::of(Size::new(8, 6), 3), "k", 0)
            .unwrap_err();
        assert_eq!(e.param.as_deref(), Some(param), "{e}");
        assert!(e.to_string().contains(says), "{e}");
    }
    // torchvision's solver fails there as well.
    let policy = Policy::parse("augplay: 1\nsteps: [{op: perspective}]").unwrap();
    let thin = State::of(Size::new(1, 6), 3);
    let e = policy.draw(&thin, "k", 0).unwrap_err();
    assert_eq!(e.param.as_deref(), Some("distortion_scale"), "{e}");
    assert!(e.to_string().contains("in a picture of 1 × 6 px"), "{e}");
}
