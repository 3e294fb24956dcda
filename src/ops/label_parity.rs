//! Parity of labels: every op's boxes, keypoints and masks against the real libraries'
//! (tests/parity/*_labels.py), before anything is clipped or removed and after.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::image::{Image, Mask, Size};
use crate::kernel::Dialect;
use crate::ops;
use crate::ops::parity::{args, policy};
use crate::policy::Policy;
use crate::sample::{BBox, Keeping, Keypoint, Sample, State};

/// How far a coordinate may be off, px or degrees.
const TOLERANCE: f64 = 1e-4;

/// Whether a case differs on purpose: where torchvision's centre crop pads by 3, 7, 11 … px, it lays
/// boxes and keypoints a pixel beside the picture.
fn beside(case: &Case, input: &Input) -> bool {
    let missing = |k: usize| case.size[k].saturating_sub(input.size[k]);
    case.op == "center_crop" && case.kept.is_none() && (0..2).any(|k| missing(k) % 4 == 3)
}

#[derive(Deserialize)]
struct File {
    inputs: BTreeMap<String, Input>,
    cases: Vec<Case>,
    pipelines: Vec<Pipeline>,
}

/// What a case starts with.
#[derive(Deserialize)]
struct Input {
    size: [u32; 2],
    boxes: Vec<[f64; 4]>,
    keypoints: Vec<[f64; 4]>,
    mask: String,
}

#[derive(Deserialize)]
struct Case {
    op: String,
    input: String,
    params: Value,
    size: [u32; 2],
    boxes: Vec<Vec<f64>>,
    keypoints: Vec<Vec<f64>>,
    kept: Option<Kept>,
    mask: String,
    mask_size: Option<[u32; 2]>,
}

/// Indices of what is left.
#[derive(Deserialize)]
struct Kept {
    boxes: Vec<usize>,
    keypoints: Vec<usize>,
}

/// Several steps, and what is left after them.
#[derive(Deserialize)]
struct Pipeline {
    policy: String,
    input: String,
    boxes: Vec<Vec<f64>>,
    keypoints: Vec<Vec<f64>>,
}

