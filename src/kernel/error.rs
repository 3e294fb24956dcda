//! The one error type: who is to blame, where, and what would have been allowed.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::Serialize;

/// What kind of thing went wrong; stable names for programs to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// Text that is neither YAML nor JSON, or beyond the size and depth limits.
    Syntax,
    /// A key that the format does not have.
    UnknownKey,
    /// An op, law or target that does not exist.
    UnknownName,
    /// A value of the wrong type.
    Type,
    /// A value outside its bounds.
    Range,
    /// A required value is missing.
    Missing,
    /// Two steps share one id.
    DuplicateId,
    /// Reserved or not available here.
    Unsupported,
    /// Bytes that are no image, or a broken one.
    Decode,
    /// Beyond a stated limit on pixels, bytes or work.
    Limit,
    /// An operating system error on a named file.
    Io,
    /// Broken off at the caller's wish.
    Cancelled,
    /// A broken promise inside augplay.
    Internal,
}

/// An error that names the file, step, parameter, value and bounds it is about. Boxed: results stay
/// small, and so does the code that hands them on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Error(Box<Report>);

/// What an [`Error`] says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Kind, for programs.
    pub code: Code,
    /// One sentence, for people; it does not repeat the fields below.
    pub message: String,
    /// The file's name, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The step's id, or its place in the file (`steps[2]`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The parameter's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// The offending value as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Least allowed value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Greatest allowed value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Line in the policy text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// augplay's result.
pub type Result<T> = std::result::Result<T, Error>;

impl Deref for Error {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Report {
        &mut self.0
    }
}

impl Error {
    /// An error with a message and nothing else.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Report {
            code,
            message: message.into(),
            file: None,
            step: None,
            param: None,
            value: None,
            min: None,
            max: None,
            line: None,
        }))
    }

    /// A value outside `min..=max`.
    pub fn range(param: &str, value: impl fmt::Display, min: f64, max: f64) -> Self {
        let mut e = Self::new(Code::Range, "is out of range");
        e.param = Some(param.into());
        e.value = Some(value.to_string());
        e.min = Some(min);
        e.max = Some(max);
        e
    }

    /// Names the file, unless a deeper layer already did.
    pub fn in_file(mut self, file: &str) -> Self {
        self.file.get_or_insert_with(|| file.into());
        self
    }

    /// Names the step, unless a deeper layer already did.
    pub fn at_step(mut self, step: &str) -> Self {
        self.step.get_or_insert_with(|| step.into());
        self
    }

    /// Names the parameter, unless a deeper layer already did.
    pub fn at_param(mut self, param: &str) -> Self {
        self.param.get_or_insert_with(|| param.into());
        self
    }

    /// Gives the offending value as written.
    pub fn with_value(mut self, value: impl fmt::Display) -> Self {
        let text = value.to_string();
        self.value.get_or_insert_with(|| shorten(text));
        self
    }

    /// Names the line, unless a deeper layer already did.
    pub fn at_line(mut self, line: u32) -> Self {
        self.line.get_or_insert(line);
        self
    }
}

fn shorten(text: String) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        text
    } else {
        text.chars().take(MOST - 1).chain(['…']).collect()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        } else if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(step) = &self.step {
            write!(f, "step '{step}': ")?;
        }
        if let Some(param) = &self.param {
            write!(f, "{param}: ")?;
        }
        if let Some(value) = &self.value {
            write!(f, "{value} ")?;
        }
        write!(f, "{}", self.message)?;
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, " (allowed: {min} to {max})"),
            (Some(min), None) => write!(f, " (at least {min})"),
            (None, Some(max)) => write!(f, " (at most {max})"),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
