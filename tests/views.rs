//! Several views of one sample, where they lie on it, and moments of a curriculum.

use augplay::sample::State;
use augplay::{Code, Image, Policy, Sample, Size};

const DINO: &str = "augplay: 1
seed: 3
# how all begin
steps:
  - {op: horizontal_flip, p: 0.5}
views:
  # the large ones
  - view: global_1
    steps:
      # a crop
      - {op: random_resized_crop, width_px: 20, height_px: 20, area_frac: [0.4, 1]}
  - view: local # the small ones
    count: 3
    steps:
      - {op: random_resized_crop, width_px: 8, height_px: 8, area_frac: [0.05, 0.4]}
      - {op: gaussian_blur, p: 0.5}
    note: eight in the paper
# end
";

fn state() -> State {
    State::of(Size::new(60, 40), 3)
}

fn ids(policy: &Policy, view: u32) -> Vec<String> {
    let draw = policy.draw(&state(), "k", view).unwrap();
    let steps = draw.policy.steps.iter();
    steps.filter(|s| s.enabled).map(|s| s.id.clone()).collect()
}

#[test]
fn views_are_read_written_and_keep_their_comments() {
    let policy = Policy::parse(DINO).unwrap();
    let once = policy.to_yaml();
    for comment in [
        "how all begin",
        "the large ones",
        "a crop",
        "the small ones",
        "end",
    ] {
        assert!(
            once.contains(&format!("# {comment}")),
            "{comment} in\n{once}"
        );
    }
    let again = Policy::parse(&once).unwrap();
    assert_eq!(again.to_yaml(), once);
    assert_eq!(again.hash(), policy.hash());
    let json = policy.to_json().to_string();
    assert_eq!(Policy::parse(&json).unwrap().to_yaml(), once);
    let names: Vec<_> = policy.walk().iter().map(|(s, _)| s.id.clone()).collect();
    assert_eq!(
        names,
        [
            "horizontal_flip",
            "random_resized_crop",
            "random_resized_crop_2",
            "gaussian_blur"
        ]
    );
    let other = DINO.replace("count: 3", "count: 4");
    assert_ne!(Policy::parse(&other).unwrap().hash(), policy.hash());
}

#[test]
fn parts_are_ordinary_policies_with_the_common_numbers_alike() {
    let policy = Policy::parse(DINO).unwrap();
    let labels: Vec<_> = policy
        .parts()
        .iter()
        .map(augplay::policy::Part::label)
        .collect();
    assert_eq!(labels, ["global_1", "local.0", "local.1", "local.2"]);
    assert_eq!(policy.part_called("local.1").unwrap(), 2);
    let parts: Vec<_> = (0..4).map(|i| policy.part(i).unwrap()).collect();
    let mut flips = 0;
    for view in 0..40 {
        let drawn: Vec<_> = parts.iter().map(|p| ids(p, view)).collect();
        let flipped = drawn[0].contains(&"horizontal_flip".to_owned());
        flips += u32::from(flipped);
        for ids in &drawn {
            assert_eq!(ids.contains(&"horizontal_flip".to_owned()), flipped);
        }
        assert!(
            drawn[2]
                .iter()
                .any(|id| id.starts_with("random_resized_crop_2#1/"))
        );
    }
    assert!((10..=30).contains(&flips));
    // A copy draws as the iteration of its number.
    let text = "augplay: 1\nseed: 3\nsteps:\n  - {op: horizontal_flip, p: 0.5}\n  - repeat:\n      - {op: rotate, angle_deg: [-30, 30], id: c}\n    times: 3\n";
    let views = "augplay: 1\nseed: 3\nsteps:\n  - {op: horizontal_flip, p: 0.5}\nviews:\n  - view: v\n    count: 3\n    steps:\n      - {op: rotate, angle_deg: [-30, 30], id: c}\n";
    let whole = Policy::parse(text).unwrap().draw(&state(), "k", 0).unwrap();
    let third = Policy::parse(views).unwrap().part(2).unwrap();
    let third = third.draw(&state(), "k", 0).unwrap();
    let angle = |draw: &augplay::policy::Draw, id: &str| {
        let step = draw.policy.steps.iter().find(|s| s.id == id).unwrap();
        augplay::view::step(step, "")["params"]["angle_deg"].clone()
    };
    assert!(angle(&whole, "c#2").is_f64());
    assert_eq!(angle(&whole, "c#2"), angle(&third, "c#2"));
    // What it was written down as draws the same.
    for part in &parts {
        let read = Policy::parse(&part.to_json().to_string()).unwrap();
        let draw = |p: &Policy| p.draw(&state(), "k", 5).unwrap().to_json()["steps"].clone();
        assert_eq!(draw(&read), draw(part));
    }
    let e = policy.part(4).unwrap_err();
    assert_eq!((e.code, e.param.as_deref()), (Code::Range, Some("part")));
    let e = policy.draw(&state(), "k", 0).unwrap_err();
    assert_eq!(
        (e.code, e.param.as_deref()),
        (Code::Unsupported, Some("views"))
    );
}

