//! Parity: every golden whose op is in the catalogue, run as a policy step, against the real
//! library's pixels, boxes and keypoints. The table in docs/PARITY.md is made here.
//!
//! `REGENERATE=1 cargo test --lib parity` writes the table; otherwise the test asserts it is fresh.

use std::fmt::Write as _;

use crate::kernel::Dialect;
use crate::kernel::golden::{self, Case};
use crate::ops;
use crate::param::{Args, Value};
use crate::policy::law::Law;
use crate::policy::text::{self, Node};
use crate::policy::{Policy, Step, TARGETS, What};
use crate::sample::{BBox, Keeping, Keypoint, Sample};

/// Further goldens of an op, in files of their own: op and file.
const MORE: &[(&str, &str)] = &[
    ("resize", "resize_more"),
    ("rotate", "rotate_crop"),
    ("rotate", "rotate_expand"),
    ("affine", "affine_fit"),
];

/// How far boxes and keypoints may be off, px.
const POINT_TOLERANCE: f64 = 1e-3;

struct Row {
    op: &'static str,
    dialect: Dialect,
    cases: usize,
    share: f64,
    max: u8,
    own_share: f64,
    own_max: u64,
    points: usize,
    library: String,
}

fn dialect_name(d: Dialect) -> &'static str {
    crate::policy::tree::word(d)
}

/// A golden's parameters as the op's own: what a golden leaves out is set to what changes nothing.
pub(super) fn args(op: &'static dyn ops::Op, params: &serde_json::Value, dialect: Dialect) -> Args {
    let meta = op.meta();
    let mut args = Args::defaults(meta.params);
    for param in meta.params {
        if let Some(identity) = param.identity {
            args.set(param, Value::Law(Law::Const(identity)));
        }
    }
    let mut given = params.as_object().unwrap().clone();
    // Outside OpenCV an affine has one scale.
    if dialect != Dialect::Cv2 && given.contains_key("scale_x") {
        let scale = given.remove("scale_x").unwrap();
        given.remove("scale_y");
        given.insert("scale".into(), scale);
    }
    let tree = text::parse(&serde_json::Value::Object(given).to_string()).unwrap();
    let text::Data::Map(entries) = &tree.data else {
        panic!()
    };
    for (key, node) in entries {
        let param = meta
            .params
            .iter()
            .find(|p| p.name == key)
            .unwrap_or_else(|| panic!("{}: no parameter {key}", meta.name));
        args.set(param, read(param, node));
    }
    args
}

fn read(param: &crate::param::Param, node: &Node) -> Value {
    param.read(node).unwrap()
}

pub(super) fn policy(op: &'static dyn ops::Op, args: Args, dialect: Dialect) -> Policy {
    let target = TARGETS.iter().find(|t| t.dialect == dialect).unwrap();
    let mut policy = Policy::new(target);
    let mut step = Step::new(What::Op(op, args));
    step.dialect = Some(dialect);
    policy.steps = vec![step];
    policy
}

fn points(case: &Case, key: &str) -> Option<Vec<Vec<f64>>> {
    case.head
        .get(key)
        .map(|v| serde_json::from_value(v.clone()).unwrap())
}

/// The shares at which goldens put boxes and keypoints (golden.py).
const BOX_SHARES: [[f64; 4]; 3] = [
    [0.10, 0.20, 0.45, 0.70],
    [0.50, 0.05, 0.95, 0.40],
    [0.0, 0.0, 1.0, 1.0],
];
const POINT_SHARES: [[f64; 2]; 3] = [[0.25, 0.25], [0.8, 0.6], [0.5, 0.95]];

/// A golden's picture with the boxes and keypoints of all goldens.
fn annotated(case: &Case) -> Sample {
    let (w, h) = (
        f64::from(case.input.size().width),
        f64::from(case.input.size().height),
    );
    let mut sample = Sample::new(case.input.clone());
    sample.boxes = BOX_SHARES
        .iter()
        .map(|s| BBox::new([s[0] * w, s[1] * h, s[2] * w, s[3] * h], ""))
        .collect();
    sample.keypoints = POINT_SHARES
        .iter()
        .map(|s| Keypoint::new([s[0] * w, s[1] * h], ""))
        .collect();
    sample
}

