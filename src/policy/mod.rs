//! What the author wrote: steps, choices, laws.

use std::fmt::Write as _;

use serde::Serialize;

use crate::error::{Code, Error, Result};
use crate::kernel::Dialect;
use crate::ops::{Node, Op};
use crate::param::Args;
use crate::sample::Rules;

mod apply;
mod batch;
pub mod dice;
pub mod draw;
pub mod law;
mod open;
mod parse;
pub mod text;
mod then;
pub mod tree;
pub mod write;

pub use batch::{BATCH, Batch, BatchMix, MIX_COMMON};
pub use draw::{Draw, DrawnStep};
pub(crate) use open::opened;
pub use parse::{COMMON, MAX_STEP_DEPTH, MAX_STEPS};
pub use then::{NORMALIZATIONS, Then};

/// The policy format's version; it fixes every default.
pub const FORMAT: u32 = 1;

/// A library, its version and back end: whose pixels the policy shows.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// As it stands in the file.
    pub id: &'static str,
    /// For people.
    pub label: &'static str,
    /// The arithmetic of its ops.
    pub dialect: Dialect,
    /// Runs some ops on tensors even when it is given PIL images.
    #[serde(skip)]
    pub tensors: bool,
    /// Whether its usual loader applies the EXIF orientation.
    pub orients: bool,
}

/// Every target; the first is the default.
pub static TARGETS: &[Target] = &[
    Target {
        id: "torchvision 0.29 pillow",
        label: "torchvision 0.29 (Pillow)",
        dialect: Dialect::Pil,
        tensors: true,
        orients: false,
    },
    Target {
        id: "torchvision 0.29 tensor",
        label: "torchvision 0.29 (tensor)",
        dialect: Dialect::Torch,
        tensors: false,
        orients: false,
    },
    Target {
        id: "albumentations 2.0.8",
        label: "albumentations 2.0.8",
        dialect: Dialect::Cv2,
        tensors: false,
        orients: true,
    },
    Target {
        id: "timm 1.0",
        label: "timm 1.0 (Pillow)",
        dialect: Dialect::Pil,
        tensors: false,
        orients: false,
    },
];

/// How files are loaded before the first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Input {
    /// Three channels, as Pillow's `convert("RGB")`.
    #[default]
    Rgb,
    /// One channel, as Pillow's `convert("L")`.
    Grey,
    /// 16-bit grey, `low` to 0 and `high` to 255.
    Window {
        /// Level shown as 0.
        low: u16,
        /// Level shown as 255.
        high: u16,
    },
}

/// A policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Name for people.
    pub name: Option<String>,
    /// Note for people.
    pub note: Option<String>,
    /// Whose pixels.
    pub target: &'static Target,
    /// Seed of all dice.
    pub seed: u64,
    /// How files are loaded.
    pub input: Input,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// Rules for boxes, where the policy states them.
    pub boxes: Option<Args>,
    /// Rules for keypoints, where the policy states them.
    pub keypoints: Option<Args>,
    /// What mixes the samples of a batch after them.
    pub batch: Option<Batch>,
    /// What becomes of the levels after them.
    pub then: Option<Then>,
    /// Comments above top-level keys, and under `end` those below everything.
    pub comments: Vec<(String, Vec<String>)>,
}

/// One step of a policy.
#[derive(Clone, Debug)]
pub struct Step {
    /// Unique in the policy; the dice hang on it.
    pub id: String,
    /// Whether the id must stand in the file because it is not the op's name.
    pub named: bool,
    /// What it does.
    pub what: What,
    /// Chance that it runs.
    pub p: f64,
    /// Its share within a `one_of` or `some_of`.
    pub weight: f64,
    /// Switched off: skipped, but kept.
    pub enabled: bool,
    /// Note for people.
    pub note: Option<String>,
    /// Arithmetic other than the target's.
    pub dialect: Option<Dialect>,
    /// In a draw: the next step is part of the same author's step, after which annotations are filtered.
    pub more: bool,
    /// Comments that stand by it.
    pub comments: Vec<String>,
}

/// What a step does.
#[derive(Clone)]
pub enum What {
    /// Runs an op.
    Op(&'static dyn Op, Args),
    /// Runs other steps.
    Node(Node, Args, Vec<Step>),
}

impl std::fmt::Debug for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.name(), self.children())
    }
}

impl What {
    /// The op's or node's name.
    pub fn name(&self) -> &'static str {
        match self {
            What::Op(op, _) => op.meta().name,
            What::Node(node, ..) => node.name(),
        }
    }

    /// Its arguments.
    pub fn args(&self) -> &Args {
        match self {
            What::Op(_, args) | What::Node(_, args, _) => args,
        }
    }

    /// The steps inside.
    pub fn children(&self) -> &[Step] {
        match self {
            What::Op(..) => &[],
            What::Node(_, _, steps) => steps,
        }
    }
}

