//! Proof: what augplay drew and the pixels it made, with a script that runs the target library on the
//! same numbers and says how far the two lie apart, step by step.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use crate::engine::cpu;
use crate::error::{Code, Error, Result};
use crate::export::{self, Runs};
use crate::image::Raster;
use crate::kernel::Dialect;
use crate::ops::Node;
use crate::policy::{Draw, Policy, Step, What, tree};
use crate::program::{Family, Plane, Program, lower};
use crate::sample::State;

/// A file of the proof.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Path within the proof, `/` between its parts.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A picture of the proof, to be written as PNG at `path`.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Path within the proof.
    pub path: String,
    /// What it shows: the view of this place, the first so many of its steps; the input itself where there is none.
    pub shows: Option<(usize, usize)>,
}

/// What one picture adds to a proof.
#[derive(Clone, Debug, Default)]
pub struct Added {
    /// Fields of numbers.
    pub files: Vec<File>,
    /// What is to be rendered.
    pub pictures: Vec<Picture>,
}

/// The most views of all pictures together.
pub const MOST_VIEWS: u32 = 1000;

/// A proof as it grows: picture after picture, then what is written once.
pub struct Proof {
    policy: Policy,
    runs: Runs,
    format: &'static str,
    views: u32,
    inputs: usize,
    made: u32,
    draws: Vec<Json>,
    /// torchvision's steps as Python expressions, by their names in the draws.
    code: Vec<(String, String)>,
}

/// The functions for ops whose classes cannot be told their numbers; each is called as its op.
fn source(runs: Runs) -> &'static str {
    match runs {
        Runs::Albumentations => include_str!("albumentations.py"),
        Runs::TorchvisionPillow | Runs::TorchvisionTensor => include_str!("torchvision.py"),
    }
}

/// Ops that only say something about labels.
const NO_PIXELS: &[&str] = &["pretext_label"];

impl Proof {
    /// Begins a proof for an export format with `views` views of each picture.
    ///
    /// # Errors
    /// If the format has no library that a proof can run, or the policy has several views.
    pub fn new(policy: &Policy, format: &str, views: u32) -> Result<Self> {
        let asked = export::format(format)?;
        let Some(runs) = asked.runs() else {
            let able: Vec<_> = export::FORMATS
                .iter()
                .filter(|f| f.runs().is_some())
                .map(|f| f.id)
                .collect();
            let why = format!("has no proof; formats that have are {}", able.join(", "));
            return Err(Error::new(Code::Unsupported, why)
                .at_param("format")
                .with_value(format!("'{format}'")));
        };
        if !policy.views.is_empty() {
            let why = "has several views: prove each part by itself";
            return Err(Error::new(Code::Unsupported, why).at_param("views"));
        }
        if !(1..=MOST_VIEWS).contains(&views) {
            return Err(Error::range("views", views, 1.0, f64::from(MOST_VIEWS)));
        }
        let mut policy = policy.moment(1.0)?;
        policy.batch = None;
        Ok(Self {
            policy,
            runs,
            format: asked.id,
            views,
            inputs: 0,
            made: 0,
            draws: Vec::new(),
            code: Vec::new(),
        })
    }