/// Compares boxes and keypoints before clipping; gives how many were compared.
fn compare_points(case: &Case, policy: &Policy, dialect: Dialect, bad: &mut Vec<String>) -> usize {
    let (boxes, keypoints) = (points(case, "boxes"), points(case, "keypoints"));
    if boxes.is_none() && keypoints.is_none() {
        return 0;
    }
    let mut state = annotated(case).state();
    let draw = policy.draw(&state, "", 0).unwrap();
    state.rules.keeping = Keeping::Leave;
    let state = draw.followed(usize::MAX, state).unwrap();
    let mut moved: Vec<[f64; 4]> = state.boxes.iter().map(|b| b.xyxy).collect();
    if dialect == Dialect::Cv2 {
        // albumentations clips on the way out and drops what has no area.
        let (w, h) = (f64::from(state.size.width), f64::from(state.size.height));
        for [x0, y0, x1, y1] in &mut moved {
            (*x0, *x1) = (x0.clamp(0.0, w), x1.clamp(0.0, w));
            (*y0, *y1) = (y0.clamp(0.0, h), y1.clamp(0.0, h));
        }
        moved.retain(|[x0, y0, x1, y1]| x1 > x0 && y1 > y0);
    }
    let near = |got: &[f64], theirs: &[f64]| {
        got.iter()
            .zip(theirs)
            .all(|(a, b)| (a - b).abs() <= POINT_TOLERANCE)
    };
    let mut compared = 0;
    let mut compare = |kind: &str, ours: &[&[f64]], theirs: Option<Vec<Vec<f64>>>| {
        let Some(theirs) = theirs else { return };
        assert_eq!(ours.len(), theirs.len(), "{} {kind}", case.name);
        compared += theirs.len();
        for (got, theirs) in ours.iter().zip(&theirs) {
            if !near(got, theirs) {
                bad.push(format!("{}: {kind} {got:?}, library {theirs:?}", case.name));
            }
        }
    };
    let ours: Vec<&[f64]> = moved.iter().map(|b| &b[..]).collect();
    compare("box", &ours, boxes);
    let ours: Vec<&[f64]> = state.keypoints.iter().map(|k| &k.xy[..]).collect();
    compare("keypoint", &ours, keypoints);
    compared
}

/// Compares what is left of boxes and keypoints, with their places in the input's list, after an op
/// that drops or reshapes them; gives how many were compared.
fn compare_kept(
    case: &Case,
    op: &'static dyn ops::Op,
    args: &Args,
    dialect: Dialect,
    bad: &mut Vec<String>,
) -> usize {
    let (Some(boxes), Some(keypoints)) =
        (points(case, "kept_boxes"), points(case, "kept_keypoints"))
    else {
        return 0;
    };
    let mut state = annotated(case).state();
    op.follow(args, &mut state, dialect, "step").unwrap();
    let mut ours: Vec<Vec<f64>> = state
        .boxes
        .iter()
        .map(|b| [&b.xyxy[..], &[b.index as f64]].concat())
        .collect();
    let own = state.keypoints.iter();
    let own = own.map(|k| vec![k.xy[0], k.xy[1], k.index as f64]);
    let mut theirs = boxes;
    ours.extend(own);
    theirs.extend(keypoints);
    // Boxes of one index come in any order.
    let in_order = |list: &mut Vec<Vec<f64>>| {
        list.sort_by(|a, b| {
            let key = |v: &Vec<f64>| {
                (
                    v.len(),
                    v.iter().map(|n| n.round() as i64).collect::<Vec<_>>(),
                )
            };
            key(a).cmp(&key(b))
        });
    };
    in_order(&mut ours);
    in_order(&mut theirs);
    let near = |a: &Vec<f64>, b: &Vec<f64>| {
        a.len() == b.len()
            && a.iter()
                .zip(b)
                .all(|(a, b)| (a - b).abs() <= POINT_TOLERANCE)
    };
    if ours.len() != theirs.len() || !ours.iter().zip(&theirs).all(|(a, b)| near(a, b)) {
        bad.push(format!("{}: kept {ours:?}, library {theirs:?}", case.name));
    }
    theirs.len()
}

