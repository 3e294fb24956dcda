//! Policies as files that other libraries read, with a verdict for every step.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Result};
use crate::policy::{Batch, Policy, Step, TARGETS, Target, tree};

pub(crate) mod albumentations;
mod albumentationsx;
mod batch;
mod differences;
pub mod docs;
mod drawn;
mod laws;
mod named;
mod rules;
mod text;
mod timm;
mod torchvision;
mod ultralytics;

#[cfg(test)]
pub(crate) use differences::{BARS, bar};
pub(crate) use drawn::{drawn, drawn_module, pixels, requirements};

/// A file format.
#[derive(Debug, Serialize)]
pub struct Format {
    /// The name it is asked for by.
    pub id: &'static str,
    /// For people.
    pub label: &'static str,
    /// The target whose policies it says exactly; none for augplay's own.
    pub target: Option<&'static str>,
    /// The exported file's name ends in this.
    pub extension: &'static str,
    /// Media type.
    pub mime: &'static str,
    /// Can be read.
    pub import: bool,
    /// Can be written.
    pub export: bool,
    /// The library that a proof of it runs.
    #[serde(skip)]
    runs: Option<Runs>,
    /// Writes the text.
    #[serde(skip)]
    write: fn(&Policy, &mut Report) -> String,
}

/// A library that proofs run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// Albumentations 2.0.8.
    Albumentations,
    /// torchvision on PIL images.
    TorchvisionPillow,
    /// torchvision on tensors.
    TorchvisionTensor,
}

impl Runs {
    fn target(self) -> &'static Target {
        match self {
            Runs::TorchvisionPillow => &TARGETS[0],
            Runs::TorchvisionTensor => &TARGETS[1],
            Runs::Albumentations => &TARGETS[2],
        }
    }
}

impl Format {
    /// The library that a proof of it runs.
    pub fn runs(&self) -> Option<Runs> {
        self.runs
    }
}

/// Every format, in the order shown.
pub static FORMATS: &[Format] = &[
    Format {
        id: "augplay-yaml",
        label: "augplay (YAML)",
        target: None,
        extension: "augplay.yaml",
        mime: "application/yaml",
        import: true,
        export: true,
        runs: None,
        write: |policy, _| policy.to_yaml(),
    },
    Format {
        id: "augplay-json",
        label: "augplay (JSON)",
        target: None,
        extension: "augplay.json",
        mime: "application/json",
        import: true,
        export: true,
        runs: None,
        write: |policy, _| text::pretty(&tree::canonical(policy)),
    },
    Format {
        id: "torchvision-pillow",
        label: "torchvision 0.29 v2, PIL images (Python)",
        target: Some("torchvision 0.29 pillow"),
        extension: "torchvision.py",
        mime: "text/x-python",
        import: false,
        export: true,
        runs: Some(Runs::TorchvisionPillow),
        write: torchvision::pillow,
    },
    Format {
        id: "torchvision-tensor",
        label: "torchvision 0.29 v2, tensors (Python)",
        target: Some("torchvision 0.29 tensor"),
        extension: "torchvision.py",
        mime: "text/x-python",
        import: false,
        export: true,
        runs: Some(Runs::TorchvisionTensor),
        write: torchvision::tensor,
    },
    Format {
        id: "albumentations-json",
        label: "Albumentations 2.0.8 (JSON)",
        target: Some("albumentations 2.0.8"),
        extension: "albumentations.json",
        mime: "application/json",
        import: true,
        export: true,
        runs: Some(Runs::Albumentations),
        write: albumentations::json,
    },
    Format {
        id: "albumentations-yaml",
        label: "Albumentations 2.0.8 (YAML)",
        target: Some("albumentations 2.0.8"),
        extension: "albumentations.yaml",
        mime: "application/yaml",
        import: true,
        export: true,
        runs: Some(Runs::Albumentations),
        write: albumentations::yaml,
    },
    Format {
        id: "albumentationsx-json",
        label: "AlbumentationsX 2.5 (JSON; the fork under AGPL)",
        target: Some("albumentations 2.0.8"),
        extension: "albumentationsx.json",
        mime: "application/json",
        import: false,
        export: true,
        runs: None,
        write: albumentationsx::json,
    },
    Format {
        id: "timm",
        label: "timm 1.0 (flags of train.py)",
        target: Some("timm 1.0"),
        extension: "timm.txt",
        mime: "text/plain",
        import: true,
        export: true,
        runs: None,
        write: timm::flags,
    },
    Format {
        id: "ultralytics",
        label: "Ultralytics 8.4 (YAML)",
        target: Some("albumentations 2.0.8"),
        extension: "ultralytics.yaml",
        mime: "application/yaml",
        import: true,
        export: true,
        runs: None,
        write: ultralytics::keys,
    },
];

