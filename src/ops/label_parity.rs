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

/// Cases that differ on purpose: op, dialect, which, and why.
type Exception = (&'static str, Dialect, fn(&Case, Size) -> bool, &'static str);

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
                // 360° are 0.
                let off = if a.len() == 5 && kind == "keypoint" && k == 2 {
                    off.min(360.0 - off)
                } else {
                    off
                };
                off <= TOLERANCE
            })
    };
    let mut rest: Vec<&Vec<f64>> = ours.iter().collect();
    for row in theirs {
        match rest.iter().position(|own| near(own, row)) {
            Some(at) => drop(rest.swap_remove(at)),
            None => {
                let alike = |own: &&Vec<f64>| own.last() == row.last();
                let own = ours.iter().filter(alike);
                return Some(format!(
                    "{kind} {row:?}, ours {:?}",
                    own.collect::<Vec<_>>()
                ));
            }
        }
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
fn compare(case: &Case, input: &Input, policy: &Policy) -> Vec<String> {
    let (sample, posed) = (sample(input), case.kept.is_some());
    let (out, draw) = match policy.apply(&sample, "", 0) {
        Ok(done) => done,
        Err(e) => return vec![e.to_string()],
    };
    let size = draw.after.size;
    let mut bad = Vec::new();
    if [size.width, size.height] != case.size {
        bad.push(format!("size {size:?}, library {:?}", case.size));
    }
    let mut state = draw.before.clone();
    state.rules.keeping = Keeping::Leave;
    state.rules.remove_outside = false;
    let state = draw.followed(usize::MAX, state).unwrap();
    bad.extend(unlike("box", &boxes(&state), &case.boxes));
    bad.extend(unlike(
        "keypoint",
        &keypoints(&state, posed),
        &case.keypoints,
    ));
    // What is left: what lies in the picture, clipped; all of it in torchvision.
    let [w, h] = case.size.map(f64::from);
    let clipped = case.boxes.iter().map(|b| {
        let inside = [w, h, w, h]
            .into_iter()
            .zip(b)
            .map(|(most, v)| v.clamp(0.0, most));
        inside.chain([b[4]]).collect::<Vec<_>>()
    });
    let mut clipped: Vec<_> = clipped.collect();
    if let Some(kept) = &case.kept {
        clipped.retain(|b| b[2] - b[0] > 1e-6 && b[3] - b[1] > 1e-6);
        let mut theirs = kept.boxes.clone();
        theirs.sort_unstable();
        if indices(&boxes(&draw.after)) != theirs {
            bad.push(format!(
                "boxes left: {:?}, library {theirs:?}",
                indices(&boxes(&draw.after))
            ));
        }
        let own = indices(&keypoints(&draw.after, posed));
        let mut theirs = kept.keypoints.clone();
        theirs.sort_unstable();
        if own != theirs {
            bad.push(format!("keypoints left: {own:?}, library {theirs:?}"));
        }
    }
    bad.extend(unlike("clipped box", &boxes(&draw.after), &clipped));
    if case.mask_size.is_none() {
        let theirs = mask(&case.mask, case.size);
        let off = out.masks[0].data().iter().zip(theirs.data());
        let off = off.filter(|(a, b)| a != b).count();
        if off > 0 || out.masks[0].size() != theirs.size() {
            bad.push(format!(
                "mask: {off} of {} pixels differ",
                theirs.data().len()
            ));
        }
    }
    bad
}

const EXCEPTIONS: &[Exception] = &[];

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
            let size = Size::new(input.size[0], input.size[1]);
            for dialect in dialects {
                let except = |e: &&Exception| e.0 == case.op && e.1 == *dialect && e.2(case, size);
                let wrong = compare(
                    case,
                    input,
                    &policy(op, args(op, &case.params, *dialect), *dialect),
                );
                match EXCEPTIONS.iter().find(except) {
                    Some(e) => assert!(
                        !wrong.is_empty(),
                        "{}: no longer differs ({})",
                        case.op,
                        e.3
                    ),
                    None => bad.extend(wrong.iter().map(|why| {
                        format!(
                            "{} {dialect:?} {} {}: {why}",
                            case.op, case.input, case.params
                        )
                    })),
                }
                *compared.entry(op.meta().name).or_default() += 1;
            }
        }
    }
    assert!(bad.is_empty(), "{} differ:\n{}", bad.len(), bad.join("\n"));
    assert!(compared.len() >= 20, "{compared:?}");
}
