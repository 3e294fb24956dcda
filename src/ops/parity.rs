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
use crate::sample::{BBox, Keypoint, Sample};

/// Bars: share of differing values and greatest difference that an op may show in a dialect.
/// Everything is exact unless it is listed here with its reason.
const BARS: &[(&str, Dialect, f64, u8, &str)] = &[
    (
        "rotate",
        Dialect::Cv2,
        0.005,
        1,
        "OpenCV's float weights, fused multiply-add",
    ),
    (
        "affine",
        Dialect::Cv2,
        0.005,
        1,
        "OpenCV's float weights, fused multiply-add",
    ),
    (
        "resize",
        Dialect::Cv2,
        0.005,
        1,
        "bicubic only: OpenCV's float weights",
    ),
    (
        "grid_elastic_deform",
        Dialect::Cv2,
        0.005,
        1,
        "bicubic only: OpenCV's float weights",
    ),
    (
        "thin_plate_spline",
        Dialect::Cv2,
        0.02,
        1,
        "OpenCV's vector logarithm, magnified by the spline's weights; at most 0.2 % with 4 points a side",
    ),
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
fn args(op: &'static dyn ops::Op, case: &Case, dialect: Dialect) -> Args {
    let meta = op.meta();
    let mut args = Args::defaults(meta.params);
    for param in meta.params {
        if let Some(identity) = param.identity {
            args.set(param, Value::Law(Law::Const(identity)));
        }
    }
    let mut given = case.params.as_object().unwrap().clone();
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
            .unwrap_or_else(|| panic!("{}: no parameter {key}", case.name));
        args.set(param, read(param, node));
    }
    args
}

fn read(param: &crate::param::Param, node: &Node) -> Value {
    param.read(node).unwrap()
}

fn policy(op: &'static dyn ops::Op, args: Args, dialect: Dialect) -> Policy {
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

/// Compares boxes and keypoints before clipping; gives how many were compared.
fn compare_points(
    case: &Case,
    op: &'static dyn ops::Op,
    args: &Args,
    dialect: Dialect,
    bad: &mut Vec<String>,
) -> usize {
    let (Some(boxes), Some(keypoints)) = (points(case, "boxes"), points(case, "keypoints")) else {
        return 0;
    };
    let (w, h) = (
        f64::from(case.input.size().width),
        f64::from(case.input.size().height),
    );
    let mut sample = Sample::new(case.input.clone());
    sample.boxes = BOX_SHARES
        .iter()
        .map(|s| BBox {
            xyxy: [s[0] * w, s[1] * h, s[2] * w, s[3] * h],
            label: String::new(),
            index: 0,
        })
        .collect();
    sample.keypoints = POINT_SHARES
        .iter()
        .map(|s| Keypoint {
            xy: [s[0] * w, s[1] * h],
            label: String::new(),
            index: 0,
        })
        .collect();
    let state = sample.state();
    let geometry = op.geometry(args, &state, dialect).unwrap();
    let crate::sample::Geometry::Affine {
        boxes: bm,
        points: pm,
        size,
    } = geometry
    else {
        return 0;
    };
    let mut moved: Vec<[f64; 4]> = state
        .boxes
        .iter()
        .map(|b| crate::sample::map_box(&bm, b.xyxy))
        .collect();
    if dialect == Dialect::Cv2 {
        // albumentations clips on the way out and drops what has no area.
        let (w, h) = (f64::from(size.width), f64::from(size.height));
        for [x0, y0, x1, y1] in &mut moved {
            (*x0, *x1) = (x0.clamp(0.0, w), x1.clamp(0.0, w));
            (*y0, *y1) = (y0.clamp(0.0, h), y1.clamp(0.0, h));
        }
        moved.retain(|[x0, y0, x1, y1]| x1 > x0 && y1 > y0);
    }
    assert_eq!(moved.len(), boxes.len(), "{}", case.name);
    for (got, theirs) in moved.iter().zip(&boxes) {
        if got
            .iter()
            .zip(theirs)
            .any(|(a, b)| (a - b).abs() > POINT_TOLERANCE)
        {
            bad.push(format!("{}: box {got:?}, library {theirs:?}", case.name));
        }
    }
    for (ours, theirs) in state.keypoints.iter().zip(&keypoints) {
        let got = crate::sample::apply(&pm, ours.xy);
        if got
            .iter()
            .zip(theirs)
            .any(|(a, b)| (a - b).abs() > POINT_TOLERANCE)
        {
            bad.push(format!(
                "{}: keypoint {got:?}, library {theirs:?}",
                case.name
            ));
        }
    }
    boxes.len() + keypoints.len()
}

fn measure(op: &'static dyn ops::Op, dialect: Dialect, bad: &mut Vec<String>) -> Option<Row> {
    let name = op.meta().name;
    if !golden::exists(name, dialect_name(dialect)) {
        return None;
    }
    let cases = golden::cases(name, dialect_name(dialect));
    // Cases with a field test a kernel alone: the op draws its own field.
    let cases: Vec<_> = cases.into_iter().filter(|c| c.field.is_empty()).collect();
    if cases.is_empty() {
        return None;
    }
    let (share_bar, level_bar) = BARS
        .iter()
        .find(|b| b.0 == name && b.1 == dialect)
        .map_or((0.0, 0), |b| (b.2, b.3));
    let mut row = Row {
        op: name,
        dialect,
        cases: cases.len(),
        share: 0.0,
        max: 0,
        own_share: 0.0,
        own_max: 0,
        points: 0,
        library: golden::library(name, dialect_name(dialect)),
    };
    for case in &cases {
        let args = args(op, case, dialect);
        row.points += compare_points(case, op, &args, dialect, bad);
        let (out, _) = policy(op, args, dialect)
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
         `tests/parity/*_cases.py`.\n\n\
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
    for (op, dialect, share, levels, why) in BARS {
        let _ = writeln!(
            out,
            "- {op}, {}: {levels} level on {:.1} %: {why}.",
            dialect_name(*dialect),
            share * 100.0
        );
    }
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