fn file(dialect: &str) -> File {
    let path = format!(
        "{}/tests/parity/goldens/labels.{dialect}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A mask of runs, `id*count` or a lone `id`.
fn mask(runs: &str, [width, height]: [u32; 2]) -> Mask {
    let mut ids = Vec::new();
    for run in runs.split(' ') {
        let (id, count) = run.split_once('*').unwrap_or((run, "1"));
        ids.extend(std::iter::repeat_n(
            id.parse::<u16>().unwrap(),
            count.parse().unwrap(),
        ));
    }
    Mask::new(Size::new(width, height), 1, ids).unwrap()
}

fn sample(input: &Input) -> Sample {
    let [w, h] = input.size;
    let mut out = Sample::new(Image::filled(Size::new(w, h), 3, 0));
    out.boxes = input.boxes.iter().map(|b| BBox::new(*b, "")).collect();
    out.keypoints = input
        .keypoints
        .iter()
        .map(|[x, y, angle, scale]| Keypoint {
            angle_deg: Some(*angle),
            scale: Some(*scale),
            ..Keypoint::new([*x, *y], "")
        })
        .collect();
    out.masks = vec![mask(&input.mask, input.size)];
    out
}

fn boxes(state: &State) -> Vec<Vec<f64>> {
    let row = |b: &BBox| [&b.xyxy[..], &[b.index as f64]].concat();
    state.boxes.iter().map(row).collect()
}

/// x, y, with direction and size where the library has them, and the index.
fn keypoints(state: &State, posed: bool) -> Vec<Vec<f64>> {
    let row = |k: &Keypoint| {
        let pose = [k.angle_deg.unwrap(), k.scale.unwrap()];
        let pose = if posed { &pose[..] } else { &[] };
        [&k.xy[..], pose, &[k.index as f64]].concat()
    };
    state.keypoints.iter().map(row).collect()
}

/// What one list has and the other has not, in any order; an index stands last.
fn unlike(kind: &str, ours: &[Vec<f64>], theirs: &[Vec<f64>]) -> Option<String> {
    let near = |a: &Vec<f64>, b: &Vec<f64>| {
        a.len() == b.len()
            && (0..a.len()).all(|k| {
                let off = (a[k] - b[k]).abs();
                // Directions of keypoints: 360° are 0.
                let turned = a.len() == 5 && kind == "keypoint" && k == 2;
                let around = (off + 180.0).rem_euclid(360.0) - 180.0;
                (if turned { around.abs() } else { off }) <= TOLERANCE
            })
    };
    let mut rest: Vec<&Vec<f64>> = ours.iter().collect();
    for row in theirs {
        let Some(at) = rest.iter().position(|own| near(own, row)) else {
            let alike = |own: &&Vec<f64>| own.last() == row.last();
            let own: Vec<_> = ours.iter().filter(alike).collect();
            return Some(format!("{kind} {row:?}, ours {own:?}"));
        };
        rest.swap_remove(at);
    }
    rest.first()
        .map(|own| format!("{kind} {own:?} is ours alone"))
}

fn indices(rows: &[Vec<f64>]) -> Vec<usize> {
    let mut out: Vec<usize> = rows.iter().map(|r| *r.last().unwrap() as usize).collect();
    out.sort_unstable();
    out
}

/// Everything that is wrong with a case.
fn compare(case: &Case, input: &Input, policy: &Policy, dialect: Dialect) -> Vec<String> {
    let (sample, posed) = (sample(input), case.kept.is_some());
    let (out, draw) = match policy.apply(&sample, "", 0) {
        Ok(done) => done,
        Err(e) => return vec![e.to_string()],
    };
    let size = [draw.after.size.width, draw.after.size.height];
    let mut bad = Vec::new();
    // The canvas that torchvision computes for boxes and for the picture that they are of are not always
    // the same where a rotation expands it; Pillow's is a third one.
    let canvas = case.mask_size.unwrap_or(case.size);
    if size != canvas && (dialect != Dialect::Pil || canvas == case.size) {
        bad.push(format!("size {size:?}, library {canvas:?}"));
    }
    let mut state = draw.before.clone();
    state.rules.keeping = Keeping::Leave;
    state.rules.remove_outside = false;
    let state = draw.followed(usize::MAX, state).unwrap();
    bad.extend(unlike("box", &boxes(&state), &case.boxes));
    let [w, h] = size.map(f64::from);
    let mirrors = ["reflect", "reflect_101"].map(Value::from);
    let (mut ours, mut theirs) = (keypoints(&state, posed), case.keypoints.clone());
    if case
        .params
        .get("border")
        .is_some_and(|b| mirrors.contains(b))
    {
        // Mirror images beyond the picture are of nothing: there are none of them.
        for list in [&mut ours, &mut theirs] {
            list.retain(|k| (0.0..w).contains(&k[0]) && (0.0..h).contains(&k[1]));
        }
    }
    bad.extend(unlike("keypoint", &ours, &theirs));
    // What is left: what lies in the picture, clipped; all of it in torchvision.
    let clip = |b: &Vec<f64>| {
        let inside = [w, h, w, h].into_iter().zip(b);
        let inside = inside.map(|(most, v)| v.clamp(0.0, most));
        inside.chain([b[4]]).collect::<Vec<_>>()
    };
    let mut clipped: Vec<_> = case.boxes.iter().map(clip).collect();
    if let Some(kept) = &case.kept {
        clipped.retain(|b| b[2] - b[0] > 1e-6 && b[3] - b[1] > 1e-6);
        let ours = [
            indices(&boxes(&draw.after)),
            indices(&keypoints(&draw.after, posed)),
        ];
        let theirs = [&kept.boxes, &kept.keypoints].map(|list| {
            let mut list = list.clone();
            list.sort_unstable();
            list
        });
        if ours != theirs {
            bad.push(format!("left {ours:?}, library {theirs:?}"));
        }
    }
    bad.extend(unlike("clipped box", &boxes(&draw.after), &clipped));
    let (ours, theirs) = (&out.masks[0], mask(&case.mask, canvas));
    if ours.size() == theirs.size() {
        let off = ours.data().iter().zip(theirs.data());
        let off = off.filter(|(a, b)| a != b).count();
        if off > 0 {
            bad.push(format!(
                "{off} of {} pixels of the mask differ",
                ours.data().len()
            ));
        }
    }
    bad
}

#[test]
fn labels_are_the_libraries() {
    let (mut bad, mut compared) = (Vec::new(), BTreeMap::<&str, usize>::new());
    for (name, dialects) in [
        ("cv2", &[Dialect::Cv2][..]),
        ("torch", &[Dialect::Torch, Dialect::Pil][..]),
    ] {
        let file = file(name);
        for case in &file.cases {
            let op = ops::find(&case.op).unwrap();
            let input = &file.inputs[&case.input];
            for dialect in dialects {
                let args = args(op, &case.params, *dialect);
                let wrong = compare(case, input, &policy(op, args, *dialect), *dialect);
                let place = format!("{} {dialect:?} {} {}", case.op, case.input, case.params);
                if beside(case, input) {
                    assert!(!wrong.is_empty(), "{place}: no longer differs");
                } else {
                    bad.extend(wrong.iter().map(|why| format!("{place}: {why}")));
                }
                *compared.entry(op.meta().name).or_default() += 1;
            }
        }
    }
    assert!(bad.is_empty(), "{} differ:\n{}", bad.len(), bad.join("\n"));
    assert!(compared.len() >= 20, "{compared:?}");
}

/// Several steps with filters after each.
#[test]
fn the_same_are_left() {
    let mut bad = Vec::new();
    for name in ["cv2", "torch"] {
        let file = file(name);
        assert!(file.pipelines.len() >= 8);
        for case in &file.pipelines {
            let policy = Policy::parse(&case.policy).unwrap();
            let sample = sample(&file.inputs[&case.input]);
            let after = policy.draw(&sample.state(), "", 0).unwrap().after;
            let wrong = [
                unlike("box", &boxes(&after), &case.boxes),
                unlike(
                    "keypoint",
                    &keypoints(&after, name == "cv2"),
                    &case.keypoints,
                ),
            ];
            let place = format!("{} {}", case.input, case.policy);
            bad.extend(
                wrong
                    .into_iter()
                    .flatten()
                    .map(|why| format!("{place}: {why}")),
            );
        }
    }
    assert!(bad.is_empty(), "{} differ:\n{}", bad.len(), bad.join("\n"));
}