#[test]
fn wrong_views_and_curricula_are_refused_by_name() {
    for (text, code, says) in [
        ("views: []", Code::Range, ["views", "at least one"]),
        ("views: {a: []}", Code::Type, ["views", "list of views"]),
        ("views: [{view: a}]", Code::Missing, ["views[0]", "steps"]),
        ("views: [{steps: []}]", Code::Missing, ["views[0]", "view"]),
        (
            "views: [{view: 1, steps: []}]",
            Code::Syntax,
            ["views[0]", "letter"],
        ),
        (
            "views: [{view: a/b, steps: []}]",
            Code::Syntax,
            ["'a/b'", "letter"],
        ),
        (
            "views: [{view: a, steps: [], count: 0}]",
            Code::Range,
            ["'a'", "count: 0"],
        ),
        (
            "views: [{view: a, steps: [], p: 1}]",
            Code::UnknownKey,
            ["'a'", "p:"],
        ),
        (
            "views: [{view: a, steps: []}, {view: a, steps: []}]",
            Code::DuplicateId,
            ["'a'", "name"],
        ),
        (
            "views: [{view: a, steps: [{op: crop, id: a}]}]",
            Code::DuplicateId,
            ["'a'", "id"],
        ),
        (
            "views: [{view: a, steps: [], count: 60}, {view: b, steps: [], count: 5}]",
            Code::Limit,
            ["'b'", "64 views"],
        ),
        (
            "views: [{view: a, steps: [{op: crop, width_px: 0}]}]",
            Code::Range,
            ["views[0].steps[0]", "width_px: 0"],
        ),
        ("curriculum: 1", Code::Type, ["curriculum", "scale"]),
        (
            "curriculum: {scale: chance}",
            Code::Missing,
            ["curriculum", "over"],
        ),
        (
            "curriculum: {scale: all, over: 1}",
            Code::UnknownName,
            ["scale", "chance, magnitude"],
        ),
        (
            "curriculum: {scale: chance, over: 2}",
            Code::Range,
            ["over: 2", "0 to 1"],
        ),
        (
            "curriculum: {scale: chance, over: {cosine: {}}}",
            Code::UnknownName,
            ["over", "tanh"],
        ),
        (
            "curriculum: {scale: chance, over: {tanh: {}}}",
            Code::Missing,
            ["over", "tau"],
        ),
        (
            "curriculum: {scale: chance, over: {tanh: {tau: 0}}}",
            Code::Range,
            ["tau: 0", "0.001"],
        ),
        (
            "curriculum: {scale: chance, over: {linear: {start: 1, end: 0}}}",
            Code::Range,
            ["over", "start"],
        ),
        (
            "curriculum: {scale: chance, over: {step: []}}",
            Code::Range,
            ["over", "64 steps"],
        ),
        (
            "curriculum: {scale: chance, over: {step: [{at: 0.5, value: 1}, {at: 0.5, value: 0}]}}",
            Code::Range,
            ["at: 0.5", "later"],
        ),
        (
            "curriculum: {scale: chance, over: 1, p: 1}",
            Code::UnknownKey,
            ["curriculum", "p:"],
        ),
    ] {
        let e = Policy::parse(&format!("augplay: 1\n{text}\nsteps: []\n")).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        for part in says {
            assert!(e.to_string().contains(part), "'{part}' in: {e}");
        }
    }
    let taken =
        "augplay: 1\ncurriculum: {scale: chance, over: 1}\nsteps: [{op: crop, id: curriculum}]\n";
    assert_eq!(Policy::parse(taken).unwrap_err().code, Code::DuplicateId);
}