/// A tree as YAML.
pub(crate) fn yaml_text(tree: &Json) -> String {
    text::yaml(tree)
}

/// How faithfully a file says a step. Ordered from best to worst.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The same law of the same numbers, and the library's pixels are the ones shown.
    Exact,
    /// The same law; pixels differ a little.
    Within {
        /// The most that a value was seen to differ by.
        levels: u8,
        /// The greatest share of values that were seen to differ.
        share: f64,
        /// The reason.
        why: String,
    },
    /// Something else is near.
    Approximate {
        /// What differs.
        why: String,
    },
    /// The step is not in the file.
    Unsupported {
        /// The reason.
        why: String,
    },
}

impl Verdict {
    pub(crate) fn approximate(why: impl Into<String>) -> Self {
        Self::Approximate { why: why.into() }
    }

    pub(crate) fn unsupported(why: impl Into<String>) -> Self {
        Self::Unsupported { why: why.into() }
    }

    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Within { .. } => "within",
            Verdict::Approximate { .. } => "approximate",
            Verdict::Unsupported { .. } => "unsupported",
        }
    }

    /// What differs; empty where nothing does.
    pub fn why(&self) -> &str {
        match self {
            Verdict::Exact => "",
            Verdict::Within { why, .. }
            | Verdict::Approximate { why }
            | Verdict::Unsupported { why } => why,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Verdict::Exact => 0,
            Verdict::Within { .. } => 1,
            Verdict::Approximate { .. } => 2,
            Verdict::Unsupported { .. } => 3,
        }
    }

    /// The worse of two, with both reasons.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        let (mut worse, better) = if other.rank() > self.rank() {
            (other, self)
        } else {
            (self, other)
        };
        let more = better.why();
        match &mut worse {
            Verdict::Exact => {}
            Verdict::Within { why, .. }
            | Verdict::Approximate { why }
            | Verdict::Unsupported { why } => {
                if !more.is_empty() && !why.contains(more) {
                    why.push_str("; ");
                    why.push_str(more);
                }
            }
        }
        if let (
            Verdict::Within { levels, share, .. },
            Verdict::Within {
                levels: l,
                share: s,
                ..
            },
        ) = (&mut worse, &better)
        {
            *levels = (*levels).max(*l);
            *share = share.max(*s);
        }
        worse
    }

    /// One line for people: `within 1 level on 0.4 % of values: …`.
    pub fn sentence(&self) -> String {
        match self {
            Verdict::Exact => "exact".into(),
            Verdict::Within { levels, share, why } => {
                let s = if *levels == 1 { "" } else { "s" };
                let pct = text::percent(*share);
                format!("within {levels} level{s} on {pct} % of values: {why}")
            }
            Verdict::Approximate { why } | Verdict::Unsupported { why } => {
                format!("{}: {why}", self.word())
            }
        }
    }
}

/// A step's verdict, or that of a policy's rules for annotations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepVerdict {
    /// The step's id; `boxes` or `keypoints` for rules; `views`, `curriculum` or `batch` for these.
    pub step: String,
    /// How faithfully the file says it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// An exported file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Exported {
    /// Its text.
    pub text: String,
    /// A name for it.
    pub filename: String,
    /// Media type.
    pub mime: &'static str,
    /// One verdict for every step, parents before children, then those of the rules, views,
    /// curriculum and batch stage that it states.
    pub verdicts: Vec<StepVerdict>,
}

impl Exported {
    /// As JSON `{text, filename, mime, verdicts}`.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The format called `id`.
///
/// # Errors
/// Names the formats there are.
pub fn format(id: &str) -> Result<&'static Format> {
    FORMATS.iter().find(|f| f.id == id).ok_or_else(|| {
        let known: Vec<_> = FORMATS.iter().map(|f| f.id).collect();
        let message = format!("is not a format; formats are {}", known.join(", "));
        Error::new(Code::UnknownName, message)
            .at_param("format")
            .with_value(format!("'{id}'"))
    })
}

/// All formats as JSON.
pub fn formats() -> Json {
    let one = |format: &Format| {
        let mut out = json!(format);
        out["proof"] = format.runs.is_some().into();
        out
    };
    FORMATS.iter().map(one).collect()
}

