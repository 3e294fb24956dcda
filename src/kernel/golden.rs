//! Reads what the real libraries made: `tests/parity/inputs.bin` and `tests/parity/goldens/`.
//!
//! The format is described in `tests/parity/golden.py`.
#![allow(
    clippy::missing_panics_doc,
    reason = "tests panic where a golden is broken"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::image::{Image, Raster, Size};

/// One case: what went in, the op's parameters, what the library made of it.
pub struct Case {
    /// Golden, number, input and parameters.
    pub name: String,
    /// What went in.
    pub input: Image,
    /// The op's parameters.
    pub params: Value,
    /// What the library made of it.
    pub output: Image,
    /// The whole header entry (boxes, keypoints, self-difference, …).
    pub head: Value,
    /// Float32 data given to the library beside the image (a random field), when there is one.
    pub field: Vec<f32>,
}

impl Case {
    /// A number among the parameters.
    pub fn number(&self, key: &str) -> f64 {
        self.params[key]
            .as_f64()
            .unwrap_or_else(|| panic!("{}: no number {key}", self.name))
    }

    /// A string among the parameters.
    pub fn text(&self, key: &str) -> &str {
        self.params[key]
            .as_str()
            .unwrap_or_else(|| panic!("{}: no string {key}", self.name))
    }
}

fn parity() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/parity")
}

/// Header and inflated body of a golden file.
fn read(path: &PathBuf) -> (Value, Vec<u8>) {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    assert_eq!(&bytes[..8], b"AUGGOLD1", "{}", path.display());
    let len = u32::from_le_bytes(bytes[8..12].try_into().unwrap()) as usize;
    let head = serde_json::from_slice(&bytes[12..12 + len]).unwrap();
    let body = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes[12 + len..]).unwrap();
    (head, body)
}

fn shape(v: &Value) -> (Size, usize) {
    let n = |i: usize| v["shape"][i].as_u64().unwrap() as u32;
    (Size::new(n(1), n(0)), n(2) as usize)
}

/// The images all goldens start from, by name.
pub fn inputs() -> BTreeMap<String, Image> {
    let (head, body) = read(&parity().join("inputs.bin"));
    let mut at = 0;
    let mut out = BTreeMap::new();
    for entry in head["inputs"].as_array().unwrap() {
        let (size, channels) = shape(entry);
        let len = size.area() * channels;
        let image = Raster::new(size, channels, body[at..at + len].to_vec()).unwrap();
        at += len;
        out.insert(entry["name"].as_str().unwrap().to_owned(), image);
    }
    assert_eq!(at, body.len());
    out
}

fn path(op: &str, dialect: &str) -> PathBuf {
    parity().join(format!("goldens/{op}.{dialect}.golden"))
}

/// Whether there is a golden of `op` in `dialect`.
pub fn exists(op: &str, dialect: &str) -> bool {
    path(op, dialect).exists()
}

/// The libraries and versions that made a golden.
pub fn library(op: &str, dialect: &str) -> String {
    let (head, _) = read(&path(op, dialect));
    let all = head["library"].as_object().unwrap().iter();
    let all = all.map(|(name, version)| format!("{name} {}", version.as_str().unwrap()));
    all.collect::<Vec<_>>().join(", ")
}

/// The cases of `goldens/{op}.{dialect}.golden`.
pub fn cases(op: &str, dialect: &str) -> Vec<Case> {
    let (head, body) = read(&path(op, dialect));
    let inputs = inputs();
    let mut at = 0;
    let mut take = |len: usize| {
        at += len;
        body[at - len..at].to_vec()
    };
    let mut out = Vec::new();
    for (i, entry) in head["cases"].as_array().unwrap().iter().enumerate() {
        let (size, channels) = shape(entry);
        let output = Raster::new(size, channels, take(size.area() * channels)).unwrap();
        let field = take(4 * entry["field"].as_u64().unwrap_or(0) as usize);
        let input = entry["input"].as_str().unwrap();
        out.push(Case {
            name: format!("{op}.{dialect} #{i} {input} {}", entry["params"]),
            input: inputs[input].clone(),
            params: entry["params"].clone(),
            output,
            head: entry.clone(),
            field: field
                .chunks_exact(4)
                .map(|b| f32::from_le_bytes(b.try_into().unwrap()))
                .collect(),
        });
    }
    assert!(!out.is_empty());
    assert_eq!(at, body.len());
    out
}

/// Share of differing samples and the greatest difference in levels.
pub fn difference(ours: &Image, theirs: &Image) -> (f64, u8) {
    assert_eq!((ours.size, ours.channels), (theirs.size, theirs.channels));
    let (mut count, mut max) = (0usize, 0);
    for (a, b) in ours.data.iter().zip(&theirs.data) {
        count += usize::from(a != b);
        max = max.max(a.abs_diff(*b));
    }
    (count as f64 / ours.data.len() as f64, max)
}

/// Runs every case and asserts that at most `share` of the samples differ, by at most `levels`;
/// all failing cases are named.
pub fn check(cases: &[Case], share: f64, levels: u8, mut run: impl FnMut(&Case) -> Image) {
    let mut bad = Vec::new();
    let (mut worst_share, mut worst) = (0f64, 0);
    for case in cases {
        let (s, m) = difference(&run(case), &case.output);
        worst_share = worst_share.max(s);
        worst = worst.max(m);
        if s > share || m > levels {
            bad.push(format!(
                "{}: {:.3} % differ, by up to {m}",
                case.name,
                s * 100.0
            ));
        }
    }
    println!(
        "{} cases, at most {:.4} % differ, by up to {worst}",
        cases.len(),
        worst_share * 100.0
    );
    assert!(
        bad.is_empty(),
        "{} of {} cases:\n{}",
        bad.len(),
        cases.len(),
        bad.join("\n")
    );
}

#[test]
fn inputs_are_readable() {
    let inputs = inputs();
    assert_eq!(inputs["one"].data, [10, 200, 77]);
    assert_eq!(inputs["photo"].size, Size::new(83, 61));
}
