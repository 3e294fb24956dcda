//! Labels stay with pixels: what every op does to boxes, keypoints and masks.

use augplay::ops::OPS;
use augplay::policy::{TARGETS, Target};
use augplay::sample::{BBox, Keypoint, State};
use augplay::{Code, Image, Policy, Raster, Sample, Size};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Ops that move pixels without bending straight lines, and what they need said; those that draw many
/// kinds of moves several times.
const RIGID: &[&str] = &[
    "{op: horizontal_flip}",
    "{op: vertical_flip}",
    "{op: transpose}",
    "{op: random_rotate90}",
    "{op: d4}",
    "{op: turn, symmetry: hvt}",
    "{op: rotate, angle_deg: [-180, 180]}",
    "{op: rotate, angle_deg: [-45, 45], expand: true}",
    "{op: rotate, angle_deg: [-45, 45], crop_border: true}",
    "{op: safe_rotate}",
    "{op: affine, shear_x_deg: [-15, 15]}",
    "{op: affine, angle_deg: [-90, 90], scale: [0.5, 1.5], fit_output: true}",
    "{op: shear}",
    "{op: translate}",
    "{op: perspective}",
    "{op: perspective, keep_size: false}",
    "{op: perspective, fit_output: true}",
    "{op: crop, x_px: 3, y_px: 5, width_px: 20, height_px: 19}",
    "{op: center_crop, width_px: 21, height_px: 18}",
    "{op: random_crop, width_px: 25, height_px: 22}",
    "{op: random_crop, width_px: 99, height_px: 22, pad_if_needed: true}",
    "{op: random_resized_crop, width_px: 50, height_px: 41, area_frac: [0.3, 1]}",
    "{op: random_sized_crop, width_px: 50, height_px: 41, min_height_px: 10, max_height_px: 25}",
    "{op: random_crop_from_borders}",
    "{op: bbox_safe_random_crop}",
    "{op: random_sized_bbox_safe_crop, width_px: 50, height_px: 41}",
    "{op: at_least_one_bbox_random_crop, width_px: 25, height_px: 25}",
    "{op: crop_and_pad}",
    "{op: pad, left_px: 7, top_px: 3, right_px: 1}",
    "{op: pad_if_needed, min_width_px: 80, min_height_px: 70}",
    "{op: random_zoom_out}",
    "{op: resize, width_px: 57, height_px: 64}",
    "{op: longest_max_size, size_px: 61}",
    "{op: smallest_max_size, size_px: 61}",
    "{op: random_scale}",
    "{op: scale_jitter, width_px: 60, height_px: 60, scale: [0.8, 2]}",
    "{op: random_shortest_size, size_px: [40, 70]}",
];

/// The box around the pixels of `id` in a mask, edges.
fn around(mask: &Raster<u16>, id: u16) -> Option<[f64; 4]> {
    let size = mask.size();
    let mut out: Option<[u32; 4]> = None;
    for y in 0..size.height {
        for x in (0..size.width).filter(|x| mask.pixel(*x, y)[0] == id) {
            let [l, t, r, b] = out.unwrap_or([x, y, x + 1, y + 1]);
            out = Some([l.min(x), t.min(y), r.max(x + 1), b.max(y + 1)]);
        }
    }
    out.map(|edges| edges.map(f64::from))
}

/// A picture with one box, drawn as a filled rectangle in its mask.
fn drawn(size: Size, [x0, y0, x1, y1]: [u32; 4]) -> Sample {
    let mut out = Sample::new(Image::filled(size, 3, 90));
    let id = |i: u32| {
        let (x, y) = (i % size.width, i / size.width);
        u16::from((x0..x1).contains(&x) && (y0..y1).contains(&y)) * 300
    };
    let ids = (0..size.width * size.height).map(id).collect();
    out.masks = vec![Raster::new(size, 1, ids).unwrap()];
    out.boxes = vec![BBox::new([x0, y0, x1, y1].map(f64::from), "a")];
    out
}

/// Targets whose arithmetics differ.
fn targets() -> Vec<&'static Target> {
    let mut seen = Vec::new();
    let new = |t: &&Target| {
        let new = !seen.contains(&t.dialect);
        seen.push(t.dialect);
        new
    };
    TARGETS.iter().filter(new).collect()
}

/// How far a box's edges may lie from its pixels', where a library itself lays them further apart than
/// a pixel: a part of the step, px, and why.
const SLACK: &[(&str, f64, &str)] = &[
    (
        "op: perspective",
        2.5,
        "A.Perspective moves edges by the pixel centres' matrix, half a pixel beside, and stretches",
    ),
    (
        "expand: true",
        2.0,
        "torchvision moves boxes onto a canvas of its own",
    ),
    (
        "fit_output: true",
        2.5,
        "A.Affine rounds the canvases of boxes and pixels apart",
    ),
    (
        "safe_rotate",
        2.5,
        "A.SafeRotate lays pixels half of one beside boxes, and squeezed corners lose theirs",
    ),
];

