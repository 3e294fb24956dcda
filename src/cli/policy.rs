//! Policies from files and to files.

use std::path::Path;

use clap::ValueEnum;

use super::io;
use crate::error::{Code, Error, Result};
use crate::policy::{Part, Policy};

/// The greatest seed; every JSON reader keeps whole numbers up to it.
const MAX_SEED: u64 = (1 << 53) - 1;

/// How a policy is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// YAML
    Yaml,
    /// JSON
    Json,
}

impl Form {
    /// As asked for; else by the ending of the file written to; else as the text read.
    pub(super) fn choose(asked: Option<Form>, out: Option<&Path>, text: &str) -> Form {
        let by_ending = out
            .and_then(Path::extension)
            .and_then(|e| match e.to_str()? {
                "json" => Some(Form::Json),
                "yaml" | "yml" => Some(Form::Yaml),
                _ => None,
            });
        asked.or(by_ending).unwrap_or_else(|| {
            if text.trim_start().starts_with('{') {
                Form::Json
            } else {
                Form::Yaml
            }
        })
    }
}

/// A policy and the text it was read from.
pub(super) struct Source {
    pub(super) policy: Policy,
    pub(super) text: String,
    /// The file's name in messages.
    pub(super) name: String,
}

/// Reads a policy; errors name the file and line.
pub(super) fn read(path: &Path, seed: Option<u64>) -> Result<Source> {
    let text = io::read_text(path)?;
    let name = io::shown(path);
    let mut policy = Policy::parse(&text).map_err(|e| e.in_file(&name))?;
    policy.seed = seed.unwrap_or(policy.seed);
    Ok(Source { policy, text, name })
}

impl Source {
    /// The same at a training progress.
    pub(super) fn at(mut self, progress: f64) -> Result<Source> {
        self.policy = self.policy.moment(progress)?;
        Ok(self)
    }

    /// One of the policy's views, or the policy where it has none.
    pub(super) fn one(mut self, part: Option<&str>) -> Result<Source> {
        let labels: Vec<_> = self.policy.parts().iter().map(Part::label).collect();
        match part {
            Some(label) => self.policy = self.policy.part(self.policy.part_called(label)?)?,
            None if labels.is_empty() => {}
            None => {
                let why = format!(
                    "must say which of the views is meant: {}",
                    labels.join(", ")
                );
                return Err(Error::new(Code::Missing, why).at_param("part"));
            }
        }
        Ok(self)
    }

    /// What one draw of a picture gives: its views with their labels, or the policy itself.
    pub(super) fn pipelines(&self) -> Result<Vec<(Option<String>, Policy)>> {
        let parts = self.policy.parts();
        if parts.is_empty() {
            return Ok(vec![(None, self.policy.clone())]);
        }
        let part = |(i, part): (usize, &Part)| Ok((Some(part.label()), self.policy.part(i)?));
        parts.iter().enumerate().map(part).collect()
    }
}

/// Reads `--progress`.
pub(super) fn progress(text: &str) -> Result<f64> {
    let at = text.parse().unwrap_or(f64::NAN);
    if (0.0..=1.0).contains(&at) {
        return Ok(at);
    }
    Err(Error::range("progress", text, 0.0, 1.0))
}

/// Tells what the reader of a policy should know.
pub(super) fn tell_notes(source: &Source) {
    for note in source.policy.notes() {
        io::say(&format!(
            "{}: note: step '{}': {}",
            source.name, note.step, note.text
        ));
    }
}

/// Reads `--seed`.
pub(super) fn seed(text: &str) -> Result<u64> {
    let wrong = || {
        Error::new(Code::Range, "must be a whole number")
            .with_value(text)
            .at_param("seed")
    };
    let seed: u64 = text.parse().map_err(|_| wrong())?;
    if seed > MAX_SEED {
        return Err(Error::range("seed", seed, 0.0, MAX_SEED as f64));
    }
    Ok(seed)
}