/// Mean IoU, share below 0.1, share of 0, and mean area of the first, over draws of a pair of crops.
fn pairs(low: f64) -> [f64; 4] {
    let crop = format!("[{{op: random_resized_crop, area_frac: [{low}, 1]}}]");
    let text = format!(
        "augplay: 1\nseed: 11\nsteps: []\nviews:\n  - {{view: a, steps: {crop}}}\n  - {{view: b, steps: {crop}}}\n"
    );
    let policy = Policy::parse(&text).unwrap();
    let state = State::of(Size::new(1000, 1000), 3);
    let n = 6000;
    let mut sums = [0.0; 4];
    for view in 0..n {
        let framing = policy.framing(&state, "square", view).unwrap();
        let iou = framing.iou[0][1].unwrap();
        assert_eq!(framing.iou[1][0], Some(iou));
        let [a, _, c, _] = framing.parts[0].quad.unwrap();
        let area = (c[0] - a[0]) * (c[1] - a[1]) / 1e6;
        let values = [iou, f64::from(iou < 0.1), f64::from(iou == 0.0), area];
        sums.iter_mut().zip(values).for_each(|(sum, v)| *sum += v);
    }
    sums.map(|v| v / f64::from(n))
}

/// Closed forms for two crops of a square by torchvision's law; four standard errors of 6000 draws.
#[test]
fn the_overlap_of_two_crops_has_its_closed_form() {
    for (low, want) in [
        (0.08, [0.416, 0.060, 0.015, 0.479]),
        (0.2, [0.506, 0.007, 0.0004, 0.538]),
        (0.5, [0.692, 0.0, 0.0, 0.692]),
    ] {
        let got = pairs(low);
        let bars = [0.014, 0.0125, 0.0065, 0.015];
        for ((got, want), bar) in got.iter().zip(want).zip(bars) {
            assert!((got - want).abs() < bar, "{low}: {got} is not {want}");
        }
    }
}