impl Step {
    /// A step that always runs, with the op's or node's name as its id.
    pub fn new(what: What) -> Self {
        Self {
            id: what.name().to_owned(),
            named: false,
            what,
            p: 1.0,
            weight: 1.0,
            enabled: true,
            note: None,
            dialect: None,
            more: false,
            comments: Vec::new(),
        }
    }

    /// The same with an id.
    pub fn called(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self.named = self.id != self.what.name();
        self
    }
}

impl Policy {
    /// An empty policy for a target.
    pub fn new(target: &'static Target) -> Self {
        Self {
            name: None,
            note: None,
            target,
            seed: 0,
            input: Input::Rgb,
            steps: Vec::new(),
            boxes: None,
            keypoints: None,
            batch: None,
            then: None,
            comments: Vec::new(),
        }
    }

    /// Reads YAML or JSON.
    ///
    /// # Errors
    /// Names step, parameter, value, bounds and line.
    pub fn parse(text: &str) -> Result<Self> {
        parse::policy(&text::parse(text)?)
    }

    /// The rules for annotations: its own, and those of its target's library.
    pub fn rules(&self) -> Rules {
        Rules::read(
            self.target.dialect,
            self.boxes.as_ref(),
            self.keypoints.as_ref(),
        )
    }

    /// All steps with their depth, parents before children.
    pub fn walk(&self) -> Vec<(&Step, usize)> {
        fn go<'a>(steps: &'a [Step], depth: usize, out: &mut Vec<(&'a Step, usize)>) {
            for step in steps {
                out.push((step, depth));
                go(step.what.children(), depth + 1, out);
            }
        }
        let mut out = Vec::new();
        go(&self.steps, 0, &mut out);
        out
    }

    /// SHA-256 of what decides pixels (target, seed, input, steps), 16 hex digits.
    pub fn hash(&self) -> String {
        use sha2::Digest as _;
        let text = tree::essence(self).to_string();
        let digest = sha2::Sha256::digest(text.as_bytes());
        digest.iter().take(8).fold(String::new(), |mut hex, b| {
            let _ = write!(hex, "{b:02x}");
            hex
        })
    }

    /// What the reader should know: ops the target's library does not have, and numbers that can hurt.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = self.foreign();
        for (step, _) in self.walk() {
            let What::Op(op, args) = &step.what else {
                continue;
            };
            let used = op.meta().dialect(step.dialect, self.target);
            let opened = op.open(args, used, None).unwrap_or_default();
            let text = op.caution(args).or_else(|| caution(&opened));
            notes.extend(text.map(|text| Note {
                step: step.id.clone(),
                kind: "lint",
                text: text.into(),
            }));
        }
        notes
    }

    /// Ops that the target's library does not have.
    fn foreign(&self) -> Vec<Note> {
        self.walk()
            .into_iter()
            .filter_map(|(step, _)| {
                let What::Op(op, _) = &step.what else {
                    return None;
                };
                let wanted = op.meta().wanted(step.dialect, self.target);
                let used = op.meta().dialect(step.dialect, self.target);
                let how = match op.meta().library {
                    Some(own) => format!("drawn as {own} defines it"),
                    None if used != wanted => format!("drawn with {}", library(used)),
                    None => return None,
                };
                Some(Note {
                    step: step.id.clone(),
                    kind: "dialect",
                    text: format!("not in {}; {how}", self.target.label),
                })
            })
            .collect()
    }
}

/// The first caution that ops among steps call for.
fn caution(steps: &[Step]) -> Option<&'static str> {
    steps.iter().find_map(|step| match &step.what {
        What::Op(op, args) => op.caution(args),
        What::Node(_, _, children) => caution(children),
    })
}

/// A remark about a step.
#[derive(Clone, Debug, Serialize)]
pub struct Note {
    /// The step's id.
    pub step: String,
    /// `dialect` or `lint`.
    pub kind: &'static str,
    /// One sentence.
    pub text: String,
}

/// Whose arithmetic a dialect is, for people.
pub fn library(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Pil => "Pillow's arithmetic",
        Dialect::Cv2 => "OpenCV's arithmetic",
        Dialect::Torch => "torchvision's tensor arithmetic",
    }
}

/// The target called `id`.
pub fn target(id: &str) -> Result<&'static Target> {
    TARGETS.iter().find(|t| t.id == id).ok_or_else(|| {
        let known: Vec<_> = TARGETS.iter().map(|t| t.id).collect();
        Error::new(
            Code::UnknownName,
            format!("is not a target; targets are {}", known.join(", ")),
        )
        .at_param("target")
        .with_value(format!("'{id}'"))
    })
}