fn slack(step: &str) -> f64 {
    let known = SLACK.iter().find(|(part, ..)| step.contains(part));
    known.map_or(1.0, |(_, px, _)| *px)
}

/// What is wrong with a box and the pixels that were in it.
fn apart(b: &BBox, seen: Option<[f64; 4]>, slack: f64) -> bool {
    let thin = |[l, t, r, b]: [f64; 4]| (r - l).min(b - t) <= 2.0;
    let Some(seen) = seen else {
        return !thin(b.xyxy) && b.visible >= 1.0;
    };
    (0..4).any(|k| {
        let beyond = if k < 2 {
            b.xyxy[k] - seen[k]
        } else {
            seen[k] - b.xyxy[k]
        };
        // Of a turned box that lost a part, the pixels can fill less than the box.
        let whole = b.visible >= 1.0 - 1e-9;
        beyond > slack + 1e-6 || (whole && -beyond > slack + 1e-6)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    /// A box and the pixels that were in it stay together, within a pixel.
    #[test]
    fn boxes_hold_their_pixels(
        (w, h) in (30u32..80, 30u32..80),
        place in prop::array::uniform4(0.0f64..1.0),
        seed in 0u32..1_000_000,
    ) {
        let ends = |a: f64, b: f64, len: u32| {
            let most = f64::from(len - 8);
            let low = (a * most) as u32;
            (low, low + 6 + (b * f64::from(len - low - 8)) as u32)
        };
        let ((x0, x1), (y0, y1)) = (ends(place[0], place[1], w), ends(place[2], place[3], h));
        let sample = drawn(Size::new(w, h), [x0, y0, x1, y1]);
        let mut bad = Vec::new();
        for (target, step) in targets().into_iter().flat_map(|t| RIGID.iter().map(move |s| (t, s))) {
            let text = format!("augplay: 1\ntarget: {}\nseed: {seed}\nsteps: [{step}]", target.id);
            // Not every library has every parameter.
            let Ok(policy) = Policy::parse(&text) else { continue };
            let (out, _) = policy.apply(&sample, "k", 0).unwrap();
            let seen = around(&out.masks[0], 300);
            let wrong = match out.boxes.first() {
                Some(b) if b.area() > 0.0 => apart(b, seen, slack(step)),
                // Gone: at most a rim of it is in sight.
                _ => seen.is_some_and(|[l, t, r, b]| (r - l).min(b - t) > 2.0),
            };
            if wrong {
                let boxes: Vec<_> = out.boxes.iter().map(|b| (b.xyxy, b.visible)).collect();
                bad.push(format!("{} {step}: {boxes:?}, pixels {seen:?}", target.id));
            }
        }
        prop_assert!(bad.is_empty(), "{}", bad.join("\n"));
    }
}

fn step(op: &dyn augplay::ops::Op) -> Value {
    let mut step = json!({"op": op.meta().name});
    for p in op.meta().params {
        if p.default == augplay::param::Default::Absent && p.kind == augplay::param::Kind::Rects {
            step[p.name] = json!([[0, 0, 9, 7]]);
        }
        if op.meta().fixed && p.unit == "px" && p.min == 1.0 {
            step[p.name] = json!(9);
        }
    }
    step
}

fn labelled() -> Sample {
    let size = Size::new(41, 34);
    let mut out = Sample::new(Image::filled(size, 3, 120));
    let ids = (0..size.area()).map(|i| (i % 7) as u16).collect();
    out.masks = vec![Raster::new(size, 1, ids).unwrap()];
    let boxes = [
        [0.0, 0.0, 41.0, 34.0],
        [3.5, 4.0, 17.0, 21.25],
        [30.0, 25.0, 40.5, 33.0],
        [0.0, 0.0, 2.0, 3.0],
    ];
    out.boxes = boxes
        .iter()
        .zip(["all", "one", "two", "corner"])
        .map(|(b, l)| BBox::new(*b, l))
        .collect();
    let eye = |xy, name: &str, other: &str| Keypoint {
        mirror: Some(other.into()),
        angle_deg: Some(20.0),
        ..Keypoint::new(xy, name)
    };
    out.keypoints = vec![
        eye([9.0, 11.0], "left_eye", "right_eye"),
        eye([14.0, 11.0], "right_eye", "left_eye"),
        Keypoint::new([0.0, 0.0], "corner"),
        Keypoint::new([40.0, 33.0], "end"),
    ];
    out
}

/// Every annotation is where the op says, or it is said why it went.
fn accounted(name: &str, before: &Sample, after: &State, steps: &[String]) {
    let [w, h] = [after.size.width, after.size.height].map(f64::from);
    for b in &after.boxes {
        assert_eq!(b.label, before.boxes[b.index].label, "{name}");
        let [x0, y0, x1, y1] = b.xyxy;
        let within = 0.0 <= x0 && x0 <= x1 && x1 <= w && 0.0 <= y0 && y0 <= y1 && y1 <= h;
        assert!(
            within && (0.0..=1.0 + 1e-9).contains(&b.visible),
            "{name}: {b:?} in {:?}",
            after.size
        );
    }
    for k in &after.keypoints {
        let was = &before.keypoints[k.index];
        let names = [Some(&was.label), was.mirror.as_ref()];
        assert!(names.contains(&Some(&k.label)), "{name}: {k:?}");
        assert!(k.xy.iter().all(|v| v.is_finite()), "{name}: {k:?}");
        assert!(
            k.angle_deg.is_none_or(|deg| (0.0..360.0).contains(&deg)),
            "{name}: {k:?}"
        );
        if after.rules.keeping == augplay::sample::Keeping::Filter {
            assert!(
                (0.0..w).contains(&k.xy[0]) && (0.0..h).contains(&k.xy[1]),
                "{name}: {k:?}"
            );
        }
    }
    let gone = |kind: &str, i: usize| after.dropped.iter().any(|d| d.kind == kind && d.index == i);
    for i in 0..before.boxes.len() {
        let there = after.boxes.iter().any(|b| b.index == i);
        assert!(
            there || gone("box", i),
            "{name}: box {i} went without a word"
        );
    }
    for i in 0..before.keypoints.len() {
        let there = after.keypoints.iter().any(|k| k.index == i);
        assert!(
            there || gone("keypoint", i),
            "{name}: keypoint {i} went without a word"
        );
    }
    for d in &after.dropped {
        assert!(!d.why.is_empty(), "{name}: {d:?}");
        assert!(
            d.step == "boxes" || steps.contains(&d.step),
            "{name}: {d:?}, steps {steps:?}"
        );
    }
}

#[test]
fn labels_follow_or_are_accounted_for() {
    let sample = labelled();
    let mut runs = 0;
    for op in OPS {
        for target in TARGETS {
            let policy =
                json!({"augplay": 1, "target": target.id, "seed": 9, "steps": [step(*op)]});
            let Ok(policy) = Policy::parse(&policy.to_string()) else {
                continue;
            };
            for view in 0..6 {
                let name = format!("{} {}", op.meta().name, target.id);
                let (out, draw) = match policy.apply(&sample, "k", view) {
                    Ok(done) => done,
                    Err(e) => {
                        assert!(e.step.is_some() && e.code != Code::Internal, "{name}: {e}");
                        continue;
                    }
                };
                let steps: Vec<String> = draw.policy.steps.iter().map(|s| s.id.clone()).collect();
                accounted(&name, &sample, &draw.after, &steps);
                assert_eq!(out.masks[0].size(), out.image.size(), "{name}");
                runs += 1;
            }
        }
    }
    assert!(runs > 1000, "{runs}");
}

#[test]
fn mirrors_show_copies_or_one() {
    let sample = labelled();
    // The whole frame is seen all around, the others in the three mirrors next to them.
    for (reflections, boxes) in [("as_library", 4 + 8 + 3 * 3), ("one", 4)] {
        let text = format!(
            "augplay: 1\ntarget: albumentations 2.0.8\nboxes: {{reflections: {reflections}, min_area_px: 1}}\n\
             steps: [{{op: pad, left_px: 10, top_px: 10, right_px: 10, bottom_px: 10, border: reflect}}]"
        );
        let after = Policy::parse(&text)
            .unwrap()
            .draw(&sample.state(), "", 0)
            .unwrap()
            .after;
        let copies = after.boxes.iter().filter(|b| b.copy).count();
        assert_eq!(
            (after.boxes.len(), copies),
            (boxes, boxes - 4),
            "{reflections}"
        );
        assert!(after.dropped.is_empty());
    }
    // More mirror images than can be held are an error with a name.
    let mut dot = Sample::new(Image::filled(Size::new(1, 1), 3, 0));
    dot.boxes = vec![BBox::new([0.0, 0.0, 1.0, 1.0], "dot")];
    let text = "augplay: 1\ntarget: albumentations 2.0.8\n\
                steps: [{op: pad, left_px: 2000, top_px: 2000, border: reflect}]";
    let e = Policy::parse(text)
        .unwrap()
        .draw(&dot.state(), "", 0)
        .unwrap_err();
    assert_eq!(
        (e.code, e.param.as_deref()),
        (Code::Limit, Some("border")),
        "{e}"
    );
    // torchvision refuses what it cannot move.
    let text = "augplay: 1\ntarget: torchvision 0.29 tensor\nsteps: [{op: pad, left_px: 2, border: replicate}]";
    let policy = Policy::parse(text).unwrap();
    let e = policy.draw(&dot.state(), "", 0).unwrap_err();
    assert_eq!(
        (e.code, e.param.as_deref()),
        (Code::Unsupported, Some("border")),
        "{e}"
    );
    dot.boxes.clear();
    policy.draw(&dot.state(), "", 0).unwrap();
}
