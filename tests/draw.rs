//! Chance: what is frozen, what is stable, what the nodes' laws are.

use augplay::policy::dice::Dice;
use augplay::sample::{BBox, State};
use augplay::{Policy, Size};

fn policy(steps: &str) -> Policy {
    Policy::parse(&format!("augplay: 1\nseed: 3\nsteps:\n{steps}")).unwrap()
}

fn state() -> State {
    State::of(Size::new(64, 48), 3)
}

/// Ids of the steps that run.
fn fired(p: &Policy, view: u32) -> Vec<String> {
    let draw = p.draw(&state(), "k", view).unwrap();
    draw.policy
        .steps
        .iter()
        .filter(|s| s.enabled)
        .map(|s| s.id.clone())
        .collect()
}

/// The dice scheme is frozen: these vectors change only with a breaking release.
#[test]
fn golden_vectors_of_the_dice() {
    let text = include_str!("golden/dice.json");
    let golden: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
    assert!(golden.len() >= 8);
    for g in golden {
        let instance: Vec<u32> = serde_json::from_value(g["instance"].clone()).unwrap();
        let die = Dice::new(
            g["seed"].as_u64().unwrap(),
            g["key"].as_str().unwrap(),
            g["view"].as_u64().unwrap() as u32,
        )
        .at(g["step"].as_str().unwrap(), &instance);
        let mut stream = die.stream(g["name"].as_str().unwrap());
        let got: Vec<f64> = (0..3).map(|_| stream.uniform()).collect();
        let want: Vec<f64> = serde_json::from_value(g["uniforms"].clone()).unwrap();
        assert_eq!(got, want, "{g}");
    }
}

#[test]
fn a_draw_is_a_policy_that_draws_itself() {
    let p = policy(
        "  - {op: horizontal_flip, p: 0.5}\n  - repeat: [{op: horizontal_flip, id: again, p: 0.5}]\n    times: 3\n  - one_of: [{op: horizontal_flip, id: b}, {sequence: [{op: horizontal_flip, id: c}]}]\n    p: 0.5\n",
    );
    for view in 0..50 {
        let one = p.draw(&state(), "k", view).unwrap();
        let text = one.to_json().to_string();
        let two = Policy::parse(&text)
            .unwrap()
            .draw(&state(), "other", 9)
            .unwrap();
        assert_eq!(one.policy.to_json(), two.policy.to_json());
        assert_eq!(one.after, two.after);
    }
}

#[test]
fn other_steps_keep_their_numbers() {
    let base = policy(
        "  - {op: horizontal_flip, id: a, p: 0.5}\n  - {op: horizontal_flip, id: b, p: 0.5}\n",
    );
    let more = policy(
        "  - {op: horizontal_flip, id: new, p: 0.5}\n  - sequence: [{op: horizontal_flip, id: b, p: 0.5}]\n  - {op: horizontal_flip, id: a, p: 0.5}\n",
    );
    for view in 0..100 {
        let (x, y) = (fired(&base, view), fired(&more, view));
        for id in ["a", "b"] {
            assert_eq!(
                x.iter().any(|i| i == id),
                y.iter().any(|i| i == id),
                "view {view}"
            );
        }
    }
}

fn share(p: &Policy, id: &str) -> f64 {
    let n = 4000;
    (0..n)
        .filter(|v| {
            fired(p, *v)
                .iter()
                .any(|i| i == id || i.starts_with(&format!("{id}#")))
        })
        .count() as f64
        / f64::from(n)
}

#[test]
fn nodes_follow_their_laws() {
    // Five standard deviations of 4000 draws are at most 0.04.
    let near = |a: f64, b: f64| assert!((a - b).abs() < 0.04, "{a} should be near {b}");
    let p = policy(
        "  - one_of: [{op: horizontal_flip, id: a, weight: 3}, {op: horizontal_flip, id: b, p: 0.5}]\n    p: 0.8\n",
    );
    near(share(&p, "a"), 0.6);
    near(share(&p, "b"), 0.1);
    let p = policy(
        "  - some_of: [{op: horizontal_flip, id: a}, {op: horizontal_flip, id: b}, {op: horizontal_flip, id: c}]\n    n: [1, 2]\n",
    );
    near(share(&p, "a"), 0.5);
    near(share(&p, "c"), 0.5);
    let p = policy(
        "  - some_of: [{op: horizontal_flip, id: a}, {op: horizontal_flip, id: b}]\n    n: 2\n    replace: true\n",
    );
    near(share(&p, "a"), 0.75);
}

#[test]
fn random_order_is_uniform_over_permutations() {
    let p = policy(
        "  - random_order: [{op: horizontal_flip, id: a}, {op: horizontal_flip, id: b}, {op: horizontal_flip, id: c}]\n",
    );
    let mut counts = std::collections::BTreeMap::new();
    let n = 6000;
    for view in 0..n {
        *counts.entry(fired(&p, view).join("")).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 6);
    let chi: f64 = counts
        .values()
        .map(|&c| (f64::from(c) - 1000.0) * (f64::from(c) - 1000.0) / 1000.0)
        .sum();
    // 0.9999 quantile of chi-square with 5 degrees of freedom.
    assert!(chi < 25.74, "{counts:?}");
}

