//! Policies from files and to files.

use std::path::Path;

use clap::ValueEnum;

use super::io;
use crate::error::{Code, Error, Result};
use crate::policy::Policy;

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
