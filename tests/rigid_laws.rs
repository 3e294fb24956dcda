//! What turns, crops, pads and perspective draw, against the libraries' own draws and closed forms.

use augplay::policy::What;
use augplay::policy::tree;
use augplay::sample::{BBox, State};
use augplay::{Policy, Size};
use serde_json::Value;

/// The arguments of the fixed op `op` in each of `n` draws of `step`.
fn drawn(target: &str, step: &str, op: &str, state: &State, n: u32) -> Vec<Value> {
    let text = format!("augplay: 1\ntarget: {target}\nseed: 4\nsteps: [{step}]");
    let policy = Policy::parse(&text).unwrap();
    let one = |view| {
        let draw = policy.draw(state, "law", view).unwrap();
        let steps = draw.policy.steps.iter();
        let mut found = steps.filter_map(|s| match &s.what {
            What::Op(_, args) if s.what.name() == op => Some(tree::args(args, true)),
            _ => None,
        });
        Value::Object(
            found
                .next()
                .unwrap_or_else(|| panic!("{step} draws no {op}")),
        )
    };
    (0..n).map(one).collect()
}

/// `key`, or the element of a list as `key.3`.
fn number(args: &Value, key: &str) -> f64 {
    match key.split_once('.') {
        Some((list, at)) => args[list][at.parse::<usize>().unwrap()].as_f64(),
        None => args[key].as_f64(),
    }
    .unwrap_or_else(|| panic!("no {key} in {args}"))
}

/// The library's quantiles of 20 000 draws lie where ours do: within 0.03 of the share, beyond four
/// standard deviations, plus what whole pixels lump together; means within a tenth of the spread.
#[test]
fn draws_are_as_the_libraries() {
    let laws: Value = serde_json::from_str(include_str!("parity/goldens/rigid_laws.json")).unwrap();
    let shares: Vec<f64> = serde_json::from_value(laws["shares"].clone()).unwrap();
    let side = |i: usize| laws["size"][i].as_u64().unwrap() as u32;
    let size = Size::new(side(0), side(1));
    let (mut last, mut draws) = ((String::new(), Vec::new()), Vec::new());
    for case in laws["cases"].as_array().unwrap() {
        let text = |key: &str| case[key].as_str().unwrap();
        let (step, key) = (text("step"), text("key"));
        let boxes: Option<Vec<[f64; 4]>> = serde_json::from_value(case["boxes"].clone()).unwrap();
        let boxes = boxes.unwrap_or_default().into_iter();
        let boxes = boxes.map(|xyxy| BBox::new(xyxy, ""));
        let mut state = State::of(size, 3);
        state.boxes = boxes.collect();
        if (step, &state.boxes) != (&last.0, &last.1) {
            draws = drawn(text("target"), step, text("op"), &state, 6000);
            last = (step.to_owned(), state.boxes);
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
fn symmetries_are_equally_likely() {
    for (step, count) in [("{op: random_rotate90}", 4), ("{op: d4}", 8)] {
        let draws = drawn(
            "albumentations 2.0.8",
            step,
            "turn",
            &State::of(Size::new(5, 3), 3),
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