#[test]
fn if_else_runs_one_of_the_two() {
    let p = policy(
        "  - if_else: [{op: horizontal_flip, id: a}, {op: vertical_flip, id: b}]\n    chance: 0.3\n",
    );
    let mut first = 0;
    for view in 0..4000 {
        match &fired(&p, view)[..] {
            [id] if id == "a" => first += 1,
            [id] if id == "b" => {}
            other => panic!("{other:?}"),
        }
    }
    // Five standard deviations.
    assert!((f64::from(first) / 4000.0 - 0.3).abs() < 0.037, "{first}");
    let alone = policy("  - if_else: [{op: horizontal_flip}]\n    chance: 0\n");
    assert!(fired(&alone, 0).is_empty());
}

#[test]
fn selected_channels_alone_change() {
    let size = Size::new(9, 7);
    let levels = (0..9 * 7 * 3).map(|i| (i * 5 % 251) as u8).collect();
    let image = augplay::Image::new(size, 3, levels).unwrap();
    let sample = augplay::Sample::new(image.clone());
    let run = |channels: &str, inner: &str| {
        policy(&format!(
            "  - select_channels: [{inner}]\n    channels: {channels}\n"
        ))
        .apply(&sample, "k", 0)
    };
    let (out, draw) = run("[1]", "{op: solarize, threshold_level: 0}").unwrap();
    for (before, after) in image.data().chunks(3).zip(out.image.data().chunks(3)) {
        assert_eq!(after, [before[0], 255 - before[1], before[2]]);
    }
    let again = Policy::parse(&draw.to_json().to_string()).unwrap();
    assert_eq!(again.apply(&sample, "other", 5).unwrap().0, out);
    // Red when nothing is said.
    let step = "  - select_channels: [{op: invert}]\n";
    let (red, _) = policy(step).apply(&sample, "k", 0).unwrap();
    assert_eq!(red.image, run("[0]", "{op: invert}").unwrap().0.image);
    // Three channels in another order: what runs sees blue first.
    let (out, _) = run("[2, 1, 0]", "{op: horizontal_flip}").unwrap();
    let (flipped, _) = policy("  - {op: horizontal_flip}\n")
        .apply(&sample, "k", 0)
        .unwrap();
    assert_eq!(out.image, flipped.image);
    // Boxes and masks do not follow, so sizes must stay.
    let e = run("[0]", "{op: resize, width_px: 4, height_px: 4}").unwrap_err();
    assert!(e.to_string().contains("size"), "{e}");
    let grey = augplay::Sample::new(augplay::Image::new(size, 1, vec![7; 63]).unwrap());
    let e = policy("  - select_channels: [{op: horizontal_flip}]\n    channels: [2]\n")
        .apply(&grey, "k", 0)
        .unwrap_err();
    assert_eq!(e.param.as_deref(), Some("channels"), "{e}");
    for wrong in ["[0, 1]", "[3]", "[0, 0, 1]", "[0.5]"] {
        let text = format!(
            "augplay: 1\nsteps:\n  - select_channels: [{{op: identity}}]\n    channels: {wrong}\n"
        );
        let e = Policy::parse(&text).unwrap_err();
        assert_eq!(e.param.as_deref(), Some("channels"), "{wrong}: {e}");
    }
}

/// albumentations filters boxes after the whole of a transform: a crop that is enlarged afterwards is
/// judged by the sizes that boxes have at the end.
#[test]
fn rules_judge_boxes_after_the_whole_step() {
    let policy = Policy::parse(
        "augplay: 1\ntarget: albumentations 2.0.8\nboxes: {min_area_px: 50}\nsteps:\n  - {op: random_resized_crop, width_px: 200, height_px: 200, area_frac: 0.25, aspect_ratio: 1}\n",
    )
    .unwrap();
    let mut state = State::of(Size::new(100, 100), 3);
    // 16 px², 256 px² at the end; and one that is too small at the end too.
    state.boxes = vec![
        BBox::new([48.0, 48.0, 52.0, 52.0], "a"),
        BBox::new([49.0, 50.0, 50.0, 51.0], "b"),
    ];
    state.boxes[1].index = 1;
    let mut seen = 0;
    for view in 0..50 {
        let draw = policy.draw(&state, "k", view).unwrap();
        let kept = |draw: &augplay::policy::Draw| -> Vec<usize> {
            draw.after.boxes.iter().map(|b| b.index).collect()
        };
        assert!(!kept(&draw).contains(&1));
        let whole = draw.after.dropped.iter().all(|d| d.index != 0);
        assert_eq!(kept(&draw), if whole { vec![0] } else { vec![] });
        seen += usize::from(whole);
        // As a file, too.
        let again = Policy::parse(&draw.to_json().to_string()).unwrap();
        assert_eq!(kept(&again.draw(&state, "", 0).unwrap()), kept(&draw));
    }
    assert!(seen > 5, "{seen}");
}