    /// The policy whose views are drawn: as it is at the end of training, without its batch stage.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The views of one picture, by its file's `name`: what was drawn for it without annotations.
    ///
    /// # Errors
    /// If a step cannot run on it, or there are not as many as the proof is to have of each picture, or too many
    /// of all.
    pub fn add(&mut self, name: &str, views: &[Draw]) -> Result<Added> {
        if views.len() != self.views as usize {
            let why = format!("must be {}, as the proof was begun", self.views);
            let e = Error::new(Code::Range, why).at_param("views");
            return Err(e.with_value(views.len()));
        }
        self.made += self.views;
        if self.made > MOST_VIEWS {
            let why = format!("would hold more than {MOST_VIEWS} views");
            return Err(Error::new(Code::Limit, why).at_param("views"));
        }
        let place = self.inputs;
        self.inputs += 1;
        let path = format!("inputs/{place}-{}.png", stem(name));
        let mut added = Added::default();
        // A picture that breaks off leaves no draw whose files are missing.
        let mut draws = Vec::new();
        added.pictures.push(Picture {
            path: path.clone(),
            shows: None,
        });
        for (view, draw) in views.iter().enumerate() {
            let mut steps = Vec::new();
            let mut last = path.clone();
            for (i, step) in draw.policy.steps.iter().enumerate() {
                if !step.enabled {
                    continue;
                }
                let before = draw.state_at(i)?;
                let label = format!("{place}-{view}-{i}");
                let mut record =
                    self.record(draw, step, self.runs, (&before, &label), &mut added.files)?;
                let source = draw.sources.get(i).unwrap_or(&step.id);
                let now = format!("pixels/{place}-{view}/{i}-{}.png", stem(step.what.name()));
                record.insert("source".into(), json!(source));
                record.insert("before".into(), json!(last));
                record.insert("after".into(), json!(now));
                added.pictures.push(Picture {
                    path: now.clone(),
                    shows: Some((view, i + 1)),
                });
                steps.push(Json::Object(record));
                last = now;
            }
            draws.push(json!({
                "input": path,
                "name": name,
                "key": draw.key,
                "view": draw.view,
                "after": last,
                "steps": steps,
            }));
        }
        self.draws.extend(draws);
        Ok(added)
    }

    /// What the library needs for a step and what is promised of it.
    fn record(
        &mut self,
        draw: &Draw,
        step: &Step,
        runs: Runs,
        (before, name): (&State, &str),
        files: &mut Vec<File>,
    ) -> Result<Map<String, Json>> {
        // v2.AugMix runs its chains on tensors, whatever it is given.
        let runs = match step.what {
            What::Node(Node::WeightedSum, ..)
                if runs == Runs::TorchvisionPillow && tensors(step) =>
            {
                Runs::TorchvisionTensor
            }
            _ => runs,
        };
        let mut one = draw.policy.clone();
        one.steps = vec![step.clone()];
        let (size, channels) = (before.size, before.channels);
        let program = lower(&one.steps, one.target, size, channels, Plane::Image)?;
        let mut out = Map::new();
        out.insert("id".into(), json!(step.id));
        out.insert("op".into(), json!(step.what.name()));
        let essence = tree::essence(&one);
        let args = essence["steps"][0].as_object().cloned().unwrap_or_default();
        let known = |key: &String| step.what.args().iter().any(|(p, _)| p.name == key.as_str());
        let args: Map<_, _> = args.into_iter().filter(|(key, _)| known(key)).collect();
        out.insert("args".into(), args.into());
        if let What::Node(_, _, children) = &step.what {
            let mut inside = Vec::new();
            // The children meet the picture of the node, with the channels that it takes out.
            for (i, child) in children.iter().enumerate() {
                let before = inner(step, before);
                let child =
                    self.record(draw, child, runs, (&before, &format!("{name}-{i}")), files);
                inside.push(Json::Object(child?));
            }
            out.insert("steps".into(), inside.into());
        }
        let own = source(runs).contains(&format!("\ndef {}(", step.what.name()));
        // What a step does to pixels.
        let pixels = !program.passes.is_empty() && !NO_PIXELS.contains(&step.what.name());
        let said = export::drawn(&one, step, runs);
        out.insert("own".into(), json!(own));
        out.insert("tensors".into(), json!(runs == Runs::TorchvisionTensor));
        out.insert("pixels".into(), json!(pixels));
        let stated = match &step.what {
            What::Op(op, args) if own => export::pixels(&one, step, *op, args, runs),
            _ => said.verdict,
        };
        out.insert("stated".into(), json!(stated));
        out.insert("sentence".into(), json!(stated.sentence()));
        if let (Some(code), false) = (said.code, own) {
            if runs == Runs::Albumentations {
                out.insert("library".into(), code);
            } else {
                out.insert("library".into(), json!(name));
                let code = code.as_str().unwrap_or_default().to_owned();
                self.code.push((name.to_owned(), code));
            }
        }
        let given = passes(&program);
        if !given.is_empty() {
            out.insert("passes".into(), given.into());
        }
        let mut fields = Vec::new();
        for (i, field) in cpu::fields(&program).iter().enumerate() {
            let path = format!("fields/{name}-{i}.npy");
            files.push(File {
                path: path.clone(),
                bytes: npy(field),
            });
            fields.push(path);
        }
        if !fields.is_empty() {
            out.insert("fields".into(), fields.into());
        }
        Ok(out)
    }