#[test]
fn frames_follow_crops_flips_turns_and_warps_and_nothing_else() {
    let frame = |steps: &str| {
        let policy = Policy::parse(&format!("augplay: 1\nsteps: {steps}\n")).unwrap();
        let framing = policy.framing(&state(), "k", 0).unwrap();
        assert_eq!(framing.parts.len(), 1);
        framing.parts[0].quad
    };
    let close = |got: Option<[[f64; 2]; 4]>, want: [[f64; 2]; 4]| {
        let got = got.unwrap();
        for (a, b) in got.iter().flatten().zip(want.iter().flatten()) {
            assert!((a - b).abs() < 1e-9, "{got:?} is not {want:?}");
        }
    };
    close(
        frame("[]"),
        [[0.0, 0.0], [60.0, 0.0], [60.0, 40.0], [0.0, 40.0]],
    );
    let crop = "{op: crop, x_px: 10, y_px: 5, width_px: 20, height_px: 10}";
    close(
        frame(&format!(
            "[{crop}, {{op: resize, width_px: 7, height_px: 90}}]"
        )),
        [[10.0, 5.0], [30.0, 5.0], [30.0, 15.0], [10.0, 15.0]],
    );
    close(
        frame(&format!(
            "[{crop}, {{op: horizontal_flip}}, {{op: turn, symmetry: r90}}]"
        )),
        // Flipped, then turned counter-clockwise: its top left was the flipped one's top right.
        [[10.0, 5.0], [10.0, 15.0], [30.0, 15.0], [30.0, 5.0]],
    );
    close(
        frame("[{op: grayscale}, {op: vertical_flip}, {op: coarse_dropout}, {op: gaussian_blur}]"),
        [[0.0, 40.0], [60.0, 40.0], [60.0, 0.0], [0.0, 0.0]],
    );
    // A rotation about the middle keeps the middle and the sides' lengths.
    let [a, b, c, _] = frame("[{op: rotate, angle_deg: 30}]").unwrap();
    let middle = [f64::midpoint(a[0], c[0]), f64::midpoint(a[1], c[1])];
    assert!((middle[0] - 30.0).abs() < 0.51 && (middle[1] - 20.0).abs() < 0.51);
    let [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    let length = (dx * dx + dy * dy).sqrt();
    assert!((length - 60.0).abs() < 1e-6);
    assert!(frame("[{op: perspective}]").is_some());
    for bent in [
        "elastic_transform",
        "grid_distortion",
        "thin_plate_spline",
        "random_grid_shuffle",
    ] {
        assert_eq!(frame(&format!("[{{op: {bent}}}]")), None, "{bent}");
    }
    assert_eq!(
        frame("[{weighted_sum: [{op: rotate, angle_deg: 9}]}]"),
        None
    );
    assert!(frame("[{weighted_sum: [{op: invert}]}]").is_some());
    let views = "augplay: 1\nsteps: []\nviews: [{view: a, steps: [{op: elastic_transform}]}, {view: b, steps: []}]\n";
    let framing = Policy::parse(views)
        .unwrap()
        .framing(&state(), "k", 0)
        .unwrap();
    assert_eq!(framing.iou[0], [None, None]);
    assert_eq!(framing.iou[1], [None, Some(1.0)]);
}

fn at(over: &str, progress: f64) -> f64 {
    let text = format!("augplay: 1\ncurriculum: {{scale: chance, over: {over}}}\nsteps: []\n");
    let policy = Policy::parse(&text).unwrap();
    let yaml = policy.to_yaml();
    assert_eq!(Policy::parse(&yaml).unwrap().to_yaml(), yaml);
    policy.moment(progress).unwrap().steps[0].p
}

#[test]
fn laws_of_progress_have_their_values() {
    for (over, progress, want) in [
        ("0.3", 0.9, 0.3),
        ("{linear: {}}", 0.25, 0.25),
        (
            "{linear: {from: 1, to: 0, start: 0.5, end: 0.75}}",
            0.2,
            1.0,
        ),
        (
            "{linear: {from: 1, to: 0, start: 0.5, end: 0.75}}",
            0.7,
            0.2,
        ),
        (
            "{linear: {from: 0.2, to: 1, start: 0.5, end: 0.5}}",
            0.5,
            1.0,
        ),
        (
            "{step: [{at: 0.1, value: 0.4}, {at: 0.6, value: 1}]}",
            0.05,
            0.0,
        ),
        (
            "{step: [{at: 0.1, value: 0.4}, {at: 0.6, value: 1}]}",
            0.59,
            0.4,
        ),
        (
            "{step: [{at: 0.1, value: 0.4}, {at: 0.6, value: 1}]}",
            0.6,
            1.0,
        ),
        ("{tanh: {tau: 0.2}}", 0.0, 0.01),
        ("{tanh: {tau: 0.2}}", 0.2, 0.01 + 0.761_594_155_955_764_9),
        ("{tanh: {tau: 0.001}}", 1.0, 1.0),
    ] {
        let got = at(over, progress);
        assert!((got - want).abs() < 1e-12, "{over} at {progress}: {got}");
    }
    let e = Policy::parse("augplay: 1\nsteps: []\n")
        .unwrap()
        .moment(1.5)
        .unwrap_err();
    assert_eq!(
        (e.code, e.param.as_deref()),
        (Code::Range, Some("progress"))
    );
}

#[test]
fn a_chance_changes_no_number_and_spans_all_parts() {
    let text = DINO.replace(
        "steps:\n  - {op: h",
        "curriculum: {scale: chance, over: {linear: {}}}\nsteps:\n  - {op: h",
    );
    let policy = Policy::parse(&text).unwrap();
    let plain = Policy::parse(DINO).unwrap();
    let moment = policy.moment(0.4).unwrap();
    let mut some = 0;
    for view in 0..200 {
        let drawn: Vec<_> = (0..4)
            .map(|i| ids(&moment.part(i).unwrap(), view))
            .collect();
        let got = !drawn[0].is_empty();
        some += u32::from(got);
        for (i, ids) in drawn.iter().enumerate() {
            let whole = self::ids(&plain.part(i).unwrap(), view);
            assert_eq!(*ids, if got { whole } else { Vec::new() });
            // A part's moment is the moment's part.
            let other = policy.part(i).unwrap().moment(0.4).unwrap();
            assert_eq!(self::ids(&other, view), *ids);
        }
    }
    assert!((55..=105).contains(&some), "{some}");
    assert_eq!(
        ids(&policy.part(0).unwrap(), 1),
        ids(&plain.part(0).unwrap(), 1)
    );
}

#[test]
fn a_magnitude_pulls_numbers_to_where_they_change_nothing() {
    let text = "augplay: 1
curriculum: {scale: magnitude, over: {linear: {}}}
steps:
  - {op: rotate, angle_deg: [-40, 20]}
  - {op: posterize, bits: 4}
  - {op: brightness, factor: {normal: {mean: 2, sd: 0.4, clip: [1.5, 2.5]}}}
  - {op: median_blur, kernel_px: [3, 7]}
  - {op: rand_augment, magnitude: 10}
  - one_of:
      - {op: translate, x_px: {choice: {values: [-8, 4], weights: [1, 2]}}}
  - {op: gaussian_blur, sigma_px: [0.1, 2]}
";
    let policy = Policy::parse(text).unwrap();
    let half = policy.moment(0.5).unwrap().to_json();
    let steps = &half["steps"];
    assert_eq!(steps[0]["angle_deg"], serde_json::json!([-20, 10]));
    assert_eq!(steps[1]["bits"], 6);
    assert_eq!(
        steps[2]["factor"],
        serde_json::json!({"normal": {"mean": 1.5, "sd": 0.2, "clip": [1.25, 1.75]}})
    );
    // Odd sizes stay odd: 1 + 2·round(1 / 2) = 1 and 1 + 2·round(3 / 2) = 5, halves to even.
    assert_eq!(steps[3]["kernel_px"], serde_json::json!([1, 5]));
    assert_eq!(steps[4]["magnitude"], 5);
    assert!(half.get("curriculum").is_none());
    let end = policy.moment(1.0).unwrap();
    let plain = text.replace("curriculum: {scale: magnitude, over: {linear: {}}}\n", "");
    assert_eq!(end.hash(), Policy::parse(&plain).unwrap().hash());
    let notes = policy.notes();
    let left: Vec<_> = notes
        .iter()
        .filter(|n| n.kind == "curriculum")
        .map(|n| n.step.as_str())
        .collect();
    assert!(
        left.contains(&"gaussian_blur") && !left.contains(&"posterize"),
        "{notes:?}"
    );
    let image = Image::new(
        Size::new(16, 16),
        3,
        (0..768).map(|i| (i * 7 % 251) as u8).collect(),
    )
    .unwrap();
    let sample = Sample::new(image);
    let start = "augplay: 1\ncurriculum: {scale: magnitude, over: {linear: {}}}\nsteps:\n  - {op: rotate, angle_deg: [-40, 20]}\n  - {op: median_blur, kernel_px: [3, 7]}\n  - {op: brightness}\n";
    let start = Policy::parse(start).unwrap().moment(0.0).unwrap();
    assert_eq!(start.apply(&sample, "k", 0).unwrap().0, sample);
}
