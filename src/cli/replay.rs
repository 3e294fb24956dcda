//! `replay.json`: what was drawn for every output, enough to make it again.

use std::fs::{self, File};
use std::io::{self as std_io, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::io;
use super::policy::Source;
use crate::error::{Error, Result};
use crate::policy::Draw;

/// The file's name in the folder of outputs.
pub(super) const NAME: &str = "replay.json";

/// A replay file being written, one output a line; it gets its name when it is complete.
pub(super) struct Replay {
    path: PathBuf,
    part: PathBuf,
    to: BufWriter<File>,
    outputs: usize,
    failed: Vec<Json>,
}

/// One output's line.
pub(super) fn line(output: &str, input: &Path, draw: &Draw, part: Option<&str>) -> Json {
    let mut line = json!({
        "output": output,
        "input": input.to_string_lossy(),
        "key": draw.key,
        "view": draw.view,
        "draw": draw.to_json(),
    });
    if let (Some(part), Json::Object(keys)) = (part, &mut line) {
        keys.insert("part".into(), part.into());
    }
    line
}

impl Replay {
    /// Begins the file at `path`.
    pub(super) fn create(path: PathBuf, source: &Source, views: u32) -> Result<Self> {
        let part = io::neighbour(&path);
        let head = json!({
            "policy": source.name,
            "hash": source.policy.hash(),
            "seed": source.policy.seed,
            "views": views,
        });
        let begin = || {
            let mut to = BufWriter::new(File::create(&part)?);
            write!(
                to,
                "{{\n\"augplay\": {},\n\"from\": {head},\n\"outputs\": [",
                json!(crate::VERSION)
            )?;
            Ok(to)
        };
        let to = begin().map_err(|e| io::failed("written", &path, &e))?;
        Ok(Self {
            path,
            part,
            to,
            outputs: 0,
            failed: Vec::new(),
        })
    }

    /// Adds an output.
    pub(super) fn add(&mut self, line: &Json) -> Result<()> {
        let comma = if self.outputs == 0 { "" } else { "," };
        self.outputs += 1;
        write!(self.to, "{comma}\n{line}").map_err(|e| io::failed("written", &self.path, &e))
    }

    /// Adds a failure; `view` is absent when no view could be made.
    pub(super) fn fail(&mut self, input: &Path, view: Option<u32>, error: &Error) {
        self.failed
            .push(json!({"input": input.to_string_lossy(), "view": view, "error": error}));
    }

    /// Outputs and failures so far.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.outputs, self.failed.len())
    }

    /// Completes the file.
    pub(super) fn finish(mut self) -> Result<()> {
        let end = |to: &mut BufWriter<File>| -> std_io::Result<()> {
            write!(to, "\n],\n\"failed\": [")?;
            for (i, failure) in self.failed.iter().enumerate() {
                write!(to, "{}\n{failure}", if i == 0 { "" } else { "," })?;
            }
            write!(to, "\n]\n}}\n")?;
            to.flush()
        };
        end(&mut self.to)
            .and_then(|()| fs::rename(&self.part, &self.path))
            .map_err(|e| io::failed("written", &self.path, &e))
    }
}