    /// What is written once.
    ///
    /// # Errors
    /// If the policy cannot be exported.
    pub fn finish(self) -> Result<Vec<File>> {
        let exported = export::export(&self.policy, self.format)?;
        let target = export::format(self.format)?.label;
        let head = json!({
            "augplay": crate::VERSION,
            "policy": self.policy.hash(),
            "seed": self.policy.seed,
            "target": target,
            "draws": self.draws,
        });
        let text = |path: &str, text: String| File {
            path: path.to_owned(),
            bytes: text.into_bytes(),
        };
        let mut files = vec![
            text("draws.json", format!("{head:#}\n")),
            text("policy.augplay.yaml", self.policy.to_yaml()),
            text(&exported.filename, exported.text),
            text("verify.py", include_str!("verify.py").to_owned()),
            text("dice.py", include_str!("dice.py").to_owned()),
            text("library.py", source(self.runs).to_owned()),
            text("requirements.txt", export::requirements(self.runs)),
            text("README.txt", readme(target, &self.policy)),
        ];
        if self.runs != Runs::Albumentations {
            let target = self.runs;
            files.push(text("drawn.py", export::drawn_module(target, &self.code)));
        }
        Ok(files)
    }
}

/// Whether a step inside runs in tensors' arithmetic.
fn tensors(step: &Step) -> bool {
    step.dialect == Some(Dialect::Torch) || step.what.children().iter().any(tensors)
}

/// What a node's children see.
fn inner(step: &Step, before: &State) -> State {
    match &step.what {
        What::Node(Node::SelectChannels, args, _) => {
            State::of(before.size, crate::ops::compose::channels(args).len())
        }
        _ => before.clone(),
    }
}

/// Numbers that an op works out of its seed, as the program holds them.
fn passes(program: &Program) -> Vec<Json> {
    let told = |pass: &crate::program::Pass| match &pass.family {
        Family::Weather(weather) => Some(json!(weather)),
        _ => None,
    };
    program.passes.iter().filter_map(told).collect()
}

/// A name without its ending, safe in every file system.
fn stem(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let base = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    base.chars().take(60).map(safe).collect()
}

/// `NumPy`'s file format, version 1.0: single precision, rows first.
fn npy(field: &Raster<f32>) -> Vec<u8> {
    let size = field.size();
    let mut head = format!(
        "{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}, {}), }}",
        size.height,
        size.width,
        field.channels()
    );
    // Ten bytes before it; all of it a multiple of 64, the last a line break.
    while (10 + head.len() + 1) % 64 != 0 {
        head.push(' ');
    }
    head.push('\n');
    let mut out = b"\x93NUMPY\x01\x00".to_vec();
    out.extend((head.len() as u16).to_le_bytes());
    out.extend(head.as_bytes());
    out.extend(field.data().iter().flat_map(|v| v.to_le_bytes()));
    out
}

fn readme(target: &str, policy: &Policy) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "Proof by augplay {} for {target}\n\
         Policy {}, seed {}\n\n\
         Every view in draws.json was drawn by augplay. pixels/ holds what augplay shows after each step of it.\n\
         verify.py runs the library itself on the same numbers, from the same picture, and prints for every step\n\
         how many values differ and by how much at most, beside what augplay states.\n\n    \
         python -m venv venv\n    \
         venv/bin/pip install -r requirements.txt\n    \
         venv/bin/python verify.py\n\n\
         It ends with 0 if every step that is stated as exact or within some levels is so, else with 1.\n\
         library.py holds the calls for ops whose class cannot be told the numbers it is to use.\n",
        crate::VERSION,
        policy.hash(),
        policy.seed,
    );
    out
}

pub mod outcome;
#[cfg(test)]
mod tests;