fn measure(op: &'static dyn ops::Op, dialect: Dialect, bad: &mut Vec<String>) -> Option<Row> {
    let name = op.meta().name;
    let more = MORE.iter().filter(|(op, _)| *op == name);
    let files = more.map(|(_, file)| *file).chain([name]);
    let files: Vec<_> = files
        .filter(|file| golden::exists(file, dialect_name(dialect)))
        .collect();
    let cases = files
        .iter()
        .flat_map(|file| golden::cases(file, dialect_name(dialect)));
    // Cases with a field test a kernel alone: the op draws its own field.
    let cases: Vec<_> = cases.filter(|c| c.field.is_empty()).collect();
    if cases.is_empty() {
        return None;
    }
    let bar = crate::export::bar(name, dialect).filter(|b| !b.library);
    let (share_bar, level_bar) = bar.map_or((0.0, 0), |b| (b.share, b.levels));
    let mut row = Row {
        op: name,
        dialect,
        cases: cases.len(),
        share: 0.0,
        max: 0,
        own_share: 0.0,
        own_max: 0,
        points: 0,
        library: golden::library(files[0], dialect_name(dialect)),
    };
    for case in &cases {
        let args = args(op, &case.params, dialect);
        row.points += compare_kept(case, op, &args, dialect, bad);
        let policy = policy(op, args, dialect);
        row.points += compare_points(case, &policy, dialect, bad);
        let (out, _) = policy
            .apply(&Sample::new(case.input.clone()), "", 0)
            .unwrap_or_else(|e| panic!("{}: {e}", case.name));
        let (share, max) = golden::difference(&out.image, &case.output);
        let own = &case.head["self"];
        let (own_share, own_max) = (
            own["share"].as_f64().unwrap_or(0.0),
            own["max"].as_u64().unwrap_or(0),
        );
        let within = share <= share_bar && max <= level_bar;
        if !within {
            bad.push(format!(
                "{}: {:.4} % differ, by up to {max}",
                case.name,
                share * 100.0
            ));
        }
        row.share = row.share.max(share);
        row.max = row.max.max(max);
        row.own_share = row.own_share.max(own_share);
        row.own_max = row.own_max.max(own_max);
    }
    Some(row)
}

fn table(rows: &[Row]) -> String {
    let mut out = String::from(
        "# Parity\n\n\
         Every row compares augplay's pixels with the real library's on the same numbers: photo-like, gradient, noise,\n\
         flat, 1 × 1, 1 × N and N × 1 pictures, grey and RGB, odd and even sizes. *Differing* is the worst case's share of\n\
         differing values and its greatest difference in levels; *library* is the library's difference from itself with\n\
         other vector units. Boxes and keypoints are compared before clipping. Made by the test `parity`; the goldens by\n\
         the scripts in `tests/parity`.\n\n\
         | op | arithmetic | library | cases | differing | library from itself | boxes and keypoints |\n\
         | --- | --- | --- | ---: | --- | --- | ---: |\n",
    );
    let figure = |share: f64, max: u64| {
        if share == 0.0 {
            "0".into()
        } else {
            format!("{:.3} %, {max}", share * 100.0)
        }
    };
    for r in rows {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            r.op,
            dialect_name(r.dialect),
            r.library,
            r.cases,
            figure(r.share, u64::from(r.max)),
            figure(r.own_share, r.own_max),
            if r.points == 0 {
                "–".into()
            } else {
                r.points.to_string()
            },
        );
    }
    out.push_str("\nBars other than 0, and why:\n\n");
    let list = |out: &mut String, library: bool| {
        for bar in crate::export::BARS.iter().filter(|b| b.library == library) {
            let _ = writeln!(
                out,
                "- {}, {}: {} level{} on {:.1} %: {}.",
                bar.op,
                dialect_name(bar.dialect),
                bar.levels,
                if bar.levels == 1 { "" } else { "s" },
                bar.share * 100.0,
                bar.why
            );
        }
    };
    list(&mut out, false);
    out.push_str(
        "\nEqual to the goldens, but the library differs from itself between processors:\n\n",
    );
    list(&mut out, true);
    out
}

#[test]
fn parity() {
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    for op in ops::OPS {
        for dialect in op.meta().dialects {
            rows.extend(measure(*op, *dialect, &mut bad));
        }
    }
    assert!(bad.is_empty(), "{} cases:\n{}", bad.len(), bad.join("\n"));
    assert!(rows.len() > 30, "only {} rows", rows.len());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/PARITY.md");
    let made = table(&rows);
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == made,
        "docs/PARITY.md is stale: REGENERATE=1 cargo test --lib parity"
    );
}