/// Writes a policy in a format.
///
/// # Errors
/// If there is no such format. A step that the format cannot say is a verdict, not an error.
pub fn export(policy: &Policy, id: &str) -> Result<Exported> {
    let format = format(id)?;
    let own = format.target.is_none();
    let (one, limits) = if own {
        (policy.clone(), Vec::new())
    } else {
        one_pipeline(policy)?
    };
    let mut report = Report {
        limits,
        batch: policy.batch.clone(),
        ..Report::default()
    };
    let text = (format.write)(&one, &mut report);
    let mut verdicts = report.verdicts(&one);
    if !own {
        // The file holds one view and the steps that all share.
        let known: BTreeSet<_> = one.walk().iter().map(|(s, _)| s.id.clone()).collect();
        let lost = policy
            .walk()
            .into_iter()
            .filter(|(s, _)| !known.contains(&s.id));
        verdicts.extend(lost.map(|(step, _)| StepVerdict {
            step: step.id.clone(),
            verdict: Verdict::unsupported("belongs to a view that is not in the file"),
        }));
    }
    Ok(Exported {
        text,
        filename: format!("{}.{}", text::slug(policy), format.extension),
        mime: format.mime,
        verdicts,
    })
}

/// What a file of one pipeline without training progress can hold of a policy, and what it cannot.
fn one_pipeline(policy: &Policy) -> Result<(Policy, Vec<StepVerdict>)> {
    let mut limits = Vec::new();
    let mut say = |key: &str, verdict| {
        limits.push(StepVerdict {
            step: key.to_owned(),
            verdict,
        });
    };
    let mut one = policy.clone();
    if let [first, ..] = &policy.parts()[..] {
        one = policy.part(0)?;
        let why = format!(
            "a file of this format holds one pipeline: it is the view {}; export each of the others",
            first.label()
        );
        say("views", Verdict::unsupported(why));
    }
    if let Some(curriculum) = &policy.curriculum {
        let verdict = if curriculum.constant() {
            Verdict::Exact
        } else {
            Verdict::approximate(
                "files of this format know no training progress: written as at its end",
            )
        };
        say("curriculum", verdict);
        one = one.moment(1.0)?;
    }
    if let Some(batch) = &policy.batch {
        say("batch", batch::verdict(batch));
        one.batch = None;
    }
    Ok((one, limits))
}

/// Verdicts as they are found.
#[derive(Default)]
pub(crate) struct Report {
    found: BTreeMap<String, Verdict>,
    rules: Vec<StepVerdict>,
    /// What the format cannot hold of the policy as a whole.
    limits: Vec<StepVerdict>,
    /// The policy's batch stage, for formats that hold one.
    batch: Option<Batch>,
    /// Whether the steps are drawn and the library is handed their numbers.
    given: bool,
}

impl Report {
    /// Notes a verdict; a step that is written several times keeps its worst.
    fn say(&mut self, step: &Step, verdict: Verdict) {
        let before = self.found.remove(&step.id).unwrap_or(Verdict::Exact);
        self.found.insert(step.id.clone(), before.and(verdict));
    }

    /// Notes the verdict of the rules under `key` of a policy; they too keep their worst.
    fn rule(&mut self, key: &str, verdict: Verdict) {
        if let Some(told) = self.rules.iter_mut().find(|rule| rule.step == key) {
            told.verdict = told.verdict.clone().and(verdict);
            return;
        }
        self.rules.push(StepVerdict {
            step: key.to_owned(),
            verdict,
        });
    }

    /// Notes for a step the worst of what was found for the steps it was written out into: at best
    /// approximate where some of these are missing, or where its law's pixels are only `near`.
    fn fold(&mut self, step: &Step, inside: Report, near: Option<&str>) {
        let lacks = |v: &Verdict| matches!(v, Verdict::Unsupported { .. });
        let some = !inside.found.values().all(lacks);
        for verdict in inside.found.into_values() {
            let verdict = match verdict {
                Verdict::Unsupported { why } if some => Verdict::Approximate { why },
                other => other,
            };
            self.say(step, verdict);
        }
        if let Some(why) = near {
            self.say(step, Verdict::approximate(why));
        }
    }

    /// All verdicts in the policy's order.
    fn verdicts(&self, policy: &Policy) -> Vec<StepVerdict> {
        let steps = policy.walk().into_iter().map(|(step, _)| StepVerdict {
            step: step.id.clone(),
            verdict: self.found.get(&step.id).cloned().unwrap_or(Verdict::Exact),
        });
        let stated = |key: &str| match key {
            "boxes" => policy.boxes.is_some(),
            _ => policy.keypoints.is_some(),
        };
        let rules = self.rules.iter().filter(|rule| stated(&rule.step)).cloned();
        steps
            .chain(rules)
            .chain(self.limits.iter().cloned())
            .collect()
    }

    /// What a file's header says: everything that is not exact, one line a step.
    fn lines(&self, policy: &Policy) -> Vec<String> {
        let all = self.verdicts(policy);
        let told: Vec<String> = all
            .iter()
            .filter(|v| v.verdict != Verdict::Exact)
            .map(|v| format!("{}: {}", v.step, v.verdict.sentence()))
            .collect();
        if told.is_empty() {
            vec!["Every step is exact.".into()]
        } else {
            told
        }
    }
}

#[cfg(test)]
mod tests;
